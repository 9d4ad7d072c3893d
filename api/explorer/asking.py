"""The page for SPARQL: examples, an editor, the answer as a table, the fault at its line, and links that stay."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from typing import Annotated, Final

from flask import Response, request

from api.context import answering, hung_up, settings, state
from api.explorer.addresses import address_of
from api.explorer.site import asked, page, routes
from api.parameters import text
from api.problem import Problem, problem_of
from api.state import State
from kg.errors import KGError, QueryError, QueryLimit
from kg.query import EXAMPLES, GRAPH_FORMATS, KNOWN_PREFIXES, SOLUTION_FORMATS, pool, shortened
from kg.query.question import Form, Question

__all__ = ["AskPageQuery", "Cell", "Reply", "ask"]

MOST_ROWS: Final = 300
MOST_BYTES: Final = 2**23
"""So much of an answer is read for a page that shows :data:`MOST_ROWS` of its rows and counts the rest."""


@dataclass(frozen=True, slots=True)
class AskPageQuery:
    """The parameters of the SPARQL page."""

    query: Annotated[str | None, text("the query")] = None
    example: Annotated[str | None, text("the name of an example to begin with")] = None


@dataclass(frozen=True, slots=True)
class Cell:
    """A term of an answer: short text, and the address of what it names if it names something here."""

    text: str
    href: str | None
    number: bool


@dataclass(frozen=True, slots=True)
class Reply:
    """What a query answered: a table, a yes or no, or Turtle."""

    variables: tuple[str, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    total: int = 0
    truth: bool | None = None
    turtle: str | None = None
    formats: tuple[str, ...] = ()


@routes.get("/ask")
def ask_page() -> Response:
    """Ask in SPARQL."""
    query = asked(AskPageQuery)
    example = next((each for each in EXAMPLES if each.name == query.example), None)
    chosen = query.query or (example.text if example is not None else None)
    fault: Problem | None = None
    reply: Reply | None = None
    try:
        reply = None if chosen is None else ask(chosen)
    except KGError as error:
        fault = problem_of(error)
    content = {
        "query": chosen or EXAMPLES[0].text,
        "asked": chosen is not None,
        "question": example.question if example is not None and query.query is None else None,
        "reply": reply,
        "fault": fault,
        "examples": EXAMPLES,
        "prefixes": KNOWN_PREFIXES,
        "most": MOST_ROWS,
        "rows": min(30, max(10, (chosen or EXAMPLES[0].text).count("\n") + 2)),
    }
    return _with_status(page("ask.html", lambda: content), fault)


def _with_status(response: Response, fault: Problem | None) -> Response:
    """The page with the status of what went wrong, as whoever asks at ``/sparql`` is told it."""
    if fault is not None:
        response.status_code = fault.status
        response.headers.extend({**fault.headers, "Cache-Control": "no-store"})
    return response


def ask(query: str) -> Reply:
    """Answer a query for the page, within the bounds of every other.

    Args:
        query: SPARQL; the known prefixes need no declaration.

    Raises:
        KGError: as :meth:`kg.query.pool.QueryPool.ask` does.
    """
    question = Question(query, "", SOLUTION_FORMATS["json"].media_type, GRAPH_FORMATS["ttl"].media_type)
    with closing(answering().ask(state(), question, settings().query_timeout, hung_up(request.environ))) as reply:
        body = b"".join(_some(reply))
    if reply.head.form is Form.GRAPH:
        return Reply(turtle=body.decode("utf-8", "replace"), formats=tuple(GRAPH_FORMATS))
    return _reply(state(), json.loads(body))


def _some(reply: pool.Reply) -> Iterator[bytes]:
    """The answer's bytes, as many as a page can show.

    Raises:
        QueryLimit: rows are longer than that.
    """
    length = 0
    for piece in reply:
        yield piece
        length += len(piece)
        if length > MOST_BYTES and reply.head.form is Form.GRAPH:
            return
        if length > MOST_BYTES:
            raise QueryLimit(
                "answer", f"the answer has more than {MOST_BYTES // 2**20} MB; ask for less, or at /sparql"
            )


def _reply(here: State, results: Mapping[str, object]) -> Reply:
    """An answer from the SPARQL 1.1 Query Results JSON Format."""
    formats = tuple(SOLUTION_FORMATS)
    match results:
        case {"boolean": bool() as truth}:
            return Reply(truth=truth, formats=formats)
        case {"head": {"vars": list() as variables}, "results": {"bindings": list() as bindings}}:
            rows = tuple(
                tuple(_cell(here, binding.get(name)) for name in variables) for binding in bindings[:MOST_ROWS]
            )
            return Reply(tuple(variables), rows, len(bindings), formats=formats)
    raise QueryError("the answer is neither a table nor yes or no")


def _cell(here: State, term: Mapping[str, str] | None) -> Cell:
    if term is None:
        return Cell("", None, number=False)
    value = term["value"]
    if term["type"] == "uri":
        return Cell(shortened(value), address_of(here, value), number=False)
    return Cell(value, None, number=term.get("datatype", "").endswith(("#integer", "#decimal", "#double")))
