"""What a store of the graph can do, whichever engine is behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Protocol, Self, TypeAlias

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Triple,
)

from kg.named_graph import NamedGraph

__all__ = ["Derive", "GraphReader", "GraphWriter", "QueryAnswer", "Resource", "Term"]

Resource: TypeAlias = NamedNode | BlankNode | Triple
Term: TypeAlias = NamedNode | BlankNode | Literal | Triple
QueryAnswer: TypeAlias = QuerySolutions | QueryBoolean | QueryTriples


class GraphReader(Protocol):
    """One unchanging state of the graph. A context manager that lets go of it."""

    @property
    def snapshot(self) -> str:
        """The state's name: the same name stands for the same quads."""

    @property
    def path(self) -> Path | None:
        """Where another process can open the same state with ``pyoxigraph.Store.read_only``; None if nowhere."""

    @property
    def sidecars(self) -> Path | None:
        """The folder of what was derived from this state and published with it; None if there is none."""

    def query(
        self,
        text: str,
        *,
        prefixes: Mapping[str, str] | None = None,
        base_iri: str | None = None,
        default_graphs: Sequence[NamedNode] | None = None,
        named_graphs: Sequence[NamedNode] | None = None,
        own_dataset: bool = False,
    ) -> QueryAnswer:
        """Answer a SPARQL query.

        Args:
            text: the query.
            prefixes: prefixes that the text may use without declaring them.
            base_iri: what relative IRIs of the text are resolved against.
            default_graphs: the graphs whose union is the default graph; all of them if None.
            named_graphs: the graphs that ``GRAPH`` may name; all of them if None.
            own_dataset: the text's own ``FROM`` clauses choose the graphs; ignored where graphs are given.

        Raises:
            QueryError: the query is malformed or asks for a function that the engine lacks.
            StoreError: the store cannot be read.
        """

    def quads(
        self,
        subject: Resource | None = None,
        predicate: NamedNode | None = None,
        object: Term | None = None,  # noqa: A002 - RDF's word for it
        graph: NamedNode | DefaultGraph | None = None,
    ) -> Iterator[Quad]:
        """The quads that match, None matching everything; in no particular order."""

    def graph_names(self) -> tuple[NamedNode, ...]:
        """The named graphs, sorted by IRI."""

    def dump(
        self,
        format: RdfFormat,  # noqa: A002 - pyoxigraph's word for it
        output: IO[bytes],
        *,
        graph: NamedNode | None = None,
        prefixes: Mapping[str, str] | None = None,
    ) -> None:
        """Write the graph out; equal states give equal bytes. N-Quads and N-Triples are canonical: sorted lines.

        Args:
            format: a format without graphs gets the union of all graphs.
            output: where to write.
            graph: this graph alone.
            prefixes: prefixes for formats that have them.
        """

    def __len__(self) -> int:
        """How many quads there are."""

    def __enter__(self) -> Self:
        """Itself."""

    def __exit__(self, *_: object) -> None:
        """Close it."""

    def close(self) -> None:
        """Let go of the state; nothing can be read afterwards."""


Derive: TypeAlias = Callable[[Path, GraphReader], object]
"""Writes into a folder what is made from a graph."""


class GraphWriter(Protocol):
    """The one writer of a graph."""

    @property
    def place(self) -> str:
        """Where the graph lies: empty for the data folder itself, else the server's address."""

    def graph_names(self) -> tuple[NamedNode, ...]:
        """The named graphs as they stand in the store, published or not."""

    def replace_graphs(self, graphs: Iterable[NamedGraph]) -> None:
        """Make each graph hold exactly these quads, in steps of a bounded size, and flush them to disk.

        Whatever dies on the way may leave graphs half replaced: only :meth:`publish` shows anything to readers.

        Raises:
            StoreError: the store cannot be written.
        """

    def remove_graphs(self, names: Iterable[NamedNode]) -> None:
        """Drop graphs and flush; a graph that is not there is no error."""

    def publish(self, snapshot: str, derive: Derive | None = None) -> None:
        """Let readers see the store as it stands, all at once, under this name.

        Args:
            snapshot: letters, digits, ``-`` and ``_``; a state published under this name before is taken as equal.
            derive: writes what is made from the graph into the snapshot's folder, before anybody can see it.
        """

    def content_hash(self, graph: NamedNode | DefaultGraph) -> str | None:
        """What stands in a graph, as a hash; None where it is not there, or is the graph without a name and empty."""
