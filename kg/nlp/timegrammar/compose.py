"""Putting expressions together: early + next month, Monday + of + next week, by + Friday, June 3 + to + July 2.

Each step looks at neighbours, or at the words just before one, and replaces them by one larger expression. The order
matters: years and weeks are attached first, then parts ("late"), then spans, then open sides ("by", "since").
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from kg.nlp.timegrammar.forms import (
    After,
    Bound,
    BoundKind,
    Date,
    Day,
    DayOfMonth,
    Decade,
    Duration,
    Form,
    Month,
    Near,
    Nth,
    Origin,
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
    Which,
    Year,
)
from kg.nlp.timegrammar.lexicon import part, phrases
from kg.nlp.timegrammar.rule import Match

__all__ = ["compose"]

Join = Callable[[Form, Form, str], Form | None]
_DayForm = (Date, Day, Weekday, WeekdayOf, DayOfMonth, Near)
_REACH = 48


def compose(text: str, begin: int, found: Iterable[Match]) -> list[Match]:
    """The expressions of one paragraph that begins at ``begin``, put together as far as they go."""
    matches = _join(text, list(found), _attach)
    matches = [_prefixed(text, begin, match, previous, _week_of) for match, previous in _with_previous(matches)]
    matches = [_prefixed(text, begin, match, previous, _part) for match, previous in _with_previous(matches)]
    matches = _join(text, matches, _attach_late)
    matches = _spans(text, begin, matches)
    matches = [_prefixed(text, begin, match, previous, _bound) for match, previous in _with_previous(matches)]
    return [_later_open(text, match) for match in matches]


def _with_previous(matches: list[Match]) -> Iterator[tuple[Match, int]]:
    previous = 0
    for match in matches:
        yield match, previous
        previous = match.end


def _join(text: str, matches: list[Match], join: Join) -> list[Match]:
    joined: list[Match] = []
    for match in matches:
        left = joined[-1] if joined else None
        form = (
            join(left.form, match.form, text[left.end : match.begin])
            if left and match.begin - left.end < _REACH
            else None
        )
        if left and form is not None:
            joined[-1] = Match(left.begin, match.end, text[left.begin : match.end], form)
        else:
            joined.append(match)
    return joined


# --- neighbours -------------------------------------------------------------------------------------------------------

_OF = re.compile(r"(?:\s+of|\s+in)?\s+\Z")
_OF_THE = re.compile(r"\s+(?:of|in)\s+(?:the\s+)?\Z")
_OWN = re.compile(r"(?:['’]s)?\s+\Z")


def _attach(left: Form, right: Form, gap: str) -> Form | None:
    if _OF.match(gap):
        form = _with_year(left, right) or _weekday_of(left, right)
        if form is not None:
            return form
    if _OF_THE.match(gap):
        form = _nth_of(left, right)
        if form is not None:
            return form
    if _OWN.match(gap) and isinstance(right, Nth) and right.of is None and isinstance(left, Year | Period):
        return _nth_of(right, left)
    return _counted_from(left, right, gap)


def _attach_late(left: Form, right: Form, gap: str) -> Form | None:
    """A year behind a part: "late June last year"; a part's own year: "the end of June 2014" is whole already."""
    if isinstance(left, PartOf) and _OF.match(gap):
        inner = _with_year(left.base, right)
        return None if inner is None else PartOf(left.part, inner)
    return None


def _with_year(left: Form, right: Form) -> Form | None:
    """A month, date, season or quarter without a year, and the year said behind it."""
    if not isinstance(left, Month | Date | Season | Quarter) or left.year is not None:
        return None
    if isinstance(left, Month | Season) and left.which is not None:
        return None
    if isinstance(right, Year):
        return replace(left, year=right.year)
    if isinstance(right, Period) and right.unit is Unit.YEAR and right.shift is not None:
        return replace(left, years=right.shift)
    return None


