"""How fast the network is walked and written, beside networkx, igraph and SPARQL's way of doing it, in one run.

    python benchmarks/export_network.py [--nodes 200000] [--edges 1000000] [--json FILE] [--only walks|writers]

The graphs are made by chance with a few hubs, as news has them (``tests/random_network.py`` makes the same kind for
tests). Every peer gets the same graph with the same attributes and runs in a process of its own, so that each one's
memory is its own. The time of a walk is that of the processor, the least of ``--repeat`` runs or of six seconds of
them: what an idle machine would show. Ratios say how many times the peer's time ours is in.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
from numpy.random import Generator

from kg.export import FORMATS
from kg.export.excerpt import Excerpt
from kg.network import Edge, Filter, Node, View
from kg.network.adjacency import Adjacency
from kg.network.measures import pagerank
from kg.network.pool import Pool
from kg.network.table import NodeTable, Table

Measures = dict[str, Any]
SEED = 20130527
TYPES = ("Person", "Organization", "Country", "Place")
KINDS = ("metWith", "agreesWith", "disagreesWith", "CONSULT")


def random_view(nodes: int, edges: int) -> View:
    """A view of so many nodes and edges whose ends are drawn with a long tail, made column by column."""
    chance = np.random.default_rng(SEED)
    names = [f"n{number:07d}" for number in range(nodes)]
    sentences = [f"Sentence {number} says that the two ministers spoke, said one of them." for number in range(2000)]
    days = [str(np.datetime64("2013-05-01") + number) for number in range(260)]
    labels = [f"Name {number % 977} Surname {number}" for number in range(nodes)]
    pool, codes = Pool.of((*names, *sentences, *days, *labels, *TYPES, *KINDS, *(f"https://e.org/{n}" for n in names)))

    def coded(texts: Iterable[str]) -> Any:
        return np.array([codes[text] for text in texts], dtype=np.int32)

    none = np.full(nodes, -1, dtype=np.int32)
    drawn = np.sort(chance.choice(len(days), nodes)).astype(np.int32)
    node_columns = {
        "id": coded(names),
        "iri": coded(f"https://e.org/{name}" for name in names),
        "type": coded(TYPES)[chance.integers(0, len(TYPES), nodes)],
        "label": coded(labels),
        "start": coded(days)[drawn],
        "end": coded(days)[drawn],
        **dict.fromkeys(("date", "sentence", "status", "wikidata"), none),
        "evidence": chance.integers(1, 50, nodes).astype(np.int32),
        "documents": chance.integers(1, 50, nodes).astype(np.int32),
        **dict.fromkeys(("confidence", "latitude", "longitude"), np.full(nodes, np.nan)),
        "aliases": none[:0],
        "aliases.ends": np.zeros(nodes, dtype=np.int64),
    }
    return View(
        NodeTable(Table(Node, node_columns, pool)),
        Table(Edge, _edge_columns(chance, nodes, edges, coded, names, sentences, days), pool),
    )


def _edge_columns(  # noqa: PLR0917 - one call
    chance: Generator,
    nodes: int,
    edges: int,
    coded: Callable[[Iterable[str]], Any],
    names: Sequence[str],
    sentences: Sequence[str],
    days: Sequence[str],
) -> dict[str, Any]:
    ids, kinds = coded(names), coded(KINDS)
    ends = np.sort((nodes * chance.random((edges, 2)) ** (3, 1.2)).astype(np.int64), axis=1)
    drawn = chance.integers(0, len(KINDS), edges)
    order = np.lexsort((kinds[drawn], ends[:, 1], ends[:, 0]))
    told = coded(days)[chance.integers(0, len(days), edges)]
    return {
        "source": ids[ends[order, 0]],
        "target": ids[ends[order, 1]],
        "type": kinds[drawn[order]],
        "label": kinds[drawn[order]],
        "weight": chance.integers(1, 9, edges).astype(np.float64),
        "first": told,
        "last": told,
        "evidence": chance.integers(1, 5, edges).astype(np.int32),
        "sentence": coded(sentences)[chance.integers(0, len(sentences), edges)],
        "confidence": np.round(chance.random(edges), 2),
        "directed": np.zeros(edges, dtype=np.bool_),
        "facts": ids[:0],
        "facts.ends": np.zeros(edges, dtype=np.int64),
    }


def as_networkx(view: View) -> nx.MultiDiGraph[str]:
    """The same graph, with exactly the attributes that our GraphML writes."""
    from kg.export.columns import EDGE_COLUMNS, LOOKS, NODE_COLUMNS  # noqa: PLC0415 - only here

    excerpt = Excerpt.of(view.nodes.rows, view.edges)
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for drawn in excerpt.drawn():
        for each in drawn:
            told = {column.name: column.value(each) for column in (*NODE_COLUMNS, *LOOKS)}
            graph.add_node(each.node.id, **{name: value for name, value in told.items() if value is not None})
    for _, edges in excerpt.joined():
        for edge in edges:
            told = {column.name: column.value(edge) for column in EDGE_COLUMNS}
            known = {name: value for name, value in told.items() if value is not None}
            graph.add_edge(edge.source, edge.target, **known)
    return graph


# --- one peer in one process ------------------------------------------------------------------------------------------


def alone(work: Callable[..., Measures], *args: object) -> Measures:
    """What a function measures in a process of its own."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(work, args)


