"""Expressions that name the calendar: dates, months, years, decades, seasons, quarters and holidays."""

from __future__ import annotations

import re

from kg.nlp.timegrammar.forms import (
    AmbiguousDate,
    Century,
    Date,
    DayOfMonth,
    Decade,
    Form,
    Month,
    Quarter,
    Season,
    Span,
    Year,
)
from kg.nlp.timegrammar.lexicon import (
    DAY_NUMBER,
    DAY_WORD,
    MONTH,
    MONTH_NAME,
    WEEKDAY_ANY,
    YEAR,
    day_number,
    month_number,
    phrases,
    season,
    weekday_number,
    which,
)
from kg.nlp.timegrammar.names import is_date_of_name, is_month, is_season, is_year
from kg.nlp.timegrammar.periods import safe_date
from kg.nlp.timegrammar.rule import left_of, right_of, rule

__all__ = ["RULES"]

# Behind "June 10 to 12" and "June 10 and 11" something must show that the second number counts nothing.
_NO_COUNT = (
    r"(?=\s*[.,;:)\]\"'”’–—]|\s*\Z|\s+(?:in|at|on|for|and|or|as|of|with|to|by|but|is|was|were|are|has|had|have|"
    r"will|would|when|where|which|that|the|a|an|after|before|during|between|from|if|because|while|his|her|their|its|"
    r"this|next|last|(?:1[5-9]|2[01])\d\d|[A-Z])\b)"
)
_SECOND_DAY = (
    rf"(?:\s*[-–]\s*(?P<last>{DAY_NUMBER})(?!\s*[-–])"
    rf"|\s+(?:to|through|until|till|and)\s+(?:the\s+)?(?P<last_said>{DAY_NUMBER}){_NO_COUNT})?"
)
_WEEKDAY_FIRST = rf"(?:(?P<weekday>{WEEKDAY_ANY}),?\s+(?:the\s+)?)?"


def _int(text: str | None) -> int | None:
    return int(text) if text else None


# --- days -------------------------------------------------------------------------------------------------------------


def _iso(found: re.Match[str]) -> Form | None:
    year, month, day = int(found["year"]), int(found["month"]), int(found["day"])
    return Date(month, day, year) if safe_date(year, month, day) else None


def _numeric(found: re.Match[str]) -> Form | None:
    """Dots are day first (Germany, Russia); with slashes only a number above 12 tells the day from the month."""
    first, second, year = int(found["first"]), int(found["slashed"] or found["dotted"]), int(found["year"])
    day_first, month_first = safe_date(year, second, first), safe_date(year, first, second)
    if found["dotted"]:
        month_first = None
    if day_first and month_first and first != second:
        return AmbiguousDate()
    if day_first:
        return Date(second, first, year)
    return Date(first, second, year) if month_first else None


def _month_day(found: re.Match[str]) -> Form | None:
    return _named_day(found, found["day"])


def _day_month(found: re.Match[str]) -> Form | None:
    return _named_day(found, found["day"] or found["day_said"])


def _named_day(found: re.Match[str], day: str) -> Form | None:
    if is_date_of_name(found):
        return None
    month, year = month_number(found["month"]), _int(found["year"])
    weekday = weekday_number(found["weekday"]) if found["weekday"] else None
    first = Date(month, day_number(day), year, weekday)
    if safe_date(year or 2000, month, first.day) is None:
        return None
    if not year and first.day == 11 and month == 9 and _is_attack(found):
        return Date(9, 11, 2001)
    last = found["last"] or found["last_said"]
    if not last:
        return first
    second = Date(month, day_number(last), year)
    if second.day <= first.day or safe_date(year or 2000, month, second.day) is None:
        return None
    return Span(first, second)


def _is_attack(found: re.Match[str]) -> bool:
    """The attacks of Sept. 11 keep their year in every article."""
    after = re.match(
        r",?\s+(?:[\w-]+\s+)?(?:attack|terror|hijack|Commission|victim|plot|suicide|tragedy)", right_of(found)
    )
    return bool(after or re.search(r"\b(?:post|pre)-$", left_of(found)))


