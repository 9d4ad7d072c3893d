"""What treats a data folder as one thing: backup, restore."""

from __future__ import annotations

from pathlib import Path

import typer

from kg.archive import backup, restore

__all__ = ["run_backup", "run_restore"]


def run_backup(file: Path, data: Path) -> None:
    """Write a backup, and say what is in it."""
    found = backup(data, file)
    typer.echo(f"{file}: {found.files:,} files, {found.size:,} bytes, of snapshot {found.snapshot or 'none'}")


def run_restore(file: Path, data: Path) -> None:
    """Make a data folder from a backup, and say what it holds."""
    now = restore(file, data)
    typer.echo(f"{data}: {now.documents:,} documents, {now.quads:,} quads (snapshot {now.snapshot})")
