"""Whether the service lives, whether it can answer, and what it has been doing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Response, request

from api.answer import json_answer
from api.context import answering, observed, state
from api.metrics import MEDIA_TYPE, Gauge
from api.openapi import Answers, Blueprint, described
from api.parameters import refuse_unknown
from api.problem import Problem

__all__ = ["routes"]

routes = Blueprint("health", __name__)

READY_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Health:
    """How the service is, and of which state of the graph it speaks."""

    status: str
    snapshot: str | None = None


@routes.get("/healthz")
@described(Answers("it lives", Health), problems=("not-acceptable",))
def alive() -> Response:
    """The process takes requests; the graph is not looked at."""
    return _uncached(Health("ok"))


@routes.get("/readyz")
@described(Answers("it can answer", Health), problems=("not-acceptable",))
def ready() -> Response:
    """The graph can be read, its network is in memory, and a process to answer SPARQL is there."""
    present = state()
    next(present.reader.quads(), None)
    len(present.network.view().nodes)
    if present.reader.path is not None and not answering().pool.wait(READY_SECONDS) and _workers() == 0:
        raise Problem("store-unavailable", "there is no process to answer queries")
    return _uncached(Health("ready", present.snapshot))


@routes.get("/metrics")
@described(Answers("the counts", media_types=(MEDIA_TYPE.partition(";")[0],)))
def metrics() -> Response:
    """Requests, durations, bytes and query processes, in the text format of Prometheus."""
    refuse_unknown(request.args, ())
    response = Response(observed().text(_gauges()), content_type=MEDIA_TYPE)
    response.headers["Cache-Control"] = "no-store"
    return response


def _workers() -> int:
    now = answering().state
    return 0 if now is None else now.workers


def _gauges() -> Iterator[Gauge]:
    present = state()
    yield Gauge("demarche_quads", "Quads of the present snapshot.", len(present.reader))
    if present.modified is not None:
        yield Gauge(
            "demarche_snapshot_seconds", "When the present snapshot was published.", present.modified.timestamp()
        )
    now = answering().state
    if now is not None:
        yield Gauge("demarche_query_workers", "Processes that answer SPARQL.", now.workers)
        yield Gauge("demarche_query_workers_idle", "Those of them that wait for a query.", now.idle)
        yield Gauge("demarche_queries_waiting", "Queries that wait for a process.", now.waiting)
        yield Gauge("demarche_queries_slow", "Queries that run at low priority.", now.slow)
        yield Gauge("demarche_queries_answered_total", "Queries that ended.", now.answered, "counter")
        yield Gauge("demarche_queries_killed_total", "Queries that were ended.", now.killed, "counter")


def _uncached(health: Health) -> Response:
    refuse_unknown(request.args, ())
    response = json_answer(health)
    response.headers["Cache-Control"] = "no-store"
    return response
