"""Who holds which office, and whose office it is."""

from __future__ import annotations

import pytest
from sentences import SCHEMES, article, read

from kg.model import Tenure

LEFT = "left VBD {} ROOT leave"


def tenures(*paragraphs: str, ents: tuple[tuple[str, str], ...] = (), scheme: str = "ud") -> tuple[Tenure, ...]:
    found: tuple[Tenure, ...] = read(article(*paragraphs, ents=ents, scheme=scheme), "kg_offices")._.tenures
    return found


def told(
    *paragraphs: str, ents: tuple[tuple[str, str], ...] = (), scheme: str = "ud"
) -> set[tuple[str, str, str | None]]:
    """Person, title and jurisdiction of every tenure."""
    return {(t.person, t.title, t.jurisdiction) for t in tenures(*paragraphs, ents=ents, scheme=scheme)}


OKORO = ("Tamsin Okoro", "PERSON")
NORVALD = ("Inga Norvald", "PERSON")


# --- title before the name --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(
    ("before", "title", "owner"),
    [
        ("Chadian JJ 2 amod|Foreign NNP 2 amod|Minister NNP 3 nmod:desc", "Foreign Minister", "chad"),
        ("Mali NNP 3 nmod:poss|'s POS 0 case|president NN 3 nmod:desc", "President", "mali"),
        ("African NNP 1 amod|Union NNP 2 compound|Chairperson NNP 3 nmod:desc", "Chairman", "african-union"),
        ("Chadian JJ 3 amod|deputy JJ 2 amod|speaker NN 3 nmod:desc", "Deputy Speaker", "chad"),
        ("Chadian JJ 2 amod|acting JJ 2 amod|president NN 3 nmod:desc", "President", "chad"),
    ],
)
def test_title_with_its_country_or_organization_before_the_name(
    before: str, title: str, owner: str, scheme: str
) -> None:
    rows = f"{before}|Tamsin NNP 5 nsubj|Okoro NNP 3 flat|{LEFT.format(5)}"
    if title == "Chairman":
        rows = rows.replace("Chairperson", "Chairman")
    assert told(rows, scheme=scheme) == {("tamsin-okoro", title, owner)}


@pytest.mark.parametrize("over", ["Former JJ 2 amod", "Onetime JJ 2 amod", "Ousted VBN 2 amod"])
def test_a_former_office_is_marked_before_its_country_too(over: str) -> None:
    rows = (
        f"{over}|Chadian JJ 2 amod|president NN 3 nmod:desc|Tamsin NNP 5 nsubj|Okoro NNP 3 flat|left VBD 5 ROOT leave"
    )
    (tenure,) = tenures(rows, ents=(OKORO,))
    assert (tenure.title, tenure.jurisdiction, tenure.former) == ("President", "chad", True)


def test_former_right_before_the_title() -> None:
    rows = (
        "Mali NNP 3 nmod:poss|'s POS 0 case|former JJ 3 amod|president NN 4 nmod:desc|Tamsin NNP 6 nsubj"
        "|Okoro NNP 4 flat|left VBD 6 ROOT leave"
    )
    (tenure,) = tenures(rows)
    assert tenure.former
    assert tenure.jurisdiction == "mali"


def test_an_envoys_errand_belongs_to_the_title() -> None:
    rows = (
        "UN NNP 2 compound|Special NNP 2 amod|Envoy NNP 5 nmod:desc|to IN 4 case|Yemen NNP 2 nmod"
        "|Jamal NNP 7 nsubj|Lindqvist NNP 5 flat|left VBD 7 ROOT leave"
    )
    expected = {("jamal-lindqvist", "Special Envoy to Yemen", "united-nations")}
    assert told(rows) == expected
    assert told(rows, ents=(("Yemen Jamal Lindqvist", "ORG"),)) == expected


def test_two_owners_are_two_tenures() -> None:
    rows = (
        "UN NNP 4 compound|and CC 3 cc|African NNP 3 amod|Union NNP 0 conj|envoy NN 5 nmod:desc"
        "|Tamsin NNP 7 nsubj|Okoro NNP 5 flat|left VBD 7 ROOT leave"
    )
    assert told(rows) == {("tamsin-okoro", "Envoy", "united-nations"), ("tamsin-okoro", "Envoy", "african-union")}


def test_two_owners_joined_by_a_hyphen() -> None:
    rows = (
        "UN NNP 2 compound|- HYPH 2 punct|AU NNP 3 compound|envoy NN 4 nmod:desc|Tamsin NNP 6 nsubj"
        "|Okoro NNP 4 flat|left VBD 6 ROOT leave"
    )
    assert told(rows, ents=(("UN-AU", "ORG"),)) == {
        ("tamsin-okoro", "Envoy", "united-nations"),
        ("tamsin-okoro", "Envoy", "african-union"),
    }


