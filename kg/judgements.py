"""What was judged, as triples: who was taken for whom, who may be whom, and for whom somebody acts."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from pyoxigraph import NamedNode

from kg.iris import WrittenIris, digest
from kg.literals import decimal, own, quoted
from kg.model import Candidate
from kg.vocab import DM, RDF

__all__ = ["Identification", "capacity_triples", "doubt_triples", "identification_triples"]

_Triples: TypeAlias = Iterator[tuple[str, NamedNode, str]]


@dataclass(frozen=True, slots=True)
class Identification:
    """That what documents call ``identified`` is ``entity``; or, with ``candidates`` alone, that it may be one of them.

    ``reason`` and ``confidence`` are those of the judgement; the candidates have their own.
    """

    identified: str
    entity: str | None
    reason: str = ""
    confidence: float = 0.0
    candidates: tuple[Candidate, ...] = ()


def identification_triples(judged: Iterable[Identification], iris: WrittenIris) -> _Triples:
    """Judgements on entities."""
    doubted = []
    for one in judged:
        if one.entity is None:
            doubted.append(one)
            continue
        node = iris.identification(digest(one.identified, one.entity, one.reason))
        yield node, RDF.type, own("Identification")
        yield node, DM.identified, quoted(one.identified)
        yield node, DM.entity, iris.entity(one.entity)
        yield node, DM.reason, quoted(one.reason)
        yield node, DM.confidence, decimal(one.confidence)
    yield from doubt_triples(doubted, iris.entity, iris)


def doubt_triples(doubts: Iterable[Identification], name: Callable[[str], str], iris: WrittenIris) -> _Triples:
    """What an entity or an occasion may be as well.

    Args:
        doubts: with their candidates.
        name: makes the IRI of an id.
        iris: names the candidates.
    """
    for one in doubts:
        for candidate in one.candidates:
            of, proposed = name(one.identified), name(candidate.entity)
            node = iris.identification(digest(of[1:-1], candidate.entity, candidate.score, candidate.reason))
            yield of, DM.candidate, node
            yield node, RDF.type, own("Candidate")
            yield node, DM.entity, proposed
            yield node, DM.confidence, decimal(candidate.score)
            yield node, DM.reason, quoted(candidate.reason)


def capacity_triples(fact: str, capacity: str, actor: str, day: str, behind: Collection[str]) -> _Triples:
    """In which capacity an actor has its part in a fact; nothing where nobody is behind it.

    Args:
        fact: the fact.
        capacity: names the capacity, one node for each document, actor and day.
        actor: who acts.
        day: when.
        behind: for whom.
    """
    if not behind:
        return
    yield fact, DM.capacity, capacity
    yield capacity, RDF.type, own("Capacity")
    yield capacity, DM.actor, actor
    yield capacity, DM.onDay, day
    for one in behind:
        yield capacity, DM.onBehalfOf, one
