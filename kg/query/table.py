"""Answers as text for a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.query.prefixes import shortened
from kg.query.results import Answer, Boolean, Solutions

__all__ = ["as_text", "shown"]

_NARROWEST: Final = 12
_GAP: Final = "  "


def as_text(answer: Answer, width: int | None = None) -> str:
    """An answer for people: a table of solutions, Turtle, or ``yes`` and ``no``.

    Args:
        answer: what a query answered; it is read to its end.
        width: the columns of the terminal; wide cells are cut to fit, with an ellipsis. None never cuts.

    Returns:
        Lines, the last one ended too; a table says below how many rows it has.
    """
    if isinstance(answer, Boolean):
        return "yes\n" if answer else "no\n"
    if isinstance(answer, Solutions):
        return _table(answer.variables, [[shown(term) for term in row] for row in answer], width)
    return answer.to_bytes("ttl").decode()


def shown(term: NamedNode | BlankNode | Literal | Triple | None) -> str:
    """A term without its syntax: a literal's text on one line, an IRI by its prefix, nothing where it is unbound."""
    if term is None:
        return ""
    if isinstance(term, Literal):
        return " ".join(term.value.split())
    return shortened(term.value) if isinstance(term, NamedNode) else str(term)


def _table(header: Sequence[str], rows: Sequence[Sequence[str]], width: int | None) -> str:
    columns = [[name, *cells] for name, *cells in zip(header, *rows, strict=True)]
    widths = _fitted([max(map(len, column)) for column in columns], width)
    lines = [_line(cells, widths) for cells in (header, ["-" * each for each in widths], *rows)]
    count = f"({len(rows)} row{'' if len(rows) == 1 else 's'})"
    return "\n".join((*lines, count)) + "\n"


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    cut = (cell if len(cell) <= each else cell[: each - 1] + "…" for cell, each in zip_longest(cells, widths))
    return _GAP.join(cell.ljust(each) for cell, each in zip(cut, widths, strict=True)).rstrip()


def _fitted(widths: list[int], width: int | None) -> list[int]:
    """Take from the widest column until the line fits, but leave every one enough to be read."""
    over = 0 if width is None else sum(widths) + len(_GAP) * (len(widths) - 1) - width
    while over > 0 and max(widths) > _NARROWEST:
        widest = widths.index(max(widths))
        widths[widest] -= 1
        over -= 1
    return widths
