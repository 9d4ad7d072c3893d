"""Other servers: only those that are listed, only where they are public, and never for longer than is given.

Everything here happens on this machine: names are looked up in a table, and connections go to a local server.
"""

from __future__ import annotations

import http.server
import json
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from pyoxigraph import Literal
from small_graph import small_graph, write_small_folder

import kg.query.remote
from api import Settings, close, create_app
from kg.errors import InputError, QueryError, QueryLimit
from kg.query import run, select
from kg.query.federation import MOST_ROWS
from kg.query.remote import Remote, RemoteError
from kg.query.writing import Verb, Write, write
from kg.store import open_store

PUBLIC = "93.184.216.34"
TURTLE = "<#it> <urn:says> 'elsewhere', [ <urn:deep> 1 ] ."


@dataclass
class Elsewhere:
    """A server that answers what is put into it, under whatever name; it remembers what it was asked."""

    port: int
    answers: dict[str, tuple[int, dict[str, str], bytes]] = field(default_factory=dict)
    asked: list[tuple[str, str, str]] = field(default_factory=list)
    connected: list[tuple[str, int]] = field(default_factory=list)
    names: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def resolve(self, host: str, _port: int) -> tuple[str, ...]:
        return self.names.get(host, (PUBLIC,))

    def connect(self, address: str, port: int, seconds: float) -> socket.socket:
        self.connected.append((address, port))
        return socket.create_connection(("127.0.0.1", self.port), timeout=seconds)

    def remote(self, *entries: str) -> Remote:
        return Remote(entries, self.resolve, self.connect)

    def answer(self, path: str, body: bytes | str, media_type: str = "text/turtle", status: int = 200, **headers: str):
        body = body.encode() if isinstance(body, str) else body
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        self.answers[path] = (status, {"Content-Type": media_type, **told}, body)

    def rows(self, path: str, *rows: dict) -> None:
        names = sorted({name for row in rows for name in row})
        told = {"head": {"vars": names}, "results": {"bindings": list(rows)}}
        self.answer(path, json.dumps(told), "application/sparql-results+json")


@pytest.fixture
def elsewhere() -> Iterator[Elsewhere]:
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            there.asked.append((self.command, self.path, body))
            status, headers, answer = there.answers.get(urlsplit(self.path).path, (404, {}, b""))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer)

        do_POST = do_GET

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        there = Elsewhere(server.server_address[1])
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield there
        server.shutdown()
        thread.join()


# --- who may be asked -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("entry", "address", "permitted"),
    [
        ("example.org", "http://example.org/a?b", True),
        ("example.org", "https://EXAMPLE.org", True),
        ("example.org", "http://example.org:8080/", False),
        ("example.org", "http://www.example.org/", False),
        ("example.org", "http://example.org.evil.net/", False),
        ("example.org", "http://example.org@evil.net/", False),
        ("example.org", "http://user:password@example.org/", False),
        ("example.org", "ftp://example.org/", False),
        ("example.org", "file:///etc/passwd", False),
        ("example.org", "http://example.org./", False),
        ("example.org", "http://example.org\\.evil.net/", False),
        ("example.org", "http://exämple.org/", False),
        ("https://example.org/sparql", "https://example.org/sparql", True),
        ("https://example.org/sparql", "https://example.org/sparql?x", True),
        ("https://example.org/sparql", "https://example.org/sparql/below", True),
        ("https://example.org/sparql", "https://example.org/sparqlx", False),
        ("https://example.org/sparql", "https://example.org/sparql/../admin", False),
        ("https://example.org/sparql", "https://example.org/sparql/%2E%2e/admin", False),
        ("https://example.org/sparql", "http://example.org/sparql", False),
        ("https://example.org/sparql", "https://example.org:444/sparql", False),
        ("http://example.org:8080/", "http://example.org:8080/x", True),
        ("127.0.0.0/8", "http://127.0.0.1/", False),
        ("127.0.0.1", "http://127.0.0.1/", True),
    ],
)
def test_only_what_is_listed_is_permitted(entry: str, address: str, permitted: bool):
    assert Remote.of(entry).permits(address) is permitted
    assert not Remote().permits(address)


