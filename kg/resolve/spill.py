"""Values that are kept on disk until all documents are read: what is held of each would outgrow memory."""

from __future__ import annotations

import os
import pickle
import tempfile
from collections.abc import Iterator
from typing import Final, Generic, TypeVar
from weakref import finalize

from kg.lines import write_whole

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
        self._file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 - closed when this is given up
        self._sizes: list[int] = []
        finalize(self, self._file.close)

    def append(self, value: T) -> None:
        """Keep a value.

        Raises:
            StoreError: there is no room for it.
        """
        self._waiting.append(value)
        if len(self._waiting) >= MOST_HELD:
            self._write(pickle.dumps(self._waiting, pickle.HIGHEST_PROTOCOL))
            self._waiting = []

    def __iter__(self) -> Iterator[T]:
        """All values."""
        at = 0
        for size in self._sizes:
            self._file.seek(at)
            values: list[T] = pickle.loads(self._file.read(size))  # noqa: S301 - this process alone has written it
            at += size
            yield from values
        yield from self._waiting

    def _write(self, block: bytes) -> None:
        self._file.seek(0, os.SEEK_END)
        write_whole(self._file, block)
        self._sizes.append(len(block))
