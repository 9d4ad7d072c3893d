"""A data folder in one file and back: facts, settings and graph, every byte under a checksum.

The file is a tar archive: ``MANIFEST.json`` first, which names every other member with its length and SHA-256, then the
ledger, then the graph's database. What is derived from these (the snapshot that readers see) is made anew by restoring.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import re
import sqlite3
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

from kg.errors import InputError, StoreError
from kg.ledger import Ledger
from kg.publish import Published, forget_place, publish
from kg.store import DataFolder, open_writer
from kg.store.datafolder import LAYOUT_VERSION, remove_tree, sync_folder

__all__ = ["Backup", "backup", "restore"]

FORMAT: Final = 1
_MANIFEST: Final = "MANIFEST.json"
_LONGEST_MANIFEST: Final = 64 * 1024 * 1024
_NAME: Final = re.compile(r"ledger\.sqlite|STORE|graph/[A-Za-z0-9][A-Za-z0-9._-]*")
_CHUNK: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup holds: its files, their bytes together, and the snapshot that was published."""

    files: int
    size: int
    snapshot: str | None


@dataclass(frozen=True, slots=True)
class _File:
    name: str
    size: int
    sha256: str


def backup(data: str | Path, file: str | Path) -> Backup:
    """Write a whole data folder into one file; no build may be at work in it meanwhile.

    Args:
        data: the data folder.
        file: where to write, whole or not at all; compressed if its name ends in ``.gz`` or ``.tgz``.

    Raises:
        StoreError: there is no data folder, a build is writing it, or the file cannot be written.
    """
    target = Path(file)
    folder = DataFolder.existing(Path(data))
    unfinished = target.with_name(f".{target.name}.unfinished")
    try:
        with open_writer(folder.root) as store:
            copy = folder.root / ".backup"
            remove_tree(copy)
            copy.mkdir()
            try:
                _copy_ledger(folder.ledger, copy / "ledger.sqlite")
                store.back_up(copy)
                found = _written(copy, unfinished, folder.current_snapshot(), packed=_is_packed(target))
            finally:
                remove_tree(copy)
        unfinished.replace(target)
        sync_folder(target.absolute().parent)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise StoreError(
            str(file), f"cannot be written ({error.strerror or error}); check the path and disk"
        ) from error
    return found


def restore(file: str | Path, data: str | Path) -> Published:
    """Make a data folder from a backup, after every byte of it has been checked, and publish it.

    Args:
        file: what :func:`backup` wrote.
        data: a folder that is empty or not there.

    Raises:
        InputError: the file is no backup, is damaged, or is of another version.
        StoreError: the folder is not empty or cannot be written.
    """
    root = Path(data)
    if root.exists() and (not root.is_dir() or any(root.iterdir())):
        raise StoreError(str(data), "is not empty; restore into a new folder")
    unfinished = root.with_name(f".{root.name}.restoring")
    remove_tree(unfinished)
    try:
        unfinished.mkdir(parents=True)
        _extracted(Path(file), unfinished)
        (unfinished / "version").write_text(LAYOUT_VERSION + "\n", "utf-8")
        if root.exists():
            root.rmdir()
        unfinished.rename(root)
    except OSError as error:
        raise StoreError(str(data), f"cannot be written ({error.strerror or error}); check the disk") from error
    finally:
        remove_tree(unfinished)
    with open_writer(root) as store, Ledger.open(store.folder.ledger, writes=True) as ledger:
        if store.place:
            forget_place(ledger, store.place)  # the server's graph has gone on since
        return publish(ledger, store)


def _is_packed(path: Path) -> bool:
    return path.suffix in {".gz", ".tgz"}


def _copy_ledger(ledger: Path, target: Path) -> None:
    """A consistent copy, by SQLite's own means."""
    source, copy = sqlite3.connect(ledger), sqlite3.connect(target)
    try:
        source.backup(copy)
    except sqlite3.Error as error:
        raise StoreError(str(ledger), f"the ledger cannot be read ({error}); check the disk") from error
    finally:
        copy.close()
        source.close()


