"""The W3C's tests of SPARQL 1.1 Update, sent to a running service."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from comparing import quads_key
from datasets import Loader, quads_of
from manifests import SUITE, Case, State, cases, included
from running import Service

ALL = "SELECT ?g ?s ?p ?o { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
CASES = (
    [case for folder in included("manifest-sparql11-update.ttl") for case in cases(folder)] if SUITE.is_dir() else []
)
EVALUATED = [case for case in CASES if case.kind == "UpdateEvaluationTest"]
SYNTAX = [case for case in CASES if case not in EVALUATED]
NO_LOAD = pytest.mark.xfail(reason="LOAD is refused here: the service fetches nothing")


def named(listed: list[Case]) -> list:
    return [pytest.param(case, id=case.id, marks=[NO_LOAD] if loads(case) else []) for case in listed]


def loads(case: Case) -> bool:
    """Whether it is a test of LOAD from elsewhere, which is refused whether or not there is something to load."""
    text = case.text.lower()
    return "Negative" not in case.kind and "load" in text and "load silent" not in text


@pytest.mark.parametrize("case", named(EVALUATED))
def test_update(case: Case, service: Service, loader: Loader):
    loader.load(case.before)
    loader.forget()
    response = service.update(f"BASE <{case.base}>\n{case.text}")
    assert response.status_code == 204, response.text
    assert quads_key(everything(service)) == quads_key(stored(case.after))


@pytest.mark.parametrize("case", named(SYNTAX))
def test_syntax(case: Case, service: Service, loader: Loader):
    loader.load(State())
    loader.forget()
    response = service.update(f"BASE <{case.base}>\n{case.text}")
    if "Negative" in case.kind:
        assert response.status_code == 400, response.text
    else:
        assert response.status_code == 204 or "does not exist" in response.text, response.text


def everything(service: Service) -> list[ox.Quad]:
    response = service.query(ALL, "application/sparql-results+json")
    assert response.status_code == 200, response.text
    rows = ox.parse_query_results(response.content, format=ox.QueryResultsFormat.JSON)
    return [ox.Quad(row["s"], row["p"], row["o"], row["g"] or ox.DefaultGraph()) for row in rows]


def stored(wanted: State) -> ox.Store:
    store = ox.Store()
    store.extend(quads_of(wanted))
    return store


def test_all_evaluations_pass(shared: Path):
    assert shared.is_dir()
    assert len(CASES) == 157
    assert [case.id for case in EVALUATED if loads(case)] == []
