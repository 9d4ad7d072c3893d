"""Writing an export to a file that is whole or not there."""

from __future__ import annotations

import gzip
import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import IO, Protocol

from kg.errors import InputError
from kg.export.format import Member
from kg.export.metadata import CRATE

__all__ = ["write_bundle", "write_file", "write_stream"]


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


def write_bundle(members: Iterable[Member], folder: Path) -> None:
    """Write a bundle to a folder, which is made whole or not at all.

    Args:
        members: the files.
        folder: a folder that is not there, is empty, or holds an earlier export, which is replaced.

    Raises:
        InputError: the folder holds something else, or cannot be written.
    """
    if folder.exists() and (not folder.is_dir() or (any(folder.iterdir()) and not (folder / CRATE).exists())):
        raise InputError(str(folder), "is there already and is no export; choose another with --output")
    partial = folder.with_name(f".{folder.name}.{os.getpid()}.part")
    try:
        partial.mkdir()
        for member in members:
            with (partial / member.name).open("xb") as file:
                write_stream(member.chunks, file)
        shutil.rmtree(folder, ignore_errors=True)
        partial.rename(folder)
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError(str(folder), f"cannot be written ({reason}); choose another folder with --output") from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)


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
