"""How a written name becomes the key under which it is found, and the id under which it is stored."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

__all__ = ["as_written", "normalise", "slug"]

_POSSESSIVE = re.compile(r"(?:(?<=\w|\.)['’]s|(?<=s)['’])$", re.IGNORECASE)
_INITIALS = re.compile(r"(?<![^\W\d_])[A-Z](?:(?:\.\s?|\s)[A-Z](?![^\W\d_]))+\.?")
_DROPPED = re.compile(r"['’‘ʼʻʿ`´.,()\"“”]")
_SEPARATORS = re.compile(r"[\s\-‐‑–—/_]+")
_SINGLE_LETTER = re.compile(r"\b[A-Za-z]\b")
_UNDECOMPOSED = str.maketrans(
    dict(zip("ıłŁøØđĐðÐħĦəƏ", "ilLoOdDdDhHaA", strict=True))
    | {"ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "þ": "th", "Þ": "Th", "&": " and "}
)


@lru_cache(2**14)  # a text names few things, and them again and again
def normalise(surface: str) -> str:
    """The key under which a written name is found.

    Takes out a possessive ending, a leading "the", diacritics, dots and apostrophes, reads hyphens as spaces, and folds
    case, save in words written in capitals throughout, which are acronyms: "the U.S.'s" and "US" have the same key, and
    it is not that of "us".
    """
    if surface.isascii() and surface.replace(" ", "").isalpha() and not _SINGLE_LETTER.search(surface):
        return _joined(surface.split())
    text = _POSSESSIVE.sub("", surface.strip())
    text = _INITIALS.sub(lambda match: re.sub(r"[.\s]", "", match.group()), text)
    text = _DROPPED.sub("", text.translate(_UNDECOMPOSED))
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return _joined([word for word in _SEPARATORS.split(text) if word])


def _joined(words: list[str]) -> str:
    words = [word if len(word) > 1 and word.isupper() else word.casefold() for word in words]
    return " ".join(words[1:] if len(words) > 1 and words[0] == "the" else words)


def as_written(text: str) -> str:
    """A name as a text writes it, without line breaks and the brackets of an editor ("[Sergei] Lavrov")."""
    return " ".join(text.replace("[", "").replace("]", "").split())


def slug(name: str) -> str:
    """The id that a name makes ("Sergey Lavrov" -> ``sergey-lavrov``); empty where no letter or digit is left."""
    return re.sub(r"[^a-z0-9]+", "-", normalise(name).casefold()).strip("-")
