"""The arrays behind the network: they hold the same records, admit what the rules admit, and survive the disk."""

from __future__ import annotations

import datetime as dt
import gc
import random
from collections import defaultdict
from itertools import pairwise, permutations, product
from pathlib import Path
from weakref import ref

import numpy as np
import pytest
from random_network import random_events, random_network

from kg.errors import InputError, NotFoundError
from kg.network import Edge, Filter, Network, Node, View
from kg.network.actors import tie_actors
from kg.network.files import open_views, save_views
from kg.network.pool import NOTHING, Pool
from kg.network.records import ACTOR_TYPES
from kg.store import open_store
from kg.vocab import ID_BASE

FILTERS = [
    Filter(),
    Filter(types=frozenset({"Meeting"})),
    Filter(types=frozenset({"Talks", "Person"})),
    Filter(types=frozenset({"metWith", "participant"})),
    Filter(types=frozenset({"Position"})),
    Filter(types=frozenset({"Organization", "Issue", "disagreesWith"})),
    Filter(since=dt.date(2013, 6, 1)),
    Filter(until=dt.date(2013, 6, 1)),
    Filter(since=dt.date(2013, 3, 1), until=dt.date(2013, 3, 31)),
    Filter(min_confidence=0.7),
    Filter(frozenset({"Meeting", "Country", "Person"}), dt.date(2013, 2, 1), dt.date(2013, 11, 1), 0.5),
    Filter(since=dt.date(2099, 1, 1)),
]


@pytest.fixture(scope="module")
def events() -> tuple[dict[str, Node], list[Edge]]:
    return random_events(60, 250)


@pytest.fixture(scope="module")
def network(events: tuple[dict[str, Node], list[Edge]]) -> Network:
    return Network.of(*events)


# --- texts ------------------------------------------------------------------------------------------------------------


def test_a_pool_gives_back_what_it_was_given_and_knows_what_it_lacks() -> None:
    texts = ["", "a", "é", "\U0001f54a", "\ud800", "2013-05-27", "z\0"]
    pool, codes = Pool.of(texts)
    assert [pool.text(codes[text]) for text in texts] == texts
    assert [pool.code(text) for text in texts] == [codes[text] for text in texts]
    assert pool.texts(np.array([NOTHING, codes["é"], codes[""], codes["é"]], dtype=np.int32)) == [None, "é", "", "é"]
    assert pool.code("b") == NOTHING
    assert pool.texts(np.array([], dtype=np.int32)) == []


def test_codes_compare_as_the_texts_do() -> None:
    chance = random.Random(2)
    texts = {"".join(chance.choices("abé\U0001f54a\uffff0-", k=chance.randint(0, 5))) for _ in range(300)}
    pool, codes = Pool.of(texts)
    assert sorted(texts) == sorted(texts, key=codes.__getitem__)
    for text in ["", "a", "ab0", "\U0010ffff", "é-"]:
        assert pool.rank(text) == sum(each < text for each in texts)


def test_the_empty_network_can_be_asked() -> None:
    empty = Network.of({}, [])
    assert len(empty.view().nodes) == len(empty.view("actors").edges) == 0
    assert list(empty.slices()) == []
    with pytest.raises(NotFoundError):
        empty.neighbourhood("x")


# --- records ----------------------------------------------------------------------------------------------------------


def test_every_record_comes_back_as_it_went_in(events: tuple[dict[str, Node], list[Edge]], network: Network) -> None:
    nodes, edges = events
    view = network.view()
    assert list(view.nodes.values()) == list(nodes.values())
    assert list(view.nodes) == list(nodes)
    assert list(view.edges) == edges
    assert list(view.edges[3:7]) == edges[3:7]
    assert view.edges[-1] == edges[-1]
    assert all(view.nodes[node_id] == node for node_id, node in nodes.items())
    assert "nobody" not in view.nodes
    with pytest.raises(KeyError):
        view.nodes["nobody"]


def test_degrees_and_incident_edges_are_those_of_the_edges(network: Network) -> None:
    view = network.view("actors")
    for node_id, degree in zip(view.nodes, view.degrees().tolist(), strict=True):
        incident = [edge for edge in view.edges if node_id in {edge.source, edge.target}]
        assert list(view.incident(node_id)) == incident
        assert degree == view.degree(node_id) == len(incident)
    assert view.incident("nobody") == ()


def test_a_loop_counts_once() -> None:
    nodes = {name: Node(name, name, "Country", name) for name in ("a", "b")}
    view = View.of(nodes, [Edge("a", "a", "locatedIn", "x"), Edge("a", "b", "locatedIn", "x")])
    assert [view.degree(name) for name in nodes] == [2, 1]


# --- filters ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("chosen", FILTERS)
def test_columns_admit_what_the_rules_admit_one_by_one(
    chosen: Filter, events: tuple[dict[str, Node], list[Edge]], network: Network
) -> None:
    nodes = {node_id: node for node_id, node in events[0].items() if chosen.admits_node(node)}
    edges = [edge for edge in events[1] if {edge.source, edge.target} <= nodes.keys() and chosen.admits_edge(edge)]
    narrowed = network.view("events", chosen)
    assert dict(narrowed.nodes) == nodes
    assert list(narrowed.edges) == edges
    assert [narrowed.degree(node_id) for node_id in nodes] == narrowed.degrees().tolist()