def _day_of_month(found: re.Match[str]) -> Form:
    return DayOfMonth(day_number(found["day"]))


_HOLIDAYS = {
    "christmas eve": (12, 24), "christmas day": (12, 25), "christmas": (12, 25), "boxing day": (12, 26),
    "new year's eve": (12, 31), "new year’s eve": (12, 31), "new year's day": (1, 1), "new year’s day": (1, 1),
    "new year's": (1, 1), "new year’s": (1, 1), "may day": (5, 1),
}  # fmt: skip


def _holiday(found: re.Match[str]) -> Form | None:
    if re.match(r"\s+(?:Island|parade|tree|card|shopping|sales)", right_of(found)):
        return None
    month, day = _HOLIDAYS[re.sub(r"\s+", " ", found.group("name").lower())]
    return Date(month, day, _int(found["year"]))


# --- months, seasons, quarters ----------------------------------------------------------------------------------------


def _month(found: re.Match[str]) -> Form | None:
    name, year = found["month"], _int(found["year"])
    if year is None and not is_month(found, name.capitalize()):
        return None
    return Month(month_number(name), year)


def _which_month(found: re.Match[str]) -> Form:
    return Month(month_number(found["month"]), which=which(found["which"]))


def _season(found: re.Match[str]) -> Form | None:
    year = _int(found["year"])
    if year is None and not is_season(found, found["season"]):
        return None
    return Season(season(found["season"]), year)


def _which_season(found: re.Match[str]) -> Form:
    return Season(season(found["season"]), which=which(found["which"]))


def _quarter(found: re.Match[str]) -> Form:
    return Quarter(int(found["number"]), _int(found["year"]))


# --- years and longer -------------------------------------------------------------------------------------------------


def _year(found: re.Match[str]) -> Form | None:
    if not is_year(found):
        return None
    first, last = int(found["year"]), found["last"]
    if not last:
        return Year(first)
    if len(last) == 2 and int(last) <= first % 100:
        return Month(int(last), first) if 1 <= int(last) <= 12 and "/" not in found.group() else None
    second = int(last) if len(last) == 4 else first - first % 100 + int(last)
    return Span(Year(first), Year(second)) if second > first else None


_DECADE_WORDS = {
    "twenties": 1920, "thirties": 1930, "forties": 1940, "fifties": 1950, "sixties": 1960, "seventies": 1970,
    "eighties": 1980, "nineties": 1990,
}  # fmt: skip


def _decade(found: re.Match[str]) -> Form:
    if found["decade"]:
        return Decade(int(found["decade"]))
    return Decade(_DECADE_WORDS[found["word"].lower()] if found["word"] else 1900 + int(found["short"]))


_CENTURY_WORDS = {"eighteenth": 18, "nineteenth": 19, "twentieth": 20, "twenty-first": 21}


def _century(found: re.Match[str]) -> Form:
    text = found["ordinal"].lower()
    return Century(_CENTURY_WORDS[text] if text in _CENTURY_WORDS else int(text.rstrip("sthndr")))


def _attacks(_: re.Match[str]) -> Form:
    return Date(9, 11, 2001)


_THE = r"(?i:the\s+)?"
_WHICH = phrases("this past", "this coming", "the coming", "the past", "last", "next", "this", "coming", "past")
_PLAIN_SEASON = phrases("spring", "summer", "autumn", "fall", "winter") + r"\b"
_SHORT_MONTH = r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)"

