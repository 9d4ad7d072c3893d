"""The page that shows what is taken from an article: whole, and made of what was found."""

from __future__ import annotations

from pathlib import Path

import pytest
from reading_page import page

from kg.documents import read
from kg.nlp.annotator import Annotator

REPOSITORY = Path(__file__).parents[2]
ARTICLE = "seeds/003_285db9cb8ce5b310.txt"


@pytest.fixture(scope="module")
def made(annotator: Annotator) -> str:
    return page(next(iter(read(REPOSITORY / ARTICLE))), annotator, ARTICLE)


def test_every_word_of_the_article_stands_in_the_page(made: str) -> None:
    article = next(iter(read(REPOSITORY / ARTICLE)))
    shown = [line.split(maxsplit=1)[1] for line in made.splitlines() if line.startswith("**")]
    assert "".join("".join(shown).split()) == "".join(article.text.split())


def test_every_fact_stands_in_it_once_with_its_rule(made: str, annotator: Annotator) -> None:
    (facts,) = annotator(read(REPOSITORY / ARTICLE))
    rows = [line for line in made.partition("\n## U.S.")[2].splitlines() if line.startswith("| ")]
    rows = [row for row in rows if not row.startswith("| fact |")]
    everything = [*facts.tenures, *facts.meetings, *facts.positions, *facts.statements, *facts.interactions]
    assert len(rows) == len(everything)
    assert sorted(row.split(" | ")[-1].removesuffix(" |") for row in rows) == sorted(f.rule for f in everything)


def test_the_page_in_the_docs_is_of_the_same_article() -> None:
    written = (REPOSITORY / "docs" / "reading.md").read_text(encoding="utf-8")
    assert f"`python tests/nlp/reading_page.py {ARTICLE} > docs/reading.md`" in written
    article = next(iter(read(REPOSITORY / ARTICLE)))
    shown = [line.split(maxsplit=1)[1] for line in written.splitlines() if line.startswith("**")]
    assert "".join("".join(shown).split()) == "".join(article.text.split())
