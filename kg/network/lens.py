"""Filters over whole columns: the rules of :class:`kg.network.Filter`, for a million rows at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from kg.network.pool import NOTHING
from kg.network.records import EDGE_TYPES, FACT_TYPES, NODE_FAMILIES, Edge, Filter, Node
from kg.network.table import Array, Record, Rows

__all__ = ["Lens", "admitted_edges", "admitted_nodes", "of_types"]


@dataclass(frozen=True, slots=True)
class Lens:
    """What a filter leaves of a view.

    Attributes:
        nodes: whether each node passes; None where all do.
        edges: whether each edge passes, its ends aside; None where all do.
        weights: what each edge weighs once the filter has passed over the facts behind it.
        table: the edges as the filter leaves them.
    """

    nodes: Array | None
    edges: Array | None
    weights: Array
    table: Rows[Edge]

    @property
    def is_open(self) -> bool:
        """Whether everything passes."""
        return self.nodes is None and self.edges is None

    def admits(self, edges: Array, nodes: Array) -> Array:
        """Whether each step over an edge to a node may be taken."""
        passed = np.ones(len(edges), dtype=np.bool_)
        if self.edges is not None:
            passed &= self.edges[edges]
        if self.nodes is not None:
            passed &= self.nodes[nodes]
        return passed


def admitted_nodes(chosen: Filter, nodes: Rows[Node]) -> Array:
    """Whether each node passes, as :meth:`kg.network.Filter.admits_node` has it."""
    allowed = [kind for family in NODE_FAMILIES for kind in (chosen.wanted(family) or family)]
    passed = of_types(nodes, allowed)
    if chosen.since is None and chosen.until is None and chosen.min_confidence is None:
        return passed
    return passed & (~of_types(nodes, FACT_TYPES) | _admitted_facts(chosen, nodes))


def admitted_edges(chosen: Filter, edges: Rows[Edge]) -> Array | None:
    """Whether each edge's own type passes; None where no type of edge is asked for."""
    wanted = chosen.wanted(EDGE_TYPES)
    return of_types(edges, wanted) if wanted else None


def _admitted_facts(chosen: Filter, nodes: Rows[Node]) -> Array:
    passed = np.ones(len(nodes), dtype=np.bool_)
    if chosen.since is not None or chosen.until is not None:
        begins, ends = nodes.column("start"), nodes.column("end")
        passed &= (begins != NOTHING) | (ends != NOTHING)
        if chosen.since is not None:
            passed &= (ends == NOTHING) | (ends >= nodes.pool.rank(chosen.since.isoformat()))
        if chosen.until is not None:
            after = chosen.until.isoformat() + "\0"  # the least text that is greater
            passed &= (begins == NOTHING) | (begins < nodes.pool.rank(after))
    if chosen.min_confidence is not None:
        with np.errstate(invalid="ignore"):
            passed &= nodes.column("confidence") >= chosen.min_confidence
    return passed


def of_types(table: Rows[Record], types: Iterable[str]) -> Array:
    """Whether each record is of one of these types."""
    codes = [code for code in map(table.pool.code, types) if code != NOTHING]
    return np.isin(table.column("type"), codes)
