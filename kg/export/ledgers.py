"""The graph as tables: nodes, edges, one ledger for each kind of fact, and the passages behind them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import chain, groupby
from typing import Final, Literal, TypeAlias

import numpy as np
from pyoxigraph import Literal as Text
from pyoxigraph import NamedNode, Quad

from kg.export.columns import EDGE_COLUMNS, LIST_SEPARATOR, NODE_COLUMNS, Value
from kg.export.excerpt import Excerpt
from kg.export.format import Export
from kg.network import MEETING_TYPES, Edge, Node, ViewName
from kg.network.lens import of_types
from kg.network.records import FACT_TYPES
from kg.network.table import NodeTable, Rows
from kg.store import GraphReader
from kg.vocab import DCTERMS, DM, NIF

__all__ = ["Field", "Ledger", "ledgers"]

Row: TypeAlias = Sequence[Value]
_NAMES_KEPT: Final = 1 << 16


@dataclass(frozen=True, slots=True)
class Field:
    """A column of a table: its name, its type, and what it holds."""

    name: str
    type: Literal["string", "int", "double", "boolean"]
    title: str


@dataclass(frozen=True, slots=True)
class Ledger:
    """A table.

    Attributes:
        name: what its file is called, without an ending.
        title: what it holds.
        fields: its columns.
        rows: gives its rows, which can be gone through once each time.
    """

    name: str
    title: str
    fields: Sequence[Field]
    rows: Callable[[], Iterator[Row]]


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of fact.

    Attributes:
        name: what its table is called.
        title: what it holds.
        types: the types of its nodes.
        status: what the status of such a fact is called.
        roles: columns, each with the edge that leads to who or what takes part.
        through: columns, each with the edge that leads to a node and the edge that leads on from there.
        told: columns with the literals of a property, and what they hold.
    """

    name: str
    title: str
    types: Sequence[str]
    status: str
    roles: Sequence[tuple[str, str]]
    through: Sequence[tuple[str, str, str]] = ()
    told: Sequence[tuple[str, NamedNode, str]] = ()


_KINDS: Final = (
    _Kind(
        "meetings",
        "who met whom, where, when and about what",
        MEETING_TYPES,
        "status",
        (("participants", "participant"), ("places", "place"), ("topics", "topic"), ("part_of", "partOf")),
    ),
    _Kind(
        "positions",
        "who stands where on which issue",
        ("Position",),
        "stance",
        (("holders", "holder"), ("issues", "issue"), ("asserted_by", "assertedBy")),
        (("about", "issue", "about"),),
    ),
    _Kind(
        "offices",
        "who holds or held which office, by which article's date",
        ("Tenure",),
        "state",
        (("holders", "officeHolder"), ("offices", "office")),
        (("jurisdictions", "office", "jurisdiction"),),
    ),
    _Kind(
        "statements",
        "who said what to whom",
        ("Statement",),
        "status",
        (("speakers", "speaker"), ("audience", "audience"), ("via", "via")),
        told=(
            ("quote", DM.quote, "what was said, word for word"),
            ("content", DM.content, "what was said, as it is told"),
        ),
    ),
    _Kind(
        "interactions",
        "what one actor did to another, by PLOVER's types of event",
        ("Interaction",),
        "event_type",
        (("sources", "source"), ("targets", "target")),
    ),
)
_DATES: Final = (
    Field("date", "string", "the date as precisely as it is told: a day, a month, a year or an interval"),
    Field("start", "string", "the first day, ISO 8601"),
    Field("end", "string", "the last day, ISO 8601"),
)
_TRUST: Final = (
    Field("evidence", "int", "passages behind the fact, all in the table of evidence"),
    Field("documents", "int", "articles in which these stand"),
    Field("confidence", "double", "from 0 to 1, the best that any account gives"),
    Field("sentence", "string", "the earliest sentence that says so"),
)
_TITLES: Final[Mapping[str, str]] = {
    "label": "one line to show",
    "type": "the most specific class or property",
    "status": "status, stance, state or type of event",
    "date": _DATES[0].title,
    "start": _DATES[1].title,
    "end": _DATES[2].title,
    "evidence": "passages behind it, or mentions of it",
    "documents": "articles among which they are spread",
    "degree": "edges that leave or reach it",
    "confidence": _TRUST[2].title,
    "sentence": _TRUST[3].title,
    "iri": "its IRI",
    "wikidata": "the item at Wikidata",
    "aliases": "other names, separated by |",
    "latitude": "degrees north",
    "longitude": "degrees east",
    "weight": "passages (events) or occasions (actors) on which it rests",
    "symmetric": "whether it has no direction",
    "facts": "ids of the facts behind it, separated by blanks",
}


