"""The dialects of GraphML: which keys a tool wants, and what it reads beside them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

from kg.export.appearance import color_of, size_of
from kg.export.columns import EDGE_COLUMNS, LOOKS, NODE_COLUMNS, Column
from kg.export.excerpt import Drawn
from kg.export.xmltext import xml_attribute, xml_text
from kg.model import EntityType
from kg.network import MEETING_TYPES, Edge
from kg.network.records import ACTOR_TYPES

__all__ = ["DIALECTS", "Dialect", "Key", "relationship_type"]

_STRICT: Final = "http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd"
_YED: Final = "http://www.yworks.com/xml/schema/graphml/1.1/ygraphml.xsd"


@dataclass(frozen=True, slots=True)
class Key:
    """A column of the file: ids are unique in it, names are what tools show.

    Attributes:
        is_list: whether the values are JSON lists, for APOC.
    """

    id: str
    column: Column[Any]
    is_list: bool = False

    @property
    def name(self) -> str:
        """What tools show."""
        return self.column.name


def _nothing(_: object) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Dialect:
    """How GraphML is written for one kind of tool.

    Attributes:
        node_keys: what is told of nodes.
        edge_keys: what is told of edges.
        looks_keys: declarations of what ``node_looks`` and ``edge_looks`` write.
        node_tag: more attributes of a ``node`` element, each with a space before it.
        node_looks: what follows the data of a node.
        edge_tag: more attributes of an ``edge`` element.
        edge_looks: what follows the data of an edge.
        namespaces: more namespaces, each with a space before it.
        schema: the schema that the file says it follows.
    """

    node_keys: Sequence[Key]
    edge_keys: Sequence[Key]
    looks_keys: Sequence[str] = ()
    node_tag: Callable[[Drawn], str] = _nothing
    node_looks: Callable[[Drawn], str] = _nothing
    edge_tag: Callable[[Edge], str] = _nothing
    edge_looks: Callable[[Edge], str] = _nothing
    namespaces: str = field(default="")
    schema: str = _STRICT


def _node_keys(columns: Iterable[Column[Drawn]]) -> tuple[Key, ...]:
    return tuple(Key(column.name, column) for column in columns)


def _edge_keys(columns: Iterable[Column[Edge]]) -> tuple[Key, ...]:
    """The keys of edges: ``weight``, ``interaction`` and ``symmetric`` as they are; Gephi wants ``edgelabel``."""
    own = {"weight", "interaction", "symmetric", "facts"}
    return tuple(Key(column.name if column.name in own else f"edge{column.name}", column) for column in columns)


# --- Neo4j ------------------------------------------------------------------------------------------------------------


def relationship_type(kind: str) -> str:
    """A kind of edge as Neo4j's style guide spells types of relationships: ``MET_WITH``."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", kind).upper()


def _labels(drawn: Drawn) -> str:
    """``:Person:Actor``: the type and the standard types above it."""
    kind = drawn.node.type
    labels = [kind]
    if kind in ACTOR_TYPES:
        labels.append("Actor")
    if kind == EntityType.COUNTRY:
        labels.append("Place")
    if kind in MEETING_TYPES and kind != "Meeting":
        labels.append("Meeting")
    return f' labels=":{":".join(labels)}"'


_NEO4J_ALIASES: Column[Drawn] = Column(
    "aliases",
    "string",
    lambda drawn: json.dumps(drawn.node.aliases, ensure_ascii=False) if drawn.node.aliases else None,
)


def _neo4j() -> Dialect:
    nodes = tuple(column for column in NODE_COLUMNS if column.name not in {"label", "aliases"})
    edges = tuple(column for column in EDGE_COLUMNS if column.name not in {"label", "interaction", "facts"})
    facts: Column[Edge] = Column("facts", "string", lambda edge: json.dumps(edge.facts) if edge.facts else None)
    return Dialect(
        (*_node_keys(nodes), Key("aliases", _NEO4J_ALIASES, is_list=True)),
        (*_edge_keys(edges), Key("facts", facts, is_list=True)),
        node_tag=_labels,
        edge_tag=lambda edge: f' label="{relationship_type(edge.type)}"',
    )


