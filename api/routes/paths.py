"""How two things are connected."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from flask import Response, request

from api.answer import json_answer
from api.context import settings, state
from api.openapi import Answers, Blueprint, described
from api.parameters import Limit, Parameter, choice, read, text, whole
from api.problem import Problem
from api.records.base import Ref, ref
from kg.network import Edge, Path, ViewName

__all__ = ["routes"]

routes = Blueprint("paths", __name__)

MOST_PATHS = 50
USUAL_PATHS = 5


def _named(name: str, parameter: Parameter) -> Parameter:
    return Parameter(parameter.parse, parameter.description, name, schema=parameter.schema)


@dataclass(frozen=True, slots=True)
class PathsQuery:
    """The parameters of a search for paths."""

    start: Annotated[str, _named("from", text("where they begin: an entity's id or name"))]
    end: Annotated[str, _named("to", text("where they end: an entity's id or name"))]
    max_length: Annotated[int, whole("the most steps; in view=events from one actor to another are two", least=1)] = 4
    view: Annotated[str, choice("facts as nodes, or ties between actors", tuple(ViewName))] = ViewName.EVENTS
    limit: Limit = None


@dataclass(frozen=True, slots=True)
class PathItem:
    """A way from one thing to another: ``edges[i]`` connects ``nodes[i]`` and ``nodes[i + 1]``, with its sentence."""

    length: int
    nodes: tuple[Ref, ...]
    edges: tuple[Edge, ...]


@dataclass(frozen=True, slots=True)
class PathList:
    """The shortest paths first; ``truncated`` says that there may be more."""

    items: tuple[PathItem, ...]
    next: None
    truncated: bool
    snapshot: str


@routes.get("/api/paths")
@described(Answers("the paths", PathList), query=PathsQuery, problems=("not-found", "not-acceptable"))
def show_paths() -> Response:
    """Paths between two things, the shorter first, with the sentence behind each step."""
    query = read(PathsQuery, request.args)
    if query.max_length > settings().max_depth:
        detail = f"'max_length' must be at most {settings().max_depth} here"
        raise Problem("bad-parameter", detail, parameter="max_length")
    limit = USUAL_PATHS if query.limit is None else query.limit
    if limit > MOST_PATHS:
        raise Problem("bad-parameter", f"'limit' must be at most {MOST_PATHS} here", parameter="limit")
    network = state().network
    ends = [network.find(name).id for name in (query.start, query.end)]
    found = network.paths(ends[0], ends[1], query.max_length, query.view, limit + 1)
    items = tuple(_item(path) for path in found[:limit])
    return json_answer(PathList(items, None, len(found) > limit, state().snapshot))


def _item(path: Path) -> PathItem:
    return PathItem(len(path.edges), tuple(ref(state(), node.id) for node in path.nodes), path.edges)
