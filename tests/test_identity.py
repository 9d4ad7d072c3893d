"""Who is who across documents: spellings, offices, embassies, unnamed groups, and what stays in doubt."""

from __future__ import annotations

import datetime as dt

import pytest
from whole_graph import quads_of

from kg.model import (
    Document,
    DocumentFacts,
    Entity,
    EntityType,
    Mention,
    MentionKind,
    Passage,
    Section,
    SectionKind,
    Tenure,
)
from kg.resolve import Judged, Resolution, resolve
from kg.resolve.names import person_name, sounds
from kg.store import MemoryGraph
from kg.validate import validate

SENTENCE = Passage(0, 5, "He is")
COUNTRIES = {
    one: Entity(one, EntityType.COUNTRY, one.replace("-", " ").title(), wikidata=item)
    for one, item in (
        ("russia", "Q159"), ("syria", "Q858"), ("libya", "Q1016"), ("united-kingdom", "Q145"), ("united-states", "Q30"),
        ("brunei", "Q921"), ("france", "Q142"),
    )
}  # fmt: skip


def person(name: str, **more) -> Entity:
    return Entity(name.lower().replace(" ", "-"), EntityType.PERSON, name, (name,), **more)


def group(name: str, **more) -> Entity:
    return Entity(name.lower().replace(" ", "-"), EntityType.ORGANIZATION, name, (name,), **more)


def told(
    number: int, *entities: Entity, offices: tuple[tuple[str, str, str], ...] = (), text: str = "He is"
) -> DocumentFacts:
    published = dt.date(2013, 5, 1) + dt.timedelta(days=number)
    document = Document(f"d{number}", text, published, "t", (Section(SectionKind.BODY, 0, len(text)),))
    tenures = tuple(Tenure(who, title, of, (SENTENCE,), "test") for who, title, of in offices)
    mentions = tuple(
        Mention(text.index(e.name), text.index(e.name) + len(e.name), e.name, e.id, MentionKind.NAME, "test")
        for e in entities
        if e.name in text
    )
    return DocumentFacts(document, "fake", entities, mentions, tenures=tenures)


def people(resolution: Resolution) -> set[str]:
    return {entity.id for entity in resolution.entities if entity.type is EntityType.PERSON}


# --- names ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sergei Lavrov", "Sergey Lavrov"),
        ("Bashar Assad", "Bashar al-Assad"),
        ("Walid Moallem", "Walid Muallem"),
        ("Ahmad al-Jarba", "Ahmed Jarba"),
        ("Yevgeny Satanovsky", "Evgenii Satanovskii"),
        ("Mohammed Khatami", "Muhammad Khatami"),
        ("Alexander Bortnikov", "Aleksandr Bortnikov"),
        ("Hosni Mubarak", "Husni Mubarak"),
        ("Dmitry Medvedev", "Dmitri Medvedyev"),
    ],
)
def test_spellings_of_one_name_are_one_person(one: str, other: str) -> None:
    resolution = resolve([told(1, person(one)), told(2, person(other))])
    (join,) = resolution.joins
    assert people(resolution) == {join.into}
    assert {join.entity, join.into} == {person(one).id, person(other).id}
    assert "another spelling" in join.reason
    assert 0 < join.confidence < 1
    assert {one, other} <= {resolution.entities[0].name, *resolution.entities[0].aliases}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Gordon Brown", "Michael Brown"),
        ("Ali Khamenei", "Ali Khomeini"),
        ("John Kerry", "Jane Kerry"),
        ("George W. Bush", "George H. Bush"),
        ("Kim Lee", "Kim Li Hu"),
        ("John Smith Jr.", "John Smith Sr."),
    ],
)
def test_like_names_of_two_people_stay_two(one: str, other: str) -> None:
    resolution = resolve([told(1, person(one)), told(2, person(other))])
    assert len(people(resolution)) == 2
    assert resolution.joins == ()


def test_a_spelling_joins_the_person_whom_the_gazetteer_knows() -> None:
    known = person("Sergey Lavrov", wikidata="Q58217")
    resolution = resolve([told(1, person("Sergei Lavrov")), told(9, known)])
    assert people(resolution) == {"sergey-lavrov"}
    assert resolution.entities[0].name == "Sergey Lavrov"


def test_an_initial_joins_the_only_one_whom_it_fits() -> None:
    assert people(resolve([told(1, person("John Kerry")), told(2, person("J. Kerry"))])) == {"john-kerry"}
    three = resolve([told(1, person("John Kerry"), person("James Kerry")), told(2, person("J. Kerry"))])
    assert len(people(three)) == 3
    assert {c.entity for c in three.doubts[0].candidates} == {"john-kerry", "james-kerry"}


def test_names_come_apart_into_their_parts() -> None:
    name = person_name("Robert S. Mueller III")
    assert (name.given, name.family, name.middle, name.generation) == ("robert", "mueller", ("s",), "iii")
    assert person_name("Xi Jinping", family_first=True).family == "xi"
    assert person_name("Ursula von der Leyen").family == "leyen"
    assert person_name("").family == ""
    assert sounds("moallem") == sounds("muallem")


# --- two people of one name -------------------------------------------------------------------------------------------

BROWN = person("Michael Brown")
HERE = (("michael-brown", "Director", "united-states"),)
THERE = (("michael-brown", "Prime Minister", "united-kingdom"),)
STATES = (COUNTRIES["united-states"], COUNTRIES["united-kingdom"])