def test_the_owner_may_stand_behind_the_title() -> None:
    rows = (
        "President NNP 3 nmod:desc|of IN 2 case|Chad NNP 0 nmod|Tamsin NNP 5 nsubj|Okoro NNP 3 flat"
        "|left VBD 5 ROOT leave"
    )
    assert told(rows, ents=(("Chad", "GPE"), OKORO)) == {("tamsin-okoro", "President", "chad")}


def test_a_comma_between_title_and_name_needs_an_owner() -> None:
    with_owner = (
        "Peru NNP 2 nmod:poss|'s POS 0 case|president NN 7 nsubj|, , 4 punct|Tamsin NNP 2 appos"
        "|Okoro NNP 4 flat|, , 4 punct|left VBD 7 ROOT leave"
    )
    assert told(with_owner, ents=(OKORO,)) == {("tamsin-okoro", "President", "peru")}
    without = (
        "For IN 2 case|the DT 2 det|president NN 6 obl|, , 2 punct|Tamsin NNP 6 nsubj|Okoro NNP 4 flat"
        "|left VBD 6 ROOT leave"
    )
    assert told(without, ents=(OKORO,)) == set()


# --- title behind the name --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", SCHEMES)
def test_title_in_apposition_with_its_country(scheme: str) -> None:
    rows = (
        "Inga NNP 7 nsubj|Norvald NNP 0 flat|, , 5 punct|the DT 5 det|Estonian JJ 5 amod"
        "|minister NN 0 appos|, , 0 punct|left VBD 7 ROOT leave"
    )
    assert told(rows, ents=(NORVALD,), scheme=scheme) == {("inga-norvald", "Minister", "estonia")}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_title_in_apposition_with_of(scheme: str) -> None:
    rows = (
        "Inga NNP 10 nsubj|Norvald NNP 0 flat|, , 3 punct|head NN 0 appos|of IN 8 case|the DT 8 det"
        "|Harbour NNP 8 compound|Relief NNP 8 compound|Foundation NNP 3 nmod|, , 0 punct"
        "|left VBD 10 ROOT leave"
    )
    assert told(rows, ents=(NORVALD,), scheme=scheme) == {("inga-norvald", "Head", "harbour-relief-foundation")}


def test_the_subject_of_the_next_clause_is_no_apposition() -> None:
    rows = (
        "According VBG 2 case|to IN 0 fixed|Tamsin NNP 7 obl|Okoro NNP 2 flat|, , 7 punct|the DT 6 det"
        "|president NN 7 nsubj|left VBD 7 ROOT leave"
    )
    assert told(rows, ents=(OKORO,)) == set()


# --- clauses ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", SCHEMES)
def test_copula(scheme: str) -> None:
    rows = (
        "Tamsin NNP 4 nsubj|Okoro NNP 0 flat|is VBZ 4 cop be|foreign JJ 4 amod|minister NN 4 ROOT"
        "|of IN 6 case|Peru NNP 4 nmod"
    )
    assert told(rows, ents=(OKORO,), scheme=scheme) == {("tamsin-okoro", "Foreign Minister", "peru")}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_as(scheme: str) -> None:
    rows = (
        "Tamsin NNP 2 nsubj|Okoro NNP 0 flat|spoke VBD 2 ROOT speak|as IN 4 case|president NN 2 obl"
        "|of IN 6 case|Peru NNP 4 nmod"
    )
    assert told(rows, ents=(OKORO,), scheme=scheme) == {("tamsin-okoro", "President", "peru")}


def test_elected() -> None:
    rows = (
        "Tamsin NNP 3 nsubj:pass|Okoro NNP 0 flat|was VBD 3 aux:pass be|elected VBN 3 ROOT elect"
        "|president NN 3 xcomp|of IN 6 case|Peru NNP 4 nmod"
    )
    assert told(rows, ents=(OKORO,)) == {("tamsin-okoro", "President", "peru")}


def test_two_people_never_share_one_title_by_a_copula() -> None:
    rows = (
        "Tamsin NNP 8 nsubj|Okoro NNP 0 flat|and CC 3 cc|Inga NNP 0 conj|Norvald NNP 3 flat"
        "|are VBP 8 cop be|the DT 8 det|Peruvian JJ 8 amod|minister NN 8 ROOT"
    )
    assert told(rows, ents=(OKORO, NORVALD)) == set()


# --- whose office, where the text does not say ------------------------------------------------------------------------


def test_a_known_office_holders_country() -> None:
    rows = "Chancellor NNP 1 nmod:desc|Angela NNP 3 nsubj|Merkel NNP 1 flat|left VBD 3 ROOT leave"
    (tenure,) = tenures(rows)
    assert (tenure.person, tenure.title, tenure.jurisdiction) == ("angela-merkel", "Chancellor", "germany")
    assert tenure.rule == "title before name, known office holder"


