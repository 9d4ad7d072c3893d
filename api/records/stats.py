"""How much there is of what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, fields

from api.records.documents import list_documents
from api.state import State
from kg.counts import Counts
from kg.model import MeetingStatus, Stance
from kg.network.records import ENTITY_TYPES, MEETING_TYPES

__all__ = ["Stats", "stats_record"]


@dataclass(frozen=True, slots=True)
class Stats:
    """Counts of one state of the graph; ``first`` and ``last`` are the dates of its oldest and newest document."""

    documents: int
    first: str | None
    last: str | None
    triples: int
    mentions: int
    entities: Mapping[str, int]
    meetings: Mapping[str, int]
    positions: Mapping[str, int]
    offices: int
    tenures: int
    statements: int
    interactions: int
    issues: int
    snapshot: str


def stats_record(state: State) -> Stats:
    """What was counted when the state was published; where nothing was, count everything."""
    counted = Counts.of_snapshot(state.reader.sidecars)
    if counted is not None:
        told = {
            spec.name: getattr(counted, spec.name) for spec in fields(Counts) if spec.name not in {"quads", "graphs"}
        }
        return Stats(**told, triples=counted.quads, snapshot=state.snapshot)
    nodes = state.network.view().nodes.values()
    types = Counter(node.type for node in nodes)
    meetings = Counter(node.status for node in nodes if node.type in MEETING_TYPES)
    positions = Counter(node.status for node in nodes if node.type == "Position")
    days = sorted(item.published for item in state.kept(list_documents) if item.published is not None)
    return Stats(
        documents=len(state.kept(list_documents)),
        first=days[0] if days else None,
        last=days[-1] if days else None,
        triples=len(state.reader),
        mentions=sum(node.evidence for node in nodes if node.type in ENTITY_TYPES),
        entities={kind: types[kind] for kind in ENTITY_TYPES},
        meetings={status: meetings[status] for status in MeetingStatus},
        positions={stance: positions[stance] for stance in Stance},
        offices=types["Office"],
        tenures=types["Tenure"],
        statements=types["Statement"],
        interactions=types["Interaction"],
        issues=types["Issue"],
        snapshot=state.snapshot,
    )
