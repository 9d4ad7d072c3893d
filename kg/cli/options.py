"""The options that several commands have, each with its environment variable."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated, Any, Literal, TypeAlias

import typer

__all__ = [
    "DATE_FORMATS",
    "DEFAULT_DATA",
    "Corrections",
    "DataFolder",
    "Host",
    "LevelOption",
    "MinConfidence",
    "Output",
    "Pipeline",
    "Port",
    "Profile",
    "Since",
    "Types",
    "Until",
    "View",
    "ViewChoice",
    "day",
    "setting",
]

DEFAULT_DATA = Path("demarche-data")
DATE_FORMATS = ["%Y-%m-%d"]


def setting(name: str, about: str, metavar: str | None = None) -> Any:
    """The option of one setting: its flag, its variable, what it is."""
    variable = f"DEMARCHE_{name.upper().replace('-', '_')}"
    return typer.Option(f"--{name}", envvar=variable, help=about, metavar=metavar)


DataFolder: TypeAlias = Annotated[Path, setting("data", "The data folder.", "DIR")]

ViewChoice: TypeAlias = Literal["events", "actors"]

View: TypeAlias = Annotated[
    ViewChoice,
    setting("view", "events: meetings, positions and other facts are nodes. actors: they are edges between actors."),
]

Pipeline: TypeAlias = Annotated[
    str | None,
    setting(
        "pipeline",
        "A spaCy pipeline with a parser and names, in place of the one that comes with the program.",
        "NAME|PATH",
    ),
]

Corrections: TypeAlias = Annotated[
    Path | None,
    setting("corrections", "An analyst's corrections (TOML), kept with the data and applied on every build.", "FILE"),
]

Host: TypeAlias = Annotated[str | None, setting("host", "The address to listen on [default: 127.0.0.1].", "H")]

Port: TypeAlias = Annotated[int | None, setting("port", "The port to listen on; 0 is any [default: 8000].", "P")]

Profile: TypeAlias = Annotated[
    str,
    typer.Option(
        "--profile", metavar="NAME", help="For graphml, the tool it is for: default, gephi, cytoscape, neo4j or yed."
    ),
]

Types: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--type", metavar="TYPE", help="Keep only these types, such as Person, Meeting, metWith; may be repeated."
    ),
]

Since: TypeAlias = Annotated[
    dt.datetime | None,
    typer.Option("--since", formats=DATE_FORMATS, metavar="DATE", help="Leave out what ended before."),
]

Until: TypeAlias = Annotated[
    dt.datetime | None,
    typer.Option("--until", formats=DATE_FORMATS, metavar="DATE", help="Leave out what began after."),
]

MinConfidence: TypeAlias = Annotated[
    float | None, typer.Option("--min-confidence", min=0.0, max=1.0, help="Leave out facts with less confidence.")
]

LevelOption: TypeAlias = Annotated[
    Literal["as-told", "person", "office", "institution", "state"],
    typer.Option("--level", help="Actors as the text tells them, or those for whom they act on the day of the fact."),
]

Output: TypeAlias = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", help="Write to this file, whole or not at all, instead of stdout."),
]


def day(given: dt.datetime | None) -> dt.date | None:
    """The date of an option that was read as a date and time."""
    return None if given is None else given.date()
