"""What has been read, when and by which pipeline: the record beside the graph, in one SQLite file.

It holds each document's facts (so that adding or removing one document needs no other one to be read again), the inputs
that were refused, and the hash of every graph as it stands in the store. Times live here and not in the graph, whose
bytes depend on the documents alone.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from kg.codec import decode, encode
from kg.errors import InputError, StoreError
from kg.likeness import Likeness, likeness_of
from kg.model import DocumentFacts

__all__ = ["DocumentRecord", "GraphRecord", "Ledger", "Quarantined"]

SCHEMA_VERSION: Final = 2
APPLICATION_ID: Final = 0x444D4B47  # "DMKG": tells a ledger from any other SQLite file (sqlite.org/pragma.html)
BUSY_SECONDS: Final = 30.0
_WHOLE: Final = 0  # stands for "the whole input" where lines are counted from 1
_SCHEMA: Final = """
CREATE TABLE document (
    id TEXT PRIMARY KEY, content_hash TEXT NOT NULL, pipeline TEXT NOT NULL, extracted_at TEXT NOT NULL,
    facts TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE likeness (
    id TEXT PRIMARY KEY, published TEXT NOT NULL, words INTEGER NOT NULL, digest TEXT NOT NULL, sketch BLOB NOT NULL
) WITHOUT ROWID;
CREATE TABLE quarantine (
    source TEXT, line INTEGER, document TEXT, error TEXT NOT NULL, at TEXT NOT NULL, path TEXT, content_hash TEXT,
    pipeline TEXT, PRIMARY KEY (source, line, document)
) WITHOUT ROWID;
CREATE TABLE graph (name TEXT PRIMARY KEY, hash TEXT NOT NULL, quads INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""
# What a ledger of each older version lacks.
_UPGRADES: Final = {
    1: """
CREATE TABLE likeness (
    id TEXT PRIMARY KEY, published TEXT NOT NULL, words INTEGER NOT NULL, digest TEXT NOT NULL, sketch BLOB NOT NULL
) WITHOUT ROWID;
ALTER TABLE quarantine RENAME TO old_quarantine;
CREATE TABLE quarantine (
    source TEXT, line INTEGER, document TEXT, error TEXT NOT NULL, at TEXT NOT NULL, path TEXT, content_hash TEXT,
    pipeline TEXT, PRIMARY KEY (source, line, document)
) WITHOUT ROWID;
INSERT INTO quarantine SELECT source, line, '', error, at, NULL, NULL, NULL FROM old_quarantine;
DROP TABLE old_quarantine;
"""
}


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """That a document was read: ``content_hash`` and ``pipeline`` say whether it must be read again."""

    id: str
    content_hash: str
    pipeline: str
    extracted_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Quarantined:
    """An input, or the record on one ``line`` of it, that was refused, and why.

    ``path`` says where it can be read again, None where it cannot. A ``document`` that was read and from which no facts
    could be taken has its ``content_hash`` and the ``pipeline`` that failed: as long as both stay, it need not be tried
    again.
    """

    source: str
    error: str
    at: dt.datetime
    line: int | None = None
    document: str | None = None
    path: str | None = None
    content_hash: str | None = None
    pipeline: str | None = None


@dataclass(frozen=True, slots=True, order=True)
class GraphRecord:
    """A named graph as it was last written to the store: ``hash`` is over its canonical N-Quads."""

    name: str
    hash: str
    quads: int


class Ledger:
    """The ledger of one data folder; a context manager that closes it.

    Every method raises :class:`kg.errors.StoreError` where SQLite cannot do what is asked.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self._path = path
        self._connection = connection
        self._logs = False

    @classmethod
    def open(cls, path: Path, *, writes: bool = False) -> Self:
        """Open the ledger, making it where there is none.

        Args:
            path: the file.
            writes: whether much will be written. A write-ahead log then costs one flush of the disk a document where
                SQLite's rollback journal costs four or more, and nobody who only reads has to wait
                (sqlite.org/wal.html); closing folds it into the file again.

        Raises:
            StoreError: the file is no ledger, or one of another version.
        """
        with _reported(path):
            connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
        ledger = cls(path, connection)
        with ExitStack() as failing:
            failing.callback(connection.close)
            ledger._prepare()
            if writes:
                ledger._log_ahead()
            failing.pop_all()
        return ledger

    @property
    def path(self) -> Path:
        """Its file."""
        return self._path

    def _prepare(self) -> None:
        with _reported(self._path):
            (application,) = self._connection.execute("PRAGMA application_id").fetchone()
            (version,) = self._connection.execute("PRAGMA user_version").fetchone()
            (tables,) = self._connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if (application, version, tables) == (0, 0, 0):
            self._create()
        elif application != APPLICATION_ID:
            raise StoreError(str(self._path), "is not a ledger of this program; choose another data folder")
        elif version in _UPGRADES:
            self._upgrade(version)
        elif version != SCHEMA_VERSION:
            raise StoreError(
                str(self._path),
                f"is a ledger of version {version}, this program reads version {SCHEMA_VERSION}; "
                "build into a new data folder, or use the program that made it",
            )

    def _log_ahead(self) -> None:
        with _reported(self._path):
            self._connection.execute("PRAGMA journal_mode = WAL")  # where that cannot be, it stays as it is
        self._logs = True

    def _create(self) -> None:
        with _reported(self._path):
            self._connection.executescript(
                f"BEGIN IMMEDIATE; {_SCHEMA} PRAGMA application_id = {APPLICATION_ID}; "
                f"PRAGMA user_version = {SCHEMA_VERSION}; COMMIT;"
            )

    def _upgrade(self, version: int) -> None:
        """Bring an older ledger to this version, wholly or not at all."""
        with self.transaction():
            for statement in _UPGRADES[version].split(";"):
                self._connection.execute(statement)
            for facts in self.facts():
                self._put_likeness(likeness_of(facts.document))
            self._connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; the ledger is of no use afterwards."""
        if self._logs:
            with suppress(sqlite3.Error):  # somebody reads, or the disk is full: what was written is safe in the log
                self._connection.execute("PRAGMA journal_mode = DELETE")
        self._connection.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Everything written inside is written together, or not at all."""
        with _reported(self._path):
            self._connection.execute("BEGIN IMMEDIATE")
            with self._connection:  # commits, or rolls back whatever is raised
                yield

    # --- documents ---

    def record(self, identifier: str) -> DocumentRecord | None:
        """What is known of one document, None where it is unknown."""
        return next(self._records("WHERE id = ?", identifier), None)

    def records(self) -> Iterator[DocumentRecord]:
        """Every document, in the order of their identifiers."""
        return self._records("ORDER BY id")

    def _records(self, clause: str, *parameters: str) -> Iterator[DocumentRecord]:
        query = f"SELECT id, content_hash, pipeline, extracted_at FROM document {clause}"  # noqa: S608 - two constants
        for identifier, content_hash, pipeline, at in self._rows(query, *parameters):
            yield DocumentRecord(identifier, content_hash, pipeline, dt.datetime.fromisoformat(at))

    def count(self) -> int:
        """How many documents there are."""
        return int(self._rows("SELECT count(*) FROM document")[0][0])

    def facts(self) -> Iterator[DocumentFacts]:
        """The facts of every document, in the order of their identifiers, one document in memory at a time."""
        for (identifier,) in self._rows("SELECT id FROM document ORDER BY id"):
            facts = self.facts_of(identifier)
            if facts is not None:
                yield facts

    def facts_of(self, identifier: str) -> DocumentFacts | None:
        """The facts of one document, None where it is unknown."""
        rows = self._rows("SELECT facts FROM document WHERE id = ?", identifier)
        return self._decoded(identifier, rows[0][0]) if rows else None

    def _decoded(self, identifier: str, text: str) -> DocumentFacts:
        try:
            return decode(DocumentFacts, text, identifier)
        except InputError as error:
            message = f"the facts of document {identifier!r} cannot be read ({error.message}); add that document again"
            raise StoreError(str(self._path), message) from error

    def put(self, facts: DocumentFacts, at: dt.datetime) -> None:
        """Add a document's facts, in place of those it had.

        Args:
            facts: everything taken from one document.
            at: when it was taken, with a time zone.
        """
        document = facts.document
        row = (document.id, document.content_hash, facts.pipeline, at.isoformat(), encode(facts))
        likeness = likeness_of(document)
        with _reported(self._path), ExitStack() as leaving:
            self._connection.execute("SAVEPOINT put")
            leaving.callback(self._connection.execute, "RELEASE put")
            with ExitStack() as failing:
                failing.callback(self._connection.execute, "ROLLBACK TO put")
                self._write("INSERT OR REPLACE INTO document VALUES (?, ?, ?, ?, ?)", row)
                self._put_likeness(likeness)
                failing.pop_all()

    def remove(self, identifier: str) -> None:
        """Forget a document and its facts."""
        self._write("DELETE FROM document WHERE id = ?", (identifier,))
        self._write("DELETE FROM likeness WHERE id = ?", (identifier,))

    def likenesses(self) -> Iterator[Likeness]:
        """What is kept of every document to find others like it, by rank: the first of a story comes first."""
        query = "SELECT id, published, words, digest, sketch FROM likeness ORDER BY published, words DESC, id"
        with _reported(self._path), closing(self._connection.execute(query)) as rows:
            for identifier, published, words, digest, sketch in rows:  # sketches of all documents would be much
                yield Likeness(identifier, dt.date.fromisoformat(published), words, digest, sketch)

    def _put_likeness(self, one: Likeness) -> None:
        row = (one.id, one.published.isoformat(), one.words, one.digest, one.sketch)
        self._write("INSERT OR REPLACE INTO likeness VALUES (?, ?, ?, ?, ?)", row)

    # --- refused inputs ---

    def quarantine(self, refused: Quarantined) -> None:
        """Keep an input that was refused, in place of what was known of it."""
        row = (
            *(refused.source, refused.line or _WHOLE, refused.document or "", refused.error, refused.at.isoformat()),
            *(refused.path, refused.content_hash, refused.pipeline),
        )
        self._write("INSERT OR REPLACE INTO quarantine VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)

    def release(self, source: str, document: str | None = None) -> None:
        """Forget that an input, or anything in it, was refused; or one document of it alone."""
        if document is None:
            self._write("DELETE FROM quarantine WHERE source = ?", (source,))
        else:
            self._write("DELETE FROM quarantine WHERE source = ? AND document = ?", (source, document))

    def quarantined(self) -> Iterator[Quarantined]:
        """Every refused input, in the order of their names."""
        for source, line, document, error, at, *rest in self._rows(
            "SELECT source, line, document, error, at, path, content_hash, pipeline FROM quarantine "
            "ORDER BY source, line, document"
        ):
            yield Quarantined(source, error, dt.datetime.fromisoformat(at), line or None, document or None, *rest)

    # --- graphs in the store ---

    def graphs(self) -> Iterator[GraphRecord]:
        """Every graph that is known to stand in the store exactly so, in the order of their names."""
        for name, digest, quads in self._rows("SELECT name, hash, quads FROM graph ORDER BY name"):
            yield GraphRecord(name, digest, quads)

    def put_graphs(self, records: Iterable[GraphRecord]) -> None:
        """Record graphs that are written and flushed."""
        rows = [(record.name, record.hash, record.quads) for record in records]
        with _reported(self._path):
            self._connection.executemany("INSERT OR REPLACE INTO graph VALUES (?, ?, ?)", rows)

    def forget_graphs(self, names: Iterable[str]) -> None:
        """Forget what is known of graphs, before they are written anew or dropped."""
        with _reported(self._path):
            self._connection.executemany("DELETE FROM graph WHERE name = ?", [(name,) for name in names])

    # --- settings ---

    def setting(self, name: str) -> str | None:
        """What was last set under a name, None where nothing was."""
        rows = self._rows("SELECT value FROM setting WHERE name = ?", name)
        return rows[0][0] if rows else None

    def set(self, name: str, value: str) -> None:
        """Keep a setting that belongs to the folder."""
        self._write("INSERT OR REPLACE INTO setting VALUES (?, ?)", (name, value))

    def _rows(self, query: str, *parameters: str) -> list[tuple[Any, ...]]:
        with _reported(self._path):
            return self._connection.execute(query, parameters).fetchall()

    def _write(self, statement: str, row: tuple[str | int | bytes | None, ...]) -> None:
        with _reported(self._path):
            self._connection.execute(statement, row)


@contextmanager
def _reported(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        remedy = "another build holds it; wait for it" if "locked" in str(error) else "check the folder and the disk"
        raise StoreError(str(path), f"the ledger failed ({error}); {remedy}") from error
