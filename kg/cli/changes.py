"""What shows change: diff, meeting, positions."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections.abc import Iterable
from pathlib import Path

import typer

from kg.cli.screen import deliver, heading, show_table
from kg.difference import compare, render_difference
from kg.errors import NotFoundError
from kg.history import Claimed, MeetingHistory, level_of, matrix, meeting_history, moves, panel_csv, position_ledger
from kg.status import status
from kg.store import open_store

__all__ = ["run_diff", "run_meeting", "run_positions"]


def run_diff(old: Path, new: Path, form: str) -> None:
    """Print what differs."""
    with open_store(old) as before, open_store(new) as after:
        typer.echo(render_difference(compare(before, after), form))


def run_meeting(name: str, data: Path, form: str) -> None:
    """Print the life of a meeting."""
    base = status(data).base
    with open_store(data) as reader:
        history = meeting_history(reader, name, base)
    if form == "json":
        typer.echo(json.dumps(dataclasses.asdict(history), ensure_ascii=False, indent=1))
        return
    typer.echo(f"{history.id}: {history.outcome or 'only proposed'}, told by {len(history.accounts)} articles")
    if history.reason is not None:
        typer.echo(f"one occasion because of {history.reason}")
    _show_claims("When it was to be", history.dates)
    _show_claims("Where", history.places)
    _show_claims("Who was to come", history.attendance)
    _show_accounts(history)
    _show_contradictions(history)


def _show_claims(title: str, claims: Iterable[Claimed]) -> None:
    rows = [(c.as_of, _value(c), c.words, c.said_by_label or "the article") for c in claims]
    if rows:
        heading(title)
        notes = [c.evidence[0].text if c.evidence else "" for c in claims]
        show_table(("told", "value", "words", "said by"), rows, notes)


def _value(claim: Claimed) -> str:
    value = claim.value or "-"
    return value if claim.attendance in {None, "Expected"} else f"{value}: {claim.attendance}"


def _show_contradictions(history: MeetingHistory) -> None:
    for one in history.contradictions:
        heading(f"Sources contradict each other: {one.about}")
        rows = [(side.as_of, side.said_by or "the article", side.says) for side in (one.one, one.other)]
        show_table(("told", "said by", "what"), rows)


def _show_accounts(history: MeetingHistory) -> None:
    heading("What the articles say together")
    rows = [
        (one.field, one.verdict, " / ".join(f"{told.value} ({', '.join(told.documents)})" for told in one.answers))
        for one in history.compared
    ]
    show_table(("what", "verdict", "answers"), rows)


def run_positions(
    data: Path, *, issue: str | None, at: dt.date | None, level: str, form: str, output: Path | None
) -> None:
    """Print or write positions."""
    base = status(data).base
    with open_store(data) as reader:
        ledger = position_ledger(reader, level_of(level), base)
    chosen = ledger if issue is None else ledger.on(issue)
    if issue is not None and not chosen.entries:
        raise NotFoundError("issue", issue)
    if form == "csv":
        deliver([panel_csv(chosen).encode()], output)
        return
    cells = matrix(chosen, at)
    if form == "json":
        told = json.dumps([dataclasses.asdict(cell) for cell in cells], ensure_ascii=False, indent=1)
        deliver([told.encode() + b"\n"], output)
    elif form == "moves":
        moved = moves(chosen)
        rows = [(m.holder_label, m.after.issue_label, m.before.stance, m.after.stance, m.after.as_of) for m in moved]
        show_table(("who", "on what", "from", "to", "when"), rows, [move.after.sentence for move in moved])
    else:
        rows = [(c.holder_label, c.stance, c.issue_label, c.since, str(c.positions)) for c in cells]
        show_table(("who", "stance", "on what", "since", "times"), rows, [cell.latest.sentence for cell in cells])
