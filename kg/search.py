"""Full text over names and passages: SQLite's FTS5, one file beside each snapshot's graph.

Words are found whatever their case and accents (sqlite.org/fts5.html, ``unicode61 remove_diacritics 2``); all of them
have to be there, the last one may be unfinished, and so may any that ends in ``*``; ``"quoted words"`` have to stand
together. Hits are ranked by BM25; of names, weighed by how often they are named: who looks for "kerry" means the one
whom everybody writes about. Words that stand in very many passages tell none of them from another: then they come as
they lie, because to rank a hundred thousand takes half a second.
"""

from __future__ import annotations

import math
import re
import sqlite3
import threading
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self
from weakref import finalize

from kg.errors import InputError, StoreError
from kg.model import EntityType
from kg.store import GraphReader
from kg.store.told import Told, everything_told
from kg.vocab import DM, DM_NS, NIF, RDF, SKOS

__all__ = ["INDEX_NAME", "MOST_HITS", "IndexMaking", "NameHit", "PassageHit", "SearchIndex"]

INDEX_NAME: Final = "search.sqlite"
MOST_HITS: Final = 1000
"""The most hits of one search: what is ranked below is noise, and each costs the SPARQL engine a row."""

MOST_RANKED: Final = 10_000
"""Where words stand in more passages than so many, the first ones found are given, without a rank."""

_SCHEMA: Final = """
CREATE TABLE entity(id INTEGER PRIMARY KEY, iri TEXT, type TEXT, label TEXT, mentions INTEGER);
CREATE TABLE passage(id INTEGER PRIMARY KEY, iri TEXT, document TEXT, first INTEGER, last INTEGER, text TEXT);
CREATE VIRTUAL TABLE name USING fts5(label, aliases, tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3');
CREATE VIRTUAL TABLE sentence USING fts5(
    text, content = 'passage', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3');
"""
_NAMES: Final = """
SELECT entity.iri, entity.type, entity.label, -bm25(name, 4.0, 1.0) * fame(entity.mentions) AS score
FROM name JOIN entity ON entity.id = name.rowid
WHERE name MATCH ? AND (? = '' OR instr(?, ' ' || entity.type || ' '))
ORDER BY lower(entity.label) = lower(?) DESC, score DESC, entity.iri LIMIT ?
"""
_PASSAGES: Final = """
SELECT passage.iri, passage.document, passage.first, passage.last, passage.text, found.score
FROM (SELECT rowid AS id, -bm25(sentence) AS score FROM sentence WHERE sentence MATCH ? ORDER BY score DESC, id LIMIT ?)
    AS found JOIN passage ON passage.id = found.id ORDER BY found.score DESC, found.id
"""
_UNRANKED: Final = """
SELECT passage.iri, passage.document, passage.first, passage.last, passage.text, 0.0
FROM passage WHERE passage.id IN (SELECT rowid FROM sentence WHERE sentence MATCH ? LIMIT ?) ORDER BY passage.id
"""
_HOW_MANY: Final = "SELECT count(*) FROM (SELECT 1 FROM sentence WHERE sentence MATCH ? LIMIT ?)"
_EACH_PASSAGE: Final = "SELECT iri, min(document), min(first), min(last), min(text) FROM told GROUP BY iri ORDER BY iri"
# Countries are places, too: of several types the one with the greatest rank counts, which is its first character.
_KINDS: Final = {
    DM_NS + kind: f"{rank}{kind}"
    for rank, kind in enumerate(sorted(EntityType, key=lambda each: each != EntityType.PLACE))
}
_PART: Final = re.compile(r'"([^"]*)"|([\w*]+)')
_INITIALS: Final = re.compile(r"\b(?:[^\W\d_]\.){2,}")
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
        connection.create_function("fame", 1, lambda mentions: 1.0 + math.log1p(mentions), deterministic=True)

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
        beside = reader.sidecars or (None if reader.path is None else reader.path.parent)
        if beside is not None and (beside / INDEX_NAME).exists():
            return cls.open(beside / INDEX_NAME)
        connection = sqlite3.connect(":memory:", check_same_thread=False)
        with IndexMaking() as making:
            for told in everything_told(reader, making.predicates):
                making.add(told)
            making.fill(connection)
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
        """The passages in which the words stand, the best first; see :meth:`names`.

        Of more than :data:`MOST_RANKED` the first ones found, with a score of 0.
        """
        wanted = _matching(words)
        [(many,)] = self._rows(_HOW_MANY, wanted, MOST_RANKED + 1)
        query = _UNRANKED if many > MOST_RANKED else _PASSAGES
        return tuple(PassageHit(*row) for row in self._rows(query, wanted, min(limit, MOST_HITS)))

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


