"""People, organizations, countries and places: found by name, and told whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from api.records.base import (
    Description,
    Evidence,
    Ref,
    accounts_of,
    evidence_of,
    node_of,
    one_ref,
    sources,
    targets,
)
from api.records.doubts import CandidateItem, Doubts
from api.state import State
from kg.errors import InputError
from kg.network import Node
from kg.network.records import ENTITY_TYPES, FACT_TYPES, MEETING_TYPES
from kg.search import MOST_HITS
from kg.vocab import DM, OWL

__all__ = [
    "EntityItem",
    "EntityRecord",
    "NameIndex",
    "TenureItem",
    "entity_item",
    "entity_record",
    "is_named",
    "same_as",
]


@dataclass(frozen=True, slots=True)
class EntityItem:
    """An entity in a list.

    ``mentions`` counts passages that name it, ``documents`` those they stand in; ``first`` and ``last`` are the dates
    of the earliest and latest of these documents. ``candidates`` are what it may be as well, where that is not sure.
    """

    id: str
    iri: str
    label: str
    type: str
    aliases: tuple[str, ...]
    wikidata: str | None
    mentions: int
    documents: int
    first: str | None
    last: str | None
    candidates: tuple[CandidateItem, ...]


@dataclass(frozen=True, slots=True)
class TenureItem:
    """Somebody's holding of an office, as one article tells it on its date."""

    id: str
    iri: str
    label: str
    type: str
    holder: Ref | None
    office: Ref | None
    title: str | None
    jurisdiction: Ref | None
    as_of: str | None
    former: bool
    confidence: float | None
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class EntityRecord:
    """All that is known of an entity itself; what it took part in stands in lists of its own.

    ``counts`` has the number of facts it has a part in, by kind; ``candidates`` are what it may be as well, where that
    is not sure.
    """

    id: str
    iri: str
    label: str
    type: str
    aliases: tuple[str, ...]
    wikidata: str | None
    same_as: tuple[str, ...]
    named: bool
    located_in: Ref | None
    latitude: float | None
    longitude: float | None
    mentions: int
    documents: int
    first: str | None
    last: str | None
    sentence: str | None
    offices: tuple[TenureItem, ...]
    counts: Mapping[str, int]
    candidates: tuple[CandidateItem, ...]
    snapshot: str


class NameIndex:
    """Entities by their names, through the full text of the state (:mod:`kg.search`).

    Args:
        state: whose entities.
    """

    def __init__(self, state: State) -> None:
        self._state = state

    @cached_property
    def _all(self) -> tuple[Node, ...]:
        entities = [node for node in self._state.network.view().nodes.values() if node.type in ENTITY_TYPES]
        return tuple(sorted(entities, key=lambda node: (-node.evidence, node.label, node.id)))

    def search(self, wanted: str | None, types: Collection[str], most: int = MOST_HITS) -> tuple[Node, ...]:
        """The entities that a name may mean, best first.

        Case and accents do not matter; all words have to be there, the last one may be unfinished.

        Args:
            wanted: the name, or its beginning; None for all, the most mentioned first.
            types: the types to look among; empty for all.
            most: how many of a name at most.
        """
        if wanted is None:
            return tuple(node for node in self._all if not types or node.type in types)
        nodes = self._state.network.view().nodes
        try:
            hits = self._state.index.names(wanted, types, most)
        except InputError:
            return ()  # nothing is called by what holds no word
        found = (nodes.get(self._state.local(hit.iri)) for hit in hits)
        return tuple(node for node in found if node is not None)


def entity_item(node: Node, candidates: tuple[CandidateItem, ...] = ()) -> EntityItem:
    """An entity for a list, with what it may be as well."""
    return EntityItem(
        id=node.id,
        iri=node.iri,
        label=node.label,
        type=node.type,
        aliases=node.aliases,
        wikidata=node.wikidata,
        mentions=node.evidence,
        documents=node.documents,
        first=node.start,
        last=node.end,
        candidates=candidates,
    )


def entity_record(state: State, name: str) -> EntityRecord:
    """An entity by its id or IRI.

    Raises:
        NotFoundError: no entity is called so.
    """
    node = node_of(state, name, "entity", ENTITY_TYPES)
    told = tuple(accounts_of(state, node.iri).values())
    return EntityRecord(
        id=node.id,
        iri=node.iri,
        label=node.label,
        type=node.type,
        aliases=node.aliases,
        wikidata=node.wikidata,
        same_as=same_as(told),
        named=is_named(told),
        located_in=one_ref(state, targets(state, node.id, "locatedIn")),
        latitude=node.latitude,
        longitude=node.longitude,
        mentions=node.evidence,
        documents=node.documents,
        first=node.start,
        last=node.end,
        sentence=node.sentence,
        offices=_tenures(state, sources(state, node.id, "officeHolder")),
        counts=_counts(state, node.id),
        candidates=state.kept(Doubts).of(node.id),
        snapshot=state.snapshot,
    )


def same_as(told: Iterable[Description]) -> tuple[str, ...]:
    """The IRIs that others have for an entity, by all accounts of it, sorted."""
    return tuple(sorted({iri for account in told for iri in account.all(OWL.sameAs)}))


def is_named(told: Iterable[Description]) -> bool:
    """Whether an entity has a name: whoever is only described is told so."""
    return not any(account.one(DM.named) == "false" for account in told)


def _tenures(state: State, ids: Iterable[str]) -> tuple[TenureItem, ...]:
    found = [_tenure(state, state.network.node(each)) for each in ids]
    return tuple(sorted(found, key=lambda each: (each.as_of or "", each.label, each.id)))


def _tenure(state: State, node: Node) -> TenureItem:
    told = next(iter(accounts_of(state, node.iri).values()))
    office = one_ref(state, targets(state, node.id, "office"))
    title = None if office is None else next(iter(accounts_of(state, office.iri).values())).one(DM.title)
    return TenureItem(
        id=node.id,
        iri=node.iri,
        label=node.label,
        type=node.type,
        holder=one_ref(state, targets(state, node.id, "officeHolder")),
        office=office,
        title=title,
        jurisdiction=None if office is None else one_ref(state, targets(state, office.id, "jurisdiction")),
        as_of=told.one(DM.asOf),
        former=told.one(DM.former) == "true",
        confidence=told.number(DM.confidence),
        evidence=evidence_of(state, told.all(DM.evidence)),
    )


def _counts(state: State, node_id: str) -> Mapping[str, int]:
    facts = {edge.source for edge in state.network.view().incident(node_id) if edge.target == node_id}
    types = Counter(state.network.node(fact).type for fact in facts)
    return {
        "meetings": sum(types[kind] for kind in MEETING_TYPES),
        **{f"{kind.lower()}s": types[kind] for kind in FACT_TYPES if kind not in MEETING_TYPES},
    }
