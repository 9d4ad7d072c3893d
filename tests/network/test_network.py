"""The network: what is read from the graph, how it folds into ties between actors, and how it is walked."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path

import networkx as nx
import pytest

from kg.errors import InputError, NotFoundError
from kg.network import EDGE_TYPES, NODE_TYPES, Edge, Filter, Network, Node
from kg.network.dates import Span
from kg.store import MemoryGraph
from kg.vocab import DM


@pytest.fixture(scope="module")
def graph(repository: Path) -> MemoryGraph:
    return MemoryGraph.from_file(repository / "tests" / "graphs" / "small.trig")


@pytest.fixture(scope="module")
def network(graph: MemoryGraph) -> Network:
    return Network.from_reader(graph)


def edge_between(network: Network, source: str, target: str, kind: str) -> Edge:
    found = [e for e in network.view("actors").edges if (e.source, e.target, e.type) == (source, target, kind)]
    assert len(found) == 1, found
    return found[0]


# --- the events view --------------------------------------------------------------------------------------------------


def test_a_meeting_carries_its_date_status_evidence_and_sentence(network: Network) -> None:
    assert network.node("meeting/paris") == Node(
        id="meeting/paris",
        iri="https://w3id.org/demarche/id/meeting/paris",
        type="Talks",
        label="Talks: John Kerry, Sergey Lavrov; Paris; 2013-05-27",
        start="2013-05-27",
        end="2013-05-27",
        date="2013-05-27",
        evidence=1,
        documents=1,
        sentence="Lavrov met in Paris on Monday with Kerry.",
        status="Held",
        confidence=0.9,
    )


def test_an_entity_carries_names_wikidata_mentions_and_the_days_of_its_articles(network: Network) -> None:
    lavrov = network.node("sergey-lavrov")
    assert (lavrov.type, lavrov.label, lavrov.aliases) == ("Person", "Sergey Lavrov", ("Lavrov", "Sergei Lavrov"))
    assert (lavrov.wikidata, lavrov.evidence, lavrov.documents) == ("Q58217", 2, 2)
    assert (lavrov.start, lavrov.end) == ("2013-05-28", "2014-01-13")
    assert lavrov.sentence == "Lavrov met in Paris on Monday with Kerry."
    assert network.node("john-kerry").wikidata == "Q22316"
    assert (network.node("paris").latitude, network.node("paris").longitude) == (48.8566, 2.3522)


def test_the_merged_account_dates_an_occasion_and_all_articles_give_evidence(network: Network) -> None:
    conference = network.node("meeting/conference")
    assert (conference.type, conference.start, conference.date, conference.status) == (
        "Conference",
        "2014-01-22",
        "2014-01-22",
        "Planned",
    )
    assert (conference.evidence, conference.documents, conference.confidence) == (2, 2, 0.9)
    assert conference.sentence == "The conference is expected in mid-June in Geneva."


def test_without_a_merged_account_the_latest_article_has_the_word(graph: MemoryGraph) -> None:
    told = [q for q in graph.quads() if not str(q.graph_name).endswith("graph/meetings>")]
    conference = Network.from_reader(MemoryGraph.from_quads(told)).node("meeting/conference")
    assert (conference.date, conference.status) == ("2014-01-22", "Planned")


@pytest.mark.parametrize(
    ("node_id", "label"),
    [
        ("meeting/paris-again", "Meeting: John Kerry, Sergey Lavrov; Paris; 2014-01-12/2014-01-13"),
        ("document/a/position/1", "Russia supports: Iran's attendance"),
        ("document/a/position/2", "United States opposes: Iran's attendance"),
        ("document/a/tenure/1", "John Kerry: Secretary of State, United States"),
        ("document/b/statement/1", "Sergey Lavrov: We urge Washington to wait, and we shall go on urging it..."),
        ("document/b/interaction/1", "Russia to United States: request"),
        ("office/united-states/secretary-of-state", "Secretary of State, United States"),
        ("issue/iran", "Iran's attendance"),
    ],
)
def test_every_node_has_a_label_that_says_what_it_is(network: Network, node_id: str, label: str) -> None:
    assert network.node(node_id).label == label


def test_offices_and_issues_take_the_evidence_of_the_facts_about_them(network: Network) -> None:
    issue = network.node("issue/iran")
    assert (issue.evidence, issue.start, issue.sentence) == (2, "2013-05-28", "Moscow argues that Iran should attend.")


def test_edges_are_the_properties_of_the_ontology(network: Network) -> None:
    kinds = {edge.type for edge in network.view("events").edges}
    assert kinds <= set(EDGE_TYPES)
    assert {"participant", "place", "topic", "holder", "issue", "officeHolder", "jurisdiction", "locatedIn"} <= kinds


@pytest.mark.parametrize(
    ("told", "span"),
    [
        (Span.of("2013-05-27"), ("2013-05-27", "2013-05-27", "2013-05-27")),
        (Span.of("2013-06"), ("2013-06-01", "2013-06-30", "2013-06")),
        (Span.of("2012-02"), ("2012-02-01", "2012-02-29", "2012-02")),
        (Span.of("2013"), ("2013-01-01", "2013-12-31", "2013")),
        (Span.of(None, "2013-06-10", "2013-06-12"), ("2013-06-10", "2013-06-12", "2013-06-10/2013-06-12")),
        (Span.of(None, "2013-08-01", None), ("2013-08-01", None, "2013-08-01/..")),
        (Span.of(None, None, "2013-08-01"), (None, "2013-08-01", "../2013-08-01")),
        (Span.of(None, "2013-08-01", "2013-08-01"), ("2013-08-01", "2013-08-01", "2013-08-01")),
        (Span.of(None), (None, None, None)),
    ],
)
def test_dates_keep_their_precision_and_give_days_to_sort_by(told: Span, span: tuple[str | None, ...]) -> None:
    assert (told.start, told.end, told.told) == span


def test_node_and_edge_types_are_terms_of_the_ontology() -> None:
    ties = {"metWith", "plansToMeet", "agreesWith", "disagreesWith", "spokeTo", "represents"}
    assert [t for t in (*NODE_TYPES, *EDGE_TYPES) if t not in ties and not hasattr(DM, t)] == []


# --- the actors view --------------------------------------------------------------------------------------------------


def test_two_meetings_make_one_edge_with_count_dates_and_first_sentence(network: Network) -> None:
    assert edge_between(network, "john-kerry", "sergey-lavrov", "metWith") == Edge(
        source="john-kerry",
        target="sergey-lavrov",
        type="metWith",
        label="met with",
        weight=2.0,
        first="2013-05-27",
        last="2014-01-13",
        evidence=2,
        sentence="Lavrov met in Paris on Monday with Kerry.",
        confidence=0.9,
        directed=False,
        facts=("meeting/paris", "meeting/paris-again"),
    )


@pytest.mark.parametrize(
    ("source", "target", "kind", "directed"),
    [
        ("russia", "united-states", "plansToMeet", False),
        ("russia", "united-states", "disagreesWith", False),
        ("john-kerry", "united-states", "represents", True),
        ("sergey-lavrov", "john-kerry", "spokeTo", True),
        ("russia", "united-states", "REQUEST", True),
    ],
)
def test_each_kind_of_fact_ties_actors(network: Network, source: str, target: str, kind: str, directed: bool) -> None:
    assert edge_between(network, source, target, kind).directed is directed


def test_a_cancelled_meeting_ties_nobody(graph: MemoryGraph) -> None:
    quads = []
    for quad in graph.quads():
        cancelled = quad.predicate == DM.status and "meeting/paris>" in str(quad.subject)
        quads.append(type(quad)(quad.subject, quad.predicate, DM.Cancelled, quad.graph_name) if cancelled else quad)
    edge = edge_between(Network.from_reader(MemoryGraph.from_quads(quads)), "john-kerry", "sergey-lavrov", "metWith")
    assert edge.facts == ("meeting/paris-again",)


def test_places_that_cannot_act_are_no_actors(network: Network) -> None:
    assert {node.type for node in network.view("actors").nodes.values()} == {"Person", "Country"}


# --- walking ----------------------------------------------------------------------------------------------------------


def test_the_neighbourhood_is_ordered_by_distance_weight_and_id(network: Network) -> None:
    around = network.neighbourhood("sergey-lavrov", depth=2)
    ids = [node.id for node in around.nodes]
    assert ids[:4] == ["sergey-lavrov", "document/b/statement/1", "meeting/paris", "meeting/paris-again"]
    assert ids[4:6] == ["john-kerry", "paris"]
    assert not around.truncated
    assert {(e.source, e.target) for e in around.edges} <= {(a, b) for a in ids for b in ids}


def test_the_limit_keeps_the_nearest_and_says_that_it_cut(network: Network) -> None:
    cut = network.neighbourhood("sergey-lavrov", depth=2, limit=3)
    assert [node.id for node in cut.nodes][1:] == ["document/b/statement/1", "meeting/paris", "meeting/paris-again"]
    assert cut.truncated
    assert not network.neighbourhood("sergey-lavrov", depth=1, limit=3).truncated


def test_depth_none_and_limit_none_give_the_node_alone(network: Network) -> None:
    assert [n.id for n in network.neighbourhood("iran", depth=0).nodes] == ["iran"]
    assert network.neighbourhood("iran", limit=0).truncated


def test_heavier_ties_come_first(network: Network) -> None:
    around = network.neighbourhood("john-kerry", view="actors")
    assert [node.id for node in around.nodes] == ["john-kerry", "sergey-lavrov", "united-states"]


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({"types": ["Meeting"]}, {"meeting/paris", "meeting/paris-again"}),
        ({"types": ["Talks"]}, {"meeting/paris"}),
        ({"types": ["Statement", "Talks"]}, {"document/b/statement/1", "meeting/paris"}),
        ({"types": ["speaker"]}, {"document/b/statement/1"}),
        ({"until": dt.date(2013, 12, 31)}, {"meeting/paris"}),
        ({"since": dt.date(2014, 1, 13)}, {"document/b/statement/1", "meeting/paris-again"}),
        ({"since": dt.date(2014, 1, 13), "min_confidence": 0.9}, {"document/b/statement/1"}),
        ({"min_confidence": 0.9}, {"document/b/statement/1", "meeting/paris"}),
    ],
)
def test_filters_narrow_the_facts(network: Network, chosen: dict[str, object], expected: set[str]) -> None:
    around = network.neighbourhood("sergey-lavrov", **chosen)  # type: ignore[arg-type]
    assert {node.id for node in around.nodes} == {"sergey-lavrov"} | expected


def test_filters_reach_the_facts_behind_a_tie(network: Network) -> None:
    early = network.neighbourhood("john-kerry", view="actors", until=dt.date(2013, 12, 31), types=["metWith"])
    (edge,) = early.edges
    assert (edge.weight, edge.last, edge.facts) == (1.0, "2013-05-27", ("meeting/paris",))


def test_a_filter_that_leaves_out_the_center_still_shows_it(network: Network) -> None:
    around = network.neighbourhood("john-kerry", view="actors", types=["Country"])
    assert [node.id for node in around.nodes] == ["john-kerry", "united-states"]
    assert [edge.type for edge in around.edges] == ["represents"]


def test_a_fact_without_a_date_falls_out_once_a_date_is_asked_for() -> None:
    undated = Node("m", "iri", "Meeting", "m")
    assert Filter().admits_node(undated)
    assert not Filter(since=dt.date(2013, 1, 1)).admits_node(undated)
    open_ended = Node("m", "iri", "Meeting", "m", start="2013-08-01")
    assert Filter(since=dt.date(2014, 1, 1)).admits_node(open_ended)
    assert not Filter(until=dt.date(2013, 7, 1)).admits_node(open_ended)


@pytest.mark.parametrize(
    "wrong",
    [{"view": "people"}, {"types": ["Meting"]}, {"depth": -1}, {"limit": -1}],
    ids=["view", "type", "depth", "limit"],
)
def test_bad_settings_are_refused_by_name(network: Network, wrong: dict[str, object]) -> None:
    with pytest.raises(InputError, match=next(iter(wrong))):
        network.neighbourhood("john-kerry", **wrong)  # type: ignore[arg-type]


# --- looking up -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "sergey-lavrov",
        "https://w3id.org/demarche/id/sergey-lavrov",
        "Sergey Lavrov",
        "sergei lavrov",
        " LAVROV ",
        "Lávrov",
    ],
)
def test_an_entity_is_found_by_slug_iri_and_any_name(network: Network, name: str) -> None:
    assert network.find(name).id == "sergey-lavrov"


def test_a_name_that_several_bear_is_not_picked_silently(network: Network) -> None:
    with pytest.raises(InputError, match="john-kerry, teresa-kerry"):
        network.find("Kerry")


def test_a_usual_name_beats_another_ones_alias(network: Network) -> None:
    assert network.find("John Kerry").id == "john-kerry"


def test_an_unknown_name_is_said_to_be_unknown(network: Network) -> None:
    with pytest.raises(NotFoundError, match="'Talleyrand'"):
        network.find("Talleyrand")


def test_an_actor_view_around_a_place_says_that_it_is_no_actor(network: Network) -> None:
    with pytest.raises(NotFoundError, match="no actor 'paris'"):
        network.neighbourhood("paris", view="actors")


# --- networkx ---------------------------------------------------------------------------------------------------------


def test_networkx_gets_every_node_and_edge_with_plain_attributes(network: Network) -> None:
    events = network.to_networkx()
    assert isinstance(events, nx.MultiDiGraph)
    assert len(events) == len(network.view().nodes)
    assert events.number_of_edges() == len(network.view().edges)
    assert events.nodes["meeting/paris"]["start"] == "2013-05-27"
    values = [v for _, data in events.nodes(data=True) for v in data.values()]
    assert {type(v) for v in values} <= {str, int, float, bool}


def test_networkx_algorithms_run_on_the_actors(network: Network) -> None:
    actors = network.to_networkx("actors")
    assert nx.shortest_path(actors, "sergey-lavrov", "united-states") == [
        "sergey-lavrov",
        "john-kerry",
        "united-states",
    ]
    assert actors.edges["john-kerry", "sergey-lavrov", "metWith"]["weight"] == 2.0


def test_paths_go_shortest_first_with_a_sentence_a_step(network: Network) -> None:
    paths = network.paths("sergey-lavrov", "iran", max_length=8)
    assert len(paths[0].nodes) == len(paths[0].edges) + 1
    assert [len(p.edges) for p in paths] == sorted(len(p.edges) for p in paths)
    for path in paths:
        for edge, (one, other) in zip(path.edges, zip(path.nodes, path.nodes[1:], strict=False), strict=True):
            assert {edge.source, edge.target} == {one.id, other.id}
    (direct,) = network.paths("sergey-lavrov", "john-kerry", max_length=1, view="actors")
    assert [e.type for e in direct.edges] == ["metWith"]


def test_paths_end_at_their_length_and_where_there_is_none(network: Network) -> None:
    assert network.paths("sergey-lavrov", "iran", max_length=2) == ()
    assert network.paths("sergey-lavrov", "laurent-fabius") == ()


# --- determinism ------------------------------------------------------------------------------------------------------


def test_the_order_of_quads_changes_nothing(graph: MemoryGraph, network: Network) -> None:
    quads = list(graph.quads())
    random.Random(7).shuffle(quads)
    again = Network.from_reader(MemoryGraph.from_quads(quads))
    for view in ("events", "actors"):
        assert list(again.view(view).nodes.values()) == list(network.view(view).nodes.values())
        assert again.view(view).edges == network.view(view).edges
