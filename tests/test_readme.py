"""The README does what it says: its queries find something, its map shows the house, its commands exist."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from kg.query import Solutions, run
from kg.store import open_store

TEXT = (Path(__file__).resolve().parent.parent / "README.md").read_text(encoding="utf-8")
QUERIES = re.findall(r"\*\*([^*\n]+\?)\*\*\n\n```sparql\n(.*?)```", TEXT, re.DOTALL)


def test_there_are_five_questions() -> None:
    assert len(QUERIES) == 5


@pytest.mark.slow
@pytest.mark.parametrize(("question", "query"), QUERIES, ids=[q for q, _ in QUERIES])
def test_each_question_has_answers_in_the_seed_articles(question: str, query: str, seeds_data: Path) -> None:
    with open_store(seeds_data) as graph:
        answer = run(graph, query)
        assert isinstance(answer, Solutions)
        assert list(answer), question


def test_the_map_shows_every_room(repository: Path) -> None:
    house = TEXT.split("## The map of the house")[1].split("```")[1]
    drawn = {line.split()[0].rstrip("/") for line in house.splitlines() if re.match(r"  \S", line)}
    rooms = {
        path.name
        for path in (repository / "kg").iterdir()
        if not path.name.startswith("_") and (path.suffix == ".py" or (path / "__init__.py").exists())
    }
    assert drawn == rooms


def test_linked_files_exist(repository: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", TEXT)
    assert links
    assert [link for link in links if not (repository / link).exists()] == []


@pytest.mark.parametrize("command", sorted(set(re.findall(r"\bkg ([a-z]+) ", TEXT))))
def test_every_command_named_exists(command: str) -> None:
    done = subprocess.run([sys.executable, "-m", "kg", command, "--help"], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
