"""What the gazetteer holds: entries and their names, titles of offices and the people who held them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from kg.model import EntityType

__all__ = ["GazetteerEntry", "Gender", "Name", "NameKind", "OfficeHolder", "OfficeModifier", "OfficeTitle"]


class NameKind(StrEnum):
    """How a name stands for its entry."""

    NAME = "name"
    ACRONYM = "acronym"
    DEMONYM = "demonym"
    METONYM = "metonym"
    HISTORIC = "historic"
    ALIAS = "alias"


class Gender(StrEnum):
    """What a given name says of its bearer, as far as it says anything."""

    FEMALE = "female"
    MALE = "male"
    EITHER = "either"


@dataclass(frozen=True, slots=True, order=True)
class Name:
    """One name of one entry. ``ambiguous``: it is also a common word, a given name or a surname ("Reading")."""

    text: str
    entry_id: str
    kind: NameKind
    ambiguous: bool = False


@dataclass(frozen=True, slots=True)
class GazetteerEntry:
    """A country, place, organization or person that is known beforehand.

    ``country`` is the id of the country it belongs to (of a country its own), ``located_in`` that of the narrowest
    known enclosing entry, ``capital`` the place that is a country's seat of government, ``parent`` the body that
    an organization is part of. ``kind`` says what it is within its type (``member``, ``city``, ``igo``, ``media`` ...;
    README.md beside the tables lists them). Coordinates are WGS 84 in degrees.
    """

    id: str
    type: EntityType
    name: str
    kind: str
    wikidata: str | None = None
    country: str | None = None
    located_in: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    iso2: str | None = None
    iso3: str | None = None
    capital: str | None = None
    parent: str | None = None
    population: int | None = None


@dataclass(frozen=True, slots=True)
class OfficeTitle:
    """The title of an office in its canonical form, without the country, and the other ways to write it.

    ``holder_of`` is the id of the only jurisdiction that has this office under this title, where there is one
    ("Chancellor of the Exchequer": the United Kingdom). ``scope`` says whose offices they are: ``state``,
    ``subnational``, ``organization``, ``party``, ``mission`` or ``any``.
    """

    title: str
    variants: tuple[str, ...]
    kind: str
    scope: str
    holder_of: str | None = None


@dataclass(frozen=True, slots=True)
class OfficeModifier:
    """A word before a title and what it does.

    ``former``, ``acting`` and ``designate`` say when the tenure is; ``deputy`` and ``rank`` make another title of it;
    ``none`` changes nothing ("longtime").
    """

    text: str
    effect: str


@dataclass(frozen=True, slots=True)
class OfficeHolder:
    """A person who held an office for a time. ``person`` is the id of the person's entity.

    ``country`` is the id of the country, or of the organization, whose office it is. ``title`` is the canonical title
    where the source tells it, else None; ``role`` is the source's coarse code (``GOV``, ``GOVMIL``, ``GOVBUS`` ...). An
    open side of the time is None; a row of the dictionaries without an end was in office in January 2014.
    """

    person: str
    name: str
    aliases: tuple[str, ...]
    country: str
    role: str
    title: str | None
    start: dt.date | None
    end: dt.date | None
