"""The one view of what was found: who a noun phrase stands for, where it is, in which sentence."""

from __future__ import annotations

import pytest
from sentences import SCHEMES, article, read
from spacy.tokens import Doc

from kg.model import EntityType
from kg.nlp.reading import Reading, passage

OKORO = ("Jonas Okoro", "PERSON")


def reading(*paragraphs: str, ents: tuple[tuple[str, str], ...] = (), scheme: str = "ud") -> tuple[Doc, Reading]:
    doc = read(article(*paragraphs, ents=ents, scheme=scheme), "kg_coreference")
    return doc, Reading(doc)


def actors(rows: str, word: str, *, ents: tuple[tuple[str, str], ...] = (), scheme: str = "ud") -> tuple[str, ...]:
    doc, view = reading(rows, ents=ents, scheme=scheme)
    return view.actors(next(t for t in doc if t.text == word))


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_coordination_stands_for_all_of_its_members(scheme: str) -> None:
    rows = (
        "Peru NNP 6 nsubj|, , 2 punct|Kenya NNP 0 conj|and CC 5 cc|the DT 5 det|AU NNP 0 conj|agreed VBD 6 ROOT agree"
    )
    assert actors(rows, "Peru", scheme=scheme) == ("peru", "kenya", "african-union")
    doc, view = reading(rows, scheme=scheme)
    assert view.actors_of_one(doc[0]) == ("peru",)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(
    "rows",
    [
        "Peruvian JJ 1 amod|officials NNS 2 nsubj official|agreed VBD 2 ROOT agree",
        "Peru NNP 2 nmod:poss|'s POS 0 case|officials NNS 3 nsubj official|agreed VBD 3 ROOT agree",
        "Some DT 1 det|officials NNS 4 nsubj official|from IN 3 case|Peru NNP 1 nmod|agreed VBD 4 ROOT agree",
    ],
)
def test_people_who_stand_for_a_state_act_for_it(rows: str, scheme: str) -> None:
    assert actors(rows, "officials", scheme=scheme) == ("peru",)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_ministers_of_several_states_act_for_each(scheme: str) -> None:
    rows = (
        "Foreign JJ 1 amod|ministers NNS 7 nsubj minister|of IN 3 case|Kenya NNP 1 nmod|, , 5 punct"
        "|Peru NNP 3 conj|, , 1 punct|met VBD 7 ROOT meet"
    )
    assert actors(rows, "ministers", scheme=scheme) == ("kenya", "peru")


def test_other_people_of_a_state_do_not() -> None:
    rows = "Peruvian JJ 1 amod|farmers NNS 2 nsubj farmer|agreed VBD 2 ROOT agree"
    assert actors(rows, "farmers") == ()
    assert actors("Some DT 1 det|officials NNS 2 nsubj official|agreed VBD 2 ROOT agree", "officials") == ()


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_noun_is_who_its_apposition_names(scheme: str) -> None:
    rows = (
        "The DT 1 det|host NN 6 nsubj|, , 3 punct|Jonas NNP 1 appos|Okoro NNP 3 flat|, , 3 punct"
        "|agreed VBD 6 ROOT agree"
    )
    assert actors(rows, "host", ents=(OKORO,), scheme=scheme) == ("jonas-okoro",)


def test_a_city_acts_for_nobody_and_is_a_place() -> None:
    rows = "Talks NNS 3 nsubj talk|in IN 2 case|Cusco NNP 0 nmod|ended VBD 3 ROOT end"
    doc, view = reading(rows, ents=(("Cusco", "GPE"),))
    assert view.actors(doc[2]) == ()
    place = view.place(doc[2])
    assert place is not None
    assert view.entity(place).type is EntityType.PLACE
    assert view.place(doc[0]) is None


def test_a_country_is_both_actor_and_place() -> None:
    doc, view = reading("Talks NNS 3 nsubj talk|in IN 2 case|Peru NNP 0 nmod|ended VBD 3 ROOT end")
    assert view.actors(doc[2]) == ("peru",)
    assert view.place(doc[2]) == "peru"


def test_a_person_is_no_place() -> None:
    doc, view = reading("Jonas NNP 2 nsubj|Okoro NNP 0 flat|left VBD 2 ROOT leave", ents=(OKORO,))
    assert view.place(doc[0]) is None


def test_a_name_whose_head_the_parse_saw_elsewhere_still_counts() -> None:
    doc, view = reading("Jonas NNP 1 compound|Okoro NNP 2 nsubj|left VBD 2 ROOT leave", ents=(OKORO,))
    assert view.actors(doc[1]) == ("jonas-okoro",)
    assert view.actors(doc[0]) == ()


def test_links_by_place_in_the_text() -> None:
    rows = (
        "Peru NNP 2 nmod:poss|'s POS 0 case|government NN 3 nsubj|thanked VBD 3 ROOT thank"
        "|South NNP 5 compound|Sudan NNP 3 obj"
    )
    doc, view = reading(rows)
    ahead, behind = view.link_from(4), view.link_until(6)
    assert ahead is not None
    assert ahead == behind
    assert ahead.entities == ("south-sudan",)
    assert view.link_from(5) is None
    assert view.link(doc[4]) == ahead
    assert view.link(doc[3]) is None
    assert [k.start for k in view.links_between(0, 4)] == [0, 2]


def test_who_is_named_within_a_stretch() -> None:
    doc, view = reading("Peru NNP 1 nsubj|thanked VBD 1 ROOT thank|Kenya NNP 1 obj|and CC 4 cc|Peru NNP 2 conj")
    assert view.about(doc) == ("peru", "kenya")
    assert view.about(doc[1:3]) == ("kenya",)


def test_agencies_are_media_and_states_are_not() -> None:
    _, view = reading("Reuters NNP 1 nsubj|quoted VBD 1 ROOT quote|Peru NNP 1 obj")
    assert view.is_media("reuters")
    assert not view.is_media("peru")
    assert not view.is_media("jonas-okoro")


def test_evidence_is_whole_sentences_in_text_order_each_once() -> None:
    doc, view = reading(
        (
            "Peru NNP 1 nsubj|agreed VBD 1 ROOT agree|. . 1 punct||Kenya NNP 1 nsubj|objected VBD 1 ROOT object"
            "|. . 1 punct"
        ),
        "Talks NNS 1 nsubj talk|ended VBD 1 ROOT end|. . 1 punct",
    )
    found = view.evidence(doc[8], doc[0], doc[1])
    assert [p.text for p in found] == ["Peru agreed.", "Talks ended."]
    assert all(doc.text[p.begin : p.end] == p.text for p in found)


def test_a_passage_has_no_white_space_at_its_ends() -> None:
    doc = article("Peru NNP 1 nsubj|agreed VBD 1 ROOT agree", "Talks NNS 1 nsubj talk|ended VBD 1 ROOT end")
    found = passage(doc[1:4])
    assert found.text == "agreed\n\nTalks"
    assert passage(doc[2:4]).text == "Talks"
    assert passage(doc).text == doc.text
