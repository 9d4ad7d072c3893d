"""Every way a request can be wrong, and that each is told in one shape."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from problems import assert_problem

from api import Settings, create_app
from kg.errors import StoreError
from kg.store import MemoryGraph

LISTS = ["/api/entities", "/api/meetings", "/api/positions", "/api/issues", "/api/documents"]
WITHOUT_PARAMETERS = [
    "/healthz",
    "/readyz",
    "/api/stats",
    "/api/entities/john-kerry",
    "/api/meetings/1111aaaa0001",
    "/api/documents/000_may",
    "/id/john-kerry",
    "/entities/john-kerry",
    "/meetings/1111aaaa0001",
    "/documents/000_may",
]
OTHERS = ["/sparql", "/api/entities/john-kerry/neighbourhood", "/api/export/nq", "/"]


@pytest.mark.parametrize("address", [*LISTS, *WITHOUT_PARAMETERS, *OTHERS])
def test_unknown_parameters_are_refused_everywhere_by_name(client: FlaskClient, address: str):
    told = assert_problem(client.get(address, query_string={"lmit": "3", "q": "x"}), "unknown-parameter", "lmit")
    assert "lmit" in told["parameters"]


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/api/entities?limit=0", ["'limit'", "at least 1"]),
        ("/api/entities?limit=1001", ["'limit'", "at most 1000"]),
        ("/api/entities?limit=ten", ["'limit'", "whole number"]),
        ("/api/entities?limit=-1", ["'limit'"]),
        ("/api/entities?limit=99999999999999999999", ["'limit'"]),
        ("/api/entities?limit=%C2%B2", ["'limit'"]),
        ("/api/entities?limit=", ["'limit'"]),
        ("/api/entities?q=", ["'q'", "empty"]),
        ("/api/entities?q=a&q=b", ["'q'", "2 times"]),
        ("/api/entities?type=Person,Spy", ["'type'", "Spy", "Organization"]),
        ("/api/entities?cursor=nonsense", ["'cursor'"]),
        ("/api/entities?cursor=%F0%9F%95%8A", ["'cursor'"]),
        ("/api/meetings?since=2013-13-01", ["'since'", "2013-05-27"]),
        ("/api/meetings?status=held", ["'status'", "Held"]),
        ("/api/positions?stance=For", ["'stance'", "Supports"]),
        ("/api/entities/john-kerry/neighbourhood?depth=6", ["'depth'", "at most 5"]),
        ("/api/entities/john-kerry/neighbourhood?limit=2001", ["'limit'", "at most 2000"]),
        ("/api/entities/john-kerry/neighbourhood?view=all", ["'view'", "events, actors"]),
        ("/api/entities/john-kerry/neighbourhood?types=Meting", ["Meting"]),
        ("/api/entities/john-kerry/neighbourhood?min_confidence=nan", ["'min_confidence'"]),
        ("/api/entities/john-kerry/neighbourhood?format=gif", ["'format'", "graphml"]),
        ("/api/export/nq?view=actors", ["'view'"]),
        ("/sparql?update=DROP+ALL", ["updates"]),
    ],
)
def test_a_value_that_cannot_be_used_is_named(client: FlaskClient, address: str, words: list[str]):
    assert_problem(client.get(address), "bad-parameter", *words)


@pytest.mark.parametrize(
    ("address", "word"),
    [
        ("/api/entities/nobody", "nobody"),
        ("/api/entities/meeting/1111aaaa0001", "meeting/1111aaaa0001"),
        ("/api/entities/nobody/neighbourhood", "nobody"),
        ("/api/entities/paris/neighbourhood?view=actors", "paris"),
        ("/api/meetings/ffff", "ffff"),
        ("/api/meetings?participant=nobody", "nobody"),
        ("/api/positions?holder=nobody", "nobody"),
        ("/api/documents/none", "none"),
        ("/api/documents/a b<c>", "a b<c>"),
        ("/api/export/gif", "gif"),
        ("/id/nothing", "nothing"),
        ("/entities/nobody", "nobody"),
    ],
)
def test_a_thing_that_is_not_there_is_named(client: FlaskClient, address: str, word: str):
    assert_problem(client.get(address), "not-found", word)


@pytest.mark.parametrize("address", ["/nope", "/api", "/api/", "/api/nope", "/sparql/", "/api//entities", "/id/"])
def test_an_address_without_anything(client: FlaskClient, address: str):
    assert_problem(client.get(address), "no-such-address")


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
@pytest.mark.parametrize("address", ["/sparql", "/api/entities", "/"])
def test_a_method_that_is_not_taken(client: FlaskClient, address: str, method: str):
    response = client.open(address, method=method)
    told = assert_problem(response, "method-not-allowed", "GET")
    assert response.headers["Allow"] == ", ".join(told["allowed"])


@pytest.mark.parametrize(
    ("address", "offered"),
    [
        ("/api/stats", "application/json"),
        ("/healthz", "application/json"),
        ("/api/entities/john-kerry/neighbourhood", "application/graphml+xml"),
        ("/sparql", "text/turtle"),
        ("/sparql?query=ASK{}", "application/sparql-results+json"),
        ("/sparql?query=DESCRIBE+id:iran", "application/rdf+xml"),
        ("/id/john-kerry", "text/html"),
        ("/", "text/html"),
    ],
)
def test_nothing_that_the_client_accepts(client: FlaskClient, address: str, offered: str):
    told = assert_problem(client.get(address, headers={"Accept": "image/png, */*;q=0"}), "not-acceptable", offered)
    assert offered in told["available"]


def test_a_cursor_serves_the_question_it_came_from_alone(client: FlaskClient):
    cursor = client.get("/api/entities?limit=2").get_json()["next"]
    assert client.get(f"/api/entities?limit=5&cursor={cursor}").status_code == 200
    assert_problem(client.get(f"/api/entities?q=k&cursor={cursor}"), "bad-parameter", "another question")
    assert_problem(client.get(f"/api/meetings?cursor={cursor}"), "bad-parameter", "another question")


def test_a_cursor_of_a_graph_that_has_moved_on(client: FlaskClient, app: Flask):
    cursor = client.get("/api/entities?limit=2").get_json()["next"]
    empty = create_app(MemoryGraph.from_quads([])).test_client()
    assert_problem(empty.get(f"/api/entities?cursor={cursor}"), "cursor-expired")


def test_a_body_that_is_too_long():
    client = create_app(MemoryGraph.from_quads([]), Settings(max_body=100)).test_client()
    assert client.post("/sparql", data={"query": "ASK {}"}).status_code == 200
    for body, kind in (("query=ASK{}" + " " * 100, "application/x-www-form-urlencoded"),):
        assert_problem(client.post("/sparql", data=body, content_type=kind), "too-large")
    assert_problem(client.post("/sparql", data="#" * 101, content_type="application/sparql-query"), "too-large")


class BrokenGraph(MemoryGraph):
    """A graph whose disk has gone."""

    def quads(self, *_args: object, **_named: object):
        raise StoreError("/srv/secret/path", "gone")


class FailingGraph(MemoryGraph):
    """A graph in which this program has an error."""

    def quads(self, *_args: object, **_named: object):
        raise ZeroDivisionError("an inner secret")


def test_a_store_that_cannot_be_read_says_nothing_of_its_place():
    client = create_app(BrokenGraph.from_quads([])).test_client()
    for address in ("/readyz", "/api/stats"):
        told = assert_problem(client.get(address), "store-unavailable")
        assert "secret" not in str(told)


def test_an_error_of_ours_says_nothing_of_the_inside():
    client = create_app(FailingGraph.from_quads([])).test_client()
    told = assert_problem(client.get("/api/stats"), "internal")
    assert "secret" not in str(told)
    assert client.get("/healthz").status_code == 200


@pytest.mark.parametrize("name", ["a%0Ab", "%0A", "/a", "a//b", "%E2%80%A8", "..", "a%7Bb%7D"])
def test_any_name_meets_its_operation(client: FlaskClient, name: str):
    """A line break in ``PUT /graphs/{name}`` once met no route at all."""
    for method in ("PUT", "POST", "DELETE"):
        assert_problem(client.open(f"/graphs/{name}", method=method, data=b""), "forbidden")
    assert_problem(client.get(f"/graphs/{name}"), "not-found", "graph")
    assert_problem(client.get(f"/api/entities/{name}"), "not-found", "entity")
    assert_problem(client.get(f"/id/{name}"), "not-found", "thing")
