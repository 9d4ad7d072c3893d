"""A graph that can be walked: nodes, edges, and what lies around a node."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Final

import numpy as np

from kg.errors import InputError
from kg.network.actors import TiedEdges, Ties
from kg.network.adjacency import Adjacency
from kg.network.lens import Lens, admitted_edges, admitted_nodes
from kg.network.pool import Pool
from kg.network.records import Edge, Filter, Neighbourhood, Node
from kg.network.table import Array, NodeTable, Rows, Table, texts_in

__all__ = ["ActorsView", "View"]

_LENSES_KEPT: Final = 4
_DENSE: Final = 16
"""When one in so many nodes is reached at once, counting over all nodes is faster than sorting those."""


class View:
    """One way of looking at the network, immutable.

    Args:
        nodes: the nodes by id, in order of id.
        edges: the edges, sorted by source, target and type.
        adjacency: who stands beside whom, where it is known already.

    Attributes:
        nodes: the nodes.
        edges: the edges.
    """

    def __init__(self, nodes: NodeTable, edges: Rows[Edge], adjacency: Adjacency | None = None) -> None:
        self.nodes = nodes
        self.edges = edges
        self._adjacency = adjacency
        self._lens = lru_cache(_LENSES_KEPT)(self._make_lens)

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

    def _make_lens(self, chosen: Filter) -> Lens:
        weights = self.edges.column("weight")
        if chosen.is_open:
            return Lens(None, None, weights, self.edges)
        return Lens(admitted_nodes(chosen, self.nodes.rows), admitted_edges(chosen, self.edges), weights, self.edges)

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
            ranked = self._next_ring(frontier, reached, lens)
            truncated = truncated or len(ranked) > room
            frontier = ranked[:room]
            room -= len(frontier)
            reached[frontier] = True
            rings.append(frontier)
        rows = np.concatenate(rings)
        edges = self._among(rows, reached, lens)
        return Neighbourhood(self.nodes[center], self.nodes.rows.only(rows), lens.table.only(edges), truncated)

    def _next_ring(self, frontier: Array, reached: Array, lens: Lens) -> Array:
        """The nodes beside these that are not reached yet, the most heavily connected first, then by id."""
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
        return ring[np.argsort(-pull, kind="stable")]

    def _among(self, rows: Array, reached: Array, lens: Lens) -> Array:
        edges, others = self.adjacency.around(rows)
        near = np.repeat(rows, self.adjacency.lengths(rows))
        inside = edges[reached[others] & (near <= others)]  # each edge stands at both its ends
        if lens.edges is not None:
            inside = inside[lens.edges[inside]]
        return np.sort(inside)


class ActorsView(View):
    """The ``actors`` view: its filters pass over the facts behind each edge.

    Args:
        nodes: the actors.
        edges: the edges between them.
        ties: what the edges rest on.
        facts: the nodes of the ``events`` view.
        adjacency: who stands beside whom, where it is known already.
    """

    def __init__(
        self, nodes: NodeTable, edges: Table[Edge], ties: Ties, facts: NodeTable, adjacency: Adjacency | None = None
    ) -> None:
        super().__init__(nodes, edges, adjacency)
        self.ties = ties
        self._table, self._facts = edges, facts

    def _make_lens(self, chosen: Filter) -> Lens:
        if chosen.is_open:
            return super()._make_lens(chosen)
        tied = TiedEdges(self._table, self.ties, self._facts, admitted_nodes(chosen, self._facts.rows))
        weights = tied.column("weight")
        typed = admitted_edges(chosen, self.edges)
        standing = weights > 0
        return Lens(
            admitted_nodes(chosen, self.nodes.rows), standing if typed is None else standing & typed, weights, tied
        )
