"""What the pages show, asked from the library and made into frozen views; templates and drawings see nothing else."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from pyoxigraph import Literal, NamedNode

from api.records.base import Ref, accounts_of, node_of, ref, refs
from api.records.documents import DocumentItem, list_documents
from api.records.meetings import MeetingItem, find_meetings, meeting_item
from api.records.positions import IssueItem, PositionItem, issue_item, position_item
from api.state import State
from kg.network import Edge, Node, ViewName
from kg.network.records import ENTITY_TYPES
from kg.vocab import DM, NIF, OWL

__all__ = [
    "Corpus",
    "EntityHead",
    "EntityView",
    "MentionedIn",
    "Occasion",
    "OfficeHeld",
    "StatementItem",
    "Tie",
    "entity_view",
]

QUOTED: Final = 12
SHOWN: Final = 25
"""How many of a kind a page shows before it points at the whole list."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """A meeting in a list, with what it was on; of one without a date, the day on which it was first told of."""

    item: MeetingItem
    topics: tuple[Ref, ...]
    told_on: str | None


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


class Corpus:
    """The facts of one state of the graph in the orders that pages want, made once for each state.

    Args:
        state: the state.
    """

    def __init__(self, state: State) -> None:
        self._state = state
        self._view = state.network.view()

    @cached_property
    def meetings(self) -> tuple[Node, ...]:
        """All occasions by date, those without one last."""
        return find_meetings(self._state)

    @cached_property
    def moved(self) -> tuple[Node, ...]:
        """The occasions that several articles tell of, those that most do first."""
        several = [node for node in self.meetings if node.documents > 1]
        return tuple(sorted(several, key=lambda node: -node.documents))

    @cached_property
    def recent(self) -> tuple[Node, ...]:
        """The occasions with a date, the latest first."""
        return tuple(node for node in reversed(self.meetings) if node.start is not None)

    @cached_property
    def busiest(self) -> tuple[tuple[Ref, int], ...]:
        """The actors that take part in most occasions, and in how many."""
        counts: Counter[str] = Counter()
        for participants in self.attended.values():
            counts.update(participants)
        ranked = sorted(counts.items(), key=lambda each: (-each[1], each[0]))
        return tuple((ref(self._state, node_id), count) for node_id, count in ranked)

    @cached_property
    def attended(self) -> Mapping[str, tuple[str, ...]]:
        """Who takes part in each occasion, by its id."""
        return {node.id: self.roles(node.id, "participant") for node in self.meetings}

    @cached_property
    def issues(self) -> tuple[Node, ...]:
        """All issues, those with most positions and meetings first."""
        found = [node for node in self._view.nodes.values() if node.type == "Issue"]
        return tuple(sorted(found, key=lambda node: (-self._view.degree(node.id), node.label, node.id)))

    @cached_property
    def documents(self) -> Mapping[str, DocumentItem]:
        """All articles by id, the newest first."""
        return {item.id: item for item in self._state.kept(list_documents)}

    @cached_property
    def named_in(self) -> Mapping[str, Mapping[str, int]]:
        """How often each entity is named in each article."""
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        for quad in self._state.reader.quads(None, DM.refersTo):
            counts[self._state.local(quad.object.value)][self._state.local(quad.graph_name.value)] += 1  # type: ignore[union-attr]
        return counts

    def roles(self, fact: str, role: str) -> tuple[str, ...]:
        """The ids that a fact points at in a role."""
        return tuple(edge.target for edge in self._view.incident(fact) if edge.source == fact and edge.type == role)

    def occasion(self, node: Node) -> Occasion:
        """A meeting for a list."""
        topics = refs(self._state, self.roles(node.id, "topic"))
        return Occasion(meeting_item(self._state, node), topics, None if node.date else self._told_on(node))

    def _told_on(self, node: Node) -> str | None:
        days = (quad.object for quad in self._state.reader.quads(NamedNode(node.iri), DM.asOf))
        return min((day.value for day in days if isinstance(day, Literal)), default=None)

    @cached_property
    def told(self) -> Mapping[str, str]:
        """All that is told of each occasion, folded: its label and every sentence of evidence."""
        return {node.id: f"{node.label} {' '.join(self._sentences(node))}".casefold() for node in self.meetings}

    def _sentences(self, node: Node) -> Iterator[str]:
        for passage in self._state.reader.quads(NamedNode(node.iri), DM.evidence):
            if isinstance(passage.object, NamedNode):
                for anchor in self._state.reader.quads(passage.object, NIF.anchorOf):
                    yield anchor.object.value if isinstance(anchor.object, Literal) else ""


# --- an entity --------------------------------------------------------------------------------------------------------


def entity_view(state: State, name: str) -> EntityView:
    """Everything that an entity's page shows.

    Raises:
        NotFoundError: no entity is called so.
    """
    head = _head(state, name)
    corpus = state.kept(Corpus)
    facing = _facing(state, head.id)
    nodes = state.network.view().nodes
    meetings = _by_date(nodes[each] for each in {*facing["participant"], *facing["place"]})
    positions = _by_date(nodes[each] for each in facing["holder"])
    officers = _officers(state, facing["jurisdiction"])
    voices = _by_date(
        nodes[each] for officer in officers for each in _facing(state, officer.id)["holder"] if each in nodes
    )
    statements = _by_date(nodes[each] for each in facing["speaker"])
    issues = sorted((nodes[each] for each in facing["about"]), key=lambda node: (-_degree(state, node), node.id))
    ties = tuple(_ties(state, head.id))
    articles = _articles(corpus, head.id)
    return EntityView(
        head=head,
        offices=_offices(state, facing["officeHolder"]),
        occasions=tuple(corpus.occasion(node) for node in meetings[:SHOWN]),
        positions=tuple(position_item(state, node) for node in positions[:QUOTED]),
        voices=tuple(position_item(state, node) for node in voices[:QUOTED]),
        on_it=tuple(issue_item(state, node) for node in issues[:SHOWN]),
        officers=officers[:SHOWN],
        statements=tuple(_statement(node) for node in _once(statements)[:SHOWN]),
        ties=ties[:SHOWN],
        articles=articles[:SHOWN],
        total={
            "meetings": len(meetings),
            "positions": len(positions),
            "voices": len(voices),
            "issues": len(issues),
            "statements": len(statements),
            "ties": len(ties),
            "articles": len(articles),
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
        same_as=tuple(sorted({iri for account in told for iri in account.all(OWL.sameAs)})),
        named=not any(account.one(DM.named) == "false" for account in told),
        located_in=next((ref(state, each) for each in state.kept(Corpus).roles(node.id, "locatedIn")), None),
        latitude=node.latitude,
        longitude=node.longitude,
        mentions=node.evidence,
        documents=node.documents,
        first=node.start,
        last=node.end,
    )


def _offices(state: State, tenures: Iterable[str]) -> tuple[OfficeHeld, ...]:
    """The offices that somebody is told to hold or to have held, the latest told first."""
    corpus, nodes = state.kept(Corpus), state.network.view().nodes
    by_office: dict[tuple[str, bool], list[Node]] = defaultdict(list)
    for tenure in tenures:
        for office in corpus.roles(tenure, "office"):
            by_office[office, nodes[tenure].status == "former"].append(nodes[tenure])
    found = []
    for (office, former), told in by_office.items():
        told.sort(key=lambda node: (node.start or "", node.id))
        bodies = corpus.roles(office, "jurisdiction")
        jurisdiction = ref(state, bodies[0]) if bodies else None
        dates = told[0].start, told[-1].end
        found.append(OfficeHeld(ref(state, office), jurisdiction, *dates, former, len(told), told[-1]))
    return tuple(sorted(found, key=lambda each: (each.last or "", each.office.id), reverse=True))


def _facing(state: State, node_id: str) -> Mapping[str, tuple[str, ...]]:
    """What points at a node, by role, each sorted."""
    found: dict[str, set[str]] = defaultdict(set)
    for edge in state.network.view().incident(node_id):
        if edge.target == node_id:
            found[edge.type].add(edge.source)
    return defaultdict(tuple, {role: tuple(sorted(sources)) for role, sources in found.items()})


def _by_date(nodes: Iterable[Node]) -> list[Node]:
    """The latest first, those without a date last."""
    ordered = sorted(nodes, key=lambda node: node.id)
    return sorted(ordered, key=lambda node: node.start or "", reverse=True)


def _once(statements: Iterable[Node]) -> list[Node]:
    """Of statements read from one sentence, the first."""
    return list({(node.start, node.sentence or node.id): node for node in reversed(list(statements))}.values())[::-1]


def _degree(state: State, node: Node) -> int:
    return state.network.view().degree(node.id)


def _officers(state: State, offices: Iterable[str]) -> tuple[Ref, ...]:
    """The people who are told to hold an office of a country or organization, the present ones."""
    corpus, nodes = state.kept(Corpus), state.network.view().nodes
    tenures = {tenure for office in offices for tenure in _facing(state, office)["office"]}
    present = [tenure for tenure in tenures if nodes[tenure].status != "former"]
    return refs(state, {holder for tenure in present for holder in corpus.roles(tenure, "officeHolder")})


def _statement(node: Node) -> StatementItem:
    document = node.id.rsplit("/statement/", 1)[0]
    return StatementItem(node.id, node.label, node.start, node.sentence, document, node.confidence)


def _ties(state: State, node_id: str) -> Iterator[Tie]:
    """The ties of an actor, the strongest first."""
    view = state.network.view(ViewName.ACTORS)
    if node_id not in view.nodes:
        return
    ranked = sorted(view.incident(node_id), key=lambda edge: (-edge.weight, edge.other(node_id), edge.type))
    for edge in ranked:
        yield Tie(ref(state, edge.other(node_id)), edge)


def _articles(corpus: Corpus, entity: str) -> tuple[MentionedIn, ...]:
    counts = corpus.named_in.get(entity, {})
    return tuple(MentionedIn(item, counts[name]) for name, item in corpus.documents.items() if name in counts)
