"""Values as terms of RDF, each in the form that Oxigraph keeps.

It stores ``"1.50"^^xsd:decimal`` as ``"1.5"`` and derived integer types as ``xsd:integer``; what is written and what is
read back have to compare equal.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Final
from urllib.parse import quote

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.model import Interval, Precision
from kg.vocab import DM, DM_NS, SCHEMA, XSD

__all__ = [
    "CLAIMED",
    "TOLD",
    "boolean",
    "date",
    "day_in_words",
    "decimal",
    "duration",
    "integer",
    "link",
    "own",
    "previous_triples",
    "text_of",
    "time_triples",
    "told_date",
]

_RESERVED: Final = ":/?#[]@!$&'()*+,;=%~"  # RFC 3986, sections 2.1 and 2.2


def own(name: str) -> NamedNode:
    """A class or individual of ours by the local name that the model's enumerations hold."""
    return NamedNode(DM_NS + name)


def link(url: str) -> NamedNode | None:
    """A web address as an IRI, what IRIs may not hold percent-encoded; None where it has no scheme."""
    try:
        return NamedNode(quote(url, safe=_RESERVED))
    except ValueError:
        return None


def boolean(value: bool) -> Literal:
    """True or false."""
    return Literal("true" if value else "false", datatype=XSD.boolean)


def integer(value: int) -> Literal:
    """A whole number."""
    return Literal(str(value), datatype=XSD.integer)


def decimal(value: float) -> Literal:
    """Six decimals at most: 0.1 m of latitude, and finer than any confidence."""
    digits = f"{value:.6f}".rstrip("0").rstrip(".")
    return Literal("0" if digits == "-0" else digits, datatype=XSD.decimal)


def date(day: dt.date) -> Literal:
    """A day."""
    return Literal(day.isoformat(), datatype=XSD.date)


def told_date(day: dt.date, precision: Precision) -> Literal:
    """A day, or the month or year of which it is the first."""
    if precision is Precision.YEAR:
        return Literal(f"{day.year:04d}", datatype=XSD.gYear)
    if precision is Precision.MONTH:
        return Literal(f"{day.year:04d}-{day.month:02d}", datatype=XSD.gYearMonth)
    return date(day)


def day_in_words(told: str) -> str:
    """A day, month or year of ISO 8601 for people: ``27 May 2013``, ``June 2013``, ``2013``."""
    match [int(part) for part in told.split("-")]:
        case [year, month, day]:
            return f"{day} {dt.date(year, month, 1):%B} {year}"
        case [year, month]:
            return f"{dt.date(year, month, 1):%B} {year}"
        case _:
            return told


def duration(minutes: int) -> Literal:
    """Days, hours and minutes, as XML Schema's canonical form has them: 90 minutes are ``PT1H30M``."""
    days, rest = divmod(minutes, 24 * 60)
    hours, rest = divmod(rest, 60)
    clock = (f"{hours}H" if hours else "") + (f"{rest}M" if rest else "")
    text = (f"{days}D" if days else "") + (f"T{clock}" if clock else "")
    return Literal("P" + (text or "T0S"), datatype=XSD.dayTimeDuration)


TOLD: Final = (DM.date, DM.earliest, DM.latest)
"""The properties under which a fact's own time stands."""

CLAIMED: Final = (DM.claimedDate, DM.claimedEarliest, DM.claimedLatest)
"""The properties under which the time stands that a claim is about."""


def time_triples(
    node: NamedNode, when: Interval | None, properties: tuple[NamedNode, NamedNode, NamedNode] = TOLD
) -> Iterator[tuple[NamedNode, NamedNode, Literal]]:
    """A time as precisely as it is told: under the first property, or, for a range, its bounds under the other two."""
    if when is None:
        return
    exact, earliest, latest = properties
    if when.earliest is not None and when.latest is not None and when.precision is not Precision.RANGE:
        yield node, exact, told_date(when.earliest, when.precision)
        return
    if when.earliest is not None:
        yield node, earliest, date(when.earliest)
    if when.latest is not None:
        yield node, latest, date(when.latest)


def previous_triples(node: NamedNode, previous: Iterable[Interval]) -> Iterator[tuple[NamedNode, NamedNode, Literal]]:
    """The dates that an occasion was set for before; those that no day begins are left out."""
    told = ((when.earliest, when.precision) for when in previous)
    return ((node, SCHEMA.previousStartDate, told_date(day, exact)) for day, exact in told if day is not None)


def text_of(term: NamedNode | BlankNode | Literal | Triple) -> str:
    """What a term says: an IRI, a literal's lexical form; of anything else how N-Triples writes it."""
    return term.value if isinstance(term, NamedNode | Literal) else str(term)
