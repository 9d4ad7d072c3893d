"""What is shown: results on stdout, progress on stderr while it is a terminal."""

from __future__ import annotations

import datetime as dt
import shutil
import sys
import textwrap
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import zip_longest
from pathlib import Path
from typing import IO

import typer

from kg.export import write_file, write_stream
from kg.publish import OnProgress, Progress, Stage

__all__ = ["ProgressLine", "columns", "deliver", "heading", "progress", "show_table", "text_width"]

_WIDEST = 100
_UNKNOWN_WIDTH = 88
_NARROWEST = 10
_GAP = "  "
_STAGES = {
    Stage.READ: "documents read",
    Stage.KEEP: "taken in",
    Stage.WRITE: "graphs compared",
    Stage.PUBLISH: "published",
}
_SECONDS_BEFORE_A_RATE = 2.0
_CLEAR_LINE = "\r\x1b[K"


def columns(stream: IO[str]) -> int | None:
    """How wide the terminal behind a stream is, None where there is none."""
    return shutil.get_terminal_size().columns if stream.isatty() else None


def text_width() -> int:
    """How wide text on stdout should be: as the terminal, but no wider than reads well."""
    return min(columns(sys.stdout) or _UNKNOWN_WIDTH, _WIDEST)


def heading(title: str) -> None:
    """Print a heading, with a blank line before it."""
    typer.echo("")
    typer.secho(title, bold=True)


def show_table(header: Sequence[str], rows: Sequence[Sequence[str]], notes: Sequence[str] = ()) -> None:
    """Print a table; cells that are too long for the terminal are wrapped.

    Args:
        header: the columns' names.
        rows: the cells.
        notes: what to say below each row, indented; nothing where it is empty.
    """
    widths = _fitted([max(map(len, column)) for column in zip(header, *rows, strict=True)])
    for line in (*_wrapped(header, widths), _GAP.join("-" * width for width in widths)):
        typer.echo(line)
    for row, note in zip_longest(rows, notes, fillvalue=""):
        for line in (*_wrapped(row, widths), *_noted(note)):
            typer.echo(line)


def _fitted(widths: list[int]) -> list[int]:
    over = sum(widths) + len(_GAP) * (len(widths) - 1) - text_width()
    while over > 0 and max(widths) > _NARROWEST:
        widths[widths.index(max(widths))] -= 1
        over -= 1
    return widths


def _wrapped(cells: Sequence[str], widths: Sequence[int]) -> Iterator[str]:
    folded = [textwrap.wrap(cell, width) for cell, width in zip(cells, widths, strict=True)]
    for parts in zip_longest(*folded, fillvalue=""):
        yield _GAP.join(part.ljust(width) for part, width in zip(parts, widths, strict=True)).rstrip()


def _noted(note: str) -> list[str]:
    return textwrap.wrap(note, text_width(), initial_indent="    ", subsequent_indent="    ")


def deliver(chunks: Iterable[bytes], output: Path | None) -> None:
    """Write bytes to a file, or to stdout.

    Raises:
        InputError: the file cannot be written.
    """
    if output is None or str(output) == "-":
        stream = typer.get_binary_stream("stdout")
        write_stream(chunks, stream)
        stream.flush()
    else:
        write_file(chunks, output)


@contextmanager
def progress() -> Iterator[OnProgress]:
    """Show on stderr what a build is doing, on one line, if it is a terminal."""
    width = columns(sys.stderr)
    if width is None:
        yield _silent
        return

    account = ProgressLine(time.monotonic)

    def tell(step: Progress) -> None:
        text = account(step)
        text = text if len(text) < width else f"{text[: width - 4]}..."
        typer.echo(_CLEAR_LINE + text, err=True, nl=False)

    typer.echo("loading the pipeline ...", err=True, nl=False)
    try:
        yield tell
    finally:
        typer.echo(_CLEAR_LINE, err=True, nl=False)


class ProgressLine:
    """What the line says: how much is done, how fast, what is left, and what was found and set aside.

    Args:
        clock: seconds from any fixed moment.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._stage: Stage | None = None
        self._begun = 0.0
        self._share_then = 0.0
        self._read: Progress | None = None
        self._kept = 0

    def __call__(self, step: Progress) -> str:
        """The line after a step."""
        if step.stage is Stage.KEEP:
            self._kept = step.done
            read = self._read or step
            step = replace(step, stage=read.stage, done=read.done, name=read.name)
        elif step.stage is Stage.READ:
            self._read = step
        if step.stage is not self._stage:
            self._stage, self._begun, self._share_then = step.stage, self._clock(), 0.0
        if step.unchanged and step.done == step.unchanged + step.rejected:  # nothing has had to be taken in yet
            self._begun, self._share_then = self._clock(), step.share or 0.0
        parts = [f"{step.done:,} {_STAGES[step.stage]}", *self._pace(step)]
        if step.stage is Stage.READ and step.unchanged:
            parts.append(f"{step.unchanged:,} unchanged")
        if self._kept:
            parts += [f"{self._kept:,} taken in", f"{step.facts:,} facts"] if step.stage is Stage.READ else []
        if step.rejected:
            parts.append(f"{step.rejected:,} set aside")
        return f"{', '.join(parts)}: {step.name}"

    def _pace(self, step: Progress) -> list[str]:
        seconds = self._clock() - self._begun
        done = self._kept or step.done - step.unchanged if step.stage is Stage.READ else step.done
        if seconds < _SECONDS_BEFORE_A_RATE or step.stage is Stage.PUBLISH:
            return []
        pace = [f"{done / seconds:,.1f}/s"]
        if step.share and step.share > self._share_then:
            left = round(seconds * (1 - step.share) / (step.share - self._share_then))
            pace.append(f"{step.share:.0%}, {dt.timedelta(seconds=left)} left")
        return pace


def _silent(_: Progress) -> None:
    return
