"""Dates of publication as newspapers print them."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Final

__all__ = ["DateLine", "parse_date", "read_date_line"]

# Newspapers are younger than 1605 (the "Relation"); a far future year makes every date resolved against it overflow.
EARLIEST_YEAR: Final = 1605
LATEST_YEAR: Final = 2199
LONGEST_DATE_LINE: Final = 150

_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH: Final = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_WEEKDAY: Final = r"(?:(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?\.?,?\s+)?"
_DAY: Final = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
_YEAR: Final = r"(?P<year>[0-9]{4})"
_ZONE: Final = r"(?:\s?(?:z|gmt|utc|msk|[ecmp][sd]t|bst|cet|cest|(?:gmt|utc)?[+-][0-9]{2}:?[0-9]{2}))?"
_CLOCK: Final = rf"[0-9]{{1,2}}[:.][0-9]{{2}}(?::[0-9]{{2}}(?:[.,][0-9]+)?)?\s?(?:[ap]\.?m\.?)?{_ZONE}"
_BEFORE: Final = rf"{_WEEKDAY}(?:{_CLOCK},?\s+)?{_WEEKDAY}"
_AFTER: Final = rf"(?:(?:,|\s+at|\s+[-–—]|t)?\s*{_CLOCK})?"
_PATTERNS: Final = tuple(
    re.compile(_BEFORE + pattern + _AFTER, re.IGNORECASE | re.ASCII)
    for pattern in (
        rf"{_MONTH}\s+{_DAY}\s*,?\s+{_YEAR}",
        rf"{_DAY}[\s-](?:of\s+)?{_MONTH},?[\s-]{_YEAR}",
        rf"{_YEAR}(?P<mark>[-/.])(?P<number>[0-9]{{1,2}})(?P=mark){_DAY}",
        rf"{_DAY}\.(?P<number>[0-9]{{1,2}})\.{_YEAR}",
    )
)
_UPDATED: Final = r"(?:last\s+)?(?:updated|modified|changed)(?:\s+(?:on|at))?"
_PUBLISHED: Final = r"(?:first\s+)?(?:published|posted|issued|created|publication\s+date|date)(?:\s+(?:on|at))?"
_LABEL: Final = re.compile(rf"(?:(?P<updated>{_UPDATED})|{_PUBLISHED})\s*:?\s+", re.IGNORECASE)
_UNFINISHED_LABEL: Final = "".join(rf"(?<!\b{word})(?<!\b{word}\s)" for word in ("last", "first", "publication"))
_NEXT: Final = re.compile(
    rf"{_UNFINISHED_LABEL}\s*[|•·;,]?\s*\b(?={_UPDATED}|{_PUBLISHED})|\s*[|•·;]\s*", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class DateLine:
    """What a line that holds nothing but dates says.

    ``wrong`` is the wording of a date that looks like one and is none ("February 30, 2013").
    """

    published: dt.date | None = None
    updated: dt.date | None = None
    wrong: str | None = None


def parse_date(text: str) -> dt.date | None:
    """The calendar date that ``text`` is, from its first character to its last, as printed; None where it is none.

    The clock time and zone that may stand beside it do not change it. A date in figures is read only where the order
    is settled: year first, or with full stops, day first ("05/06/2013" is not read).
    """
    match = _match(text)
    return None if match is None else _date_of(match)


def read_date_line(text: str) -> DateLine | None:
    """What a line of dates says ("May 28, 2013", "Published: Jan. 13, 2014 | Updated: ..."); None for any other line.

    Args:
        text: one line, without markup.
    """
    published = updated = wrong = None
    if len(text) > LONGEST_DATE_LINE:
        return None
    for part in filter(None, map(str.strip, _NEXT.split(text))):
        label = _LABEL.match(part)
        match = _match(part[label.end() :] if label else part)
        if match is None:
            return None
        date = _date_of(match)
        if date is None:
            wrong = part
        elif label and label["updated"]:
            updated = date
        else:
            published = published or date
    return DateLine(published, updated, wrong) if published or updated or wrong else None


def _match(text: str) -> re.Match[str] | None:
    return next((match for pattern in _PATTERNS if (match := pattern.fullmatch(text.strip()))), None)


def _date_of(match: re.Match[str]) -> dt.date | None:
    groups = match.groupdict()
    name = groups.get("month")
    month = _MONTHS.index(name[:3].lower()) + 1 if name else int(groups["number"])
    year = int(groups["year"])
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        return None
    try:
        return dt.date(year, month, int(groups["day"]))
    except ValueError:
        return None
