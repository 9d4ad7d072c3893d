"""The statements about a part of the network: its nodes, their evidence, the mentions of them, and their documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from pyoxigraph import NamedNode, Quad

from kg.export.format import Export
from kg.network import ViewName
from kg.network.records import ENTITY_TYPES
from kg.store import GraphReader
from kg.vocab import DM, PROV

__all__ = ["statements"]

_FOLLOWED = (DM.evidence, DM.candidate, DM.capacity, PROV.wasGeneratedBy)
"""From a node to what makes no sense without it and is no node of the network."""


def statements(export: Export) -> Iterator[Quad]:
    """The quads that an export in RDF writes, in no particular order; of a part, some more than once.

    Of a part of the graph: what is said of each node that passes, of the passages behind it and the mentions of it, and
    of the documents that these stand in.
    """
    if export.selection.is_whole:
        return export.reader.quads()
    return _of_part(export)


def _of_part(export: Export) -> Iterator[Quad]:
    reader, documents = export.reader, set[NamedNode]()
    for node in export.part_in(ViewName.EVENTS).nodes.values():
        subjects: Iterable[NamedNode] = (NamedNode(node.iri),)
        if node.type in ENTITY_TYPES:
            subjects = chain(subjects, _mentions(reader, NamedNode(node.iri)))
        for subject in subjects:
            for quad in _followed(reader, subject):
                if isinstance(quad.graph_name, NamedNode):
                    documents.add(quad.graph_name)
                yield quad
    for document in sorted(documents, key=lambda name: name.value):
        yield from _followed(reader, document)


def _mentions(reader: GraphReader, entity: NamedNode) -> Iterator[NamedNode]:
    for quad in reader.quads(None, DM.refersTo, entity):
        if isinstance(quad.subject, NamedNode):
            yield quad.subject


def _followed(reader: GraphReader, subject: NamedNode) -> Iterator[Quad]:
    for quad in reader.quads(subject):
        yield quad
        if quad.predicate in _FOLLOWED and isinstance(quad.object, NamedNode):
            yield from _followed(reader, quad.object)
