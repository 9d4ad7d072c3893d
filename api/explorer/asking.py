"""The page for SPARQL: examples, an editor, the answer as a table, the fault at its line, and links that stay."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Final

from flask import Response

from api.context import state
from api.explorer.addresses import address_of
from api.explorer.site import asked, page, routes
from api.parameters import text
from api.state import State
from kg.errors import QueryError
from kg.query import EXAMPLES, GRAPH_FORMATS, KNOWN_PREFIXES, SOLUTION_FORMATS, Boolean, Graph, run, shortened

__all__ = ["AskPageQuery", "Cell", "Reply", "ask"]

MOST_ROWS: Final = 300


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
    """What a query answered: a table, a yes or no, or Turtle; or what was wrong with it, and where."""

    variables: tuple[str, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    total: int = 0
    truth: bool | None = None
    turtle: str | None = None
    fault: str | None = None
    line: int | None = None
    column: int | None = None
    formats: tuple[str, ...] = ()


@routes.get("/ask")
def ask_page() -> Response:
    """Ask in SPARQL."""
    query = asked(AskPageQuery)
    example = next((each for each in EXAMPLES if each.name == query.example), None)
    chosen = query.query or (example.text if example is not None else None)
    reply = None if chosen is None else ask(state(), chosen)
    content = {
        "query": chosen or EXAMPLES[0].text,
        "asked": chosen is not None,
        "question": example.question if example is not None and query.query is None else None,
        "reply": reply,
        "examples": EXAMPLES,
        "prefixes": KNOWN_PREFIXES,
        "most": MOST_ROWS,
        "rows": min(30, max(10, (chosen or EXAMPLES[0].text).count("\n") + 2)),
    }
    return page("ask.html", lambda: content)


def ask(here: State, query: str) -> Reply:
    """Answer a query for the page.

    Args:
        here: the state to ask.
        query: SPARQL; the known prefixes need no declaration.
    """
    try:
        answer = run(here.reader, query)
        if isinstance(answer, Graph):
            turtle = answer.to_bytes("ttl").decode()
            return Reply(turtle=turtle, formats=tuple(GRAPH_FORMATS))
        return _reply(here, json.loads(answer.to_bytes("json")), boolean=isinstance(answer, Boolean))
    except QueryError as error:
        return Reply(fault=error.message, line=error.line, column=error.column)


def _reply(here: State, results: Mapping[str, object], *, boolean: bool) -> Reply:
    """An answer from the SPARQL 1.1 Query Results JSON Format."""
    formats = tuple(SOLUTION_FORMATS)
    match results:
        case {"boolean": bool() as truth} if boolean:
            return Reply(truth=truth, formats=formats)
        case {"head": {"vars": list() as variables}, "results": {"bindings": list() as bindings}}:
            rows = tuple(
                tuple(_cell(here, binding.get(name)) for name in variables) for binding in bindings[:MOST_ROWS]
            )
            return Reply(tuple(variables), rows, len(bindings), formats=formats)
        case _:
            return Reply(fault="the answer is neither a table nor yes or no")


def _cell(here: State, term: Mapping[str, str] | None) -> Cell:
    if term is None:
        return Cell("", None, number=False)
    value = term["value"]
    if term["type"] == "uri":
        return Cell(shortened(value), address_of(here, value), number=False)
    return Cell(value, None, number=term.get("datatype", "").endswith(("#integer", "#decimal", "#double")))
