"""Occasions: in lists, and each with every article's own account of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce

import numpy as np
from pyoxigraph import NamedNode

from api.records.base import (
    Description,
    Evidence,
    Ref,
    accounts_of,
    evidence_of,
    local_name,
    node_of,
    one_ref,
    referred_to,
    refs,
    sources,
    targets,
    under,
)
from api.records.columns import by_date, code_of, of_types, pointing_at, rows_of
from api.records.documents import DocumentRef, document_refs
from api.records.doubts import CandidateItem, Doubts
from api.state import State
from kg.history import MeetingHistory, meeting_history
from kg.network import Filter, Node
from kg.network.dates import Span
from kg.network.lens import admitted_nodes
from kg.network.records import MEETING_TYPES
from kg.network.table import Array, Rows
from kg.vocab import DM, RDF

__all__ = ["Account", "MeetingItem", "MeetingRecord", "find_meetings", "meeting_item", "meeting_record"]


@dataclass(frozen=True, slots=True)
class MeetingItem:
    """An occasion in a list.

    ``date`` is no more exact than what is told (``2013-05-27``, ``2013-06``, ``2013-06-10/2013-06-12``); ``first`` and
    ``last`` are the days between which it lies. ``documents`` counts the articles that tell of it; ``candidates`` are
    the occasions that it may be as well, where that is not sure.
    """

    id: str
    iri: str
    label: str
    type: str
    status: str | None
    date: str | None
    first: str | None
    last: str | None
    place: Ref | None
    participants: tuple[Ref, ...]
    documents: int
    confidence: float | None
    sentence: str | None
    candidates: tuple[CandidateItem, ...]


@dataclass(frozen=True, slots=True)
class Account:
    """An occasion as one article tells it."""

    document: DocumentRef
    type: str | None
    status: str | None
    date: str | None
    first: str | None
    last: str | None
    duration: str | None
    place: Ref | None
    participants: tuple[Ref, ...]
    topics: tuple[Ref, ...]
    rule: str | None
    confidence: float | None
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class MeetingRecord:
    """An occasion, with the accounts of all articles that tell of it, the oldest first, and how they moved."""

    id: str
    iri: str
    label: str
    type: str
    status: str | None
    date: str | None
    first: str | None
    last: str | None
    place: Ref | None
    participants: tuple[Ref, ...]
    topics: tuple[Ref, ...]
    part_of: Ref | None
    parts: tuple[Ref, ...]
    confidence: float | None
    accounts: tuple[Account, ...]
    history: MeetingHistory
    snapshot: str


def find_meetings(
    state: State,
    *,
    participant: str | None = None,
    place: str | None = None,
    status: str | None = None,
    unsure: str | None = None,
    chosen: Filter | None = None,
) -> Rows[Node]:
    """The occasions that fit, by date; those without a date come last.

    Args:
        state: where to look.
        participant: the id or name of who takes part.
        place: the id or name of where.
        status: ``Held``, ``Planned``, ``Proposed`` or ``Cancelled``.
        unsure: "true" for those that may be another one as well, "false" for the others.
        chosen: bounds on the date.

    Raises:
        NotFoundError: nobody, or no place, is called so.
        InputError: a name that several have.
    """
    view = state.network.view()
    given = [(name, role) for name, role in ((participant, "participant"), (place, "place")) if name is not None]
    parts = [pointing_at(view, rows_of(view, (state.network.find(name).id,)), role) for name, role in given]
    found = of_types(view, reduce(np.intersect1d, parts), MEETING_TYPES) if parts else state.kept(_meeting_rows)
    if status is not None:
        found = found[view.nodes.rows.column("status")[found] == code_of(view.nodes.rows.pool, status)]
    fitting = found
    if chosen is not None and not chosen.is_open:
        fitting = found[admitted_nodes(chosen, view.nodes.rows.only(found))]
    if unsure is not None:
        doubtful = rows_of(view, state.kept(Doubts).ids())
        fitting = fitting[np.isin(fitting, doubtful) == (unsure == "true")]
    return view.nodes.rows.only(by_date(view, fitting))


def _meeting_rows(state: State) -> Array:
    view = state.network.view()
    return of_types(view, np.arange(len(view.nodes)), MEETING_TYPES)


def meeting_item(state: State, node: Node) -> MeetingItem:
    """An occasion for a list."""
    return MeetingItem(
        id=node.id,
        iri=node.iri,
        label=node.label,
        type=node.type,
        status=node.status,
        date=node.date,
        first=node.start,
        last=node.end,
        place=one_ref(state, targets(state, node.id, "place")),
        participants=referred_to(state, node.id, "participant"),
        documents=node.documents,
        confidence=node.confidence,
        sentence=node.sentence,
        candidates=state.kept(Doubts).of(node.id),
    )


def meeting_record(
    state: State, name: str, raised: State | None = None, *, contradictions: bool = True
) -> MeetingRecord:
    """An occasion.

    Args:
        state: where to look.
        name: its id (with or without ``meeting/``) or IRI.
        raised: the same state at the level of the ladder at which its participants are asked for.
        contradictions: whether its history looks for them.

    Raises:
        NotFoundError: no meeting is called so.
    """
    node = node_of(state, under("meeting", state.local(name)), "meeting", MEETING_TYPES)
    return MeetingRecord(
        id=node.id,
        iri=node.iri,
        label=node.label,
        type=node.type,
        status=node.status,
        date=node.date,
        first=node.start,
        last=node.end,
        place=one_ref(state, targets(state, node.id, "place")),
        participants=referred_to(raised or state, node.id, "participant"),
        topics=referred_to(state, node.id, "topic"),
        part_of=one_ref(state, targets(state, node.id, "partOf")),
        parts=refs(state, sources(state, node.id, "partOf")),
        confidence=node.confidence,
        accounts=_accounts(state, node.iri),
        history=meeting_history(state.reader, node.iri, state.base, contradictions=contradictions),
        snapshot=state.snapshot,
    )


def _accounts(state: State, iri: str) -> tuple[Account, ...]:
    told = {graph: each for graph, each in accounts_of(state, iri).items() if DM.evidence in each}
    return tuple(_account(state, document, told[document.iri]) for document in document_refs(state, told))


def _account(state: State, document: DocumentRef, told: Description) -> Account:
    kinds = {local_name(iri) for iri in told.all(RDF.type)}.intersection(MEETING_TYPES)
    span = Span.of(told.one(DM.date), told.one(DM.earliest), told.one(DM.latest))
    return Account(
        document=document,
        type=max(
            (kind for kind in kinds if kind is not None), key=lambda kind: (kind != "Meeting", kind), default=None
        ),
        status=local_name(told.one(DM.status)),
        date=span.told,
        first=span.start,
        last=span.end,
        duration=told.one(DM.duration),
        place=one_ref(state, _ids(state, told, DM.place)),
        participants=refs(state, _ids(state, told, DM.participant)),
        topics=refs(state, _ids(state, told, DM.topic)),
        rule=told.one(DM.rule),
        confidence=told.number(DM.confidence),
        evidence=evidence_of(state, told.all(DM.evidence)),
    )


def _ids(state: State, told: Description, predicate: NamedNode) -> tuple[str, ...]:
    return tuple(state.local(iri) for iri in told.all(predicate))
