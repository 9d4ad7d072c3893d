"""From the ledger to what readers see: resolve all facts, write the graphs that differ, publish a snapshot."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import chain
from typing import Final, TypeAlias

from pyoxigraph import NamedNode

from kg.iris import Iris, digest
from kg.ledger import GraphRecord, Ledger
from kg.rdf import NamedGraph, document_graph, entity_graph, meeting_graph
from kg.resolve import Resolution, resolve
from kg.status import BASE_SETTING
from kg.store import GraphWriter, content_hash
from kg.vocab import ID_BASE

__all__ = ["OnProgress", "Progress", "Published", "Stage", "publish"]

SNAPSHOT_FORMAT: Final = 1
"""Goes into a snapshot's name; raised whenever equal quads would be published with other files beside them."""


GRAPHS_AT_A_TIME: Final = 32
"""Few enough to hold the quads of so many articles in memory, many enough to make the ledger's commits rare."""


class Stage(StrEnum):
    """What a build is doing."""

    READ = "read"
    WRITE = "write"
    PUBLISH = "publish"


@dataclass(frozen=True, slots=True)
class Progress:
    """``done`` documents were read, or graphs compared and written; ``name`` is the last one's."""

    stage: Stage
    done: int
    name: str


OnProgress: TypeAlias = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class Published:
    """What readers see now, and how many graphs had to be written or dropped for it."""

    snapshot: str
    documents: int
    entities: int
    occasions: int
    quads: int
    graphs_written: int


def publish(ledger: Ledger, store: GraphWriter, on_progress: OnProgress | None = None) -> Published:
    """Bring the store in line with the ledger, and let readers see it.

    Args:
        ledger: the facts of all documents.
        store: the writer of the same data folder.
        on_progress: told of each graph.

    Raises:
        StoreError: ledger or store cannot be read or written.
    """
    tell = on_progress or _silent
    resolution = resolve(ledger.facts())
    written = _write(ledger, store, _graphs(ledger, resolution), tell)
    graphs = tuple(ledger.graphs())
    snapshot = digest(SNAPSHOT_FORMAT, *(f"{graph.name} {graph.hash}" for graph in graphs))
    store.publish(snapshot)
    tell(Progress(Stage.PUBLISH, 1, snapshot))
    return Published(
        snapshot=snapshot,
        documents=ledger.count(),
        entities=len(resolution.entities),
        occasions=len(resolution.occasions),
        quads=sum(graph.quads for graph in graphs),
        graphs_written=written,
    )


def _silent(_: Progress) -> None:
    return


def _graphs(ledger: Ledger, resolution: Resolution) -> Iterator[NamedGraph]:
    """Every graph as it should be; one without quads is none."""
    iris = Iris(ledger.setting(BASE_SETTING) or ID_BASE)
    shared = (
        entity_graph(resolution.entities, resolution.offices, iris),
        meeting_graph(resolution.occasions, iris),
    )
    told = (document_graph(resolution.apply(facts), iris) for facts in ledger.facts())
    return (graph for graph in chain(shared, told) if graph.quads)


@dataclass(slots=True)
class _Plan:
    """The graphs as the ledger has them and as they are in the store; those that should be, and those written anew."""

    recorded: dict[str, GraphRecord]
    there: set[NamedNode]
    wanted: set[NamedNode] = field(default_factory=set)
    fresh: list[GraphRecord] = field(default_factory=list)


def _write(ledger: Ledger, store: GraphWriter, graphs: Iterable[NamedGraph], tell: OnProgress) -> int:
    """Make the store hold exactly these graphs, touching only those that differ; gives how many did.

    The ledger forgets a graph before it is touched and records it after it is on disk: what it records is so.
    """
    plan = _Plan({record.name: record for record in ledger.graphs()}, set(store.graph_names()))
    store.replace_graphs(_differing(ledger, graphs, plan, tell))
    with ledger.transaction():
        ledger.forget_graphs(sorted(plan.recorded.keys() - {name.value for name in plan.wanted}))
    dropped = sorted(plan.there - plan.wanted, key=lambda name: name.value)
    store.remove_graphs(dropped)
    with ledger.transaction():
        ledger.put_graphs(plan.fresh)
    return len(plan.fresh) + len(dropped)


def _differing(ledger: Ledger, graphs: Iterable[NamedGraph], plan: _Plan, tell: OnProgress) -> Iterator[NamedGraph]:
    """The graphs that are not in the store as they should be; forgotten by the ledger, several at a time, before."""
    waiting: list[NamedGraph] = []
    for done, graph in enumerate(graphs, start=1):
        record = GraphRecord(graph.name.value, content_hash(graph.quads), len(graph.quads))
        plan.wanted.add(graph.name)
        if graph.name not in plan.there or plan.recorded.get(record.name) != record:
            plan.fresh.append(record)
            waiting.append(graph)
        if len(waiting) == GRAPHS_AT_A_TIME:
            yield from _forgotten(ledger, waiting)
            waiting.clear()
        tell(Progress(Stage.WRITE, done, record.name))
    yield from _forgotten(ledger, waiting)


def _forgotten(ledger: Ledger, graphs: list[NamedGraph]) -> list[NamedGraph]:
    with ledger.transaction():
        ledger.forget_graphs(graph.name.value for graph in graphs)
    return graphs
