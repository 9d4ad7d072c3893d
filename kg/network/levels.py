"""The network at one level of the ladder: whoever acts is replaced by whom the actor stands for on the fact's day.

A fact is left out where nobody is left to whom it belongs: the position of a person who acts for no state, at the level
of states. Facts keep their labels, which say what the text says; tenures, which are the ladder itself, are shown at the
level of persons alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from pyoxigraph import NamedNode

from kg.levels import Level, stands_for
from kg.literals import text_of
from kg.network.records import ACTOR_TYPES, MEETING_TYPES, Edge, Node
from kg.store import GraphReader
from kg.vocab import DM

__all__ = ["Capacities", "lifted", "read_capacities"]

_ACTING: Final = frozenset({"participant", "holder", "speaker", "audience", "source", "target", "assertedBy"})
_OWNERS: Final[Mapping[str, tuple[str, ...]]] = {
    **dict.fromkeys(MEETING_TYPES, ("participant",)),
    "Position": ("holder",),
    "Statement": ("speaker",),
    "Interaction": ("source", "target"),
}
"""The parts without which nobody is told to meet, hold, say or do it; a fact that never had one stays."""

Capacities = Mapping[tuple[str, str], frozenset[str]]
"""For whom an actor of a fact acts on its day, by the ids of fact and actor."""


def read_capacities(reader: GraphReader, base: str) -> Capacities:
    """Read in which capacities actors have their parts, in all articles together.

    Args:
        reader: the graph.
        base: the IRI under which instances live.

    Raises:
        StoreError: the graph cannot be read.
    """

    def pairs(predicate: NamedNode) -> Iterator[tuple[str, str]]:
        for quad in reader.quads(None, predicate):
            yield text_of(quad.subject).removeprefix(base), text_of(quad.object).removeprefix(base)

    actor_of = dict(pairs(DM.actor))
    behind: defaultdict[str, set[str]] = defaultdict(set)
    for capacity, one in pairs(DM.onBehalfOf):
        if capacity in actor_of:
            behind[capacity].add(one)
    found: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for fact, capacity in pairs(DM.capacity):
        if capacity in actor_of:
            found[fact, actor_of[capacity]] |= behind[capacity]
    return {key: frozenset(those) for key, those in found.items()}


def lifted(
    nodes: Mapping[str, Node], edges: Iterable[Edge], capacities: Capacities, level: Level
) -> tuple[dict[str, Node], list[Edge], frozenset[str]]:
    """The ``events`` view at a level.

    Args:
        nodes: its nodes by id, in order of id.
        edges: its edges.
        capacities: for whom actors act.
        level: of the ladder.

    Returns:
        The nodes that are left by id, in order of id; the edges, sorted by source, target and type; and the ids of
        those that act at this level.
    """
    told = list(edges)
    raised = {up for edge in told for up in _raised(edge, nodes, capacities, level)}
    left = _left(nodes, told, raised, level)
    acting = frozenset(edge.target for edge in raised if edge.type in _ACTING and edge.source in left)
    ends = {end for edge in raised if {edge.source, edge.target} <= left for end in (edge.source, edge.target)}
    kept = {
        node_id: node
        for node_id, node in nodes.items()
        if node_id in left and (node_id in ends or node.type not in {*ACTOR_TYPES, "Office", "Issue"})
    }
    remaining = (edge for edge in raised if edge.source in kept and edge.target in kept)
    return kept, sorted(remaining, key=lambda edge: (edge.source, edge.target, edge.type)), acting & kept.keys()


def _raised(edge: Edge, nodes: Mapping[str, Node], capacities: Capacities, level: Level) -> Iterator[Edge]:
    """The edge at a level: to each that stands for its actor there."""
    if edge.type not in _ACTING or not nodes[edge.source].is_fact:
        yield edge
        return
    behind = {one: nodes[one].type for one in capacities.get((edge.source, edge.target), ()) if one in nodes}
    for one in stands_for(edge.target, nodes[edge.target].type, behind, level):
        yield edge if one == edge.target else replace(edge, target=one)


def _left(nodes: Mapping[str, Node], told: Iterable[Edge], raised: Iterable[Edge], level: Level) -> set[str]:
    """What is left: all but tenures above the persons, and facts that have lost an owner."""
    had, have = ({(edge.source, edge.type) for edge in those} for those in (told, raised))
    return {
        node_id
        for node_id, node in nodes.items()
        if (node.type != "Tenure" or level is Level.PERSON)
        and not any((node_id, role) in had and (node_id, role) not in have for role in _OWNERS.get(node.type, ()))
    }
