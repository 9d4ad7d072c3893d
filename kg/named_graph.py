"""The quads of one named graph, with the standard types and properties that stand above each own one written out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from pyoxigraph import Literal, NamedNode, Quad

from kg.vocab import RDF, SUPER_CLASSES, SUPER_PROPERTIES

__all__ = ["NamedGraph"]


@dataclass(frozen=True, slots=True)
class NamedGraph:
    """All quads of one named graph: sorted, each once, every one of them in the graph ``name``."""

    name: NamedNode
    quads: tuple[Quad, ...]

    @classmethod
    def of(cls, name: NamedNode, triples: Iterable[tuple[NamedNode, NamedNode, NamedNode | Literal]]) -> Self:
        """The graph of these triples, and of those that follow from the ontology's alignment."""
        quads = set()
        for subject, predicate, value in triples:
            quads.add(Quad(subject, predicate, value, name))
            if predicate == RDF.type and isinstance(value, NamedNode):
                quads.update(Quad(subject, predicate, above, name) for above in SUPER_CLASSES.get(value, ()))
            quads.update(Quad(subject, above, value, name) for above in SUPER_PROPERTIES.get(predicate, ()))
        return cls(name, tuple(sorted(quads, key=str)))
