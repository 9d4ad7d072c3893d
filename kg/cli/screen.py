"""What is shown: results on stdout, progress on stderr while it is a terminal."""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import zip_longest
from pathlib import Path
from typing import IO

import typer

from kg.export import write_file, write_stream
from kg.publish import OnProgress, Progress, Stage

__all__ = ["columns", "deliver", "heading", "progress", "show_table", "text_width"]

_WIDEST = 100
_UNKNOWN_WIDTH = 88
_NARROWEST = 10
_GAP = "  "
_STAGES = {Stage.READ: "documents read", Stage.WRITE: "graphs compared", Stage.PUBLISH: "published"}
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

    def tell(step: Progress) -> None:
        text = textwrap.shorten(f"{step.done} {_STAGES[step.stage]}: {step.name}", width - 1, placeholder="...")
        typer.echo(_CLEAR_LINE + text, err=True, nl=False)

    typer.echo("starting ...", err=True, nl=False)
    try:
        yield tell
    finally:
        typer.echo(_CLEAR_LINE, err=True, nl=False)


def _silent(_: Progress) -> None:
    return
