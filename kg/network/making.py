"""A network written as arrays while a graph goes by: what :mod:`kg.network.files` opens, in bounded memory.

Graphs are told one at a time. Then things are gone through in order of id (:mod:`kg.network.reading`), each node and
edge becomes a row of columns on disk, and what needs all of them at once is done over whole columns.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Final, Self

import numpy as np

from kg.network.accounts import PREDICATES, ROLE_LABELS, Accounts
from kg.network.adjacency import Adjacency, Ranking
from kg.network.columns import Clash, Column, Filed, Texts
from kg.network.files import write_head
from kg.network.folding import Folded, Folding, rows_of
from kg.network.pool import NOTHING
from kg.network.reading import Told as ToldNode
from kg.network.reading import nodes_told
from kg.network.records import ACTOR_TYPES, FACT_TYPES
from kg.network.table import Array, gathered, spans
from kg.store.told import Told

__all__ = ["NetworkMaking"]

_TEXTS: Final = ("id", "iri", "type", "label", "start", "end", "date", "sentence", "status", "wikidata")
_COUNTS: Final = ("evidence", "documents")
_NUMBERS: Final = ("confidence", "latitude", "longitude")
_SALTS: Final = ("", "\x00", "\x01", "\x02")


class NetworkMaking:
    """A network on its way; a context manager that throws its working files away.

    Args:
        working: an existing folder for working files, which may grow to some kB a document.
        base: the IRI under which instances live; ids are what follows it.
    """

    predicates = PREDICATES
    """What has to be told of a graph."""

    def __init__(self, working: Path, base: str) -> None:
        self._working = Path(tempfile.mkdtemp(dir=working))
        self._base = base
        self._accounts = Accounts(self._working, base)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self._working, ignore_errors=True)

    def add(self, told: Told) -> None:
        """Take in what one graph says."""
        self._accounts.add(told)

    def save(self, folder: Path) -> None:
        """Write the network of all graphs that were told into a folder, which is made.

        Raises:
            OSError: it cannot be written.
        """
        nodes, bodies = nodes_told(self._accounts, self._working), self._accounts.frames.bodies
        for salt in _SALTS:
            folder.mkdir()
            try:
                _Rows(self._working, bodies, salt).write(nodes(), folder)
            except Clash:
                shutil.rmtree(folder)
                continue
            write_head(folder, self._base)
            return
        raise OSError(f"{folder}: the texts of the network cannot be told apart")


class _Rows:
    """Nodes and edges becoming columns."""

    def __init__(self, working: Path, bodies: Callable[[str], Sequence[str]], salt: str) -> None:
        self._working = working
        self._texts = Texts(working, salt)
        self._columns = {name: Column(working, "q") for name in _TEXTS}
        self._columns |= {name: Column(working, "i") for name in _COUNTS}
        self._columns |= {name: Column(working, "d") for name in _NUMBERS}
        self._aliases, self._alias_ends = Column(working, "q"), Column(working, "q")
        self._sources, self._targets, self._roles = (Column(working, kind) for kind in "qqi")
        self._folding = Folding(working, self._texts.number, bodies)

    def write(self, nodes: Iterable[ToldNode], folder: Path) -> None:
        """Write everything that there is into a folder."""
        for row, told in enumerate(nodes):
            self._add(row, told)
        filed = Filed(folder)
        sources, targets, roles = self._known_edges()
        ids = self._columns["id"].values()
        actors = np.isin(self._columns["type"].values(), [self._texts.number(kind) for kind in ACTOR_TYPES])
        folded = self._folding.folded(ids, actors)
        for text in (*self._words(roles), *folded.words()):
            self._texts.key(text)
        self._texts.pool(filed, folder)
        columns = self._nodes(filed)
        self._edges(filed, columns, sources, targets, roles)
        self._actors(filed, columns, actors, folded)

    def _add(self, row: int, told: ToldNode) -> None:
        node, key = told.node, self._texts.key
        for name in _TEXTS:
            self._columns[name].append(key(getattr(node, name)))
        for name in _COUNTS:
            self._columns[name].append(getattr(node, name))
        for name in _NUMBERS:
            value = getattr(node, name)
            self._columns[name].append(np.nan if value is None else value)
        self._aliases.extend(map(key, node.aliases))
        self._alias_ends.append(len(self._aliases))
        for target, role in _steps(told):
            self._sources.append(row)
            self._targets.append(self._texts.number(target))
            self._roles.append(_ROLES.index(role))
        if node.is_fact:
            self._folding.add(row, told)

    def _known_edges(self) -> tuple[Array, Array, Array]:
        """The rows that edges leave and reach, and their roles; those that reach no node are left out."""
        ids = self._columns["id"].values()
        targets = rows_of(ids, self._targets.values())
        known = targets >= 0
        return self._sources.values()[known], targets[known], self._roles.values()[known]

    @staticmethod
    def _words(roles: Array) -> Iterator[str]:
        for role in np.unique(roles).tolist():
            yield from (_ROLES[role], ROLE_LABELS[_ROLES[role]])

    def _nodes(self, filed: Filed) -> dict[str, Array]:
        codes = self._texts.codes
        found = {name: filed.put(f"events.nodes.{name}", codes(self._columns[name].values())) for name in _TEXTS}
        for name in (*_COUNTS, *_NUMBERS):
            found[name] = filed.put(f"events.nodes.{name}", self._columns[name].values())
        found["aliases"] = filed.put("events.nodes.aliases", codes(self._aliases.values()))
        found["aliases.ends"] = filed.put("events.nodes.aliases.ends", self._alias_ends.values())
        return found

    def _edges(self, filed: Filed, nodes: dict[str, Array], sources: Array, targets: Array, roles: Array) -> None:
        facts = _fact_rows(nodes, self._texts)[sources]

        def of_fact(name: str, otherwise: float) -> Array:
            return np.where(facts, nodes[name][sources], otherwise).astype(nodes[name].dtype)

        def named(texts: Iterable[str]) -> Array:
            return np.array([self._texts.code(text) for text in texts], dtype=np.int32)[roles]

        def put(name: str, values: Array) -> None:
            filed.put(f"events.edges.{name}", values)  # one by one: together they are larger than all else

        put("source", nodes["id"][sources])
        put("target", nodes["id"][targets])
        put("type", named(_ROLES))
        put("label", named(ROLE_LABELS.values()))
        put("weight", np.maximum(1, of_fact("evidence", 1)).astype(np.float64))
        put("first", of_fact("start", NOTHING))
        put("last", of_fact("end", NOTHING))
        put("evidence", of_fact("evidence", 0))
        put("sentence", of_fact("sentence", NOTHING))
        put("confidence", of_fact("confidence", np.nan))
        put("directed", np.ones(len(sources), dtype=np.bool_))
        put("facts", nodes["id"][sources[facts]])
        put("facts.ends", np.cumsum(facts, dtype=np.int64))
        _put_adjacency(filed, "events", Adjacency.of(len(nodes["id"]), sources, targets))

    def _actors(self, filed: Filed, nodes: dict[str, Array], actors: Array, folded: Folded) -> None:
        rows = np.flatnonzero(actors)
        for name, values in nodes.items():
            if not name.startswith("aliases"):
                filed.put(f"actors.nodes.{name}", values[rows])
        for name, values in _lists(nodes["aliases"], nodes["aliases.ends"], rows).items():
            filed.put(f"actors.nodes.aliases{name}", values)
        for name, values in folded.edges(nodes, self._texts.code).items():
            filed.put(f"actors.edges.{name}", values)
        ends = (np.searchsorted(rows, each) for each in (folded.sources, folded.targets))
        _put_adjacency(filed, "actors", Adjacency.of(len(rows), *ends))
        for spec in fields(folded.ties):
            filed.put(f"ties.{spec.name}", getattr(folded.ties, spec.name))


_ROLES: Final = tuple(ROLE_LABELS)


def _steps(told: ToldNode) -> list[tuple[str, str]]:
    """What a node leads to and by which property, in order."""
    return sorted((target, role) for role, targets in told.roles.items() for target in targets)


def _fact_rows(nodes: dict[str, Array], texts: Texts) -> Array:
    return np.isin(nodes["type"], [code for code in map(texts.code, FACT_TYPES) if code != NOTHING])


def _lists(values: Array, ends: Array, rows: Array) -> dict[str, Array]:
    """The lists of some rows of a column of lists."""
    begins, lasts = spans(ends, rows)
    return {"": values[gathered(begins, lasts)], ".ends": np.cumsum(lasts - begins, dtype=np.int64)}


def _put_adjacency(filed: Filed, view: str, adjacency: Adjacency) -> None:
    told = [filed.put(f"{view}.beside.{spec.name}", getattr(adjacency, spec.name)) for spec in fields(adjacency)]
    del adjacency  # it is mapped from its files from here on
    ranking = Ranking.of(Adjacency(*told), filed.get(f"{view}.edges.weight"))
    for spec in fields(ranking):
        filed.put(f"{view}.nearest.{spec.name}", getattr(ranking, spec.name))
