"""What may be something else as well: entities and occasions that stay apart, each with what it may be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode, Quad

from api.records.base import Description, Ref
from api.state import State
from kg.vocab import DM

__all__ = ["CandidateItem", "Doubts"]


@dataclass(frozen=True, slots=True)
class CandidateItem:
    """What something may be as well, how likely that is and why; the likeliest comes first."""

    id: str
    iri: str
    label: str
    type: str
    confidence: float
    reason: str


class Doubts:
    """The candidates of all that is unsure, the same things as ``kg status`` lists.

    Args:
        state: whose.
    """

    def __init__(self, state: State) -> None:
        shared = (NamedNode(f"{state.base}graph/entities"), NamedNode(f"{state.base}graph/meetings"))
        found: dict[str, list[CandidateItem]] = defaultdict(list)
        for graph in shared:
            for quad in state.reader.quads(None, DM.candidate, None, graph):
                if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
                    told = state.reader.quads(quad.object, None, None, graph)
                    found[state.local(quad.subject.value)].append(_candidate(state, told))
        self._of: Mapping[str, tuple[CandidateItem, ...]] = {
            one: tuple(sorted(candidates, key=lambda each: (-each.confidence, each.id)))
            for one, candidates in found.items()
        }

    def of(self, node_id: str) -> tuple[CandidateItem, ...]:
        """What a thing may be; nothing where it is sure."""
        return self._of.get(node_id, ())

    def ids(self) -> Iterable[str]:
        """The ids of all that is unsure."""
        return self._of.keys()

    def fits(self, node_id: str, unsure: str | None) -> bool:
        """Whether a thing passes the filter ``unsure``: "true", "false", or None for any."""
        return unsure is None or (node_id in self._of) == (unsure == "true")


def _candidate(state: State, quads: Iterable[Quad]) -> CandidateItem:
    told = Description()
    for quad in quads:
        told.add(quad.predicate, quad.object)
    iri = told.one(DM.entity) or ""
    node = state.network.view().nodes.get(state.local(iri))
    ref = Ref(state.local(iri), iri, iri, "") if node is None else Ref(node.id, node.iri, node.label, node.type)
    confidence, reason = told.number(DM.confidence) or 0.0, told.one(DM.reason) or ""
    return CandidateItem(ref.id, ref.iri, ref.label, ref.type, confidence, reason)
