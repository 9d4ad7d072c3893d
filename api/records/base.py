"""What all records are made of: references to things, evidence, and one node's triples read account by account."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

import numpy as np
from pyoxigraph import Literal, NamedNode

from api.records.columns import ids_of, pointed_at, pointing_at
from api.state import State
from kg.errors import NotFoundError
from kg.iris import offsets_of
from kg.network import Node
from kg.network.table import Array
from kg.vocab import DM, DM_NS, NIF

__all__ = [
    "Description",
    "Evidence",
    "Ref",
    "References",
    "accounts_of",
    "by_label",
    "evidence_of",
    "local_name",
    "node_in",
    "node_of",
    "one_ref",
    "ref",
    "referred_to",
    "refs",
    "sources",
    "spellings",
    "targets",
    "under",
]

NO_TERMS: Final = ()
MOST_REFERENCES: Final = 50_000
"""Some 20 MB; then they are made anew."""


@dataclass(frozen=True, slots=True)
class Ref:
    """A thing, as far as a link to it needs: ``id`` is what follows ``/id/`` in its IRI."""

    id: str
    iri: str
    label: str
    type: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage of an article: ``text`` is what stands between ``begin`` and ``end`` in its document's text."""

    document: str
    begin: int
    end: int
    text: str
    iri: str


class Description:
    """What one graph says of one node."""

    def __init__(self) -> None:
        self._terms: dict[NamedNode, list[str]] = defaultdict(list)

    def add(self, predicate: NamedNode, term: object) -> None:
        """Take a triple in; terms that are neither IRIs nor literals are not ours."""
        if isinstance(term, (NamedNode, Literal)):
            self._terms[predicate].append(term.value)

    def all(self, predicate: NamedNode) -> tuple[str, ...]:
        """The objects of a property, as text, sorted."""
        return tuple(sorted(self._terms.get(predicate, NO_TERMS)))

    def one(self, predicate: NamedNode) -> str | None:
        """The one object of a property (the least, where there are more); None where there is none."""
        return min(self._terms.get(predicate, NO_TERMS), default=None)

    def number(self, predicate: NamedNode) -> float | None:
        """The one object of a property that is a number."""
        told = self.one(predicate)
        return None if told is None else float(told)

    def __contains__(self, predicate: NamedNode) -> bool:
        """Whether the property is there."""
        return predicate in self._terms


def accounts_of(state: State, iri: str, predicates: Iterable[NamedNode | None] = (None,)) -> Mapping[str, Description]:
    """What each graph says of a node, by the graph's IRI, sorted.

    Args:
        state: where to look.
        iri: the node.
        predicates: what to read, for every quad costs time; everything if None is among them.
    """
    found: dict[str, Description] = defaultdict(Description)
    for predicate in predicates:
        for quad in state.reader.quads(NamedNode(iri), predicate):
            graph = quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else ""
            found[graph].add(quad.predicate, quad.object)
    return dict(sorted(found.items()))


def evidence_of(state: State, passages: Iterable[str]) -> tuple[Evidence, ...]:
    """The passages with these IRIs, in the order of document and text."""
    found = [each for iri in passages for each in _passages(state, iri)]
    return tuple(sorted(found, key=lambda each: (each.document, each.begin, each.end)))


def _passages(state: State, iri: str) -> Iterator[Evidence]:
    offsets = offsets_of(iri)
    wanted = (NIF.anchorOf,) if offsets else (NIF.anchorOf, NIF.beginIndex, NIF.endIndex, DM.document)
    for told in accounts_of(state, iri, wanted).values():
        begin, end = offsets or (int(told.one(NIF.beginIndex) or 0), int(told.one(NIF.endIndex) or 0))
        document = state.local(told.one(DM.document) or iri.partition("#")[0])
        yield Evidence(document, begin, end, told.one(NIF.anchorOf) or "", iri)


def local_name(iri: str | None) -> str | None:
    """The ontology's word for a class or individual: ``Held`` for ``dm:Held``."""
    return None if iri is None else iri.removeprefix(DM_NS)


def spellings(local: str) -> Iterator[str]:
    """The ids that an id in an address may stand for, the likeliest first.

    IRIs keep what identifiers hold percent-encoded; servers decode it in the path, slashes too: ``document/a%2Fb``
    comes in as ``document/a/b``, and only the graph knows where the identifier ends.
    """
    yield local
    yield quote(local, safe="/")
    kind, *segments = local.split("/")
    for cut in range(len(segments), 0, -1):
        yield "/".join((kind, quote("/".join(segments[:cut]), safe=""), *segments[cut:]))


