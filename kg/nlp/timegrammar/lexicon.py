"""The words of time, what each is worth, and the regular expressions made of them.

Letters keep their case where case tells a time from another word ("May" and "may", "March" and "march"); function
words may begin a sentence, so they are matched in either case.
"""

from __future__ import annotations

import re

from kg.nlp.timegrammar.forms import Looseness, Part, SeasonName, Unit, Which

__all__ = [
    "AMOUNT",
    "COUNT",
    "DAYPART",
    "DAY_NUMBER",
    "DAY_WORD",
    "MONTH",
    "MONTH_NAME",
    "ORDINAL",
    "UNIT",
    "WEEKDAY",
    "WEEKDAY_ANY",
    "WEEKDAY_STEM",
    "YEAR",
    "day_number",
    "either_case",
    "looseness",
    "month_number",
    "number",
    "ordinal",
    "part",
    "phrases",
    "season",
    "unit",
    "weekday_number",
    "which",
]


def either_case(pattern: str) -> str:
    """The pattern, matched without regard to case."""
    return f"(?i:{pattern})"


def phrases(*options: str) -> str:
    """Any of the phrases, in either case, with any white space between their words."""
    return either_case("|".join(option.replace(" ", r"\s+") for option in options))


# --- days and months --------------------------------------------------------------------------------------------------

_WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            ("monday", "mon"),
            ("tuesday", "tues", "tue"),
            ("wednesday", "wed"),
            ("thursday", "thurs", "thur", "thu"),
            ("friday", "fri"),
            ("saturday", "sat"),
            ("sunday", "sun"),
        )
    )
    for name in names
}
_MONTH_NAMES = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_MONTHS = {name.lower(): number for number, name in enumerate(_MONTH_NAMES, start=1)} | {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9, "oct": 10, "nov": 11,
    "dec": 12,
}  # fmt: skip

WEEKDAY_STEM = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
WEEKDAY = WEEKDAY_STEM + r"\b"
# A weekday written before a date may be abbreviated: there it cannot be the sun, or what someone sat on.
WEEKDAY_ANY = rf"(?:{WEEKDAY}|(?:Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun)\b\.?)"
MONTH_NAME = r"(?:" + "|".join((*_MONTH_NAMES, *(name.upper() for name in _MONTH_NAMES))) + r")\b"
# "Jan" and "Mar" alone are people and places; every use of MONTH puts a number beside it.
MONTH = rf"(?:{MONTH_NAME}|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
DAYPART = either_case(r"(?:early |late |mid-?)?(?:morning|afternoon|evening|night|midday|noon|lunchtime|dawn)\b")

_ORDINALS = {
    word: value
    for value, word in enumerate(
        (
            "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
            "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth",
            "twentieth", "twenty-first", "twenty-second", "twenty-third", "twenty-fourth", "twenty-fifth",
            "twenty-sixth", "twenty-seventh", "twenty-eighth", "twenty-ninth", "thirtieth", "thirty-first",
        ),
        start=1,
    )
} | {"last": -1, "final": -1}  # fmt: skip
_ORDINAL_WORD = "|".join(sorted((word for word in _ORDINALS if _ORDINALS[word] > 0), key=len, reverse=True))
ORDINAL = either_case(rf"(?:{_ORDINAL_WORD}|final|\d{{1,2}}(?:st|nd|rd|th))\b")

# "20" of "2013", "3" of "3,000", "3.5" or "3:07", and "5" of "5 million" are no days.
_NO_DAY_BEHIND = r"(?![\d%:]|[.,]\d|(?:-|\s+)(?i:million|billion|trillion|thousand|hundred|per\s?cent|people)\b)"
DAY_NUMBER = rf"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?\b{_NO_DAY_BEHIND}"
DAY_WORD = rf"(?i:{_ORDINAL_WORD})\b"
_COUNTED = r"people|men|women|children|troops|soldiers|fighters|rebels|civilians|members|refugees|dollars|euros|rubles"
# News looks ahead to "sea levels in 2100" and back to a treaty of 1555.
YEAR = rf"(?:1[5-9]|2[01])\d\d(?![\d%]|[.,]\d|\s+(?:{_COUNTED})\b)"


