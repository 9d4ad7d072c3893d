"""Times that point: from the publication date ("Monday", "last week", "three weeks ago") or from the time spoken of."""

from __future__ import annotations

import datetime as dt

from kg.model import Interval, Precision
from kg.nlp.timegrammar import periods
from kg.nlp.timegrammar.context import GUESSED, LIKELY, OPEN, SURE, Context, Resolved, unresolved
from kg.nlp.timegrammar.forms import (
    Day,
    Direction,
    Duration,
    Looseness,
    Month,
    Near,
    Origin,
    Period,
    Shifted,
    Stretch,
    Unit,
    Weekday,
    Which,
)

__all__ = ["resolve"]

_ONE = dt.timedelta(days=1)
_MINUTES_IN = {Unit.MINUTE: 1, Unit.HOUR: 60, Unit.DAY: 24 * 60, Unit.WEEK: 7 * 24 * 60}
_CONFIDENCE_OF_LENGTH = {Looseness.EXACT: 1.0, Looseness.ABOUT: 0.9, Looseness.OVER: 0.8, Looseness.UNDER: 0.8}


def resolve(form: Day | Weekday | Period | Shifted | Stretch | Near | Duration, context: Context) -> Resolved:
    """When a time told by pointing is, or how long a duration is."""
    match form:
        case Day():
            date = periods.add(context.anchor, form.offset, Unit.DAY)
            return Resolved(periods.day(date), None, "deictic-day", SURE) if date else unresolved("deictic-day")
        case Weekday():
            return _weekday(form, context)
        case Period():
            return _weekend(form, context) if form.unit is Unit.WEEKEND else _period(form, context)
        case Shifted():
            return _shifted(form, context)
        case Stretch():
            return _stretch(form, context)
        case Near():
            return _near(form, context)
        case Duration():
            return _duration(form)


# --- weekdays ---------------------------------------------------------------------------------------------------------


def _weekday(form: Weekday, context: Context) -> Resolved:
    """A bare weekday of the past is the most recent, today included; of the future the next, today included.

    In an article of a Tuesday "Tuesday" is that Tuesday; a reporter who means another says "last" or "next", and these
    exclude today (TimeBank: "last Monday" in an article of Monday 1989-10-30 is 1989-10-23).
    """
    back = (context.anchor.weekday() - form.day) % 7
    match form.which:
        case Which.LAST | Which.PAST:
            return _day_off(context, -(back or 7), "weekday-last", LIKELY)
        case Which.NEXT | Which.COMING:
            return _day_off(context, 7 - back, "weekday-next", OPEN if form.which is Which.NEXT else LIKELY)
        case Which.THIS if context.direction is Direction.UNKNOWN:
            return _day_off(context, form.day - context.anchor.weekday(), "weekday-this", OPEN)
        case _ if back == 0:
            return _day_off(context, 0, "weekday-today", LIKELY)
        case _ if context.direction is Direction.FUTURE:
            return _day_off(context, 7 - back, "weekday-ahead", LIKELY)
        case _:
            known = context.direction is Direction.PAST
            return _day_off(context, -back, "weekday-most-recent", LIKELY if known else OPEN)


def _day_off(context: Context, days: int, rule: str, confidence: float) -> Resolved:
    date = periods.add(context.anchor, days, Unit.DAY)
    return Resolved(periods.day(date), None, rule, confidence) if date else unresolved(rule)


# --- periods ----------------------------------------------------------------------------------------------------------


def _period(form: Period, context: Context) -> Resolved:
    shift = form.shift or 0
    date = periods.add(context.anchor, shift, form.unit)
    if (
        form.unit is Unit.WEEK
        and shift == 0
        and context.anchor.weekday() == 6
        and context.direction is Direction.FUTURE
    ):
        # A Sunday paper's "this week" with a verb of the future is the week that begins.
        ahead = periods.add(context.anchor, 6, Unit.DAY)
        return Resolved(periods.between(context.anchor, ahead or context.anchor), None, "week-ahead-on-sunday", GUESSED)
    interval = periods.containing(date, form.unit) if date else None
    return Resolved(interval, None, f"{form.unit}-{_shift_name(shift)}", SURE) if interval else unresolved("period")


