"""The quads of one named graph, with the standard types and properties that stand above each own one written out.

They are held as they are written, a line of canonical N-Quads each (RDFC-1.0, section 5): a line is hashed, compared,
sorted and loaded several times faster than an object of its terms.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final, Self

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, parse

from kg.vocab import RDF, SUPER_CLASSES, SUPER_PROPERTIES

__all__ = ["NamedGraph", "line_end"]

_HASHED_AT_ONCE: Final = 4096


@dataclass(frozen=True)
class NamedGraph:
    """All quads of one named graph: a line of canonical N-Quads each, sorted, each once, all in the graph ``name``."""

    name: NamedNode
    lines: tuple[str, ...]

    @classmethod
    def of(cls, name: NamedNode, triples: Iterable[tuple[str, NamedNode, str]]) -> Self:
        """The graph of these triples, and of those that follow from the ontology's alignment.

        Args:
            name: the graph's.
            triples: subjects and objects as N-Quads writes them.
        """
        lines = set[str]()
        end = line_end(name)
        for subject, predicate, value in triples:
            for written in _written(predicate):
                lines.add(f"{subject}{written}{value}{end}")
            if predicate == RDF.type:
                lines.update(f"{subject}{_TYPE}{above}{end}" for above in _ABOVE.get(value, ()))
        return cls(name, tuple(sorted(lines)))

    @classmethod
    def holding(cls, name: NamedNode, quads: Iterable[Quad]) -> Self:
        """The graph of these quads, all of which are in it."""
        return cls(name, tuple(sorted({f"{quad} .\n" for quad in quads})))

    def parts(self, size: int) -> Iterator[Self]:
        """The graph in parts of so many lines, or some more: all that is told of one subject is in one part."""
        begin = 0
        while begin < len(self.lines):
            end = min(begin + size, len(self.lines))
            while end < len(self.lines) and _subject(self.lines[end]) == _subject(self.lines[end - 1]):
                end += 1
            yield type(self)(self.name, self.lines[begin:end])
            begin = end

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
        for start in range(0, len(self.lines), _HASHED_AT_ONCE):  # the whole would be held once more
            told.update("".join(self.lines[start : start + _HASHED_AT_ONCE]).encode())
        return told.hexdigest()


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
