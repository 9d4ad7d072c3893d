"""A graph that can be walked: nodes, edges, and what lies around a node."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property, lru_cache, partial
from typing import Final

import numpy as np

from kg.errors import InputError
from kg.network.actors import TiedEdges, Ties
from kg.network.adjacency import Adjacency, Ranking
from kg.network.lens import Lens, admitted_edges, admitted_nodes
from kg.network.pool import Pool
from kg.network.records import Edge, Filter, Neighbourhood, Node
from kg.network.table import Array, NodeTable, Rows, Table, gathered, texts_in

__all__ = ["ActorsView", "View"]

_LENSES_KEPT: Final = 4
_DENSE: Final = 16
"""When one in so many nodes is reached at once, counting over all nodes is faster than sorting those."""

_WALKED: Final = 512
_WALKED_A_NODE: Final = 8
"""More edges than these, the second for each node that is asked about, take longer to walk than pairs to look up."""


class View:
    """One way of looking at the network, immutable.

    Args:
        nodes: the nodes by id, in order of id.
        edges: the edges, sorted by source, target and type.
        adjacency: who stands beside whom, where it is known already.
        ranking: who stands nearest to whom, where it is known already.

    Attributes:
        nodes: the nodes.
        edges: the edges.
    """

    def __init__(
        self,
        nodes: NodeTable,
        edges: Rows[Edge],
        adjacency: Adjacency | None = None,
        ranking: Ranking | None = None,
    ) -> None:
        self.nodes = nodes
        self.edges = edges
        self._adjacency = adjacency
        self._ranking = ranking
        self._lens = self._remembered(partial(_lens, nodes.rows, edges))

    @classmethod
    def of(cls, nodes: Mapping[str, Node], edges: Iterable[Edge]) -> View:
        """A view of these nodes, which are in order of id, and edges, which are sorted."""
        kept, told = list(nodes.values()), list(edges)
        pool, codes = Pool.of((*texts_in(kept, Node), *texts_in(told, Edge)))
        return cls(
            NodeTable(Table(Node, Table.columns_of(Node, kept, codes), pool)),
            Table(Edge, Table.columns_of(Edge, told, codes), pool),
        )

    # --- who stands where ---------------------------------------------------------------------------------------------

    @cached_property
    def ends(self) -> tuple[Array, Array]:
        """The rows of the nodes that each edge leaves and reaches."""
        ids = self.nodes.rows.column("id")
        source, target = (np.searchsorted(ids, self.edges.column(name)) for name in ("source", "target"))
        return source, target

    @property
    def adjacency(self) -> Adjacency:
        """Who stands beside whom."""
        if self._adjacency is None:
            self._adjacency = Adjacency.of(len(self.nodes), *self.ends)
        return self._adjacency

    @property
    def ranking(self) -> Ranking:
        """Who stands nearest to whom; worth its making where it is kept."""
        if self._ranking is None:
            self._ranking = Ranking.of(self.adjacency, self.edges.column("weight"))
        return self._ranking

    def incident(self, node: str) -> Sequence[Edge]:
        """The edges that leave or reach a node, sorted by source, target and type."""
        row = self.nodes.row(node)
        return () if row is None else self.edges.take(self.adjacency.at(row))

    def degree(self, node: str) -> int:
        """How many edges leave or reach a node."""
        row = self.nodes.row(node)
        return 0 if row is None else len(self.adjacency.at(row))

    def degrees(self) -> Array:
        """How many edges leave or reach each node, in order of id."""
        return self.adjacency.degrees()

    # --- filters ------------------------------------------------------------------------------------------------------

    def lens(self, chosen: Filter) -> Lens:
        """What a filter leaves of this view."""
        return self._lens(chosen)

    @staticmethod
    def _remembered(make: Callable[[Filter], Lens]) -> Callable[[Filter], Lens]:
        """Of the view itself nothing may be remembered: in a circle its mapped files would stay until it is found."""
        return lru_cache(_LENSES_KEPT)(make)

    def narrowed(self, chosen: Filter) -> View:
        """The nodes that pass a filter, and the edges between them that do."""
        if chosen.is_open:
            return self
        lens = self.lens(chosen)
        kept = np.ones(len(self.nodes), dtype=np.bool_) if lens.nodes is None else lens.nodes
        return self._part(kept, lens)

    def within(self, centers: Sequence[str], depth: int, chosen: Filter) -> View:
        """The part of this view that lies within so many steps of any of these nodes.

        Args:
            centers: ids of nodes of this view; they stay whatever the filter says.
            depth: how many steps, whatever the direction of the edges.
            chosen: which nodes and edges to walk over.
        """
        lens = self.lens(chosen)
        kept = np.zeros(len(self.nodes), dtype=np.bool_)
        frontier = np.array([self._row(center) for center in centers], dtype=np.int64)
        kept[frontier] = True
        for _ in range(depth):
            edges, others = self.adjacency.around(frontier)
            frontier = np.unique(others[~kept[others] & lens.admits(edges, others)])
            kept[frontier] = True
        return self._part(kept, lens)

    def _part(self, kept: Array, lens: Lens) -> View:
        sources, targets = self.ends
        between = kept[sources] & kept[targets]
        if lens.edges is not None:
            between &= lens.edges
        nodes = self.nodes.rows.only(np.flatnonzero(kept))
        return View(NodeTable(nodes), lens.table.only(np.flatnonzero(between)))

    def _row(self, node: str) -> int:
        row = self.nodes.row(node)
        if row is None:
            raise KeyError(node)
        return row

    # --- walking ------------------------------------------------------------------------------------------------------

    def around(self, center: str, depth: int, limit: int, chosen: Filter) -> Neighbourhood:
        """The nodes within ``depth`` steps of a node, whatever the direction of the edges.

        Args:
            center: the id of a node of this view; it stays whatever the filter says.
            depth: how many steps.
            limit: the most nodes to return beside the center.
            chosen: which nodes and edges to walk over.

        Raises:
            InputError: a negative depth or limit.
        """
        for name, number in (("depth", depth), ("limit", limit)):
            if number < 0:
                raise InputError(name, f"must not be negative, got {number}")
        lens = self.lens(chosen)
        frontier = np.array([self._row(center)])
        rings, reached = [frontier], np.zeros(len(self.nodes), dtype=np.bool_)
        reached[frontier] = True
        room, truncated = limit, False
        for _ in range(depth):
            ranked = self._next_ring(frontier, reached, lens, room + 1)
            truncated = truncated or len(ranked) > room
            frontier = ranked[:room]
            room -= len(frontier)
            reached[frontier] = True
            rings.append(frontier)
        rows = np.concatenate(rings)
        edges = self._among(rows, reached, lens)
        return Neighbourhood(self.nodes[center], self.nodes.rows.only(rows), lens.table.only(edges), truncated)

    def _next_ring(self, frontier: Array, reached: Array, lens: Lens, most: int) -> Array:
        """So many of the nodes beside these that are not reached yet, the most heavily connected first, then by id."""
        if self._ranking is not None and lens.is_open and len(frontier) == 1:
            nearest = self._ranking.first(int(frontier[0]), most + int(np.count_nonzero(reached)))
            return nearest[~reached[nearest]][:most]
        edges, others = self.adjacency.around(frontier)
        passed = np.flatnonzero(~reached[others])
        if not lens.is_open:
            passed = passed[lens.admits(edges[passed], others[passed])]
        found, weights = others[passed], lens.weights[edges[passed]]
        if len(found) * _DENSE < len(self.nodes):
            ring, places = np.unique(found, return_inverse=True)
            pull = np.bincount(places, weights, minlength=len(ring))
        else:
            ring = np.flatnonzero(np.bincount(found, minlength=len(self.nodes)))
            pull = np.bincount(found, weights, minlength=len(self.nodes))[ring]
        return ring[np.argsort(-pull, kind="stable")][:most]

    def _among(self, rows: Array, reached: Array, lens: Lens) -> Array:
        """The edges between these nodes, which are those that were reached."""
        hubs = self.adjacency.lengths(rows) > _WALKED + _WALKED_A_NODE * len(rows)
        edges, others = self.adjacency.around(rows[~hubs])
        inside = np.sort(np.concatenate((edges[reached[others]], self._between(rows[hubs]))))
        inside = inside[np.flatnonzero(np.diff(inside, prepend=-1))]  # np.unique hashes: ten times slower
        return inside if lens.edges is None else inside[lens.edges[inside]]

    def _between(self, rows: Array) -> Array:
        """The same, looked up pair by pair among the edges, which are sorted by source and target."""
        found = [np.empty(0, dtype=np.int32)]
        if not len(rows):
            return found[0]
        sources, targets = self.edges.column("source"), self.edges.column("target")
        codes = np.sort(self.nodes.rows.column("id")[rows])
        for begin, end in zip(*(np.searchsorted(sources, codes, side=side) for side in ("left", "right")), strict=True):
            led = targets[begin:end]
            places = (begin + np.searchsorted(led, codes, side=side) for side in ("left", "right"))
            found.append(gathered(*places).astype(np.int32))
        return np.concatenate(found)


class ActorsView(View):
    """The ``actors`` view: its filters pass over the facts behind each edge.

    Args:
        nodes: the actors.
        edges: the edges between them.
        ties: what the edges rest on.
        facts: the nodes of the ``events`` view.
        adjacency: who stands beside whom, where it is known already.
        ranking: who stands nearest to whom, where it is known already.
    """

    def __init__(  # noqa: PLR0917 - the two last as of any view
        self,
        nodes: NodeTable,
        edges: Table[Edge],
        ties: Ties,
        facts: NodeTable,
        adjacency: Adjacency | None = None,
        ranking: Ranking | None = None,
    ) -> None:
        super().__init__(nodes, edges, adjacency, ranking)
        self.ties = ties
        self._lens = self._remembered(partial(_lens_over_ties, nodes.rows, edges, ties, facts))


def _lens(nodes: Rows[Node], edges: Rows[Edge], chosen: Filter) -> Lens:
    weights = edges.column("weight")
    if chosen.is_open:
        return Lens(None, None, weights, edges)
    return Lens(admitted_nodes(chosen, nodes), admitted_edges(chosen, edges), weights, edges)


def _lens_over_ties(nodes: Rows[Node], edges: Table[Edge], ties: Ties, facts: NodeTable, chosen: Filter) -> Lens:
    if chosen.is_open:
        return _lens(nodes, edges, chosen)
    tied = TiedEdges(edges, ties, facts, admitted_nodes(chosen, facts.rows))
    weights = tied.column("weight")
    typed = admitted_edges(chosen, edges)
    standing = weights > 0
    return Lens(admitted_nodes(chosen, nodes), standing if typed is None else standing & typed, weights, tied)