def rss() -> float:
    """Megabytes of memory this process holds now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def peak() -> float:
    """The most megabytes it ever held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3


def write_ours(name: str, nodes: int, edges: int, folder: str) -> Measures:
    """Write one of our formats from arrays."""
    view = random_view(nodes, edges)
    form: Any = FORMATS[name]
    view.nodes.rows.take(np.arange(10))
    before, high, first, size = rss(), 0.0, None, 0
    start = time.perf_counter()
    with (Path(folder) / "ours").open("wb") as file:
        for piece in form.render(view.nodes.rows, view.edges):
            first = time.perf_counter() - start if first is None and size else first
            size += file.write(piece)
            high = max(high, rss())
    return {
        "seconds": time.perf_counter() - start,
        "first byte s": first,
        "MB above the graph": high - before,
        "graph MB": before,
        "file MB": size / 1e6,
    }


def write_networkx(writer: str, nodes: int, edges: int, folder: str) -> Measures:
    """Write the same graph with networkx."""
    graph = as_networkx(random_view(nodes, edges))
    before = peak()
    start = time.perf_counter()
    if writer == "node_link_data":
        with (Path(folder) / "peer").open("w") as file:
            json.dump(nx.node_link_data(graph, edges="edges"), file)
    else:
        getattr(nx, writer)(graph, str(Path(folder) / "peer"))
    return _written(Path(folder) / "peer", start, before)


def _written(file: Path, start: float, before: float) -> Measures:
    return {
        "seconds": time.perf_counter() - start,
        "MB above the graph": max(0.0, peak() - before),
        "graph MB": before,
        "file MB": file.stat().st_size / 1e6,
    }


def write_igraph(nodes: int, edges: int, folder: str) -> Measures:
    """Write the same graph with igraph."""
    import igraph  # noqa: PLC0415 - only where it is asked for

    graph = igraph.Graph.from_networkx(as_networkx(random_view(nodes, edges)))
    before = peak()
    start = time.perf_counter()
    graph.write_graphml(str(Path(folder) / "peer"))
    return _written(Path(folder) / "peer", start, before)


# --- walks ------------------------------------------------------------------------------------------------------------


def walks(repeat: int) -> Measures:
    """3 hops of 13,000 nodes, and 2 hops from a hub of 10,000, in a graph of 36,700 nodes and 81,000 edges."""
    view, hub = _walked()
    _ = view.adjacency
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(view.nodes)
    graph.add_edges_from((edge.source, edge.target) for edge in view.edges)
    start = _start_of(view, 13_000, 3)
    several = max(3, repeat)

    def ours(node: str, depth: int) -> Callable[[], object]:
        return lambda: view.around(node, depth, 10**9, Filter())

    measured: Measures = {"nodes in 3 hops": len(ours(start, 3)().nodes), "degree of the hub": view.degree(hub)}  # type: ignore[attr-defined]
    for name, work in {
        "ours, 3 hops": ours(start, 3),
        "nx.ego_graph, 3 hops": lambda: nx.ego_graph(graph, start, 3),
        "nx.single_source_shortest_path_length, 3 hops": lambda: nx.single_source_shortest_path_length(graph, start, 3),
        "ours, hub, 2 hops": ours(hub, 2),
        "nx.ego_graph, hub, 2 hops": lambda: nx.ego_graph(graph, hub, 2),
        "ours, pagerank": lambda: pagerank(view),
    }.items():
        measured[name] = least_ms(work, several)
    measured["ego_graph / ours, 3 hops"] = measured["nx.ego_graph, 3 hops"] / measured["ours, 3 hops"]
    measured["ego_graph / ours, hub"] = measured["nx.ego_graph, hub, 2 hops"] / measured["ours, hub, 2 hops"]
    return measured


