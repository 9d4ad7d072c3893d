"""A table of texts and who says what in each, through the pipeline that ships."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from pathlib import Path

import pytest

from kg.model import Document, DocumentFacts, Section, SectionKind, Statement
from kg.nlp.annotator import Annotator

TABLE = Path(__file__).with_name("statement_table.tsv")
PUBLISHED = dt.date(2014, 3, 18)


def parse(line: str) -> tuple[str, str, list[str]]:
    about, text, told = line.split("\t")
    return about, text.replace("\\n", "\n\n"), [] if told == "-" else sorted(told.split(" ;; "))


ROWS = [parse(line) for line in TABLE.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]


@pytest.fixture(scope="module")
def read(annotator: Annotator):
    def facts(text: str) -> DocumentFacts:
        sections, begin = [], 0
        for paragraph in text.split("\n\n"):
            sections.append(Section(SectionKind.BODY, begin, begin + len(paragraph)))
            begin += len(paragraph) + 2
        (found,) = annotator([Document("d", text, PUBLISHED, "", tuple(sections))])
        return found

    return facts


def shown(statement: Statement) -> str:
    """A statement in the table's notation; the mark of its document that a person without a name bears is left out."""
    who = re.sub(r"^(unnamed-.*)-[0-9a-f]{8}$", r"\1", statement.speaker or "-")
    return f"{who}: {statement.quote}" if statement.quote is not None else f"{who}> {statement.content}"


@pytest.mark.parametrize(("text", "told"), [row[1:] for row in ROWS], ids=[row[1] for row in ROWS])
def test_who_says_what(read, text: str, told: list[str]) -> None:
    assert sorted(shown(statement) for statement in read(text).statements) == told


def test_every_phenomenon_is_told_three_times() -> None:
    assert min(Counter(row[0] for row in ROWS).values()) >= 3


@pytest.mark.parametrize(
    ("text", "audience"),
    [
        ('"The fire is out," Angela Merkel told David Cameron.', ("david-cameron",)),
        ("Barack Obama assured Poland that the fire was out.", ("poland",)),
        ("Francois Hollande warned Mali that the fire would spread.", ("mali",)),
        ("Angela Merkel told reporters that the fire was out.", ()),
    ],
)
def test_to_whom(read, text: str, audience: tuple[str, ...]) -> None:
    assert [s.audience for s in read(text).statements] == [audience]


@pytest.mark.parametrize(
    ("text", "speaker", "via"),
    [
        ('"The fire is out," Angela Merkel told Reuters.', "angela-merkel", "reuters"),
        ("David Cameron said the fire was out, Reuters reported.", "david-cameron", "reuters"),
        ("David Cameron was quoted by Interfax as saying the fire was out.", "david-cameron", "interfax"),
        ("Interfax quoted David Cameron as saying the fire was out.", "david-cameron", "interfax"),
        ("In an interview with Reuters, Barack Obama said the fire was out.", "barack-obama", "reuters"),
        ('"The fire is out," Angela Merkel said.', "angela-merkel", None),
    ],
)
def test_through_whom(read, text: str, speaker: str, via: str | None) -> None:
    assert [(s.speaker, s.via) for s in read(text).statements] == [(speaker, via)]
