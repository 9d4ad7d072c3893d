"""Who stands where on what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from api.records.base import (
    Evidence,
    Ref,
    References,
    accounts_of,
    evidence_of,
    one_ref,
    referred_to,
    targets,
)
from api.records.columns import by_date, code_of, counted, of_types, pointing_at, rows_of
from api.records.documents import DocumentRef, document_refs
from api.state import State
from kg.network import Filter, Node
from kg.network.records import MEETING_TYPES
from kg.network.table import Rows
from kg.vocab import DM

__all__ = ["IssueItem", "PositionItem", "all_issues", "find_positions", "issue_item", "list_issues", "position_item"]


@dataclass(frozen=True, slots=True)
class PositionItem:
    """An actor's stance on an issue, as one article reports it on its date."""

    id: str
    iri: str
    label: str
    type: str
    holder: Ref | None
    stance: str | None
    issue: Ref | None
    as_of: str | None
    asserted_by: Ref | None
    document: DocumentRef | None
    confidence: float | None
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class IssueItem:
    """What is talked about: how many positions are taken on it, by stance, and how many meetings have it as topic."""

    id: str
    iri: str
    label: str
    type: str
    about: tuple[Ref, ...]
    supports: int
    opposes: int
    neutral: int
    meetings: int


def find_positions(
    state: State,
    *,
    holder: str | None = None,
    issue: str | None = None,
    stance: str | None = None,
    chosen: Filter | None = None,
) -> Sequence[Node]:
    """The positions that fit, by date.

    Args:
        state: where to look.
        holder: the id or name of whose they are.
        issue: an issue's id (with or without ``issue/``), or words that its label holds.
        stance: ``Supports``, ``Opposes`` or ``Neutral``.
        chosen: bounds on the date.

    Raises:
        NotFoundError: nobody is called so.
        InputError: a name that several have.
    """
    view = state.network.view()
    nodes = view.nodes.rows
    rows = np.arange(len(nodes))
    if holder is not None:
        rows = pointing_at(view, rows_of(view, (state.network.find(holder).id,)), "holder")
    if issue is not None:
        rows = np.intersect1d(rows, pointing_at(view, rows_of(view, _issues_called(state, issue)), "issue"))
    found = of_types(view, rows, ("Position",))
    if stance is not None:
        found = found[nodes.column("status")[found] == code_of(nodes.pool, stance)]
    passed = view.lens(chosen or Filter()).nodes
    fitting = found if passed is None else found[passed[found]]
    return nodes.only(by_date(view, fitting))


def position_item(state: State, node: Node) -> PositionItem:
    """A position for a list."""
    graph, told = next(iter(accounts_of(state, node.iri, (DM.asOf, DM.evidence)).items()))
    return PositionItem(
        id=node.id,
        iri=node.iri,
        label=node.label,
        type=node.type,
        holder=one_ref(state, targets(state, node.id, "holder")),
        stance=node.status,
        issue=one_ref(state, targets(state, node.id, "issue")),
        as_of=told.one(DM.asOf),
        asserted_by=one_ref(state, targets(state, node.id, "assertedBy")),
        document=next(iter(document_refs(state, [graph])), None),
        confidence=node.confidence,
        evidence=evidence_of(state, told.all(DM.evidence)),
    )


def all_issues(state: State) -> Rows[Node]:
    """All issues, those with most positions and meetings first, then by label; ask the state to keep them."""
    view = state.network.view()
    nodes = view.nodes.rows
    rows = of_types(view, np.arange(len(nodes)), ("Issue",))
    order = np.lexsort((rows, nodes.column("label")[rows], -view.degrees()[rows]))
    return nodes.only(rows[order])


def list_issues(state: State, words: str | None = None) -> Sequence[Node]:
    """The issues, those with most positions and meetings first.

    Args:
        state: where to look.
        words: words that the label has to hold, in any order and case.
    """
    issues = state.kept(all_issues)
    return issues if words is None else tuple(node for node in issues if _holds(node.label, words))


def issue_item(state: State, node: Node) -> IssueItem:
    """An issue for a list."""
    view = state.network.view()
    row = state.kept(References).rows(node.id)
    stances = counted(view, pointing_at(view, row, "issue"), "status")
    return IssueItem(
        id=node.id,
        iri=node.iri,
        label=node.label,
        type=node.type,
        about=referred_to(state, node.id, "about"),
        supports=stances.get("Supports", 0),
        opposes=stances.get("Opposes", 0),
        neutral=stances.get("Neutral", 0),
        meetings=len(of_types(view, pointing_at(view, row, "topic"), MEETING_TYPES)),
    )


def _issues_called(state: State, issue: str) -> tuple[str, ...]:
    """The issues of an id, or of these words."""
    called = (issue, f"issue/{issue}")
    return tuple(node.id for node in state.kept(all_issues) if node.id in called or _holds(node.label, issue))


def _holds(label: str, words: str | None) -> bool:
    return words is None or all(word in label.casefold() for word in words.casefold().split())
