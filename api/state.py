"""One unchanging state of the graph as the service works with it: its reader, and all that is made from it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Mapping
from threading import RLock
from typing import Final, TypeVar, cast

from kg.levels import Level
from kg.network import Network
from kg.search import SearchIndex
from kg.store import GraphReader
from kg.vocab import ID_BASE

__all__ = ["State"]

Made = TypeVar("Made")
_ENTITIES: Final = "graph/entities"


class State:
    """One state of the graph; everything derived is made once, on first use, and shared by all threads.

    Args:
        reader: the state.
        modified: when it was published, where that is known.
    """

    def __init__(self, reader: GraphReader, modified: dt.datetime | None = None) -> None:
        self.reader = reader
        self.modified = modified
        self._made: dict[Hashable, object] = {}
        self._making = RLock()

    @property
    def snapshot(self) -> str:
        """The state's name."""
        return self.reader.snapshot

    @property
    def base(self) -> str:
        """What instances' IRIs begin with: what stands before the name of the graph of entities."""
        return self.kept(_base)

    @property
    def network(self) -> Network:
        """Its entity graph."""
        return self.kept(_network)

    @property
    def index(self) -> SearchIndex:
        """Its full text."""
        return self.kept(_index)

    def at(self, level: str) -> State:
        """The same state with its network at a level of the ladder; as told is this state itself."""
        return self if Level(level) is Level.TOLD else self.kept(_AT[Level(level)])

    def kept(self, make: Callable[[State], Made]) -> Made:
        """What a function makes of this state, made once."""
        with self._making:
            if make not in self._made:
                self._made[make] = make(self)
            return cast("Made", self._made[make])

    def local(self, iri: str) -> str:
        """The id of an IRI: what follows the base, or the whole of one that lies elsewhere."""
        return iri.removeprefix(self.base)


def _base(state: State) -> str:
    names = (name.value for name in state.reader.graph_names())
    return next((name.removesuffix(_ENTITIES) for name in names if name.endswith(f"/{_ENTITIES}")), ID_BASE)


def _index(state: State) -> SearchIndex:
    return SearchIndex.of(state.reader)


def _network(state: State) -> Network:
    return Network.from_reader(state.reader, state.base)


class _Raised(State):
    """A state whose network is at a level of the ladder; everything else is that of the state it was made from.

    Args:
        told: that state.
        level: the level.
    """

    def __init__(self, told: State, level: Level) -> None:
        super().__init__(told.reader, told.modified)
        self._told = told
        self._network = told.network.at(level, told.reader)

    @property
    def base(self) -> str:
        """What instances' IRIs begin with."""
        return self._told.base

    @property
    def network(self) -> Network:
        """Its entity graph."""
        return self._network

    @property
    def index(self) -> SearchIndex:
        """Its full text."""
        return self._told.index


def _at(level: Level) -> Callable[[State], State]:
    return lambda state: _Raised(state, level)


_AT: Final[Mapping[Level, Callable[[State], State]]] = {level: _at(level) for level in Level if level is not Level.TOLD}
