"""The network as JSON: Cytoscape.js's elements, and the node-link form of networkx and D3."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from kg.export.appearance import PALETTE, color_of, size_of
from kg.export.columns import EDGE_COLUMNS, NODE_COLUMNS
from kg.export.excerpt import Drawn, Excerpt
from kg.export.format import DEFAULT_PROFILE, Export, checked_profile
from kg.export.xmltext import plain_text
from kg.network import Edge, Node

__all__ = ["CytoscapeJs", "NodeLink"]

_Json: TypeAlias = dict[str, Any]
_LISTS: Final = {"aliases", "facts"}
"""JSON has lists: these are not joined."""


@dataclass(frozen=True, slots=True)
class CytoscapeJs:
    """The elements of Cytoscape.js, with positions and a style; Cytoscape Desktop opens the same file."""

    name: str = "cyjs"
    title: str = "Cytoscape.js JSON, also for Cytoscape Desktop"
    media_type: str = "application/vnd.cytoscape.cyjs+json"
    suffix: str = ".cyjs"
    has_views: bool = True
    profiles: Sequence[str] = (DEFAULT_PROFILE,)

    def chunks(self, export: Export, profile: str = DEFAULT_PROFILE) -> Iterator[bytes]:
        """The network; see :meth:`kg.export.Format.chunks`."""
        checked_profile(self, profile)
        return _cyjs(export.excerpt)

    def render(self, nodes: Sequence[Node], edges: Sequence[Edge], profile: str = DEFAULT_PROFILE) -> Iterator[bytes]:
        """These nodes and edges; see :meth:`kg.export.NetworkFormat.render`."""
        checked_profile(self, profile)
        return _cyjs(Excerpt.of(nodes, edges))


@dataclass(frozen=True, slots=True)
class NodeLink:
    """What ``networkx.node_link_graph`` reads: a directed multigraph whose edges are keyed by their type."""

    name: str = "nodelink"
    title: str = "node-link JSON, for networkx and D3"
    media_type: str = "application/vnd.demarche.nodelink+json"
    suffix: str = ".json"
    has_views: bool = True
    profiles: Sequence[str] = (DEFAULT_PROFILE,)

    def chunks(self, export: Export, profile: str = DEFAULT_PROFILE) -> Iterator[bytes]:
        """The network; see :meth:`kg.export.Format.chunks`."""
        checked_profile(self, profile)
        return _node_link(export.excerpt)

    def render(self, nodes: Sequence[Node], edges: Sequence[Edge], profile: str = DEFAULT_PROFILE) -> Iterator[bytes]:
        """These nodes and edges; see :meth:`kg.export.NetworkFormat.render`."""
        checked_profile(self, profile)
        return _node_link(Excerpt.of(nodes, edges))


def _cyjs(excerpt: Excerpt) -> Iterator[bytes]:
    head = {"format_version": "1.0", "generated_by": "demarche", "target_cytoscapejs_version": "~3.0"}
    placed = bool(excerpt.points)
    tail = {"style": _style(), "layout": {"name": "preset" if placed else "cose"}}
    yield f'{_dumped(head)[:-1]}, "data": {{"name": "Demarche"}}, "elements": {{"nodes": ['.encode()
    yield from _listed(_cy_nodes(excerpt))
    yield b'],\n"edges": ['
    yield from _listed(_cy_edges(excerpt))
    yield f"]}}, {_dumped(tail)[1:]}\n".encode()


def _cy_nodes(excerpt: Excerpt) -> Iterator[list[_Json]]:
    for drawn in excerpt.drawn():
        yield [_cy_node(each) for each in drawn]


def _cy_node(drawn: Drawn) -> _Json:
    looks = {"size": size_of(drawn.degree), "color": color_of(drawn.node.type).hex}
    told: _Json = {"data": {"id": drawn.node.id, **_node_values(drawn), **looks}}
    if drawn.at is not None:
        told["position"] = {"x": drawn.at[0], "y": -drawn.at[1]}  # its axis points down
    return told


def _cy_edges(excerpt: Excerpt) -> Iterator[list[_Json]]:
    for begin, edges in excerpt.joined():
        yield [
            {"data": {"id": f"e{number}", "source": each.source, "target": each.target, **_edge_values(each)}}
            for number, each in enumerate(edges, start=begin)
        ]


def _style() -> list[_Json]:
    """The same looks as everywhere; written for every type, so that a page may take it as it is."""
    node = {"label": "data(label)", "width": "data(size)", "height": "data(size)", "background-color": "data(color)"}
    edge = {"width": "mapData(weight, 1, 10, 1, 8)", "line-color": "#999999", "curve-style": "bezier"}
    directed = {"target-arrow-shape": "triangle", "target-arrow-color": "#999999"}
    return [
        {"selector": "node", "style": node},
        {"selector": "edge", "style": edge},
        {"selector": "edge[!symmetric]", "style": directed},
        *(
            {"selector": f'node[type = "{kind}"]', "style": {"background-color": fill.hex}}
            for kind, fill in PALETTE.items()
        ),
    ]


def _node_link(excerpt: Excerpt) -> Iterator[bytes]:
    graph = {"name": "Demarche"} if excerpt.snapshot is None else {"name": "Demarche", "snapshot": excerpt.snapshot}
    yield f'{{"directed": true, "multigraph": true, "graph": {_dumped(graph)}, "nodes": ['.encode()
    yield from _listed([{"id": each.node.id, **_node_values(each)} for each in drawn] for drawn in excerpt.drawn())
    yield b'],\n"edges": ['
    yield from _listed(
        [{"source": each.source, "target": each.target, "key": each.type, **_edge_values(each)} for each in edges]
        for _, edges in excerpt.joined()
    )
    yield b"]}\n"


def _node_values(drawn: Drawn) -> _Json:
    told = {column.name: column.value(drawn) for column in NODE_COLUMNS if column.name not in _LISTS}
    return _known({**told, "aliases": list(drawn.node.aliases) or None})


def _edge_values(edge: Edge) -> _Json:
    told = {column.name: column.value(edge) for column in EDGE_COLUMNS if column.name not in _LISTS}
    return _known({**told, "facts": list(edge.facts) or None})


def _known(values: _Json) -> _Json:
    return {name: value for name, value in values.items() if value is not None}


def _listed(batches: Iterable[list[_Json]]) -> Iterator[bytes]:
    before = "\n"
    for batch in batches:
        if batch:
            yield (before + ",\n".join(map(_dumped, batch))).encode()
            before = ",\n"


_encode: Callable[[object], str] = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode


def _dumped(value: object) -> str:
    """JSON; a lone surrogate, which UTF-8 cannot hold, becomes U+FFFD."""
    text = _encode(value)
    return text if text.isascii() else plain_text(text)
