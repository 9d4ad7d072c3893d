"""Where the service reads from: the graph's present state, held for as long as one request needs it."""

from __future__ import annotations

import datetime as dt
import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import Final, Protocol, runtime_checkable

from api.state import State
from kg.errors import KGError, StoreError
from kg.store import EmbeddedSnapshot, GraphReader, RemoteSnapshot, open_store

__all__ = ["FixedGraph", "FollowedGraph", "GraphSource"]

LOOK_AGAIN_SECONDS: Final = 1.0
_LOG: Final = logging.getLogger("demarche")


@runtime_checkable
class GraphSource(Protocol):
    """What the service asks for the graph at the start of every request."""

    @property
    def data(self) -> Path | None:
        """The data folder, where the graph lies in one and can be written."""

    def borrow(self, snapshot: str | None = None) -> AbstractContextManager[State]:
        """A context manager: the present state, which stays readable until it ends.

        Args:
            snapshot: the state that is wanted; the present one where this is none or gone.

        Raises:
            StoreError: there is no state that can be read.
        """

    def refresh(self) -> None:
        """Look for a newer state now."""

    def close(self) -> None:
        """Let go of everything."""


class FixedGraph:
    """A graph that never changes: any :class:`kg.store.GraphReader`, which stays its owner's to close."""

    def __init__(self, reader: GraphReader) -> None:
        self._state = State(reader)

    @property
    def data(self) -> None:
        """Nowhere: it cannot be written."""

    @contextmanager
    def borrow(self, snapshot: str | None = None) -> Iterator[State]:  # noqa: ARG002 - there is one only
        """The one state."""
        yield self._state

    def refresh(self) -> None:
        """Nothing: it never changes."""

    def close(self) -> None:
        """Nothing: the reader is not ours."""


class FollowedGraph:
    """A data folder, whose newest published snapshot is always the one that is read.

    Requests that are under way finish on the snapshot they began with. Of the snapshots that others took the place of,
    the last few stay open for those who ask for them by name.

    Args:
        data: the data folder.
        kept: how many stay open.

    Raises:
        StoreError: there is nothing to read in it.
    """

    def __init__(self, data: Path, kept: int = 0) -> None:
        self._data = data
        self._kept = kept
        self._lock = threading.Lock()
        self._opening = threading.Lock()
        self._ending = threading.Event()
        self._watcher: threading.Thread | None = None
        self._users: dict[State, int] = {}
        self._past: list[State] = []
        self._reader = open_store(data)
        self._state = State(self._reader, _published(data))
        self._looked = time.monotonic()

    @property
    def data(self) -> Path:
        """The data folder."""
        return self._data

    @contextmanager
    def borrow(self, snapshot: str | None = None) -> Iterator[State]:
        """The state of that name, or the newest; it is looked for at most once a second."""
        if self._watcher is None and time.monotonic() - self._looked >= LOOK_AGAIN_SECONDS:
            self.refresh()
        with self._lock:
            state = next((past for past in self._past if past.snapshot == snapshot), self._state)
            self._users[state] = self._users.get(state, 0) + 1
        try:
            yield state
        finally:
            with self._lock:
                self._release(state)

    def watch(self, warm: Callable[[State], object]) -> None:
        """Follow on a thread of its own from now on, and make ready what a state needs before requests see it."""
        self._watcher = threading.Thread(target=self._watch, args=(warm,), name="snapshots", daemon=True)
        self._watcher.start()

    def refresh(self, warm: Callable[[State], object] | None = None) -> None:
        """Read the newest snapshot, if it is another one; one that cannot be opened leaves us with what we have."""
        with self._opening:
            self._looked = time.monotonic()
            with suppress(StoreError):
                if not self._reader.superseded:
                    return
                newer = open_store(self._data)
                state = State(newer, _published(self._data))
                if warm is not None:
                    warm(state)
                self._turn_to(newer, state)

    def close(self) -> None:
        """Close all snapshots."""
        self._ending.set()
        if self._watcher is not None:
            self._watcher.join()
        for past in self._past:
            past.reader.close()
        self._reader.close()

    def _watch(self, warm: Callable[[State], object]) -> None:
        while not self._ending.wait(LOOK_AGAIN_SECONDS):
            try:
                self.refresh(warm)
            except KGError as error:
                _LOG.error("a new snapshot cannot be read: %s", error)

    def _turn_to(self, reader: EmbeddedSnapshot | RemoteSnapshot, state: State) -> None:
        with self._lock:
            self._past.insert(0, self._state)
            self._reader, self._state = reader, state
            gone = self._past[self._kept :]
            del self._past[self._kept :]
            for past in gone:
                if past not in self._users:
                    past.reader.close()

    def _release(self, state: State) -> None:
        self._users[state] -= 1
        if not self._users[state]:
            del self._users[state]
            if state is not self._state and state not in self._past:
                state.reader.close()


def _published(data: Path) -> dt.datetime | None:
    """When the present snapshot was put in its place."""
    with suppress(OSError):
        return dt.datetime.fromtimestamp((data / "CURRENT").stat().st_mtime, dt.UTC)
    return None
