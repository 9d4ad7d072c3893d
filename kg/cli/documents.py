"""What changes a data folder: build, remove."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import typer

from kg.building import BuildReport, build, remove
from kg.cli.group import ExitCode, complain
from kg.cli.screen import progress

__all__ = ["run_build", "run_remove"]


def run_build(
    sources: Sequence[str],
    data: Path,
    *,
    pipeline: str | None,
    published: dt.date | None,
    fresh: bool,
    base: str | None,
) -> ExitCode:
    """Build, say what was done and what was set aside."""
    with progress() as tell:
        report = build(sources, data, pipeline=pipeline, published=published, fresh=fresh, base=base, on_progress=tell)
    for error in report.rejected:
        complain(str(error))
    _show(report, data)
    return ExitCode.QUARANTINED if report.rejected else ExitCode.DONE


def run_remove(documents: Sequence[str], data: Path) -> None:
    """Take documents back, and say what is left."""
    with progress() as tell:
        report = remove(documents, data, on_progress=tell)
    _show(report, data)


def _show(report: BuildReport, data: Path) -> None:
    counts = {
        "added": len(report.added),
        "replaced": len(report.replaced),
        "unchanged": len(report.unchanged),
        "removed": len(report.removed),
        "set aside": len(report.rejected),
    }
    done = ", ".join(f"{count:,} {name}" for name, count in counts.items() if count) or "nothing to do"
    now = report.published
    typer.echo(f"{data}: {done}")
    typer.echo(
        f"now {now.documents:,} documents, {now.entities:,} entities, {now.occasions:,} occasions, {now.quads:,} quads "
        f"(snapshot {now.snapshot})"
    )
