"""The gazetteer itself: all tables in memory, indexed by normalised name, never changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from kg.errors import NotFoundError
from kg.gazetteer import tables
from kg.gazetteer.entries import GazetteerEntry, Gender, Name, NameKind, OfficeHolder, OfficeModifier, OfficeTitle
from kg.gazetteer.spelling import normalise
from kg.model import EntityType
from kg.resources import ontology_path

__all__ = ["Gazetteer", "default_gazetteer"]

_T = TypeVar("_T")

# Where English newspapers keep the family name in front: "Xi" is Xi Jinping's surname, "Ban" Ban Ki-moon's.
_SURNAME_FIRST = frozenset({"china", "taiwan", "hong-kong", "north-korea", "south-korea", "vietnam", "cambodia"})


class _Holders:
    """The office holders, read when first asked for: half of the work of loading, and only some callers need them."""

    def __init__(self, path: Path, entries: Mapping[str, GazetteerEntry]) -> None:
        self._path = path
        self._entries = entries

    @cached_property
    def by_name(self) -> Mapping[str, tuple[OfficeHolder, ...]]:
        """Tenures by folded full name, alias and surname."""
        return _grouped(_keyed(tables.read_holders(self._path, self._entries)))


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Gazetteer:
    """All tables, read once and never changed. Load it with :meth:`load` or share :func:`default_gazetteer`."""

    entries: Mapping[str, GazetteerEntry]
    office_titles: tuple[OfficeTitle, ...]
    office_modifiers: tuple[OfficeModifier, ...]
    _names: tuple[Name, ...]
    _by_entry: Mapping[str, tuple[Name, ...]]
    _by_key: Mapping[str, tuple[Name, ...]]
    _people: Mapping[str, tuple[GazetteerEntry, ...]]
    _holders: _Holders
    _genders: Mapping[str, Gender]

    @classmethod
    def load(cls, folder: Path | None = None) -> Gazetteer:
        """Read the tables in ``folder``, by default those that ship with the package.

        Raises:
            OntologyError: a table is missing, or a row is malformed or refers to nothing; says which file and line.
        """
        folder = ontology_path("gazetteer") if folder is None else folder
        entries, names = tables.read_entries(folder)
        seats = tables.capital_metonyms(entries, names)
        names = list(dict.fromkeys([*names, *seats, *tables.read_metonyms(folder / "metonyms.tsv", entries)]))
        impersonal = tuple(name for name in names if entries[name.entry_id].type is not EntityType.PERSON)
        return cls(
            entries=MappingProxyType(entries),
            office_titles=tuple(tables.read_titles(folder / "office_titles.tsv", entries)),
            office_modifiers=tuple(tables.read_modifiers(folder / "office_modifiers.tsv")),
            _names=impersonal,
            _by_entry=_grouped((name.entry_id, name) for name in names),
            _by_key=_grouped((key, name) for name in impersonal for key in _keys(name.text)),
            _people=_grouped((key, entry) for key, entry in _people(entries, names)),
            _holders=_Holders(folder / "office_holders.tsv", entries),
            _genders=MappingProxyType(tables.read_given_names(folder / "given_names.tsv")),
        )

    def entry(self, entry_id: str) -> GazetteerEntry:
        """The entry with this id.

        Raises:
            NotFoundError: there is none.
        """
        try:
            return self.entries[entry_id]
        except KeyError:
            raise NotFoundError("gazetteer entry", entry_id) from None

    def names_of(self, entry_id: str) -> tuple[Name, ...]:
        """Every name of an entry, the usual one first; none for an id that is not in the gazetteer."""
        return self._by_entry.get(entry_id, ())

    def surfaces(self) -> tuple[Name, ...]:
        """Every name of every country, place and organization, in the order of the tables."""
        return self._names

    def lookup(self, surface: str) -> tuple[Name, ...]:
        """Every name of a country, place or organization that a surface form may be, in the order of the tables.

        Found under :func:`normalise`. A word in capitals that is no acronym ("RUSSIA" in a headline) is also looked up
        with its case folded; the reverse never happens ("us", "who"). People are found with :meth:`people` and
        :meth:`office_holders`: whom a surname means takes the date and the text around it.
        """
        key = normalise(surface)
        return self._by_key.get(key) or self._by_key.get(key.casefold(), ())

    def people(self, name: str) -> tuple[GazetteerEntry, ...]:
        """The well-known people who bear this full name, alias or surname, in the order of the table."""
        return self._people.get(normalise(name).casefold(), ())

    def office_holders(self, name: str) -> tuple[OfficeHolder, ...]:
        """Tenures of the people who bear this full name, alias or surname, in the order of the table.

        Raises:
            OntologyError: a row of their table, which is read when first asked for, is malformed.
        """
        return self._holders.by_name.get(normalise(name).casefold(), ())

    def gender_of(self, given_name: str) -> Gender | None:
        """What a given name says of its bearer's gender; None where it is unknown."""
        return self._genders.get(normalise(given_name).casefold())


def _grouped(pairs: Iterable[tuple[str, _T]]) -> Mapping[str, tuple[_T, ...]]:
    groups: dict[str, list[_T]] = {}
    for key, value in pairs:
        groups.setdefault(key, []).append(value)
    return MappingProxyType({key: tuple(dict.fromkeys(v)) if len(v) > 1 else tuple(v) for key, v in groups.items()})


def _keys(text: str) -> Iterator[str]:
    """The key of a name, and for several words ("U.S. Congress") also the key of the name in capitals throughout."""
    key = normalise(text)
    yield key
    if " " in key and key != key.casefold():
        yield key.casefold()


def _keyed(holders: Iterable[OfficeHolder]) -> Iterator[tuple[str, OfficeHolder]]:
    """Every holder under full name, aliases and surname. The tenures of one person stand together in the table."""
    previous: tuple[str, tuple[str, ...], str] | None = None
    keys: set[str] = set()
    for holder in holders:
        if previous != (holder.name, holder.aliases, holder.country):
            previous = (holder.name, holder.aliases, holder.country)
            keys = {_folded(holder.name), _surname(holder.name, holder.country), *map(_folded, holder.aliases)}
        for key in keys:
            yield key, holder


def _people(entries: Mapping[str, GazetteerEntry], names: Iterable[Name]) -> Iterator[tuple[str, GazetteerEntry]]:
    for name in names:
        entry = entries[name.entry_id]
        if entry.type is EntityType.PERSON:
            yield _folded(name.text), entry
            if name.kind is NameKind.NAME:
                yield _surname(name.text, entry.country), entry


def _surname(name: str, country: str | None) -> str:
    words = _folded(name).split(" ")
    return words[0] if country in _SURNAME_FIRST else words[-1]


def _folded(name: str) -> str:
    return normalise(name).casefold()


@cache
def default_gazetteer() -> Gazetteer:
    """The gazetteer that ships with the package, read on first use and shared (it is immutable)."""
    return Gazetteer.load()
