"""The same questions asked of the same sentences in Universal Dependencies and in ClearNLP labels."""

from __future__ import annotations

import pytest
import spacy
from spacy.tokens import Doc, Token

from kg.nlp import syntax

VOCAB = spacy.blank("en").vocab  # whose lexemes know their lower case


def parsed(*rows: str) -> Doc:
    """A Doc from rows of "word POS TAG head label [lemma]", heads as 0-based indices."""
    cells = [row.split() for row in rows]
    words = [c[0] for c in cells]
    return Doc(
        VOCAB,
        words=words,
        pos=[c[1] for c in cells],
        tags=[c[2] for c in cells],
        heads=[int(c[3]) for c in cells],
        deps=[c[4] for c in cells],
        lemmas=[c[5] if len(c) > 5 else c[0].lower() for c in cells],
    )


MET = {
    "ud": (
        "Merkel PROPN NNP 1 nsubj",
        "met VERB VBD 1 ROOT meet",
        "in ADP IN 3 case",
        "Berlin PROPN NNP 1 obl",
        "with ADP IN 5 case",
        "Hollande PROPN NNP 1 obl",
        "and CCONJ CC 7 cc",
        "Renzi PROPN NNP 5 conj",
    ),
    "clearnlp": (
        "Merkel PROPN NNP 1 nsubj",
        "met VERB VBD 1 ROOT meet",
        "in ADP IN 1 prep",
        "Berlin PROPN NNP 2 pobj",
        "with ADP IN 1 prep",
        "Hollande PROPN NNP 4 pobj",
        "and CCONJ CC 5 cc",
        "Renzi PROPN NNP 5 conj",
    ),
}
POSTPONED = {
    "ud": (
        "talks NOUN NNS 3 nsubj:pass",
        "were AUX VBD 3 aux:pass be",
        "not PART RB 3 advmod",
        "postponed VERB VBN 3 ROOT postpone",
        "by ADP IN 5 case",
        "Iran PROPN NNP 3 obl:agent",
    ),
    "clearnlp": (
        "talks NOUN NNS 3 nsubjpass",
        "were AUX VBD 3 auxpass be",
        "not PART RB 3 neg",
        "postponed VERB VBN 3 ROOT postpone",
        "by ADP IN 3 agent",
        "Iran PROPN NNP 4 pobj",
    ),
}
COPULA = {
    "ud": (
        "Japan PROPN NNP 3 nsubj",
        "is AUX VBZ 3 cop be",
        "firmly ADV RB 3 advmod",
        "opposed ADJ JJ 3 ROOT",
        "to ADP IN 5 case",
        "it PRON PRP 3 obl",
    ),
    "clearnlp": (
        "Japan PROPN NNP 1 nsubj",
        "is AUX VBZ 1 ROOT be",
        "firmly ADV RB 3 advmod",
        "opposed ADJ JJ 1 acomp",
        "to ADP IN 3 prep",
        "it PRON PRP 4 pobj",
    ),
}
CONTROL = {
    "ud": (
        "Kenya PROPN NNP 1 nsubj",
        "agreed VERB VBD 1 ROOT agree",
        "to PART TO 3 mark",
        "hold VERB VB 1 xcomp",
        "talks NOUN NNS 3 obj",
    ),
    "clearnlp": (
        "Kenya PROPN NNP 1 nsubj",
        "agreed VERB VBD 1 ROOT agree",
        "to PART TO 3 aux",
        "hold VERB VB 1 xcomp",
        "talks NOUN NNS 3 dobj",
    ),
}
POSSESSIVE = {
    "ud": (
        "Chile PROPN NNP 3 nmod:poss",
        "'s PART POS 0 case",
        "foreign ADJ JJ 3 amod",
        "minister NOUN NN 4 nsubj",
        "resigned VERB VBD 4 ROOT resign",
    ),
    "clearnlp": (
        "Chile PROPN NNP 3 poss",
        "'s PART POS 0 case",
        "foreign ADJ JJ 3 amod",
        "minister NOUN NN 4 nsubj",
        "resigned VERB VBD 4 ROOT resign",
    ),
}
SCHEMES = ("ud", "clearnlp")


def texts(tokens: list[Token]) -> list[str]:
    return [t.text for t in tokens]


