"""Which country, city, institution or person each name means in its sentence."""

from __future__ import annotations

import pytest
from sentences import SCHEMES, article, link_of, links_of, read

from kg.gazetteer import default_gazetteer
from kg.model import EntityType, MentionKind
from kg.nlp.linking import Linker, acts


def links(
    *paragraphs: str, title: str | None = None, ents: tuple[tuple[str, str], ...] = (), scheme: str = "ud"
) -> dict[str, str]:
    """Each name's text and the entity it was tied to."""
    return dict(links_of(read(article(*paragraphs, title=title, ents=ents, scheme=scheme), "kg_linking")))


# --- a seat, or the state it stands for -------------------------------------------------------------------------------

STATE = {
    "subject": "Tokyo NNP 1 nsubj|insisted VBD 1 ROOT insist",
    "agent": (
        "The DT 1 det|plan NN 3 nsubj:pass|was VBD 3 aux:pass be|rejected VBN 3 ROOT reject|by IN 5 case"
        "|Tokyo NNP 3 obl:agent"
    ),
    "second agent": (
        "It PRP 2 nsubj:pass|was VBD 2 aux:pass be|rejected VBN 2 ROOT reject|by IN 4 case"
        "|Seoul NNP 2 obl:agent|and CC 6 cc|Tokyo NNP 4 conj"
    ),
    "possessor": "Tokyo NNP 2 nmod:poss|'s POS 0 case|offer NN 3 nsubj|failed VBD 3 ROOT fail",
    "partner": "Norway NNP 2 nsubj|will MD 2 aux|hold VB 2 ROOT|talks NNS 2 obj talk|with IN 5 case|Tokyo NNP 3 nmod",
    "object": "Norway NNP 1 nsubj|urged VBD 1 ROOT urge|Tokyo NNP 1 obj|to TO 4 mark|wait VB 1 xcomp",
}
SEAT = {
    "in": "Talks NNS 3 nsubj talk|in IN 2 case|Tokyo NNP 0 nmod|ended VBD 3 ROOT end",
    "second place": "They PRP 1 nsubj|met VBD 1 ROOT meet|in IN 3 case|Seoul NNP 1 obl|and CC 5 cc|Tokyo NNP 3 conj",
    "goal": "Envoys NNS 1 nsubj envoy|flew VBD 1 ROOT fly|to IN 3 case|Tokyo NNP 1 obl",
    "visited": "Envoys NNS 1 nsubj envoy|visited VBD 1 ROOT visit|Tokyo NNP 1 obj",
    "qualifier": "They PRP 1 nsubj|met VBD 1 ROOT meet|at IN 5 case|a DT 5 det|Tokyo NNP 5 compound|hotel NN 1 obl",
    "dateline": "TOKYO NNP 0 ROOT|— : 0 punct||Talks NNS 1 nsubj talk|ended VBD 1 ROOT end",
    "dateline that the parse takes for a subject": (
        "TOKYO NNP 5 nsubj|, , 2 punct|Japan NNP 0 appos|— : 5 punct|Talks NNS 5 nsubj|ended VBD 5 ROOT end"
    ),
}


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("role", STATE)
def test_a_seat_of_government_that_acts_is_its_state(role: str, scheme: str) -> None:
    assert links(STATE[role], scheme=scheme)["Tokyo"] == "japan"


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("role", SEAT)
def test_a_seat_of_government_where_one_is_or_goes_is_the_city(role: str, scheme: str) -> None:
    found = links(SEAT[role], scheme=scheme)
    assert found.get("Tokyo", found.get("TOKYO")) == "tokyo"


@pytest.mark.parametrize("scheme", SCHEMES)
def test_acting_is_asked_of_the_first_of_a_coordination(scheme: str) -> None:
    doc = article(SEAT["second place"], scheme=scheme)
    assert not acts(doc[5])
    assert acts(article(STATE["second agent"], scheme=scheme)[6])


def test_both_readings_of_a_seat_stay_as_candidates() -> None:
    link = link_of(read(article(STATE["subject"]), "kg_linking"), "Tokyo")
    assert [c.entity for c in link.candidates] == ["japan", "tokyo"]
    assert link.candidates[0].score > link.candidates[1].score
    assert sum(c.score for c in link.candidates) == pytest.approx(1, abs=0.01)
    assert link.confidence < 1


def test_a_palace_is_never_a_place_one_is_in() -> None:
    rows = "The DT 2 det|Blue NNP 2 compound|House NNP 3 nsubj|objected VBD 3 ROOT object"
    assert links(rows) == {"Blue House": "south-korea"}


# --- names of countries and organizations -----------------------------------------------------------------------------


def test_demonyms_and_acronyms() -> None:
    rows = (
        "Kenyans NNPS 1 nsubj|backed VBD 1 ROOT back|the DT 4 det|Peruvian JJ 4 amod|plan NN 1 obj"
        "|at IN 7 case|the DT 7 det|U.N. NNP 1 obl|and CC 10 cc|the DT 10 det|AU NNP 7 conj"
    )
    doc = read(article(rows), "kg_linking")
    assert links_of(doc) == [
        ("Kenyans", "kenya"),
        ("Peruvian", "peru"),
        ("U.N.", "united-nations"),
        ("AU", "african-union"),
    ]
    assert [link.reason for link in doc._.links] == ["gazetteer demonym"] * 2 + ["gazetteer acronym"] * 2
    assert all(link.kind is MentionKind.NAME for link in doc._.links)
    assert not any(link.candidates for link in doc._.links)


