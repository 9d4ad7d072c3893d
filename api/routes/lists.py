"""What every list route does: cut a page, and turn what is on it into records."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import fields
from typing import Protocol, TypeVar

from flask import Response, request

from api.answer import json_answer
from api.context import settings, state
from api.paging import Page, page_of
from api.problem import Problem

__all__ = ["DEFAULT_LIMIT", "LIST_PROBLEMS", "Paged", "at_most", "list_answer"]

DEFAULT_LIMIT = 100
LIST_PROBLEMS = ("cursor-expired", "not-acceptable", "not-found")
Found = TypeVar("Found")


class Paged(Protocol):
    """The parameters of a list."""

    @property
    def cursor(self) -> str | None:
        """Where the page begins."""

    @property
    def limit(self) -> int | None:
        """How many items it may have."""


def list_answer(found: Sequence[Found], query: Paged, item: Callable[[Found], object]) -> Response:
    """One page of a list as the answer to the present request.

    Args:
        found: the whole list.
        query: the request's parameters; all but cursor and limit make the question that a cursor belongs to.
        item: makes the record of what is on the page.

    Raises:
        Problem: a limit or cursor that cannot be used, or a client that takes no JSON.
    """
    limit = at_most("limit", query.limit, settings().max_page)
    filters = [getattr(query, each.name) for each in fields(query) if each.name not in {"cursor", "limit"}]  # type: ignore[arg-type]
    question = f"{request.path} {filters}"
    page = page_of(found, question=question, cursor=query.cursor, limit=limit, snapshot=state().snapshot)
    return json_answer(Page(tuple(map(item, page.items)), page.next, page.truncated, page.snapshot))


def at_most(name: str, value: int | None, most: int) -> int:
    """A number that this server takes: the given one, or as many as are usual where none is given.

    Raises:
        Problem: it is above ``most`` (400, naming the parameter and the bound).
    """
    if value is None:
        return min(DEFAULT_LIMIT, most)
    if value > most:
        raise Problem("bad-parameter", f"{name!r} must be at most {most} here", parameter=name)
    return value
