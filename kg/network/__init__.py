"""The entity graph: who is connected to whom, through what, since when, and by which sentence.

Two views of the same graph: ``events`` keeps every meeting, position, tenure, statement and interaction as a node;
``actors`` folds them into weighted, typed, dated edges between people, organizations and countries.
"""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path as FilePath
from typing import Final

import numpy as np

from kg.errors import InputError, NotFoundError, StoreError
from kg.levels import Level
from kg.network import bridge
from kg.network.actors import Ties, tie_actors
from kg.network.bridge import AnyGraph
from kg.network.files import open_views, save_views
from kg.network.lens import of_types
from kg.network.levels import lifted, read_capacities
from kg.network.making import NetworkMaking
from kg.network.naming import Names
from kg.network.paths import paths
from kg.network.pool import Pool
from kg.network.records import (
    ACTOR_TYPES,
    EDGE_TYPES,
    ENTITY_TYPES,
    MEETING_TYPES,
    NODE_TYPES,
    Edge,
    Filter,
    Neighbourhood,
    Node,
    Path,
    ViewName,
)
from kg.network.table import NodeTable, Table, texts_in
from kg.network.view import ActorsView, View
from kg.store import GraphReader
from kg.store.told import everything_told
from kg.vocab import ID_BASE

__all__ = [
    "EDGE_TYPES",
    "ENTITY_TYPES",
    "MEETING_TYPES",
    "NODE_TYPES",
    "SIDECAR",
    "Edge",
    "Filter",
    "Neighbourhood",
    "Network",
    "NetworkMaking",
    "Node",
    "Path",
    "View",
    "ViewName",
]

SIDECAR: Final = "network"
"""The folder beside a snapshot's graph in which the arrays of its network lie."""


