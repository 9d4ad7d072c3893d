"""Drawings that were made for one state of the graph, the last ones asked for."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Final, TypeVar, cast

from api.state import State

__all__ = ["Kept"]

Made = TypeVar("Made")
MOST: Final = 512


class Kept:
    """What was made, by what was asked; it goes with its state.

    Args:
        state: the state that it is kept for.
    """

    def __init__(self, state: State) -> None:
        self.snapshot = state.snapshot
        self._made: OrderedDict[Hashable, object] = OrderedDict()
        self._lock = Lock()

    def of(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """What was made under a key; made now where it was not, outside the lock: two threads may both make it."""
        with self._lock:
            if key in self._made:
                self._made.move_to_end(key)
                return cast("Made", self._made[key])
        made = make()
        with self._lock:
            self._made[key] = made
            if len(self._made) > MOST:
                self._made.popitem(last=False)
        return made
