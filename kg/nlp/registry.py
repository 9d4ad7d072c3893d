"""The entities of one document as they come to light: ids, names and every surface form seen."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace

from kg.gazetteer import Gazetteer, GazetteerEntry, slug
from kg.model import Entity, EntityType

__all__ = ["Registry", "entity_of"]


@dataclass(slots=True)
class _Draft:
    type: EntityType
    name: str
    named: bool
    aliases: dict[str, None] = field(default_factory=dict)


class Registry:
    """Collects the entities of one document; ids are a pure function of the gazetteer, or of name and type."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self._drafts: dict[str, _Draft] = {}

    def known(self, entry_id: str, surface: str | None = None) -> str:
        """Take in an entry of the gazetteer, seen as ``surface``; returns its id."""
        entry = self.gazetteer.entry(entry_id)
        return self._add(entry.id, entry.type, entry.name, surface)

    def person(self, person_id: str, name: str, surface: str) -> str:
        """Take in a person of the gazetteer's office holders; returns the id."""
        return self._add(person_id, EntityType.PERSON, name, surface)

    def new(self, name: str, entity_type: EntityType, surface: str, *, named: bool = True) -> str:
        """Take in an entity that the gazetteer does not have; returns the id its name and type make."""
        entity_id = slug(name) or f"name-{hashlib.sha256(name.encode()).hexdigest()[:10]}"
        if entity_id in self.gazetteer.entries and self.gazetteer.entry(entity_id).type is not entity_type:
            entity_id = f"{entity_id}-{entity_type.lower()}"
        return self._add(entity_id, entity_type, name, surface, named=named)

    def _add(
        self, entity_id: str, entity_type: EntityType, name: str, surface: str | None, *, named: bool = True
    ) -> str:
        draft = self._drafts.setdefault(entity_id, _Draft(entity_type, name, named))
        if surface:
            draft.aliases.setdefault(" ".join(surface.split()))
        return entity_id

    def seen(self, entity_id: str, surface: str) -> None:
        """Take note that an entity was seen under another form."""
        self._drafts[entity_id].aliases.setdefault(surface)

    def type_of(self, entity_id: str) -> EntityType:
        """The type of an entity taken in."""
        return self._drafts[entity_id].type

    def entities(self) -> tuple[Entity, ...]:
        """Everything taken in, in order of id."""
        return tuple(self._entity(entity_id, self._drafts[entity_id]) for entity_id in sorted(self._drafts))

    def _entity(self, entity_id: str, draft: _Draft) -> Entity:
        aliases = tuple(sorted(draft.aliases))
        entry = self.gazetteer.entries.get(entity_id)
        if entry is None:
            return Entity(entity_id, draft.type, draft.name, aliases, named=draft.named)
        return replace(entity_of(entry), aliases=aliases)


def entity_of(entry: GazetteerEntry) -> Entity:
    """The entity that an entry of the gazetteer makes, without any form seen."""
    return Entity(
        entry.id, entry.type, entry.name,
        wikidata=entry.wikidata, located_in=entry.located_in, latitude=entry.latitude, longitude=entry.longitude,
    )  # fmt: skip