@pytest.mark.parametrize("chosen", FILTERS)
def test_filters_over_ties_give_what_tying_the_filtered_facts_gives(
    chosen: Filter, events: tuple[dict[str, Node], list[Edge]], network: Network
) -> None:
    seen = {node_id: node for node_id, node in events[0].items() if not node.is_fact or chosen.admits_node(node)}
    actors = {node_id for node_id, node in seen.items() if node.type in ACTOR_TYPES and chosen.admits_node(node)}
    tied, _ = tie_actors(seen, events[1])
    expected = [edge for edge in tied if {edge.source, edge.target} <= actors and chosen.admits_edge(edge)]
    narrowed = network.view("actors", chosen)
    assert list(narrowed.nodes) == sorted(actors)
    assert list(narrowed.edges) == expected
    assert narrowed.edges.column("weight").tolist() == [edge.weight for edge in expected]


@pytest.mark.parametrize("view", ["events", "actors"])
def test_a_neighbourhood_without_limit_is_the_part_within_so_many_steps(network: Network, view: str) -> None:
    chosen = Filter(until=dt.date(2013, 9, 1), min_confidence=0.4)
    for depth in (0, 1, 2, 3):
        around = network.neighbourhood("actor-0000003", depth, 10**6, view, until=chosen.until, min_confidence=0.4)
        part = network.around(["actor-0000003"], depth, view, chosen)
        assert {node.id for node in around.nodes} == set(part.nodes)
        assert list(around.edges) == list(part.edges)
        assert not around.truncated


