"""Sentence starts that no model has to guess: a new section, and the news behind a dateline, are new sentences."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, Token

__all__ = ["mark_paragraphs"]

_DASHES = frozenset({"—", "–", "--", "-"})
_LONGEST_DATELINE = 12  # tokens: "BANDAR SERI BEGAWAN, Brunei, July 2 (Reuters) —"


@Language.component("kg_paragraphs", assigns=["token.is_sent_start"])
def mark_paragraphs(doc: Doc) -> Doc:
    """Start a sentence at the first token behind a blank line or a dateline ("LIMA, Peru — The president ...").

    Runs before the parser, which keeps what is set: left to itself it takes a dateline for the subject.
    """
    begins = True
    for token in doc:
        if token.is_space:
            begins = begins or token.text.count("\n") > 1
            if token.i:
                token.is_sent_start = False
        elif begins:
            token.is_sent_start = True
            _mark_behind_dateline(token)
            begins = False
    return doc


def _mark_behind_dateline(first: Token) -> None:
    if len(first) < 3 or not first.text.isupper():
        return
    line = first.doc[first.i : first.i + _LONGEST_DATELINE]
    dash = next((t for t in line if t.text in _DASHES), None)
    if dash is None or dash.i + 1 == len(first.doc):
        return
    if all(t.is_title or t.is_upper or t.is_punct or t.is_digit for t in first.doc[first.i : dash.i]):
        first.doc[dash.i + 1].is_sent_start = True
