"""What describes a data folder: status."""

from __future__ import annotations

from pathlib import Path

import typer

from kg.cli.refusals import Refusal, refusal_lines
from kg.counts import Counts
from kg.status import status
from kg.store import DataFolder, endpoints_of

__all__ = ["run_status"]


def _published(counts: Counts) -> str:
    """``1,200 entities, 87 meetings, ... in 100 documents of 2013-05-28 to 2014-01-29``."""
    told = (
        (sum(counts.entities.values()), "entities"),
        (sum(counts.meetings.values()), "meetings"),
        (sum(counts.positions.values()), "positions"),
        (counts.statements, "statements"),
        (counts.interactions, "interactions"),
        (counts.mentions, "mentions"),
    )
    days = "" if counts.first is None else f" of {counts.first} to {counts.last}"
    return ", ".join(f"{count:,} {name}" for count, name in told) + f" in {counts.documents:,} documents{days}"


def run_status(data: Path) -> None:
    """Say what a data folder holds."""
    found = status(data)
    latest = "never" if found.latest is None else found.latest.isoformat(sep=" ", timespec="seconds")
    waiting = f", {found.waiting:,} of them not in the graph yet: go on with kg build" if found.waiting else ""
    lines = [
        ("data folder", str(found.data)),
        ("snapshot", found.snapshot or "nothing published yet"),
        *(("server", server.query) for server in [endpoints_of(DataFolder.existing(data))] if server is not None),
        ("documents", f"{found.documents:,}{waiting}"),
        ("quads", f"{found.quads:,} in {found.graphs:,} graphs"),
        *(("published", _published(counts)) for counts in [found.counts] if counts is not None),
        ("IRIs begin", found.base),
        *(("pipeline", f"{use.pipeline} ({use.documents:,} documents)") for use in found.pipelines),
        ("last change", latest),
        ("unsure", f"{len(found.unsure):,} entities or occasions"),
        ("quarantined", f"{len(found.quarantined):,}"),
    ]
    for name, value in lines:
        typer.echo(f"{name + ':':<13}{value}")
    for one in found.unsure:
        typer.echo(f"  unsure: {one}")
    for one in found.idle:
        typer.echo(f"  correction no longer applies: {one}")
    for line in refusal_lines(Refusal(one.source, one.line, one.error) for one in found.quarantined):
        typer.echo(f"  {line}")
