"""What the exports of a network tell of each node and edge: the same columns, under the same names, in every format."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Generic, Literal, TypeAlias, TypeVar

from kg.export.appearance import color_of, size_of
from kg.export.excerpt import Drawn
from kg.network import Edge

__all__ = ["EDGE_COLUMNS", "LIST_SEPARATOR", "LOOKS", "NODE_COLUMNS", "Column", "Value"]

Value: TypeAlias = str | float | bool | None
Told = TypeVar("Told")

LIST_SEPARATOR: Final = " | "
"""Between the values of a list, for formats that have none."""


@dataclass(frozen=True, slots=True)
class Column(Generic[Told]):
    """One thing that is told of each node or edge.

    Attributes:
        name: the column's name, as tools show it.
        type: as GraphML and Cytoscape spell it.
        value: the value of one record; None where it is not known.
    """

    name: str
    type: Literal["string", "int", "double", "boolean"]
    value: Callable[[Told], Value]


def _facts_elsewhere(edge: Edge) -> str | None:
    """The facts behind a tie; an ``events`` edge leaves the one fact it rests on, and need not repeat it."""
    return " ".join(edge.facts) if edge.facts and edge.facts != (edge.source,) else None


NODE_COLUMNS: Final[tuple[Column[Drawn], ...]] = (
    Column("label", "string", lambda drawn: drawn.node.label),
    Column("name", "string", lambda drawn: drawn.node.label),
    Column("type", "string", lambda drawn: drawn.node.type),
    Column("status", "string", lambda drawn: drawn.node.status),
    Column("date", "string", lambda drawn: drawn.node.date),
    Column("start", "string", lambda drawn: drawn.node.start),
    Column("end", "string", lambda drawn: drawn.node.end),
    Column("evidence", "int", lambda drawn: drawn.node.evidence),
    Column("documents", "int", lambda drawn: drawn.node.documents),
    Column("degree", "int", lambda drawn: drawn.degree),
    Column("confidence", "double", lambda drawn: drawn.node.confidence),
    Column("sentence", "string", lambda drawn: drawn.node.sentence),
    Column("iri", "string", lambda drawn: drawn.node.iri),
    Column("wikidata", "string", lambda drawn: drawn.node.wikidata),
    Column("aliases", "string", lambda drawn: LIST_SEPARATOR.join(drawn.node.aliases) or None),
    Column("latitude", "double", lambda drawn: drawn.node.latitude),
    Column("longitude", "double", lambda drawn: drawn.node.longitude),
)
"""What is told of a node."""

LOOKS: Final[tuple[Column[Drawn], ...]] = (
    Column("x", "double", lambda drawn: drawn.at and drawn.at[0]),
    Column("y", "double", lambda drawn: drawn.at and drawn.at[1]),
    Column("size", "double", lambda drawn: size_of(drawn.degree)),
    Column("r", "int", lambda drawn: color_of(drawn.node.type).red),
    Column("g", "int", lambda drawn: color_of(drawn.node.type).green),
    Column("b", "int", lambda drawn: color_of(drawn.node.type).blue),
    Column("color", "string", lambda drawn: color_of(drawn.node.type).hex),
)
"""How a node looks where it is drawn."""

EDGE_COLUMNS: Final[tuple[Column[Edge], ...]] = (
    Column("label", "string", lambda edge: edge.label),
    Column("type", "string", lambda edge: edge.type),
    Column("interaction", "string", lambda edge: edge.type),
    Column("weight", "double", lambda edge: edge.weight),
    Column("start", "string", lambda edge: edge.first),
    Column("end", "string", lambda edge: edge.last),
    Column("evidence", "int", lambda edge: edge.evidence),
    Column("confidence", "double", lambda edge: edge.confidence),
    Column("sentence", "string", lambda edge: edge.sentence),
    Column("symmetric", "boolean", lambda edge: not edge.directed),
    Column("facts", "string", _facts_elsewhere),
)
"""What is told of an edge."""
