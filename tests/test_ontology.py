"""The files under ``ontology/`` by themselves, among each other, and against ``docs/ontology.md``.

``python tests/test_ontology.py`` writes the table of terms into the page anew.
"""

from __future__ import annotations

import json
import re
from itertools import combinations
from pathlib import Path
from typing import Any

import owlrl  # type: ignore[import-untyped]
import pyshacl
import pytest
import rdflib
from pyoxigraph import RdfFormat, parse, serialize
from rdflib.collection import Collection
from rdflib.compare import isomorphic
from rdflib.namespace import OWL, RDF, RDFS, SH, XSD
from rdflib.plugins.shared.jsonld.context import Context

from kg.resources import ontology_path
from kg.vocab import DM_NS, ID_BASE, PREFIXES

REPOSITORY = Path(__file__).parent.parent
PAGE = REPOSITORY / "docs" / "ontology.md"
EXAMPLE = REPOSITORY / "tests" / "graphs" / "two_accounts.trig"
ONTOLOGY_IRI = rdflib.URIRef("https://w3id.org/demarche/ontology")
OWL_KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty, OWL.NamedIndividual)
KIND_NAMES = {OWL.Class: "class", OWL.ObjectProperty: "link", OWL.DatatypeProperty: "value"}
TABLE_BEGINS, TABLE_ENDS = "<!-- terms: begin -->\n", "<!-- terms: end -->\n"


def read(name: str) -> rdflib.Graph:
    return rdflib.Graph().parse(ontology_path(name), format="turtle")


@pytest.fixture(scope="module")
def ontology() -> rdflib.Graph:
    return read("demarche.ttl")


@pytest.fixture(scope="module")
def shapes() -> rdflib.Graph:
    return read("shapes.ttl")


@pytest.fixture(scope="module")
def context() -> dict[str, Any]:
    document: dict[str, dict[str, Any]] = json.loads(ontology_path("context.jsonld").read_text(encoding="utf-8"))
    return document["@context"]


def own_terms(graph: rdflib.Graph) -> list[rdflib.URIRef]:
    """The terms that the ontology declares, sorted."""
    return sorted(term for term in graph.subjects(RDFS.isDefinedBy, ONTOLOGY_IRI) if isinstance(term, rdflib.URIRef))


def example_triples() -> bytes:
    triples = {quad.triple for quad in parse(path=EXAMPLE, format=RdfFormat.TRIG)}
    return serialize(triples, format=RdfFormat.N_TRIPLES) or b""


# --- demarche.ttl -----------------------------------------------------------------------------------------------------


def test_the_header_names_version_and_licence(ontology: rdflib.Graph) -> None:
    version = ontology.value(ONTOLOGY_IRI, OWL.versionInfo)
    assert ontology.value(ONTOLOGY_IRI, OWL.versionIRI) == rdflib.URIRef(f"{ONTOLOGY_IRI}/{version}")
    assert ontology.value(ONTOLOGY_IRI, rdflib.DCTERMS.license)
    assert str(ontology.value(ONTOLOGY_IRI, rdflib.VANN.preferredNamespaceUri)) == DM_NS


def test_every_term_has_one_label_and_one_comment_in_english(ontology: rdflib.Graph) -> None:
    declared = {term for term in ontology.subjects(RDF.type, None) if str(term).startswith(DM_NS)}
    assert declared == set(own_terms(ontology))
    for term in declared:
        for predicate in (RDFS.label, RDFS.comment):
            (text,) = ontology.objects(term, predicate)
            assert isinstance(text, rdflib.Literal)
            assert text.language == "en", term
            assert text.strip(), term
            assert predicate == RDFS.label or text.endswith("."), term


