"""The store on this machine's disk: Oxigraph, with one writer and any number of readers.

Readers never see the writer's database. They open snapshots: hard links into its immutable files, which cost
milliseconds and no space, and which no later write touches (opening the writer's own database read-only beside it is
undefined, says pyoxigraph's documentation of ``Store.read_only``).
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Final, Literal, Self, overload

from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, Store

from kg.errors import StoreError
from kg.lines import only_in_one, sorted_lines
from kg.named_graph import NamedGraph, line_end
from kg.store.canonical import content_hash
from kg.store.datafolder import DataFolder, remove_tree, sync_folder
from kg.store.engine import EngineReader, query_error
from kg.store.lease import Lease, retire
from kg.store.protocol import Derive

__all__ = ["EmbeddedSnapshot", "EmbeddedStore"]

UNPUBLISHED: Final = "unpublished"
BULK_QUADS: Final = 100_000
"""Quads that are loaded in bulk at a time. Oxigraph holds a million by itself, which takes more than a gigabyte; a
tenth takes 0.1 GB and about as long."""
FEW_LOTS: Final = 3
"""Loads in bulk after which a database is left as it is: to put it in order would make it up to twice as large, as
RocksDB compresses from its third level on, and look-ups at most a quarter faster. From four on it does so by itself."""
TRANSACTION_QUADS: Final = 10_000
"""The most quads that one transaction adds or takes away: it lies in memory until it is committed."""
_KEPT_BESIDE_CURRENT: Final = 1
"""Snapshots that stay for whoever goes on where it began: the one before."""
_ATTEMPTS: Final = 5  # each loses only to a publish that retires the snapshot between reading CURRENT and the lease


class EmbeddedSnapshot(EngineReader):
    """The published state of a data folder, as it was when it was opened: a :class:`kg.store.GraphReader`."""

    def __init__(self, folder: DataFolder, store: Store, snapshot: str, lease: Lease) -> None:
        path = folder.snapshot(snapshot) / "graph"
        super().__init__(store, snapshot=snapshot, place=str(folder.root), path=path)
        self._folder = folder
        self._lease = lease

    @classmethod
    def open(cls, data: Path) -> Self:
        """Open what a data folder shows to readers now.

        Raises:
            StoreError: there is no data folder, nothing has been published in it, or it cannot be read.
        """
        folder = DataFolder.existing(data)
        for _ in range(_ATTEMPTS):
            snapshot = folder.current_snapshot()
            if snapshot is None:
                raise StoreError(
                    str(data), "nothing has been published here yet; build it with: kg build SOURCE --data DIR"
                )
            try:
                lease = Lease(folder.snapshot(snapshot))
            except FileNotFoundError:
                continue
            return cls._leased(folder, snapshot, lease)
        raise StoreError(str(data), f"snapshot {snapshot} is missing; build again to publish a new one")

    @classmethod
    def _leased(cls, folder: DataFolder, snapshot: str, lease: Lease) -> Self:
        path = folder.snapshot(snapshot) / "graph"
        try:
            return cls(folder, Store.read_only(str(path)), snapshot, lease)
        except (OSError, RuntimeError) as error:
            lease.release()
            message = f"snapshot {snapshot} cannot be opened ({error}); build again to publish a new one"
            raise StoreError(str(folder.root), message) from error

    @property
    def folder(self) -> Path:
        """Where the snapshot lies, with what is derived from it beside the graph."""
        return self._folder.snapshot(self.snapshot)

    @property
    def sidecars(self) -> Path | None:
        """The same folder: what is derived from the graph lies beside it."""
        return self.folder

    @property
    def superseded(self) -> bool:
        """Whether readers that open the folder now see another state."""
        return self._folder.current_snapshot() != self.snapshot

    def close(self) -> None:
        """Let go of the snapshot; the last reader of one that is two publications old takes it away.

        A second time is no error.
        """
        super().close()
        if self._lease.release() and sys.platform != "win32":
            with suppress(OSError):  # the folder may not be ours to write, and whoever publishes next does the same
                self._retire_if_old()

    def _retire_if_old(self) -> None:
        if self.superseded and self._published_since() >= _KEPT_BESIDE_CURRENT + 1:
            retire(self.folder, wanted=lambda: not self.superseded)

    def _published_since(self) -> int:
        made = self.folder.stat().st_mtime_ns
        others = (each for each in self._folder.snapshots.iterdir() if not each.name.startswith("."))
        return sum(each.stat().st_mtime_ns > made for each in others if each.name != self.snapshot)


class EmbeddedStore(EngineReader):
    """The writer of a data folder: a :class:`kg.store.GraphWriter`. It reads what it has written, published or not."""

    def __init__(self, folder: DataFolder, store: Store) -> None:
        super().__init__(store, snapshot=UNPUBLISHED, place=str(folder.root))
        self._folder = folder

    @overload
    @classmethod
    def open(cls, data: Path, *, writable: Literal[True]) -> Self: ...

    @overload
    @classmethod
    def open(cls, data: Path, *, writable: Literal[False] = False) -> EmbeddedSnapshot: ...

    @classmethod
    def open(cls, data: Path, *, writable: bool = False) -> Self | EmbeddedSnapshot:
        """Open a data folder: its published state, or to write (made where there is none; one writer at a time).

        Raises:
            StoreError: the folder cannot be opened; the message says whether another writer holds it.
        """
        if not writable:
            return EmbeddedSnapshot.open(data)
        folder = DataFolder.prepared(data)
        try:
            writer = cls(folder, Store(folder.graph))
        except (OSError, RuntimeError) as error:
            raise StoreError(str(data), _why_unwritable(str(error))) from error
        writer._sweep()
        return writer

    @property
    def folder(self) -> DataFolder:
        """The data folder."""
        return self._folder

    @property
    def place(self) -> str:
        """In the data folder."""
        return ""

    def replace_graphs(self, graphs: Iterable[NamedGraph]) -> None:
        """Make each graph hold exactly these quads and flush; see :meth:`kg.store.GraphWriter.replace_graphs`.

        Graphs that are new go in bulk, unless they fit into one transaction; a large database that is made at once is
        put in order on disk at the end.
        """
        with self._reported(), ThreadPoolExecutor(1) as second:
            first, lots, loading = not self._engine, 0, None
            for quads, lines in _lots(self._fresh(graphs)):
                lots += 1
                if loading is not None:
                    loading.result()
                loading = second.submit(self._load, lines, bulky=first or quads > TRANSACTION_QUADS)
            if loading is not None:
                loading.result()
            if first and lots > FEW_LOTS:
                self._engine.optimize()
            self._engine.flush()

    def _load(self, lines: bytes, *, bulky: bool) -> None:
        """Add quads; their IRIs were checked when they were made. The interpreter is free for other work meanwhile."""
        load = self._engine.bulk_load if bulky else self._engine.load
        load(lines, format=RdfFormat.N_QUADS, lenient=True)

    def _fresh(self, graphs: Iterable[NamedGraph]) -> Iterator[NamedGraph]:
        """The graphs that are not there yet; the others are replaced on the way."""
        for graph in graphs:
            if self._engine.contains_named_graph(graph.name):
                self._replace(graph)
            else:
                yield graph
            del graph  # the next one is made while this one would still be held

    def _replace(self, graph: NamedGraph) -> None:
        quads = self._engine.quads_for_pattern(None, None, None, graph.name)
        there = (line.decode() for line in sorted_lines(f"{quad} .\n".encode() for quad in quads))
        gone: list[str] = []
        fresh: list[str] = []
        for line, is_fresh in only_in_one(there, graph.lines):
            (fresh if is_fresh else gone).append(line)
            if max(len(gone), len(fresh)) == TRANSACTION_QUADS:
                self._exchange(graph.name, gone, fresh)
                gone, fresh = [], []
        self._exchange(graph.name, gone, fresh)

    def _exchange(self, name: NamedNode, gone: list[str], fresh: list[str]) -> None:
        if gone:
            self._engine.update(_delete(name, gone))
        if fresh:
            self._load("".join(fresh).encode(), bulky=False)

    def remove_graphs(self, names: Iterable[NamedNode]) -> None:
        """Drop graphs and flush; a graph that is not there is no error."""
        with self._reported():
            for name in names:
                self._engine.remove_graph(name)
            self._engine.flush()

    def content_hash(self, graph: NamedNode | DefaultGraph) -> str | None:
        """What stands in a graph, as a hash; see :meth:`kg.store.GraphWriter.content_hash`."""
        with self._reported():
            quads = list(self._engine.quads_for_pattern(None, None, None, graph))
            named = isinstance(graph, NamedNode) and self._engine.contains_named_graph(graph)
        return content_hash(quads) if quads or named else None

    def update(self, text: str, base: str | None = None, prefixes: Mapping[str, str] | None = None) -> None:
        """Run a SPARQL update, all of it or nothing, and flush.

        Raises:
            QueryError: the update is malformed, or one of its operations fails.
            StoreError: the store cannot be written.
        """
        with self._reported():
            try:
                self._engine.update(text, base_iri=base, prefixes=None if prefixes is None else dict(prefixes))
            except (SyntaxError, ValueError, RuntimeError) as error:
                raise query_error(str(error)) from error
            self._engine.flush()

    def publish(self, snapshot: str, derive: Derive | None = None) -> None:
        """Let readers see the store as it stands, all at once; see :meth:`kg.store.GraphWriter.publish`."""
        target = self._folder.snapshot(snapshot)
        before = self._folder.current_snapshot()
        with self._reported():
            held = self._made(target, derive)
            try:
                if before != snapshot:
                    self._folder.point_to(snapshot)
            finally:
                held.release()
            self._retire_except({snapshot, before})

    def back_up(self, target: Path) -> None:
        """Copy the graph, as the writer has it, into a folder."""
        with self._reported():
            self._engine.backup(target / "graph")

    def _made(self, target: Path, derive: Derive | None) -> Lease:
        """The snapshot, made if it is not there, and held so that no reader who leaves takes it away."""
        for _ in range(_ATTEMPTS):
            if not target.exists():
                self._back_up(target, derive)
            with suppress(FileNotFoundError):
                return Lease(target)
        raise StoreError(self._place, f"snapshot {target.name} goes as soon as it is made; stop what deletes it")

    def _back_up(self, target: Path, derive: Derive | None) -> None:
        unfinished = target.with_name(f".making-{target.name}")
        remove_tree(unfinished)
        unfinished.mkdir()
        self._engine.backup(unfinished / "graph")
        if derive is not None:
            derive(unfinished, self)
        unfinished.rename(target)
        sync_folder(target.parent)

    def _retire_except(self, kept: set[str | None]) -> None:
        for folder in sorted(self._folder.snapshots.iterdir()):
            if folder.name not in kept:
                with suppress(FileNotFoundError):  # its last reader was quicker
                    retire(folder)

    def _sweep(self) -> None:
        with self._reported():
            for leftover in self._folder.snapshots.glob(".*"):
                remove_tree(leftover)


def _delete(graph: NamedNode, lines: Iterable[str]) -> str:
    end = -len(line_end(graph))
    return f"DELETE DATA {{ GRAPH {graph} {{\n" + "\n".join(f"{line[:end]} ." for line in lines) + "\n} }"


def _lots(graphs: Iterable[NamedGraph]) -> Iterator[tuple[int, bytes]]:
    """The lines of graphs, so many at a time as may be loaded at once, or some more, and how many they are."""
    waiting, held = BytesIO(), 0
    for graph in graphs:
        for part in graph.parts(BULK_QUADS):
            waiting.write(part.canonical)
            held += len(part.lines)
            if held >= BULK_QUADS:
                lot, waiting = waiting, BytesIO()
                yield held, lot.getvalue()
                held = 0
        del graph, part  # the next one is made while this one would still be held
    if held:
        yield held, waiting.getvalue()


def _why_unwritable(reason: str) -> str:
    if "lock" in reason.lower():
        return "another process is writing here (a build or a remove); wait until it ends, or stop it"
    return f"the database in graph/ cannot be opened ({reason}); check the disk, or build into a new data folder"
