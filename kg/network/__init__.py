"""The entity graph: who is connected to whom, through what, since when, and by which sentence.

Two views of the same graph: ``events`` keeps every meeting, position, tenure, statement and interaction as a node;
``actors`` folds them into weighted, typed, dated edges between people, organizations and countries.
"""

from __future__ import annotations

import datetime as dt
import difflib
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property

from kg.errors import InputError, NotFoundError
from kg.network import bridge
from kg.network.actors import tie_actors
from kg.network.bridge import AnyGraph
from kg.network.reading import read_events
from kg.network.records import (
    ACTOR_TYPES,
    EDGE_TYPES,
    ENTITY_TYPES,
    MEETING_TYPES,
    NODE_TYPES,
    Edge,
    Filter,
    Neighbourhood,
    Node,
    Path,
    ViewName,
)
from kg.network.view import View
from kg.store import GraphReader
from kg.vocab import ID_BASE

__all__ = [
    "EDGE_TYPES",
    "ENTITY_TYPES",
    "MEETING_TYPES",
    "NODE_TYPES",
    "Edge",
    "Filter",
    "Neighbourhood",
    "Network",
    "Node",
    "Path",
    "View",
    "ViewName",
]

_SHOWN_CANDIDATES = 5


class Network:
    """The entity graph of one snapshot, read once and then immutable.

    Args:
        events: the ``events`` view.
        base: the IRI under which instances live.
    """

    def __init__(self, events: View, base: str = ID_BASE) -> None:
        self._events = events
        self._base = base

    @classmethod
    def from_reader(cls, reader: GraphReader, base: str = ID_BASE) -> Network:
        """Read the network of a graph.

        Args:
            reader: the graph.
            base: the IRI under which instances live; ids are what follows it.
        """
        return cls(View(*read_events(reader, base)), base)

    def view(self, name: str = ViewName.EVENTS, chosen: Filter | None = None) -> View:
        """One of the two views, whole or narrowed.

        Args:
            name: ``events`` or ``actors``.
            chosen: which nodes and edges to keep; in ``actors``, which facts may tie actors as well.

        Raises:
            InputError: no such view.
        """
        chosen = chosen or Filter()
        whole = self._events if _view_name(name) is ViewName.EVENTS else self._tied(chosen)
        return whole if chosen.is_open else _narrowed(whole, chosen)

    def _tied(self, chosen: Filter) -> View:
        """The ``actors`` view with all actors, tied by those facts alone that the filter admits."""
        return self._actors if chosen.is_open else _actor_view(self._events, chosen)

    @cached_property
    def _actors(self) -> View:
        return _actor_view(self._events, Filter())

    # --- looking up ---------------------------------------------------------------------------------------------------

    def node(self, node_id: str) -> Node:
        """The node with this id or IRI.

        Raises:
            NotFoundError: no such node.
        """
        found = self._events.nodes.get(node_id.removeprefix(self._base))
        if found is None:
            raise NotFoundError("entity", node_id)
        return found

    def find(self, name: str) -> Node:
        """The one node that a user means: by id, by IRI, by its usual name, or by another name of it.

        Case, accents and surrounding space do not matter in names.

        Raises:
            NotFoundError: nothing has this name.
            InputError: several have it; the message lists their ids.
        """
        node = self._events.nodes.get(name.strip().removeprefix(self._base))
        if node is not None:
            return node
        labelled, aliased = self._names
        found = labelled.get(_fold(name)) or aliased.get(_fold(name)) or []
        if not found:
            raise NotFoundError("entity", name)
        if len(found) > 1:
            shown = ", ".join(found[:_SHOWN_CANDIDATES]) + (", ..." if len(found) > _SHOWN_CANDIDATES else "")
            raise InputError(name, f"names {len(found)} things; say which by its id: {shown}")
        return self._events.nodes[found[0]]

    def similar(self, name: str, limit: int = 5) -> tuple[Node, ...]:
        """Entities whose names hold this one as words or are spelt much like it, the best known first.

        Args:
            name: a name that :meth:`find` does not know.
            limit: the most entities.
        """
        names = {text: ids for known in self._names for text, ids in known.items()}
        wanted = set(_fold(name).split())
        texts = [text for text in names if wanted and wanted <= set(text.split())]
        texts = texts or difflib.get_close_matches(_fold(name), names, n=limit)
        found = {node_id: self._events.nodes[node_id] for text in texts for node_id in names[text]}
        return tuple(sorted(found.values(), key=lambda node: (-node.evidence, node.id))[:limit])

    @cached_property
    def _names(self) -> tuple[Mapping[str, list[str]], Mapping[str, list[str]]]:
        labelled: dict[str, list[str]] = defaultdict(list)
        aliased: dict[str, list[str]] = defaultdict(list)
        for node in self._events.nodes.values():
            if node.type in ENTITY_TYPES:
                labelled[_fold(node.label)].append(node.id)
                for alias in {_fold(alias) for alias in node.aliases}:
                    aliased[alias].append(node.id)
        return labelled, aliased

    # --- walking ------------------------------------------------------------------------------------------------------

    def neighbourhood(  # noqa: PLR0917 - the order of the interface, and every one has a name
        self,
        entity_id: str,
        depth: int = 1,
        limit: int = 100,
        view: str = ViewName.EVENTS,
        types: Iterable[str] | None = None,
        since: dt.date | None = None,
        until: dt.date | None = None,
        min_confidence: float | None = None,
    ) -> Neighbourhood:
        """What lies around a node, in a deterministic order: nearer, then more heavily connected, then by id.

        Args:
            entity_id: the node's id or IRI.
            depth: steps to go; in ``events`` from one actor to another are two.
            limit: the most nodes to return beside the node itself.
            view: ``events`` or ``actors``.
            types: types of nodes and edges to keep, see :class:`Filter`.
            since: leave out facts that end before.
            until: leave out facts that begin after.
            min_confidence: leave out facts with less.

        Raises:
            NotFoundError: no such node in this view.
            InputError: an unknown view or type, a negative depth or limit.
        """
        chosen = Filter(frozenset(types or ()), since, until, min_confidence)
        node = self.node(entity_id)
        actors = _view_name(view) is ViewName.ACTORS
        if actors and node.type not in ACTOR_TYPES:
            raise NotFoundError("actor", entity_id)
        walked = self._tied(chosen) if actors else self._events
        return walked.around(node.id, depth, limit, chosen)

    def paths(
        self, start: str, end: str, max_length: int = 4, view: str = ViewName.EVENTS, limit: int = 10
    ) -> tuple[Path, ...]:
        """How two nodes are connected: simple paths, shorter ones first, then by the ids along them.

        Args:
            start: the first node's id or IRI.
            end: the last node's.
            max_length: the most steps.
            view: ``events`` or ``actors``.
            limit: the most paths.

        Raises:
            NotFoundError: a node is not in this view.
            InputError: an unknown view.
        """
        looked_at = self.view(view)
        ids = [self.node(name).id for name in (start, end)]
        for node_id in ids:
            if node_id not in looked_at.nodes:
                raise NotFoundError("actor", node_id)
        return bridge.paths(looked_at, ids[0], ids[1], max_length, limit)

    def to_networkx(self, view: str = ViewName.EVENTS) -> AnyGraph:
        """The same graph for networkx.

        Args:
            view: ``events`` gives a ``MultiDiGraph`` with the ontology's directions, ``actors`` a ``MultiGraph`` in
                which an edge's ``source`` says who acts. Edges are keyed by type; attributes that are not known are
                left out.

        Raises:
            InputError: no such view.
        """
        return bridge.to_networkx(self.view(view), directed=_view_name(view) is ViewName.EVENTS)


def _view_name(name: str) -> ViewName:
    if name not in set(ViewName):
        raise InputError("view", f"unknown view {name!r}; use {' or '.join(ViewName)}")
    return ViewName(name)


def _narrowed(view: View, chosen: Filter) -> View:
    nodes = {node_id: node for node_id, node in view.nodes.items() if chosen.admits_node(node)}
    return View(
        nodes,
        (edge for edge in view.edges if edge.source in nodes and edge.target in nodes and chosen.admits_edge(edge)),
    )


def _actor_view(events: View, chosen: Filter) -> View:
    actors = {node_id: node for node_id, node in events.nodes.items() if node.type in ACTOR_TYPES}
    seen = {node_id: node for node_id, node in events.nodes.items() if not node.is_fact or chosen.admits_node(node)}
    return View(actors, tie_actors(seen, events.edges))


def _fold(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name)
    return " ".join("".join(char for char in plain if not unicodedata.combining(char)).casefold().split())
