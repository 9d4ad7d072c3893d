"""Three articles with a person before, in and after an office, and names that stay in doubt: for tests of levels."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from whole_graph import quads_of

from kg.model import (
    Document,
    DocumentFacts,
    Entity,
    EntityType,
    EventType,
    Interaction,
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
    Section,
    SectionKind,
    Stance,
    Statement,
    Tenure,
)
from kg.resolve import resolve
from kg.store import MemoryGraph

TEXT = "Kerry met Lavrov, Brahimi and the rebels in Paris and told them that Washington was against it. Smith agreed."
SENTENCE = Passage(0, len(TEXT), TEXT)
MAY_2013, MAY_2018 = dt.date(2013, 5, 28), dt.date(2018, 5, 28)
ENTITIES = (
    Entity("john-kerry", EntityType.PERSON, "John Kerry", (), "Q22316"),
    Entity("sergey-lavrov", EntityType.PERSON, "Sergey Lavrov", (), "Q58217"),
    Entity("lakhdar-brahimi", EntityType.PERSON, "Lakhdar Brahimi", (), "Q315441"),
    Entity("rebels", EntityType.ORGANIZATION, "the rebels", named=False),
    Entity("united-nations", EntityType.ORGANIZATION, "United Nations", (), "Q1065"),
    Entity("united-states", EntityType.COUNTRY, "United States", (), "Q30"),
    Entity("russia", EntityType.COUNTRY, "Russia", (), "Q159"),
    Entity("united-states-department-of-state", EntityType.ORGANIZATION, "United States Department of State"),
    Entity("paris", EntityType.PLACE, "Paris", (), "Q90"),
)
IRAN_ATTENDS = Issue("whether Iran attends", ())


def ladder_facts() -> tuple[DocumentFacts, ...]:
    """The articles: of 2013, of 2018 when Kerry is out of office, and of 2013 about one of two Smiths."""
    held = (
        Tenure("john-kerry", "Secretary of State", "united-states", (SENTENCE,), "test"),
        Tenure("sergey-lavrov", "Foreign Minister", "russia", (SENTENCE,), "test"),
        Tenure("lakhdar-brahimi", "Envoy", "united-nations", (SENTENCE,), "test"),
    )
    out = (Tenure("john-kerry", "Secretary of State", "united-states", (SENTENCE,), "test", former=True),)
    return (
        _article("now", MAY_2013, held, _met(MAY_2013), _met(dt.date(2009, 5, 28)), Stance.OPPOSES),
        _article("later", MAY_2018, out, _met(MAY_2018), _met(MAY_2013), Stance.SUPPORTS),
        *_smiths(),
    )


def ladder_graph() -> MemoryGraph:
    """Their graph, resolved."""
    corpus = ladder_facts()
    return MemoryGraph.from_quads(quads_of(corpus, resolve(corpus)))


def _met(day: dt.date) -> Meeting:
    who = ("john-kerry", "lakhdar-brahimi", "rebels", "sergey-lavrov")
    when = Interval(day, day, Precision.DAY)
    return Meeting(str(day), MeetingKind.MEETING, MeetingStatus.HELD, who, (SENTENCE,), "test", "paris", when)


def _article(
    name: str, published: dt.date, tenures: tuple[Tenure, ...], one: Meeting, other: Meeting, stance: Stance
) -> DocumentFacts:
    return DocumentFacts(
        Document(name, TEXT, published, name, (Section(SectionKind.BODY, 0, len(TEXT)),)),
        "test",
        ENTITIES,
        (_mention("Kerry", "john-kerry"), _mention("Washington", "united-states")),
        tenures=tenures,
        meetings=(one, other),
        positions=(Position("john-kerry", IRAN_ATTENDS, stance, (SENTENCE,), "test"),),
        statements=(Statement("john-kerry", (SENTENCE,), "test", content="it", audience=("sergey-lavrov",)),),
        interactions=(Interaction("sergey-lavrov", "john-kerry", EventType.ACCUSE, (SENTENCE,), "test"),),
    )


def _smiths() -> Iterator[DocumentFacts]:
    """Two people named Smith, and a surname alone that may be either's; talks that may be either of two."""
    for name, whole in (("smith-1", "Adam Smith"), ("smith-2", "Brenda Smith"), ("smith-3", "Smith")):
        entity = Entity(whole.lower().replace(" ", "-"), EntityType.PERSON, whole)
        yield DocumentFacts(
            Document(name, TEXT, MAY_2013, name, (Section(SectionKind.BODY, 0, len(TEXT)),)),
            "test",
            (entity,),
            (_mention("Smith", entity.id),),
            meetings=(_planned(),),
        )


def _planned() -> Meeting:
    return Meeting("m1", MeetingKind.CONFERENCE, MeetingStatus.PLANNED, (), (SENTENCE,), "test")


def _mention(words: str, entity: str) -> Mention:
    begin = TEXT.index(words)
    return Mention(begin, begin + len(words), words, entity, MentionKind.NAME, "test")