def _weekday_of(left: Form, right: Form) -> Form | None:
    """As in "Monday of next week" and "Monday last week"."""
    if isinstance(left, Weekday) and left.which is None and isinstance(right, Period) and right.unit is Unit.WEEK:
        return WeekdayOf(left.day, right)
    if (
        isinstance(left, Shifted)
        and left.unit is Unit.WEEK
        and left.origin is Origin.ANCHOR
        and isinstance(right, Weekday)
    ):
        return WeekdayOf(right.day, left)
    return None


def _nth_of(left: Form, right: Form) -> Form | None:
    """As in "the second week of June", "the first Monday of next month", "the 22nd of this month"."""
    if isinstance(left, DayOfMonth) and isinstance(right, Period) and right.unit is Unit.MONTH:
        return DayOfMonth(left.day, right)
    if isinstance(left, Stretch) and left.count == 1 and not left.ahead:
        left = Nth(-1, left.unit)
    if isinstance(left, Period) and left.shift == -1:
        left = Nth(-1, left.unit)
    if isinstance(left, Weekday) and left.which is Which.LAST:
        left = Nth(-1, None, left.day)
    if not isinstance(left, Nth) or left.of is not None:
        return None
    long_enough = isinstance(right, Month | Year | Season | Quarter | Decade) or (
        isinstance(right, Period) and right.unit in {Unit.MONTH, Unit.QUARTER, Unit.YEAR, Unit.DECADE}
    )
    return replace(left, of=right) if long_enough else None


def _counted_from(left: Form, right: Form, gap: str) -> Form | None:
    """As in "a week from Monday", "two days after June 3": counted from a day that is told itself."""
    if not isinstance(left, Shifted) or left.origin is not Origin.EVENT or not isinstance(right, _DayForm):
        return None
    if gap.strip() or left.count is None or left.count != int(left.count) or left.unit in {Unit.MINUTE, Unit.HOUR}:
        return None
    return After(int(left.count), left.unit, right)


# --- words before -----------------------------------------------------------------------------------------------------

Prefix = Callable[[str, Match, str], tuple[int, Form] | None]


def _prefixed(text: str, begin: int, match: Match, previous: int, prefix: Prefix) -> Match:
    window = text[max(begin, previous, match.begin - _REACH) : match.begin]
    found = prefix(window, match, text[match.end : match.end + _REACH]) if window else None
    if found is None:
        return match
    start = match.begin - found[0]
    return Match(start, match.end, text[start : match.end], found[1])


_WEEK_OF = re.compile(
    r"(?i:the\s+)?(?i:week)\s+"
    r"(?:(?P<of>(?i:of))|(?P<begins>(?i:beginning|starting|commencing))|(?P<ends>(?i:ending|ended)))"
    r"\s+(?:(?i:on)\s+)?\Z"
)


def _week_of(window: str, match: Match, _: str) -> tuple[int, Form] | None:
    if not isinstance(match.form, Date | Weekday):
        return None
    found = _WEEK_OF.search(window)
    if not found:
        return None
    kind = WeekAnchor.OF if found["of"] else WeekAnchor.BEGINNING if found["begins"] else WeekAnchor.ENDING
    return len(found.group()), WeekOf(match.form, kind)


_THE = r"(?:(?i:the)\s+)?"
_OF_WORDS = phrases(
    "beginning", "start", "middle", "end", "close", "first half", "second half", "last half", "latter half",
    "early part", "latter part", "later part", "first part", "early hours", "small hours", "opening days", "first days",
    "first few days", "last days", "last few days", "final days", "closing days",
)  # fmt: skip
_PART = re.compile(
    rf"(?<![\w-])(?:{_THE}(?:(?i:very)\s+)?(?P<near>(?i:early|mid|late))(?:\s*-\s*|\s+(?:(?i:in|on)\s+)?{_THE})"
    rf"|{_THE}(?:(?i:very)\s+)?(?P<of>{_OF_WORDS})\s+(?i:of)\s+{_THE}"
    rf"|(?P<measured>(?i:earlier|later))\s+(?:(?i:in|on|during)\s+)?{_THE})\Z"
)
_HAVE_PARTS = (Month, Year, Decade, Season, Period, Quarter, Shifted, Date, Weekday, Day, Near, Span, Nth)


