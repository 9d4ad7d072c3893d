"""What the service tells of itself: metrics that Prometheus reads, logs that machines read, and no secret in either."""

from __future__ import annotations

import io
import json
import logging
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from flask import Flask
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families
from running import TOKEN, running
from scraped import scraped
from small_graph import small_graph, write_small_folder

from api import Settings, create_app
from api.observing import LOG_NAME, configure_logging

HISTOGRAM = "demarche_request_seconds"


@pytest.fixture
def app() -> Flask:
    return create_app(small_graph(), Settings(update_token=TOKEN))


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Iterator:
    """Lines of the log as they are written, as objects."""
    root, level = logging.getLogger(), logging.getLogger(LOG_NAME).level
    before, written = root.handlers[:], io.StringIO()
    monkeypatch.setattr(sys, "stderr", written)
    configure_logging("json")
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    root.handlers[:] = before
    logging.getLogger(LOG_NAME).setLevel(level)


def metrics(client: FlaskClient) -> str:
    return client.get("/metrics").get_data(as_text=True)


def test_requests_are_counted_by_route_method_and_status(client: FlaskClient):
    for path in ("/api/entities/iran", "/api/entities/russia", "/api/entities/nobody", "/no/such/address"):
        client.get(path, buffered=True)
    client.open("/api/entities/iran", method="BREW", buffered=True)
    text = metrics(client)
    route = "/api/entities/<path:entity_id>"
    assert scraped(text, "demarche_requests_total", route=route, method="GET", status="200") == 2
    assert scraped(text, "demarche_requests_total", route=route, method="GET", status="404") == 1
    assert scraped(text, "demarche_requests_total", route="none", method="GET", status="404") == 1
    assert scraped(text, "demarche_requests_total", route="none", method="other", status="405") == 1
    assert scraped(text, f"{HISTOGRAM}_count", route=route) == 3
    assert scraped(text, f"{HISTOGRAM}_bucket", route=route, le="+Inf") == 3
    assert 0 < scraped(text, f"{HISTOGRAM}_sum", route=route) < 60
    assert scraped(text, "demarche_response_bytes_total", route=route) > 100
    assert scraped(text, "demarche_quads") == len(small_graph())


def test_all_metrics_have_their_type_and_say_what_they_are(client: FlaskClient):
    response = client.get("/metrics")
    assert response.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
    families = [
        each
        for each in text_string_to_metric_families(response.get_data(as_text=True))
        if not each.name.endswith("_created")
    ]
    assert {each.name.startswith("demarche_") for each in families} == {True}
    assert all(each.documentation and each.type in {"counter", "gauge", "histogram"} for each in families)


def test_addresses_and_queries_of_strangers_make_no_new_metric(client: FlaskClient):
    def others() -> list[str]:
        return [re.sub(r" \S+$", "", line) for line in metrics(client).splitlines() if "/metrics" not in line]

    client.get("/one", buffered=True)
    before = others()
    for number in range(20):
        client.get(f"/one/{number}?secret={number}", buffered=True)
    assert others() == before


def test_a_request_is_one_line_of_json(client: FlaskClient, log):
    client.get("/api/entities/iran?", headers={"X-Request-Id": "abc-1"}, buffered=True)
    (line,) = log()
    assert line.pop("milliseconds") >= 0
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", line.pop("time"))
    assert line.pop("bytes") > 100
    assert line.pop("snapshot")
    assert line == {
        "level": "info",
        "request": "abc-1",
        "method": "GET",
        "path": "/api/entities/iran",
        "status": 200,
        "broken": None,
    }


def test_every_request_has_an_id_of_its_own_and_answers_with_it(client: FlaskClient, log):
    told = [client.get("/healthz", buffered=True).headers["X-Request-Id"] for _ in range(2)]
    told.append(client.get("/healthz", headers={"X-Request-Id": "x" * 65}, buffered=True).headers["X-Request-Id"])
    told.append(client.get("/healthz", headers={"X-Request-Id": 'a" "b'}, buffered=True).headers["X-Request-Id"])
    assert len(set(told)) == 4
    assert all(re.fullmatch(r"[0-9a-f]{12}-[0-9a-f]+", each) for each in told)
    assert [line["request"] for line in log()] == told


def test_no_secret_and_no_query_is_ever_logged(client: FlaskClient, log):
    wrong = "a-wrong-token-that-is-long-enough"
    secrets = {
        "the token": ("POST", "/update", {"Authorization": f"Bearer {TOKEN}"}, {"update": "INSERT DATA { <urn:hid> }"}),
        "another": ("POST", "/update", {"Authorization": f"Bearer {wrong}"}, {"update": "DROP ALL"}),
        "a query": ("GET", "/sparql?query=SELECT%20hid", {"Cookie": "hidden=1"}, None),
        "a fault": ("GET", "/api/entities?hidden=1", {}, None),
    }
    for method, path, headers, form in secrets.values():
        client.open(path, method=method, headers=headers, data=form, buffered=True)
    text = json.dumps(log())
    assert text.count('"path"') == len(secrets)
    for secret in (TOKEN, wrong, "hid", "DROP", "SELECT", "Bearer"):
        assert secret not in text, secret


def test_the_running_service_logs_no_secret_either(tmp_path: Path):
    write_small_folder(tmp_path / "data")
    log = tmp_path / "log"
    with running(tmp_path / "data", errors=log, update_token=TOKEN, log="json") as service:
        assert service.update("INSERT DATA { <urn:a> <urn:b> 'hidden' }").status_code == 204
        assert requests.get(f"{service.url}sparql?query=SELECT+hidden", timeout=30).status_code == 400
    lines = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
    assert [(line["method"], line["path"], line["status"]) for line in lines if "path" in line] == [
        ("POST", "/update", 204),
        ("GET", "/sparql", 400),
    ]
    assert TOKEN not in json.dumps(lines)
    assert "hidden" not in json.dumps(lines)
