"""A graph of five short articles that follow one conference from promise to date, made by hand through the real rooms.

Sentences are those of the seed articles, shortened; what is taken from them is what a careful reader would take.
"""

from __future__ import annotations

import datetime as dt

from small_graph import Article

from kg.iris import Iris
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
    Occasion,
    Office,
    Position,
    Precision,
    Section,
    SectionKind,
    Stance,
    Statement,
    Tenure,
)
from kg.rdf import document_graph, entity_graph, meeting_graph
from kg.resolved import Claim, ClaimKind, Representation, Resolved
from kg.store import MemoryGraph

CONFERENCE, PARIS_MAY, PARIS_JANUARY, BRUNEI = "aaaa00000001", "bbbb00000002", "cccc00000003", "dddd00000004"
IRAN_ATTENDS = Issue("whether Iran attends the conference", ("iran",))
PEACE = Issue("the Syria peace conference", ("syria",))

ENTITIES = (
    Entity("john-kerry", EntityType.PERSON, "John Kerry", ("Kerry", "Secretary Kerry"), wikidata="Q22316"),
    Entity("sergey-lavrov", EntityType.PERSON, "Sergey Lavrov", ("Lavrov", "Sergei Lavrov"), wikidata="Q58217"),
    Entity("vladimir-putin", EntityType.PERSON, "Vladimir Putin", ("Putin",)),
    Entity("lakhdar-brahimi", EntityType.PERSON, "Lakhdar Brahimi", ("Brahimi",)),
    Entity("russia", EntityType.COUNTRY, "Russia", ("Moscow", "Russian"), latitude=60.0, longitude=100.0),
    Entity(
        "united-states", EntityType.COUNTRY, "United States", ("U.S.", "Washington"), latitude=38.0, longitude=-97.0
    ),
    Entity("iran", EntityType.COUNTRY, "Iran", ("Iranian",), latitude=32.0, longitude=53.0),
    Entity("syria", EntityType.COUNTRY, "Syria", ("Syrian",), latitude=35.0, longitude=38.0),
    Entity("united-nations", EntityType.ORGANIZATION, "United Nations", ("UN",)),
    Entity("paris", EntityType.PLACE, "Paris", latitude=48.8566, longitude=2.3522),
    Entity("geneva", EntityType.PLACE, "Geneva", ("Genève",), latitude=46.2022, longitude=6.1457),
    Entity("brunei", EntityType.COUNTRY, "Brunei", latitude=4.5, longitude=114.67),
    Entity("moscow-city", EntityType.PLACE, "Moscow", latitude=55.7522, longitude=37.6156),
)
OFFICES = (
    Office("Secretary of State", "united-states"),
    Office("Foreign Minister", "russia"),
    Office("Special Envoy", "united-nations"),
)

SAID_7_MAY = "Kerry said he and Lavrov had agreed to hold the conference, perhaps as soon as this month."
SAID_16_MAY = "June 10-12 is the working date of the conference, Lavrov said."
SAID_28_MAY = "The proposed conference is expected to be held in mid-June in Geneva."
SAID_2_JULY = "The conference might not be possible until August or later, Kerry said."
SAID_13_JANUARY = "The peace talks, known as the Geneva II conference, are now set for Jan. 22."

