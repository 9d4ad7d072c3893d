"""A neighbourhood as a drawing: dots where networkx puts them, lines between, each with its words and its address."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

from api.explorer.addresses import href_of
from kg.export.layout import positions
from kg.network import Edge, Neighbourhood, Node

__all__ = ["MOST_LINES", "MOST_LISTED", "MOST_NODES", "Dot", "Drawing", "Line", "draw_network"]

MOST_NODES: Final = 300
"""More cannot be told apart; what lies beyond is offered as GraphML."""

MOST_LINES: Final = 300
"""More lie over each other."""

MOST_LISTED: Final = 100
"""How many ties the table beside a drawing holds; there is GraphML for all of them."""

MOST_LISTED_LARGE: Final = 50
"""How many beside a drawing of more than :data:`_EXACT` nodes, which takes most of what a page may weigh."""

_ROUNDS: Final = 60
_FEWER_ROUNDS: Final = 24
_EXACT: Final = 100
"""Drawings of more nodes do without tenths, and so save a tenth of their page; they are laid out in fewer rounds."""

_MARGIN: Final = 96.0
_LETTER: Final = 6.6
_LINE_HIGH: Final = 16
_LONGEST: Final = 26


@dataclass(frozen=True, slots=True)
class Dot:
    """A node: its mark, its label (cut where it is long) and where it leads."""

    node: Node
    x: float
    y: float
    radius: float
    label: str
    labelled: bool
    href: str
    center: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One or several edges between the same two nodes; ``kind`` is the strongest one's type.

    ``a`` and ``b`` are the places of the two among the drawing's dots.
    """

    x1: float
    y1: float
    x2: float
    y2: float
    kind: str
    width: float
    edges: tuple[Edge, ...]
    source: str
    target: str
    a: int
    b: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """The whole drawing; ``box`` is the SVG's viewBox.

    ``listed`` edges stand in the table beside it, the others only in ``edges``; ``thinned`` says how many lines there
    would be if all were drawn, 0 where all are.
    """

    box: str
    width: float
    height: float
    dots: tuple[Dot, ...]
    lines: tuple[Line, ...]
    edges: tuple[Edge, ...]
    listed: tuple[Edge, ...]
    names: Mapping[str, Node]
    truncated: bool
    thinned: int


def draw_network(around: Neighbourhood, width: float, height: float) -> Drawing:
    """Lay out and scale a neighbourhood.

    Args:
        around: at most :data:`MOST_NODES` nodes and their center.
        width: the room there is, in user units.
        height: likewise.
    """
    nodes, edges = around.nodes, tuple(around.edges)
    ids = [node.id for node in nodes]
    rounds = _ROUNDS if len(ids) <= _EXACT else _FEWER_ROUNDS
    fitted = _fitted(positions(ids, [(edge.source, edge.target) for edge in edges], rounds), width, height)
    placed = {node: fitted[node] for node in ids}
    degree = _degrees(edges)
    shown = sorted(ids, key=lambda each: (each != around.center.id, -degree.get(each, 0.0), each))
    labelled = _roomy(shown, placed, {node.id: _cut(node.label) for node in nodes})
    most = max(degree.values(), default=1.0)
    dots = tuple(
        Dot(
            node,
            *placed[node.id],
            round(6 + 7 * (degree.get(node.id, 0.0) / most) ** 0.5, 1),
            _cut(node.label),
            node.id in labelled,
            href_of(node.id, node.type),
            node.id == around.center.id,
        )
        for node in nodes
    )
    names = {node.id: node for node in nodes}
    lines = tuple(_lines(edges, placed))
    drawn = _clearest(lines)
    return Drawing(
        f"0 0 {width:g} {height:g}",
        width,
        height,
        dots,
        drawn,
        edges,
        _strongest(edges, MOST_LISTED if len(ids) <= _EXACT else MOST_LISTED_LARGE),
        names,
        around.truncated,
        len(lines) if len(drawn) < len(lines) else 0,
    )


