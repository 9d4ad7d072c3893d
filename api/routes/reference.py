"""What describes the service and its words: the OpenAPI document, the same as a page, and the ontology."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from flask import Blueprint, Flask, Response, current_app, render_template, request
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse, serialize

from api.answer import JSON
from api.negotiation import best
from api.parameters import refuse_unknown
from kg.query import GRAPH_FORMATS, KNOWN_PREFIXES, by_media_type
from kg.resources import ontology_path
from kg.vocab import DM_NS, RDF

__all__ = ["keep", "routes"]

routes = Blueprint("reference", __name__, template_folder="../reference")

_KEY: Final = "demarche-openapi"
_HTML: Final = "text/html"
_OPENAPI_TYPE: Final = "application/vnd.oai.openapi+json"


def keep(app: Flask, document: Mapping[str, Any]) -> None:
    """Let an application answer with its OpenAPI document."""
    app.extensions[_KEY] = document


@routes.get("/openapi.json")
def show_document() -> Response:
    """The OpenAPI 3.1 document."""
    refuse_unknown(request.args, ())
    media_type = best(request.headers.get("Accept"), (JSON, _OPENAPI_TYPE))
    text = json.dumps(current_app.extensions[_KEY], ensure_ascii=False, indent=1)
    return Response(text + "\n", content_type=media_type)


@dataclass(frozen=True, slots=True)
class Operation:
    """A method of an address, as the page shows it."""

    method: str
    path: str
    summary: str
    secured: bool
    parameters: tuple[tuple[str, str, str, bool], ...]
    body: tuple[str, ...]
    answers: tuple[tuple[str, str, str], ...]


@routes.get("/docs")
def show_page() -> Response:
    """The OpenAPI document as a page, made here: it asks for nothing from elsewhere, and runs no script."""
    refuse_unknown(request.args, ())
    best(request.headers.get("Accept"), (_HTML,))
    document = current_app.extensions[_KEY]
    page = render_template(
        "docs.html", operations=tuple(_operations(document)), schemas=document["components"]["schemas"]
    )
    return Response(page, content_type=f"{_HTML}; charset=utf-8")


def _operations(document: Mapping[str, Any]) -> Iterator[Operation]:
    for path, methods in document["paths"].items():
        shared = methods.get("parameters", [])
        for method, told in methods.items():
            if method == "parameters":
                continue
            yield Operation(
                method=method.upper(),
                path=path,
                summary=" ".join(filter(None, (told.get("summary"), told.get("description")))),
                secured="security" in told,
                parameters=tuple(_shown(each) for each in (*shared, *told.get("parameters", []))),
                body=tuple(told.get("requestBody", {}).get("content", {})),
                answers=tuple(
                    (status, answer.get("description", ""), ", ".join(answer.get("content", {})))
                    for status, answer in told["responses"].items()
                ),
            )


def _shown(parameter: Mapping[str, Any]) -> tuple[str, str, str, bool]:
    schema = parameter.get("schema", {})
    options = schema.get("enum") or schema.get("items", {}).get("enum") or ()
    kind = " or ".join(map(str, options)) if options else str(schema.get("format") or schema.get("type", ""))
    return parameter["name"], kind, parameter.get("description", ""), bool(parameter.get("required"))


# --- the ontology -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Term:
    """A term of the ontology, as the page shows it."""

    name: str
    kind: str
    label: str
    comment: str
    above: tuple[str, ...]


@routes.get("/ontology")
def show_ontology() -> Response:
    """The ontology, in whichever form of RDF is asked for, or as a page."""
    refuse_unknown(request.args, ())
    forms = by_media_type(GRAPH_FORMATS)
    chosen = best(
        request.headers.get("Accept"), ("text/turtle", _HTML, *(each for each in forms if each != "text/turtle"))
    )
    if chosen == _HTML:
        return Response(render_template("ontology.html", terms=_terms()), content_type=f"{_HTML}; charset=utf-8")
    form = forms[chosen]
    if form.writer == RdfFormat.TURTLE:
        body: bytes | None = ontology_path("demarche.ttl").read_bytes()
    else:
        body = serialize(_quads(), format=form.writer, prefixes=dict(KNOWN_PREFIXES))
    return Response(body, content_type=f"{chosen}; charset=utf-8" if chosen.startswith("text/") else chosen)


@cache
def _quads() -> tuple[Quad, ...]:
    return tuple(parse(path=ontology_path("demarche.ttl"), format=RdfFormat.TURTLE))


@cache
def _terms() -> tuple[Term, ...]:
    told: dict[str, list[Quad]] = {}
    for quad in _quads():
        if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(DM_NS):
            told.setdefault(quad.subject.value, []).append(quad)
    return tuple(_term(iri, quads) for iri, quads in sorted(told.items()))


def _term(iri: str, quads: list[Quad]) -> Term:
    def texts(predicate: NamedNode) -> str:
        return " ".join(
            quad.object.value for quad in quads if quad.predicate == predicate and isinstance(quad.object, Literal)
        )

    def names(*predicates: NamedNode) -> tuple[str, ...]:
        found = (quad.object for quad in quads if quad.predicate in predicates)
        return tuple(sorted(term.value for term in found if isinstance(term, NamedNode)))

    kinds = [name.removeprefix(OWL_NS) for name in names(RDF.type) if name.startswith(OWL_NS)]
    above = names(_SUB_CLASS, _SUB_PROPERTY)
    return Term(iri.removeprefix(DM_NS), ", ".join(kinds), texts(_LABEL), texts(_COMMENT), above)


OWL_NS: Final = "http://www.w3.org/2002/07/owl#"
_RDFS_NS: Final = "http://www.w3.org/2000/01/rdf-schema#"
_SUB_CLASS, _SUB_PROPERTY = NamedNode(_RDFS_NS + "subClassOf"), NamedNode(_RDFS_NS + "subPropertyOf")
_LABEL, _COMMENT = NamedNode(_RDFS_NS + "label"), NamedNode(_RDFS_NS + "comment")
