"""Counted units of time: how long ago, how much later, how long it lasted."""

from __future__ import annotations

import re

from kg.nlp.timegrammar.forms import Duration, Form, Looseness, Origin, Recurring, Shifted, Stretch, Unit
from kg.nlp.timegrammar.lexicon import AMOUNT, COUNT, MONTH_NAME, UNIT, looseness, number, phrases, unit
from kg.nlp.timegrammar.names import is_age, is_war
from kg.nlp.timegrammar.rule import left_of, right_of, rule, stands_alone

__all__ = ["RULES"]

_CALENDAR_UNITS = frozenset(
    {Unit.DAY, Unit.WEEK, Unit.WEEKEND, Unit.MONTH, Unit.QUARTER, Unit.YEAR, Unit.DECADE, Unit.CENTURY}
)
_MANY = 100  # decades; "in 1991 decades of rule ended" counts none
# "A year" and "an hour" are rates ("15 a year") unless a word before or behind them makes them a time.
_DURATION_CUE = re.compile(
    r"\b(?:for|after|about|nearly|almost|within|in|last(?:ed|ing|s)?|takes?|took|spen[dt]|spending|over|than|under|"
    r"around|roughly|only|just|barely|some|exactly|during|through|throughout|to|"
    r"wait(?:s|ed|ing)|and|entire|whole|full)\s+$",
    re.IGNORECASE,
)
_LAST_THE_VERB = re.compile(r"\b(?:will|would|to|could|may|might|should|can|cannot|must|not|likely)\s+$", re.IGNORECASE)
_OF_ANYTHING = re.compile(r"\s+of\s")
_OF_CALENDAR = re.compile(
    rf"\s+of\s+(?:\d|{MONTH_NAME}|(?i:this|next|last)\b)"
)  # "the last week of June" is put together later
_A_LONG = re.compile(r"(?i:an?)\s+long\s")  # "after a long day of talks" measures nothing
_OF_SOMETHING = re.compile(r"\s+of\s+[a-z]")
# "The first visit in three years", "its lowest level in a decade": how long, not when.
_SUPERLATIVE = re.compile(
    r"\b(?:first|last|only|\w+est|worst|best|most|least|second|third|fourth|time|once|twice|times)\b[^.;:]*$",
    re.IGNORECASE,
)
_LASTING = re.compile(r"\b(?:for|lasted|lasting|lasts|spent|took|spoke|talked|met)\s+$", re.IGNORECASE)
_BACK = frozenset({"ago", "earlier", "before", "prior", "prior to", "previously", "beforehand"})
_THAN = re.compile(r"\s+than\b")
_NOTHING_BEHIND = re.compile(
    r"\s*(?:[.,;:)\]\"'”’–—?!]|\Z)|\s+(?:in|at|on|by|with|to|and|but|when|that|as|from|said|after|during|for)\b"
)


def _amount(found: re.Match[str]) -> tuple[float | None, Unit, Looseness]:
    return number(found["count"]), unit(found["unit"]), looseness(found["loose"])


def _relative(found: re.Match[str]) -> Form | None:
    """A time told by its distance: "two days earlier" from the time spoken of, "two days before the vote" from that.

    "They talked for two hours before flying home" tells how long, and leaves the rest of the sentence alone.
    """
    if found["side"].lower() not in {"ago", "earlier", "later"} and _LASTING.search(left_of(found)):
        return None
    count, of, loose = _amount(found)
    return _shifted(found, count, of, loose)


def _vague_relative(found: re.Match[str]) -> Form:
    return _shifted(found, None, unit(found["unit"]), Looseness.EXACT)


def _shifted(found: re.Match[str], count: float | None, of: Unit, loose: Looseness) -> Form:
    word = re.sub(r"\s+", " ", found["side"].lower())
    signed = count if count is None else (-count if word in _BACK else count)
    if word in {"ago", "from now", "hence", "from today", "away"}:
        return Shifted(signed, of, Origin.ANCHOR, loose)
    behind = right_of(found)
    if word in {"before", "after", "prior"}:
        alone = bool(_NOTHING_BEHIND.match(behind))
    else:
        alone = word not in {"from", "prior to", "following"} and not _THAN.match(behind)
    return Shifted(signed, of, Origin.REFERENCE if alone else Origin.EVENT, loose)