def ledgers(export: Export) -> Iterator[Ledger]:
    """The tables of an export, in the order in which they are written."""
    excerpt = export.excerpt
    yield _nodes(excerpt)
    yield _edges(excerpt)
    facts = export.part_in(ViewName.EVENTS).nodes.rows
    book = _Book(export, facts)
    for kind in _KINDS:
        yield Ledger(kind.name, kind.title, _fields(kind), lambda kind=kind: book.rows(kind))  # type: ignore[misc]
    yield Ledger("evidence", "the passages behind each fact", _EVIDENCE, book.evidence)
    yield Ledger("documents", "the articles", _DOCUMENTS, lambda: _articles(export.reader))


def _nodes(excerpt: Excerpt) -> Ledger:
    columns = [column for column in NODE_COLUMNS if column.name != "name"]
    fields = [Field(column.name, column.type, _TITLES[column.name]) for column in columns]

    def rows() -> Iterator[Row]:
        for batch in excerpt.drawn():
            yield from ((drawn.node.id, *(column.value(drawn) for column in columns)) for drawn in batch)

    return Ledger("nodes", "what there is", (Field("id", "string", "what follows /id/ in the IRI"), *fields), rows)


def _edges(excerpt: Excerpt) -> Ledger:
    columns = [column for column in EDGE_COLUMNS if column.name != "interaction"]
    fields = [Field(column.name, column.type, _TITLES[column.name]) for column in columns]

    def rows() -> Iterator[Row]:
        for _, batch in excerpt.joined():
            yield from ((edge.source, edge.target, *(column.value(edge) for column in columns)) for edge in batch)

    ends = (
        Field("source", "string", "id of the node it leaves"),
        Field("target", "string", "id of the one it reaches"),
    )
    return Ledger("edges", "what connects it", (*ends, *fields), rows)


def _fields(kind: _Kind) -> tuple[Field, ...]:
    roles = chain.from_iterable(
        (Field(name, "string", f"ids of {role}, separated by |"), Field(f"{name}_names", "string", "their names"))
        for name, role in (*kind.roles, *((name, role) for name, _, role in kind.through))
    )
    return (
        Field("id", "string", "what follows /id/ in the IRI"),
        Field("kind", "string", "the most specific class"),
        Field(kind.status, "string", _TITLES["status"]),
        *_DATES,
        *roles,
        *(Field(name, "string", title) for name, _, title in kind.told),
        *_TRUST,
        Field("iri", "string", "its IRI"),
    )


