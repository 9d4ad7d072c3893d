"""The first pass over a graph: what each named graph says of each thing, brought together thing by thing.

Graphs come one at a time and in any order; what they say is sorted on disk, so that memory does not grow with them.
Held in memory are the days of documents, the names of entities and issues, and the jurisdictions of offices.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Final, TypeAlias

from pyoxigraph import NamedNode

from kg.network import labels
from kg.network.records import NODE_TYPES
from kg.network.runs import Runs
from kg.store.told import Told
from kg.vocab import DCTERMS, DM, DM_NS, NIF, OWL, RDF, SKOS, WGS

__all__ = ["PREDICATES", "RANK_DIGITS", "ROLE_LABELS", "Account", "Accounts", "Frames"]

ROLE_LABELS: Final[Mapping[str, str]] = {
    "participant": "participant",
    "place": "place",
    "topic": "topic",
    "partOf": "part of",
    "officeHolder": "holder",
    "office": "office",
    "jurisdiction": "of",
    "holder": "holder",
    "issue": "issue",
    "assertedBy": "asserted by",
    "speaker": "speaker",
    "audience": "audience",
    "via": "via",
    "source": "source",
    "target": "target",
    "about": "about",
    "locatedIn": "located in",
}
"""The ontology's properties that are edges, by their local names, in words."""

_ROLES: Final = tuple((NamedNode(DM_NS + role), role) for role in ROLE_LABELS)
_VALUES: Final = (
    *((SKOS.prefLabel, "label"), (SKOS.altLabel, "alias"), (OWL.sameAs, "same"), (DM.title, "title")),
    *((DM.content, "content"), (DM.quote, "quote"), (DM.confidence, "confidence")),
    *((WGS.lat, "lat"), (WGS.long, "long"), (DM.asOf, "asOf")),
    *((DM.date, "date"), (DM.earliest, "earliest"), (DM.latest, "latest")),
    *((DM.status, "status"), (DM.stance, "stance"), (DM.eventType, "eventType"), (DM.former, "former")),
)
_PASSING: Final = frozenset(kind.value for kind in (DM.Passage, DM.Candidate, DM.Identification))
"""What is no node and leads to none, though it has a confidence: most of a graph."""

PREDICATES: Final = frozenset(
    {predicate for predicate, _ in (*_ROLES, *_VALUES)}
    | {RDF.type, DCTERMS.issued, DM.evidence, DM.refersTo, NIF.anchorOf, NIF.beginIndex}
)
"""What has to be known of a graph."""

# The kinds of meeting stand after Meeting and Place before Country: of several types the last one counts.
_TYPES: Final = sorted(NODE_TYPES, key=lambda name: name not in {"Place", "Meeting"})
_RANKS: Final = {DM_NS + name: f"{rank:02}{name}" for rank, name in enumerate(_TYPES)}
RANK_DIGITS: Final = 2

Passages: TypeAlias = list[tuple[int, int, str]]
Values: TypeAlias = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Account:
    """What one graph says of one thing.

    Attributes:
        graph: its IRI.
        values: the objects by what they are told with; types with their rank before them.
        passages: the evidence: the passage's number, where it begins, and its text.
        mentions: the numbers of the passages that name it.
    """

    graph: str
    values: Values
    passages: Passages
    mentions: list[int]


@dataclass(slots=True)
class Frames:
    """What is held of all graphs in memory: whatever others are named or dated after.

    Attributes:
        issued: the day of each document, by its IRI.
        labels: the usual name of each thing that has one, by its IRI.
    """

    base: str
    issued: dict[str, str] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    _titles: dict[str, str] = field(default_factory=dict)
    _offices: set[str] = field(default_factory=set)
    _bodies: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def add(self, told: Told) -> None:
        """Take in what a graph says."""
        _least(self.issued, told.told(DCTERMS.issued))
        _least(self.labels, told.told(SKOS.prefLabel))
        _least(self._titles, told.told(DM.title))
        for office, body in told.told(DM.jurisdiction):
            self._bodies[office].add(body)
        self._offices.update(thing for thing, kind in told.told(RDF.type) if kind == DM.Office.value)

    def bodies(self, office: str) -> list[str]:
        """The ids of those whose office it is, by its id, sorted."""
        iri = next((each for each in (self.base + office, office) if each in self._offices), None)
        return [] if iri is None else sorted(map(self.id, self._bodies.get(iri, ())))

    def id(self, iri: str) -> str:
        """What follows the base."""
        return iri.removeprefix(self.base)

    def name(self, iri: str) -> str:
        """What a thing is called in the line that stands for a fact: an office by title and body, a fact by its id."""
        named = self.labels.get(iri)
        if named is not None or iri not in self._offices:
            return named or self.id(iri)
        return labels.office(
            self._titles.get(iri, self.id(iri)), [self.name(body) for body in sorted(self._bodies.get(iri, ()))]
        )


class Accounts:
    """What graphs say, thing by thing.

    Args:
        folder: where to keep what does not fit in memory.
        base: the IRI under which instances live.
    """

    def __init__(self, folder: Path, base: str) -> None:
        self.frames = Frames(base)
        self._runs = Runs(folder, fields=3)

    def add(self, told: Told) -> None:
        """Take in what one graph says."""
        self.frames.add(told)
        for iri, account in _by_subject(told).items():
            row = (self.frames.id(iri), iri, told.graph, account.values, account.passages, account.mentions)
            self._runs.add(row)

    def __iter__(self) -> Iterator[tuple[str, str, Sequence[Account]]]:
        """Each thing's id and IRI with the accounts of it, in order of id."""
        for (id_, iri), rows in groupby(self._runs, key=itemgetter(0, 1)):
            yield id_, iri, [Account(*row[2:]) for row in rows]


def _by_subject(told: Told) -> dict[str, Account]:
    found: dict[str, Account] = {}

    def of(iri: str) -> Account:
        if iri not in found:
            found[iri] = Account(told.graph, {}, [], [])
        return found[iri]

    types = told.told(RDF.type)
    for thing, kind in types:
        if kind in _RANKS:
            of(thing).values.setdefault("type", []).append(_RANKS[kind])
    passing = {thing for thing, kind in types if kind in _PASSING} - found.keys()
    for predicate, key in (*_ROLES, *_VALUES):
        for thing, value in told.told(predicate):
            if thing not in passing:
                of(thing).values.setdefault(key, []).append(value)
    texts, begins = dict(told.told(NIF.anchorOf)), dict(told.told(NIF.beginIndex))
    for thing, passage in told.told(DM.evidence):
        of(thing).passages.append((hash(passage), int(begins.get(passage, 0)), texts.get(passage, "")))
    for mention, thing in told.told(DM.refersTo):
        of(thing).mentions.append(hash(mention))
    return found


def _least(known: dict[str, str], told: Sequence[tuple[str, str]]) -> None:
    for thing, value in told:
        known[thing] = min(value, known.get(thing, value))
