"""The pages of things: an entity and its neighbourhood, a meeting, an issue, an article."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields, replace
from typing import Annotated, Final

from flask import Response

from api.context import settings, state
from api.explorer import citation
from api.explorer.accounts import meeting_view
from api.explorer.drawings.network import MOST_NODES, Drawing, draw_network
from api.explorer.drawings.slips import draw_slips
from api.explorer.entities import entity_view
from api.explorer.kept import Kept
from api.explorer.reading import article_view, kinds
from api.explorer.site import Form, Many, asked, page, routes
from api.explorer.standing import cluster_of, matrix
from api.parameters import choice, day, names, text, whole
from api.problem import Problem
from api.records.base import node_of, ref, under
from api.records.columns import briefly, rows_of
from api.state import State
from kg.network import EDGE_TYPES, Neighbourhood, ViewName
from kg.network.records import ACTOR_TYPES, NODE_TYPES
from kg.network.table import Rows

__all__ = ["DocumentPageQuery", "IssuePageQuery", "NeighbourhoodPageQuery", "ThingPageQuery"]

SKETCHED: Final = 24
"""How many neighbours the drawing on an entity's own page has."""

EXPANDED: Final = 12
"""How many neighbours an expanded node brings in."""

OFFERED: Final = 40
"""How many nodes of a drawing are offered to be expanded: the nearest and best connected."""

DEEPEST: Final = 3


@dataclass(frozen=True, slots=True)
class ThingPageQuery:
    """The parameters of a page about one thing."""

    format: Form = None


@dataclass(frozen=True, slots=True)
class NeighbourhoodPageQuery:
    """The parameters of a neighbourhood's page."""

    depth: Annotated[int, whole("how many steps to go", least=1)] = 1
    limit: Annotated[int, whole("the most nodes beside the entity itself", least=1)] = 60
    view: Annotated[str | None, choice("facts as nodes, or ties between actors", tuple(ViewName))] = None
    types: Many = ()
    since: Annotated[dt.date | None, day("leave out facts that end before this day")] = None
    until: Annotated[dt.date | None, day("leave out facts that begin after this day")] = None
    expand: Annotated[tuple[str, ...], names("ids of nodes whose neighbours to add, separated by commas")] = ()
    format: Form = None


@dataclass(frozen=True, slots=True)
class IssuePageQuery:
    """The parameters of an issue's page."""

    until: Annotated[dt.date | None, day("where everybody stood on this day")] = None
    format: Form = None


@dataclass(frozen=True, slots=True)
class DocumentPageQuery:
    """The parameters of an article's page."""

    fact: Annotated[str | None, text("the fact whose triples to show: 'position/0f3a...'")] = None
    format: Form = None


@routes.get("/entities/<path:entity_id>")
def entity_page(entity_id: str) -> Response:
    """One entity: its names, offices, meetings, positions, ties and articles."""
    query = asked(ThingPageQuery)
    view = entity_view(state(), entity_id)
    thing = view.head

    def content() -> dict[str, object]:
        sketch = _sketch(state(), thing.id, thing.type)
        return {"view": view, "entity": thing, "drawing": sketch, "meta": citation.of_entity(thing)}

    about = [thing.iri, *(each.latest.iri for each in view.offices)]
    return page("entity.html", content, about, query.format)


@routes.get("/entities/<path:entity_id>/neighbourhood")
def neighbourhood_page(entity_id: str) -> Response:
    """What lies around an entity, drawn large, with filters; any node of it can be expanded."""
    query = asked(NeighbourhoodPageQuery)
    _check(query)
    node = node_of(state(), entity_id, "entity", NODE_TYPES)
    query = replace(query, view=query.view or _usual_view(node.type))
    around = _around(state(), node.id, query)
    content = {
        "center": ref(state(), node.id),
        "query": query,
        "drawing": draw_network(around, 1000, 660),
        "actor_types": sorted(ACTOR_TYPES),
        "tie_types": ("metWith", "plansToMeet", "agreesWith", "disagreesWith", "spokeTo", "represents"),
        "most": MOST_NODES,
        "most_expanded": OFFERED,
        "most_exported": settings().max_nodes,
    }
    return page("neighbourhood.html", lambda: content, [each.iri for each in around.nodes], query.format)


@routes.get("/meetings/<path:meeting_id>")
def meeting_page(meeting_id: str) -> Response:
    """One occasion: what the articles agree on, where they differ, and how its date moved."""
    query = asked(ThingPageQuery)
    view = meeting_view(state(), meeting_id)

    def content() -> dict[str, object]:
        chart = draw_slips(view.claims) if view.moved else None
        return {"view": view, "meeting": view.record, "chart": chart, "meta": citation.of_meeting(view)}

    return page("meeting.html", content, [view.record.iri], query.format)


