"""Days on a line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["Scale", "Tick", "days_of"]


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on an axis; ``major`` begins a year."""

    x: float
    text: str
    major: bool


@dataclass(frozen=True, slots=True)
class Scale:
    """Days from ``first`` to ``last`` on a line from ``left`` to ``right`` (user units of the drawing)."""

    first: dt.date
    last: dt.date
    left: float
    right: float

    def x(self, day: dt.date) -> float:
        """Where a day begins; days outside are moved to the nearer end."""
        days = max(1, (self.last - self.first).days)
        share = min(1.0, max(0.0, (day - self.first).days / days))
        return round(self.left + share * (self.right - self.left), 1)

    def ticks(self, wanted: int = 9) -> tuple[Tick, ...]:
        """Beginnings of months, quarters or years, about as many as wanted."""
        months = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1
        step = next((each for each in (1, 2, 3, 6, 12, 24, 60, 120) if months / each <= wanted), 240)
        days = [day for day in self._months() if _counts(day, step)]
        return tuple(Tick(self.x(day), _named(day, step, day == days[0]), day.month == 1) for day in days)

    def _months(self) -> Iterator[dt.date]:
        year, month = self.first.year, self.first.month
        while (day := dt.date(year, month, 1)) <= self.last:
            if day >= self.first:
                yield day
            year, month = (year, month + 1) if month < 12 else (year + 1, 1)


def days_of(first: str | None, last: str | None) -> tuple[dt.date, dt.date] | None:
    """Two ISO days as dates, an open side closed by the other; None where both are open."""
    one, other = first or last, last or first
    if one is None or other is None:
        return None
    return dt.date.fromisoformat(one), dt.date.fromisoformat(other)


def _counts(day: dt.date, step: int) -> bool:
    return (day.year * 12 + day.month - 1) % step == 0


def _named(day: dt.date, step: int, first: bool) -> str:
    """The year alone where a year begins; the first tick always says its year."""
    if step >= 12 or day.month == 1:
        return f"{day.year}"
    return f"{day:%b} {day.year}" if first else f"{day:%b}"
