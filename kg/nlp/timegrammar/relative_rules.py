"""Expressions that count from somewhere: today, last week, the next day, the end of the month, every Monday."""

from __future__ import annotations

import re

from kg.nlp.timegrammar.forms import (
    Day,
    Form,
    Month,
    Near,
    Nth,
    Origin,
    Part,
    PartOf,
    Period,
    Recurring,
    Shifted,
    Unit,
    Vague,
    Weekday,
    Which,
)
from kg.nlp.timegrammar.lexicon import (
    DAYPART,
    MONTH_NAME,
    ORDINAL,
    WEEKDAY,
    WEEKDAY_STEM,
    month_number,
    ordinal,
    part,
    phrases,
    unit,
    weekday_number,
    which,
)
from kg.nlp.timegrammar.names import is_broadcast, is_person_may, is_weekday
from kg.nlp.timegrammar.rule import left_of, right_of, rule

__all__ = ["NTH_RULE", "RULES"]

_PERIOD = r"(?i:week|weekend|month|quarter|year|decade|century)\b"
_WHICH = phrases("this past", "this coming", "last", "next", "this", "coming", "past", "the current", "current")
_SHIFTS = {Which.LAST: -1, Which.PAST: -1, Which.THIS: 0, Which.NEXT: 1, Which.COMING: 1}


# --- days -------------------------------------------------------------------------------------------------------------

_DAYS = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1}


def _deictic(found: re.Match[str]) -> Form | None:
    return None if is_broadcast(found) else Day(_DAYS[found["word"].lower()])


def _two_days_off(found: re.Match[str]) -> Form:
    return Day(-2 if found["word"].lower() == "before" else 2)


def _this_daypart(found: re.Match[str]) -> Form:
    return Day(-1 if found["which"].lower() == "last" else 0)


def _weekday(found: re.Match[str]) -> Form | None:
    return Weekday(weekday_number(found["weekday"]), which(found["which"])) if is_weekday(found) else None


# --- periods ----------------------------------------------------------------------------------------------------------


def _period(found: re.Match[str]) -> Form | None:
    """A calendar period; "the last year of the war" counts from the war."""
    if is_broadcast(found) or (
        re.match(r"\s+of\s+(?:the|his|her|its|their|a|an)\b", right_of(found))
        and found["which"].lower() in {"last", "next"}
    ):
        return None
    form = Period(unit(found["unit"]), _SHIFTS[which(found["which"]) or Which.THIS])
    return PartOf(Part.END, form) if found["end"] else form


def _the_weekend(_: re.Match[str]) -> Form:
    return Period(Unit.WEEKEND, None)


def _over_next(found: re.Match[str]) -> Form:
    return Period(unit(found["unit"]), -2 if "last" in found.group().lower() else 2)


def _part_of_unit(found: re.Match[str]) -> Form | None:
    """A part of the running period; "at the end of the day" is an idiom, "by the end of the day" is not."""
    whole = unit(found["unit"])
    if whole is Unit.DAY:
        return Day(0) if re.search(r"\b(?:by|before|until|till)\s+$", left_of(found), re.IGNORECASE) else None
    return PartOf(part(found["part"]), Period(whole, 0))


def _later_in(found: re.Match[str]) -> Form:
    whole, which_part = unit(found["unit"]), part(found["part"])
    if whole is Unit.DAY:
        return PartOf(which_part, Shifted(0, Unit.DAY, Origin.REFERENCE))
    return PartOf(which_part, Period(whole, 0))


def _units_end(found: re.Match[str]) -> Form:
    return PartOf(Part.END, Period(unit(found["unit"]), _SHIFTS[which(found["which"]) or Which.THIS]))


def _mid_unit(found: re.Match[str]) -> Form:
    return PartOf(Part.MIDDLE, Period(unit(found["unit"]), 0))


# --- from the time spoken of ------------------------------------------------------------------------------------------

