"""The scores on the seed articles never fall below what was once reached."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from floors import FLOORS_FILE, Floors, corpus_hash, pin, pinned, score_data, scores
from pyoxigraph import RdfFormat

from kg.evaluate import Evaluation, Kind, Score, to_json
from kg.store import open_store


@pytest.fixture(scope="session")
def gold(shared: Path) -> Path:
    return shared / "gold" / "seeds"


@pytest.fixture(scope="session")
def evaluation(gold: Path, seeds_data: Path) -> Evaluation:
    return score_data(gold, seeds_data)


def test_the_floors_stand_on_these_gold_facts(gold: Path) -> None:
    assert pinned("seeds").corpus_sha256 == corpus_hash(gold), (
        "the gold facts have changed: pin anew with tests/quality/floors.py"
    )


def test_every_kind_has_a_floor() -> None:
    assert set(pinned("seeds").f1) == set(Kind)


@pytest.mark.slow
def test_all_seeds_are_in_the_graph(evaluation: Evaluation) -> None:
    assert evaluation.missing == ()


@pytest.mark.slow
def test_no_score_falls_below_its_floor(evaluation: Evaluation) -> None:
    assert pinned("seeds").broken_by(evaluation) == [], f"scores now: {scores(evaluation)}"


@pytest.mark.slow
def test_the_reference_scorer_says_the_same(
    evaluation: Evaluation, seeds_data: Path, gold: Path, shared: Path, tmp_path: Path
) -> None:
    graph = tmp_path / "graph.nq"
    with open_store(seeds_data) as reader, graph.open("wb") as output:
        reader.dump(RdfFormat.N_QUADS, output)
    command = [sys.executable, "-W", "ignore", str(shared / "gold" / "score.py"), str(graph), str(gold), "--json"]
    shown = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    assert json.loads(to_json(evaluation)) == json.loads(shown)


@pytest.mark.parametrize("commit", ["HEAD", "HEAD^"])
@pytest.mark.parametrize("corpus", sorted(json.loads(FLOORS_FILE.read_text(encoding="utf-8"))))
def test_no_floor_is_lowered(repository: Path, corpus: str, commit: str) -> None:
    shown = subprocess.run(
        ["git", "-C", str(repository), "show", f"{commit}:tests/quality/floors.json"], check=False, capture_output=True
    )
    if shown.returncode or corpus not in json.loads(shown.stdout):
        pytest.skip(f"git knows no floors of {corpus} at {commit}")
    before, now = Floors.parse(json.loads(shown.stdout)[corpus]), pinned(corpus)
    if before.corpus_sha256 != now.corpus_sha256:
        pytest.skip(f"the gold facts are others than at {commit}")
    lowered = [kind for kind, floor in before.f1.items() if now.f1.get(kind, 0.0) < floor]
    assert lowered == [], "a floor is raised, or it stays"


def told(matched: int) -> Evaluation:
    return Evaluation(tuple(Score(kind, matched, 10, 10) for kind in Kind), ())


def test_a_score_below_its_floor_is_said() -> None:
    floors = Floors("x", dict.fromkeys(Kind, 0.5))
    assert floors.broken_by(told(5)) == []
    assert floors.broken_by(told(4))[0] == "entity: F1 0.4 is below 0.5"
    assert len(floors.broken_by(told(4))) == len(Kind)


def test_floors_only_rise_unless_the_gold_changes() -> None:
    floors = Floors("x", dict.fromkeys(Kind, 0.5))
    assert floors.raised("x", told(4)) == floors
    assert floors.raised("x", told(6)) == Floors("x", dict.fromkeys(Kind, 0.6))
    assert floors.raised("y", told(4)) == Floors("y", dict.fromkeys(Kind, 0.4))
    assert floors.raised("x", told(6), margin=0.05) == Floors("x", dict.fromkeys(Kind, 0.55))
    assert floors.raised("x", told(5), margin=0.05) == floors
    assert floors.raised("y", told(0), margin=0.05) == Floors("y", dict.fromkeys(Kind, 0.0))


def test_pinning_one_corpus_leaves_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "floors.json"
    file.write_text(json.dumps({"other": {"corpus_sha256": "x", "entity": 0.5}}), encoding="utf-8")
    monkeypatch.setattr("floors.FLOORS_FILE", file)
    pin("new", "y", told(4))
    assert pinned("other") == Floors("x", {Kind.ENTITY: 0.5})
    assert pinned("new") == Floors("y", dict.fromkeys(Kind, 0.4))
    pin("new", "y", told(3))
    assert pinned("new").f1 == dict.fromkeys(Kind, 0.4)


def test_the_hash_sees_names_and_contents(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("1", encoding="utf-8")
    first = corpus_hash(tmp_path)
    (tmp_path / "a.json").write_text("2", encoding="utf-8")
    second = corpus_hash(tmp_path)
    (tmp_path / "a.json").rename(tmp_path / "b.json")
    other = tmp_path / "manifest.txt"
    other.write_text("3", encoding="utf-8")
    assert len({first, second, corpus_hash(tmp_path), corpus_hash(tmp_path, other)}) == 4
