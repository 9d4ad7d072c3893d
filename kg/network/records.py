"""The value types of the network: nodes, edges, and what is cut out of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from kg.errors import InputError
from kg.model import EntityType, EventType, MeetingKind

__all__ = [
    "ACTOR_TYPES",
    "EDGE_TYPES",
    "ENTITY_TYPES",
    "FACT_TYPES",
    "MEETING_TYPES",
    "NODE_FAMILIES",
    "NODE_TYPES",
    "Edge",
    "Filter",
    "Neighbourhood",
    "Node",
    "Path",
    "ViewName",
]

ENTITY_TYPES = tuple(EntityType)
"""Who and where: the four types of entity, by their local name in the ontology."""

ACTOR_TYPES = frozenset({EntityType.PERSON, EntityType.ORGANIZATION, EntityType.COUNTRY})
"""The entities that can act: the nodes of the ``actors`` view."""

MEETING_TYPES = tuple(MeetingKind)
"""A meeting and its kinds; a filter for ``Meeting`` takes all of them."""

FACT_TYPES = (*MEETING_TYPES, "Tenure", "Position", "Statement", "Interaction")
"""What happened or was said: the nodes that carry dates and evidence of their own."""

_FRAME_TYPES = ("Office", "Issue")

NODE_TYPES = (*ENTITY_TYPES, *FACT_TYPES, *_FRAME_TYPES)
"""Every type of node of the ``events`` view."""

NODE_FAMILIES: tuple[tuple[str, ...], ...] = (ENTITY_TYPES, FACT_TYPES, _FRAME_TYPES)
"""The types that a filter narrows apart from each other."""

_ROLES = (
    *("participant", "place", "topic", "partOf", "officeHolder", "office", "jurisdiction", "holder", "issue"),
    *("assertedBy", "speaker", "audience", "via", "source", "target", "about", "locatedIn"),
)
_TIES = ("metWith", "plansToMeet", "agreesWith", "disagreesWith", "spokeTo", "represents", *EventType)

EDGE_TYPES = (*_ROLES, *_TIES)
"""Every type of edge: the ontology's properties in ``events``, ties between actors in ``actors``."""


class ViewName(StrEnum):
    """The two ways of looking at the graph."""

    EVENTS = "events"
    ACTORS = "actors"


@dataclass(frozen=True, slots=True)
class Node:
    """An entity, an office, an issue, or a fact.

    Attributes:
        id: what follows ``/id/`` in the IRI; the whole IRI where it lies under another base.
        type: the local name of the most specific class.
        label: one line to show.
        start: the first day, ISO. Facts: of what is told. Entities: the date of the first document that names them.
        end: the last day, ISO.
        date: the date as precisely as it is told and no more: ``2013-06``, ``2013-06-10/2013-06-12``,
            ``2013-08-01/..``.
        evidence: passages behind a fact; mentions of an entity.
        documents: documents among which the evidence is spread.
        sentence: the earliest sentence of evidence.
        status: a meeting's status, a position's stance, a tenure's ``former`` or ``current``, an interaction's type.
        confidence: in [0, 1], the best that any account gives; None for what is no fact.
        wikidata: the item's identifier (``Q22316``).
        aliases: other names.
    """

    id: str
    iri: str
    type: str
    label: str
    start: str | None = None
    end: str | None = None
    date: str | None = None
    evidence: int = 0
    documents: int = 0
    sentence: str | None = None
    status: str | None = None
    confidence: float | None = None
    wikidata: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    aliases: tuple[str, ...] = ()

    @property
    def is_fact(self) -> bool:
        """Whether this is a meeting, tenure, position, statement or interaction."""
        return self.type in FACT_TYPES


