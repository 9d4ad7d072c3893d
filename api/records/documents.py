"""Articles: in lists, and each with its text, every mention and every fact at its offsets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from pyoxigraph import NamedNode

from api.records.base import (
    Description,
    Ref,
    References,
    accounts_of,
    node_in,
    refs,
    spellings,
    under,
)
from api.state import State
from kg.errors import NotFoundError
from kg.iris import offsets_of
from kg.network.records import FACT_TYPES
from kg.vocab import DCTERMS, DM, NIF, RDF

__all__ = ["DocumentItem", "DocumentRecord", "DocumentRef", "document_record", "document_refs", "list_documents"]

_TYPE: Final = "Document"
_HEAD: Final = (DCTERMS.title, DCTERMS.issued, DCTERMS.creator, DCTERMS.publisher, DCTERMS.source)
_SHOWN: Final = (DM.refersTo, DM.mentionKind, DM.reason, DM.confidence, DM.evidence, DM.rule)


@dataclass(frozen=True, slots=True)
class DocumentRef:
    """An article, as far as a reader needs to judge a source."""

    id: str
    iri: str
    label: str
    type: str
    published: str | None
    publisher: str | None


@dataclass(frozen=True, slots=True)
class DocumentItem:
    """An article in a list. ``label`` is its headline, ``source`` its address on the web."""

    id: str
    iri: str
    label: str
    type: str
    published: str | None
    authors: tuple[str, ...]
    publisher: str | None
    source: str | None


@dataclass(frozen=True, slots=True)
class MentionItem:
    """Where an article refers to entities: ``text`` is what stands between ``begin`` and ``end``."""

    begin: int
    end: int
    text: str
    kind: str | None
    entities: tuple[Ref, ...]
    reason: str | None
    confidence: float | None


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the text, in code points, half open."""

    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class FactItem:
    """What an article asserts, and between which offsets it does."""

    id: str
    iri: str
    label: str
    type: str
    rule: str | None
    confidence: float | None
    evidence: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """An article whole. Offsets count code points of ``text``."""

    id: str
    iri: str
    label: str
    type: str
    published: str | None
    authors: tuple[str, ...]
    publisher: str | None
    source: str | None
    text: str
    mentions: tuple[MentionItem, ...]
    facts: tuple[FactItem, ...]
    snapshot: str


def list_documents(state: State) -> tuple[DocumentItem, ...]:
    """All articles, the newest first."""
    told: dict[str, Description] = {graph: Description() for graph in _documents(state)}
    for predicate in _HEAD:
        for quad in state.reader.quads(None, predicate):
            if quad.subject == quad.graph_name and isinstance(quad.subject, NamedNode) and quad.subject.value in told:
                told[quad.subject.value].add(predicate, quad.object)
    found = sorted((_item(state, graph, each) for graph, each in told.items()), key=lambda each: each.id)
    state.kept(_Sources).know(found)
    return tuple(sorted(found, key=lambda each: each.published or "", reverse=True))


