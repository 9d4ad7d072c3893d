"""When two names, stretches of text or dates count as the same."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

__all__ = ["cut", "dates_agree", "flattened", "normalized", "overlap"]

# Two stretches of text are about the same place if they share this part of the shorter one's words, and it has so many.
SHARED_WORDS: Final = 0.75
FEWEST_WORDS: Final = 4
SHOWN_CHARACTERS: Final = 90
_DAY_LENGTH: Final = len("2013-05-28")


def cut(text: str) -> str:
    """The beginning of a text, short enough to be shown in a line."""
    return text if len(text) <= SHOWN_CHARACTERS else f"{text[: SHOWN_CHARACTERS - 1]}…"


def normalized(name: str) -> str:
    """A name as it is compared: ASCII letters and figures in lower case, without ``'s``, punctuation and "the"."""
    text = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    words = re.sub(r"[^a-z0-9 ]+", "", re.sub(r"['’]s\b", "", text)).split()
    return " ".join(words).removeprefix("the ")


def flattened(text: str) -> str:
    """Text with straight quotation marks and single spaces."""
    return " ".join(re.sub(r"[‘’]", "'", re.sub(r"[“”„\"]", '"', text)).split())


def overlap(one: str, other: str) -> bool:
    """Whether two stretches of text are about the same place: one holds the other, or most words are shared."""
    first, second = flattened(one).casefold(), flattened(other).casefold()
    if not first or not second:
        return False
    if first in second or second in first:
        return True
    words, others = set(re.findall(r"\w+", first)), set(re.findall(r"\w+", second))
    shorter = min(len(words), len(others))
    return shorter >= FEWEST_WORDS and len(words & others) >= SHARED_WORDS * shorter


def dates_agree(gold: str | None, told: str | None) -> bool:
    """Whether a told date is the gold one: equal, a day within its range, or within the month or year it names.

    Args:
        gold: a day, month, year, or ``first/last``; None if the article states none.
        told: the same of the system.
    """
    if not gold or not told:
        return gold == told
    if gold == told:
        return True
    if "/" in gold and "/" not in told:
        first, last = gold.split("/", maxsplit=1)
        return first <= told <= last
    return len(gold) < _DAY_LENGTH and all(part.startswith(gold) for part in told.split("/"))
