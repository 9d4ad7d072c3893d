"""GEXF 1.3 with time: what Gephi's timeline moves over.

Facts live from their first to their last day. An edge between actors lives on the days of each fact it rests on, an
entity as long as articles name it or an edge touches it: Gephi shows no edge whose end is not there. What has no date
has no spell and is always there. ``kind`` keeps parallel edges of different types apart; ``weight``, colours, sizes and
places are GEXF's own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from kg.export.appearance import color_of, size_of
from kg.export.columns import EDGE_COLUMNS, NODE_COLUMNS, Column
from kg.export.excerpt import Drawn, Excerpt
from kg.export.format import DEFAULT_PROFILE, Export, checked_profile
from kg.export.xmltext import name_token, xml_attribute
from kg.network import Edge, Node
from kg.network.pool import NOTHING
from kg.network.table import Array

__all__ = ["Gexf"]

_TYPES: Final[Mapping[str, str]] = {"string": "string", "int": "integer", "double": "double", "boolean": "boolean"}
_OWN: Final = {"label", "name", "weight", "interaction"}
"""Columns for which GEXF has an attribute of its own."""
_NODE_COLUMNS: Final = tuple(column for column in NODE_COLUMNS if column.name not in _OWN)
_EDGE_COLUMNS: Final = tuple(column for column in EDGE_COLUMNS if column.name not in _OWN)
_HEAD: Final = """<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz"\
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"\
 xsi:schemaLocation="http://gexf.net/1.3 http://gexf.net/1.3/gexf.xsd" version="1.3">
<meta><creator>Demarche</creator><description>Who met whom, who stands where, and since when</description></meta>
<graph mode="dynamic" defaultedgetype="directed" idtype="string" timeformat="date" timerepresentation="interval">
"""


@dataclass(frozen=True, slots=True)
class Gexf:
    """The network as dynamic GEXF, in either view."""

    name: str = "gexf"
    title: str = "GEXF 1.3 with time, for Gephi's timeline"
    media_type: str = "application/gexf+xml"
    suffix: str = ".gexf"
    has_views: bool = True
    profiles: Sequence[str] = (DEFAULT_PROFILE,)

    def chunks(self, export: Export, profile: str = DEFAULT_PROFILE) -> Iterator[bytes]:
        """The network; see :meth:`kg.export.Format.chunks`."""
        checked_profile(self, profile)
        return _written(export.excerpt)

    def render(self, nodes: Sequence[Node], edges: Sequence[Edge], profile: str = DEFAULT_PROFILE) -> Iterator[bytes]:
        """These nodes and edges; see :meth:`kg.export.NetworkFormat.render`."""
        checked_profile(self, profile)
        return _written(Excerpt.of(nodes, edges))


def _written(excerpt: Excerpt) -> Iterator[bytes]:
    yield _HEAD.encode()
    yield _attributes("node", _NODE_COLUMNS).encode()
    yield _attributes("edge", _EDGE_COLUMNS).encode()
    lives = _Lives(excerpt)
    yield f'<nodes count="{len(excerpt.nodes)}">\n'.encode()
    begin = 0
    for drawn in excerpt.drawn():
        yield "".join(_node(each, *lives.of(place)) for place, each in enumerate(drawn, start=begin)).encode()
        begin += len(drawn)
    yield f'</nodes>\n<edges count="{len(excerpt.edges)}">\n'.encode()
    for begin, edges in excerpt.joined():
        yield "".join(_edge(number, each, excerpt) for number, each in enumerate(edges, start=begin)).encode()
    yield b"</edges>\n</graph>\n</gexf>\n"


def _attributes(kind: str, columns: Sequence[Column[Drawn]] | Sequence[Column[Edge]]) -> str:
    lines = (
        f'<attribute id="{column.name}" title="{column.name}" type="{_TYPES[column.type]}"/>\n' for column in columns
    )
    return f'<attributes class="{kind}">\n{"".join(lines)}</attributes>\n'


class _Lives:
    """From when to when each node is there: its own days, and those of the edges at it."""

    def __init__(self, excerpt: Excerpt) -> None:
        self._pool = excerpt.nodes.pool
        latest = np.iinfo(np.int32).max
        starts, ends = (excerpt.nodes.column(name).copy() for name in ("start", "end"))
        starts[starts == NOTHING] = latest
        if excerpt.edges.pool is self._pool:
            for places in excerpt.ends:
                _extend(np.minimum, starts, places, excerpt.edges.column("first"))
                _extend(np.maximum, ends, places, excerpt.edges.column("last"))
        starts[starts == latest] = NOTHING
        self._starts, self._ends = starts, ends

    def of(self, place: int) -> tuple[str | None, str | None]:
        """The first and last day of a node, None where it is open."""
        first, last = int(self._starts[place]), int(self._ends[place])
        return (
            None if first == NOTHING else self._pool.text(first),
            None if last == NOTHING else self._pool.text(last),
        )


def _extend(extreme: np.ufunc, days: Array, places: Array, told: Array) -> None:
    known = told != NOTHING
    extreme.at(days, places[known], told[known])


def _node(drawn: Drawn, first: str | None, last: str | None) -> str:
    node, fill = drawn.node, color_of(drawn.node.type)
    if node.is_fact:
        first, last = node.start, node.end
    place = "" if drawn.at is None else f'<viz:position x="{drawn.at[0]}" y="{drawn.at[1]}" z="0.0"/>'
    return (
        f'<node id="{name_token(node.id)}" label="{xml_attribute(node.label)}"{_life(first, last)}>'
        f"{_values(drawn, _NODE_COLUMNS)}"
        f'<viz:color r="{fill.red}" g="{fill.green}" b="{fill.blue}"/>{place}'
        f'<viz:size value="{size_of(drawn.degree)}"/>'
        "</node>\n"
    )


def _edge(number: int, edge: Edge, excerpt: Excerpt) -> str:
    days = _days(edge, excerpt)
    spells = "".join(f"<spell{_life(first, last)}/>" for first, last in days)
    within = f"<spells>{spells}</spells>" if len(days) > 1 else ""
    return (
        f'<edge id="e{number}" source="{name_token(edge.source)}" target="{name_token(edge.target)}"'
        f' label="{xml_attribute(edge.label)}" kind="{edge.type}" weight="{edge.weight}"'
        f"{_life(edge.first, edge.last)}>{_values(edge, _EDGE_COLUMNS)}{within}</edge>\n"
    )


def _days(edge: Edge, excerpt: Excerpt) -> list[tuple[str | None, str | None]]:
    """The days of each of several facts behind an edge."""
    if len(edge.facts) < 2:
        return []
    facts = (excerpt.find(fact) for fact in edge.facts)
    return sorted(
        {(fact.start, fact.end) for fact in facts if fact is not None and (fact.start or fact.end)},
        key=lambda days: (days[0] or "", days[1] or "~"),
    )


def _life(first: str | None, last: str | None) -> str:
    """``start`` and ``end``, each only where it is known and, as an interval, can be."""
    if first is not None and last is not None and last < first:
        last = None
    return ("" if first is None else f' start="{first}"') + ("" if last is None else f' end="{last}"')


def _values(record: Drawn | Edge, columns: Sequence[Column[Drawn]] | Sequence[Column[Edge]]) -> str:
    told = ((column, column.value(record)) for column in columns)  # type: ignore[arg-type] # the columns are its own
    values = "".join(
        f'<attvalue for="{column.name}" value="{xml_attribute(_text(value))}"/>'
        for column, value in told
        if value is not None
    )
    return f"<attvalues>{values}</attvalues>"


def _text(value: str | float | bool) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
