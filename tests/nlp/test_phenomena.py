"""Tables of sentences and what a careful reader takes from them, by phenomenon, through the pipeline that ships."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.model import Document, DocumentFacts, Interval, Meeting, Section, SectionKind
from kg.nlp.annotator import Annotator

PUBLISHED = dt.date(2014, 3, 18)  # a Tuesday
HERE = Path(__file__).parent


def rows(name: str) -> list[tuple[str, str, str]]:
    """A table's rows, comments left out."""
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    split = [tuple(line.split("\t")) for line in lines if line and not line.startswith("#")]
    assert all(len(row) == 3 for row in split), [row for row in split if len(row) != 3]
    return split  # type: ignore[return-value]


MEETINGS, OFFICES, REFERENCES = (rows(f"{name}_table.tsv") for name in ("meeting", "office", "reference"))


@pytest.fixture(scope="module")
def read(annotator: Annotator) -> Callable[[str], DocumentFacts]:
    def facts(text: str) -> DocumentFacts:
        document = Document("d", text, PUBLISHED, "", (Section(SectionKind.BODY, 0, len(text)),))
        (found,) = annotator([document])
        return found

    return facts


def shown(when: Interval | None) -> str:
    """An interval in the table's notation."""
    if when is None or when.earliest is None or when.latest is None:
        return "-" if when is None else "open"
    if when.earliest == when.latest:
        return when.earliest.isoformat()
    following = when.latest + dt.timedelta(days=1)
    if when.earliest.day == 1 and following.day == 1 and when.earliest.month == when.latest.month:
        return f"{when.earliest:%Y-%m}"
    return f"{when.earliest}/{when.latest}"


def agrees(meeting: Meeting, told: str) -> bool:
    """Whether a meeting is as the table tells it."""
    status, who, *more = told.split()
    place, when, minutes = (*more, "*", "*", "*")[:3]
    return (
        meeting.status == status
        and who in {"*", "+".join(sorted(meeting.participants)) or "-"}
        and place in {"*", "@*", f"@{meeting.place or '-'}"}
        and when in {"*", shown(meeting.when)}
        and minutes in {"*", str(meeting.minutes or "-")}
    )


def in_order(told: str) -> str:
    """A telling with its participants in order of id."""
    status, who, *more = told.split()
    return " ".join((status, "+".join(sorted(who.split("+"))), *more))


@pytest.mark.parametrize("row", MEETINGS, ids=[f"{row[0]}: {row[1][:60]}" for row in MEETINGS])
def test_meetings(read: Callable[[str], DocumentFacts], row: tuple[str, str, str]) -> None:
    _, text, told = row
    found = read(text).meetings
    if told == "*":
        return
    expected = [] if told == "-" else [in_order(one) for one in told.split(" ; ")]
    assert len(found) == len(expected), found
    assert all(any(agrees(meeting, one) for meeting in found) for one in expected), found


@pytest.mark.parametrize("row", OFFICES, ids=[f"{row[0]}: {row[1][:60]}" for row in OFFICES])
def test_offices(read: Callable[[str], DocumentFacts], row: tuple[str, str, str]) -> None:
    _, text, told = row
    found = {
        f"{t.person} | {'former ' if t.former else ''}{t.title} | {t.jurisdiction or '-'}" for t in read(text).tenures
    }
    assert found == (set() if told == "-" else set(told.split(" ; ")))


@pytest.mark.parametrize("row", REFERENCES, ids=[f"{row[0]}: {row[1][:60]}" for row in REFERENCES])
def test_references(read: Callable[[str], DocumentFacts], row: tuple[str, str, str]) -> None:
    """A mention and all it refers to; of several with the same words the last, and "-" for none."""
    _, text, told = row
    mentions = read(text).mentions
    for one in told.split(" ; "):
        words, _, who = one.partition(" = ")
        last = max((m.begin for m in mentions if m.text == words), default=-1)
        found = {m.entity for m in mentions if m.begin == last and m.text == words}
        assert found == (set() if who == "-" else set(who.split("+"))), mentions
        assert all(m.reason for m in mentions)


@pytest.mark.parametrize("table", [MEETINGS, OFFICES, REFERENCES], ids=["meetings", "offices", "references"])
def test_no_text_stands_twice(table: list[tuple[str, str, str]]) -> None:
    assert [text for text, n in Counter(row[1] for row in table).items() if n > 1] == []


@pytest.mark.parametrize("table", [OFFICES, REFERENCES], ids=["offices", "references"])
def test_every_phenomenon_is_told_three_times(table: list[tuple[str, str, str]]) -> None:
    counted = Counter(row[0] for row in table)
    assert {about: n for about, n in counted.items() if n < 3} == {}
