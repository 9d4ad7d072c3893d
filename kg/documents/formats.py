"""The formats that can be read, and how a file's name and first bytes choose among them."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

from kg.documents import delimited, feeds, gzipped, html, jsonl, markdown, pdf, plaintext, seed, warc
from kg.documents.characters import refuse_other_formats
from kg.documents.source import Rejected, Source
from kg.errors import InputError
from kg.model import Document

__all__ = ["FORMATS", "Format", "parse"]

HEAD_BYTES: Final = 64 * 1024

# Formats that people will try and that are not read yet, by suffix.
_NOT_YET: Final = frozenset(
    {".json", ".doc", ".docx", ".odt", ".rtf", ".epub", ".bz2", ".xz", ".zst", ".zip", ".tar", ".tgz", ".7z"}
)


@dataclass(frozen=True, slots=True)
class Format:
    """A way to read inputs.

    Attributes:
        name: what to call it.
        suffixes: of the files that are surely in it, or in another format with the same suffix.
        accepts: whether the first bytes look like it.
        parse: the documents of one input; raises :class:`InputError` for what makes the whole input useless.
        sure: whether nothing else begins so, whatever the file's name says.
    """

    name: str
    suffixes: frozenset[str]
    accepts: Callable[[bytes], bool]
    parse: Callable[[Source, BinaryIO, dt.date | None], Iterator[Document | Rejected]]
    sure: bool = False


_BINARY_SUFFIXES: Final = warc.SUFFIXES | pdf.SUFFIXES | feeds.SUFFIXES | html.SUFFIXES
# The first that accepts wins, so that the one that accepts everything stands last.
FORMATS: Final = (
    Format("warc", warc.SUFFIXES, warc.accepts, warc.parse, sure=True),
    Format("pdf", pdf.SUFFIXES, pdf.accepts, pdf.parse, sure=True),
    Format("feed", feeds.SUFFIXES, feeds.accepts, feeds.parse, sure=True),
    Format("html", html.SUFFIXES, html.accepts, html.parse, sure=True),
    Format("jsonl", jsonl.SUFFIXES, jsonl.accepts, jsonl.parse),
    Format("csv", delimited.SUFFIXES, delimited.accepts, delimited.parse),
    Format("markdown", markdown.SUFFIXES, markdown.accepts, markdown.parse),
    Format("seed", seed.SUFFIXES, seed.accepts, seed.parse),
    Format("plaintext", plaintext.SUFFIXES, plaintext.accepts, plaintext.parse),
)


def parse(source: Source, stream: BinaryIO, published: dt.date | None) -> Iterator[Document | Rejected]:
    """The documents of one input, in the format that fits it.

    Raises:
        InputError: it is in no format that can be read, or gives no document.
    """
    head, whole = _beginning(stream)
    if head.startswith(gzipped.SIGNATURE):
        head, whole = _beginning(gzipped.unpacked(source.name, whole))
        if head.startswith(gzipped.SIGNATURE):
            raise InputError(source.name, "is compressed twice; unpack it once")
    return _choose(source, head).parse(source, whole, published)


def _beginning(stream: BinaryIO) -> tuple[bytes, BinaryIO]:
    head = stream.read(HEAD_BYTES)
    return head, _rejoined(head, stream)


def _choose(source: Source, head: bytes) -> Format:
    if not head and source.suffix in _BINARY_SUFFIXES:
        raise InputError(source.name, "is empty; put an article into it or leave it out")
    for one in FORMATS:
        if one.sure and one.accepts(head):
            return one
    by_suffix = [one for one in FORMATS if source.suffix in one.suffixes]
    if not by_suffix:
        refuse_other_formats(source.name, head)
        if source.suffix in _NOT_YET:
            raise InputError(source.name, f"{source.suffix} files are not read; give the article as plain text")
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
