"""The SPARQL 1.1 Protocol for queries, and the service's description of itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from flask import Response, request
from pyoxigraph import Literal, NamedNode, Triple, serialize
from werkzeug.datastructures import MultiDict

from api.asking import content_type, is_settled, question_of
from api.context import answering, asked_before, hung_up, keep, settings, state
from api.negotiation import best
from api.observing import BrokenTransferError
from api.openapi import Answers, Blueprint, described
from api.parameters import iris, number, read, text
from api.problem import Problem
from kg.errors import KGError
from kg.query import GRAPH_FORMATS, KNOWN_PREFIXES, SOLUTION_FORMATS, by_media_type
from kg.query.pool import Reply
from kg.query.question import Question

__all__ = ["asked", "routes", "streamed", "typed"]

routes = Blueprint("sparql", __name__)

QUERY_TYPE = "application/sparql-query"
FORM_TYPE = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class SparqlQuery:
    """The parameters of a query."""

    query: Annotated[str, text("the query")]
    default_graphs: Annotated[
        tuple[str, ...], iris("default-graph-uri", "a graph of the default graph; may be repeated")
    ] = ()
    named_graphs: Annotated[
        tuple[str, ...], iris("named-graph-uri", "a graph that GRAPH may name; may be repeated")
    ] = ()
    timeout: Annotated[
        float | None, number("seconds to answer in, up to the server's own", least=0.001, most=86400)
    ] = None
    format: Annotated[
        tuple[str, ...], iris("format", "the form of the answer by name or media type, whatever Accept says")
    ] = ()
    output: Annotated[tuple[str, ...], iris("output", "another name of 'format' that some clients use")] = ()
    results: Annotated[tuple[str, ...], iris("results", "another name of 'format' that some clients use")] = ()


_FORMS = tuple(dict.fromkeys((*by_media_type(SOLUTION_FORMATS), *by_media_type(GRAPH_FORMATS))))
_ANSWER = Answers("the answer, or at the bare address the service description", media_types=_FORMS)


@routes.get("/sparql")
@described(
    _ANSWER,
    query=SparqlQuery,
    optional=("query",),
    problems=("malformed-query", "not-acceptable", "query-limit", "query-timeout", "remote-failed", "too-busy"),
)
def ask() -> Response:
    """A query in the address; at the bare address, the service description."""
    if not request.args:
        return _description()
    return _answer(request.args)


@routes.post("/sparql")
@described(
    _ANSWER,
    form=SparqlQuery,
    body=QUERY_TYPE,
    problems=(
        "malformed-query",
        "not-acceptable",
        "query-limit",
        "query-timeout",
        "remote-failed",
        "too-busy",
        "unsupported-media-type",
        "too-large",
    ),
)
def ask_by_post() -> Response:
    """A query as a form, or as the body itself."""
    return _answer(asked("query", QUERY_TYPE))


def asked(name: str, media_type: str) -> MultiDict[str, str]:
    """The parameters of a request by POST: a form with the text under ``name``, or the text itself as the body.

    Raises:
        Problem: the body is of another type, or no UTF-8, or the text is given twice.
    """
    if request.mimetype == FORM_TYPE:
        _refuse_charset()
        return MultiDict([*request.form.items(multi=True), *request.args.items(multi=True)])
    if request.mimetype == media_type:
        _refuse_charset()
        try:
            body = request.get_data().decode("utf-8")
        except UnicodeDecodeError as error:
            raise Problem("bad-request", f"the {name} is not UTF-8 ({error.reason} at byte {error.start})") from error
        if name in request.args:
            raise Problem("bad-parameter", f"the {name} is given twice, as body and in the address", parameter=name)
        return MultiDict([(name, body), *request.args.items(multi=True)])
    raise Problem("unsupported-media-type", f"send {media_type} or {FORM_TYPE}", accepted=[media_type, FORM_TYPE])


def _refuse_charset() -> None:
    charset = request.mimetype_params.get("charset", "utf-8").lower()
    if charset not in {"utf-8", "utf8", "us-ascii"}:
        raise Problem("unsupported-media-type", f"text comes as UTF-8 here, not as {charset}", accepted=["utf-8"])


def _answer(given: MultiDict[str, str]) -> Response:
    if "update" in given:
        detail = "queries are answered here; updates are sent to /update"
        raise Problem("bad-parameter", detail, parameter="update")
    query = read(SparqlQuery, given)
    most = settings().query_timeout
    if query.timeout is not None and query.timeout > most:
        raise Problem("bad-parameter", f"'timeout' is seconds, at most {most:g} here", parameter="timeout")
    question = question_of(
        query.query,
        f"{request.scheme}://{request.host}{request.path}",
        request.headers.get("Accept"),
        wanted=(*query.format, *query.output, *query.results),
        default_graphs=query.default_graphs,
        named_graphs=query.named_graphs,
    )
    response = streamed(question, query.timeout or most)
    graphs = bool(query.default_graphs or query.named_graphs)
    if not is_settled(query.query, remote=bool(settings().remote), graphs=graphs):
        response.headers["Cache-Control"] = "no-store"
    return response


def streamed(question: Question, timeout: float, *, union: bool | None = None) -> Response:
    """The answer to a question as the answer to the present request.

    What is short is sent whole, what is long as it comes, to clients that can tell a transfer that broke from one that
    ended (HTTP/1.1); for others (HTTP/1.0) it is gathered first.
    """
    before = asked_before()
    if before is None:
        reply = answering().ask(state(), question, timeout, hung_up(request.environ), union=union)
    elif isinstance(before.outcome, KGError):
        raise before.outcome
    else:
        reply = before.outcome
    if reply.whole is not None:
        return typed(reply.whole, reply.head.media_type)
    if request.environ.get("SERVER_PROTOCOL") == "HTTP/1.0":
        return typed(b"".join(reply), reply.head.media_type)
    response = typed(_pieces(reply), reply.head.media_type)
    response.call_on_close(reply.close)
    response.call_on_close(keep().close)
    return response


def _pieces(reply: Reply) -> Iterator[bytes]:
    try:
        yield from reply
    except KGError as error:
        raise BrokenTransferError(str(error)) from error


def typed(body: bytes | Iterator[bytes], media_type: str) -> Response:
    """Bytes, or pieces of them, with their type; text is UTF-8."""
    return Response(body, content_type=content_type(media_type))


# --- service description ----------------------------------------------------------------------------------------------

_SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = "http://www.w3.org/ns/formats/"
_VOID = "http://rdfs.org/ns/void#"
_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_FEDERATION = ("BasicFederatedQuery", "DereferencesURIs")
_RESULTS = ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV")


def _description() -> Response:
    offered = by_media_type(GRAPH_FORMATS)
    media_type = best(request.headers.get("Accept"), tuple(offered))
    prefixes = {**KNOWN_PREFIXES, "sd": _SD, "void": _VOID}
    body = serialize(_description_triples(request.base_url), format=offered[media_type].writer, prefixes=prefixes)
    return typed(body or b"", media_type)


def _description_triples(endpoint: str) -> list[Triple]:
    service, dataset, graph = (NamedNode(endpoint + part) for part in ("#service", "#dataset", "#default"))
    size = Literal(len(state().reader))
    forms = [each.writer.iri for each in GRAPH_FORMATS.values()]
    forms += [_FORMATS + name for name in _RESULTS]
    union = settings().default_graph == "union"
    features = [*(["UnionDefaultGraph"] if union else []), *(_FEDERATION if settings().remote else [])]
    languages = ["SPARQL11Query", *(["SPARQL11Update"] if settings().update_token else [])]
    return [
        Triple(service, _TYPE, NamedNode(_SD + "Service")),
        Triple(service, NamedNode(_SD + "endpoint"), NamedNode(endpoint)),
        *(Triple(service, NamedNode(_SD + "supportedLanguage"), NamedNode(_SD + each)) for each in languages),
        *(Triple(service, NamedNode(_SD + "feature"), NamedNode(_SD + each)) for each in features),
        *(Triple(service, NamedNode(_SD + "resultFormat"), NamedNode(form)) for form in forms),
        *(
            Triple(service, NamedNode(_SD + "inputFormat"), NamedNode(f.writer.iri))
            for f in _TAKEN
            if settings().update_token
        ),
        Triple(service, NamedNode(_SD + "defaultDataset"), dataset),
        Triple(dataset, _TYPE, NamedNode(_SD + "Dataset")),
        Triple(dataset, NamedNode(_SD + "defaultGraph"), graph),
        Triple(graph, _TYPE, NamedNode(_SD + "Graph")),
        Triple(graph, NamedNode(_VOID + "triples"), size),
    ]


_TAKEN = tuple(form for form in GRAPH_FORMATS.values() if not form.writer.supports_datasets or form.name == "jsonld")