def _part(window: str, match: Match, _: str) -> tuple[int, Form] | None:
    """A day told by its part is that day: "late Monday", "earlier today"; "the end of Monday's talks" is the talks'."""
    if not isinstance(match.form, _HAVE_PARTS) or isinstance(match.form, Span) or _measured_shift(match.form):
        return None
    found = _PART.search(window)
    if not found:
        return None
    word = found["near"] or found["of"] or found["measured"]
    of_a_day = isinstance(match.form, Day | Weekday | Date | Near)
    if of_a_day and found["of"] and not word.lower().endswith("hours"):
        return None
    return len(found.group()), match.form if of_a_day else PartOf(part(word), match.form)


def _measured_shift(form: Form) -> bool:
    """Whether a part makes no sense: "later that week" has one, "early two weeks ago" has not."""
    return isinstance(form, Shifted) and (form.origin is not Origin.REFERENCE or form.count not in {0, 1, -1})


# "By" and its like. Those without a kind ("as soon as this month") leave the time as it is.
_KINDS = {
    "by no later than": BoundKind.BY, "no later than": BoundKind.BY, "not later than": BoundKind.BY,
    "at the latest by": BoundKind.BY, "by": BoundKind.BY, "before": BoundKind.BEFORE, "prior to": BoundKind.BEFORE,
    "until": BoundKind.UNTIL, "till": BoundKind.UNTIL, "up to": BoundKind.UNTIL, "through": BoundKind.UNTIL,
    "since": BoundKind.SINCE, "after": BoundKind.AFTER, "from": BoundKind.FROM,
    "no earlier than": BoundKind.NOT_UNTIL, "not earlier than": BoundKind.NOT_UNTIL, "not before": BoundKind.NOT_UNTIL,
    "as early as": None, "as soon as": None, "as late as": None,
}  # fmt: skip
_BOUND = re.compile(
    rf"\b(?P<word>{phrases(*sorted(_KINDS, key=len, reverse=True))})\s+"
    rf"(?:{phrases('at least', 'about', 'around', 'sometime', 'some time')}\s+)?\Z"
)
_NEGATION = re.compile(r"\b(?:not|n['’]t|never|no|cannot|nothing|nobody)\b|n['’]t\b", re.IGNORECASE)
_UNBOUNDED = (Recurring, Vague, Bound, Stretch, Duration)
_POSSESSIVE = re.compile(
    r"['’]s?\s+\w|\s+(?:meeting|talks|summit|conference|visit|session|vote|elections?|attacks?|deadline|ceremony)\b"
)


def _bound(window: str, match: Match, behind: str) -> tuple[int, Form] | None:
    """No side is open in "after Monday's talks": what follows there is the talks, and Monday is only theirs."""
    event = isinstance(match.form, Shifted) and match.form.origin in {Origin.EVENT, Origin.ANCHOR_IF_FUTURE}
    if event or isinstance(match.form, _UNBOUNDED) or _POSSESSIVE.match(behind):
        return None
    found = _BOUND.search(window)
    if not found:
        return None
    word = re.sub(r"\s+", " ", found["word"].lower())
    kind = _KINDS[word]
    if kind is None:
        return len(found.group()), match.form
    if kind is BoundKind.UNTIL and _NEGATION.search(re.split(r"[,.;:]", window[: found.start()])[-1]):
        kind = BoundKind.NOT_UNTIL
    return len(found.group()), Bound(kind, match.form)


_OR_LATER = re.compile(
    r",?\s+(?i:or|and)\s+(?:(?i:even|perhaps|possibly|maybe|probably)\s+)?"
    r"(?i:later|beyond|after|longer|afterwards?)\b(?!\s+[A-Z])"
)


def _later_open(text: str, match: Match) -> Match:
    """An expression like "until August or later" says no date at all, and is not given one."""
    found = _OR_LATER.match(text, match.end)
    if not found or isinstance(match.form, Vague | Recurring):
        return match
    return Match(match.begin, found.end(), text[match.begin : found.end()], Vague("or-later"))