class _Book:
    """The ledgers of facts over one part of a graph.

    Args:
        export: what is exported.
        nodes: the nodes of the ``events`` view that are wanted; who takes part in a fact is told whole all the same.
    """

    def __init__(self, export: Export, nodes: Rows[Node]) -> None:
        self._export = export
        self._nodes = nodes
        self._whole = export.network.view()
        self._name = lru_cache(_NAMES_KEPT)(partial(_name, self._whole.nodes))

    def rows(self, kind: _Kind) -> Iterator[Row]:
        """The rows of one ledger, in order of id."""
        facts = self._nodes.only(np.flatnonzero(of_types(self._nodes, kind.types)))
        sources = self._whole.edges.column("source")
        edges = self._whole.edges.only(np.flatnonzero(np.isin(sources, facts.column("id"))))
        by_fact = groupby(edges, key=lambda edge: edge.source)
        current, told = next(by_fact, (None, iter(())))
        for fact in facts:
            if current == fact.id:
                yield self._row(kind, fact, list(told))
                current, told = next(by_fact, (None, iter(())))
            else:
                yield self._row(kind, fact, [])

    def _row(self, kind: _Kind, fact: Node, edges: Sequence[Edge]) -> Row:
        roles: list[Value] = []
        for ids in self._taking_part(kind, edges):
            roles += [LIST_SEPARATOR.join(ids) or None, LIST_SEPARATOR.join(map(self._name, ids)) or None]
        quads = tuple(self._export.reader.quads(NamedNode(fact.iri))) if kind.told else ()
        return (
            *(fact.id, fact.type, fact.status, fact.date, fact.start, fact.end),
            *roles,
            *(_least(quads, predicate) for _, predicate, _ in kind.told),
            *(fact.evidence, fact.documents, fact.confidence, fact.sentence, fact.iri),
        )

    def _taking_part(self, kind: _Kind, edges: Sequence[Edge]) -> Iterator[list[str]]:
        for _, role in kind.roles:
            yield [edge.target for edge in edges if edge.type == role]
        for _, first, role in kind.through:
            reached = (self._whole.incident(edge.target) for edge in edges if edge.type == first)
            yield sorted({edge.target for incident in reached for edge in incident if edge.type == role})

    def evidence(self) -> Iterator[Row]:
        """A row for each passage behind each fact, in order of the facts' ids."""
        reader = self._export.reader
        for fact in self._nodes.only(np.flatnonzero(of_types(self._nodes, FACT_TYPES))):
            passages = {quad.object for quad in reader.quads(NamedNode(fact.iri), DM.evidence)}
            for passage in sorted(
                (each for each in passages if isinstance(each, NamedNode)), key=lambda each: each.value
            ):
                quads = tuple(reader.quads(passage))
                document = _least(quads, DM.document)
                yield (
                    fact.id,
                    None if document is None else document.removeprefix(self._export.base),
                    _whole(_least(quads, NIF.beginIndex)),
                    _whole(_least(quads, NIF.endIndex)),
                    _least(quads, NIF.anchorOf),
                )


_EVIDENCE: Final = (
    Field("fact", "string", "id of the fact"),
    Field("document", "string", "id of the article"),
    Field("begin", "int", "where the passage begins in the article's text, in code points"),
    Field("end", "int", "where it ends"),
    Field("sentence", "string", "the passage"),
)
_DOCUMENTS: Final = (
    Field("id", "string", "id of the article"),
    Field("title", "string", "its headline"),
    Field("published", "string", "the day it was published"),
    Field("publisher", "string", "who published it"),
    Field("creator", "string", "who wrote it"),
    Field("url", "string", "where it stands"),
    Field("iri", "string", "its IRI"),
)
_ABOUT: Final = (DCTERMS.title, DCTERMS.issued, DCTERMS.publisher, DCTERMS.creator, DCTERMS.source)


def _name(nodes: NodeTable, node_id: str) -> str:
    node = nodes.get(node_id)
    return node_id if node is None else node.label


def _articles(reader: GraphReader) -> Iterator[Row]:
    found = {(quad.subject, _value(quad)) for quad in reader.quads(None, DCTERMS.identifier)}
    for subject, identifier in sorted(found, key=lambda each: each[1]):
        if isinstance(subject, NamedNode):
            quads = tuple(reader.quads(subject))
            yield (identifier, *(_least(quads, predicate) for predicate in _ABOUT), subject.value)


def _least(quads: Iterable[Quad], predicate: NamedNode) -> str | None:
    return min((_value(quad) for quad in quads if quad.predicate == predicate), default=None)


def _value(quad: Quad) -> str:
    return quad.object.value if isinstance(quad.object, NamedNode | Text) else str(quad.object)


def _whole(number: str | None) -> int | None:
    return None if number is None else int(number)
