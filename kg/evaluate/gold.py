"""Gold facts: what a careful reader takes from an article, one JSON file an article."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from kg.errors import InputError
from kg.evaluate.agreement import cut, normalized
from kg.model import EntityType, EventType, MeetingStatus, Stance

__all__ = [
    "GoldDocument",
    "GoldEntity",
    "GoldInteraction",
    "GoldMeeting",
    "GoldOffice",
    "GoldPosition",
    "GoldStatement",
    "load_gold",
]

_TYPES: Final = frozenset(EntityType)
_STATUSES: Final = frozenset(status.lower() for status in MeetingStatus)
_EVENT_TYPES: Final = frozenset(EventType)
_STANCES: Final = frozenset(stance.lower() for stance in Stance)


@dataclass(frozen=True, slots=True)
class GoldEntity:
    """An entity. ``names`` are the name and the aliases, normalised; ``named`` is false for groups without a name."""

    id: str
    type: str
    name: str
    names: frozenset[str]
    wikidata: str | None = None
    named: bool = True

    def __str__(self) -> str:
        return f"{self.type} {self.name}"


@dataclass(frozen=True, slots=True)
class GoldOffice:
    """A person's office, and whose it is where that is told."""

    person: GoldEntity
    title: str
    of: GoldEntity | None

    def __str__(self) -> str:
        return f"{self.person.id} | {self.title} | {self.of.id if self.of else '-'}"


@dataclass(frozen=True, slots=True)
class GoldMeeting:
    """An occasion. ``date`` is a day, month or year in ISO 8601, or a range of days joined by ``/``."""

    participants: tuple[GoldEntity, ...]
    place: GoldEntity | None
    date: str | None
    status: str | None
    evidence: tuple[str, ...]

    def __str__(self) -> str:
        who, place = "+".join(one.id for one in self.participants), self.place.id if self.place else "-"
        return f"{who or '-'} @ {place} on {self.date or '-'} {self.status or '-'}"


@dataclass(frozen=True, slots=True)
class GoldPosition:
    """A stance. The system's issue must hold one keyword of each group of ``issue``."""

    holder: GoldEntity
    stance: str
    issue: tuple[tuple[str, ...], ...]
    evidence: tuple[str, ...]

    def __str__(self) -> str:
        issue = " & ".join("/".join(group) for group in self.issue)
        return f"{self.holder.id} {self.stance} {issue} :: {cut(' … '.join(self.evidence))}"


@dataclass(frozen=True, slots=True)
class GoldStatement:
    """A direct quotation and its speaker."""

    speaker: GoldEntity
    quote: str

    def __str__(self) -> str:
        return f"{self.speaker.id}: {cut(self.quote)}"


@dataclass(frozen=True, slots=True)
class GoldInteraction:
    """What one actor does to another, in PLOVER's event types."""

    source: GoldEntity
    target: GoldEntity
    event_type: str
    evidence: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.source.id} {self.event_type} {self.target.id} :: {cut(' / '.join(self.evidence))}"


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """The facts of the article whose identifier is ``id``; ``interactions`` is None where nobody looked for any."""

    id: str
    entities: tuple[GoldEntity, ...]
    offices: tuple[GoldOffice, ...] = ()
    meetings: tuple[GoldMeeting, ...] = ()
    positions: tuple[GoldPosition, ...] = ()
    statements: tuple[GoldStatement, ...] = ()
    interactions: tuple[GoldInteraction, ...] | None = None


def load_gold(place: Path) -> tuple[GoldDocument, ...]:
    """The gold facts of a folder's ``*.json`` files, in sorted order, or of one file.

    Raises:
        InputError: there is no such file, or one is not in the gold format; it names the file and the field.
    """
    files = sorted(place.glob("*.json")) if place.is_dir() else [place]
    if not files:
        raise InputError(str(place), "holds no gold file; give a folder of *.json files, one an article")
    return tuple(map(_load, files))


def _load(path: Path) -> GoldDocument:
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(str(path), f"cannot be read: {error.strerror or error}; check the path") from error
    except json.JSONDecodeError as error:
        raise InputError(str(path), f"is not JSON: {error.msg}", line=error.lineno) from error
    except (UnicodeDecodeError, RecursionError) as error:
        raise InputError(str(path), "is not JSON in UTF-8; correct the file") from error
    root = _Record(str(path), "", value)
    entities = _entities(root)
    return GoldDocument(
        id=root.text("doc"),
        entities=tuple(entities.values()),
        offices=tuple(_office(record, entities) for record in root.records("offices")),
        meetings=tuple(_meeting(record, entities) for record in root.records("meetings")),
        positions=tuple(_position(record, entities) for record in root.records("positions")),
        statements=tuple(_statement(record, entities) for record in root.records("statements")),
        interactions=(
            tuple(_interaction(record, entities) for record in root.records("interactions"))
            if root.has("interactions")
            else None
        ),
    )


