"""Words that look like times and are none: names of papers, wars, people and parties, verbs, ages, numbers.

Each list holds the false friends of one kind of expression, with an example of each beside it.
"""

from __future__ import annotations

import re

from kg.nlp.timegrammar.lexicon import MONTH_NAME
from kg.nlp.timegrammar.rule import left_of, right_of, stands_alone

__all__ = [
    "is_age",
    "is_broadcast",
    "is_date_of_name",
    "is_month",
    "is_person_may",
    "is_season",
    "is_war",
    "is_weekday",
    "is_year",
]


def _any_of(words: str) -> str:
    """A pattern for any of the words, as written; an underscore stands for white space."""
    return "(?:" + "|".join(words.replace("_", r"\s+").split()) + ")"


_SENTENCE_START = re.compile(r"(?:^|[.!?:;\n]|[\"'“”‘’(—–-])\s*$")

# The Sunday Times; Mail on Sunday; Black Friday; the Good Friday Agreement; Super Tuesday.
_PAPERS = re.compile(
    r"\s+"
    + _any_of(
        """Times Telegraph Express Mirror Herald Mail Post Star Tribune Independent Business_Post Leader World People
        Sun Night_Live"""
    )
    + r"\b"
)
_NAMED_DAYS = re.compile(
    _any_of("Black Bloody Good Ash Palm Easter Super Cyber Maundy Holy Fat Whit Shrove Giving Ruby Mail_on Man")
    + r"\s+$"
)

# The March 14 alliance; the April 6 Youth Movement; the November 17 group; the October 1 Brigades.
_NAMED_DATES = re.compile(
    r"\s+"
    + _any_of(
        """alliance coalition bloc camp [Mm]ovement [Gg]roup [Bb]rigades? Youth [Ff]orces faction Division Street Square
        Bridge Committee Revolution"""
    )
    + r"\b"
)
_NUMBERED_NAME = re.compile(r"\s+\d{1,2}" + _NAMED_DATES.pattern)

# A month needs a sign that it is one. "May" and "March" need it most, "April", "June" and "August" may be people.
_FIRST_NAMES = frozenset({"April", "June", "August"})
_STRONG_CUES = "in since until till during last next this early late mid through throughout around each every between"
_WEAK_CUES = """past coming that of from to before after for the a an its his her their and or following previous by til
as_of beginning starting ending"""
_STRONG_CUE = re.compile(rf"(?:^|\b){_any_of(_STRONG_CUES)}[\s-]+$", re.IGNORECASE)
_CUE = re.compile(rf"(?:^|\b){_any_of(f'{_STRONG_CUES} {_WEAK_CUES}')}[\s-]+$|['’]s\s+$", re.IGNORECASE)
_MONTH_BEFORE = re.compile(rf"(?!May){MONTH_NAME}(?:\s+\d+)?\s*(?:and|or|to|through|until|,|[-–])\s*$")
_LOWER_NOUN = re.compile(r"\s+[a-z]")
_NEXT_NAME = re.compile(r"\s+[A-Z][a-z]")
# The October Revolution; the March on Washington; the March of Dimes.
_EVENT_NAME = re.compile(r"\s+(?:Revolution|War|Uprising|Manifesto|Group)\b|\s+(?:of|on|for)\s+[A-Z]")
_MARCHES = re.compile(_any_of("Long Salt Death Women['’]s Peace Freedom Pride Million_Man Dead Protest") + r"\s+$")
# Theresa May; Prime Minister May said; May's government.
_PERSON_MAY = re.compile(
    r"\b"
    + _any_of("Theresa Mrs\\.? Ms\\.? Miss Mr\\.? Sir Lady Dame Dr\\.? Minister PM Secretary President Senator Rodham")
    + r"\s+May\b|\bMay(?:['’]s)?\s+"
    + _any_of("said says told added insisted argued warned government administration cabinet herself himself")
    + r"\b"
)

# The Prague Spring; the Arab Spring. A season's name with a capital is a title unless a year or a deictic is there.
_SEASON_CUE = re.compile(
    r"\b"
    + _any_of("in over during since until till by before after through throughout of for this that early late mid")
    + r"(?:[\s-]+the)?(?:\s+(?:early|late))?[\s-]+$",
    re.IGNORECASE,
)
_FALL_OF = re.compile(r"\s+(?:of|in|from|behind|out|to)\b")

