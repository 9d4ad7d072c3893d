"""What an expression of time says, before anyone asks when it was written: the parsed forms.

A form is a small tree. ``early next month`` is ``PartOf(EARLY, Period(MONTH, 1))``; ``by the end of 2014`` is
``Bound(BY, PartOf(END, Year(2014)))``. Forms hold no dates of their own except those that the text states.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = [
    "After",
    "AmbiguousDate",
    "Bound",
    "BoundKind",
    "Century",
    "Date",
    "Day",
    "DayOfMonth",
    "Decade",
    "Direction",
    "Duration",
    "Form",
    "Looseness",
    "Month",
    "Near",
    "Nth",
    "Origin",
    "Part",
    "PartOf",
    "Period",
    "Quarter",
    "Recurring",
    "Season",
    "SeasonName",
    "Shifted",
    "Span",
    "Stretch",
    "Unit",
    "Vague",
    "WeekAnchor",
    "WeekOf",
    "Weekday",
    "WeekdayOf",
    "Which",
    "Year",
]


class Direction(StrEnum):
    """Which way from the publication date the governing verb's tense points."""

    PAST = "past"
    FUTURE = "future"
    UNKNOWN = "unknown"


class Unit(StrEnum):
    """A unit of time, as the text counts it."""

    SECOND = "second"
    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WEEKEND = "weekend"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"
    DECADE = "decade"
    CENTURY = "century"


class Which(StrEnum):
    """The deictic before a named day, month or season: "last Monday", "this coming June"."""

    LAST = "last"
    THIS = "this"
    NEXT = "next"
    PAST = "past"
    COMING = "coming"


class Part(StrEnum):
    """A part of a period. EARLIER and LATER are measured from the publication date, the others inside the period."""

    EARLY = "early"
    MIDDLE = "middle"
    LATE = "late"
    START = "start"
    END = "end"
    FIRST_HALF = "first-half"
    SECOND_HALF = "second-half"
    EARLIER = "earlier"
    LATER = "later"


class BoundKind(StrEnum):
    """A preposition that leaves one side of the interval open."""

    BY = "by"
    BEFORE = "before"
    UNTIL = "until"
    NOT_UNTIL = "not-until"
    SINCE = "since"
    AFTER = "after"
    FROM = "from"


class Origin(StrEnum):
    """What a count of units is counted from."""

    ANCHOR = "anchor"
    ANCHOR_IF_FUTURE = "anchor-if-future"
    REFERENCE = "reference"
    EVENT = "event"


class Looseness(StrEnum):
    """How exactly an amount is told: "two", "about two", "more than two", "less than two"."""

    EXACT = "exact"
    ABOUT = "about"
    OVER = "over"
    UNDER = "under"


class SeasonName(StrEnum):
    """The four seasons, in the northern hemisphere's months."""

    SPRING = "spring"
    SUMMER = "summer"
    AUTUMN = "autumn"
    WINTER = "winter"


class WeekAnchor(StrEnum):
    """How a day names its week: "the week of June 3", "the week beginning June 3", "the week ending June 7"."""

    OF = "of"
    BEGINNING = "beginning"
    ENDING = "ending"


@dataclass(frozen=True, slots=True)
class Day:
    """A day counted from the publication date: today is 0, yesterday -1."""

    offset: int


@dataclass(frozen=True, slots=True)
class Weekday:
    """A day of the week, Monday is 0."""

    day: int
    which: Which | None = None


@dataclass(frozen=True, slots=True)
class Date:
    """A day of a month. ``year`` is as written; ``years`` counts from the publication's year ("June 10 last year")."""

    month: int
    day: int
    year: int | None = None
    weekday: int | None = None
    years: int | None = None


@dataclass(frozen=True, slots=True)
class AmbiguousDate:
    """A numeric date that reads as two days ("03/04/2013"): found, and never guessed."""


@dataclass(frozen=True, slots=True)
class Month:
    """A month, with a year, with a count of years, with a deictic, or bare."""

    month: int
    year: int | None = None
    which: Which | None = None
    years: int | None = None


