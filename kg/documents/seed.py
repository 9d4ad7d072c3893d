"""The seed articles' format: a newspaper page as a crawler turns it into Markdown.

Title (a heading or a bare line), date line and byline in either order, captions with the photographer's name in bold
or on a line of its own, paragraphs that may be cut in the middle of a sentence, then "Related articles" and
"Original url".
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import BinaryIO, Final

from kg.documents.article import read_article
from kg.documents.characters import clean_characters
from kg.documents.markup import has_markdown
from kg.documents.single import article_text, document_id
from kg.documents.source import Source
from kg.model import Document

__all__ = ["SUFFIXES", "accepts", "parse"]

SUFFIXES: Final = frozenset({".txt", ".text"})


def accepts(head: bytes) -> bool:
    """Whether a file's beginning shows marks of Markdown or a crawler's footer."""
    return has_markdown(clean_characters(head.decode("utf-8", "replace")))


def parse(source: Source, stream: BinaryIO, published: dt.date | None) -> Iterator[Document]:
    """The one article of a file.

    Raises:
        InputError: it is empty, not text, not UTF-8, or lacks a date or a body.
    """
    text = article_text(source, stream)
    id_ = document_id(source, text, SUFFIXES)
    yield read_article(source.name, id_, text, published=published, markdown=True)
