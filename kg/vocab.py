"""The terms of the ontology as constants, and the alignments that the build materialises.

Each class here is a namespace; each constant is a :class:`pyoxigraph.NamedNode`. ``DM`` holds exactly the terms that
``ontology/demarche.ttl`` declares; the other classes hold the standard terms that the graph uses or aligns with.
:data:`SUPER_CLASSES` and :data:`SUPER_PROPERTIES` say which standard (and own, broader) types and properties stand
beside each own term: whoever writes ``?x a dm:Talks`` writes every type of ``SUPER_CLASSES[DM.Talks]`` too, so that a
query in SEM, schema.org, PROV or W3C ORG finds the same nodes without reasoning.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from pyoxigraph import NamedNode

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

DM_NS: Final = "https://w3id.org/demarche/ontology#"
ID_BASE: Final = "https://w3id.org/demarche/id/"

PREFIXES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "dcterms": "http://purl.org/dc/terms/",
        "dm": DM_NS,
        "foaf": "http://xmlns.com/foaf/0.1/",
        "itsrdf": "http://www.w3.org/2005/11/its/rdf#",
        "nif": "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#",
        "org": "http://www.w3.org/ns/org#",
        "owl": "http://www.w3.org/2002/07/owl#",
        "prov": "http://www.w3.org/ns/prov#",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "schema": "https://schema.org/",
        "sem": "http://semanticweb.cs.vu.nl/2009/11/sem/",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "wgs": "http://www.w3.org/2003/01/geo/wgs84_pos#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
    }
)


def _term(prefix: str, local: str) -> NamedNode:
    return NamedNode(PREFIXES[prefix] + local)


class DM:
    """Our own terms; what each means stands in ``ontology/demarche.ttl`` and ``docs/ontology.md``."""

    # Classes: documents and evidence; entities, offices, issues; facts; closed lists.
    Document: Final = _term("dm", "Document")
    Passage: Final = _term("dm", "Passage")
    Mention: Final = _term("dm", "Mention")
    Candidate: Final = _term("dm", "Candidate")
    Extraction: Final = _term("dm", "Extraction")
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
    MeetingStatus: Final = _term("dm", "MeetingStatus")
    Stance: Final = _term("dm", "Stance")
    EventType: Final = _term("dm", "EventType")

    # Individuals of dm:MeetingStatus, dm:Stance and dm:EventType (PLOVER's names).
    Held: Final = _term("dm", "Held")
    Planned: Final = _term("dm", "Planned")
    Proposed: Final = _term("dm", "Proposed")
    Cancelled: Final = _term("dm", "Cancelled")
    Supports: Final = _term("dm", "Supports")
    Opposes: Final = _term("dm", "Opposes")
    Neutral: Final = _term("dm", "Neutral")
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
    pipeline: Final = _term("dm", "pipeline")
    settingsHash: Final = _term("dm", "settingsHash")

    # Properties of every fact.
    evidence: Final = _term("dm", "evidence")
    confidence: Final = _term("dm", "confidence")
    rule: Final = _term("dm", "rule")
    asOf: Final = _term("dm", "asOf")

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

    # Properties of positions, statements and interactions.
    holder: Final = _term("dm", "holder")
    issue: Final = _term("dm", "issue")
    stance: Final = _term("dm", "stance")
    assertedBy: Final = _term("dm", "assertedBy")
    speaker: Final = _term("dm", "speaker")
    quote: Final = _term("dm", "quote")
    content: Final = _term("dm", "content")
    audience: Final = _term("dm", "audience")
    via: Final = _term("dm", "via")
    source: Final = _term("dm", "source")
    target: Final = _term("dm", "target")
    eventType: Final = _term("dm", "eventType")


class DCTERMS:
    """DCMI Metadata Terms, for what is known of a document."""

    identifier: Final = _term("dcterms", "identifier")
    title: Final = _term("dcterms", "title")
    issued: Final = _term("dcterms", "issued")
    creator: Final = _term("dcterms", "creator")
    publisher: Final = _term("dcterms", "publisher")
    source: Final = _term("dcterms", "source")


class FOAF:
    """Friend of a Friend."""

    Person: Final = _term("foaf", "Person")


class ITSRDF:
    """The Internationalization Tag Set in RDF, with which NIF says what a string refers to."""

    taIdentRef: Final = _term("itsrdf", "taIdentRef")


class NIF:
    """The NLP Interchange Format's core, for text and offsets."""

    Context: Final = _term("nif", "Context")
    String: Final = _term("nif", "String")
    isString: Final = _term("nif", "isString")
    anchorOf: Final = _term("nif", "anchorOf")
    beginIndex: Final = _term("nif", "beginIndex")
    endIndex: Final = _term("nif", "endIndex")
    referenceContext: Final = _term("nif", "referenceContext")


