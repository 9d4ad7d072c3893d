"""The W3C's tests of the SPARQL 1.1 Protocol, the Graph Store Protocol and the service description."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from comparing import graph_key
from datasets import Loader
from http_manifests import Conversation, Exchange, conversations
from manifests import SUITE, State, path
from rdflib import RDF, Graph, Namespace, URIRef
from running import TOKEN, Service, accepting

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
HOST = "http://www.example"
AUTHORIZED = {"Authorization": f"Bearer {TOKEN}"}
FORMS = {
    "boolean": {"application/sparql-results+json", "application/sparql-results+xml"},
    "tabular": {
        "application/sparql-results+json",
        "application/sparql-results+xml",
        "text/csv",
        "text/tab-separated-values",
    },
    "RDF": {"text/turtle", "application/rdf+xml", "application/n-triples", "application/ld+json"},
}
PROTOCOL = list(conversations("protocol")) if SUITE.is_dir() else []
STORE = (
    [
        each
        for file in ("manifest-direct.ttl", "manifest-indirect.ttl")
        for each in conversations("graph-store-protocol", file)
    ]
    if SUITE.is_dir()
    else []
)


@pytest.mark.parametrize("case", PROTOCOL, ids=lambda case: case.id)
def test_protocol(case: Conversation, service: Service, loader: Loader):
    loader.load(State(named=tuple((name, path(file)) for name, file in case.named)))
    loader.forget()
    for each in case.exchanges:
        response = accepting(service, each.method, protocol_path(case, each), {**each.headers, **AUTHORIZED}, each.body)
        assert response.status_code in each.statuses, (
            f"{each.method} {each.path}: {response.status_code} {response.text}"
        )
        if each.form is not None:
            assert response.headers["Content-Type"].split(";")[0] in FORMS[each.form]
        if each.boolean is not None:
            assert answer_of(response) is each.boolean


def protocol_path(case: Conversation, each: Exchange) -> str:
    """Updates have an address of their own here, as the manifest allows."""
    update = case.id.startswith(("update", "bad_update", "bad_multiple_updates"))
    about_update = "update=" in each.path + each.body.decode("utf-8", "replace") or "sparql-update" in str(each.headers)
    asks = "query=" in each.path or "sparql-query" in str(each.headers) or each.body.startswith(b"query=")
    place = "/update" if update and about_update and not asks else "/sparql"
    if update and not asks and not about_update:
        place = "/update"
    query = urlsplit(each.path).query
    return f"{place}?{query}" if query else place


def answer_of(response) -> bool:
    if "json" in response.headers["Content-Type"]:
        return response.json()["boolean"]
    return "<boolean>true</boolean>" in response.text


@pytest.mark.parametrize("case", STORE, ids=lambda case: case.id)
def test_graph_store(case: Conversation, service: Service, loader: Loader):
    loader.load(State())
    loader.forget()
    made = ""
    for each in case.exchanges:
        place = store_path(service, each.path) if "$" not in each.path else made
        response = accepting(service, each.method, place, {**each.headers, **AUTHORIZED}, each.body)
        assert response.status_code in each.statuses, f"{each.method} {place}: {response.status_code} {response.text}"
        made = urlsplit(response.headers.get("Location", made)).path or made
        if each.answer is not None and each.method == "GET":
            assert response.headers["Content-Type"].startswith("text/turtle")
            base = f"{service.url.rstrip('/')}{place}"
            expected = each.answer.replace(f"{HOST}/gsp", f"{service.url}graphs").encode()
            given = response.content.replace(f"{HOST}/gsp".encode(), f"{service.url}graphs".encode())
            assert graph_key(given, "text/turtle", base) == graph_key(expected, "text/turtle", base)


def store_path(service: Service, told: str) -> str:
    """The manifest's address on this service."""
    parts = urlsplit(told)
    place = parts.path.replace("/gsp", "/graphs", 1)
    if not parts.query:
        return place
    return (
        f"{place}?{parts.query.replace('www.example%2Fgsp', host(service)).replace('www.example/gsp', host(service))}"
    )


def host(service: Service) -> str:
    return f"{service.url.removeprefix('http://')}graphs"


# --- the three tests of the service description, which the manifest tells in words ------------------------------------


@pytest.fixture(scope="module")
def description(service: Service) -> Graph:
    response = service.session.get(f"{service.url}sparql", timeout=30)
    assert response.headers["Content-Type"].startswith("text/turtle")
    return Graph().parse(data=response.content, format="turtle")


def test_a_get_on_the_endpoint_returns_rdf(description: Graph):
    assert len(description) > 0


def test_the_description_has_the_endpoint(description: Graph, service: Service):
    assert set(description.objects(None, SD.endpoint)) == {URIRef(f"{service.url}sparql")}


def test_the_description_conforms_to_the_schema(description: Graph):
    """Each property is one of the vocabulary's, and joins the classes that its domain and range say."""
    (told,) = set(description.subjects(RDF.type, SD.Service))
    assert set(description.objects(told, SD.supportedLanguage)) == {SD.SPARQL11Query, SD.SPARQL11Update}
    for predicate in (SD.endpoint, SD.resultFormat, SD.inputFormat):
        assert all(isinstance(each, URIRef) for each in description.objects(None, predicate))
        assert set(description.subjects(predicate, None)) == {told}
    (dataset,) = set(description.objects(told, SD.defaultDataset))
    assert (dataset, RDF.type, SD.Dataset) in description
    (default,) = set(description.objects(dataset, SD.defaultGraph))
    assert (default, RDF.type, SD.Graph) in description
    known = {
        "endpoint",
        "supportedLanguage",
        "feature",
        "resultFormat",
        "inputFormat",
        "defaultDataset",
        "defaultGraph",
    }
    used = {str(each).removeprefix(str(SD)) for each in description.predicates() if str(each).startswith(str(SD))}
    assert used <= known


def test_all_suites_are_there(shared: Path):
    assert shared.is_dir()
    assert (len(PROTOCOL), len(STORE)) == (34, 13)
    assert all(parse_qs(urlsplit(each.path).query) or each.body for case in PROTOCOL for each in case.exchanges)
