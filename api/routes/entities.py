"""Entities: search by name, one entity, and what lies around it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Annotated

from flask import Response, request

from api.answer import JSON, json_answer
from api.context import settings, state
from api.negotiation import best
from api.openapi import Answers, Blueprint, described
from api.paging import Page
from api.parameters import Cursor, Ladder, Limit, NoParameters, Unsure, choice, day, names, number, read, text, whole
from api.problem import Problem
from api.records.doubts import Doubts
from api.records.entities import EntityItem, EntityRecord, NameIndex, entity_item, entity_record
from api.routes.lists import LIST_PROBLEMS, at_most, list_answer
from kg.export import FORMATS, NetworkFormat, neighbourhood_json
from kg.levels import Level
from kg.network import EDGE_TYPES, ENTITY_TYPES, NODE_TYPES, Edge, Neighbourhood, Node, ViewName

__all__ = ["routes"]

routes = Blueprint("entities", __name__)

DRAWN = {name: form for name, form in FORMATS.items() if isinstance(form, NetworkFormat)}
"""The export formats that can write a neighbourhood."""


@dataclass(frozen=True, slots=True)
class EntitiesQuery:
    """The parameters of the list of entities."""

    q: Annotated[str | None, text("a name, or its beginning; case and accents do not matter")] = None
    type: Annotated[
        tuple[str, ...],
        names("only these types, separated by commas: Person, Organization, Country, Place", ENTITY_TYPES),
    ] = ()
    unsure: Unsure = None
    cursor: Cursor = None
    limit: Limit = None


@dataclass(frozen=True, slots=True)
class NeighbourhoodQuery:
    """The parameters of a neighbourhood."""

    depth: Annotated[int, whole("how many steps to go; in view=events from one actor to another are two")] = 1
    limit: Annotated[int | None, whole("the most nodes beside the entity itself")] = None
    view: Annotated[str, choice("facts as nodes, or ties between actors", tuple(ViewName))] = ViewName.EVENTS
    types: Annotated[
        tuple[str, ...], names("only these types of nodes and edges, separated by commas", (*NODE_TYPES, *EDGE_TYPES))
    ] = ()
    since: Annotated[dt.date | None, day("leave out facts that end before this day")] = None
    until: Annotated[dt.date | None, day("leave out facts that begin after this day")] = None
    min_confidence: Annotated[float | None, number("leave out facts with less", least=0, most=1)] = None
    level: Ladder = Level.TOLD
    format: Annotated[str | None, choice("the form of the answer, whatever Accept says", ("json", *DRAWN))] = None


@dataclass(frozen=True, slots=True)
class NeighbourhoodRecord:
    """What lies around a node: the node itself first, then nearer and more heavily connected ones."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    truncated: bool
    snapshot: str


@routes.get("/api/entities")
@described(Answers("a page of them", Page[EntityItem]), query=EntitiesQuery, problems=LIST_PROBLEMS)
def list_entities() -> Response:
    """Entities by name, the best fit first; all of them, the most mentioned first, without one."""
    query = read(EntitiesQuery, request.args)
    unknown = sorted(set(query.type) - set(ENTITY_TYPES))
    if unknown:
        detail = f"'type' has no {unknown[0]!r}; there are {', '.join(ENTITY_TYPES)}"
        raise Problem("bad-parameter", detail, parameter="type")
    doubts = state().kept(Doubts)
    named = state().kept(NameIndex).search(query.q, query.type)
    found = tuple(node for node in named if doubts.fits(node.id, query.unsure))
    return list_answer(found, query, lambda node: entity_item(node, doubts.of(node.id)))


@routes.get("/api/entities/<path:entity_id>")
@described(Answers("the entity", EntityRecord), problems=("not-found", "not-acceptable"))
def show_entity(entity_id: str) -> Response:
    """One entity."""
    read(NoParameters, request.args)
    return json_answer(entity_record(state(), entity_id))


@routes.get("/api/entities/<path:entity_id>/neighbourhood")
@described(
    Answers("nodes and edges", NeighbourhoodRecord, media_types=(JSON, *(form.media_type for form in DRAWN.values()))),
    query=NeighbourhoodQuery,
    problems=("not-found", "not-acceptable"),
)
def show_neighbourhood(entity_id: str) -> Response:
    """What lies around an entity, an office, an issue or a fact."""
    query = read(NeighbourhoodQuery, request.args)
    limit = at_most("limit", query.limit, settings().max_nodes)
    depth = at_most("depth", query.depth, settings().max_depth)
    media_types = {JSON: "json", **{form.media_type: name for name, form in DRAWN.items()}}
    form = query.format or media_types[best(request.headers.get("Accept"), tuple(media_types))]
    around = (
        state()
        .at(query.level)
        .network.neighbourhood(
            entity_id,
            depth=depth,
            limit=limit,
            view=query.view,
            types=query.types,
            since=query.since,
            until=query.until,
            min_confidence=query.min_confidence,
        )
    )
    return _written(around, form)


def _written(around: Neighbourhood, form: str) -> Response:
    if form == "json":
        return Response(neighbourhood_json(around, state().snapshot) + "\n", content_type=JSON)
    writer = DRAWN[form]
    return Response(b"".join(writer.render(around.nodes, around.edges)), content_type=writer.media_type)
