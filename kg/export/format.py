"""What every export format is, and what there is to export: the whole graph, or the part that filters leave."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Protocol, runtime_checkable

from kg.errors import InputError
from kg.export.excerpt import Excerpt
from kg.levels import Level
from kg.network import Edge, Filter, Network, Node, View, ViewName
from kg.store import GraphReader
from kg.vocab import ID_BASE

__all__ = [
    "DEFAULT_PROFILE",
    "Bundle",
    "Export",
    "Format",
    "Member",
    "NetworkFormat",
    "Selection",
    "check_level",
    "checked_profile",
]

DEFAULT_PROFILE: Final = "default"
_EVERYTHING: Final = Filter()


@dataclass(frozen=True, slots=True)
class Selection:
    """Which part of the graph is wanted.

    Attributes:
        view: ``events`` or ``actors``, for formats of networks.
        chosen: which types, dates and confidence; formats of RDF write what is said of the nodes that pass.
        around: ids, IRIs or names of entities; nothing for the whole graph.
        depth: how many steps around them.
        level: at which level of the ladder actors are shown, for formats of networks and tables.
    """

    view: str = ViewName.EVENTS
    chosen: Filter = _EVERYTHING
    around: tuple[str, ...] = ()
    depth: int = 1
    level: Level = Level.TOLD

    @property
    def is_whole(self) -> bool:
        """Whether nothing is left out."""
        return self.chosen.is_open and not self.around


class Export:
    """What is to be exported: a graph and the part of it; its network is read only if it is needed.

    Args:
        reader: the graph.
        selection: which part, in which view.
        network: the same graph's network at the selection's level, where the caller holds it already.
        base: what the IRIs of instances begin with.
    """

    def __init__(
        self,
        reader: GraphReader,
        selection: Selection | None = None,
        network: Network | None = None,
        base: str = ID_BASE,
    ) -> None:
        self.reader = reader
        self.selection = selection or Selection()
        self.base = base
        self._network = network

    @property
    def network(self) -> Network:
        """The graph's network, at the level that is wanted."""
        if self._network is None:
            self._network = Network.from_reader(self.reader, self.base).at(self.selection.level, self.reader)
        return self._network

    @cached_property
    def part(self) -> View:
        """The part of the network that is wanted, in the view that is wanted.

        Raises:
            InputError: an unknown view or ambiguous name, a negative depth.
            NotFoundError: an entity that is not there, or not in this view.
        """
        return self.part_in(self.selection.view)

    def check(self) -> None:
        """Cut the part out now, so that what cannot be placed is said before anything is written.

        Raises:
            InputError: an unknown view or ambiguous name, a negative depth.
            NotFoundError: an entity that is not there, or not in this view.
        """
        _ = self.part

    def part_in(self, view: str) -> View:
        """The part of the network that is wanted, in this view."""
        wanted = self.selection
        if wanted.around:
            return self.network.around(wanted.around, wanted.depth, view, wanted.chosen)
        return self.network.view(view, wanted.chosen)

    @property
    def excerpt(self) -> Excerpt:
        """The nodes and edges to write."""
        return Excerpt(self.part.nodes.rows, self.part.edges, self.network.view().nodes.get, self.reader.snapshot)


class Format(Protocol):
    """One way to write the graph."""

    @property
    def name(self) -> str:
        """What ``kg export`` and ``/api/export/`` call it."""
        ...

    @property
    def title(self) -> str:
        """What it is, in a few words."""
        ...

    @property
    def media_type(self) -> str:
        """The media type, registered where there is one."""
        ...

    @property
    def suffix(self) -> str:
        """What file names end in, with the dot."""
        ...

    @property
    def has_views(self) -> bool:
        """Whether ``events`` and ``actors`` differ; formats of RDF write the graph itself."""
        ...

    @property
    def profiles(self) -> Sequence[str]:
        """The tools it can be made for, :data:`DEFAULT_PROFILE` first."""
        ...

    def chunks(self, export: Export, profile: str = DEFAULT_PROFILE) -> Iterator[bytes]:
        """The export as bytes, piece by piece; the same graph gives the same bytes.

        Args:
            export: what is wanted.
            profile: one of :attr:`profiles`.

        Raises:
            InputError: an unknown view or profile, or something in the selection that the graph cannot place.
            NotFoundError: an entity of the selection that is not there.
            StoreError: the graph cannot be read.
        """
        ...


@runtime_checkable
class NetworkFormat(Format, Protocol):
    """A format that can also write a part of the network that the caller has cut out, such as a neighbourhood."""

    def render(self, nodes: Sequence[Node], edges: Sequence[Edge], profile: str = DEFAULT_PROFILE) -> Iterator[bytes]:
        """These nodes and edges as bytes, piece by piece; edges to other nodes are an error of the caller."""
        ...


@dataclass(frozen=True, slots=True)
class Member:
    """One file of a bundle.

    Attributes:
        name: its name.
        title: what it holds.
        media_type: its media type.
        chunks: its bytes, which can be gone through once.
    """

    name: str
    title: str
    media_type: str
    chunks: Iterator[bytes]


@runtime_checkable
class Bundle(Format, Protocol):
    """A format of several files: a folder, or a zip of them; :meth:`chunks` gives the zip."""

    def members(self, export: Export) -> Iterator[Member]:
        """The files, one after the other."""
        ...


def check_level(form: Format, level: Level) -> None:
    """Refuse a level of the ladder for a format that writes the graph itself, which holds them all.

    Raises:
        InputError: the format has no views, and a level is asked for.
    """
    if level is not Level.TOLD and not form.has_views:
        raise InputError(
            "level", f"says nothing to {form.name}: it writes the graph itself, where dm:capacity tells every level"
        )


def checked_profile(form: Format, profile: str) -> str:
    """The profile, if the format has it.

    Raises:
        InputError: it has not; the message lists those there are.
    """
    if profile not in form.profiles:
        known = ", ".join(form.profiles)
        raise InputError("profile", f"{form.name} has no profile {profile!r}; use {known}")
    return profile
