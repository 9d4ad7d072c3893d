"""Where documents come from: files, folders, globs and standard input, each as a named stream of bytes."""

from __future__ import annotations

import glob
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from kg.errors import InputError

__all__ = ["STDIN", "Rejected", "Source", "expand", "shown"]

STDIN: Final = "-"


@dataclass(frozen=True, slots=True)
class Source:
    """One input to read. ``path`` is None for standard input."""

    name: str
    path: Path | None = None

    @property
    def suffix(self) -> str:
        """The file name's suffix in lower case, with its dot; empty where there is none."""
        return "" if self.path is None else self.path.suffix.lower()

    def open(self) -> BinaryIO:
        """The input's bytes from the start.

        Raises:
            OSError: it cannot be opened.
        """
        return sys.stdin.buffer if self.path is None else self.path.open("rb")


@dataclass(frozen=True, slots=True)
class Rejected:
    """An input, or one record of it, that gave no document: ``error`` names it and says what to do."""

    error: InputError

    @property
    def source(self) -> str:
        """What was read: a path, or ``-``."""
        return self.error.source


def expand(place: str | Path) -> Iterator[Source | Rejected]:
    """The inputs that a place names: a file itself, a folder's files at any depth, a glob's matches; in sorted order.

    Hidden files and folders are passed over, unless they are named outright.
    """
    if str(place) == STDIN:
        yield Source(STDIN)
        return
    path = Path(place)
    try:
        is_folder, exists = path.is_dir(), path.exists()
    except OSError as error:
        yield _unreadable(str(place), error)
        return
    if is_folder:
        yield from _walk(path)
    elif exists:
        yield Source(shown(path), path)
    elif glob.has_magic(str(place)):
        yield from _matches(str(place))
    else:
        yield Rejected(InputError(shown(path), "no such file or folder; check the path"))


def shown(path: str | Path) -> str:
    """A path as it can be printed: bytes of a file name that are not UTF-8 are escaped."""
    return str(path).encode("utf-8", "backslashreplace").decode("utf-8")


def _matches(pattern: str) -> Iterator[Source | Rejected]:
    found = sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207 - Path.glob takes no absolute pattern
    if not found:
        yield Rejected(InputError(shown(pattern), "matches no file; check the pattern"))
    for name in found:
        if not Path(name).is_dir():
            yield Source(shown(name), Path(name))
        elif "**" not in pattern:
            yield from _walk(Path(name))


def _walk(folder: Path) -> Iterator[Source | Rejected]:
    failures: list[OSError] = []
    empty = True
    for root, folders, files in os.walk(folder, onerror=failures.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(name for name in files if not name.startswith(".")):
            empty = False
            yield Source(shown(Path(root, name)), Path(root, name))
    for failure in failures:
        yield _unreadable(str(failure.filename), failure)
    if empty and not failures:
        yield Rejected(InputError(shown(folder), "holds no file to read; check the path"))


def _unreadable(name: str, error: OSError) -> Rejected:
    return Rejected(InputError(shown(name), f"cannot be read: {error.strerror or error}; check its permissions"))
