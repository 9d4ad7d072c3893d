"""R itself, with igraph, does with our files what the page in docs/ tells people to do."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from kg.export import FORMATS, Export, Selection, write_bundle, write_file
from kg.export.tables import CsvTables
from kg.network import Network
from kg.store import MemoryGraph

PAGE = Path(__file__).parents[2] / "docs" / "r.md"
NEWER_NAMES = """
suppressPackageStartupMessages(library(igraph))
if (!exists("subgraph_from_edges")) subgraph_from_edges <- subgraph.edges  # igraph before 2.1 calls them so
if (!exists("as_undirected")) as_undirected <- as.undirected
options(warn = 2)
png("plot.png")
"""
SAY = 'cat("\\nsaid", paste(format(c({}), digits = 15), collapse = "|"), "\\n")'


@pytest.fixture(scope="module")
def rscript() -> str:
    """R with igraph."""
    command = shutil.which("Rscript")
    if command is None:
        pytest.skip("needs R: apt-get install r-cran-igraph")
    asked = [command, "-e", 'if (!requireNamespace("igraph", quietly = TRUE)) quit(status = 3)']
    if subprocess.run(asked, capture_output=True, check=False, timeout=120).returncode != 0:
        pytest.skip("needs igraph for R: apt-get install r-cran-igraph")
    return command


def said(rscript: str, script: str, folder: Path) -> list[list[str]]:
    """What a script says, line by line; its warnings are errors."""
    (folder / "page.R").write_text(NEWER_NAMES + script, "utf-8")
    done = subprocess.run(
        [rscript, "--vanilla", "page.R"], cwd=folder, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stderr
    lines = re.findall(r"^said (.*?) ?$", done.stdout, re.MULTILINE)
    return [[each.strip() for each in line.split("|")] for line in lines]


@pytest.mark.slow
def test_the_page_about_r_runs_as_it_is_written(rscript: str, small_graph: MemoryGraph, tmp_path: Path) -> None:
    export = Export(small_graph, Selection("actors"))
    write_file(FORMATS["graphml"].chunks(export), tmp_path / "net.graphml")
    write_bundle(CsvTables().members(export), tmp_path / "tables")
    blocks = re.findall(r"```r\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    assert len(blocks) == 2
    graph, tables = blocks
    first, rest = graph.split("g <- delete_vertices", 1)
    script = (
        first
        + SAY.format("vcount(g), ecount(g), sum(E(g)$weight)")
        + "\n"
        + SAY.format("V(g)$name")
        + "\n"
        + SAY.format("E(g)$start")
        + "\ng <- delete_vertices"
        + rest
        + tables
        + "\n"
        + SAY.format("nrow(meetings), sum(is.na(meetings$start)), nrow(evidence)")
        + "\n"
        + SAY.format("names(sort(table(unlist(who)), decreasing = TRUE))[1]")
    )
    counts, names, starts, rows, busiest = said(rscript, script, tmp_path)
    view = Network.from_reader(small_graph).view("actors")
    assert [float(each) for each in counts] == [
        len(view.nodes),
        len(view.edges),
        sum(edge.weight for edge in view.edges),
    ]
    assert names == [node.label for node in view.nodes.values()]
    assert starts == [edge.first or "" for edge in view.edges]
    events = Network.from_reader(small_graph).view()
    meetings = [node for node in events.nodes.values() if node.type in {"Meeting", "Conference", "Talks", "Visit"}]
    assert [int(each) for each in rows][:2] == [len(meetings), sum(node.start is None for node in meetings)]
    assert busiest == ["John Kerry"]
    assert (tmp_path / "plot.png").read_bytes().startswith(b"\x89PNG")
