"""The bridge to networkx, whose algorithms serve wherever they are fast enough."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from itertools import islice, pairwise, takewhile
from typing import TYPE_CHECKING, Any

from kg.network.records import Edge, Node, Path
from kg.network.view import View

if TYPE_CHECKING:
    import networkx as nx

    AnyGraph = nx.MultiDiGraph[str] | nx.MultiGraph[str]
else:
    AnyGraph = Any

__all__ = ["AnyGraph", "paths", "to_networkx"]


def to_networkx(view: View, *, directed: bool) -> AnyGraph:
    """A networkx multigraph with the view's nodes and edges; see :meth:`kg.network.Network.to_networkx`."""
    import networkx as nx  # noqa: PLC0415 - one second to import, and most commands never need it

    graph: AnyGraph = nx.MultiDiGraph() if directed else nx.MultiGraph()
    for node_id, node in view.nodes.items():
        graph.add_node(node_id, **dict(_known(node)))
    for edge in view.edges:
        graph.add_edge(edge.source, edge.target, key=edge.type, **dict(_known(edge)))
    return graph


def paths(view: View, start: str, end: str, max_length: int, limit: int) -> tuple[Path, ...]:
    """Simple paths between two nodes of a view, whatever the edges' direction; shorter first, then by ids."""
    import networkx as nx  # noqa: PLC0415 - as above

    plain: nx.Graph[str] = nx.Graph()
    plain.add_nodes_from(view.nodes)
    plain.add_edges_from((edge.source, edge.target) for edge in view.edges)
    if start == end or not nx.has_path(plain, start, end):
        return ()
    found = takewhile(lambda way: len(way) <= max_length + 1, nx.shortest_simple_paths(plain, start, end))
    ways = sorted(islice(found, limit), key=lambda way: (len(way), way))
    return tuple(_path(view, way) for way in ways)


def _path(view: View, way: list[str]) -> Path:
    return Path(tuple(view.nodes[node] for node in way), tuple(_strongest(view, *step) for step in pairwise(way)))


def _strongest(view: View, one: str, other: str) -> Edge:
    between = [edge for edge in view.incident(one) if edge.other(one) == other]
    return min(between, key=lambda edge: (-edge.weight, edge.type))


def _known(record: Node | Edge) -> Iterator[tuple[str, str | int | float | bool]]:
    """The fields as networkx's writers take them: no None, tuples joined."""
    for spec in fields(record):
        value = getattr(record, spec.name)
        if isinstance(value, tuple):
            value = "; ".join(value)
        if value is not None and value != "":
            yield spec.name, str(value) if isinstance(value, str) else value