TEXTS = {
    "a-2013-05-07": ("U.S. and Russia to Organize Syria Conference", dt.date(2013, 5, 7), [SAID_7_MAY]),
    "b-2013-05-16": ("Syria Peace Conference Tentatively Scheduled", dt.date(2013, 5, 16), [SAID_16_MAY]),
    "c-2013-05-28": (
        "Lavrov Says Convening Syria Conference 'a Tall Order'",
        dt.date(2013, 5, 28),
        [
            "U.S. Secretary of State John Kerry met Foreign Minister Sergei Lavrov in Paris on Monday.",
            SAID_28_MAY,
            "Moscow argues that Iran should attend.",
            "Washington made clear it has little interest in this, although not absolutely ruling it out.",
            '"It\'s a very tall order, but the chances for success are there," Lavrov said.',
        ],
    ),
    "d-2013-07-02": (
        "U.S. and Russia Want Syria Conference Soon, Kerry Says",
        dt.date(2013, 7, 2),
        [
            "Kerry and Lavrov held talks in Brunei on Tuesday.",
            SAID_2_JULY,
            "Washington has opposed including Iran in the talks.",
        ],
    ),
    "e-2014-01-13": (
        "Lavrov and Kerry Meet Ahead of Syria Talks",
        dt.date(2014, 1, 13),
        [
            "Foreign Minister Sergei Lavrov met in Paris on Monday with John Kerry and Lakhdar Brahimi of the UN.",
            SAID_13_JANUARY,
            '"For us, the participation of Iran is necessary," Lavrov said.',
        ],
    ),
}


def geneva_graph() -> MemoryGraph:
    """The graph."""
    iris = Iris()
    documents = [_first(), _second(), _third(), _fourth(), _fifth()]
    accounts = {meeting.key: meeting for facts in documents for meeting in facts.meetings}
    told_by = {
        key: tuple(facts.document.id for facts in documents if any(m.key == key for m in facts.meetings))
        for key in accounts
    }
    merged = _meeting(CONFERENCE, MeetingKind.CONFERENCE, MeetingStatus.PLANNED, (), _day(2014, 1, 22), "geneva")
    occasions = [
        Occasion(merged, told_by[key], "same conference") if key == CONFERENCE else Occasion(meeting, told_by[key])
        for key, meeting in accounts.items()
    ]
    graphs = (
        *(document_graph(_resolved(facts), iris) for facts in documents),
        entity_graph(ENTITIES, OFFICES, iris),
        meeting_graph(occasions, iris),
    )
    return MemoryGraph.from_quads([quad for graph in graphs for quad in graph.quads])


def _resolved(facts: DocumentFacts) -> Resolved:
    """With the claim that one article puts into Lavrov's mouth, and for whom he and Kerry act."""
    claims = [
        Claim(
            CONFERENCE,
            ClaimKind.DATE,
            "June 10-12",
            meeting.evidence,
            "time of the plan",
            when=meeting.when,
            said_by="sergey-lavrov",
            confidence=0.9,
        )
        for meeting in facts.meetings
        if facts.document.id == "b-2013-05-16"
    ]
    acting = (
        Representation("john-kerry", "Secretary of State", "united-states", state="united-states"),
        Representation("sergey-lavrov", "Foreign Minister", "russia", state="russia"),
    )
    return Resolved(facts, tuple(claims), acting)


def _article(name: str) -> Article:
    title, published, sentences = TEXTS[name]
    text = "\n\n".join((title, *sentences))
    article = Article(
        Document(
            id=name,
            text=text,
            published=published,
            title=title,
            sections=(Section(SectionKind.BODY, 0, len(text)),),
            author="Yekaterina Kravtsova",
            publisher="The Moscow Times",
            url=f"https://www.themoscowtimes.com/{name}",
        )
    )
    for entity in ENTITIES:
        for word in (entity.name, *entity.aliases):
            if word in text and not any(mention.entity == entity.id for mention in article.mentions):
                article.mention(word, entity.id)
    return article


def _facts(article: Article, **facts) -> DocumentFacts:
    mentions = tuple(sorted(article.mentions, key=lambda mention: mention.begin))
    return DocumentFacts(article.document, "by-hand-1", entities=ENTITIES, mentions=mentions, **facts)


def _conference(article: Article, sentence: str, when: Interval, place: str | None = None) -> Meeting:
    kind, status = MeetingKind.CONFERENCE, MeetingStatus.PLANNED
    return _meeting(CONFERENCE, kind, status, (), when, place, article.passage(sentence))


