"""Dates, months and seasons that lack only their year: the year by the text, the tense, or the nearest."""

from __future__ import annotations

from kg.model import Interval
from kg.nlp.timegrammar import periods
from kg.nlp.timegrammar.context import (
    CERTAIN,
    GUESSED,
    LIKELY,
    OPEN,
    SURE,
    Context,
    Resolved,
    distance,
    nearest,
    unresolved,
)
from kg.nlp.timegrammar.forms import Century, Date, Decade, Direction, Month, Quarter, Season, Which, Year

__all__ = ["day_number", "resolve"]

_YEARS_AROUND = range(-8, 9)  # February 29 comes every fourth year, and around 1900 every eighth

# A date without a year is near: 78 of 85 in TimeBank's news lie within four months of their article (corpus timenorm,
# train.tsv). A tense that points the other way ("said the June 10 talks ...") is then more often the wrong verb than a
# date eleven months off.
_AGAINST_TENSE = 3


def resolve(form: Date | Month | Season | Quarter | Year | Decade | Century, context: Context) -> Resolved:
    """When a named day, month, season, quarter, year, decade or century is."""
    match form:
        case Year():
            return Resolved(periods.year(form.year), None, "year", CERTAIN)
        case Decade():
            return Resolved(periods.decade(form.first), None, "decade", CERTAIN)
        case Century():
            return Resolved(periods.decade((form.ordinal - 1) * 100, 100), None, "century", CERTAIN)
        case Date():
            return _date(form, context)
        case Month():
            return _yearless(form, context, "month")
        case Season():
            return _yearless(form, context, "season")
        case Quarter():
            return _yearless(form, context, "quarter")


# --- days -------------------------------------------------------------------------------------------------------------


def _date(form: Date, context: Context) -> Resolved:
    year = form.year if form.year is not None else None if form.years is None else context.anchor.year + form.years
    if year is not None:
        date = periods.safe_date(year, form.month, form.day)
        if date is None:
            return unresolved("no-such-date")
        agrees = form.weekday is None or date.weekday() == form.weekday
        return Resolved(periods.day(date), None, "date", CERTAIN if agrees else OPEN)
    days = [day for day in (_in_year(form, context.anchor.year + shift) for shift in _YEARS_AROUND) if day]
    if form.weekday is not None:
        agreeing = [day for day in days if day.earliest and day.earliest.weekday() == form.weekday]
        days = agreeing or days
    best = min(days, key=lambda day: _cost(day, context), default=None)
    return Resolved(best, None, "date-without-year", LIKELY) if best else unresolved("no-such-date")


def _in_year(form: Date, year: int) -> Interval | None:
    date = periods.safe_date(year, form.month, form.day)
    return periods.day(date) if date else None


def _cost(day: Interval, context: Context) -> tuple[int, int]:
    days, side = distance(day, context.anchor)
    ahead, behind = side == 1, side == 0 and days > 0
    against = (ahead and context.direction is Direction.PAST) or (behind and context.direction is Direction.FUTURE)
    return days * (_AGAINST_TENSE if against else 1), side


def day_number(day: int, context: Context) -> Resolved:
    """The 22nd of this month, or of one before or after it, by the tense."""
    candidates: list[Interval] = []
    for shift in (-2, -1, 0, 1, 2):
        date = periods.safe_date(*periods.month_after(context.anchor.year, context.anchor.month, shift), day)
        if date:
            candidates.append(periods.day(date))
    best = nearest(candidates, context)
    return Resolved(best, None, "day-of-month", OPEN) if best else unresolved("day-of-month")


# --- months, seasons, quarters ----------------------------------------------------------------------------------------


def _yearless(form: Month | Season | Quarter, context: Context, rule: str) -> Resolved:
    if form.year is not None:
        return Resolved(_period(form, form.year), None, rule, CERTAIN)
    if form.years is not None:
        return Resolved(_period(form, context.anchor.year + form.years), None, f"{rule}-of-year", SURE)
    candidates = [_period(form, context.anchor.year + shift) for shift in (-2, -1, 0, 1, 2)]
    which = None if isinstance(form, Quarter) else form.which
    if which is not None:
        return _deictic(candidates, which, context, rule)
    best = nearest(candidates, context)
    confidence = GUESSED if context.direction is Direction.UNKNOWN else LIKELY
    return Resolved(best, None, f"{rule}-by-{context.direction}", confidence) if best else unresolved(rule)


def _period(form: Month | Season | Quarter, year: int) -> Interval:
    match form:
        case Month():
            return periods.month(year, form.month)
        case Season():
            return periods.season(year, form.season)
        case Quarter():
            return periods.quarter(year, form.quarter)


def _deictic(candidates: list[Interval], which: Which, context: Context, rule: str) -> Resolved:
    """Here "last June" is the most recent that is over, "next June" the first yet to begin, "this June" this year's."""
    anchor = context.anchor
    if which in {Which.LAST, Which.PAST}:
        over = [c for c in candidates if c.latest and c.latest < anchor]
        return Resolved(over[-1], None, f"{rule}-last", LIKELY)
    if which in {Which.NEXT, Which.COMING}:
        ahead = [c for c in candidates if c.earliest and c.earliest > anchor]
        return Resolved(ahead[0], None, f"{rule}-next", LIKELY)
    same_year = [c for c in candidates if c.earliest and c.earliest.year == anchor.year]
    running = [c for c in candidates if c.earliest and c.latest and c.earliest <= anchor <= c.latest]
    return Resolved((running or same_year)[0], None, f"{rule}-this", LIKELY)
