"""GraphML: read back by networkx, igraph and the key rules of Gephi's and Cytoscape's importers."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Sequence
from pathlib import Path

import igraph  # type: ignore[import-untyped]
import networkx as nx
import pytest

from kg.export import Export, NetworkFormat, find_format
from kg.export.appearance import PALETTE, color_of, size_of
from kg.export.graphml import GraphML
from kg.export.layout import CORE_LIMIT, LAYOUT_LIMIT, positions
from kg.export.xmltext import name_token, xml_text
from kg.network import NODE_TYPES, Edge, Network, Node
from kg.store import MemoryGraph

NS = {"g": "http://graphml.graphdrawing.org/xmlns"}
NASTY = "a ]]> b <c> & \"d\" 'e' \x08\x00\x1b \ud800 \ufffe \r\n\t 😀 שלום مرحبا e\u0301 \u202e"
READABLE = "a ]]> b <c> & \"d\" 'e' ␈␀␛ \ufffd \ufffd \r\n\t 😀 שלום مرحبا e\u0301 \u202e"


def rendered(nodes: Sequence[Node], edges: Sequence[Edge] = ()) -> bytes:
    return b"".join(GraphML().render(nodes, edges))


@pytest.fixture(scope="module", params=["events", "actors"])
def view(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def network(small_graph: MemoryGraph) -> Network:
    return Network.from_reader(small_graph)


@pytest.fixture
def file(tmp_path: Path, small_graph: MemoryGraph, view: str) -> Path:
    path = tmp_path / "out.graphml"
    path.write_bytes(b"".join(find_format("graphml").chunks(Export(small_graph, view))))
    return path


def test_graphml_can_also_write_a_part() -> None:
    assert isinstance(find_format("graphml"), NetworkFormat)
    assert not isinstance(find_format("nq"), NetworkFormat)


# --- independent readers ----------------------------------------------------------------------------------------------


def test_networkx_reads_every_node_and_edge_with_its_values(file: Path, network: Network, view: str) -> None:
    graph = nx.read_graphml(file, force_multigraph=True)
    expected = network.view(view)
    assert graph.is_directed()
    assert set(graph) == {name_token(node_id) for node_id in expected.nodes}
    for node in expected.nodes.values():
        read = graph.nodes[name_token(node.id)]
        for name in ("label", "type", "iri", "wikidata", "start", "end", "date", "status", "sentence", "evidence"):
            assert read.get(name) == getattr(node, name), (node.id, name)
        assert read["name"] == node.label
    found = sorted((s, t, d["type"], d["weight"], d.get("start"), d.get("end")) for s, t, d in graph.edges(data=True))
    assert found == sorted(
        (name_token(e.source), name_token(e.target), e.type, e.weight, e.first, e.last) for e in expected.edges
    )


def test_igraph_reads_names_types_dates_and_weights(file: Path, network: Network, view: str) -> None:
    graph = igraph.Graph.Read_GraphML(str(file))
    expected = network.view(view)
    assert graph.is_directed()
    assert graph.vs["id"] == [name_token(node_id) for node_id in expected.nodes]
    assert graph.vs["name"] == [node.label for node in expected.nodes.values()]
    assert graph.vs["type"] == [node.type for node in expected.nodes.values()]
    assert graph.vs["start"] == [node.start or "" for node in expected.nodes.values()]
    assert graph.es["weight"] == [edge.weight for edge in expected.edges]
    assert graph.es["start"] == [edge.first or "" for edge in expected.edges]
    assert graph.es["symmetric"] == [not edge.directed for edge in expected.edges]


def test_gephis_rules_find_label_place_size_colour_and_weight(file: Path) -> None:
    # ImporterGraphML.java: a key is known by its id, else by attr.name, and only if it is for="node" or for="edge".
    root = ET.parse(file).getroot()
    known = {key.get("id"): (key.get("for"), key.get("attr.name")) for key in root.findall("g:key", NS)}
    for name in ("label", "x", "y", "size", "r", "g", "b", "color"):
        assert known[name][0] == "node"
    assert known["weight"][0] == known["edgelabel"][0] == "edge"
    for node in root.findall("g:graph/g:node", NS):
        data = {item.get("key"): item.text or "" for item in node.findall("g:data", NS)}
        assert data["label"]
        assert all(0 <= int(data[part]) <= 255 for part in "rgb")
        assert float(data["size"]) >= 10
        assert abs(float(data["x"])) <= 3000
    for edge in root.findall("g:graph/g:edge", NS):
        data = {item.get("key"): item.text or "" for item in edge.findall("g:data", NS)}
        assert data["edgelabel"]
        assert float(data["weight"]) >= 1


def test_cytoscapes_rules_are_kept(file: Path) -> None:
    # GraphMLParser.java: lower-case types only, nodes before edges, "name" and "interaction" shown, one edgedefault.
    root = ET.parse(file).getroot()
    keys = root.findall("g:key", NS)
    assert {key.get("attr.type") for key in keys} <= {"int", "long", "float", "double", "boolean", "string"}
    assert {key.get("attr.name") for key in keys}.isdisjoint({"SUID", "selected", "shared name"})
    tags = [child.tag.rpartition("}")[2] for child in root.find("g:graph", NS) or []]
    assert tags == sorted(tags, key=["node", "edge"].index)
    assert {("node", "name"), ("edge", "interaction")} <= {(key.get("for"), key.get("attr.name")) for key in keys}


def test_key_ids_are_unique_and_every_value_has_its_key(file: Path) -> None:
    root = ET.parse(file).getroot()
    ids = [key.get("id") for key in root.findall("g:key", NS)]
    assert len(ids) == len(set(ids))
    kinds = {key.get("id"): key.get("for") for key in root.findall("g:key", NS)}
    for kind in ("node", "edge"):
        for item in root.findall(f"g:graph/g:{kind}/g:data", NS):
            assert kinds[item.get("key")] == kind


# --- text that XML cannot hold ----------------------------------------------------------------------------------------


def test_nasty_text_survives_or_becomes_visible(tmp_path: Path) -> None:
    nodes = [Node("a", "https://example.org/a?b=1&c=2", "Person", NASTY, sentence=NASTY), Node("b", "b", "Place", "")]
    file = tmp_path / "nasty.graphml"
    file.write_bytes(rendered(nodes, [Edge("a", "b", "metWith", NASTY)]))
    graph = nx.read_graphml(file)
    assert graph.nodes["a"]["label"] == graph.nodes["a"]["sentence"] == READABLE
    assert graph.nodes["a"]["iri"] == "https://example.org/a?b=1&c=2"
    assert graph.edges["a", "b"]["label"] == READABLE
    assert igraph.Graph.Read_GraphML(str(file)).vs["name"] == [READABLE, ""]


@pytest.mark.parametrize("code", [*range(0x20), 0x7F, 0x85, 0x2028, 0xD800, 0xDFFF, 0xFFFD, 0xFFFE, 0xFFFF, 0x10FFFF])
def test_every_doubtful_character_is_well_formed_xml(code: int) -> None:
    text = ET.fromstring(f"<t>x{xml_text(chr(code))}y</t>").text
    assert text is not None
    assert len(text) == 3


@pytest.mark.parametrize(
    ("node_id", "token"),
    [
        ("sergey-lavrov", "sergey-lavrov"),
        ("document/000_e3a9/tenure/1f", "document:000_e3a9:tenure:1f"),
        ("document/a%20b", "document:a_x0025_20b"),
        ("https://example.org/x", "https_x003A_::example.org:x"),
        ("a_x002F_b", "a_x005F_x002F_b"),
        ("été", "_x00E9_t_x00E9_"),
    ],
)
def test_ids_become_readable_name_tokens(node_id: str, token: str) -> None:
    assert name_token(node_id) == token


def test_different_ids_never_meet() -> None:
    ids = ["a/b", "a:b", "a_x003A_b", "a_x003a_b", "a_x005F_x003A_b", "a_b", "a__b", "a_x_b"]
    assert len({name_token(node_id) for node_id in ids}) == len(ids)


# --- looks ------------------------------------------------------------------------------------------------------------


def test_every_type_has_a_colour_of_the_palette() -> None:
    assert set(PALETTE) == set(NODE_TYPES)
    assert color_of("Person").hex == "#0072B2"
    assert len({PALETTE[kind] for kind in ("Person", "Organization", "Country", "Place", "Meeting", "Issue")}) == 6


def test_nodes_grow_with_their_degree_within_bounds() -> None:
    assert size_of(0) < size_of(1) < size_of(10) < size_of(100) <= size_of(10**6) == 80.0


def test_the_layout_is_the_same_in_every_order_and_spreads_out() -> None:
    nodes = [f"n{i}" for i in range(30)]
    edges = [(f"n{i}", f"n{i // 2}") for i in range(1, 30)]
    points = positions(nodes, edges)
    assert points == positions(nodes[::-1], edges[::-1])
    assert len(set(points.values())) == 30


def test_a_graph_beyond_the_core_is_placed_whole() -> None:
    nodes = [f"n{i}" for i in range(CORE_LIMIT + 40)]
    points = positions(nodes, [(node, "n0") for node in nodes[1 : CORE_LIMIT + 20]])
    assert len(points) == len(set(points.values())) == CORE_LIMIT + 40


def test_a_graph_beyond_the_limit_is_written_without_positions() -> None:
    nodes = [Node(f"n{i}", "iri", "Person", "x") for i in range(LAYOUT_LIMIT + 1)]
    assert positions([node.id for node in nodes], []) == {}
    assert b'<data key="x">' not in rendered(nodes)


def test_an_empty_network_is_a_valid_file() -> None:
    assert len(ET.fromstring(rendered([])).findall("g:graph", NS)) == 1
