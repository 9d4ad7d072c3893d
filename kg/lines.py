"""More lines than fit in memory, on disk: sorted in runs that are merged (Knuth, Sorting and Searching, 5.4), kept."""

from __future__ import annotations

import heapq
import tempfile
from collections.abc import Collection, Iterable, Iterator
from contextlib import ExitStack
from io import BufferedReader, RawIOBase
from itertools import groupby, islice
from operator import itemgetter
from typing import Final
from weakref import finalize

from kg.errors import StoreError

__all__ = ["RUN_LINES", "StoredLines", "only_in_one", "sorted_lines", "write_whole"]

RUN_LINES: Final = 25_000
"""Lines that are sorted in memory at a time: some 10 MB of quads."""

_READ_AT_ONCE: Final = 1 << 16
"""Bytes of lines that are read at a time, or one line."""

_WRITTEN_AT_ONCE: Final = 256
"""Lines that are written at a time."""


class StoredLines(Collection[str]):
    """Lines in a file of this process alone, which has no name and goes with it.

    Args:
        lines: UTF-8, each with its line feed at the end and no other.

    Raises:
        StoreError: there is no room for them.
    """

    def __init__(self, lines: Iterable[bytes]) -> None:
        self._count = 0
        self._file = _written(self._counted(lines))
        finalize(self, self._file.close)

    def _counted(self, lines: Iterable[bytes]) -> Iterator[bytes]:
        for line in lines:
            self._count += 1
            yield line

    def __len__(self) -> int:
        """How many there are."""
        return self._count

    def __iter__(self) -> Iterator[str]:
        """All of them; several may read at once, in one thread."""
        at = 0
        while True:
            self._file.seek(at)
            block = self._file.readlines(_READ_AT_ONCE)
            if not block:
                return
            at = self._file.tell()
            for line in block:
                yield line.decode()

    def __contains__(self, line: object) -> bool:
        """Whether one of them is this."""
        return any(line == each for each in self)


def write_whole(file: RawIOBase, block: bytes) -> None:
    """Write to a temporary file without a buffer, which may take less at a time.

    Raises:
        StoreError: there is no room.
    """
    left = memoryview(block)
    try:
        while left:
            left = left[file.write(left) :]
    except OSError as error:
        message = f"cannot hold what has to be kept there meanwhile ({error.strerror}); TMPDIR names another place"
        raise StoreError(tempfile.gettempdir(), message) from error


def sorted_lines(lines: Iterable[bytes], run_lines: int = RUN_LINES) -> Iterator[bytes]:
    """Lines in the order of their bytes, each once.

    Args:
        lines: lines that end in a line feed and hold no other.
        run_lines: how many are held in memory; more of them go through temporary files.

    Raises:
        StoreError: there is no room for these.
    """
    source = iter(lines)
    with ExitStack() as open_files:
        runs: list[Iterable[bytes]] = []
        run = sorted(set(islice(source, run_lines)))
        while following := set(islice(source, run_lines)):
            runs.append(open_files.enter_context(_written(run)))
            run = sorted(following)
        yield from _each_once(heapq.merge(*runs, run))


def only_in_one(first: Iterable[str], second: Iterable[str]) -> Iterator[tuple[str, bool]]:
    """The lines that only one of two has, and whether it is the second; both are sorted and have each line once."""
    merged = heapq.merge(((line, False) for line in first), ((line, True) for line in second))
    for line, told in groupby(merged, key=itemgetter(0)):
        sides = [side for _, side in told]
        if len(sides) == 1:
            yield line, sides[0]


def _written(lines: Iterable[bytes]) -> BufferedReader:
    """A file without a name, holding these lines, to be read from its beginning."""
    left = iter(lines)
    file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 - whoever takes it closes it
    with ExitStack() as failed:
        failed.callback(file.close)  # nothing waits in a buffer, so that this says no more
        while block := b"".join(islice(left, _WRITTEN_AT_ONCE)):
            write_whole(file, block)
        file.seek(0)
        failed.pop_all()
    return BufferedReader(file)


def _each_once(lines: Iterable[bytes]) -> Iterator[bytes]:
    last = None
    for line in lines:
        if line != last:
            yield line
        last = line
