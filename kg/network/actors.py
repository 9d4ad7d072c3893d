"""From the ``events`` view to the ``actors`` view: who is tied to whom, how often, since when, on what evidence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from kg.model import EventType
from kg.network.records import ACTOR_TYPES, MEETING_TYPES, Edge, Node

__all__ = ["tie_actors"]

_LABELS = {
    "metWith": "met with",
    "plansToMeet": "plans to meet",
    "agreesWith": "agrees with",
    "disagreesWith": "disagrees with",
    "spokeTo": "spoke to",
    "represents": "represents",
    **{str(kind): kind.lower() for kind in EventType},
}
_SYMMETRIC = frozenset({"metWith", "plansToMeet", "agreesWith", "disagreesWith"})
_MEETING_TIES = {"Held": "metWith", "Planned": "plansToMeet", "Proposed": "plansToMeet"}
"""A cancelled meeting ties nobody; neither does one whose status is not told."""

_Roles = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class _Tie:
    """One occasion on which an edge rests."""

    source: str
    target: str
    type: str
    facts: tuple[Node, ...]


def tie_actors(nodes: Mapping[str, Node], edges: Iterable[Edge]) -> list[Edge]:
    """Tie actors to each other through the facts in which both take part.

    Two actors are tied by a meeting both take part in, by an office that one holds in the other, by stances on the same
    issue (equal: ``agreesWith``; for and against: ``disagreesWith``), by what one tells or does to the other.

    Args:
        nodes: the ``events`` view's nodes, by id; what is not there is not looked at.
        edges: its edges.

    Returns:
        One edge for each pair and kind of tie, sorted by source, target and type. Symmetric ties run from the lesser
        id to the greater.
    """
    roles: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for edge in edges:
        if edge.source in nodes and edge.target in nodes:
            roles[edge.source][edge.type].append(edge.target)
    facts = [nodes[fact] for fact in sorted(roles) if nodes[fact].is_fact]
    gathered: dict[tuple[str, str, str], list[_Tie]] = defaultdict(list)
    for tie in (*_single_ties(facts, roles), *_stance_ties(facts, roles)):
        ends = (nodes[tie.source].type, nodes[tie.target].type)
        if tie.source != tie.target and ACTOR_TYPES.issuperset(ends):
            gathered[tie.source, tie.target, tie.type].append(tie)
    return [_edge(ties) for _, ties in sorted(gathered.items())]


def _single_ties(facts: Iterable[Node], roles: Mapping[str, _Roles]) -> Iterator[_Tie]:
    for fact in facts:
        for source, target, kind in _pairs(fact, roles[fact.id], roles):
            low, high = sorted((source, target)) if kind in _SYMMETRIC else (source, target)
            yield _Tie(low, high, kind, (fact,))


def _pairs(fact: Node, own: _Roles, roles: Mapping[str, _Roles]) -> Iterator[tuple[str, str, str]]:
    if fact.type in MEETING_TYPES and fact.status in _MEETING_TIES:
        for one, other in combinations(own.get("participant", ()), 2):
            yield one, other, _MEETING_TIES[fact.status]
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


def _stance_ties(facts: Iterable[Node], roles: Mapping[str, _Roles]) -> Iterator[_Tie]:
    by_issue: dict[str, dict[tuple[str, str], list[Node]]] = defaultdict(lambda: defaultdict(list))
    for fact in facts:
        for issue in roles[fact.id].get("issue", ()):
            for holder in roles[fact.id].get("holder", ()):
                by_issue[issue][holder, fact.status or ""].append(fact)
    for _, holders in sorted(by_issue.items()):
        for (one, first), (other, second) in combinations(sorted(holders), 2):
            kind = "agreesWith" if first == second else "disagreesWith"
            if one != other and "Neutral" not in {first, second}:
                yield _Tie(one, other, kind, (*holders[one, first], *holders[other, second]))


def _edge(ties: Sequence[_Tie]) -> Edge:
    source, target, kind = ties[0].source, ties[0].target, ties[0].type
    facts = sorted({fact for tie in ties for fact in tie.facts}, key=lambda fact: (fact.start or "~", fact.id))
    confidences = [fact.confidence for fact in facts if fact.confidence is not None]
    return Edge(
        source,
        target,
        kind,
        _LABELS.get(kind, kind),
        weight=float(len(ties)),
        first=min((fact.start for fact in facts if fact.start), default=None),
        last=max((fact.end for fact in facts if fact.end), default=None),
        evidence=sum(fact.evidence for fact in facts),
        sentence=next((fact.sentence for fact in facts if fact.sentence), None),
        confidence=max(confidences, default=None),
        directed=kind not in _SYMMETRIC,
        facts=tuple(fact.id for fact in facts),
    )