# --- spans ------------------------------------------------------------------------------------------------------------

_FROM = re.compile(r"\b(?P<word>(?i:from|between))\s+(?:(?i:the)\s+)?\Z")
_TO = re.compile(r"\s*(?:[-–]|\s(?:to|through|until|till)\s(?:\s*the\s)?)\s*\Z")
_AND = re.compile(r"\s+and\s+(?:on\s+|the\s+)?\Z")
# "Postponed from June to August" moves a date, and tells no span.
_MOVED = re.compile(
    r"\b(?:delay|postpon|mov|push|reschedul|shift|chang|bring|brought|advanc|slip|put\b|set\b)\w*\b[^.;]*\Z"
)


def _spans(text: str, begin: int, matches: list[Match]) -> list[Match]:
    spanned: list[Match] = []
    for match in matches:
        left = spanned[-1] if spanned else None
        joined = _span(text, begin, left, match, spanned[-2].end if len(spanned) > 1 else begin) if left else None
        if joined:
            spanned[-1] = joined
        else:
            spanned.append(match)
    return [_opened(text, begin, match, previous) for match, previous in _with_previous(spanned)]


def _span(text: str, begin: int, left: Match, right: Match, previous: int) -> Match | None:
    gap = text[left.end : right.begin]
    if len(gap) > 12 or not _same_kind(left.form, right.form):
        return None
    before = text[max(begin, previous, left.begin - 80) : left.begin]
    opening = _FROM.search(before)
    word = opening["word"].lower() if opening else ""
    if _TO.match(gap):
        if word == "between" or (word == "from" and opening and _MOVED.search(before[: opening.start()])):
            return None
        if not word and text[right.end : right.end + 2] in {"'s", "’s"}:
            return None
    elif not (_AND.match(gap) and (word == "between" or _adjoining(left.form, right.form))):
        return None
    return Match(left.begin, right.end, text[left.begin : right.end], Span(*_shared_year(left.form, right.form)))


def _opened(text: str, begin: int, match: Match, previous: int) -> Match:
    """Take "from" and "between" into a span that they open."""
    if not isinstance(match.form, Span):
        return match
    window = text[max(begin, previous, match.begin - _REACH) : match.begin]
    opening = _FROM.search(window)
    if not opening:
        return match
    start = match.begin - len(opening.group())
    return Match(start, match.end, text[start : match.end], match.form)


def _inner(form: Form) -> Form:
    return form.base if isinstance(form, PartOf) else form


def _same_kind(left: Form, right: Form) -> bool:
    """Whether two expressions can be the ends of one stretch: days with days, months with months."""
    first, last = _inner(left), _inner(right)
    if isinstance(first, _DayForm) and isinstance(last, _DayForm):
        return True
    kinds = (Month, Year, Season, Quarter, Decade, Period)
    if isinstance(first, Month) and isinstance(last, Date):
        return False
    return isinstance(first, kinds) and isinstance(last, kinds)


def _adjoining(left: Form, right: Form) -> bool:
    """Whether two times are told as one stretch: "Monday and Tuesday" are, "Monday and Thursday" are two times."""
    if isinstance(left, Weekday) and isinstance(right, Weekday):
        return (right.day - left.day) % 7 == 1
    if isinstance(left, Month) and isinstance(right, Month) and left.which is None and left.year is None:
        return (right.month - left.month) % 12 == 1
    return False


def _shared_year(left: Form, right: Form) -> tuple[Form, Form]:
    """The year said once, behind the second: "June 28 to July 2, 2013", "April to June last year"."""
    if (
        not isinstance(left, Month | Date)
        or not isinstance(right, Month | Date)
        or left.year is not None
        or left.years is not None
    ):
        return left, right
    wraps = left.month > right.month
    if right.year is not None:
        return replace(left, year=right.year - wraps), right
    if right.years is not None:
        return replace(left, years=right.years - wraps), right
    return left, right
