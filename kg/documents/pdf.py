"""PDF files, one article a file, as pypdf reads their text (extra ``pdf``)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import BinaryIO, Final

from kg.documents.article import read_article
from kg.documents.characters import clean_characters
from kg.documents.guard import needs, print_of
from kg.documents.parsers import MOST_PAGES, Unreadable
from kg.documents.single import article_bytes, document_id
from kg.documents.source import Source
from kg.errors import InputError
from kg.model import Document

__all__ = ["SIGNATURE", "SUFFIXES", "accepts", "paragraphs", "parse"]

SUFFIXES: Final = frozenset({".pdf"})
SIGNATURE: Final = b"%PDF-"
MOST_CHARACTERS: Final = 2_000_000
SHORT_LINE: Final = 0.8  # of the longest: a line that stops before it ends its paragraph
_SENTENCE_END: Final = re.compile(r"[.!?:][\"'”’)]*$")


def accepts(head: bytes) -> bool:
    """Whether a file begins as PDF files do."""
    return head.lstrip().startswith(SIGNATURE)


def parse(source: Source, stream: BinaryIO, published: dt.date | None) -> Iterator[Document]:
    """The one article of a file; its header and its date are looked for in its text.

    Raises:
        InputError: it is damaged, encrypted, too long, or lacks text, a date or a body; or pypdf is not installed.
    """
    raw = article_bytes(source, stream)
    needs("pypdf", "pdf", source.name)
    try:
        found = print_of(source.name, raw)
    except Unreadable as error:
        message = f"is no PDF that can be read ({error}); save the article's text instead"
        raise InputError(source.name, message) from error
    if found.is_locked:
        raise InputError(source.name, "is encrypted; save it without a password")
    text = clean_characters("\n\n".join(found.pages))
    if found.count > MOST_PAGES or len(text) > MOST_CHARACTERS:
        raise InputError(
            source.name, f"has {found.count} pages, which is no article; split it into one file an article"
        )
    if not re.search(r"\w", text):
        raise InputError(source.name, "holds no text, only pictures of it perhaps; save the article's text instead")
    id_ = document_id(source, text, SUFFIXES)
    yield read_article(source.name, id_, paragraphs(text), published=published, markdown=False)


def paragraphs(text: str) -> str:
    """The lines of a printed column as paragraphs: a blank line after each, words that were cut at a line's end whole.

    Args:
        text: lines as they are printed, pages set apart by blank lines.
    """
    lines = [line.strip() for line in text.split("\n")]
    width = max(map(len, lines))
    parts: list[str] = []
    open_ = False
    for line in filter(None, lines):
        if not open_:
            parts.append(line)
        elif re.search(r"[a-z]-$", parts[-1]) and line[0].islower():
            parts[-1] = parts[-1][:-1] + line
        else:
            parts[-1] += " " + line
        open_ = len(line) >= SHORT_LINE * width or (len(parts[-1]) > width and not _SENTENCE_END.search(line))
    return "\n\n".join(parts)
