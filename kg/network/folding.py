"""Facts folded into ties between actors, over whole columns: what :mod:`kg.network.actors` does record by record."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, combinations, groupby
from operator import itemgetter
from pathlib import Path
from typing import Final

import numpy as np

from kg.network.actors import MEETING_TIES, SYMMETRIC, TIE_LABELS, Ties
from kg.network.columns import Column
from kg.network.pool import NOTHING
from kg.network.reading import Told
from kg.network.records import MEETING_TYPES
from kg.network.table import Array, gathered, spans

__all__ = ["Folded", "Folding", "rows_of"]

_UNDATED: Final = np.iinfo(np.int32).max
"""Sorts after every code: undated facts come last."""

_AT_ONCE: Final = 1 << 16


def rows_of(ids: Array, wanted: Array) -> Array:
    """The rows in which these numbers stand, -1 for those that do not."""
    found = np.full(len(wanted), -1, dtype=np.int32)
    order = np.argsort(ids, kind="stable")
    for part in _parts(len(wanted) if len(ids) else 0):
        places = order[np.minimum(np.searchsorted(ids, wanted[part], sorter=order), len(ids) - 1)]
        found[part] = np.where(np.asarray(ids)[places] == wanted[part], places, -1)
    return found


def _parts(length: int) -> Iterator[slice]:
    """So many numbers, some at a time."""
    return (slice(begin, begin + _AT_ONCE) for begin in range(0, length, _AT_ONCE))


class Folding:
    """Takes in facts, and ties those who take part in them.

    Args:
        folder: where to keep what does not fit in memory.
        number: gives the number of an id.
        bodies: gives the ids of those whose office one is.
    """

    def __init__(self, folder: Path, number: Callable[[str], int], bodies: Callable[[str], Sequence[str]]) -> None:
        self._number, self._bodies = number, bodies
        self._kinds: dict[str, int] = {}
        self._single = [Column(folder, kind) for kind in "qqii"]
        self._stances = [Column(folder, kind) for kind in "qqii"]

    def add(self, row: int, told: Told) -> None:
        """Take in a fact."""
        for source, target, kind in _pairs(told, self._bodies):
            self._put(self._single, source, target, kind, row)
        if "issue" in told.roles:
            for issue in told.roles["issue"]:
                for holder in told.roles.get("holder", ()):
                    self._put(self._stances, issue, holder, told.node.status or "", row)

    def _put(self, columns: Sequence[Column], one: str, other: str, word: str, row: int) -> None:
        code = self._kinds.setdefault(word, len(self._kinds))
        for column, value in zip(columns, (self._number(one), self._number(other), code, row), strict=True):
            column.append(value)

    def folded(self, ids: Array, actors: Array) -> Folded:
        """The edges between actors.

        Args:
            ids: the number of each node's id, in order of id.
            actors: whether each node can act.
        """
        sources, targets, kinds, facts = self._pairs_of(ids)
        symmetric = np.isin(kinds, [code for word, code in self._kinds.items() if word in SYMMETRIC])
        low, high = np.minimum(sources, targets), np.maximum(sources, targets)
        sources, targets = np.where(symmetric, low, sources), np.where(symmetric, high, targets)
        ties = _Drawn.single(sources, targets, kinds, facts).joined(self._stance_ties(ids))
        del sources, targets, kinds, facts, symmetric, low, high  # as large as the ties themselves
        ends = actors[ties.sources] & actors[ties.targets] & (ties.sources != ties.targets)
        return Folded.of(ties.only(np.flatnonzero(ends)), list(self._kinds))

    def _pairs_of(self, ids: Array) -> tuple[Array, Array, Array, Array]:
        one, other, kinds, facts = (column.values() for column in self._single)
        sources, targets = rows_of(ids, one), rows_of(ids, other)
        known = (sources >= 0) & (targets >= 0)
        return sources[known], targets[known], kinds[known], facts[known]

    def _stance_ties(self, ids: Array) -> _Drawn:
        issues, holders, stances, facts = (column.values() for column in self._stances)
        issues, holders = rows_of(ids, issues), rows_of(ids, holders)
        words = list(self._kinds)
        ranks = np.array([sorted(words).index(word) for word in words], dtype=np.int64)[stances]
        known = (issues >= 0) & (holders >= 0)
        order = np.lexsort((facts, ranks, holders, issues))
        order = order[known[order]]
        columns = (issues, holders, stances, facts)
        rows = (zip(*(each[order[part]].tolist() for each in columns), strict=True) for part in _parts(len(order)))
        return _Drawn.two_sided(self._sided(chain.from_iterable(rows), words))

    def _sided(
        self, rows: Iterable[tuple[int, ...]], words: Sequence[str]
    ) -> Iterator[tuple[int, int, int, Sequence[int], Sequence[int]]]:
        """Those who take a stand on one issue, two by two, for one side or for both."""
        for _, told in groupby(rows, key=itemgetter(0)):
            sides = [
                (holder, words[stance], [each[3] for each in side])
                for (holder, stance), side in groupby(told, key=itemgetter(1, 2))
            ]
            for (one, first, facts), (other, second, others) in combinations(sides, 2):
                if one != other and "Neutral" not in {first, second}:
                    kind = "agreesWith" if first == second else "disagreesWith"
                    yield one, other, self._kinds.setdefault(kind, len(self._kinds)), facts, others


def _pairs(told: Told, bodies: Callable[[str], Sequence[str]]) -> Iterator[tuple[str, str, str]]:
    """Who is tied to whom by one fact, and how; ids in order."""
    node, roles = told.node, told.roles
    if node.type in MEETING_TYPES and node.status in MEETING_TIES:
        for one, other in combinations(sorted(roles.get("participant", ())), 2):
            yield one, other, MEETING_TIES[node.status]
    elif node.type == "Tenure":
        behind = sorted({body for office in roles.get("office", ()) for body in bodies(office)})
        yield from ((who, body, "represents") for who in sorted(roles.get("officeHolder", ())) for body in behind)
    elif node.type == "Statement":
        listeners = sorted(roles.get("audience", ()))
        yield from ((who, other, "spokeTo") for who in sorted(roles.get("speaker", ())) for other in listeners)
    elif node.type == "Interaction" and node.status is not None:
        targets = sorted(roles.get("target", ()))
        yield from ((who, other, node.status) for who in sorted(roles.get("source", ())) for other in targets)


@dataclass(frozen=True, slots=True)
class _Drawn:
    """Ties as columns: the rows of their ends, their kind, and the rows of the facts that they rest on."""

    sources: Array
    targets: Array
    kinds: Array
    firsts: Array
    fact_ends: Array
    facts: Array

    @classmethod
    def single(cls, sources: Array, targets: Array, kinds: Array, facts: Array) -> _Drawn:
        """Ties that rest on one fact each."""
        size = len(sources)
        return cls(sources, targets, kinds, np.zeros(size, dtype=np.int32), np.arange(1, size + 1), facts)

    @classmethod
    def two_sided(cls, ties: Iterable[tuple[int, int, int, Sequence[int], Sequence[int]]]) -> _Drawn:
        """Ties that rest on facts of both ends: source, target, kind, and the facts of either."""
        columns = [array(kind) for kind in "iiiiqi"]
        sources, targets, kinds, firsts, ends, facts = columns
        for source, target, kind, first, second in ties:
            sources.append(source)
            targets.append(target)
            kinds.append(kind)
            firsts.append(len(first))
            facts.extend(first)
            facts.extend(second)
            ends.append(len(facts))
        return cls(*(np.frombuffer(column, dtype=column.typecode) for column in columns))

    def joined(self, other: _Drawn) -> _Drawn:
        """These and others, in this order."""
        kept = {name: np.concatenate((getattr(self, name), getattr(other, name))) for name in _TIE_COLUMNS}
        ends = np.concatenate((self.fact_ends, other.fact_ends + len(self.facts)))
        return _Drawn(**kept, fact_ends=ends, facts=np.concatenate((self.facts, other.facts)))

    def only(self, rows: Array) -> _Drawn:
        """Those of these rows, in this order."""
        begins, ends = spans(self.fact_ends, rows)
        kept = {name: getattr(self, name)[rows] for name in _TIE_COLUMNS}
        lengths = np.cumsum(ends - begins, dtype=np.int64)
        return _Drawn(**kept, fact_ends=lengths, facts=self.facts[gathered(begins, ends)])


_TIE_COLUMNS: Final = ("sources", "targets", "kinds", "firsts")


@dataclass(frozen=True, slots=True)
class Folded:
    """The edges between actors, sorted by source, target and type.

    Attributes:
        sources: the row of the node that each edge leaves.
        targets: the row of the one that it reaches.
        kinds: the type of each edge.
        ties: what they rest on.
    """

    sources: Array
    targets: Array
    kinds: Sequence[str]
    ties: Ties

    @classmethod
    def of(cls, drawn: _Drawn, words: Sequence[str]) -> Folded:
        """The edges of ties, whose kinds are places among these words."""
        ranks = np.argsort(np.argsort(np.array(words, dtype=object))) if words else np.empty(0, dtype=np.int64)
        ties = drawn.only(np.lexsort((ranks[drawn.kinds], drawn.targets, drawn.sources)))
        fresh = np.ones(len(ties.sources), dtype=np.bool_)
        for each in (ties.sources, ties.targets, ties.kinds):
            fresh[1:] &= each[1:] == each[:-1]
        fresh[1:] = ~fresh[1:]
        begins = np.flatnonzero(fresh)
        return cls(
            ties.sources[begins],
            ties.targets[begins],
            [words[kind] for kind in ties.kinds[begins].tolist()],
            Ties(
                np.append(begins[1:], len(fresh)).astype(np.int64) if len(begins) else np.empty(0, dtype=np.int64),
                ties.fact_ends,
                ties.firsts.astype(np.int32),
                ties.facts.astype(np.int32),
            ),
        )

    def words(self) -> Iterator[str]:
        """The types of the edges, and the words for them."""
        for kind in sorted(set(self.kinds)):
            yield from (kind, TIE_LABELS.get(kind, kind))

    def edges(self, nodes: Mapping[str, Array], code: Callable[[str], int]) -> dict[str, Array]:
        """The columns of the edges.

        Args:
            nodes: the columns of the nodes.
            code: gives the code of a text.
        """
        edges, facts = self._facts(nodes["start"])
        begins, ends = np.searchsorted(edges, np.arange(len(self.sources))), np.arange(len(self.sources))
        ends = np.searchsorted(edges, ends, side="right")
        kinds = sorted(set(self.kinds))
        types = np.array([code(kind) for kind in kinds], dtype=np.int32)
        labels = np.array([code(TIE_LABELS.get(kind, kind)) for kind in kinds], dtype=np.int32)
        symmetric = np.array([kind in SYMMETRIC for kind in kinds], dtype=np.bool_)
        place = {kind: at for at, kind in enumerate(kinds)}
        which = np.array([place[kind] for kind in self.kinds], dtype=np.int64)
        return {
            "source": nodes["id"][self.sources],
            "target": nodes["id"][self.targets],
            "type": types[which],
            "label": labels[which],
            "weight": np.diff(self.ties.ends, prepend=0).astype(np.float64),
            "first": nodes["start"][facts[begins]],
            "last": _reduced(np.maximum, nodes["end"][facts], begins),
            "evidence": _reduced(np.add, nodes["evidence"][facts], begins).astype(np.int32),
            "sentence": _first_told(nodes["sentence"][facts], begins, ends, code("")),
            "confidence": _reduced(np.fmax, nodes["confidence"][facts], begins),
            "directed": ~symmetric[which],
            "facts": nodes["id"][facts],
            "facts.ends": ends.astype(np.int64),
        }

    def _facts(self, starts: Array) -> tuple[Array, Array]:
        """Each edge with each fact behind it once, by edge, then by day and id."""
        counts = np.diff(self.ties.fact_ends, prepend=0)
        edges = np.repeat(np.repeat(np.arange(len(self.sources)), np.diff(self.ties.ends, prepend=0)), counts)
        facts = self.ties.facts
        days = starts[facts]
        order = np.lexsort((facts, np.where(days == NOTHING, _UNDATED, days), edges))
        edges, facts = edges[order], facts[order]
        fresh = np.ones(len(edges), dtype=np.bool_)
        fresh[1:] = (edges[1:] != edges[:-1]) | (facts[1:] != facts[:-1])
        return edges[fresh], facts[fresh]


def _reduced(operation: np.ufunc, values: Array, begins: Array) -> Array:
    """What an operation makes of each stretch of values."""
    reduced: Array = operation.reduceat(values, begins) if len(begins) else values[:0]
    return reduced


def _first_told(codes: Array, begins: Array, ends: Array, empty: int) -> Array:
    """The first text of each stretch that is there and not empty."""
    told = np.flatnonzero((codes != NOTHING) & (codes != empty))
    at = np.searchsorted(told, begins)
    found = np.append(told, len(codes))[at]
    return np.where(found < ends, np.append(codes, NOTHING)[np.minimum(found, len(codes))], NOTHING).astype(np.int32)
