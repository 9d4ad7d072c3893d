"""The web application: put together from its blueprints, around a graph that is handed in."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

from flask import Flask, Response, g, request

from api import context, problem
from api.caching import answer_from_cache, tag_of, with_validators
from api.explorer import pages
from api.routes import documents, entities, exports, health, linked_data, meetings, positions, sparql, stats
from api.settings import Settings
from api.source import FixedGraph, GraphSource
from kg.store import GraphReader

__all__ = ["create_app"]

SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}

BLUEPRINTS = (
    sparql.routes,
    entities.routes,
    meetings.routes,
    positions.routes,
    documents.routes,
    stats.routes,
    exports.routes,
    linked_data.routes,
    health.routes,
    pages.routes,
)


def create_app(graph: GraphReader | GraphSource, settings: Settings | None = None) -> Flask:
    """The service over a graph.

    Args:
        graph: one state of a graph, or a source that follows a data folder (:class:`api.FollowedGraph`).
        settings: how it runs; the defaults if None.

    Returns:
        A WSGI application; :func:`api.serve` runs it.
    """
    settings = settings or Settings()
    app = Flask("api", template_folder="explorer/templates", static_folder="explorer/static", static_url_path="/static")
    app.config.update(MAX_CONTENT_LENGTH=settings.max_body, MAX_FORM_MEMORY_SIZE=settings.max_body)
    app.url_map.merge_slashes = False
    context.attach(app, graph if isinstance(graph, GraphSource) else FixedGraph(graph), settings)
    problem.register(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    app.before_request(_answer_if_unchanged)
    app.after_request(_finish)
    return app


def _answer_if_unchanged() -> Response | None:
    """Tag the request; answer at once where the client already has what it would get."""
    if request.blueprint in {None, health.routes.name}:
        return None
    g.tag = tag_of(request, context.state().snapshot, our_version())
    return answer_from_cache(request, g.tag)


def _finish(response: Response) -> Response:
    for name, value in SECURITY_HEADERS.items():
        response.headers.setdefault(name, value)
    _allow_origin(response)
    return with_validators(request, response, g.tag) if "tag" in g else response


def _allow_origin(response: Response) -> None:
    origin = context.settings().cors
    if not origin:
        return
    response.headers["Access-Control-Allow-Origin"] = origin
    response.headers["Access-Control-Expose-Headers"] = "ETag, Location"
    if request.method == "OPTIONS":
        response.headers["Access-Control-Allow-Methods"] = response.headers.get("Allow", "GET, HEAD, OPTIONS")
        response.headers["Access-Control-Allow-Headers"] = "Accept, Content-Type, If-None-Match"


def our_version() -> str:
    """This program's version; of a checkout that is not installed, 0."""
    try:
        return version("demarche")
    except PackageNotFoundError:
        return "0"
