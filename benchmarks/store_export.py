"""Quads to a published snapshot, and from there into RDF and tables: beside raw pyoxigraph, in one run.

    python benchmarks/store_export.py [--documents 4000] [--meetings 5] [--only publishing|exports] [--json FILE]

The quads are those of made-up articles, ten mentions and five meetings each, with their passages. Every export runs in
a process of its own; memory is the peak above what opening the snapshot and its network took. Pages of files that are
mapped, such as the network's arrays and programs' text, count in it; its own is what is left without them.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import tempfile
import time
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from export_network import alone, peak, show
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, serialize

from kg.export import FORMATS, Export, Selection
from kg.named_graph import NamedGraph
from kg.network import Network
from kg.sidecars import Sidecars
from kg.store import EmbeddedStore, open_store
from kg.vocab import DCTERMS, DM, ID_BASE, NIF, RDF, SKOS, XSD

Measures = dict[str, Any]
SEED = 20130527
PEOPLE = 4000


def graphs(documents: int, meetings: int) -> Iterator[NamedGraph]:
    """The named graphs: entities first, then one a document."""
    name = NamedNode(f"{ID_BASE}graph/entities")
    people = [NamedNode(f"{ID_BASE}person-{number:06d}") for number in range(PEOPLE)]
    yield NamedGraph.holding(
        name, tuple(quad for number, each in enumerate(people) for quad in _person(each, number, name))
    )
    chance = random.Random(SEED)
    for number in range(documents):
        document = NamedNode(f"{ID_BASE}document/{number:06d}")
        yield NamedGraph.holding(document, tuple(_article(document, number, people, chance, meetings)))


def _person(person: NamedNode, number: int, graph: NamedNode) -> Iterator[Quad]:
    yield Quad(person, RDF.type, DM.Person, graph)
    yield Quad(person, SKOS.prefLabel, Literal(f"Given Name{number}", language="en"), graph)


def _article(
    document: NamedNode, number: int, people: list[NamedNode], chance: random.Random, meetings: int
) -> Iterator[Quad]:
    day = f"2013-{number % 12 + 1:02d}-{number % 28 + 1:02d}"
    yield Quad(document, RDF.type, DM.Document, document)
    yield Quad(document, DCTERMS.identifier, Literal(f"{number:06d}"), document)
    yield Quad(document, DCTERMS.issued, Literal(day, datatype=XSD.date), document)
    for place in range(10):
        mention = NamedNode(f"{document.value}#char={place * 100},{place * 100 + 12}")
        yield Quad(mention, RDF.type, DM.Mention, document)
        yield Quad(mention, DM.refersTo, chance.choice(people), document)
        yield from _passage(mention, document, place * 100, "Given Name 12")
    for meeting in range(meetings):
        fact = NamedNode(f"{ID_BASE}meeting/{number:06d}-{meeting}")
        passage = NamedNode(f"{document.value}#char={meeting * 150},{meeting * 150 + 90}")
        yield Quad(fact, RDF.type, DM.Meeting, document)
        yield Quad(fact, DM.status, DM.Held, document)
        yield Quad(fact, DM.date, Literal(day, datatype=XSD.date), document)
        for person in sorted(chance.sample(people, 3), key=str):
            yield Quad(fact, DM.participant, person, document)
        yield Quad(fact, DM.evidence, passage, document)
        yield from _passage(passage, document, meeting * 150, f"Sentence {meeting} of {number} says that they met." * 2)


def _passage(passage: NamedNode, document: NamedNode, begin: int, text: str) -> Iterator[Quad]:
    yield Quad(passage, RDF.type, DM.Passage, document)
    yield Quad(passage, DM.document, document, document)
    yield Quad(passage, NIF.beginIndex, Literal(begin), document)
    yield Quad(passage, NIF.endIndex, Literal(begin + len(text)), document)
    yield Quad(passage, NIF.anchorOf, Literal(text), document)


def publishing(file: Path, place: Path) -> Measures:
    """Ours against raw bulk loading of the same file; what is made beside a snapshot is told apart.

    Seconds are of the processor, all threads together.
    """
    found: Measures = {"file MB": file.stat().st_size / 1e6}
    found |= alone(_raw, file, place / "raw") | alone(ours, file, place / "bare", False)
    full = alone(ours, file, place / "data", True)
    found |= {name.replace("ours", "with its side files"): value for name, value in full.items()}
    found["raw / ours"] = found["raw bulk load s"] / found["ours s"]
    found["raw / ours, side files too"] = found["raw bulk load s"] / found["with its side files s"]
    clock = found["raw by the clock s"]
    found["raw / ours by the clock"] = clock / found["ours by the clock s"]
    found["raw / ours by the clock, side files too"] = clock / found["with its side files by the clock s"]
    return found


def _raw(file: Path, place: Path) -> Measures:
    start, begun = time.process_time(), time.perf_counter()
    raw = Store(str(place))
    raw.bulk_load(path=str(file), format=RdfFormat.N_QUADS)
    raw.flush()
    told = {"raw bulk load s": time.process_time() - start, "raw by the clock s": time.perf_counter() - begun}
    return {"quads": len(raw), **told, "raw bulk load MB": peak()}


def ours(file: Path, place: Path, beside: bool) -> Measures:
    """The file parsed, written and published, with or without what lies beside a snapshot."""
    start, begun = time.process_time(), time.perf_counter()
    with EmbeddedStore.open(place, writable=True) as store:
        if beside:
            with Sidecars(place / "working", ID_BASE) as sidecars:
                store.replace_graphs(sidecars.watching(_read(file)))
                store.publish("full", sidecars.derive)
        else:
            store.replace_graphs(_read(file))
            store.publish("bare")
    clock = time.perf_counter() - begun
    return {"ours s": time.process_time() - start, "ours by the clock s": clock, "ours MB": peak()}


def _read(file: Path) -> Iterator[NamedGraph]:
    """The graphs of a file, whose lines are canonical, as those that a build makes are."""
    with file.open(encoding="utf-8", newline="\n") as lines:
        for name, told in groupby(lines, key=lambda line: line.rsplit(" ", 2)[1]):
            yield NamedGraph(NamedNode(name[1:-1]), tuple(sorted(told)))


def own() -> float:
    """Megabytes of memory this process holds now that are no pages of files."""
    told = Path("/proc/self/status").read_text(encoding="ascii")
    return int(told.partition("RssAnon:")[2].split()[0]) / 1e3


def export(name: str, data: str) -> Measures:
    """Write one format of the published snapshot."""
    with open_store(Path(data)) as graph:
        network = Network.from_reader(graph)
        wanted = Export(graph, Selection(), network)
        nodes = len(network.view().nodes)
        before, own_before, own_most = peak(), own(), 0.0
        size, first, start = 0, None, time.perf_counter()
        for piece in FORMATS[name].chunks(wanted):
            first = time.perf_counter() - start if first is None and piece else first
            size += len(piece)
            own_most = max(own_most, own())
        return {
            "nodes": nodes,
            "seconds": time.perf_counter() - start,
            "first byte s": first,
            "MB above the graph": peak() - before,
            "own MB above the graph": own_most - own_before,
            "file MB": size / 1e6,
        }


def main() -> None:
    """Run everything, print it, and write it as JSON where that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=4000)
    parser.add_argument("--meetings", type=int, default=5, help="an article; each is a node of the network")
    parser.add_argument("--only", choices=["publishing", "exports"])
    parser.add_argument("--formats", default="nq,nt,ttl,trig,jsonld,csv,parquet,graphml,gexf,cyjs,nodelink")
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    folder = tempfile.mkdtemp()
    try:
        file, data = Path(folder) / "all.nq", Path(folder) / "data"
        with file.open("wb") as out:
            for graph in graphs(args.documents, args.meetings):
                serialize(graph.quads, out, RdfFormat.N_QUADS)
        published = alone(ours, file, data, True) if args.only == "exports" else publishing(file, Path(folder))
        measured: Measures = {"publishing": published}
        show("publishing", published)
        for name in args.formats.split(",") if args.only != "publishing" else ():
            measured[name] = alone(export, name, str(data))
            show(name, measured[name])
    finally:
        shutil.rmtree(folder)
    if args.json:
        args.json.write_text(json.dumps(measured, indent=1) + "\n")


if __name__ == "__main__":
    main()
