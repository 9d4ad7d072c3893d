"""One issue: who stands where on it, in which words, and where sources contradict each other."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from api.records.base import Ref, node_of, refs, sources, targets, under
from api.records.positions import PositionItem, position_item
from api.state import State
from kg.history import Contradiction, Side, issue_key, opposed
from kg.history.reading import Evidence as ToldEvidence
from kg.network import Node
from kg.network.records import MEETING_TYPES

__all__ = ["IssueRecord", "Sameness", "issue_record"]


@dataclass(frozen=True, slots=True)
class IssueRecord:
    """An issue with all positions on it by date, and the meetings that are about it.

    ``same`` are issues under other labels that surely are this one; their positions are among ``positions``.
    ``contradictions`` are stances of one holder that are told as for and against within a week, by two sources.
    """

    id: str
    iri: str
    label: str
    type: str
    about: tuple[Ref, ...]
    same: tuple[Ref, ...]
    positions: tuple[PositionItem, ...]
    meetings: tuple[Ref, ...]
    contradictions: tuple[Contradiction, ...]
    snapshot: str


class Sameness:
    """Which issues surely are one.

    Args:
        state: whose issues.
    """

    def __init__(self, state: State) -> None:
        self._members: defaultdict[object, list[str]] = defaultdict(list)
        for node in state.network.view().nodes.values():
            if node.type == "Issue":
                self._members[_key(state, node)].append(node.id)

    def members(self, state: State, issue: Node) -> tuple[str, ...]:
        """The ids of all issues that are this one, itself among them, sorted."""
        return tuple(sorted({issue.id, *self._members.get(_key(state, issue), ())}))


def _key(state: State, issue: Node) -> object:
    return issue_key(issue.label, targets(state, issue.id, "about"))


def issue_record(state: State, name: str, raised: State) -> IssueRecord:
    """An issue.

    Args:
        state: where to look.
        name: its id (with or without ``issue/``) or IRI.
        raised: the same state at the level of the ladder at which holders are asked for.

    Raises:
        NotFoundError: no issue is called so.
    """
    node = node_of(state, under("issue", state.local(name)), "issue", ("Issue",))
    members = state.kept(Sameness).members(state, node)
    there = raised.network.view().nodes
    ids = {each for issue in members for each in sources(state, issue, "issue") if each in there}
    found = sorted(ids, key=lambda each: (there[each].start or "~", each))
    positions = tuple(position_item(raised, there[each]) for each in found)
    topics = {each for issue in members for each in sources(state, issue, "topic")}
    return IssueRecord(
        id=node.id,
        iri=node.iri,
        label=node.label,
        type=node.type,
        about=refs(state, targets(state, node.id, "about")),
        same=refs(state, set(members) - {node.id}),
        positions=positions,
        meetings=refs(state, (each for each in topics if state.network.node(each).type in MEETING_TYPES)),
        contradictions=opposed(node.label, (told for each in positions for told in _told(each))),
        snapshot=state.snapshot,
    )


def _told(position: PositionItem) -> list[tuple[str, str, Side]]:
    if position.holder is None or position.document is None or position.as_of is None:
        return []
    evidence = tuple(ToldEvidence(e.document, e.begin, e.end, e.text) for e in position.evidence)
    says = evidence[0].text if evidence else position.label
    said_by = None if position.asserted_by is None else position.asserted_by.id
    side = Side(position.as_of, position.document.id, said_by, says, evidence)
    return [(position.holder.id, position.stance or "", side)]