# --- yEd --------------------------------------------------------------------------------------------------------------

_SHAPES: Final[Mapping[str, str]] = {"Person": "ellipse", "Organization": "roundrectangle", "Country": "hexagon"}
_URL: Column[Drawn] = Column("url", "string", lambda drawn: drawn.node.iri)
_TOOLTIP: Column[Drawn] = Column("description", "string", lambda drawn: drawn.node.sentence)
_EDGE_TOOLTIP: Column[Edge] = Column("description", "string", lambda edge: edge.sentence)


def _shape_node(drawn: Drawn) -> str:
    x, y = drawn.at or (0.0, 0.0)
    size, fill = size_of(drawn.degree), color_of(drawn.node.type)
    return (
        '<data key="nodegraphics"><y:ShapeNode>'
        f'<y:Geometry height="{size}" width="{size}" x="{round(x - size / 2, 2)}" y="{round(-y - size / 2, 2)}"/>'
        f'<y:Fill color="{fill.hex}" transparent="false"/>'
        '<y:BorderStyle color="#333333" type="line" width="0.5"/>'
        '<y:NodeLabel fontSize="10" modelName="sides" modelPosition="s">'
        f"{xml_text(drawn.node.label)}</y:NodeLabel>"
        f'<y:Shape type="{_SHAPES.get(drawn.node.type, "diamond" if drawn.node.is_fact else "rectangle")}"/>'
        "</y:ShapeNode></data>"
    )


def _poly_line_edge(edge: Edge) -> str:
    width = round(min(6.0, 0.5 + 0.5 * edge.weight), 2)
    return (
        '<data key="edgegraphics"><y:PolyLineEdge>'
        f'<y:LineStyle color="#999999" type="line" width="{width}"/>'
        f'<y:Arrows source="none" target="{"standard" if edge.directed else "none"}"/>'
        f'<y:EdgeLabel fontSize="8" textColor="#666666">{xml_text(edge.label)}</y:EdgeLabel>'
        "</y:PolyLineEdge></data>"
    )


def _yed() -> Dialect:
    told = tuple(column for column in NODE_COLUMNS if column.name not in {"label", "iri", "sentence"})
    # yEd opens "url" on a click and shows "description" as a tool tip.
    linked = (
        Key("url", _URL),
        Key("description", _TOOLTIP),
    )
    edges = tuple(column for column in EDGE_COLUMNS if column.name not in {"label", "interaction", "sentence"})
    return Dialect(
        (*_node_keys(told), *linked),
        (*_edge_keys(edges), Key("edgedescription", _EDGE_TOOLTIP)),
        looks_keys=(
            '<key id="nodegraphics" for="node" yfiles.type="nodegraphics"/>',
            '<key id="edgegraphics" for="edge" yfiles.type="edgegraphics"/>',
        ),
        node_looks=_shape_node,
        edge_looks=_poly_line_edge,
        namespaces=' xmlns:y="http://www.yworks.com/xml/graphml"',
        schema=_YED,
    )


DIALECTS: Final[Mapping[str, Dialect]] = MappingProxyType(
    {
        "default": Dialect(_node_keys((*NODE_COLUMNS, *LOOKS)), _edge_keys(EDGE_COLUMNS)),
        # Gephi keeps parallel edges apart by the attribute "label"; the schema of GraphML does not know it.
        "gephi": Dialect(
            _node_keys((*NODE_COLUMNS, *LOOKS)),
            _edge_keys(EDGE_COLUMNS),
            edge_tag=lambda edge: f' label="{xml_attribute(edge.type)}"',
        ),
        "cytoscape": Dialect(
            _node_keys((*(column for column in NODE_COLUMNS if column.name != "label"), *LOOKS[:3], LOOKS[-1])),
            _edge_keys(EDGE_COLUMNS),
        ),
        "neo4j": _neo4j(),
        "yed": _yed(),
    }
)
"""The dialects by the names of their profiles."""
