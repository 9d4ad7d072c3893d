"""What a form is resolved against, and what comes of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from kg.model import Interval
from kg.nlp.timegrammar.forms import Direction

__all__ = ["CERTAIN", "GUESSED", "LIKELY", "OPEN", "SURE", "Context", "Resolved", "nearest", "unresolved"]

# Steps of confidence. They order readings by what they rest on; they are no measured frequencies.
CERTAIN = 1.0  # the text states it whole: "22 January 2014"
SURE = 0.95  # one step from the publication date: "yesterday", "next week"
LIKELY = 0.85  # decided by tense or by custom: "Monday" with a verb of the past, "last June"
OPEN = 0.7  # one side open, or decided by the nearest: "by Friday", "Jan. 22" without a tense
GUESSED = 0.5  # readers differ: "next weekend", "June" without a tense


@dataclass(frozen=True, slots=True)
class Context:
    """The publication date, the direction of the governing verb, and the time last spoken of."""

    anchor: dt.date
    direction: Direction
    reference: Interval | None


@dataclass(frozen=True, slots=True)
class Resolved:
    """When an expression is, or how long.

    Attributes:
        interval: None where the text names no interval, or one that cannot be had without inventing it.
        minutes: the length of a duration told in minutes, hours, days or weeks; months and years have no fixed length.
        rule: how it was read, as a stable id.
        confidence: in [0, 1]; 0 where there is neither an interval nor a length.
    """

    interval: Interval | None
    minutes: int | None
    rule: str
    confidence: float


def unresolved(rule: str) -> Resolved:
    """No interval, and why."""
    return Resolved(None, None, rule, 0.0)


def nearest(candidates: list[Interval], context: Context) -> Interval | None:
    """The candidate that the direction allows and that lies nearest; with no direction, the nearest, then the past.

    A period that the publication date lies in is allowed both ways.
    """
    anchor = context.anchor
    if context.direction is Direction.PAST:
        allowed = [c for c in candidates if c.earliest is not None and c.earliest <= anchor]
    elif context.direction is Direction.FUTURE:
        allowed = [c for c in candidates if c.latest is not None and c.latest >= anchor]
    else:
        allowed = candidates
    return min(allowed, key=lambda c: distance(c, anchor), default=None)


def distance(interval: Interval, anchor: dt.date) -> tuple[int, int]:
    """Days between an interval and a day, 0 inside; at the same distance the past comes first."""
    if interval.latest is not None and interval.latest < anchor:
        return (anchor - interval.latest).days, 0
    if interval.earliest is not None and interval.earliest > anchor:
        return (interval.earliest - anchor).days, 1
    return 0, 0