class ORG:
    """The W3C Organization Ontology."""

    Membership: Final = _term("org", "Membership")
    Organization: Final = _term("org", "Organization")
    Post: Final = _term("org", "Post")
    member: Final = _term("org", "member")
    postIn: Final = _term("org", "postIn")


class OWL:
    """The Web Ontology Language."""

    sameAs: Final = _term("owl", "sameAs")


class PROV:
    """The W3C Provenance Ontology."""

    Activity: Final = _term("prov", "Activity")
    Agent: Final = _term("prov", "Agent")
    Entity: Final = _term("prov", "Entity")
    used: Final = _term("prov", "used")
    wasAttributedTo: Final = _term("prov", "wasAttributedTo")
    wasDerivedFrom: Final = _term("prov", "wasDerivedFrom")
    wasGeneratedBy: Final = _term("prov", "wasGeneratedBy")


class RDF:
    """RDF itself."""

    type: Final = _term("rdf", "type")


class RDFS:
    """RDF Schema."""

    label: Final = _term("rdfs", "label")


class SCHEMA:
    """schema.org."""

    Country: Final = _term("schema", "Country")
    Event: Final = _term("schema", "Event")
    NewsArticle: Final = _term("schema", "NewsArticle")
    Organization: Final = _term("schema", "Organization")
    Person: Final = _term("schema", "Person")
    Place: Final = _term("schema", "Place")
    about: Final = _term("schema", "about")
    attendee: Final = _term("schema", "attendee")
    containedInPlace: Final = _term("schema", "containedInPlace")
    duration: Final = _term("schema", "duration")
    location: Final = _term("schema", "location")
    softwareVersion: Final = _term("schema", "softwareVersion")
    startDate: Final = _term("schema", "startDate")
    subjectOf: Final = _term("schema", "subjectOf")
    superEvent: Final = _term("schema", "superEvent")
    text: Final = _term("schema", "text")


class SEM:
    """The Simple Event Model."""

    Actor: Final = _term("sem", "Actor")
    Event: Final = _term("sem", "Event")
    EventType: Final = _term("sem", "EventType")
    Place: Final = _term("sem", "Place")
    eventType: Final = _term("sem", "eventType")
    hasActor: Final = _term("sem", "hasActor")
    hasEarliestBeginTimeStamp: Final = _term("sem", "hasEarliestBeginTimeStamp")
    hasLatestEndTimeStamp: Final = _term("sem", "hasLatestEndTimeStamp")
    hasPlace: Final = _term("sem", "hasPlace")
    hasTimeStamp: Final = _term("sem", "hasTimeStamp")
    subEventOf: Final = _term("sem", "subEventOf")


class SKOS:
    """The Simple Knowledge Organization System, for names and issues."""

    Concept: Final = _term("skos", "Concept")
    altLabel: Final = _term("skos", "altLabel")
    prefLabel: Final = _term("skos", "prefLabel")


class WGS:
    """The W3C's basic geographic vocabulary."""

    lat: Final = _term("wgs", "lat")
    long: Final = _term("wgs", "long")


class XSD:
    """XML Schema's datatypes."""

    boolean: Final = _term("xsd", "boolean")
    date: Final = _term("xsd", "date")
    dayTimeDuration: Final = _term("xsd", "dayTimeDuration")
    decimal: Final = _term("xsd", "decimal")
    gYear: Final = _term("xsd", "gYear")
    gYearMonth: Final = _term("xsd", "gYearMonth")
    integer: Final = _term("xsd", "integer")
    nonNegativeInteger: Final = _term("xsd", "nonNegativeInteger")
    string: Final = _term("xsd", "string")


_PARENT_CLASSES: Final[Mapping[NamedNode, tuple[NamedNode, ...]]] = {
    DM.Document: (NIF.Context, PROV.Entity, SCHEMA.NewsArticle),
    DM.Passage: (NIF.String, PROV.Entity),
    DM.Mention: (DM.Passage,),
    DM.Extraction: (PROV.Activity,),
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
    """The own classes among ``types`` that are no super-class of another one there.

    A country is also written as an actor, a place, an entity and a ``schema:Country``; this gives ``dm:Country`` alone.

    Args:
        types: the objects of a node's ``rdf:type`` triples.

    Returns:
        The ``dm:`` classes that say most, sorted by IRI; empty where none is ours.
    """
    own = {node for node in types if node.value.startswith(DM_NS)}
    broader = {above for node in own for above in SUPER_CLASSES.get(node, ())}
    return tuple(sorted(own - broader, key=lambda node: node.value))
