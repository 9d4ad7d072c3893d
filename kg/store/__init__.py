"""Where the graph lies. :class:`GraphReader` is what every other room reads from, whichever engine is behind it.

``open_store(data)`` gives the published state of a data folder; :class:`MemoryGraph` gives the same over a file or
quads in memory; :class:`EmbeddedStore` is also the writer.
"""

from __future__ import annotations

from pathlib import Path

from kg.store.canonical import canonical, content_hash
from kg.store.datafolder import DataFolder
from kg.store.embedded import EmbeddedSnapshot, EmbeddedStore
from kg.store.memory import MemoryGraph
from kg.store.protocol import GraphReader, GraphWriter, QueryAnswer, Resource, Term

__all__ = [
    "DataFolder",
    "EmbeddedSnapshot",
    "EmbeddedStore",
    "GraphReader",
    "GraphWriter",
    "MemoryGraph",
    "QueryAnswer",
    "Resource",
    "Term",
    "canonical",
    "content_hash",
    "open_store",
]


def open_store(data: Path) -> EmbeddedSnapshot:
    """Open what a data folder shows to readers now.

    Raises:
        StoreError: there is no data folder, nothing has been published in it, or it cannot be read.
    """
    return EmbeddedSnapshot.open(data)
