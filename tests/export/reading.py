"""Independent readers of every format of networks, each giving the same plain form: what came out, to be compared."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import networkx as nx
import pyarrow.parquet as pq
from lxml import etree

GRAPHML = "{http://graphml.graphdrawing.org/xmlns}"
GEXF = "{http://gexf.net/1.3}"
Values = dict[str, Any]


@dataclass
class Read:
    """A graph as a reader gives it: nodes in order, edges in order, each with what is told of it."""

    nodes: list[tuple[str, Values]]
    edges: list[tuple[str, str, Values]]


def read_graphml(data: bytes) -> Read:
    """By the key rules that Gephi and Cytoscape share: a key's id leads to its name and type."""
    root = etree.fromstring(data)
    keys = {key.get("id"): (key.get("attr.name"), key.get("attr.type")) for key in root.iter(f"{GRAPHML}key")}
    casts = {"string": str, "int": int, "double": float, "boolean": lambda text: {"true": True, "false": False}[text]}

    def values(element: etree._Element) -> Values:
        found = {}
        for item in element.iterfind(f"{GRAPHML}data"):
            name, kind = keys[item.get("key")]
            if kind is not None:
                found[name] = casts[kind](item.text or "")
        return found

    nodes = [(node.get("id"), values(node)) for node in root.iter(f"{GRAPHML}node")]
    edges = [(edge.get("source"), edge.get("target"), values(edge)) for edge in root.iter(f"{GRAPHML}edge")]
    return Read(nodes, edges)


def read_gexf(data: bytes) -> Read:
    """By networkx, whose reader of GEXF is its own."""
    graph = nx.read_gexf(io.BytesIO(data), version="1.3")
    return Read(
        [(node, dict(values)) for node, values in graph.nodes(data=True)],
        [(source, target, dict(values)) for source, target, values in graph.edges(data=True)],
    )


def read_cyjs(data: bytes) -> Read:
    """As Cytoscape.js takes elements: everything stands in ``data``."""
    elements = json.loads(data)["elements"]
    nodes = [(each["data"]["id"], each["data"]) for each in elements["nodes"]]
    return Read(nodes, [(each["data"]["source"], each["data"]["target"], each["data"]) for each in elements["edges"]])


def read_nodelink(data: bytes) -> Read:
    """By networkx."""
    graph = nx.node_link_graph(json.loads(data), edges="edges")
    return Read(
        [(node, dict(values)) for node, values in graph.nodes(data=True)],
        [(source, target, dict(values)) for source, target, values in graph.edges(data=True)],
    )


def read_csv(data: bytes) -> Read:
    """By Python's own reader, with numbers made of what should be numbers."""
    tables = {
        name: list(csv.DictReader(io.StringIO(text.decode(), newline=""))) for name, text in unzipped(data).items()
    }
    numbers = {"weight": float, "confidence": float, "evidence": int, "documents": int, "degree": int}
    return _from_tables(
        tables["nodes.csv"],
        tables["edges.csv"],
        lambda row: {name: numbers.get(name, str)(value) for name, value in row.items() if value != ""},
    )


def read_parquet(data: bytes) -> Read:
    """By pyarrow."""
    files = unzipped(data)
    tables = {name: pq.read_table(io.BytesIO(files[f"{name}.parquet"])).to_pylist() for name in ("nodes", "edges")}
    return _from_tables(
        tables["nodes"], tables["edges"], lambda row: {name: value for name, value in row.items() if value is not None}
    )


def unzipped(data: bytes) -> dict[str, bytes]:
    """The files of a zip, which is checked."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def _from_tables(nodes: list[Values], edges: list[Values], known: Callable[[Values], Values]) -> Read:
    return Read(
        [(row["id"], known(row)) for row in nodes],
        [(row["source"], row["target"], known(row)) for row in edges],
    )


READERS: Mapping[str, Callable[[bytes], Read]] = {
    "graphml": read_graphml,
    "gexf": read_gexf,
    "cyjs": read_cyjs,
    "nodelink": read_nodelink,
    "csv": read_csv,
    "parquet": read_parquet,
}
"""A reader for each format of networks; those of tables read their zips."""
