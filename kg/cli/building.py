"""The options of ``kg build``."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, TypeAlias

import typer

from kg.cli.options import DATE_FORMATS, setting

__all__ = ["Base", "Cluster", "Fields", "Fresh", "Jobs", "Published", "Retry", "Store", "pairs"]

Published: TypeAlias = Annotated[
    dt.datetime | None,
    typer.Option(
        "--published", formats=DATE_FORMATS, metavar="DATE", help="The date of documents that do not say their own."
    ),
]

Fresh: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--fresh/--resume", help="Read every document anew and forget all others, or skip what has not changed."
    ),
]

Jobs: TypeAlias = Annotated[
    int | None,
    typer.Option(
        "--jobs",
        "--workers",
        "-j",
        envvar="DEMARCHE_JOBS",
        min=1,
        metavar="N",
        help="Worker processes that read [default: one a core, up to 8]; 1 reads in this process.",
    ),
]

Cluster: TypeAlias = Annotated[
    str | None,
    setting("cluster", "The scheduler of a Dask cluster that is to read, such as tcp://host:8786.", "URL"),
]

Store: TypeAlias = Annotated[
    str | None,
    setting("store", "A SPARQL server that is to hold the graph in place of the data folder; remembered there.", "URL"),
]

Fields: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--field", metavar="NAME=COLUMN", help="What JSON Lines and CSV call a field; may be repeated: text=body."
    ),
]

Retry: TypeAlias = Annotated[
    bool, typer.Option("--retry", help="Take again what was set aside before; then no SOURCE is needed.")
]

Base: TypeAlias = Annotated[
    str | None, setting("base", "What the IRIs of instances begin with; kept with the data.", "IRI")
]


def pairs(given: list[str]) -> dict[str, str]:
    """What options of the form NAME=VALUE say."""
    split = [one.partition("=") for one in given]
    for name, mark, value in split:
        if not (name and mark and value):
            raise typer.BadParameter(f"{name + mark + value!r} is not of the form NAME=COLUMN", param_hint="--field")
    return {name.strip(): value for name, _, value in split}
