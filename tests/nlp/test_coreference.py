"""What refers back: pronouns, pairs, titles, governments, and groups without a name."""

from __future__ import annotations

import pytest
from sentences import SCHEMES, article, link_of, links_of, read

from kg.model import EntityType, MentionKind

OKORO = ("Jonas Okoro", "PERSON")
NORVALD = ("Inga Norvald", "PERSON")
LINDQVIST = ("Erik Lindqvist", "PERSON")


def referring(
    *paragraphs: str, title: str | None = None, ents: tuple[tuple[str, str], ...] = (OKORO,), scheme: str = "ud"
) -> list[tuple[str, str]]:
    """Text and entities of every link that is no name."""
    doc = read(article(*paragraphs, title=title, ents=ents, scheme=scheme), "kg_coreference")
    names = {link.start for link in doc._.links if link.kind is MentionKind.NAME}
    return [found for found, link in zip(links_of(doc), doc._.links, strict=True) if link.start not in names]


def two(verb: str, noun: str) -> str:
    """Jonas Okoro ... Inga Norvald."""
    return f"Jonas NNP 2 nsubj|Okoro NNP 0 flat|{verb} 2 ROOT|Inga NNP 2 {noun}|Norvald NNP 3 flat"


# --- pronouns ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_pronoun_means_the_subject_before_that_agrees_in_gender(scheme: str) -> None:
    first = "Jonas NNP 2 nsubj|Okoro NNP 0 flat|thanked VBD 2 ROOT thank|Inga NNP 2 obj|Norvald NNP 3 flat"
    for pronoun, person in (("He", "jonas-okoro"), ("She", "inga-norvald")):
        found = referring(f"{first}||{pronoun} PRP 1 nsubj|left VBD 1 ROOT leave", ents=(OKORO, NORVALD), scheme=scheme)
        assert found == [(pronoun, person)]


def test_the_nearest_sentence_comes_first() -> None:
    rows = (
        "Jonas NNP 2 nsubj|Okoro NNP 0 flat|left VBD 2 ROOT leave||Erik NNP 2 nsubj|Lindqvist NNP 0 flat"
        "|stayed VBD 2 ROOT stay||He PRP 1 nsubj|slept VBD 1 ROOT sleep"
    )
    assert referring(rows, ents=(OKORO, LINDQVIST)) == [("He", "erik-lindqvist")]


def test_a_pronoun_may_mean_what_an_earlier_one_was_found_to_mean() -> None:
    rows = "Jonas NNP 2 nsubj|Okoro NNP 0 flat|left VBD 2 ROOT leave" + "||He PRP 1 nsubj|slept VBD 1 ROOT sleep" * 5
    assert referring(rows) == [("He", "jonas-okoro")] * 5


def test_a_possessive_may_mean_the_subject_of_its_own_clause() -> None:
    rows = "Jonas NNP 2 nsubj|Okoro NNP 0 flat|praised VBD 2 ROOT praise|his PRP$ 4 nmod:poss|aides NNS 2 obj aide"
    assert referring(rows) == [("his", "jonas-okoro")]


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("objects", ["him PRP 2 obj he", "with IN 4 case|him PRP 2 obl he"])
def test_an_object_is_never_its_own_subject(objects: str, scheme: str) -> None:
    rows = f"Jonas NNP 2 nsubj|Okoro NNP 0 flat|agreed VBD 2 ROOT agree|{objects}"
    assert referring(rows, scheme=scheme) == []
    before = "Erik NNP 2 nsubj|Lindqvist NNP 0 flat|spoke VBD 2 ROOT speak"
    assert referring(f"{before}||{rows}", ents=(OKORO, LINDQVIST), scheme=scheme) == [("him", "erik-lindqvist")]


def test_nothing_is_linked_where_nothing_agrees() -> None:
    left = "Jonas NNP 2 nsubj|Okoro NNP 0 flat|left VBD 2 ROOT leave"
    assert referring(f"{left}||She PRP 1 nsubj|slept VBD 1 ROOT sleep") == []
    assert referring("Peru NNP 1 nsubj|agreed VBD 1 ROOT agree||He PRP 1 nsubj|slept VBD 1 ROOT sleep", ents=()) == []


