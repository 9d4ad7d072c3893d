"""A graph that says what gold files say, as the product would write it, with faults put in on purpose."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode, Quad

from kg.vocab import DCTERMS, DM, ID_BASE, NIF, OWL, RDF, SKOS, XSD

ENTITIES = NamedNode(f"{ID_BASE}graph/entities")
OTHER_STANCE = {"supports": "opposes", "opposes": "neutral", "neutral": "supports"}
OTHER_STATUS = {"held": "planned", "planned": "held", "proposed": "planned", "cancelled": "held"}
SUPER_TYPES = {"Person": ("Actor",), "Organization": ("Actor",), "Country": ("Actor", "Place"), "Place": ()}

Gold = dict[str, Any]


@dataclass
class Faults:
    """How often (0 to 1) a fact is left out, told wrongly, or told twice."""

    rate: float
    chance: random.Random

    def strike(self) -> bool:
        return self.chance.random() < self.rate


def gold_graph(golds: list[Gold], faults: Faults) -> Iterator[Quad]:
    """The quads of a dataset that tells these gold facts, but for its faults."""
    for gold in golds:
        yield from _GoldDocument(gold, faults).quads()


class _GoldDocument:
    def __init__(self, gold: Gold, faults: Faults) -> None:
        self.gold = gold
        self.faults = faults
        self.document = NamedNode(f"{ID_BASE}document/{gold['doc']}")
        self.count = 0

    def quads(self) -> Iterator[Quad]:
        yield self.say(self.document, RDF.type, DM.Document)
        yield self.say(self.document, DCTERMS.identifier, Literal(self.gold["doc"]))
        for entity in self.gold["entities"]:
            yield from self.entity(entity)
        for kind, write in (
            ("offices", self.office),
            ("meetings", self.meeting),
            ("positions", self.position),
            ("statements", self.statement),
        ):
            for fact in self.gold[kind]:
                if not self.faults.strike():
                    yield from write(fact)
                if self.faults.strike():
                    yield from write(self.faults.chance.choice(self.gold[kind]))

    def say(self, subject: NamedNode, predicate: NamedNode, value: NamedNode | Literal) -> Quad:
        return Quad(subject, predicate, value, self.document)

    def node(self, kind: str) -> NamedNode:
        self.count += 1
        return NamedNode(f"{self.document.value}/{kind}/{self.count:04}")

    def reference(self, identifier: str) -> NamedNode:
        if self.faults.strike():
            identifier = self.faults.chance.choice(self.gold["entities"])["id"]
        return NamedNode(f"{ID_BASE}{self.gold['doc'][:3]}-{identifier}")

    def entity(self, entity: Gold) -> Iterator[Quad]:
        if self.faults.strike():
            return
        iri = NamedNode(f"{ID_BASE}{self.gold['doc'][:3]}-{entity['id']}")
        kind = entity["type"] if not self.faults.strike() else self.faults.chance.choice(list(SUPER_TYPES))
        for name in (kind, *SUPER_TYPES[kind]):
            yield Quad(iri, RDF.type, getattr(DM, name), ENTITIES)
        label = entity["name"] if not self.faults.strike() else f"{entity['name']} II"
        yield Quad(iri, SKOS.prefLabel, Literal(label), ENTITIES)
        for alias in entity["aliases"]:
            yield Quad(iri, SKOS.altLabel, Literal(alias), ENTITIES)
        if entity["wikidata"] and not self.faults.strike():
            yield Quad(iri, OWL.sameAs, NamedNode(f"http://www.wikidata.org/entity/{entity['wikidata']}"), ENTITIES)
        mention = self.node("mention")
        yield self.say(mention, RDF.type, DM.Mention)
        yield self.say(mention, DM.refersTo, iri)

    def evidence(self, fact: NamedNode, texts: str | list[str]) -> Iterator[Quad]:
        for text in [texts] if isinstance(texts, str) else texts:
            passage = self.node("passage")
            words = text.split() if not self.faults.strike() else text.split()[: self.faults.chance.randrange(1, 6)]
            yield self.say(fact, DM.evidence, passage)
            yield self.say(passage, NIF.anchorOf, Literal(f"Then {' '.join(words)} and so on."))

    def office(self, office: Gold) -> Iterator[Quad]:
        tenure, post = (
            self.node("tenure"),
            NamedNode(f"{ID_BASE}office/{self.gold['doc'][:3]}/{office.get('of') or '_'}/{quote(office['title'])}"),
        )
        yield self.say(tenure, RDF.type, DM.Tenure)
        yield self.say(tenure, DM.officeHolder, self.reference(office["person"]))
        yield self.say(tenure, DM.office, post)
        title = office["title"] if not self.faults.strike() else f"Deputy {office['title']}"
        yield Quad(post, DM.title, Literal(title), ENTITIES)
        if office.get("of"):
            yield Quad(post, DM.jurisdiction, self.reference(office["of"]), ENTITIES)

    def meeting(self, meeting: Gold) -> Iterator[Quad]:
        iri = self.node("meeting")
        yield self.say(iri, RDF.type, DM.Meeting)
        for participant in meeting["participants"]:
            if not self.faults.strike():
                yield self.say(iri, DM.participant, self.reference(participant))
        if meeting["place"]:
            yield self.say(iri, DM.place, self.reference(meeting["place"]))
        status = meeting["status"] if not self.faults.strike() else OTHER_STATUS[meeting["status"]]
        yield self.say(iri, DM.status, getattr(DM, status.capitalize()))
        yield from self.date(iri, meeting["date"] if not self.faults.strike() else "2013-06-11")
        yield from self.evidence(iri, meeting["evidence"])

    def date(self, meeting: NamedNode, date: str | None) -> Iterator[Quad]:
        if date is None:
            return
        if "/" in date:
            first, last = date.split("/")
            yield self.say(meeting, DM.earliest, Literal(first, datatype=XSD.date))
            yield self.say(meeting, DM.latest, Literal(last, datatype=XSD.date))
            return
        datatype = {4: XSD.gYear, 7: XSD.gYearMonth, 10: XSD.date}[len(date)]
        yield self.say(meeting, DM.date, Literal(date, datatype=datatype))

    def position(self, position: Gold) -> Iterator[Quad]:
        iri, issue = self.node("position"), self.node("issue")
        yield self.say(iri, RDF.type, DM.Position)
        yield self.say(iri, DM.holder, self.reference(position["holder"]))
        stance = position["stance"] if not self.faults.strike() else OTHER_STANCE[position["stance"]]
        yield self.say(iri, DM.stance, getattr(DM, stance.capitalize()))
        yield self.say(iri, DM.issue, issue)
        if not self.faults.strike():
            yield self.say(issue, SKOS.prefLabel, Literal(" ".join(group[0] for group in position["issue"])))
        yield from self.evidence(iri, position["evidence"])

    def statement(self, statement: Gold) -> Iterator[Quad]:
        iri = self.node("statement")
        yield self.say(iri, RDF.type, DM.Statement)
        if not self.faults.strike():
            yield self.say(iri, DM.speaker, self.reference(statement["speaker"]))
        words = statement["quote"].split()
        quoted = words if not self.faults.strike() else words[: self.faults.chance.randrange(1, len(words) + 1)]
        yield self.say(iri, DM.quote, Literal(" ".join(quoted)))
