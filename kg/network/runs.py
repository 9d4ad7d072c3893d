"""Rows sorted that do not fit in memory: runs on disk and a merge of them (Knuth, Sorting and Searching, 5.4)."""

from __future__ import annotations

import heapq
import marshal
from collections.abc import Iterable, Iterator
from itertools import count, islice
from pathlib import Path
from typing import Any, Final, TypeAlias

__all__ = ["Row", "RowFile", "Runs", "working_file"]

Row: TypeAlias = tuple[Any, ...]
"""What :mod:`marshal` writes: texts, numbers, None, bytes, and tuples, lists and dictionaries of them."""

MOST_ROWS: Final = 50_000
MOST_RUNS: Final = 64
_BLOCK: Final = 256
"""Rows that are written and read at a time."""
_LENGTH_BYTES: Final = 8
_NUMBERS: Final = count()


def working_file(folder: Path) -> Path:
    """A file that nobody else writes; whoever owns the folder deletes it."""
    return folder / f"{next(_NUMBERS)}.working"


class RowFile:
    """Rows on disk, in the order in which they were added, to be gone through any number of times.

    Args:
        folder: where to keep them.
    """

    def __init__(self, folder: Path) -> None:
        self._path = working_file(folder)
        self._path.touch()

    def add(self, rows: Iterable[Row]) -> None:
        """Add rows at the end."""
        left = iter(rows)
        with self._path.open("ab") as file:
            while block := list(islice(left, _BLOCK)):
                written = marshal.dumps(block)
                file.write(len(written).to_bytes(_LENGTH_BYTES, "little"))
                file.write(written)

    def __iter__(self) -> Iterator[Row]:
        """All rows."""
        with self._path.open("rb") as file:
            while length := file.read(_LENGTH_BYTES):
                # This process alone has written the file.
                yield from marshal.loads(file.read(int.from_bytes(length, "little")))  # noqa: S302

    def close(self) -> None:
        """Delete them."""
        self._path.unlink()


class Runs:
    """Rows in the order of their first fields; those that are equal there come in any order.

    Args:
        folder: where to keep what does not fit in memory.
        fields: how many fields make the order.
        most: how many rows are held in memory.
    """

    def __init__(self, folder: Path, fields: int = 1, most: int = MOST_ROWS) -> None:
        self._folder, self._fields, self._most = folder, fields, most
        self._waiting: list[Row] = []
        self._runs: list[RowFile] = []

    def add(self, row: Row) -> None:
        """Take in a row."""
        self._waiting.append(row)
        if len(self._waiting) >= self._most:
            self._spill()

    def __iter__(self) -> Iterator[Row]:
        """All rows, in order."""
        self._waiting.sort(key=self._order)
        return self._merged((*self._runs, self._waiting))

    def _order(self, row: Row) -> Row:
        return row[: self._fields]

    def _merged(self, runs: Iterable[Iterable[Row]]) -> Iterator[Row]:
        return heapq.merge(*runs, key=self._order)

    def _spill(self) -> None:
        self._waiting.sort(key=self._order)
        self._keep(self._waiting)
        self._waiting = []
        if len(self._runs) >= MOST_RUNS:
            old, self._runs = self._runs, []
            self._keep(self._merged(old))
            for run in old:
                run.close()

    def _keep(self, rows: Iterable[Row]) -> None:
        run = RowFile(self._folder)
        run.add(rows)
        self._runs.append(run)