def test_a_name_too_far_back_is_not_reached() -> None:
    rows = "Jonas NNP 2 nsubj|Okoro NNP 0 flat|left VBD 2 ROOT leave" + "||Rain NN 1 nsubj|fell VBD 1 ROOT fall" * 3
    assert referring(f"{rows}||He PRP 1 nsubj|slept VBD 1 ROOT sleep") == []


def test_a_name_behind_the_pronoun_is_not_meant() -> None:
    assert referring("He PRP 1 nsubj|met VBD 1 ROOT meet|Jonas NNP 1 obj|Okoro NNP 2 flat") == []


def test_pronouns_inside_a_quotation_are_the_speakers_business() -> None:
    rows = (
        "Jonas NNP 2 nsubj|Okoro NNP 0 flat|left VBD 2 ROOT leave||“ `` 2 punct|He PRP 2 nsubj"
        "|slept VBD 5 ccomp sleep|, , 2 punct|” '' 2 punct|said VBD 5 ROOT say|aides NNS 5 nsubj aide"
    )
    assert referring(rows) == []


def test_a_quotation_left_open_ends_with_its_paragraph() -> None:
    opened = "Jonas NNP 2 nsubj|Okoro NNP 0 flat|left VBD 2 ROOT leave||“ `` 1 punct|Wait VB 1 ROOT|. . 1 punct"
    assert referring(opened, "He PRP 1 nsubj|slept VBD 1 ROOT sleep") == [("He", "jonas-okoro")]


def test_a_body_speaks_of_itself_as_it() -> None:
    rows = "Peru NNP 1 nsubj|said VBD 1 ROOT say|it PRP 4 nsubj|would MD 4 aux|attend VB 1 ccomp"
    assert referring(rows, ents=()) == [("it", "peru")]
    person = "Jonas NNP 2 nsubj|Okoro NNP 0 flat|said VBD 2 ROOT say|it PRP 4 nsubj|rained VBD 2 ccomp rain"
    assert referring(person) == []


# --- pairs ------------------------------------------------------------------------------------------------------------

BOTH = "jonas-okoro inga-norvald"
MET = two("met VBD", "obj").replace("2 ROOT", "2 ROOT meet")


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        ("The DT 1 det|two CD 2 nsubj|agreed VBD 2 ROOT agree", "two"),
        ("Both DT 1 nsubj|agreed VBD 1 ROOT agree", "Both"),
        ("They PRP 1 nsubj|agreed VBD 1 ROOT agree", "They"),
        ("The DT 2 det|two CD 2 nummod|leaders NNS 3 nsubj leader|agreed VBD 3 ROOT agree", "leaders"),
        ("Both DT 1 det|ministers NNS 2 nsubj minister|agreed VBD 2 ROOT agree", "ministers"),
    ],
)
def test_two_people_named_together(rows: str, text: str) -> None:
    assert referring(f"{MET}||{rows}", ents=(OKORO, NORVALD)) == [(text, BOTH)]


def test_two_states_named_together() -> None:
    rows = (
        "Peru NNP 1 nsubj|thanked VBD 1 ROOT thank|Kenya NNP 1 obj||The DT 2 det|two CD 2 nummod"
        "|countries NNS 3 nsubj country|agreed VBD 3 ROOT agree"
    )
    assert referring(rows, ents=()) == [("countries", "peru kenya")]


@pytest.mark.parametrize(
    "rows",
    [
        "The DT 2 det|two CD 2 nummod|plans NNS 3 nsubj plan|failed VBD 3 ROOT fail",
        "Two CD 1 nummod|years NNS 2 nsubj year|passed VBD 2 ROOT pass",
        "The DT 2 det|two CD 2 nummod|countries NNS 3 nsubj country|agreed VBD 3 ROOT agree",
        "The DT 4 det|two CD 3 nummod|- HYPH 3 punct|year NN 4 compound|war NN 5 nsubj|ended VBD 5 ROOT end",
        "Peru NNP 3 nsubj|and CC 2 cc|Kenya NNP 0 conj|said VBD 3 ROOT say|they PRP 5 nsubj|agreed VBD 3 ccomp agree",
    ],
)
def test_no_pair_of_that_kind(rows: str) -> None:
    assert referring(f"{MET}||{rows}", ents=(OKORO, NORVALD)) == []


