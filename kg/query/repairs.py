"""Where the engine departs from the recommendation and the text of a query can make up for it."""

from __future__ import annotations

import re

from kg.query.guard import plain_tokens

__all__ = ["repaired", "without_silent_loads"]

_NAME = "group_concat"


def repaired(text: str) -> str:
    """The query with every ``GROUP_CONCAT`` inside ``STR``.

    SPARQL 1.1 Query, section 18.5.1.7: the result is a simple literal. Oxigraph 0.5 keeps a language tag that all
    members share, so that ``GROUP_CONCAT(?label) = "a b"`` is false of English labels.
    """
    if _NAME not in text.lower():
        return text
    insertions: list[tuple[int, str]] = []
    depths: list[int] = []
    depth, pending = 0, False
    for token in plain_tokens(text):
        if token.lastgroup == "word" and token[0].lower() == _NAME:
            insertions.append((token.start(), "STR("))
            pending = True
        elif token[0] == "(":
            depth += 1
            if pending:
                depths.append(depth)
                pending = False
        elif token[0] == ")":
            if depths and depths[-1] == depth:
                depths.pop()
                insertions.append((token.end(), ")"))
            depth -= 1
    return _with(text, insertions)


def without_silent_loads(text: str) -> str:
    """The update with every ``LOAD SILENT`` made an operation that does nothing.

    SPARQL 1.1 Update, section 3.1.4: ``SILENT`` lets a load that fails pass, and here every load fails. One that is not
    silent stays, and is refused.
    """
    made: list[str] = []
    depth, copied, tokens = 0, 0, list(plain_tokens(text)) if "load" in text.lower() else []
    for position, token in enumerate(tokens):
        depth += {"{": 1, "}": -1}.get(token[0], 0)
        if depth == 0 and [_word(each) for each in tokens[position : position + 2]] == ["load", "silent"]:
            rest = tokens[position + 2 : position + 6]
            into = [_word(each) for each in rest[1:3]] == ["into", "graph"]
            last = rest[3] if into and len(rest) > 3 else rest[0] if rest else token
            made += [text[copied : token.start()], "INSERT DATA {}"]
            copied = last.end()
    return "".join(made) + text[copied:]


def _word(token: re.Match[str]) -> str:
    return token[0].lower() if token.lastgroup == "word" else ""


def _with(text: str, insertions: list[tuple[int, str]]) -> str:
    made, copied = [], 0
    for position, inserted in insertions:
        made += [text[copied:position], inserted]
        copied = position
    return "".join(made) + text[copied:]
