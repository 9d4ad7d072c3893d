"""What a query asked over HTTP is to the query service: the question, and whether its answer may be kept."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import lru_cache

from api.negotiation import best
from api.problem import Problem
from kg.errors import QueryError
from kg.query import GRAPH_FORMATS, SOLUTION_FORMATS, AnswerFormat, by_media_type, find_format
from kg.query.formats import Writer
from kg.query.question import Question

__all__ = ["content_type", "is_settled", "question_of"]

_ROWS_AS, _GRAPHS_AS = tuple(by_media_type(SOLUTION_FORMATS)), tuple(by_media_type(GRAPH_FORMATS))
_MOMENTARY = ("now", "rand", "uuid")
_OF_THE_MOMENT = re.compile(r"\b(?:now|rand|(?:str)?uuid)\b", re.IGNORECASE)
"""Functions whose value changes by itself (SPARQL 1.1 Query, sections 17.4.2.12, 17.4.2.13, 17.4.4.5, 17.4.5.1)."""
_AFAR = re.compile("service|from", re.IGNORECASE)
"""What may be answered by another server."""


def question_of(
    text: str,
    base: str,
    accept: str | None,
    *,
    wanted: Sequence[str] = (),
    default_graphs: tuple[str, ...] = (),
    named_graphs: tuple[str, ...] = (),
) -> Question:
    """The question, but for the snapshot that it is asked of.

    Args:
        text: the query.
        base: the address that it was sent to.
        accept: the header ``Accept``.
        wanted: the forms that were asked for by name or media type: some clients send several at once, and the first
            that fits is taken; ``Accept`` is looked at where there is none.
        default_graphs: see :func:`kg.query.run`.
        named_graphs: likewise.
    """
    rows_as, graph_as = _forms(accept, tuple(wanted))
    return Question(
        text=text,
        place="",
        rows_as=rows_as,
        graph_as=graph_as,
        wanted=wanted[0] if wanted else None,
        default_graphs=default_graphs,
        named_graphs=named_graphs,
        base=base,
    )


def is_settled(text: str, *, remote: bool, graphs: bool = False) -> bool:
    """Whether the answer to a query is a function of the snapshot alone, and so the same as long as that stands.

    Args:
        text: the query.
        remote: whether it may ask other servers.
        graphs: whether its graphs were named beside it.
    """
    lower = text.lower()  # looked through much faster than the pattern is searched
    if any(each in lower for each in _MOMENTARY) and _OF_THE_MOMENT.search(text):
        return False
    return not (remote and (graphs or _AFAR.search(text)))


def content_type(media_type: str) -> str:
    """The header ``Content-Type``; text is UTF-8."""
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type


@lru_cache(32)  # few: clients send headers of any length
def _forms(accept: str | None, wanted: tuple[str, ...]) -> tuple[str | None, str | None]:
    """The media types to write rows and graphs in; None where there is none."""
    return _form(SOLUTION_FORMATS, _ROWS_AS, accept, wanted), _form(GRAPH_FORMATS, _GRAPHS_AS, accept, wanted)


def _form(
    formats: Mapping[str, AnswerFormat[Writer]], media_types: Sequence[str], accept: str | None, wanted: tuple[str, ...]
) -> str | None:
    for each in wanted:
        with suppress(QueryError):
            return find_format(each, formats).media_type
    if wanted:
        return None
    try:
        return best(accept, media_types)
    except Problem:
        return None
