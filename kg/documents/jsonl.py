"""JSON Lines: one article a line, an object with ``text``, ``published`` and what else is known.

Fields: ``id``, ``text``, ``title``, ``published`` (a date such as 2013-05-28), ``url``, ``author``, ``publisher``. Only
``text`` is required; a line without ``id`` is named after its file and line number. The fields may have other names
(:attr:`kg.documents.source.Source.fields`).
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from typing import BinaryIO, Final

from kg.documents.characters import decode
from kg.documents.records import compose_record
from kg.documents.single import LONGEST_ARTICLE_BYTES
from kg.documents.source import Rejected, Source
from kg.errors import InputError
from kg.model import Document

__all__ = ["SUFFIXES", "accepts", "parse"]

SUFFIXES: Final = frozenset({".jsonl", ".ndjson"})


def accepts(head: bytes) -> bool:
    """Whether a file begins as a JSON object does."""
    return head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{"


def parse(source: Source, stream: BinaryIO, published: dt.date | None) -> Iterator[Document | Rejected]:
    """The article of each line, in order; a line that gives none is rejected with its number.

    Args:
        source: the file.
        stream: its bytes; never more than one line of it is held.
        published: the date for lines without one.
    """
    count = 0
    for number, raw in _lines(stream):
        if isinstance(raw, bytes) and not raw.strip():
            continue
        count += 1
        try:
            yield _document(source, number, raw, published)
        except InputError as error:
            yield Rejected(InputError(source.name, error.message, line=number))
    if not count:
        raise InputError(source.name, "is empty; put one JSON object a line into it or leave it out")


def _lines(stream: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
    """The lines with their numbers; None for a line too long to be an article."""
    number = 0
    while raw := stream.readline(LONGEST_ARTICLE_BYTES):
        number += 1
        if len(raw) < LONGEST_ARTICLE_BYTES or raw.endswith(b"\n"):
            yield number, raw.removeprefix(b"\xef\xbb\xbf") if number == 1 else raw
            continue
        while (rest := stream.readline(LONGEST_ARTICLE_BYTES)) and not rest.endswith(b"\n"):
            pass
        yield number, None


def _document(source: Source, number: int, raw: bytes | None, published: dt.date | None) -> Document:
    if raw is None:
        limit = LONGEST_ARTICLE_BYTES // (1024 * 1024)
        raise InputError(source.name, f"this line is longer than {limit} MB, which is no article")
    return compose_record(source, number, _object(source, raw), published)


def _object(source: Source, raw: bytes) -> dict[str, object]:
    try:
        value = json.loads(decode(source.name, raw, guess=False))
    except json.JSONDecodeError as error:
        raise InputError(source.name, f"is not JSON: {error.msg} at column {error.colno}") from None
    except (RecursionError, ValueError):
        raise InputError(source.name, "is not JSON that can be read: too deep, or a number too long") from None
    if not isinstance(value, dict):
        raise InputError(source.name, 'is no JSON object; give one object a line, such as {"id": ..., "text": ...}')
    return value