def _stretch(found: re.Match[str]) -> Form | None:
    """But "the last two days of the summit" counts from the summit, and "will last two days" is a verb."""
    side, plural = found["side"].lower(), found["unit"].lower().endswith("s")
    if side == "last" and _LAST_THE_VERB.search(left_of(found)):
        return None
    if _OF_ANYTHING.match(right_of(found)) and (found["count"] or plural or not _OF_CALENDAR.match(right_of(found))):
        return None
    if not found["count"] and unit(found["unit"]) not in _CALENDAR_UNITS:
        return None
    count = number(found["count"]) if found["count"] else (None if plural else 1)
    if side in {"following", "previous"}:
        return Shifted(None, unit(found["unit"]), Origin.EVENT)
    return Stretch(count, unit(found["unit"]), ahead=side in {"next", "coming", "upcoming"})


def _days_ahead(found: re.Match[str]) -> Form:
    return Stretch(None, unit(found["unit"]), ahead=True)


def _recent(found: re.Match[str]) -> Form:
    return Stretch(None, unit(found["unit"]), ahead=found["side"].lower() in {"coming", "upcoming", "future"})


def _within(found: re.Match[str]) -> Form:
    count, of, _ = _amount(found)
    if of not in _CALENDAR_UNITS:
        return Duration(count, of, Looseness.UNDER)
    return Stretch(count, of, ahead=True)


def _within_some(found: re.Match[str]) -> Form | None:
    of = unit(found["unit"])
    return Stretch(None, of, ahead=True) if of in _CALENDAR_UNITS else None


def _in(found: re.Match[str]) -> Form | None:
    """With a verb of the future "in two weeks" is a day to come, with any other a duration."""
    count, of, loose = _amount(found)
    if count is None or of not in _CALENDAR_UNITS or is_age(found):
        return None
    if of in {Unit.DECADE, Unit.CENTURY} and count > _MANY:
        return None
    if found["time"]:
        return Shifted(count, of, Origin.ANCHOR, loose)
    if _SUPERLATIVE.search(left_of(found)) or _OF_SOMETHING.match(right_of(found)) or loose is not Looseness.EXACT:
        return Duration(count, of, loose)
    return Shifted(count, of, Origin.ANCHOR_IF_FUTURE, loose)


def _compound(found: re.Match[str]) -> Form | None:
    """As in "a two-day visit", "the 90-minute-plus meeting", "an hour-long call"; never "12-year-old"."""
    if re.match(r"-(?:old|ago)", right_of(found)) or is_war(found):
        return None
    count = _compound_count(found["count"])
    loose = Looseness.OVER if found["plus"] else looseness(found["loose"])
    return Duration(count, unit(found["unit"] or found["long"]), loose)


def _compound_count(text: str | None) -> float | None:
    """What "two" and "two-and-a-half" before a hyphen are worth; nothing said is one ("an hour-long call")."""
    if text is None:
        return 1
    whole, halved, _ = text.lower().partition("-and-")
    count = None if whole == "multi" else number(whole)
    return count + 0.5 if halved and count is not None else count


def _hours_and_minutes(found: re.Match[str]) -> Form | None:
    hours, minutes = number(found["hours"]), number(found["minutes"])
    if hours is None or minutes is None:
        return None
    return Duration(hours * 60 + minutes, Unit.MINUTE, looseness(found["loose"]))


def _and_a_half(found: re.Match[str]) -> Form | None:
    if is_age(found):
        return None
    count = number(found["count"])
    return None if count is None else Duration(count + 0.5, unit(found["unit"]), looseness(found["loose"]))


_FRACTIONS = {"half": 0.5, "quarter": 0.25}


def _fraction(found: re.Match[str]) -> Form:
    return Duration(_FRACTIONS[found["fraction"].lower()], unit(found["unit"]), looseness(found["loose"]))


def _plain(found: re.Match[str]) -> Form | None:
    count, of, loose = _amount(found)
    if is_age(found) or of is Unit.SECOND or _A_LONG.match(found.group()) or is_war(found):
        return None
    word = found["count"].lower()
    once = word in {"a", "an"} or (word == "one" and of is Unit.DAY)  # "15 a year", "will one day return"
    if once and not found["loose"]:
        if re.search(r"\b(?:once|twice|times|hours|days|per)\s+$", left_of(found)):
            return Recurring()
        if not (_DURATION_CUE.search(left_of(found)) or _OF_SOMETHING.match(right_of(found)) or stands_alone(found)):
            return None
    return Duration(count, of, loose)


