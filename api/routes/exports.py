"""The whole graph, in the formats of other tools."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from flask import Blueprint, Response, request

from api.context import keep, state
from api.parameters import choice, read
from api.problem import Problem
from kg.export import FORMATS, Export
from kg.network import ViewName

__all__ = ["routes"]

routes = Blueprint("exports", __name__)


@dataclass(frozen=True, slots=True)
class ExportQuery:
    """The parameters of an export."""

    view: Annotated[str | None, choice("facts as nodes, or ties between actors", tuple(ViewName))] = None


@routes.get("/api/export/<name>")
def export(name: str) -> Response:
    """The whole graph as a file, streamed; Accept is not looked at, the address says the format."""
    query = read(ExportQuery, request.args)
    form = FORMATS.get(name)
    if form is None:
        detail = f"no export format {name!r}; there are {', '.join(FORMATS)}"
        raise Problem("not-found", detail, available=list(FORMATS))
    if query.view is not None and not form.has_views:
        raise Problem("bad-parameter", f"'view' says nothing to {name}: it writes the graph itself", parameter="view")
    wanted = Export(state().reader, query.view or ViewName.EVENTS, state().network if form.has_views else None)
    response = Response(form.chunks(wanted), content_type=form.media_type)
    response.call_on_close(keep().close)
    response.headers["Content-Disposition"] = f'attachment; filename="demarche{form.suffix}"'
    return response
