"""What our components hang on spaCy's Doc: declared in one place, values of offsets and ids only.

Spans and Tokens never go into an extension: they keep the whole Doc alive and do not cross a process boundary
(explosion/spaCy discussions on ``nlp.pipe(n_process=...)``); token indices, character offsets and ids do.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from spacy.tokens import Doc

from kg.model import (
    Candidate,
    Entity,
    Interaction,
    Meeting,
    MentionKind,
    Position,
    Section,
    Statement,
    Tenure,
    TimeExpression,
)

__all__ = ["Layout", "Link", "NameSpan", "Paragraph", "Quotation", "register"]


@dataclass(frozen=True, slots=True, order=True)
class NameSpan:
    """A stretch of tokens that is a name, before it is known whose.

    Args:
        start: index of the first token.
        end: index after the last token.
        label: PERSON, ORG, GPE, LOC, NORP or EVENT (OntoNotes' labels); empty where only the gazetteer knows it.
        rule: which source found it.
    """

    start: int
    end: int
    label: str
    rule: str


@dataclass(frozen=True, slots=True)
class Link:
    """A stretch of tokens tied to the entities it refers to; more than one for "the two" and "both countries".

    Args:
        start: index of the first token.
        end: index after the last token.
        head: index of the syntactic head within the stretch.
        entities: ids into ``doc._.entities``, in text order.
        kind: name, nominal or pronoun.
        reason: the rule that tied it there.
        confidence: in [0, 1].
        candidates: every reading considered where context did not decide.
    """

    start: int
    end: int
    head: int
    entities: tuple[str, ...]
    kind: MentionKind
    reason: str
    confidence: float = 1.0
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True)
class Quotation:
    """The tokens between two quotation marks; ``closed`` is false where the paragraph ended first."""

    start: int
    end: int
    closed: bool


@dataclass(frozen=True, slots=True)
class Paragraph:
    """The tokens between two blank lines, and the quotations among them in order."""

    start: int
    end: int
    quotations: tuple[Quotation, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """How a text is laid out: its paragraphs, and for each token whether it stands inside quotation marks."""

    paragraphs: tuple[Paragraph, ...]
    quoted: tuple[bool, ...]


_DEFAULTS: dict[str, object] = {
    "published": dt.date.min,
    "layout": None,
    "sections": tuple[Section, ...](),
    "names": tuple[NameSpan, ...](),
    "links": tuple[Link, ...](),
    "entities": tuple[Entity, ...](),
    "times": tuple[TimeExpression, ...](),
    "tenures": tuple[Tenure, ...](),
    "meetings": tuple[Meeting, ...](),
    "positions": tuple[Position, ...](),
    "statements": tuple[Statement, ...](),
    "interactions": tuple[Interaction, ...](),
}


def register() -> None:
    """Declare the extensions; doing so twice is harmless."""
    for name, default in _DEFAULTS.items():
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=default)


register()
