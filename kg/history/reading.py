"""One graph's words about one node, read from a store: the values that the rooms around need, no more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from pyoxigraph import NamedNode

from kg.errors import NotFoundError
from kg.iris import Iris, offsets_of
from kg.literals import text_of
from kg.store import GraphReader, Term
from kg.vocab import DCTERMS, DM, NIF, RDF, SKOS

__all__ = ["Evidence", "Reading", "Source"]


@dataclass(frozen=True, slots=True, order=True)
class Source:
    """A document: ``issued`` an ISO day, ``id`` its identifier, and who published it."""

    issued: str
    id: str
    iri: str
    title: str
    publisher: str | None


@dataclass(frozen=True, slots=True, order=True)
class Evidence:
    """A sentence: where it stands in the text of its document, and what it says."""

    document: str
    begin: int
    end: int
    text: str


@dataclass(slots=True)
class Reading:
    """Reads a graph.

    Args:
        reader: the graph.
        base: the IRI under which instances live.
    """

    reader: GraphReader
    base: str
    _sources: dict[str, Source] = field(default_factory=dict)
    _labels: dict[str, str] = field(default_factory=dict)

    @property
    def iris(self) -> Iris:
        """The names of things."""
        return Iris(self.base)

    def values(self, subject: str, predicate: NamedNode, graph: str | None = None) -> tuple[str, ...]:
        """What stands under a predicate, in one graph or in all, sorted."""
        where = None if graph is None else NamedNode(graph)
        return tuple(sorted({text_of(q.object) for q in self.reader.quads(NamedNode(subject), predicate, None, where)}))

    def value(self, subject: str, predicate: NamedNode, graph: str | None = None) -> str | None:
        """The least value under a predicate."""
        return min(self.values(subject, predicate, graph), default=None)

    def subjects(self, predicate: NamedNode, value: Term) -> Iterator[tuple[str, str]]:
        """Who has this value under a predicate, with the graph that says so, sorted."""
        found = {
            (text_of(quad.subject), quad.graph_name.value)
            for quad in self.reader.quads(None, predicate, value)
            if isinstance(quad.graph_name, NamedNode)
        }
        yield from sorted(found)

    def instances(self, kind: NamedNode) -> Iterator[tuple[str, str]]:
        """The nodes of a class, with the graph that says so, sorted."""
        return self.subjects(RDF.type, kind)

    def local(self, iri: str) -> str:
        """What follows the base in an IRI."""
        return iri.removeprefix(self.base)

    def label(self, iri: str) -> str:
        """A node's name, or what follows the base."""
        if iri not in self._labels:
            self._labels[iri] = self.value(iri, SKOS.prefLabel) or self.value(iri, DM.title) or self.local(iri)
        return self._labels[iri]

    def source(self, graph: str) -> Source | None:
        """The document whose graph it is; None for a shared graph."""
        if graph not in self._sources:
            issued, identifier = self.value(graph, DCTERMS.issued), self.value(graph, DCTERMS.identifier)
            if issued is None or identifier is None:
                return None
            publisher = self.value(graph, DCTERMS.publisher)
            self._sources[graph] = Source(issued, identifier, graph, self.value(graph, DCTERMS.title) or "", publisher)
        return self._sources[graph]

    def evidence(self, fact: str, graph: str) -> tuple[Evidence, ...]:
        """The sentences that a document's graph gives for a fact, in the order of its text."""
        source = self.source(graph)
        document = graph if source is None else source.id
        found = [
            Evidence(document, *self._offsets(passage, graph), self.value(passage, NIF.anchorOf, graph) or "")
            for passage in self.values(fact, DM.evidence, graph)
        ]
        return tuple(sorted(found))

    def _offsets(self, passage: str, graph: str) -> tuple[int, int]:
        """Where a passage begins and ends: its IRI tells, or else the graph does."""
        found = offsets_of(passage)
        if found is None:
            begin, end = (self.value(passage, each, graph) for each in (NIF.beginIndex, NIF.endIndex))
            found = int(begin or 0), int(end or 0)
        return found

    def meeting(self, name: str) -> str:
        """The IRI of a meeting, by its id (with or without ``meeting/``) or IRI.

        Raises:
            NotFoundError: no meeting is called so.
        """
        local = name.removeprefix(self.base).removeprefix("meeting/")
        iri = f"{self.base}meeting/{local}"
        if DM.Meeting.value not in self.values(iri, RDF.type):
            raise NotFoundError("meeting", name)
        return iri
