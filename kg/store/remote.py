"""The graph on a server: any that speaks SPARQL 1.1 Protocol and the Graph Store HTTP Protocol.

The data folder keeps the ledger, the server's addresses (``STORE``) and the published state's name; the server keeps
the graph. Each named graph is replaced whole by one request. A server has no snapshots, so that whoever asks while
a build writes sees some articles new and others old; after it, all is as in a store on disk.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import IO, Self

from pyoxigraph import (
    DefaultGraph,
    NamedNode,
    Quad,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    parse_query_results,
)

from kg.errors import QueryError, StoreError
from kg.named_graph import NamedGraph, line_end
from kg.store import virtuoso
from kg.store.canonical import content_hash
from kg.store.datafolder import DataFolder, remove_tree, replace_text
from kg.store.engine import EngineReader
from kg.store.protocol import Derive, QueryAnswer, Resource, Term
from kg.store.server import Endpoints, discover, send

if sys.platform != "win32":
    import fcntl

__all__ = ["RemoteSnapshot", "RemoteStore", "endpoints_of"]

_POINTER = "STORE"
_RESULTS = "application/sparql-results+json"
_TRIPLES = "application/n-triples"


def endpoints_of(folder: DataFolder) -> Endpoints | None:
    """The server that holds a data folder's graph, None where the folder holds it itself."""
    try:
        return Endpoints(**json.loads((folder.root / _POINTER).read_text("utf-8")))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError) as error:
        message = f"the file {_POINTER} cannot be read ({error}); name the server again with --store"
        raise StoreError(str(folder.root), message) from error


class RemoteReader:
    """What reading from a server has in common, published or not: a :class:`kg.store.GraphReader`."""

    def __init__(self, endpoints: Endpoints, snapshot: str) -> None:
        self._endpoints = endpoints
        self._snapshot = snapshot

    @property
    def snapshot(self) -> str:
        """The state's name."""
        return self._snapshot

    @property
    def path(self) -> Path | None:
        """None: no other process can open a server's files."""
        return None

    @property
    def sidecars(self) -> Path | None:
        """None: what is not published has nothing beside it."""
        return None

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
        with EngineReader(Store(), snapshot="", place="") as empty:
            of_graph = isinstance(empty.query(text, prefixes=prefixes, base_iri=base_iri), QueryTriples)
        base = "" if base_iri is None else f"BASE <{base_iri}> "
        declared = "".join(f"PREFIX {name}: <{iri}> " for name, iri in (prefixes or {}).items())
        whole = base + declared + text
        form = [("query", virtuoso.asked(whole) if self._endpoints.is_virtuoso else whole)]
        if default_graphs is None and not own_dataset:
            form += self._endpoints.union
        form += [("default-graph-uri", graph.value) for graph in default_graphs or ()]
        form += [("named-graph-uri", graph.value) for graph in named_graphs or ()]
        reply = send(self._endpoints.query, form=form, accept=_TRIPLES if of_graph else _RESULTS)
        if reply.status != 200:
            raise QueryError(f"the server refused the query ({reply.status} {reply.text[:200]})")
        if reply.cut_off is not None:
            message = f"cuts answers off after {reply.cut_off:,} rows; raise that limit, and start it again"
            raise StoreError(self._endpoints.query, message)
        return self._triples(reply.body) if of_graph else self._rows(reply.body)

    def _rows(self, body: bytes) -> QueryAnswer:
        given = virtuoso.answered(body) if self._endpoints.is_virtuoso else body
        return parse_query_results(given, format=QueryResultsFormat.JSON)

    def _triples(self, body: bytes) -> QueryAnswer:
        store = Store()
        store.bulk_load(body, format=RdfFormat.N_TRIPLES)
        if self._endpoints.is_virtuoso:
            told = [quad.triple for quad in store]
            store = Store()
            store.extend(Quad(one.subject, one.predicate, one.object) for one in virtuoso.mended(told))
        return store.query("CONSTRUCT WHERE { ?s ?p ?o }")

    def quads(
        self,
        subject: Resource | None = None,
        predicate: NamedNode | None = None,
        object: Term | None = None,  # noqa: A002 - RDF's word for it
        graph: NamedNode | DefaultGraph | None = None,
    ) -> Iterator[Quad]:
        """The quads in named graphs that match, None matching everything; in no particular order."""
        if isinstance(graph, DefaultGraph):
            return
        given = {"s": subject, "p": predicate, "o": object, "g": graph}
        terms = {name: f"?{name}" if term is None else str(term) for name, term in given.items()}
        pattern = "GRAPH {g} {{ {s} {p} {o} }}".format(**terms)
        free = " ".join(f"?{name}" for name, term in given.items() if term is None)
        if not free:
            if self.query(f"ASK {{ {pattern} }}", own_dataset=True):
                yield Quad(*given.values())  # type: ignore[arg-type] # all four are given
            return
        rows = self.query(f"SELECT {free} {{ {pattern} }}", own_dataset=True)
        if isinstance(rows, QuerySolutions):
            for row in rows:
                found = [row[name] if term is None else term for name, term in given.items()]
                if graph is not None or self._endpoints.is_ours(row["g"].value):
                    yield Quad(*found)  # type: ignore[arg-type] # as RDF has it, no literal is a subject

    def graph_names(self) -> tuple[NamedNode, ...]:
        """The named graphs, sorted by IRI."""
        rows = self.query("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }", own_dataset=True)
        found = [row["g"] for row in rows] if isinstance(rows, QuerySolutions) else []
        ours = [name for name in found if isinstance(name, NamedNode) and self._endpoints.is_ours(name.value)]
        return tuple(sorted(ours, key=lambda name: name.value))

    def dump(
        self,
        format: RdfFormat,  # noqa: A002 - pyoxigraph's word for it
        output: IO[bytes],
        *,
        graph: NamedNode | None = None,
        prefixes: Mapping[str, str] | None = None,
    ) -> None:
        """Write the graph out as a store on disk does; it is fetched whole, and held in memory meanwhile."""
        store = Store()
        names = self.graph_names() if graph is None else (graph,)
        for name in names:
            store.extend(self.quads(graph=name))
        with EngineReader(store, snapshot=self._snapshot, place=self._endpoints.query) as copy:
            copy.dump(format, output, graph=graph, prefixes=prefixes)

    def __len__(self) -> int:
        """How many quads there are in named graphs."""
        rows = self.query("SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g", own_dataset=True)
        found = [(row["g"], row["n"]) for row in rows] if isinstance(rows, QuerySolutions) else []
        return sum(int(count.value) for name, count in found if self._endpoints.is_ours(name.value))

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    def close(self) -> None:
        """Nothing is held between requests."""


