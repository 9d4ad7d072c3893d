"""From the ledger to what readers see: resolve all facts, write the graphs that differ, publish a snapshot."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import partial
from itertools import count
from typing import Final, TypeAlias

from pyoxigraph import DefaultGraph, NamedNode, Quad

from kg.corrections import Corrections, Dated, Wrong
from kg.iris import Iris, digest
from kg.judgements import Identification
from kg.ledger import GraphRecord, Ledger
from kg.likeness import reprints
from kg.memory import map_large_blocks
from kg.model import DocumentFacts
from kg.named_graph import NamedGraph
from kg.rdf import document_graph, entity_graph, meeting_graph
from kg.resolve import Judged, Resolution, Rulings, resolve
from kg.sidecars import Sidecars
from kg.status import IDLE_SETTING, UNSURE_SETTING, base_of
from kg.store import DataFolder, GraphWriter
from kg.vocab import DCTERMS

__all__ = ["OnProgress", "Progress", "Published", "Stage", "forget_place", "publish", "unsure_lines"]

SNAPSHOT_FORMAT: Final = 4
"""Goes into a snapshot's name; raised whenever equal quads would be published with other files beside them."""


PLACE_SETTING: Final = "place"
"""The ledger's setting that says where the graphs lie that it has on record."""

GRAPHS_AT_A_TIME: Final = 32
"""Graphs that the ledger forgets at once: so many that its commits are rare."""

QUADS_AT_A_TIME: Final = 30_000
"""Quads that wait for that at most, or some more: they lie in memory, 300 bytes each."""


SHARED_GRAPHS: Final = 2


class Stage(StrEnum):
    """What a build is doing."""

    READ = "read"
    KEEP = "keep"
    WRITE = "write"
    PUBLISH = "publish"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a build has come.

    ``done`` documents were read, or their facts kept, or graphs compared and written; ``name`` is the last one's.
    ``share`` is how much of the stage's work that is, from 0 to 1, None where nobody can say; ``facts`` were found,
    ``rejected`` inputs set aside, and ``unchanged`` documents passed over so far.
    """

    stage: Stage
    done: int
    name: str
    share: float | None = field(default=None, compare=False)
    facts: int = field(default=0, compare=False)
    rejected: int = field(default=0, compare=False)
    unchanged: int = field(default=0, compare=False)


OnProgress: TypeAlias = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class Published:
    """What readers see now, and how many graphs had to be written or dropped for it.

    ``joined`` names were taken for entities of another name, ``unsure`` entities and occasions may be others; ``idle``
    says which corrections no longer find anything to correct.
    """

    snapshot: str
    documents: int
    entities: int
    occasions: int
    quads: int
    graphs_written: int
    joined: int = 0
    unsure: int = 0
    idle: tuple[str, ...] = ()
    reprints: int = 0


def publish(
    ledger: Ledger,
    store: GraphWriter,
    on_progress: OnProgress | None = None,
    corrections: Corrections | None = None,
) -> Published:
    """Bring the store in line with the ledger, and let readers see it.

    Args:
        ledger: the facts of all documents.
        store: the writer of the same data folder.
        on_progress: told of each graph.
        corrections: an analyst's.

    Raises:
        StoreError: ledger or store cannot be read or written.
    """
    map_large_blocks()
    tell = on_progress or _silent
    if (ledger.setting(PLACE_SETTING) or "") != store.place:
        forget_place(ledger, store.place)
    corrected = _Corrected(ledger, corrections or Corrections(), reprints(ledger.likenesses()))
    resolution = corrected.resolution()
    found = partial(
        Published,
        entities=len(resolution.entities),
        occasions=len(resolution.occasions),
        joined=len(resolution.joins),
        unsure=len(resolution.doubts) + len(resolution.occasion_doubts),
        reprints=len(corrected.originals),
    )
    unsure, idle_rulings = "\n".join(unsure_lines(resolution)), resolution.idle
    graphs = _graphs(corrected, resolution)
    del resolution  # what has been told of it goes, while the graphs are made
    with Sidecars(DataFolder(ledger.path.parent).working, base_of(ledger)) as beside:
        written = _write(ledger, store, beside.watching(graphs), tell)
        idle = corrected.idle(idle_rulings)
        ledger.set(UNSURE_SETTING, unsure)
        ledger.set(IDLE_SETTING, "\n".join(idle))
        records = tuple(ledger.graphs())
        snapshot = digest(SNAPSHOT_FORMAT, *(f"{one.name} {one.hash}" for one in records), *_others(ledger, store))
        store.publish(snapshot, beside.derive)
    tell(Progress(Stage.PUBLISH, 1, snapshot))
    return found(
        snapshot=snapshot,
        documents=ledger.count(),
        quads=sum(one.quads for one in records),
        graphs_written=written,
        idle=idle,
    )


def _others(ledger: Ledger, store: GraphWriter) -> Iterator[str]:
    """What stands in the graphs that are not the build's own, which somebody wrote through the service."""
    base = base_of(ledger)
    names = (None, *(name for name in store.graph_names() if not name.value.startswith(base)))
    for name in names:
        told = store.content_hash(DefaultGraph() if name is None else name)
        if told is not None:
            yield f"{name} {told}"


def forget_place(ledger: Ledger, place: str) -> None:
    """Forget what the ledger says of graphs: they lie somewhere else now, and what lies there nobody knows."""
    with ledger.transaction():
        ledger.forget_graphs([graph.name for graph in ledger.graphs()])
        ledger.set(PLACE_SETTING, place)


def _silent(_: Progress) -> None:
    return