def _walked() -> tuple[View, str]:
    """Neighbours within a window, so that 3 hops stay a part, and one hub."""
    chance = np.random.default_rng(SEED)
    nodes, edges, fan = 36_700, 70_300, 10_700
    sources = chance.integers(1, nodes, edges)
    near = chance.random(edges) < 0.8
    targets = np.where(near, (sources + chance.integers(1, 60, edges)) % nodes, chance.integers(1, nodes, edges))
    hub = np.stack((np.zeros(fan, dtype=np.int64), chance.choice(np.arange(1, nodes), fan, replace=False)), axis=1)
    pairs = np.unique(np.sort(np.concatenate((np.stack((sources, targets), axis=1), hub)), axis=1), axis=0)
    names = [f"n{number:07d}" for number in range(nodes)]
    records = {name: Node(name, name, "Person", name) for name in names}
    joined = [Edge(names[one], names[other], "metWith", "met with") for one, other in pairs.tolist()]
    return View.of(records, sorted(joined, key=lambda edge: (edge.source, edge.target, edge.type))), names[0]


def _start_of(view: View, wanted: int, depth: int) -> str:
    """The node among a hundred whose part of so many steps is nearest to the wanted size."""
    adjacency: Adjacency = view.adjacency
    rows = np.linspace(1, len(view.nodes) - 1, 100).astype(np.int64).tolist()
    sizes = {row: int((adjacency.distances(row, depth) >= 0).sum()) for row in rows}
    best = min(rows, key=lambda row: abs(sizes[row] - wanted))
    return view.nodes.rows[best].id


def least_ms(work: Callable[[], object], repeat: int, seconds: float = 6.0) -> float:
    """The least milliseconds of processor that a call took, of so many and of as many more as there is time for."""
    times: list[float] = []
    begun = time.perf_counter()
    while len(times) < repeat or time.perf_counter() - begun < seconds:
        start = time.process_time()
        work()
        times.append((time.process_time() - start) * 1000)
    return min(times)


# --- the run ----------------------------------------------------------------------------------------------------------


def writers(nodes: int, edges: int, names: Sequence[str]) -> dict[str, Measures]:
    """Each writer in a process of its own, ours and its peer next to each other."""
    found: dict[str, Measures] = {}
    with tempfile.TemporaryDirectory() as folder:
        for name in names:
            if name.startswith("nx."):
                found[name] = alone(write_networkx, name.removeprefix("nx."), nodes, edges, folder)
            elif name == "igraph":
                found[name] = alone(write_igraph, nodes, edges, folder)
            else:
                found[name] = alone(write_ours, name, nodes, edges, folder)
            show(name, found[name])
    if {"graphml", "nx.write_graphml_lxml"} <= found.keys():
        ratio = found["nx.write_graphml_lxml"]["seconds"] / found["graphml"]["seconds"]
        show("networkx lxml / ours", {"seconds": ratio})
        found["networkx lxml / ours"] = {"seconds": ratio}
    return found


def show(name: str, measured: Measures) -> None:
    """Print one row."""
    told = ", ".join(f"{what} {value:.3g}" for what, value in measured.items() if value is not None)
    print(f"{name:32} {told}", flush=True)


def main() -> None:
    """Run what is asked for, print it, and write it as JSON where that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--nodes", type=int, default=200_000)
    parser.add_argument("--edges", type=int, default=1_000_000)
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--only", choices=["walks", "writers"])
    parser.add_argument(
        "--formats", default="graphml,nx.write_graphml_lxml,igraph,gexf,cyjs,nodelink,nx.node_link_data"
    )
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    measured: Measures = {"python": sys.version.split()[0], "networkx": nx.__version__}
    if args.only != "writers":
        measured["walks"] = walks(args.repeat)
        for name, value in measured["walks"].items():
            print(f"{name:48} {value:10.3f}", flush=True)
    if args.only != "walks":
        measured["writers"] = writers(args.nodes, args.edges, args.formats.split(","))
    if args.json:
        args.json.write_text(json.dumps(measured, indent=1) + "\n")


if __name__ == "__main__":
    main()
