"""An entity's page: what the graph tells of somebody or something, each list cut to what a page can show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Final

import numpy as np
from pyoxigraph import NamedNode

from api.explorer.facts import SHOWN, Corpus, Occasion
from api.records.base import Ref, accounts_of, node_of, one_ref, ref, refs, targets
from api.records.columns import briefly, by_date, code_of, ids_of, of_types, pointing_at, rows_of, with_role
from api.records.documents import DocumentItem
from api.records.entities import is_named, same_as
from api.records.positions import IssueItem, PositionItem, issue_item, position_item
from api.state import State
from kg.network import Edge, Node, View, ViewName
from kg.network.pool import NOTHING
from kg.network.records import ENTITY_TYPES, MEETING_TYPES
from kg.network.table import Array
from kg.vocab import DM

__all__ = ["EntityHead", "EntityView", "MentionedIn", "OfficeHeld", "StatementItem", "Tie", "entity_view"]

QUOTED: Final = 12
"""How many quoted facts of a kind a page shows: they take more room than a line."""

SAID: Final = 8
"""How many statements."""

_SCANNED: Final = 75
"""When the newest articles are asked one by one whether they name an entity, rather than gone through all its mentions:
where the number of mentions, squared, is more than so many times that of articles. With three mentions an article, a
page is full after ``SHOWN * 3 * articles / mentions`` questions."""


@dataclass(frozen=True, slots=True)
class StatementItem:
    """What somebody is told to have said; ``href`` is the fact's anchor in its document."""

    id: str
    label: str
    date: str | None
    sentence: str | None
    document: str
    confidence: float | None


@dataclass(frozen=True, slots=True)
class Tie:
    """How two actors are tied: the kind of tie, how often, since when, by which facts."""

    other: Ref
    edge: Edge


@dataclass(frozen=True, slots=True)
class MentionedIn:
    """An article that names an entity, and how often."""

    document: DocumentItem
    mentions: int


@dataclass(frozen=True, slots=True)
class EntityHead:
    """Who or what an entity is; ``first`` and ``last`` are the dates of the articles that name it."""

    id: str
    iri: str
    label: str
    type: str
    aliases: tuple[str, ...]
    same_as: tuple[str, ...]
    named: bool
    located_in: Ref | None
    latitude: float | None
    longitude: float | None
    mentions: int
    documents: int
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class OfficeHeld:
    """An office over time: first and last day on which it was told of, how often, and who says so latest."""

    office: Ref
    jurisdiction: Ref | None
    first: str | None
    last: str | None
    former: bool
    told: int
    latest: Node


@dataclass(frozen=True, slots=True)
class EntityView:
    """All that an entity's page shows. ``total`` counts what each list would hold if it were not cut."""

    head: EntityHead
    offices: tuple[OfficeHeld, ...]
    occasions: tuple[Occasion, ...]
    positions: tuple[PositionItem, ...]
    voices: tuple[PositionItem, ...]
    on_it: tuple[IssueItem, ...]
    officers: tuple[Ref, ...]
    statements: tuple[StatementItem, ...]
    ties: tuple[Tie, ...]
    articles: tuple[MentionedIn, ...]
    total: Mapping[str, int]


def entity_view(state: State, name: str) -> EntityView:
    """Everything that an entity's page shows.

    Raises:
        NotFoundError: no entity is called so.
    """
    head = _head(state, name)
    corpus, view = state.kept(Corpus), state.network.view()
    here = rows_of(view, (head.id,))
    meetings = np.union1d(pointing_at(view, here, "participant"), pointing_at(view, here, "place"))
    meetings = corpus.latest(of_types(view, meetings, MEETING_TYPES))
    positions = _latest(view, pointing_at(view, here, "holder"))
    officers = _officers(view, here)
    voices = _latest(view, pointing_at(view, officers, "holder"))
    statements = _latest(view, pointing_at(view, here, "speaker"))
    issues = pointing_at(view, here, "about")
    issues = issues[np.lexsort((issues, -view.adjacency.lengths(issues)))]
    ties, all_ties = _ties(state, head.id)
    nodes = view.nodes.rows
    return EntityView(
        head=head,
        offices=_offices(state, pointing_at(view, here, "officeHolder")),
        occasions=tuple(corpus.occasion(node) for node in nodes.take(meetings[:SHOWN])),
        positions=tuple(position_item(state, node) for node in nodes.take(positions[:QUOTED])),
        voices=tuple(position_item(state, node) for node in nodes.take(voices[:QUOTED])),
        on_it=tuple(issue_item(state, node) for node in nodes.take(issues[:SHOWN])),
        officers=refs(state, ids_of(view, officers[:SHOWN])),
        statements=tuple(map(_statement, nodes.take(_once(view, statements)[:SAID]))),
        ties=ties,
        articles=_articles(state, head),
        total={
            "meetings": len(meetings),
            "positions": len(positions),
            "voices": len(voices),
            "issues": len(issues),
            "statements": len(statements),
            "officers": len(officers),
            "ties": all_ties,
            "articles": head.documents,
        },
    )


