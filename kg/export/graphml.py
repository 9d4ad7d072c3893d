"""GraphML that opens in Gephi, Cytoscape, igraph and networkx at once.

What each importer needs, and what this writer does for it:

* Gephi matches a key by its ``id`` first and by ``attr.name`` second, and only keys declared ``for`` nodes or edges:
  hence the ids ``label``, ``x``, ``y``, ``size``, ``r``, ``g``, ``b``, ``edgelabel``, ``weight``
  (ImporterGraphML.java).
* Cytoscape shows ``name``, takes ``interaction`` for an edge's kind, drops types that are not in lower case, and wants
  nodes before edges (GraphMLParser.java).
* networkx refuses a file that mixes directed and undirected edges: every edge is directed, ``symmetric`` says which
  ones have no direction of their own.
* igraph keeps every key under its ``attr.name``, and draws by ``color``, ``size``, ``label``, ``x`` and ``y``.

A value that is not known has no ``data`` element. Nothing is held in memory but the degrees and the positions.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias, TypeVar

from kg.export.appearance import color_of, size_of
from kg.export.format import Export
from kg.export.layout import Point, positions
from kg.export.xmltext import name_token, xml_text
from kg.network import Edge, Node

__all__ = ["GraphML"]

_Value: TypeAlias = str | float | bool | None
_Record = TypeVar("_Record")
_LINES_A_CHUNK: Final = 512

_HEAD: Final = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
 xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
"""
_TAIL: Final = "</graph>\n</graphml>\n"


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A node as it is drawn."""

    node: Node
    degree: int
    at: Point | None


@dataclass(frozen=True, slots=True)
class _Key:
    """A column: its id in the file, its name in the tools, its type (lower case, as GraphML spells them)."""

    id: str
    name: str
    type: str


def _facts_elsewhere(edge: Edge) -> str | None:
    """The facts behind a tie; an ``events`` edge leaves the one fact it rests on, and need not repeat it."""
    return " ".join(edge.facts) if edge.facts and edge.facts != (edge.source,) else None


_NODE_KEYS: Final[tuple[tuple[_Key, Callable[[_Drawn], _Value]], ...]] = (
    (_Key("label", "label", "string"), lambda drawn: drawn.node.label),
    (_Key("name", "name", "string"), lambda drawn: drawn.node.label),
    (_Key("type", "type", "string"), lambda drawn: drawn.node.type),
    (_Key("status", "status", "string"), lambda drawn: drawn.node.status),
    (_Key("date", "date", "string"), lambda drawn: drawn.node.date),
    (_Key("start", "start", "string"), lambda drawn: drawn.node.start),
    (_Key("end", "end", "string"), lambda drawn: drawn.node.end),
    (_Key("evidence", "evidence", "int"), lambda drawn: drawn.node.evidence),
    (_Key("documents", "documents", "int"), lambda drawn: drawn.node.documents),
    (_Key("degree", "degree", "int"), lambda drawn: drawn.degree),
    (_Key("confidence", "confidence", "double"), lambda drawn: drawn.node.confidence),
    (_Key("sentence", "sentence", "string"), lambda drawn: drawn.node.sentence),
    (_Key("iri", "iri", "string"), lambda drawn: drawn.node.iri),
    (_Key("wikidata", "wikidata", "string"), lambda drawn: drawn.node.wikidata),
    (_Key("latitude", "latitude", "double"), lambda drawn: drawn.node.latitude),
    (_Key("longitude", "longitude", "double"), lambda drawn: drawn.node.longitude),
    (_Key("x", "x", "double"), lambda drawn: drawn.at and drawn.at[0]),
    (_Key("y", "y", "double"), lambda drawn: drawn.at and drawn.at[1]),
    (_Key("size", "size", "double"), lambda drawn: size_of(drawn.degree)),
    (_Key("r", "r", "int"), lambda drawn: color_of(drawn.node.type).red),
    (_Key("g", "g", "int"), lambda drawn: color_of(drawn.node.type).green),
    (_Key("b", "b", "int"), lambda drawn: color_of(drawn.node.type).blue),
    (_Key("color", "color", "string"), lambda drawn: color_of(drawn.node.type).hex),
)
_EDGE_KEYS: Final[tuple[tuple[_Key, Callable[[Edge], _Value]], ...]] = (
    (_Key("edgelabel", "label", "string"), lambda edge: edge.label),
    (_Key("edgetype", "type", "string"), lambda edge: edge.type),
    (_Key("interaction", "interaction", "string"), lambda edge: edge.type),
    (_Key("weight", "weight", "double"), lambda edge: edge.weight),
    (_Key("edgestart", "start", "string"), lambda edge: edge.first),
    (_Key("edgeend", "end", "string"), lambda edge: edge.last),
    (_Key("edgeevidence", "evidence", "int"), lambda edge: edge.evidence),
    (_Key("edgeconfidence", "confidence", "double"), lambda edge: edge.confidence),
    (_Key("edgesentence", "sentence", "string"), lambda edge: edge.sentence),
    (_Key("symmetric", "symmetric", "boolean"), lambda edge: not edge.directed),
    (_Key("facts", "facts", "string"), _facts_elsewhere),
)


@dataclass(frozen=True, slots=True)
class GraphML:
    """The network as GraphML, in either view."""

    name: str = "graphml"
    title: str = "GraphML for Gephi, Cytoscape, igraph and networkx"
    media_type: str = "application/graphml+xml"
    suffix: str = ".graphml"
    has_views: bool = True

    def chunks(self, export: Export) -> Iterator[bytes]:
        """The whole network; see :meth:`kg.export.Format.chunks`."""
        view = export.network.view(export.view)
        return self.render(view.nodes.values(), view.edges)

    def render(self, nodes: Iterable[Node], edges: Iterable[Edge]) -> Iterator[bytes]:
        """These nodes and edges; see :meth:`kg.export.NetworkFormat.render`."""
        return _batched(_lines(tuple(nodes), tuple(edges)))


def _lines(nodes: Sequence[Node], edges: Sequence[Edge]) -> Iterator[str]:
    yield _HEAD
    for target, keys in (("node", _NODE_KEYS), ("edge", _EDGE_KEYS)):
        for key, _ in keys:
            yield f'<key id="{key.id}" for="{target}" attr.name="{key.name}" attr.type="{key.type}"/>\n'
    yield '<graph id="demarche" edgedefault="directed">\n'
    degrees = Counter(end for edge in edges for end in {edge.source, edge.target})
    points = positions([node.id for node in nodes], [(edge.source, edge.target) for edge in edges])
    for node in nodes:
        drawn = _Drawn(node, degrees[node.id], points.get(node.id))
        yield f'<node id="{name_token(node.id)}">{_data(drawn, _NODE_KEYS)}</node>\n'
    for edge in edges:
        ends = f'source="{name_token(edge.source)}" target="{name_token(edge.target)}"'
        yield f"<edge {ends}>{_data(edge, _EDGE_KEYS)}</edge>\n"
    yield _TAIL


def _data(record: _Record, keys: Sequence[tuple[_Key, Callable[[_Record], _Value]]]) -> str:
    told = ((key.id, value(record)) for key, value in keys)
    return "".join(f'<data key="{key}">{_written(value)}</data>' for key, value in told if value is not None)


def _written(value: str | float | bool) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return xml_text(value) if isinstance(value, str) else str(value)


def _batched(lines: Iterator[str]) -> Iterator[bytes]:
    pending: list[str] = []
    for line in lines:
        pending.append(line)
        if len(pending) == _LINES_A_CHUNK:
            yield "".join(pending).encode()
            pending.clear()
    yield "".join(pending).encode()
