"""The short way of plain queries: the same answers as by the long one, and whatever is not plain takes that."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, quote_plus

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pooled import asked_of_the_pool
from scraped import scraped
from small_graph import publish

import api.source
from api import FollowedGraph, Settings, close, context, create_app
from api.observing import LOG_NAME

PERSONS = "SELECT * { ?s a dm:Person }"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shortcut") / "data"
    publish(folder, "one", 20)
    return folder


@pytest.fixture(scope="module")
def app(data: Path) -> Iterator[Flask]:
    source = FollowedGraph(data)
    made = create_app(source, Settings(query_workers=2, answer_cache=0, max_url=2000, query_timeout=5.0))
    with made.app_context():
        assert context.answering().pool.wait()
    yield made
    close(made)
    source.close()


@pytest.fixture
def by_flask(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The queries whose answers Flask has sent."""
    seen: list[str] = []
    whole = context.state

    def noticed() -> object:
        seen.append(context.request.args.get("query", ""))
        return whole()

    monkeypatch.setattr("api.app.context.state", noticed)
    return seen


def address(query: str) -> str:
    return f"/sparql?query={quote(query)}"


def headers_of(response: object) -> dict[str, str]:
    return {name: value for name, value in response.headers if name != "X-Request-Id"}  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "query",
    [
        PERSONS,
        "ASK { ?s a dm:Person }",
        "CONSTRUCT WHERE { ?s a dm:Person }",
        "SELECT * { ?s ?p ?o }",  # long enough to be compressed
        'SELECT ("Müller + 1%\n" AS ?x) {}',
        "SELECT ?nobody { ?s a <relative> }",
    ],
)
@pytest.mark.parametrize("accept", [None, "text/csv, text/turtle;q=0.5", "application/sparql-results+xml"])
@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_both_ways_give_the_same(
    client: FlaskClient, by_flask: list[str], query: str, accept: str | None, encoding: str
):
    sent = {"Accept-Encoding": encoding, "Host": f"{encoding}{len(query)}{len(accept or '')}.example"}
    sent |= {"Accept": accept} if accept else {}
    long = client.get(address(query), headers=sent)
    assert by_flask
    by_flask.clear()
    short = client.get(address(query), headers=sent)
    assert long.status_code == short.status_code
    assert bool(by_flask) is (long.status_code != 200)
    assert long.data == short.data
    if long.status_code == 200:
        assert headers_of(long) == headers_of(short)


def test_another_query_has_a_tag_and_a_length_of_its_own(client: FlaskClient, by_flask: list[str]):
    client.get(address(PERSONS))
    by_flask.clear()
    few, fewer = client.get(address(f"{PERSONS} LIMIT 2")), client.get(address(f"{PERSONS} LIMIT 1"))
    assert not by_flask
    assert few.headers["ETag"] != fewer.headers["ETag"]
    assert int(few.headers["Content-Length"]) == len(few.data) > len(fewer.data)
    known = client.get(address(f"{PERSONS} LIMIT 1"), headers={"If-None-Match": fewer.headers["ETag"]})
    assert known.status_code == 304


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (address("SELECT"), 400),
        (address("SELECT * { SERVICE <http://a.example/> { ?s ?p ?o } }"), 400),
        (address("SELECT (NOW() AS ?x) {}"), 200),
        (address(PERSONS) + "&format=csv", 200),
        (address(PERSONS) + "&unknown=1", 400),
        (address(PERSONS) + "&query=ASK%20{}", 400),
        ("/sparql?query=", 400),
        ("/sparql?query=ASK%20{}%FF", 400),
        (address("# " + 2000 * "x" + f"\n{PERSONS}"), 414),
    ],
)
def test_what_is_not_plain_or_fails_is_told_by_flask(client: FlaskClient, by_flask: list[str], path: str, status: int):
    client.get(address(PERSONS))
    by_flask.clear()
    response = client.get(path)
    assert response.status_code == status
    assert by_flask or status == 414
    assert status == 200 or response.content_type == "application/problem+json"
    assert client.get(path).data == response.data or "NOW" in path


def test_a_query_that_fails_is_asked_once(app: Flask, client: FlaskClient):
    client.get(address(PERSONS))
    before = asked_of_the_pool(app)
    hostile = client.get(address("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n2 ?o }"))
    assert hostile.status_code in {503, 504}
    assert asked_of_the_pool(app) == before + 1


def test_a_long_answer_is_asked_once_and_streamed(app: Flask, client: FlaskClient):
    product = "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 20000"
    client.get(address(PERSONS))
    before = asked_of_the_pool(app)
    response = client.get(address(product))
    assert len(response.data) > 2**20
    assert "Content-Length" not in response.headers
    assert asked_of_the_pool(app) == before + 1


def test_a_new_snapshot_is_learnt_anew(
    client: FlaskClient, by_flask: list[str], data: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(api.source, "LOOK_AGAIN_SECONDS", 0.0)
    client.get(address(PERSONS))
    before = client.get(address(PERSONS))
    publish(data, "two", 21)
    by_flask.clear()
    after = client.get(address(PERSONS))
    assert by_flask
    assert after.headers["ETag"] != before.headers["ETag"]


def test_it_is_counted_and_logged_like_any_other(client: FlaskClient, caplog: pytest.LogCaptureFixture):
    client.get(address(PERSONS), buffered=True)
    before = client.get("/metrics", buffered=True).get_data(as_text=True)
    caplog.clear()
    with caplog.at_level(logging.INFO, LOG_NAME):
        client.get(address(PERSONS), headers={"X-Request-Id": "mine"}, buffered=True)
        client.get("/sparql?query=" + quote_plus("SELECT"), buffered=True)
    told = [(record.msg.path, record.msg.status, record.msg.snapshot) for record in caplog.records]
    assert [each[:2] for each in told] == [("/sparql", 200), ("/sparql", 400)]
    assert all(snapshot for _, _, snapshot in told)
    assert caplog.records[0].msg.request == "mine"
    after = client.get("/metrics", buffered=True).get_data(as_text=True)
    assert scraped(after, "demarche_requests_active") == scraped(before, "demarche_requests_active")
    for status in ("200", "400"):
        counted = [
            scraped(text, "demarche_requests_total", method="GET", route="/sparql", status=status)
            for text in (before, after)
        ]
        assert counted[1] == counted[0] + 1
