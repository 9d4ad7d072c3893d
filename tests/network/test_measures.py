"""What stands out: the same numbers as networkx gives, where it can."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from networkx.algorithms.link_analysis.pagerank_alg import _pagerank_python
from random_network import random_network

from kg.network import Edge, Network, Node, View
from kg.network.measures import betweenness, communities, pagerank


@pytest.fixture(scope="module", params=["events", "actors"])
def view(request: pytest.FixtureRequest) -> View:
    return random_network(50, 120).view(request.param)


def simple(view: View) -> nx.Graph:
    graph = nx.Graph()
    graph.add_nodes_from(view.nodes)
    for edge in view.edges:
        known = graph.get_edge_data(edge.source, edge.target, {"weight": 0.0})["weight"]
        graph.add_edge(edge.source, edge.target, weight=known + edge.weight)
    return graph


def test_pagerank_is_networkx_pagerank(view: View) -> None:
    expected = _pagerank_python(simple(view), tol=1e-12, max_iter=500)
    assert pagerank(view) == pytest.approx([expected[node] for node in view.nodes], abs=1e-8)
    assert pagerank(view).sum() == pytest.approx(1)


def test_betweenness_from_every_source_is_networkx_betweenness(view: View) -> None:
    expected = nx.betweenness_centrality(simple(view))
    assert betweenness(view, 10**6) == pytest.approx([expected[node] for node in view.nodes], abs=1e-12)


def test_sampled_betweenness_is_near(view: View) -> None:
    whole, sampled = betweenness(view, 10**6), betweenness(view, len(view.nodes) // 2)
    assert np.corrcoef(whole, sampled)[0, 1] > 0.9


def test_communities_separate_what_is_separate() -> None:
    nodes = {name: Node(name, name, "Person", name) for name in sorted("abcdefg")}
    pairs = ["ab", "ac", "bc", "de", "df", "ef", "eg", "dg", "fg", "cd"]
    view = View.of(nodes, [Edge(one, other, "metWith", "met with") for one, other in sorted(pairs)])
    assert communities(view).tolist() == [1, 1, 1, 0, 0, 0, 0]


def test_measures_of_next_to_nothing() -> None:
    empty = Network.of({}, []).view()
    lone = View.of({"a": Node("a", "a", "Person", "a")}, [])
    assert len(pagerank(empty)) == len(betweenness(empty)) == len(communities(empty)) == 0
    assert pagerank(lone).tolist() == [1.0]
    assert betweenness(lone).tolist() == [0.0]
    assert communities(lone).tolist() == [0]


def test_paths_are_those_of_networkx_in_its_order_of_length() -> None:
    network = random_network(30, 40)
    graph = simple(network.view("actors"))
    for start, end in (("actor-0000000", "actor-0000009"), ("actor-0000002", "actor-0000005")):
        expected = sorted(nx.all_simple_paths(graph, start, end, cutoff=3), key=lambda way: (len(way), way))
        found = network.paths(start, end, max_length=3, view="actors", limit=50)
        assert [[node.id for node in path.nodes] for path in found] == expected[:50]
        assert expected
