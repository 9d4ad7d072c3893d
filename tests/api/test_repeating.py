"""Answers given again: the same bytes, without asking; never one that belongs to something else."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pooled import asked_of_the_pool
from scraped import scraped
from small_graph import publish, small_graph

import api.source
from api import FollowedGraph, Settings, close, create_app
from api.observing import LOG_NAME
from api.repeating import OVERHEAD, KeptAnswer, KeptAnswers

QUERY = "/sparql?query=SELECT%20*%20{%20?s%20a%20dm:Person%20}"


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    monkeypatch.setattr(api.source, "LOOK_AGAIN_SECONDS", 0.0)
    publish(tmp_path / "data", "one", 1)
    source = FollowedGraph(tmp_path / "data")
    made = create_app(source, Settings(query_workers=2))
    yield made
    close(made)
    source.close()


def test_the_same_question_is_answered_once(app: Flask, client: FlaskClient):
    first, second = client.get(QUERY), client.get(QUERY)
    assert asked_of_the_pool(app) == 1
    assert first.status_code == second.status_code == 200
    assert first.data == second.data
    told = [{name: value for name, value in each.headers if name != "X-Request-Id"} for each in (first, second)]
    assert told[0] == told[1]
    assert first.headers["X-Request-Id"] != second.headers["X-Request-Id"]
    assert "Content-Security-Policy" in second.headers


def test_it_is_counted_and_logged_like_any_other(client: FlaskClient, caplog: pytest.LogCaptureFixture):
    client.get("/api/stats", buffered=True)
    with caplog.at_level(logging.INFO, LOG_NAME):
        client.get("/api/stats", headers={"X-Request-Id": "mine"})
    (record,) = caplog.records
    assert (record.msg.request, record.msg.path, record.msg.status) == ("mine", "/api/stats", 200)
    text = client.get("/metrics").get_data(as_text=True)
    assert scraped(text, "demarche_requests_total", method="GET", route="/api/stats", status="200") == 2
    assert scraped(text, "demarche_requests_repeated_total") == 1
    assert scraped(text, "demarche_requests_active") == 1


@pytest.mark.parametrize(
    "other",
    [
        {"headers": {"Accept": "text/csv"}},
        {"headers": {"Accept-Encoding": "gzip"}},
        {"headers": {"Host": "elsewhere.example"}},
        {"path": "/sparql?query=ASK%20{}"},
        {"method": "POST", "path": "/sparql", "data": {"query": "SELECT * { ?s a dm:Person }"}},
        {"headers": {"If-None-Match": '"another"'}},
    ],
)
def test_another_question_is_another(app: Flask, client: FlaskClient, other: dict):
    client.get(QUERY)
    assert client.open(**({"path": QUERY} | other)).status_code == 200
    assert asked_of_the_pool(app) == 2


def test_a_client_that_has_it_is_told_so(client: FlaskClient):
    tag = client.get(QUERY).headers["ETag"]
    assert client.get(QUERY, headers={"If-None-Match": tag}).status_code == 304
    assert client.head(QUERY).headers["ETag"] == tag


def test_a_new_snapshot_is_asked_anew(client: FlaskClient, tmp_path: Path):
    before = [client.get("/api/stats").get_json()["snapshot"] for _ in range(2)]
    publish(tmp_path / "data", "two", 4)
    after = [client.get("/api/stats").get_json()["snapshot"] for _ in range(2)]
    assert (before, after) == (["one", "one"], ["two", "two"])


@pytest.mark.parametrize("function", ["NOW()", "RAND()", "UUID()", "struuid()"])
def test_what_changes_by_itself_is_asked_every_time(app: Flask, client: FlaskClient, function: str):
    answers = [client.get("/sparql", query_string={"query": f"SELECT ({function} AS ?x) {{}}"}) for _ in range(2)]
    assert asked_of_the_pool(app) == 2
    assert answers[0].data != answers[1].data
    assert all("ETag" not in each.headers and each.headers["Cache-Control"] == "no-store" for each in answers)


def test_errors_and_health_are_not_kept(client: FlaskClient):
    for path in ("/healthz", "/sparql?query=SELECT", "/api/entities/nobody", "/api/entities?cursor=x"):
        assert client.get(path).data == client.get(path).data
    assert scraped(client.get("/metrics").get_data(as_text=True), "demarche_requests_repeated_total") == 0


def test_nothing_is_kept_where_it_is_turned_off_or_the_graph_has_no_snapshots(tmp_path: Path):
    publish(tmp_path / "data", "one", 1)
    source = FollowedGraph(tmp_path / "data")
    for made in (create_app(source, Settings(answer_cache=0)), create_app(small_graph())):
        client = made.test_client()
        client.get("/api/stats")
        client.get("/api/stats")
        assert scraped(client.get("/metrics").get_data(as_text=True), "demarche_requests_repeated_total") == 0
        close(made)
    source.close()


def answer(size: int) -> KeptAnswer:
    return KeptAnswer("/sparql", (), bytes(size))


def test_what_was_not_asked_for_longest_goes_first():
    kept = KeptAnswers(3 * (OVERHEAD + 100))
    for name in ("a", "b", "c"):
        kept.put((name,), "one", answer(50))
    assert kept.get(("a",), "one")
    kept.put(("d",), "one", answer(50))
    assert [name for name in "abcd" if kept.get((name,), "one")] == ["a", "c", "d"]
    kept.put(("long",), "one", answer(2**20 + 1))
    kept.put(("wide",), "one", answer(3 * (OVERHEAD + 100)))
    assert [name for name in ("long", "wide") if kept.get((name,), "one")] == []


def test_answers_of_two_snapshots_are_never_mixed():
    kept = KeptAnswers(10**6)
    kept.put(("a",), "one", answer(1))
    assert kept.get(("a",), "two") is None
    kept.put(("b",), "two", answer(2))
    assert kept.get(("a",), "two") is None
    assert kept.get(("a",), "one") is None
    assert kept.get(("b",), "two") == answer(2)
