"""Validators: strong tags of snapshot and request, answers that are not sent twice, headers on everything."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from api import Settings, create_app
from kg.store import MemoryGraph

ADDRESSES = [
    "/",
    "/sparql",
    "/sparql?query=ASK{}",
    "/api/entities",
    "/api/entities/john-kerry",
    "/api/entities/john-kerry/neighbourhood",
    "/api/meetings",
    "/api/documents/000_may",
    "/api/stats",
    "/api/export/graphml",
    "/entities/john-kerry",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_answer_that_the_client_has_is_not_sent_again(client: FlaskClient, address: str):
    first = client.get(address)
    tag = first.headers["ETag"]
    assert first.status_code == 200
    assert tag.startswith('"')
    assert first.headers["Cache-Control"] == "no-cache"
    for given in (tag, f'"other", {tag}', f"W/{tag}", "*"):
        again = client.get(address, headers={"If-None-Match": given})
        assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag)
        assert again.headers["Vary"] == "Accept, Accept-Encoding"
    assert client.get(address, headers={"If-None-Match": '"other"'}).status_code == 200
    assert client.head(address).headers["ETag"] == tag


def test_tags_differ_by_address_accept_and_snapshot(client: FlaskClient):
    def tag(address: str, accept: str = "*/*", asked: FlaskClient = client) -> str:
        return asked.get(address, headers={"Accept": accept}).headers["ETag"]

    other = create_app(MemoryGraph.from_quads([])).test_client()
    tags = [
        tag("/api/entities"),
        tag("/api/entities?limit=5"),
        tag("/api/meetings"),
        tag("/sparql"),
        tag("/sparql", "application/ld+json"),
        tag("/api/entities", asked=other),
    ]
    assert len(set(tags)) == len(tags)


def test_what_is_no_answer_from_the_graph_has_no_tag(client: FlaskClient):
    for address in ("/healthz", "/readyz", "/api/entities/nobody", "/nope"):
        assert "ETag" not in client.get(address).headers
    posted = client.post("/sparql", data={"query": "ASK {}"})
    assert "ETag" not in posted.headers
    assert posted.headers["Cache-Control"] == "no-store"
    missing = client.get("/api/entities/nobody", headers={"If-None-Match": "*"})
    assert missing.status_code == 404


@pytest.mark.parametrize("address", [*ADDRESSES, "/healthz", "/nope", "/static/explorer.css"])
def test_every_answer_is_guarded(client: FlaskClient, address: str):
    with client.get(address) as response:
        headers = response.headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "Access-Control-Allow-Origin" not in headers


def test_other_pages_may_read_where_the_setting_says_so():
    client = create_app(MemoryGraph.from_quads([]), Settings(cors="*")).test_client()
    assert client.get("/api/stats").headers["Access-Control-Allow-Origin"] == "*"
    assert client.get("/nope").headers["Access-Control-Allow-Origin"] == "*"
    preflight = client.options(
        "/sparql", headers={"Origin": "https://a.example", "Access-Control-Request-Method": "POST"}
    )
    assert "POST" in preflight.headers["Access-Control-Allow-Methods"]
    assert "Content-Type" in preflight.headers["Access-Control-Allow-Headers"]