_OVER = re.compile(r"\b(?:over|in|within|during|for|through|throughout)\s+$", re.IGNORECASE)
_SIDES = {"that": 0, "same": 0, "following": 1, "next": 1, "ensuing": 1, "previous": -1, "preceding": -1, "prior": -1}


def _discourse(found: re.Match[str]) -> Form | None:
    """But "over the next week" counts from the publication date, "the next week" from the time spoken of."""
    side = _SIDES[(found["side"] or found["that"]).lower()]
    if (
        found["unit"]
        and found["unit"].lower() != "day"
        and _OVER.search(left_of(found))
        and (found["side"] or "").lower() == "next"
    ):
        return None
    if found["weekday"]:
        return Near(Weekday(weekday_number(found["weekday"])), side)
    if found["month"]:
        if found["month"].capitalize() == "May" and is_person_may(found):
            return None
        return Near(Month(month_number(found["month"])), side)
    word = found["unit"].lower()
    return Shifted(
        side, Unit.DAY if word in {"morning", "evening", "afternoon", "night"} else unit(word), Origin.REFERENCE
    )


_NO_EVENT = re.compile(r"\s*(?:[.,;:)\]\"'”’–—]|\Z)|\s+(?:in|at|on|by|with|to|and|but|when|that)\b")


def _unit_before(found: re.Match[str]) -> Form:
    """Alone "the day before" counts from the time spoken of, "the day before the vote" from an event."""
    alone = _NO_EVENT.match(right_of(found))
    side = -1 if found["side"].lower() == "before" else 1
    return Shifted(side, unit(found["unit"]), Origin.REFERENCE if alone else Origin.EVENT)


def _nth(found: re.Match[str]) -> Form:
    """A numbered period: "the second week" is found here and finds its month when the parts are put together."""
    of = Period(unit(found["of"]), 0) if found["of"] else None
    if found["weekday"]:
        return Nth(ordinal(found["ordinal"]), None, weekday_number(found["weekday"]), of)
    return Nth(ordinal(found["ordinal"]), unit(found["unit"]), of=of)


def _recurring(_: re.Match[str]) -> Form:
    return Recurring()


def _vague(found: re.Match[str]) -> Form:
    return Vague("vague-past" if re.search(r"\b(?:past|other)\b", found.group()) else "vague")


_THE = r"(?i:the\s+)?"
_DAY_OR_NIGHT = r"(?i:(?:early |late |mid-?)?(?:morning|afternoon|evening|night))\b"
_UNIT = r"(?P<unit>(?i:day|week|month|quarter|year|decade|century))\b"
_PART_WORD = phrases(
    "beginning", "start", "middle", "end", "close", "first half", "second half", "last half", "latter half",
    "early part", "latter part", "later part", "first part",
)  # fmt: skip
_SEQUENCE = phrases("straight", "consecutive", "full", "successive", "and final", "such", "calendar", "fiscal")

