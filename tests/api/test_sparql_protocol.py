"""The SPARQL 1.1 Protocol: three ways to ask, forms of answers, datasets, the service description."""

from __future__ import annotations

import csv
import io
import json
from xml.etree import ElementTree as ET

import pyoxigraph
import pytest
import rdflib
from flask.testing import FlaskClient
from problems import assert_problem

NAMES = "SELECT ?name WHERE { ?person a dm:Person ; skos:prefLabel ?name } ORDER BY ?name"
PEOPLE = ["John Kerry", "Lakhdar Brahimi", "Sergey Lavrov", "Vladimir Putin"]
MEETINGS_GRAPH = "https://w3id.org/demarche/id/graph/meetings"
ENTITIES_GRAPH = "https://w3id.org/demarche/id/graph/entities"


def names_in(body: bytes) -> list[str]:
    return [row["name"]["value"] for row in json.loads(body)["results"]["bindings"]]


def test_the_three_ways_of_asking(client: FlaskClient):
    ways = [
        client.get("/sparql", query_string={"query": NAMES}),
        client.post("/sparql", data={"query": NAMES}),
        client.post("/sparql", data=NAMES, content_type="application/sparql-query"),
        client.post("/sparql", data=NAMES.encode(), content_type="application/sparql-query; charset=UTF-8"),
    ]
    for response in ways:
        assert response.status_code == 200
        assert response.content_type == "application/sparql-results+json"
        assert names_in(response.data) == PEOPLE


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        (None, "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("application/*", "application/sparql-results+json"),
        ("text/*", "text/csv"),
        ("application/json", "application/json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("APPLICATION/SPARQL-RESULTS+XML", "application/sparql-results+xml"),
        ("application/xml", "application/xml"),
        ("text/csv", "text/csv"),
        ("text/tab-separated-values", "text/tab-separated-values"),
        ("text/csv;q=0.2, application/sparql-results+xml;q=0.7", "application/sparql-results+xml"),
        ("text/csv;q=0.9, */*;q=0.1", "text/csv"),
        ("*/*;q=0.1, application/sparql-results+json;q=0", "application/sparql-results+xml"),
        ("text/turtle, text/csv", "text/csv"),
        ("nonsense, text/csv;q=x, text/tab-separated-values", "text/tab-separated-values"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "application/xml"),
    ],
)
def test_rows_in_the_form_that_accept_prefers(client: FlaskClient, accept: str | None, media_type: str):
    headers = {} if accept is None else {"Accept": accept}
    response = client.get("/sparql", query_string={"query": NAMES}, headers=headers)
    assert response.mimetype == media_type
    assert response.headers["Vary"] == "Accept, Accept-Encoding"
    assert response.content_type.endswith("charset=utf-8") == media_type.startswith("text/")


def test_each_form_of_rows_holds_the_rows(client: FlaskClient):
    def ask(form: str) -> bytes:
        return client.get("/sparql", query_string={"query": NAMES, "format": form}).data

    assert names_in(ask("json")) == PEOPLE
    namespace = "{http://www.w3.org/2005/sparql-results#}"
    assert [node.text for node in ET.fromstring(ask("xml")).iter(f"{namespace}literal")] == PEOPLE
    assert list(csv.reader(io.StringIO(ask("csv").decode()))) == [["name"], *([name] for name in PEOPLE)]
    assert ask("tsv").decode().splitlines() == ["?name", *(f'"{name}"' for name in PEOPLE)]


@pytest.mark.parametrize("parameter", ["format", "output", "results"])
@pytest.mark.parametrize("form", ["csv", "text/csv"])
def test_a_form_that_is_asked_for_by_name_goes_before_accept(client: FlaskClient, parameter: str, form: str):
    given = {"query": NAMES, parameter: form}
    response = client.get("/sparql", query_string=given, headers={"Accept": "application/json"})
    assert response.mimetype == "text/csv"


def test_a_form_that_does_not_fit_the_answer(client: FlaskClient):
    given = {"query": NAMES, "format": "ttl"}
    assert_problem(client.get("/sparql", query_string=given), "malformed-query", "'ttl'", "json, xml, csv, tsv")
    given = {"query": "DESCRIBE id:iran", "format": "csv"}
    assert_problem(client.get("/sparql", query_string=given), "malformed-query", "'csv'", "ttl, nt")


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        (None, "text/turtle"),
        ("text/turtle", "text/turtle"),
        ("application/n-triples", "application/n-triples"),
        ("application/rdf+xml", "application/rdf+xml"),
        ("application/ld+json", "application/ld+json"),
        ("application/trig", "application/trig"),
        ("application/n-quads", "application/n-quads"),
        ("text/html, application/ld+json;q=0.5", "application/ld+json"),
    ],
)
def test_a_graph_in_each_form(client: FlaskClient, accept: str | None, media_type: str):
    query = "CONSTRUCT { ?p skos:prefLabel ?name } WHERE { ?p a dm:Person ; skos:prefLabel ?name }"
    headers = {} if accept is None else {"Accept": accept}
    response = client.get("/sparql", query_string={"query": query}, headers=headers)
    assert response.mimetype == media_type
    found = pyoxigraph.parse(response.data, format=pyoxigraph.RdfFormat.from_media_type(media_type))
    assert sorted(quad.object.value for quad in found) == PEOPLE


