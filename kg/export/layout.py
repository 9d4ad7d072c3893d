"""Where nodes stand in a drawing: the same graph gives the same picture."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Final

__all__ = ["LAYOUT_LIMIT", "positions"]

LAYOUT_LIMIT: Final = 5000
"""Larger graphs get no positions: tools that draw so many nodes have better layouts of their own."""

CORE_LIMIT: Final = 499
"""What networkx lays out by force without SciPy (``spring_layout`` switches to sparse matrices at 500 nodes)."""

_SEED: Final = 20130527
_SCALE: Final = 1000.0
_RING: Final = 25.0
_GOLDEN_ANGLE: Final = math.pi * (3 - math.sqrt(5))

Point = tuple[float, float]


def positions(nodes: Sequence[str], edges: Sequence[tuple[str, str]]) -> Mapping[str, Point]:
    """Lay out a graph.

    The nodes of highest degree are laid out by force (Fruchterman and Reingold, with a fixed seed); each other node
    then goes near the middle of those of its neighbours that stand already, in order of degree.

    Args:
        nodes: ids, each once.
        edges: pairs of them.

    Returns:
        A point for every node, to two decimals; empty above :data:`LAYOUT_LIMIT`.
    """
    if len(nodes) > LAYOUT_LIMIT:
        return {}
    neighbours: dict[str, set[str]] = defaultdict(set)
    for source, target in edges:
        neighbours[source].add(target)
        neighbours[target].add(source)
    ranked = sorted(nodes, key=lambda node: (-len(neighbours[node]), node))
    core = ranked[:CORE_LIMIT]
    placed = _by_force(core, neighbours)
    for turn, node in enumerate(ranked[CORE_LIMIT:]):
        placed[node] = _beside(sorted(neighbours[node] & placed.keys()), placed, turn)
    return {node: (round(x, 2), round(y, 2)) for node, (x, y) in placed.items()}


def _by_force(core: Sequence[str], neighbours: Mapping[str, AbstractSet[str]]) -> dict[str, Point]:
    import networkx as nx  # noqa: PLC0415 - one second to import, and only drawings need it

    if not core:
        return {}
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(sorted(core))
    graph.add_edges_from((one, other) for one in sorted(core) for other in sorted(neighbours[one]) if other in graph)
    laid = nx.spring_layout(graph, k=2 / math.sqrt(len(core)), seed=_SEED, scale=_SCALE)
    return {node: (float(x), float(y)) for node, (x, y) in laid.items()}


def _beside(standing: Sequence[str], placed: Mapping[str, Point], turn: int) -> Point:
    """Near the middle of ``standing``, or outside everything; consecutive turns spread like seeds in a sunflower."""
    count = len(standing)
    x = sum(placed[node][0] for node in standing) / max(1, count)
    y = sum(placed[node][1] for node in standing) / max(1, count)
    radius = _RING if count else _SCALE + _RING
    return x + radius * math.cos(turn * _GOLDEN_ANGLE), y + radius * math.sin(turn * _GOLDEN_ANGLE)