@dataclass(frozen=True, slots=True)
class Edge:
    """A typed connection of two nodes.

    Attributes:
        source: id of the node that an ``events`` edge leaves; who does it to ``target`` where ``directed``.
        type: a property of the ontology (``events``) or a kind of tie (``actors``).
        label: the type in words.
        weight: ``events``: passages of evidence, at least 1; ``actors``: occasions on which the tie rests.
        first: the first day, ISO, of the facts behind it.
        last: the last day.
        evidence: distinct passages behind it.
        sentence: the earliest of them.
        confidence: the best of the facts behind it.
        facts: ids of the facts behind it, sorted by date.
    """

    source: str
    target: str
    type: str
    label: str
    weight: float = 1.0
    first: str | None = None
    last: str | None = None
    evidence: int = 0
    sentence: str | None = None
    confidence: float | None = None
    directed: bool = True
    facts: tuple[str, ...] = ()

    def other(self, node: str) -> str:
        """The id of the node at the other end from ``node``."""
        return self.target if node == self.source else self.source


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """What lies around one node.

    Attributes:
        center: the node asked about; also the first of ``nodes``.
        nodes: nearer ones first, then the more heavily connected, then by id.
        edges: every edge between two of ``nodes``, sorted by source, target and type.
        truncated: whether the limit left something out.

    Nodes and edges are made when they are looked at: to count them costs nothing.
    """

    center: Node
    nodes: Sequence[Node]
    edges: Sequence[Edge]
    truncated: bool


@dataclass(frozen=True, slots=True)
class Path:
    """A way from one node to another: ``edges[i]`` connects ``nodes[i]`` and ``nodes[i + 1]``."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


@dataclass(frozen=True, slots=True)
class Filter:
    """Which nodes and edges to look at.

    ``types`` may name entities (``Person``), facts (``Meeting``, which takes its kinds too), and edges (``metWith``);
    each family that is named is narrowed to what is named, the others stay whole. Once a date bound or a confidence is
    given, facts whose date or confidence is not known are left out; an open side of an interval is unbounded.

    Raises:
        InputError: a type that the network does not have.
    """

    types: frozenset[str] = frozenset()
    since: dt.date | None = None
    until: dt.date | None = None
    min_confidence: float | None = None

    def __post_init__(self) -> None:
        """Refuse unknown types: a typing error must not read as an empty answer."""
        unknown = sorted(self.types - {*NODE_TYPES, *EDGE_TYPES})
        if unknown:
            known = ", ".join((*NODE_TYPES, *EDGE_TYPES))
            raise InputError("types", f"unknown type {unknown[0]!r}; the network has {known}")

    @property
    def is_open(self) -> bool:
        """Whether everything passes."""
        return not self.types and self.since is None and self.until is None and self.min_confidence is None

    def admits_node(self, node: Node) -> bool:
        """Whether the node passes; what is no fact is only held to ``types``."""
        wanted = self.wanted(_family(node.type))
        if wanted and node.type not in wanted:
            return False
        return not node.is_fact or (self._admits_dates(node) and self._admits_confidence(node))

    def admits_edge(self, edge: Edge) -> bool:
        """Whether an edge's own type passes; its ends are asked apart."""
        wanted = self.wanted(EDGE_TYPES)
        return not wanted or edge.type in wanted

    def wanted(self, family: tuple[str, ...]) -> frozenset[str]:
        """The types of a family that pass; empty where all of them do."""
        wanted = self.types.intersection(family)
        return wanted.union(MEETING_TYPES) if "Meeting" in wanted else wanted

    def _admits_dates(self, fact: Node) -> bool:
        if self.since is None and self.until is None:
            return True
        if fact.start is None and fact.end is None:
            return False
        too_early = self.since is not None and fact.end is not None and fact.end < self.since.isoformat()
        too_late = self.until is not None and fact.start is not None and fact.start > self.until.isoformat()
        return not (too_early or too_late)

    def _admits_confidence(self, fact: Node) -> bool:
        if self.min_confidence is None:
            return True
        return fact.confidence is not None and fact.confidence >= self.min_confidence


def _family(node_type: str) -> tuple[str, ...]:
    return next(family for family in NODE_FAMILIES if node_type in family)
