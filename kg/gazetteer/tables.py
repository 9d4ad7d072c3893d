"""Reading the tables in ``ontology/gazetteer/``: every complaint names the file and the line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple, TypeVar

from kg.errors import OntologyError
from kg.gazetteer.entries import GazetteerEntry, Gender, Name, NameKind, OfficeHolder, OfficeModifier, OfficeTitle
from kg.gazetteer.spelling import normalise
from kg.model import EntityType

__all__ = [
    "capital_metonyms",
    "read_entries",
    "read_given_names",
    "read_holders",
    "read_metonyms",
    "read_modifiers",
    "read_titles",
]

_E = TypeVar("_E", bound=StrEnum)
_ENTRY_TABLES = (
    ("countries.tsv", EntityType.COUNTRY),
    ("places.tsv", EntityType.PLACE),
    ("organizations.tsv", EntityType.ORGANIZATION),
    ("persons.tsv", EntityType.PERSON),
)
_NAME_COLUMNS = (
    ("aliases", NameKind.ALIAS),
    ("acronyms", NameKind.ACRONYM),
    ("historic", NameKind.HISTORIC),
    ("demonyms", NameKind.DEMONYM),
)


class _Row(NamedTuple):
    """One line of a table. A column that the table lacks reads as an empty cell."""

    path: Path
    line: int
    cells: dict[str, str]

    def fail(self, message: str) -> OntologyError:
        return OntologyError(f"{self.path}:{self.line}: {message}")

    def text(self, column: str) -> str:
        value = self.cells.get(column)
        if not value:
            raise self.fail(f"column {column!r} is empty: fill it in")
        return value

    def optional(self, column: str) -> str | None:
        return self.cells.get(column) or None

    def items(self, column: str) -> tuple[str, ...]:
        value = self.cells.get(column)
        return tuple(value.split("|")) if value else ()

    def decimal(self, column: str) -> float | None:
        value = self.cells.get(column)
        try:
            return float(value) if value else None
        except ValueError:
            raise self.fail(f"column {column!r} holds {value!r}, which is no number") from None

    def date(self, column: str) -> dt.date | None:
        value = self.cells.get(column)
        try:
            return dt.date.fromisoformat(value) if value else None
        except ValueError:
            raise self.fail(f"column {column!r} holds {value!r}, which is no date (YYYY-MM-DD)") from None

    def term(self, column: str, allowed: type[_E]) -> _E:
        value = self.text(column)
        try:
            return allowed(value)
        except ValueError:
            raise self.fail(f"column {column!r} holds {value!r}; it may hold {', '.join(allowed)}") from None

    def reference(self, column: str, known: Mapping[str, object]) -> str | None:
        value = self.optional(column)
        if value is not None and value not in known:
            raise self.fail(f"column {column!r} refers to {value!r}, which no table has as an id")
        return value


def _rows(path: Path) -> Iterator[_Row]:
    """The rows of a tab-separated table with a header line; every row must have as many cells as the header."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except FileNotFoundError:
        raise OntologyError(f"{path}: this table of the gazetteer is missing; install the package again") from None
    except UnicodeDecodeError as error:
        raise OntologyError(f"{path}: not UTF-8 at byte {error.start}; save it as UTF-8") from None
    columns = lines[0].split("\t")
    for number, line in enumerate(lines[1:], start=2):
        if not line:
            continue
        cells = line.split("\t")
        if len(cells) != len(columns):
            raise OntologyError(f"{path}:{number}: {len(cells)} cells where the header has {len(columns)} columns")
        yield _Row(path, number, dict(zip(columns, cells, strict=True)))


def read_entries(folder: Path) -> tuple[dict[str, GazetteerEntry], list[Name]]:
    """The entries of the four tables by id, and their names in the order of the tables."""
    rows: dict[str, tuple[_Row, EntityType]] = {}
    for filename, entity_type in _ENTRY_TABLES:
        for row in _rows(folder / filename):
            first, _ = rows.setdefault(row.text("id"), (row, entity_type))
            if first is not row:
                raise row.fail(f"id {row.text('id')!r} stands already at {first.path.name}:{first.line}")
    entries = {entry_id: _entry(row, entity_type, rows) for entry_id, (row, entity_type) in rows.items()}
    return entries, [name for row, _ in rows.values() for name in _names(row)]


