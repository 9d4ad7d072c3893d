"""What one graph tells, by predicate: whatever is derived from all graphs goes through them one at a time."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final, TypeAlias

from pyoxigraph import DefaultGraph, NamedNode, Quad, Triple

from kg.named_graph import NamedGraph, line_end
from kg.store.engine import EngineReader
from kg.store.protocol import GraphReader, Term

__all__ = ["Told", "everything_told", "told_by"]

Pairs: TypeAlias = Sequence[tuple[str, str]]

_ESCAPE: Final = re.compile(r"\\(?:u([0-9A-F]{4})|.)")
_ESCAPES: Final = {"\\b": "\b", "\\t": "\t", "\\n": "\n", "\\f": "\f", "\\r": "\r", '\\"': '"', "\\\\": "\\"}


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

    @classmethod
    def of_lines(cls, graph: NamedGraph, predicates: Collection[NamedNode]) -> Told:
        """What a graph of ours says with these predicates; no node of it is blank."""
        pairs: dict[NamedNode, list[tuple[str, str]]] = {predicate: [] for predicate in predicates}
        found = {str(predicate): told for predicate, told in pairs.items()}
        end = -len(line_end(graph.name))
        for line in graph.lines:
            subject, predicate, rest = line.split(" ", 2)
            if predicate in found:
                value = rest[1 : end - 1] if rest[0] == "<" else _text_of(rest)
                found[predicate].append((subject[1:-1], value))
        return cls(graph.name.value, pairs)

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
    """What each graph says with some predicates, the graph without a name first, then by IRI.

    Of a database of ours only those predicates are read; a server is asked for each graph once.
    """
    ordered = sorted(predicates, key=str)
    names: Iterable[NamedNode | DefaultGraph] = chain((DefaultGraph(),), reader.graph_names())
    for name in names:
        parts = ordered if isinstance(reader, EngineReader) else (None,)
        quads = chain.from_iterable(reader.quads(None, part, None, name) for part in parts)
        yield Told.of(name, quads, predicates)


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


def _text_of(written: str) -> str:
    """The text of the literal with which this begins; a quotation mark inside it is escaped, and none follows it."""
    text = written[1 : written.rindex('"')]
    return _ESCAPE.sub(_unescaped, text) if "\\" in text else text


def _unescaped(found: re.Match[str]) -> str:
    return _ESCAPES.get(found[0]) or chr(int(found[1], 16))


def _text(term: Term) -> str:
    return str(term) if isinstance(term, Triple) else term.value
