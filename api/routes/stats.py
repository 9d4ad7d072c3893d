"""How much the graph holds."""

from __future__ import annotations

from flask import Response, request

from api.answer import json_answer
from api.context import state
from api.openapi import Answers, Blueprint, described
from api.parameters import refuse_unknown
from api.records.stats import Stats, stats_record

__all__ = ["routes"]

routes = Blueprint("stats", __name__)


@routes.get("/api/stats")
@described(Answers("the counts", Stats), problems=("not-acceptable",))
def show_stats() -> Response:
    """Counts of all there is, by kind."""
    refuse_unknown(request.args, ())
    return json_answer(state().kept(stats_record))
