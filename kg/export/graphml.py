"""GraphML, in the dialects of the tools that read it.

What each importer needs, and what this writer does for it:

* Gephi matches a key by its ``id`` first and by ``attr.name`` second, and only keys declared ``for`` nodes or edges:
  hence the ids ``label``, ``x``, ``y``, ``size``, ``r``, ``g``, ``b``, ``edgelabel``, ``weight``
  (ImporterGraphML.java).
* Cytoscape shows ``name``, takes ``interaction`` for an edge's kind, drops types that are not in lower case, and wants
  nodes before edges (GraphMLParser.java). It reads no looks: the ``cytoscape`` profile leaves them to a style.
* networkx refuses a file that mixes directed and undirected edges: every edge is directed, ``symmetric`` says which
  ones have no direction of their own.
* igraph keeps every key under its ``attr.name``, and draws by ``color``, ``size``, ``label``, ``x`` and ``y``.
* Neo4j's APOC reads labels of nodes and types of relationships from XML attributes, and lists from JSON
  (XmlGraphMLReader.java with ``readLabels``): the ``neo4j`` profile.
* yEd draws ``y:ShapeNode`` and ``y:PolyLineEdge``, and shows everything else as properties: the ``yed`` profile.

A value that is not known has no ``data`` element. Nothing is held in memory but the degrees and the positions.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from kg.export.dialects import DIALECTS, Dialect, Key
from kg.export.excerpt import Excerpt
from kg.export.format import DEFAULT_PROFILE, Export, checked_profile
from kg.export.xmltext import name_token, xml_text
from kg.network import Edge, Node

__all__ = ["GraphML"]

_TAIL: Final = "</graph>\n</graphml>\n"


@dataclass(frozen=True, slots=True)
class GraphML:
    """The network as GraphML, in either view."""

    name: str = "graphml"
    title: str = "GraphML for Gephi, Cytoscape, igraph and networkx; profiles for Neo4j and yEd"
    media_type: str = "application/graphml+xml"
    suffix: str = ".graphml"
    has_views: bool = True
    profiles: Sequence[str] = tuple(DIALECTS)

    def chunks(self, export: Export, profile: str = DEFAULT_PROFILE) -> Iterator[bytes]:
        """The network; see :meth:`kg.export.Format.chunks`."""
        return _written(export.excerpt, DIALECTS[checked_profile(self, profile)])

    def render(self, nodes: Sequence[Node], edges: Sequence[Edge], profile: str = DEFAULT_PROFILE) -> Iterator[bytes]:
        """These nodes and edges; see :meth:`kg.export.NetworkFormat.render`."""
        return _written(Excerpt.of(nodes, edges), DIALECTS[checked_profile(self, profile)])


def _written(excerpt: Excerpt, dialect: Dialect) -> Iterator[bytes]:
    yield _head(dialect).encode()
    for drawn in excerpt.drawn():
        tags = [f'<node id="{name_token(each.node.id)}"{dialect.node_tag(each)}>' for each in drawn]
        looks = [dialect.node_looks(each) + "</node>\n" for each in drawn]
        yield _rows(tags, dialect.node_keys, drawn, looks)
    for begin, edges in excerpt.joined():
        tags = [
            f'<edge id="e{number}" source="{name_token(each.source)}" target="{name_token(each.target)}"'
            f"{dialect.edge_tag(each)}>"
            for number, each in enumerate(edges, start=begin)
        ]
        looks = [dialect.edge_looks(each) + "</edge>\n" for each in edges]
        yield _rows(tags, dialect.edge_keys, edges, looks)
    yield _TAIL.encode()


def _head(dialect: Dialect) -> str:
    namespaces = f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"{dialect.namespaces}'
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<graphml xmlns="http://graphml.graphdrawing.org/xmlns" {namespaces}',
        f' xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns {dialect.schema}">',
    ]
    for target, keys in (("node", dialect.node_keys), ("edge", dialect.edge_keys)):
        for key in keys:
            lists = ' attr.list="string"' if key.is_list else ""
            lines.append(
                f'<key id="{key.id}" for="{target}" attr.name="{key.name}" attr.type="{key.column.type}"{lists}/>'
            )
    return "\n".join((*lines, *dialect.looks_keys, '<graph id="demarche" edgedefault="directed">', ""))


def _rows(tags: Sequence[str], keys: Sequence[Key], records: Sequence[object], tails: Sequence[str]) -> bytes:
    """The elements of records, put together column by column."""
    columns = [_column(key, records) for key in keys]
    return "".join(["".join(row) for row in zip(tags, *columns, tails, strict=True)]).encode()


def _column(key: Key, records: Sequence[object]) -> list[str]:
    opening, value = f'<data key="{key.id}">', key.column.value
    told = [value(record) for record in records]
    if key.column.type == "string":
        return ["" if each is None else f"{opening}{xml_text(str(each))}</data>" for each in told]
    if key.column.type == "boolean":
        return [f"{opening}{'true' if each else 'false'}</data>" for each in told]
    return ["" if each is None else f"{opening}{each}</data>" for each in told]