@pytest.mark.parametrize("listed", ["a b", "http://", "http://u@h/", "ftp://x/", "10.0.0.0/33", "-x.org", "10.1.2.3/8"])
def test_a_list_that_cannot_be_read_is_refused(listed: str):
    with pytest.raises(InputError, match="DEMARCHE_REMOTE"):
        Settings(remote=f"example.org, {listed}")


NOT_PUBLIC = [
    "127.0.0.1",
    "127.8.8.8",
    "0.0.0.0",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "192.0.2.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "fe80::1",
    "fe80::1%eth0",
    "fc00::1",
    "fec0::1",
    "ff02::1",
    "2001:db8::1",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
    "2001:0:7f00:1::",
]


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_a_listed_name_that_leads_inside_is_not_asked(elsewhere: Elsewhere, address: str):
    elsewhere.names["example.org"] = (address,)
    with pytest.raises(RemoteError, match="not public"):
        elsewhere.remote("example.org").fetch("http://example.org/", "*/*")
    elsewhere.names["example.org"] = (PUBLIC, address)
    with pytest.raises(RemoteError, match="not public"):
        elsewhere.remote("example.org").fetch("http://example.org/", "*/*")
    assert elsewhere.connected == []


@pytest.mark.parametrize("address", [PUBLIC, "2606:2800:220:1:248:1893:25c8:1946", "::ffff:93.184.216.34"])
def test_the_address_that_was_looked_at_is_the_one_that_is_asked(elsewhere: Elsewhere, address: str):
    """A name that resolves to something else a moment later changes nothing: it is looked up once."""
    looked_up = iter([(address,), ("127.0.0.1",)])
    elsewhere.answer("/x", "")
    remote = Remote(("example.org",), lambda _host, _port: next(looked_up), elsewhere.connect)
    remote.fetch("http://example.org/x", "*/*")
    assert elsewhere.connected == [(address, 80)]


def test_a_network_that_is_listed_may_be_asked_though_it_is_not_public(elsewhere: Elsewhere):
    elsewhere.names |= {"inside.example": ("10.1.2.3",), "other.example": ("10.2.2.3",)}
    elsewhere.answer("/", "")
    remote = elsewhere.remote("inside.example", "other.example", "10.1.0.0/16")
    assert remote.fetch("http://inside.example/", "*/*").media_type == "text/turtle"
    with pytest.raises(RemoteError, match="not public"):
        remote.fetch("http://other.example/", "*/*")


# --- redirects, lengths and times -------------------------------------------------------------------------------------


def test_redirects_are_followed_within_the_list(elsewhere: Elsewhere):
    elsewhere.answer("/a", "", status=302, Location="http://b.example/b#fragment")
    elsewhere.answer("/b", "", status=308, Location="c")
    elsewhere.answer("/c", TURTLE)
    fetched = elsewhere.remote("a.example", "b.example").fetch("http://a.example/a", "text/turtle")
    assert (fetched.address, fetched.body) == ("http://b.example/c", TURTLE.encode())


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("http://c.example/", "not on the list"),
        ("http://127.0.0.1/", "not on the list"),
        ("file:///etc/passwd", "not on the list"),
        ("gopher://a.example/", "not on the list"),
        ("http://inside.example/", "not public"),
        ("http://[", "does not answer|not on the list"),
        ("/a", "more than 5 redirects"),
    ],
)
def test_every_redirect_is_looked_at(elsewhere: Elsewhere, location: str, reason: str):
    elsewhere.names["inside.example"] = ("192.168.0.1",)
    elsewhere.answer("/a", "", status=301, Location=location)
    with pytest.raises(RemoteError, match=reason):
        elsewhere.remote("a.example", "inside.example").fetch("http://a.example/a", "*/*")
    assert {address for address, _ in elsewhere.connected} == {PUBLIC}


def test_nothing_leads_from_https_to_http(elsewhere: Elsewhere, monkeypatch: pytest.MonkeyPatch):
    class Plain:
        def wrap_socket(self, line: socket.socket, *, server_hostname: str) -> socket.socket:
            assert server_hostname == "a.example"
            return line

    monkeypatch.setattr(ssl, "create_default_context", Plain)
    elsewhere.answer("/a", "", status=301, Location="http://a.example/b")
    with pytest.raises(RemoteError, match="less safe"):
        elsewhere.remote("a.example").fetch("https://a.example/a", "*/*")
    assert elsewhere.connected == [(PUBLIC, 443)]


