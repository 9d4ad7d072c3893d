"""A table of sentences and what one actor does to another in each, through the pipeline that ships."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path

import pytest

from kg.model import Document, DocumentFacts, EventType, Interval, Precision, Section, SectionKind, Voice
from kg.nlp.annotator import Annotator

TABLE = Path(__file__).with_name("interaction_table.tsv")
PUBLISHED = dt.date(2014, 3, 18)  # a Tuesday


def parse(line: str) -> tuple[str, str, set[tuple[str, str, str]]]:
    about, text, told = line.split("\t")
    rows = [] if told == "-" else [tuple(one.split()) for one in told.split(";")]
    return about, text, {(source, event, target) for source, event, target in rows}


ROWS = [parse(line) for line in TABLE.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]


@pytest.fixture(scope="module")
def read(annotator: Annotator):
    def facts(text: str) -> DocumentFacts:
        (found,) = annotator([Document("d", text, PUBLISHED, "", (Section(SectionKind.BODY, 0, len(text)),))])
        return found

    return facts


@pytest.mark.parametrize(("text", "told"), [row[1:] for row in ROWS], ids=[row[1] for row in ROWS])
def test_who_does_what_to_whom(read, text: str, told: set[tuple[str, str, str]]) -> None:
    assert {(i.source, i.event_type.value, i.target) for i in read(text).interactions} == told


def test_every_type_and_phenomenon_is_told_three_times() -> None:
    told = Counter(row[0] for row in ROWS)
    assert min(told.values()) >= 3
    # Who consults with whom is told as a meeting.
    assert set(EventType) - {EventType.CONSULT} <= set(told)


@pytest.mark.parametrize(
    ("text", "voice", "by"),
    [
        ("Iran armed Hezbollah.", Voice.ARTICLE, None),
        ("Saudi Arabia bombed Yemen.", Voice.ARTICLE, None),
        ("Peru condemned Bolivia.", Voice.ARTICLE, None),
        ("Barack Obama said Iran armed Hezbollah.", Voice.SPEAKER, "barack-obama"),
        ('"Iran armed Hezbollah," Barack Obama said.', Voice.SPEAKER, "barack-obama"),
        ("According to David Cameron, Iran armed Hezbollah.", Voice.SPEAKER, "david-cameron"),
        ("Iran reportedly armed Hezbollah.", Voice.REPORTS, None),
        ("According to Reuters, Iran armed Hezbollah.", Voice.REPORTS, "reuters"),
        ("Newspapers reported that Iran armed Hezbollah.", Voice.REPORTS, None),
    ],
)
def test_whose_word_it_is(read, text: str, voice: Voice, by: str | None) -> None:
    (interaction,) = read(text).interactions
    assert (interaction.voice, interaction.asserted_by) == (voice, by)


def test_when_it_was_done(read) -> None:
    (interaction,) = read("Thailand arrested two Cambodian journalists on Monday.").interactions
    day = dt.date(2014, 3, 17)
    assert interaction.when == Interval(day, day, Precision.DAY)


def test_a_time_of_another_clause_is_not_its_own(read) -> None:
    (interaction,) = read("Kenya accused Somalia of hiding the men who fled on Monday.").interactions
    assert interaction.when is None


def test_what_is_told_of_a_meeting(read) -> None:
    facts = read("Francois Hollande said he had met Angela Merkel in Berlin.")
    assert [(m.voice, m.asserted_by) for m in facts.meetings] == [(Voice.SPEAKER, "francois-hollande")]
    facts = read("Francois Hollande met Angela Merkel in Berlin.")
    assert [(m.voice, m.asserted_by) for m in facts.meetings] == [(Voice.ARTICLE, None)]
    facts = read("Reports said Francois Hollande had met Angela Merkel in Berlin.")
    assert [m.voice for m in facts.meetings] == [Voice.REPORTS]


def test_an_office_named_in_a_quotation_is_its_speaker_s_word(read) -> None:
    text = '"German Chancellor Angela Merkel has our trust," David Cameron said.'
    assert [(t.voice, t.asserted_by) for t in read(text).tenures if t.person == "angela-merkel"] == [
        (Voice.SPEAKER, "david-cameron")
    ]
    text = "German Chancellor Angela Merkel has left."
    assert [t.voice for t in read(text).tenures] == [Voice.ARTICLE]
