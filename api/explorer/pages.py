"""Pages rendered on the server: what the corpus holds, a search box, and a page for each thing."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Annotated, Final

from flask import Blueprint, Response, render_template, request

from api.context import state
from api.negotiation import best
from api.parameters import NoParameters, parameters_of, read, refuse_unknown, text
from api.records.documents import DocumentRecord, MentionItem, document_record, list_documents
from api.records.entities import NameIndex, entity_item, entity_record
from api.records.meetings import find_meetings, meeting_item, meeting_record
from api.records.positions import find_positions, position_item
from api.records.stats import stats_record
from kg.export import FORMATS
from kg.network.records import ACTOR_TYPES
from kg.query import EXAMPLES

__all__ = ["routes"]

routes = Blueprint("pages", __name__)

HTML: Final = "text/html"
SHOWN: Final = 20


@dataclass(frozen=True, slots=True)
class HomeQuery:
    """The parameters of the home page."""

    q: Annotated[str | None, text("a name to look for")] = None


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of an article's text, and the mention that it is, if it is one."""

    text: str
    mention: MentionItem | None


@routes.get("/")
def home() -> Response:
    """What there is, and where to look for more."""
    refuse_unknown(request.args, parameters_of(HomeQuery))
    empty_box = not request.args.get("q", "").strip()
    query = HomeQuery() if empty_box else read(HomeQuery, request.args)
    names = state().kept(NameIndex)
    found = names.search(query.q, ()) if query.q else names.search(None, tuple(ACTOR_TYPES))
    meetings = [node for node in reversed(find_meetings(state())) if node.start is not None]
    return _page(
        "home.html",
        q=query.q,
        found=[entity_item(node) for node in found[:SHOWN]],
        more=len(found) > SHOWN,
        stats=state().kept(stats_record),
        meetings=[meeting_item(state(), node) for node in meetings[:SHOWN]],
        documents=state().kept(list_documents)[:SHOWN],
        examples=EXAMPLES,
        formats=FORMATS.values(),
    )


@routes.get("/entities/<path:entity_id>")
def entity_page(entity_id: str) -> Response:
    """One entity: its names, offices, meetings and positions."""
    read(NoParameters, request.args)
    entity = entity_record(state(), entity_id)
    meetings = find_meetings(state(), participant=entity.id)
    positions = find_positions(state(), holder=entity.id)
    return _page(
        "entity.html",
        entity=entity,
        meetings=[meeting_item(state(), node) for node in meetings],
        positions=[position_item(state(), node) for node in positions],
    )


@routes.get("/meetings/<path:meeting_id>")
def meeting_page(meeting_id: str) -> Response:
    """One meeting, as each article tells it."""
    read(NoParameters, request.args)
    return _page("meeting.html", meeting=meeting_record(state(), meeting_id))


@routes.get("/documents/<path:document_id>")
def document_page(document_id: str) -> Response:
    """One article, its mentions marked, with what was taken from it."""
    read(NoParameters, request.args)
    document = document_record(state(), document_id)
    return _page("document.html", document=document, pieces=_pieces(document))


def _page(template: str, **content: object) -> Response:
    best(request.headers.get("Accept"), (HTML,))
    return Response(render_template(template, **content), content_type=f"{HTML}; charset=utf-8")


def _pieces(document: DocumentRecord) -> list[Piece]:
    """The text cut at its mentions; of mentions that overlap, the one that begins first stands."""
    marked: list[MentionItem] = []
    for mention in document.mentions:
        if not marked or mention.begin >= marked[-1].end:
            marked.append(mention)
    bounds = sorted({0, len(document.text), *(edge for each in marked for edge in (each.begin, each.end))})
    by_begin = {each.begin: each for each in marked}
    return [Piece(document.text[begin:end], by_begin.get(begin)) for begin, end in pairwise(bounds)]
