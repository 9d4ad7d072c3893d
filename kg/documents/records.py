"""Articles as records with named fields, whatever they are written in: a text, a date and what else is known."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Final

from kg.documents.article import compose, read_body
from kg.documents.calendar import parse_date
from kg.documents.characters import clean_characters, collapse, well_formed
from kg.documents.header import Header
from kg.documents.publishers import clean_url, publisher_of
from kg.documents.source import Source
from kg.errors import InputError
from kg.model import Document

__all__ = ["FIELDS", "compose_record"]

FIELDS: Final = ("id", "text", "title", "published", "url", "author", "publisher")
LONGEST_ID: Final = 500


def compose_record(
    source: Source, number: int, given: Mapping[str, object], published: dt.date | None, *, named: bool = True
) -> Document:
    """The document that a record is. Only its text is required, and a date where none is given for all.

    Args:
        source: where it was read.
        number: its line, or how many stood before it, which names it if it has no ``id``.
        given: its fields; what else is in it is passed over.
        published: the date for records without one.
        named: whether the fields' names are the user's to choose (:attr:`Source.fields`).

    Raises:
        InputError: it has no text or no date, or a field is not what it should be.
    """
    fields = {name: given.get(source.field(name) if named else name) for name in FIELDS}
    text = _field(source, fields, "text")
    if text is None or not text.strip():
        raise InputError(source.name, _no_text(source, given))
    date = _date(source, fields) or published
    if date is None:
        column = source.field("published")
        raise InputError(source.name, f'has no date; give it in the field "{column}", or give --published YYYY-MM-DD')
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


def _no_text(source: Source, given: Mapping[str, object]) -> str:
    name = source.field("text")
    others = ", ".join(sorted(given))[:100]
    if name in given or not others:
        return f'has no text; give the article\'s text in the field "{name}"'
    return f'has no field "{name}" (it has: {others}); say which one is its text with --field text=NAME'


def _field(source: Source, fields: Mapping[str, object], name: str) -> str | None:
    value = fields.get(name)
    if value is None or isinstance(value, str):
        return value
    raise InputError(source.name, f'the field "{source.field(name)}" is no string; write it in quotation marks')


def _one_line(source: Source, fields: Mapping[str, object], name: str) -> str | None:
    return collapse(clean_characters(_field(source, fields, name) or "")) or None


def _identifier(source: Source, number: int, fields: Mapping[str, object]) -> str:
    given = fields.get("id")
    if isinstance(given, int) and not isinstance(given, bool):
        given = str(given)
    if given is None:
        given = f"{source.stem}-{number}"
    if not isinstance(given, str) or not given.strip() or len(given) > LONGEST_ID or not well_formed(given):
        message = f'the field "{source.field("id")}" is no usable identifier; give a short string'
        raise InputError(source.name, message)
    return given.strip()


def _date(source: Source, fields: Mapping[str, object]) -> dt.date | None:
    text = _one_line(source, fields, "published")
    if text is None:
        return None
    date = parse_date(text)
    if date is None:
        message = f'the field "{source.field("published")}" is no date: {text[:80]!r}; write it as 2013-05-28'
        raise InputError(source.name, message)
    return date
