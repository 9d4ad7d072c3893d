"""Where the graph lies. :class:`GraphReader` is what every other room reads from, whichever engine is behind it.

``open_store(data)`` gives the published state of a data folder; :class:`MemoryGraph` gives the same over a file or
quads in memory; :class:`EmbeddedStore` is also the writer.
"""

from __future__ import annotations

from pathlib import Path

from kg.store.canonical import canonical, content_hash
from kg.store.datafolder import DataFolder
from kg.store.embedded import EmbeddedSnapshot, EmbeddedStore
from kg.store.engine import SnapshotReader
from kg.store.memory import MemoryGraph
from kg.store.protocol import Derive, GraphReader, GraphWriter, QueryAnswer, Resource, Term
from kg.store.remote import RemoteSnapshot, RemoteStore, endpoints_of

__all__ = [
    "DataFolder",
    "Derive",
    "EmbeddedSnapshot",
    "EmbeddedStore",
    "GraphReader",
    "GraphWriter",
    "MemoryGraph",
    "QueryAnswer",
    "RemoteSnapshot",
    "RemoteStore",
    "Resource",
    "SnapshotReader",
    "Term",
    "canonical",
    "content_hash",
    "endpoints_of",
    "open_store",
    "open_writer",
]


def open_writer(data: Path, server: str | None = None) -> EmbeddedStore | RemoteStore:
    """Open a data folder to write, one writer at a time; made where there is none.

    Args:
        data: the data folder.
        server: the address of the SPARQL server that holds its graph; where it lay before if None.

    Raises:
        StoreError: the folder or the server cannot be written.
    """
    folder = DataFolder.prepared(data)
    if server is not None or endpoints_of(folder) is not None:
        return RemoteStore.open(data, server)
    return EmbeddedStore.open(data, writable=True)


def open_store(data: str | Path) -> EmbeddedSnapshot | RemoteSnapshot:
    """Open what a data folder shows to readers now.

    Raises:
        StoreError: there is no data folder, nothing has been published in it, or it cannot be read.
    """
    folder = DataFolder.existing(Path(data))
    endpoints = endpoints_of(folder)
    return EmbeddedSnapshot.open(folder.root) if endpoints is None else RemoteSnapshot.open(folder, endpoints)
