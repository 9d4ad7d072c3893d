"""Who stands where on what."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Final

from api.records.base import (
    Evidence,
    Ref,
    accounts_of,
    evidence_of,
    one_ref,
    refs,
    sources,
    targets,
)
from api.records.documents import DocumentRef, document_refs
from api.state import State
from kg.network import Filter, Node
from kg.network.records import MEETING_TYPES
from kg.vocab import DM

__all__ = ["IssueItem", "PositionItem", "find_positions", "issue_item", "list_issues", "position_item"]

_NO_DATE: Final = "~"  # sorts after every date


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
) -> tuple[Node, ...]:
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
    nodes, chosen = state.network.view().nodes, chosen or Filter()
    ids = nodes if holder is None else sources(state, state.network.find(holder).id, "holder")
    found = [nodes[each] for each in ids if nodes[each].type == "Position" and chosen.admits_node(nodes[each])]
    fitting = [node for node in found if stance in {None, node.status} and _on(state, node, issue)]
    return tuple(sorted(fitting, key=lambda node: (node.start or _NO_DATE, node.id)))


def position_item(state: State, node: Node) -> PositionItem:
    """A position for a list."""
    graph, told = next(iter(accounts_of(state, node.iri).items()))
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


def list_issues(state: State, words: str | None = None) -> tuple[Node, ...]:
    """The issues, those with most positions and meetings first.

    Args:
        state: where to look.
        words: words that the label has to hold, in any order and case.
    """
    issues = [
        node for node in state.network.view().nodes.values() if node.type == "Issue" and _holds(node.label, words)
    ]
    return tuple(sorted(issues, key=lambda node: (-state.network.view().degree(node.id), node.label, node.id)))


def issue_item(state: State, node: Node) -> IssueItem:
    """An issue for a list."""
    stances = Counter(state.network.node(each).status for each in sources(state, node.id, "issue"))
    topics = [each for each in sources(state, node.id, "topic") if state.network.node(each).type in MEETING_TYPES]
    return IssueItem(
        id=node.id,
        iri=node.iri,
        label=node.label,
        type=node.type,
        about=refs(state, targets(state, node.id, "about")),
        supports=stances["Supports"],
        opposes=stances["Opposes"],
        neutral=stances["Neutral"],
        meetings=len(topics),
    )


def _on(state: State, position: Node, issue: str | None) -> bool:
    if issue is None:
        return True
    for each in targets(state, position.id, "issue"):
        if each in {issue, f"issue/{issue}"} or _holds(state.network.node(each).label, issue):
            return True
    return False


def _holds(label: str, words: str | None) -> bool:
    return words is None or all(word in label.casefold() for word in words.casefold().split())
