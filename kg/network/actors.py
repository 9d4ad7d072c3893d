"""From the ``events`` view to the ``actors`` view: who is tied to whom, how often, since when, on what evidence.

An edge between actors rests on ties, a tie on facts. :class:`Ties` keeps that as arrays, so that a filter can pass over
the facts of all edges at once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from itertools import chain, combinations, pairwise, starmap
from typing import cast

import numpy as np

from kg.model import EventType
from kg.network.pool import NOTHING, Codes, Offsets
from kg.network.records import ACTOR_TYPES, MEETING_TYPES, Edge, Node
from kg.network.table import Array, NodeTable, Selected, Table, gathered, spans

__all__ = ["MEETING_TIES", "SYMMETRIC", "TIE_LABELS", "Tie", "TiedEdges", "Ties", "tie_actors"]

TIE_LABELS: Mapping[str, str] = {
    "metWith": "met with",
    "plansToMeet": "plans to meet",
    "agreesWith": "agrees with",
    "disagreesWith": "disagrees with",
    "spokeTo": "spoke to",
    "represents": "represents",
    **{str(kind): kind.lower() for kind in EventType},
}
"""Each kind of tie in words."""

SYMMETRIC = frozenset({"metWith", "plansToMeet", "agreesWith", "disagreesWith"})
MEETING_TIES = {"Held": "metWith", "Planned": "plansToMeet", "Proposed": "plansToMeet"}
"""A cancelled meeting ties nobody; neither does one whose status is not told."""

_Roles = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Tie:
    """One occasion on which an edge rests.

    Attributes:
        facts: the facts it rests on.
        first: of two stances, how many of the facts are the source's; one of each side must pass a filter.
    """

    source: str
    target: str
    type: str
    facts: tuple[Node, ...]
    first: int = 0


@dataclass(frozen=True, slots=True)
class Ties:
    """What the edges of the ``actors`` view rest on.

    Attributes:
        ends: where the ties of each edge end.
        fact_ends: where the facts of each tie end.
        firsts: :attr:`Tie.first` of each tie.
        facts: the facts' rows among the nodes of the ``events`` view.
    """

    ends: Offsets
    fact_ends: Offsets
    firsts: Codes
    facts: Codes

    @classmethod
    def of(cls, gathered: Sequence[Sequence[Tie]], rows: Mapping[str, int]) -> Ties:
        """The arrays of ties, given edge by edge, whose facts have these rows."""
        ties = list(chain.from_iterable(gathered))
        return cls(
            np.cumsum([len(each) for each in gathered], dtype=np.int64),
            np.cumsum([len(tie.facts) for tie in ties], dtype=np.int64),
            np.array([tie.first for tie in ties], dtype=np.int32),
            np.array([rows[fact.id] for tie in ties for fact in tie.facts], dtype=np.int32),
        )

    def holding(self, passed: Array) -> Array:
        """Whether each tie holds once only these facts are admitted."""
        counts = np.concatenate(([0], np.cumsum(passed[self.facts])))
        begins, ends = spans(self.fact_ends, np.arange(len(self.fact_ends)))
        told = counts[ends] - counts[begins]
        first = counts[begins + self.firsts] - counts[begins]
        holding: Array = np.where(self.firsts > 0, (first > 0) & (told > first), told > 0)
        return holding

    def weights(self, holding: Array) -> Array:
        """How many ties of each edge hold."""
        counts = np.concatenate(([0], np.cumsum(holding)))
        begins, ends = spans(self.ends, np.arange(len(self.ends)))
        return (counts[ends] - counts[begins]).astype(np.float64)


class TiedEdges(Selected[Edge]):
    """Edges between actors as a filter over the facts behind them leaves them.

    Args:
        table: the edges as they are without a filter.
        ties: what they rest on.
        facts: the nodes of the ``events`` view.
        passed: whether each of those passes.
    """

    def __init__(self, table: Table[Edge], ties: Ties, facts: NodeTable, passed: Array) -> None:
        super().__init__(table, np.arange(len(table)))
        self._ties, self._facts, self._passed = ties, facts, passed
        self._holding = ties.holding(passed)
        self._weights = ties.weights(self._holding)
        self._named = True

    def column(self, name: str) -> Array:
        """The values of a field; the weight counts the ties that hold."""
        return self._weights[self.rows] if name == "weight" else super().column(name)

    def only(self, places: Array) -> TiedEdges:
        """Those of these places among the rows."""
        part = copy(self)
        part.rows = self.rows[places]
        return part

    def without_facts(self) -> TiedEdges:
        """The same edges without the ids of the facts behind them, which may be thousands and are seldom shown."""
        part = copy(self)
        part._named = False  # noqa: SLF001 - of the same class
        return part

    def take(self, places: Array) -> list[Edge]:
        """The edges of these places among the rows, which have to hold, made anew from the facts that pass."""
        rows = self.rows[places]
        if not len(rows):
            return []
        edge, fact = self._standing(rows)
        begins = np.searchsorted(edge, np.arange(len(rows)))
        nodes, pool = self._facts.rows, self.pool
        starts, ends = nodes.column("start")[fact], nodes.column("end")[fact]
        with np.errstate(invalid="ignore"):
            confidences = np.fmax.reduceat(nodes.column("confidence")[fact], begins).tolist()
        sentences = _first_told(nodes.column("sentence")[fact], begins, pool.code(""))
        facts = self._named_facts(fact, begins) if self._named else [()] * len(rows)
        told = zip(
            *(pool.texts(self.table.column(name)[rows]) for name in ("source", "target", "type", "label")),
            self._weights[rows].tolist(),
            pool.texts(starts[begins]),  # the earliest, because the facts lie in order of it
            pool.texts(np.maximum.reduceat(ends, begins)),
            np.add.reduceat(nodes.column("evidence")[fact], begins).tolist(),
            pool.texts(sentences),
            [None if value != value else value for value in confidences],  # noqa: PLR0124
            self.table.column("directed")[rows].tolist(),
            facts,
            strict=True,
        )
        return list(starmap(cast("Callable[..., Edge]", Edge), told))

    def _standing(self, rows: Array) -> tuple[Array, Array]:
        """The facts that pass behind each edge: the edge's place, and the fact's row; by edge, first day and id."""
        ties, nodes = self._ties, self._facts.rows
        begins, ends = spans(ties.ends, rows)
        tie, edge = gathered(begins, ends), np.repeat(np.arange(len(rows)), ends - begins)
        holding = self._holding[tie]
        tie, edge = tie[holding], edge[holding]
        begins, ends = spans(ties.fact_ends, tie)
        fact, edge = ties.facts[gathered(begins, ends)].astype(np.int64), np.repeat(edge, ends - begins)
        passing = self._passed[fact]
        edge, fact = np.divmod(np.unique(edge[passing] * len(nodes) + fact[passing]), len(nodes))
        starts = nodes.column("start")[fact]
        order = np.lexsort((fact, np.where(starts == NOTHING, np.iinfo(np.int32).max, starts), edge))
        return edge[order], fact[order]

    def _named_facts(self, fact: Array, begins: Array) -> list[tuple[str | None, ...]]:
        ids = self.pool.texts(self._facts.rows.column("id")[fact])
        return [tuple(ids[one:other]) for one, other in pairwise([*begins.tolist(), len(ids)])]


def _first_told(codes: Array, begins: Array, nothing: int) -> Array:
    """Of each stretch of texts the first that is there and not empty."""
    places = np.where((codes == NOTHING) | (codes == nothing), len(codes), np.arange(len(codes)))
    first = np.minimum.reduceat(places, begins)
    return np.where(first < len(codes), codes[np.minimum(first, len(codes) - 1)], NOTHING)


def tie_actors(
    nodes: Mapping[str, Node], edges: Iterable[Edge], acting: Container[str] | None = None
) -> tuple[list[Edge], list[Sequence[Tie]]]:
    """Tie actors to each other through the facts in which both take part.

    Two actors are tied by a meeting both take part in, by an office that one holds in the other, by stances on the same
    issue (equal: ``agreesWith``; for and against: ``disagreesWith``), by what one tells or does to the other.

    Args:
        nodes: the ``events`` view's nodes, by id; what is not there is not looked at.
        edges: its edges.
        acting: the ids of those that can be tied; every person, organization and country if None.

    Returns:
        One edge for each pair and kind of tie, sorted by source, target and type, and the ties of each. Symmetric ties
        run from the lesser id to the greater.
    """
    if acting is None:
        acting = {node.id for node in nodes.values() if node.type in ACTOR_TYPES}
    roles: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for edge in edges:
        if edge.source in nodes and edge.target in nodes:
            roles[edge.source][edge.type].append(edge.target)
    facts = [nodes[fact] for fact in sorted(roles) if nodes[fact].is_fact]
    gathered: dict[tuple[str, str, str], list[Tie]] = defaultdict(list)
    for tie in (*_single_ties(facts, roles), *_stance_ties(facts, roles)):
        if tie.source != tie.target and tie.source in acting and tie.target in acting:
            gathered[tie.source, tie.target, tie.type].append(tie)
    ordered: list[Sequence[Tie]] = [gathered[key] for key in sorted(gathered)]
    return [_edge(ties) for ties in ordered], ordered


def _single_ties(facts: Iterable[Node], roles: Mapping[str, _Roles]) -> Iterator[Tie]:
    for fact in facts:
        for source, target, kind in _pairs(fact, roles[fact.id], roles):
            low, high = sorted((source, target)) if kind in SYMMETRIC else (source, target)
            yield Tie(low, high, kind, (fact,))


def _pairs(fact: Node, own: _Roles, roles: Mapping[str, _Roles]) -> Iterator[tuple[str, str, str]]:
    if fact.type in MEETING_TYPES and fact.status in MEETING_TIES:
        for one, other in combinations(own.get("participant", ()), 2):
            yield one, other, MEETING_TIES[fact.status]
    elif fact.type == "Tenure":
        bodies = {body for office in own.get("office", ()) for body in roles.get(office, {}).get("jurisdiction", ())}
        yield from _product(own.get("officeHolder", ()), sorted(bodies), "represents")
    elif fact.type == "Statement":
        yield from _product(own.get("speaker", ()), own.get("audience", ()), "spokeTo")
    elif fact.type == "Interaction" and fact.status is not None:
        yield from _product(own.get("source", ()), own.get("target", ()), fact.status)


def _product(sources: Iterable[str], targets: Iterable[str], kind: str) -> Iterator[tuple[str, str, str]]:
    targets = tuple(targets)
    return ((source, target, kind) for source in sources for target in targets)


def _stance_ties(facts: Iterable[Node], roles: Mapping[str, _Roles]) -> Iterator[Tie]:
    by_issue: dict[str, dict[tuple[str, str], list[Node]]] = defaultdict(lambda: defaultdict(list))
    for fact in facts:
        for issue in roles[fact.id].get("issue", ()):
            for holder in roles[fact.id].get("holder", ()):
                by_issue[issue][holder, fact.status or ""].append(fact)
    for _, holders in sorted(by_issue.items()):
        for (one, first), (other, second) in combinations(sorted(holders), 2):
            kind = "agreesWith" if first == second else "disagreesWith"
            if one != other and "Neutral" not in {first, second}:
                sides = holders[one, first], holders[other, second]
                yield Tie(one, other, kind, (*sides[0], *sides[1]), len(sides[0]))


def _edge(ties: Sequence[Tie]) -> Edge:
    source, target, kind = ties[0].source, ties[0].target, ties[0].type
    facts = sorted({fact for tie in ties for fact in tie.facts}, key=lambda fact: (fact.start or "~", fact.id))
    confidences = [fact.confidence for fact in facts if fact.confidence is not None]
    return Edge(
        source,
        target,
        kind,
        TIE_LABELS.get(kind, kind),
        weight=float(len(ties)),
        first=min((fact.start for fact in facts if fact.start), default=None),
        last=max((fact.end for fact in facts if fact.end), default=None),
        evidence=sum(fact.evidence for fact in facts),
        sentence=next((fact.sentence for fact in facts if fact.sentence), None),
        confidence=max(confidences, default=None),
        directed=kind not in SYMMETRIC,
        facts=tuple(fact.id for fact in facts),
    )
