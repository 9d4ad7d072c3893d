"""The network as its definition reads, record by record, which what is published has to equal byte for byte.

Everything is read by predicate, one scan each, so the time is linear in the triples that matter and independent of how
articles are spread over named graphs. Where several articles tell of one meeting, the merged account (the graph of
meetings) gives its date and status, or else the latest article that has any.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pyoxigraph import NamedNode, Triple

from kg.network import labels
from kg.network.dates import Span
from kg.network.records import ENTITY_TYPES, FACT_TYPES, MEETING_TYPES, NODE_TYPES, Edge, Node
from kg.store import GraphReader, Term
from kg.vocab import DCTERMS, DM, DM_NS, NIF, OWL, RDF, SKOS, WGS

__all__ = ["read_events"]

_WIKIDATA = "http://www.wikidata.org/entity/"
_MERGED_RANK = "~"
"""Sorts after every ISO date: the graph of meetings across articles has the last word."""

_ROLE_PROPERTIES: Mapping[NamedNode, str] = {
    DM.participant: "participant",
    DM.place: "place",
    DM.topic: "topic",
    DM.partOf: "part of",
    DM.officeHolder: "holder",
    DM.office: "office",
    DM.jurisdiction: "of",
    DM.holder: "holder",
    DM.issue: "issue",
    DM.assertedBy: "asserted by",
    DM.speaker: "speaker",
    DM.audience: "audience",
    DM.via: "via",
    DM.source: "source",
    DM.target: "target",
    DM.about: "about",
    DM.locatedIn: "located in",
}
_STATUS_PROPERTIES = (DM.status, DM.stance, DM.eventType, DM.former)
_FORMER = {"true": "former", "1": "former", "false": "current", "0": "current"}


@dataclass(slots=True)
class _Evidence:
    """The passages of one node and the first of them in time and text."""

    passages: set[str] = field(default_factory=set)
    graphs: set[str] = field(default_factory=set)
    first: tuple[str, str, int, str] | None = None
    days: set[str] = field(default_factory=set)

    def add(self, other: _Evidence) -> None:
        self.passages |= other.passages
        self.graphs |= other.graphs
        self.days |= other.days
        if other.first is not None and (self.first is None or other.first < self.first):
            self.first = other.first

    @property
    def sentence(self) -> str | None:
        return None if self.first is None else self.first[3]


def read_events(reader: GraphReader, base: str) -> tuple[dict[str, Node], list[Edge]]:
    """Read the ``events`` view.

    Args:
        reader: the graph.
        base: the IRI under which instances live; ids are what follows it.

    Returns:
        The nodes by id, in order of id, and the edges sorted by source, target and type.
    """
    reading = _Reading(reader, base)
    nodes = [reading.node(iri) for iri in reading.types]
    by_id = {node.id: node for node in sorted(nodes, key=lambda node: node.id)}
    edges = [edge for edge in reading.edges(by_id) if edge.source in by_id and edge.target in by_id]
    return by_id, sorted(edges, key=lambda edge: (edge.source, edge.target, edge.type))


class _Reading:
    """One pass over a graph; holds what the scans found, by IRI."""

    def __init__(self, reader: GraphReader, base: str) -> None:
        self._reader = reader
        self._base = base
        self._issued = self._texts(DCTERMS.issued)
        self.types = self._read_types()
        self._labels = self._texts(SKOS.prefLabel)
        self._aliases = self._all(SKOS.altLabel)
        self._wikidata = {
            iri: item.removeprefix(_WIKIDATA)
            for iri, items in self._all(OWL.sameAs).items()
            for item in reversed(items)
            if item.startswith(_WIKIDATA)
        }
        self._roles = self._read_roles()
        self._spans = self._read_spans()
        self._statuses = self._read_statuses()
        self._words = {**self._texts(DM.content), **self._texts(DM.quote)}
        self._titles = self._texts(DM.title)
        self._confidences = {iri: max(map(float, told)) for iri, told in self._all(DM.confidence).items()}
        self._latitudes, self._longitudes = self._texts(WGS.lat), self._texts(WGS.long)
        self._evidence = self._read_evidence()

    def node(self, iri: str) -> Node:
        """The node of an IRI that has one of our types."""
        evidence = self._evidence.get(iri) or _Evidence()
        span = self._spans.get(iri, Span())
        days = sorted(evidence.days)
        fact = self.types[iri] in FACT_TYPES
        return Node(
            id=self._id(iri),
            iri=iri,
            type=self.types[iri],
            label=self._label(iri),
            start=span.start if fact or not days else days[0],
            end=span.end if fact or not days else days[-1],
            date=span.told,
            evidence=len(evidence.passages),
            documents=len(evidence.graphs),
            sentence=evidence.sentence,
            status=self._statuses.get(iri),
            confidence=self._confidences.get(iri) if fact else None,
            wikidata=self._wikidata.get(iri),
            latitude=_number(self._latitudes.get(iri)),
            longitude=_number(self._longitudes.get(iri)),
            aliases=tuple(name for name in self._aliases.get(iri, ()) if name != self._labels.get(iri)),
        )

    def edges(self, nodes: Mapping[str, Node]) -> Iterator[Edge]:
        """An edge for each statement of a role; dates and evidence are those of the fact it leaves."""
        for iri, roles in self._roles.items():
            fact = nodes.get(self._id(iri))
            for role, targets in roles.items():
                for target in targets:
                    yield self._edge(fact, self._id(iri), role, self._id(target))

    def _edge(self, fact: Node | None, source: str, role: NamedNode, target: str) -> Edge:
        kind, label = role.value.removeprefix(DM_NS), _ROLE_PROPERTIES[role]
        if fact is None or not fact.is_fact:
            return Edge(source, target, kind, label)
        return Edge(
            source,
            target,
            kind,
            label,
            weight=float(max(1, fact.evidence)),
            first=fact.start,
            last=fact.end,
            evidence=fact.evidence,
            sentence=fact.sentence,
            confidence=fact.confidence,
            facts=(fact.id,),
        )

    # --- scans --------------------------------------------------------------------------------------------------------

    def _id(self, iri: str) -> str:
        return iri.removeprefix(self._base)

    def _scan(self, predicate: NamedNode) -> Iterator[tuple[str, str, str]]:
        for quad in self._reader.quads(None, predicate, None, None):
            graph = quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else ""
            yield _value(quad.subject), _value(quad.object), graph

    def _all(self, predicate: NamedNode) -> dict[str, list[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for subject, value, _ in self._scan(predicate):
            found[subject].add(value)
        return {subject: sorted(values) for subject, values in found.items()}

    def _texts(self, predicate: NamedNode) -> dict[str, str]:
        return {subject: values[0] for subject, values in self._all(predicate).items()}

    def _read_types(self) -> dict[str, str]:
        # The kinds of meeting stand after Meeting and Place before Country: the later, narrower one stays.
        order = sorted(NODE_TYPES, key=lambda name: name not in {"Place", "Meeting"})
        types: dict[str, str] = {}
        for name in order:
            for quad in self._reader.quads(None, RDF.type, NamedNode(DM_NS + name), None):
                types[_value(quad.subject)] = str(name)
        return types

    def _read_roles(self) -> dict[str, dict[NamedNode, list[str]]]:
        roles: dict[str, dict[NamedNode, list[str]]] = defaultdict(dict)
        for role in _ROLE_PROPERTIES:
            for subject, targets in self._all(role).items():
                roles[subject][role] = targets
        return roles

    def _rank(self, graph: str) -> tuple[str, str]:
        return (_MERGED_RANK if graph == f"{self._base}graph/meetings" else self._issued.get(graph, ""), graph)

    def _latest_account(self, *predicates: NamedNode) -> dict[str, dict[NamedNode, str]]:
        """What the merged or latest account of each subject says, each predicate's least value."""
        accounts: dict[str, dict[str, dict[NamedNode, str]]] = defaultdict(lambda: defaultdict(dict))
        for predicate in predicates:
            for subject, value, graph in self._scan(predicate):
                told = accounts[subject][graph]
                told[predicate] = min(value, told.get(predicate, value))
        return {subject: by_graph[max(by_graph, key=self._rank)] for subject, by_graph in accounts.items()}

    def _read_spans(self) -> dict[str, Span]:
        """When things were: what is said to hold on the article's date; of a meeting that date says nothing."""
        said = self._latest_account(DM.asOf)
        spans = {iri: Span.of(day[DM.asOf]) for iri, day in said.items() if self.types.get(iri) not in MEETING_TYPES}
        for iri, told in self._latest_account(DM.date, DM.earliest, DM.latest).items():
            spans[iri] = Span.of(told.get(DM.date), told.get(DM.earliest), told.get(DM.latest))
        return spans

    def _read_statuses(self) -> dict[str, str]:
        accounts = self._latest_account(*_STATUS_PROPERTIES)
        statuses = {iri: next(iter(told.values())).removeprefix(DM_NS) for iri, told in accounts.items()}
        return {iri: _FORMER.get(status, status) for iri, status in statuses.items()}

    def _read_evidence(self) -> dict[str, _Evidence]:
        behind = list(self._scan(DM.evidence))
        passages = {passage for _, passage, _ in behind}
        texts = {s: text for s, text, _ in self._scan(NIF.anchorOf) if s in passages}
        begins = {s: int(begin) for s, begin, _ in self._scan(NIF.beginIndex) if s in passages}
        found: dict[str, _Evidence] = defaultdict(_Evidence)
        for fact, passage, graph in behind:
            first = (self._issued.get(graph, ""), graph, begins.get(passage, 0), texts.get(passage, ""))
            known = graph in self._issued
            found[fact].add(_Evidence({passage}, {graph} if known else set(), first if known else None))
        return self._spread(found)

    def _spread(self, facts: dict[str, _Evidence]) -> dict[str, _Evidence]:
        """Give entities their mentions, offices and issues the evidence of the facts about them, all a sentence."""
        found = dict(facts)
        reached: dict[str, _Evidence] = defaultdict(_Evidence)
        for fact, roles in self._roles.items():
            for target in {target for targets in roles.values() for target in targets}:
                if fact in facts and self.types.get(target) not in FACT_TYPES:
                    reached[target].add(facts[fact])
                    reached[target].days |= {self._issued[graph] for graph in facts[fact].graphs}
        mentioned: dict[str, _Evidence] = defaultdict(_Evidence)
        for mention, entity, graph in self._scan(DM.refersTo):
            mentioned[entity].add(_Evidence({mention}, {graph}, None, {self._issued.get(graph, "")} - {""}))
        for iri, evidence in mentioned.items():
            evidence.first = reached[iri].first if iri in reached else None
        return found | reached | mentioned

    # --- labels -------------------------------------------------------------------------------------------------------

    def _label(self, iri: str) -> str:
        name = self._labels.get(iri)
        if name is not None:
            return name
        kind = self.types.get(iri)
        if kind in ENTITY_TYPES or kind in {None, "Issue"}:
            return self._id(iri)
        return self._fact_label(iri, str(kind))

    def _fact_label(self, iri: str, kind: str) -> str:
        status = self._statuses.get(iri)
        match kind:
            case "Office":
                return labels.office(self._titles.get(iri, self._id(iri)), self._named(iri, DM.jurisdiction))
            case "Tenure":
                return labels.tenure(self._named(iri, DM.officeHolder), self._named(iri, DM.office), status)
            case "Position":
                return labels.position(self._named(iri, DM.holder), status, self._named(iri, DM.issue))
            case "Statement":
                return labels.statement(self._named(iri, DM.speaker), self._words.get(iri))
            case "Interaction":
                return labels.interaction(self._named(iri, DM.source), self._named(iri, DM.target), status)
            case _:
                told = self._spans.get(iri, Span()).told
                return labels.meeting(kind, self._named(iri, DM.participant), self._named(iri, DM.place), told)

    def _named(self, iri: str, role: NamedNode) -> list[str]:
        return [self._label(target) for target in self._roles.get(iri, {}).get(role, ())]


def _value(term: Term) -> str:
    return str(term) if isinstance(term, Triple) else term.value


def _number(text: str | None) -> float | None:
    return None if text is None else float(text)
