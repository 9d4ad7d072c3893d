"""Full text over names and passages: SQLite's FTS5, one file beside each snapshot's graph.

Words are found whatever their case and accents (sqlite.org/fts5.html, ``unicode61 remove_diacritics 2``); all of them
have to be there, the last one may be unfinished, and so may any that ends in ``*``; ``"quoted words"`` have to stand
together. Hits are ranked by BM25.
"""

from __future__ import annotations

import re
import sqlite3
import threading
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from weakref import finalize

from pyoxigraph import NamedNode

from kg.errors import InputError, StoreError
from kg.model import EntityType
from kg.store import GraphReader
from kg.vocab import DM, DM_NS, NIF, RDF, SKOS

__all__ = ["INDEX_NAME", "MOST_HITS", "NameHit", "PassageHit", "SearchIndex", "build_index"]

INDEX_NAME: Final = "search.sqlite"
MOST_HITS: Final = 1000
"""The most hits of one search: what is ranked below is noise, and each costs the SPARQL engine a row."""

_SCHEMA: Final = """
CREATE TABLE entity(id INTEGER PRIMARY KEY, iri TEXT, type TEXT, label TEXT, mentions INTEGER);
CREATE TABLE passage(id INTEGER PRIMARY KEY, iri TEXT, document TEXT, first INTEGER, last INTEGER, text TEXT);
CREATE VIRTUAL TABLE name USING fts5(label, aliases, tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3');
CREATE VIRTUAL TABLE sentence USING fts5(
    text, content = 'passage', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3');
"""
_NAMES: Final = """
SELECT entity.iri, entity.type, entity.label, -bm25(name, 4.0, 1.0) AS score
FROM name JOIN entity ON entity.id = name.rowid
WHERE name MATCH ? AND (? = '' OR instr(?, ' ' || entity.type || ' '))
ORDER BY lower(entity.label) = lower(?) DESC, score DESC, entity.mentions DESC, entity.iri LIMIT ?
"""
_PASSAGES: Final = """
SELECT passage.iri, passage.document, passage.first, passage.last, passage.text, -bm25(sentence) AS score
FROM sentence JOIN passage ON passage.id = sentence.rowid
WHERE sentence MATCH ? ORDER BY score DESC, passage.iri LIMIT ?
"""
_PART: Final = re.compile(r'"([^"]*)"|([\w*]+)')
_WORD: Final = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class NameHit:
    """An entity that is called so; the higher the ``score`` the better it fits."""

    iri: str
    type: str
    label: str
    score: float


@dataclass(frozen=True, slots=True)
class PassageHit:
    """A passage in which the words stand: ``text`` is what is between ``begin`` and ``end`` of its document."""

    iri: str
    document: str
    begin: int
    end: int
    text: str
    score: float


class SearchIndex:
    """The index of one snapshot; threads may share it.

    Args:
        connection: the database.
        place: what to call it in an error.
    """

    def __init__(self, connection: sqlite3.Connection, place: str) -> None:
        self._connection = connection
        self._let_go = finalize(self, connection.close)  # indexes are shared, and the last who asks does not know it
        self._place = place
        self._lock = threading.Lock()

    @classmethod
    def open(cls, path: Path) -> SearchIndex:
        """Open the index of a snapshot.

        Args:
            path: its file.

        Raises:
            StoreError: there is none, or it cannot be read.
        """
        try:
            connection = sqlite3.connect(
                f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
            )
        except sqlite3.Error as error:
            message = f"the search index cannot be opened ({error}); build again to publish a snapshot that has one"
            raise StoreError(str(path), message) from error
        return cls(connection, str(path))

    @classmethod
    def of(cls, reader: GraphReader) -> SearchIndex:
        """The index that lies beside a snapshot's graph; of a graph that has none, one made now in memory."""
        beside = None if reader.path is None else reader.path.parent / INDEX_NAME
        if beside is not None and beside.exists():
            return cls.open(beside)
        connection = sqlite3.connect(":memory:", check_same_thread=False)
        _fill(connection, reader)
        return cls(connection, "the index in memory")

    def names(self, words: str, types: Iterable[str] = (), limit: int = 100) -> tuple[NameHit, ...]:
        """The entities that are called so, the best first.

        Args:
            words: see the module.
            types: only entities of these types; all if none is given.
            limit: the most hits, up to :data:`MOST_HITS`.

        Raises:
            InputError: there is no word in ``words``.
            StoreError: the index cannot be read.
        """
        wanted = "".join(f" {each} " for each in types)
        bare = " ".join(words.split())
        rows = self._rows(_NAMES, _matching(words), wanted, wanted, bare, min(limit, MOST_HITS))
        return tuple(NameHit(*row) for row in rows)

    def passages(self, words: str, limit: int = 100) -> tuple[PassageHit, ...]:
        """The passages in which the words stand, the best first; see :meth:`names`."""
        return tuple(PassageHit(*row) for row in self._rows(_PASSAGES, _matching(words), min(limit, MOST_HITS)))

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._let_go()

    def _rows(self, query: str, *parameters: str | int) -> list[tuple[Any, ...]]:
        try:
            with self._lock:
                return self._connection.execute(query, parameters).fetchall()
        except sqlite3.Error as error:
            message = f"the search index cannot be read ({error}); build again to publish a snapshot that has one"
            raise StoreError(self._place, message) from error