def test_yes_and_no(client: FlaskClient):
    for query, answer in (("ASK { id:iran a dm:Country }", True), ("ASK { id:iran a dm:Person }", False)):
        assert client.get("/sparql", query_string={"query": query}).get_json()["boolean"] is answer
        as_csv = client.get("/sparql", query_string={"query": query, "format": "csv"})
        assert as_csv.get_data(as_text=True).strip() == str(answer).lower()


def test_the_dataset_is_that_of_the_request_then_of_the_query_then_everything(client: FlaskClient):
    count = "SELECT (COUNT(DISTINCT *) AS ?name) WHERE { ?m dm:status ?s ; dm:confidence ?c }"

    def counted(query: str, **given: str | list[str]) -> str:
        return names_in(client.get("/sparql", query_string={"query": query, **given}).data)[0]

    assert counted(count) == "4"
    from_meetings = count.replace("WHERE", f"FROM <{MEETINGS_GRAPH}> WHERE")
    assert counted(from_meetings) == "4"
    assert counted(count, **{"default-graph-uri": MEETINGS_GRAPH}) == "4"
    assert counted(from_meetings, **{"default-graph-uri": ENTITIES_GRAPH}) == "0"
    assert counted(count, **{"default-graph-uri": [ENTITIES_GRAPH, MEETINGS_GRAPH]}) == "4"
    assert counted(count, **{"named-graph-uri": MEETINGS_GRAPH}) == "0"
    in_graphs = "SELECT (COUNT(*) AS ?name) WHERE { GRAPH ?g { ?m dm:status ?s } }"
    assert counted(in_graphs) == "9"
    assert counted(in_graphs, **{"named-graph-uri": MEETINGS_GRAPH}) == "4"
    assert counted(in_graphs, **{"default-graph-uri": MEETINGS_GRAPH}) == "0"


def test_the_dataset_of_a_query_that_is_the_body_stands_in_the_address(client: FlaskClient):
    response = client.post(
        "/sparql",
        query_string={"default-graph-uri": ENTITIES_GRAPH},
        data="ASK { ?m dm:status ?s }",
        content_type="application/sparql-query",
    )
    assert response.get_json()["boolean"] is False


def test_a_malformed_query_tells_line_and_column(client: FlaskClient):
    response = client.post("/sparql", data={"query": "SELECT ?x\nWHERE {\n  ?x foo:bar ?y }"})
    told = assert_problem(response, "malformed-query", "'foo:'")
    assert (told["line"], told["column"]) == (3, 6)


@pytest.mark.parametrize(
    "query",
    [
        "INSERT DATA { <urn:a> <urn:b> <urn:c> }",
        "PREFIX x: <urn:x>\n# clear everything\nCLEAR ALL",
        "SELECT * WHERE { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
    ],
)
def test_what_does_not_only_read_this_graph_is_refused(client: FlaskClient, query: str):
    assert_problem(client.post("/sparql", data={"query": query}), "malformed-query")


def test_requests_that_are_no_query(client: FlaskClient):
    assert_problem(client.post("/sparql", data={"format": "json"}), "missing-parameter", "'query'")
    assert_problem(client.get("/sparql?default-graph-uri=urn:g"), "missing-parameter", "'query'")
    assert_problem(client.get("/sparql?query="), "bad-parameter", "'query'")
    assert_problem(client.get("/sparql?query=ASK{}&query=ASK{}"), "bad-parameter", "2 times")
    assert_problem(client.get("/sparql?query=ASK{}&default-graph-uri=no iri"), "malformed-query", "'no iri'")
    told = assert_problem(client.post("/sparql", data="ASK {}", content_type="text/plain"), "unsupported-media-type")
    assert told["accepted"] == ["application/sparql-query", "application/x-www-form-urlencoded"]
    not_text = client.post("/sparql", data=b"ASK { \xff }", content_type="application/sparql-query")
    assert_problem(not_text, "bad-request", "UTF-8")
    twice = client.post("/sparql?query=ASK{}", data="ASK {}", content_type="application/sparql-query")
    assert_problem(twice, "bad-parameter", "twice")


def test_the_bare_address_describes_the_service(client: FlaskClient):
    response = client.get("/sparql", headers={"Accept": "application/n-triples"})
    sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    found = rdflib.Graph().parse(data=response.data, format="nt")
    (service,) = found.subjects(rdflib.RDF.type, sd.Service)
    assert found.value(service, sd.endpoint) == rdflib.URIRef("http://localhost/sparql")
    assert found.value(service, sd.supportedLanguage) == sd.SPARQL11Query
    assert set(found.objects(service, sd.feature)) == {sd.UnionDefaultGraph}
    formats = {str(form) for form in found.objects(service, sd.resultFormat)}
    assert len(formats) == 10
    assert "http://www.w3.org/ns/formats/SPARQL_Results_CSV" in formats


def test_head_and_options(client: FlaskClient):
    whole = client.get("/sparql", query_string={"query": NAMES})
    head = client.head("/sparql", query_string={"query": NAMES})
    assert head.data == b""
    assert head.status_code == 200
    for name in ("Content-Type", "Content-Length", "ETag"):
        assert head.headers[name] == whole.headers[name]
    options = client.options("/sparql")
    assert options.status_code == 200
    assert set(options.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS", "POST"}
