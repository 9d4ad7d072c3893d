"""Entities of many documents drawn together: one entity an id, and the short-named person who can be only one other."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from kg.gazetteer import normalise
from kg.model import Entity, EntityType, Mention, MentionKind

__all__ = ["EntityTally", "Join"]

T = TypeVar("T", str, tuple[float, float])


@dataclass(frozen=True, slots=True, order=True)
class Join:
    """That the entity ``entity`` is taken for the entity ``into``, and why."""

    entity: str
    into: str
    reason: str


@dataclass(slots=True)
class _Seen:
    """What the documents say of one id; every count is of documents."""

    types: Counter[EntityType] = field(default_factory=Counter)
    names: Counter[str] = field(default_factory=Counter)
    authoritative: Counter[str] = field(default_factory=Counter)
    aliases: set[str] = field(default_factory=set)
    wikidata: Counter[str] = field(default_factory=Counter)
    located_in: Counter[str] = field(default_factory=Counter)
    positions: Counter[tuple[float, float]] = field(default_factory=Counter)
    named: bool = False

    def add(self, entity: Entity) -> None:
        self.types[entity.type] += 1
        self.names[entity.name] += 1
        self.aliases.update(entity.aliases, (entity.name,))
        self.named = self.named or entity.named
        if entity.wikidata is not None:
            self.wikidata[entity.wikidata] += 1
            self.authoritative[entity.name] += 1
        if entity.located_in is not None:
            self.located_in[entity.located_in] += 1
        if entity.latitude is not None and entity.longitude is not None:
            self.positions[entity.latitude, entity.longitude] += 1

    def name(self) -> str:
        """The gazetteer's name where there is one (only its entries have a Wikidata id); else the one most used."""
        names = self.authoritative or self.names
        return min(names, key=lambda name: (-names[name], -len(name.split()), -len(name), name))

    def type(self) -> EntityType:
        return min(self.types, key=lambda kind: (-self.types[kind], kind))


class EntityTally:
    """Counts what documents say of entities, in any order, and draws it together at the end."""

    def __init__(self) -> None:
        self._seen: defaultdict[str, _Seen] = defaultdict(_Seen)

    def add(self, entities: Iterable[Entity], mentions: Iterable[Mention]) -> None:
        """Take in one document's entities, and the names by which its text mentions them."""
        for entity in entities:
            self._seen[entity.id].add(entity)
        for mention in mentions:
            if mention.kind is MentionKind.NAME and mention.entity in self._seen:
                self._seen[mention.entity].aliases.add(" ".join(mention.text.split()))

    def joins(self) -> tuple[Join, ...]:
        """The persons known by one word alone who can be only one of the fully named persons.

        "Lavrov" in one document is Sergey Lavrov of another if no other Lavrov is known; with two, he stays apart.
        """
        full, short = self._persons_by_surname()
        return tuple(
            Join(entity, full[surname][0], f"the only person with the surname {surname!r} who is named in full")
            for entity, surname in sorted(short.items())
            if len(full.get(surname, ())) == 1
        )

    def _persons_by_surname(self) -> tuple[Mapping[str, list[str]], Mapping[str, str]]:
        full: defaultdict[str, list[str]] = defaultdict(list)
        short: dict[str, str] = {}
        for entity, seen in self._seen.items():
            words = normalise(seen.name()).casefold().split()
            if seen.type() is not EntityType.PERSON or not seen.named or not words:
                continue
            if len(words) > 1:
                full[words[-1]].append(entity)
            elif not seen.wikidata:
                short[entity] = words[0]
        return full, short

    def merged(self, joins: Iterable[Join]) -> tuple[Entity, ...]:
        """Every entity once, sorted by id; an entity that joins another one lends it its names."""
        into = {join.entity: join.into for join in joins}
        lent: defaultdict[str, set[str]] = defaultdict(set)
        for entity, target in into.items():
            lent[target] |= self._seen[entity].aliases
        return tuple(self._entity(entity, lent[entity], into) for entity in sorted(self._seen.keys() - into.keys()))

    def _entity(self, identifier: str, lent: set[str], into: Mapping[str, str]) -> Entity:
        seen = self._seen[identifier]
        name = seen.name()
        around = _most_common(seen.located_in)
        around = around if around is None else into.get(around, around)
        latitude, longitude = _most_common(seen.positions) or (None, None)
        return Entity(
            id=identifier,
            type=seen.type(),
            name=name,
            aliases=tuple(sorted((seen.aliases | lent) - {name})),
            wikidata=_most_common(seen.wikidata),
            located_in=around if around in self._seen else None,
            latitude=latitude,
            longitude=longitude,
            named=seen.named,
        )


def _most_common(counted: Counter[T]) -> T | None:
    return min(counted, key=lambda item: (-counted[item], item), default=None)
