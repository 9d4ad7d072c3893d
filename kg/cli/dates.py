"""Dates in words, as precisely as they are told and no more."""

from __future__ import annotations

from kg.literals import day_in_words

__all__ = ["in_words"]


def in_words(told: str | None) -> str:
    """A date for people: ``27 May 2013``, ``June 2013``, ``10-12 June 2013``, ``from 1 August 2013``.

    Args:
        told: a day, month or year in ISO 8601, or an interval of days, open sides as ``..``; None where it is not told.
    """
    if told is None:
        return "not said"
    first, _, last = told.partition("/")
    if not last:
        return day_in_words(first)
    if first == "..":
        return f"until {day_in_words(last)}"
    if last == "..":
        return f"from {day_in_words(first)}"
    if first[:7] == last[:7]:
        return f"{int(first[8:])}-{day_in_words(last)}"
    return f"{day_in_words(first)} to {day_in_words(last)}"
