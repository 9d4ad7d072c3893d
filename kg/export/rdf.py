"""The graph as it is, in the syntaxes of RDF."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from pyoxigraph import RdfFormat

from kg.export.format import Export
from kg.vocab import PREFIXES

__all__ = ["RDF_FORMATS", "RdfSyntax"]

_CHUNK_BYTES = 1 << 16
_MEMORY_BYTES = 1 << 24
"""Above this an export lies in a temporary file while it is handed on."""


@dataclass(frozen=True, slots=True)
class RdfSyntax:
    """One syntax of RDF: sorted, each quad once; those without named graphs hold the union of all graphs."""

    name: str
    title: str
    syntax: RdfFormat
    has_views: bool = False

    @property
    def media_type(self) -> str:
        """The registered media type."""
        return self.syntax.media_type

    @property
    def suffix(self) -> str:
        """What file names end in."""
        return f".{self.syntax.file_extension}"

    def chunks(self, export: Export) -> Iterator[bytes]:
        """The whole graph; see :meth:`kg.export.Format.chunks`."""
        with tempfile.SpooledTemporaryFile(_MEMORY_BYTES) as spool:
            export.reader.dump(self.syntax, spool, prefixes=PREFIXES)
            spool.seek(0)
            yield from iter(partial(spool.read, _CHUNK_BYTES), b"")


RDF_FORMATS = (
    RdfSyntax("nq", "N-Quads, canonical: sorted lines", RdfFormat.N_QUADS),
    RdfSyntax("trig", "TriG, one block a document", RdfFormat.TRIG),
    RdfSyntax("ttl", "Turtle, all graphs as one", RdfFormat.TURTLE),
    RdfSyntax("nt", "N-Triples, all graphs as one, sorted lines", RdfFormat.N_TRIPLES),
    RdfSyntax("jsonld", "JSON-LD, one @graph a document", RdfFormat.JSON_LD),
)