def test_every_name_in_an_axiom_is_declared_as_one_kind(ontology: rdflib.Graph) -> None:
    """OWL 2 DL (structural specification, 5.8.1 and 5.8.2): all are declared, and no name is two kinds of property."""
    kinds = {term: set(ontology.objects(term, RDF.type)).intersection(OWL_KINDS) for term in ontology.all_nodes()}
    for predicate in (RDFS.subClassOf, RDFS.subPropertyOf, RDFS.domain, RDFS.range, OWL.oneOf, RDF.first):
        for subject, target in ontology.subject_objects(predicate):
            for name in (subject, target):
                if isinstance(name, rdflib.URIRef) and name != RDF.nil and not name.startswith(str(XSD)):
                    assert len(kinds[name]) == 1, name


def test_sub_properties_are_of_their_super_propertys_kind(ontology: rdflib.Graph) -> None:
    for below, above in ontology.subject_objects(RDFS.subPropertyOf):
        kind = OWL.ObjectProperty if (below, RDF.type, OWL.ObjectProperty) in ontology else OWL.DatatypeProperty
        assert (above, RDF.type, kind) in ontology, below


def test_no_class_lies_under_two_that_exclude_each_other(ontology: rdflib.Graph) -> None:
    disjoint = list(ontology.subjects(RDF.type, OWL.AllDisjointClasses))
    assert len(disjoint) == 3
    for axiom in disjoint:
        members = Collection(ontology, next(iter(ontology.objects(axiom, OWL.members))))
        for one, other in combinations(members, 2):
            below = [set(ontology.transitive_subjects(RDFS.subClassOf, cls)) for cls in (one, other)]
            assert below[0] & below[1] == set()


@pytest.mark.parametrize("name", ["MeetingStatus", "Stance", "Strength", "Voice", "EventType", "Attendance"])
def test_a_closed_list_names_all_its_individuals(name: str, ontology: rdflib.Graph) -> None:
    cls = rdflib.URIRef(DM_NS + name)
    (listed,) = (ontology.value(same, OWL.oneOf) for same in ontology.objects(cls, OWL.equivalentClass))
    assert listed is not None
    assert set(Collection(ontology, listed)) == set(ontology.subjects(RDF.type, cls))


def test_our_own_super_classes_lead_to_a_standard_one(ontology: rdflib.Graph) -> None:
    """All that is in a graph is found in a standard vocabulary's words too, but for what only we know."""
    ours_alone = {"Attendance", "Candidate", "Entity", "MeetingStatus", "Stance", "Strength", "Voice"}
    for term in own_terms(ontology):
        if (term, RDF.type, OWL.Class) in ontology and term.removeprefix(DM_NS) not in ours_alone:
            above = ontology.transitive_objects(term, RDFS.subClassOf)
            assert any(isinstance(cls, rdflib.URIRef) and not cls.startswith(DM_NS) for cls in above), term


def contradictions(ontology: rdflib.Graph, data: rdflib.Graph) -> list[str]:
    reasoner = owlrl.OWLRL_Semantics(ontology + data, axioms=False, daxioms=False, rdfs=False)
    reasoner.closure()
    messages: list[str] = reasoner.error_messages
    return messages


def test_an_owl_reasoner_finds_no_contradiction_in_the_example(ontology: rdflib.Graph) -> None:
    assert contradictions(ontology, rdflib.Graph().parse(data=example_triples(), format="nt")) == []


def test_an_owl_reasoner_finds_what_the_ontology_excludes(ontology: rdflib.Graph) -> None:
    wrong = f"""
        @base <{ID_BASE}> . @prefix dm: <{DM_NS}> . @prefix owl: <{PREFIXES["owl"]}> .
        <iran> a dm:Country, dm:Person .
        <document/a> a dm:Document ; dm:participant <iran> .
        <paris> dm:locatedIn <interfax> . <interfax> a dm:Organization .
        <meeting/a> dm:evidence <russia> . <russia> a dm:Country .
        dm:Held owl:sameAs dm:Planned .
    """
    found = contradictions(ontology, rdflib.Graph().parse(data=wrong, format="turtle"))
    for node in ("id/iran", "id/document/a", "id/interfax", "id/russia", "ontology#Held"):
        assert any(node in message for message in found), node


