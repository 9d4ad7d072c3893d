"""GraphML against its own XML Schema, read from a package of npm that ships it."""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest
from lxml import etree

from kg.export import FORMATS, Export, Selection
from kg.store import MemoryGraph

PACKAGE = "graphml-moddle@0.1.1"
HOME = "http://graphml.graphdrawing.org/xmlns/1.1/"
XLINK = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="http://www.w3.org/1999/xlink">
<xs:attribute name="href" type="xs:anyURI"/><xs:attribute name="type" type="xs:string"/></xs:schema>"""
"""The two attributes of XLink that the schema names; the package lacks that file."""

BEYOND = {
    "default": set(),
    "cytoscape": set(),
    "gephi": {("edge", "label")},
    "neo4j": {("key", "attr.list"), ("node", "labels"), ("edge", "label")},
    "yed": {("key", "yfiles.type"), ("ShapeNode", ""), ("PolyLineEdge", "")},
}
"""What each profile's tool asks for beyond the schema: an attribute of an element, or an element of its own."""


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> etree.XMLSchema:
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("needs npm, to fetch the schema")
    folder = tmp_path_factory.mktemp("schema")
    command = [npm, "install", "--no-audit", "--no-fund", "--silent", "--ignore-scripts", PACKAGE]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=300)
    if done.returncode != 0:
        pytest.skip(f"{PACKAGE} cannot be installed here: {done.stderr[-300:]}")
    for file in (folder / "node_modules/graphml-moddle/resources/graphml/xsd").iterdir():
        (folder / file.name).write_text(file.read_text("utf-8").replace(HOME, ""), "utf-8")
    (folder / "xlink.xsd").write_text(XLINK, "utf-8")
    return etree.XMLSchema(etree.parse(folder / "graphml.xsd"))


def faults(schema: etree.XMLSchema, data: bytes) -> set[tuple[str, str]]:
    schema.validate(etree.fromstring(data))
    messages = [str(each.message) for each in schema.error_log]
    found = [re.match(r"Element '(?:\{[^}]*\})?(\w+)'(?:, attribute '([^']+)')?", message) for message in messages]
    return {(each[1], each[2] or "") for each in found if each is not None}


@pytest.mark.slow
@pytest.mark.parametrize("view", ["events", "actors"])
@pytest.mark.parametrize("profile", FORMATS["graphml"].profiles)
def test_graphml_is_valid_but_for_what_its_tools_ask(
    schema: etree.XMLSchema, profile: str, view: str, small_graph: MemoryGraph
) -> None:
    data = b"".join(FORMATS["graphml"].chunks(Export(small_graph, Selection(view)), profile))
    assert faults(schema, data) == BEYOND[profile]


@pytest.mark.slow
def test_the_schema_refuses_what_is_wrong(schema: etree.XMLSchema, small_graph: MemoryGraph) -> None:
    data = b"".join(FORMATS["graphml"].chunks(Export(small_graph)))
    assert faults(schema, data.replace(b'attr.type="double"', b'attr.type="decimal"')) == {("key", "attr.type")}
    assert faults(schema, data.replace(b"<edge ", b"<edge to='a' ", 1)) == {("edge", "to")}
