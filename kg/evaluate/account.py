"""What the graph says about one document, as far as it is scored."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode

from kg.evaluate.agreement import cut, normalized
from kg.literals import text_of
from kg.model import EntityType
from kg.store import GraphReader, Term
from kg.vocab import DCTERMS, DM, NIF, RDF, SKOS

__all__ = [
    "ENTITY_TYPES",
    "Account",
    "ToldEntity",
    "ToldFact",
    "ToldInteraction",
    "ToldMeeting",
    "ToldOffice",
    "ToldPosition",
    "ToldStatement",
    "read_account",
]

ENTITY_TYPES: Final = frozenset(EntityType)
WIKIDATA: Final = "http://www.wikidata.org/entity/"


@dataclass(frozen=True, slots=True)
class ToldEntity:
    """An entity of the graph. ``names`` are normalised; ``types`` are local names; ``wikidata`` holds Q-numbers."""

    label: str
    names: frozenset[str]
    types: frozenset[str]
    wikidata: frozenset[str]

    def __str__(self) -> str:
        return f"{'/'.join(sorted(self.types & ENTITY_TYPES))} {self.label}"


@dataclass(frozen=True, slots=True)
class ToldOffice:
    """A tenure's holder, its office's title and jurisdiction."""

    holder: ToldEntity
    title: str
    jurisdiction: ToldEntity | None
    confidence: float = 1.0

    def __str__(self) -> str:
        return f"{self.holder.label} | {self.title} | {self.jurisdiction.label if self.jurisdiction else '-'}"


@dataclass(frozen=True, slots=True)
class ToldMeeting:
    """A meeting in this document's own account. ``date`` is a range where only its bounds are told."""

    participants: tuple[ToldEntity, ...]
    places: tuple[ToldEntity, ...]
    date: str | None
    status: str | None
    text: str
    confidence: float = 1.0

    def __str__(self) -> str:
        who = "+".join(sorted(one.label for one in self.participants))
        places = "+".join(sorted(one.label for one in self.places))
        return f"{who or '-'} @ {places or '-'} on {self.date or '-'} {self.status or '-'} :: {cut(self.text)}"


@dataclass(frozen=True, slots=True)
class ToldPosition:
    """A position with its issue's label and its evidence's text."""

    holder: ToldEntity
    stance: str
    issue: str
    text: str
    confidence: float = 1.0

    def __str__(self) -> str:
        return f"{self.holder.label} {self.stance} {cut(self.issue)} :: {cut(self.text)}"


@dataclass(frozen=True, slots=True)
class ToldStatement:
    """A direct quotation."""

    speaker: ToldEntity | None
    quote: str
    confidence: float = 1.0

    def __str__(self) -> str:
        return f"{self.speaker.label if self.speaker else '-'}: {cut(self.quote)}"


@dataclass(frozen=True, slots=True)
class ToldInteraction:
    """What one actor does to another, with its evidence's text."""

    source: ToldEntity
    target: ToldEntity
    event_type: str
    text: str
    confidence: float = 1.0

    def __str__(self) -> str:
        return f"{self.source.label} {self.event_type} {self.target.label} :: {cut(self.text)}"


ToldFact = ToldOffice | ToldMeeting | ToldPosition | ToldStatement | ToldInteraction
"""What bears a confidence."""


@dataclass(frozen=True, slots=True)
class Account:
    """All that is scored of one document. ``known`` is false where the graph holds no such document."""

    known: bool
    entities: tuple[ToldEntity, ...] = ()
    offices: tuple[ToldOffice, ...] = ()
    meetings: tuple[ToldMeeting, ...] = ()
    positions: tuple[ToldPosition, ...] = ()
    statements: tuple[ToldStatement, ...] = ()
    interactions: tuple[ToldInteraction, ...] = ()


def read_account(reader: GraphReader, identifier: str) -> Account:
    """What the graph says about the document with this ``dcterms:identifier``; facts are in the order of their IRIs."""
    named = {quad.subject for quad in reader.quads(None, DCTERMS.identifier, Literal(identifier))}
    typed = {quad.subject for quad in reader.quads(None, RDF.type, DM.Document)}
    document = min((term for term in named & typed if isinstance(term, NamedNode)), key=str, default=None)
    if document is None:
        return Account(known=False)
    graph = _DocumentGraph(reader, document)
    return Account(
        known=True,
        entities=tuple(graph.entities()),
        offices=tuple(graph.offices()),
        meetings=tuple(graph.meetings()),
        positions=tuple(graph.positions()),
        statements=tuple(graph.statements()),
        interactions=tuple(graph.interactions()),
    )


