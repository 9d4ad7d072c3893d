"""What lies beside a published graph and is made with it: its full text, its network, its counts.

All of them are made while the graphs go by on their way to the store, one at a time, so that nothing has to be read
back; only what others wrote there is. Working files lie in the data folder and go when it is done.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Final, Self

from pyoxigraph import NamedNode

from kg.counts import Counts
from kg.iris import Iris
from kg.model import MeetingStatus, Stance
from kg.named_graph import NamedGraph
from kg.network import ENTITY_TYPES, MEETING_TYPES, SIDECAR, Network, NetworkMaking
from kg.search import IndexMaking
from kg.store import GraphReader
from kg.store.told import Told, told_by
from kg.vocab import DCTERMS, DM, RDF

__all__ = ["Sidecars"]

PREDICATES: Final = NetworkMaking.predicates | IndexMaking.predicates

_SHARED_AT_ONCE: Final = 20_000
"""Quads of a graph of all documents that are taken in at once, or some more: taken apart they need their size again."""


class Sidecars:
    """What lies beside a graph, on its way; a context manager that throws its working files away.

    Args:
        working: a folder for working files, which is made; what an earlier build left there goes.
        base: the IRI under which instances live.

    Raises:
        StoreError: the working files cannot be written.
    """

    def __init__(self, working: Path, base: str) -> None:
        self._working, self._base = working, base
        shutil.rmtree(working, ignore_errors=True)
        working.mkdir()
        self._open = ExitStack()
        self._open.callback(shutil.rmtree, working, ignore_errors=True)
        self._network = self._open.enter_context(NetworkMaking(working, base))
        self._index = self._open.enter_context(IndexMaking())
        self._shared = (Iris(base).entities_graph, Iris(base).meetings_graph)
        self._seen: set[NamedNode] = set()
        self._quads = 0
        self._days: dict[str, str | None] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def watching(self, graphs: Iterable[NamedGraph]) -> Iterator[NamedGraph]:
        """The same graphs, taken in as they go by."""
        for graph in graphs:
            self._take(graph)
            yield graph
            del graph  # the next one is made while this one would still be held

    def _take(self, graph: NamedGraph) -> None:
        """Take in a graph: a document's as it is, as its facts lead to its passages; large ones some at a time."""
        self._seen.add(graph.name)
        for part in graph.parts(_SHARED_AT_ONCE) if graph.name in self._shared else (graph,):
            self._add(Told.of_lines(part, PREDICATES), len(part.lines))

    def derive(self, folder: Path, graph: GraphReader) -> None:
        """Write what lies beside a graph into a folder: a :class:`kg.store.Derive`.

        Args:
            folder: the snapshot's.
            graph: what is published; those of its graphs that have not gone by are read.

        Raises:
            OSError: it cannot be written.
            StoreError: the graph cannot be read, or the index cannot be written.
        """
        for told, quads in told_by(graph, PREDICATES, but=self._seen):
            self._add(told, quads)
        self._index.save(folder)
        self._network.save(folder / SIDECAR)
        self._counts(folder, graph).save(folder)

    def _add(self, told: Told, quads: int) -> None:
        self._quads += quads
        self._network.add(told)
        self._index.add(told)
        issued = told.by_subject(DCTERMS.issued)
        for thing, kind in told.told(RDF.type):
            if kind == DM.Document.value:
                self._days[thing] = issued.get(thing)

    def _counts(self, folder: Path, graph: GraphReader) -> Counts:
        network = Network.opened(folder, self._base)
        types, statuses = Counter[str](), Counter[tuple[str, str | None]]()
        mentions = 0
        for (kind, status), (nodes, evidence) in network.census().items():
            types[kind] += nodes
            statuses["Meeting" if kind in MEETING_TYPES else kind, status] += nodes
            mentions += evidence if kind in ENTITY_TYPES else 0
        days = sorted(day for day in self._days.values() if day is not None)
        return Counts(
            documents=len(self._days),
            first=days[0] if days else None,
            last=days[-1] if days else None,
            quads=self._quads,
            graphs=len(graph.graph_names()),
            mentions=mentions,
            entities={str(kind): types[kind] for kind in ENTITY_TYPES},
            meetings={str(status): statuses["Meeting", status] for status in MeetingStatus},
            positions={str(stance): statuses["Position", stance] for stance in Stance},
            offices=types["Office"],
            tenures=types["Tenure"],
            statements=types["Statement"],
            interactions=types["Interaction"],
            issues=types["Issue"],
        )
