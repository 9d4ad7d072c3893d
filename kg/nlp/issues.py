"""From a noun phrase or a clause to the issue it names: a phrase one can read, and the entities in it."""

from __future__ import annotations

from spacy.tokens import Token

from kg.model import Issue
from kg.nlp.reading import Reading

__all__ = ["issue_of"]
# Branches directly on the head that add to the issue without naming it: "the talks, *a first step*, ...".
_SIDE_REMARKS = frozenset({"parataxis", "appos", "discourse", "cc", "conj", "advcl", "acl:relcl", "relcl"})
_NOT_FIRST = frozenset({"that", "whether", "to", "if", "for", "of", "on", "in", "about", "over", "the", "a", "an", "and", "or", ",", "by", "with"})
_LONGEST = 28  # words; a label that would be longer ends at its last complete branch before


def issue_of(head: Token, reading: Reading, *, leave_out: tuple[Token, ...] = ()) -> Issue:
    """The issue that the phrase headed by ``head`` names.

    Args:
        head: the noun, or the predicate of the clause, that is supported, opposed or talked about.
        reading: the document's links.
        leave_out: heads of branches below ``head`` that are not part of it (the holder of a stance, say).
    """
    tokens = _phrase(head, {t.i for t in leave_out})
    while len(tokens) > 1 and (tokens[0].lower_ in _NOT_FIRST or tokens[0].is_punct or tokens[0].is_space):
        tokens = tokens[1:]
    while len(tokens) > 1 and (tokens[-1].is_punct or tokens[-1].is_space or tokens[-1].dep_ == "case"):
        tokens = tokens[:-1]
    tokens = tokens[:_LONGEST]
    return Issue(_text(tokens), reading.about(tokens))


def _phrase(head: Token, leave_out: set[int]) -> list[Token]:
    """The tokens below ``head``, side remarks directly on it left out."""
    kept, waiting = [head], [head]
    while waiting:
        parent = waiting.pop()
        for child in parent.children:
            side_remark = parent == head and child.dep_ in _SIDE_REMARKS
            if child.i not in leave_out and not side_remark:
                kept.append(child)
                waiting.append(child)
    return sorted(kept, key=lambda t: t.i)


def _text(tokens: list[Token]) -> str:
    """The tokens as running text: their own spacing where they stand side by side, one space where some were left out."""
    parts: list[str] = []
    for here, following in zip(tokens, [*tokens[1:], None], strict=True):
        parts.append(here.text)
        if following is not None and (following.i != here.i + 1 or here.whitespace_):
            parts.append(" ")
    return " ".join("".join(parts).split())
