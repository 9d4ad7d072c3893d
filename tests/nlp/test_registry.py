"""The entities of one document: ids, names and the forms seen."""

from __future__ import annotations

from kg.gazetteer import default_gazetteer
from kg.model import Entity, EntityType
from kg.nlp.registry import Registry, entity_of


def registry() -> Registry:
    return Registry(default_gazetteer())


def test_a_known_entry_brings_what_the_gazetteer_knows_and_the_forms_seen_sorted() -> None:
    found = registry()
    assert found.known("kenya", "Kenyans") == "kenya"
    found.known("kenya", "Kenya")
    found.known("kenya", "Kenya")
    (kenya,) = found.entities()
    assert kenya.aliases == ("Kenya", "Kenyans")
    assert kenya.wikidata == "Q114"
    assert kenya.type is EntityType.COUNTRY


def test_an_entity_nobody_listed_gets_its_id_from_its_name() -> None:
    found = registry()
    assert (
        found.new("Harbour Relief Foundation", EntityType.ORGANIZATION, "the  foundation")
        == "harbour-relief-foundation"
    )
    assert found.entities() == (
        Entity("harbour-relief-foundation", EntityType.ORGANIZATION, "Harbour Relief Foundation", ("the foundation",)),
    )


def test_a_person_with_a_countrys_name_is_not_the_country() -> None:
    found = registry()
    assert found.new("Kenya", EntityType.PERSON, "Kenya") == "kenya-person"
    assert found.new("Kenya", EntityType.COUNTRY, "Kenya") == "kenya"


def test_names_without_latin_letters_get_ids_of_their_own() -> None:
    found = registry()
    ids = {found.new(name, EntityType.PERSON, name) for name in ("王毅", "李克强", "王毅")}
    assert len(ids) == 2
    assert all(entity_id.isascii() for entity_id in ids)


def test_a_group_without_a_name_says_so() -> None:
    found = registry()
    found.new("Peruvian rebels", EntityType.ORGANIZATION, "rebels", named=False)
    assert not found.entities()[0].named


def test_entities_come_in_order_of_id() -> None:
    found = registry()
    for name in ("kenya", "chad", "peru"):
        found.known(name)
    assert [e.id for e in found.entities()] == ["chad", "kenya", "peru"]


def test_the_entity_of_an_entry_has_no_forms() -> None:
    nairobi = entity_of(default_gazetteer().entry("nairobi"))
    assert nairobi.aliases == ()
    assert nairobi.located_in == "kenya"
    assert nairobi.latitude is not None