# --- shapes.ttl -------------------------------------------------------------------------------------------------------


def test_the_shapes_are_well_formed() -> None:
    conforms, _, text = pyshacl.validate(rdflib.Graph(), shacl_graph=read("shapes.ttl"), meta_shacl=True)
    assert conforms, text


def test_the_shapes_speak_of_declared_terms_alone(shapes: rdflib.Graph, ontology: rdflib.Graph) -> None:
    used = {node for node in shapes.all_nodes() if str(node).startswith(DM_NS)}
    assert used - set(own_terms(ontology)) == set()


def test_every_property_and_class_in_use_has_a_shape(shapes: rdflib.Graph, ontology: rdflib.Graph) -> None:
    constrained = {*shapes.objects(None, SH.path), *shapes.objects(None, SH.targetClass)}
    constrained |= set(shapes.objects(None, SH["class"]))
    closed_lists = {
        rdflib.URIRef(DM_NS + name)
        for name in ("Attendance", "MeetingStatus", "Stance", "Strength", "Voice", "EventType")
    }
    kinds_of_meeting = set(ontology.subjects(RDFS.subClassOf, rdflib.URIRef(DM_NS + "Meeting")))
    individuals = {term for term in own_terms(ontology) if (term, RDF.type, OWL.NamedIndividual) in ontology}
    unconstrained = set(own_terms(ontology)) - constrained - closed_lists - kinds_of_meeting - individuals
    assert unconstrained == {rdflib.URIRef(DM_NS + "Country")}


CLOSED = (
    ("status", "MeetingStatus"),
    ("stance", "Stance"),
    ("strength", "Strength"),
    ("voice", "Voice"),
    ("eventType", "EventType"),
)


def test_a_list_of_individuals_is_whole(shapes: rdflib.Graph, ontology: rdflib.Graph) -> None:
    for path, name in CLOSED:
        (shape,) = (
            node for node in shapes.subjects(SH.path, rdflib.URIRef(DM_NS + path)) if (node, SH["in"], None) in shapes
        )
        allowed = shapes.value(shape, SH["in"])
        assert allowed is not None
        assert set(Collection(shapes, allowed)) == set(ontology.subjects(RDF.type, rdflib.URIRef(DM_NS + name)))


def test_every_shape_says_what_is_wrong_in_a_sentence(shapes: rdflib.Graph) -> None:
    nested = {member for node in shapes.objects(None, SH["or"]) for member in Collection(shapes, node)}
    within = {prop for node in nested for prop in shapes.objects(node, SH.property)}
    for shape in {*shapes.subjects(SH.path, None)} - within:
        (message,) = shapes.objects(shape, SH.message)
        assert re.fullmatch(r"(An? |There |dm:).+\.", str(message)), message
    for shape in shapes.subjects(RDF.type, SH.NodeShape):
        if any((shape, constraint, None) in shapes for constraint in (SH.nodeKind, SH["or"], SH["not"])):
            assert shapes.value(shape, SH.message), shape


# --- context.jsonld ---------------------------------------------------------------------------------------------------


def test_the_context_covers_every_term(context: dict[str, Any], ontology: rdflib.Graph) -> None:
    resolved = Context({"@context": context})
    for term in own_terms(ontology):
        local = term.removeprefix(DM_NS)
        assert resolved.terms[local].id == str(term)
        is_link = (term, RDF.type, OWL.ObjectProperty) in ontology
        assert (resolved.terms[local].type in {"@id", "@vocab"}) == is_link, term


