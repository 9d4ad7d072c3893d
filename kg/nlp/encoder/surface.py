"""What word pieces in lower case do not show of a token: its letters' case and the white space before it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

__all__ = ["CASES", "GAPS", "SurfaceToken", "case_of", "surface_tokens"]

# Class 0 of both belongs to the pieces that open and close a sequence.
CASES: Final = ("", "lower", "title", "initial", "upper", "mixed", "digit", "other")
GAPS: Final = ("", "none", "space", "wide", "line", "paragraph")


@dataclass(frozen=True, slots=True)
class SurfaceToken:
    """A token that is not white space: its index in the Doc, its text, the classes of its case and its gap."""

    index: int
    text: str
    case: int
    gap: int


@lru_cache(maxsize=100_000)
def case_of(text: str) -> int:
    """The index in CASES of a token's case."""
    if not any(c.isalpha() for c in text):
        return 6 if any(c.isdigit() for c in text) else 7
    letters = [c for c in text if c.isalpha()]
    if len(letters) < len(text) and any(c.isdigit() for c in text):
        return 6
    if all(c.isupper() for c in letters):
        return 3 if len(letters) == 1 else 4
    if not any(c.isupper() for c in letters):
        return 1
    return 2 if letters[0].isupper() and not any(c.isupper() for c in letters[1:]) else 5


def surface_tokens(tokens: Iterable[tuple[str, bool]]) -> list[SurfaceToken]:
    """The tokens that are not white space, from all tokens as (text, whether a space follows)."""
    found = []
    gap = "\n\n"
    for index, (text, space) in enumerate(tokens):
        if text.isspace():
            gap += text
        else:
            found.append(SurfaceToken(index, text, case_of(text), _gap_of(gap)))
            gap = ""
        if space:
            gap += " "
    return found


def _gap_of(white: str) -> int:
    lines = white.count("\n")
    if lines:
        return 5 if lines > 1 else 4
    return min(len(white), 2) + 1