def _fitted(placed: Mapping[str, tuple[float, float]], width: float, height: float) -> dict[str, tuple[float, float]]:
    """The points stretched into the room, a margin left for labels."""
    if not placed:
        return {}
    xs, ys = [x for x, _ in placed.values()], [y for _, y in placed.values()]
    digits = 1 if len(placed) <= _EXACT else None
    (left, right), (top, bottom) = (min(xs), max(xs)), (min(ys), max(ys))
    return {
        node: (
            _between(x, left, right, _MARGIN, width - _MARGIN, digits),
            _between(y, top, bottom, _MARGIN / 3, height - _MARGIN / 3, digits),
        )
        for node, (x, y) in placed.items()
    }


def _between(  # noqa: PLR0917 - one call
    value: float, least: float, most: float, low: float, high: float, digits: int | None
) -> float:
    share = 0.5 if most == least else (value - least) / (most - least)
    return round(low + share * (high - low), digits)


def _degrees(edges: Iterable[Edge]) -> dict[str, float]:
    degree: dict[str, float] = {}
    for edge in edges:
        for end in (edge.source, edge.target):
            degree[end] = degree.get(end, 0.0) + edge.weight
    return degree


def _roomy(order: Sequence[str], placed: Mapping[str, tuple[float, float]], labels: Mapping[str, str]) -> set[str]:
    """The nodes whose label covers no other one's, asked in order; all of them in small drawings."""
    kept: dict[int, list[tuple[float, float, float]]] = {}
    labelled = set()
    for node in order:
        x, y = placed[node]
        half, strip = len(labels[node]) * _LETTER / 2, int(y // _LINE_HIGH)
        near = chain.from_iterable(kept.get(each, ()) for each in (strip - 1, strip, strip + 1))
        if all(abs(y - other_y) > _LINE_HIGH or abs(x - other_x) > half + other for other_x, other_y, other in near):
            kept.setdefault(strip, []).append((x, y, half))
            labelled.add(node)
    return labelled


def _lines(edges: Iterable[Edge], placed: Mapping[str, tuple[float, float]]) -> Iterable[Line]:
    between: dict[tuple[str, str], list[Edge]] = {}
    places = {node: place for place, node in enumerate(placed)}
    for edge in edges:
        low, high = sorted((edge.source, edge.target))
        between.setdefault((low, high), []).append(edge)
    for (low, high), there in sorted(between.items()):
        strongest = max(there, key=lambda edge: (edge.weight, edge.type))
        weight = sum(edge.weight for edge in there)
        width = round(min(6.0, 1 + weight**0.5), 1)
        at = places[low], places[high]
        yield Line(*placed[low], *placed[high], strongest.type, width, tuple(there), low, high, *at)


def _clearest(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """The strongest lines where there are too many, and the strongest at each dot, in their order."""
    if len(lines) <= MOST_LINES:
        return lines
    ranked = sorted(lines, key=lambda line: (-sum(edge.weight for edge in line.edges), line.source, line.target))
    kept, reached = (
        set(ranked[:MOST_LINES]),
        {end for line in ranked[:MOST_LINES] for end in (line.source, line.target)},
    )
    for line in ranked[MOST_LINES:]:
        if not {line.source, line.target} <= reached:
            kept.add(line)
            reached |= {line.source, line.target}
    return tuple(line for line in lines if line in kept)


def _strongest(edges: tuple[Edge, ...], most: int) -> tuple[Edge, ...]:
    """The edges for the table, in their order."""
    if len(edges) <= most:
        return edges
    ranked = sorted(range(len(edges)), key=lambda place: (-edges[place].weight, place))
    return tuple(edges[place] for place in sorted(ranked[:most]))


def _cut(label: str) -> str:
    return label if len(label) <= _LONGEST else label[: _LONGEST - 1] + "…"