@dataclass(slots=True)
class _Corrected:
    """The ledger's facts as an analyst leaves them; ``originals`` are the reprints, by document, with the first."""

    ledger: Ledger
    corrections: Corrections
    originals: Mapping[str, str]
    _used: set[Wrong | Dated] = field(default_factory=set)

    def facts(self) -> Iterator[DocumentFacts]:
        for facts in self.ledger.facts():
            corrected, used = self.corrections.correct(facts)
            self._used.update(used)
            yield corrected

    def resolution(self) -> Resolution:
        told = self.corrections
        return resolve(
            (facts for facts in self.facts() if facts.document.id not in self.originals),
            judged=Judged(told.groups("entities", same=True), told.groups("entities", same=False)),
            rulings=Rulings(told.groups("meetings", same=True), told.groups("meetings", same=False)),
        )

    def idle(self, rulings_without_use: Collection[frozenset[str]]) -> tuple[str, ...]:
        told = self.corrections
        rulings = (str(ruling) for ruling in told.rulings if ruling.ids in rulings_without_use)
        return (*rulings, *(str(one) for one in (*told.wrong, *told.dated) if one not in self._used))


def unsure_lines(resolution: Resolution) -> Iterator[str]:
    """What stays in doubt, a line each."""
    for doubt in resolution.doubts:
        yield f"{doubt.entity}: {', '.join(f'{c.entity} ({c.reason})' for c in doubt.candidates)}"
    for unclear in resolution.occasion_doubts:
        found = ", ".join(f"meeting/{c.entity} ({c.reason})" for c in unclear.candidates)
        yield f"meeting/{unclear.id}: {found}"


def _judgements(resolution: Resolution) -> Iterator[Identification]:
    for join in resolution.joins:
        yield Identification(join.entity, join.into, join.reason, join.confidence)
    for doubt in resolution.doubts:
        yield Identification(doubt.entity, None, candidates=doubt.candidates)


def _graphs(corrected: _Corrected, resolution: Resolution) -> Iterator[NamedGraph]:
    """Every graph as it should be; one without quads is none.

    A reprint's says only whose: the story's facts are told once, by the document that told it first.
    """
    iris = Iris(base_of(corrected.ledger))
    for graph in _shared(resolution, iris):
        if graph.lines:
            yield graph
        del graph  # the next one is made while this one would still be held
    resolution = resolution.for_documents()
    for facts in corrected.facts():
        original = corrected.originals.get(facts.document.id)
        graph = (
            document_graph(resolution.resolved(facts), iris) if original is None else _reprint(facts, iris, original)
        )
        if graph.lines:
            yield graph
        del graph  # as above


def _shared(resolution: Resolution, iris: Iris) -> Iterator[NamedGraph]:
    """The graphs that all documents make together, one at a time: they are large."""
    yield entity_graph(resolution.entities, resolution.offices, iris, _judgements(resolution))
    doubted = (Identification(one.id, None, candidates=one.candidates) for one in resolution.occasion_doubts)
    yield meeting_graph(resolution.occasions, iris, doubted)


def _reprint(facts: DocumentFacts, iris: Iris, original: str) -> NamedGraph:
    graph = document_graph(DocumentFacts(facts.document, facts.pipeline), iris)
    link = Quad(graph.name, DCTERMS.isVersionOf, iris.document(original), graph.name)
    return NamedGraph(graph.name, tuple(sorted((*graph.lines, f"{link} .\n"))))


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
    total = ledger.count() + SHARED_GRAPHS
    plan = _Plan({record.name: record for record in ledger.graphs()}, set(store.graph_names()))
    store.replace_graphs(_differing(ledger, graphs, plan, _sharing(tell, total)))
    with ledger.transaction():
        ledger.forget_graphs(sorted(plan.recorded.keys() - {name.value for name in plan.wanted}))
    ours = {name for name in plan.there if name.value in plan.recorded or name.value.startswith(base_of(ledger))}
    dropped = sorted(ours - plan.wanted, key=lambda name: name.value)
    store.remove_graphs(dropped)
    with ledger.transaction():
        ledger.put_graphs(plan.fresh)
    return len(plan.fresh) + len(dropped)


def _sharing(tell: OnProgress, total: int) -> OnProgress:
    return lambda step: tell(replace(step, share=min(1.0, step.done / total)))


def _differing(ledger: Ledger, graphs: Iterable[NamedGraph], plan: _Plan, tell: OnProgress) -> Iterator[NamedGraph]:
    """The graphs that are not in the store as they should be; forgotten by the ledger, several at a time, before."""
    waiting: list[NamedGraph] = []
    held, done = 0, count(1)
    for graph in graphs:
        record = GraphRecord(graph.name.value, graph.content_hash, len(graph.lines))
        plan.wanted.add(graph.name)
        if graph.name not in plan.there or plan.recorded.get(record.name) != record:
            plan.fresh.append(record)
            waiting.append(graph)
            held += record.quads
        del graph  # the next one is made while this one would still be held, and by enumerate, too
        if len(waiting) == GRAPHS_AT_A_TIME or held >= QUADS_AT_A_TIME:
            yield from _forgotten(ledger, waiting)
            held = 0
        tell(Progress(Stage.WRITE, next(done), record.name))
    yield from _forgotten(ledger, waiting)


def _forgotten(ledger: Ledger, waiting: list[NamedGraph]) -> Iterator[NamedGraph]:
    """The waiting graphs, in order; nobody waits afterwards."""
    with ledger.transaction():
        ledger.forget_graphs(graph.name.value for graph in waiting)
    waiting.reverse()
    while waiting:
        yield waiting.pop()
