"""Cytoscape.js itself, headless, opens what we write for it."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from kg.export import Export, Selection, find_format
from kg.network import Network
from kg.store import MemoryGraph

VERSION = "3.34.4"
SCRIPT = """
const cytoscape = require("cytoscape");
const graph = JSON.parse(require("fs").readFileSync(process.argv[1], "utf8"));
const cy = cytoscape({ headless: true, styleEnabled: true, ...graph });
const node = cy.getElementById("sergey-lavrov");
console.log(JSON.stringify({
  nodes: cy.nodes().map((each) => each.id()),
  edges: cy.edges().length,
  label: node.style("label"),
  color: node.style("background-color"),
  at: node.position(),
  neighbours: node.neighborhood("node").map((each) => each.id()).sort(),
}));
process.exit(0);  // the style's animation loop would go on for ever
"""


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which Cytoscape.js is installed."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        pytest.skip("needs node and npm to run Cytoscape.js itself")
    folder = tmp_path_factory.mktemp("cytoscape")
    command = [npm, "install", "--no-audit", "--no-fund", "--silent", f"cytoscape@{VERSION}"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=300)
    if done.returncode != 0:
        pytest.skip(f"cytoscape@{VERSION} cannot be installed here: {done.stderr[-300:]}")
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("view", ["events", "actors"])
def test_cytoscape_js_shows_every_element_as_it_is_written(
    package: Path, view: str, small_graph: MemoryGraph, tmp_path: Path
) -> None:
    file = tmp_path / "net.cyjs"
    file.write_bytes(b"".join(find_format("cyjs").chunks(Export(small_graph, Selection(view)))))
    done = subprocess.run(
        ["node", "-e", SCRIPT, str(file)], cwd=package, capture_output=True, text=True, check=True, timeout=120
    )
    shown = json.loads(done.stdout)
    expected = Network.from_reader(small_graph).view(view)
    assert shown["nodes"] == list(expected.nodes)
    assert shown["edges"] == len(expected.edges)
    assert shown["label"] == "Sergey Lavrov"
    assert shown["color"].replace(" ", "") == "rgb(0,114,178)"
    told = {node["data"]["id"]: node for node in json.loads(file.read_text())["elements"]["nodes"]}
    assert shown["at"] == told["sergey-lavrov"]["position"]
    beside = {edge.other("sergey-lavrov") for edge in expected.incident("sergey-lavrov")}
    assert shown["neighbours"] == sorted(beside)