@pytest.mark.parametrize("scheme", SCHEMES)
def test_subject_and_obliques_of_an_active_verb(scheme: str) -> None:
    met = parsed(*MET[scheme])[1]
    assert texts(syntax.subjects(met)) == ["Merkel"]
    assert [(o.preposition, o.noun.text) for o in syntax.obliques(met)] == [("in", "Berlin"), ("with", "Hollande")]
    assert not syntax.is_passive(met)
    assert not syntax.is_negated(met)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_conjuncts_and_their_first_member(scheme: str) -> None:
    doc = parsed(*MET[scheme])
    assert texts(syntax.conjuncts(doc[5])) == ["Renzi"]
    assert syntax.conjunct_head(doc[7]).text == "Hollande"
    assert syntax.conjunct_head(doc[0]).text == "Merkel"


@pytest.mark.parametrize("scheme", SCHEMES)
def test_passive_subject_agent_and_negation(scheme: str) -> None:
    postponed = parsed(*POSTPONED[scheme])[3]
    assert texts(syntax.passive_subjects(postponed)) == ["talks"]
    assert syntax.subjects(postponed) == []
    assert texts(syntax.agents(postponed)) == ["Iran"]
    assert syntax.is_passive(postponed)
    assert syntax.is_negated(postponed)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_copular_clause_has_its_content_as_head(scheme: str) -> None:
    doc = parsed(*COPULA[scheme])
    subject = syntax.copular_subject(doc[3])
    assert subject is not None
    assert subject.text == "Japan"
    asked = doc[3] if scheme == "ud" else doc[1]
    assert syntax.copular_predicate(asked) == doc[3]
    assert [(o.preposition, o.noun.text) for o in syntax.obliques(doc[3])] == [("to", "it")]


@pytest.mark.parametrize("scheme", SCHEMES)
def test_subject_of_an_infinitive_is_that_of_the_verb_above(scheme: str) -> None:
    hold = parsed(*CONTROL[scheme])[3]
    assert texts(syntax.subjects(hold)) == ["Kenya"]
    assert texts(syntax.objects(hold)) == ["talks"]
    assert texts(syntax.open_complements(hold.head)) == ["hold"]


@pytest.mark.parametrize("scheme", SCHEMES)
def test_possessor_is_no_oblique(scheme: str) -> None:
    minister = parsed(*POSSESSIVE[scheme])[3]
    assert texts(syntax.possessors(minister)) == ["Chile"]
    assert syntax.obliques(minister) == []
    assert texts(syntax.adjectives(minister)) == ["foreign"]


def test_object_controls_the_infinitive_of_urge() -> None:
    doc = parsed(
        "Oslo PROPN NNP 1 nsubj",
        "urged VERB VBD 1 ROOT urge",
        "rebels NOUN NNS 1 obj",
        "to PART TO 4 mark",
        "attend VERB VB 1 xcomp",
    )
    assert texts(syntax.subjects(doc[4])) == ["rebels"]


def test_second_verb_of_a_coordination_shares_the_subject() -> None:
    doc = parsed(
        "Obama PROPN NNP 1 nsubj",
        "arrived VERB VBD 1 ROOT arrive",
        "and CCONJ CC 3 cc",
        "met VERB VBD 1 conj meet",
        "Park PROPN NNP 3 obj",
    )
    assert texts(syntax.subjects(doc[3])) == ["Obama"]


def test_multiword_preposition_in_universal_dependencies() -> None:
    doc = parsed(
        "met VERB VBD 0 ROOT meet",
        "ahead ADV RB 3 case",
        "of ADP IN 1 fixed",
        "elections NOUN NNS 0 obl",
    )
    assert syntax.preposition_of(doc[3]) == "ahead of"


def test_stacked_prepositions_in_clearnlp() -> None:
    doc = parsed(
        "met VERB VBD 0 ROOT meet",
        "ahead ADV RB 2 prep",
        "of ADP IN 0 prep",
        "elections NOUN NNS 2 pobj",
    )
    assert syntax.preposition_of(doc[3]) == "of"


@pytest.mark.parametrize(
    ("row", "lemma"), [("will AUX MD 1 aux", "will"), ("'ll AUX MD 1 aux", "will"), ("should AUX MD 1 aux", "should")]
)
def test_modals_come_as_lemmas(row: str, lemma: str) -> None:
    doc = parsed(row, "meet VERB VB 1 ROOT")
    assert syntax.modals(doc[1]) == [lemma]


def test_bare_participle_behind_a_noun_is_passive() -> None:
    doc = parsed(
        "conference NOUN NN 0 ROOT",
        "proposed VERB VBN 0 acl propose",
        "by ADP IN 3 case",
        "Kerry PROPN NNP 1 obl:agent",
    )
    assert syntax.is_passive(doc[1])
    assert texts(syntax.agents(doc[1])) == ["Kerry"]
