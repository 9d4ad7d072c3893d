"""The pages that look at many things: home and search, the timeline, issues, articles, places, paths."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from typing import Annotated, Final, TypeVar

import numpy as np
from flask import Response, request

from api.context import state
from api.explorer import citation
from api.explorer.addresses import href_of
from api.explorer.drawings.places import Map, Spot, draw_places
from api.explorer.drawings.timeline import PANELS, Months, draw_months, draw_timeline
from api.explorer.facts import Corpus
from api.explorer.finding import search
from api.explorer.kept import Kept
from api.explorer.site import Form, asked, page, routes
from api.explorer.standing import issues_about, issues_saying, matrix
from api.parameters import NoParameters, choice, day, text, whole
from api.records.base import ref
from api.records.meetings import find_meetings
from api.records.positions import issue_item
from api.records.stats import stats_record
from api.state import State
from kg.export import FORMATS
from kg.model import MeetingStatus
from kg.network import Edge, Filter, Node, Path, ViewName
from kg.network.pool import NOTHING
from kg.network.records import ACTOR_TYPES
from kg.network.table import Rows
from kg.query import EXAMPLES

__all__ = ["HomeQuery", "IssuesPageQuery", "ListPageQuery", "PathPageQuery", "TimelinePageQuery", "prepare"]

PAGE_SIZE: Final = 60
LONGEST_PATH: Final = 4
PATHS: Final = 6
PLACES: Final = 150
FACTS_LOOKED_AT: Final = 12
FACTS_SHOWN: Final = 3
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class HomeQuery:
    """The parameters of the home page."""

    q: Annotated[str | None, text("words to look for")] = None


@dataclass(frozen=True, slots=True)
class TimelinePageQuery:
    """The parameters of the timeline."""

    participant: Annotated[str | None, text("who takes part: an entity's id or name")] = None
    place: Annotated[str | None, text("where: an entity's id or name")] = None
    since: Annotated[dt.date | None, day("leave out what ends before this day")] = None
    until: Annotated[dt.date | None, day("leave out what begins after this day")] = None
    status: Annotated[str | None, choice("where the occasion stands", tuple(MeetingStatus))] = None
    page: Annotated[int, whole("which page of the list", least=1)] = 1
    format: Form = None


@dataclass(frozen=True, slots=True)
class IssuesPageQuery:
    """The parameters of the list of issues."""

    q: Annotated[str | None, text("words that the issue's label holds")] = None
    about: Annotated[str | None, text("who or what is named in the issue: an entity's id or name")] = None
    until: Annotated[dt.date | None, day("where everybody stood on this day")] = None
    page: Annotated[int, whole("which page of the list", least=1)] = 1
    format: Form = None


@dataclass(frozen=True, slots=True)
class ListPageQuery:
    """The parameters of a plain list."""

    page: Annotated[int, whole("which page of the list", least=1)] = 1


@dataclass(frozen=True, slots=True)
class PathPageQuery:
    """The parameters of the page of paths."""

    start: Annotated[str | None, text("where to begin: an entity's id or name")] = None
    end: Annotated[str | None, text("where to arrive: an entity's id or name")] = None


@dataclass(frozen=True, slots=True)
class Leaf:
    """Where in a list a page stands."""

    number: int
    last: int
    total: int


@routes.get("/")
def home() -> Response:
    """What there is and where to look for more; with ``q``, what is called so or speaks of it."""
    query = asked(HomeQuery)
    if query.q is not None:
        found = search(state(), query.q)
        return page("found.html", lambda: {"q": query.q, "found": found})
    return page("home.html", _home)


def _home() -> dict[str, object]:
    corpus, stats = state().kept(Corpus), state().kept(stats_record)
    formats = [(each.name, each.media_type) for each in FORMATS.values()]
    disputed = [issue_item(state(), node) for node in corpus.issues[:8]]
    return {
        "stats": stats,
        "busiest": corpus.busiest[:12],
        "recent": [corpus.occasion(node) for node in corpus.recent[:10]],
        "moved": [corpus.occasion(node) for node in corpus.moved[:5]],
        "issues": disputed,
        "documents": list(corpus.documents.values())[:8],
        "examples": EXAMPLES,
        "formats": FORMATS.values(),
        "meta": citation.of_corpus(stats, formats, request.url_root),
    }


@routes.get("/timeline")
def timeline_page() -> Response:
    """Meetings in time: drawn, counted by month, and listed."""
    query = asked(TimelinePageQuery)
    chosen = Filter(since=query.since, until=query.until)
    corpus = state().kept(Corpus)
    if chosen.is_open and query.participant is query.place is query.status is None:
        nodes = corpus.meetings
    else:
        nodes = find_meetings(
            state(), participant=query.participant, place=query.place, status=query.status, chosen=chosen
        )
    shown, leaf = _leaf(nodes, query.page)

    def content() -> dict[str, object]:
        occasions = [corpus.occasion(node) for node in shown]
        return {
            "query": query,
            "occasions": occasions,
            "drawing": draw_timeline(occasions),
            "months": _months(state(), query, nodes),
            "leaf": leaf,
            "undated": _undated(query) if query.since or query.until else 0,
            "statuses": tuple(MeetingStatus),
        }

    return page("timeline.html", content, [node.iri for node in shown], query.format)


def _months(here: State, query: TimelinePageQuery, meetings: Rows[Node]) -> Months | None:
    """Meetings by month, made once for each state and question."""

    def make() -> Months | None:
        attendance = here.kept(Corpus).attendance(meetings, PANELS)
        return draw_months(attendance, lambda node_id: ref(here, node_id))

    return here.kept(Kept).of(("months", replace(query, page=1, format=None)), make)


def _undated(query: TimelinePageQuery) -> int:
    """How many meetings fit but for the dates, because none is told of them."""
    if query.participant is query.place is query.status is None:
        found = state().kept(Corpus).meetings
    else:
        found = find_meetings(state(), participant=query.participant, place=query.place, status=query.status)
    return int(((found.column("start") == NOTHING) & (found.column("end") == NOTHING)).sum())


@routes.get("/issues")
def issues_page() -> Response:
    """Issues, and one matrix of who stands where on all of those that were asked for."""
    query = asked(IssuesPageQuery)
    about = None if query.about is None else state().network.find(query.about)
    nodes: Rows[Node]
    if about is not None:
        nodes = issues_about(state(), about.id)
        if query.q is not None:
            saying = issues_saying(state(), query.q).column("id")
            nodes = nodes.only(np.flatnonzero(np.isin(nodes.column("id"), saying)))
    else:
        nodes = state().kept(Corpus).issues if query.q is None else issues_saying(state(), query.q)
    shown, leaf = _leaf(nodes, query.page)
    until = None if query.until is None else query.until.isoformat()

    def content() -> dict[str, object]:
        standing = matrix(state(), nodes, until) if query.q or query.about else None
        return {
            "query": query,
            "about": None if about is None else ref(state(), about.id),
            "issues": [issue_item(state(), node) for node in shown],
            "matrix": standing,
            "until": until,
            "leaf": leaf,
        }

    return page("issues.html", content, [node.iri for node in shown], query.format)


@routes.get("/documents")
def documents_page() -> Response:
    """The articles, the newest first."""
    query = asked(ListPageQuery)
    shown, leaf = _leaf(tuple(state().kept(Corpus).documents.values()), query.page)
    return page("documents.html", lambda: {"documents": shown, "leaf": leaf})


@routes.get("/entities")
def entities_page() -> Response:
    """People, countries, organizations and places, those most often named first."""
    query = asked(ListPageQuery)
    shown, leaf = _leaf(state().kept(Corpus).entities, query.page)
    return page("entities.html", lambda: {"entities": shown, "leaf": leaf})


@routes.get("/places")
def places_page() -> Response:
    """Where it happened, on a map."""
    asked(NoParameters)
    here = state()

    def content() -> dict[str, object]:
        spots, drawn = here.kept(_placed)
        unplaced = here.kept(Corpus).unplaced
        return {
            "spots": spots,
            "map": drawn,
            "unplaced": [ref(here, node.id) for node in unplaced[:PAGE_SIZE]],
            "more_unplaced": max(0, len(unplaced) - PAGE_SIZE),
            "more_placed": len(here.kept(Corpus).placed[0]) - len(spots),
        }

    return page("places.html", content)


def prepare(here: State) -> None:
    """Make what all who open the timeline and the map would wait for."""
    _months(here, TimelinePageQuery(), here.kept(Corpus).meetings)
    here.kept(_placed)


def _placed(here: State) -> tuple[tuple[Spot, ...], Map | None]:
    spots = _spots(here)
    return spots, draw_places(spots)


def _spots(here: State) -> tuple[Spot, ...]:
    """Places that have coordinates, those with most meetings first; countries only where something met there."""
    view, corpus = here.network.view(), here.kept(Corpus)
    rows, meetings = corpus.placed
    order = np.lexsort((rows, -view.nodes.rows.column("evidence")[rows], -meetings))[:PLACES]
    found = zip(view.nodes.rows.take(rows[order]), meetings[order].tolist(), strict=True)
    return tuple(
        Spot(ref(here, node.id), node.latitude, node.longitude, count, node.evidence)
        for node, count in found
        if node.latitude is not None and node.longitude is not None
    )


@routes.get("/path")
def path_page() -> Response:
    """How two entities are connected, step by step, each step with its sentence."""
    query = asked(PathPageQuery)
    if query.start is None or query.end is None:
        return page("path.html", lambda: {"query": query, "ends": None, "ways": ()})
    ends = [state().network.find(name) for name in (query.start, query.end)]
    ways = _ways(*ends)
    content = {
        "query": query,
        "ends": [ref(state(), node.id) for node in ends],
        "ways": ways,
        "longest": LONGEST_PATH,
        "facts": {edge: _facts(edge) for way in ways for edge in way.edges},
    }
    return page("path.html", lambda: content, [node.iri for way in ways for node in way.nodes])


def _ways(start: Node, end: Node) -> tuple[Path, ...]:
    """Ties between actors, where both are some and there is a way; else through events, issues and places."""
    if start.id == end.id:
        return ()
    find, both = partial(state().network.paths, limit=PATHS, facts=FACTS_LOOKED_AT), {start.type, end.type}
    if ACTOR_TYPES.issuperset(both):
        ways = find(start.id, end.id, max_length=LONGEST_PATH - 1, view=ViewName.ACTORS)
        if ways:
            return ways
    return find(start.id, end.id, max_length=LONGEST_PATH, view=ViewName.EVENTS)


def _facts(edge: Edge) -> tuple[tuple[str, str], ...]:
    """Addresses and labels of the facts behind a step, those of one label once, as many as a line holds."""
    found: dict[str, str] = {}
    for fact in edge.facts[:FACTS_LOOKED_AT]:
        node = state().network.node(fact)
        found.setdefault(node.label, href_of(node.id, node.type))
    return tuple((address, label) for label, address in islice(found.items(), FACTS_SHOWN))


def _leaf(found: Sequence[Item], number: int) -> tuple[Sequence[Item], Leaf]:
    last = max(1, -(-len(found) // PAGE_SIZE))
    start = (min(number, last) - 1) * PAGE_SIZE
    return found[start : start + PAGE_SIZE], Leaf(min(number, last), last, len(found))
