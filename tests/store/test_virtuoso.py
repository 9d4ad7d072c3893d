"""The graph on Virtuoso (Debian's ``virtuoso-opensource``): started here, filled, asked and killed."""

from __future__ import annotations

import io
import json
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from fake_annotator import FakeAnnotator
from pyoxigraph import Literal, NamedNode, QueryBoolean, Triple
from test_building import ARTICLES, n_quads, written
from test_remote import PROGRAM as OXIGRAPH
from test_remote import Server as OxigraphServer
from test_remote import exported

from kg.building import build, remove
from kg.errors import StoreError
from kg.export import FORMATS
from kg.query import EXAMPLES, run
from kg.store import RemoteStore, open_store
from kg.store.server import AUTH_VARIABLE, discover
from kg.store.virtuoso import answered, asked, mended
from kg.vocab import XSD

sys.path.append(str(Path(__file__).resolve().parents[2] / "benchmarks"))
from service import QUERIES as TYPICAL  # found through the path above

PROGRAM = shutil.which("virtuoso-t")
SETTINGS = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = temp.db
TransactionFile = temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 5
ServerRoot = .
[SPARQL]
ResultSetMaxRows = {rows}
"""
MOST_ROWS = 20_000


def free_ports() -> tuple[int, int]:
    with socket.socket() as one, socket.socket() as other:
        one.bind(("127.0.0.1", 0))
        other.bind(("127.0.0.1", 0))
        return one.getsockname()[1], other.getsockname()[1]


class Virtuoso:
    """A server on free ports, with its database in a folder, so that it can die and come back."""

    def __init__(self, folder: Path) -> None:
        sql, http = free_ports()
        self.address = f"http://127.0.0.1:{http}"
        self.folder = folder
        (folder / "virtuoso.ini").write_text(SETTINGS.format(sql=sql, http=http, rows=MOST_ROWS))
        self.start()

    def start(self) -> None:
        assert PROGRAM is not None
        command = [PROGRAM, "-c", "virtuoso.ini", "-f"]
        self.process = subprocess.Popen(command, cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        end = time.monotonic() + 240  # making its database takes it a quarter of a minute where nobody else is at work
        while not self.answers():
            assert self.process.poll() is None, (self.folder / "virtuoso.log").read_text()
            assert time.monotonic() < end, "Virtuoso does not start"
            time.sleep(0.2)

    def answers(self) -> bool:
        try:
            urllib.request.urlopen(self.address + "/sparql?query=ASK%20%7B%7D", timeout=60).close()
        except urllib.error.HTTPError as error:
            error.close()
            return False
        except OSError:
            return False
        return True

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Virtuoso]:
    if PROGRAM is None:
        pytest.skip("needs Virtuoso: apt-get install virtuoso-opensource")
    started = Virtuoso(tmp_path_factory.mktemp("virtuoso"))
    yield started
    started.kill()


@pytest.fixture(autouse=True)
def password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(AUTH_VARIABLE, "dba:dba")  # as it is before anybody has set one


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    return written(tmp_path / "articles", ARTICLES)


@pytest.fixture
def remote(articles: Path, tmp_path: Path, server: Virtuoso) -> Iterator[Path]:
    data = tmp_path / "remote"
    build([articles], data, annotator=FakeAnnotator(), store=server.address)
    yield data
    remove(list(ARTICLES), data)


@pytest.mark.slow
def test_the_same_build_gives_the_same_graph_and_the_same_files(articles: Path, remote: Path, tmp_path: Path) -> None:
    local = tmp_path / "local"
    build([articles], local, annotator=FakeAnnotator())
    assert n_quads(remote) == n_quads(local)
    with open_store(local) as here, open_store(remote) as there:
        assert (there.snapshot, len(there), there.graph_names()) == (here.snapshot, len(here), here.graph_names())
    for name in sorted(FORMATS):
        assert exported(remote, name) == exported(local, name), name
    assert build([articles], remote, annotator=FakeAnnotator()).published.graphs_written == 0
    for data in (local, remote):
        remove(["a"], data)
    assert n_quads(remote) == n_quads(local)
    for data in (local, remote):
        build([articles], data, annotator=FakeAnnotator())
    assert n_quads(remote) == n_quads(local)


@pytest.fixture(scope="module")
def everywhere(
    seeds_data: Path, server: Virtuoso, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Path]]:
    """The graph of the seeds in a data folder, on Virtuoso, and on the Oxigraph server."""
    if OXIGRAPH is None:
        pytest.skip("needs the oxigraph server: pip install oxigraph")
    folder = tmp_path_factory.mktemp("everywhere")
    oxigraph = OxigraphServer(folder / "graph")
    folders = {"here": seeds_data, "Virtuoso": folder / "virtuoso", "Oxigraph": folder / "oxigraph"}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(AUTH_VARIABLE, "dba:dba")
        for name, address in (("Virtuoso", server.address), ("Oxigraph", oxigraph.address)):
            shutil.copytree(seeds_data, folders[name])
            build([], folders[name], annotator=FakeAnnotator(), store=address)
        yield folders
        remove([path.stem for path in Path("seeds").resolve().glob("*.txt")], folders["Virtuoso"])
    oxigraph.kill()


QUESTIONS = TYPICAL | {f"example {one.name}": one.text for one in EXAMPLES}


@pytest.mark.slow
@pytest.mark.parametrize("name", QUESTIONS)
def test_typical_questions_are_answered_identically_wherever_the_graph_lies(
    name: str, everywhere: dict[str, Path]
) -> None:
    answers = {}
    for place, data in everywhere.items():
        with open_store(data) as reader:
            answer, output = run(reader, QUESTIONS[name]), io.BytesIO()
            answer.write(output, "nt" if "CONSTRUCT" in QUESTIONS[name] else "csv")
            answers[place] = sorted(output.getvalue().splitlines())
    assert answers["Virtuoso"] == answers["here"]
    assert answers["Oxigraph"] == answers["here"]
    assert len(answers["here"]) > 1 or name == "yes or no"


@pytest.mark.slow
def test_a_server_that_is_killed_in_the_middle_is_filled_up_by_the_next_build(
    articles: Path, remote: Path, server: Virtuoso, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.store.server._WAIT_SECONDS", 0.01)
    original = RemoteStore.replace_graphs

    def dying(self: RemoteStore, graphs) -> None:
        original(self, [next(iter(graphs))])
        server.kill()
        original(self, graphs)

    with monkeypatch.context() as patch:
        patch.setattr(RemoteStore, "replace_graphs", dying)
        with pytest.raises(StoreError, match="the server cannot be reached"):
            build([articles], remote, annotator=FakeAnnotator("fake 2"))
    server.start()
    build([articles], tmp_path / "local", annotator=FakeAnnotator("fake 2"))
    build([articles], remote, annotator=FakeAnnotator("fake 2"))
    assert n_quads(remote) == n_quads(tmp_path / "local")


@pytest.mark.slow
def test_an_answer_that_is_cut_off_is_never_taken_for_whole(remote: Path) -> None:
    with open_store(remote) as reader:
        assert len(list(reader.query("SELECT ?a { ?a ?b ?c . ?d ?e ?f } LIMIT 19999"))) == 19_999
        with pytest.raises(StoreError, match="cuts answers off after 20,000 rows"):
            reader.query("SELECT ?a { ?a ?b ?c . ?d ?e ?f }")


@pytest.mark.slow
@pytest.mark.parametrize("password", [None, "dba:wrong"])
def test_who_may_not_write_is_told_so(password: str | None, server: Virtuoso, monkeypatch: pytest.MonkeyPatch) -> None:
    if password is None:
        monkeypatch.delenv(AUTH_VARIABLE)
    else:
        monkeypatch.setenv(AUTH_VARIABLE, password)
    monkeypatch.setattr("kg.store.authorization._challenges", {})
    with pytest.raises(StoreError, match=f"lets nobody write without permission; set {AUTH_VARIABLE}"):
        discover(server.address)


# --- what is put right on the way, without a server -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (r"PREFIX a: <urn:a/> SELECT * { GRAPH a:b\/c { ?s ?p ?o } }", "GRAPH <urn:a/b/c> {"),
        (r"prefix : <urn:> SELECT * { :x\.\- ?p :y. }", "{ <urn:x.-> ?p :y. }"),
        (r"PREFIX a: <urn:a/> SELECT * { ?s a:b\/c. }", "?s <urn:a/b/c>. }"),
        (r"""PREFIX a: <urn:> SELECT ("a:b\"a:\\c" AS ?x) ('''a:b\n' "a:c\"''' AS ?y) {}""", "SELECT ("),
        ("PREFIX a: <urn:> SELECT * { ?s ?p <urn:a:b> } # a:b\\/c", "# a:b\\/c"),
        (r"PREFIX b: <urn:> SELECT * { ?s ?p a:b\/c }", r"a:b\/c }"),
    ],
)
def test_names_with_backslashes_are_spelled_out_and_nothing_else(text: str, wanted: str) -> None:
    assert wanted in asked(text)
    if wanted == "SELECT (" or "b: <urn:>" in text or "#" in text:
        assert asked(text) == text


def test_answers_come_as_the_standard_has_them() -> None:
    def row(kind: str, value: str) -> dict[str, dict[str, str]]:
        return {"x": {"type": "typed-literal", "datatype": kind, "value": value}}

    given = [row(XSD.boolean.value, "0"), row(XSD.dayTimeDuration.value, "5400.0"), row(XSD.integer.value, "1")]
    answer = {"head": {"vars": ["x"]}, "results": {"bindings": [*given, {"x": {"type": "uri", "value": "urn:1"}}]}}
    told = json.loads(answered(json.dumps(answer).encode()))["results"]["bindings"]
    assert [one["x"]["value"] for one in told] == ["false", "PT1H30M", "1", "urn:1"]
    yes = {"head": {"vars": ["__ASK_RETVAL"]}, "results": {"bindings": [{"__ASK_RETVAL": {"value": "1"}}]}}
    assert json.loads(answered(json.dumps(yes).encode()))["boolean"] is True
    subject = NamedNode("urn:s")
    literals = [Literal("1", datatype=XSD.boolean), Literal("1", language="en"), Literal("1")]
    found = [one.object for one in mended(Triple(subject, subject, one) for one in literals)]
    assert found == [Literal("true", datatype=XSD.boolean), *literals[1:]]


def test_a_question_of_yes_or_no(remote: Path) -> None:
    with open_store(remote) as reader:
        for text, wanted in (("ASK { ?s ?p ?o }", True), ("ASK { <urn:nobody> ?p ?o }", False)):
            found = reader.query(text)
            assert isinstance(found, QueryBoolean)
            assert bool(found) is wanted
