"""JSON Lines."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from sections import assert_whole

from kg.documents import Rejected, jsonl, read
from kg.model import Document, SectionKind

GOOD = {
    "id": "r1",
    "title": "Ministers\u00a0Talk",
    "text": "Lavrov met Kerry.\n\nThey talked.",
    "published": "2013-05-28T10:00:00Z",
}


def outcomes(tmp_path: Path, *lines: object) -> list[Document | Rejected]:
    path = tmp_path / "feed.jsonl"
    path.write_text(
        "".join(f"{line if isinstance(line, str) else json.dumps(line)}\n" for line in lines), encoding="utf-8"
    )
    return list(read(path))


def test_a_line_is_a_document(tmp_path: Path) -> None:
    more = {"url": "https://tass.com/1", "author": "Ann Lee", "publisher": "TASS English"}
    (document,) = outcomes(tmp_path, GOOD | more)
    assert isinstance(document, Document)
    assert_whole(document)
    assert document.text == "Ministers Talk\n\nLavrov met Kerry.\n\nThey talked."
    assert [section.kind for section in document.sections] == [SectionKind.TITLE, SectionKind.BODY, SectionKind.BODY]
    assert (document.id, document.published, document.url) == ("r1", dt.date(2013, 5, 28), "https://tass.com/1")
    assert (document.author, document.publisher) == ("Ann Lee", "TASS English")


def test_a_bad_line_costs_itself_alone(tmp_path: Path) -> None:
    found = outcomes(
        tmp_path,
        *(GOOD, "{", "[1]", {"text": 5}, {"id": "x", "text": " "}, {"text": "He went."}, GOOD | {"published": "soon"}),
        *(GOOD | {"id": "\ud800"}, GOOD | {"id": ""}, "[" * 100_000),
        *(GOOD | {"id": "r2"}, GOOD | {"id": "r3", "text": "\x00\u200b"}),
    )
    assert [one.id for one in found if isinstance(one, Document)] == ["r1", "r2"]
    errors = [one.error for one in found if isinstance(one, Rejected)]
    assert [error.line for error in errors] == [2, 3, 4, 5, 6, 7, 8, 9, 10, 12]
    assert all(error.source.endswith("feed.jsonl") for error in errors)
    assert 'the field "published" is no date' in errors[5].message


def test_a_line_without_id_is_named_after_its_place(tmp_path: Path) -> None:
    line = {key: value for key, value in GOOD.items() if key != "id"}
    found = outcomes(tmp_path, "", line, GOOD | {"id": 17})
    assert [one.id for one in found if isinstance(one, Document)] == ["feed-2", "17"]


def test_half_a_surrogate_pair_becomes_a_replacement_character(tmp_path: Path) -> None:
    (document,) = outcomes(tmp_path, GOOD | {"text": "He \ud800 went."})
    assert isinstance(document, Document)
    assert document.text.endswith("He \N{REPLACEMENT CHARACTER} went.")
    assert document.content_hash


def test_a_line_too_long_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsonl, "LONGEST_ARTICLE_BYTES", 1024 * 1024)
    found = outcomes(tmp_path, GOOD | {"text": "x" * 3_000_000}, GOOD)
    assert isinstance(found[0], Rejected)
    assert found[0].error.line == 1
    assert isinstance(found[1], Document)


def test_an_empty_file_is_rejected(tmp_path: Path) -> None:
    (found,) = outcomes(tmp_path, "", " ")
    assert isinstance(found, Rejected)
    assert "is empty" in found.error.message