def weekday_number(text: str) -> int:
    """Monday is 0; takes the name or its abbreviation."""
    return _WEEKDAYS[text.lower().rstrip(".,")]


def month_number(text: str) -> int:
    """January is 1; takes the name or its abbreviation."""
    return _MONTHS[text.lower().rstrip(".")]


def ordinal(text: str) -> int:
    """What "second", "2nd" and "final" are worth; the last is -1."""
    lowered = text.lower()
    return _ORDINALS[lowered] if lowered in _ORDINALS else int(lowered.rstrip("sthndr"))


def day_number(text: str) -> int:
    """The day of the month that "22", "22nd" and "eighth" stand for."""
    return int(text) if text.isdigit() else ordinal(text)


# --- amounts ----------------------------------------------------------------------------------------------------------

_ONES = {
    word: value
    for value, word in enumerate(
        (
            "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
            "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
        ),
        start=1,
    )
}  # fmt: skip
_TENS = {
    word: value * 10
    for value, word in enumerate(
        ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"), start=2
    )
}
_PHRASES: dict[str, float | None] = {
    "a": 1, "an": 1, "another": 1, "half a": 0.5, "half an": 0.5, "a half": 0.5, "half": 0.5, "a quarter of an": 0.25,
    "three-quarters of an": 0.75, "three quarters of an": 0.75, "a couple of": 2, "a couple": 2, "couple of": 2,
    "an additional": 1, "a dozen": 12,
    "half a dozen": 6, "a hundred": 100, "a few": None, "few": None, "several": None, "many": None, "some": None,
}  # fmt: skip
_ONE_TO_NINE = "|".join(list(_ONES)[:9])
_BELOW_TWENTY = "|".join(sorted(_ONES, key=len, reverse=True))
_NUMBER_WORD = rf"(?:(?:{'|'.join(_TENS)})(?:[-\s](?:{_ONE_TO_NINE}))?|(?:{_BELOW_TWENTY}))\b"
_DIGITS = r"\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?(?:\s\d/\d|\s?[½¼¾])?"
_PHRASE = "|".join(phrase.replace(" ", r"\s+") for phrase in sorted(_PHRASES, key=len, reverse=True))
COUNT = either_case(rf"(?:{_DIGITS}|{_NUMBER_WORD}(?:\s+and\s+a\s+half)?|(?:{_PHRASE})\b)")

_LOOSE_WORDS = {
    Looseness.ABOUT: (
        "about", "around", "roughly", "approximately", "nearly", "almost", "close to", "just over", "just under",
        "some",
    ),
    Looseness.OVER: (
        "well over", "a little over", "over", "more than", "at least", "no less than", "not less than", "longer than",
    ),
    Looseness.UNDER: (
        "a little under", "under", "less than", "up to", "at most", "no more than", "not more than", "barely",
        "just shy of",
    ),
    Looseness.EXACT: ("only", "just", "exactly"),
}  # fmt: skip
_LOOSE = {word: kind for kind, words in _LOOSE_WORDS.items() for word in words}
_LOOSE_PATTERN = "|".join(word.replace(" ", r"\s+") for word in sorted(_LOOSE, key=len, reverse=True))