RULES = (
    rule(
        "two-days-off",
        _two_days_off,
        rf"{_THE}(?i:day)\s+(?P<word>(?i:before|after))\s+(?:yesterday|tomorrow)\b",
    ),
    rule("deictic", _deictic, rf"(?P<word>(?i:today|tonight|yesterday|tomorrow))\b(?:\s+{DAYPART})?"),
    rule("this-daypart", _this_daypart, rf"(?P<which>(?i:this|last))\s+{_DAY_OR_NIGHT}"),
    rule(
        "recurring-weekday",
        _recurring,
        rf"(?i:(?:every|each|most)\s+(?:other\s+)?)?{WEEKDAY_STEM}s\b|(?i:every|each|most)\s+(?:other\s+)?{WEEKDAY}",
    ),
    rule(
        "weekday",
        _weekday,
        rf"(?:(?P<which>{_WHICH}|{phrases('the past', 'the coming')})\s+)?(?P<weekday>{WEEKDAY})",
        rf"(?:(?:['’]s)?\s+{DAYPART})?",
    ),
    rule(
        "recurring",
        _recurring,
        r"(?i:(?:every|each)\s+(?:other\s+|single\s+|few\s+|\w+\s+)?",
        r"(?:day|night|week|weekend|month|quarter|year|decade|morning|evening|spring|summer|autumn|fall|winter)s?\b)",
        rf"|(?i:(?:every|each)\s+){MONTH_NAME}",
        r"|(?i:(?:once|twice|thrice|times)\s+(?:a|an|per|every)\s+(?:day|week|month|year|decade)\b)",
    ),
    rule(
        "over-next",
        _over_next,
        rf"(?i:the)\s+(?P<unit>(?i:week|weekend|month|year))\s+{phrases('before last', 'after next')}\b",
    ),
    rule(
        "unit-before",
        _unit_before,
        r"(?i:the)\s+(?P<unit>(?i:day|night|week|month|year))\s+(?P<side>(?i:before|after))\b",
    ),
    rule(
        "period",
        _period,
        rf"(?P<which>{_WHICH})\s+(?:(?i:fiscal|calendar)\s+)?(?P<unit>{_PERIOD})(?:(?P<end>['’]s\s+end)\b)?(?!-)",
    ),
    rule(
        "discourse",
        _discourse,
        rf"(?:(?i:the\s+(?:very\s+)?)(?P<side>{phrases(*_SIDES)})|(?P<that>(?i:that))(?:\s+(?i:same))?)\s+",
        rf"(?:(?P<weekday>{WEEKDAY})(?:\s+{DAYPART})?|(?P<month>{MONTH_NAME})",
        r"|(?P<unit>(?i:day|night|morning|afternoon|evening|week|weekend|month|quarter|year|decade)\b))",
    ),
    rule("weekend", _the_weekend, r"(?i:the)\s+(?i:weekend)\b"),
    rule("part-of-unit", _part_of_unit, rf"{_THE}(?i:very\s+)?(?P<part>{_PART_WORD})\s+(?i:of)\s+{_THE}{_UNIT}(?!-)"),
    rule(
        "later-in",
        _later_in,
        rf"(?P<part>{phrases('earlier', 'later', 'early', 'late', 'midway through')})\s+(?i:in\s+)?(?i:the)\s+{_UNIT}",
    ),
    rule(
        "units-end",
        _units_end,
        r"(?:(?i:the|this)\s+)?(?:(?P<which>(?i:next|last|this))\s+)?(?P<unit>(?i:year|month|week))",
        r"(?:[\s-]end\b|['’]s\s+end\b)",
    ),
    rule("mid-unit", _mid_unit, r"(?i:mid-?)(?P<unit>(?i:week|month|year))\b"),
    rule(
        "vague",
        _vague,
        rf"{_THE}(?:{phrases('very', 'not-too-distant', 'not too distant', 'immediate', 'foreseeable', 'near')}\s+)+",
        r"(?i:future)\b",
        r"|(?i:the\s+(?:near|short|medium|long)\s+term)\b|(?i:the\s+other\s+day)\b",
        r"|(?i:(?:a|some|an)\s+(?:later|earlier|future|early|unspecified|undisclosed|undetermined)\s+(?:date|time))\b",
        r"|(?i:(?:the\s+)?turn\s+of\s+the\s+(?:year|century|decade|month))\b",
    ),
)

NTH_RULE = rule(
    "nth",
    _nth,
    rf"(?:{phrases('the', 'its', 'their', 'his', 'her', 'our', 'my', 'a', 'an', 'fiscal')}\s+)?",
    rf"(?P<ordinal>{ORDINAL}|(?i:last))(?:\s+{_SEQUENCE})?[\s-]",
    rf"(?:(?P<weekday>{WEEKDAY})|(?P<unit>(?i:day|week|weekend|month|quarter|half|year|decade)\b))",
    r"(?:\s+of\s+the\s+(?P<of>month|quarter|year|decade)\b)?",
)
