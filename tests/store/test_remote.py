"""The graph on a SPARQL server (Oxigraph's, started here): the same build, the same answers, the same files."""

from __future__ import annotations

import io
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from fake_annotator import FakeAnnotator
from pyoxigraph import Literal, NamedNode, QueryBoolean, QuerySolutions
from test_building import ARTICLES, n_quads, written

from kg.archive import backup, restore
from kg.building import build, remove
from kg.errors import QueryError, StoreError
from kg.export import FORMATS, Export, Selection
from kg.network import Network
from kg.query import EXAMPLES, run
from kg.store import RemoteSnapshot, RemoteStore, open_store, open_writer
from kg.store.server import ATTEMPTS, discover
from kg.vocab import DM, ID_BASE, RDF

PROGRAM = shutil.which("oxigraph", path=os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")]))


class Server:
    """An Oxigraph server on a free port, with its graph in a folder, so that it can die and come back."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self.folder = folder
        self.start()

    def start(self) -> None:
        assert PROGRAM is not None
        command = [PROGRAM, "serve", "--location", str(self.folder), "--bind", f"127.0.0.1:{self.port}"]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        end = time.monotonic() + 60
        while time.monotonic() < end:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        raise TimeoutError(command)

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    if PROGRAM is None:
        pytest.skip("needs the oxigraph server: pip install oxigraph")
    server = Server(tmp_path_factory.mktemp("server"))
    yield server
    server.kill()


@pytest.fixture
def server(running: Server) -> Server:
    """The server with nothing in it."""
    request = urllib.request.Request(
        running.address + "/update", b"DROP ALL", {"Content-Type": "application/sparql-update"}
    )
    urllib.request.urlopen(request, timeout=60).close()
    return running


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    return written(tmp_path / "articles", ARTICLES)


@pytest.fixture
def local(articles: Path, tmp_path: Path) -> Path:
    build([articles], tmp_path / "local", annotator=FakeAnnotator())
    return tmp_path / "local"


@pytest.fixture
def remote(articles: Path, tmp_path: Path, server: Server) -> Path:
    build([articles], tmp_path / "remote", annotator=FakeAnnotator(), store=server.address)
    return tmp_path / "remote"


def exported(data: Path, name: str) -> bytes:
    with open_store(data) as reader:
        network = Network.from_reader(reader, ID_BASE)
        return b"".join(FORMATS[name].chunks(Export(reader, Selection("actors"), network)))


def test_the_same_build_gives_the_same_graph_and_the_same_files(local: Path, remote: Path) -> None:
    assert n_quads(remote) == n_quads(local)
    with open_store(local) as here, open_store(remote) as there:
        assert isinstance(there, RemoteSnapshot)
        assert (there.snapshot, len(there), there.graph_names()) == (here.snapshot, len(here), here.graph_names())
        assert not (remote / "graph").exists()
    for name in sorted(FORMATS):
        assert exported(remote, name) == exported(local, name), name


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_the_examples_are_answered_identically(local: Path, remote: Path, example) -> None:
    answers = []
    for data in (local, remote):
        with open_store(data) as reader:
            output = io.BytesIO()
            run(reader, example.text).write(output, "csv")
            header, *lines = output.getvalue().splitlines()
            answers.append((header, sorted(lines)))
    assert answers[0] == answers[1]


def test_questions_of_every_kind(remote: Path) -> None:
    with open_store(remote) as reader:
        asked = reader.query("ASK { ?m a dm:Meeting }", prefixes={"dm": DM.Meeting.value.removesuffix("Meeting")})
        assert isinstance(asked, QueryBoolean)
        assert bool(asked)
        made = list(reader.query("CONSTRUCT { ?m a <urn:x> } WHERE { ?m a <https://schema.org/Event> }"))
        assert len(made) >= 2
        (document,) = reader.query('SELECT ?d { ?d <http://purl.org/dc/terms/identifier> "a" }')
        graph = document["d"]
        assert isinstance(graph, NamedNode)
        inside = reader.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", default_graphs=[graph])
        assert isinstance(inside, QuerySolutions)
        (count,) = inside
        assert int(count["n"].value) == len(list(reader.quads(graph=graph))) > 10
        found = list(reader.quads(graph, RDF.type, DM.Document, graph))
        assert len(found) == 1
        assert list(reader.quads(graph, RDF.type, Literal("x"), graph)) == []
        with pytest.raises(QueryError) as caught:
            reader.query("SELECT ?x {\n ?x ?y }")
        assert caught.value.line == 2


def test_changes_reach_the_server_and_readers_hear_of_them(articles: Path, local: Path, remote: Path) -> None:
    with open_store(remote) as before:
        remove(["a"], remote)
        assert before.superseded
    remove(["a"], local)
    assert n_quads(remote) == n_quads(local)
    written(articles, {"b": "Iran opposes the deal."})
    for data in (local, remote):
        report = build([articles / "b.txt"], data, annotator=FakeAnnotator())
        assert report.replaced == ("b",)
    assert n_quads(remote) == n_quads(local)


def test_a_server_that_dies_in_the_middle_is_filled_up_by_the_next_build(
    articles: Path, local: Path, remote: Path, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.store.server._WAIT_SECONDS", 0.01)
    written(articles, {"b": "Iran opposes the deal."})
    original = RemoteStore.replace_graphs

    def dying(self: RemoteStore, graphs) -> None:
        original(self, [next(iter(graphs))])
        server.kill()
        original(self, graphs)

    with monkeypatch.context() as patch:
        patch.setattr(RemoteStore, "replace_graphs", dying)
        with pytest.raises(StoreError, match="the server cannot be reached"):
            build([articles], remote, annotator=FakeAnnotator("fake 2"))
    with pytest.raises(StoreError, match="cannot be reached"), open_store(remote) as reader:
        len(reader)
    server.start()
    for data in (local, remote):
        build([articles], data, annotator=FakeAnnotator("fake 2"))
    assert n_quads(remote) == n_quads(local)


def test_a_short_absence_is_waited_for(local: Path, remote: Path, server: Server, monkeypatch) -> None:
    server.kill()
    waits: list[int] = []

    def wait(attempt: int) -> None:
        waits.append(attempt)
        if len(waits) == ATTEMPTS - 1:
            server.start()

    monkeypatch.setattr("kg.store.server._wait", wait)
    assert n_quads(remote) == n_quads(local)
    assert len(waits) == ATTEMPTS - 1


def test_one_writer_at_a_time(remote: Path) -> None:
    with open_writer(remote), pytest.raises(StoreError, match="another process is writing here"):
        remove(["a"], remote)
    remove(["a"], remote)


def test_a_backup_fills_a_server_again(remote: Path, server: Server, tmp_path: Path) -> None:
    wanted = n_quads(remote)
    backup(remote, tmp_path / "b.tar")
    for name in ("a", "b"):
        remove([name], remote)
    restore(tmp_path / "b.tar", tmp_path / "again")
    assert n_quads(tmp_path / "again") == wanted
    assert sorted(path.name for path in (tmp_path / "again").iterdir() if path.name != "lock") == [
        *("CURRENT", "STORE", "ledger.sqlite", "snapshots", "version")
    ]


def test_addresses_that_are_none(tmp_path: Path, server: Server, monkeypatch) -> None:
    monkeypatch.setattr("kg.store.server._WAIT_SECONDS", 0.01)
    with pytest.raises(StoreError, match="is no address of a server"):
        discover("ftp://example.org")
    with pytest.raises(StoreError, match="cannot be reached"):
        build([], tmp_path / "d", annotator=FakeAnnotator(), store="http://127.0.0.1:9")
    with pytest.raises(StoreError, match="does not answer SPARQL"):
        discover(server.address + "/elsewhere")


def test_a_password_comes_from_the_environment_and_is_never_kept(
    articles: Path, tmp_path: Path, server: Server, monkeypatch
) -> None:
    with pytest.raises(StoreError, match="put user:password into this variable"):
        discover(server.address.replace("//", "//ann:secret@"))
    sent: list[str | None] = []
    original = urllib.request.urlopen

    def watched(request: urllib.request.Request, timeout: float) -> object:
        given = request.get_header("Authorization")
        sent.extend([given] if request.data is not None or given is not None else [])  # else asks what is wanted
        return original(request, timeout=timeout)

    monkeypatch.setattr(urllib.request, "urlopen", watched)
    monkeypatch.setenv("DEMARCHE_STORE_AUTH", "ann:secret")
    build([articles], tmp_path / "d", annotator=FakeAnnotator(), store=server.address)
    assert set(sent) == {"Basic YW5uOnNlY3JldA=="}
    assert b"secret" not in b"".join(path.read_bytes() for path in (tmp_path / "d").rglob("*") if path.is_file())


def test_a_folder_may_move_to_a_server_and_from_one_to_the_next(local: Path, articles: Path, server: Server) -> None:
    wanted = n_quads(local)
    report = build([articles], local, annotator=FakeAnnotator(), store=server.address)
    assert (report.unchanged, report.published.graphs_written) == (tuple("abcde"), 7)
    assert n_quads(local) == wanted
    assert build([articles], local, annotator=FakeAnnotator(), store=server.address).published.graphs_written == 0
