"""Calendar arithmetic: intervals that stand for days, weeks, months and the rest, and parts of them.

Weeks are ISO 8601's, Monday to Sunday. Dates outside the years 1 to 9999 do not exist here: the functions that could
leave that range return None.
"""

from __future__ import annotations

import calendar
import datetime as dt

from kg.model import Interval, Precision
from kg.nlp.timegrammar.forms import Part, SeasonName, Unit

__all__ = [
    "add",
    "between",
    "containing",
    "day",
    "decade",
    "half",
    "month",
    "month_after",
    "part_of",
    "quarter",
    "safe_date",
    "season",
    "week",
    "weekend",
    "year",
]

_ONE = dt.timedelta(days=1)
_FIRST_MONTH = {SeasonName.SPRING: 3, SeasonName.SUMMER: 6, SeasonName.AUTUMN: 9, SeasonName.WINTER: 12}
_YEARS_IN = {Unit.YEAR: 1, Unit.DECADE: 10, Unit.CENTURY: 100}
_MONTHS_IN = {Unit.MONTH: 1, Unit.QUARTER: 3, Unit.HALF: 6}
_DAYS_IN = {Unit.DAY: 1, Unit.WEEK: 7, Unit.WEEKEND: 7}


def safe_date(year_: int, month_: int, day_: int) -> dt.date | None:
    """The date, or None where the calendar has none (February 30)."""
    try:
        return dt.date(year_, month_, day_)
    except ValueError:
        return None


def day(date: dt.date) -> Interval:
    """One day."""
    return Interval(date, date, Precision.DAY)


def between(first: dt.date, last: dt.date) -> Interval:
    """From one day through another, told as such."""
    return Interval(first, last, Precision.RANGE)


def week(date: dt.date) -> Interval | None:
    """The ISO week that ``date`` lies in."""
    monday = add(date, -date.weekday(), Unit.DAY)
    sunday = add(date, 6 - date.weekday(), Unit.DAY)
    return between(monday, sunday) if monday and sunday else None


def weekend(date: dt.date) -> Interval | None:
    """The Saturday and Sunday of ``date``'s ISO week."""
    saturday = add(date, 5 - date.weekday(), Unit.DAY)
    sunday = add(date, 6 - date.weekday(), Unit.DAY)
    return between(saturday, sunday) if saturday and sunday else None


def month(year_: int, month_: int) -> Interval:
    """A calendar month."""
    return Interval(
        dt.date(year_, month_, 1), dt.date(year_, month_, calendar.monthrange(year_, month_)[1]), Precision.MONTH
    )


def month_after(year_: int, month_: int, count: int) -> tuple[int, int]:
    """Year and month ``count`` months on."""
    years, index = divmod(year_ * 12 + month_ - 1 + count, 12)
    return years, index + 1


def quarter(year_: int, number: int) -> Interval:
    """A calendar quarter."""
    last = month(year_, number * 3)
    return between(dt.date(year_, number * 3 - 2, 1), last.latest or dt.date.max)


def half(year_: int, number: int) -> Interval:
    """A half of a calendar year."""
    last = month(year_, number * 6)
    return between(dt.date(year_, number * 6 - 5, 1), last.latest or dt.date.max)


def season(year_: int, name: SeasonName) -> Interval:
    """A season by whole months; winter is named by the year it begins in, December to February."""
    first = _FIRST_MONTH[name]
    last = month(*month_after(year_, first, 2))
    return between(dt.date(year_, first, 1), last.latest or dt.date.max)


def year(year_: int) -> Interval:
    """A calendar year."""
    return Interval(dt.date(year_, 1, 1), dt.date(year_, 12, 31), Precision.YEAR)


def decade(first: int, years: int = 10) -> Interval:
    """Ten (or a hundred) years from the first of them."""
    return between(dt.date(max(first, 1), 1, 1), dt.date(first + years - 1, 12, 31))


def add(date: dt.date, count: int, unit: Unit) -> dt.date | None:
    """The date ``count`` units on; a day that the month lacks becomes its last; None outside the calendar."""
    if unit in _DAYS_IN:
        ordinal = date.toordinal() + count * _DAYS_IN[unit]
        return dt.date.fromordinal(ordinal) if 1 <= ordinal <= dt.date.max.toordinal() else None
    months = count * (_MONTHS_IN[unit] if unit in _MONTHS_IN else 12 * _YEARS_IN[unit])
    year_, month_ = month_after(date.year, date.month, months)
    if not dt.MINYEAR <= year_ <= dt.MAXYEAR:
        return None
    return dt.date(year_, month_, min(date.day, calendar.monthrange(year_, month_)[1]))


