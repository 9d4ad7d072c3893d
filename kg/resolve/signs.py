"""What speaks for two accounts being of one occasion, and what speaks against it: one sign a function.

Each sign looks at two accounts' kinds, times, places or parties and at nothing else; :mod:`kg.resolve.occasions`
decides by them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from kg.model import Interval, Meeting, MeetingKind, MeetingStatus, Precision

__all__ = [
    "EXACT_DAYS",
    "OPEN_STATUSES",
    "Account",
    "Fit",
    "Places",
    "Timing",
    "family",
    "months",
    "timing",
    "told_exactly",
]

EXACT_DAYS: Final = 31  # a told range as long as a month tells no occasion from the next ("this spring")

OPEN_STATUSES: Final = frozenset({MeetingStatus.PLANNED, MeetingStatus.PROPOSED})
"""Of an occasion that is still to come."""


def family(kind: MeetingKind) -> str:
    """Kinds that two articles may use for one occasion: talks are a meeting, a conference may be called either."""
    if kind in {MeetingKind.VISIT, MeetingKind.PHONE_CALL}:
        return kind.value
    return MeetingKind.MEETING.value


@dataclass(frozen=True, slots=True)
class Account:
    """One document's account of a meeting, its entities resolved.

    ``id`` tells it from every other account of every document; ``meeting.part_of`` is such an id too. ``subjects`` are
    the countries, bodies and places that its sentences name, ``states`` those for which its participants act.
    """

    id: str
    document: str
    published: dt.date
    meeting: Meeting
    subjects: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    family: str | None = None

    @property
    def sort(self) -> str:
        """What it may share an occasion with: ``family``, or else that of the meeting's kind."""
        return family(self.meeting.kind) if self.family is None else self.family

    @property
    def age(self) -> tuple[dt.date, str, str]:
        """Sorts accounts from the oldest to the latest."""
        return (self.published, self.document, self.id)

    @property
    def is_open(self) -> bool:
        """Whether the occasion is still to come."""
        return self.meeting.status in OPEN_STATUSES


class Timing(IntEnum):
    """How the times of two accounts lie; the higher, the closer."""

    APART = 0
    UNKNOWN = 1
    LOOSE = 2
    RANGE = 3
    DAY = 4


@dataclass(frozen=True, slots=True, order=True)
class Fit:
    """That an account belongs to an occasion: how well, and why."""

    confidence: float
    likeness: float
    reason: str
    sole: bool = False
    """Whether it holds only where no other occasion fits."""


@dataclass(frozen=True, slots=True)
class Places:
    """Which place lies in which.

    Args:
        around: a place's enclosing place, as far as the graph knows.
    """

    around: Mapping[str, str]

    def chain(self, place: str) -> tuple[str, ...]:
        """The place and what encloses it, the widest last."""
        found = [place]
        while (wider := self.around.get(found[-1])) is not None and wider not in found:
            found.append(wider)
        return tuple(found)

    def widest(self, place: str) -> str:
        """The widest known place that holds it."""
        return self.chain(place)[-1]

    def conflict(self, one: str | None, other: str | None) -> bool:
        """Whether nothing can be in both."""
        return one is not None and other is not None and not self.agree(one, other)

    def agree(self, one: str | None, other: str | None) -> bool:
        """Whether both are told, and are the same or lie one in the other."""
        if one is None or other is None:
            return False
        return one in self.chain(other) or other in self.chain(one)


def told_exactly(when: Interval | None) -> bool:
    """Whether a time is told so exactly that it tells one occasion from the next."""
    if when is None or when.earliest is None or when.latest is None:
        return False
    return when.precision in {Precision.DAY, Precision.RANGE} and (when.latest - when.earliest).days < EXACT_DAYS


def timing(one: Interval | None, other: Interval | None) -> Timing:
    """How two told times lie."""
    if one is None or other is None:
        return Timing.UNKNOWN
    if (one.earliest or dt.date.min) > (other.latest or dt.date.max):
        return Timing.APART
    if (other.earliest or dt.date.min) > (one.latest or dt.date.max):
        return Timing.APART
    if not (told_exactly(one) and told_exactly(other)):
        return Timing.LOOSE
    return Timing.DAY if (one.earliest, one.latest) == (other.earliest, other.latest) else Timing.RANGE


def months(when: Interval) -> Iterable[tuple[int, int]]:
    """The months that a time with both bounds touches, at most a year of them."""
    if when.earliest is None or when.latest is None:
        return
    year, month = when.earliest.year, when.earliest.month
    for _ in range(12):
        yield (year, month)
        if (year, month) >= (when.latest.year, when.latest.month):
            return
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
