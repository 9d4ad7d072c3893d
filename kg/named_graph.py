"""The quads of one named graph, with the standard types and properties that stand above each own one written out.

They are held as they are written, a line of canonical N-Quads each (RDFC-1.0, section 5): a line is hashed, compared,
sorted and loaded several times faster than an object of its terms.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Final, Self

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, parse

from kg.lines import StoredLines, sorted_lines
from kg.vocab import RDF, SUPER_CLASSES, SUPER_PROPERTIES

__all__ = ["NamedGraph", "line_end"]

_HASHED_AT_ONCE: Final = 4096


@dataclass(frozen=True)
class NamedGraph:
    """All quads of one named graph: a line of canonical N-Quads each, sorted, each once, all in the graph ``name``."""

    name: NamedNode
    lines: Collection[str]

    @classmethod
    def of(cls, name: NamedNode, triples: Iterable[tuple[str, NamedNode, str]]) -> Self:
        """The graph of these triples, and of those that follow from the ontology's alignment.

        Args:
            name: the graph's.
            triples: subjects and objects as N-Quads writes them.
        """
        return cls(name, tuple(sorted(set(_lines(name, triples)))))

    @classmethod
    def stored(cls, name: NamedNode, triples: Iterable[tuple[str, NamedNode, str]]) -> Self:
        """The same graph on disk, as it grows with the number of documents: 0.3 GB for each million quads.

        Raises:
            StoreError: there is no room for it.
        """
        return cls(name, StoredLines(sorted_lines(line.encode() for line in _lines(name, triples))))

    @classmethod
    def holding(cls, name: NamedNode, quads: Iterable[Quad]) -> Self:
        """The graph of these quads, all of which are in it."""
        return cls(name, tuple(sorted({f"{quad} .\n" for quad in quads})))

    def parts(self, size: int) -> Iterator[Self]:
        """The graph in parts of so many lines, or some more: all that is told of one subject is in one part."""
        if len(self.lines) <= size:
            yield self
            return
        part: list[str] = []
        for line in self.lines:
            if len(part) >= size and _subject(part[-1]) != _subject(line):
                yield type(self)(self.name, tuple(part))
                part = []
            part.append(line)
        yield type(self)(self.name, tuple(part))

    @property
    def quads(self) -> tuple[Quad, ...]:
        """The quads, in the order of their lines."""
        return tuple(parse("".join(self.lines), format=RdfFormat.N_QUADS))

    @property
    def canonical(self) -> bytes:
        """The canonical N-Quads."""
        return "".join(self.lines).encode()

    @property
    def content_hash(self) -> str:
        """SHA-256 in hex over the canonical N-Quads."""
        told = hashlib.sha256()
        left = iter(self.lines)
        while some := "".join(islice(left, _HASHED_AT_ONCE)):  # the whole would be held once more
            told.update(some.encode())
        return told.hexdigest()


def _lines(name: NamedNode, triples: Iterable[tuple[str, NamedNode, str]]) -> Iterator[str]:
    """The lines of triples and of what follows from them, some several times."""
    end = line_end(name)
    for subject, predicate, value in triples:
        for written in _written(predicate):
            yield f"{subject}{written}{value}{end}"
        if predicate == RDF.type:
            yield from (f"{subject}{_TYPE}{above}{end}" for above in _ABOVE.get(value, ()))


def _subject(line: str) -> str:
    return line[: line.index(" ")]


def line_end(graph: NamedNode | DefaultGraph) -> str:
    """What follows the triple in every line of a graph."""
    return " .\n" if isinstance(graph, DefaultGraph) else f" {graph} .\n"


_TYPE: Final = f" {RDF.type} "
_ABOVE: Final = {str(kind): tuple(map(str, above)) for kind, above in SUPER_CLASSES.items()}


@cache
def _written(predicate: NamedNode) -> tuple[str, ...]:
    """A predicate and those above it, each with the blanks around it."""
    return tuple(f" {one} " for one in (predicate, *SUPER_PROPERTIES.get(predicate, ())))
