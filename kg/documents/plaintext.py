"""Plain text, one article a file; a header of title, date line and byline may stand above the body."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import BinaryIO, Final

from kg.documents.article import read_article
from kg.documents.single import article_text, document_id
from kg.documents.source import Source
from kg.model import Document

__all__ = ["SUFFIXES", "accepts", "parse"]

SUFFIXES: Final = frozenset({".txt", ".text"})


def accepts(head: bytes) -> bool:  # noqa: ARG001 - the registry's signature
    """Whether a file may be plain text: yes, as the last resort."""
    return True


def parse(source: Source, stream: BinaryIO, published: dt.date | None) -> Iterator[Document]:
    """The one article of a file. Asterisks and brackets are what they are: nothing is taken as markup.

    Raises:
        InputError: it is empty, not text, not UTF-8, or lacks a date or a body.
    """
    text = article_text(source, stream)
    id_ = document_id(source, text, SUFFIXES)
    yield read_article(source.name, id_, text, published=published, markdown=False)
