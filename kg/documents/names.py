"""Names where a newspaper prints them outside its sentences: bylines and photographers' credits."""

from __future__ import annotations

import re
from enum import IntEnum
from typing import Final

from kg.documents.publishers import is_publisher

__all__ = ["MOST_CREDIT_WORDS", "Credit", "byline_names", "credit_of", "looks_like_names"]

_PARTICLES: Final = frozenset(
    {
        *("al", "bin", "da", "de", "del", "della", "der", "di", "dos", "du", "el", "ibn", "la", "le"),
        *("of", "the", "van", "von", "y", "zu", "and", "for"),
    }
)
_NAME_WORD: Final = re.compile(
    r"(?:[^\W\d_a-z][\w.'’-]*|(?:al|el|d|o)[-'’][^\W\d_]\w+|(?:[\w-]+\.)+(?:com|int|net|org|ru|ua|uk))"
)
_BYLINE: Final = re.compile(
    r"(?:(?:(?:written|reported|story|report)\s+)?by|authors?)\s*:?\s+(?P<names>\S.*)", re.IGNORECASE
)
_BETWEEN_NAMES: Final = re.compile(r"\s*(?:,|;|/|&|\band\b|\bwith\b)\s*", re.IGNORECASE)
# What follows a name in a byline and is none: "Special to The Moscow Times", "Staff Writer", "in Geneva".
_NOT_A_NAME: Final = re.compile(
    r"\(.*|\b(?:special\s+(?:to|for)|staff|writer|correspondent|reporter|editor|columnist|contributor|in\s)\b.*",
    re.IGNORECASE,
)
_LABEL: Final = re.compile(
    r"(?:(?:photo(?:graph)?s?|image|picture|credit|courtesy)\s*(?:credit)?\s*(?:by\b|of\b|:)|©|\(c\)|ap photo\b)\s*",
    re.IGNORECASE,
)
MOST_CREDIT_WORDS: Final = 8
MOST_BYLINE_WORDS: Final = 16


class Credit(IntEnum):
    """How surely a few words are a picture's credit: a bare name may be anything, an agency or a label tells."""

    NO = 0
    NAME = 1
    CERTAIN = 2


def credit_of(text: str) -> Credit:
    """Whether ``text`` is a picture's credit: ``Jim Young``, ``Pablo Martinez Monsivais / AP``, ``Photo: Reuters``."""
    text = text.strip(" *_()[]")
    labelled = _LABEL.match(text)
    rest = text[labelled.end() :].strip(" /:") if labelled else text
    if not rest or len(rest.split()) > MOST_CREDIT_WORDS or re.search(r"[!?:;\"“”]|[^\W\d_]{4,}\.$", rest):
        return Credit.NO
    parts = [part.strip() for part in re.split(r"[/,|]|\s[-–—]\s", rest) if part.strip()]
    if not parts or not all(is_publisher(part) or looks_like_names(part) for part in parts):
        return Credit.NO
    agency = is_publisher(parts[-1]) or re.search(r"\w\.(?:com|int|net|org|ru|ua|uk)$", rest) is not None
    return Credit.CERTAIN if labelled or agency or ("/" in rest and len(parts) > 1) else Credit.NAME


def looks_like_names(text: str) -> bool:
    """Whether every word could stand in a name: capitalised, a particle, or a site's address."""
    words = text.split()
    proper = [word for word in words if _NAME_WORD.fullmatch(word.strip(","))]
    return bool(proper) and all(word.strip(",") in _PARTICLES or word in proper for word in words)


def byline_names(text: str, *, linked: bool) -> tuple[str, ...]:
    """The names in a byline ("By Alexander Winning and Ivan Petrov"); empty where ``text`` is none.

    Args:
        text: one line, without markup.
        linked: whether its name was a link, which no sentence's beginning is.
    """
    match = _BYLINE.fullmatch(text)
    if match is None or len(text.split()) > MOST_BYLINE_WORDS or re.search(r"[0-9|]", text):
        return ()
    whole = match["names"].strip(" .")
    names = [whole] if is_publisher(whole) else _BETWEEN_NAMES.split(whole)
    names = [name for name in (_NOT_A_NAME.sub("", name).strip(" .") for name in names) if name] or [whole]
    ends_as_sentence = re.search(r"[^\W\d_]{4,}[.!?]$", text) is not None
    if not names or not (linked or (not ends_as_sentence and all(looks_like_names(name) for name in names))):
        return ()
    return tuple(dict.fromkeys(names))
