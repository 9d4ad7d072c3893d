"""The constants of ``kg.vocab`` against ``ontology/demarche.ttl`` and against the model's enumerations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import permutations
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import NamedNode
from rdflib.namespace import OWL

from kg import vocab
from kg.kinds import Attendance
from kg.model import EntityType, EventType, MeetingKind, MeetingStatus, Stance, Strength, Voice
from kg.resources import ontology_path
from kg.vocab import DM, DM_NS, PREFIXES, SCHEMA, SUPER_CLASSES, SUPER_PROPERTIES, most_specific

NAMESPACES = {name.lower(): getattr(vocab, name) for name in vocab.__all__ if isinstance(getattr(vocab, name), type)}


@pytest.fixture(scope="module")
def ontology() -> rdflib.Graph:
    return rdflib.Graph().parse(ontology_path("demarche.ttl"))


def constants(namespace: type) -> Iterator[tuple[str, NamedNode]]:
    return ((name, value) for name, value in vars(namespace).items() if not name.startswith("__"))


def closure(ontology: rdflib.Graph, predicate: rdflib.URIRef) -> dict[NamedNode, tuple[NamedNode, ...]]:
    above: dict[NamedNode, tuple[NamedNode, ...]] = {}
    for term in set(ontology.subjects(predicate, None)):
        found = {str(node) for node in ontology.transitive_objects(term, predicate) if node != term}
        above[NamedNode(str(term))] = tuple(NamedNode(iri) for iri in sorted(found))
    return above


def test_the_namespaces_are_those_of_the_prefixes() -> None:
    assert set(NAMESPACES) == set(PREFIXES)


@pytest.mark.parametrize("prefix", sorted(NAMESPACES))
def test_a_constant_is_called_what_its_iri_says(prefix: str) -> None:
    for name, node in constants(NAMESPACES[prefix]):
        assert node == NamedNode(PREFIXES[prefix] + name)


def test_our_terms_are_those_of_the_ontology(ontology: rdflib.Graph) -> None:
    declared = {str(term) for term in ontology.subjects(rdflib.RDF.type, None) if str(term).startswith(DM_NS)}
    assert {node.value for _, node in constants(DM)} == declared


def test_super_classes_are_those_of_the_ontology(ontology: rdflib.Graph) -> None:
    assert dict(SUPER_CLASSES) == closure(ontology, rdflib.RDFS.subClassOf)


def test_super_properties_are_those_of_the_ontology(ontology: rdflib.Graph) -> None:
    assert dict(SUPER_PROPERTIES) == closure(ontology, rdflib.RDFS.subPropertyOf)


def test_the_alignments_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        SUPER_CLASSES[DM.Meeting] = ()  # type: ignore[index]


@pytest.mark.parametrize(
    "enumeration", [Attendance, EntityType, MeetingKind, MeetingStatus, Stance, Strength, Voice, EventType]
)
def test_what_the_model_names_the_ontology_declares(enumeration: type, ontology: rdflib.Graph) -> None:
    kind = OWL.Class if enumeration in {EntityType, MeetingKind} else rdflib.URIRef(DM_NS + enumeration.__name__)
    for member in enumeration:  # type: ignore[attr-defined]
        assert (rdflib.URIRef(DM_NS + member), rdflib.RDF.type, kind) in ontology


@pytest.mark.parametrize("enumeration", [Attendance, MeetingStatus, Stance, Strength, Voice, EventType])
def test_the_model_knows_every_individual(enumeration: type, ontology: rdflib.Graph) -> None:
    individuals = ontology.subjects(rdflib.RDF.type, rdflib.URIRef(DM_NS + enumeration.__name__))
    assert {str(node) for node in individuals} == {DM_NS + member for member in enumeration}  # type: ignore[attr-defined]


def test_every_term_of_the_shared_vocabulary_is_declared(shared: Path) -> None:
    text = (shared / "VOCABULARY.md").read_text(encoding="utf-8")
    named = {NamedNode(DM_NS + local) for local in re.findall(r"\bdm:(\w+)", text)}
    assert len(named) > 50
    assert named - {node for _, node in constants(DM)} == set()


@pytest.mark.parametrize("order", list(permutations([DM.Actor, DM.Place, DM.Country, DM.Entity])))
def test_a_country_is_most_specifically_a_country(order: tuple[NamedNode, ...]) -> None:
    assert most_specific([SCHEMA.Country, *order]) == (DM.Country,)


def test_unrelated_types_all_stay_and_foreign_ones_go() -> None:
    assert most_specific([DM.Position, DM.Fact, DM.Mention, DM.Passage]) == (DM.Mention, DM.Position)
    assert most_specific([SCHEMA.Event]) == ()
