"""A graph of two short articles, made by hand through the real rooms, for tests of what reads graphs."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path

from pyoxigraph import Quad

from kg.iris import Iris
from kg.ledger import Ledger
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
    Occasion,
    Office,
    Passage,
    Position,
    Precision,
    Section,
    SectionKind,
    Stance,
    Statement,
    Tenure,
)
from kg.named_graph import NamedGraph
from kg.rdf import document_graph, entity_graph, meeting_graph
from kg.sidecars import Sidecars
from kg.store import EmbeddedStore, MemoryGraph
from kg.vocab import ID_BASE

PARIS_2013, PUTIN, GENEVA, PARIS_2014 = "1111aaaa0001", "2222bbbb0002", "3333cccc0003", "4444dddd0004"
FIRST, SECOND = "000_may", "news/2014-01-13"

ENTITIES = (
    Entity("john-kerry", EntityType.PERSON, "John Kerry", ("Kerry", "Secretary Kerry"), wikidata="Q22316"),
    Entity("sergey-lavrov", EntityType.PERSON, "Sergey Lavrov", ("Lavrov", "Sergei Lavrov")),
    Entity("vladimir-putin", EntityType.PERSON, "Vladimir Putin", ("Putin",)),
    Entity("lakhdar-brahimi", EntityType.PERSON, "Lakhdar Brahimi", ("Brahimi",)),
    Entity("russia", EntityType.COUNTRY, "Russia", ("Moscow", "Russian")),
    Entity("united-states", EntityType.COUNTRY, "United States", ("U.S.", "Washington")),
    Entity("iran", EntityType.COUNTRY, "Iran", ("Iranian",)),
    Entity("paris", EntityType.PLACE, "Paris", located_in=None, latitude=48.8566, longitude=2.3522),
    Entity("geneva", EntityType.PLACE, "Geneva", ("Genève",)),
    Entity("rebels", EntityType.ORGANIZATION, "the rebels", named=False),
)
IRAN_ATTENDS = Issue("whether Iran attends the conference", ("iran",))
OFFICES = (Office("Secretary of State", "united-states"), Office("Foreign Minister", "russia"))

MAY_TEXT = """\
Lavrov Says Convening Conference 'a Tall Order'

U.S. Secretary of State John Kerry met Russian Foreign Minister Sergei Lavrov in Paris on Monday. \
Earlier this month Kerry met Putin in Moscow. \
The conference is expected in mid-June in Geneva. \
Moscow argues that Iran should attend, and Washington is against it. \
"It's a very tall order, but the chances for success are there," Lavrov said. \
Moscow accused the rebels of stalling."""
MAY_IN_PARIS = "U.S. Secretary of State John Kerry met Russian Foreign Minister Sergei Lavrov in Paris on Monday."
JANUARY_TEXT = """\
Lavrov and Kerry Meet Ahead of Talks

