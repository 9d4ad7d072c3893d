"""The formats that can be read, and how a file's name and first bytes choose among them."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

from kg.documents import jsonl, markdown, plaintext, seed
from kg.documents.characters import refuse_other_formats
from kg.documents.source import Rejected, Source
from kg.errors import InputError
from kg.model import Document

__all__ = ["FORMATS", "Format", "parse"]

HEAD_BYTES: Final = 64 * 1024

# Formats that people will try and that are not read yet, by suffix.
_NOT_YET: Final = frozenset(
    {
        *(".html", ".htm", ".xml", ".rss", ".atom", ".csv", ".tsv", ".json"),
        *(".pdf", ".doc", ".docx", ".odt", ".rtf", ".epub"),
        *(".warc", ".gz", ".bz2", ".xz", ".zst", ".zip", ".tar"),
    }
)


@dataclass(frozen=True, slots=True)
class Format:
    """A way to read inputs.

    Attributes:
        name: what to call it.
        suffixes: of the files that are surely in it, or in another format with the same suffix.
        accepts: whether the first bytes look like it.
        parse: the documents of one input; raises :class:`InputError` for what makes the whole input useless.
    """

    name: str
    suffixes: frozenset[str]
    accepts: Callable[[bytes], bool]
    parse: Callable[[Source, BinaryIO, dt.date | None], Iterator[Document | Rejected]]


# The first that accepts wins, so that the one that accepts everything stands last.
FORMATS: Final = (
    Format("jsonl", jsonl.SUFFIXES, jsonl.accepts, jsonl.parse),
    Format("markdown", markdown.SUFFIXES, markdown.accepts, markdown.parse),
    Format("seed", seed.SUFFIXES, seed.accepts, seed.parse),
    Format("plaintext", plaintext.SUFFIXES, plaintext.accepts, plaintext.parse),
)


def parse(source: Source, stream: BinaryIO, published: dt.date | None) -> Iterator[Document | Rejected]:
    """The documents of one input, in the format that fits it.

    Raises:
        InputError: it is in no format that can be read, or gives no document.
    """
    head = stream.read(HEAD_BYTES)
    chosen = _choose(source, head)
    return chosen.parse(source, _rejoined(head, stream), published)


def _choose(source: Source, head: bytes) -> Format:
    by_suffix = [one for one in FORMATS if source.suffix in one.suffixes]
    if not by_suffix:
        refuse_other_formats(source.name, head)
        if source.suffix in _NOT_YET:
            raise InputError(source.name, f"{source.suffix} files are not read yet; give the article as plain text")
    if len(by_suffix) == 1:
        return by_suffix[0]
    return next(one for one in by_suffix or FORMATS if one.accepts(head))


def _rejoined(head: bytes, stream: BinaryIO) -> BinaryIO:
    """The whole stream again, whether or not it can be wound back."""
    if stream.seekable():
        stream.seek(0)
        return stream
    return io.BufferedReader(_Rejoined(head, stream))


class _Rejoined(io.RawIOBase):
    """What was read, then the rest."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head = head
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type] # io.RawIOBase hands a writable buffer
        chunk = self._head[: len(view)] or self._rest.read(len(view))
        self._head = self._head[len(chunk) :]
        view[: len(chunk)] = chunk
        return len(chunk)
