"""The options that several commands have, each with its environment variable."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated, Literal, TypeAlias

import typer

__all__ = ["DEFAULT_DATA", "DataFolder", "Host", "Output", "Pipeline", "Port", "View", "ViewChoice", "day"]

DEFAULT_DATA = Path("demarche-data")

DataFolder: TypeAlias = Annotated[
    Path,
    typer.Option("--data", envvar="DEMARCHE_DATA", metavar="DIR", help="The data folder."),
]

ViewChoice: TypeAlias = Literal["events", "actors"]

View: TypeAlias = Annotated[
    ViewChoice,
    typer.Option(
        "--view",
        envvar="DEMARCHE_VIEW",
        help="events: meetings, positions and other facts are nodes. actors: they are edges between actors.",
    ),
]

Pipeline: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--pipeline",
        envvar="DEMARCHE_PIPELINE",
        metavar="NAME|PATH",
        help="A spaCy pipeline with a parser and names, in place of the one that comes with the program.",
    ),
]

Host: TypeAlias = Annotated[
    str | None,
    typer.Option("--host", envvar="DEMARCHE_HOST", metavar="H", help="The address to listen on [default: 127.0.0.1]."),
]

Port: TypeAlias = Annotated[
    int | None,
    typer.Option(
        "--port", envvar="DEMARCHE_PORT", metavar="P", help="The port to listen on; 0 is any [default: 8000]."
    ),
]

Output: TypeAlias = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", help="Write to this file, whole or not at all, instead of stdout."),
]


def day(given: dt.datetime | None) -> dt.date | None:
    """The date of an option that was read as a date and time."""
    return None if given is None else given.date()