@dataclass(frozen=True, slots=True)
class Season:
    """A season, as :class:`Month`."""

    season: SeasonName
    year: int | None = None
    which: Which | None = None
    years: int | None = None


@dataclass(frozen=True, slots=True)
class Quarter:
    """A quarter of a calendar year."""

    quarter: int
    year: int | None = None
    years: int | None = None


@dataclass(frozen=True, slots=True)
class Year:
    """A calendar year as written."""

    year: int


@dataclass(frozen=True, slots=True)
class Decade:
    """Ten years from ``first``."""

    first: int


@dataclass(frozen=True, slots=True)
class Century:
    """A century by its ordinal: the 20th is 1900 to 1999, as news uses the word."""

    ordinal: int


@dataclass(frozen=True, slots=True)
class Period:
    """A calendar period counted from the one of publication: "this week" 0, "next year" 1; None: "the weekend"."""

    unit: Unit
    shift: int | None


@dataclass(frozen=True, slots=True)
class Shifted:
    """A count of units away from an origin: "three weeks ago", "two days earlier"; no count: "days later"."""

    count: float | None
    unit: Unit
    origin: Origin
    looseness: Looseness = Looseness.EXACT


@dataclass(frozen=True, slots=True)
class Stretch:
    """The units just before or after the publication date: "the past two weeks", "the coming days" (no count)."""

    count: float | None
    unit: Unit
    ahead: bool


@dataclass(frozen=True, slots=True)
class Duration:
    """How long something lasts; ``count`` is None for "several hours"."""

    count: float | None
    unit: Unit
    looseness: Looseness = Looseness.EXACT


@dataclass(frozen=True, slots=True)
class Recurring:
    """A time that comes again and again: "every Monday", "twice a year"."""


@dataclass(frozen=True, slots=True)
class Vague:
    """A time that names no interval: "in the near future", "its third year". ``reason`` becomes the rule."""

    reason: str


@dataclass(frozen=True, slots=True)
class Nth:
    """The nth day, week, quarter, half or weekday of a period; -1 is the last. ``of`` is None when not said."""

    ordinal: int
    unit: Unit | None
    weekday: int | None = None
    of: Form | None = None


@dataclass(frozen=True, slots=True)
class DayOfMonth:
    """A day by its number alone ("the 22nd"), or of a month counted from here ("the 22nd of next month")."""

    day: int
    month: Form | None = None


@dataclass(frozen=True, slots=True)
class WeekdayOf:
    """A weekday of a week: "Monday of next week"."""

    day: int
    week: Form


@dataclass(frozen=True, slots=True)
class WeekOf:
    """The week that a day names."""

    day: Form
    anchor: WeekAnchor


@dataclass(frozen=True, slots=True)
class Near:
    """A weekday or month next to the time spoken of: "the following Monday" (1), "that June" (0)."""

    base: Weekday | Month
    side: int


@dataclass(frozen=True, slots=True)
class After:
    """A count of units from a day that is itself told: "a week from Monday", "two days after June 3"."""

    count: int
    unit: Unit
    base: Form


@dataclass(frozen=True, slots=True)
class PartOf:
    """A part of a period: "late May", "the end of 2014", "later this week"."""

    part: Part
    base: Form


@dataclass(frozen=True, slots=True)
class Span:
    """From one time through another: "June 10-12", "from Monday to Friday"."""

    first: Form
    last: Form


@dataclass(frozen=True, slots=True)
class Bound:
    """A time with one side open: "by Friday", "since 2011"."""

    kind: BoundKind
    base: Form


Form = (
    Day
    | Weekday
    | Date
    | AmbiguousDate
    | Month
    | Season
    | Quarter
    | Year
    | Decade
    | Century
    | Period
    | Shifted
    | Stretch
    | Duration
    | Recurring
    | Vague
    | Nth
    | DayOfMonth
    | WeekdayOf
    | WeekOf
    | Near
    | After
    | PartOf
    | Span
    | Bound
)
