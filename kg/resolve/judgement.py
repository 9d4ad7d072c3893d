"""What is known of names, and what is judged of them: the values that :mod:`kg.resolve.identity` takes and gives."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from kg.model import Candidate, EntityType
from kg.resolve.contexts import Context, Instance

__all__ = ["Doubt", "Identities", "Join", "Judged", "Known", "Node"]


@dataclass(frozen=True, slots=True, order=True)
class Join:
    """That what documents call ``entity`` is taken for the entity ``into``, why, and how sure that is."""

    entity: str
    into: str
    reason: str
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Doubt:
    """That ``entity`` may be one of several others, or none of them: it stays apart."""

    entity: str
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """An analyst's rulings: groups of ids that are one entity, and groups of ids that are all different ones."""

    same: tuple[frozenset[str], ...] = ()
    different: tuple[frozenset[str], ...] = ()

    def forbids(self, one: str, other: str) -> bool:
        """Whether the two are ruled to be different."""
        return any(one in group and other in group for group in self.different)


@dataclass(frozen=True, slots=True)
class Known:
    """One instance as all documents together tell of it; ``first`` is the date and id of the oldest of them."""

    instance: Instance
    name: str
    type: EntityType
    named: bool
    listed: bool
    wikidata: str | None
    first: tuple[dt.date, str]

    @property
    def id(self) -> str:
        """The id in the documents."""
        return self.instance[0]

    @property
    def context(self) -> Context:
        """The context in the documents."""
        return self.instance[1]


@dataclass(slots=True)
class Node:
    """One entity in the making."""

    id: str
    name: str
    type: EntityType
    listed: bool
    first: tuple[dt.date, str]
    wikidata: str | None = None
    named: bool = True
    offices: set[tuple[str, str]] = field(default_factory=set)

    @property
    def context(self) -> Context:
        """Its offices, as a context."""
        return Context(tuple(sorted(self.offices)))

    @property
    def rank(self) -> tuple[object, ...]:
        """Who is listed gives the id, else who was first named."""
        return (not self.listed, self.first, self.id)


@dataclass(frozen=True, slots=True)
class Identities:
    """The outcome: every instance's entity, and how it came about; ``joins`` and ``doubts`` are sorted.

    ``idle`` holds the rulings that change nothing because the graph has fewer than two of their ids.
    """

    joins: tuple[Join, ...]
    doubts: tuple[Doubt, ...]
    idle: tuple[frozenset[str], ...]
    _entity: Mapping[Instance, str]
    _own: frozenset[Instance]

    @property
    def renamed(self) -> dict[str, str]:
        """The ids that mean one entity in all documents, where that goes by another id."""
        meant: defaultdict[str, set[str]] = defaultdict(set)
        for instance, entity in self._entity.items():
            meant[instance[0]].add(entity)
        return {one: min(found) for one, found in meant.items() if len(found) == 1 and found != {one}}

    def of(self, instance: Instance) -> str:
        """The entity that an instance is; its own id where nothing is known of it."""
        return self._entity.get(instance, instance[0])

    def keeps_its_name(self, instance: Instance) -> bool:
        """Whether the entity goes by the instance's id, so that it is called as the instance is."""
        return instance in self._own

    def ids(self) -> frozenset[str]:
        """Every entity that is left."""
        return frozenset(self._entity.values())
