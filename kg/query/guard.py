"""What a query may not ask for, found in its text before any engine sees it.

Oxigraph has no switch against ``SERVICE``: a federated query makes the server call any address its author likes
(eclipse-rdf4j/rdf4j#5989 describes the attack). So the text itself is searched, and on the safe side. What a character
means in SPARQL depends on the grammar around it: ``<`` is "less than" or opens an IRI (but not before ``http://``: no
operand begins with ``/``), ``service:x`` is a name or the keyword before ``:x``, ``\"\"\"`` opens a long string or is
an empty one before another. Every such reading is followed, and a query is refused when any of them federates.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Iterator
from typing import Final

from kg.errors import QueryError

__all__ = ["MAX_OPERATORS", "check", "check_depth", "check_update", "is_update", "plain_tokens"]

MAX_OPERATORS: Final = 1000
"""Brackets, dots and operators of one query. Oxigraph's parser and planner recurse on them: twenty thousand ``{`` (or
``!``, or ``+1``) overflow the stack and end the process; a thousand of each kind passed on a stack of 8 MB.
"""

_BLANK: Final = r"(?:[\t\n\r ]|\#[^\n\r]*+)*+"
_CODE_POINT: Final = r"(?:u(?![dD][89a-fA-F])[0-9A-Fa-f]{4}|U(?!0000[dD][89a-fA-F])00(?:0[0-9A-Fa-f]|10)[0-9A-Fa-f]{4})"
_IRI: Final = rf"<(?:[^<>\"{{}}|^`\\\x00-\x20]|\\{_CODE_POINT})*+>"
_ESCAPE: Final = rf"""\\(?:[tbnrf\\"']|{_CODE_POINT})"""
_TOKEN: Final = re.compile(
    rf"""
    (?P<blank> \s+ )
    | (?P<comment> \#[^\n\r]*+ )
    | (?P<long> \"{{3}}(?:[^"\\]|{_ESCAPE}|"(?!""))*+\"{{3}} | '{{3}}(?:[^'\\]|{_ESCAPE}|'(?!''))*+'{{3}} )
    | (?P<string> "(?:[^"\\\n\r]|{_ESCAPE})*+" | '(?:[^'\\\n\r]|{_ESCAPE})*+' )
    | (?P<unclosed> ["'] )
    | (?P<iri> {_IRI} )
    | (?P<variable> [?$]\w+ )
    | (?P<language> @[A-Za-z]+(?:-[A-Za-z0-9]+)* )
    | (?P<prefixed> (?:[^\W\d_][\w.\-]*)?:(?:(?:[\w:%]|\\.)(?:[\w.\-:%]|\\.)*)? )
    | (?P<word> \w+ )
    | (?P<operator> . )
    """,
    re.VERBOSE,
)
_NO_OPERATORS: Final = f"{string.ascii_letters}{string.digits}_{string.whitespace}".encode()
_ADDRESS: Final = re.compile(r"<[A-Za-z][A-Za-z0-9+.\-]*://")
_KEYWORD: Final = re.compile("service", re.IGNORECASE)
_CALL: Final = re.compile(
    rf"service{_BLANK}(?:silent{_BLANK})?(?:{_IRI}|[?$:\w](?:[^\t\n\r {{<\#\\]|\\.)*){_BLANK}\{{", re.IGNORECASE
)
_PROLOGUE: Final = re.compile(rf"{_BLANK}(?:base{_BLANK}{_IRI}|prefix{_BLANK}[\w.\-]*:{_BLANK}{_IRI})", re.IGNORECASE)
_OPERATIONS: Final = ("insert", "delete", "load", "clear", "drop", "create", "add", "move", "copy", "with")
_UPDATE: Final = re.compile(rf"{_BLANK}(?:{'|'.join(_OPERATIONS)})\b", re.IGNORECASE)


def plain_tokens(text: str, start: int = 0) -> Iterator[re.Match[str]]:
    """The tokens of the likeliest reading from a place on, without blanks and comments."""
    position = start
    while (token := _TOKEN.match(text, position)) and token.lastgroup != "unclosed":
        if token.lastgroup not in {"blank", "comment"}:
            yield token
        position = token.end()


def check_update(text: str) -> None:
    """Refuse what an update may not ask for.

    Raises:
        QueryError: a call to another server (``SERVICE``, ``LOAD``).
    """
    _refuse_federation(text)
    if "load" in text.lower():
        _refuse_load(_tokens(text))


def check(text: str) -> bool:
    """Refuse what a query may not ask for.

    Args:
        text: the query.

    Returns:
        Whether the query chooses its graphs itself, with ``FROM`` or ``FROM NAMED``.

    Raises:
        QueryError: an update, or a call to another server.
    """
    if is_update(text):
        raise QueryError("this is an update; a query only reads (SELECT, ASK, CONSTRUCT, DESCRIBE)")
    _refuse_federation(text)
    words = (token[0].lower() for token in _tokens(text) if token.lastgroup == "word")
    return "from" in text.lower() and "from" in words


def check_depth(text: str, most: int = MAX_OPERATORS) -> None:
    """Refuse what the engine's parser would not survive, before anything is put into it that is known to be flat.

    Raises:
        QueryError: no Unicode text, or more brackets and operators than ``most``.
    """
    try:
        encoded = text.encode()
    except UnicodeEncodeError as error:
        raise QueryError(f"the query is no Unicode text: {error.reason}") from error
    if len(encoded.translate(None, _NO_OPERATORS)) <= most:
        return  # not even with what stands in its strings and IRIs
    operators = sum(token.lastgroup == "operator" for token in _tokens(text))
    if operators > most:
        raise QueryError(f"the query has {operators} brackets and operators; {most} are the most")


def _refuse_load(tokens: Iterable[re.Match[str]]) -> None:
    """Refuse ``LOAD`` wherever a reading may have it, as ``LOAD :name`` too: nothing else in an update is spelt so."""
    for token in tokens:
        if token.lastgroup in {"word", "prefixed"} and "load" in token[0].split(":", 1)[0].lower():
            line = token.string.count("\n", 0, token.start()) + 1
            column = token.start() - token.string.rfind("\n", 0, token.start())
            raise QueryError("LOAD is refused: this graph fetches nothing", line=line, column=column)


def is_update(text: str) -> bool:
    """Whether the text is SPARQL Update (which changes the graph) and not a query."""
    lower = text.lower()
    if not any(each in lower for each in _OPERATIONS):
        return False
    position = 0
    while prologue := _PROLOGUE.match(text, position):
        position = prologue.end()
    return _UPDATE.match(text, position) is not None


def _refuse_federation(text: str) -> None:
    if text.isascii() and "service" not in text.lower():
        return
    for token in _tokens(text):
        for offset in _keywords(token):
            if _CALL.match(text, offset):
                line = text.count("\n", 0, offset) + 1
                column = offset - text.rfind("\n", 0, offset)
                raise QueryError("SERVICE is refused: this graph calls no other server", line=line, column=column)


def _keywords(token: re.Match[str]) -> Iterator[int]:
    """Where the keyword may stand: in a bare word (``trueSERVICE``) or a prefix (``service:x``), after anything."""
    if token.lastgroup in {"word", "prefixed"}:
        for keyword in _KEYWORD.finditer(token[0].split(":", 1)[0]):
            yield token.start() + keyword.start()


def _tokens(text: str) -> Iterator[re.Match[str]]:
    """Every token of every reading of the text, each once."""
    pending, seen = [0], set[int]()
    while pending:
        position = pending.pop()
        while position not in seen and (token := _TOKEN.match(text, position)):
            seen.add(position)
            if token.lastgroup == "unclosed":
                break
            yield token
            pending.extend(_other_readings(token))
            position = token.end()


def _other_readings(token: re.Match[str]) -> Iterator[int]:
    """Where the text goes on if the grammar does not take this token as what it looks like."""
    if token.lastgroup == "iri" and not _ADDRESS.match(token[0]):
        yield token.start() + 1
    if token.lastgroup == "long":
        yield token.start() + 2
    if token.lastgroup == "prefixed" and not token[0].startswith(":"):
        yield token.start() + token[0].index(":")
