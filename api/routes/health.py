"""Whether the service lives, and whether it can answer."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, request

from api.answer import json_answer
from api.context import state
from api.parameters import refuse_unknown

__all__ = ["routes"]

routes = Blueprint("health", __name__)


@dataclass(frozen=True, slots=True)
class Health:
    """How the service is, and of which state of the graph it speaks."""

    status: str
    snapshot: str | None = None


@routes.get("/healthz")
def alive() -> Response:
    """The process takes requests; the graph is not looked at."""
    return _uncached(Health("ok"))


@routes.get("/readyz")
def ready() -> Response:
    """The graph can be read."""
    present = state()
    next(present.reader.quads(), None)
    return _uncached(Health("ready", present.snapshot))


def _uncached(health: Health) -> Response:
    refuse_unknown(request.args, ())
    response = json_answer(health)
    response.headers["Cache-Control"] = "no-store"
    return response
