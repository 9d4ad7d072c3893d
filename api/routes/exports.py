"""The graph, or a part of it, in the formats of other tools."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Annotated

from flask import Response, request

from api.context import keep, state
from api.openapi import Answers, Blueprint, described
from api.parameters import Ladder, choice, day, names, number, read, text, whole
from api.problem import Problem
from kg.export import DEFAULT_PROFILE, FORMATS, Export, Selection, checked_profile
from kg.levels import Level
from kg.network import Filter, ViewName

__all__ = ["routes"]

routes = Blueprint("exports", __name__)


@dataclass(frozen=True, slots=True)
class ExportQuery:
    """The parameters of an export."""

    view: Annotated[str | None, choice("facts as nodes, or ties between actors", tuple(ViewName))] = None
    profile: Annotated[str, text("the tool that graphml is for: default, gephi, cytoscape, neo4j or yed")] = (
        DEFAULT_PROFILE
    )
    around: Annotated[tuple[str, ...], names("only what lies around these entities, separated by commas")] = ()
    depth: Annotated[int, whole("how many steps to go from around")] = 1
    types: Annotated[tuple[str, ...], names("only these types of nodes and edges, separated by commas")] = ()
    since: Annotated[dt.date | None, day("leave out facts that end before this day")] = None
    until: Annotated[dt.date | None, day("leave out facts that begin after this day")] = None
    min_confidence: Annotated[float | None, number("leave out facts with less", least=0, most=1)] = None
    level: Ladder = Level.TOLD


@routes.get("/api/export/<name>")
@described(
    Answers("the file", media_types=tuple(dict.fromkeys(form.media_type for form in FORMATS.values()))),
    query=ExportQuery,
    problems=("not-found",),
)
def export(name: str) -> Response:
    """The graph as a file, streamed; Accept is not looked at, the address says the format."""
    query = read(ExportQuery, request.args)
    form = FORMATS.get(name)
    if form is None:
        detail = f"no export format {name!r}; there are {', '.join(FORMATS)}"
        raise Problem("not-found", detail, available=list(FORMATS))
    if query.view is not None and not form.has_views:
        raise Problem("bad-parameter", f"'view' says nothing to {name}: it writes the graph itself", parameter="view")
    profile = checked_profile(form, query.profile)
    level = Level(query.level)
    if level is not Level.TOLD and not form.has_views:
        detail = f"'level' says nothing to {name}: it writes the graph itself, where dm:capacity tells every level"
        raise Problem("bad-parameter", detail, parameter="level")
    chosen = Filter(frozenset(query.types), query.since, query.until, query.min_confidence)
    selection = Selection(query.view or ViewName.EVENTS, chosen, query.around, query.depth, level)
    network = state().at(level).network if form.has_views or not selection.is_whole else None
    wanted = Export(state().reader, selection, network, state().base)
    if network is not None:
        wanted.check()
    response = Response(form.chunks(wanted, profile), content_type=form.media_type)
    response.call_on_close(keep().close)
    response.headers["Content-Disposition"] = f'attachment; filename="demarche{form.suffix}"'
    return response
