"""Sorting more lines than fit in memory: runs on disk, then one merge (Knuth, Sorting and Searching, 5.4)."""

from __future__ import annotations

import heapq
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import islice
from typing import IO, Final

__all__ = ["RUN_LINES", "sorted_lines"]

RUN_LINES: Final = 25_000
"""Lines that are sorted in memory at a time: some 10 MB of quads."""


def sorted_lines(lines: Iterable[bytes], run_lines: int = RUN_LINES) -> Iterator[bytes]:
    """Lines in the order of their bytes, each once.

    Args:
        lines: lines that end in a line feed and hold no other.
        run_lines: how many are held in memory; more of them go through temporary files.
    """
    source = iter(lines)
    with ExitStack() as open_files:
        runs: list[Iterable[bytes]] = []
        run = sorted(set(islice(source, run_lines)))
        while following := set(islice(source, run_lines)):
            runs.append(open_files.enter_context(_spilled(run)))
            run = sorted(following)
        yield from _each_once(heapq.merge(*runs, run))


def _spilled(run: Iterable[bytes]) -> IO[bytes]:
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the caller closes it
    file.writelines(run)
    file.seek(0)
    return file


def _each_once(lines: Iterable[bytes]) -> Iterator[bytes]:
    last = None
    for line in lines:
        if line != last:
            yield line
        last = line
