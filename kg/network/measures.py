"""What stands out in a network: degree, PageRank, betweenness, communities."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from kg.network.adjacency import Adjacency
from kg.network.table import Array
from kg.network.view import View

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["betweenness", "communities", "pagerank"]

_DAMPING: Final = 0.85  # Page, Brin, Motwani and Winograd 1999, section 2.4
_TOLERANCE: Final = 1e-10
_ROUNDS: Final = 200  # 0.85 ** 200 is below 1e-14
_SEED: Final = 20130527


def pagerank(view: View) -> Array:
    """How likely a walker who follows edges by their weight, in either direction, is to be at each node.

    Power iteration over the whole arrays; a node without edges is left for any other.

    Returns:
        A probability for each node, in order of id; they add up to 1.
    """
    size = len(view.nodes)
    if not size:
        return np.empty(0)
    near, far, weights = _both_ways(view)
    strength = np.bincount(near, weights, minlength=size)
    share = weights / strength[near]
    idle = strength == 0
    rank = np.full(size, 1 / size)
    for _ in range(_ROUNDS):
        flow = np.bincount(far, rank[near] * share, minlength=size) + rank[idle].sum() / size
        fresh = _DAMPING * flow + (1 - _DAMPING) / size
        change = float(np.abs(fresh - rank).sum())
        rank = fresh
        if change < _TOLERANCE:
            break
    return rank


def betweenness(view: View, samples: int = 100) -> Array:
    """Which share of the shortest paths between other nodes leads over each node, estimated.

    Brandes' accumulation (2001) from so many evenly spread sources (Brandes and Pich 2007), level by level over the
    arrays; exact where there are no more nodes than samples.

    Returns:
        An estimate in [0, 1] for each node, in order of id.
    """
    size = len(view.nodes)
    total = np.zeros(size)
    if size < 3:
        return total
    plain = _plain(view)
    sources = np.unique(np.linspace(0, size - 1, min(samples, size)).astype(np.int64))
    for source in sources.tolist():
        total += _dependencies(plain, source)
    scale = size / len(sources) / ((size - 1) * (size - 2))
    return total * scale


def _dependencies(plain: Adjacency, source: int) -> Array:
    """How much of the shortest paths from one node depends on each other node."""
    size = len(plain.ends)
    steps, counts = np.full(size, -1), np.zeros(size)
    steps[source], counts[source] = 0, 1
    levels: list[tuple[Array, Array]] = []
    frontier = np.array([source])
    while len(frontier):
        lengths = plain.ends[frontier] - np.where(frontier > 0, plain.ends[frontier - 1], 0)
        near, (_, far) = np.repeat(frontier, lengths), plain.around(frontier)
        fresh = (steps[far] < 0) | (steps[far] == len(levels) + 1)
        near, far = near[fresh], far[fresh]
        np.add.at(counts, far, counts[near])
        frontier = np.unique(far)
        steps[frontier] = len(levels) + 1
        levels.append((near, far))
    owed = np.zeros(size)
    for near, far in reversed(levels):
        np.add.at(owed, near, counts[near] / counts[far] * (1 + owed[far]))
    owed[source] = 0
    return owed


def communities(view: View) -> Array:
    """Groups of nodes that hang together more than with others: Louvain's method (Blondel and others 2008).

    Returns:
        The number of each node's community, in order of id; 0 is the largest.
    """
    import networkx as nx  # noqa: PLC0415 - one second to import, and few ask for communities

    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(len(view.nodes)))
    sources, targets = view.ends
    for source, target, weight in zip(
        sources.tolist(), targets.tolist(), view.edges.column("weight").tolist(), strict=True
    ):
        known = graph.get_edge_data(source, target, {"weight": 0.0})["weight"]
        graph.add_edge(source, target, weight=known + weight)
    found = nx.community.louvain_communities(graph, weight="weight", seed=_SEED)
    groups = np.empty(len(view.nodes), dtype=np.int64)
    for number, members in enumerate(sorted(found, key=lambda group: (-len(group), min(group)))):
        groups[list(members)] = number
    return groups


def _both_ways(view: View) -> tuple[Array, Array, Array]:
    sources, targets = view.ends
    weights = view.edges.column("weight")
    other = sources != targets
    return (
        np.concatenate((sources, targets[other])),
        np.concatenate((targets, sources[other])),
        np.concatenate((weights, weights[other])),
    )


def _plain(view: View) -> Adjacency:
    """Each pair of neighbours once, loops left out."""
    sources, targets = view.ends
    pairs = np.unique(np.sort(np.stack((sources, targets), axis=1), axis=1), axis=0)
    pairs = pairs[pairs[:, 0] != pairs[:, 1]]
    return Adjacency.of(len(view.nodes), pairs[:, 0], pairs[:, 1])
