"""How the pages say things: dates as precisely as they are told, kinds and stances in words, counts with their noun."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from kg.literals import day_in_words

__all__ = [
    "KIND_WORDS",
    "TIES_SAID",
    "TIE_WORDS",
    "counted",
    "date_in_words",
    "kind_in_words",
    "sure",
]

KIND_WORDS: Final = {
    "PhoneCall": "phone call",
    "Person": "person",
    "Organization": "organization",
    "Country": "country",
    "Place": "place",
    "Tenure": "office held",
}
"""Types whose name in the ontology is not how people say it; the others are their name in lower case."""

TIE_WORDS: Final = {
    "metWith": "met",
    "plansToMeet": "plan to meet",
    "agreesWith": "agree",
    "disagreesWith": "disagree",
    "spokeTo": "spoke to",
    "represents": "represents",
}

TIES_SAID: Final = {
    "metWith": "met",
    "plansToMeet": "plans to meet",
    "agreesWith": "agrees with",
    "disagreesWith": "disagrees with",
    "spokeTo": "spoke to",
    "represents": "represents",
    "AGREE": "agreed with",
    "CONSULT": "consulted",
    "SUPPORT": "supported",
    "COOPERATE": "cooperated with",
    "AID": "aided",
    "YIELD": "yielded to",
    "REQUEST": "asked something of",
    "ACCUSE": "accused",
    "REJECT": "rejected",
    "THREATEN": "threatened",
    "PROTEST": "protested against",
    "SANCTION": "sanctioned",
    "MOBILIZE": "mobilized against",
    "COERCE": "coerced",
    "ASSAULT": "attacked",
}
"""Kinds of tie as the verb between two names, source first; PLOVER's types in the past, for they are told as done."""

_SURE: Final = 0.85
_LIKELY: Final = 0.6


@lru_cache(4096)
def date_in_words(told: str | None) -> str:
    """A date for people: ``27 May 2013``, ``June 2013``, ``10–12 June 2013``, ``1 August 2013 or later``.

    Args:
        told: a day, month or year in ISO 8601, or an interval of days, open sides as ``..``; None where it is not told.
    """
    if not told:
        return "not said"
    first, _, last = told.partition("/")
    if not last:
        return day_in_words(first)
    if first == "..":
        return f"{day_in_words(last)} or earlier"
    if last == "..":
        return f"{day_in_words(first)} or later"
    return _between(first, last)


def _between(first: str, last: str) -> str:
    if first == last:
        return day_in_words(first)
    if first[:7] == last[:7]:
        return f"{int(first[8:])}–{day_in_words(last)}"
    if first[:4] == last[:4]:
        return f"{day_in_words(first)[:-5]} – {day_in_words(last)}"
    return f"{day_in_words(first)} – {day_in_words(last)}"


def kind_in_words(kind: str) -> str:
    """A type or status in the words of people, without a capital."""
    return KIND_WORDS.get(kind, kind.lower())


def counted(number: int, noun: str, plural: str | None = None) -> str:
    """``1 article``, ``1,250 articles``."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def sure(confidence: float | None) -> str:
    """How far a fact can be trusted, in a word; the number stands beside it on the page."""
    if confidence is None:
        return "not rated"
    if confidence >= _SURE:
        return "sure"
    return "likely" if confidence >= _LIKELY else "unsure"
