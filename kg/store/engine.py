"""Reading through pyoxigraph: what the snapshot on disk, the writer's store and the graph in memory have in common."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final, Self

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store, Triple, serialize

from kg.errors import QueryError, StoreError
from kg.store.canonical import canonical
from kg.store.protocol import QueryAnswer, Resource, Term

__all__ = ["EngineReader", "SnapshotReader", "query_error"]

_POSITION: Final = re.compile(r"error at (\d+):(\d+): ")
_LINE_FORMATS: Final = (RdfFormat.N_QUADS, RdfFormat.N_TRIPLES)


class EngineReader:
    """A :class:`kg.store.GraphReader` over a ``pyoxigraph.Store``.

    Args:
        store: the engine's store; no other lasting reference may be kept, so that closing lets go of the files.
        snapshot: the state's name.
        place: what to call the store in an error.
        path: where other processes can open the same state.
    """

    def __init__(self, store: Store, *, snapshot: str, place: str, path: Path | None = None) -> None:
        self._store: Store | None = store
        self._snapshot = snapshot
        self._place = place
        self._path = path

    @property
    def snapshot(self) -> str:
        """The state's name."""
        return self._snapshot

    @property
    def path(self) -> Path | None:
        """Where another process can open the same state read-only."""
        return self._path

    @property
    def sidecars(self) -> Path | None:
        """The folder of what was published with this state."""
        return None

    @property
    def _engine(self) -> Store:
        if self._store is None:
            raise StoreError(self._place, "this store has been closed; open it again")
        return self._store

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
        """Answer a SPARQL query; see :meth:`kg.store.GraphReader.query`."""
        with self._reported():
            try:
                return self._engine.query(
                    text,
                    prefixes=None if prefixes is None else dict(prefixes),
                    base_iri=base_iri,
                    use_default_graph_as_union=default_graphs is None and not own_dataset,
                    default_graph=None if default_graphs is None else list(default_graphs),
                    named_graphs=None if named_graphs is None else list(named_graphs),
                )
            except (SyntaxError, ValueError, RuntimeError) as error:
                raise query_error(str(error)) from error

    def quads(
        self,
        subject: Resource | None = None,
        predicate: NamedNode | None = None,
        object: Term | None = None,  # noqa: A002 - RDF's word for it
        graph: NamedNode | DefaultGraph | None = None,
    ) -> Iterator[Quad]:
        """The quads that match, None matching everything; in no particular order."""
        try:
            return self._engine.quads_for_pattern(subject, predicate, object, graph)
        except OSError as error:  # asked thousands of times for one answer, so without a context of its own
            raise self._unreadable(error) from error

    def graph_names(self) -> tuple[NamedNode, ...]:
        """The named graphs, sorted by IRI."""
        with self._reported():
            names = [name for name in self._engine.named_graphs() if isinstance(name, NamedNode)]
        return tuple(sorted(names, key=lambda name: name.value))

    def dump(
        self,
        format: RdfFormat,  # noqa: A002 - pyoxigraph's word for it
        output: IO[bytes],
        *,
        graph: NamedNode | None = None,
        prefixes: Mapping[str, str] | None = None,
    ) -> None:
        """Write the graph out, equal states as equal bytes; see :meth:`kg.store.GraphReader.dump`."""
        with self._reported():
            quads = self._engine.quads_for_pattern(None, None, None, graph)
            if format in _LINE_FORMATS:
                output.write(canonical(quads if format.supports_datasets else (quad.triple for quad in quads)))
            elif format.supports_datasets:
                _write(sorted(quads, key=_by_graph), output, format, prefixes)
            else:
                _write(sorted({quad.triple for quad in quads}, key=str), output, format, prefixes)

    def __len__(self) -> int:
        """How many quads there are."""
        with self._reported():
            return len(self._engine)

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    def close(self) -> None:
        """Let go of the store; a second time is no error."""
        self._store = None

    @contextmanager
    def _reported(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise self._unreadable(error) from error

    def _unreadable(self, error: OSError) -> StoreError:
        return StoreError(self._place, f"the store cannot be read or written ({error}); check the folder and the disk")


class SnapshotReader(EngineReader):
    """A snapshot's database that another process keeps in place: it has no lease of its own."""


def _write(
    statements: Sequence[Quad] | Sequence[Triple],
    output: IO[bytes],
    rdf_format: RdfFormat,
    prefixes: Mapping[str, str] | None,
) -> None:
    serialize(statements, output, rdf_format, prefixes=None if prefixes is None else dict(prefixes))


def _by_graph(quad: Quad) -> tuple[str, str]:
    return (str(quad.graph_name), str(quad.triple))


def query_error(message: str) -> QueryError:
    """The engine's message as an error with the position that it begins with."""
    if position := _POSITION.match(message):
        return QueryError(message[position.end() :], line=int(position[1]), column=int(position[2]))
    return QueryError(message)