def _shift_name(shift: int) -> str:
    return {0: "this", -1: "last", 1: "next"}.get(shift, f"{shift:+d}")


def _weekend(form: Period, context: Context) -> Resolved:
    """The weekend of this ISO week is ahead until Saturday; on a weekend it is the running one."""
    running = context.anchor.weekday() >= 5
    if form.shift is None or form.shift == 0:
        back = context.direction is Direction.PAST or (form.shift is None and context.direction is Direction.UNKNOWN)
        weeks = -1 if back and not running else 0
        confidence = GUESSED if context.direction is Direction.UNKNOWN else LIKELY
    else:
        weeks, confidence = form.shift, LIKELY if form.shift < 0 else GUESSED
    date = periods.add(context.anchor, weeks, Unit.WEEK)
    interval = periods.weekend(date) if date else None
    return Resolved(interval, None, "weekend", confidence) if interval else unresolved("weekend")


# --- counts of units --------------------------------------------------------------------------------------------------


def _shifted(form: Shifted, context: Context) -> Resolved:
    match form.origin:
        case Origin.EVENT:
            return unresolved("relative-to-event")
        case Origin.REFERENCE:
            return _from_reference(form, context.reference)
        case Origin.ANCHOR_IF_FUTURE if context.direction is not Direction.FUTURE:
            return _duration(Duration(form.count, form.unit, form.looseness))
        case _:
            return _from_anchor(form, context)


def _from_anchor(form: Shifted, context: Context) -> Resolved:
    """As exact as the unit it counts in: "three weeks ago" is that week, "two years ago" that year."""
    if form.unit in {Unit.MINUTE, Unit.HOUR, Unit.SECOND}:
        return unresolved("hours-from-now")
    if form.count is None:
        return unresolved("vague-count")
    if form.count != int(form.count):
        return _fractional(form, context)
    date = periods.add(context.anchor, int(form.count), form.unit)
    interval = periods.containing(date, form.unit) if date else None
    if interval is None:
        return unresolved("outside-the-calendar")
    rule = f"{form.unit}-{'ago' if form.count < 0 else 'ahead'}"
    return _loosened(interval, form, context, rule)


def _fractional(form: Shifted, context: Context) -> Resolved:
    """Told in the next smaller unit: "two and a half years ago" is thirty months."""
    smaller = {Unit.YEAR: (Unit.MONTH, 12), Unit.DECADE: (Unit.YEAR, 10), Unit.CENTURY: (Unit.YEAR, 100)}
    if form.unit not in smaller or form.count is None:
        return unresolved("fraction")
    unit, factor = smaller[form.unit]
    date = periods.add(context.anchor, round(form.count * factor), unit)
    interval = periods.containing(date, unit) if date else None
    return _loosened(interval, form, context, f"{form.unit}-fraction") if interval else unresolved("fraction")


def _loosened(interval: Interval, form: Shifted, context: Context, rule: str) -> Resolved:
    """An open or wider interval: "more than two years ago" is then or before, "less than a week ago" then to now."""
    past = (form.count or 0) < 0
    match form.looseness:
        case Looseness.EXACT:
            return Resolved(interval, None, rule, SURE)
        case Looseness.ABOUT:
            return Resolved(interval, None, rule, LIKELY)
        case Looseness.OVER:
            opened = (
                Interval(None, interval.latest, Precision.RANGE)
                if past
                else Interval(interval.earliest, None, Precision.RANGE)
            )
        case Looseness.UNDER:
            low, high = sorted((interval.earliest or context.anchor, interval.latest or context.anchor))
            opened = (
                periods.between(low, max(high, context.anchor))
                if past
                else periods.between(min(low, context.anchor), high)
            )
    return Resolved(opened, None, f"{rule}-{form.looseness}", OPEN)