_UNITS = {
    "sec": Unit.SECOND, "second": Unit.SECOND, "min": Unit.MINUTE, "minute": Unit.MINUTE, "hr": Unit.HOUR,
    "hour": Unit.HOUR, "day": Unit.DAY, "weekend": Unit.WEEKEND, "week": Unit.WEEK, "month": Unit.MONTH,
    "quarter": Unit.QUARTER, "half": Unit.HALF,
    "year": Unit.YEAR, "decade": Unit.DECADE, "century": Unit.CENTURY, "centurie": Unit.CENTURY, "night": Unit.DAY,
}  # fmt: skip
UNIT = either_case(r"(?:minute|min|hour|hr|day|night|week|month|year|decade|centurie|century)s?\b")
AMOUNT = (
    rf"(?:(?P<loose>(?i:{_LOOSE_PATTERN}))\s+)?(?P<count>{COUNT})\s+"
    rf"(?:(?:more|full|long|straight|consecutive|trading|working)\s+)?(?P<unit>{UNIT})(?!-\w)"
)


def number(text: str) -> float | None:
    """What a count is worth; None for "several" and "a few"."""
    lowered = re.sub(r"\s+", " ", text.lower().strip())
    if lowered in _PHRASES:
        return _PHRASES[lowered]
    if lowered.endswith(" and a half"):
        whole = number(lowered.removesuffix(" and a half"))
        return None if whole is None else whole + 0.5
    if lowered[0].isdigit():
        return _digits(lowered)
    tens, _, ones = lowered.replace(" ", "-").partition("-")
    return _TENS.get(tens, 0) + _ONES.get(ones or tens, 0)


def _digits(text: str) -> float:
    fraction = {"½": 0.5, "¼": 0.25, "¾": 0.75}.get(text[-1], 0.0)
    whole, _, part_ = text.rstrip("½¼¾").strip().replace(",", "").partition(" ")
    if part_:
        numerator, _, denominator = part_.partition("/")
        fraction = int(numerator) / max(int(denominator), 1)
    return float(whole) + fraction


def looseness(text: str | None) -> Looseness:
    """How exactly the words before a count take it."""
    return _LOOSE[re.sub(r"\s+", " ", text.lower())] if text else Looseness.EXACT


def unit(text: str) -> Unit:
    """The unit behind its singular or plural."""
    return _UNITS[text.lower().removesuffix("s")]


# --- deictics, parts and seasons --------------------------------------------------------------------------------------

_WHICH = {
    "last": Which.LAST, "this": Which.THIS, "next": Which.NEXT, "this past": Which.PAST, "past": Which.PAST,
    "the past": Which.PAST, "this coming": Which.COMING, "coming": Which.COMING, "the coming": Which.COMING,
    "the current": Which.THIS, "current": Which.THIS,
}  # fmt: skip
_PARTS = {
    "early": Part.EARLY, "mid": Part.MIDDLE, "middle": Part.MIDDLE, "midway through": Part.MIDDLE, "late": Part.LATE,
    "early hours": Part.EARLY, "small hours": Part.EARLY, "early part": Part.EARLY, "latter part": Part.LATE,
    "later part": Part.LATE, "first part": Part.EARLY,
    "opening days": Part.START, "first days": Part.START, "first few days": Part.START, "last days": Part.END,
    "last few days": Part.END, "final days": Part.END, "closing days": Part.END,
    "beginning": Part.START, "start": Part.START, "end": Part.END, "close": Part.END,
    "first half": Part.FIRST_HALF, "second half": Part.SECOND_HALF, "last half": Part.SECOND_HALF,
    "latter half": Part.SECOND_HALF, "earlier": Part.EARLIER, "later": Part.LATER,
}  # fmt: skip
_SEASONS = {
    "spring": SeasonName.SPRING, "summer": SeasonName.SUMMER, "autumn": SeasonName.AUTUMN,
    "fall": SeasonName.AUTUMN, "winter": SeasonName.WINTER,
}  # fmt: skip


def which(text: str | None) -> Which | None:
    """The deictic behind "last", "this coming" and their like."""
    return _WHICH[re.sub(r"\s+", " ", text.lower())] if text else None


def part(text: str) -> Part:
    """The part behind "early", "the beginning", "the second half"."""
    return _PARTS[re.sub(r"\s+", " ", text.lower())]


def season(text: str) -> SeasonName:
    """The season behind its name."""
    return _SEASONS[text.lower()]
