"""The one door from spaCy's Doc to :mod:`kg.model`: what leaves here knows nothing of tokens any more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from spacy.tokens import Doc

from kg.gazetteer import default_gazetteer
from kg.model import Document, DocumentFacts, Entity, Meeting, Mention, MentionKind, Tenure
from kg.nlp.extensions import Link
from kg.nlp.registry import entity_of

__all__ = ["facts_of"]


def facts_of(doc: Doc, document: Document, pipeline: str) -> DocumentFacts:
    """Everything the components found, as values.

    Args:
        doc: the annotated text; its text is ``document.text``.
        document: the article.
        pipeline: name and version of the pipeline that did it.
    """
    mentions = tuple(m for link in doc._.links for m in _mentions(doc, link))
    return DocumentFacts(
        document=document,
        pipeline=pipeline,
        entities=_closed(doc._.entities, _referred(mentions, doc._.tenures, doc._.meetings)),
        mentions=mentions,
        times=doc._.times,
        tenures=doc._.tenures,
        meetings=doc._.meetings,
        positions=doc._.positions,
        statements=doc._.statements,
        interactions=doc._.interactions,
    )


def _mentions(doc: Doc, link: Link) -> Iterable[Mention]:
    span = doc[link.start : link.end]
    for entity in link.entities:
        yield Mention(
            span.start_char, span.end_char, span.text, entity, link.kind, link.reason, link.confidence,
            candidates=link.candidates if link.kind is MentionKind.NAME else (),
        )  # fmt: skip


def _referred(mentions: Iterable[Mention], tenures: Iterable[Tenure], meetings: Iterable[Meeting]) -> Iterator[str]:
    """The ids that mentions, their candidates, tenures and meetings point at ("Chad's capital" is nowhere named)."""
    for mention in mentions:
        yield mention.entity
        yield from (c.entity for c in mention.candidates)
    yield from (t.jurisdiction for t in tenures if t.jurisdiction is not None)
    for meeting in meetings:
        yield from meeting.participants
        if meeting.place is not None:
            yield meeting.place


def _closed(found: Iterable[Entity], referred: Iterable[str]) -> tuple[Entity, ...]:
    """The entities found, and from the gazetteer whatever else is pointed at, so that no reference dangles."""
    entities = {e.id: e for e in found}
    waiting = [*referred, *(e.located_in for e in entities.values() if e.located_in is not None)]
    while waiting:
        entity_id = waiting.pop()
        if entity_id not in entities:
            entities[entity_id] = known = entity_of(default_gazetteer().entry(entity_id))
            if known.located_in is not None:
                waiting.append(known.located_in)
    return tuple(entities[entity_id] for entity_id in sorted(entities))
