# ruff: noqa: PLC0415 - a command imports what it needs when it is called, as in kg.cli.commands
"""The commands that follow things over time: diff, meeting, positions."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated, Literal

import typer

from kg.cli.commands import app
from kg.cli.options import DEFAULT_DATA, DataFolder, LevelOption, Output, day

__all__ = ["diff", "meeting", "positions"]


@app.command("diff")
def diff(
    *,
    old: Annotated[Path, typer.Argument(metavar="OLD", help="The data folder of one build.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="The data folder of another.")],
    form: Annotated[Literal["table", "json"], typer.Option("--format", help="How to write what differs.")] = "table",
) -> None:
    """Say what one build says and the other does not.

    Facts gained, lost and changed, counted by rule and by document, and each of them.
    """
    from kg.cli.changes import run_diff

    run_diff(old, new, form)


@app.command("meeting")
def meeting(
    *,
    name: Annotated[str, typer.Argument(metavar="MEETING", help="The meeting's id or IRI.")],
    data: DataFolder = DEFAULT_DATA,
    form: Annotated[Literal["table", "json"], typer.Option("--format", help="How to write it.")] = "table",
) -> None:
    """Tell the life of a meeting.

    What was claimed of its date, place and attendance, by whom and when; how its date moved; what the articles agree
    on, what only one source says, and what conflicts.
    """
    from kg.cli.changes import run_meeting

    run_meeting(name, data, form)


@app.command("positions")
def positions(
    *,
    data: DataFolder = DEFAULT_DATA,
    issue: Annotated[
        str | None, typer.Option("--issue", metavar="WORDS", help="An issue's id, or words that it has to hold.")
    ] = None,
    at: Annotated[
        dt.datetime | None,
        typer.Option("--at", formats=["%Y-%m-%d"], metavar="DATE", help="Who stood where on this day."),
    ] = None,
    level: LevelOption = "as-told",
    form: Annotated[
        Literal["table", "moves", "csv", "json"],
        typer.Option("--format", help="A matrix; who moved; a panel by week; or the matrix as JSON."),
    ] = "table",
    output: Output = None,
) -> None:
    """Say who stands where, since when, and who moved."""
    from kg.cli.changes import run_positions

    run_positions(data, issue=issue, at=day(at), level=level, form=form, output=output)
