"""What describes a data folder: status."""

from __future__ import annotations

from pathlib import Path

import typer

from kg.status import status

__all__ = ["run_status"]


def run_status(data: Path) -> None:
    """Say what a data folder holds."""
    found = status(data)
    latest = "never" if found.latest is None else found.latest.isoformat(sep=" ", timespec="seconds")
    lines = [
        ("data folder", str(found.data)),
        ("snapshot", found.snapshot or "nothing published yet"),
        ("documents", f"{found.documents:,}"),
        ("quads", f"{found.quads:,} in {found.graphs:,} graphs"),
        ("IRIs begin", found.base),
        *(("pipeline", f"{use.pipeline} ({use.documents:,} documents)") for use in found.pipelines),
        ("last change", latest),
        ("quarantined", f"{len(found.quarantined):,}"),
    ]
    for name, value in lines:
        typer.echo(f"{name + ':':<13}{value}")
    for refused in found.quarantined:
        line = "" if refused.line is None else f":{refused.line}"
        typer.echo(f"  {refused.source}{line}: {refused.error}")
