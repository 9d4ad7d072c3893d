"""docs/http.md says all that there is: every address, parameter, problem and setting, and none that is not."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest
from flask import Flask

from api import Settings
from api.explorer.pages import (
    AskPageQuery,
    DocumentPageQuery,
    HomeQuery,
    IssuePageQuery,
    IssuesPageQuery,
    ListPageQuery,
    NeighbourhoodPageQuery,
    PathPageQuery,
    ThingPageQuery,
    TimelinePageQuery,
)
from api.parameters import parameters_of
from api.problem import PROBLEMS
from api.routes.documents import DocumentsQuery
from api.routes.entities import EntitiesQuery, NeighbourhoodQuery
from api.routes.exports import ExportQuery
from api.routes.meetings import MeetingQuery, MeetingsQuery
from api.routes.passages import PassagesQuery
from api.routes.paths import PathsQuery
from api.routes.positions import IssueQuery, IssuesQuery, MatrixQuery, PositionsQuery
from api.routes.sparql import SparqlQuery
from api.routes.writes import GraphQuery, UpdateQuery
from kg.export import FORMATS
from kg.query import GRAPH_FORMATS, KNOWN_PREFIXES, SOLUTION_FORMATS

QUERIES = {
    "/sparql": SparqlQuery,
    "/update": UpdateQuery,
    "/graphs": GraphQuery,
    "/api/paths": PathsQuery,
    "/api/passages": PassagesQuery,
    "/api/positions/matrix": MatrixQuery,
    "/api/entities": EntitiesQuery,
    "/api/entities/<entity_id>/neighbourhood": NeighbourhoodQuery,
    "/api/meetings": MeetingsQuery,
    "/api/meetings/<meeting_id>": MeetingQuery,
    "/api/positions": PositionsQuery,
    "/api/issues": IssuesQuery,
    "/api/issues/<issue_id>": IssueQuery,
    "/api/documents": DocumentsQuery,
    "/api/export/<name>": ExportQuery,
    "/": HomeQuery,
    "/entities": ListPageQuery,
    "/entities/<entity_id>": ThingPageQuery,
    "/entities/<entity_id>/neighbourhood": NeighbourhoodPageQuery,
    "/meetings/<meeting_id>": ThingPageQuery,
    "/timeline": TimelinePageQuery,
    "/issues": IssuesPageQuery,
    "/issues/<issue_id>": IssuePageQuery,
    "/documents": ListPageQuery,
    "/documents/<document_id>": DocumentPageQuery,
    "/path": PathPageQuery,
    "/ask": AskPageQuery,
}
PAGED = {"cursor", "limit"}


@pytest.fixture(scope="module")
def text(repository: Path) -> str:
    return (repository / "docs" / "http.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def sections(text: str) -> dict[str, str]:
    """What is written below each address."""
    parts = re.split(r"^### `(.*)`$", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_every_address_has_its_section_and_every_section_its_address(app: Flask, sections: dict[str, str]):
    rules = {re.sub(r"<\w+:", "<", rule.rule) for rule in app.url_map.iter_rules()}
    assert set(sections) == rules


def test_every_parameter_is_told_below_its_address(sections: dict[str, str]):
    for address, query in QUERIES.items():
        for name, parameter in parameters_of(query).items():
            if name not in PAGED or "/neighbourhood" in address:
                assert f"`{parameter.name or name}`" in sections[address] or f"`{name}=" in sections[address], name


def test_no_route_reads_parameters_that_are_not_looked_at_here(repository: Path):
    declared = set()
    for module in (repository / "api").rglob("*.py"):
        declared |= set(re.findall(r"^class (\w+Query)\b", module.read_text(encoding="utf-8"), re.MULTILINE))
    assert declared == {query.__name__ for query in QUERIES.values()}


def test_every_problem_is_told_with_its_status(text: str):
    told = dict(re.findall(r"^\| `([a-z-]+)` \| (\d{3}) \|", text, re.MULTILINE))
    assert told == {kind: str(status.value) for kind, (status, _) in PROBLEMS.items()}


def test_every_setting_is_told_with_its_default(text: str):
    told = dict(re.findall(r"^\| `DEMARCHE_(\w+)` \|.*\| (\S+) \|$", text, re.MULTILINE))
    expected = {
        field.name.upper(): f"`{field.default}`" if field.default != "" else "none"
        for field in dataclasses.fields(Settings)
    }
    assert told == expected


def test_every_form_of_answer_and_export_is_told(text: str, sections: dict[str, str]):
    for form in (*SOLUTION_FORMATS.values(), *GRAPH_FORMATS.values()):
        assert f"`{form.name}` {form.media_type}" in sections["/sparql"]
    for name in FORMATS:
        assert f"`{name}`" in sections["/api/export/<name>"]


def test_every_known_prefix_is_told(sections: dict[str, str]):
    assert set(re.findall(r"\b(\w+):(?=[ `])", sections["/sparql"])) >= set(KNOWN_PREFIXES)
