"""Dates in words, as precisely as they are told and no more."""

from __future__ import annotations

import datetime as dt

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
        return _day_in_words(first)
    if first == "..":
        return f"until {_day_in_words(last)}"
    if last == "..":
        return f"from {_day_in_words(first)}"
    if first[:7] == last[:7]:
        return f"{int(first[8:])}-{_day_in_words(last)}"
    return f"{_day_in_words(first)} to {_day_in_words(last)}"


def _day_in_words(date: str) -> str:
    match [int(part) for part in date.split("-")]:
        case [year, month, day]:
            return f"{day} {dt.date(year, month, 1):%B} {year}"
        case [year, month]:
            return f"{dt.date(year, month, 1):%B} {year}"
        case _:
            return date
