"""The embedded store: one writer, snapshots, readers who never see half a batch."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store

from kg.errors import QueryError, StoreError
from kg.named_graph import NamedGraph
from kg.store import EmbeddedSnapshot, EmbeddedStore, MemoryGraph, canonical, open_store
from kg.store.datafolder import DataFolder
from kg.store.lease import Lease, retire

A, B = NamedNode("https://example.org/a"), NamedNode("https://example.org/b")
SAYS = NamedNode("https://example.org/says")


def graph(name: NamedNode, *words: str) -> NamedGraph:
    return NamedGraph.holding(name, tuple(Quad(name, SAYS, Literal(word), name) for word in words))


def words(reader: EmbeddedSnapshot | EmbeddedStore | MemoryGraph) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for quad in reader.quads():
        found.setdefault(quad.graph_name.value[-1], []).append(quad.object.value)
    return {name: sorted(values) for name, values in found.items()}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def writer(data: Path) -> Iterator[EmbeddedStore]:
    with EmbeddedStore.open(data, writable=True) as opened:
        yield opened


# --- writing ----------------------------------------------------------------------------------------------------------


def test_a_graph_replaced_holds_the_new_quads_alone(writer: EmbeddedStore) -> None:
    writer.replace_graphs([graph(A, "one", "two"), graph(B, "three")])
    writer.replace_graphs([graph(A, "two", 'fo"ur\\\n\u2028\x7f')])
    assert words(writer) == {"a": ['fo"ur\\\n\u2028\x7f', "two"], "b": ["three"]}
    writer.replace_graphs([graph(B, "three", "five")])
    assert words(writer)["b"] == ["five", "three"]


def test_the_same_graph_written_in_any_way_is_the_same(writer: EmbeddedStore) -> None:
    writer.replace_graphs([graph(A, "one", "two")])
    writer.replace_graphs([graph(A, "three")])
    writer.replace_graphs([graph(A, "two", "one")])
    assert dumped(writer) == canonical(graph(A, "one", "two").quads)


def test_removed_graphs_leave_no_name_behind(writer: EmbeddedStore) -> None:
    writer.replace_graphs([graph(A, "one"), graph(B, "two")])
    writer.remove_graphs([A, NamedNode("https://example.org/unknown")])
    assert writer.graph_names() == (B,)


def test_a_second_writer_is_told_to_wait(writer: EmbeddedStore, data: Path) -> None:
    with pytest.raises(StoreError, match="another process is writing here"):
        EmbeddedStore.open(data, writable=True)


def test_a_writer_in_another_process_is_told_to_wait(writer: EmbeddedStore, data: Path) -> None:
    opening = f"EmbeddedStore.open(Path({str(data)!r}), writable=True)"
    program = f"from pathlib import Path; from kg.store import EmbeddedStore; {opening}"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "StoreError" in done.stderr.splitlines()[-1]
    assert "another process is writing here" in done.stderr


def test_a_closed_writer_lets_the_next_one_in(data: Path) -> None:
    for word in ("one", "two"):
        with EmbeddedStore.open(data, writable=True) as writer:
            writer.replace_graphs([graph(A, word)])
    with EmbeddedStore.open(data, writable=True) as writer:
        assert words(writer) == {"a": ["two"]}
    with pytest.raises(StoreError, match="has been closed"):
        writer.graph_names()


def test_a_writer_that_dies_unclosed_keeps_what_it_wrote(data: Path) -> None:
    program = (
        "import os, sys; sys.path.insert(0, 'tests/store'); from pathlib import Path; import test_embedded as t\n"
        f"w = t.EmbeddedStore.open(Path({str(data)!r}), writable=True)\n"
        "w.replace_graphs([t.graph(t.A, 'one')]); os._exit(9)"
    )
    root = Path(__file__).resolve().parents[2]
    assert subprocess.run([sys.executable, "-c", program], cwd=root, check=False).returncode == 9
    with EmbeddedStore.open(data, writable=True) as writer:
        assert words(writer) == {"a": ["one"]}


# --- publishing -------------------------------------------------------------------------------------------------------


def test_readers_see_what_is_published_and_nothing_later(writer: EmbeddedStore, data: Path) -> None:
    writer.replace_graphs([graph(A, "one")])
    writer.publish("s1")
    with open_store(data) as first:
        writer.replace_graphs([graph(A, "two"), graph(B, "three")])
        assert words(first) == {"a": ["one"]}
        assert not first.superseded
        writer.publish("s2")
        assert words(first) == {"a": ["one"]}
        assert first.superseded
        with EmbeddedStore.open(data) as second:
            assert (second.snapshot, words(second)) == ("s2", {"a": ["two"], "b": ["three"]})


def test_publishing_the_same_state_again_changes_nothing(writer: EmbeddedStore, data: Path) -> None:
    writer.replace_graphs([graph(A, "one")])
    writer.publish("s1")
    before = (data / "CURRENT").stat().st_mtime_ns, (data / "snapshots" / "s1").stat().st_ino
    writer.publish("s1")
    assert ((data / "CURRENT").stat().st_mtime_ns, (data / "snapshots" / "s1").stat().st_ino) == before


def test_the_snapshot_before_stays_and_older_ones_go(writer: EmbeddedStore, data: Path) -> None:
    for number in (1, 2, 3):
        writer.replace_graphs([graph(A, str(number))])
        writer.publish(f"s{number}")
    assert sorted(path.name for path in (data / "snapshots").iterdir()) == ["s2", "s3"]


def test_an_old_snapshot_stays_while_somebody_reads_it(writer: EmbeddedStore, data: Path) -> None:
    writer.replace_graphs([graph(A, "1")])
    writer.publish("s1")
    reader = open_store(data)
    for number in (2, 3, 4):
        writer.replace_graphs([graph(A, str(number))])
        writer.publish(f"s{number}")
    assert reader.folder.is_dir()
    assert words(reader) == {"a": ["1"]}
    another = Lease(reader.folder)
    reader.close()
    assert (data / "snapshots" / "s1").is_dir()
    another.release()
    writer.publish("s5")
    assert sorted(path.name for path in (data / "snapshots").iterdir()) == ["s4", "s5"]


def test_the_last_reader_takes_an_old_snapshot_away(writer: EmbeddedStore, data: Path) -> None:
    readers = []
    for number in (1, 2, 3):
        writer.replace_graphs([graph(A, str(number))])
        writer.publish(f"s{number}")
        readers += [open_store(data), open_store(data)]
        os.utime(data / "snapshots" / f"s{number}", (number, number))
    for reader, left in zip(readers, ["123", "23", "23", "23", "23", "23"], strict=True):
        assert words(reader)["a"] == [reader.snapshot[1:]]
        reader.close()
        reader.close()
        assert sorted(path.name for path in (data / "snapshots").iterdir()) == [f"s{number}" for number in left]
    with open_store(data) as reader:
        assert words(reader) == {"a": ["3"]}


def test_a_snapshot_published_again_is_not_taken_away_by_who_leaves_it(writer: EmbeddedStore, data: Path) -> None:
    for number in (1, 2, 3):
        writer.replace_graphs([graph(A, str(number))])
        writer.publish(f"s{number}")
        os.utime(data / "snapshots" / f"s{number}", (number, number))
        if number == 1:
            reader = open_store(data)
    writer.replace_graphs([graph(A, "1")])
    writer.publish("s1")
    reader.close()
    with open_store(data) as again:
        assert (again.snapshot, words(again)) == ("s1", {"a": ["1"]})


def test_a_folder_that_is_wanted_after_all_stays(tmp_path: Path) -> None:
    assert not retire(tmp_path, wanted=lambda: True)
    assert tmp_path.is_dir()


def test_a_reader_that_is_killed_holds_nothing(writer: EmbeddedStore, data: Path) -> None:
    writer.replace_graphs([graph(A, "1")])
    writer.publish("s1")
    program = f"from kg.store import open_store; r = open_store({str(data)!r}); print(1, flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "1\n"
        for number in (2, 3):
            writer.replace_graphs([graph(A, str(number))])
            writer.publish(f"s{number}")
        assert (data / "snapshots" / "s1").is_dir()
        process.kill()
    writer.publish("s3")
    assert sorted(path.name for path in (data / "snapshots").iterdir()) == ["s3"]


# --- many at once -----------------------------------------------------------------------------------------------------


def test_readers_neither_wait_nor_see_half_of_what_is_being_published(writer: EmbeddedStore, data: Path) -> None:
    """Each state has the same word in forty graphs and beside them; readers come and go while thirty are published."""

    def state(number: int) -> None:
        names = [NamedNode(f"https://example.org/{place}/a") for place in range(40)]
        writer.replace_graphs(
            [NamedGraph.holding(name, (Quad(name, SAYS, Literal(str(number)), name),)) for name in names]
        )
        writer.publish(f"s{number}", lambda folder, _: (folder / "beside").write_text(str(number)))

    state(0)
    done = threading.Event()

    def read() -> set[str]:
        seen = set[str]()
        while not done.is_set():
            with open_store(data) as reader:
                told = {quad.object.value for quad in reader.quads()}
                assert told == {reader.snapshot[1:]} == {(reader.folder / "beside").read_text()}
                assert len(reader) == 40
            seen |= told
        return seen

    with ThreadPoolExecutor(3) as pool:
        reading = [pool.submit(read) for _ in range(3)]
        try:
            for number in range(1, 31):
                state(number)
        finally:
            done.set()
        seen = set[str]().union(*(each.result() for each in reading))
    assert len(seen) > 5
    assert len(list((data / "snapshots").iterdir())) <= 2 + len(reading)
    writer.publish("s30")
    assert sorted(path.name for path in (data / "snapshots").iterdir()) in (["s29", "s30"], ["s30"])


def test_going_back_to_the_state_before_shows_it_again(writer: EmbeddedStore, data: Path) -> None:
    for word, name in (("one", "s1"), ("two", "s2"), ("one", "s1")):
        writer.replace_graphs([graph(A, word)])
        writer.publish(name)
    with open_store(data) as reader:
        assert (reader.snapshot, words(reader)) == ("s1", {"a": ["one"]})


def test_a_publish_that_dies_half_way_leaves_the_old_state(data: Path, monkeypatch) -> None:
    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with EmbeddedStore.open(data, writable=True) as writer:
        writer.replace_graphs([graph(A, "one")])
        writer.publish("s1")
        writer.replace_graphs([graph(A, "two")])
        with monkeypatch.context() as patch:
            patch.setattr(DataFolder, "point_to", die)
            with pytest.raises(KeyboardInterrupt):
                writer.publish("s2")
    (data / "snapshots" / ".making-s3").mkdir()
    with open_store(data) as reader:
        assert (reader.snapshot, words(reader)) == ("s1", {"a": ["one"]})
    with EmbeddedStore.open(data, writable=True) as writer:
        assert not list((data / "snapshots").glob(".*"))
        writer.publish("s2")
    with open_store(data) as reader:
        assert words(reader) == {"a": ["two"]}


class DyingInBackup:
    """An engine whose backup dies when it has begun to write."""

    def __init__(self, engine: object) -> None:
        self.engine = engine

    def __getattr__(self, name: str) -> object:
        return getattr(self.engine, name)

    def backup(self, target: Path) -> None:
        target.mkdir()
        raise KeyboardInterrupt


def test_a_snapshot_half_made_is_none(data: Path) -> None:
    with EmbeddedStore.open(data, writable=True) as writer:
        writer.replace_graphs([graph(A, "one")])
        engine, writer._store = writer._store, DyingInBackup(writer._store)
        with pytest.raises(KeyboardInterrupt):
            writer.publish("s1")
        writer._store = engine
        del engine
        writer.publish("s1")
    with open_store(data) as reader:
        assert words(reader) == {"a": ["one"]}


def test_snapshots_share_their_files_with_the_writer(writer: EmbeddedStore, data: Path) -> None:
    writer.replace_graphs([graph(A, *map(str, range(500)))])
    writer.publish("s1")
    tables = list((data / "snapshots" / "s1" / "graph").glob("*.sst"))
    assert tables
    assert all(table.stat().st_nlink > 1 for table in tables)


def test_another_process_can_open_the_path_read_only(writer: EmbeddedStore, data: Path) -> None:
    writer.replace_graphs([graph(A, "one")])
    writer.publish("s1")
    with open_store(data) as reader:
        assert len(Store.read_only(str(reader.path))) == 1


# --- opening ----------------------------------------------------------------------------------------------------------


def test_nothing_published_is_said_with_what_to_do(writer: EmbeddedStore, data: Path) -> None:
    with pytest.raises(StoreError, match="nothing has been published here yet; build it with"):
        open_store(data)


def test_a_missing_or_damaged_snapshot_is_said(data: Path) -> None:
    with EmbeddedStore.open(data, writable=True) as writer:
        writer.replace_graphs([graph(A, "one")])
        writer.publish("s1")
    (data / "snapshots" / "s1" / "graph" / "CURRENT").write_text("junk\n", "utf-8")
    with pytest.raises(StoreError, match="snapshot s1 cannot be opened"):
        open_store(data)
    shutil.rmtree(data / "snapshots" / "s1")
    with pytest.raises(StoreError, match="snapshot s1 is missing; build again"):
        open_store(data)


def test_a_damaged_database_is_said(data: Path) -> None:
    EmbeddedStore.open(data, writable=True).close()
    (data / "graph" / "CURRENT").write_text("junk\n", "utf-8")
    with pytest.raises(StoreError, match="the database in graph/ cannot be opened"):
        EmbeddedStore.open(data, writable=True)


# --- reading, the same for every reader -------------------------------------------------------------------------------


def dumped(reader: EmbeddedSnapshot | EmbeddedStore | MemoryGraph, rdf_format: RdfFormat = RdfFormat.N_QUADS) -> bytes:
    output = io.BytesIO()
    reader.dump(rdf_format, output, prefixes={"ex": "https://example.org/"})
    return output.getvalue()


@pytest.fixture(params=["snapshot", "memory"])
def reader(request: pytest.FixtureRequest, data: Path) -> Iterator[EmbeddedSnapshot | MemoryGraph]:
    graphs = [graph(B, "z", "one"), graph(A, "one", "é", "a\nb")]
    if request.param == "memory":
        with MemoryGraph.from_quads(quad for one in graphs for quad in one.quads) as memory:
            yield memory
        return
    with EmbeddedStore.open(data, writable=True) as writer:
        writer.replace_graphs(graphs)
        writer.publish("s1")
    with open_store(data) as snapshot:
        yield snapshot


def test_the_default_graph_is_the_union_unless_graphs_are_named(reader) -> None:
    def count(text: str, **graphs: list[NamedNode]) -> str:
        return next(iter(reader.query(f"SELECT (COUNT(*) AS ?n) WHERE {{ {text} }}", **graphs)))["n"].value

    assert count("?s ?p ?o") == "5"
    assert count("?s ?p ?o", default_graphs=[A]) == "3"
    assert count("GRAPH ?g { ?s ?p ?o }", named_graphs=[B]) == "2"
    assert count("GRAPH ?g { ?s ?p 'one' }") == "2"


def test_prefixes_and_base_serve_the_query(reader) -> None:
    text = "SELECT ?o WHERE { <a> ex:says ?o }"
    found = reader.query(text, prefixes={"ex": "https://example.org/"}, base_iri="https://example.org/")
    assert sorted(row["o"].value for row in found) == ["a\nb", "one", "é"]


def test_a_malformed_query_says_where(reader) -> None:
    with pytest.raises(QueryError) as caught:
        reader.query("SELECT ?x WHERE {\n ?x a }")
    assert (caught.value.line, caught.value.column) == (2, 8)
    assert caught.value.message.startswith("expected")


def test_a_function_that_the_engine_lacks_is_a_query_error(reader) -> None:
    with pytest.raises(QueryError, match="custom function"):
        reader.query("SELECT (<https://example.org/f>(?s) AS ?x) WHERE { ?s ?p ?o }")


def test_an_update_is_no_query(reader) -> None:
    with pytest.raises(QueryError):
        reader.query("INSERT DATA { <https://example.org/a> <https://example.org/p> 1 }")


def test_quads_are_found_by_pattern(reader) -> None:
    assert {quad.graph_name for quad in reader.quads(None, SAYS, Literal("one"))} == {A, B}
    assert len(list(reader.quads(graph=A))) == 3
    assert len(reader) == 5
    assert reader.graph_names() == (A, B)


def test_n_quads_are_canonical(reader) -> None:
    lines = dumped(reader).decode().splitlines(keepends=True)
    says = "<https://example.org/says>"
    assert lines == [
        f'<{A.value}> {says} "a\\nb" <{A.value}> .\n',
        f'<{A.value}> {says} "one" <{A.value}> .\n',
        f'<{A.value}> {says} "é" <{A.value}> .\n',
        f'<{B.value}> {says} "one" <{B.value}> .\n',
        f'<{B.value}> {says} "z" <{B.value}> .\n',
    ]


@pytest.mark.parametrize("rdf_format", [RdfFormat.N_TRIPLES, RdfFormat.TURTLE, RdfFormat.RDF_XML])
def test_formats_without_graphs_get_the_union(reader, rdf_format: RdfFormat) -> None:
    store = Store()
    store.load(dumped(reader, rdf_format), rdf_format)
    assert {(quad.subject, quad.object.value) for quad in store} == {
        (A, "one"), (A, "é"), (A, "a\nb"), (B, "one"), (B, "z"),
    }  # fmt: skip


@pytest.mark.parametrize("rdf_format", [RdfFormat.TRIG, RdfFormat.TURTLE, RdfFormat.JSON_LD])
def test_every_format_comes_out_the_same_whatever_the_order_of_writing(reader, rdf_format: RdfFormat) -> None:
    shuffled = sorted(reader.quads(), key=lambda quad: quad.object.value[::-1], reverse=True)
    assert dumped(reader, rdf_format) == dumped(MemoryGraph.from_quads(shuffled), rdf_format)


def test_one_graph_can_be_dumped_alone(reader) -> None:
    output = io.BytesIO()
    reader.dump(RdfFormat.N_TRIPLES, output, graph=B)
    assert output.getvalue().count(b"\n") == 2


def test_prefixes_shorten_what_is_dumped(reader) -> None:
    assert b"ex:says" in dumped(reader, RdfFormat.TRIG)
