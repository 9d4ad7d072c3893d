"""A graph in memory: for N-Quads and TriG files, for tests, for whatever is too small to want a folder."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final, Self

from pyoxigraph import Quad, RdfFormat, Store

from kg.errors import InputError
from kg.store.canonical import content_hash
from kg.store.engine import EngineReader

__all__ = ["MemoryGraph"]

SNAPSHOT_DIGITS: Final = 16


class MemoryGraph(EngineReader):
    """A :class:`kg.store.GraphReader` that holds its quads in memory."""

    @classmethod
    def from_quads(cls, quads: Iterable[Quad]) -> Self:
        """A graph of these quads; its snapshot's name is the start of their hash."""
        store = Store()
        store.bulk_extend(quads)
        return cls(store, snapshot=content_hash(store)[:SNAPSHOT_DIGITS], place="the graph in memory")

    @classmethod
    def from_file(cls, path: Path) -> Self:
        """A graph read from an RDF file, whose format its name's ending tells (``.nq``, ``.trig``, ``.ttl`` ...).

        Raises:
            InputError: the file cannot be read or is not what its name says.
        """
        rdf_format = RdfFormat.from_extension(path.suffix.removeprefix("."))
        if rdf_format is None:
            raise InputError(str(path), "is of no known RDF format; name it .nq, .trig, .ttl, .nt, .rdf or .jsonld")
        store = Store()
        try:
            store.bulk_load(path=path, format=rdf_format)
        except OSError as error:
            raise InputError(str(path), f"cannot be read ({error.strerror or error})") from error
        except SyntaxError as error:
            raise InputError(str(path), f"is not {rdf_format.name} ({error.msg})", line=error.lineno) from error
        return cls(store, snapshot=content_hash(store)[:SNAPSHOT_DIGITS], place=str(path))
