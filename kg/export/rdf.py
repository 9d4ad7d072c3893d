"""The graph as it is, in the syntaxes of RDF: sorted on disk where it does not fit in memory."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby, islice
from typing import Final

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Triple, parse, serialize

from kg.export.format import DEFAULT_PROFILE, Export, Format, checked_profile
from kg.export.jsonld import document_lines
from kg.export.statements import statements
from kg.lines import sorted_lines
from kg.vocab import PREFIXES

__all__ = ["RDF_FORMATS", "JsonLd", "RdfLines", "RdfSyntax"]

_CHUNK_BYTES: Final = 1 << 16
_MEMORY_BYTES: Final = 1 << 22
"""Above this an export lies in a temporary file while it is handed on."""
_BATCH: Final = 4096


@dataclass(frozen=True, slots=True)
class _Syntax:
    """One of pyoxigraph's syntaxes."""

    name: str
    title: str
    syntax: RdfFormat
    has_views: bool = False
    profiles: Sequence[str] = (DEFAULT_PROFILE,)

    @property
    def media_type(self) -> str:
        """The registered media type."""
        return self.syntax.media_type

    @property
    def suffix(self) -> str:
        """What file names end in."""
        return f".{self.syntax.file_extension}"


class RdfLines(_Syntax):
    """A syntax of one statement a line: canonical, that is sorted by code points, each once (RDFC-1.0, section 5)."""

    def chunks(self, export: Export, profile: str = DEFAULT_PROFILE) -> Iterator[bytes]:
        """The graph; see :meth:`kg.export.Format.chunks`."""
        checked_profile(self, profile)
        lines = sorted_lines(_lines(statements(export), self.syntax))
        while batch := list(islice(lines, _BATCH)):
            yield b"".join(batch)


def _lines(quads: Iterator[Quad], syntax: RdfFormat) -> Iterator[bytes]:
    while batch := list(islice(quads, _BATCH)):
        told = batch if syntax.supports_datasets else [quad.triple for quad in batch]
        yield from (serialize(told, format=syntax) or b"").splitlines(keepends=True)


class RdfSyntax(_Syntax):
    """A syntax for people: sorted, each statement once; Turtle, which knows no graphs, holds the union of all."""

    def chunks(self, export: Export, profile: str = DEFAULT_PROFILE) -> Iterator[bytes]:
        """The graph; see :meth:`kg.export.Format.chunks`."""
        checked_profile(self, profile)
        quads = sorted_quads(statements(export), with_graphs=self.syntax.supports_datasets)
        told: Iterable[Quad] | Iterable[Triple] = (
            quads if self.syntax.supports_datasets else (quad.triple for quad in quads)
        )
        with tempfile.SpooledTemporaryFile(_MEMORY_BYTES) as spool:
            serialize(told, spool, self.syntax, prefixes=dict(PREFIXES))
            spool.seek(0)
            yield from iter(partial(spool.read, _CHUNK_BYTES), b"")


@dataclass(frozen=True, slots=True)
class JsonLd:
    """JSON-LD in the terms of the ontology's own context, which the file brings with it."""

    name: str = "jsonld"
    title: str = "JSON-LD in the terms of the ontology's context, one @graph a document"
    media_type: str = "application/ld+json"
    suffix: str = ".jsonld"
    has_views: bool = False
    profiles: Sequence[str] = (DEFAULT_PROFILE,)

    def chunks(self, export: Export, profile: str = DEFAULT_PROFILE) -> Iterator[bytes]:
        """The graph; see :meth:`kg.export.Format.chunks`."""
        checked_profile(self, profile)
        lines = document_lines(sorted_quads(statements(export), with_graphs=True))
        while batch := list(islice(lines, _BATCH)):
            yield "".join(batch).encode()


def sorted_quads(quads: Iterable[Quad], *, with_graphs: bool) -> Iterator[Quad]:
    """Quads sorted by graph, subject, predicate and object, each once.

    Args:
        quads: the quads.
        with_graphs: whether graphs count; otherwise all statements are taken to the default graph.
    """
    # A graph's name holds no blank, so that a line is the name, a blank, and the statement.
    keyed = (f"{_graph_key(quad) if with_graphs else ''} {quad.triple} .\n".encode() for quad in quads)
    for key, lines in groupby(sorted_lines(keyed), key=lambda line: line.partition(b" ")[0]):
        graph = NamedNode(key[1:-1].decode()) if key else DefaultGraph()
        told = (line.partition(b" ")[2] for line in lines)
        while batch := list(islice(told, _BATCH)):
            for quad in parse(b"".join(batch), format=RdfFormat.N_TRIPLES):
                yield Quad(quad.subject, quad.predicate, quad.object, graph)


def _graph_key(quad: Quad) -> str:
    return str(quad.graph_name) if isinstance(quad.graph_name, NamedNode) else ""


RDF_FORMATS: Final[tuple[Format, ...]] = (
    RdfLines("nq", "N-Quads, canonical: sorted lines", RdfFormat.N_QUADS),
    RdfSyntax("trig", "TriG, one block a document", RdfFormat.TRIG),
    RdfSyntax("ttl", "Turtle, all graphs as one", RdfFormat.TURTLE),
    RdfLines("nt", "N-Triples, all graphs as one, sorted lines", RdfFormat.N_TRIPLES),
    JsonLd(),
)