def node_in(state: State, local: str) -> NamedNode | None:
    """The node with an id; None where the id could be no part of an IRI."""
    try:
        return NamedNode(state.base + local)
    except ValueError:
        return None


def under(kind: str, name: str) -> str:
    """The id of a document or meeting, given with or without its kind: ``document/000_x`` or ``000_x``."""
    return name if name.startswith(f"{kind}/") else f"{kind}/{name}"


# --- the network ------------------------------------------------------------------------------------------------------


def node_of(state: State, name: str, kind: str, types: Iterable[str]) -> Node:
    """The node with an id or IRI, if it is of one of these types.

    Raises:
        NotFoundError: there is none, or it is something else; the error says ``kind``.
    """
    nodes = state.network.view().nodes
    found = (nodes.get(spelling) for spelling in spellings(state.local(name)))
    node = next((each for each in found if each is not None), None)
    if node is None or node.type not in types:
        raise NotFoundError(kind, name)
    return node


class References:
    """References to nodes, and their rows, as far as they were asked for: the same few are on every page.

    Args:
        state: whose nodes.
    """

    def __init__(self, state: State) -> None:
        self._network = state.network
        self.view = state.network.view()
        self._by_row: dict[int, Ref] = {}
        self._rows: dict[str, int | None] = {}

    def row(self, node_id: str) -> int | None:
        """The row of a node; None for no node."""
        if node_id not in self._rows:
            if len(self._rows) > MOST_REFERENCES:
                self._rows = {}
            self._rows[node_id] = self.view.nodes.row(node_id)
        return self._rows[node_id]

    def rows(self, node_id: str) -> Array:
        """The row of a node as an array, empty for no node."""
        row = self.row(node_id)
        return np.array(() if row is None else (row,), dtype=np.int64)

    def at(self, rows: Array) -> tuple[Ref, ...]:
        """References to the nodes of these rows, in this order."""
        wanted = rows.tolist()
        new = [row for row in wanted if row not in self._by_row]
        if new:
            if len(self._by_row) > MOST_REFERENCES:
                self._by_row, new = {}, wanted
            nodes = self.view.nodes.rows
            texts = (nodes.pool.texts(nodes.column(name)[new]) for name in ("id", "iri", "label", "type"))
            for row, told in zip(new, zip(*texts, strict=True), strict=True):
                self._by_row[row] = Ref(*(text or "" for text in told))
        known = self._by_row
        return tuple(known[row] for row in wanted)

    def of(self, node_id: str) -> Ref:
        """A reference to a node by id or IRI.

        Raises:
            NotFoundError: there is none.
        """
        row = self.row(node_id)
        if row is None:
            row = self.row(self._network.node(node_id).id)
        return self.at(np.array((row,)))[0]


def ref(state: State, node_id: str) -> Ref:
    """A reference to a node of the network."""
    return state.kept(References).of(node_id)


def by_label(found: Iterable[Ref]) -> tuple[Ref, ...]:
    """References sorted by label."""
    return tuple(sorted(found, key=lambda each: (each.label, each.id)))


def referred_to(state: State, node_id: str, role: str) -> tuple[Ref, ...]:
    """References to what a node points at in a role, sorted by label."""
    known = state.kept(References)
    return by_label(known.at(pointed_at(known.view, known.rows(node_id), role)))


def refs(state: State, ids: Iterable[str]) -> tuple[Ref, ...]:
    """References to nodes, sorted by label."""
    return by_label(ref(state, each) for each in ids)


def one_ref(state: State, ids: Iterable[str]) -> Ref | None:
    """A reference to the first of some nodes; None where there is none."""
    return next((ref(state, each) for each in ids), None)


def targets(state: State, node_id: str, role: str) -> tuple[str, ...]:
    """The ids that a node points at in a role, sorted."""
    known = state.kept(References)
    return ids_of(known.view, pointed_at(known.view, known.rows(node_id), role))


def sources(state: State, node_id: str, role: str) -> tuple[str, ...]:
    """The ids of what points at a node in a role, sorted."""
    known = state.kept(References)
    return ids_of(known.view, pointing_at(known.view, known.rows(node_id), role))