@routes.get("/issues/<path:issue_id>")
def issue_page(issue_id: str) -> Response:
    """One issue: who stands where on it, and how that moved."""
    query = asked(IssuePageQuery)
    node = node_of(state(), under("issue", issue_id), "issue", ("Issue",))
    until = None if query.until is None else query.until.isoformat()
    view = state().network.view()
    cluster = cluster_of(state(), node)
    standing = matrix(state(), view.nodes.rows.only(rows_of(view, cluster.members)), until)

    def content() -> dict[str, object]:
        return {
            "issue": node,
            "also": [ref(state(), each) for each in cluster.members if each != node.id],
            "maybe": [ref(state(), each) for each in cluster.candidates],
            "matrix": standing,
            "until": until,
            "meta": citation.of_issue(node),
        }

    about = [node.iri, *(position.iri for position in standing.positions)]
    return page("issue.html", content, about, query.format)


@routes.get("/documents/<path:document_id>")
def document_page(document_id: str) -> Response:
    """One article: its text with all that was found in it, and each fact's triples."""
    query = asked(DocumentPageQuery)
    view = article_view(state(), document_id, query.fact)
    if query.fact is not None and view.opened is None:
        raise Problem("not-found", f"this article has no fact {query.fact!r}; it may have been read anew", name="fact")

    def content() -> dict[str, object]:
        meta = citation.of_document(view.record)
        return {"view": view, "document": view.record, "groups": kinds(view.facts), "meta": meta}

    about = [view.record.iri, *(fact.item.iri for fact in view.facts)]
    return page("document.html", content, about, query.format)


# --- neighbourhoods ---------------------------------------------------------------------------------------------------


def _sketch(here: State, node_id: str, node_type: str) -> Drawing:
    """The small drawing of an entity's own page, made once for each state."""

    def make() -> Drawing:
        around = here.network.neighbourhood(node_id, depth=1, limit=SKETCHED, view=_usual_view(node_type))
        return draw_network(_made(around), 760, 440)

    return here.kept(Kept).of(("sketch", node_id), make)


def _usual_view(node_type: str) -> ViewName:
    return ViewName.ACTORS if node_type in ACTOR_TYPES else ViewName.EVENTS


def _check(query: NeighbourhoodPageQuery) -> None:
    if query.depth > DEEPEST:
        raise Problem("bad-parameter", f"'depth' must be at most {DEEPEST} here", parameter="depth")
    if query.limit > MOST_NODES:
        detail = f"'limit' must be at most {MOST_NODES}: more cannot be told apart; export them as GraphML"
        raise Problem("bad-parameter", detail, parameter="limit")
    unknown = sorted(set(query.types) - {*NODE_TYPES, *EDGE_TYPES})
    if unknown:
        raise Problem("bad-parameter", f"'types' has no {unknown[0]!r}", parameter="types")


def _around(here: State, node_id: str, query: NeighbourhoodPageQuery) -> Neighbourhood:
    """The neighbourhood, and those of the expanded nodes that are in it; made once for each state and question."""

    def make() -> Neighbourhood:
        around = _asked(here, node_id, query, query.limit)
        for name in query.expand:
            if any(node.id == name for node in around.nodes):
                around = _joined(around, _asked(here, name, replace(query, depth=1), EXPANDED))
        return around

    key = tuple(getattr(query, each.name) for each in fields(query) if each.name != "format")
    return here.kept(Kept).of(("around", node_id, *key), make)


def _asked(here: State, node_id: str, query: NeighbourhoodPageQuery, limit: int) -> Neighbourhood:
    around = here.network.neighbourhood(
        node_id,
        depth=query.depth,
        limit=limit,
        view=query.view or ViewName.EVENTS,
        types=query.types,
        since=query.since,
        until=query.until,
    )
    return _made(around)


def _made(around: Neighbourhood) -> Neighbourhood:
    """The neighbourhood with its records made, which is done anew each time they are gone through."""
    edges = briefly(around.edges) if isinstance(around.edges, Rows) else around.edges
    return Neighbourhood(around.center, tuple(around.nodes), tuple(edges), around.truncated)


def _joined(one: Neighbourhood, other: Neighbourhood) -> Neighbourhood:
    nodes = {node.id: node for node in (*one.nodes, *other.nodes)}
    kept = tuple(nodes.values())[: MOST_NODES + 1]
    ids = {node.id for node in kept}
    edges = {edge for edge in (*one.edges, *other.edges) if edge.source in ids and edge.target in ids}
    ordered = tuple(sorted(edges, key=lambda edge: (edge.source, edge.target, edge.type)))
    return Neighbourhood(one.center, kept, ordered, one.truncated or other.truncated or len(kept) < len(nodes))
