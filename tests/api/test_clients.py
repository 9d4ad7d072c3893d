"""Clients that others have written work against the service as they are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import rdflib
import requests
from pyoxigraph import QueryResultsFormat, parse_query_results
from rdflib.plugins.stores.sparqlstore import SPARQLStore, SPARQLUpdateStore
from running import TOKEN, Service, running
from SPARQLWrapper import CSV, JSON, JSONLD, RDFXML, TSV, TURTLE, XML, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import EndPointInternalError, QueryBadFormed

NAMES = """PREFIX skos: <http://www.w3.org/2004/02/skos/core#> PREFIX dm: <https://w3id.org/demarche/ontology#>
SELECT ?name WHERE { ?person a dm:Person ; skos:prefLabel ?name } ORDER BY ?name"""
PEOPLE = ["John Kerry", "Lakhdar Brahimi", "Sergey Lavrov", "Vladimir Putin"]
GRAPH = "CONSTRUCT { ?s <urn:called> ?name } WHERE { ?s a dm:Person ; skos:prefLabel ?name }"


@pytest.fixture(scope="module")
def service(small_folder: Path) -> Iterator[Service]:
    with running(small_folder, update_token=TOKEN, query_workers="2", query_timeout="10") as started:
        yield started


@pytest.fixture
def wrapper(service: Service) -> SPARQLWrapper:
    return SPARQLWrapper(f"{service.url}sparql")


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_sparqlwrapper_reads_rows(wrapper: SPARQLWrapper, method: str):
    wrapper.setMethod(method)
    wrapper.setQuery(NAMES)
    wrapper.setReturnFormat(JSON)
    rows = wrapper.queryAndConvert()["results"]["bindings"]
    assert [row["name"]["value"] for row in rows] == PEOPLE
    wrapper.setReturnFormat(XML)
    assert [node.firstChild.data for node in wrapper.queryAndConvert().getElementsByTagName("literal")] == PEOPLE
    for form in (CSV, TSV):
        wrapper.setReturnFormat(form)
        assert wrapper.queryAndConvert().decode().replace('"', "").split()[1:3] == ["John", "Kerry"]


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")  # in SPARQLWrapper itself
@pytest.mark.parametrize("form", [TURTLE, RDFXML, JSONLD])
def test_sparqlwrapper_reads_graphs(wrapper: SPARQLWrapper, form: str):
    wrapper.setQuery(GRAPH)
    wrapper.setReturnFormat(form)
    found = wrapper.queryAndConvert()
    graph = found if isinstance(found, rdflib.Graph) else rdflib.Graph().parse(data=found)
    assert sorted(map(str, graph.objects(None, rdflib.URIRef("urn:called")))) == PEOPLE


def test_sparqlwrapper_understands_refusals(wrapper: SPARQLWrapper):
    wrapper.setQuery("SELECT WHERE")
    with pytest.raises((QueryBadFormed, EndPointInternalError)):
        wrapper.query()


def test_rdflibs_store_reads_and_writes(service: Service):
    store = SPARQLStore(f"{service.url}sparql")
    found = rdflib.Graph(store=store).query(NAMES)
    assert [str(row.name) for row in found] == PEOPLE
    written = SPARQLUpdateStore(
        f"{service.url}sparql", f"{service.url}update", headers={"Authorization": f"Bearer {TOKEN}"}
    )
    graph = rdflib.Graph(store=written, identifier=rdflib.URIRef("urn:test:rdflib"))
    statement = (rdflib.URIRef("urn:a"), rdflib.URIRef("urn:b"), rdflib.Literal("c"))
    graph.add(statement)
    assert statement in graph
    graph.remove(statement)
    assert statement not in graph


def test_the_requests_of_oxigraphs_own_readme(service: Service):
    """oxigraph-cli's README, section "Usage": the same requests, at our addresses."""
    endpoint, headers = f"{service.url}sparql", {"Authorization": f"Bearer {TOKEN}"}
    put = requests.put(
        f"{service.url}graphs?graph=http://example.com/g.ttl",
        data=b"<http://example.com/s> <http://example.com/p> <http://example.com/o> .",
        headers={"Content-Type": "text/turtle", **headers},
        timeout=30,
    )
    assert put.status_code == 201
    body = b"SELECT * WHERE { GRAPH <http://example.com/g.ttl> { ?s ?p ?o } } LIMIT 10"
    asked = requests.post(
        endpoint,
        data=body,
        headers={"Accept": "application/sparql-results+json", "Content-Type": "application/sparql-query"},
        timeout=30,
    )
    rows = list(parse_query_results(asked.content, format=QueryResultsFormat.JSON))
    assert [row["o"].value for row in rows] == ["http://example.com/o"]
    deleted = requests.post(
        f"{service.url}update",
        data=b"DELETE WHERE { GRAPH <http://example.com/g.ttl> { <http://example.com/s> ?p ?o } }",
        headers={"Content-Type": "application/sparql-update", **headers},
        timeout=30,
    )
    assert deleted.status_code == 204