def _first() -> DocumentFacts:
    article = _article("a-2013-05-07")
    month = Interval(dt.date(2013, 5, 1), dt.date(2013, 5, 31), Precision.MONTH)
    held = Position("john-kerry", PEACE, Stance.SUPPORTS, article.passage(SAID_7_MAY), "agree to hold", confidence=0.7)
    return _facts(article, meetings=(_conference(article, SAID_7_MAY, month),), positions=(held,))


def _second() -> DocumentFacts:
    article = _article("b-2013-05-16")
    days = Interval(dt.date(2013, 6, 10), dt.date(2013, 6, 12), Precision.RANGE)
    return _facts(article, meetings=(_conference(article, SAID_16_MAY, days),))


def _third() -> DocumentFacts:
    article = _article("c-2013-05-28")
    _, _, (met, _, argues, clear, quote) = TEXTS["c-2013-05-28"]
    month = Interval(dt.date(2013, 6, 1), dt.date(2013, 6, 30), Precision.MONTH)
    both, held = ("john-kerry", "sergey-lavrov"), MeetingStatus.HELD
    paris = _day(2013, 5, 27), "paris", article.passage(met), PEACE
    return _facts(
        article,
        tenures=(
            Tenure("john-kerry", "Secretary of State", "united-states", article.passage(met), "title before name"),
            Tenure("sergey-lavrov", "Foreign Minister", "russia", article.passage(met), "title before name"),
        ),
        meetings=(
            _meeting(PARIS_MAY, MeetingKind.MEETING, held, both, *paris),
            _conference(article, SAID_28_MAY, month, "geneva"),
        ),
        positions=(
            Position("russia", IRAN_ATTENDS, Stance.SUPPORTS, article.passage(argues), "argue that", confidence=0.9),
            Position(
                "united-states", IRAN_ATTENDS, Stance.NEUTRAL, article.passage(clear), "little interest", confidence=0.5
            ),
        ),
        statements=(Statement("sergey-lavrov", article.passage(quote), "quote before verb", quote=quote[1:64]),),
    )


def _fourth() -> DocumentFacts:
    article = _article("d-2013-07-02")
    _, _, (talks, _, opposed) = TEXTS["d-2013-07-02"]
    later = Interval(dt.date(2013, 8, 1), None, Precision.RANGE)
    both, held = ("john-kerry", "sergey-lavrov"), MeetingStatus.HELD
    return _facts(
        article,
        meetings=(
            _meeting(BRUNEI, MeetingKind.TALKS, held, both, _day(2013, 7, 2), "brunei", article.passage(talks)),
            _conference(article, SAID_2_JULY, later),
        ),
        positions=(Position("united-states", IRAN_ATTENDS, Stance.OPPOSES, article.passage(opposed), "oppose"),),
    )


def _fifth() -> DocumentFacts:
    article = _article("e-2014-01-13")
    _, _, (met, _, necessary) = TEXTS["e-2014-01-13"]
    three, talks, held = ("john-kerry", "lakhdar-brahimi", "sergey-lavrov"), MeetingKind.TALKS, MeetingStatus.HELD
    return _facts(
        article,
        tenures=(Tenure("sergey-lavrov", "Foreign Minister", "russia", article.passage(met), "title before name"),),
        meetings=(
            _meeting(PARIS_JANUARY, talks, held, three, _day(2014, 1, 13), "paris", article.passage(met), PEACE),
            _conference(article, SAID_13_JANUARY, _day(2014, 1, 22)),
        ),
        positions=(
            Position("sergey-lavrov", IRAN_ATTENDS, Stance.SUPPORTS, article.passage(necessary), "is necessary"),
        ),
    )


def _meeting(key, kind, status, participants, when, place=None, evidence=(), topic=None) -> Meeting:
    topics = () if topic is None else (topic,)
    return Meeting(key, kind, status, participants, evidence, "by hand", place, when, topics=topics, confidence=0.8)


def _day(year: int, month: int, day: int) -> Interval:
    date = dt.date(year, month, day)
    return Interval(date, date, Precision.DAY)
