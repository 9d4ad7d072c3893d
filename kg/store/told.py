"""What one graph tells, by predicate: whatever is derived from all graphs goes through them one at a time."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TypeAlias

from pyoxigraph import DefaultGraph, NamedNode, Quad, Triple

from kg.store.protocol import GraphReader, Term

__all__ = ["Told", "everything_told", "told_by"]

Pairs: TypeAlias = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Told:
    """What one graph says with some predicates.

    Attributes:
        graph: its IRI; empty for the graph without a name.
        pairs: subjects and objects by predicate, IRIs and texts alike as plain text, in no particular order.
    """

    graph: str
    pairs: Mapping[NamedNode, Pairs]

    @classmethod
    def of(cls, graph: NamedNode | DefaultGraph, quads: Iterable[Quad], predicates: Collection[NamedNode]) -> Told:
        """What these quads of a graph say with these predicates."""
        found: dict[NamedNode, list[tuple[str, str]]] = {predicate: [] for predicate in predicates}
        for quad in quads:
            pairs = found.get(quad.predicate)
            if pairs is not None:
                pairs.append((_text(quad.subject), _text(quad.object)))
        return cls(graph.value if isinstance(graph, NamedNode) else "", found)

    def told(self, predicate: NamedNode) -> Pairs:
        """The subjects and objects of a predicate."""
        return self.pairs.get(predicate, ())

    def by_subject(self, predicate: NamedNode) -> dict[str, str]:
        """What each subject has with a predicate; of several the least."""
        found: dict[str, str] = {}
        for subject, value in self.told(predicate):
            found[subject] = min(value, found.get(subject, value))
        return found


def everything_told(reader: GraphReader, predicates: Collection[NamedNode]) -> Iterator[Told]:
    """What each graph says with some predicates, the graph without a name first, then by IRI."""
    return (told for told, _ in told_by(reader, predicates))


def told_by(
    reader: GraphReader, predicates: Collection[NamedNode], but: Collection[NamedNode] = ()
) -> Iterator[tuple[Told, int]]:
    """What each graph says with some predicates, and how many quads it has with all.

    Args:
        reader: the graphs.
        predicates: what is looked at.
        but: graphs to leave out.
    """
    names: Iterable[NamedNode | DefaultGraph] = (name for name in reader.graph_names() if name not in but)
    for name in chain((DefaultGraph(),), names):
        quads = list(reader.quads(graph=name))
        yield Told.of(name, quads, predicates), len(quads)


def _text(term: Term) -> str:
    return str(term) if isinstance(term, Triple) else term.value
