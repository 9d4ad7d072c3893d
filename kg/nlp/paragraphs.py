"""Sentence starts that no model has to guess: a new section, and the news behind a dateline, are new sentences."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, Token

__all__ = ["mark_paragraphs"]

_STARTS: Final = "SENT_START"
_YES: Final = np.uint64(1)  # as spaCy has the attribute
_NO: Final = np.int64(-1).astype(np.uint64)
_DASHES = frozenset({"—", "–", "--", "-"})
_LONGEST_DATELINE = 12  # tokens: "BANDAR SERI BEGAWAN, Brunei, July 2 (Reuters) —"


@Language.component("kg_paragraphs", assigns=["token.is_sent_start"])
def mark_paragraphs(doc: Doc) -> Doc:
    """Start a sentence at the first token behind a blank line or a dateline ("LIMA, Peru — The president ...").

    Runs before the parser, which keeps what is set: left to itself it takes a dateline for the subject.
    """
    starts = doc.to_array(_STARTS).astype(np.uint64).reshape(-1, 1)
    begins = True
    for token in doc:
        if token.is_space:
            begins = begins or token.text.count("\n") > 1
            if token.i:
                starts[token.i, 0] = _NO
        elif begins:
            starts[[token.i, *_behind_dateline(token)], 0] = _YES
            begins = False
    # One by one, spaCy would look through the Doc each time. The type it declares has 32 bits, its attributes 64.
    return doc.from_array([_STARTS], starts)  # type: ignore[arg-type]


def _behind_dateline(first: Token) -> Iterator[int]:
    if len(first) < 3 or not first.text.isupper():
        return
    line = first.doc[first.i : first.i + _LONGEST_DATELINE]
    dash = next((t for t in line if t.text in _DASHES), None)
    if dash is None or dash.i + 1 == len(first.doc):
        return
    if all(t.is_title or t.is_upper or t.is_punct or t.is_digit for t in first.doc[first.i : dash.i]):
        yield dash.i + 1
