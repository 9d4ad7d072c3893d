"""Facts as quads."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store

from kg.iris import Iris
from kg.model import (
    Candidate,
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
    Strength,
    Tenure,
    Voice,
)
from kg.named_graph import NamedGraph
from kg.rdf import document_graph, entity_graph, meeting_graph
from kg.store import MemoryGraph, canonical, content_hash
from kg.store.told import Told
from kg.validate import validate
from kg.vocab import (
    DCTERMS,
    DM,
    NIF,
    OWL,
    PREFIXES,
    PROV,
    RDF,
    SCHEMA,
    SEM,
    SKOS,
    SUPER_CLASSES,
    SUPER_PROPERTIES,
    WGS,
    XSD,
)

IRIS = Iris()
TEXT = (
    "Lavrov, Russia's foreign minister, met Kerry in Paris for 90 minutes. “It’s a tall order,” he said. "
    "Both want Iran to attend the conference. \U0001f600 Kerry thanked Russia."
)


def passage(part: str) -> Passage:
    begin = TEXT.index(part)
    return Passage(begin, begin + len(part), part)


def mention(part: str, entity: str, kind: MentionKind = MentionKind.NAME, confidence: float = 1.0, **more) -> Mention:
    found = passage(part)
    return Mention(found.begin, found.end, found.text, entity, kind, "test", confidence, **more)


MET = passage("Lavrov, Russia's foreign minister, met Kerry in Paris for 90 minutes.")
SAID = passage("“It’s a tall order,” he said.")
WANT = passage("Both want Iran to attend the conference.")
THANKED = passage("Kerry thanked Russia.")
ATTENDANCE = Issue("Iran to attend the conference", ("iran",))
DAY = Interval(dt.date(2013, 5, 27), dt.date(2013, 5, 27), Precision.DAY)
ENTITIES = (
    Entity("sergey-lavrov", EntityType.PERSON, "Sergey Lavrov", ("Lavrov", "Sergei Lavrov"), "Q58217"),
    Entity("john-kerry", EntityType.PERSON, "John Kerry", ("Kerry",)),
    Entity("russia", EntityType.COUNTRY, "Russia", ("Moscow",), "Q159"),
    Entity("iran", EntityType.COUNTRY, "Iran", (), "Q794", latitude=32.0, longitude=-53.5),
    Entity("france", EntityType.COUNTRY, "France", (), "Q142"),
    Entity("paris", EntityType.PLACE, "Paris", ("PARIS",), "Q90", "france", 48.8566, 2.3522),
    Entity("the-rebels", EntityType.ORGANIZATION, "the rebels", named=False),
)
MEETING = Meeting(
    key="0123456789ab",
    kind=MeetingKind.TALKS,
    status=MeetingStatus.HELD,
    participants=("john-kerry", "sergey-lavrov"),
    evidence=(MET,),
    rule="meetings.verb",
    place="paris",
    when=DAY,
    minutes=90,
    topics=(ATTENDANCE,),
    confidence=0.85,
)
DOCUMENT = Document(
    "000_a b", TEXT, dt.date(2013, 5, 28), "A 'Tall Order'", (Section(SectionKind.BODY, 0, len(TEXT)),),
    author="Staff", publisher="The Moscow Times", url="https://example.org/a b?q=é%20",
)  # fmt: skip
FACTS = DocumentFacts(
    DOCUMENT,
    "fake 1",
    ENTITIES,
    mentions=(
        mention("Lavrov", "sergey-lavrov"),
        mention("Russia", "russia", confidence=0.7, candidates=(Candidate("iran", 0.25, "guess"),)),
        mention("Kerry", "john-kerry"),
        mention("Paris", "paris"),
        mention("he", "sergey-lavrov", MentionKind.PRONOUN, 0.6),
        mention("Iran", "iran"),
    ),
    tenures=(Tenure("sergey-lavrov", "Foreign Minister", "russia", (MET,), "offices.apposition"),),
    meetings=(MEETING,),
    positions=(
        Position(
            "sergey-lavrov",
            ATTENDANCE,
            Stance.SUPPORTS,
            (WANT,),
            "positions.want",
            "john-kerry",
            0.5,
            Voice.SPEAKER,
            Strength.WEAK,
            ("reportedly", "may"),
        ),
    ),
    statements=(
        Statement("sergey-lavrov", (SAID,), "statements.quote", quote="It’s a tall order,", audience=("john-kerry",)),
        Statement(None, (WANT,), "statements.that", content="Both want Iran to attend", via="the-rebels"),
    ),
    interactions=(
        Interaction(
            "john-kerry",
            "russia",
            EventType.SUPPORT,
            (THANKED,),
            "interactions.thank",
            DAY,
            voice=Voice.REPORTS,
        ),
    ),
)
OFFICES = (Office("Foreign Minister", "russia"), Office("Spokesman", None))
OCCASION = Occasion(replace(MEETING, evidence=()), ("000_a b",))
NODE = IRIS.document("000_a b")


def quads_of(facts: DocumentFacts = FACTS) -> tuple[Quad, ...]:
    graphs = (document_graph(facts, IRIS), entity_graph(ENTITIES, OFFICES, IRIS), meeting_graph([OCCASION], IRIS))
    return tuple(quad for graph in graphs for quad in graph.quads)


def values(graph: NamedGraph, subject: NamedNode, predicate: NamedNode) -> set[object]:
    return {quad.object for quad in graph.quads if (quad.subject, quad.predicate) == (subject, predicate)}


def typed(text: str, datatype: NamedNode) -> set[object]:
    return {Literal(text, datatype=datatype)}


def only(graph: NamedGraph, cls: NamedNode) -> NamedNode:
    (node,) = {quad.subject for quad in graph.quads if (quad.predicate, quad.object) == (RDF.type, cls)}
    assert isinstance(node, NamedNode)
    return node


@pytest.fixture(scope="module")
def told() -> NamedGraph:
    return document_graph(FACTS, IRIS)


def test_the_whole_graph_is_what_the_ontology_says() -> None:
    report = validate(quads_of())
    assert report.violations == ()
    assert report.graphs == 3


def test_a_graph_holds_its_own_quads_sorted_and_once(told: NamedGraph) -> None:
    assert told.name == NODE
    assert {quad.graph_name for quad in told.quads} == {NODE}
    assert list(told.quads) == sorted(set(told.quads), key=str)


def test_the_store_keeps_every_quad_as_it_is_written() -> None:
    quads = quads_of()
    assert frozenset(MemoryGraph.from_quads(quads).quads()) == frozenset(quads)
    store = Store()
    store.load(canonical(quads), format=RdfFormat.N_QUADS)
    assert frozenset(store) == frozenset(quads)


def test_the_order_of_facts_leaves_no_trace(told: NamedGraph) -> None:
    turned = replace(
        FACTS,
        mentions=FACTS.mentions[::-1],
        statements=FACTS.statements[::-1],
        meetings=(replace(MEETING, topics=MEETING.topics[::-1]),),
    )
    assert document_graph(turned, IRIS) == told


def test_a_document_is_described(told: NamedGraph) -> None:
    assert values(told, NODE, DCTERMS.identifier) == {Literal("000_a b")}
    assert values(told, NODE, DCTERMS.title) == {Literal("A 'Tall Order'")}
    assert values(told, NODE, DCTERMS.issued) == typed("2013-05-28", XSD.date)
    assert values(told, NODE, DCTERMS.creator) == {Literal("Staff")}
    assert values(told, NODE, DCTERMS.publisher) == {Literal("The Moscow Times")}
    assert values(told, NODE, DCTERMS.source) == {NamedNode("https://example.org/a%20b?q=%C3%A9%20")}
    assert values(told, NODE, DM.contentHash) == {Literal(DOCUMENT.content_hash)}
    assert values(told, NODE, NIF.isString) == {Literal(TEXT)}
    assert {SCHEMA.NewsArticle, PROV.Entity, NIF.Context} <= values(told, NODE, RDF.type)


@pytest.mark.parametrize("url", ["no scheme", None, ""])
def test_what_is_no_address_is_no_source(url: str | None) -> None:
    graph = document_graph(replace(FACTS, document=replace(DOCUMENT, url=url, author="")), IRIS)
    assert values(graph, NODE, DCTERMS.source) == values(graph, NODE, DCTERMS.creator) == set()


def test_every_passage_says_where_it_stands_and_what_it_says(told: NamedGraph) -> None:
    passages = {quad.subject for quad in told.quads if quad.object == DM.Passage}
    assert len(passages) == 4 + 6
    for node in passages:
        (begin,), (end,), (anchor,) = (values(told, node, p) for p in (NIF.beginIndex, NIF.endIndex, NIF.anchorOf))
        assert TEXT[int(begin.value) : int(end.value)] == anchor.value
        assert node.value == f"{NODE.value}#char={begin.value},{end.value}"
        assert begin.datatype == XSD.integer
        assert values(told, node, DM.document) == {NODE}


def test_a_mention_is_the_passage_at_its_span(told: NamedGraph) -> None:
    found = passage("Russia")
    node = IRIS.span("000_a b", found.begin, found.end)
    assert {DM.Mention, DM.Passage} <= values(told, node, RDF.type)
    assert values(told, node, DM.refersTo) == {IRIS.entity("russia")}
    assert values(told, node, DM.mentionKind) == {Literal("name")}
    assert values(told, node, DM.confidence) == typed("0.7", XSD.decimal)
    (candidate,) = values(told, node, DM.candidate)
    assert isinstance(candidate, NamedNode)
    assert values(told, candidate, DM.entity) == {IRIS.entity("iran")}
    assert values(told, candidate, DM.confidence) == typed("0.25", XSD.decimal)


def test_a_mention_of_two_is_one_node_no_surer_than_its_least_sure_part() -> None:
    both = (mention("Both", "john-kerry", confidence=0.9), mention("Both", "sergey-lavrov", confidence=0.4))
    graph = document_graph(replace(FACTS, mentions=both), IRIS)
    node = only(graph, DM.Mention)
    assert values(graph, node, DM.refersTo) == {IRIS.entity("john-kerry"), IRIS.entity("sergey-lavrov")}
    assert values(graph, node, DM.confidence) == typed("0.4", XSD.decimal)


def test_a_meeting_is_told_with_its_sentence(told: NamedGraph) -> None:
    node = IRIS.meeting("0123456789ab")
    assert {DM.Meeting, DM.Talks, SEM.Event, SCHEMA.Event} <= values(told, node, RDF.type)
    participants = {IRIS.entity("john-kerry"), IRIS.entity("sergey-lavrov")}
    for predicate in (DM.participant, SCHEMA.attendee, SEM.hasActor):
        assert values(told, node, predicate) == participants
    for predicate in (DM.place, SCHEMA.location, SEM.hasPlace):
        assert values(told, node, predicate) == {IRIS.entity("paris")}
    for predicate in (DM.date, SCHEMA.startDate):
        assert values(told, node, predicate) == typed("2013-05-27", XSD.date)
    assert values(told, node, DM.status) == {DM.Held}
    assert values(told, node, DM.duration) == typed("PT1H30M", XSD.dayTimeDuration)
    assert values(told, node, DM.confidence) == typed("0.85", XSD.decimal)
    assert values(told, node, DM.evidence) == {IRIS.span("000_a b", MET.begin, MET.end)}
    assert values(told, node, DM.topic) == {IRIS.issue(ATTENDANCE.label)}
    assert values(told, IRIS.issue(ATTENDANCE.label), DM.about) == {IRIS.entity("iran")}
    assert values(told, IRIS.issue(ATTENDANCE.label), SKOS.prefLabel) == {Literal(ATTENDANCE.label)}
    assert values(told, node, DM.rule) == {Literal("meetings.verb")}
    assert values(told, node, PROV.wasGeneratedBy) == {IRIS.extraction("fake 1")}


def test_a_tenure_joins_a_person_and_an_office(told: NamedGraph) -> None:
    node = only(told, DM.Tenure)
    assert node.value.startswith(f"{NODE.value}/tenure/")
    assert values(told, node, DM.officeHolder) == {IRIS.entity("sergey-lavrov")}
    assert values(told, node, DM.office) == {IRIS.office("Foreign Minister", "russia")}
    assert values(told, node, DM.former) == typed("false", XSD.boolean)
    assert values(told, node, DM.asOf) == typed("2013-05-28", XSD.date)


def test_positions_statements_and_interactions_say_who_and_what(told: NamedGraph) -> None:
    position = only(told, DM.Position)
    assert values(told, position, DM.holder) == {IRIS.entity("sergey-lavrov")}
    assert values(told, position, DM.stance) == {DM.Supports}
    assert values(told, position, DM.issue) == {IRIS.issue(ATTENDANCE.label)}
    assert values(told, position, DM.assertedBy) == {IRIS.entity("john-kerry")}
    assert values(told, position, DM.voice) == {DM.InSpeech}
    assert values(told, position, DM.strength) == {DM.Weak}
    assert values(told, position, DM.hedge) == {Literal("reportedly"), Literal("may")}
    (quoted,) = {q.subject for q in told.quads if q.predicate == DM.quote}
    assert values(told, quoted, DM.quote) == {Literal("It’s a tall order,")}
    assert values(told, quoted, DM.audience) == {IRIS.entity("john-kerry")}
    (indirect,) = {q.subject for q in told.quads if q.predicate == DM.content}
    assert values(told, indirect, DM.speaker) == set()
    assert values(told, indirect, DM.via) == {IRIS.entity("the-rebels")}
    interaction = only(told, DM.Interaction)
    assert values(told, interaction, DM.eventType) == {DM.SUPPORT}
    assert values(told, interaction, DM.source) == {IRIS.entity("john-kerry")}
    assert values(told, interaction, DM.target) == {IRIS.entity("russia")}
    assert values(told, interaction, DM.date) == typed("2013-05-27", XSD.date)
    assert values(told, interaction, DM.voice) == {DM.InReports}
    assert values(told, only(told, DM.Tenure), DM.voice) == {DM.InArticle}


def test_of_a_fact_read_twice_in_the_same_words_the_surer_reading_counts() -> None:
    weak = replace(FACTS.positions[0], rule="positions.guess", confidence=0.25, strength=Strength.STRONG)
    graph = document_graph(replace(FACTS, positions=(weak, FACTS.positions[0])), IRIS)
    node = only(graph, DM.Position)
    assert values(graph, node, DM.rule) == {Literal("positions.want")}
    assert values(graph, node, DM.strength) == {DM.Weak}
    assert values(graph, node, DM.confidence) == typed("0.5", XSD.decimal)


def test_entities_have_names_types_links_and_places() -> None:
    graph = entity_graph(ENTITIES, OFFICES, IRIS)
    lavrov, paris, iran = (IRIS.entity(name) for name in ("sergey-lavrov", "paris", "iran"))
    assert values(graph, lavrov, SKOS.prefLabel) == {Literal("Sergey Lavrov")}
    assert values(graph, lavrov, SKOS.altLabel) == {Literal("Lavrov"), Literal("Sergei Lavrov")}
    assert values(graph, lavrov, OWL.sameAs) == {NamedNode("http://www.wikidata.org/entity/Q58217")}
    assert values(graph, lavrov, RDF.type) == {DM.Person, *SUPER_CLASSES[DM.Person]}
    assert values(graph, paris, DM.locatedIn) == {IRIS.entity("france")}
    assert values(graph, paris, WGS.lat) == typed("48.8566", XSD.decimal)
    assert values(graph, iran, WGS.lat) == typed("32", XSD.decimal)
    assert values(graph, iran, WGS.long) == typed("-53.5", XSD.decimal)
    assert values(graph, IRIS.entity("the-rebels"), DM.named) == typed("false", XSD.boolean)
    assert values(graph, lavrov, DM.named) == set()


def test_offices_have_titles_and_jurisdictions() -> None:
    graph = entity_graph(ENTITIES, OFFICES, IRIS)
    minister, spokesman = (IRIS.office(office.title, office.jurisdiction) for office in OFFICES)
    assert values(graph, minister, DM.title) == {Literal("Foreign Minister")}
    assert values(graph, minister, DM.jurisdiction) == {IRIS.entity("russia")}
    assert values(graph, spokesman, DM.jurisdiction) == set()


def test_the_merged_view_names_its_accounts_and_leaves_them_the_evidence() -> None:
    outer = replace(OCCASION.meeting, key="outer")
    inner = replace(OCCASION, meeting=replace(OCCASION.meeting, part_of="outer"))
    graph = meeting_graph([inner, Occasion(outer, ("b",))], IRIS)
    node = IRIS.meeting("0123456789ab")
    assert values(graph, node, DM.account) == {NODE}
    assert values(graph, node, DM.partOf) == {IRIS.meeting("outer")}
    assert values(graph, node, DM.status) == {DM.Held}
    assert values(graph, node, DM.evidence) == set()


def when(interval: Interval | None) -> dict[NamedNode, str]:
    graph = meeting_graph([replace(OCCASION, meeting=replace(OCCASION.meeting, when=interval))], IRIS)
    times = {DM.date, DM.earliest, DM.latest}
    return {quad.predicate: str(quad.object) for quad in graph.quads if quad.predicate in times}


def test_dates_keep_their_precision() -> None:
    xsd = PREFIXES["xsd"]
    june, first, last = dt.date(2013, 6, 1), dt.date(2013, 6, 10), dt.date(2013, 6, 12)
    assert when(DAY) == {DM.date: f'"2013-05-27"^^<{xsd}date>'}
    assert when(Interval(june, dt.date(2013, 6, 30), Precision.MONTH)) == {DM.date: f'"2013-06"^^<{xsd}gYearMonth>'}
    assert when(Interval(dt.date(2013, 1, 1), dt.date(2013, 12, 31), Precision.YEAR)) == {
        DM.date: f'"2013"^^<{xsd}gYear>'
    }
    assert when(Interval(first, last, Precision.RANGE)) == {
        DM.earliest: f'"2013-06-10"^^<{xsd}date>',
        DM.latest: f'"2013-06-12"^^<{xsd}date>',
    }
    assert when(None) == {}


def test_an_account_keeps_the_days_for_which_it_was_planned_before() -> None:
    may = Interval(dt.date(2013, 5, 1), dt.date(2013, 5, 31), Precision.MONTH)
    day = Interval(dt.date(2013, 6, 3), dt.date(2013, 6, 3), Precision.DAY)
    moved = replace(FACTS.meetings[0], previous=(may, day), part_of=None)
    graph = document_graph(replace(FACTS, meetings=(moved,)), IRIS)
    assert values(graph, IRIS.meeting(moved.key), SCHEMA.previousStartDate) == {
        *typed("2013-05", XSD.gYearMonth),
        *typed("2013-06-03", XSD.date),
    }


@pytest.mark.parametrize("precision", Precision)
def test_an_open_interval_is_no_date(precision: Precision) -> None:
    august = dt.date(2013, 8, 1)
    assert list(when(Interval(august, None, precision))) == [DM.earliest]
    assert list(when(Interval(None, august, precision))) == [DM.latest]


@pytest.mark.parametrize(
    ("minutes", "text"),
    [(0, "PT0S"), (45, "PT45M"), (60, "PT1H"), (90, "PT1H30M"), (1440, "P1D"), (3000, "P2DT2H"), (1441, "P1DT1M")],
)
def test_durations_are_written_as_the_store_keeps_them(minutes: int, text: str) -> None:
    graph = meeting_graph([replace(OCCASION, meeting=replace(OCCASION.meeting, minutes=minutes))], IRIS)
    assert values(graph, IRIS.meeting("0123456789ab"), DM.duration) == typed(text, XSD.dayTimeDuration)
    assert frozenset(MemoryGraph.from_quads(graph.quads).quads()) == frozenset(graph.quads)


def test_another_base_moves_every_instance_and_no_term() -> None:
    moved = Iris("https://example.org/kg/")
    quads = document_graph(FACTS, moved).quads
    assert {quad.graph_name for quad in quads} == {moved.document("000_a b")}
    assert not any(IRIS.base in str(quad) for quad in quads)
    assert {quad.predicate for quad in quads} == {quad.predicate for quad in document_graph(FACTS, IRIS).quads}


def test_every_super_property_stands_beside_its_own(told: NamedGraph) -> None:
    triples = {(quad.subject, quad.predicate, quad.object) for quad in told.quads}
    pairs = [(t, above) for t in triples for above in SUPER_PROPERTIES.get(t[1], ())]
    assert len(pairs) > 40
    assert all((subject, above, value) in triples for (subject, _, value), above in pairs)


@pytest.mark.parametrize("size", [1, 7, 10_000])
def test_parts_of_a_graph_hold_each_subject_whole(told: NamedGraph, size: int) -> None:
    parts = list(told.parts(size))
    assert [line for part in parts for line in part.lines] == list(told.lines)
    subjects = [{quad.subject for quad in part.quads} for part in parts]
    assert sum(map(len, subjects)) == len(set().union(*subjects))
    assert {part.name for part in parts} == {told.name}
    assert all(len(part.lines) >= size for part in parts[:-1])


def test_lines_are_those_that_the_engine_writes_whatever_a_text_holds() -> None:
    odd = "".join(map(chr, range(1, 0x180))) + "\\u0041 \u2028\U0001f54a"
    graph = document_graph(replace(FACTS, document=replace(DOCUMENT, title=odd, author='a"b', publisher="c\\")), IRIS)
    assert graph.canonical == canonical(graph.quads)
    assert graph.content_hash == content_hash(graph.quads)
    by_quads = Told.of(graph.name, graph.quads, {DCTERMS.title, DCTERMS.issued, RDF.type})
    by_lines = Told.of_lines(graph, {DCTERMS.title, DCTERMS.issued, RDF.type})
    assert by_lines.told(DCTERMS.title) == [(NODE.value, odd)]
    assert {key: sorted(told) for key, told in by_lines.pairs.items()} == {
        key: sorted(told) for key, told in by_quads.pairs.items()
    }
