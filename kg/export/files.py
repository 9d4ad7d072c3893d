"""Writing an export to a file that is whole or not there."""

from __future__ import annotations

import gzip
import os
from collections.abc import Iterable
from pathlib import Path
from typing import IO, Protocol

from kg.errors import InputError

__all__ = ["write_file", "write_stream"]


class BinarySink(Protocol):
    """What bytes can be written to."""

    def write(self, data: bytes, /) -> object:
        """Take these bytes."""
        ...


def write_stream(chunks: Iterable[bytes], stream: BinarySink) -> None:
    """Write an export to an open stream, piece by piece."""
    for chunk in chunks:
        stream.write(chunk)


def write_file(chunks: Iterable[bytes], path: Path) -> None:
    """Write an export to a file, which is replaced at the very end or not at all.

    Args:
        chunks: the export.
        path: the file; a name that ends in ``.gz`` is compressed. A device or pipe is written to as it is.

    Raises:
        InputError: the file cannot be written.
    """
    try:
        if path.exists() and not path.is_file():
            with path.open("wb") as device:
                write_stream(chunks, device)
        else:
            _replace(chunks, path)
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError(str(path), f"cannot be written ({reason}); choose another file with --output") from error


def _replace(chunks: Iterable[bytes], path: Path) -> None:
    partial = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with partial.open("xb") as file:
            _write(chunks, path, file)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def _write(chunks: Iterable[bytes], path: Path, file: IO[bytes]) -> None:
    if path.suffix != ".gz":
        write_stream(chunks, file)
        return
    # No name and no time in the header: the same graph gives the same bytes.
    with gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=0) as packed:
        write_stream(chunks, packed)