# Resolution 1973; No. 2012; $2000; Flight 1907; Article 1701; 2,010; about 2000 men; Windows 2000.
_NUMBER_BEFORE = re.compile(
    r"(?:[$€£¥#№]|[\d.,:/]|[\dA-Z]-|\b"
    + _any_of(
        """[Rr]esolutions? No\\.? [Nn]umber [Ff]light [Aa]rticle [Rr]oom [Cc]hannel [Pp]age [Cc]hapter [Ss]ection Unit
        Windows Highway Route Boeing Airbus Order Regulation Directive Form Class some about roughly nearly almost over
        than least most estimated approximately numbered numbering killed kills another additional an_altitude_of"""
    )
    + r"\s*)$"
)
_AT_LEAST = re.compile(r"\b(?:until|till|through|since|before) at least $")
# 1973%; 2000 BCE; a 2000-page report; 1,990 votes, 2000 hours; 1901 decades ago, but "in 1991 decades of rule ended".
_NUMBER_AFTER = re.compile(
    r"\s*(?:[%°:]|B\.?C\b|BCE\b|-?"
    + _any_of(
        "year day week month hour minute strong member seat page mile meter metre kilometer kilometre foot pound ton"
    )
    + r"s?\b|\s(?:decades|centuries)\s+(?:ago|earlier|later|from|hence|away)\b|\s"
    + _any_of(
        """hours GMT UTC local miles kilometers kilometres meters metres feet tons tonnes barrels pounds percent million
        billion thousand delegates prisoners detainees inmates victims deaths casualties vehicles tanks missiles
        warheads seats votes workers jobs students protesters demonstrators policemen officers personnel families homes
        houses villages times others of_(?:them|the|these|those|its|his|their)"""
    )
    + r"\b)"
)
_YEAR_CUES = """in since by until till during of from to between before after through throughout for year early late mid
and or the this that a an its his her their fiscal circa ca c post pre around as_of spring summer autumn fall winter
Olympics Expo Euro Agenda Vision"""
_YEAR_CUE = re.compile(rf"\b{_any_of(_YEAR_CUES)}\.?[\s-]+$|[(\[,–]\s?$", re.IGNORECASE)

_AGE_AFTER = re.compile(r"[\s-]+(?:-?olds?|of\s+age)\b", re.IGNORECASE)
# USA Today; the Today programme; ABC's This Week.
_BROADCASTERS = re.compile(
    _any_of("ABC NBC CBS CNN BBC PBS Fox USA Russia India Pakistan Moscow China Psychology Inside Radio_4 Good")
    + r"(?:['’]s)?\s+[\"“'‘]?$"
)
_PROGRAM = re.compile(r"[\"”'’]?\s+(?:[Ss]how|[Pp]rogram(?:me)?|newspaper|host|magazine)\b")


def is_weekday(found: re.Match[str]) -> bool:
    """Whether a weekday's name is a day here, not part of a paper's, a holiday's or a treaty's name."""
    return not _PAPERS.match(right_of(found)) and not _NAMED_DAYS.search(left_of(found))


def is_date_of_name(found: re.Match[str]) -> bool:
    """Whether a day and month name an alliance, a group, a street."""
    return bool(_NAMED_DATES.match(right_of(found)))


def is_month(found: re.Match[str], name: str) -> bool:
    """Whether a month's name without number or year is a month here, not a person, a verb or a march."""
    left, right = left_of(found), right_of(found)
    if stands_alone(found):
        return True
    if _EVENT_NAME.match(right) or _NUMBERED_NAME.match(right):
        return False
    if name == "May":
        cued = _STRONG_CUE.search(left) or _MONTH_BEFORE.search(left)
        return bool(cued or (_CUE.search(left) and not _PERSON_MAY.search(found.string)))
    if name == "March":
        return not _MARCHES.search(left) and bool(_CUE.search(left) or _MONTH_BEFORE.search(left))
    if _STRONG_CUE.search(left) or _MONTH_BEFORE.search(left):
        return True
    if _CUE.search(left):
        return name not in _FIRST_NAMES or not _NEXT_NAME.match(right)
    return bool(_LOWER_NOUN.match(right)) if name in _FIRST_NAMES else not _NEXT_NAME.match(right)


def is_person_may(found: re.Match[str]) -> bool:
    """Whether the text speaks of somebody called May."""
    return bool(_PERSON_MAY.search(found.string))


def is_season(found: re.Match[str], name: str) -> bool:
    """Whether a season's name without year or deictic is a season here, not a verb or a revolution."""
    if stands_alone(found):
        return True
    if not name.islower() or not _SEASON_CUE.search(left_of(found)):
        return False
    return name != "fall" or not _FALL_OF.match(right_of(found))


def is_year(found: re.Match[str]) -> bool:
    """Whether a four-digit number is a year here, not a resolution, a price or a count."""
    left, right = left_of(found), right_of(found)
    if stands_alone(found):
        return True
    if (_NUMBER_BEFORE.search(left) and not _AT_LEAST.search(left)) or _NUMBER_AFTER.match(right):
        return False
    year = int(found["year"])
    round_number = year % 100 == 0 or not 1900 <= year < 2100
    return not round_number or bool(_YEAR_CUE.search(left)) or not _LOWER_NOUN.match(right)


def is_age(found: re.Match[str]) -> bool:
    """Whether an amount of time is somebody's age ("56 years old", "12-year-old")."""
    return bool(_AGE_AFTER.match(right_of(found)))


def is_war(found: re.Match[str]) -> bool:
    """Whether an amount of time names a war ("the Six-Day War", "the Thirty Years' War")."""
    return bool(re.match(r"['’]?\s+War\b", right_of(found)))


def is_broadcast(found: re.Match[str]) -> bool:
    """Whether "today" or "this week" is the name of a paper or a programme."""
    left = left_of(found)
    if not found.group()[0].isupper():
        return False
    if _PROGRAM.match(right_of(found)):
        return True
    return bool(_BROADCASTERS.search(left)) and not _SENTENCE_START.search(left)