RULES = (
    rule("iso", _iso, r"(?P<year>(?:1[5-9]|2[01])\d\d)-(?P<month>\d\d)-(?P<day>\d\d)", r"(?:T[\d:.+Z-]+)?(?![\d-])"),
    rule(
        "numeric",
        _numeric,
        r"(?P<first>\d{1,2})(?:/(?P<slashed>\d{1,2})/|\.(?P<dotted>\d{1,2})\.)",
        r"(?P<year>(?:19|2[01])\d\d)(?![\d/]|\.\d)",
    ),
    rule("nine-eleven", _attacks, r"9/11\b(?![/\d])"),
    rule(
        "month-day",
        _month_day,
        _WEEKDAY_FIRST,
        rf"(?P<month>{MONTH})(?:\s+(?:the\s+)?|(?<=\.))",
        rf"(?P<day>{DAY_NUMBER}|{DAY_WORD}{_NO_COUNT}){_SECOND_DAY}",
        rf"(?:,?\s+(?:of\s+)?(?P<year>{YEAR}))?",
    ),
    rule(
        "day-month",
        _day_month,
        _WEEKDAY_FIRST,
        rf"(?:{_THE}(?P<day>{DAY_NUMBER})|(?i:the\s+)(?P<day_said>{DAY_WORD})(?=\s+of\s))",
        rf"(?:\s*[-–]\s*(?P<last>{DAY_NUMBER})",
        rf"|\s+(?:to|through|until|and)\s+(?:the\s+)?(?P<last_said>{DAY_NUMBER}))?",
        rf"(?:\s+of\s+|\s+|-)(?P<month>{MONTH})(?![\w’'])(?:,?\s+(?P<year>{YEAR}))?",
    ),
    rule(
        "holiday",
        _holiday,
        r"(?P<name>Christmas(?:\s+(?:Eve|Day))?|Boxing\s+Day|New\s+Year['’]s(?:\s+(?:Eve|Day))?|May\s+Day)\b",
        r"(?:,?\s+(?P<year>(?:19|2[01])\d\d))?",
    ),
    rule(
        "month-of-which",
        _which_month,
        rf"(?P<which>{_WHICH})\s+(?P<month>{MONTH_NAME}|(?:Jan|Feb|Aug|Sept?|Oct|Nov|Dec)\.)(?!\s+\d)",
    ),
    rule("season-of-which", _which_season, rf"(?P<which>{_WHICH})\s+(?P<season>{_PLAIN_SEASON})"),
    rule(
        "month",
        _month,
        rf"(?P<month>{MONTH_NAME}|{_SHORT_MONTH}\.?(?=,?\s+{YEAR}))",
        rf"(?:,?\s+(?:of\s+)?(?P<year>{YEAR}))?",
    ),
    rule(
        "season",
        _season,
        rf"{_THE}(?P<season>{_PLAIN_SEASON})",
        rf"(?:(?:\s+of|,)?\s+(?P<year>{YEAR})(?:[-–/]\d\d(?:\d\d)?\b)?)?",
    ),
    rule("quarter", _quarter, rf"Q(?P<number>[1-4])\b(?:,?\s+(?:of\s+)?(?P<year>{YEAR}))?"),
    rule(
        "century",
        _century,
        rf"{_THE}(?P<ordinal>{phrases(*_CENTURY_WORDS)}|(?:2[01]|1\d|[1-9])(?:st|nd|rd|th))",
        r"[\s-]century\b(?!\s+B\.?C)",
    ),
    rule(
        "decade",
        _decade,
        rf"(?:{_THE}(?P<decade>(?:1[5-9]|20)\d0)['’]?s\b|(?:(?i:the)\s+['’]?|['’])(?P<short>[2-9]0)s\b",
        rf"|(?i:the)\s+(?P<word>{phrases(*_DECADE_WORDS)})\b)",
    ),
    rule(
        "day-of-month",
        _day_of_month,
        r"(?<=[Oo]n )the\s+(?P<day>(?:3[01]|[12]?\d)(?:st|nd|rd|th))",
        r"(?=\s*[.,;:)]|\s*\Z|\s+(?:of\s+(?:this|last|next|the)|to|in|at|and|for|when|with)\b)",
    ),
    rule(
        "year",
        _year,
        rf"(?:{_THE}(?i:year)\s+)?(?P<year>{YEAR})(?:\s?[-–/]\s?(?P<last>\d{{4}}|\d{{2}})(?![\d-]))?",
    ),
)
