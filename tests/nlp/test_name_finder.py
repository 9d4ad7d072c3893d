"""Where the names are, from each source alone and where sources disagree."""

from __future__ import annotations

from itertools import pairwise

import pytest
from sentences import article, read, spans_of

from kg.nlp.extensions import NameSpan


def found(
    *paragraphs: str, ents: tuple[tuple[str, str], ...] = (), title: str | None = None
) -> list[tuple[str, str, str]]:
    """Text, label and source of every name."""
    doc = read(article(*paragraphs, ents=ents, title=title), "kg_names")
    return [(doc[n.start : n.end].text, n.label, n.rule) for n in doc._.names]


# --- the gazetteer ----------------------------------------------------------------------------------------------------


def test_countries_and_organizations_need_no_model() -> None:
    rows = (
        "The DT 1 det|UAE NNP 6 nsubj|, , 3 punct|Kenya NNP 1 conj|and CC 5 cc|NATO NNP 1 conj"
        "|agreed VBD 6 ROOT agree|with IN 10 case|the DT 10 det|African JJ 10 amod|Union NNP 6 obl"
    )
    assert [(text, rule) for text, _, rule in found(rows)] == [
        (name, "gazetteer") for name in ("UAE", "Kenya", "NATO", "African Union")
    ]


def test_an_article_belongs_to_a_name_only_where_the_name_has_one() -> None:
    assert found("The DT 1 det|Kremlin NNP 2 nsubj|agreed VBD 2 ROOT agree")[0][0] == "Kremlin"
    rows = "They PRP 1 nsubj|met VBD 1 ROOT meet|in IN 4 case|The DT 4 det|Hague NNP 1 obl"
    assert found(rows)[0][0] == "The Hague"


def test_the_longest_name_wins() -> None:
    assert found("South NNP 1 compound|Sudan NNP 2 nsubj|agreed VBD 2 ROOT agree") == [("South Sudan", "", "gazetteer")]


def test_a_models_name_that_runs_into_a_title_ends_before_it() -> None:
    rows = (
        "OAS NNP 2 compound|Special NNP 2 amod|Envoy NNP 7 nsubj|to IN 4 case|Haiti NNP 2 nmod|Tamsin NNP 2 appos"
        "|Okoro NNP 5 flat|left VBD 7 ROOT leave"
    )
    assert [text for text, _, _ in found(rows, ents=(("OAS Special", "ORG"),))] == ["OAS", "Haiti", "Tamsin Okoro"]


def test_names_do_not_reach_across_sentences() -> None:
    rows = "It PRP 1 nsubj|left VBD 1 ROOT leave|South NNP 1 obj||Sudan NNP 1 nsubj|agreed VBD 1 ROOT agree"
    assert found(rows) == [("Sudan", "", "gazetteer")]


@pytest.mark.parametrize(
    "rows",
    [
        "Give VB 4 ccomp|us PRP 0 iobj we|time NN 0 obj|who WP 4 nsubj|asked VBD 4 ROOT ask",
        "he PRP 1 nsubj|is VBZ 1 ROOT be|the DT 3 det|first JJ 1 attr",
        "The DT 1 det|nice JJ 2 amod|weather NN 3 nsubj|ended VBD 3 ROOT end",
    ],
)
def test_small_words_are_no_acronyms_and_no_names(rows: str) -> None:
    assert found(rows) == []


def test_an_ambiguous_name_needs_a_preposition_of_place_or_the_models_word() -> None:
    alone = "Jordan NNP 1 nsubj|agreed VBD 1 ROOT agree"
    assert found(alone) == []
    assert found("They PRP 1 nsubj|fought VBD 1 ROOT fight|in IN 3 case|Jordan NNP 1 obl") == [
        ("Jordan", "", "gazetteer")
    ]
    assert found(alone, ents=(("Jordan", "GPE"),)) == [("Jordan", "GPE", "gazetteer")]


def test_a_possessive_ending_is_no_part_of_a_name() -> None:
    rows = "Peru NNP 2 nmod:poss|'s POS 0 case|offer NN 3 nsubj|failed VBD 3 ROOT fail"
    assert found(rows, ents=(("Peru's", "GPE"),)) == [("Peru", "GPE", "gazetteer")]


# --- the model --------------------------------------------------------------------------------------------------------


