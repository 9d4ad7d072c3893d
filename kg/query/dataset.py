"""The dataset of an update, chosen by the request: ``using-graph-uri`` written into the text as ``USING``.

SPARQL 1.1 Protocol, section 2.2.3: these parameters stand for ``USING`` in every operation that has a ``WHERE``, and an
update that has ``USING``, ``USING NAMED`` or ``WITH`` of its own is refused beside them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pyoxigraph import NamedNode

from kg.errors import QueryError
from kg.query.guard import plain_tokens

__all__ = ["using"]

_OWN: Final = frozenset({"using", "with"})


def using(text: str, default_graphs: Sequence[str], named_graphs: Sequence[str]) -> str:
    """The update with a dataset for each of its patterns; as it is where none is given.

    Raises:
        QueryError: the update chooses a dataset itself, or a name is no IRI.
    """
    if not default_graphs and not named_graphs:
        return text
    clauses = " ".join(
        [f"USING {_iri(each)}" for each in default_graphs] + [f"USING NAMED {_iri(each)}" for each in named_graphs]
    )
    made: list[str] = []
    depth, copied, before = 0, 0, ""
    for token in plain_tokens(text):
        word = token[0].lower() if token.lastgroup == "word" else ""
        if depth == 0 and word in _OWN:
            raise QueryError("using-graph-uri cannot stand beside USING or WITH in the update")
        if depth == 0 and word == "where":
            if before == "delete":
                pattern = _group(text, token.end())
                made += [text[copied : token.start()], pattern, "\n", clauses, " WHERE "]
            else:
                made += [text[copied : token.start()], clauses, " WHERE "]
            copied = token.end()
        depth += {"{": 1, "}": -1}.get(token[0], 0)
        before = word
    return "".join(made) + text[copied:]


def _group(text: str, start: int) -> str:
    """The braces that open first after a place, and all between them: the template of a ``DELETE WHERE``."""
    depth, begin = 0, start
    for token in plain_tokens(text, start):
        if token[0] == "{":
            begin = token.start() if depth == 0 else begin
            depth += 1
        elif token[0] == "}":
            depth -= 1
            if depth == 0:
                return text[begin : token.end()]
    raise QueryError("the update breaks off in a pattern")


def _iri(text: str) -> str:
    try:
        return str(NamedNode(text))
    except ValueError as error:
        raise QueryError(f"{text!r} is no IRI of a graph ({error})") from error
