"""``kg demo``: the whole way from the five seed articles to a graph that is served."""

from __future__ import annotations

import shlex
import socket
import sys
import tempfile
import time
from pathlib import Path

import typer

from api import Settings
from kg.building import build
from kg.cli.account import show_account
from kg.cli.screen import progress
from kg.cli.service import serve_folder
from kg.errors import InputError
from kg.resources import seeds_path
from kg.store import open_store

__all__ = ["run_demo"]

_USUAL_PORT = 8000


def run_demo(data: Path | None, pipeline: str | None, *, host: str | None, port: int | None, serve: bool) -> None:
    """Build the seed articles into a fresh folder, show what was found, serve it or say how to.

    Raises:
        InputError: the folder is not empty.
    """
    folder = _fresh_folder(data)
    started = time.monotonic()
    with progress() as tell:
        report = build([seeds_path()], folder, pipeline=pipeline, on_progress=tell)
    now = report.published
    seconds = time.monotonic() - started
    typer.echo(f"{now.documents} articles became {now.quads:,} quads in {seconds:.1f} s.\nThe graph lies in {folder}")
    with open_store(folder) as reader:
        show_account(reader)
    _show_ways_on(folder)
    if serve and sys.stdout.isatty():
        settings = Settings.from_environment(host=host, port=port)
        serve_folder(folder, settings if port is not None else _with_free_port(settings))


def _fresh_folder(data: Path | None) -> Path:
    if data is None:
        return Path(tempfile.mkdtemp(prefix="demarche-demo-"))
    if data.exists() and (not data.is_dir() or any(data.iterdir())):
        raise InputError(str(data), "is not empty; the demo wants a folder of its own, choose another --data")
    return data


def _with_free_port(settings: Settings) -> Settings:
    with socket.socket() as probe:
        taken = probe.connect_ex((settings.host, _USUAL_PORT)) == 0
    return Settings.from_environment(host=settings.host, port=0 if taken else _USUAL_PORT)


def _show_ways_on(folder: Path) -> None:
    data = f"--data {shlex.quote(str(folder))}"
    typer.echo("\nGo on with:")
    for what in (
        f"kg serve {data}",
        f"kg neighbourhood 'Sergey Lavrov' --view actors {data}",
        f"kg query 'SELECT ?who WHERE {{ ?m dm:participant/skos:prefLabel ?who }}' {data}",
        f"kg export graphml -o demo.graphml {data}",
    ):
        typer.echo(f"  {what}")
    typer.echo("")
