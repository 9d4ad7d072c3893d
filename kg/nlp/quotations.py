"""Where the quotation marks open and close, paragraph by paragraph, whatever the typist did.

Newspapers leave the closing mark out at the end of a paragraph when the quotation goes on in the next; typists forget
it elsewhere. Either way a quotation ends with its paragraph, so that one lost mark never turns the rest of an article
inside out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from spacy.tokens import Doc, Token

__all__ = ["Quotation", "paragraphs", "quotations"]

_OPENING = frozenset({"“", "„", "«"})
_CLOSING = frozenset({"”", "»"})
_STRAIGHT = frozenset({'"', "``", "''"})


@dataclass(frozen=True, slots=True)
class Quotation:
    """The tokens between two quotation marks; ``closed`` is false where the paragraph ended first."""

    start: int
    end: int
    closed: bool


@lru_cache(maxsize=1)  # several components ask, and the words of a Doc do not change
def paragraphs(doc: Doc) -> tuple[tuple[int, int], ...]:
    """The paragraphs as token ranges, blank lines left out."""
    return tuple(_paragraphs(doc))


def _paragraphs(doc: Doc) -> Iterator[tuple[int, int]]:
    start = 0
    for token in doc:
        if token.is_space and token.text.count("\n") > 1:
            if token.i > start:
                yield start, token.i
            start = token.i + 1
    if start < len(doc):
        yield start, len(doc)


@lru_cache(maxsize=256)  # paragraphs
def quotations(doc: Doc, start: int, end: int) -> tuple[Quotation, ...]:
    """The quotations of one paragraph in order; a straight mark right behind a number (inches) opens none."""
    found: list[Quotation] = []
    opened: int | None = None
    for token in doc[start:end]:
        if token.text in _OPENING:
            opened = token.i + 1
        elif token.text in _CLOSING or (token.text in _STRAIGHT and opened is not None):
            if opened is not None and token.i > opened:
                found.append(Quotation(opened, token.i, closed=True))
            opened = None
        elif token.text in _STRAIGHT and not _means_inches(token):
            opened = token.i + 1
    if opened is not None and opened < end:
        found.append(Quotation(opened, end, closed=False))
    return tuple(found)


def _means_inches(mark: Token) -> bool:
    before = mark.doc[mark.i - 1] if mark.i else None
    return before is not None and before.like_num and not before.whitespace_
