"""Who stands beside whom, as compressed sparse rows: the part of a network that is walked."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kg.network.pool import Codes, Offsets
from kg.network.table import Array, gathered, spans

__all__ = ["Adjacency"]


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
        rows = np.arange(len(sources))
        back = rows[sources != targets]
        near, far = np.concatenate((sources, targets[back])), np.concatenate((targets, sources[back]))
        edges = np.concatenate((rows, back))
        order = np.lexsort((edges, near))
        ends = np.cumsum(np.bincount(near, minlength=size), dtype=np.int64)
        return cls(ends, far[order].astype(np.int32), edges[order].astype(np.int32))

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