def containing(date: dt.date, unit: Unit) -> Interval | None:
    """The calendar period of that unit that ``date`` lies in."""
    match unit:
        case Unit.DAY:
            return day(date)
        case Unit.WEEK:
            return week(date)
        case Unit.WEEKEND:
            return weekend(date)
        case Unit.MONTH:
            return month(date.year, date.month)
        case Unit.QUARTER:
            return quarter(date.year, (date.month + 2) // 3)
        case Unit.HALF:
            return half(date.year, (date.month + 5) // 6)
        case Unit.YEAR:
            return year(date.year)
        case Unit.DECADE:
            return decade(date.year - date.year % 10)
        case Unit.CENTURY:
            return decade(date.year - date.year % 100, 100)
        case _:
            return None


# --- parts ------------------------------------------------------------------------------------------------------------

# First and last day of a week's parts, Monday is 0. "Midweek" is around Wednesday; "late last week" takes Thursday in.
_WEEK_PARTS = {
    Part.EARLY: (0, 2), Part.MIDDLE: (1, 3), Part.LATE: (3, 6), Part.START: (0, 1), Part.END: (4, 6),
    Part.FIRST_HALF: (0, 3), Part.SECOND_HALF: (3, 6),
}  # fmt: skip
# Thirds of ten days: "mid-June" is the 11th to the 20th.
_MONTH_PARTS = {
    Part.EARLY: (1, 10), Part.MIDDLE: (11, 20), Part.LATE: (21, 31), Part.START: (1, 10), Part.END: (21, 31),
    Part.FIRST_HALF: (1, 15), Part.SECOND_HALF: (16, 31),
}  # fmt: skip
_YEAR_PARTS = {
    Part.EARLY: (1, 4), Part.MIDDLE: (5, 8), Part.LATE: (9, 12), Part.START: (1, 4), Part.END: (9, 12),
    Part.FIRST_HALF: (1, 6), Part.SECOND_HALF: (7, 12),
}  # fmt: skip
# Shares of any longer period, in tenths: the early 1990s are 1990 to 1993, the mid-1990s 1994 to 1996.
_TENTHS = {
    Part.EARLY: (0, 4), Part.MIDDLE: (4, 7), Part.LATE: (7, 10), Part.START: (0, 4), Part.END: (7, 10),
    Part.FIRST_HALF: (0, 5), Part.SECOND_HALF: (5, 10),
}  # fmt: skip


def part_of(whole: Interval, part: Part) -> Interval:
    """The early, middle or late part of a closed interval; a single day has no parts that anyone counts.

    Raises:
        ValueError: the interval is open, or the part is measured from the publication date (EARLIER, LATER).
    """
    if whole.earliest is None or whole.latest is None or part not in _TENTHS:
        raise ValueError(f"{part} of {whole} is not a part of a closed interval")
    first, days = whole.earliest, (whole.latest - whole.earliest).days + 1
    if whole.precision is Precision.DAY:
        return whole
    if whole.precision is Precision.MONTH:
        low, high = _MONTH_PARTS[part]
        return between(first.replace(day=low), first.replace(day=min(high, whole.latest.day)))
    if whole.precision is Precision.YEAR:
        low, high = _YEAR_PARTS[part]
        return between(dt.date(first.year, low, 1), month(first.year, high).latest or whole.latest)
    if days == 7:
        low, high = _WEEK_PARTS[part]
        return between(first + low * _ONE, first + high * _ONE)
    return _share(first, whole.latest, part)


def _share(first: dt.date, last: dt.date, part: Part) -> Interval:
    low, high = _TENTHS[part]
    years = last.year - first.year + 1
    if years >= 10:
        return between(
            dt.date(first.year + years * low // 10, 1, 1), dt.date(first.year + years * high // 10 - 1, 12, 31)
        )
    days = (last - first).days + 1
    begin = first + days * low // 10 * _ONE
    return between(begin, max(begin, first + (days * high // 10 - 1) * _ONE))
