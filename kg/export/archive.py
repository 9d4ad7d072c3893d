"""A zip that is written while its files are made: nothing waits on disk, and the same files give the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator
from typing import Final

from kg.export.format import Member

__all__ = ["Drain", "zipped"]

_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip can hold: no clock goes into an export."""

_READABLE: Final = 0o644 << 16


class Drain(io.RawIOBase):
    """A file that only grows and is handed on as it does; it cannot be gone back in."""

    def __init__(self) -> None:
        super().__init__()
        self._waiting: list[bytes] = []
        self._written = 0

    def writable(self) -> bool:
        """It is."""
        return True

    def write(self, data: object, /) -> int:
        """Take these bytes."""
        taken = bytes(data)  # type: ignore[call-overload] # whatever has a buffer
        self._waiting.append(taken)
        self._written += len(taken)
        return len(taken)

    def tell(self) -> int:
        """How many bytes were ever written."""
        return self._written

    def drained(self) -> bytes:
        """What was written since the last time."""
        taken = b"".join(self._waiting)
        self._waiting.clear()
        return taken


def zipped(members: Iterable[Member]) -> Iterator[bytes]:
    """Files as a zip, piece by piece."""
    drain = Drain()
    with zipfile.ZipFile(drain, "w", zipfile.ZIP_DEFLATED) as archive:
        for member in members:
            entry = zipfile.ZipInfo(member.name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = _READABLE
            with archive.open(entry, "w", force_zip64=True) as file:
                for chunk in member.chunks:
                    file.write(chunk)
                    yield drain.drained()
            yield drain.drained()
    yield drain.drained()