def build_index(folder: Path, reader: GraphReader) -> None:
    """Write the index of a graph into a folder; equal graphs give equal bytes.

    Raises:
        StoreError: it cannot be written.
    """
    path = folder / INDEX_NAME
    try:
        with closing(sqlite3.connect(path)) as connection:
            _fill(connection, reader)
    except sqlite3.Error as error:
        raise StoreError(str(path), f"the search index cannot be written ({error}); check the disk") from error


def _fill(connection: sqlite3.Connection, reader: GraphReader) -> None:
    connection.executescript(_SCHEMA)
    with connection:
        for number, (row, names) in enumerate(_entities(reader), start=1):
            connection.execute("INSERT INTO entity VALUES (?, ?, ?, ?, ?)", (number, *row))
            connection.execute("INSERT INTO name(rowid, label, aliases) VALUES (?, ?, ?)", (number, row[2], names))
        rows = ((number, *row) for number, row in enumerate(_passages(reader), start=1))
        connection.executemany("INSERT INTO passage VALUES (?, ?, ?, ?, ?, ?)", rows)
        connection.execute("INSERT INTO sentence(sentence) VALUES ('rebuild')")
        connection.execute("INSERT INTO name(name) VALUES ('optimize')")


def _entities(reader: GraphReader) -> Iterator[tuple[tuple[str, str, str, int], str]]:
    """Every entity with its type, label and count of mentions, and its other names in lines; by IRI."""
    mentions = Counter(_text(quad.object) for quad in reader.quads(None, DM.refersTo))
    labels, aliases = _texts(reader, SKOS.prefLabel), _texts(reader, SKOS.altLabel)
    types: dict[str, str] = {}
    for kind in sorted(EntityType, key=lambda each: each != EntityType.PLACE):  # countries are places too
        for quad in reader.quads(None, RDF.type, NamedNode(DM_NS + kind)):
            types[_text(quad.subject)] = str(kind)
    for iri, kind_name in sorted(types.items()):
        label = min(labels.get(iri, ()), default=iri)
        others = "\n".join(sorted(aliases.get(iri, set()) - {label}))
        yield (iri, kind_name, label, mentions[iri]), others


def _passages(reader: GraphReader) -> Iterator[tuple[str, str, int, int, str]]:
    """Every passage that is evidence of something, by IRI."""
    wanted = {_text(quad.object) for quad in reader.quads(None, DM.evidence)}
    texts, documents = _texts(reader, NIF.anchorOf), _texts(reader, DM.document)
    begins, ends = _texts(reader, NIF.beginIndex), _texts(reader, NIF.endIndex)
    for iri in sorted(wanted & texts.keys()):
        begin, end = (int(min(found.get(iri, {"0"}))) for found in (begins, ends))
        yield iri, min(documents.get(iri, {""})), begin, end, min(texts[iri])


def _texts(reader: GraphReader, predicate: NamedNode) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for quad in reader.quads(None, predicate):
        found[_text(quad.subject)].add(_text(quad.object))
    return found


def _text(term: object) -> str:
    return str(getattr(term, "value", term))


def _matching(words: str) -> str:
    """What a user typed as an FTS5 query: every part quoted, so that none of its operators is understood."""
    found = [(" ".join(_WORD.findall(quoted)), bare) for quoted, bare in _PART.findall(words)]
    parts = [f'"{quoted}"' if quoted else _prefix(bare) for quoted, bare in found if quoted or _WORD.search(bare)]
    if not parts:
        raise InputError("search", f"there is no word in {words!r}")
    if found[-1][1] and not parts[-1].endswith("*"):
        parts[-1] += "*"
    return " AND ".join(parts)


def _prefix(bare: str) -> str:
    joined = " ".join(_WORD.findall(bare.replace("*", " ")))
    return f'"{joined}"*' if bare.endswith("*") else f'"{joined}"'
