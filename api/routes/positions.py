"""Who stands where, and on what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from flask import Response, request

from api.answer import json_answer
from api.context import state
from api.openapi import Answers, Blueprint, described
from api.paging import Page
from api.parameters import Cursor, Ladder, Limit, choice, day, read, text
from api.records.issues import IssueRecord, issue_record
from api.records.matrix import Row, matrix_rows, row_item
from api.records.positions import IssueItem, PositionItem, find_positions, issue_item, list_issues, position_item
from api.routes.lists import LIST_PROBLEMS, list_answer
from api.state import State
from kg.levels import Level
from kg.model import Stance
from kg.network import Filter, Node

__all__ = ["routes"]

routes = Blueprint("positions", __name__)


@dataclass(frozen=True, slots=True)
class MatrixQuery:
    """The parameters of the matrix of positions."""

    issue: Annotated[str | None, text("an issue's id, or words that its label holds")] = None
    holder: Annotated[str | None, text("whose: an entity's id or name")] = None
    since: Annotated[dt.date | None, day("leave out what was said before this day")] = None
    until: Annotated[dt.date | None, day("leave out what was said after this day")] = None
    level: Ladder = Level.TOLD
    cursor: Cursor = None
    limit: Limit = None


@dataclass(frozen=True, slots=True)
class PositionsQuery(MatrixQuery):
    """The parameters of the list of positions."""

    stance: Annotated[str | None, choice("the stance", tuple(Stance))] = None


@dataclass(frozen=True, slots=True)
class IssueQuery:
    """The parameters of one issue."""

    level: Ladder = Level.TOLD


@dataclass(frozen=True, slots=True)
class IssuesQuery:
    """The parameters of the list of issues."""

    q: Annotated[str | None, text("words that the label holds, in any order")] = None
    cursor: Cursor = None
    limit: Limit = None


@routes.get("/api/positions")
@described(Answers("a page of them", Page[PositionItem]), query=PositionsQuery, problems=LIST_PROBLEMS)
def list_positions() -> Response:
    """Positions by date, each with its sentence."""
    query = read(PositionsQuery, request.args)
    there = state().at(query.level)
    return list_answer(_found(there, query, query.stance), query, lambda node: position_item(there, node))


@routes.get("/api/positions/matrix")
@described(Answers("a page of rows", Page[Row]), query=MatrixQuery, problems=LIST_PROBLEMS)
def show_matrix() -> Response:
    """Who stands where on which issue, and since when: a row an actor, a cell an issue."""
    query = read(MatrixQuery, request.args)
    there = state().at(query.level)
    return list_answer(matrix_rows(there, _found(there, query)), query, lambda row: row_item(there, row))


def _found(there: State, query: MatrixQuery, stance: str | None = None) -> Sequence[Node]:
    chosen = Filter(since=query.since, until=query.until)
    return find_positions(there, holder=query.holder, issue=query.issue, stance=stance, chosen=chosen)


@routes.get("/api/issues")
@described(Answers("a page of them", Page[IssueItem]), query=IssuesQuery, problems=LIST_PROBLEMS)
def show_issues() -> Response:
    """Issues, those with most positions and meetings first."""
    query = read(IssuesQuery, request.args)
    return list_answer(list_issues(state(), query.q), query, lambda node: issue_item(state(), node))


@routes.get("/api/issues/<path:issue_id>")
@described(Answers("the issue", IssueRecord), query=IssueQuery, problems=("not-found", "not-acceptable"))
def show_issue(issue_id: str) -> Response:
    """One issue: who stands where on it, and where sources contradict each other."""
    query = read(IssueQuery, request.args)
    return json_answer(issue_record(state(), issue_id, state().at(query.level)))