_COARSENESS = {Precision.DAY: 1, Precision.RANGE: 7, Precision.MONTH: 31, Precision.YEAR: 366}
_LENGTH = {
    Unit.DAY: 1,
    Unit.WEEK: 7,
    Unit.WEEKEND: 7,
    Unit.MONTH: 31,
    Unit.QUARTER: 92,
    Unit.YEAR: 366,
    Unit.DECADE: 3660,
    Unit.CENTURY: 36600,
}


def _from_reference(form: Shifted, reference: Interval | None) -> Resolved:
    """A day to count from is needed by "two days later"; after "in June" it would be an invented one."""
    rule = f"{form.unit}-from-reference"
    if reference is None or reference.earliest is None or reference.latest is None or form.count is None:
        return unresolved(rule)
    if (
        form.unit not in _LENGTH
        or _COARSENESS[reference.precision] > _LENGTH[form.unit]
        or form.count != int(form.count)
    ):
        return unresolved(rule)
    date = periods.add(reference.earliest, int(form.count), form.unit)
    interval = periods.containing(date, form.unit) if date else None
    confidence = OPEN if form.looseness is Looseness.EXACT else GUESSED
    return Resolved(interval, None, rule, confidence) if interval else unresolved(rule)


def _near(form: Near, context: Context) -> Resolved:
    """As in "the following Monday", "that June": counted from the time spoken of."""
    reference = context.reference
    if reference is None or reference.earliest is None:
        return unresolved("near-reference")
    start = reference.earliest
    if isinstance(form.base, Month):
        return _near_month(form.base.month, form.side, start)
    ahead = (form.base.day - start.weekday()) % 7
    if form.side < 0:
        ahead = -((start.weekday() - form.base.day) % 7 or 7)
    elif form.side > 0:
        ahead = ahead or 7
    elif reference.precision is Precision.DAY and ahead:
        ahead = form.base.day - start.weekday()  # "that Friday" is of the week spoken of
    date = periods.add(start, ahead, Unit.DAY)
    return Resolved(periods.day(date), None, "weekday-near-reference", OPEN) if date else unresolved("near-reference")


def _near_month(month: int, side: int, start: dt.date) -> Resolved:
    ahead = (month - start.month) % 12
    if side < 0:
        ahead = -((start.month - month) % 12 or 12)
    elif side > 0:
        ahead = ahead or 12
    else:
        ahead = month - start.month
    return Resolved(
        periods.month(*periods.month_after(start.year, start.month, ahead)), None, "month-near-reference", OPEN
    )


# --- stretches and durations ------------------------------------------------------------------------------------------


def _stretch(form: Stretch, context: Context) -> Resolved:
    """Here "the past two weeks" end and "the next two weeks" begin with publication.

    With a verb of the past "the next two weeks" follow something told, and are left open.
    """
    rule = f"{form.unit}-{'ahead' if form.ahead else 'past'}"
    if form.unit in {Unit.MINUTE, Unit.HOUR, Unit.SECOND}:
        return unresolved(rule)
    if form.ahead and context.direction is Direction.PAST:
        return unresolved(f"{rule}-in-the-past")
    if form.count is None:
        anchor = context.anchor
        opened = Interval(anchor, None, Precision.RANGE) if form.ahead else Interval(None, anchor, Precision.RANGE)
        return Resolved(opened, None, f"{rule}-open", GUESSED)
    if form.count != int(form.count):
        return unresolved(rule)
    other = periods.add(context.anchor, int(form.count) * (1 if form.ahead else -1), form.unit)
    if other is None:
        return unresolved("outside-the-calendar")
    return Resolved(periods.between(*sorted((context.anchor, other))), None, rule, LIKELY)


def _duration(form: Duration) -> Resolved:
    """Months and years have no fixed length in minutes, and nobody measures a meeting in them."""
    rule = f"duration-{form.unit}"
    if form.count is None or form.unit not in _MINUTES_IN:
        return unresolved(rule)
    return Resolved(None, round(form.count * _MINUTES_IN[form.unit]), rule, _CONFIDENCE_OF_LENGTH[form.looseness])
