"""Whether the service lives, whether it can answer, and what it has been doing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Response, request
from prometheus_client.metrics_core import Metric

from api.answer import json_answer
from api.context import answering, observed, state
from api.metrics import MEDIA_TYPE, counted, present
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
    here = state()
    next(here.reader.quads(), None)
    len(here.network.view().nodes)
    if here.reader.path is not None and not answering().pool.wait(READY_SECONDS) and _workers() == 0:
        raise Problem("store-unavailable", "there is no process to answer queries")
    return _uncached(Health("ready", here.snapshot))


@routes.get("/metrics")
@described(Answers("the counts", media_types=(MEDIA_TYPE.partition(";")[0],)))
def metrics() -> Response:
    """Requests, durations, bytes and query processes, in the text format of Prometheus."""
    refuse_unknown(request.args, ())
    response = Response(observed().text(_now()), content_type=MEDIA_TYPE)
    response.headers["Cache-Control"] = "no-store"
    return response


def _workers() -> int:
    now = answering().state
    return 0 if now is None else now.workers


def _now() -> Iterator[Metric]:
    here = state()
    yield present("demarche_quads", "Quads of the present snapshot.", len(here.reader))
    if here.modified is not None:
        published = here.modified.timestamp()
        yield present("demarche_snapshot_seconds", "When the present snapshot was published.", published)
    now = answering().state
    if now is not None:
        yield present("demarche_query_workers", "Processes that answer SPARQL.", now.workers)
        yield present("demarche_query_workers_idle", "Those of them that wait for a query.", now.idle)
        yield present("demarche_queries_waiting", "Queries that wait for a process.", now.waiting)
        yield present("demarche_queries_slow", "Queries that run at low priority.", now.slow)
        yield counted("demarche_queries_answered", "Queries that ended.", now.answered)
        yield counted("demarche_queries_killed", "Queries that were ended.", now.killed)


def _uncached(health: Health) -> Response:
    refuse_unknown(request.args, ())
    response = json_answer(health)
    response.headers["Cache-Control"] = "no-store"
    return response
