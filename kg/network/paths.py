"""How two nodes are connected: the shortest ways first, each with its strongest edges."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise

import numpy as np

from kg.network.records import Edge, Path
from kg.network.table import Array, Rows, Table
from kg.network.view import View

__all__ = ["paths"]


def paths(
    view: View, start: str, end: str, max_length: int, limit: int, *, facts: int | None = None
) -> tuple[Path, ...]:
    """Simple paths between two nodes of a view, whatever the edges' direction; shorter first, then by ids.

    Args:
        view: where to look.
        start: the id of the first node.
        end: the id of the last one.
        max_length: the most steps.
        limit: the most paths.
        facts: the most facts told of each step, the first ones; all if None.
    """
    source, target = view.nodes.row(start), view.nodes.row(end)
    if source is None or target is None or source == target:
        return ()
    edges = view.edges.listing(facts) if facts is not None and isinstance(view.edges, Table) else view.edges
    return tuple(_path(view, edges, way) for way in islice(_ways(view, source, target, max_length), limit))


def _ways(view: View, source: int, target: int, max_length: int) -> Iterator[tuple[int, ...]]:
    """The rows along each simple path, in order of length and then of rows.

    A* over partial paths (Hart, Nilsson and Raphael 1968) whose estimate is the true distance that is left: no partial
    path is taken up that does not lead to the end within the length. Of those that differ in their last node alone the
    first one waits for all.
    """
    left = view.adjacency.distances(target, max_length)
    waiting: list[tuple[int, tuple[int, ...], Array, int]] = []
    if left[source] >= 0:
        waiting.append((int(left[source]), (source,), np.array([source]), 0))
    while waiting:
        length, way, beside, place = heapq.heappop(waiting)
        if place + 1 < len(beside):
            heapq.heappush(waiting, (length, (*way[:-1], int(beside[place + 1])), beside, place + 1))
        if way[-1] == target:
            yield way
            continue
        for more, rows in _onward(view, way, left, max_length - len(way)):
            heapq.heappush(waiting, (len(way) + more, (*way, int(rows[0])), rows, 0))


def _onward(view: View, way: Sequence[int], left: Array, most: int) -> Iterator[tuple[int, Array]]:
    """Where a way can go on, by how many steps are left from there: at most so many."""
    beside = view.adjacency.beside(way[-1])
    near = left[beside]
    beside = np.unique(beside[(near >= 0) & (near <= most)])
    beside = beside[~np.isin(beside, way)]
    near = left[beside]
    for more in np.unique(near).tolist():
        yield more, beside[near == more]


def _path(view: View, edges: Rows[Edge], way: Sequence[int]) -> Path:
    nodes = view.nodes.rows.take(np.array(way))
    return Path(tuple(nodes), tuple(_strongest(view, edges, *step) for step in pairwise(way)))


def _strongest(view: View, edges: Rows[Edge], one: int, other: int) -> Edge:
    at = view.adjacency.at(one)[view.adjacency.beside(one) == other]
    weights = edges.column("weight")[at]
    strongest = at[weights == weights.max()]
    return edges[int(strongest[np.argmin(edges.column("type")[strongest])])]
