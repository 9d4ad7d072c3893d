"""The W3C's tests of SPARQL 1.1 Query and of the forms of its results, sent to a running service."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from comparing import graph_key, read_rows, same_rows
from datasets import Loader
from manifests import SUITE, Case, cases, included
from running import Service

MISSES = json.loads((Path(__file__).parent / "misses.json").read_text("utf-8"))
ACCEPT = {
    "srx": "application/sparql-results+xml",
    "srj": "application/sparql-results+json",
    "ttl": "application/sparql-results+json",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
}


def parameters(listed: list[Case]) -> list:
    return [
        pytest.param(case, id=case.id, marks=[pytest.mark.xfail(reason=MISSES[case.id])] if case.id in MISSES else [])
        for case in listed
    ]


QUERIES = (
    [case for folder in included("manifest-sparql11-query.ttl") for case in cases(folder)] if SUITE.is_dir() else []
)
RESULTS = [case for folder in ("csv-tsv-res", "json-res") for case in cases(folder)] if SUITE.is_dir() else []


@pytest.mark.parametrize("case", parameters(QUERIES))
def test_query(case: Case, service: Service, loader: Loader):
    check(case, service, loader)


@pytest.mark.parametrize("case", parameters(RESULTS))
def test_form_of_results(case: Case, service: Service, loader: Loader):
    check(case, service, loader)


def check(case: Case, service: Service, loader: Loader) -> None:
    if "Syntax" in case.kind:
        check_syntax(case, service)
        return
    loader.load(case.before)
    text = f"BASE <{case.base}>\n{case.text}"
    form = case.result.suffix[1:]
    if form == "ttl" and "ResultSet" not in case.result.read_text("utf-8"):
        response = service.query(text, "text/turtle")
        assert response.status_code == 200, response.text
        assert graph_key(response.content, "text/turtle", case.base) == graph_key(case.result, "text/turtle", case.base)
        return
    response = service.query(text, ACCEPT[form])
    assert response.status_code == 200, response.text
    assert response.headers["Content-Type"].split(";")[0] == ACCEPT[form]
    found = read_rows(response.content, "srj" if form == "ttl" else form, case.base)
    expected = read_rows(case.result.read_bytes(), form, case.base)
    if isinstance(expected, bool):
        assert found is expected
    else:
        assert same_rows(found, expected), f"{found}\nis not\n{expected}"


def check_syntax(case: Case, service: Service) -> None:
    response = service.query(f"BASE <{case.base}>\n{case.text}", "*/*")
    expected = 400 if "Negative" in case.kind else 200
    assert response.status_code == expected, response.text
    if expected == 400:
        assert response.json()["type"].endswith("malformed-query")


def test_almost_all_pass(shared: Path):
    assert shared.is_dir()
    assert len(QUERIES) == 328
    missed = [case.id for case in QUERIES if case.id in MISSES]
    assert len(missed) <= 0.03 * len(QUERIES)
    assert not [case.id for case in RESULTS if case.id in MISSES]
    assert set(MISSES) <= {case.id for case in (*QUERIES, *RESULTS)}
