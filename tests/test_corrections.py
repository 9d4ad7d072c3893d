"""An analyst's corrections: read, applied on every build, reported when they find nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from fake_annotator import FakeAnnotator

from kg.building import build, remove
from kg.corrections import read_corrections
from kg.errors import InputError
from kg.status import status
from kg.store import open_store

ARTICLES = {
    "a": "John Kerry met Sergey Lavrov in Paris on 2013-05-27. Russia opposes the strike.",
    "b": "John Kerry met Sergey Lavrov in Paris on 2013-05-27.",
}
WHY = 'author = "A. Reader"\nreason = "I looked it up"\n'


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    for name, text in ARTICLES.items():
        (folder / f"{name}.md").write_text(f"# Talks {name}\n\nMay 28, 2013\n\n{text}\n", encoding="utf-8")
    return folder


def corrections(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "corrections.toml"
    path.write_text(text, encoding="utf-8")
    return path


def asked(data: Path, query: str) -> set[str]:
    with open_store(data) as reader:
        rows = reader.query(query, prefixes={"dm": "https://w3id.org/demarche/ontology#"})
        return {str(row[0].value) for row in rows}


POSITIONS = "SELECT ?p { ?p a dm:Position }"
DATES = "SELECT ?d { GRAPH ?g { ?m a dm:Meeting ; dm:date ?d ; dm:evidence ?e } }"
MEETINGS = "SELECT DISTINCT ?m { ?m a dm:Meeting }"


def test_corrections_outlive_rebuilds_and_new_pipelines(articles: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    build([articles], data, annotator=FakeAnnotator())
    assert len(asked(data, POSITIONS)) == 1
    (meeting,) = asked(data, MEETINGS)
    text = f"""
[[wrong]]
document = "a"
kind = "position"
sentence = "opposes the strike"
entity = "russia"
{WHY}
[[date]]
document = "b"
sentence = "met Sergey Lavrov"
date = "2013-05-28"
{WHY}
"""
    report = build([articles], data, annotator=FakeAnnotator(), corrections=corrections(tmp_path, text))
    assert report.unchanged == ("a", "b")
    assert report.published.idle == ()
    assert asked(data, POSITIONS) == set()
    assert asked(data, DATES) == {"2013-05-27", "2013-05-28"}
    assert len(asked(data, MEETINGS)) == 2
    for version in ("fake 1", "fake 2"):
        build([articles], data, annotator=FakeAnnotator(version))
        assert asked(data, POSITIONS) == set()
        assert meeting in asked(data, MEETINGS)


def test_what_no_longer_applies_is_reported(articles: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    text = f'[[wrong]]\ndocument = "a"\nkind = "position"\nsentence = "opposes the strike"\n{WHY}'
    text += f'[[same]]\nentities = ["nobody", "no-one"]\n{WHY}'
    first = build([articles], data, annotator=FakeAnnotator(), corrections=corrections(tmp_path, text))
    assert first.published.idle == ("same entities: no-one, nobody (A. Reader)",)
    gone = remove(["a"], data)
    assert any("wrong position in a" in one for one in gone.published.idle)
    assert status(data).idle == gone.published.idle


def test_an_account_is_taken_out_of_an_occasion(articles: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    build([articles], data, annotator=FakeAnnotator())
    (meeting,) = asked(data, MEETINGS)
    text = f'[[different]]\nmeeting = "{meeting}"\ndocument = "b"\n{WHY}'
    build([articles], data, annotator=FakeAnnotator(), corrections=corrections(tmp_path, text))
    assert len(asked(data, MEETINGS)) == 2


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[same]", "is not TOML"),
        ("[[swap]]\na = 1", r"\[\[swap\]\] is no correction"),
        ('[[same]]\nentities = ["a"]\n' + WHY, "two ids or more"),
        ('[[same]]\nentities = ["a", "b"]\nreason = "x"', "author is missing"),
        ('[[same]]\nmeeting = "a"\ndocument = "b"\n' + WHY, "give entities or meetings"),
        ('[[wrong]]\ndocument = "a"\nkind = "mood"\nsentence = "x"\n' + WHY, "kind 'mood' is none of"),
        ('[[wrong]]\ndocument = "a"\nkind = "meeting"\n' + WHY, "sentence is missing"),
        ('[[date]]\ndocument = "a"\nsentence = "x"\ndate = "soon"\n' + WHY, "no day, month, year"),
        ('[[date]]\ndocument = "a"\nsentence = "x"\nwhen = "2013"\n' + WHY, "'when' is unknown"),
    ],
)
def test_a_file_that_is_wrong_is_refused_before_anything_is_built(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read_corrections(corrections(tmp_path, text))
    with pytest.raises(InputError):
        build([], tmp_path / "data", annotator=FakeAnnotator(), corrections=tmp_path / "corrections.toml")
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("date", ["2013", "2013-05", "2013-05-27", "2013-05-27/2013-05-29"])
def test_dates_are_as_exact_as_they_are_written(tmp_path: Path, date: str) -> None:
    text = f'[[date]]\ndocument = "a"\nsentence = "x"\ndate = "{date}"\n{WHY}'
    when = read_corrections(corrections(tmp_path, text)).dated[0].when
    assert str(when.earliest).startswith(date[:4])
    assert when.precision.value == {4: "year", 7: "month", 10: "day", 21: "range"}[len(date)]