def test_titles_and_honorifics_before_a_person_are_cut_off() -> None:
    rows = (
        "Finance NNP 1 compound|Minister NNP 2 nmod:desc|Inga NNP 7 nsubj|Norvald NNP 2 flat|and CC 6 cc"
        "|Mr. NNP 6 nmod:desc|Okoro NNP 2 conj|left VBD 7 ROOT leave"
    )
    ents = (("Finance Minister Inga Norvald", "PERSON"), ("Mr. Okoro", "PERSON"))
    assert [name[:2] for name in found(rows, ents=ents)] == [("Inga Norvald", "PERSON"), ("Okoro", "PERSON")]


def test_a_span_that_is_only_a_title_is_no_name() -> None:
    rows = "The DT 2 det|Prime NNP 2 compound|Minister NNP 3 nsubj|left VBD 3 ROOT leave"
    assert found(rows, ents=(("Prime Minister", "PERSON"),)) == []


def test_a_nationality_before_a_given_name_is_no_part_of_it() -> None:
    rows = "Kenyan NNP 1 amod|Mary NNP 3 nsubj|Atieno NNP 1 flat|left VBD 3 ROOT leave"
    assert [n[:2] for n in found(rows, ents=(("Kenyan Mary Atieno", "PERSON"),))] == [
        ("Kenyan", ""),
        ("Mary Atieno", "PERSON"),
    ]


def test_the_last_word_of_a_name_outranks_the_models_label() -> None:
    rows = "The DT 3 det|Tarn NNP 3 compound|Development NNP 3 compound|Fund NNP 4 nsubj|paid VBD 4 ROOT pay"
    (name,) = found(rows, ents=(("Tarn Development Fund", "GPE"),))
    assert name[:2] == ("Tarn Development Fund", "ORG")


def test_labels_that_name_nothing_we_keep_are_left_out() -> None:
    rows = "They PRP 1 nsubj|paid VBD 1 ROOT pay|in IN 3 case|Thalers NNPS 1 obl"
    assert found(rows, ents=(("Thalers", "MONEY"),)) == []


def test_two_known_names_under_one_label_come_apart() -> None:
    rows = "The DT 4 det|AU NNP 3 compound|- HYPH 3 punct|EU NNP 4 compound|summit NN 5 nsubj|ended VBD 5 ROOT end"
    assert [n[0] for n in found(rows, ents=(("AU-EU", "ORG"),))] == ["AU", "EU"]
    rows = "Trinidad NNP 3 nsubj|and CC 2 cc|Tobago NNP 0 conj|agreed VBD 3 ROOT agree"
    assert [n[0] for n in found(rows, ents=(("Trinidad and Tobago", "GPE"),))] == ["Trinidad and Tobago"]


# --- titles, capitals, surnames ---------------------------------------------------------------------------------------


def test_a_person_follows_a_title_or_an_honorific() -> None:
    rows = (
        "President NNP 1 nmod:desc|Tamsin NNP 3 nsubj|Okoro NNP 1 flat|thanked VBD 3 ROOT thank"
        "|Dr. NNP 5 nmod:desc|Lindqvist NNP 3 obj"
    )
    assert found(rows) == [("Tamsin Okoro", "PERSON", "title"), ("Lindqvist", "PERSON", "title")]


def test_nobody_follows_a_title_in_plain_words() -> None:
    assert found("The DT 1 det|president NN 2 nsubj|left VBD 2 ROOT leave|Tamsin NNP 2 obj") == []


def test_capitals_that_end_in_the_noun_of_an_organization_or_a_place() -> None:
    rows = (
        "The DT 3 det|Harbour NNP 3 compound|Relief NNP 3 compound|Foundation NNP 4 nsubj"
        "|sent VBD 4 ROOT send|aid NN 4 obj|to IN 9 case|the DT 9 det|Tarn NNP 9 compound|Valley NNP 4 obl"
        "|near IN 12 case|the DT 12 det|Gulf NNP 9 nmod|of IN 14 case|Tarn NNP 12 nmod"
    )
    names = [("Harbour Relief Foundation", "ORG"), ("Tarn Valley", "LOC"), ("Gulf of Tarn", "LOC")]
    assert found(rows) == [(*name, "capitals") for name in names]


def test_capitals_that_begin_with_the_noun_of_an_organization() -> None:
    rows = (
        "The DT 1 det|Institute NNP 5 nsubj|for IN 4 case|Tarn NNP 4 compound|Studies NNPS 1 nmod"
        "|closed VBD 5 ROOT close"
    )
    assert found(rows) == [("Institute for Tarn Studies", "ORG", "capitals")]


def test_one_capital_or_capitals_without_such_a_noun_are_nothing() -> None:
    assert found("The DT 1 det|Tarn NNP 2 nsubj|rose VBD 2 ROOT rise") == []
    assert found("The DT 2 det|Harbour NNP 2 compound|Relief NNP 3 nsubj|rose VBD 3 ROOT rise") == []


