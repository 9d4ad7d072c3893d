"""The bridge to networkx, whose algorithms serve wherever they are fast enough."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from kg.network.records import Edge, Node
from kg.network.view import View

if TYPE_CHECKING:
    import networkx as nx

    AnyGraph = nx.MultiDiGraph[str] | nx.MultiGraph[str]
else:
    AnyGraph = Any

__all__ = ["AnyGraph", "to_networkx"]


def to_networkx(view: View, *, directed: bool) -> AnyGraph:
    """A networkx multigraph with the view's nodes and edges; see :meth:`kg.network.Network.to_networkx`."""
    import networkx as nx  # noqa: PLC0415 - one second to import, and most commands never need it

    graph: AnyGraph = nx.MultiDiGraph() if directed else nx.MultiGraph()
    for node_id, node in view.nodes.items():
        graph.add_node(node_id, **dict(_known(node)))
    for edge in view.edges:
        graph.add_edge(edge.source, edge.target, key=edge.type, **dict(_known(edge)))
    return graph


def _known(record: Node | Edge) -> Iterator[tuple[str, str | int | float | bool]]:
    """The fields as networkx's writers take them: no None, tuples joined."""
    for spec in fields(record):
        value = getattr(record, spec.name)
        if isinstance(value, tuple):
            value = "; ".join(value)
        if value is not None and value != "":
            yield spec.name, str(value) if isinstance(value, str) else value
