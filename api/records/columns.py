"""Questions about whole columns of the network: what faces a node in a role, and in which order.

Rows stand for nodes here; no record is made of what is only counted, sorted or left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, Literal, cast
from weakref import WeakKeyDictionary

import numpy as np

from kg.network import Edge, Node, View
from kg.network.actors import TiedEdges
from kg.network.pool import NOTHING, Pool
from kg.network.table import Array, Rows, Selected, Table

__all__ = [
    "briefly",
    "by_date",
    "code_of",
    "counted",
    "ids_of",
    "of_types",
    "pointed_at",
    "pointing_at",
    "rows_of",
    "same_rows",
    "with_role",
]


_CODES: Final[WeakKeyDictionary[Pool, dict[str, int]]] = WeakKeyDictionary()


def code_of(pool: Pool, word: str) -> int:
    """The code of a type, role or status: one of few words, which are looked up once for each pool."""
    codes = _CODES.setdefault(pool, {})
    if word not in codes:
        codes[word] = pool.code(word)
    return codes[word]


def rows_of(view: View, ids: Iterable[str]) -> Array:
    """The rows of nodes, in this order; ids of no node are left out."""
    rows = [row for each in ids if (row := view.nodes.row(each)) is not None]
    return np.array(rows, dtype=np.int64)


def same_rows(view: View, nodes: Rows[Node]) -> Array:
    """The rows of nodes that were taken from this view, in this order."""
    return np.searchsorted(view.nodes.rows.column("id"), nodes.column("id"))


def ids_of(view: View, rows: Array) -> tuple[str, ...]:
    """The ids of nodes, in this order."""
    return tuple(text for text in view.nodes.rows.pool.texts(view.nodes.rows.column("id")[rows]) if text is not None)


def pointing_at(view: View, rows: Array, role: str) -> Array:
    """The rows of what points at any of these nodes in a role, each once, in order of id."""
    return _distinct(_beside(view, rows, role, "source"), ordered=len(rows) == 1)


def pointed_at(view: View, rows: Array, role: str) -> Array:
    """The rows of what any of these nodes points at in a role, each once, in order of id."""
    return _distinct(_beside(view, rows, role, "target"), ordered=len(rows) == 1)


def briefly(edges: Rows[Edge]) -> Rows[Edge]:
    """The same edges without the facts behind them, which may be thousands and are seldom shown."""
    if isinstance(edges, Table):
        none = np.broadcast_to(np.int64(0), len(edges))
        columns = {**edges.columns, "facts": np.empty(0, dtype=np.int32), "facts.ends": none}
        return Table(Edge, columns, edges.pool)
    if isinstance(edges, TiedEdges):
        return edges.without_facts()
    if type(edges) is Selected:
        return Selected(cast("Table[Edge]", briefly(edges.table)), edges.rows)
    return edges


def with_role(view: View, rows: Array, role: str) -> tuple[Array, Array]:
    """Every edge of a role that leaves one of these nodes: the rows where it begins and where it ends."""
    edges, others = view.adjacency.around(rows)
    here = np.repeat(rows, view.adjacency.lengths(rows))
    fits = _fitting(view, edges, others, role, "target")
    return here[fits], others[fits]


def by_date(view: View, rows: Array, *, latest_first: bool = False) -> Array:
    """The rows in the order of first day, last day and id; those without a date come last either way."""
    nodes = view.nodes.rows
    starts, ends = nodes.column("start")[rows], nodes.column("end")[rows]
    ids = nodes.column("id")[rows]
    if latest_first:
        order = np.lexsort((ids, -ends, -starts))  # NOTHING is -1, and every code that is one is more
        return rows[order]
    last = np.iinfo(np.int32).max
    order = np.lexsort((ids, np.where(ends == NOTHING, last, ends), np.where(starts == NOTHING, last, starts)))
    return rows[order]


def of_types(view: View, rows: Array, types: Iterable[str]) -> Array:
    """Those of the rows whose node is of one of these types."""
    nodes = view.nodes.rows
    codes = [code for each in types if (code := code_of(nodes.pool, each)) != NOTHING]
    kept: Array = rows[np.isin(nodes.column("type")[rows], codes)]
    return kept


def counted(view: View, rows: Array, column: Literal["status", "type"]) -> Mapping[str | None, int]:
    """How many of the rows have each value of a column."""
    nodes = view.nodes.rows
    codes, counts = np.unique(nodes.column(column)[rows], return_counts=True)
    return dict(zip(nodes.pool.texts(codes), counts.tolist(), strict=True))


def _beside(view: View, rows: Array, role: str, end: Literal["source", "target"]) -> Array:
    beside_it = view.adjacency
    if len(rows) == 1:
        edges, others = beside_it.at(int(rows[0])), beside_it.beside(int(rows[0]))
    else:
        edges, others = beside_it.around(rows)
    beside: Array = others[_fitting(view, edges, others, role, end)]
    return beside


def _distinct(rows: Array, *, ordered: bool) -> Array:
    """Each row once, ascending; beside one node they stand in order, because edges are sorted by source and target."""
    if len(rows) < 2:
        return rows
    if not ordered:
        rows = np.sort(rows)
    kept = np.ones(len(rows), dtype=np.bool_)
    np.not_equal(rows[1:], rows[:-1], out=kept[1:])
    return rows[kept]


def _fitting(view: View, edges: Array, others: Array, role: str, end: Literal["source", "target"]) -> Array:
    """Whether each edge is of the role and has the other node at that end."""
    fits: Array = view.edges.column("type")[edges] == code_of(view.edges.pool, role)
    fits[fits] = view.edges.column(end)[edges[fits]] == view.nodes.rows.column("id")[others[fits]]
    return fits