@pytest.fixture
def many_hubs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have nearly every node pass for a hub, and rankings be made some nodes at a time."""
    monkeypatch.setattr("kg.network.view._WALKED", 2)
    monkeypatch.setattr("kg.network.view._WALKED_A_NODE", 0)
    monkeypatch.setattr("kg.network.adjacency._RANKED_AT_ONCE", 7)


@pytest.mark.usefixtures("many_hubs")
@pytest.mark.parametrize("view", ["events", "actors"])
@pytest.mark.parametrize("chosen", FILTERS[:3])
def test_hubs_tell_what_walking_every_edge_tells(view: str, chosen: Filter) -> None:
    whole = random_network(20, 60).view(view)
    assert len(whole.ranking.ends) == len(whole.nodes)  # it is made, and used from here on
    for center, depth, limit in product(list(whole.narrowed(chosen).nodes)[::5], (1, 2, 3), (0, 1, 4, 20, 1000)):
        assert_as_walked(whole, center, depth, limit, chosen)


@pytest.mark.usefixtures("many_hubs")
def test_loops_parallel_edges_and_leaves_change_nothing_at_a_hub() -> None:
    ends = {"hub hub": 20, "leaf hub": 9, "hub leaf": 1, "hub b": 2, "c hub": 1, "b c": 1, "c c": 5}
    edges = [Edge(*pair.split(), kind, kind, weight) for pair, weight in ends.items() for kind in ("holder", "place")]
    nodes = {name: Node(name, name, "Country", name) for name in ("b", "c", "hub", "leaf")}
    view = View.of(nodes, sorted(edges, key=lambda edge: (edge.source, edge.target, edge.type)))
    assert view.ranking.first(2, 9).tolist() == [3, 0, 1]
    for center, depth, limit in product(nodes, (1, 2, 3), range(5)):
        assert_as_walked(view, center, depth, limit, Filter())


def assert_as_walked(view: View, center: str, depth: int, limit: int, chosen: Filter) -> None:
    found = view.around(center, depth, limit, chosen)
    told = plain_around(view, center, depth, limit, chosen)
    assert ([node.id for node in found.nodes], list(found.edges), found.truncated) == told


def plain_around(view: View, center: str, depth: int, limit: int, chosen: Filter) -> tuple[list[str], list[Edge], bool]:
    """What :meth:`kg.network.View.around` gives, one edge after the other."""
    narrowed = view.narrowed(chosen)
    edges = [edge for edge in narrowed.edges if edge.source != edge.target]
    kept, ring, truncated = [center], {center}, False
    for _ in range(depth):
        pull: defaultdict[str, float] = defaultdict(float)
        for edge in edges:
            for near, far in permutations((edge.source, edge.target)):
                if near in ring and far not in kept:
                    pull[far] += edge.weight
        ranked = sorted(pull, key=lambda node: (-pull[node], node))
        room = limit + 1 - len(kept)
        truncated, ring = truncated or len(ranked) > room, set(ranked[:room])
        kept += ranked[:room]
    among = [edge for edge in narrowed.edges if {edge.source, edge.target} <= set(kept)]
    return kept, among, truncated


def test_a_network_of_files_without_a_ranking_walks(tmp_path: Path, network: Network) -> None:
    network.save(tmp_path)
    for path in (tmp_path / "network").glob("*.nearest.*"):
        path.unlink()
    views = open_views(tmp_path / "network", ID_BASE)
    assert views is not None
    assert Network(*views).neighbourhood("actor-0000007", 2, 30) == network.neighbourhood("actor-0000007", 2, 30)


def test_around_several_is_the_union(network: Network) -> None:
    one, other = (set(network.around([name], 2).nodes) for name in ("actor-0000001", "actor-0000050"))
    assert set(network.around(["actor-0000001", "actor-0000050"], 2).nodes) == one | other


def test_around_refuses_what_it_cannot_place(network: Network) -> None:
    with pytest.raises(NotFoundError, match="place-0000001"):
        network.around(["place-0000001"], 1, "actors")
    with pytest.raises(InputError, match="depth"):
        network.around(["actor-0000001"], -1)


# --- time -------------------------------------------------------------------------------------------------------------


def test_slices_cover_the_dated_facts_month_by_month(network: Network) -> None:
    slices = list(network.slices("events", 3))
    assert [first.day for first, _, _ in slices] == [1] * len(slices)
    assert all(after[0] - before[1] == dt.timedelta(1) for before, after in pairwise(slices))
    dated = {node.id for node in network.view().nodes.values() if node.is_fact and node.start}
    assert {node.id for _, _, part in slices for node in part.nodes.values() if node.is_fact} == dated
    with pytest.raises(InputError, match="months"):
        next(network.slices("events", 0))


# --- files ------------------------------------------------------------------------------------------------------------


def test_a_network_on_disk_is_the_same_network(tmp_path: Path, network: Network) -> None:
    network.save(tmp_path)
    views = open_views(tmp_path / "network", ID_BASE)
    assert views is not None
    again = Network(*views)
    chosen = Filter(since=dt.date(2013, 4, 1), min_confidence=0.6)
    for view in ("events", "actors"):
        assert again.view(view).nodes == network.view(view).nodes
        assert again.view(view).edges == network.view(view).edges
        assert again.view(view, chosen).edges == network.view(view, chosen).edges
    assert again.find("actor-0000007") == network.find("actor-0000007")
    assert again.neighbourhood("actor-0000007", 2, 30) == network.neighbourhood("actor-0000007", 2, 30)


def test_a_network_that_is_given_up_lets_go_of_its_files_at_once(tmp_path: Path, network: Network) -> None:
    network.save(tmp_path)
    gc.disable()
    try:
        opened = Network.opened(tmp_path)
        for view in ("events", "actors"):
            opened.neighbourhood("actor-0000007", view=view, min_confidence=0.6)
        views = [ref(opened.view(view)) for view in ("events", "actors")]
        del opened
        assert [view() for view in views] == [None, None]
    finally:
        gc.enable()


def test_large_arrays_are_mapped_and_not_read(tmp_path: Path) -> None:
    random_network(2000, 20_000).save(tmp_path)
    views = open_views(tmp_path / "network", ID_BASE)
    assert views is not None
    assert isinstance(views[0].nodes.rows.column("id").base, np.memmap)
    assert not views[0].nodes.rows.column("id").flags.writeable


def test_the_same_network_makes_the_same_files(tmp_path: Path, events: tuple[dict[str, Node], list[Edge]]) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        Network.of(*events).save(tmp_path / name)
    files = {name: sorted((tmp_path / name / "network").iterdir()) for name in ("one", "two")}
    assert [f.name for f in files["one"]] == [f.name for f in files["two"]]
    assert all(a.read_bytes() == b.read_bytes() for a, b in zip(*files.values(), strict=True))


def test_files_of_another_version_or_base_are_not_misread(tmp_path: Path, network: Network) -> None:
    events, actors = network.view(), network.view("actors")
    save_views(tmp_path / "network", events, actors, ID_BASE)  # type: ignore[arg-type] # it is the whole view
    assert open_views(tmp_path / "network", "https://example.org/") is None
    assert open_views(tmp_path / "nothing", ID_BASE) is None
    (tmp_path / "network" / "format.json").write_text('{"format": 0, "base": ""}')
    assert open_views(tmp_path / "network", ID_BASE) is None


@pytest.mark.parametrize("damage", ["cut", "gone"])
def test_damaged_files_are_an_error_that_names_them(tmp_path: Path, network: Network, damage: str) -> None:
    network.save(tmp_path)
    victim = tmp_path / "network" / "events.beside.ends.npy"
    if damage == "gone":
        victim.unlink()
    else:
        victim.write_bytes(b"\x93NUMPY")
    with pytest.raises(OSError, match=r"events\.beside\.ends"):
        open_views(tmp_path / "network", ID_BASE)


@pytest.mark.slow
def test_a_snapshot_brings_its_network_with_it(seeds_data: Path, tmp_path: Path) -> None:
    with open_store(seeds_data) as graph:
        assert graph.sidecars is not None
        published = Network.from_reader(graph)
        assert (graph.sidecars / "network" / "format.json").exists()
        read = Network.from_reader(graph, "https://example.org/elsewhere/")
        assert len(published.view().nodes) == len(read.view().nodes) > 0
        assert len(published.view().edges) == len(read.view().edges) > 0
