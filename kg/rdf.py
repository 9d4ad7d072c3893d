"""Facts as quads: which triples each value of the model becomes, and in which graph they stand.

Equal facts give equal quads. Every literal is in the form that Oxigraph keeps (it stores ``"1.50"^^xsd:decimal`` as
``"1.5"`` and derived integer types as ``xsd:integer``), so that what is written and what is read back compare equal.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Final, TypeAlias, TypeVar

from pyoxigraph import NamedNode

from kg.iris import Iris, WrittenIris, digest
from kg.judgements import Identification, capacity_triples, doubt_triples, identification_triples
from kg.kinds import Attendance
from kg.literals import (
    CLAIMED,
    boolean,
    date,
    decimal,
    duration,
    integer,
    link,
    own,
    previous_triples,
    quoted,
    time_triples,
)
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
    Statement,
    Tenure,
)
from kg.named_graph import NamedGraph
from kg.resolved import Claim, Representation, Resolved, day_of
from kg.vocab import (
    DCTERMS,
    DM,
    NIF,
    OWL,
    PROV,
    RDF,
    SCHEMA,
    SKOS,
    WGS,
)

__all__ = ["document_graph", "entity_graph", "meeting_graph"]

SCHEMA_NS: Final = "https://schema.org/"
WIKIDATA: Final = "http://www.wikidata.org/entity/"

_Triples: TypeAlias = Iterator[tuple[str, NamedNode, str]]
"""Subject, predicate, object; subject and object as N-Quads writes them."""
_Fact: TypeAlias = Tenure | Meeting | Position | Statement | Interaction | Claim
_F = TypeVar("_F", Tenure, Position, Statement, Interaction, Claim)


def document_graph(facts: DocumentFacts | Resolved, iris: Iris) -> NamedGraph:
    """Everything that one document asserts.

    Args:
        facts: the document's facts, entities under their shared ids, meetings' keys being the ids of their occasions;
            with what resolution adds, or without.
        iris: names the nodes.
    """
    resolved = facts if isinstance(facts, Resolved) else Resolved(facts)
    return NamedGraph.of(iris.document(resolved.facts.document.id), _DocumentTriples(resolved, iris.written).all())


def entity_graph(
    entities: Iterable[Entity], offices: Iterable[Office], iris: Iris, judged: Iterable[Identification] = ()
) -> NamedGraph:
    """Names, types, links and places of entities, titles and jurisdictions of offices, and who was taken for whom."""
    return NamedGraph.stored(
        iris.entities_graph,
        chain(_entity_triples(entities, offices, iris.written), identification_triples(judged, iris.written)),
    )


def meeting_graph(occasions: Iterable[Occasion], iris: Iris, doubts: Iterable[Identification] = ()) -> NamedGraph:
    """Occasions as all documents together tell of them, each with the documents that do, and what else it may be."""
    doubted = doubt_triples(doubts, iris.written.meeting, iris.written)
    return NamedGraph.stored(iris.meetings_graph, chain(_occasion_triples(occasions, iris.written), doubted))


# --- entities and occasions -------------------------------------------------------------------------------------------


def _entity_triples(entities: Iterable[Entity], offices: Iterable[Office], iris: WrittenIris) -> _Triples:
    for entity in entities:
        node = iris.entity(entity.id)
        yield node, RDF.type, own(entity.type)
        yield node, SKOS.prefLabel, quoted(entity.name)
        for alias in filter(None, entity.aliases):
            yield node, SKOS.altLabel, quoted(alias)
        if not entity.named:
            yield node, DM.named, boolean(entity.named)
        if entity.wikidata is not None:
            yield node, OWL.sameAs, f"<{WIKIDATA}{entity.wikidata}>"
        if entity.located_in is not None:
            yield node, DM.locatedIn, iris.entity(entity.located_in)
        if entity.latitude is not None and entity.longitude is not None:
            yield node, WGS.lat, decimal(entity.latitude)
            yield node, WGS.long, decimal(entity.longitude)
    for office in offices:
        node = iris.office(office.title, office.jurisdiction)
        yield node, RDF.type, own("Office")
        yield node, DM.title, quoted(office.title)
        if office.jurisdiction is not None:
            yield node, DM.jurisdiction, iris.entity(office.jurisdiction)


def _occasion_triples(occasions: Iterable[Occasion], iris: WrittenIris) -> _Triples:
    for occasion in occasions:
        node = iris.meeting(occasion.meeting.key)
        yield from _meeting_triples(node, occasion.meeting, iris)
        yield node, DM.confidence, decimal(occasion.meeting.confidence)
        if occasion.reason is not None:
            yield node, DM.reason, quoted(occasion.reason)
        if occasion.outcome is not None:
            yield node, SCHEMA.eventStatus, f"<{SCHEMA_NS}{occasion.outcome}>"
        yield from previous_triples(node, occasion.previous)
        for document in occasion.documents:
            yield node, DM.account, iris.document(document)


def _meeting_triples(node: str, meeting: Meeting, iris: WrittenIris) -> _Triples:
    yield node, RDF.type, own("Meeting")
    yield node, RDF.type, own(meeting.kind)
    yield node, DM.status, own(meeting.status)
    for participant in meeting.participants:
        yield node, DM.participant, iris.entity(participant)
    if meeting.place is not None:
        yield node, DM.place, iris.entity(meeting.place)
    yield from time_triples(node, meeting.when)
    if meeting.minutes is not None:
        yield node, DM.duration, duration(meeting.minutes)
    for topic in meeting.topics:
        yield node, DM.topic, iris.issue(topic.label)
    if meeting.part_of is not None:
        yield node, DM.partOf, iris.meeting(meeting.part_of)
    yield from previous_triples(node, meeting.previous)


# --- one document -----------------------------------------------------------------------------------------------------


class _DocumentTriples:
    """The triples of one document's graph."""

    def __init__(self, resolved: Resolved, iris: WrittenIris) -> None:
        facts = resolved.facts
        self._facts, self._claims = facts, resolved.claims
        self._iris = iris
        self._id = facts.document.id
        self._node = iris.document(self._id)
        self._extraction = iris.extraction(facts.pipeline)
        self._as_of = date(facts.document.published)
        self._told: set[str] = set()
        self._steps: defaultdict[tuple[str, dt.date], list[Representation]] = defaultdict(list)
        for step in resolved.represented:
            self._steps[step.actor, step.day or facts.document.published].append(step)

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
        for claim in _surest_first(self._claims):
            yield from self._claim(claim)

    def _document(self, document: Document) -> _Triples:
        node = self._node
        yield node, RDF.type, own("Document")
        yield node, DCTERMS.identifier, quoted(document.id)
        yield node, DCTERMS.title, quoted(document.title)
        yield node, DCTERMS.issued, date(document.published)
        yield node, DM.contentHash, quoted(document.content_hash)
        yield node, NIF.isString, quoted(document.text)
        if document.author:
            yield node, DCTERMS.creator, quoted(document.author)
        if document.publisher:
            yield node, DCTERMS.publisher, quoted(document.publisher)
        if document.url and (address := link(document.url)) is not None:
            yield node, DCTERMS.source, address
        yield self._extraction, RDF.type, own("Extraction")
        yield self._extraction, DM.pipeline, quoted(self._facts.pipeline)
        yield self._extraction, PROV.used, node

    def _passage(self, begin: int, end: int, text: str) -> _Triples:
        node = self._iris.span(self._id, begin, end)
        yield node, RDF.type, own("Passage")
        yield node, DM.document, self._node
        yield node, NIF.beginIndex, integer(begin)
        yield node, NIF.endIndex, integer(end)
        yield node, NIF.anchorOf, quoted(text)

    def _mentions(self, mentions: Iterable[Mention]) -> _Triples:
        """One node a stretch of text, also where it refers to several entities ("both"): then the least sure counts."""
        by_span: defaultdict[tuple[int, int], list[Mention]] = defaultdict(list)
        for mention in mentions:
            by_span[mention.begin, mention.end].append(mention)
        for (begin, end), there in by_span.items():
            node = self._iris.span(self._id, begin, end)
            weakest = min(there, key=lambda mention: (mention.confidence, mention.kind, mention.reason, mention.entity))
            yield from self._passage(begin, end, weakest.text)
            yield node, RDF.type, own("Mention")
            yield node, DM.mentionKind, quoted(weakest.kind.value)
            yield node, DM.reason, quoted(weakest.reason)
            yield node, DM.confidence, decimal(weakest.confidence)
            for mention in there:
                yield node, DM.refersTo, self._iris.entity(mention.entity)
                for candidate in mention.candidates:
                    yield from self._candidate(node, candidate)

    def _candidate(self, mention: str, candidate: Candidate) -> _Triples:
        content = digest(mention[1:-1], candidate.entity, candidate.score, candidate.reason)
        node = self._iris.fact(self._id, "candidate", content)
        yield mention, DM.candidate, node
        yield node, RDF.type, own("Candidate")
        yield node, DM.entity, self._iris.entity(candidate.entity)
        yield node, DM.confidence, decimal(candidate.score)
        yield node, DM.reason, quoted(candidate.reason)

    def _fact(self, node: str, kind: str, fact: _Fact) -> _Triples:
        """What all facts have; of a fact that two rules read in the same words, the surer reading's alone."""
        if node in self._told:
            return
        self._told.add(node)
        yield node, RDF.type, kind
        yield node, DM.asOf, self._as_of
        yield node, DM.confidence, decimal(fact.confidence)
        yield node, DM.rule, quoted(fact.rule)
        yield node, PROV.wasGeneratedBy, self._extraction
        if not isinstance(fact, Statement | Claim):
            yield node, DM.voice, own(fact.voice)
            if fact.asserted_by is not None:
                yield node, DM.assertedBy, self._iris.entity(fact.asserted_by)
                yield from self._capacity(node, fact.asserted_by)
        if isinstance(fact, Position):
            yield node, DM.strength, own(fact.strength)
            for hedge in fact.hedges:
                yield node, DM.hedge, quoted(hedge)
        for passage in fact.evidence:
            yield node, DM.evidence, self._iris.span(self._id, passage.begin, passage.end)
            yield from self._passage(passage.begin, passage.end, passage.text)

    def _named(self, kind: str, fact: _Fact, *content: object) -> str:
        """A fact's node: what it says and where it says so, but not how sure it is or which rule read it."""
        return self._iris.fact(self._id, kind, digest(*content, *_spans(fact.evidence)))

    def _tenure(self, tenure: Tenure) -> _Triples:
        node = self._named("tenure", tenure, tenure.person, tenure.title, tenure.jurisdiction, tenure.former)
        yield from self._fact(node, own("Tenure"), tenure)
        yield node, DM.officeHolder, self._iris.entity(tenure.person)
        yield node, DM.office, self._iris.office(tenure.title, tenure.jurisdiction)
        yield node, DM.former, boolean(tenure.former)

    def _meeting(self, meeting: Meeting) -> _Triples:
        node = self._iris.meeting(meeting.key)
        yield from self._fact(node, own("Meeting"), meeting)
        yield from _meeting_triples(node, meeting, self._iris)
        for participant in meeting.participants:
            yield from self._behalf(node, participant, meeting.when)
        for topic in meeting.topics:
            yield from self._issue(topic)

    def _issue(self, issue: Issue) -> _Triples:
        node = self._iris.issue(issue.label)
        yield node, RDF.type, own("Issue")
        yield node, SKOS.prefLabel, quoted(issue.label)
        for entity in issue.about:
            yield node, DM.about, self._iris.entity(entity)

    def _position(self, position: Position) -> _Triples:
        content = (position.holder, position.issue.label, position.stance, position.asserted_by)
        node = self._named("position", position, *content)
        yield from self._fact(node, own("Position"), position)
        yield node, DM.holder, self._iris.entity(position.holder)
        yield node, DM.issue, self._iris.issue(position.issue.label)
        yield node, DM.stance, own(position.stance)
        yield from self._behalf(node, position.holder)
        yield from self._issue(position.issue)

    def _statement(self, statement: Statement) -> _Triples:
        node = self._named("statement", statement, statement.speaker, statement.quote, statement.content)
        yield from self._fact(node, own("Statement"), statement)
        if statement.speaker is not None:
            yield node, DM.speaker, self._iris.entity(statement.speaker)
            yield from self._behalf(node, statement.speaker)
        if statement.quote is not None:
            yield node, DM.quote, quoted(statement.quote)
        if statement.content is not None:
            yield node, DM.content, quoted(statement.content)
        for listener in statement.audience:
            yield node, DM.audience, self._iris.entity(listener)
            yield from self._capacity(node, listener)
        if statement.via is not None:
            yield node, DM.via, self._iris.entity(statement.via)

    def _interaction(self, interaction: Interaction) -> _Triples:
        content = (interaction.source, interaction.target, interaction.event_type, interaction.when)
        node = self._named("interaction", interaction, *content)
        yield from self._fact(node, own("Interaction"), interaction)
        yield node, DM.source, self._iris.entity(interaction.source)
        yield node, DM.target, self._iris.entity(interaction.target)
        yield node, DM.eventType, own(interaction.event_type)
        yield from self._behalf(node, interaction.source, interaction.when)
        yield from self._capacity(node, interaction.target, interaction.when)
        yield from time_triples(node, interaction.when)

    def _claim(self, claim: Claim) -> _Triples:
        content = (
            *(claim.meeting, claim.kind, claim.words, claim.when),
            *(claim.place, claim.participant, claim.attendance, claim.said_by),
        )
        node = self._named("claim", claim, *content)
        yield from self._fact(node, own(claim.kind), claim)
        yield node, DM.meeting, self._iris.meeting(claim.meeting)
        yield node, DM.words, quoted(claim.words)
        if claim.place is not None:
            yield node, DM.claimedPlace, self._iris.entity(claim.place)
        if claim.participant is not None:
            yield node, DM.claimedParticipant, self._iris.entity(claim.participant)
            yield node, DM.attendance, own(claim.attendance or Attendance.EXPECTED)
        if claim.said_by is not None:
            yield node, DM.assertedBy, self._iris.entity(claim.said_by)
            yield from self._behalf(node, claim.said_by)
        if claim.via is not None:
            yield node, DM.via, self._iris.entity(claim.via)
        yield from time_triples(node, claim.when, CLAIMED)

    def _behalf(self, node: str, actor: str, when: Interval | None = None) -> _Triples:
        """For whom an actor of a fact acts on its day; the fact itself is on behalf of these."""
        for behind in self._behind(actor, day_of(when, self._facts.document.published)):
            yield node, DM.onBehalfOf, behind
        yield from self._capacity(node, actor, when)

    def _capacity(self, node: str, actor: str, when: Interval | None = None) -> _Triples:
        """In which capacity an actor has its part in a fact."""
        day = day_of(when, self._facts.document.published)
        capacity = self._iris.fact(self._id, "capacity", digest(actor, day))
        yield from capacity_triples(node, capacity, self._iris.entity(actor), date(day), self._behind(actor, day))

    def _behind(self, actor: str, day: dt.date) -> set[str]:
        found = set[str]()
        for step in self._steps.get((actor, day), ()):
            if step.title is not None:
                found.add(self._iris.office(step.title, step.jurisdiction))
            found.update(self._iris.entity(one) for one in (step.institution, step.state) if one not in {None, actor})
        return found


# --- values -----------------------------------------------------------------------------------------------------------


def _surest_first(facts: Iterable[_F]) -> list[_F]:
    return sorted(facts, key=lambda fact: (-fact.confidence, fact.rule))


def _spans(evidence: Iterable[Passage]) -> Iterator[int]:
    for passage in sorted(evidence):
        yield from (passage.begin, passage.end)