def test_one_person_is_no_pair_and_three_are_none_unless_two_are_coordinated() -> None:
    agreed = "The DT 1 det|two CD 2 nsubj|agreed VBD 2 ROOT agree"
    assert referring(f"Jonas NNP 2 nsubj|Okoro NNP 0 flat|left VBD 2 ROOT leave||{agreed}") == []
    three = f"{MET}|in IN 7 case|Erik NNP 2 obl|Lindqvist NNP 6 flat".replace("in IN 7", "for IN 6")
    everyone = (OKORO, NORVALD, LINDQVIST)
    assert referring(f"{three}||{agreed}", ents=everyone) == []
    joined = (
        "Jonas NNP 5 nsubj|Okoro NNP 0 flat|and CC 3 cc|Inga NNP 0 conj|Norvald NNP 3 flat"
        "|met VBD 5 ROOT meet|for IN 7 case|Erik NNP 5 obl|Lindqvist NNP 7 flat"
    )
    assert referring(f"{joined}||{agreed}", ents=everyone) == [("two", BOTH)]


# --- governments and groups -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(
    "rows",
    [
        "Peru NNP 2 nmod:poss|'s POS 0 case|government NN 3 nsubj|agreed VBD 3 ROOT agree",
        "The DT 2 det|Peruvian JJ 2 amod|government NN 3 nsubj|agreed VBD 3 ROOT agree",
        "The DT 1 det|government NN 4 nsubj|of IN 3 case|Peru NNP 1 nmod|agreed VBD 4 ROOT agree",
    ],
)
def test_a_government_is_its_country(rows: str, scheme: str) -> None:
    assert referring(rows, ents=(), scheme=scheme) == [("government", "peru")]


def test_a_government_is_that_of_the_person_who_leads_it() -> None:
    told = (
        "Peruvian JJ 1 amod|President NNP 2 nmod:desc|Jonas NNP 4 nsubj|Okoro NNP 2 flat"
        "|left VBD 4 ROOT leave||The DT 2 det|Okoro NNP 2 compound|government NN 3 nsubj"
        "|fell VBD 3 ROOT fall"
    )
    assert ("government", "peru") in referring(told)
    known = "The DT 2 det|Merkel NNP 2 compound|government NN 3 nsubj|fell VBD 3 ROOT fall"
    assert referring(known, ents=(("Merkel", "PERSON"),)) == [("government", "germany")]


def test_a_government_that_nobody_names() -> None:
    assert referring("A DT 2 det|strong JJ 2 amod|government NN 3 nsubj|fell VBD 3 ROOT fall", ents=()) == []


@pytest.mark.parametrize(
    ("rows", "text", "entity"),
    [
        (
            ("The DT 2 det|Peruvian JJ 2 amod|opposition NN 3 nsubj|agreed VBD 3 ROOT agree"),
            "opposition",
            "peruvian-opposition",
        ),
        (
            ("Peru NNP 2 nmod:poss|'s POS 0 case|rebels NNS 3 nsubj rebel|agreed VBD 3 ROOT agree"),
            "rebels",
            "peruvian-rebels",
        ),
        (
            "Peruvian JJ 2 amod|rebel NN 2 compound|forces NNS 3 nsubj force|agreed VBD 3 ROOT agree",
            "forces",
            "peruvian-rebels",
        ),
        ("The DT 1 det|separatists NNS 2 nsubj separatist|agreed VBD 2 ROOT agree", "separatists", "separatists"),
    ],
)
def test_groups_without_a_name(rows: str, text: str, entity: str) -> None:
    doc = read(article(rows), "kg_coreference")
    assert link_of(doc, text).entities == (entity,)
    (group,) = [e for e in doc._.entities if e.id == entity]
    assert group.type is EntityType.ORGANIZATION
    assert not group.named


