"""What holds for every export format, and the formats of RDF."""

from __future__ import annotations

import gzip
import os
import random
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import InputError
from kg.export import FORMATS, Export, Format, find_format, write_file
from kg.store import MemoryGraph

EVERY_FORMAT = pytest.mark.parametrize("form", FORMATS.values(), ids=list(FORMATS))


def whole(form: Format, graph: MemoryGraph, view: str = "events") -> bytes:
    return b"".join(form.chunks(Export(graph, view)))


@EVERY_FORMAT
def test_a_format_is_known_by_its_own_name(form: Format) -> None:
    assert find_format(form.name) is form
    assert form.suffix == f".{form.name}"
    assert "/" in form.media_type
    assert form.title


@EVERY_FORMAT
def test_the_order_of_quads_changes_no_byte(form: Format, small_graph: MemoryGraph) -> None:
    quads = list(small_graph.quads())
    random.Random(3).shuffle(quads)
    assert whole(form, MemoryGraph.from_quads(quads)) == whole(form, small_graph)


@EVERY_FORMAT
def test_the_empty_graph_gives_a_readable_file(form: Format) -> None:
    empty = whole(form, MemoryGraph.from_quads([]))
    if form.has_views:
        assert b"<graphml" in empty
    else:
        assert list(ox.parse(empty, format=ox.RdfFormat.from_media_type(form.media_type))) == []


@pytest.mark.parametrize("name", ["nq", "trig", "jsonld"])
def test_formats_of_datasets_lose_nothing(name: str, small_graph: MemoryGraph) -> None:
    form = find_format(name)
    read = ox.parse(whole(form, small_graph), format=ox.RdfFormat.from_media_type(form.media_type))
    assert set(read) == set(small_graph.quads())


@pytest.mark.parametrize("name", ["ttl", "nt"])
def test_formats_of_one_graph_hold_the_union(name: str, small_graph: MemoryGraph) -> None:
    form = find_format(name)
    read = ox.parse(whole(form, small_graph), format=ox.RdfFormat.from_media_type(form.media_type))
    assert {quad.triple for quad in read} == {quad.triple for quad in small_graph.quads()}


@pytest.mark.parametrize("name", ["nq", "nt"])
def test_line_formats_are_sorted(name: str, small_graph: MemoryGraph) -> None:
    lines = whole(find_format(name), small_graph).splitlines()
    assert lines == sorted(set(lines))


def test_an_unknown_format_is_refused_with_the_known_ones() -> None:
    with pytest.raises(InputError, match="'gml'; choose one of nq, trig, ttl, nt, jsonld, graphml"):
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