class IndexMaking:
    """An index on its way: graphs are told one at a time, and their texts lie on disk until all are known.

    A context manager that throws its working files away. Equal graphs give equal bytes, whatever their order.

    Raises:
        StoreError: the working files cannot be written.
    """

    predicates: Final = frozenset(
        {RDF.type, DM.refersTo, SKOS.prefLabel, SKOS.altLabel, DM.evidence}
        | {NIF.anchorOf, NIF.beginIndex, NIF.endIndex, DM.document}
    )
    """What has to be told of a graph."""

    def __init__(self) -> None:
        with _reported("the index's working files"):
            self._passages = sqlite3.connect("")  # an empty name is a file of SQLite's own that goes when it is closed
            self._passages.execute(
                "CREATE TABLE told (iri TEXT, document TEXT, first INTEGER, last INTEGER, text TEXT)"
            )
        self._mentions = Counter[str]()
        self._labels: dict[str, str] = {}
        self._aliases: defaultdict[str, set[str]] = defaultdict(set)
        self._types: dict[str, str] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._passages.close()

    def add(self, told: Told) -> None:
        """Take in what one graph says."""
        self._mentions.update(entity for _, entity in told.told(DM.refersTo))
        for iri, label in told.told(SKOS.prefLabel):
            self._labels[iri] = min(label, self._labels.get(iri, label))
        for iri, alias in told.told(SKOS.altLabel):
            self._aliases[iri].add(alias)
        for iri, kind in told.told(RDF.type):
            if kind in _KINDS:
                self._types[iri] = max(_KINDS[kind], self._types.get(iri, ""))
        with _reported("the index's working files"):
            self._passages.executemany("INSERT INTO told VALUES (?, ?, ?, ?, ?)", _passages(told))

    def save(self, folder: Path) -> None:
        """Write the index of all graphs that were told into a folder.

        Raises:
            StoreError: it cannot be written.
        """
        path = folder / INDEX_NAME
        with _reported(str(path)), closing(sqlite3.connect(path)) as connection:
            self.fill(connection)

    def fill(self, connection: sqlite3.Connection) -> None:
        """Write the index into an empty database."""
        connection.executescript(_SCHEMA)
        with connection:
            for number, (row, names) in enumerate(self._entities(), start=1):
                connection.execute("INSERT INTO entity VALUES (?, ?, ?, ?, ?)", (number, *row))
                connection.execute("INSERT INTO name(rowid, label, aliases) VALUES (?, ?, ?)", (number, row[2], names))
            rows = ((number, *row) for number, row in enumerate(self._passages.execute(_EACH_PASSAGE), start=1))
            connection.executemany("INSERT INTO passage VALUES (?, ?, ?, ?, ?, ?)", rows)
            connection.execute("INSERT INTO sentence(sentence) VALUES ('rebuild')")
            connection.execute("INSERT INTO name(name) VALUES ('optimize')")

    def _entities(self) -> Iterator[tuple[tuple[str, str, str, int], str]]:
        """Every entity with its type, label and count of mentions, and its other names in lines; by IRI."""
        for iri, ranked in sorted(self._types.items()):
            label = self._labels.get(iri, iri)
            others = "\n".join(sorted(_written_together(self._aliases.get(iri, set()) | {label}) - {label}))
            yield (iri, ranked[1:], label, self._mentions[iri]), others


def _passages(told: Told) -> Iterator[tuple[str, str, int, int, str]]:
    """Every passage that a graph gives as evidence of something."""
    wanted = {passage for _, passage in told.told(DM.evidence)}
    if not wanted:
        return
    texts, documents = told.by_subject(NIF.anchorOf), told.by_subject(DM.document)
    begins, ends = told.by_subject(NIF.beginIndex), told.by_subject(NIF.endIndex)
    for iri in wanted & texts.keys():
        yield iri, documents.get(iri, ""), int(begins.get(iri, 0)), int(ends.get(iri, 0)), texts[iri]


@contextmanager
def _reported(place: str) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise StoreError(place, f"the search index cannot be written ({error}); check the disk") from error


def _written_together(names: Iterable[str]) -> set[str]:
    """Names, and those of them with initials also without their dots: who types "US" looks for the "U.S."."""
    return {form for name in names for form in (name, _INITIALS.sub(lambda found: found[0].replace(".", ""), name))}


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
