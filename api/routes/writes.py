"""What changes the graph: SPARQL Update and the Graph Store Protocol, for whoever holds the token."""

from __future__ import annotations

import hmac
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.parser import BytesParser
from email.policy import HTTP
from http import HTTPStatus
from typing import Annotated, Final

from flask import Response, request
from pyoxigraph import NamedNode, RdfFormat
from werkzeug.urls import iri_to_uri

from api.context import answering, settings, source, state
from api.negotiation import best
from api.openapi import Answers, Blueprint, described
from api.parameters import Parameter, iris, read, text
from api.problem import Problem
from api.routes.sparql import asked, streamed
from kg.errors import InputError, NotFoundError
from kg.query import GRAPH_FORMATS, by_media_type
from kg.query.question import Question
from kg.query.writing import Verb, Write, Written

__all__ = ["routes"]

routes = Blueprint("writes", __name__)

UPDATE_TYPE: Final = "application/sparql-update"
MULTIPART: Final = "multipart/form-data"
GRAPH_PROBLEMS: Final = ("not-found", "not-acceptable", "query-limit", "query-timeout", "too-busy", "bad-parameter")
WRITE_PROBLEMS: Final = (
    "bad-triples",
    "too-large",
    "unsupported-media-type",
    "query-limit",
    "query-timeout",
    "too-busy",
)
TAKEN: Final[Mapping[str, RdfFormat]] = {
    media_type: form.writer
    for media_type, form in by_media_type(GRAPH_FORMATS).items()
    if not form.writer.supports_datasets or form.writer == RdfFormat.JSON_LD
}
"""Media types of single graphs; what may hold several is no graph."""


@dataclass(frozen=True, slots=True)
class UpdateQuery:
    """The parameters of an update."""

    update: Annotated[str, text("the update")]
    default_graphs: Annotated[
        tuple[str, ...], iris("using-graph-uri", "a graph of the default graph in WHERE; may be repeated")
    ] = ()
    named_graphs: Annotated[
        tuple[str, ...], iris("using-named-graph-uri", "a graph that GRAPH may name in WHERE; may be repeated")
    ] = ()


@dataclass(frozen=True, slots=True)
class GraphQuery:
    """Which graph is meant: one of the two."""

    graph: Annotated[str | None, text("the graph's IRI")] = None
    default: Annotated[
        str | None,
        Parameter(lambda value: value, "the graph without a name; no value is needed", schema={"type": "string"}),
    ] = None


@routes.post("/update")
@described(
    Answers("the change is made and to be seen", status=HTTPStatus.NO_CONTENT, headers=("X-Demarche-Snapshot",)),
    form=UpdateQuery,
    body=UPDATE_TYPE,
    problems=("malformed-query", "remote-failed", *WRITE_PROBLEMS),
    secured=True,
)
def update() -> Response:
    """Change the graph by SPARQL Update: all of it or nothing."""
    data = _permitted()
    given = asked("update", UPDATE_TYPE)
    if "query" in given:
        raise Problem("bad-parameter", "updates are taken here; queries are sent to /sparql", parameter="query")
    query = read(UpdateQuery, given)
    job = Write(
        data,
        Verb.UPDATE,
        query.update,
        base=request.base_url,
        default_graphs=query.default_graphs,
        named_graphs=query.named_graphs,
        instances=state().base,
    )
    return _done(_written(job), HTTPStatus.NO_CONTENT)


# --- graphs -----------------------------------------------------------------------------------------------------------

_GRAPH = Answers("the graph", media_types=tuple(by_media_type(GRAPH_FORMATS)))
_CREATED = Answers("the graph is there now", status=HTTPStatus.CREATED, media_types=(), headers=("Location",))
_CHANGED = Answers("the graph is changed", status=HTTPStatus.NO_CONTENT)


@routes.get("/graphs")
@described(_GRAPH, query=GraphQuery, problems=GRAPH_PROBLEMS)
def show_graph() -> Response:
    """One graph."""
    return _shown(_meant())


@routes.put("/graphs")
@described(_CREATED, _CHANGED, query=GraphQuery, body=tuple(TAKEN), problems=WRITE_PROBLEMS, secured=True)
def put_graph() -> Response:
    """Make a graph hold these triples and no others."""
    return _change(Verb.PUT, _meant)


@routes.post("/graphs")
@described(_CREATED, _CHANGED, query=GraphQuery, body=tuple(TAKEN), problems=WRITE_PROBLEMS, secured=True)
def post_graph() -> Response:
    """Add triples to a graph; without a parameter, to a new one, whose address is answered."""
    if request.args:
        return _change(Verb.POST, _meant)
    made = f"{request.base_url}/{uuid.uuid4()}"
    return _change(Verb.POST, lambda: made)


@routes.delete("/graphs")
@described(_CHANGED, query=GraphQuery, problems=("not-found", *WRITE_PROBLEMS), secured=True)
def delete_graph() -> Response:
    """Take a graph away."""
    return _change(Verb.DELETE, _meant)