def _head(state: State, name: str) -> EntityHead:
    node = node_of(state, name, "entity", ENTITY_TYPES)
    told = tuple(accounts_of(state, node.iri).values())
    return EntityHead(
        id=node.id,
        iri=node.iri,
        label=node.label,
        type=node.type,
        aliases=node.aliases,
        same_as=same_as(told),
        named=is_named(told),
        located_in=one_ref(state, targets(state, node.id, "locatedIn")),
        latitude=node.latitude,
        longitude=node.longitude,
        mentions=node.evidence,
        documents=node.documents,
        first=node.start,
        last=node.end,
    )


def _latest(view: View, rows: Array) -> Array:
    return by_date(view, rows, latest_first=True)


def _offices(state: State, tenures: Array) -> tuple[OfficeHeld, ...]:
    """The offices that somebody is told to hold or to have held, the latest told first."""
    view = state.network.view()
    tenures, offices = with_role(view, by_date(view, tenures), "office")
    former = view.nodes.rows.column("status")[tenures] == code_of(view.nodes.rows.pool, "former")
    held = [
        _held(state, office, tenures[(offices == office) & (former == past)], former=past)
        for office in np.unique(offices).tolist()
        for past in np.unique(former[offices == office]).tolist()
    ]
    return tuple(sorted(held, key=lambda each: (each.last or "", each.office.id), reverse=True))


def _held(state: State, office: int, told: Array, *, former: bool) -> OfficeHeld:
    """One office of somebody; ``told`` are the rows of its tenures by date."""
    view = state.network.view()
    name = ids_of(view, np.array([office]))[0]
    first, last = view.nodes.rows.take(told[[0, -1]])
    jurisdiction = one_ref(state, targets(state, name, "jurisdiction"))
    return OfficeHeld(ref(state, name), jurisdiction, first.start, last.end, former, len(told), last)


def _officers(view: View, here: Array) -> Array:
    """The people who are told to hold an office of a country or organization now, those most often told first."""
    tenures = pointing_at(view, pointing_at(view, here, "jurisdiction"), "office")
    status = view.nodes.rows.column("status")[tenures]
    _, holders = with_role(view, tenures[status != code_of(view.nodes.rows.pool, "former")], "officeHolder")
    people, counts = np.unique(holders, return_counts=True)
    ranked: Array = people[np.lexsort((people, -counts))]
    return ranked


def _once(view: View, statements: Array) -> Array:
    """Of statements read from one sentence, the first, as many as a page may show."""
    nodes, window = view.nodes.rows, statements[: 4 * SAID]
    sentences = nodes.column("sentence")[window]
    kept = {sentence if sentence != NOTHING else ~place: place for place, sentence in reversed([*enumerate(sentences)])}
    return window[sorted(kept.values())]


def _statement(node: Node) -> StatementItem:
    document = node.id.rsplit("/statement/", 1)[0]
    return StatementItem(node.id, node.label, node.start, node.sentence, document, node.confidence)


def _ties(state: State, node_id: str) -> tuple[tuple[Tie, ...], int]:
    """The ties of an actor, the strongest first, as many as a page shows; and how many there are."""
    view = state.network.view(ViewName.ACTORS)
    here = rows_of(view, (node_id,))
    if not len(here):
        return (), 0
    edges, others = view.adjacency.around(here)
    order = np.lexsort((view.edges.column("type")[edges], others, -view.edges.column("weight")[edges]))[:SHOWN]
    names = ids_of(view, others[order])
    shown = zip(names, briefly(view.edges).take(edges[order]), strict=True)
    return tuple(Tie(ref(state, name), edge) for name, edge in shown), len(edges)


def _articles(state: State, head: EntityHead) -> tuple[MentionedIn, ...]:
    """The newest articles that name an entity, as many as a page shows, and how often they do."""
    documents = state.kept(Corpus).documents
    if head.mentions**2 > _SCANNED * len(documents):
        asked = ((item, _mentions(state, head.iri, item.iri)) for item in documents.values())
        return tuple(islice((MentionedIn(item, count) for item, count in asked if count), SHOWN))
    graphs = (quad.graph_name for quad in state.reader.quads(None, DM.refersTo, NamedNode(head.iri)))
    counts = Counter(state.local(graph.value) for graph in graphs if isinstance(graph, NamedNode))
    newest = sorted(counts.keys() & documents.keys(), key=state.kept(Corpus).places.__getitem__)
    return tuple(MentionedIn(documents[name], counts[name]) for name in newest[:SHOWN])


def _mentions(state: State, entity: str, document: str) -> int:
    return sum(1 for _ in state.reader.quads(None, DM.refersTo, NamedNode(entity), NamedNode(document)))
