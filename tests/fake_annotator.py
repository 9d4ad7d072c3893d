"""An annotator that reads a language of four sentences, so that builds can be tested without a pipeline.

"John Kerry met Sergey Lavrov in Paris on 2013-05-27.", "John Kerry will meet ...", "Sergey Lavrov is Foreign Minister
of Russia.", "Russia opposes the strike." and 'Sergey Lavrov said "It is not easy at all".'
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator

from kg.model import (
    Document,
    DocumentFacts,
    Entity,
    EntityType,
    Interval,
    Issue,
    Meeting,
    MeetingKind,
    MeetingStatus,
    Mention,
    MentionKind,
    Passage,
    Position,
    Precision,
    Stance,
    Statement,
    Tenure,
)

NAME = r"[A-Z]\w+(?: [A-Z]\w+)*"
MEETING = re.compile(rf"({NAME}) (met|will meet) ({NAME})(?: in ({NAME}))? on (\d{{4}}-\d\d-\d\d)\.")
TENURE = re.compile(rf"({NAME}) is ({NAME}) of ({NAME})\.")
POSITION = re.compile(rf"({NAME}) opposes ([a-z ]+)\.")
STATEMENT = re.compile(rf"({NAME}) said \"([^\"]+)\"\.")
COUNTRIES = {"Russia": "Q159", "Syria": "Q858", "Iran": "Q794"}


class FakeAnnotator:
    """Attributes: calls: the identifiers of the documents it was given, in order."""

    def __init__(self, version: str = "fake 1") -> None:
        self.version = version
        self.calls: list[str] = []

    def __call__(self, documents: Iterable[Document]) -> Iterator[DocumentFacts]:
        for document in documents:
            self.calls.append(document.id)
            yield _Reading(document, self.version).facts()


class FailingAnnotator(FakeAnnotator):
    """Dies at the document of this identifier."""

    def __init__(self, at: str) -> None:
        super().__init__()
        self.at = at

    def __call__(self, documents: Iterable[Document]) -> Iterator[DocumentFacts]:
        for facts in super().__call__(documents):
            if facts.document.id == self.at:
                raise KeyboardInterrupt
            yield facts


class _Reading:
    def __init__(self, document: Document, version: str) -> None:
        self.document = document
        self.version = version
        self.entities: dict[str, Entity] = {}
        self.mentions: list[Mention] = []

    def facts(self) -> DocumentFacts:
        meetings = tuple(self.meeting(n, m) for n, m in enumerate(MEETING.finditer(self.document.text), start=1))
        tenures = tuple(self.tenure(m) for m in TENURE.finditer(self.document.text))
        positions = tuple(self.position(m) for m in POSITION.finditer(self.document.text))
        statements = tuple(self.statement(m) for m in STATEMENT.finditer(self.document.text))
        return DocumentFacts(
            document=self.document,
            pipeline=self.version,
            entities=tuple(self.entities.values()),
            mentions=tuple(self.mentions),
            tenures=tenures,
            meetings=meetings,
            positions=positions,
            statements=statements,
        )

    def entity(self, match: re.Match[str], group: int, kind: EntityType = EntityType.PERSON) -> str:
        name = match[group]
        wikidata = COUNTRIES.get(name)
        identifier = name.lower().replace(" ", "-")
        kind = kind if wikidata is None else EntityType.COUNTRY
        self.entities[identifier] = Entity(identifier, kind, name, aliases=(name,), wikidata=wikidata)
        begin, end = match.span(group)
        self.mentions.append(Mention(begin, end, name, identifier, MentionKind.NAME, "fake", 0.9))
        return identifier

    def passage(self, match: re.Match[str]) -> tuple[Passage, ...]:
        return (Passage(match.start(), match.end(), match[0]),)

    def meeting(self, number: int, match: re.Match[str]) -> Meeting:
        day = dt.date.fromisoformat(match[5])
        return Meeting(
            key=f"m{number}",
            kind=MeetingKind.MEETING,
            status=MeetingStatus.HELD if match[2] == "met" else MeetingStatus.PLANNED,
            participants=tuple(sorted({self.entity(match, 1), self.entity(match, 3)})),
            evidence=self.passage(match),
            rule="fake.meet",
            place=self.entity(match, 4, EntityType.PLACE) if match[4] else None,
            when=Interval(day, day, Precision.DAY),
        )

    def tenure(self, match: re.Match[str]) -> Tenure:
        body = self.entity(match, 3, EntityType.ORGANIZATION)
        return Tenure(self.entity(match, 1), match[2], body, self.passage(match), "fake.is")

    def position(self, match: re.Match[str]) -> Position:
        holder = self.entity(match, 1)
        return Position(holder, Issue(match[2]), Stance.OPPOSES, self.passage(match), "fake.oppose", confidence=0.75)

    def statement(self, match: re.Match[str]) -> Statement:
        return Statement(self.entity(match, 1), self.passage(match), "fake.say", quote=match[2])
