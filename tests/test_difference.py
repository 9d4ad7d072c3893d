"""What one build says and another does not."""

from __future__ import annotations

import json
from pathlib import Path

from fake_annotator import FakeAnnotator

from kg.building import build
from kg.difference import Difference, compare, render_difference
from kg.store import open_store


def built(folder: Path, texts: dict[str, str], version: str = "fake 1") -> Path:
    articles = folder / "articles"
    articles.mkdir(parents=True)
    for name, text in texts.items():
        (articles / f"{name}.md").write_text(f"# Talks\n\nMay 28, 2013\n\n{text}\n", encoding="utf-8")
    build([articles], folder / "data", annotator=FakeAnnotator(version))
    return folder / "data"


def differing(tmp_path: Path, old: dict[str, str], new: dict[str, str]) -> Difference:
    with open_store(built(tmp_path / "old", old)) as before, open_store(built(tmp_path / "new", new)) as after:
        return compare(before, after)


MET = "John Kerry met Sergey Lavrov in Paris on 2013-05-27."
OPPOSES = "Russia opposes the strike."


def test_equal_builds_do_not_differ(tmp_path: Path) -> None:
    found = differing(tmp_path, {"a": MET}, {"a": MET})
    assert found.empty
    assert found.same == 1
    assert render_difference(found) == "no difference: 1 facts are the same"


def test_facts_are_gained_and_lost_by_rule_and_document(tmp_path: Path) -> None:
    found = differing(tmp_path, {"a": MET, "b": OPPOSES}, {"a": f"{MET} {OPPOSES}"})
    assert [(fact.document, fact.kind) for fact in found.gained] == [("a", "Position")]
    assert [(fact.document, fact.kind) for fact in found.lost] == [("b", "Position")]
    assert (found.documents_gained, found.documents_lost, found.same) == ((), ("b",), 1)
    shown = render_difference(found)
    assert "1 facts gained, 1 lost, 0 changed" in shown
    assert "fake.oppose: 1 gained, 1 lost" in shown
    assert "- document b" in shown
    assert json.loads(render_difference(found, "json"))["same"] == 1


def test_a_fact_told_otherwise_in_the_same_sentence_has_changed(tmp_path: Path) -> None:
    old, new = built(tmp_path / "old", {"a": MET}), built(tmp_path / "new", {"a": MET})
    corrections = tmp_path / "c.toml"
    corrections.write_text(
        '[[date]]\ndocument = "a"\nsentence = "met"\ndate = "2013-05-28"\nauthor = "x"\nreason = "y"\n',
        encoding="utf-8",
    )
    build([], new, annotator=FakeAnnotator(), corrections=corrections)
    with open_store(old) as before, open_store(new) as after:
        found = compare(before, after)
    (change,) = found.changed
    assert [(slot.name, slot.value) for slot in change.lost] == [("date", "2013-05-27")]
    assert [(slot.name, slot.value) for slot in change.gained] == [("date", "2013-05-28")]
    assert (found.gained, found.lost) == ((), ())
    assert "-date 2013-05-27, +date 2013-05-28" in render_difference(found)
