"""From the engine's parse errors to a line that a person can act on.

Oxigraph's parser is a PEG: it names the furthest position that any rule looked at, with everything that would have been
accepted there. Where it compared a whole keyword, that position lies behind the keyword's length
(``SELEC *`` is "error at 1:10: expected CONSTRUCT": nine characters past the first), so that has to be taken off again.
"""

from __future__ import annotations

import re
from typing import Final

from kg.errors import QueryError

__all__ = ["explained"]

_KEYWORD: Final = re.compile(r"[A-Z][A-Z0-9_]+\Z")
_SENTENCE: Final = re.compile(r"[A-Z][A-Za-z]* .*[a-z]", re.DOTALL)
_ANYTHING: Final = "[_]"
_BEFORE: Final = "something before this point is not allowed, such as a variable that is bound twice"
_COMMENT: Final = re.compile(r"#[^\n\r]*")
_NAME_BEFORE: Final = re.compile(r"([\w.\-]*):[\w.\-:%]*\Z")
_WORD: Final = re.compile(r"[?$@]?\w+|<[^<>\s]*>|\S")
_STRING_PARTS: Final = frozenset({'"\\""', '"\'"', '"\\\\"', '"\\\\u"', '"\\\\U"', _ANYTHING})


def explained(error: QueryError, text: str) -> QueryError:
    """The same error, pointing at where the query goes wrong and saying what stands there.

    Args:
        error: the engine's error, with its position and list of what it expected.
        text: the query as the user wrote it.
    """
    if error.line is None or error.column is None:
        return error
    expected = error.message.removeprefix("expected ").removeprefix("one of ").split(", ")
    offset = _offset(text, error.line, error.column)
    sentence = next((each for each in expected if _SENTENCE.match(each)), None)
    if sentence is not None and sentence.startswith("Prefix not found"):
        return _unknown_prefix(text, offset)
    if sentence is not None:
        return _at(text, offset, sentence[0].lower() + sentence[1:] if sentence.startswith("The ") else sentence)
    keywords = [each for each in expected if _KEYWORD.match(each)]
    if keywords and set(expected) <= {*keywords, _ANYTHING}:
        offset = max(0, offset - min(map(len, keywords)))
        if found := _WORD.match(text, offset):
            return _at(text, offset, f"the query cannot be read from {found[0]!r} on")
    if expected == [_ANYTHING]:
        return _at(text, offset, _BEFORE if _COMMENT.sub("", text).strip() else "the query is empty")
    if {_ANYTHING} != set(expected) <= _STRING_PARTS:
        return _at(text, offset, "a string that begins here or before is not closed")
    found = _WORD.match(text, offset)
    return _at(text, offset, f"unexpected {found[0]!r}" if found else "the query ends, or breaks off, too early here")


def _unknown_prefix(text: str, offset: int) -> QueryError:
    name = _NAME_BEFORE.search(text, 0, offset)
    if name is None:
        return _at(text, offset, "a prefix is used that is not declared")
    return _at(text, name.start(), f"the prefix '{name[1]}:' is not declared; add PREFIX {name[1]}: <...>")


def _at(text: str, offset: int, message: str) -> QueryError:
    line = text.count("\n", 0, offset) + 1
    return QueryError(message, line=line, column=offset - text.rfind("\n", 0, offset))


def _offset(text: str, line: int, column: int) -> int:
    start = 0
    for _ in range(line - 1):
        start = text.find("\n", start) + 1
    return min(start + column - 1, len(text))
