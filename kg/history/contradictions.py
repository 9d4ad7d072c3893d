"""Sources that contradict each other: of an occasion, and of an issue.

Found are only kinds of which one can be sure: the same act asserted and denied (:mod:`kg.history.acts`); one holder's
stance on one issue told as for and against within a week; dates that exclude each other, and a party that both comes
and stays away, claimed on one day. Two contradict each other only where the word is not that of one and the same.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from pyoxigraph import NamedNode

from kg.history.acts import Act, acts_in, contradict
from kg.history.reading import Evidence, Reading
from kg.network.dates import Span
from kg.vocab import DM, NIF, RDF

__all__ = ["Contradiction", "Saying", "Side", "claimed_otherwise", "opposed", "said_otherwise", "sayings", "told_twice"]

AT_ONCE: Final = dt.timedelta(days=7)
"""What is told later is a change, and no contradiction."""

_EXCLUDE: Final = frozenset(
    frozenset(pair)
    for pair in (
        ("WillAttend", "StaysAway"),
        ("Invited", "NotInvited"),
        ("WillAttend", "NotInvited"),
        ("Expected", "StaysAway"),
    )
)


@dataclass(frozen=True, slots=True)
class Side:
    """What one source says: who (an id, None for the article itself), in which document and words, on which day."""

    as_of: str
    document: str
    said_by: str | None
    says: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two sides that cannot both be right.

    ``kind`` is "statement", "position", "date" or "attendance"; ``about`` says on what they differ, ``reason`` how that
    was seen.
    """

    kind: str
    about: str
    one: Side
    other: Side
    reason: str


@dataclass(frozen=True, slots=True)
class Saying:
    """Something said, with the acts that it tells of."""

    side: Side
    acts: tuple[Act, ...]


def sayings(reading: Reading, document: str) -> Iterator[Saying]:
    """What is said in a document, by whomever it names; in the order of the text.

    Args:
        reading: the graph.
        document: the document's IRI, which names its graph.
    """
    source, where = reading.source(document), NamedNode(document)
    if source is None:
        return
    names = list(_names(reading, document))
    found = []
    for quad in reading.reader.quads(None, RDF.type, DM.Statement, where):
        said = quad.subject.value if isinstance(quad.subject, NamedNode) else ""
        speaker = reading.value(said, DM.speaker, document)
        words = reading.value(said, DM.quote, document) or reading.value(said, DM.content, document)
        if speaker is None or words is None:
            continue
        evidence = reading.evidence(said, document)
        here = [(name, who) for name, who, at in names if any(e.begin <= at < e.end for e in evidence)]
        side = Side(source.issued, source.id, reading.local(speaker), words, evidence)
        found.append(Saying(side, acts_in(words, here)))
    yield from sorted(found, key=lambda one: (one.side.evidence, one.side.says, one.side.said_by or ""))


def _names(reading: Reading, document: str) -> Iterator[tuple[str, str, int]]:
    """What the document's mentions say, whom they mean, and where they stand."""
    for quad in reading.reader.quads(None, DM.refersTo, None, NamedNode(document)):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
            mention = quad.subject.value
            text = reading.value(mention, NIF.anchorOf, document) or ""
            yield text, reading.local(quad.object.value), int(reading.value(mention, NIF.beginIndex, document) or 0)


def said_otherwise(said: Sequence[Saying]) -> tuple[Contradiction, ...]:
    """The pairs of sayings of which one asserts an act that the other denies; sorted."""
    asserted: defaultdict[str, list[tuple[Act, Side]]] = defaultdict(list)
    for one in said:
        for act in one.acts:
            if not act.denied:
                asserted[act.sense].append((act, one.side))
    found = {
        _of_acts(denial, one.side, against)
        for one in said
        for denial in one.acts
        if denial.denied
        for act, against in asserted.get(denial.sense, ())
        if one.side.said_by != against.said_by and _at_once(one.side, against) and contradict(denial, act)
    }
    return tuple(sorted(found, key=lambda one: (one.kind, one.about, _rank(one.one), _rank(one.other), one.reason)))


def _of_acts(denial: Act, one: Side, other: Side) -> Contradiction:
    what = " and ".join(sorted(denial.named)) or " ".join(sorted(denial.what))
    sides = sorted((one, other), key=_rank)
    reason = f"what one asserts, the other denies: that somebody {denial.sense} this"
    return Contradiction("statement", f"{denial.sense} {what}", sides[0], sides[1], reason)


def opposed(about: str, told: Iterable[tuple[str, str, Side]]) -> tuple[Contradiction, ...]:
    """Stances of one holder on one issue that are told as for and against within a week.

    Args:
        about: the issue's label.
        told: holder, stance and who tells it, each.
    """
    found = set()
    for (holder, stance, one), (another, against, other) in combinations(_ranked(told), 2):
        if holder != another or {stance, against} != {"Supports", "Opposes"} or not _at_once(one, other):
            continue
        if (one.said_by, one.document) != (other.said_by, other.document):
            sides = sorted((one, other), key=_rank)
            reason = f"{holder} is told to be for it and against it within a week"
            found.add(Contradiction("position", about, sides[0], sides[1], reason))
    return tuple(sorted(found, key=lambda one: (one.kind, one.about, _rank(one.one), _rank(one.other), one.reason)))


def claimed_otherwise(kind: str, told: Iterable[tuple[str, str, Side]]) -> tuple[Contradiction, ...]:
    """Claims of one day that exclude each other and are not of one and the same source.

    Args:
        kind: "date" or "attendance".
        told: what the claim is about (a party, or nothing), its value, and who claims it, each.
    """
    found = set()
    for (about, value, one), (another, against, other) in combinations(_ranked(told), 2):
        if (
            about != another
            or one.as_of != other.as_of
            or (one.said_by, one.document) == (other.said_by, other.document)
        ):
            continue
        apart = frozenset({value, against}) in _EXCLUDE if kind == "attendance" else _apart(value, against)
        if apart:
            sides = sorted((one, other), key=_rank)
            found.add(Contradiction(kind, about, sides[0], sides[1], f"{value} and {against} exclude each other"))
    return tuple(sorted(found, key=lambda one: (one.kind, one.about, _rank(one.one), _rank(one.other), one.reason)))


def told_twice(told: Iterable[tuple[str, Side]]) -> tuple[Contradiction, ...]:
    """Days of an occasion that was held, of which one article gives two that exclude each other.

    Args:
        told: each day, and where it stands.
    """
    found = set()
    for (_, value, one), (_, against, other) in combinations(_ranked(("", value, side) for value, side in told), 2):
        if one.document == other.document and _apart(value, against):
            sides = sorted((one, other), key=_rank)
            reason = f"one article tells of {value} and of {against}"
            found.add(Contradiction("date", "the day in one article", sides[0], sides[1], reason))
    return tuple(sorted(found, key=lambda one: (_rank(one.one), _rank(one.other))))


def _rank(side: Side) -> tuple[str, str, tuple[Evidence, ...], str, str]:
    return (side.as_of, side.document, side.evidence, side.says, side.said_by or "")


def _ranked(told: Iterable[tuple[str, str, Side]]) -> list[tuple[str, str, Side]]:
    return sorted(told, key=lambda one: (one[0], one[1], _rank(one[2])))


def _apart(one: str, other: str) -> bool:
    a, b = Span.told_as(one), Span.told_as(other)
    return (a.end or "~") < (b.start or "") or (b.end or "~") < (a.start or "")


def _at_once(one: Side, other: Side) -> bool:
    return abs(dt.date.fromisoformat(one.as_of) - dt.date.fromisoformat(other.as_of)) <= AT_ONCE
