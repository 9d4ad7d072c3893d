"""The instances' own addresses: each answers with 303 to a page or to data about it."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Final
from urllib.parse import quote, urlencode

from flask import Response, request

from api.answer import JSON
from api.context import state
from api.explorer.addresses import href_of
from api.negotiation import best
from api.openapi import Answers, Blueprint, described
from api.parameters import refuse_unknown
from api.records.base import node_in, spellings
from kg.errors import NotFoundError
from kg.query import GRAPH_FORMATS, by_media_type

__all__ = ["routes"]

routes = Blueprint("linked_data", __name__)

HTML: Final = "text/html"
_WITH_JSON: Final = ("/entities/", "/documents/", "/issues/", "/meetings/")


@routes.get("/id/<path:instance_id>")
@described(
    Answers("where its page or data is", status=HTTPStatus.SEE_OTHER, headers=("Location",)),
    problems=("not-found", "not-acceptable"),
)
def dereference(instance_id: str) -> Response:
    """303 to the instance's page, its JSON, or its triples, by Accept."""
    refuse_unknown(request.args, ())
    iri = _known(instance_id)
    pages = _pages(state().local(iri))
    forms = by_media_type(GRAPH_FORMATS)
    chosen = best(request.headers.get("Accept"), tuple(dict.fromkeys((*pages, *forms))))
    if chosen in pages:
        return _see_other(pages[chosen])
    query = {"query": f"DESCRIBE <{iri}>", "format": forms[chosen].name}
    return _see_other(f"/sparql?{urlencode(query, quote_via=quote)}")


def _known(instance_id: str) -> str:
    """The IRI that was asked for, as the graph spells it."""
    for spelling in spellings(instance_id):
        node = node_in(state(), spelling)
        if node is not None and next(state().reader.quads(node), None) is not None:
            return node.value
    raise NotFoundError("thing", instance_id)


def _pages(local: str) -> Mapping[str, str]:
    """Where an instance is told of, by media type: on a page, and as JSON; triples there are of everything."""
    node = state().network.view().nodes.get(local)
    page = href_of(local, "" if node is None else node.type)
    if page.startswith("/id/"):
        return {}
    return {HTML: page, JSON: f"/api{page}"} if page.startswith(_WITH_JSON) and "?" not in page else {HTML: page}


def _see_other(location: str) -> Response:
    response = Response(status=303, headers={"Location": location})
    response.vary.add("Accept")
    return response
