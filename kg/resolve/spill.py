"""Values that are kept on disk until all documents are read: what is held of each would outgrow memory."""

from __future__ import annotations

import pickle
import tempfile
from collections.abc import Iterator
from typing import Final, Generic, TypeVar
from weakref import finalize

__all__ = ["Spill"]

T = TypeVar("T")

MOST_HELD: Final = 256
"""Values in memory at a time; as many as that need no file."""


class Spill(Generic[T]):
    """Values in the order in which they came, to be gone through any number of times, one reader at a time.

    They lie in a file of this process alone, which has no name and goes with it.
    """

    def __init__(self) -> None:
        self._waiting: list[T] = []
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed when this is given up
        self._blocks = 0
        finalize(self, self._file.close)

    def append(self, value: T) -> None:
        """Keep a value."""
        self._waiting.append(value)
        if len(self._waiting) >= MOST_HELD:
            self._file.seek(0, 2)
            pickle.dump(self._waiting, self._file, pickle.HIGHEST_PROTOCOL)
            self._blocks += 1
            self._waiting = []

    def __iter__(self) -> Iterator[T]:
        """All values."""
        at = 0
        for _ in range(self._blocks):
            self._file.seek(at)
            values: list[T] = pickle.load(self._file)  # noqa: S301 - this process alone has written the file
            at = self._file.tell()
            yield from values
        yield from self._waiting
