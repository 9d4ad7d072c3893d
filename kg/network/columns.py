"""Columns that are made row by row, and texts that get their codes when all are known.

Until then a text goes by a number of 64 bits that is made of it; what it costs is eight bytes a cell, on disk.
"""

from __future__ import annotations

import shutil
from array import array
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import numpy as np

from kg.network.pool import NOTHING, Codes, Offsets
from kg.network.runs import Runs, working_file
from kg.network.table import Array

__all__ = ["NO_KEY", "Clash", "Column", "Filed", "Texts"]

NO_KEY: Final = 0
"""Stands where there is no text."""

_WAITING: Final = 8192
_SEEN: Final = 20_000
_SURROGATES: Final = "surrogatepass"
_MAPPED_FROM: Final = 1 << 16


class Clash(Exception):  # noqa: N818 - no error: it is tried again
    """Two texts got the same number."""


class Column:
    """Numbers of one type, kept on disk beyond some thousands.

    Args:
        folder: where to keep them.
        kind: as :mod:`array` calls it: ``q``, ``i``, ``d``.
    """

    def __init__(self, folder: Path, kind: str) -> None:
        self._path = working_file(folder)
        self._waiting = array(kind)
        self._length = 0

    def append(self, value: float) -> None:
        """Add a number."""
        self._waiting.append(value)  # type: ignore[arg-type] # of the column's own type
        self._length += 1
        if len(self._waiting) >= _WAITING:
            self._flush()

    def extend(self, values: Iterable[float]) -> None:
        """Add several."""
        for value in values:
            self.append(value)

    def _flush(self) -> None:
        with self._path.open("ab") as file:
            self._waiting.tofile(file)
        del self._waiting[:]

    def __len__(self) -> int:
        """How many there are."""
        return self._length

    def values(self) -> Array:
        """All of them; large ones are mapped from the disk."""
        self._flush()
        dtype = np.dtype(self._waiting.typecode)
        if self._length * dtype.itemsize >= _MAPPED_FROM:
            return np.memmap(self._path, dtype=dtype, mode="r", shape=(self._length,))
        return np.fromfile(self._path, dtype=dtype)


class Filed:
    """Arrays that are written to their files at once and mapped from there when they are needed.

    Args:
        folder: where the files lie; it must be there.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, name: str, values: Array) -> Array:
        """Write an array and give it back from its file."""
        path = self._folder / f"{name}.npy"
        with path.open("xb") as file:
            np.lib.format.write_array(file, np.ascontiguousarray(values), allow_pickle=False)
        return self.get(name)

    def get(self, name: str) -> Array:
        """An array that was written before."""
        path = self._folder / f"{name}.npy"
        return np.asarray(np.load(path, mmap_mode="r" if path.stat().st_size >= _MAPPED_FROM else None))


class Texts:
    """Texts on their way into a pool.

    Args:
        folder: where to keep what does not fit in memory.
        salt: with another one, texts get other numbers.
    """

    def __init__(self, folder: Path, salt: str = "") -> None:
        self._folder, self._salt = folder, salt
        self._runs = Runs(folder)
        self._seen: set[str] = set()
        self._keys = np.empty(0, dtype=np.int64)
        self._order = np.empty(0, dtype=np.int32)

    def key(self, text: str | None) -> int:
        """The number of a text that goes into the pool; :data:`NO_KEY` for none."""
        if text is None:
            return NO_KEY
        key = self.number(text)
        if text not in self._seen:
            if len(self._seen) >= _SEEN:
                self._seen.clear()
            self._seen.add(text)
            self._runs.add((text.encode(errors=_SURROGATES), key))
        return key

    def number(self, text: str) -> int:
        """The number of any text."""
        return hash(text + self._salt) or 1

    def pool(self, filed: Filed, place: Path) -> Offsets:
        """Write the pool, after which codes are known; gives where each text ends.

        Raises:
            Clash: two texts have the same number.
        """
        keys, ends = Column(self._folder, "q"), Column(self._folder, "q")
        last, end = None, 0
        written = working_file(self._folder)
        with written.open("wb") as data:
            for text, key in self._runs:
                if text != last:
                    last, end = text, end + len(text)
                    data.write(text)
                    keys.append(key)
                    ends.append(end)
        _write_bytes(place / "pool.data.npy", written, end)
        told = keys.values()
        self._order = np.argsort(told, kind="stable").astype(np.int32)
        self._keys = told[self._order]
        if NO_KEY in self._keys or np.any(self._keys[1:] == self._keys[:-1]):
            raise Clash
        return filed.put("pool.ends", ends.values().astype(np.int64))

    def codes(self, keys: Array) -> Codes:
        """The codes of texts by their numbers; each must be in the pool."""
        if not len(self._keys):
            return np.full(len(keys), NOTHING, dtype=np.int32)
        found = self._order[np.minimum(np.searchsorted(self._keys, keys), len(self._keys) - 1)]
        return np.where(np.asarray(keys) == NO_KEY, NOTHING, found).astype(np.int32)

    def code(self, text: str) -> int:
        """The code of a text, :data:`NOTHING` if it is not in the pool."""
        at = int(np.searchsorted(self._keys, self.number(text)))
        known = at < len(self._keys) and self._keys[at] == self.number(text)
        return int(self._order[at]) if known else NOTHING


def _write_bytes(path: Path, data: Path, size: int) -> None:
    """The bytes of a file as numpy writes an array of them."""
    with path.open("xb") as file, data.open("rb") as source:
        header = {"descr": "|u1", "fortran_order": False, "shape": (size,)}
        np.lib.format.write_array_header_1_0(file, header)
        shutil.copyfileobj(source, file)
    data.unlink()