@routes.get("/graphs/<path:name>")
@described(_GRAPH, problems=GRAPH_PROBLEMS)
def show_direct_graph(name: str) -> Response:  # noqa: ARG001 - the whole address is the graph's name
    """The graph whose IRI is this address."""
    return _shown(_direct())


@routes.put("/graphs/<path:name>")
@described(_CREATED, _CHANGED, body=tuple(TAKEN), problems=WRITE_PROBLEMS, secured=True)
def put_direct_graph(name: str) -> Response:  # noqa: ARG001 - as above
    """Make the graph whose IRI is this address hold these triples and no others."""
    return _change(Verb.PUT, _direct)


@routes.post("/graphs/<path:name>")
@described(_CREATED, _CHANGED, body=tuple(TAKEN), problems=WRITE_PROBLEMS, secured=True)
def post_direct_graph(name: str) -> Response:  # noqa: ARG001 - as above
    """Add triples to the graph whose IRI is this address."""
    return _change(Verb.POST, _direct)


@routes.delete("/graphs/<path:name>")
@described(_CHANGED, problems=("not-found", *WRITE_PROBLEMS), secured=True)
def delete_direct_graph(name: str) -> Response:  # noqa: ARG001 - as above
    """Take the graph away whose IRI is this address."""
    return _change(Verb.DELETE, _direct)


def _meant() -> str | None:
    """The IRI of the graph that the request means; None for the one without a name."""
    query = read(GraphQuery, request.args)
    if (query.graph is None) == (query.default is None):
        raise Problem("bad-parameter", "say which graph: ?graph=IRI or ?default", parameter="graph")
    if query.graph is None:
        return None
    return _iri(query.graph)


def _direct() -> str:
    """The IRI that is the address of the request."""
    return _iri(iri_to_uri(request.base_url))


def _iri(text: str) -> str:
    try:
        return NamedNode(text).value
    except ValueError as error:
        raise Problem("bad-parameter", f"{text!r} is no IRI ({error})", parameter="graph") from error


def _shown(graph: str | None) -> Response:
    form = best(request.headers.get("Accept"), tuple(by_media_type(GRAPH_FORMATS)))
    if graph is not None and NamedNode(graph) not in state().reader.graph_names():
        raise NotFoundError("graph", graph)
    pattern = "?s ?p ?o" if graph is None else f"GRAPH <{graph}> {{ ?s ?p ?o }}"
    question = Question(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {pattern} }}", "", None, form)
    return streamed(question, settings().query_timeout, union=False)


def _change(verb: Verb, meant: Callable[[], str | None]) -> Response:
    data = _permitted()
    graph = meant()
    bodies = () if verb is Verb.DELETE else _bodies()
    written = _written(Write.of_graph(data, verb, graph, bodies, graph or request.base_url))
    response = _done(written, HTTPStatus.CREATED if written.created else HTTPStatus.NO_CONTENT)
    if written.created and graph is not None:
        response.headers["Location"] = graph
    return response


def _bodies() -> tuple[tuple[str, bytes], ...]:
    """The triples that were sent, with their media types; of a form with files (section 5.5), the files'."""
    if request.mimetype != MULTIPART:
        return (_taken(request.get_data(), request.mimetype or "text/turtle"),)
    head = f"Content-Type: {request.headers['Content-Type']}\r\n\r\n".encode("latin-1")
    parts = list(BytesParser(policy=HTTP).parsebytes(head + request.get_data()).iter_parts())
    if not parts:
        raise Problem("bad-request", "the form holds no file")
    return tuple(_taken(part.get_payload(decode=True), part.get_content_type()) for part in parts)


def _taken(body: object, media_type: str) -> tuple[str, bytes]:
    if media_type not in TAKEN or not isinstance(body, bytes):
        detail = f"one graph is taken here, as {', '.join(TAKEN)}"
        raise Problem("unsupported-media-type", detail, accepted=list(TAKEN))
    return TAKEN[media_type].media_type, body


# --- leave to write ---------------------------------------------------------------------------------------------------


def _permitted() -> str:
    """The data folder, for whoever may change it.

    Raises:
        Problem: writing is off or impossible (403), or the token is not the right one (401).
    """
    token, folder = settings().update_token, source().data
    if not token:
        raise Problem("forbidden", "writing is off here; DEMARCHE_UPDATE_TOKEN turns it on")
    scheme, _, sent = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not hmac.compare_digest(sent.strip().encode(), token.encode()):
        headers = {"WWW-Authenticate": 'Bearer realm="demarche"'}
        raise Problem("unauthorized", "send Authorization: Bearer and the update token", headers=headers)
    if folder is None:
        raise Problem("forbidden", "this graph lies in no data folder, and cannot be changed")
    return str(folder)


def _written(job: Write) -> Written:
    try:
        written = answering().write(job)
    except InputError as error:
        raise Problem("bad-triples", error.message, line=error.line) from error
    source().refresh()
    return written


def _done(written: Written, status: HTTPStatus) -> Response:
    response = Response(status=status, headers={"X-Demarche-Snapshot": written.snapshot, "Cache-Control": "no-store"})
    del response.headers["Content-Type"]  # there is nothing that it could speak of
    return response
