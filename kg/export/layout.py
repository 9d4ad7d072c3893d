"""Where nodes stand in a drawing: the same graph gives the same picture."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

__all__ = ["LAYOUT_LIMIT", "positions"]

LAYOUT_LIMIT: Final = 5000
"""Larger graphs get no positions: tools that draw so many nodes have better layouts of their own."""

CORE_LIMIT: Final = 499
"""What is laid out by force: each round looks at every pair."""

ROUNDS: Final = 100
"""How often every node is moved."""

_HEAT: Final = 0.1
_LEAST: Final = 0.01
_STILL: Final = 1e-4
"""These are networkx's own: the first step, of the drawing's width; the least distance; when nothing moves more."""

_SEED: Final = 20130527
_ROOM: Final = 90.0
"""How far apart neighbours stand, about: what a node and its label need."""

_WIDE: Final = 1.4
"""How much wider than high a drawing is: as a screen."""

_GOLDEN_ANGLE: Final = math.pi * (3 - math.sqrt(5))

Point = tuple[float, float]
Points: TypeAlias = NDArray[np.float32]
_Neighbours: TypeAlias = Mapping[str, AbstractSet[str]]


def positions(nodes: Sequence[str], edges: Sequence[tuple[str, str]], rounds: int = ROUNDS) -> Mapping[str, Point]:
    """Lay out a graph.

    Each part that hangs together is laid out on its own; the parts stand side by side in rows, the largest first. In a
    part the nodes of highest degree are laid out by force (Fruchterman and Reingold, with a fixed seed); each other
    node then goes near the middle of those of its neighbours that stand already, in order of degree.

    Args:
        nodes: ids, each once.
        edges: pairs of them.
        rounds: how long the force may work; with fewer it is rougher and sooner done.

    Returns:
        A point for every node, to two decimals, the middle of the drawing at the origin; empty above
        :data:`LAYOUT_LIMIT`.
    """
    if len(nodes) > LAYOUT_LIMIT:
        return {}
    neighbours: dict[str, set[str]] = defaultdict(set)
    for source, target in edges:
        if source != target:
            neighbours[source].add(target)
            neighbours[target].add(source)
    return _in_rows([_part(members, neighbours, rounds) for members in _parts(sorted(nodes), neighbours)])


def _parts(nodes: Sequence[str], neighbours: _Neighbours) -> list[list[str]]:
    """The nodes that hang together, the largest part first, then by id."""
    found: list[list[str]] = []
    seen: set[str] = set()
    for start in nodes:
        if start not in seen:
            seen.add(start)
            part = [start]
            for node in part:  # which grows meanwhile
                fresh = sorted(neighbours[node] - seen) if node in neighbours else []
                seen.update(fresh)
                part += fresh
            found.append(part)
    return sorted(found, key=lambda part: (-len(part), min(part)))


def _part(members: Sequence[str], neighbours: _Neighbours, rounds: int) -> dict[str, Point]:
    if len(members) == 1:
        return {members[0]: (0.0, 0.0)}
    ranked = sorted(members, key=lambda node: (-len(neighbours[node]), node))
    core = ranked[:CORE_LIMIT]
    placed = _by_force(core, neighbours, rounds)
    for turn, node in enumerate(ranked[CORE_LIMIT:]):
        placed[node] = _beside(sorted(neighbours[node] & placed.keys()), placed, turn)
    return placed


def _by_force(core: Sequence[str], neighbours: _Neighbours, rounds: int) -> dict[str, Point]:
    """Fruchterman and Reingold's forces, step by step as ``networkx.spring_layout`` has them, ten times as fast.

    Every pair repels, neighbours attract; a step goes no further than the heat of its round, which falls to nothing
    (Fruchterman and Reingold, Graph drawing by force-directed placement, 1991).
    """
    ordered = sorted(core)
    place = {node: number for number, node in enumerate(ordered)}
    pairs = [(place[one], place[other]) for one in ordered for other in sorted(neighbours[one]) if other in place]
    laid = _settled(len(ordered), np.array(pairs, dtype=np.int64).T.copy(), rounds)
    laid -= laid.mean(axis=1, keepdims=True)
    laid *= _ROOM * (math.sqrt(len(ordered)) - 0.9) / np.abs(laid).max()
    return {node: (float(laid[0, number]), float(laid[1, number])) for number, node in enumerate(ordered)}


def _settled(count: int, pairs: NDArray[np.int64], rounds: int) -> Points:
    """The points after all rounds, x above y; ``pairs`` holds each joined pair both ways round, end above end."""
    apart = 2 / math.sqrt(count)
    points = np.ascontiguousarray(np.random.RandomState(_SEED).rand(count, 2).T, dtype=np.float32)
    heat = float(np.ptp(points, axis=1).max()) * _HEAT
    cooling = heat / (rounds + 1)
    across, weights = np.empty((2, count, count), np.float32), np.empty((2, count, count), np.float32)
    for _ in range(rounds):
        push = _repelled(points, apart, across, weights) - _attracted(points, pairs, apart)
        step = push * heat / np.maximum(np.sqrt((push**2).sum(axis=0)), _LEAST)
        points += step
        heat -= cooling
        if np.sqrt((step**2).sum()) / count < _STILL:
            break
    return points


def _repelled(points: Points, apart: float, across: Points, squares: Points) -> Points:
    """How far every other point pushes each one away; the last two hold what is worked out, in the same place."""
    for line, each in zip(points, across, strict=True):
        np.subtract(line[:, None], line, out=each)
    np.multiply(across, across, out=squares)
    weights = np.add(squares[0], squares[1], out=squares[0])
    np.maximum(weights, _LEAST**2, out=weights)
    np.divide(apart**2, weights, out=weights)
    return np.stack([np.einsum("ij,ij->i", each, weights) for each in across])


def _attracted(points: Points, pairs: NDArray[np.int64], apart: float) -> Points:
    """How far its neighbours draw each point away from where it is."""
    ends, others = pairs
    across = np.stack([line[ends] - line[others] for line in points])
    across *= np.maximum(np.sqrt((across**2).sum(axis=0)), _LEAST) / apart
    return np.stack([np.bincount(ends, each, points.shape[1]) for each in across]).astype(np.float32)


def _beside(standing: Sequence[str], placed: Mapping[str, Point], turn: int) -> Point:
    """Near the middle of ``standing``; consecutive turns spread like seeds in a sunflower."""
    count = max(1, len(standing))
    x = sum(placed[node][0] for node in standing) / count
    y = sum(placed[node][1] for node in standing) / count
    radius = _ROOM / 2 * math.sqrt(turn % 64 + 1) / 2
    return x + radius * math.cos(turn * _GOLDEN_ANGLE), y + radius * math.sin(turn * _GOLDEN_ANGLE)


def _in_rows(parts: Sequence[Mapping[str, Point]]) -> dict[str, Point]:
    """Parts from left to right in rows, from top to bottom, none over another."""
    boxes = [_box(part) for part in parts]
    width = max([math.sqrt(sum(w * h for _, _, w, h in boxes)) * _WIDE, *(w for _, _, w, _ in boxes)], default=0)
    placed: dict[str, Point] = {}
    right = top = high = lowest = 0.0
    for part, (left, upper, w, h) in zip(parts, boxes, strict=True):
        if right + w > width:
            right, top, high = 0.0, top - high, 0.0
        placed |= {node: (x - left + right, y - upper + top) for node, (x, y) in part.items()}
        right, high = right + w, max(high, h)
        lowest = min(lowest, top - high)
    return {node: (round(x - width / 2, 2), round(y - lowest / 2, 2)) for node, (x, y) in placed.items()}


def _box(part: Mapping[str, Point]) -> tuple[float, float, float, float]:
    """The left and upper side of a part with room around it, its width and its height."""
    xs, ys = zip(*part.values(), strict=True)
    return min(xs) - _ROOM, max(ys) + _ROOM / 2, max(xs) - min(xs) + 2 * _ROOM, max(ys) - min(ys) + _ROOM