class _DocumentGraph:
    """One document's graph, beside the whole dataset that describes what it names."""

    def __init__(self, reader: GraphReader, document: NamedNode) -> None:
        self._reader = reader
        self._properties: dict[Term, dict[NamedNode, set[Term]]] = defaultdict(lambda: defaultdict(set))
        for quad in reader.quads(None, None, None, document):
            self._properties[quad.subject][quad.predicate].add(quad.object)
        self._described: dict[Term, ToldEntity] = {}

    def entities(self) -> Iterator[ToldEntity]:
        """Every entity that a mention refers to, in the order of its mentions."""
        last_mention: dict[Term, str] = {}
        for subject, properties in self._properties.items():
            for entity in properties.get(DM.refersTo, ()):
                last_mention[entity] = max(str(subject), last_mention.get(entity, ""))
        return (self._entity(term) for term in sorted(last_mention, key=lambda term: (last_mention[term], str(term))))

    def offices(self) -> Iterator[ToldOffice]:
        """Every holder, title and jurisdiction, once."""
        seen = dict[tuple[Term, str, Term | None], float]()
        for tenure in self._instances(DM.Tenure):
            for holder in self._values(tenure, DM.officeHolder):
                for office in self._values(tenure, DM.office):
                    jurisdictions: set[Term | None] = {*self._everywhere(office, DM.jurisdiction)} or {None}
                    for title in sorted({text_of(term) for term in self._everywhere(office, DM.title)}):
                        for key in ((holder, title, jurisdiction) for jurisdiction in jurisdictions):
                            seen[key] = max(seen.get(key, 0.0), self._confidence(tenure))
        for holder, title, jurisdiction in sorted(seen, key=str):
            of = None if jurisdiction is None else self._entity(jurisdiction)
            yield ToldOffice(self._entity(holder), title, of, seen[holder, title, jurisdiction])

    def meetings(self) -> Iterator[ToldMeeting]:
        """Every meeting as this document tells it."""
        for meeting in self._instances(DM.Meeting):
            first, last = self._first(meeting, DM.earliest), self._first(meeting, DM.latest)
            bounds = f"{first}/{last}" if first and last and first != last else first or last
            yield ToldMeeting(
                participants=tuple(map(self._entity, self._values(meeting, DM.participant))),
                places=tuple(map(self._entity, self._values(meeting, DM.place))),
                date=self._first(meeting, DM.date) or bounds,
                status=_local(self._first(meeting, DM.status) or "").lower() or None,
                text=self._evidence(meeting),
                confidence=self._confidence(meeting),
            )

    def positions(self) -> Iterator[ToldPosition]:
        """Every position: one for each holder and stance of it."""
        for position in self._instances(DM.Position):
            issues = self._values(position, DM.issue)
            if not issues:
                continue
            labels = {text_of(term) for issue in issues for term in self._everywhere(issue, SKOS.prefLabel)}
            label, text = min(labels, default=""), self._evidence(position)
            sure = self._confidence(position)
            for holder in self._values(position, DM.holder):
                for stance in self._values(position, DM.stance):
                    yield ToldPosition(self._entity(holder), _local(text_of(stance)).lower(), label, text, sure)

    def statements(self) -> Iterator[ToldStatement]:
        """Every direct quotation, for each of its speakers."""
        for statement in self._instances(DM.Statement):
            for quote in self._values(statement, DM.quote):
                speakers: list[Term | None] = [*self._values(statement, DM.speaker)] or [None]
                sure = self._confidence(statement)
                for speaker in speakers:
                    yield ToldStatement(None if speaker is None else self._entity(speaker), text_of(quote), sure)

    def interactions(self) -> Iterator[ToldInteraction]:
        """Every interaction."""
        for one in self._instances(DM.Interaction):
            text, sure = self._evidence(one), self._confidence(one)
            kinds = [_local(text_of(kind)) for kind in self._values(one, DM.eventType)]
            for source in self._values(one, DM.source):
                for target in self._values(one, DM.target):
                    ends = self._entity(source), self._entity(target)
                    yield from (ToldInteraction(*ends, kind, text, sure) for kind in kinds)

    def _instances(self, kind: NamedNode) -> list[Term]:
        return _sorted(term for term, properties in self._properties.items() if kind in properties.get(RDF.type, ()))

    def _values(self, subject: Term, predicate: NamedNode) -> list[Term]:
        return _sorted(self._properties[subject][predicate])

    def _first(self, subject: Term, predicate: NamedNode) -> str | None:
        return min(map(text_of, self._values(subject, predicate)), default=None)

    def _confidence(self, fact: Term) -> float:
        """How sure a fact is told to be; 1 where the graph does not say."""
        return float(self._first(fact, DM.confidence) or 1)

    def _everywhere(self, subject: Term, predicate: NamedNode) -> set[Term]:
        """The values in any graph."""
        if isinstance(subject, Literal):
            return set()
        return {quad.object for quad in self._reader.quads(subject, predicate)}

    def _evidence(self, fact: Term) -> str:
        passages = self._values(fact, DM.evidence)
        return " ".join(dict.fromkeys(text_of(term) for one in passages for term in self._values(one, NIF.anchorOf)))

    def _entity(self, term: Term) -> ToldEntity:
        if term not in self._described:
            self._described[term] = _describe(self._reader, term)
        return self._described[term]


def _describe(reader: GraphReader, term: Term) -> ToldEntity:
    labels, names, types, wikidata = set[str](), set[str](), set[str](), set[str]()
    quads = () if isinstance(term, Literal) else reader.quads(term)
    for predicate, value in ((quad.predicate, text_of(quad.object)) for quad in quads):
        if predicate in {SKOS.prefLabel, SKOS.altLabel}:
            names.add(normalized(value))
        if predicate == SKOS.prefLabel:
            labels.add(value)
        elif predicate == RDF.type:
            types.add(_local(value))
        elif predicate.value.endswith(("sameAs", "exactMatch")) and value.startswith(WIKIDATA):
            wikidata.add(value.removeprefix(WIKIDATA))
    return ToldEntity(min(labels, default=str(term)), frozenset(names), frozenset(types), frozenset(wikidata))


def _local(iri: str) -> str:
    """The part of an IRI after its last ``#``."""
    return iri.rsplit("#", maxsplit=1)[-1]


def _sorted(terms: Iterable[Term]) -> list[Term]:
    return sorted(terms, key=str)
