"""The web application: put together from its blueprints, around a graph that is handed in."""

from __future__ import annotations

from functools import cache
from importlib.metadata import PackageNotFoundError, version

from flask import Flask, Response, g, request
from werkzeug.routing import PathConverter

from api import context, problem
from api.caching import answer_from_cache, tag_of, with_validators
from api.compression import compressed
from api.explorer import pages
from api.observing import attach_observer, followed
from api.openapi import document_of
from api.paging import snapshot_of
from api.problem import Problem
from api.repeating import KeptAnswers, Repeating, keep_answer
from api.routes import (
    documents,
    entities,
    exports,
    health,
    linked_data,
    meetings,
    passages,
    paths,
    positions,
    reference,
    sparql,
    stats,
    writes,
)
from api.settings import Settings
from api.shortcut import Shortcut
from api.source import FixedGraph, GraphSource
from kg.store import GraphReader

__all__ = ["close", "create_app"]

SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}

_MEGABYTE = 2**20

DESCRIBED = (
    sparql.routes,
    writes.routes,
    entities.routes,
    paths.routes,
    meetings.routes,
    positions.routes,
    documents.routes,
    passages.routes,
    stats.routes,
    exports.routes,
    linked_data.routes,
    health.routes,
)
"""What stands in the OpenAPI document."""


class NameConverter(PathConverter):
    """A name that is the rest of an address, whatever characters stand in it.

    Werkzeug's own neither starts with a slash nor holds a line break, so that ``PUT /graphs/a%0Ab`` met no route.
    """

    regex = "(?s:.+?)"
    part_isolating = False


def create_app(graph: GraphReader | GraphSource, settings: Settings | None = None) -> Flask:
    """The service over a graph.

    Args:
        graph: one state of a graph, or a source that follows a data folder (:class:`api.FollowedGraph`). What strangers
            reach has to be the latter: a graph in this process's memory is asked in this process, without a deadline
            or a cap on memory, and one that another server keeps is asked there, within that server's bounds.
        settings: how it runs; the defaults if None.

    Returns:
        A WSGI application; :func:`api.serve` runs it. :func:`close` lets go of its query processes.
    """
    settings = settings or Settings()
    app = Flask("api", template_folder="explorer/templates", static_folder="explorer/static", static_url_path="/static")
    app.config.update(MAX_CONTENT_LENGTH=settings.max_body, MAX_FORM_MEMORY_SIZE=settings.max_body)
    app.url_map.merge_slashes = False
    app.url_map.converters["path"] = NameConverter
    context.attach(app, graph if isinstance(graph, GraphSource) else FixedGraph(graph), settings)
    attach_observer(app)
    reference.keep(app, document_of(app, DESCRIBED, our_version()))
    problem.register(app)
    for blueprint in (reference.routes, pages.routes):
        app.register_blueprint(blueprint)
    app.before_request(_refuse_endless)
    app.before_request(_answer_if_unchanged)
    app.after_request(_finish)
    with app.app_context():
        kept = KeptAnswers(settings.answer_cache * _MEGABYTE)
        shortcut = Shortcut(app.wsgi_app, context.parts(), our_version())
        app.wsgi_app = Repeating(shortcut, context.source(), kept, context.observed())  # type: ignore[method-assign] # as Flask's documentation has it
    return app


def close(app: Flask) -> None:
    """End the processes that answer an application's queries; the graph stays its owner's to close."""
    with app.app_context():
        context.answering().close()


def _refuse_endless() -> None:
    if len(request.environ.get("PATH_INFO", "")) + len(request.query_string) > context.settings().max_url:
        detail = f"an address of at most {context.settings().max_url} bytes is taken; send long queries by POST"
        raise Problem("url-too-long", detail)


def _answer_if_unchanged() -> Response | None:
    """Tag the request; answer at once where the client already has what it would get."""
    if request.blueprint in {None, health.routes.name, writes.routes.name} and request.endpoint not in READ_GRAPHS:
        return None
    if "cursor" in request.args:
        context.settle(snapshot_of(request.args["cursor"]))
    state = context.state()
    g.tag = tag_of(request.environ, state.snapshot, our_version())
    return answer_from_cache(request, g.tag, state.modified)


READ_GRAPHS = frozenset({"writes.show_graph", "writes.show_direct_graph"})


def _finish(response: Response) -> Response:
    for name, value in SECURITY_HEADERS.items():
        response.headers.setdefault(name, value)
    _allow_origin(response)
    if "tag" in g:
        response = with_validators(request, response, g.tag, context.state().modified)
    response = compressed(request, response)
    keep_answer(response)
    return followed(response)


def _allow_origin(response: Response) -> None:
    origin = context.settings().cors
    if not origin:
        return
    response.headers["Access-Control-Allow-Origin"] = origin
    response.headers["Access-Control-Expose-Headers"] = "ETag, Location, Retry-After, X-Request-Id"
    if request.method == "OPTIONS":
        response.headers["Access-Control-Allow-Methods"] = response.headers.get("Allow", "GET, HEAD, OPTIONS")
        response.headers["Access-Control-Allow-Headers"] = "Accept, Authorization, Content-Type, If-None-Match"


@cache
def our_version() -> str:
    """This program's version; of a checkout that is not installed, 0."""
    try:
        return version("demarche")
    except PackageNotFoundError:
        return "0"
