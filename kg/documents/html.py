"""Web pages: the article in one, without what stands around it, as trafilatura finds it (extra ``html``)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import BinaryIO, Final

from kg.documents.article import compose, read_body
from kg.documents.calendar import parse_date
from kg.documents.characters import clean_characters, collapse
from kg.documents.guard import article_of, needs
from kg.documents.header import Header
from kg.documents.parsers import TooDeep, Unreadable
from kg.documents.publishers import clean_url, publisher_of
from kg.documents.single import article_bytes, document_id
from kg.documents.source import Source
from kg.errors import InputError
from kg.model import Document

__all__ = ["SUFFIXES", "accepts", "parse", "read_page"]

SUFFIXES: Final = frozenset({".html", ".htm", ".xhtml"})
_OTHER_SUFFIXES: Final = frozenset({".txt", ".text"})  # a page is known by how it begins
_SIGNATURES: Final = (b"<!doctype html", b"<html", b"<head", b"<body")


def accepts(head: bytes) -> bool:
    """Whether a file begins as a web page does."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:2000].lower()
    if start.startswith(b"<?xml"):
        start = start.partition(b"?>")[2].lstrip()
    while start.startswith(b"<!--"):
        start = start.partition(b"-->")[2].lstrip()
    return start.startswith(_SIGNATURES)


def parse(source: Source, stream: BinaryIO, published: dt.date | None) -> Iterator[Document]:
    """The one article of a page.

    Raises:
        InputError: it is too long, no page, or lacks an article or a date; or trafilatura is not installed.
    """
    raw = article_bytes(source, stream)
    id_ = document_id(source, raw.decode("utf-8", "replace"), SUFFIXES | _OTHER_SUFFIXES)
    yield read_page(source.name, id_, raw, url=None, published=published)


def read_page(name: str, id_: str, raw: bytes, *, url: str | None, published: dt.date | None) -> Document:
    """The article of a page's bytes.

    Args:
        name: what to call the page in an error.
        id_: the document's identifier.
        raw: the page, in whatever encoding it says or seems to be.
        url: where it was fetched; its own canonical address if None.
        published: the date to use where the page has none.

    Raises:
        InputError: there is no article in it, or no date.
    """
    needs("trafilatura", "html", name)
    try:
        page = article_of(name, raw, url)
    except TooDeep as error:
        raise InputError(name, f"is no web page: {error}") from error
    except Unreadable as error:
        raise InputError(name, f"is no web page that can be read ({error})") from error
    if page is None:
        raise InputError(name, "holds no article, only menus, lists or nothing; leave it out")
    address = clean_url(url or "") or clean_url(page.url or "")
    authors = tuple(collapse(clean_characters(one)) for one in (page.author or "").split(";"))
    return compose(
        name,
        id_,
        read_body("\n\n".join(page.paragraphs)),
        header=Header(
            title=collapse(clean_characters(page.title or "")) or None,
            published=parse_date(page.date or "") or published,
            authors=tuple(filter(None, authors)),
            publisher=publisher_of(address) or collapse(clean_characters(page.site or "")) or None,
            url=address,
        ),
    )