def test_a_name_of_two_countries_keeps_both() -> None:
    link = link_of(read(article("Congo NNP 1 nsubj|agreed VBD 1 ROOT agree"), "kg_linking"), "Congo")
    ids = {"democratic-republic-of-the-congo", "republic-of-the-congo"}
    assert {c.entity for c in link.candidates} == ids
    assert set(link.entities) < ids


def test_a_country_outranks_a_state_of_the_same_name() -> None:
    rows = "Talks NNS 3 nsubj talk|in IN 2 case|Georgia NNP 0 nmod|ended VBD 3 ROOT end"
    assert links(rows) == {"Georgia": "georgia"}


def test_an_organization_that_nobody_listed() -> None:
    rows = "The DT 3 det|Harbour NNP 3 compound|Relief NNP 3 compound|Foundation NNP 4 nsubj|paid VBD 4 ROOT pay"
    doc = read(article(rows), "kg_linking")
    assert links_of(doc) == [("Harbour Relief Foundation", "harbour-relief-foundation")]
    (entity,) = doc._.entities
    assert entity.type is EntityType.ORGANIZATION


def test_the_same_unlisted_name_is_one_entity_with_and_without_its_article() -> None:
    doc = read(
        article(
            "The DT 1 det|Tarnists NNPS 2 nsubj|left VBD 2 ROOT leave",
            "Talks NNS 4 nsubj talk|with IN 3 case|the DT 3 det|Tarnists NNPS 0 nmod|ended VBD 4 ROOT end",
            ents=[("The Tarnists", "ORG"), ("the Tarnists", "ORG")],
        ),
        "kg_linking",
    )
    assert links_of(doc) == [("Tarnists", "tarnists")] * 2


def test_what_only_the_model_calls_a_nationality_or_an_event_is_not_linked() -> None:
    rows = "Tarnish JJ 1 amod|Spring NNP 2 nsubj|ended VBD 2 ROOT end"
    assert links(rows, ents=(("Tarnish", "NORP"),)) == {}
    assert links(rows, ents=(("Tarnish Spring", "EVENT"),)) == {}


# --- institutions -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "text", "entity"),
    [
        (
            (
                "Kenya NNP 3 nmod:poss|'s POS 0 case|Foreign NNP 3 compound|Ministry NNP 4 nsubj"
                "|objected VBD 4 ROOT object"
            ),
            "Kenya's Foreign Ministry",
            "kenya-foreign-ministry",
        ),
        (
            "The DT 3 det|Kenyan JJ 3 amod|Foreign NNP 3 compound|Ministry NNP 4 nsubj|objected VBD 4 ROOT object",
            "Kenyan Foreign Ministry",
            "kenya-foreign-ministry",
        ),
        (
            (
                "Peru NNP 3 nmod:poss|'s POS 0 case|Harbour NNP 3 compound|Authority NNP 4 nsubj"
                "|objected VBD 4 ROOT object"
            ),
            "Peru's Harbour Authority",
            "peruvian-harbour-authority",
        ),
        (
            "The DT 3 det|Peruvian JJ 3 amod|security NN 3 compound|service NN 4 nsubj|objected VBD 4 ROOT object",
            "Peruvian security service",
            "peruvian-security-service",
        ),
    ],
)
def test_institutions_of_a_country(rows: str, text: str, entity: str) -> None:
    assert links(rows)[text] == entity


def test_one_institution_is_one_entity_with_demonym_or_possessive() -> None:
    possessive = "Peru NNP 3 nmod:poss|'s POS 0 case|Harbour NNP 3 compound|Authority NNP 4 nsubj|left VBD 4 ROOT leave"
    demonym = "The DT 3 det|Peruvian JJ 3 amod|Harbour NNP 3 compound|Authority NNP 4 nsubj|left VBD 4 ROOT leave"
    found = links(possessive, demonym)
    assert found["Peru's Harbour Authority"] == found["Peruvian Harbour Authority"]


def test_an_institution_in_small_letters_has_no_name_of_its_own() -> None:
    doc = read(
        article("The DT 3 det|Peruvian JJ 3 amod|security NN 3 compound|service NN 4 nsubj|left VBD 4 ROOT leave")
    )
    assert [e.named for e in doc._.entities if e.type is EntityType.ORGANIZATION] == [False]


def test_a_countrys_plain_noun_is_no_institution() -> None:
    assert links("The DT 2 det|Peruvian JJ 2 amod|offer NN 3 nsubj|failed VBD 3 ROOT fail") == {"Peruvian": "peru"}


# --- people -----------------------------------------------------------------------------------------------------------

OKORO = "President NNP 1 nmod:desc|Tamsin NNP 3 nsubj|Okoro NNP 1 flat|spoke VBD 3 ROOT speak"