_LOOSE = AMOUNT[: AMOUNT.index("(?P<count>")]  # the optional "nearly", "more than"
_LONG_UNIT = phrases("minutes", "hours", "days", "nights", "weeks", "months", "years", "decades", "centuries") + r"\b"
_SIDE = phrases(
    "ago", "earlier", "later", "before", "after", "prior to", "prior", "previously", "beforehand", "afterwards",
    "afterward", "from now", "from today", "from", "hence", "away", "following",
) + r"\b"  # fmt: skip
_COMPOUND_COUNT = (
    r"(?:\d+(?:\.\d+)?|(?i:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|"
    r"fifty|sixty|ninety|half|several|multi)(?:-and-(?:a-)?half)?)"
)
_WORKING = phrases("trading", "working", "consecutive", "full", "straight")

RULES = (
    rule(
        "stretch",
        _stretch,
        phrases("the", "these", "those", "his", "her", "its", "their"),
        rf"\s+(?P<side>{phrases('past', 'last', 'previous', 'next', 'coming', 'following', 'upcoming')})",
        rf"\s+(?:(?P<count>{COUNT})\s+(?:or\s+so\s+)?)?(?:{_WORKING}\s+)?(?P<unit>{UNIT})(?<!night)(?<!\bday)",
    ),
    rule("stretch-bare", _stretch, rf"(?P<side>(?i:past|last|next))\s+(?P<count>{COUNT})\s+(?P<unit>{UNIT})"),
    rule(
        "days-ahead",
        _days_ahead,
        r"(?:(?i:the|in)\s+)?(?P<unit>(?i:days|weeks|months|years))\s+(?i:ahead(?!\s+of)|to\s+come)\b",
    ),
    rule(
        "recent",
        _recent,
        rf"(?P<side>{phrases('very recent', 'recent', 'coming', 'upcoming', 'future', 'past')})",
        r"\s+(?P<unit>(?i:days|weeks|months|years|decades))\b",
    ),
    rule("within", _within, rf"(?i:within)\s+(?:(?i:the\s+space\s+of)\s+)?{AMOUNT}"),
    rule("within-some", _within_some, rf"{phrases('within', 'in a matter of')}\s+(?P<unit>{_LONG_UNIT})"),
    rule("relative", _relative, rf"{AMOUNT}\s+(?:or\s+so\s+)?(?P<side>{_SIDE})"),
    rule(
        "vague-relative",
        _vague_relative,
        rf"(?:(?i:just|only|mere)\s+)?(?P<unit>{_LONG_UNIT})\s+(?P<side>(?i:ago|earlier|later|before|after))\b",
    ),
    rule(
        "hours-and-minutes",
        _hours_and_minutes,
        rf"{_LOOSE}(?P<hours>{COUNT})\s+(?i:hours?)(?:,?\s+and\s+|,?\s+)(?P<minutes>{COUNT})\s+(?i:minutes?)\b",
    ),
    rule(
        "and-a-half",
        _and_a_half,
        rf"{_LOOSE}(?P<count>{COUNT})(?:\s+|-)(?P<unit>(?i:hour|day|week|month|year|decade))s?",
        r"(?:\s+|-)(?i:and(?:\s+|-)a(?:\s+|-)half)\b",
    ),
    rule("in", _in, rf"(?i:in)\s+{AMOUNT}(?P<time>['’]s?\s+time)?"),
    rule(
        "fraction",
        _fraction,
        rf"{_LOOSE}(?:(?i:a)\s+)?(?P<fraction>(?i:half|quarter))[\s-]",
        r"(?i:of[\s-]an[\s-]|an?[\s-])?(?P<unit>(?i:hour|day|century|decade|year))\b",
    ),
    rule(
        "compound",
        _compound,
        rf"{_LOOSE}(?:(?P<count>{_COMPOUND_COUNT})[-‑](?P<unit>(?i:minute|hour|day|week|month|year|decade|century))",
        r"(?P<plus>-plus\b)?(?:-long\b)?|(?P<long>(?i:hour|day|week|month|year|decade))(?:-long|long)\b)",
    ),
    rule("amount", _plain, AMOUNT),
)
