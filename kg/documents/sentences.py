"""How printed text ends: a sentence with its mark, a headline without, a cut line in the middle of a phrase."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["LONGEST_HEADLINE", "ends_sentence", "hangs", "is_closed", "is_headline"]

LONGEST_HEADLINE: Final = 250
TAIL: Final = 40  # characters that show how a text ends, so that long texts cost no more than short ones

_SENTENCE: Final = re.compile(r"[.!?…][\"'”’)\]*_]*\s*$")
_CLOSED: Final = re.compile(r"[.!?…:;][\"'”’)\]]*$")
_HANGING: Final = re.compile(
    r"(?:[,–—-]|\b(?:a|an|the|and|or|but|nor|that|which|who|of|to|in|on|at|by|for|from|with|as|than|into|over|between|"
    r"is|are|was|were|be|been|has|have|had|will|would|its|their|his|her))$"
)
# A full stop after a word of three letters or more ends a sentence; after fewer it may end "U.S." or "Jr."
_NO_HEADLINE: Final = re.compile(r"(?:[^\W\d_]{3,}|\d)[.][\"'”’)]*$|[,;:]$")


def ends_sentence(text: str) -> bool:
    """Whether text ends with a sentence's mark, whatever quotes, brackets or emphasis close after it."""
    return _SENTENCE.search(text[-TAIL:]) is not None


def is_closed(text: str) -> bool:
    """Whether a paragraph ends as printed paragraphs do."""
    return _CLOSED.search(text[-TAIL:]) is not None


def hangs(text: str) -> bool:
    """Whether text ends where no phrase ends: at a comma, a dash, or a word that asks for another."""
    return _HANGING.search(text[-TAIL:].rstrip()) is not None


def is_headline(text: str) -> bool:
    """Whether text is short and ends as headlines do: without a full stop, unless in an abbreviation ("the U.S.")."""
    return 0 < len(text) <= LONGEST_HEADLINE and _NO_HEADLINE.search(text[-TAIL:]) is None