# --- writing ----------------------------------------------------------------------------------------------------------


def _written(copy: Path, target: Path, snapshot: str | None, *, packed: bool) -> Backup:
    paths = sorted(path for path in copy.rglob("*") if path.is_file())
    files = [_File(path.relative_to(copy).as_posix(), path.stat().st_size, _hash_of(path)) for path in paths]
    manifest = {
        "format": FORMAT,
        "layout": LAYOUT_VERSION,
        "snapshot": snapshot,
        "files": [{"name": one.name, "size": one.size, "sha256": one.sha256} for one in files],
    }
    with target.open("wb") as raw:
        stream: Any = gzip.GzipFile("", "wb", 6, raw, mtime=0) if packed else raw
        with tarfile.open(fileobj=stream, mode="w|", format=tarfile.PAX_FORMAT) as archive:
            content = json.dumps(manifest, indent=1).encode()
            archive.addfile(_member(_MANIFEST, len(content)), io.BytesIO(content))
            for path, one in zip(paths, files, strict=True):
                with path.open("rb") as file:
                    archive.addfile(_member(one.name, one.size), file)
        if packed:
            stream.close()
    return Backup(len(files), sum(one.size for one in files), snapshot)


def _member(name: str, size: int) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.size = size
    return member


def _hash_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


# --- reading ----------------------------------------------------------------------------------------------------------


def _extracted(file: Path, target: Path) -> None:
    """Every file that the manifest names, as it says, and no other.

    Raises:
        InputError: something is missing, damaged or surplus.
    """
    name = str(file)
    with _opened(file) as archive:
        members = iter(archive)
        first = next(members, None)
        if first is None or first.name != _MANIFEST or first.size > _LONGEST_MANIFEST:
            raise InputError(name, "is no backup of this program: it has no manifest")
        wanted = _manifest(name, _content(archive, first).read())
        for member in members:
            one = wanted.pop(member.name, None)
            if one is None or not member.isreg():
                raise InputError(name, f"is no backup to trust: {member.name[:80]!r} is not in its manifest")
            _extract(name, _content(archive, member), one, target / one.name)
    if wanted:
        raise InputError(name, f"is damaged: {min(wanted)} is missing; take another backup")


@contextmanager
def _opened(file: Path) -> Iterator[tarfile.TarFile]:
    try:
        with tarfile.open(file, "r|*") as archive:
            yield archive
    except (tarfile.TarError, gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise InputError(str(file), f"is no backup, or is damaged or cut off ({error}); take another one") from error
    except FileNotFoundError:
        raise InputError(str(file), "no such file; check the path") from None


def _content(archive: tarfile.TarFile, member: tarfile.TarInfo) -> IO[bytes]:
    return archive.extractfile(member) or io.BytesIO()


def _manifest(name: str, content: bytes) -> dict[str, _File]:
    try:
        given: Any = json.loads(content)
        version = (given["format"], given["layout"])
        files = [_File(str(one["name"]), int(one["size"]), str(one["sha256"])) for one in given["files"]]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise InputError(name, f"is no backup of this program: its manifest cannot be read ({error})") from None
    if version != (FORMAT, LAYOUT_VERSION):
        message = f"is a backup of version {version[0]}/{version[1]}, this program reads {FORMAT}/{LAYOUT_VERSION}"
        raise InputError(name, f"{message}; use the program that made it")
    wrong = next((one.name for one in files if not _NAME.fullmatch(one.name)), None)
    if wrong is not None:
        raise InputError(name, f"is no backup to trust: it names a file {wrong[:80]!r}")
    return {one.name: one for one in files}


def _extract(name: str, content: IO[bytes], one: _File, target: Path) -> None:
    target.parent.mkdir(exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with target.open("wb") as output:
        while chunk := content.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
            output.write(chunk)
    if (size, digest.hexdigest()) != (one.size, one.sha256):
        raise InputError(name, f"is damaged: {one.name} is not what it was; take another backup")
