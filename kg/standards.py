"""The standard terms that the graph uses or aligns with, and the prefixes; :mod:`kg.vocab` hands all of them on."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from pyoxigraph import NamedNode

__all__ = [
    "DCTERMS",
    "DM_NS",
    "FOAF",
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
    "WGS",
    "XSD",
    "term",
]

DM_NS: Final = "https://w3id.org/demarche/ontology#"

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


def term(prefix: str, local: str) -> NamedNode:
    """A prefix's term."""
    return NamedNode(PREFIXES[prefix] + local)


class DCTERMS:
    """DCMI Metadata Terms, for what is known of a document."""

    identifier: Final = term("dcterms", "identifier")
    title: Final = term("dcterms", "title")
    issued: Final = term("dcterms", "issued")
    creator: Final = term("dcterms", "creator")
    publisher: Final = term("dcterms", "publisher")
    source: Final = term("dcterms", "source")
    isVersionOf: Final = term("dcterms", "isVersionOf")


class FOAF:
    """Friend of a Friend."""

    Person: Final = term("foaf", "Person")


class ITSRDF:
    """The Internationalization Tag Set in RDF, with which NIF says what a string refers to."""

    taIdentRef: Final = term("itsrdf", "taIdentRef")


class NIF:
    """The NLP Interchange Format's core, for text and offsets."""

    Context: Final = term("nif", "Context")
    String: Final = term("nif", "String")
    isString: Final = term("nif", "isString")
    anchorOf: Final = term("nif", "anchorOf")
    beginIndex: Final = term("nif", "beginIndex")
    endIndex: Final = term("nif", "endIndex")
    referenceContext: Final = term("nif", "referenceContext")


class ORG:
    """The W3C Organization Ontology."""

    Membership: Final = term("org", "Membership")
    Organization: Final = term("org", "Organization")
    Post: Final = term("org", "Post")
    member: Final = term("org", "member")
    postIn: Final = term("org", "postIn")


class OWL:
    """The Web Ontology Language."""

    sameAs: Final = term("owl", "sameAs")


class PROV:
    """The W3C Provenance Ontology."""

    Activity: Final = term("prov", "Activity")
    Agent: Final = term("prov", "Agent")
    Entity: Final = term("prov", "Entity")
    used: Final = term("prov", "used")
    wasAttributedTo: Final = term("prov", "wasAttributedTo")
    wasDerivedFrom: Final = term("prov", "wasDerivedFrom")
    wasGeneratedBy: Final = term("prov", "wasGeneratedBy")


class RDF:
    """RDF itself."""

    type: Final = term("rdf", "type")


class RDFS:
    """RDF Schema."""

    label: Final = term("rdfs", "label")


class SCHEMA:
    """schema.org."""

    Country: Final = term("schema", "Country")
    Event: Final = term("schema", "Event")
    NewsArticle: Final = term("schema", "NewsArticle")
    Organization: Final = term("schema", "Organization")
    Person: Final = term("schema", "Person")
    Place: Final = term("schema", "Place")
    about: Final = term("schema", "about")
    attendee: Final = term("schema", "attendee")
    containedInPlace: Final = term("schema", "containedInPlace")
    duration: Final = term("schema", "duration")
    eventStatus: Final = term("schema", "eventStatus")
    location: Final = term("schema", "location")
    previousStartDate: Final = term("schema", "previousStartDate")
    softwareVersion: Final = term("schema", "softwareVersion")
    startDate: Final = term("schema", "startDate")
    subjectOf: Final = term("schema", "subjectOf")
    superEvent: Final = term("schema", "superEvent")
    text: Final = term("schema", "text")


class SEM:
    """The Simple Event Model."""

    Actor: Final = term("sem", "Actor")
    Event: Final = term("sem", "Event")
    EventType: Final = term("sem", "EventType")
    Place: Final = term("sem", "Place")
    eventType: Final = term("sem", "eventType")
    hasActor: Final = term("sem", "hasActor")
    hasEarliestBeginTimeStamp: Final = term("sem", "hasEarliestBeginTimeStamp")
    hasLatestEndTimeStamp: Final = term("sem", "hasLatestEndTimeStamp")
    hasPlace: Final = term("sem", "hasPlace")
    hasTimeStamp: Final = term("sem", "hasTimeStamp")
    subEventOf: Final = term("sem", "subEventOf")


class SKOS:
    """The Simple Knowledge Organization System, for names and issues."""

    Concept: Final = term("skos", "Concept")
    altLabel: Final = term("skos", "altLabel")
    prefLabel: Final = term("skos", "prefLabel")


class WGS:
    """The W3C's basic geographic vocabulary."""

    lat: Final = term("wgs", "lat")
    long: Final = term("wgs", "long")


class XSD:
    """XML Schema's datatypes."""

    boolean: Final = term("xsd", "boolean")
    date: Final = term("xsd", "date")
    dayTimeDuration: Final = term("xsd", "dayTimeDuration")
    decimal: Final = term("xsd", "decimal")
    gYear: Final = term("xsd", "gYear")
    gYearMonth: Final = term("xsd", "gYearMonth")
    integer: Final = term("xsd", "integer")
    nonNegativeInteger: Final = term("xsd", "nonNegativeInteger")
    string: Final = term("xsd", "string")
