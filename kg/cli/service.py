"""What serves the graph over HTTP."""

from __future__ import annotations

from pathlib import Path

import typer

from api import FollowedGraph, Settings
from api import serve as serve_graph

__all__ = ["run_serve", "serve_folder"]

_PAGES = (
    ("the explorer", ""),
    ("SPARQL 1.1", "sparql"),
    ("entities by name", "api/entities?q=kerry"),
    ("who met whom", "api/meetings"),
    ("for Gephi and Cytoscape", "api/export/graphml"),
    ("whether it lives", "healthz"),
)


def run_serve(data: Path, **given: str | float | None) -> None:
    """Serve a data folder; ``given`` are flags, by the names of :class:`api.Settings`."""
    serve_folder(data, Settings.from_environment(None, **given))


def serve_folder(data: Path, settings: Settings) -> None:
    """Serve a data folder until Ctrl-C, printing where to look once requests are taken."""
    graph = FollowedGraph(data, settings.kept_snapshots)
    try:
        serve_graph(graph, settings, ready=_show_addresses)
    finally:
        graph.close()
    typer.echo("Stopped.")


def _show_addresses(root: str) -> None:
    typer.echo("Serving; Ctrl-C ends it. Open:")
    for what, path in _PAGES:
        typer.echo(f"  {what:<24} {root}{path}")
