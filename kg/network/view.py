"""A graph that can be walked: nodes, edges, and what lies around a node."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from kg.errors import InputError
from kg.network.records import Edge, Filter, Neighbourhood, Node

__all__ = ["View"]


class View:
    """One way of looking at the network, immutable.

    Attributes:
        nodes: the nodes by id, in order of id.
        edges: the edges, sorted by source, target and type.
    """

    def __init__(self, nodes: Mapping[str, Node], edges: Iterable[Edge]) -> None:
        self.nodes = nodes
        self.edges = tuple(edges)

    @cached_property
    def _incident(self) -> Mapping[str, Sequence[Edge]]:
        incident: dict[str, list[Edge]] = defaultdict(list)
        for edge in self.edges:
            incident[edge.source].append(edge)
            if edge.target != edge.source:
                incident[edge.target].append(edge)
        return incident

    def incident(self, node: str) -> Sequence[Edge]:
        """The edges that leave or reach a node, sorted by source, target and type."""
        return self._incident.get(node, ())

    def degree(self, node: str) -> int:
        """How many edges leave or reach a node."""
        return len(self.incident(node))

    def around(self, center: str, depth: int, limit: int, chosen: Filter) -> Neighbourhood:
        """The nodes within ``depth`` steps of a node, whatever the direction of the edges.

        Args:
            center: the id of a node of this view; it stays whatever the filter says.
            depth: how many steps.
            limit: the most nodes to return beside the center.
            chosen: which nodes and edges to walk over.

        Raises:
            InputError: a negative depth or limit.
        """
        for name, number in (("depth", depth), ("limit", limit)):
            if number < 0:
                raise InputError(name, f"must not be negative, got {number}")
        kept = {center: None}
        frontier = [center]
        truncated = False
        for _ in range(depth):
            ranked = self._next_ring(frontier, kept, chosen)
            room = limit + 1 - len(kept)
            truncated = truncated or len(ranked) > room
            frontier = ranked[:room]
            kept |= dict.fromkeys(frontier)
        return Neighbourhood(
            self.nodes[center], tuple(self.nodes[node] for node in kept), self._among(kept, chosen), truncated
        )

    def _next_ring(self, frontier: Iterable[str], kept: Mapping[str, None], chosen: Filter) -> list[str]:
        pull: dict[str, float] = defaultdict(float)
        for node in frontier:
            for edge in self.incident(node):
                other = edge.other(node)
                if other not in kept and chosen.admits_edge(edge) and chosen.admits_node(self.nodes[other]):
                    pull[other] += edge.weight
        return sorted(pull, key=lambda node: (-pull[node], node))

    def _among(self, kept: Mapping[str, None], chosen: Filter) -> tuple[Edge, ...]:
        found = {
            edge
            for node in kept
            for edge in self.incident(node)
            if edge.source in kept and edge.target in kept and chosen.admits_edge(edge)
        }
        return tuple(sorted(found, key=lambda edge: (edge.source, edge.target, edge.type)))