def test_answers_and_times_are_bounded(elsewhere: Elsewhere, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(kg.query.remote, "MOST_BYTES", 1000)
    monkeypatch.setattr(kg.query.remote, "SECONDS", 0.5)
    remote = elsewhere.remote("a.example")
    elsewhere.answer("/long", "x" * 1001)
    with pytest.raises(RemoteError, match="more than 1000 bytes"):
        remote.fetch("http://a.example/long", "*/*")
    elsewhere.answer("/packed", "x", Content_Encoding="gzip")
    with pytest.raises(RemoteError, match="packed"):
        remote.fetch("http://a.example/packed", "*/*")
    with socket.create_server(("127.0.0.1", 0)) as silent:
        slow = Remote(
            ("a.example",), elsewhere.resolve, lambda _a, _p, s: socket.create_connection(silent.getsockname(), s)
        )
        began = time.monotonic()
        with pytest.raises(RemoteError, match="does not answer"):
            slow.fetch("http://a.example/", "*/*")
        assert time.monotonic() - began < 10


def test_a_host_that_nobody_knows_is_named():
    def unknown(_host: str, _port: int) -> tuple[str, ...]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    with pytest.raises(RemoteError, match=r"^http://a\.example/: does not answer"):
        Remote(("a.example",), unknown).fetch("http://a.example/", "*/*")


# --- SERVICE ----------------------------------------------------------------------------------------------------------

IRAN = "https://w3id.org/demarche/id/iran"
CALL = "SERVICE <http://a.example/sparql> { ?c <urn:size> ?size }"
ASKED = f"SELECT ?name ?size {{ ?c a dm:Country ; skos:prefLabel ?name {CALL} }}"
INJECTED = {"x": {"type": "uri", "value": "http://x> } SERVICE <http://127.0.0.1/> { ?a ?b ?c"}}


def test_a_service_that_is_listed_is_asked_and_joined(elsewhere: Elsewhere):
    elsewhere.rows(
        "/sparql",
        {"c": {"type": "uri", "value": IRAN}, "size": {"type": "literal", "value": '1\n"2'}},
        {"c": {"type": "uri", "value": "urn:other"}, "size": {"type": "literal", "value": "3"}},
    )
    answer = run(small_graph(), ASKED, remote=elsewhere.remote("a.example"))
    assert [(row["name"], row["size"]) for row in answer] == [(Literal("Iran"), Literal('1\n"2'))]
    ((method, path, body),) = elsewhere.asked
    assert (method, path) == ("POST", "/sparql")
    (query,) = parse_qs(body)["query"]
    assert query.endswith(f"SELECT * WHERE {{ ?c <urn:size> ?size }} LIMIT {MOST_ROWS + 1}")
    assert "PREFIX skos: <http://www.w3.org/2004/02/skos/core#>" in query


def test_prefixes_and_base_hold_in_the_block(elsewhere: Elsewhere):
    elsewhere.rows("/sparql", {"x": {"type": "bnode", "value": "b0"}}, {})
    text = "BASE <http://a.example/> PREFIX e: <sparql> SELECT ?x { SERVICE SILENT e: { <x> e:y ?x } }"
    rows = list(run(small_graph(), text, remote=elsewhere.remote("a.example")))
    assert [None if row["x"] is None else row["x"].value for row in rows] == [
        "http://a.example/.well-known/genid/b0",
        None,
    ]
    (query,) = parse_qs(elsewhere.asked[0][2])["query"]
    assert query.startswith("BASE <http://a.example/>\n")
    assert "PREFIX e: <http://a.example/sparql>" in query


@pytest.mark.parametrize(
    ("status", "media_type", "body"),
    [
        (500, "text/plain", ""),
        (200, "text/html", "<p>hello"),
        (200, "application/sparql-results+json", "{"),
        (200, "application/sparql-results+json", '{"head":{},"boolean":true}'),
        (
            200,
            "application/sparql-results+json",
            json.dumps({"head": {"vars": ["x"]}, "results": {"bindings": [INJECTED]}}),
        ),
    ],
)
def test_a_service_that_fails_is_told_unless_it_may(elsewhere: Elsewhere, status: int, media_type: str, body: str):
    elsewhere.answer("/sparql", body, media_type, status)
    remote = elsewhere.remote("a.example")
    with pytest.raises(RemoteError, match=r"http://a\.example/sparql"):
        run(small_graph(), ASKED, remote=remote)
    silent = run(small_graph(), ASKED.replace("SERVICE", "SERVICE SILENT"), remote=remote)
    assert all(row["name"] is not None and row["size"] is None for row in silent)


def test_too_many_rows_are_too_many_and_many_are_not(elsewhere: Elsewhere):
    row = {"size": {"type": "literal", "value": "x"}}
    elsewhere.rows("/sparql", *[row] * MOST_ROWS)
    text = f"SELECT (COUNT(*) AS ?n) {{ {CALL} }}"
    (counted,) = run(small_graph(), text, remote=elsewhere.remote("a.example"))
    assert counted["n"].value == str(MOST_ROWS)
    elsewhere.rows("/sparql", *[row] * (MOST_ROWS + 1))
    with pytest.raises(QueryLimit, match="more than 10000 rows"):
        run(small_graph(), text, remote=elsewhere.remote("a.example"))


@pytest.mark.parametrize(
    "call",
    [
        "SERVICE <http://b.example/> { ?a ?b ?c }",
        "VALUES ?x { <http://a.example/> } SERVICE ?x { ?a ?b ?c }",
        "SERVICE <http://a.example/x> { ?a ?b ?c } SERVICE <http://127.0.0.1/> { ?a ?b ?c }",
        "SERVICE SILENT <http://169.254.169.254/> { ?a ?b ?c }",
    ],
)
def test_others_are_refused_as_before(elsewhere: Elsewhere, call: str):
    elsewhere.rows("/x", {})
    with pytest.raises(QueryError, match="SERVICE"):
        run(small_graph(), f"SELECT * {{ {call} }}", remote=elsewhere.remote("a.example"))
    assert {path for _, path, _ in elsewhere.asked} <= {"/x"}


def test_search_is_no_call_and_may_find_many(elsewhere: Elsewhere):
    text = 'SELECT * { SERVICE search:names { ?x search:query "ir*" } }'
    assert len(list(run(small_graph(), text, remote=elsewhere.remote("a.example")))) > 0
    assert elsewhere.asked == []


# --- FROM and LOAD ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["FROM <http://a.example/g>", "PREFIX", "request"])
def test_a_graph_from_elsewhere_is_asked_beside_those_here(elsewhere: Elsewhere, how: str):
    elsewhere.answer("/g", TURTLE)
    here = small_graph()
    entities = next(name.value for name in here.graph_names() if name.value.endswith("graph/entities"))
    pattern = "{ { ?x <urn:says> ?y } UNION { ?x a dm:Country BIND (1 AS ?y) } }"
    remote = elsewhere.remote("a.example")
    if how == "request":
        rows = list(run(here, f"SELECT ?y {pattern}", default_graphs=["http://a.example/g", entities], remote=remote))
    else:
        chosen = how if how != "PREFIX" else "FROM a:g"
        text = f"PREFIX a: <http://a.example/> SELECT ?y {chosen} FROM <{entities}> {pattern}"
        rows = list(run(here, text, remote=remote))
    values = [row["y"].value for row in rows if isinstance(row["y"], Literal)]
    assert "elsewhere" in values
    assert values.count("1") == len(list(select(here, "SELECT DISTINCT ?x { ?x a dm:Country }")))
    assert [(method, path) for method, path, _ in elsewhere.asked] == [("GET", "/g")]


def test_from_fetches_nothing_that_is_here_or_not_listed(elsewhere: Elsewhere):
    here = small_graph()
    name = here.graph_names()[0].value
    for remote in (elsewhere.remote("w3id.org", "moscow.example"), elsewhere.remote()):
        run(here, f"SELECT * FROM <{name}> FROM NAMED <http://b.example/g> {{ ?s ?p ?o }}", remote=remote)
    assert elsewhere.asked == []


@pytest.fixture
def data(tmp_path: Path) -> Path:
    write_small_folder(tmp_path / "data")
    return tmp_path / "data"


@pytest.fixture
def local(elsewhere: Elsewhere) -> tuple[str, str]:
    """The server by an address that needs no made-up name, and the list that permits it."""
    address = f"http://127.0.0.1:{elsewhere.port}/"
    return address, f"{address}, 127.0.0.0/8"


def says(data: Path) -> list[tuple[str, str]]:
    with open_store(data) as reader:
        text = "SELECT ?g ?y { GRAPH ?g { ?x <urn:says> ?y FILTER (ISLITERAL(?y)) } }"
        return sorted((row["g"].value, row["y"].value) for row in select(reader, text))


def test_load_brings_a_graph_whole(elsewhere: Elsewhere, data: Path, local: tuple[str, str]):
    elsewhere.answer("/g.ttl", TURTLE, "application/octet-stream")
    remote = Remote.of(local[1]).entries
    text = f"PREFIX l: <{local[0]}> INSERT DATA {{ <urn:a> <urn:says> 'before' }} ; LOAD l:g.ttl INTO GRAPH <urn:g>"
    write(Write(str(data), Verb.UPDATE, text, remote=remote), lambda: None)
    assert says(data) == [("urn:g", "elsewhere")]
    with open_store(data) as reader:
        (row,) = select(reader, "SELECT ?x { GRAPH <urn:g> { ?x <urn:says> [ <urn:deep> 1 ] } }")
    assert row["x"].value == f"{local[0]}g.ttl#it"


def test_a_load_that_fails_changes_nothing_unless_it_may(elsewhere: Elsewhere, data: Path, local: tuple[str, str]):
    elsewhere.answer("/broken", "<a> <b>")
    remote = Remote.of(local[1]).entries
    for path in ("broken", "absent"):
        load = f"<{local[0]}{path}> INTO GRAPH <urn:g>"
        after = "INSERT DATA { GRAPH <urn:h> { <urn:a> <urn:says> 'after' } }"
        with pytest.raises(RemoteError, match=path):
            write(Write(str(data), Verb.UPDATE, f"{after} ; LOAD {load}", remote=remote), lambda: None)
        assert says(data) == []
    write(Write(str(data), Verb.UPDATE, f"LOAD SILENT {load} ; {after}", remote=remote), lambda: None)
    assert says(data) == [("urn:h", "after")]


@pytest.mark.parametrize(
    "update",
    ["LOAD <http://b.example/>", "INSERT { ?s ?p ?o } WHERE { SERVICE <http://b.example/> { ?s ?p ?o } }"],
)
def test_updates_reach_nobody_else(elsewhere: Elsewhere, data: Path, local: tuple[str, str], update: str):
    with pytest.raises(QueryError, match="refused"):
        write(Write(str(data), Verb.UPDATE, update, remote=Remote.of(local[1]).entries), lambda: None)
    assert elsewhere.asked == []


def test_over_http_from_the_setting_to_the_problem(elsewhere: Elsewhere, local: tuple[str, str]):
    elsewhere.rows("/sparql", {"x": {"type": "literal", "value": "found"}})
    app = create_app(small_graph(), Settings(remote=local[1]))
    client = app.test_client()

    def ask(path: str, host: str = local[0]):
        return client.get("/sparql", query_string={"query": f"SELECT ?x {{ SERVICE <{host}{path}> {{ ?a ?b ?x }} }}"})

    found = ask("sparql")
    assert found.get_json()["results"]["bindings"] == [{"x": {"type": "literal", "value": "found"}}]
    assert found.headers["Cache-Control"] == "no-store"
    failed = ask("absent")
    assert (failed.status_code, failed.get_json()["type"].rpartition("/")[2]) == (502, "remote-failed")
    assert failed.get_json()["address"] == f"{local[0]}absent"
    refused = ask("sparql", "http://b.example/")
    assert (refused.status_code, refused.get_json()["line"]) == (400, 1)
    assert b"BasicFederatedQuery" in client.get("/sparql").data
    assert b"BasicFederatedQuery" not in create_app(small_graph()).test_client().get("/sparql").data
    close(app)
