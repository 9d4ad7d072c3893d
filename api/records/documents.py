"""Articles: in lists, and each with its text, every mention and every fact at its offsets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from pyoxigraph import NamedNode

from api.records.base import Description, Ref, node_in, ref, refs, spellings, under
from api.state import State
from kg.errors import NotFoundError
from kg.network.records import FACT_TYPES
from kg.vocab import DCTERMS, DM, NIF, RDF

__all__ = ["DocumentItem", "DocumentRecord", "DocumentRef", "document_record", "document_refs", "list_documents"]

_TYPE: Final = "Document"


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
    found = [_item(state, graph, _told(state, graph)) for graph in _documents(state)]
    found.sort(key=lambda each: each.id)
    return tuple(sorted(found, key=lambda each: each.published or "", reverse=True))


def document_refs(state: State, graphs: Iterable[str]) -> tuple[DocumentRef, ...]:
    """The articles whose graphs these are, the oldest first; graphs of no article are left out."""
    items = [_item(state, graph, told) for graph in graphs if DCTERMS.issued in (told := _told(state, graph))]
    found = [DocumentRef(each.id, each.iri, each.label, _TYPE, each.published, each.publisher) for each in items]
    return tuple(sorted(found, key=lambda each: (each.published or "", each.id)))


def document_record(state: State, name: str) -> DocumentRecord:
    """An article by its id (with or without ``document/``) or IRI.

    Raises:
        NotFoundError: no document is called so.
    """
    iri = _find(state, name)
    nodes = _nodes(state, iri)
    item, told = _item(state, iri, nodes[iri]), nodes[iri]
    return DocumentRecord(
        id=item.id,
        iri=item.iri,
        label=item.label,
        type=item.type,
        published=item.published,
        authors=item.authors,
        publisher=item.publisher,
        source=item.source,
        text=told.one(NIF.isString) or "",
        mentions=tuple(sorted(_mentions(state, nodes), key=lambda each: (each.begin, each.end))),
        facts=tuple(sorted(_facts(state, nodes), key=lambda each: (each.evidence[0].begin, each.type, each.id))),
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
    nodes: dict[str, Description] = defaultdict(Description)
    for quad in state.reader.quads(None, None, None, NamedNode(graph)):
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


def _mentions(state: State, nodes: Mapping[str, Description]) -> Iterator[MentionItem]:
    for told in nodes.values():
        if DM.refersTo in told:
            span = _span(told)
            yield MentionItem(
                begin=span.begin,
                end=span.end,
                text=told.one(NIF.anchorOf) or "",
                kind=told.one(DM.mentionKind),
                entities=refs(state, map(state.local, told.all(DM.refersTo))),
                reason=told.one(DM.reason),
                confidence=told.number(DM.confidence),
            )


def _facts(state: State, nodes: Mapping[str, Description]) -> Iterator[FactItem]:
    for iri, told in nodes.items():
        spans = sorted((_span(nodes[passage]) for passage in told.all(DM.evidence)), key=lambda each: each.begin)
        node = state.network.view().nodes.get(state.local(iri))
        if spans and node is not None and node.type in FACT_TYPES:
            thing = ref(state, node.id)
            yield FactItem(
                id=thing.id,
                iri=iri,
                label=thing.label,
                type=thing.type,
                rule=told.one(DM.rule),
                confidence=told.number(DM.confidence),
                evidence=tuple(spans),
            )


def _span(told: Description) -> Span:
    return Span(int(told.one(NIF.beginIndex) or 0), int(told.one(NIF.endIndex) or 0))
