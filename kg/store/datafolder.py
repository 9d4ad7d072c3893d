"""The data folder: which file lies where, which version it has, and which snapshot readers see.

::

    version          the layout's version; a folder of another version is refused, never misread
    ledger.sqlite    what was read (kg.ledger)
    graph/           the writer's Oxigraph database
    snapshots/ID/    a published state: graph/ (hard links into the writer's files), and what is derived from it:
                     search.sqlite (full text), network/ (arrays), counts.json
    working/         what a writer is making; one that died leaves it, and the next one clears it away
    CURRENT          the ID that readers open
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from kg.errors import StoreError

__all__ = ["LAYOUT_VERSION", "DataFolder"]

LAYOUT_VERSION: Final = "1"
_SNAPSHOT_NAME: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")


@dataclass(frozen=True, slots=True)
class DataFolder:
    """One data folder whose version has been checked."""

    root: Path

    @classmethod
    def existing(cls, root: Path) -> Self:
        """A folder that must be there.

        Raises:
            StoreError: there is no data folder, or one of another version.
        """
        folder = cls(root)
        with folder.reported("be read"):
            if not root.exists():
                raise StoreError(str(root), "there is no data folder here; make one with: kg build SOURCE --data DIR")
            folder._check_version()
        return folder

    @classmethod
    def prepared(cls, root: Path) -> Self:
        """A folder to write to, made where there is none or an empty one.

        Raises:
            StoreError: the folder holds something else, is of another version, or cannot be made.
        """
        folder = cls(root)
        with folder.reported("be made"):
            root.mkdir(parents=True, exist_ok=True)
            if not any(root.iterdir()):
                replace_text(root / "version", LAYOUT_VERSION + "\n")
            folder._check_version()
            folder.snapshots.mkdir(exist_ok=True)
        return folder

    def _check_version(self) -> None:
        try:
            found = (self.root / "version").read_text("utf-8").strip()
        except (FileNotFoundError, UnicodeDecodeError):
            message = "is not a data folder (it holds other files and no version); choose another --data"
            raise StoreError(str(self.root), message) from None
        if found != LAYOUT_VERSION:
            message = (
                f"is a data folder of version {found!r}, this program reads version {LAYOUT_VERSION}; "
                "use the program that made it, or build into a new folder"
            )
            raise StoreError(str(self.root), message)

    @property
    def ledger(self) -> Path:
        """The ledger's file."""
        return self.root / "ledger.sqlite"

    @property
    def corrections(self) -> Path:
        """An analyst's corrections, if there are any."""
        return self.root / "corrections.toml"

    @property
    def graph(self) -> Path:
        """The writer's database."""
        return self.root / "graph"

    @property
    def snapshots(self) -> Path:
        """The folder of published states."""
        return self.root / "snapshots"

    @property
    def working(self) -> Path:
        """The folder of what is being made for a snapshot."""
        return self.root / "working"

    def snapshot(self, name: str) -> Path:
        """The folder of one published state.

        Raises:
            StoreError: the name is none that a snapshot can have.
        """
        if not _SNAPSHOT_NAME.fullmatch(name):
            raise StoreError(str(self.root), f"{name!r} is no name of a snapshot; restore CURRENT or build again")
        return self.snapshots / name

    def current_snapshot(self) -> str | None:
        """The name of the state that readers see, None before the first one is published."""
        with self.reported("be read"):
            try:
                return (self.root / "CURRENT").read_text("utf-8").strip()
            except FileNotFoundError:
                return None

    def point_to(self, name: str) -> None:
        """Let readers see this snapshot from now on."""
        replace_text(self.root / "CURRENT", name + "\n")

    @contextmanager
    def reported(self, what: str) -> Iterator[None]:
        """Turn a failure of the file system into a :class:`StoreError` that says the folder cannot ``what``."""
        try:
            yield
        except OSError as error:
            reason = error.strerror or str(error)
            message = f"the data folder cannot {what} ({reason}); check the path, its permissions and the disk"
            raise StoreError(str(self.root), message) from error


def replace_text(path: Path, text: str) -> None:
    """Write a small file so that whoever reads it sees the old text or the new one, also after a power cut."""
    fresh = path.with_name(path.name + ".new")
    with fresh.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make renames in a folder last through a power cut, where the system lets a folder be opened."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except PermissionError:  # Windows: a folder cannot be opened, and its renames are journalled
        return
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def remove_tree(folder: Path) -> None:
    """Delete a folder and all in it; one that is not there is no error."""
    shutil.rmtree(folder, ignore_errors=True)
