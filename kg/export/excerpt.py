"""The nodes and edges that an export of a network writes, with what drawing them needs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, TypeVar

import numpy as np

from kg.export.layout import LAYOUT_LIMIT, Point, positions
from kg.network import Edge, Node
from kg.network.pool import Pool
from kg.network.table import Array, Record, Rows, Table, texts_in

__all__ = ["BATCH", "Drawn", "Excerpt", "in_batches"]

BATCH: Final = 1024
"""Records that are written at a time: some hundred kilobytes."""

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Drawn:
    """A node as it is drawn: with its degree among the edges that are written, and its place if it has one."""

    node: Node
    degree: int
    at: Point | None


class Excerpt:
    """What is to be written of a network.

    Args:
        nodes: the nodes, in the order in which they are written.
        edges: the edges between them.
        find: gives a fact by its id, also one that is not among the nodes; None where it is not known.
        snapshot: the state of the graph it was cut from.
    """

    def __init__(
        self,
        nodes: Rows[Node],
        edges: Rows[Edge],
        find: Callable[[str], Node | None] | None = None,
        snapshot: str | None = None,
    ) -> None:
        self.nodes = nodes
        self.edges = edges
        self.snapshot = snapshot
        self._find = find

    @classmethod
    def of(cls, nodes: Sequence[Node], edges: Sequence[Edge]) -> Excerpt:
        """An excerpt of these nodes and edges, which may lie in columns already."""
        if isinstance(nodes, Rows) and isinstance(edges, Rows):
            return cls(nodes, edges)
        pool, codes = Pool.of((*texts_in(nodes, Node), *texts_in(edges, Edge)))
        return cls(
            Table(Node, Table.columns_of(Node, nodes, codes), pool),
            Table(Edge, Table.columns_of(Edge, edges, codes), pool),
        )

    def find(self, node_id: str) -> Node | None:
        """A fact by its id, None where it is not known."""
        return self._by_id.get(node_id) if self._find is None else self._find(node_id)

    @cached_property
    def _by_id(self) -> dict[str, Node]:
        return {node.id: node for node in self.nodes}

    @cached_property
    def ends(self) -> tuple[Array, Array]:
        """The places of the nodes that each edge leaves and reaches."""
        ids = self.nodes.column("id")
        order = np.argsort(ids)
        source, target = (
            order[np.searchsorted(ids, self.edges.column(name), sorter=order)] if len(ids) else order
            for name in ("source", "target")
        )
        return source, target

    @cached_property
    def degrees(self) -> Array:
        """How many edges leave or reach each node; a loop counts once."""
        sources, targets = self.ends
        counts: Array = np.bincount(sources, minlength=len(self.nodes))
        counts += np.bincount(targets[sources != targets], minlength=len(self.nodes))
        return counts

    @cached_property
    def points(self) -> Sequence[Point | None]:
        """Where each node stands; nowhere in a graph that is too large to be laid out."""
        if len(self.nodes) > LAYOUT_LIMIT:
            return ()
        pool = self.nodes.pool
        ids = [text or "" for text in pool.texts(self.nodes.column("id"))]
        sources, targets = (places.tolist() for places in self.ends)
        placed = positions(ids, [(ids[one], ids[other]) for one, other in zip(sources, targets, strict=True)])
        return [placed.get(node_id) for node_id in ids]

    def drawn(self) -> Iterator[list[Drawn]]:
        """The nodes as they are drawn, some thousands at a time."""
        for begin, batch in in_batches(self.nodes):
            degrees = self.degrees[begin : begin + len(batch)].tolist()
            points = self.points[begin : begin + len(batch)] or [None] * len(batch)
            yield list(map(Drawn, batch, degrees, points))

    def joined(self) -> Iterator[tuple[int, list[Edge]]]:
        """The edges, some thousands at a time, with the place of the first of each batch."""
        return in_batches(self.edges)


def in_batches(rows: Rows[Record]) -> Iterator[tuple[int, list[Record]]]:
    """The records of a table, some thousands at a time, with the place of the first of each batch."""
    for begin in range(0, len(rows), BATCH):
        yield begin, rows.take(np.arange(begin, min(begin + BATCH, len(rows))))
