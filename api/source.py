"""Where the service reads from: the graph's present state, held for as long as one request needs it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from threading import Lock
from typing import Final, Protocol, runtime_checkable

from api.state import State
from kg.errors import StoreError
from kg.store import EmbeddedSnapshot, GraphReader, open_store

__all__ = ["FixedGraph", "FollowedGraph", "GraphSource"]

LOOK_AGAIN_SECONDS: Final = 1.0


@runtime_checkable
class GraphSource(Protocol):
    """What the service asks for the graph at the start of every request."""

    def borrow(self) -> AbstractContextManager[State]:
        """A context manager: the present state, which stays readable until it ends.

        Raises:
            StoreError: there is no state that can be read.
        """

    def close(self) -> None:
        """Let go of everything."""


class FixedGraph:
    """A graph that never changes: any :class:`kg.store.GraphReader`, which stays its owner's to close."""

    def __init__(self, reader: GraphReader) -> None:
        self._state = State(reader)

    @contextmanager
    def borrow(self) -> Iterator[State]:
        """The one state."""
        yield self._state

    def close(self) -> None:
        """Nothing: the reader is not ours."""


class FollowedGraph:
    """A data folder, whose newest published snapshot is always the one that is read.

    Requests that are under way finish on the snapshot they began with; the last of them closes it.

    Args:
        data: the data folder.

    Raises:
        StoreError: there is nothing to read in it.
    """

    def __init__(self, data: Path) -> None:
        self._data = data
        self._lock = Lock()
        self._users: dict[State, int] = {}
        self._reader = open_store(data)
        self._state = State(self._reader)
        self._looked = time.monotonic()

    @contextmanager
    def borrow(self) -> Iterator[State]:
        """The newest state, looked for at most once a second."""
        with self._lock:
            self._follow()
            state = self._state
            self._users[state] = self._users.get(state, 0) + 1
        try:
            yield state
        finally:
            with self._lock:
                self._release(state)

    def close(self) -> None:
        """Close the present snapshot."""
        self._reader.close()

    def _follow(self) -> None:
        now = time.monotonic()
        if now - self._looked < LOOK_AGAIN_SECONDS:
            return
        self._looked = now
        newer = self._newer()
        if newer is None:
            return
        old = self._state
        self._reader, self._state = newer, State(newer)
        if old not in self._users:
            old.reader.close()

    def _newer(self) -> EmbeddedSnapshot | None:
        """The snapshot that took this one's place; None while there is none, or none that can be opened yet."""
        try:
            return open_store(self._data) if self._reader.superseded else None
        except StoreError:
            return None

    def _release(self, state: State) -> None:
        self._users[state] -= 1
        if not self._users[state]:
            del self._users[state]
            if state is not self._state:
                state.reader.close()
