"""The terms of the ontology as constants, and the alignments that the build materialises.

Each class here is a namespace; each constant is a :class:`pyoxigraph.NamedNode`. ``DM`` holds exactly the terms that
``ontology/demarche.ttl`` declares; the other classes hold the standard terms that the graph uses or aligns with.
:data:`SUPER_CLASSES` and :data:`SUPER_PROPERTIES` say which types and properties stand beside each own term: whoever
writes ``?x a dm:Talks`` writes all of ``SUPER_CLASSES[DM.Talks]``, so that queries in SEM or PROV need no reasoning.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from pyoxigraph import NamedNode

from kg.standards import (
    DCTERMS,
    DM_NS,
    FOAF,
    ITSRDF,
    NIF,
    ORG,
    OWL,
    PREFIXES,
    PROV,
    RDF,
    RDFS,
    SCHEMA,
    SEM,
    SKOS,
    WGS,
    XSD,
)
from kg.standards import term as _term

__all__ = [
    "DCTERMS",
    "DM",
    "DM_NS",
    "FOAF",
    "ID_BASE",
    "ITSRDF",
    "NIF",
    "ORG",
    "OWL",
    "PREFIXES",
    "PROV",
    "RDF",
    "RDFS",
    "SCHEMA",
    "SEM",
    "SKOS",
    "SUPER_CLASSES",
    "SUPER_PROPERTIES",
    "WGS",
    "XSD",
    "most_specific",
]

ID_BASE: Final = "https://w3id.org/demarche/id/"


class DM:
    """Our own terms; what each means stands in ``ontology/demarche.ttl`` and ``docs/ontology.md``."""

    # Classes: documents and evidence; entities, offices, issues; facts; closed lists.
    Document: Final = _term("dm", "Document")
    Passage: Final = _term("dm", "Passage")
    Mention: Final = _term("dm", "Mention")
    Candidate: Final = _term("dm", "Candidate")
    Extraction: Final = _term("dm", "Extraction")
    Identification: Final = _term("dm", "Identification")
    Capacity: Final = _term("dm", "Capacity")
    Entity: Final = _term("dm", "Entity")
    Actor: Final = _term("dm", "Actor")
    Person: Final = _term("dm", "Person")
    Organization: Final = _term("dm", "Organization")
    Country: Final = _term("dm", "Country")
    Place: Final = _term("dm", "Place")
    Office: Final = _term("dm", "Office")
    Issue: Final = _term("dm", "Issue")
    Fact: Final = _term("dm", "Fact")
    Tenure: Final = _term("dm", "Tenure")
    Meeting: Final = _term("dm", "Meeting")
    Conference: Final = _term("dm", "Conference")
    Talks: Final = _term("dm", "Talks")
    Visit: Final = _term("dm", "Visit")
    PhoneCall: Final = _term("dm", "PhoneCall")
    Position: Final = _term("dm", "Position")
    Statement: Final = _term("dm", "Statement")
    Interaction: Final = _term("dm", "Interaction")
    Claim: Final = _term("dm", "Claim")
    DateClaim: Final = _term("dm", "DateClaim")
    PlaceClaim: Final = _term("dm", "PlaceClaim")
    AttendanceClaim: Final = _term("dm", "AttendanceClaim")
    Attendance: Final = _term("dm", "Attendance")
    MeetingStatus: Final = _term("dm", "MeetingStatus")
    Stance: Final = _term("dm", "Stance")
    EventType: Final = _term("dm", "EventType")
    Voice: Final = _term("dm", "Voice")
    Strength: Final = _term("dm", "Strength")
    Expected: Final = _term("dm", "Expected")
    WillAttend: Final = _term("dm", "WillAttend")
    StaysAway: Final = _term("dm", "StaysAway")
    Invited: Final = _term("dm", "Invited")
    NotInvited: Final = _term("dm", "NotInvited")
    Undecided: Final = _term("dm", "Undecided")
    Held: Final = _term("dm", "Held")
    Planned: Final = _term("dm", "Planned")
    Proposed: Final = _term("dm", "Proposed")
    Cancelled: Final = _term("dm", "Cancelled")
    Supports: Final = _term("dm", "Supports")
    Opposes: Final = _term("dm", "Opposes")
    Neutral: Final = _term("dm", "Neutral")
    InArticle: Final = _term("dm", "InArticle")
    InSpeech: Final = _term("dm", "InSpeech")
    InReports: Final = _term("dm", "InReports")
    Strong: Final = _term("dm", "Strong")
    Plain: Final = _term("dm", "Plain")
    Weak: Final = _term("dm", "Weak")
    AGREE: Final = _term("dm", "AGREE")
    CONSULT: Final = _term("dm", "CONSULT")
    SUPPORT: Final = _term("dm", "SUPPORT")
    COOPERATE: Final = _term("dm", "COOPERATE")
    AID: Final = _term("dm", "AID")
    YIELD: Final = _term("dm", "YIELD")
    REQUEST: Final = _term("dm", "REQUEST")
    ACCUSE: Final = _term("dm", "ACCUSE")
    REJECT: Final = _term("dm", "REJECT")
    THREATEN: Final = _term("dm", "THREATEN")
    PROTEST: Final = _term("dm", "PROTEST")
    SANCTION: Final = _term("dm", "SANCTION")
    MOBILIZE: Final = _term("dm", "MOBILIZE")
    COERCE: Final = _term("dm", "COERCE")
    ASSAULT: Final = _term("dm", "ASSAULT")

    # Properties of documents, passages, mentions, candidates and extractions.
    contentHash: Final = _term("dm", "contentHash")
    document: Final = _term("dm", "document")
    refersTo: Final = _term("dm", "refersTo")
    mentionKind: Final = _term("dm", "mentionKind")
    reason: Final = _term("dm", "reason")
    candidate: Final = _term("dm", "candidate")
    entity: Final = _term("dm", "entity")
    identified: Final = _term("dm", "identified")
    pipeline: Final = _term("dm", "pipeline")
    settingsHash: Final = _term("dm", "settingsHash")

    # Properties of every fact.
    evidence: Final = _term("dm", "evidence")
    confidence: Final = _term("dm", "confidence")
    rule: Final = _term("dm", "rule")
    asOf: Final = _term("dm", "asOf")
    onBehalfOf: Final = _term("dm", "onBehalfOf")
    capacity: Final = _term("dm", "capacity")
    actor: Final = _term("dm", "actor")
    onDay: Final = _term("dm", "onDay")
    voice: Final = _term("dm", "voice")
    assertedBy: Final = _term("dm", "assertedBy")

    # Properties of entities, offices, tenures and issues.
    named: Final = _term("dm", "named")
    locatedIn: Final = _term("dm", "locatedIn")
    title: Final = _term("dm", "title")
    jurisdiction: Final = _term("dm", "jurisdiction")
    officeHolder: Final = _term("dm", "officeHolder")
    office: Final = _term("dm", "office")
    former: Final = _term("dm", "former")
    about: Final = _term("dm", "about")

    # Properties of meetings.
    participant: Final = _term("dm", "participant")
    place: Final = _term("dm", "place")
    date: Final = _term("dm", "date")
    earliest: Final = _term("dm", "earliest")
    latest: Final = _term("dm", "latest")
    duration: Final = _term("dm", "duration")
    status: Final = _term("dm", "status")
    topic: Final = _term("dm", "topic")
    partOf: Final = _term("dm", "partOf")
    account: Final = _term("dm", "account")

    # Properties of claims about meetings to come.
    meeting: Final = _term("dm", "meeting")
    words: Final = _term("dm", "words")
    claimedDate: Final = _term("dm", "claimedDate")
    claimedEarliest: Final = _term("dm", "claimedEarliest")
    claimedLatest: Final = _term("dm", "claimedLatest")
    claimedPlace: Final = _term("dm", "claimedPlace")
    claimedParticipant: Final = _term("dm", "claimedParticipant")
    attendance: Final = _term("dm", "attendance")

    # Properties of positions, statements and interactions.
    holder: Final = _term("dm", "holder")
    issue: Final = _term("dm", "issue")
    stance: Final = _term("dm", "stance")
    strength: Final = _term("dm", "strength")
    hedge: Final = _term("dm", "hedge")
    speaker: Final = _term("dm", "speaker")
    quote: Final = _term("dm", "quote")
    content: Final = _term("dm", "content")
    audience: Final = _term("dm", "audience")
    via: Final = _term("dm", "via")
    source: Final = _term("dm", "source")
    target: Final = _term("dm", "target")
    eventType: Final = _term("dm", "eventType")


_PARENT_CLASSES: Final[Mapping[NamedNode, tuple[NamedNode, ...]]] = {
    DM.Document: (NIF.Context, PROV.Entity, SCHEMA.NewsArticle),
    DM.Passage: (NIF.String, PROV.Entity),
    DM.Mention: (DM.Passage,),
    DM.Extraction: (PROV.Activity,),
    DM.Identification: (PROV.Entity,),
    DM.Capacity: (PROV.Entity,),
    DM.Actor: (DM.Entity, PROV.Agent, SEM.Actor),
    DM.Person: (DM.Actor, FOAF.Person, SCHEMA.Person),
    DM.Organization: (DM.Actor, ORG.Organization, SCHEMA.Organization),
    DM.Country: (DM.Actor, DM.Place, SCHEMA.Country),
    DM.Place: (DM.Entity, SCHEMA.Place, SEM.Place),
    DM.Office: (ORG.Post,),
    DM.Issue: (SKOS.Concept,),
    DM.Fact: (PROV.Entity,),
    DM.Tenure: (DM.Fact, ORG.Membership),
    DM.Meeting: (DM.Fact, SCHEMA.Event, SEM.Event),
    DM.Conference: (DM.Meeting,),
    DM.Talks: (DM.Meeting,),
    DM.Visit: (DM.Meeting,),
    DM.PhoneCall: (DM.Meeting,),
    DM.Position: (DM.Fact,),
    DM.Statement: (DM.Fact,),
    DM.Interaction: (DM.Fact, SEM.Event),
    DM.Claim: (DM.Fact,),
    DM.DateClaim: (DM.Claim,),
    DM.PlaceClaim: (DM.Claim,),
    DM.AttendanceClaim: (DM.Claim,),
    DM.EventType: (SEM.EventType,),
}

_PARENT_PROPERTIES: Final[Mapping[NamedNode, tuple[NamedNode, ...]]] = {
    DM.document: (NIF.referenceContext,),
    DM.refersTo: (ITSRDF.taIdentRef,),
    DM.evidence: (PROV.wasDerivedFrom,),
    DM.locatedIn: (SCHEMA.containedInPlace,),
    DM.jurisdiction: (ORG.postIn,),
    DM.officeHolder: (ORG.member,),
    DM.participant: (SCHEMA.attendee, SEM.hasActor),
    DM.place: (SCHEMA.location, SEM.hasPlace),
    DM.date: (SCHEMA.startDate, SEM.hasTimeStamp),
    DM.earliest: (SEM.hasEarliestBeginTimeStamp,),
    DM.latest: (SEM.hasLatestEndTimeStamp,),
    DM.duration: (SCHEMA.duration,),
    DM.topic: (SCHEMA.about,),
    DM.partOf: (SCHEMA.superEvent, SEM.subEventOf),
    DM.account: (SCHEMA.subjectOf,),
    DM.meeting: (SCHEMA.about,),
    DM.assertedBy: (PROV.wasAttributedTo,),
    DM.speaker: (PROV.wasAttributedTo,),
    DM.quote: (SCHEMA.text,),
    DM.source: (SEM.hasActor,),
    DM.target: (SEM.hasActor,),
    DM.eventType: (SEM.eventType,),
}


def _closure(parents: Mapping[NamedNode, tuple[NamedNode, ...]]) -> Mapping[NamedNode, tuple[NamedNode, ...]]:
    def above(term: NamedNode) -> set[NamedNode]:
        direct = parents.get(term, ())
        return set(direct).union(*(above(parent) for parent in direct))

    return MappingProxyType({term: tuple(sorted(above(term), key=lambda node: node.value)) for term in parents})


SUPER_CLASSES: Final = _closure(_PARENT_CLASSES)
"""Each own class that has super-classes, with all of them, own and standard, sorted by IRI."""

SUPER_PROPERTIES: Final = _closure(_PARENT_PROPERTIES)
"""Each own property that has super-properties, with all of them, sorted by IRI."""


def most_specific(types: Iterable[NamedNode]) -> tuple[NamedNode, ...]:
    """The own classes among ``types`` that are no super-class of another one there, sorted by IRI.

    A country is also written as an actor, a place, an entity and a ``schema:Country``; this gives ``dm:Country`` alone.
    """
    own = {node for node in types if node.value.startswith(DM_NS)}
    broader = {above for node in own for above in SUPER_CLASSES.get(node, ())}
    return tuple(sorted(own - broader, key=lambda node: node.value))
