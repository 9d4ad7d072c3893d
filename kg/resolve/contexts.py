"""What a document tells around an entity, by which two bearers of one name are told apart.

Only entities whose name alone does not say who they are have a context: persons and bodies that the gazetteer does not
list. What the gazetteer lists was told apart when it was linked.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from kg.gazetteer import Gazetteer, slug
from kg.model import DocumentFacts, Entity, EntityType, Mention, Tenure

__all__ = ["Context", "Instance", "Surroundings", "listed", "state_of"]

# Bodies of which one state has many, one in each place: the name without the place names none of them.
_POSTED_ABROAD: Final = re.compile(r"\b(?:embassy|consulate|consulate general|high commission)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Context:
    """What tells one bearer of a name from another, as one document has it; every part is sorted.

    ``offices`` are slugs of titles with the state they belong to, ``countries`` those that the document mentions,
    ``host`` is the country in which an embassy stands; a ``vague`` name says by itself too little of who it is.
    """

    offices: tuple[tuple[str, str], ...] = ()
    countries: tuple[str, ...] = ()
    host: str | None = None
    vague: bool = False

    @property
    def key(self) -> tuple[object, ...]:
        """Sorts contexts."""
        return (self.offices, self.countries, self.host or "", self.vague)

    @property
    def states(self) -> frozenset[str]:
        """The states whose offices the person holds."""
        return frozenset(state for _, state in self.offices)

    @property
    def titles(self) -> frozenset[str]:
        """The titles that the person bears."""
        return frozenset(title for title, _ in self.offices)

    def contradicts(self, other: Context) -> bool:
        """Whether nobody is both: other offices, and those of other states."""
        if not self.offices or not other.offices:
            return False
        return not self.states & other.states and not self.titles & other.titles


Instance: TypeAlias = tuple[str, Context]
"""An entity's id in a document, and its context there; all documents with the same pair mean the same entity."""

_NONE: Final = Context()


def listed(entity: Entity, gazetteer: Gazetteer) -> bool:
    """Whether the gazetteer, or Wikidata, knows the entity: then its id says who it is."""
    return entity.wikidata is not None or entity.id in gazetteer.entries


def state_of(entity: str | None, gazetteer: Gazetteer) -> str | None:
    """The country that a country, place or body is of, itself if it is one; None where that is not known."""
    entry = None if entity is None else gazetteer.entries.get(entity)
    if entry is None:
        return None
    return entry.id if entry.type is EntityType.COUNTRY else entry.country


@dataclass(slots=True)
class Surroundings:
    """Finds the contexts of one document's entities."""

    facts: DocumentFacts
    gazetteer: Gazetteer
    _countries: tuple[str, ...] = field(init=False)
    _offices: Mapping[str, tuple[tuple[str, str], ...]] = field(init=False)

    def __post_init__(self) -> None:
        """Read the document's countries and tenures once."""
        self._countries = tuple(sorted(e.id for e in self.facts.entities if e.type is EntityType.COUNTRY))
        self._offices = _offices(self.facts.tenures, self.gazetteer)

    def instances(self) -> dict[str, Instance]:
        """Every entity of the document with its context."""
        return {entity.id: (entity.id, self._context(entity)) for entity in self.facts.entities}

    def _context(self, entity: Entity) -> Context:
        if listed(entity, self.gazetteer):
            return _NONE
        if not entity.named:
            return Context(countries=self._countries, vague=True)
        if entity.type is EntityType.PERSON:
            short = " " not in entity.name.strip()
            return Context(self._offices.get(entity.id, ()), self._countries if short else (), vague=short)
        if entity.type is EntityType.ORGANIZATION and _POSTED_ABROAD.search(entity.name):
            return Context(host=self._host(entity))
        if entity.type is EntityType.ORGANIZATION and slug(entity.name).split("-")[-1] in _INSTITUTIONS:
            return Context(countries=self._countries, vague=True)
        return _NONE

    def _host(self, embassy: Entity) -> str | None:
        """The country of the place that is named next to the embassy, not its own."""
        own = {self._country(m) for m in self.facts.mentions if self._inside(m, embassy.id)} - {None}
        own |= {entry.entry_id for entry in self.gazetteer.lookup(embassy.name.split()[0])}
        nearest = min(
            (
                (abs(place.begin - mention.begin), country)
                for mention in self.facts.mentions
                if mention.entity == embassy.id
                for place in self.facts.mentions
                if (country := self._country(place)) is not None
                and country not in own
                and "\n" not in self.facts.document.text[min(place.begin, mention.begin) : max(place.end, mention.end)]
            ),
            default=None,
        )
        return None if nearest is None else nearest[1]

    def _inside(self, mention: Mention, embassy: str) -> bool:
        """Whether the mention is part of a name of the embassy ("U.S." in "U.S. Embassy")."""
        return mention.entity != embassy and any(
            other.begin <= mention.begin and mention.end <= other.end
            for other in self.facts.mentions
            if other.entity == embassy
        )

    def _country(self, mention: Mention) -> str | None:
        entry = self.gazetteer.entries.get(mention.entity)
        if entry is None or entry.type not in {EntityType.COUNTRY, EntityType.PLACE}:
            return None
        return state_of(entry.id, self.gazetteer)


_INSTITUTIONS: Final = frozenset(
    "ministry department parliament government opposition rebels army police court council congress senate cabinet "
    "presidency service agency forces troops militants officials authorities".split()
)


def _offices(tenures: Iterable[Tenure], gazetteer: Gazetteer) -> Mapping[str, tuple[tuple[str, str], ...]]:
    held: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    for tenure in tenures:
        state = state_of(tenure.jurisdiction, gazetteer)
        if state is not None:
            held[tenure.person].add((slug(tenure.title), state))
    return {person: tuple(sorted(offices)) for person, offices in held.items()}