Lavrov met in Paris on Monday with Kerry and with Lakhdar Brahimi, the envoy \U0001f54a of the talks. \
The Geneva II conference is now set for Jan. 22."""


@dataclass
class Article:
    """A document whose facts are told by the words they stand in."""

    document: Document
    mentions: list[Mention] = field(default_factory=list)

    def passage(self, words: str) -> tuple[Passage, ...]:
        begin = self.document.text.index(words)
        return (Passage(begin, begin + len(words), words),)

    def mention(self, words: str, entity: str) -> None:
        (found,) = self.passage(words)
        mention = Mention(found.begin, found.end, words, entity, MentionKind.NAME, "exact name", 0.9)
        self.mentions.append(mention)


def small_graph() -> MemoryGraph:
    """The graph."""
    return MemoryGraph.from_quads(small_quads())


def small_quads() -> list[Quad]:
    """Its quads."""
    iris = Iris()
    may, january = _may(), _january()
    conference = _meeting(GENEVA, MeetingKind.CONFERENCE, MeetingStatus.PLANNED, (), _day(2014, 1, 22), "geneva")
    occasions = (
        Occasion(may.meetings[0], (FIRST,)),
        Occasion(may.meetings[1], (FIRST,)),
        Occasion(conference, (FIRST, SECOND), "same name"),
        Occasion(january.meetings[0], (SECOND,)),
    )
    graphs = (
        document_graph(may, iris),
        document_graph(january, iris),
        entity_graph(ENTITIES, OFFICES, iris),
        meeting_graph(occasions, iris),
    )
    return [quad for graph in graphs for quad in graph.quads]


def write_small_folder(data: Path, snapshot: str = "small") -> None:
    """The graph as a published data folder."""
    graphs: dict = {}
    for quad in small_quads():
        graphs.setdefault(quad.graph_name, []).append(quad)
    with EmbeddedStore.open(data, writable=True) as store:
        with Ledger.open(store.folder.ledger):
            pass
        with Sidecars(store.folder.working, ID_BASE) as beside:
            told = (NamedGraph.holding(name, tuple(quads)) for name, quads in graphs.items())
            store.replace_graphs(beside.watching(told))
            store.publish(snapshot, beside.derive)


def publish(data: Path, snapshot: str, graphs: int) -> None:
    """So many of its graphs as a new snapshot of a folder."""
    by_name: dict = {}
    for quad in small_quads():
        by_name.setdefault(quad.graph_name, []).append(quad)
    with EmbeddedStore.open(data, writable=True) as store:
        names = sorted(by_name, key=str)[:graphs]
        store.replace_graphs(NamedGraph.holding(name, tuple(by_name[name])) for name in names)
        store.publish(snapshot)


def _may() -> DocumentFacts:
    article = _may_article()
    stand = article.passage("Moscow argues that Iran should attend, and Washington is against it.")
    stalling = article.passage("Moscow accused the rebels of stalling.")
    quote = article.passage('"It\'s a very tall order, but the chances for success are there," Lavrov said.')
    words = "It's a very tall order, but the chances for success are there,"
    paris = article.passage(MAY_IN_PARIS)
    return DocumentFacts(
        document=article.document,
        pipeline="by-hand-1",
        entities=ENTITIES,
        mentions=tuple(article.mentions),
        tenures=(
            Tenure("john-kerry", "Secretary of State", "united-states", paris, "title before name"),
            Tenure("sergey-lavrov", "Foreign Minister", "russia", paris, "title before name"),
        ),
        meetings=_may_meetings(article),
        positions=(
            Position("russia", IRAN_ATTENDS, Stance.SUPPORTS, stand, "argue that"),
            Position("united-states", IRAN_ATTENDS, Stance.OPPOSES, stand, "be against"),
        ),
        statements=(Statement("sergey-lavrov", quote, "quote before verb", quote=words),),
        interactions=(Interaction("russia", "rebels", EventType.ACCUSE, stalling, "accuse"),),
    )


def _may_article() -> Article:
    article = Article(
        Document(
            id=FIRST,
            text=MAY_TEXT,
            published=dt.date(2013, 5, 28),
            title="Lavrov Says Convening Conference 'a Tall Order'",
            sections=(Section(SectionKind.BODY, 0, len(MAY_TEXT)),),
            publisher="The Moscow Times",
            url="https://www.themoscowtimes.com/2013/05/28/a24406",
        )
    )
    for words, entity in (
        ("John Kerry", "john-kerry"),
        ("Sergei Lavrov", "sergey-lavrov"),
        ("Paris", "paris"),
        ("Putin", "vladimir-putin"),
        ("Geneva", "geneva"),
        ("Iran", "iran"),
        ("Washington", "united-states"),
        ("Moscow argues", "russia"),
        ("the rebels", "rebels"),
    ):
        article.mention(words, entity)
    return article


def _may_meetings(article: Article) -> tuple[Meeting, ...]:
    held, planned = MeetingStatus.HELD, MeetingStatus.PLANNED
    june = Interval(dt.date(2013, 6, 1), dt.date(2013, 6, 30), Precision.MONTH)
    paris = article.passage(MAY_IN_PARIS)
    moscow = article.passage("Earlier this month Kerry met Putin in Moscow.")
    expected = article.passage("The conference is expected in mid-June in Geneva.")
    both, with_putin = ("john-kerry", "sergey-lavrov"), ("john-kerry", "vladimir-putin")
    return (
        _meeting(PARIS_2013, MeetingKind.MEETING, held, both, _day(2013, 5, 27), "paris", evidence=paris),
        _meeting(PUTIN, MeetingKind.MEETING, held, with_putin, evidence=moscow),
        _meeting(GENEVA, MeetingKind.CONFERENCE, planned, (), june, "geneva", evidence=expected),
    )


def _january() -> DocumentFacts:
    article = Article(
        Document(
            id=SECOND,
            text=JANUARY_TEXT,
            published=dt.date(2014, 1, 13),
            title="Lavrov and Kerry Meet Ahead of Talks",
            sections=(Section(SectionKind.BODY, 0, len(JANUARY_TEXT)),),
            author="Yekaterina Kravtsova",
        )
    )
    for words, entity in (("Lakhdar Brahimi", "lakhdar-brahimi"), ("Geneva", "geneva")):
        article.mention(words, entity)
    paris = "Lavrov met in Paris on Monday with Kerry and with Lakhdar Brahimi, the envoy \U0001f54a of the talks."
    three = ("john-kerry", "lakhdar-brahimi", "sergey-lavrov")
    return DocumentFacts(
        document=article.document,
        pipeline="by-hand-1",
        entities=ENTITIES,
        mentions=tuple(article.mentions),
        meetings=(
            _meeting(
                PARIS_2014,
                MeetingKind.TALKS,
                MeetingStatus.HELD,
                three,
                _day(2014, 1, 13),
                "paris",
                evidence=article.passage(paris),
            ),
            _meeting(
                GENEVA,
                MeetingKind.CONFERENCE,
                MeetingStatus.PLANNED,
                (),
                _day(2014, 1, 22),
                evidence=article.passage("The Geneva II conference is now set for Jan. 22."),
            ),
        ),
    )


def _meeting(key, kind, status, participants, when=None, place=None, evidence=()):
    return Meeting(key, kind, status, participants, evidence, "by hand", place, when, confidence=0.8)


def _day(year: int, month: int, day: int) -> Interval:
    date = dt.date(year, month, day)
    return Interval(date, date, Precision.DAY)