class Network:
    """The entity graph of one snapshot, immutable.

    Args:
        events: the ``events`` view.
        actors: the ``actors`` view.
        base: the IRI under which instances live.
    """

    def __init__(self, events: View, actors: ActorsView, base: str = ID_BASE) -> None:
        self._events = events
        self._actors = actors
        self._base = base

    @classmethod
    def from_reader(cls, reader: GraphReader, base: str = ID_BASE) -> Network:
        """The network of a graph: mapped from the arrays that were published with it, or else read from its quads.

        Args:
            reader: the graph.
            base: the IRI under which instances live; ids are what follows it.

        Raises:
            StoreError: the arrays are damaged, or the graph cannot be read.
        """
        if reader.sidecars is not None:
            try:
                return cls.opened(reader.sidecars, base)
            except NotFoundError:
                pass
        return cls._made(reader, base)

    @classmethod
    def opened(cls, folder: FilePath, base: str = ID_BASE) -> Network:
        """The network whose arrays lie in a snapshot's folder, mapped from there.

        Raises:
            NotFoundError: there are none, or another version or base wrote them.
            StoreError: they are damaged.
        """
        try:
            views = open_views(folder / SIDECAR, base)
        except OSError as error:
            message = f"the network published with this snapshot cannot be read ({error}); build again"
            raise StoreError(str(folder), message) from error
        if views is None:
            raise NotFoundError("network", str(folder))
        return cls(*views, base)

    @classmethod
    def _made(cls, reader: GraphReader, base: str) -> Network:
        with tempfile.TemporaryDirectory() as folder, NetworkMaking(FilePath(folder), base) as making:
            for told in everything_told(reader, making.predicates):
                making.add(told)
            made = FilePath(folder) / SIDECAR
            making.save(made)
            views = open_views(made, base, mapped=False)
        if views is None:
            raise StoreError(folder, "the network that was made is not there; check the disk")
        return cls(*views, base)

    @classmethod
    def of(
        cls,
        nodes: Mapping[str, Node],
        edges: Iterable[Edge],
        base: str = ID_BASE,
        acting: frozenset[str] | None = None,
    ) -> Network:
        """The network of these nodes and edges.

        Args:
            nodes: the nodes of the ``events`` view by id, in order of id.
            edges: its edges, sorted by source, target and type.
            base: the IRI under which instances live.
            acting: the ids of the nodes of the ``actors`` view; every person, organization and country if None.
        """
        edges = list(edges)
        if acting is None:
            acting = frozenset(node.id for node in nodes.values() if node.type in ACTOR_TYPES)
        tied, ties = tie_actors(nodes, edges, acting)
        everything = list(nodes.values())
        pool, codes = Pool.of((*texts_in(everything, Node), *texts_in(edges, Edge), *texts_in(tied, Edge)))

        def nodes_in(part: list[Node]) -> NodeTable:
            return NodeTable(Table(Node, Table.columns_of(Node, part, codes), pool))

        def edges_in(part: list[Edge]) -> Table[Edge]:
            return Table(Edge, Table.columns_of(Edge, part, codes), pool)

        facts = nodes_in(everything)
        rows = {node_id: row for row, node_id in enumerate(nodes)}
        actors = ActorsView(
            nodes_in([nodes[each] for each in nodes if each in acting]), edges_in(tied), Ties.of(ties, rows), facts
        )
        return cls(View(facts, edges_in(edges)), actors, base)

    def at(self, level: Level, reader: GraphReader) -> Network:
        """The same network with every actor at one level of the ladder; see :mod:`kg.network.levels`.

        Args:
            level: persons, offices, institutions or states; as told is this network itself.
            reader: the graph, which says for whom actors act.

        Raises:
            StoreError: the graph cannot be read.
        """
        if level is Level.TOLD:
            return self
        nodes = dict(self._events.nodes.items())
        kept, edges, acting = lifted(nodes, self._events.edges, read_capacities(reader, self._base), level)
        return Network.of(kept, edges, self._base, acting)

    def save(self, folder: FilePath) -> None:
        """Write the arrays beside a snapshot that is being made; :meth:`from_reader` finds them there.

        Args:
            folder: the snapshot's folder.

        Raises:
            OSError: they cannot be written.
        """
        save_views(folder / SIDECAR, self._events, self._actors, self._base)

    def census(self) -> Mapping[tuple[str, str | None], tuple[int, int]]:
        """How many nodes of each type and status there are, and how much evidence they have together."""
        rows = self._events.nodes.rows
        kinds = np.stack((rows.column("type"), rows.column("status")), axis=1)
        found, places = np.unique(kinds, axis=0, return_inverse=True)
        counts = np.bincount(places.ravel(), minlength=len(found)).tolist()
        evidence = np.bincount(places.ravel(), rows.column("evidence"), minlength=len(found)).astype(int).tolist()
        named = zip(rows.pool.texts(found[:, 0]), rows.pool.texts(found[:, 1]), strict=True)
        return {
            (str(kind), status): told
            for (kind, status), told in zip(named, zip(counts, evidence, strict=True), strict=True)
        }

    def view(self, name: str = ViewName.EVENTS, chosen: Filter | None = None) -> View:
        """One of the two views, whole or narrowed.

        Args:
            name: ``events`` or ``actors``.
            chosen: which nodes and edges to keep; in ``actors``, which facts may tie actors as well.

        Raises:
            InputError: no such view.
        """
        whole = self._whole(name)
        return whole if chosen is None else whole.narrowed(chosen)

    def around(
        self, names: Iterable[str], depth: int, view: str = ViewName.EVENTS, chosen: Filter | None = None
    ) -> View:
        """The part of a view that lies within so many steps of any of several nodes.

        Args:
            names: ids, IRIs or names.
            depth: steps to go.
            view: ``events`` or ``actors``.
            chosen: which nodes and edges to walk over.

        Raises:
            NotFoundError: no such node in this view.
            InputError: an unknown view, an ambiguous name, a negative depth.
        """
        if depth < 0:
            raise InputError("depth", f"must not be negative, got {depth}")
        whole = self._whole(view)
        centers = [self.find(name).id for name in names]
        for center in centers:
            if center not in whole.nodes:
                raise NotFoundError("actor", center)
        return whole.within(centers, depth, chosen or Filter())

    def slices(self, view: str = ViewName.EVENTS, months: int = 1) -> Iterator[tuple[dt.date, dt.date, View]]:
        """The view in stretches of time, one after the other: the facts of each, and what they connect.

        Args:
            view: ``events`` or ``actors``.
            months: how long a stretch is; the first begins with the month of the first dated fact.

        Yields:
            The first and last day of a stretch, and the view narrowed to it.

        Raises:
            InputError: an unknown view, or no months.
        """
        if months < 1:
            raise InputError("months", f"must be at least 1, got {months}")
        facts = self._events.nodes.rows
        dated = sorted({day for name in ("start", "end") for day in facts.pool.texts(facts.column(name)) if day})
        first = dt.date.fromisoformat(dated[0]).replace(day=1) if dated else None
        while first is not None and first.isoformat() <= dated[-1]:
            after = _months_later(first, months)
            last = after - dt.timedelta(days=1)
            yield first, last, self.view(view, Filter(since=first, until=last))
            first = after

    def _whole(self, name: str) -> View:
        return self._events if _view_name(name) is ViewName.EVENTS else self._actors

    # --- looking up ---------------------------------------------------------------------------------------------------

    def node(self, node_id: str) -> Node:
        """The node with this id or IRI.

        Raises:
            NotFoundError: no such node.
        """
        found = self._events.nodes.get(node_id.removeprefix(self._base))
        if found is None:
            raise NotFoundError("entity", node_id)
        return found

    def find(self, name: str) -> Node:
        """The one node that a user means: by id, by IRI, by its usual name, or by another name of it.

        Case, accents and surrounding space do not matter in names.

        Raises:
            NotFoundError: nothing has this name.
            InputError: several have it; the message lists their ids.
        """
        node = self._events.nodes.get(name.strip().removeprefix(self._base))
        return node if node is not None else self._events.nodes[self._names.one(name)]

    def similar(self, name: str, limit: int = 5) -> tuple[Node, ...]:
        """Entities whose names hold this one as words or are spelt much like it, the best known first.

        Args:
            name: a name that :meth:`find` does not know.
            limit: the most entities.
        """
        found = {node_id: self._events.nodes[node_id] for node_id in self._names.like(name, limit)}
        return tuple(sorted(found.values(), key=lambda node: (-node.evidence, node.id))[:limit])

    @cached_property
    def _names(self) -> Names:
        entities = self._events.nodes.rows
        return Names(entities.only(np.flatnonzero(of_types(entities, ENTITY_TYPES))))

    # --- walking ------------------------------------------------------------------------------------------------------

    def neighbourhood(  # noqa: PLR0917 - the order of the interface, and every one has a name
        self,
        entity_id: str,
        depth: int = 1,
        limit: int = 100,
        view: str = ViewName.EVENTS,
        types: Iterable[str] | None = None,
        since: dt.date | None = None,
        until: dt.date | None = None,
        min_confidence: float | None = None,
    ) -> Neighbourhood:
        """What lies around a node, in a deterministic order: nearer, then more heavily connected, then by id.

        Args:
            entity_id: the node's id or IRI.
            depth: steps to go; in ``events`` from one actor to another are two.
            limit: the most nodes to return beside the node itself.
            view: ``events`` or ``actors``.
            types: types of nodes and edges to keep, see :class:`Filter`.
            since: leave out facts that end before.
            until: leave out facts that begin after.
            min_confidence: leave out facts with less.

        Raises:
            NotFoundError: no such node in this view.
            InputError: an unknown view or type, a negative depth or limit.
        """
        chosen = Filter(frozenset(types or ()), since, until, min_confidence)
        node = self.node(entity_id)
        if node.id not in self._whole(view).nodes:
            raise NotFoundError("actor", entity_id)
        return self._whole(view).around(node.id, depth, limit, chosen)

    def paths(
        self,
        start: str,
        end: str,
        max_length: int = 4,
        view: str = ViewName.EVENTS,
        limit: int = 10,
        *,
        facts: int | None = None,
    ) -> tuple[Path, ...]:
        """How two nodes are connected: simple paths, shorter ones first, then by the ids along them.

        Args:
            start: the first node's id or IRI.
            end: the last node's.
            max_length: the most steps.
            view: ``events`` or ``actors``.
            limit: the most paths.
            facts: the most facts told of each step, the first ones; all if None.

        Raises:
            NotFoundError: a node is not in this view.
            InputError: an unknown view.
        """
        looked_at = self.view(view)
        ids = [self.node(name).id for name in (start, end)]
        for node_id in ids:
            if node_id not in looked_at.nodes:
                raise NotFoundError("actor", node_id)
        return paths(looked_at, ids[0], ids[1], max_length, limit, facts=facts)

    def to_networkx(self, view: str = ViewName.EVENTS) -> AnyGraph:
        """The same graph for networkx.

        Args:
            view: ``events`` gives a ``MultiDiGraph`` with the ontology's directions, ``actors`` a ``MultiGraph`` in
                which an edge's ``source`` says who acts. Edges are keyed by type; attributes that are not known are
                left out.

        Raises:
            InputError: no such view.
        """
        return bridge.to_networkx(self.view(view), directed=_view_name(view) is ViewName.EVENTS)


def _view_name(name: str) -> ViewName:
    try:
        return ViewName(name)
    except ValueError as error:
        raise InputError("view", f"unknown view {name!r}; use {' or '.join(ViewName)}") from error


def _months_later(day: dt.date, months: int) -> dt.date:
    years, month = divmod(day.month - 1 + months, 12)
    return dt.date(day.year + years, month + 1, 1)
