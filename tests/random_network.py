"""Networks made by chance, of any size, for tests and benchmarks of what reads networks."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator

from kg.network import MEETING_TYPES, Edge, Network, Node
from kg.vocab import ID_BASE

STATUSES = ("Held", "Planned", "Proposed", "Cancelled")
ACTORS = ("Person", "Person", "Organization", "Country")
LABELS = {"participant": "participant", "place": "place", "holder": "holder", "issue": "issue"}


def random_network(actors: int, facts: int, seed: int = 1) -> Network:
    """A network of so many actors, an eighth as many places and issues, and so many facts about them."""
    nodes, edges = random_events(actors, facts, seed)
    return Network.of(nodes, edges)


def random_events(actors: int, facts: int, seed: int = 1) -> tuple[dict[str, Node], list[Edge]]:
    """The nodes and edges of the ``events`` view; few actors take part in most facts, as in news."""
    chance = random.Random(seed)
    names = [f"actor-{number:07d}" for number in range(actors)]
    frames = max(1, actors // 8)
    nodes = [Node(name, ID_BASE + name, chance.choice(ACTORS), _name(chance), evidence=1) for name in names]
    nodes += [Node(f"place-{n:07d}", f"{ID_BASE}place-{n:07d}", "Place", f"Place {n}") for n in range(frames)]
    nodes += [Node(f"issue/{n:07d}", f"{ID_BASE}issue/{n:07d}", "Issue", f"whether {n}") for n in range(frames)]
    edges: list[Edge] = []
    for number in range(facts):
        fact = _fact(chance, number)
        nodes.append(fact)
        edges += _roles(chance, fact, names, frames)
    by_id = {node.id: node for node in sorted(nodes, key=lambda node: node.id)}
    return by_id, sorted(edges, key=lambda edge: (edge.source, edge.target, edge.type))


def _name(chance: random.Random) -> str:
    return " ".join("".join(chance.choices("abcdefgilmnorstuv", k=7)).capitalize() for _ in range(2))


def _fact(chance: random.Random, number: int) -> Node:
    kind = chance.choice((*MEETING_TYPES, "Position"))
    status = chance.choice(("Supports", "Opposes", "Neutral") if kind == "Position" else STATUSES)
    start = (dt.date(2013, 1, 1) + dt.timedelta(chance.randrange(400))).isoformat()
    undated = chance.random() < 0.2
    name = f"fact/{number:07d}"
    return Node(
        name,
        ID_BASE + name,
        kind,
        f"{kind} {number}",
        start=None if undated else start,
        end=None if undated or chance.random() < 0.1 else start,
        date=None if undated else start,
        evidence=chance.randint(1, 3),
        documents=1,
        sentence=f"Sentence {number} says that they spoke, said the «ministry» & others.",
        status=status,
        confidence=round(chance.uniform(0.3, 1), 2) if chance.random() < 0.9 else None,
    )


def _roles(chance: random.Random, fact: Node, names: list[str], frames: int) -> Iterator[Edge]:
    drawn = {names[int(len(names) * chance.random() ** 3)] for _ in range(4)}
    if fact.type == "Position":
        yield _edge(fact, min(drawn), "holder")
        yield _edge(fact, f"issue/{chance.randrange(frames):07d}", "issue")
        return
    for name in sorted(drawn):
        yield _edge(fact, name, "participant")
    yield _edge(fact, f"place-{chance.randrange(frames):07d}", "place")


def _edge(fact: Node, target: str, kind: str) -> Edge:
    return Edge(
        fact.id,
        target,
        kind,
        LABELS[kind],
        weight=float(max(1, fact.evidence)),
        first=fact.start,
        last=fact.end,
        evidence=fact.evidence,
        sentence=fact.sentence,
        confidence=fact.confidence,
        facts=(fact.id,),
    )
