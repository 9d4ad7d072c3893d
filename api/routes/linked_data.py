"""The instances' own addresses: each answers with 303 to a page or to data about it."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final
from urllib.parse import quote, urlencode

from flask import Response, request

from api.answer import JSON
from api.context import state
from api.negotiation import best
from api.openapi import Answers, Blueprint, described
from api.parameters import refuse_unknown
from api.records.base import node_in, spellings
from kg.errors import NotFoundError
from kg.network.records import ENTITY_TYPES
from kg.query import GRAPH_FORMATS, by_media_type

__all__ = ["routes"]

routes = Blueprint("linked_data", __name__)

HTML: Final = "text/html"


@routes.get("/id/<path:instance_id>")
@described(
    Answers("where its page or data is", status=HTTPStatus.SEE_OTHER, headers=("Location",)),
    problems=("not-found", "not-acceptable"),
)
def dereference(instance_id: str) -> Response:
    """303 to the instance's page, its JSON, or its triples, by Accept."""
    refuse_unknown(request.args, ())
    iri = _known(instance_id)
    route = _route(state().local(iri))
    forms = by_media_type(GRAPH_FORMATS)
    pages = (HTML, JSON) if route else ()
    chosen = best(request.headers.get("Accept"), tuple(dict.fromkeys((*pages, *forms))))
    if route and chosen in pages:
        return _see_other(f"/{route}" if chosen == HTML else f"/api/{route}")
    query = {"query": f"DESCRIBE <{iri}>", "format": forms[chosen].name}
    return _see_other(f"/sparql?{urlencode(query, quote_via=quote)}")


def _known(instance_id: str) -> str:
    """The IRI that was asked for, as the graph spells it."""
    for spelling in spellings(instance_id):
        node = node_in(state(), spelling)
        if node is not None and next(state().reader.quads(node), None) is not None:
            return node.value
    raise NotFoundError("thing", instance_id)


def _route(local: str) -> str | None:
    """The address of the page about an instance, which below ``/api`` is that of its JSON; None where it has none."""
    kind, _, rest = local.partition("/")
    if kind in {"document", "meeting"} and rest and "/" not in rest:
        return f"{kind}s/{rest}"
    node = state().network.view().nodes.get(local)
    if node is not None and node.type in ENTITY_TYPES:
        return f"entities/{local}"
    return None


def _see_other(location: str) -> Response:
    response = Response(status=303, headers={"Location": location})
    response.vary.add("Accept")
    return response
