"""JSON Lines: one article a line, an object with ``text``, ``published`` and what else is known.

Fields: ``id``, ``text``, ``title``, ``published`` (a date such as 2013-05-28), ``url``, ``author``, ``publisher``. Only
``text`` is required; a line without ``id`` is named after its file and line number.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from typing import BinaryIO, Final

from kg.documents.article import compose, read_body
from kg.documents.calendar import parse_date
from kg.documents.characters import clean_characters, collapse, decode, well_formed
from kg.documents.header import Header
from kg.documents.publishers import clean_url, publisher_of
from kg.documents.single import LONGEST_ARTICLE_BYTES
from kg.documents.source import Rejected, Source
from kg.errors import InputError
from kg.model import Document

__all__ = ["SUFFIXES", "accepts", "parse"]

SUFFIXES: Final = frozenset({".jsonl", ".ndjson"})
LONGEST_ID: Final = 500


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
    fields = _object(source, raw)
    text = _field(source, fields, "text")
    if text is None or not text.strip():
        raise InputError(source.name, 'has no text; give the article\'s text in the field "text"')
    date = _date(source, fields) or published
    if date is None:
        raise InputError(source.name, 'has no date; give it in the field "published", or give --published YYYY-MM-DD')
    url = clean_url(_field(source, fields, "url") or "")
    return compose(
        source.name,
        _identifier(source, number, fields),
        read_body(clean_characters(text)),
        header=Header(
            title=_one_line(source, fields, "title"),
            published=date,
            authors=tuple(filter(None, [_one_line(source, fields, "author")])),
            publisher=_one_line(source, fields, "publisher") or publisher_of(url),
            url=url,
        ),
    )


def _object(source: Source, raw: bytes) -> dict[str, object]:
    try:
        value = json.loads(decode(source.name, raw))
    except json.JSONDecodeError as error:
        raise InputError(source.name, f"is not JSON: {error.msg} at column {error.colno}") from None
    except (RecursionError, ValueError):
        raise InputError(source.name, "is not JSON that can be read: too deep, or a number too long") from None
    if not isinstance(value, dict):
        raise InputError(source.name, 'is no JSON object; give one object a line, such as {"id": ..., "text": ...}')
    return value


def _field(source: Source, fields: dict[str, object], name: str) -> str | None:
    value = fields.get(name)
    if value is None or isinstance(value, str):
        return value
    raise InputError(source.name, f'the field "{name}" is no string; write it in quotation marks')


def _one_line(source: Source, fields: dict[str, object], name: str) -> str | None:
    return collapse(clean_characters(_field(source, fields, name) or "")) or None


def _identifier(source: Source, number: int, fields: dict[str, object]) -> str:
    given = fields.get("id")
    if isinstance(given, int) and not isinstance(given, bool):
        given = str(given)
    if given is None:
        given = f"{source.path.stem if source.path is not None else 'stdin'}-{number}"
    if not isinstance(given, str) or not given.strip() or len(given) > LONGEST_ID or not well_formed(given):
        raise InputError(source.name, 'the field "id" is no usable identifier; give a short string')
    return given.strip()


def _date(source: Source, fields: dict[str, object]) -> dt.date | None:
    text = _one_line(source, fields, "published")
    if text is None:
        return None
    date = parse_date(text)
    if date is None:
        raise InputError(source.name, f'the field "published" is no date: {text[:80]!r}; write it as 2013-05-28')
    return date
