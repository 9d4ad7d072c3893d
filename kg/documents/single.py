"""Files that are one article each: read within a limit, decoded, named."""

from __future__ import annotations

import hashlib
from typing import BinaryIO, Final

from kg.documents.characters import decode, well_formed
from kg.documents.source import Source
from kg.errors import InputError

__all__ = ["LONGEST_ARTICLE_BYTES", "article_bytes", "article_text", "document_id"]

# The longest newspaper articles are some 100 kB; a file beyond this is a corpus, or no text.
LONGEST_ARTICLE_BYTES: Final = 16 * 1024 * 1024


def article_text(source: Source, stream: BinaryIO) -> str:
    """The clean characters of a file that is one article.

    Raises:
        InputError: the file is empty, too long, not text or in no known encoding.
    """
    return decode(source.name, article_bytes(source, stream))


def article_bytes(source: Source, stream: BinaryIO) -> bytes:
    """The bytes of a file that is one article.

    Raises:
        InputError: the file is too long.
    """
    raw = stream.read(LONGEST_ARTICLE_BYTES + 1)
    if len(raw) > LONGEST_ARTICLE_BYTES:
        limit = LONGEST_ARTICLE_BYTES // (1024 * 1024)
        raise InputError(
            source.name, f"is longer than {limit} MB, which is no article; split it into one file an article"
        )
    return raw


def document_id(source: Source, text: str, suffixes: frozenset[str]) -> str:
    """The identifier of a one-article file: its name without the suffix; for a stream, one made of its text.

    Args:
        source: the file.
        text: what it holds.
        suffixes: what may be taken off its name.

    Raises:
        InputError: the file's name is not UTF-8.
    """
    if source.path is None or not source.path.is_file():
        return f"stdin-{hashlib.sha256(text.encode()).hexdigest()[:12]}"
    name = source.stem if source.suffix in suffixes else source.file_name
    if not well_formed(name):
        raise InputError(source.name, "has a name that is not UTF-8; rename it")
    return name
