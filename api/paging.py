"""Lists in pages. A cursor names its snapshot and its question: a page never mixes two states of the graph."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from api.problem import Problem

__all__ = ["Page", "page_of", "snapshot_of"]

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """One page of a list.

    Attributes:
        items: what is on it.
        next: the cursor of the page that follows; None on the last one.
        truncated: whether anything follows.
        snapshot: the state of the graph it was read from.
    """

    items: tuple[Item, ...]
    next: str | None
    truncated: bool
    snapshot: str


def page_of(found: Sequence[Item], *, question: str, cursor: str | None, limit: int, snapshot: str) -> Page[Item]:
    """The page that a cursor points at, or the first one.

    Args:
        found: the whole list, in its order.
        question: what was asked for, apart from cursor and limit.
        cursor: what :attr:`Page.next` said.
        limit: the most items.
        snapshot: the present state of the graph.

    Raises:
        Problem: the cursor is not one of ours, or of another question (400), or of a state that is gone (410).
    """
    mark = hashlib.sha256(question.encode()).hexdigest()[:8]
    start = 0 if cursor is None else _read(cursor, mark, snapshot)
    end = start + limit
    more = end < len(found)
    following = _write(snapshot, mark, end) if more else None
    return Page(tuple(found[start:end]), following, more, snapshot)


def snapshot_of(cursor: str) -> str | None:
    """The state of the graph that a cursor belongs to; None where it is none of ours."""
    try:
        return _plain(cursor)[2]
    except ValueError:
        return None


def _plain(cursor: str) -> tuple[int, str, str]:
    plain = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
    start, of_question, of_snapshot = plain.split(":", 2)
    return int(start), of_question, of_snapshot


def _write(snapshot: str, mark: str, start: int) -> str:
    return base64.urlsafe_b64encode(f"{start}:{mark}:{snapshot}".encode()).decode().rstrip("=")


def _read(cursor: str, mark: str, snapshot: str) -> int:
    try:
        position, of_question, of_snapshot = _plain(cursor)
    except ValueError as error:  # binascii.Error and UnicodeDecodeError are of its kind
        raise Problem("bad-parameter", "'cursor' is not one that this service gave", parameter="cursor") from error
    if of_question != mark or position < 0:
        detail = "'cursor' belongs to another question; use it with the parameters it came from"
        raise Problem("bad-parameter", detail, parameter="cursor")
    if of_snapshot != snapshot:
        raise Problem("cursor-expired", "begin the list again without a cursor", snapshot=snapshot)
    return position