class RemoteSnapshot(RemoteReader):
    """The published state of a data folder whose graph lies on a server."""

    def __init__(self, folder: DataFolder, endpoints: Endpoints, snapshot: str) -> None:
        super().__init__(endpoints, snapshot)
        self._folder = folder

    @classmethod
    def open(cls, folder: DataFolder, endpoints: Endpoints) -> Self:
        """Open what was published last.

        Raises:
            StoreError: nothing was.
        """
        snapshot = folder.current_snapshot()
        if snapshot is None:
            raise StoreError(
                str(folder.root), "nothing has been published here yet; build it with: kg build SOURCE --data DIR"
            )
        return cls(folder, endpoints, snapshot)

    @property
    def sidecars(self) -> Path | None:
        """The folder, in the data folder, of what was derived from this state."""
        folder = self._folder.snapshot(self.snapshot)
        return folder if folder.is_dir() else None

    @property
    def superseded(self) -> bool:
        """Whether another state has been published since."""
        return self._folder.current_snapshot() != self.snapshot


class RemoteStore(RemoteReader):
    """The writer of a data folder whose graph lies on a server: a :class:`kg.store.GraphWriter`."""

    def __init__(self, folder: DataFolder, endpoints: Endpoints, lock: IO[str]) -> None:
        super().__init__(endpoints, "unpublished")
        self._folder = folder
        self._lock = lock

    @classmethod
    def open(cls, data: Path, address: str | None = None) -> Self:
        """Open a data folder to write, one writer at a time.

        Args:
            data: the data folder; made where there is none.
            address: the server's; the one that the folder remembers if None.

        Raises:
            StoreError: the server does not answer as one should, or another process is writing.
        """
        folder = DataFolder.prepared(data)
        endpoints = endpoints_of(folder) if address is None else discover(address)
        if endpoints is None:
            raise StoreError(str(data), "names no server; give one with --store URL")
        with folder.reported("be locked"):
            lock = (data / "lock").open("w")
        try:
            if sys.platform != "win32":
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
            message = "another process is writing here (a build or a remove); wait until it ends, or stop it"
            raise StoreError(str(data), message) from None
        if address is not None:
            replace_text(data / _POINTER, json.dumps(asdict(endpoints)) + "\n")
        return cls(folder, endpoints, lock)

    @property
    def folder(self) -> DataFolder:
        """The data folder."""
        return self._folder

    @property
    def place(self) -> str:
        """The server's address."""
        return self._endpoints.query

    def replace_graphs(self, graphs: Iterable[NamedGraph]) -> None:
        """Make each graph hold exactly these quads, one request a graph."""
        for graph in graphs:
            end = -len(line_end(graph.name))
            body = "".join(f"{line[:end]} .\n" for line in graph.lines).encode()
            reply = send(self._endpoints.graph(graph.name.value), method="PUT", body=body, kind=_TRIPLES)
            reply.check(f"graph <{graph.name.value}> could not be written")
            del graph, body  # the next one is made while these would still be held

    def remove_graphs(self, names: Iterable[NamedNode]) -> None:
        """Drop graphs; one that is not there is no error."""
        for name in names:
            reply = send(self._endpoints.graph(name.value), method="DELETE")
            if reply.status != 404:
                reply.check(f"graph <{name.value}> could not be dropped")

    def content_hash(self, graph: NamedNode | DefaultGraph) -> str | None:
        """What stands in a graph, as a hash; see :meth:`kg.store.GraphWriter.content_hash`."""
        quads = list(self.quads(graph=graph))
        return content_hash(quads) if quads else None

    def publish(self, snapshot: str, derive: Derive | None = None) -> None:
        """Let readers know the server's state by this name; what is derived from it lies in the data folder."""
        with self._folder.reported("be written"):
            before = self._folder.current_snapshot()
            target = self._folder.snapshot(snapshot)
            if derive is not None and not target.exists():
                unfinished = target.with_name(f".making-{target.name}")
                remove_tree(unfinished)
                unfinished.mkdir(parents=True)
                derive(unfinished, self)
                unfinished.rename(target)
            if before != snapshot:
                self._folder.point_to(snapshot)
            for old in target.parent.iterdir() if target.parent.is_dir() else ():
                if old.name not in {snapshot, before}:
                    remove_tree(old)

    def back_up(self, target: Path) -> None:
        """Copy what lies in the folder; the graph is written to the server again when the backup is restored."""
        (target / _POINTER).write_text((self._folder.root / _POINTER).read_text("utf-8"), "utf-8")

    def close(self) -> None:
        """Let others write; a second time is no error."""
        self._lock.close()