def test_a_known_head_of_an_organization() -> None:
    rows = (
        "Secretary NNP 3 nmod:desc|- HYPH 2 punct|General NNP 0 flat|Ban NNP 7 nsubj|Ki NNP 3 flat"
        "|- HYPH 6 punct|moon NNP 3 flat|left VBD 7 ROOT leave"
    )
    assert told(rows) == {("ban-ki-moon", "Secretary-General", "united-nations")}


def test_a_title_of_an_organization_says_nothing_of_a_ministers_state() -> None:
    rows = (
        "Secretary NNP 3 nmod:desc|- HYPH 2 punct|General NNP 0 flat|Angela NNP 5 nsubj|Merkel NNP 3 flat"
        "|left VBD 5 ROOT leave"
    )
    assert told(rows) == {("angela-merkel", "Secretary-General", None)}


def test_an_office_that_only_one_state_has() -> None:
    rows = (
        "Chancellor NNP 4 nmod:desc|of IN 3 case|the DT 3 det|Exchequer NNP 0 nmod|Tamsin NNP 6 nsubj"
        "|Okoro NNP 4 flat|left VBD 6 ROOT leave"
    )
    (tenure,) = tenures(rows)
    assert (tenure.title, tenure.jurisdiction) == ("Chancellor of the Exchequer", "united-kingdom")


def test_nobody_knows_whose_office_it_is() -> None:
    rows = "President NNP 1 nmod:desc|Tamsin NNP 3 nsubj|Okoro NNP 1 flat|left VBD 3 ROOT leave"
    (tenure,) = tenures(rows)
    assert tenure.jurisdiction is None
    assert tenure.confidence < 0.95


# --- the same post told twice -----------------------------------------------------------------------------------------

FULL = (
    "Chadian JJ 2 amod|Foreign NNP 2 amod|Minister NNP 3 nmod:desc|Tamsin NNP 5 nsubj|Okoro NNP 3 flat"
    "|left VBD 5 ROOT leave"
)


def test_less_of_the_same_post_adds_nothing() -> None:
    assert (
        len(tenures(FULL, ("Foreign NNP 1 amod|Minister NNP 2 nmod:desc|Okoro NNP 3 nsubj|left VBD 3 ROOT leave"))) == 1
    )
    assert len(tenures(FULL, "Minister NNP 1 nmod:desc|Okoro NNP 2 nsubj|left VBD 2 ROOT leave")) == 1
    assert len(tenures("Minister NNP 1 nmod:desc|Okoro NNP 2 nsubj|left VBD 2 ROOT leave", FULL)) == 1


def test_an_errand_told_with_another_preposition_is_the_same_errand() -> None:
    rows = (
        "UN NNP 2 compound|{0} NNP 2 amod|Envoy NNP 5 nmod:desc|{1} IN 4 case|{2} NNP 2 nmod"
        "|Tamsin NNP 7 nsubj|Okoro NNP 5 flat|left VBD 7 ROOT leave"
    )
    first, same = rows.format("Special", "to", "Yemen"), rows.format("Special", "for", "Yemen")
    assert [t.title for t in tenures(first, same)] == ["Special Envoy to Yemen"]
    other = rows.format("Special", "to", "Peru")
    assert [t.title for t in tenures(first, other)] == ["Special Envoy to Yemen", "Special Envoy to Peru"]


def test_a_deputys_post_is_another_post() -> None:
    deputy = (
        "Deputy NNP 2 amod|Foreign NNP 2 amod|Minister NNP 3 nmod:desc|Tamsin NNP 5 nsubj|Okoro NNP 3 flat"
        "|left VBD 5 ROOT leave"
    )
    assert {t.title for t in tenures(FULL, deputy)} == {"Foreign Minister", "Deputy Foreign Minister"}


# --- no office --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "rows",
    [
        "The DT 1 det|president NN 2 nsubj|met VBD 2 ROOT meet|Tamsin NNP 2 obj|Okoro NNP 3 flat",
        "Tamsin NNP 2 nsubj|Okoro NNP 0 flat|met VBD 2 ROOT meet|the DT 5 det|Chadian JJ 5 amod|president NN 2 obj",
        (
            "Tamsin NNP 2 nsubj|Okoro NNP 0 flat|left VBD 2 ROOT leave|, , 2 punct|and CC 7 cc|the DT 6 det"
            "|president NN 7 nsubj|stayed VBD 2 conj stay"
        ),
    ],
)
def test_a_title_and_a_name_that_have_nothing_to_do_with_each_other(rows: str) -> None:
    assert told(rows, ents=(OKORO,)) == set()


def test_the_evidence_is_the_whole_sentence() -> None:
    doc = read(article(FULL, FULL), "kg_offices")
    (tenure,) = doc._.tenures
    (passage,) = tenure.evidence
    assert doc.text[passage.begin : passage.end] == passage.text == "Chadian Foreign Minister Tamsin Okoro left"
