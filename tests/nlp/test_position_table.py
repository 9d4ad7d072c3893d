"""A table of sentences and who stands where in each, through the pipeline that ships."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from kg.model import Document, DocumentFacts, Position, Section, SectionKind, Stance, Strength, Voice
from kg.nlp.annotator import Annotator

TABLE = Path(__file__).with_name("position_table.tsv")
SIDES = {"+": Stance.SUPPORTS, "/": Stance.OPPOSES, "=": Stance.NEUTRAL}
PUBLISHED = dt.date(2014, 3, 18)


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    phenomenon: str
    text: str
    told: tuple[tuple[str, Stance, str], ...]

    @classmethod
    def parse(cls, line: str) -> Row:
        """A line's columns."""
        phenomenon, text, told = line.split("\t")
        rows = [] if told == "-" else [one.strip().split(maxsplit=2) for one in told.split(";")]
        return cls(phenomenon, text, tuple((holder, SIDES[side], words) for holder, side, words in rows))


ROWS = [Row.parse(line) for line in TABLE.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]


def article(text: str) -> Document:
    return Document("d", text, PUBLISHED, "", (Section(SectionKind.BODY, 0, len(text)),))


@pytest.fixture(scope="module")
def read(annotator: Annotator):
    def facts(text: str) -> DocumentFacts:
        (found,) = annotator([article(text)])
        return found

    return facts


def agrees(position: Position, told: tuple[str, Stance, str]) -> bool:
    holder, stance, words = told
    return (position.holder, position.stance) == (holder, stance) and words in position.issue.label


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.text)
def test_who_stands_where(read, row: Row) -> None:
    positions = read(row.text).positions
    assert len(positions) == len(row.told), positions
    for told in row.told:
        assert any(agrees(position, told) for position in positions), positions


def test_every_phenomenon_is_told_three_times() -> None:
    assert min(Counter(row.phenomenon for row in ROWS).values()) >= 3


# --- how firmly, how surely, whose word -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "strength"),
    [
        ("Malta firmly rejects the plan.", Strength.STRONG),
        ("Togo voiced deep concern about the raid.", Strength.STRONG),
        ("Gabon categorically opposed the merger.", Strength.STRONG),
        ("Benin demanded an apology.", Strength.STRONG),
        ("Laos cautiously welcomed the offer.", Strength.WEAK),
        ("Bhutan reluctantly accepted the ruling.", Strength.WEAK),
        ("Samoa would prefer a shorter text.", Strength.WEAK),
        ("Tonga supports the motion.", Strength.PLAIN),
        ("Nauru opposes the motion.", Strength.PLAIN),
        ("Palau rejected the motion.", Strength.PLAIN),
    ],
)
def test_how_firmly(read, text: str, strength: Strength) -> None:
    assert {p.strength for p in read(text).positions} == {strength}


@pytest.mark.parametrize(
    ("text", "hedges"),
    [
        ("Malawi may back the resolution.", {"may"}),
        ("Burundi reportedly opposes the deployment.", {"reportedly"}),
        ("Iraq appears to support the deal.", {"appears"}),
        ("Cameroon would probably reject the text.", {"would", "probably"}),
        ("Cameroon rejects the text.", set()),
    ],
)
def test_hedges_are_kept_and_cost_confidence(read, text: str, hedges: set[str]) -> None:
    (position,) = read(text).positions
    assert set(position.hedges) == hedges
    (plain,) = read("Cameroon rejects the text.").positions
    assert (position.confidence < plain.confidence) == bool(hedges)


@pytest.mark.parametrize(
    ("text", "voice", "by"),
    [
        ("Poland opposes the bill.", Voice.ARTICLE, None),
        ("Chile supports the motion.", Voice.ARTICLE, None),
        ("On Monday, Mali rejected the text.", Voice.ARTICLE, None),
        ("Barack Obama said Poland opposes the bill.", Voice.SPEAKER, "barack-obama"),
        ('"We oppose the bill," David Cameron said.', Voice.SPEAKER, "david-cameron"),
        ("According to Angela Merkel, Poland opposes the bill.", Voice.SPEAKER, "angela-merkel"),
        ("An aide said Poland opposes the bill.", Voice.SPEAKER, None),
        ("Poland reportedly opposes the bill.", Voice.REPORTS, None),
        ("Local media said Poland opposes the bill.", Voice.REPORTS, None),
        ("According to Reuters, Poland opposes the bill.", Voice.REPORTS, "reuters"),
    ],
)
def test_whose_word_it_is(read, text: str, voice: Voice, by: str | None) -> None:
    (position,) = read(text).positions
    assert (position.voice, position.asserted_by) == (voice, by)


def test_another_s_word_is_weaker_than_the_article_s_and_reports_are_weakest(read) -> None:
    texts = (
        "Poland opposes the bill.",
        "Barack Obama said Poland opposes the bill.",
        "Poland reportedly opposes the bill.",
    )
    plain, said, reported = (read(text).positions[0].confidence for text in texts)
    assert plain > said > reported


# --- one issue --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Peru opposes the river dam. Chile supports the river dam.",
        "Peru wants to build a dam. Chile rejected this.",
        "Mali backs Togo's entry into the bloc. Niger rejects the entry of Togo into the bloc.",
    ],
)
def test_the_same_issue_is_one(read, text: str) -> None:
    positions = read(text).positions
    assert len(positions) == 2
    assert len({p.issue for p in positions}) == 1


def test_other_issues_are_others(read) -> None:
    positions = read("Peru opposes the dam on the river. Chile supports the bridge over the river.").positions
    assert len({p.issue for p in positions}) == 2


# --- statements in their own name -------------------------------------------------------------------------------------

STATEMENT = (
    "Norwegian Foreign Minister Borge Brende said:\n\nI condemn the attack on the convoy in Darfur. We urge Sudan to "
    "protect aid workers.\n\nIt is vital that the killers are brought to justice."
)


def test_a_statement_behind_a_colon_is_its_speaker_s(read) -> None:
    positions = read(STATEMENT).positions
    assert {p.holder for p in positions} == {"borge-brende"}
    assert [p.stance for p in positions] == [Stance.OPPOSES, Stance.SUPPORTS, Stance.SUPPORTS]
    assert {p.voice for p in positions} == {Voice.SPEAKER}


def test_a_body_that_speaks_in_its_own_name(read) -> None:
    text = "Canada condemns the bombing in Mogadishu. We call on all parties to return to the talks."
    assert {p.holder for p in read(text).positions} == {"canada"}
