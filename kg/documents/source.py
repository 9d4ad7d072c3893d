"""Where documents come from: files, folders, globs and standard input, each as a named stream of bytes."""

from __future__ import annotations

import glob
import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import BinaryIO, Final

from kg.errors import InputError

__all__ = ["STDIN", "Rejected", "Source", "expand", "shown"]

STDIN: Final = "-"
_OURS: Final = ("version", "ledger.sqlite")  # the files that every data folder holds (kg.store.datafolder)


@dataclass(frozen=True, slots=True)
class Source:
    """One input to read. ``path`` is None for standard input.

    ``fields`` are (ours, theirs): the names that the fields of records have in it, where they are not ours.
    """

    name: str
    path: Path | None = None
    fields: tuple[tuple[str, str], ...] = ()

    @property
    def suffix(self) -> str:
        """The file name's suffix in lower case, with its dot; that before ``.gz``; empty where there is none."""
        return "" if self.path is None else self._inner.suffix.lower()

    @property
    def stem(self) -> str:
        """The file name without its suffix (and without ``.gz``)."""
        return "stdin" if self.path is None else self._inner.stem

    @property
    def file_name(self) -> str:
        """The file name, without ``.gz``."""
        return "stdin" if self.path is None else self._inner.name

    @property
    def _inner(self) -> Path:
        path = self.path or Path(self.name)
        return path.with_suffix("") if path.suffix.lower() == ".gz" else path

    def field(self, name: str) -> str:
        """What a field of ours is called here."""
        return dict(self.fields).get(name, name)

    @property
    def size(self) -> int:
        """How many bytes it holds on disk; 0 where nobody can say."""
        try:
            return 0 if self.path is None else self.path.stat().st_size
        except OSError:
            return 0

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

    Hidden files and folders are passed over, unless they are named outright, and so are data folders of this program:
    what it wrote is no article.
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
    if is_folder and _is_data_folder(path):
        yield Rejected(InputError(shown(path), "is a data folder of this program, not a source; name it with --data"))
    elif is_folder:
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
    ours = cache(_lies_in_data_folder)
    found = sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207 - Path.glob takes no absolute pattern
    found = [name for name in found if not ours(Path(name).parent) and not _is_data_folder(Path(name))]
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
        folders[:] = sorted(n for n in folders if not n.startswith(".") and not _is_data_folder(Path(root, n)))
        for name in sorted(name for name in files if not name.startswith(".")):
            empty = False
            yield Source(shown(Path(root, name)), Path(root, name))
    for failure in failures:
        yield _unreadable(str(failure.filename), failure)
    if empty and not failures:
        yield Rejected(InputError(shown(folder), "holds no file to read; check the path"))


def _is_data_folder(folder: Path) -> bool:
    with suppress(OSError):
        return all((folder / name).is_file() for name in _OURS)
    return False


def _lies_in_data_folder(folder: Path) -> bool:
    return any(map(_is_data_folder, (folder, *folder.parents)))


def _unreadable(name: str, error: OSError) -> Rejected:
    return Rejected(InputError(shown(name), f"cannot be read: {error.strerror or error}; check its permissions"))
