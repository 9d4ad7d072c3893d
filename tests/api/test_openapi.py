"""The OpenAPI document is valid, says all that there is, and the service keeps to it whatever is sent."""

from __future__ import annotations

import json
import re

import pytest
import schemathesis
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, settings
from jsonschema_rs import Draft202012Validator
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from small_graph import small_graph

import api
from api.routes.sparql import QUERY_TYPE
from api.routes.writes import TAKEN, UPDATE_TYPE

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
NOT_DESCRIBED = {"/", "/docs", "/openapi.json", "/ontology", "/static/{filename}"}
NOT_DESCRIBED |= {"/entities/{entity_id}", "/meetings/{meeting_id}", "/documents/{document_id}"}


@schemathesis.serializer(QUERY_TYPE, UPDATE_TYPE, *(each for each in TAKEN if "json" not in each and "xml" not in each))
def as_text(_context: schemathesis.SerializationContext, value: object) -> bytes:
    return str(value).encode("utf-8", "surrogatepass")


schema = schemathesis.openapi.from_wsgi("/openapi.json", api.create_app(small_graph(), api.Settings(log="off")))


@schema.parametrize()
@settings(deadline=None, suppress_health_check=list(HealthCheck))
def test_every_operation_keeps_its_word(case: schemathesis.Case):
    case.call_and_validate(checks=CHECKS, headers={"Accept-Encoding": "identity"})


@pytest.fixture
def document(client: FlaskClient) -> dict:
    return json.loads(client.get("/openapi.json").data)


def test_the_document_is_openapi_31(document: dict):
    assert document["openapi"].startswith("3.1")
    for schema_told in document["components"]["schemas"].values():
        Draft202012Validator(schema_told | {"components": document["components"]})


def test_every_reference_leads_somewhere(document: dict):
    for name in re.findall(r'"#/components/schemas/([^"]+)"', json.dumps(document)):
        assert name in document["components"]["schemas"]


def test_every_route_stands_in_it(document: dict, app: Flask):
    asked = (rule for rule in app.url_map.iter_rules() if not rule.endpoint.startswith("pages."))
    rules = {re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule) for rule in asked}
    assert set(document["paths"]) == rules - NOT_DESCRIBED


def test_the_page_needs_nothing_from_elsewhere(client: FlaskClient, document: dict):
    response = client.get("/docs")
    page = response.get_data(as_text=True)
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', page)
    assert re.findall(r"<script[^>]*", page) == ['<script type="module" src="/static/explorer.js"']
    for path in document["paths"]:
        assert path in page
    assert "script-src" not in response.headers["Content-Security-Policy"]
