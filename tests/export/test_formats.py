"""What holds for every export format: one body of tests over all of them."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import io
import json
import os
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from random_network import random_network
from reading import READERS, unzipped
from small_graph import small_graph as small_graph_by_hand

from kg.errors import InputError, NotFoundError
from kg.export import (
    FORMATS,
    Bundle,
    Export,
    Format,
    NetworkFormat,
    Selection,
    description,
    find_format,
    write_bundle,
    write_file,
)
from kg.export.metadata import CRATE
from kg.export.xmltext import name_token
from kg.network import Edge, Filter, Network, Node
from kg.store import MemoryGraph
from kg.vocab import NIF

EVERY_FORMAT = pytest.mark.parametrize("form", FORMATS.values(), ids=list(FORMATS))
NETWORKS = pytest.mark.parametrize("name", list(READERS))
RENDERED = pytest.mark.parametrize("name", [name for name, form in FORMATS.items() if isinstance(form, NetworkFormat)])
RDF = ("nq", "trig", "ttl", "nt", "jsonld")
TOKENS = {"graphml", "gexf"}
"""Formats whose ids are name tokens."""
NASTY = "a ]]> b <c> & \"d\" 'e', \x08\x00\x1b \ufffe \r\n\t 😀 שלום مرحبا e\u0301 \u202e | =1+1"
READABLE = NASTY.replace("\x08", "␈").replace("\x00", "␀").replace("\x1b", "␛").replace("\ufffe", "\ufffd")


def whole(form: Format, graph: MemoryGraph, selection: Selection | None = None) -> bytes:
    return b"".join(form.chunks(Export(graph, selection)))


def quads_in(name: str, data: bytes) -> set[ox.Quad]:
    return set(ox.parse(data, format=ox.RdfFormat.from_media_type(find_format(name).media_type)))


# --- every format -----------------------------------------------------------------------------------------------------


@EVERY_FORMAT
def test_a_format_is_known_by_its_own_name(form: Format) -> None:
    assert find_format(form.name) is form
    assert form.suffix.startswith(".")
    assert "/" in form.media_type
    assert form.title
    assert form.profiles[0] == "default"


def test_neighbourhoods_can_ask_for_formats_by_media_type() -> None:
    types = [form.media_type for form in FORMATS.values() if isinstance(form, NetworkFormat)]
    assert len(set(types)) == len(types)
    assert "application/json" not in types


@EVERY_FORMAT
@pytest.mark.parametrize("view", ["events", "actors"])
def test_the_order_of_quads_changes_no_byte(form: Format, view: str, small_graph: MemoryGraph) -> None:
    quads = list(small_graph.quads())
    random.Random(3).shuffle(quads)
    selection = Selection(view)
    assert whole(form, MemoryGraph.from_quads(quads), selection) == whole(form, small_graph, selection)


@EVERY_FORMAT
def test_the_empty_graph_gives_a_readable_file(form: Format) -> None:
    empty = whole(form, MemoryGraph.from_quads([]))
    if form.name in READERS:
        assert (READERS[form.name](empty).nodes, READERS[form.name](empty).edges) == ([], [])
    elif form.name in RDF:
        assert quads_in(form.name, empty) == set()
    else:
        assert b"<vizmap" in empty


@EVERY_FORMAT
def test_an_unknown_profile_is_refused_with_the_known_ones(form: Format, small_graph: MemoryGraph) -> None:
    with pytest.raises(InputError, match="'pajek'; use default"):
        next(iter(form.chunks(Export(small_graph), "pajek")))


@EVERY_FORMAT
@pytest.mark.parametrize(
    ("selection", "error"),
    [
        (Selection("people"), InputError),
        (Selection(around=("Talleyrand",)), NotFoundError),
        (Selection(around=("sergey-lavrov",), depth=-1), InputError),
    ],
    ids=["view", "entity", "depth"],
)
def test_what_cannot_be_placed_is_said(
    form: Format, selection: Selection, error: type[Exception], small_graph: MemoryGraph
) -> None:
    if form.name == "cystyle" or (form.name in RDF and selection.is_whole):
        assert whole(form, small_graph, selection)  # nothing of it is looked at
    else:
        with pytest.raises(error):
            whole(form, small_graph, selection)


# --- networks ---------------------------------------------------------------------------------------------------------


@NETWORKS
@pytest.mark.parametrize("view", ["events", "actors"])
def test_every_node_and_edge_is_read_back_with_its_values(name: str, view: str, small_graph: MemoryGraph) -> None:
    read = READERS[name](whole(find_format(name), small_graph, Selection(view)))
    expected = Network.from_reader(small_graph).view(view)
    token = name_token if name in TOKENS else str
    assert [node_id for node_id, _ in read.nodes] == [token(node_id) for node_id in expected.nodes]
    for (_, told), node in zip(read.nodes, expected.nodes.values(), strict=True):
        for field in ("label", "type", "iri", "wikidata", "date", "status", "sentence", "evidence", "confidence"):
            assert told.get(field) == getattr(node, field), (node.id, field)
        aliases = told.get("aliases", [])
        assert (aliases.split(" | ") if isinstance(aliases, str) else aliases) == list(node.aliases)
        assert told["degree"] == expected.degree(node.id)
    assert Counter(
        (source, target, told["type"], told["label"], float(told["weight"]), told.get("start"), told.get("end"))
        for source, target, told in read.edges
    ) == Counter((token(e.source), token(e.target), e.type, e.label, e.weight, e.first, e.last) for e in expected.edges)
    facts = [told.get("facts", []) for _, _, told in read.edges]
    if view == "actors":
        assert sum(len(each.split() if isinstance(each, str) else each) for each in facts) == sum(
            len(edge.facts) for edge in expected.edges
        )


@RENDERED
def test_nasty_text_survives_or_becomes_visible(name: str) -> None:
    nodes = [
        Node("a", "https://example.org/a?b=1&c=2", "Person", NASTY, sentence=NASTY, aliases=("x", 'y"z')),
        Node("b/c d", "b", "Place", ""),
    ]
    form = FORMATS[name]
    assert isinstance(form, NetworkFormat)
    read = READERS[name](b"".join(form.render(nodes, [Edge("a", "b/c d", "metWith", NASTY, sentence=NASTY)])))
    told = read.nodes[0][1]
    # JSON escapes control characters, XML cannot: there they become visible; nobody keeps a noncharacter.
    expected = READABLE if name in TOKENS else NASTY.replace("\ufffe", "\ufffd")
    assert told["sentence"] == told["label"] == expected
    assert told["iri"] == "https://example.org/a?b=1&c=2"
    assert read.edges[0][2]["label"] == expected
    assert read.nodes[1][1].get("label", "") == ""


@RENDERED
def test_a_lone_surrogate_does_not_stop_an_export(name: str) -> None:
    form = FORMATS[name]
    assert isinstance(form, NetworkFormat)
    data = b"".join(form.render([Node("a", "a", "Person", "x\ud800y")], []))
    assert READERS[name](data).nodes[0][1]["label"] == "x\ufffdy"


@pytest.mark.parametrize("name", ["csv", "parquet"])
def test_tables_hold_nasty_text(name: str, small_graph: MemoryGraph) -> None:
    quads = [
        quad
        if not (
            isinstance(quad.object, ox.Literal) and quad.object.value == "Lavrov met in Paris on Monday with Kerry."
        )
        else ox.Quad(quad.subject, quad.predicate, ox.Literal(NASTY.replace("\x00", "")), quad.graph_name)
        for quad in small_graph.quads()
    ]
    read = READERS[name](whole(find_format(name), MemoryGraph.from_quads(quads)))
    told = {told.get("sentence") for _, told in read.nodes}
    assert READABLE.replace("␀", "") in told


@NETWORKS
def test_filters_reach_every_format_of_networks(name: str, small_graph: MemoryGraph) -> None:
    chosen = Filter(types=frozenset({"Meeting"}), until=dt.date(2013, 12, 31))
    selection = Selection(chosen=chosen, around=("Sergey Lavrov",), depth=2)
    read = READERS[name](whole(find_format(name), small_graph, selection))
    expected = Network.from_reader(small_graph).around(["sergey-lavrov"], 2, "events", chosen)
    token = name_token if name in TOKENS else str
    assert [node_id for node_id, _ in read.nodes] == [token(node_id) for node_id in expected.nodes]
    assert len(read.edges) == len(expected.edges) > 0
    assert len(read.nodes) < len(Network.from_reader(small_graph).view().nodes)


# --- RDF --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["nq", "trig", "jsonld"])
def test_formats_of_datasets_lose_nothing(name: str, small_graph: MemoryGraph) -> None:
    assert quads_in(name, whole(find_format(name), small_graph)) == set(small_graph.quads())


@pytest.mark.parametrize("name", ["ttl", "nt"])
def test_formats_of_one_graph_hold_the_union(name: str, small_graph: MemoryGraph) -> None:
    read = quads_in(name, whole(find_format(name), small_graph))
    assert {quad.triple for quad in read} == {quad.triple for quad in small_graph.quads()}


@pytest.mark.parametrize("name", ["nq", "nt"])
def test_line_formats_are_sorted(name: str, small_graph: MemoryGraph) -> None:
    lines = whole(find_format(name), small_graph).splitlines()
    assert lines == sorted(set(lines))


@pytest.mark.parametrize("name", RDF)
def test_filters_reach_every_format_of_rdf(name: str, small_graph: MemoryGraph) -> None:
    chosen = Filter(types=frozenset({"Meeting", "Person"}), until=dt.date(2013, 12, 31))
    part = quads_in(name, whole(find_format(name), small_graph, Selection(chosen=chosen)))
    triples = {quad.triple for quad in part}
    assert triples < {quad.triple for quad in small_graph.quads()}
    subjects = {triple.subject.value for triple in triples if isinstance(triple.subject, ox.NamedNode)}
    base = "https://w3id.org/demarche/id/"
    assert {base + "meeting/paris", base + "sergey-lavrov", base + "document/a"} <= subjects
    assert base + "meeting/paris-again" not in subjects
    assert base + "issue/syria" in subjects  # issues stay: only the families that are named are narrowed
    assert base + "paris" not in subjects
    evidence = {t.object for t in triples if t.predicate.value.endswith("#evidence")}
    assert evidence
    assert {node.value for node in evidence} <= subjects


# --- tables -----------------------------------------------------------------------------------------------------------


def test_the_ledgers_tell_each_fact_with_its_names_and_evidence() -> None:
    graph = small_graph_by_hand()
    files = unzipped(whole(find_format("csv"), graph))
    tables = {name: list(csv.DictReader(io.StringIO(text.decode(), newline=""))) for name, text in files.items()}
    assert {(row["participants_names"], row["places_names"], row["date"]) for row in tables["meetings.csv"]} >= {
        ("John Kerry | Sergey Lavrov", "Paris", "2013-05-27"),
        ("", "Geneva", "2014-01-22"),
    }
    assert {(row["holders"], row["stance"], row["about"]) for row in tables["positions.csv"]} == {
        ("russia", "Supports", "iran"),
        ("united-states", "Opposes", "iran"),
    }
    assert ("sergey-lavrov", "russia") in {(row["holders"], row["jurisdictions"]) for row in tables["offices.csv"]}
    assert [(row["sources"], row["event_type"], row["targets"]) for row in tables["interactions.csv"]] == [
        ("russia", "ACCUSE", "rebels")
    ]
    assert "It's a very tall order" in tables["statements.csv"][0]["quote"]
    texts = {quad.subject.value: quad.object.value for quad in graph.quads(None, NIF.isString)}
    assert tables["evidence.csv"]
    for row in tables["evidence.csv"]:
        text = texts["https://w3id.org/demarche/id/" + row["document"]]
        assert text[int(row["begin"]) : int(row["end"])] == row["sentence"]
    ledgers = ("meetings", "positions", "offices", "statements", "interactions")
    facts = {row["id"] for name in ledgers for row in tables[f"{name}.csv"]}
    assert {row["fact"] for row in tables["evidence.csv"]} == facts
    assert [row["published"] for row in tables["documents.csv"]] == ["2013-05-28", "2014-01-13"]


def test_a_bundle_describes_its_files(small_graph: MemoryGraph) -> None:
    files = unzipped(whole(find_format("csv"), small_graph))
    graph = {each["@id"]: each for each in json.loads(files[CRATE])["@graph"]}
    assert graph[CRATE]["conformsTo"] == {"@id": "https://w3id.org/ro/crate/1.1"}
    assert {part["@id"] for part in graph["./"]["hasPart"]} == files.keys() - {CRATE}
    assert graph["./"]["datePublished"] == "2014-01-13"
    for name in files.keys() - {CRATE}:
        assert graph[name]["contentSize"] == str(len(files[name]))
        header = files[name].decode().splitlines()[0].split(",")
        assert [graph[part["@id"]]["name"] for part in graph[name]["variableMeasured"]] == header
    assert all(each["description"] for each in graph.values() if each.get("@type") == "PropertyValue")


def test_a_single_file_is_described_in_dcat(small_graph: MemoryGraph) -> None:
    told = description(small_graph, find_format("gexf"), "x.gexf", 5, "ab" * 32)
    triples = {quad.predicate.value: quad.object for quad in ox.parse(told, format=ox.RdfFormat.JSON_LD)}
    assert triples["http://www.w3.org/ns/dcat#byteSize"].value == "5"
    assert triples["http://www.w3.org/ns/dcat#endDate"].value == "2014-01-13"
    assert triples["http://purl.org/dc/terms/identifier"].value == small_graph.snapshot


@RENDERED
def test_a_file_is_handed_on_in_pieces(name: str) -> None:
    form, view = FORMATS[name], random_network(4300, 800).view()  # too many nodes for a layout
    assert isinstance(form, NetworkFormat)
    sizes = [len(piece) for piece in form.render(view.nodes.rows, view.edges)]
    assert sum(sizes) > 1_000_000
    assert max(sizes) < sum(sizes) / 4


def test_an_unknown_format_is_refused_with_the_known_ones() -> None:
    with pytest.raises(InputError, match="'gml'; choose one of nq, trig, ttl, nt, jsonld, graphml, gexf"):
        find_format("gml")


# --- files ------------------------------------------------------------------------------------------------------------


def broken() -> Iterator[bytes]:
    yield b"half"
    raise ValueError("the store went away")


def test_a_file_is_written_whole(tmp_path: Path) -> None:
    write_file(iter([b"a", b"b"]), tmp_path / "out.nq")
    assert (tmp_path / "out.nq").read_bytes() == b"ab"
    assert [file.name for file in tmp_path.iterdir()] == ["out.nq"]


def test_an_export_that_fails_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "out.nq").write_bytes(b"old")
    with pytest.raises(ValueError, match="went away"):
        write_file(broken(), tmp_path / "out.nq")
    assert (tmp_path / "out.nq").read_bytes() == b"old"
    assert [file.name for file in tmp_path.iterdir()] == ["out.nq"]


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"missing/out\.nq: cannot be written \(No such file or directory\)"):
        write_file(iter([b"a"]), tmp_path / "missing" / "out.nq")


def test_a_name_in_gz_is_compressed_the_same_way_each_time(tmp_path: Path) -> None:
    for name in ("one.nq.gz", "two.nq.gz"):
        write_file(iter([b"abc" * 100]), tmp_path / name)
    assert gzip.decompress((tmp_path / "one.nq.gz").read_bytes()) == b"abc" * 100
    assert (tmp_path / "one.nq.gz").read_bytes() == (tmp_path / "two.nq.gz").read_bytes()


def test_a_device_is_written_to_and_stays_a_device() -> None:
    write_file(iter([b"a"]), Path(os.devnull))
    assert not Path(os.devnull).is_file()


@pytest.mark.parametrize("name", ["csv", "parquet"])
def test_a_bundle_is_a_folder_of_the_same_files_as_its_zip(name: str, small_graph: MemoryGraph, tmp_path: Path) -> None:
    form = find_format(name)
    assert isinstance(form, Bundle)
    for _ in range(2):  # the second time over the first
        write_bundle(form.members(Export(small_graph)), tmp_path / "out")
    written = {file.name: file.read_bytes() for file in (tmp_path / "out").iterdir()}
    assert written == unzipped(whole(form, small_graph))
    assert [folder.name for folder in tmp_path.iterdir()] == ["out"]


def test_a_bundle_does_not_go_over_a_folder_of_something_else(small_graph: MemoryGraph, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.tex").touch()
    form = find_format("csv")
    assert isinstance(form, Bundle)
    with pytest.raises(InputError, match="is no export"):
        write_bundle(form.members(Export(small_graph)), tmp_path / "out")
    assert [file.name for file in (tmp_path / "out").iterdir()] == ["thesis.tex"]