def test_a_group_belongs_to_the_only_country_that_such_groups_are_told_of() -> None:
    rows = (
        "The DT 2 det|Peruvian JJ 2 amod|rebels NNS 3 nsubj rebel|agreed VBD 3 ROOT agree||The DT 1 det"
        "|rebels NNS 2 nsubj rebel|left VBD 2 ROOT leave"
    )
    assert referring(rows, ents=()) == [("rebels", "peruvian-rebels")] * 2


def test_opposition_to_something_is_no_group() -> None:
    rows = "Peru NNP 1 nsubj|voiced VBD 1 ROOT voice|opposition NN 1 obj|to IN 5 case|the DT 5 det|plan NN {} {}"
    assert referring(rows.format(2, "nmod"), ents=()) == []
    assert referring(rows.format(1, "obl"), ents=()) == []


# --- titles -----------------------------------------------------------------------------------------------------------

PRESIDENT = "Peruvian JJ 1 amod|President NNP 2 nmod:desc|Jonas NNP 4 nsubj|Okoro NNP 2 flat|left VBD 4 ROOT leave"


@pytest.mark.parametrize(
    "rows",
    [
        "The DT 1 det|president NN 2 nsubj|slept VBD 2 ROOT sleep",
        "Peru NNP 2 nmod:poss|'s POS 0 case|president NN 3 nsubj|slept VBD 3 ROOT sleep",
        "The DT 2 det|Peruvian JJ 2 amod|president NN 3 nsubj|slept VBD 3 ROOT sleep",
    ],
)
def test_a_title_means_the_person_whose_office_was_told(rows: str) -> None:
    assert referring(f"{PRESIDENT}||{rows}", ents=()) == [("president", "jonas-okoro")]


@pytest.mark.parametrize(
    "rows",
    [
        "A DT 1 det|president NN 2 nsubj|slept VBD 2 ROOT sleep",
        "Kenya NNP 2 nmod:poss|'s POS 0 case|president NN 3 nsubj|slept VBD 3 ROOT sleep",
        "The DT 2 det|foreign JJ 2 amod|minister NN 3 nsubj|slept VBD 3 ROOT sleep",
    ],
)
def test_a_title_that_means_somebody_else(rows: str) -> None:
    assert referring(f"{PRESIDENT}||{rows}", ents=()) == []


def test_a_counterpart_is_who_holds_the_office_of_the_country_named() -> None:
    ministers = (
        "Peruvian JJ 2 amod|Foreign NNP 2 amod|Minister NNP 3 nmod:desc|Jonas NNP 5 nsubj|Okoro NNP 3 flat"
        "|thanked VBD 5 ROOT thank|Kenyan JJ 8 amod|Foreign NNP 8 amod|Minister NNP 9 nmod:desc"
        "|Inga NNP 5 obj|Norvald NNP 9 flat|. . 5 punct"
    )
    rows = "Okoro NNP 1 nsubj|met VBD 1 ROOT meet|his PRP$ 4 nmod:poss|Kenyan JJ 4 amod|counterpart NN 1 obj"
    found = referring(f"{ministers}||{rows}", ents=())
    assert found == [("his", "jonas-okoro"), ("counterpart", "inga-norvald")]
    other = rows.replace("Kenyan", "Chadian")
    assert ("counterpart", "inga-norvald") not in referring(f"{ministers}||{other}", ents=())


# --- what holds of every link -----------------------------------------------------------------------------------------


def test_every_link_says_why_and_points_at_an_entity_of_the_document() -> None:
    doc = read(article(f"{PRESIDENT}||He PRP 1 nsubj|met VBD 1 ROOT meet|rebels NNS 1 obj rebel"), "kg_coreference")
    assert list(doc._.links) == sorted(doc._.links, key=lambda link: (link.start, link.end))
    assert {e for link in doc._.links for e in link.entities} <= {e.id for e in doc._.entities}
    assert all(link.reason for link in doc._.links)
    assert link_of(doc, "He").kind is MentionKind.PRONOUN
    assert link_of(doc, "rebels").kind is MentionKind.NOMINAL
