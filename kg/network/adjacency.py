"""Who stands beside whom, as compressed sparse rows: the part of a network that is walked, and the nearest of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from kg.network.pool import Codes, Offsets
from kg.network.table import Array, gathered, spans

__all__ = ["Adjacency", "Ranking"]

_RANKED_AT_ONCE: Final = 1 << 16
"""So many ends of edges are sorted at once, or all of one node: some 100 bytes each."""


@dataclass(frozen=True, slots=True)
class Adjacency:
    """The edges at each node, whatever their direction; a loop counts once.

    Attributes:
        ends: where the stretch of each node ends in the other two.
        neighbours: the row of the node at the other end.
        edges: the row of the edge; ascending at each node.
    """

    ends: Offsets
    neighbours: Codes
    edges: Codes

    @classmethod
    def of(cls, size: int, sources: Array, targets: Array) -> Adjacency:
        """The adjacency of edges between so many nodes.

        Args:
            size: how many nodes.
            sources: the row of the node that each edge leaves.
            targets: the row of the one that it reaches.
        """
        both = np.stack((sources, targets), axis=1).astype(np.int32).ravel()  # each edge twice, one after the other
        kept = np.ones(len(both), dtype=np.bool_)
        kept[1::2] = both[::2] != both[1::2]
        ends = np.cumsum(np.bincount(both[kept], minlength=size), dtype=np.int64)
        order = np.argsort(both, kind="stable").astype(np.int32)
        order = order[kept[order]]
        return cls(ends, both[order ^ 1], order >> 1)

    def degrees(self) -> Array:
        """How many edges leave or reach each node."""
        return np.diff(self.ends, prepend=0)

    def lengths(self, rows: Array) -> Array:
        """How many edges there are at each of these nodes."""
        begins, ends = spans(self.ends, rows)
        return ends - begins

    def at(self, row: int) -> Array:
        """The rows of the edges at one node, ascending."""
        begin = int(self.ends[row - 1]) if row else 0
        return self.edges[begin : int(self.ends[row])]

    def beside(self, row: int) -> Array:
        """The rows of the nodes beside one node; several edges name a node several times."""
        begin = int(self.ends[row - 1]) if row else 0
        return self.neighbours[begin : int(self.ends[row])]

    def around(self, rows: Array) -> tuple[Array, Array]:
        """The edges at any of these nodes, and the node at the other end of each."""
        places = gathered(*spans(self.ends, rows))
        return self.edges[places], self.neighbours[places]

    def distances(self, start: int, most: int) -> Array:
        """Steps from one node to every other, -1 for those that are further than ``most``.

        A breadth-first search, level by level (Cormen et al., Introduction to Algorithms, 20.2).
        """
        steps = np.full(len(self.ends), -1, dtype=np.int32)
        steps[start] = 0
        frontier = np.array([start])
        for step in range(1, most + 1):
            _, others = self.around(frontier)
            reached = np.zeros(len(self.ends), dtype=np.bool_)
            reached[others] = True
            frontier = np.flatnonzero(reached & (steps < 0))
            if not len(frontier):
                break
            steps[frontier] = step
        return steps


@dataclass(frozen=True, slots=True)
class Ranking:
    """Whom each node stands beside, each once: the most heavily connected first, those that are alike by their row.

    A hub of a hundred thousand edges thus tells its hundred nearest without a look at the others.

    Attributes:
        ends: where the stretch of each node ends in the other one.
        neighbours: the rows of the nodes beside it; a node is not beside itself.
    """

    ends: Offsets
    neighbours: Codes

    @classmethod
    def of(cls, adjacency: Adjacency, weights: Array) -> Ranking:
        """The ranking by the weights of all edges that two nodes share.

        Args:
            adjacency: who stands beside whom.
            weights: of each edge.
        """
        size = len(adjacency.ends)
        counts, ranked = np.zeros(size, dtype=np.int64), [np.empty(0, dtype=np.int32)]
        for begin, end in _stretches(adjacency.ends):
            near, far = _ranked(adjacency, weights, np.arange(begin, end))
            counts[begin:end] = np.bincount(near - begin, minlength=end - begin)
            ranked.append(far.astype(np.int32))
        return cls(np.cumsum(counts), np.concatenate(ranked))

    def first(self, row: int, most: int) -> Array:
        """So many of the nodes beside one, at most."""
        begin, end = int(self.ends[row - 1]) if row else 0, int(self.ends[row])
        return self.neighbours[begin : min(end, begin + most)]


def _stretches(ends: Offsets) -> Iterator[tuple[int, int]]:
    """Nodes that follow each other, as few edges at a time as there may be at once, or one node."""
    begin = 0
    while begin < len(ends):
        before = int(ends[begin - 1]) if begin else 0
        end = max(begin + 1, int(np.searchsorted(ends, before + _RANKED_AT_ONCE, side="right")))
        yield begin, end
        begin = end


def _ranked(adjacency: Adjacency, weights: Array, rows: Array) -> tuple[Array, Array]:
    """Each of these nodes as often as it has others beside it, and those, ranked."""
    edges, others = adjacency.around(rows)
    near = np.repeat(rows, adjacency.lengths(rows))
    apart = near != others
    size = len(adjacency.ends)
    pairs, places = np.unique(near[apart] * size + others[apart], return_inverse=True)
    pull = np.bincount(places, weights[edges[apart]], minlength=len(pairs))
    near, far = np.divmod(pairs, size)
    order = np.lexsort((-pull, near))
    return near, far[order]
