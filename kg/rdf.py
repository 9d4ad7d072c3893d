"""Facts as quads: which triples each value of the model becomes, and in which graph they stand.

Equal facts give equal quads. Every literal is in the form that Oxigraph keeps (it stores ``"1.50"^^xsd:decimal`` as
``"1.5"`` and derived integer types as ``xsd:integer``), so that what is written and what is read back compare equal.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias, TypeVar
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode, Quad

from kg.iris import Iris, digest
from kg.model import (
    Candidate,
    Document,
    DocumentFacts,
    Entity,
    Interaction,
    Interval,
    Issue,
    Meeting,
    Mention,
    Occasion,
    Office,
    Passage,
    Position,
    Precision,
    Statement,
    Tenure,
)
from kg.vocab import (
    DCTERMS,
    DM,
    DM_NS,
    NIF,
    OWL,
    PROV,
    RDF,
    SKOS,
    SUPER_CLASSES,
    SUPER_PROPERTIES,
    WGS,
    XSD,
)

__all__ = ["NamedGraph", "document_graph", "entity_graph", "meeting_graph"]

_RESERVED: Final = ":/?#[]@!$&'()*+,;=%~"  # RFC 3986, sections 2.1 and 2.2
WIKIDATA: Final = "http://www.wikidata.org/entity/"

_Value: TypeAlias = NamedNode | Literal
_Triples: TypeAlias = Iterator[tuple[NamedNode, NamedNode, _Value]]
_Fact: TypeAlias = Tenure | Meeting | Position | Statement | Interaction
_F = TypeVar("_F", Tenure, Position, Statement, Interaction)


@dataclass(frozen=True, slots=True)
class NamedGraph:
    """All quads of one named graph: sorted, each once, every one of them in the graph ``name``."""

    name: NamedNode
    quads: tuple[Quad, ...]


def document_graph(facts: DocumentFacts, iris: Iris) -> NamedGraph:
    """Everything that one document asserts.

    Args:
        facts: the document's facts, entities under their shared ids, meetings' keys being the ids of their occasions.
        iris: names the nodes.
    """
    return _graph(iris.document(facts.document.id), _DocumentTriples(facts, iris).all())


def entity_graph(entities: Iterable[Entity], offices: Iterable[Office], iris: Iris) -> NamedGraph:
    """Names, types, links and places of entities; titles and jurisdictions of offices."""
    return _graph(iris.entities_graph, _entity_triples(entities, offices, iris))


def meeting_graph(occasions: Iterable[Occasion], iris: Iris) -> NamedGraph:
    """Occasions as all documents together tell of them, each with the documents that do."""
    return _graph(iris.meetings_graph, _occasion_triples(occasions, iris))


def _graph(name: NamedNode, triples: _Triples) -> NamedGraph:
    """Add the standard types and properties that stand above each own one."""
    quads = set()
    for subject, predicate, value in triples:
        quads.add(Quad(subject, predicate, value, name))
        if predicate == RDF.type and isinstance(value, NamedNode):
            quads.update(Quad(subject, predicate, above, name) for above in SUPER_CLASSES.get(value, ()))
        quads.update(Quad(subject, above, value, name) for above in SUPER_PROPERTIES.get(predicate, ()))
    return NamedGraph(name, tuple(sorted(quads, key=str)))


# --- entities and occasions -------------------------------------------------------------------------------------------


def _entity_triples(entities: Iterable[Entity], offices: Iterable[Office], iris: Iris) -> _Triples:
    for entity in entities:
        node = iris.entity(entity.id)
        yield node, RDF.type, _own(entity.type)
        yield node, SKOS.prefLabel, Literal(entity.name)
        for alias in filter(None, entity.aliases):
            yield node, SKOS.altLabel, Literal(alias)
        if not entity.named:
            yield node, DM.named, _boolean(entity.named)
        if entity.wikidata is not None:
            yield node, OWL.sameAs, NamedNode(WIKIDATA + entity.wikidata)
        if entity.located_in is not None:
            yield node, DM.locatedIn, iris.entity(entity.located_in)
        if entity.latitude is not None and entity.longitude is not None:
            yield node, WGS.lat, _decimal(entity.latitude)
            yield node, WGS.long, _decimal(entity.longitude)
    for office in offices:
        node = iris.office(office.title, office.jurisdiction)
        yield node, RDF.type, DM.Office
        yield node, DM.title, Literal(office.title)
        if office.jurisdiction is not None:
            yield node, DM.jurisdiction, iris.entity(office.jurisdiction)


def _occasion_triples(occasions: Iterable[Occasion], iris: Iris) -> _Triples:
    for occasion in occasions:
        node = iris.meeting(occasion.meeting.key)
        yield from _meeting_triples(node, occasion.meeting, iris)
        yield node, DM.confidence, _decimal(occasion.meeting.confidence)
        for document in occasion.documents:
            yield node, DM.account, iris.document(document)


def _meeting_triples(node: NamedNode, meeting: Meeting, iris: Iris) -> _Triples:
    yield node, RDF.type, DM.Meeting
    yield node, RDF.type, _own(meeting.kind)
    yield node, DM.status, _own(meeting.status)
    for participant in meeting.participants:
        yield node, DM.participant, iris.entity(participant)
    if meeting.place is not None:
        yield node, DM.place, iris.entity(meeting.place)
    yield from _time_triples(node, meeting.when)
    if meeting.minutes is not None:
        yield node, DM.duration, _duration(meeting.minutes)
    for topic in meeting.topics:
        yield node, DM.topic, iris.issue(topic.label)
    if meeting.part_of is not None:
        yield node, DM.partOf, iris.meeting(meeting.part_of)


def _time_triples(node: NamedNode, when: Interval | None) -> _Triples:
    if when is None:
        return
    if when.earliest is not None and when.latest is not None and when.precision is not Precision.RANGE:
        yield node, DM.date, _told_date(when.earliest, when.precision)
        return
    if when.earliest is not None:
        yield node, DM.earliest, _date(when.earliest)
    if when.latest is not None:
        yield node, DM.latest, _date(when.latest)


# --- one document -----------------------------------------------------------------------------------------------------


class _DocumentTriples:
    """The triples of one document's graph."""

    def __init__(self, facts: DocumentFacts, iris: Iris) -> None:
        self._facts = facts
        self._iris = iris
        self._id = facts.document.id
        self._node = iris.document(self._id)
        self._extraction = iris.extraction(facts.pipeline)
        self._as_of = _date(facts.document.published)
        self._told: set[NamedNode] = set()

    def all(self) -> _Triples:
        facts = self._facts
        yield from self._document(facts.document)
        yield from self._mentions(facts.mentions)
        for tenure in _surest_first(facts.tenures):
            yield from self._tenure(tenure)
        for meeting in facts.meetings:
            yield from self._meeting(meeting)
        for position in _surest_first(facts.positions):
            yield from self._position(position)
        for statement in _surest_first(facts.statements):
            yield from self._statement(statement)
        for interaction in _surest_first(facts.interactions):
            yield from self._interaction(interaction)

    def _document(self, document: Document) -> _Triples:
        node = self._node
        yield node, RDF.type, DM.Document
        yield node, DCTERMS.identifier, Literal(document.id)
        yield node, DCTERMS.title, Literal(document.title)
        yield node, DCTERMS.issued, _date(document.published)
        yield node, DM.contentHash, Literal(document.content_hash)
        yield node, NIF.isString, Literal(document.text)
        if document.author:
            yield node, DCTERMS.creator, Literal(document.author)
        if document.publisher:
            yield node, DCTERMS.publisher, Literal(document.publisher)
        if document.url and (link := _link(document.url)) is not None:
            yield node, DCTERMS.source, link
        yield self._extraction, RDF.type, DM.Extraction
        yield self._extraction, DM.pipeline, Literal(self._facts.pipeline)
        yield self._extraction, PROV.used, node

    def _passage(self, begin: int, end: int, text: str) -> _Triples:
        node = self._iris.span(self._id, begin, end)
        yield node, RDF.type, DM.Passage
        yield node, DM.document, self._node
        yield node, NIF.beginIndex, _integer(begin)
        yield node, NIF.endIndex, _integer(end)
        yield node, NIF.anchorOf, Literal(text)

    def _mentions(self, mentions: Iterable[Mention]) -> _Triples:
        """One node a stretch of text, also where it refers to several entities ("both"): then the least sure counts."""
        by_span: defaultdict[tuple[int, int], list[Mention]] = defaultdict(list)
        for mention in mentions:
            by_span[mention.begin, mention.end].append(mention)
        for (begin, end), there in by_span.items():
            node = self._iris.span(self._id, begin, end)
            weakest = min(there, key=lambda mention: (mention.confidence, mention.kind, mention.reason, mention.entity))
            yield from self._passage(begin, end, weakest.text)
            yield node, RDF.type, DM.Mention
            yield node, DM.mentionKind, Literal(weakest.kind.value)
            yield node, DM.reason, Literal(weakest.reason)
            yield node, DM.confidence, _decimal(weakest.confidence)
            for mention in there:
                yield node, DM.refersTo, self._iris.entity(mention.entity)
                for candidate in mention.candidates:
                    yield from self._candidate(node, candidate)

    def _candidate(self, mention: NamedNode, candidate: Candidate) -> _Triples:
        content = digest(mention.value, candidate.entity, candidate.score, candidate.reason)
        node = self._iris.fact(self._id, "candidate", content)
        yield mention, DM.candidate, node
        yield node, RDF.type, DM.Candidate
        yield node, DM.entity, self._iris.entity(candidate.entity)
        yield node, DM.confidence, _decimal(candidate.score)
        yield node, DM.reason, Literal(candidate.reason)

    def _fact(self, node: NamedNode, kind: NamedNode, fact: _Fact) -> _Triples:
        """What all facts have; of a fact that two rules read in the same words, the surer reading's alone."""
        if node in self._told:
            return
        self._told.add(node)
        yield node, RDF.type, kind
        yield node, DM.asOf, self._as_of
        yield node, DM.confidence, _decimal(fact.confidence)
        yield node, DM.rule, Literal(fact.rule)
        yield node, PROV.wasGeneratedBy, self._extraction
        for passage in fact.evidence:
            yield node, DM.evidence, self._iris.span(self._id, passage.begin, passage.end)
            yield from self._passage(passage.begin, passage.end, passage.text)

    def _named(self, kind: str, fact: _Fact, *content: object) -> NamedNode:
        """A fact's node: what it says and where it says so, but not how sure it is or which rule read it."""
        return self._iris.fact(self._id, kind, digest(*content, *_spans(fact.evidence)))

    def _tenure(self, tenure: Tenure) -> _Triples:
        node = self._named("tenure", tenure, tenure.person, tenure.title, tenure.jurisdiction, tenure.former)
        yield from self._fact(node, DM.Tenure, tenure)
        yield node, DM.officeHolder, self._iris.entity(tenure.person)
        yield node, DM.office, self._iris.office(tenure.title, tenure.jurisdiction)
        yield node, DM.former, _boolean(tenure.former)

    def _meeting(self, meeting: Meeting) -> _Triples:
        node = self._iris.meeting(meeting.key)
        yield from self._fact(node, DM.Meeting, meeting)
        yield from _meeting_triples(node, meeting, self._iris)
        for topic in meeting.topics:
            yield from self._issue(topic)

    def _issue(self, issue: Issue) -> _Triples:
        node = self._iris.issue(issue.label)
        yield node, RDF.type, DM.Issue
        yield node, SKOS.prefLabel, Literal(issue.label)
        for entity in issue.about:
            yield node, DM.about, self._iris.entity(entity)

    def _position(self, position: Position) -> _Triples:
        content = (position.holder, position.issue.label, position.stance, position.asserted_by)
        node = self._named("position", position, *content)
        yield from self._fact(node, DM.Position, position)
        yield node, DM.holder, self._iris.entity(position.holder)
        yield node, DM.issue, self._iris.issue(position.issue.label)
        yield node, DM.stance, _own(position.stance)
        if position.asserted_by is not None:
            yield node, DM.assertedBy, self._iris.entity(position.asserted_by)
        yield from self._issue(position.issue)

    def _statement(self, statement: Statement) -> _Triples:
        node = self._named("statement", statement, statement.speaker, statement.quote, statement.content)
        yield from self._fact(node, DM.Statement, statement)
        if statement.speaker is not None:
            yield node, DM.speaker, self._iris.entity(statement.speaker)
        if statement.quote is not None:
            yield node, DM.quote, Literal(statement.quote)
        if statement.content is not None:
            yield node, DM.content, Literal(statement.content)
        for listener in statement.audience:
            yield node, DM.audience, self._iris.entity(listener)
        if statement.via is not None:
            yield node, DM.via, self._iris.entity(statement.via)

    def _interaction(self, interaction: Interaction) -> _Triples:
        content = (interaction.source, interaction.target, interaction.event_type, interaction.when)
        node = self._named("interaction", interaction, *content)
        yield from self._fact(node, DM.Interaction, interaction)
        yield node, DM.source, self._iris.entity(interaction.source)
        yield node, DM.target, self._iris.entity(interaction.target)
        yield node, DM.eventType, _own(interaction.event_type)
        yield from _time_triples(node, interaction.when)


