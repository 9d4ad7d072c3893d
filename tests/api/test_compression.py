"""gzip for those who take it: the same bytes, whole or in pieces, and another tag."""

from __future__ import annotations

import gzip
import http.client
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from flask.testing import FlaskClient
from running import Service, running

LONG = "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 20000"
"""Its answer is longer than what is held back: it is sent in pieces."""


@pytest.fixture(scope="module")
def service(small_folder: Path) -> Iterator[Service]:
    with running(small_folder, query_workers="2") as started:
        yield started


@pytest.mark.parametrize("accepted", ["gzip", "deflate, gzip;q=0.5", "*"])
@pytest.mark.parametrize("address", ["/openapi.json", "/api/entities", "/api/export/nt", "/"])
def test_it_is_the_same_unpacked(client: FlaskClient, address: str, accepted: str):
    plain = client.get(address, headers={"Accept-Encoding": "identity"})
    packed = client.get(address, headers={"Accept-Encoding": accepted})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert len(packed.data) < len(plain.data)
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert "Content-Encoding" not in plain.headers
    if "ETag" in plain.headers:
        assert packed.headers["ETag"] != plain.headers["ETag"]


@pytest.mark.parametrize("accepted", ["identity", "gzip;q=0", "br", ""])
def test_who_takes_none_gets_none(client: FlaskClient, accepted: str):
    assert "Content-Encoding" not in client.get("/openapi.json", headers={"Accept-Encoding": accepted}).headers


def test_what_is_short_or_an_error_stays_as_it_is(client: FlaskClient):
    for address in ("/healthz", "/api/entities/nobody", "/sparql?query=ASK{}"):
        assert "Content-Encoding" not in client.get(address, headers={"Accept-Encoding": "gzip"}).headers


def test_a_long_answer_is_packed_as_it_comes(service: Service):
    address = urlsplit(service.url)
    connection = http.client.HTTPConnection(address.hostname, address.port, timeout=120)
    bodies = {}
    for accepted in ("identity", "gzip"):
        connection.request("GET", f"/sparql?query={quote(LONG)}", headers={"Accept-Encoding": accepted})
        response = connection.getresponse()
        assert response.headers["Transfer-Encoding"] == "chunked"
        assert response.headers.get("Content-Encoding", "identity") == accepted
        bodies[accepted] = response.read()
    connection.close()
    assert gzip.decompress(bodies["gzip"]) == bodies["identity"]
    assert len(bodies["identity"]) > 2**20
    assert len(bodies["gzip"]) < len(bodies["identity"]) / 5