def test_the_surname_of_a_full_name_is_found_wherever_it_stands_alone() -> None:
    doc = read(
        article(
            "Tamsin NNP 2 nsubj|Okoro NNP 0 flat|left VBD 2 ROOT leave",
            "Critics NNS 1 nsubj critic|faulted VBD 1 ROOT fault|Okoro NNP 1 obj",
            ents=[("Tamsin Okoro", "PERSON")],
        ),
        "kg_names",
    )
    assert spans_of(doc) == ["Tamsin Okoro", "Okoro"]
    assert doc._.names[1] == NameSpan(6, 7, "PERSON", "surname")


@pytest.mark.parametrize(
    "name", [("Lee NNP 5 nsubj|Sang NNP 1 flat|- HYPH 4 punct|min NNP 1 flat|left VBD 5 ROOT leave")]
)
def test_the_surname_comes_first_where_the_given_name_is_hyphenated(name: str) -> None:
    later = "Critics NNS 1 nsubj critic|faulted VBD 1 ROOT fault|Lee NNP 1 obj"
    assert [n[0] for n in found(f"President NNP 1 nmod:desc|{name}||{later}")] == ["Lee Sang-min", "Lee"]


@pytest.mark.parametrize("alone", ["Jarrah NNP 1 nsubj", "al NNP 2 compound|- HYPH 2 punct|Jarrah NNP 3 nsubj"])
def test_a_surname_with_a_particle_is_found_with_and_without_it(alone: str) -> None:
    verb = alone.count("|") + 1
    names = found(
        "President NNP 1 nmod:desc|Ziad NNP 5 nsubj|al NNP 1 flat|- HYPH 4 punct|Jarrah NNP 1 flat"
        "|left VBD 5 ROOT leave"
        f"||{alone}|returned VBD {verb} ROOT return"
    )
    assert names[0] == ("Ziad al-Jarrah", "PERSON", "title")
    assert names[1][0].endswith("Jarrah")
    assert names[1][1] == "PERSON"


@pytest.mark.parametrize(
    ("rows", "name"),
    [
        (
            (
                "President NNP 1 nmod:desc|Lee NNP 5 nsubj|Sang NNP 1 flat|- HYPH 4 punct|min NNP 1 flat"
                "|left VBD 5 ROOT leave"
            ),
            "Lee Sang-min",
        ),
        ("Premier NNP 1 nmod:desc|Qiu NNP 3 nsubj|Wen NNP 1 flat|left VBD 3 ROOT leave", "Qiu Wen"),
        (
            ("King NNP 1 nmod:desc|Faris NNP 4 nsubj|bin NNP 1 flat|Hamad NNP 1 flat|left VBD 4 ROOT leave"),
            "Faris bin Hamad",
        ),
        ("Mayor NNP 1 nmod:desc|Jan NNP 4 nsubj|van NNP 1 flat|Loon NNP 1 flat|left VBD 4 ROOT leave", "Jan van Loon"),
    ],
)
def test_persons_names_hold_together(rows: str, name: str) -> None:
    assert found(rows) == [(name, "PERSON", "title")]


# --- choosing ---------------------------------------------------------------------------------------------------------


def test_the_longer_span_wins_over_the_names_in_it() -> None:
    rows = "The DT 2 det|Peace NNP 2 compound|Council NNP 5 nsubj|of IN 4 case|Peru NNP 2 nmod|met VBD 5 ROOT meet"
    assert [n[0] for n in found(rows, ents=(("Peace Council of Peru", "ORG"),))] == ["Peace Council of Peru"]


def test_names_come_in_text_order_without_overlap() -> None:
    doc = read(
        article(
            (
                "Kenyan NNP 2 amod|Foreign NNP 2 amod|Minister NNP 3 nmod:desc|Amina NNP 5 nsubj|Mohamed NNP 3 flat"
                "|met VBD 5 ROOT meet|Ban NNP 5 obj|Ki NNP 6 flat|- HYPH 9 punct|moon NNP 6 flat|in IN 11 case"
                "|Nairobi NNP 5 obl"
            ),
            ents=[("Kenyan", "NORP"), ("Amina Mohamed", "PERSON"), ("Ban Ki-", "PERSON"), ("moon", "LOC")],
        ),
        "kg_names",
    )
    names = doc._.names
    assert all(a.end <= b.start for a, b in pairwise(names))
    assert spans_of(doc)[:2] == ["Kenyan", "Amina Mohamed"]
