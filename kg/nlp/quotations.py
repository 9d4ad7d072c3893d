"""Where the quotation marks open and close, paragraph by paragraph, whatever the typist did.

Newspapers leave the closing mark out at the end of a paragraph when the quotation goes on in the next; typists forget
it elsewhere. Either way a quotation ends with its paragraph, so that one lost mark never turns the rest of an article
inside out.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from kg.nlp.extensions import Layout, Paragraph, Quotation

__all__ = ["Paragraph", "Quotation", "layout", "paragraphs", "quoted"]

_OPENING = frozenset({"“", "„", "«"})
_CLOSING = frozenset({"”", "»"})
_STRAIGHT = frozenset({'"', "``", "''"})


def layout(doc: Doc) -> Layout:
    """The paragraphs and quotations of a document, found once: several components ask, and its words do not change."""
    found: Layout | None = doc._.layout
    if found is None:
        parts = tuple(Paragraph(start, end, tuple(_quotations(doc, start, end))) for start, end in _paragraphs(doc))
        within = {i for part in parts for q in part.quotations for i in range(q.start - 1, q.end + q.closed)}
        found = Layout(parts, tuple(i in within for i in range(len(doc))))
        doc._.layout = found
    return found


def paragraphs(doc: Doc) -> tuple[Paragraph, ...]:
    """The paragraphs with their quotations; a straight mark right behind a number (inches) opens none."""
    return layout(doc).paragraphs


def quoted(doc: Doc) -> tuple[bool, ...]:
    """For each token whether it stands inside quotation marks, the marks themselves included."""
    return layout(doc).quoted


def _paragraphs(doc: Doc) -> Iterator[tuple[int, int]]:
    start = 0
    for token in doc:
        if token.is_space and token.text.count("\n") > 1:
            if token.i > start:
                yield start, token.i
            start = token.i + 1
    if start < len(doc):
        yield start, len(doc)


def _quotations(doc: Doc, start: int, end: int) -> Iterator[Quotation]:
    opened: int | None = None
    for token in doc[start:end]:
        straight = token.text in _STRAIGHT
        opens = token.text in _OPENING or (straight and _leans(token, start, end) > 0)
        closes = token.text in _CLOSING or (straight and _leans(token, start, end) < 0)
        if closes or (straight and not opens and opened is not None):
            if opened is not None and token.i > opened:
                yield Quotation(opened, token.i, closed=True)
            opened = None
        elif opens or (straight and not _means_inches(token)):
            opened = token.i + 1
    if opened is not None and opened < end:
        yield Quotation(opened, end, closed=False)


def _leans(mark: Token, start: int, end: int) -> int:
    """Which way the spaces around a straight mark lean it: 1 opens, -1 closes, 0 where they do not tell.

    With it a mark that the typist lost turns only its own sentence inside out, not all that follow.
    """
    before = mark.i == start or bool(mark.doc[mark.i - 1].whitespace_) or mark.doc[mark.i - 1].is_space
    behind = mark.i + 1 == end or bool(mark.whitespace_) or mark.doc[mark.i + 1].is_space
    return int(before) - int(behind)


def _means_inches(mark: Token) -> bool:
    before = mark.doc[mark.i - 1] if mark.i else None
    return before is not None and before.like_num and not before.whitespace_