# --- values -----------------------------------------------------------------------------------------------------------


def _surest_first(facts: Iterable[_F]) -> list[_F]:
    return sorted(facts, key=lambda fact: (-fact.confidence, fact.rule))


def _spans(evidence: Iterable[Passage]) -> Iterator[int]:
    for passage in sorted(evidence):
        yield from (passage.begin, passage.end)


def _own(name: str) -> NamedNode:
    """A class or individual of ours by the local name that the model's enumerations hold."""
    return NamedNode(DM_NS + name)


def _link(url: str) -> NamedNode | None:
    """A web address as an IRI, what IRIs may not hold percent-encoded; None where it has no scheme."""
    try:
        return NamedNode(quote(url, safe=_RESERVED))
    except ValueError:
        return None


def _boolean(value: bool) -> Literal:
    return Literal("true" if value else "false", datatype=XSD.boolean)


def _integer(value: int) -> Literal:
    return Literal(str(value), datatype=XSD.integer)


def _decimal(value: float) -> Literal:
    """Six decimals at most: 0.1 m of latitude, and finer than any confidence."""
    digits = f"{value:.6f}".rstrip("0").rstrip(".")
    return Literal("0" if digits == "-0" else digits, datatype=XSD.decimal)


def _date(day: dt.date) -> Literal:
    return Literal(day.isoformat(), datatype=XSD.date)


def _told_date(day: dt.date, precision: Precision) -> Literal:
    if precision is Precision.YEAR:
        return Literal(f"{day.year:04d}", datatype=XSD.gYear)
    if precision is Precision.MONTH:
        return Literal(f"{day.year:04d}-{day.month:02d}", datatype=XSD.gYearMonth)
    return _date(day)


def _duration(minutes: int) -> Literal:
    """Days, hours and minutes, as XML Schema's canonical form has them: 90 minutes are ``PT1H30M``."""
    days, rest = divmod(minutes, 24 * 60)
    hours, rest = divmod(rest, 60)
    clock = (f"{hours}H" if hours else "") + (f"{rest}M" if rest else "")
    text = (f"{days}D" if days else "") + (f"T{clock}" if clock else "")
    return Literal("P" + (text or "T0S"), datatype=XSD.dayTimeDuration)
