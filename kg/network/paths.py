"""How two nodes are connected: the shortest ways first, each with its strongest edges."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise

import numpy as np

from kg.network.records import Edge, Path
from kg.network.table import Array
from kg.network.view import View

__all__ = ["paths"]


def paths(view: View, start: str, end: str, max_length: int, limit: int) -> tuple[Path, ...]:
    """Simple paths between two nodes of a view, whatever the edges' direction; shorter first, then by ids.

    Args:
        view: where to look.
        start: the id of the first node.
        end: the id of the last one.
        max_length: the most steps.
        limit: the most paths.
    """
    source, target = view.nodes.row(start), view.nodes.row(end)
    if source is None or target is None or source == target:
        return ()
    return tuple(_path(view, way) for way in islice(_ways(view, source, target, max_length), limit))


def _ways(view: View, source: int, target: int, max_length: int) -> Iterator[tuple[int, ...]]:
    """The rows along each simple path, in order of length and then of rows.

    A* over partial paths (Hart, Nilsson and Raphael 1968) whose estimate is the true distance that is left: no partial
    path is taken up that does not lead to the end within the length.
    """
    left = view.adjacency.distances(target, max_length)
    waiting: list[tuple[int, tuple[int, ...]]] = []
    if left[source] >= 0:
        waiting.append((int(left[source]), (source,)))
    while waiting:
        _, way = heapq.heappop(waiting)
        if way[-1] == target:
            yield way
            continue
        for row in _onward(view, way, left):
            length = len(way) + int(left[row])
            if length <= max_length:
                heapq.heappush(waiting, (length, (*way, row)))


def _onward(view: View, way: Sequence[int], left: Array) -> list[int]:
    beside = np.unique(view.adjacency.beside(way[-1]))
    found: list[int] = beside[(left[beside] >= 0) & ~np.isin(beside, way)].tolist()
    return found


def _path(view: View, way: Sequence[int]) -> Path:
    nodes = view.nodes.rows.take(np.array(way))
    return Path(tuple(nodes), tuple(_strongest(view, *step) for step in pairwise(way)))


def _strongest(view: View, one: int, other: int) -> Edge:
    at = view.adjacency.at(one)[view.adjacency.beside(one) == other]
    return min(view.edges.take(at), key=lambda edge: (-edge.weight, edge.type))
