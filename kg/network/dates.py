"""Dates as the graph holds them, with their precision, to the days that tools sort by."""

from __future__ import annotations

import calendar
from dataclasses import dataclass

__all__ = ["Span"]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of days: ``start`` and ``end`` as ISO days, and ``told`` as precisely as the source tells it."""

    start: str | None = None
    end: str | None = None
    told: str | None = None

    @classmethod
    def of(cls, date: str | None, earliest: str | None = None, latest: str | None = None) -> Span:
        """The span of a ``dm:date`` (a day, a month, a year), or of ``dm:earliest`` and ``dm:latest``.

        Args:
            date: the lexical form of an xsd:date, xsd:gYearMonth or xsd:gYear.
            earliest: an ISO day, where there is no ``date``.
            latest: an ISO day, where there is no ``date``.

        Returns:
            The span, empty where nothing is given. A range is told as an ISO 8601 interval, open sides as ``..``.
        """
        if date is not None:
            return cls(_first_day(date), _last_day(date), date)
        if earliest is None and latest is None:
            return cls()
        told = earliest if earliest == latest else f"{earliest or '..'}/{latest or '..'}"
        return cls(earliest, latest, told)

    @classmethod
    def told_as(cls, told: str) -> Span:
        """The span that is told so: the inverse of :attr:`told`."""
        first, interval, last = told.partition("/")
        if not interval:
            return cls.of(told)
        return cls(None if first == ".." else first, None if last == ".." else last, told)


def _first_day(date: str) -> str:
    return date + "-01" * (2 - date.count("-"))


def _last_day(date: str) -> str:
    match date.split("-"):
        case [year, month]:
            return f"{date}-{calendar.monthrange(int(year), int(month))[1]:02d}"
        case [_]:
            return f"{date}-12-31"
        case _:
            return date
