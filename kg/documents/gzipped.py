"""What is gzip-compressed, as the bytes that were compressed, with a watch on bombs."""

from __future__ import annotations

import gzip
import io
import zlib
from typing import BinaryIO, Final

from kg.errors import InputError

__all__ = ["SIGNATURE", "unpacked"]

SIGNATURE: Final = b"\x1f\x8b"
HIGHEST_RATIO: Final = 200  # text shrinks to a tenth, tables of figures to a fiftieth; deflate's own limit is 1032
HARMLESS_BYTES: Final = 64 * 1024 * 1024


def unpacked(name: str, stream: BinaryIO) -> BinaryIO:
    """The unpacked bytes of a gzip stream, as they are asked for.

    Reading raises :class:`InputError` where the stream is damaged, is cut off, or grows as no text does. The file name
    in the gzip header is not looked at.
    """
    return io.BufferedReader(_Unpacked(name, stream), 64 * 1024)


class _Counted(io.RawIOBase):
    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type] # io.RawIOBase hands a writable buffer
        chunk = self._stream.read(len(view))
        view[: len(chunk)] = chunk
        self.count += len(chunk)
        return len(chunk)


class _Unpacked(io.RawIOBase):
    def __init__(self, name: str, stream: BinaryIO) -> None:
        self._name = name
        self._packed = _Counted(stream)
        self._gzip = gzip.GzipFile(fileobj=io.BufferedReader(self._packed), mode="rb")
        self._count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type] # as above
        try:
            chunk = self._gzip.read1(len(view))
        except EOFError:
            raise InputError(self._name, "is cut off: its gzip stream has no end; fetch it again") from None
        except (gzip.BadGzipFile, zlib.error) as error:
            raise InputError(self._name, f"is damaged: {error}; fetch it again") from None
        self._count += len(chunk)
        if self._count > max(HARMLESS_BYTES, HIGHEST_RATIO * self._packed.count):
            message = f"unpacks to more than {HIGHEST_RATIO} times its size, as no text does; unpack it yourself"
            raise InputError(self._name, message)
        view[: len(chunk)] = chunk
        return len(chunk)