def test_the_context_has_the_usual_prefixes(context: dict[str, Any]) -> None:
    assert {prefix: context[prefix] for prefix in PREFIXES} == dict(PREFIXES)


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")  # rdflib's own JSON-LD reader
def test_json_ld_keeps_every_triple(context: dict[str, Any]) -> None:
    example = {quad.triple for quad in parse(path=EXAMPLE, format=RdfFormat.TRIG)}
    graph = rdflib.Graph().parse(data=example_triples(), format="nt")
    text = graph.serialize(format="json-ld", context=context)
    keys = {key for node in json.loads(text)["@graph"] for key in node}
    assert {key for key in keys if ":" in key} == set()
    assert len(graph) > 100
    assert isomorphic(rdflib.Graph().parse(data=text, format="json-ld"), graph)
    assert {quad.triple for quad in parse(text, format=RdfFormat.JSON_LD)} == example


# --- docs/ontology.md -------------------------------------------------------------------------------------------------


def test_the_pages_table_is_the_ontologys(ontology: rdflib.Graph) -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert page.split(TABLE_BEGINS)[1].split(TABLE_ENDS)[0] == table_of_terms(ontology), (
        "docs/ontology.md lags behind ontology/demarche.ttl; run: python tests/test_ontology.py"
    )


def table_of_terms(ontology: rdflib.Graph) -> str:
    """The rows of the page's table, classes first."""
    rows = ["| term | kind | under | from → to | what it is |", "|---|---|---|---|---|"]
    terms = own_terms(ontology)
    for term in sorted(terms, key=lambda term: (kind_rank(ontology, term), kind_of(ontology, term), term)):
        cells = (f"`{curie(term)}`", kind_of(ontology, term), under(ontology, term), ends(ontology, term))
        rows.append(f"| {' | '.join(cells)} | {ontology.value(term, RDFS.comment)} |")
    return "\n".join(rows) + "\n"


def kind_rank(ontology: rdflib.Graph, term: rdflib.URIRef) -> int:
    kinds = [kind for kind in KIND_NAMES if (term, RDF.type, kind) in ontology]
    return [*KIND_NAMES].index(kinds[0]) if kinds else len(KIND_NAMES)


def kind_of(ontology: rdflib.Graph, term: rdflib.URIRef) -> str:
    rank = kind_rank(ontology, term)
    if rank < len(KIND_NAMES):
        return [*KIND_NAMES.values()][rank]
    (cls,) = (cls for cls in ontology.objects(term, RDF.type) if cls != OWL.NamedIndividual)
    return f"a `{curie(cls)}`"


def under(ontology: rdflib.Graph, term: rdflib.URIRef) -> str:
    above = {*ontology.objects(term, RDFS.subClassOf), *ontology.objects(term, RDFS.subPropertyOf)}
    return ", ".join(f"`{name}`" for name in sorted(curie(node) for node in above))


def ends(ontology: rdflib.Graph, term: rdflib.URIRef) -> str:
    if (term, RDFS.domain, None) not in ontology:
        return ""
    return " → ".join(" or ".join(classes(ontology, ontology.value(term, side))) for side in (RDFS.domain, RDFS.range))


def classes(ontology: rdflib.Graph, node: rdflib.term.Node | None) -> list[str]:
    if node is None:
        return ["literal"]
    if isinstance(node, rdflib.URIRef):
        return [f"`{curie(node)}`"]
    union = ontology.value(node, OWL.unionOf)
    if union is not None:
        return [f"`{curie(member)}`" for member in Collection(ontology, union)]
    datatype = ontology.value(node, OWL.onDatatype)
    return [] if datatype is None else [f"`{curie(datatype)}`"]


def curie(node: rdflib.term.Node) -> str:
    prefix, namespace = next(item for item in PREFIXES.items() if str(node).startswith(item[1]))
    return f"{prefix}:{str(node).removeprefix(namespace)}"


if __name__ == "__main__":
    before, rest = PAGE.read_text(encoding="utf-8").split(TABLE_BEGINS)
    after = rest.split(TABLE_ENDS)[1]
    PAGE.write_text(before + TABLE_BEGINS + table_of_terms(read("demarche.ttl")) + TABLE_ENDS + after, encoding="utf-8")
