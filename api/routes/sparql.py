"""The SPARQL 1.1 Protocol for queries, and the service's description of itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from flask import Blueprint, Response, request
from pyoxigraph import Literal, NamedNode, Triple, serialize
from werkzeug.datastructures import MultiDict

from api.context import state
from api.negotiation import best
from api.parameters import iris, read, refuse_unknown, text
from api.problem import Problem
from kg.query import GRAPH_FORMATS, KNOWN_PREFIXES, by_media_type, run

__all__ = ["routes"]

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
    format: Annotated[str | None, text("the form of the answer by name or media type, whatever Accept says")] = None
    output: Annotated[str | None, text("another name of 'format' that some clients use")] = None
    results: Annotated[str | None, text("another name of 'format' that some clients use")] = None


@routes.get("/sparql")
def ask() -> Response:
    """A query in the address; at the bare address, the service description."""
    if not request.args:
        return _description()
    return _answer(request.args)


@routes.post("/sparql")
def ask_by_post() -> Response:
    """A query as a form, or as the body itself."""
    if request.mimetype == FORM_TYPE:
        refuse_unknown(request.args, ())
        return _answer(request.form)
    if request.mimetype == QUERY_TYPE:
        try:
            body = request.get_data().decode("utf-8")
        except UnicodeDecodeError as error:
            raise Problem("bad-request", f"the query is not UTF-8 ({error.reason} at byte {error.start})") from error
        if "query" in request.args:
            raise Problem("bad-parameter", "the query is given twice, as body and in the address", parameter="query")
        return _answer(MultiDict([("query", body), *request.args.items(multi=True)]))
    raise Problem("unsupported-media-type", f"send {QUERY_TYPE} or {FORM_TYPE}", accepted=[QUERY_TYPE, FORM_TYPE])


def _answer(given: MultiDict[str, str]) -> Response:
    if "update" in given:
        raise Problem(
            "bad-parameter", "this service does not take updates; it only answers queries", parameter="update"
        )
    query = read(SparqlQuery, given)
    answer = run(
        state().reader,
        query.query,
        default_graphs=query.default_graphs,
        named_graphs=query.named_graphs,
        base=request.base_url,
    )
    wanted = query.format or query.output or query.results
    if wanted is None:
        media_type = best(request.headers.get("Accept"), answer.media_types)
    else:
        media_type = answer.media_type(wanted)
    return _typed(answer.to_bytes(media_type), media_type)


def _typed(body: bytes, media_type: str) -> Response:
    return Response(body, content_type=f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type)


# --- service description ----------------------------------------------------------------------------------------------

_SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = "http://www.w3.org/ns/formats/"
_VOID = "http://rdfs.org/ns/void#"
_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_RESULTS = ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV")


def _description() -> Response:
    offered = by_media_type(GRAPH_FORMATS)
    media_type = best(request.headers.get("Accept"), tuple(offered))
    prefixes = {**KNOWN_PREFIXES, "sd": _SD, "void": _VOID}
    body = serialize(_description_triples(request.base_url), format=offered[media_type].writer, prefixes=prefixes)
    return _typed(body or b"", media_type)


def _description_triples(endpoint: str) -> list[Triple]:
    service, dataset, graph = (NamedNode(endpoint + part) for part in ("#service", "#dataset", "#union"))
    size = Literal(len(state().reader))
    forms = [each.writer.iri for each in GRAPH_FORMATS.values()]
    forms += [_FORMATS + name for name in _RESULTS]
    return [
        Triple(service, _TYPE, NamedNode(_SD + "Service")),
        Triple(service, NamedNode(_SD + "endpoint"), NamedNode(endpoint)),
        Triple(service, NamedNode(_SD + "supportedLanguage"), NamedNode(_SD + "SPARQL11Query")),
        Triple(service, NamedNode(_SD + "feature"), NamedNode(_SD + "UnionDefaultGraph")),
        *(Triple(service, NamedNode(_SD + "resultFormat"), NamedNode(form)) for form in forms),
        Triple(service, NamedNode(_SD + "defaultDataset"), dataset),
        Triple(dataset, _TYPE, NamedNode(_SD + "Dataset")),
        Triple(dataset, NamedNode(_SD + "defaultGraph"), graph),
        Triple(graph, _TYPE, NamedNode(_SD + "Graph")),
        Triple(graph, NamedNode(_VOID + "triples"), size),
    ]
