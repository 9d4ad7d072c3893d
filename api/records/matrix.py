"""Who stands where on what, and since when: one row an actor, one cell an issue."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from api.records.base import Ref, one_ref, ref, targets
from api.state import State
from kg.network import Node

__all__ = ["Cell", "Row", "Told", "matrix_rows", "row_item"]


@dataclass(frozen=True, slots=True)
class Told:
    """A stance as an article reports it on a day; ``position`` is the fact's id, ``sentence`` its evidence."""

    position: str
    as_of: str | None
    stance: str | None
    sentence: str | None


@dataclass(frozen=True, slots=True)
class Cell:
    """Where an actor stands on an issue.

    ``stance`` is the last one told, ``since`` the day from which it has been told without another one between, ``last``
    the last day it was told. ``disputed`` says that on that day another stance is told as well, ``changed`` that an
    earlier one differs.
    """

    issue: Ref
    stance: str | None
    since: str | None
    last: str | None
    disputed: bool
    changed: bool
    told: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """An actor with its stances, by the issues' labels."""

    id: str
    iri: str
    label: str
    type: str
    cells: tuple[Cell, ...]


def matrix_rows(state: State, positions: Iterable[Node]) -> tuple[tuple[str, tuple[Node, ...]], ...]:
    """Positions by their holders' ids: those with most positions first, then by id; positions in their order."""
    rows: dict[str, list[Node]] = defaultdict(list)
    for position in positions:
        for holder in targets(state, position.id, "holder"):
            rows[holder].append(position)
    return tuple((holder, tuple(rows[holder])) for holder in sorted(rows, key=lambda each: (-len(rows[each]), each)))


def row_item(state: State, row: tuple[str, tuple[Node, ...]]) -> Row:
    """A row for a list."""
    holder, positions = ref(state, row[0]), row[1]
    by_issue: dict[str, list[Node]] = defaultdict(list)
    for position in positions:
        for issue in targets(state, position.id, "issue"):
            by_issue[issue].append(position)
    cells = [cell for issue, told in by_issue.items() if (cell := _cell(state, issue, told)) is not None]
    cells.sort(key=lambda cell: (cell.issue.label, cell.issue.id))
    return Row(holder.id, holder.iri, holder.label, holder.type, tuple(cells))


def _cell(state: State, issue: str, positions: list[Node]) -> Cell | None:
    thing = one_ref(state, (issue,))
    if thing is None:
        return None
    in_order = sorted(positions, key=lambda node: (node.start or "", node.id))
    last = in_order[-1]
    same_day = {node.status for node in in_order if node.start == last.start}
    since = last.start
    for node in reversed(in_order):
        if node.status != last.status:
            break
        since = node.start
    return Cell(
        issue=thing,
        stance=last.status,
        since=since,
        last=last.start,
        disputed=len(same_day) > 1,
        changed=any(node.status != last.status for node in in_order),
        told=tuple(Told(node.id, node.start, node.status, node.sentence) for node in in_order),
    )
