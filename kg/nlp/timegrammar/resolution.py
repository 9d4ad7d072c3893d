"""From what an expression says to when that is, given the publication date, the verb's direction and the narrative.

Nothing is invented: where the text leaves a side open the interval does, and where it names no time there is none.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from kg.model import Interval, Precision
from kg.nlp.timegrammar import absolute, deixis, periods
from kg.nlp.timegrammar.context import GUESSED, LIKELY, OPEN, Context, Resolved, unresolved
from kg.nlp.timegrammar.forms import (
    After,
    AmbiguousDate,
    Bound,
    BoundKind,
    Century,
    Date,
    Day,
    DayOfMonth,
    Decade,
    Direction,
    Duration,
    Form,
    Month,
    Near,
    Nth,
    Part,
    PartOf,
    Period,
    Quarter,
    Recurring,
    Season,
    Shifted,
    Span,
    Stretch,
    Unit,
    Vague,
    WeekAnchor,
    Weekday,
    WeekdayOf,
    WeekOf,
    Year,
)

__all__ = ["resolve"]


def resolve(
    form: Form, anchor: dt.date, direction: Direction = Direction.UNKNOWN, reference: Interval | None = None
) -> Resolved:
    """When an expression is.

    Args:
        form: what the expression says.
        anchor: the publication date.
        direction: which way the governing verb's tense points.
        reference: the time last spoken of, for "a day earlier" and "that week"; without one these stay open.
    """
    return _resolve(form, Context(anchor, direction, reference))


def _resolve(form: Form, context: Context) -> Resolved:
    match form:
        case Bound() | PartOf() | Span() | WeekOf() | WeekdayOf() | Nth() | DayOfMonth() | After():
            return _composed(form, context)
        case Date() | Month() | Season() | Quarter() | Year() | Decade() | Century():
            return absolute.resolve(form, context)
        case Day() | Weekday() | Period() | Shifted() | Stretch() | Near() | Duration():
            return deixis.resolve(form, context)
        case AmbiguousDate():
            return unresolved("ambiguous-date")
        case Recurring():
            return unresolved("recurring")
        case Vague():
            return unresolved(form.reason)


def _composed(
    form: Bound | PartOf | Span | WeekOf | WeekdayOf | Nth | DayOfMonth | After, context: Context
) -> Resolved:
    match form:
        case Bound():
            return _bound(form, context)
        case PartOf():
            return _part(form, context)
        case Span():
            return _span(form, context)
        case WeekOf():
            return _week_of(form, context)
        case WeekdayOf():
            return _weekday_of(form, context)
        case Nth():
            return _nth(form, context)
        case DayOfMonth():
            return _day_of_month(form, context)
        case After():
            return _after(form, context)


# --- open sides -------------------------------------------------------------------------------------------------------

_AHEAD = frozenset({BoundKind.BY, BoundKind.BEFORE, BoundKind.UNTIL, BoundKind.NOT_UNTIL})


def _bound(form: Bound, context: Context) -> Resolved:
    """An open side, looked for on the side that the preposition looks to."""
    if form.kind is BoundKind.FROM and context.direction is not Direction.FUTURE:
        return _resolve(form.base, context)
    context = replace(context, direction=_bound_direction(form, context.direction))
    base = _resolve(form.base, context)
    if base.interval is None or base.interval.earliest is None or base.interval.latest is None:
        return replace(base, interval=None, rule=f"{form.kind}:{base.rule}", confidence=0.0)
    interval = _open(form, base.interval.earliest, base.interval.latest)
    return Resolved(interval, None, f"{form.kind}:{base.rule}", min(base.confidence, OPEN))


def _bound_direction(form: Bound, direction: Direction) -> Direction:
    """The side to look on: "since" looks back; "by" and "until" look ahead.

    They do so from the past, too ("ordered markets closed until Friday"). A month may lie behind with
    them ("was held until June"), so that the nearest is taken.
    """
    if form.kind not in _AHEAD:
        return Direction.PAST if direction is Direction.UNKNOWN or form.kind is BoundKind.SINCE else direction
    if direction is Direction.PAST and not isinstance(form.base, Weekday):
        return Direction.UNKNOWN
    return Direction.FUTURE


def _open(form: Bound, earliest: dt.date, latest: dt.date) -> Interval | None:
    one = dt.timedelta(days=1)
    precision = Precision.RANGE
    match form.kind:
        case BoundKind.BY | BoundKind.UNTIL:
            return Interval(None, latest, precision)
        case BoundKind.BEFORE:
            ends = isinstance(form.base, PartOf) and form.base.part is Part.END
            return Interval(None, latest if ends else earliest - one, precision)
        case BoundKind.AFTER:
            return Interval(latest + one, None, precision)
        case BoundKind.SINCE | BoundKind.NOT_UNTIL | BoundKind.FROM:
            return Interval(earliest, None, precision)


# --- parts ------------------------------------------------------------------------------------------------------------


def _part(form: PartOf, context: Context) -> Resolved:
    base = _resolve(form.base, context)
    if base.interval is None or base.interval.earliest is None or base.interval.latest is None:
        return replace(base, interval=None, rule=f"{form.part}:{base.rule}", confidence=0.0)
    if form.part in {Part.EARLIER, Part.LATER}:
        interval = _measured(form.part, base.interval, _pivot(form.base, context))
    else:
        interval = periods.part_of(base.interval, form.part)
    return replace(base, interval=interval, rule=f"{form.part}:{base.rule}")


def _pivot(base: Form, context: Context) -> dt.date:
    """The day to measure from: "later this week" is after publication, "later that week" after the time spoken of."""
    reference = context.reference
    if isinstance(base, Shifted) and reference is not None and reference.earliest is not None:
        return reference.earliest
    return context.anchor


def _measured(part: Part, whole: Interval, pivot: dt.date) -> Interval:
    """What of a period lies before or after a day; the whole where the day lies outside or leaves only itself."""
    if whole.earliest is None or whole.latest is None or whole.precision is Precision.DAY:
        return whole
    if not whole.earliest <= pivot <= whole.latest:
        return whole
    earliest, latest = (whole.earliest, pivot) if part is Part.EARLIER else (pivot, whole.latest)
    return whole if earliest == latest else periods.between(earliest, latest)


# --- spans ------------------------------------------------------------------------------------------------------------


def _span(form: Span, context: Context) -> Resolved:
    """The first end by the tense, the second as the next one after it."""
    first = _resolve(form.first, context)
    if first.interval is None or first.interval.earliest is None:
        return unresolved(f"span:{first.rule}")
    last = _resolve(form.last, _onward(form.last, first.interval.earliest, context))
    if last.interval is None or last.interval.latest is None or last.interval.latest < first.interval.earliest:
        return unresolved(f"span:{first.rule}")
    interval = periods.between(first.interval.earliest, last.interval.latest)
    return Resolved(interval, None, f"span:{first.rule}", min(first.confidence, last.confidence))


def _onward(form: Form, start: dt.date, context: Context) -> Context:
    base = form.base if isinstance(form, PartOf) else form
    floating = (
        (isinstance(base, Weekday) and base.which is None)
        or (isinstance(base, Month | Season) and base.year is None and base.which is None and base.years is None)
        or (isinstance(base, Date) and base.year is None and base.years is None)
        or isinstance(base, DayOfMonth)
    )
    return replace(context, anchor=start, direction=Direction.FUTURE) if floating else context


# --- named by another -------------------------------------------------------------------------------------------------


def _week_of(form: WeekOf, context: Context) -> Resolved:
    """A week: "the week of June 3" runs from that day where it is a Sunday or Monday, else it is the week around it."""
    base = _resolve(form.day, context)
    if base.interval is None or base.interval.earliest is None:
        return replace(base, interval=None, confidence=0.0)
    date, six = base.interval.earliest, dt.timedelta(days=6)
    if form.anchor is WeekAnchor.ENDING:
        interval: Interval | None = periods.between(date - six, date)
    elif form.anchor is WeekAnchor.BEGINNING or date.weekday() == 6:
        interval = periods.between(date, date + six)
    else:
        interval = periods.week(date)
    return Resolved(interval, None, f"week-{form.anchor}:{base.rule}", base.confidence)


def _weekday_of(form: WeekdayOf, context: Context) -> Resolved:
    week = _resolve(form.week, context)
    if week.interval is None or week.interval.earliest is None:
        return replace(week, interval=None, confidence=0.0)
    date = week.interval.earliest + dt.timedelta(days=form.day)
    return Resolved(periods.day(date), None, "weekday-of-week", LIKELY)


def _day_of_month(form: DayOfMonth, context: Context) -> Resolved:
    if form.month is None:
        return absolute.day_number(form.day, context)
    month = _resolve(form.month, context)
    if month.interval is None or month.interval.earliest is None:
        return unresolved("day-of-month")
    date = periods.safe_date(month.interval.earliest.year, month.interval.earliest.month, form.day)
    return replace(month, interval=periods.day(date), rule="day-of-month") if date else unresolved("day-of-month")


def _after(form: After, context: Context) -> Resolved:
    base = _resolve(form.base, context)
    if base.interval is None or base.interval.earliest is None:
        return unresolved("counted-from")
    date = periods.add(base.interval.earliest, form.count, form.unit)
    return Resolved(periods.day(date), None, "counted-from", base.confidence) if date else unresolved("counted-from")


# --- the nth ----------------------------------------------------------------------------------------------------------


def _nth(form: Nth, context: Context) -> Resolved:
    """A numbered part: "the second week of June" is its 8th to 14th day; "its third year" counts from an event."""
    if form.of is None:
        if form.unit is Unit.QUARTER and 1 <= form.ordinal <= 4:
            return replace(absolute.resolve(Quarter(form.ordinal), context), confidence=GUESSED)
        return unresolved("ordinal-period")
    whole = _resolve(form.of, context)
    if whole.interval is None or whole.interval.earliest is None or whole.interval.latest is None:
        return replace(whole, interval=None, confidence=0.0)
    interval = _nth_in(form, whole.interval.earliest, whole.interval.latest)
    return replace(whole, interval=interval, rule=f"nth:{whole.rule}") if interval else unresolved("nth")


def _nth_in(form: Nth, first: dt.date, last: dt.date) -> Interval | None:
    if form.weekday is not None or form.unit in {Unit.DAY, Unit.WEEK, Unit.WEEKEND}:
        return _nth_days(form, first, last)
    if form.unit is None:
        return None
    starts = [first]
    while (following := periods.add(starts[-1], 1, form.unit)) and following <= last:
        starts.append(following)
    if form.ordinal > len(starts):
        return None
    return periods.containing(starts[form.ordinal if form.ordinal < 0 else form.ordinal - 1], form.unit)


def _nth_days(form: Nth, first: dt.date, last: dt.date) -> Interval | None:
    step = 1 if form.unit is Unit.DAY else 7
    offset = {
        Unit.DAY: 0,
        Unit.WEEK: 0,
        Unit.WEEKEND: (5 - first.weekday()) % 7,
        None: ((form.weekday or 0) - first.weekday()) % 7,
    }[form.unit]
    length = {Unit.DAY: 1, Unit.WEEK: 7, Unit.WEEKEND: 2, None: 1}[form.unit]
    if form.ordinal < 0:
        back = 0 if form.unit in {Unit.DAY, Unit.WEEK} else ((last - first).days - offset - (length - 1)) % 7
        begin = last - dt.timedelta(days=back + length - 1)
    else:
        begin = first + dt.timedelta(days=offset + step * (form.ordinal - 1))
    end = min(begin + dt.timedelta(days=length - 1), last)
    if not first <= begin <= last:
        return None
    return periods.day(begin) if length == 1 else periods.between(begin, end)