def _entry(row: _Row, entity_type: EntityType, known: Mapping[str, object]) -> GazetteerEntry:
    population = row.decimal("population")
    return GazetteerEntry(
        id=row.text("id"),
        type=entity_type,
        name=row.text("name"),
        kind=row.text("kind"),
        wikidata=row.optional("wikidata"),
        country=row.text("id") if entity_type is EntityType.COUNTRY else row.reference("country", known),
        located_in=row.reference("located_in", known),
        parent=row.reference("parent", known),
        latitude=row.decimal("latitude"),
        longitude=row.decimal("longitude"),
        iso2=row.optional("iso2"),
        iso3=row.optional("iso3"),
        capital=row.reference("capital", known),
        population=None if population is None else int(population),
    )


def _names(row: _Row) -> Iterator[Name]:
    """The names that a row gives its entry; the same text is taken once, under its first kind."""
    entry_id, ambiguous = row.text("id"), row.items("ambiguous")
    kinds = {row.text("name"): NameKind.NAME}
    for column, kind in _NAME_COLUMNS:
        for text in row.items(column):
            kinds.setdefault(text, kind)
    unknown = set(ambiguous) - kinds.keys()
    if unknown or "" in kinds:
        raise row.fail(f"column 'ambiguous' holds {sorted(unknown)}, not names here" if unknown else "an empty name")
    for text, kind in kinds.items():
        yield Name(text, entry_id, kind, text in ambiguous)


def capital_metonyms(entries: Mapping[str, GazetteerEntry], names: Iterable[Name]) -> Iterator[Name]:
    """Every name of a capital as a metonym of its country, save where the country bears the same name (Singapore)."""
    countries = {entry.capital: entry.id for entry in entries.values() if entry.capital is not None}
    ruled = set(countries.values())
    own: dict[str, set[str]] = {country: set() for country in ruled}
    seats = []
    for name in names:
        if name.entry_id in ruled:
            own[name.entry_id].add(normalise(name.text))
        elif name.entry_id in countries and name.kind is not NameKind.DEMONYM:
            seats.append(name)
    for name in seats:
        country = countries[name.entry_id]
        if normalise(name.text) not in own[country]:
            yield Name(name.text, country, NameKind.METONYM, name.ambiguous)


def read_metonyms(path: Path, entries: Mapping[str, GazetteerEntry]) -> Iterator[Name]:
    """Seats and institutions that stand for a state or an organization."""
    for row in _rows(path):
        entry_id = row.reference("entry", entries) or row.text("entry")
        ambiguous = row.items("ambiguous")
        yield from (Name(text, entry_id, NameKind.METONYM, text in ambiguous) for text in row.items("names"))


def read_titles(path: Path, entries: Mapping[str, GazetteerEntry]) -> Iterator[OfficeTitle]:
    """The titles of offices."""
    for row in _rows(path):
        yield OfficeTitle(
            row.text("title"),
            row.items("variants"),
            row.text("kind"),
            row.text("scope"),
            row.reference("holder_of", entries),
        )


def read_modifiers(path: Path) -> Iterator[OfficeModifier]:
    """The words before titles."""
    for row in _rows(path):
        yield OfficeModifier(row.text("text"), row.text("effect"))


def read_given_names(path: Path) -> dict[str, Gender]:
    """Given names, folded, and the gender they tell."""
    return {normalise(row.text("name")).casefold(): row.term("gender", Gender) for row in _rows(path)}


def read_holders(path: Path, entries: Mapping[str, GazetteerEntry]) -> Iterator[OfficeHolder]:
    """Who held office when; the column ``country`` has an ISO 3166 code of three letters or an organization's id."""
    jurisdictions = {entry.iso3 or entry.id: entry.id for entry in entries.values()}
    for row in _rows(path):
        jurisdiction = jurisdictions.get(row.text("country"))
        if jurisdiction is None:
            raise row.fail(f"column 'country' holds {row.text('country')!r}: no ISO code in countries.tsv, and no id")
        yield OfficeHolder(
            row.text("person"),
            row.text("name"),
            row.items("aliases"),
            jurisdiction,
            row.text("role"),
            row.optional("title"),
            row.date("start"),
            row.date("end"),
        )
