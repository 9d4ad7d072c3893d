"""GraphML and GEXF: their schemas, igraph and networkx, and the key rules of each importer; how things look."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from pathlib import Path

import igraph  # type: ignore[import-untyped]
import networkx as nx
import pytest
from lxml import etree

from kg.export import FORMATS, Export, NetworkFormat, Selection, find_format
from kg.export.appearance import PALETTE, color_of, size_of
from kg.export.dialects import relationship_type
from kg.export.layout import CORE_LIMIT, LAYOUT_LIMIT, positions
from kg.export.xmltext import name_token, xml_attribute, xml_text
from kg.network import EDGE_TYPES, NODE_TYPES, Network, Node
from kg.store import MemoryGraph

NS = {
    "g": "http://graphml.graphdrawing.org/xmlns",
    "y": "http://www.yworks.com/xml/graphml",
    "x": "http://gexf.net/1.3",
}
PROFILES = FORMATS["graphml"].profiles
STRICT = ("default", "cytoscape")
"""Profiles that write nothing that GraphML itself does not know."""


@pytest.fixture(scope="module", params=["events", "actors"])
def view(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def network(small_graph: MemoryGraph) -> Network:
    return Network.from_reader(small_graph)


def written(graph: MemoryGraph, view: str, name: str = "graphml", profile: str = "default") -> bytes:
    return b"".join(find_format(name).chunks(Export(graph, Selection(view)), profile))


@pytest.fixture
def file(tmp_path: Path, small_graph: MemoryGraph, view: str) -> Path:
    path = tmp_path / "out.graphml"
    path.write_bytes(written(small_graph, view))
    return path


def schema(name: str) -> etree.RelaxNG:
    return etree.RelaxNG(etree.parse(Path(__file__).parent / "schemas" / name))


def test_graphml_can_also_write_a_part() -> None:
    assert isinstance(find_format("graphml"), NetworkFormat)
    assert not isinstance(find_format("nq"), NetworkFormat)


# --- schemas ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("profile", STRICT)
def test_graphml_is_as_its_specification_has_it(profile: str, view: str, small_graph: MemoryGraph) -> None:
    schema("graphml.rng").assertValid(etree.fromstring(written(small_graph, view, profile=profile)))


def test_gexf_is_as_its_documentation_has_it(view: str, small_graph: MemoryGraph) -> None:
    schema("gexf.rng").assertValid(etree.fromstring(written(small_graph, view, "gexf")))


@pytest.mark.parametrize(("name", "spoilt"), [("graphml.rng", "</node>"), ("gexf.rng", "</edge>")])
def test_the_schemas_refuse_what_is_wrong(name: str, spoilt: str, small_graph: MemoryGraph) -> None:
    form = name.removesuffix(".rng")
    data = written(small_graph, "events", form).decode()
    assert not schema(name).validate(etree.fromstring(data.replace(spoilt, f"<oops/>{spoilt}", 1).encode()))
    assert not schema(name).validate(etree.fromstring(data.replace(' id="', ' idd="', 3).encode()))


@pytest.mark.parametrize("profile", PROFILES)
def test_ids_are_unique_and_every_reference_has_its_target(profile: str, view: str, small_graph: MemoryGraph) -> None:
    root = ET.fromstring(written(small_graph, view, profile=profile))
    for tag in ("key", "node", "edge"):
        ids = [element.get("id") for element in root.iter(f"{{{NS['g']}}}{tag}")]
        assert len(ids) == len(set(ids))
    kinds = {key.get("id"): key.get("for") for key in root.findall("g:key", NS)}
    nodes = {node.get("id") for node in root.iter(f"{{{NS['g']}}}node")}
    for kind in ("node", "edge"):
        for element in root.findall(f"g:graph/g:{kind}", NS):
            assert all(kinds[item.get("key")] == kind for item in element.findall("g:data", NS))
            assert {element.get("source"), element.get("target")} - {None} <= nodes


# --- independent readers ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.filterwarnings("ignore:No key type")
def test_networkx_reads_every_profile(profile: str, view: str, small_graph: MemoryGraph, network: Network) -> None:
    graph = nx.parse_graphml(written(small_graph, view, profile=profile).decode(), force_multigraph=True)
    expected = network.view(view)
    assert graph.is_directed()
    assert set(graph) == {name_token(node_id) for node_id in expected.nodes}
    assert graph.number_of_edges() == len(expected.edges)
    for node in expected.nodes.values():
        read = graph.nodes[name_token(node.id)]
        assert (read["type"], read["name"]) == (node.type, node.label)


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


@pytest.mark.parametrize("profile", ["default", "gephi"])
def test_gephis_rules_find_label_place_size_colour_and_weight(
    profile: str, view: str, small_graph: MemoryGraph
) -> None:
    # ImporterGraphML.java: a key is known by its id, else by attr.name, and only if it is for="node" or for="edge".
    root = ET.fromstring(written(small_graph, view, profile=profile))
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
        # An attribute "label" is the edge's type: it keeps parallel edges apart.
        assert edge.get("label") == (data["edgetype"] if profile == "gephi" else None)


@pytest.mark.parametrize("profile", ["default", "cytoscape"])
def test_cytoscapes_rules_are_kept(profile: str, view: str, small_graph: MemoryGraph) -> None:
    # GraphMLParser.java: lower-case types only, nodes before edges, "name" and "interaction" shown, one edgedefault.
    root = ET.fromstring(written(small_graph, view, profile=profile))
    keys = root.findall("g:key", NS)
    assert {key.get("attr.type") for key in keys} <= {"int", "long", "float", "double", "boolean", "string"}
    assert {key.get("attr.name") for key in keys}.isdisjoint({"SUID", "selected", "shared name"})
    tags = [child.tag.rpartition("}")[2] for child in root.find("g:graph", NS) or []]
    assert tags == sorted(tags, key=["node", "edge"].index)
    assert {("node", "name"), ("edge", "interaction")} <= {(key.get("for"), key.get("attr.name")) for key in keys}


def test_cytoscapes_style_maps_columns_that_its_profile_writes(small_graph: MemoryGraph) -> None:
    root = ET.fromstring(written(small_graph, "actors", profile="cytoscape"))
    columns = {(key.get("for"), key.get("attr.name")) for key in root.findall("g:key", NS)}
    style = ET.fromstring(written(small_graph, "actors", "cystyle"))
    mapped = {
        (part, each.get("attributeName"))
        for part in ("node", "edge")
        for each in style.find(f"visualStyle/{part}").iter()
        if each.get("attributeName")
    }
    assert ("node", "name") in mapped
    assert mapped <= columns
    entries = style.findall("visualStyle/node/visualProperty[@name='NODE_FILL_COLOR']/*/discreteMappingEntry")
    assert {each.get("attributeValue"): each.get("value") for each in entries} == {
        kind: fill.hex for kind, fill in PALETTE.items()
    }


def test_neo4js_rules_give_labels_types_and_lists(view: str, small_graph: MemoryGraph) -> None:
    # XmlGraphMLReader.java: labels=":A:B" with readLabels, label on edges, attr.list with JSON, no null in attr.type.
    root = ET.fromstring(written(small_graph, view, profile="neo4j"))
    lists = {key.get("id") for key in root.findall("g:key", NS) if key.get("attr.list") == "string"}
    assert lists == {"aliases", "facts"}
    assert {key.get("attr.type").upper() for key in root.findall("g:key", NS)} <= {
        *("BOOLEAN", "INT", "LONG", "FLOAT", "DOUBLE", "STRING")
    }
    labels = {node.get("id"): node.get("labels") for node in root.findall("g:graph/g:node", NS)}
    assert labels["sergey-lavrov"] == ":Person:Actor"
    assert labels["iran"] == ":Country:Actor:Place"
    for edge in root.findall("g:graph/g:edge", NS):
        assert edge.get("label").isupper()
    for item in root.iter(f"{{{NS['g']}}}data"):
        if item.get("key") in lists:
            assert all(isinstance(each, str) for each in json.loads(item.text))


@pytest.mark.parametrize(
    ("kind", "spelt"), [("metWith", "MET_WITH"), ("officeHolder", "OFFICE_HOLDER"), ("ACCUSE", "ACCUSE")]
)
def test_types_of_relationships_are_spelt_as_neo4j_does(kind: str, spelt: str) -> None:
    assert relationship_type(kind) == spelt


def test_types_of_relationships_stay_apart() -> None:
    assert len({relationship_type(kind) for kind in EDGE_TYPES}) == len(EDGE_TYPES)


def test_yeds_rules_give_every_node_a_shape_and_every_edge_a_line(view: str, small_graph: MemoryGraph) -> None:
    root = ET.fromstring(written(small_graph, view, profile="yed"))
    graphics = {key.get("id"): key.get("yfiles.type") for key in root.findall("g:key", NS) if key.get("yfiles.type")}
    assert graphics == {"nodegraphics": "nodegraphics", "edgegraphics": "edgegraphics"}
    nodes = root.findall("g:graph/g:node", NS)
    shapes = root.findall("g:graph/g:node/g:data[@key='nodegraphics']/y:ShapeNode", NS)
    assert len(shapes) == len(nodes) > 0
    for shape in shapes:
        geometry = shape.find("y:Geometry", NS).attrib
        assert all(float(geometry[part]) > 0 for part in ("width", "height"))
        assert {"x", "y"} <= geometry.keys()
        assert shape.find("y:NodeLabel", NS).text
        assert len(shape.find("y:Fill", NS).get("color")) == 7
    lines = root.findall("g:graph/g:edge/g:data[@key='edgegraphics']/y:PolyLineEdge/y:EdgeLabel", NS)
    assert len(lines) == len(root.findall("g:graph/g:edge", NS))


# --- time in GEXF -----------------------------------------------------------------------------------------------------


def test_no_edge_lives_when_one_of_its_ends_does_not(view: str, small_graph: MemoryGraph) -> None:
    root = ET.fromstring(written(small_graph, view, "gexf"))
    lives = {n.get("id"): (n.get("start", ""), n.get("end", "~")) for n in root.findall("x:graph/x:nodes/x:node", NS)}
    dated = [edge for edge in root.findall("x:graph/x:edges/x:edge", NS) if edge.get("start")]
    assert dated
    for edge in dated:
        for end in (edge.get("source"), edge.get("target")):
            assert lives[end][0] <= edge.get("start")
            assert edge.get("end", "~") <= lives[end][1]


def test_an_edge_between_actors_has_a_spell_for_each_of_its_meetings(small_graph: MemoryGraph) -> None:
    root = ET.fromstring(written(small_graph, "actors", "gexf"))
    edges = {(e.get("source"), e.get("target"), e.get("kind")): e for e in root.findall("x:graph/x:edges/x:edge", NS)}
    spells = edges["john-kerry", "sergey-lavrov", "metWith"].findall("x:spells/x:spell", NS)
    assert [(spell.get("start"), spell.get("end")) for spell in spells] == [
        ("2013-05-27", "2013-05-27"),
        ("2014-01-12", "2014-01-13"),
    ]


def test_the_timeline_reaches_from_the_first_fact_to_the_last(small_graph: MemoryGraph, network: Network) -> None:
    root = ET.fromstring(written(small_graph, "events", "gexf"))
    starts = [node.get("start") for node in root.iter(f"{{{NS['x']}}}node") if node.get("start")]
    facts = [node.start for node in network.view().nodes.values() if node.is_fact and node.start]
    assert min(starts) == min(facts)
    assert root.find("x:graph", NS).get("mode") == "dynamic"


def test_a_span_told_backwards_is_left_open() -> None:
    form = find_format("gexf")
    assert isinstance(form, NetworkFormat)
    node = Node("a", "a", "Meeting", "a", start="2014-01-02", end="2014-01-01")
    assert b'start="2014-01-02">' in b"".join(form.render([node], []))


# --- text that XML cannot hold ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", [*range(0x20), 0x7F, 0x85, 0x2028, 0xD800, 0xDFFF, 0xFFFD, 0xFFFE, 0xFFFF, 0x10FFFF])
def test_every_doubtful_character_is_well_formed_xml(code: int) -> None:
    text = ET.fromstring(f"<t>x{xml_text(chr(code))}y</t>").text
    assert text is not None
    assert len(text) == 3
    value = ET.fromstring(f'<t v="x{xml_attribute(chr(code))}y"/>').get("v")
    assert value == text


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


def test_the_force_is_that_of_networkx() -> None:
    graph = nx.path_graph([f"n{number}" for number in range(6)])
    ours = positions(list(graph), list(graph.edges), rounds=8)
    theirs = nx.spring_layout(graph, k=2 / 6**0.5, iterations=8, seed=20130527, scale=90 * (6**0.5 - 0.9))
    shift = [ours["n0"][axis] - theirs["n0"][axis] for axis in (0, 1)]  # ours has the middle at the origin
    for name in graph:
        assert ours[name] == pytest.approx([theirs[name][axis] + shift[axis] for axis in (0, 1)], abs=1.0)


def test_a_graph_beyond_the_core_is_placed_whole() -> None:
    nodes = [f"n{i}" for i in range(CORE_LIMIT + 40)]
    points = positions(nodes, [(node, "n0") for node in nodes[1 : CORE_LIMIT + 20]])
    assert len(points) == len(set(points.values())) == CORE_LIMIT + 40


def test_a_graph_beyond_the_limit_is_written_without_positions() -> None:
    nodes = [Node(f"n{i}", "iri", "Person", "x") for i in range(LAYOUT_LIMIT + 1)]
    assert positions([node.id for node in nodes], []) == {}
    form = find_format("graphml")
    assert isinstance(form, NetworkFormat)
    assert b'<data key="x">' not in b"".join(form.render(nodes, []))


def test_an_empty_network_is_a_valid_file() -> None:
    form = find_format("graphml")
    assert isinstance(form, NetworkFormat)
    assert len(ET.fromstring(b"".join(form.render([], []))).findall("g:graph", NS)) == 1