def test_two_people_of_one_name_stay_two_and_the_older_keeps_the_name() -> None:
    first = told(1, BROWN, *STATES, offices=HERE)
    alone = resolve([first])
    both = resolve([first, told(2, BROWN, *STATES, offices=THERE)])
    assert people(alone) == {"michael-brown"}
    assert people(both) == {"michael-brown", "michael-brown-united-kingdom"}
    assert both.apply(first).entities[0].id == "michael-brown"


def test_who_of_the_two_is_not_told_stays_unsure_with_both_as_candidates() -> None:
    silent = told(3, BROWN)
    found = resolve([told(1, BROWN, *STATES, offices=HERE), told(2, BROWN, *STATES, offices=THERE), silent])
    (doubt,) = found.doubts
    assert doubt.entity == found.apply(silent).entities[0].id == "michael-brown-unidentified"
    assert {c.entity for c in doubt.candidates} == {"michael-brown", "michael-brown-united-kingdom"}
    assert all("same name" in c.reason for c in doubt.candidates)


def test_another_office_of_the_same_state_makes_no_second_person() -> None:
    later = (("michael-brown", "Senator", "united-states"),)
    assert len(people(resolve([told(1, BROWN, *STATES, offices=HERE), told(2, BROWN, *STATES, offices=later)]))) == 1


def test_a_surname_is_the_one_whose_state_the_article_is_about() -> None:
    gordon, michael = person("Gordon Brown"), person("Michael Brown")
    offices = (("gordon-brown", "Prime Minister", "united-kingdom"), ("michael-brown", "Director", "united-states"))
    full = told(1, gordon, michael, *STATES, offices=offices)
    british = told(2, person("Brown"), COUNTRIES["united-kingdom"])
    american = told(3, person("Brown"), COUNTRIES["united-states"])
    unclear = told(4, person("Brown"), COUNTRIES["france"])
    found = resolve([full, british, american, unclear])
    assert found.apply(british).entities[0].id == "gordon-brown"
    assert found.apply(american).entities[0].id == "michael-brown"
    assert found.apply(unclear).entities[0].id == "brown"
    assert {c.entity for c in found.doubts[0].candidates} == {"gordon-brown", "michael-brown"}


# --- bodies -----------------------------------------------------------------------------------------------------------


def test_embassies_in_two_countries_are_two() -> None:
    embassy = group("U.S. Embassy")
    texts = ("the U.S. Embassy in Brunei said", "the U.S. Embassy in France said")
    documents = [
        told(n, embassy, COUNTRIES["united-states"], COUNTRIES[host.lower()], text=text)
        for n, (text, host) in enumerate(zip(texts, ("Brunei", "France"), strict=True))
    ]
    found = {entity.id for entity in resolve(documents).entities if entity.type is EntityType.ORGANIZATION}
    assert found == {f"{embassy.id}-in-brunei", f"{embassy.id}-in-france"}


def test_unnamed_groups_of_two_countries_are_two_and_of_one_are_one() -> None:
    rebels = group("rebels", named=False)
    syria, again, libya = (told(n, rebels, COUNTRIES[c]) for n, c in enumerate(("syria", "syria", "libya")))
    found = resolve([syria, again, libya])
    ids = [found.apply(one).entities[0].id for one in (syria, again, libya)]
    assert ids[0] == ids[1] == "rebels"
    assert ids[2] != ids[0]


def test_an_unnamed_group_is_that_of_the_country_in_the_document() -> None:
    full = told(1, group("Syrian rebels", named=False), group("Libyan rebels", named=False), COUNTRIES["syria"])
    short = told(2, group("rebels", named=False), COUNTRIES["syria"])
    found = resolve([full, short])
    assert found.apply(short).entities[0].id in {"syrian-rebels", "rebels"}


@pytest.mark.parametrize(
    ("full", "short"),
    [("Zephyr Company", "Zephyr"), ("Quux Motor Company", "Quux"), ("Quiet Zebra Forum", "QZF")],
)
def test_short_names_of_bodies_join_the_only_one_they_fit(full: str, short: str) -> None:
    found = resolve([told(1, group(full)), told(2, group(short))])
    assert {entity.id for entity in found.entities} == {group(full).id}


# --- an analyst's rulings ---------------------------------------------------------------------------------------------


def test_rulings_come_before_rules() -> None:
    documents = [told(1, person("Sergey Lavrov")), told(2, person("Sergei Lavrov")), told(3, person("Lavrov"))]
    apart = resolve(documents, judged=Judged(different=(frozenset({"sergey-lavrov", "sergei-lavrov"}),)))
    assert {"sergey-lavrov", "sergei-lavrov"} <= people(apart)
    other = [told(1, person("Alpha Beta")), told(2, person("Gamma Delta"))]
    joined = resolve(other, judged=Judged(same=(frozenset({"alpha-beta", "gamma-delta"}),)))
    assert people(joined) == {"alpha-beta"}
    assert joined.joins[0].reason == "ruled by an analyst"
    assert joined.idle == ()


def test_a_ruling_that_finds_nothing_is_idle() -> None:
    ruling = frozenset({"nobody", "no-one"})
    assert resolve([told(1, person("Sergey Lavrov"))], judged=Judged(same=(ruling,))).idle == (ruling,)


def test_a_graph_with_doubts_and_judgements_is_what_the_ontology_says() -> None:
    found = (
        *(told(n, BROWN, *STATES, offices=offices) for n, offices in enumerate((HERE, THERE, ()))),
        told(4, person("Sergey Lavrov")),
        told(5, person("Sergei Lavrov")),
    )
    resolution = resolve(found)
    assert resolution.doubts
    assert resolution.joins
    report = validate(MemoryGraph.from_quads(quads_of(found, resolution)))
    assert report.violations == ()