class _Record:
    """One object of a gold file, read field by field; every error names the field by its path."""

    def __init__(self, source: str, path: str, value: Any) -> None:
        self._source = source
        self._path = path
        if not isinstance(value, dict):
            raise InputError(source, f"{path or 'the file'} is no JSON object")
        self._value: dict[str, Any] = value

    def fail(self, field: str, expected: str) -> InputError:
        """The error that says what a field should be."""
        path = f"{self._path}.{field}" if self._path else field
        return InputError(self._source, f"the field {path} is not {expected}; see the gold format")

    def has(self, field: str) -> bool:
        """Whether the field is there at all."""
        return field in self._value

    def optional(self, field: str) -> str | None:
        """A string, None where it is missing, null or empty."""
        value = self._value.get(field)
        if value is not None and not isinstance(value, str):
            raise self.fail(field, "a string")
        return value or None

    def text(self, field: str) -> str:
        """A string that is not empty."""
        value = self.optional(field)
        if value is None:
            raise self.fail(field, "a string")
        return value

    def flag(self, field: str, *, default: bool) -> bool:
        """True or false."""
        value = self._value.get(field, default)
        if not isinstance(value, bool):
            raise self.fail(field, "true or false")
        return value

    def texts(self, field: str) -> tuple[str, ...]:
        """A list of strings; empty where it is missing."""
        return self._strings(field, self._value.get(field, []))

    def groups(self, field: str) -> tuple[tuple[str, ...], ...]:
        """A list of lists of strings."""
        value = self._value.get(field)
        if not isinstance(value, list):
            raise self.fail(field, "a list of keyword groups")
        return tuple(self._strings(f"{field}[{at}]", group) for at, group in enumerate(value))

    def records(self, field: str) -> Iterator[_Record]:
        """A list of objects; empty where it is missing."""
        value = self._value.get(field, [])
        if not isinstance(value, list):
            raise self.fail(field, "a list")
        path = f"{self._path}.{field}" if self._path else field
        return (_Record(self._source, f"{path}[{at}]", item) for at, item in enumerate(value))

    def word(self, field: str, allowed: frozenset[str]) -> str:
        """A string out of a closed list."""
        value = self.text(field)
        if value not in allowed:
            raise self.fail(field, f"one of {', '.join(sorted(allowed))}")
        return value

    def entity(self, field: str, entities: dict[str, GoldEntity]) -> GoldEntity:
        """The entity whose identifier the field holds."""
        return self.known(field, self.text(field), entities)

    def known(self, field: str, identifier: str, entities: dict[str, GoldEntity]) -> GoldEntity:
        """The entity with this identifier."""
        if identifier not in entities:
            raise self.fail(field, f"the id of an entity of this file ({identifier!r})")
        return entities[identifier]

    def evidence(self, field: str = "evidence") -> tuple[str, ...]:
        """A string or a list of strings."""
        value = self._value.get(field, [])
        return self._strings(field, [value] if isinstance(value, str) else value)

    def _strings(self, field: str, value: Any) -> tuple[str, ...]:
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.fail(field, "a list of strings")
        return tuple(value)


def _entities(root: _Record) -> dict[str, GoldEntity]:
    found: dict[str, GoldEntity] = {}
    for record in root.records("entities"):
        identifier, name = record.text("id"), record.text("name")
        if identifier in found:
            raise record.fail("id", f"used once ({identifier!r})")
        found[identifier] = GoldEntity(
            id=identifier,
            type=record.word("type", _TYPES),
            name=name,
            names=frozenset(map(normalized, (name, *record.texts("aliases")))),
            wikidata=record.optional("wikidata"),
            named=record.flag("named", default=True),
        )
    return found


def _office(record: _Record, entities: dict[str, GoldEntity]) -> GoldOffice:
    of = record.entity("of", entities) if record.optional("of") else None
    return GoldOffice(record.entity("person", entities), record.text("title"), of)


def _meeting(record: _Record, entities: dict[str, GoldEntity]) -> GoldMeeting:
    return GoldMeeting(
        participants=tuple(record.known("participants", one, entities) for one in record.texts("participants")),
        place=record.entity("place", entities) if record.optional("place") else None,
        date=record.optional("date"),
        status=record.word("status", _STATUSES) if record.optional("status") else None,
        evidence=record.evidence(),
    )


def _position(record: _Record, entities: dict[str, GoldEntity]) -> GoldPosition:
    return GoldPosition(
        holder=record.entity("holder", entities),
        stance=record.word("stance", _STANCES),
        issue=record.groups("issue"),
        evidence=record.evidence(),
    )


def _statement(record: _Record, entities: dict[str, GoldEntity]) -> GoldStatement:
    return GoldStatement(record.entity("speaker", entities), record.text("quote"))


def _interaction(record: _Record, entities: dict[str, GoldEntity]) -> GoldInteraction:
    return GoldInteraction(
        source=record.entity("source", entities),
        target=record.entity("target", entities),
        event_type=record.word("type", _EVENT_TYPES),
        evidence=record.evidence(),
    )
