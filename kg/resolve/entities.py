"""Entities of many documents drawn together: who is the same one, who is not, and who stays in doubt."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from kg.gazetteer import Gazetteer, as_written
from kg.model import DocumentFacts, Entity, EntityType, MentionKind
from kg.resolve.contexts import Context, Instance, Surroundings, listed
from kg.resolve.identity import judge
from kg.resolve.judgement import Identities, Judged, Known

__all__ = ["EntityTally"]

T = TypeVar("T", str, tuple[float, float])


@dataclass(slots=True)
class _Seen:
    """What the documents say of one instance; every count is of documents."""

    types: Counter[EntityType] = field(default_factory=Counter)
    names: Counter[str] = field(default_factory=Counter)
    authoritative: Counter[str] = field(default_factory=Counter)
    aliases: set[str] = field(default_factory=set)
    wikidata: Counter[str] = field(default_factory=Counter)
    located_in: Counter[str] = field(default_factory=Counter)
    positions: Counter[tuple[float, float]] = field(default_factory=Counter)
    named: bool = False
    listed: bool = False
    first: tuple[dt.date, str] = (dt.date.max, "")

    def add(self, entity: Entity, age: tuple[dt.date, str], *, known: bool) -> None:
        self.types[entity.type] += 1
        self.names[entity.name] += 1
        self.aliases.update(entity.aliases, (entity.name,))
        self.named = self.named or entity.named
        self.listed = self.listed or known
        self.first = min(self.first, age)
        if entity.wikidata is not None:
            self.wikidata[entity.wikidata] += 1
            self.authoritative[entity.name] += 1
        if entity.located_in is not None:
            self.located_in[entity.located_in] += 1
        if entity.latitude is not None and entity.longitude is not None:
            self.positions[entity.latitude, entity.longitude] += 1

    def join(self, other: _Seen) -> None:
        """Take in what was seen of another instance of the same entity under the same id."""
        for mine, theirs in (
            (self.types, other.types),
            (self.names, other.names),
            (self.authoritative, other.authoritative),
            (self.wikidata, other.wikidata),
            (self.located_in, other.located_in),
            (self.positions, other.positions),
        ):
            mine.update(theirs)  # type: ignore[arg-type] # each pair counts the same kind of thing
        self.aliases |= other.aliases
        self.named = self.named or other.named
        self.listed = self.listed or other.listed
        self.first = min(self.first, other.first)

    def name(self) -> str:
        """The gazetteer's name where there is one (only its entries have a Wikidata id); else the one most used."""
        names = self.authoritative or self.names
        return min(names, key=lambda name: (-names[name], -len(name.split()), -len(name), name))

    def type(self) -> EntityType:
        return min(self.types, key=lambda kind: (-self.types[kind], kind))


class EntityTally:
    """Counts what documents say of entities, in any order, and draws it together at the end.

    Args:
        gazetteer: what is known beforehand.
    """

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._seen: defaultdict[Instance, _Seen] = defaultdict(_Seen)

    def add(self, facts: DocumentFacts) -> dict[str, Instance]:
        """Take in one document's entities, and the names by which its text mentions them; gives their instances."""
        instances = Surroundings(facts, self._gazetteer).instances()
        age = (facts.document.published, facts.document.id)
        for entity in facts.entities:
            self._seen[instances[entity.id]].add(entity, age, known=listed(entity, self._gazetteer))
        for mention in facts.mentions:
            if mention.kind is MentionKind.NAME and mention.entity in instances:
                self._seen[instances[mention.entity]].aliases.add(as_written(mention.text))
        return instances

    def identities(self, decided: Judged) -> Identities:
        """Which instances are one entity, and under which id.

        Args:
            decided: what an analyst has said of it, which comes before every rule.
        """
        known = (
            Known(
                instance,
                seen.name(),
                seen.type(),
                seen.named,
                seen.listed,
                min(seen.wikidata, default=None),
                seen.first,
            )
            for instance, seen in self._seen.items()
        )
        return judge(known, self._gazetteer, decided)

    def merged(self, identities: Identities) -> tuple[Entity, ...]:
        """Every entity once, sorted by id; an entity that joins another one lends it its names."""
        own: dict[str, _Seen] = {}
        lent: defaultdict[str, set[str]] = defaultdict(set)
        for instance in sorted(self._seen, key=lambda one: (one[0], one[1].key)):
            seen, entity = self._seen[instance], identities.of(instance)
            if identities.keeps_its_name(instance):
                own.setdefault(entity, _Seen()).join(seen)
            else:
                lent[entity] |= seen.aliases
        places = {instance[0]: identities.of(instance) for instance in self._seen if instance[1] == Context()}
        return tuple(self._entity(entity, own[entity], lent[entity], places) for entity in sorted(own))

    def _entity(self, identifier: str, seen: _Seen, lent: set[str], places: Mapping[str, str]) -> Entity:
        name = seen.name()
        around = _most_common(seen.located_in)
        latitude, longitude = _most_common(seen.positions) or (None, None)
        return Entity(
            id=identifier,
            type=seen.type(),
            name=name,
            aliases=tuple(sorted((seen.aliases | lent) - {name})),
            wikidata=_most_common(seen.wikidata),
            located_in=None if around is None else places.get(around),
            latitude=latitude,
            longitude=longitude,
            named=seen.named,
        )


def _most_common(counted: Counter[T]) -> T | None:
    return min(counted, key=lambda item: (-counted[item], item), default=None)
