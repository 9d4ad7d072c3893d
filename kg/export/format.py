"""What every export format is: a name, a media type, and a stream of bytes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol, runtime_checkable

from kg.network import Edge, Network, Node, ViewName
from kg.store import GraphReader

__all__ = ["Export", "Format", "NetworkFormat"]


class Export:
    """What is to be exported: a graph, and its network, which is read only if the format needs it.

    Args:
        reader: the graph.
        view: ``events`` or ``actors``, for formats of networks.
        network: the same graph's network, where the caller holds it already.
    """

    def __init__(self, reader: GraphReader, view: str = ViewName.EVENTS, network: Network | None = None) -> None:
        self.reader = reader
        self.view = view
        self._network = network

    @property
    def network(self) -> Network:
        """The graph's network."""
        if self._network is None:
            self._network = Network.from_reader(self.reader)
        return self._network


class Format(Protocol):
    """One way to write the graph."""

    @property
    def name(self) -> str:
        """What ``kg export`` and ``/api/export/`` call it."""
        ...

    @property
    def title(self) -> str:
        """What it is, in a few words."""
        ...

    @property
    def media_type(self) -> str:
        """The registered media type."""
        ...

    @property
    def suffix(self) -> str:
        """What file names end in, with the dot."""
        ...

    @property
    def has_views(self) -> bool:
        """Whether ``events`` and ``actors`` differ; formats of RDF write the graph itself."""
        ...

    def chunks(self, export: Export) -> Iterator[bytes]:
        """The whole export as bytes, piece by piece; the same graph gives the same bytes.

        Raises:
            InputError: the view is unknown.
            StoreError: the graph cannot be read.
        """
        ...


@runtime_checkable
class NetworkFormat(Format, Protocol):
    """A format that can also write a part of the network, such as a neighbourhood."""

    def render(self, nodes: Iterable[Node], edges: Iterable[Edge]) -> Iterator[bytes]:
        """These nodes and edges as bytes, piece by piece; edges to other nodes are an error of the caller."""
        ...
