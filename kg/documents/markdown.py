"""Markdown, one article a file, with or without a block of metadata ("front matter") above it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import BinaryIO, Final

from kg.documents.article import read_article
from kg.documents.calendar import parse_date
from kg.documents.header import Header
from kg.documents.names import byline_names
from kg.documents.publishers import clean_url
from kg.documents.single import article_text, document_id
from kg.documents.source import Source
from kg.model import Document

__all__ = ["SUFFIXES", "accepts", "parse"]

SUFFIXES: Final = frozenset({".md", ".markdown"})

# Jekyll's and Hugo's convention: "key: value" lines between two lines of three dashes, at the very beginning.
_FRONT_MATTER: Final = re.compile(r"\n*---\n(?P<fields>(?:[^\n]*\n)*?)(?:---|\.\.\.)(?:\n|$)")
_FIELD: Final = re.compile(r"(?P<key>[A-Za-z_]+)\s*:\s*(?P<value>\S.*)")
_DATE_KEYS: Final = ("published", "date", "issued")
_URL_KEYS: Final = ("url", "link", "canonical_url", "source")


def accepts(head: bytes) -> bool:
    """Whether a file begins with front matter; without it, only the suffix tells Markdown from a crawled page."""
    return _FRONT_MATTER.match(head.decode("utf-8", "replace").lstrip("\ufeff").replace("\r\n", "\n")) is not None


def parse(source: Source, stream: BinaryIO, published: dt.date | None) -> Iterator[Document]:
    """The one article of a file.

    Raises:
        InputError: it is empty, not text, not UTF-8, or lacks a date or a body.
    """
    text = article_text(source, stream)
    id_ = document_id(source, text, SUFFIXES)
    match = _FRONT_MATTER.match(text)
    if match is None:
        yield read_article(source.name, id_, text, published=published, markdown=True)
        return
    yield read_article(
        source.name,
        id_,
        text[match.end() :],
        published=published,
        markdown=True,
        first_line=text.count("\n", 0, match.end()) + 1,
        given=_header(match["fields"], first_line=text.count("\n", 0, match.start("fields")) + 1),
    )


def _header(fields: str, *, first_line: int) -> Header:
    values = dict[str, str]()
    wrong: tuple[int, str] | None = None
    for number, line in enumerate(fields.split("\n"), start=first_line):
        field = _FIELD.fullmatch(line.strip())
        if field is None:
            continue
        key, value = field["key"].lower(), field["value"].strip(" \"'")
        values.setdefault(key, value)
        if key in _DATE_KEYS and parse_date(value) is None:
            wrong = wrong or (number, value)
    date = next((values[key] for key in _DATE_KEYS if key in values), "")
    url = next((values[key] for key in _URL_KEYS if key in values), "")
    return Header(
        title=values.get("title"),
        published=parse_date(date),
        authors=byline_names(f"By {values.get('author', '').strip('[]')}", linked=True),
        publisher=values.get("publisher"),
        url=clean_url(url),
        wrong_date=wrong,
    )
