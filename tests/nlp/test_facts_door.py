"""What leaves the language rooms: values whose offsets point into the text, and no reference that dangles."""

from __future__ import annotations

import dataclasses
import pickle

from sentences import PUBLISHED, article, read
from spacy.tokens import Doc

from kg.model import Document, DocumentFacts, EntityType, MentionKind
from kg.nlp.facts import facts_of

ROWS = (
    "Kenyan JJ 2 amod|Foreign NNP 2 amod|Minister NNP 3 nmod:desc|Jonas NNP 5 nsubj|Okoro NNP 3 flat"
    "|met VBD 5 ROOT meet|envoys NNS 5 obj envoy|in IN 8 case|Tokyo NNP 5 obl|. . 5 punct||“ `` 2 punct"
    "|We PRP 2 nsubj|agree VBP 8 ccomp|on IN 4 case|this DT 2 obl|, , 2 punct|” '' 2 punct"
    "|he PRP 8 nsubj|said VBD 8 ROOT say|. . 8 punct"
)
TITLE = "Kenya NNP 1 nsubj|Agrees VBZ 1 ROOT agree"


def facts() -> tuple[Doc, DocumentFacts]:
    doc = read(article(ROWS, title=TITLE))
    document = Document("a1", doc.text, PUBLISHED, "Kenya Agrees", doc._.sections)
    return doc, facts_of(doc, document, "demarche under test")


def test_mentions_are_where_they_say() -> None:
    doc, found = facts()
    assert [(m.text, m.entity, m.kind) for m in found.mentions] == [
        ("Kenya", "kenya", MentionKind.NAME),
        ("Kenyan", "kenya", MentionKind.NAME),
        ("Jonas Okoro", "jonas-okoro", MentionKind.NAME),
        ("Tokyo", "tokyo", MentionKind.NAME),
        ("he", "jonas-okoro", MentionKind.PRONOUN),
    ]
    assert all(found.document.text[m.begin : m.end] == m.text for m in found.mentions)
    assert found.document.text == doc.text


def test_passages_are_where_they_say() -> None:
    _, found = facts()
    told = [*found.tenures, *found.meetings, *found.statements, *found.positions]
    assert found.tenures
    assert found.statements
    for passage in (p for fact in told for p in fact.evidence):
        assert found.document.text[passage.begin : passage.end] == passage.text


def test_every_entity_that_anything_points_at_is_there_in_order_of_id() -> None:
    _, found = facts()
    ids = [entity.id for entity in found.entities]
    assert ids == sorted(set(ids))
    pointed = {m.entity for m in found.mentions} | {c.entity for m in found.mentions for c in m.candidates}
    pointed |= {e.located_in for e in found.entities if e.located_in} | {
        t.jurisdiction for t in found.tenures if t.jurisdiction
    }
    pointed |= {p for m in found.meetings for p in m.participants} | {s.speaker for s in found.statements if s.speaker}
    assert pointed <= set(ids)
    assert "japan" in ids, "a candidate for Tokyo, and where it lies"


def test_candidates_stay_with_names_that_context_does_not_decide() -> None:
    _, found = facts()
    tokyo = next(m for m in found.mentions if m.text == "Tokyo")
    assert {c.entity for c in tokyo.candidates} == {"tokyo", "japan"}


def test_facts_are_values_that_cross_processes() -> None:
    _, found = facts()
    again = pickle.loads(pickle.dumps(found))
    assert again == found
    assert found.pipeline == "demarche under test"
    assert all(dataclasses.is_dataclass(e) for e in found.entities)
    assert {e.type for e in found.entities} <= set(EntityType)


def test_a_mention_of_two_is_a_mention_of_each() -> None:
    rows = (
        "Peru NNP 1 nsubj|thanked VBD 1 ROOT thank|Kenya NNP 1 obj|. . 1 punct||The DT 2 det"
        "|two CD 2 nummod|countries NNS 3 nsubj country|agreed VBD 3 ROOT agree|. . 3 punct"
    )
    doc = read(article(rows))
    found = facts_of(doc, Document("a2", doc.text, PUBLISHED, "", doc._.sections), "demarche under test")
    assert [m.entity for m in found.mentions if m.text == "countries"] == ["peru", "kenya"]