class _Sources:
    """Articles by their IRI, as far as they were asked for or listed; None for graphs of no article."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._known: dict[str, DocumentRef | None] = {}

    def know(self, items: Iterable[DocumentItem]) -> None:
        """Keep what was listed; who asks for a source reads it no more."""
        self._known.update((each.iri, _ref(each)) for each in items if each.published is not None)

    def of(self, graph: str) -> DocumentRef | None:
        """The article whose graph this is."""
        if graph not in self._known:
            told = _told(self._state, graph)
            self._known[graph] = _ref(_item(self._state, graph, told)) if DCTERMS.issued in told else None
        return self._known[graph]


def _ref(item: DocumentItem) -> DocumentRef:
    return DocumentRef(item.id, item.iri, item.label, _TYPE, item.published, item.publisher)


def document_refs(state: State, graphs: Iterable[str]) -> tuple[DocumentRef, ...]:
    """The articles whose graphs these are, the oldest first; graphs of no article are left out."""
    found = (state.kept(_Sources).of(graph) for graph in graphs)
    return tuple(sorted((each for each in found if each is not None), key=lambda each: (each.published or "", each.id)))


def document_record(state: State, name: str) -> DocumentRecord:
    """An article by its id (with or without ``document/``) or IRI.

    Raises:
        NotFoundError: no document is called so.
    """
    iri = _find(state, name)
    told = _told(state, iri)
    item, text = _item(state, iri, told), told.one(NIF.isString) or ""
    nodes = _nodes(state, iri)
    return DocumentRecord(
        id=item.id,
        iri=item.iri,
        label=item.label,
        type=item.type,
        published=item.published,
        authors=item.authors,
        publisher=item.publisher,
        source=item.source,
        text=text,
        mentions=tuple(sorted(_mentions(state, iri, nodes, text), key=lambda each: (each.begin, each.end))),
        facts=tuple(sorted(_facts(state, iri, nodes), key=lambda each: (each.evidence[0].begin, each.type, each.id))),
        snapshot=state.snapshot,
    )


def _documents(state: State) -> Iterator[str]:
    for quad in state.reader.quads(None, RDF.type, DM.Document):
        if isinstance(quad.subject, NamedNode):
            yield quad.subject.value


def _find(state: State, name: str) -> str:
    for spelling in spellings(under("document", state.local(name))):
        node = node_in(state, spelling)
        if node is not None and next(state.reader.quads(node, RDF.type, DM.Document), None) is not None:
            return node.value
    raise NotFoundError("document", name)


def _told(state: State, iri: str) -> Description:
    description = Description()
    for quad in state.reader.quads(NamedNode(iri), None, None, NamedNode(iri)):
        description.add(quad.predicate, quad.object)
    return description


def _nodes(state: State, graph: str) -> Mapping[str, Description]:
    """What an article's graph says of mentions and facts, as far as a record shows it; half of all goes unread."""
    nodes: dict[str, Description] = defaultdict(Description)
    for predicate in _SHOWN:
        for quad in state.reader.quads(None, predicate, None, NamedNode(graph)):
            if isinstance(quad.subject, NamedNode):
                nodes[quad.subject.value].add(quad.predicate, quad.object)
    return dict(sorted(nodes.items()))


def _item(state: State, iri: str, told: Description) -> DocumentItem:
    return DocumentItem(
        id=state.local(iri),
        iri=iri,
        label=told.one(DCTERMS.title) or state.local(iri),
        type=_TYPE,
        published=told.one(DCTERMS.issued),
        authors=told.all(DCTERMS.creator),
        publisher=told.one(DCTERMS.publisher),
        source=told.one(DCTERMS.source),
    )


def _mentions(state: State, graph: str, nodes: Mapping[str, Description], text: str) -> Iterator[MentionItem]:
    for iri, told in nodes.items():
        if DM.refersTo in told:
            span = _span(state, graph, iri)
            yield MentionItem(
                begin=span.begin,
                end=span.end,
                text=_words(state, graph, iri, span, text),
                kind=told.one(DM.mentionKind),
                entities=refs(state, map(state.local, told.all(DM.refersTo))),
                reason=told.one(DM.reason),
                confidence=told.number(DM.confidence),
            )


def _facts(state: State, graph: str, nodes: Mapping[str, Description]) -> Iterator[FactItem]:
    known = state.kept(References)
    for iri, told in nodes.items():
        passages = told.all(DM.evidence)
        row = known.row(state.local(iri)) if passages else None
        thing = None if row is None else known.at(np.array((row,)))[0]
        if thing is not None and thing.type in FACT_TYPES:
            yield FactItem(
                id=thing.id,
                iri=iri,
                label=thing.label,
                type=thing.type,
                rule=told.one(DM.rule),
                confidence=told.number(DM.confidence),
                evidence=tuple(sorted((_span(state, graph, each) for each in passages), key=lambda each: each.begin)),
            )


def _span(state: State, graph: str, iri: str) -> Span:
    """Where a passage of an article stands: its IRI tells, or else the graph does."""
    offsets = offsets_of(iri)
    if offsets is not None:
        return Span(*offsets)
    told = accounts_of(state, iri, (NIF.beginIndex, NIF.endIndex)).get(graph, Description())
    return Span(int(told.one(NIF.beginIndex) or 0), int(told.one(NIF.endIndex) or 0))


def _words(state: State, graph: str, iri: str, span: Span, text: str) -> str:
    """What a passage of an article says: its stretch of the text, or what the graph gives where there is no text."""
    if span.end <= len(text):
        return text[span.begin : span.end]
    return accounts_of(state, iri, (NIF.anchorOf,)).get(graph, Description()).one(NIF.anchorOf) or ""