def test_a_surname_after_the_full_name() -> None:
    found = links(f"{OKORO}||Critics NNS 1 nsubj critic|faulted VBD 1 ROOT fault|Okoro NNP 1 obj")
    assert found == {"Tamsin Okoro": "tamsin-okoro", "Okoro": "tamsin-okoro"}


def test_a_surname_that_is_also_a_place() -> None:
    rows = (
        "Senator NNP 1 nmod:desc|Ada NNP 3 nsubj|Lincoln NNP 1 flat|spoke VBD 3 ROOT speak|"
        "|Lincoln NNP 1 nsubj|declined VBD 1 ROOT decline"
    )
    assert default_gazetteer().lookup("Lincoln")
    assert links(rows)["Lincoln"] == "ada-lincoln"


def test_the_place_stays_a_place_without_such_a_person() -> None:
    rows = "Talks NNS 3 nsubj talk|in IN 2 case|Lincoln NNP 0 nmod|ended VBD 3 ROOT end"
    assert links(rows, ents=(("Lincoln", "GPE"),))["Lincoln"].startswith("lincoln")


def test_an_office_holder_is_known_by_surname_where_the_model_sees_a_person() -> None:
    rows = "Merkel NNP 1 nsubj|declined VBD 1 ROOT decline"
    assert links(rows, ents=(("Merkel", "PERSON"),)) == {"Merkel": "angela-merkel"}
    assert links(rows) == {}


def test_spellings_of_one_person_are_one_entity() -> None:
    rows = (
        "President NNP 1 nmod:desc|Ziad NNP 5 nsubj|al NNP 1 flat|- HYPH 4 punct|Jarrah NNP 1 flat"
        "|spoke VBD 5 ROOT speak||Ziad NNP 2 nsubj|Jarrah NNP 0 flat|left VBD 2 ROOT leave"
    )
    doc = read(article(rows, ents=[("Ziad Jarrah", "PERSON")]), "kg_linking")
    (person,) = doc._.entities
    assert person.aliases == ("Ziad Jarrah", "Ziad al-Jarrah")


def test_a_government_called_by_its_head_is_no_organization_of_that_name() -> None:
    rows = "The DT 2 det|Merkel NNP 2 compound|government NN 3 nsubj|refused VBD 3 ROOT refuse"
    assert links(rows, ents=(("Merkel", "ORG"),)) == {"Merkel": "angela-merkel"}


# --- headlines --------------------------------------------------------------------------------------------------------

HEADLINE = (
    "Okoro NNP 1 nsubj|Blames VBZ 1 ROOT blame|Neighbours NNPS 1 obj|As IN 6 mark|Peace NNP 5 compound"
    "|Talks NNP 6 nsubj|Resume VBP 1 advcl|in IN 8 case|Nairobi NNP 6 obl"
)


def test_capitals_in_a_headline_name_nobody_by_themselves() -> None:
    found = links(OKORO, title=HEADLINE, ents=(("Okoro Blames Neighbours", "PERSON"), ("Peace Talks Resume", "ORG")))
    assert set(found) & {"Okoro Blames Neighbours", "Neighbours", "Peace Talks Resume"} == set()
    assert found["Nairobi"] == "nairobi"


def test_names_that_run_into_other_words_of_a_headline() -> None:
    ents = (("Okoro Blames Neighbours", "PERSON"), ("Peace Talks Resume", "ORG"))
    assert links(OKORO, title=HEADLINE, ents=ents)["Okoro"] == "tamsin-okoro"
    title = "Tamsin NNP 2 nsubj|Okoro NNP 0 flat|Leaves VBZ 2 ROOT leave|Peru NNP 2 obj|Angry JJ 2 advcl"
    found = links(OKORO, title=title, ents=(("Leaves Peru Angry", "PERSON"),))
    assert found == {"Tamsin Okoro": "tamsin-okoro", "Okoro": "tamsin-okoro", "Peru": "peru"}


def test_a_countrys_name_before_a_capital_in_a_headline_makes_no_institution() -> None:
    title = "Okoro NNP 1 nsubj|Leaves VBZ 1 ROOT leave|Peru NNP 3 compound|Conference NNP 1 obj"
    assert links(OKORO, title=title) == {"Okoro": "tamsin-okoro", "Peru": "peru", "Tamsin Okoro": "tamsin-okoro"}


def test_a_headline_names_whom_the_article_names() -> None:
    assert links(OKORO, title=HEADLINE)["Okoro"] == "tamsin-okoro"
    assert "Okoro" not in links("Talks NNS 1 nsubj talk|ended VBD 1 ROOT end", title=HEADLINE)


# --- what holds of every link -----------------------------------------------------------------------------------------


def test_links_come_in_text_order_and_every_entity_is_known() -> None:
    doc = article(STATE["partner"], OKORO)
    read(doc, "kg_names")
    found, registry = Linker(default_gazetteer()).link(doc)
    assert list(found) == sorted(found, key=lambda link: (link.start, link.end))
    ids = {entity.id for entity in registry.entities()}
    assert {entity for link in found for entity in link.entities} == ids
    assert all(link.start <= link.head < link.end for link in found)
