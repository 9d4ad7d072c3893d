"""WARC archives such as Common Crawl's news: one article a fetched page (ISO 28500:2017; pages need extra ``html``)."""

from __future__ import annotations

import datetime as dt
import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO, Final

from kg.documents.guard import needs
from kg.documents.html import read_page
from kg.documents.publishers import clean_url
from kg.documents.records import LONGEST_ID
from kg.documents.single import LONGEST_ARTICLE_BYTES
from kg.documents.source import Rejected, Source
from kg.errors import InputError
from kg.model import Document

__all__ = ["SIGNATURE", "SUFFIXES", "accepts", "parse"]

SUFFIXES: Final = frozenset({".warc"})
SIGNATURE: Final = b"WARC/"
LONGEST_LINE: Final = 64 * 1024
MOST_HEADERS: Final = 200
SKIPPED_AT_ONCE: Final = 1024 * 1024
_PAGES: Final = ("text/html", "application/xhtml+xml")
_PACKED: Final = {"gzip": 31, "x-gzip": 31, "deflate": 15}  # zlib's window bits


def accepts(head: bytes) -> bool:
    """Whether a file begins as WARC archives do."""
    return head.startswith(SIGNATURE)


def parse(source: Source, stream: BinaryIO, published: dt.date | None) -> Iterator[Document | Rejected]:
    """The article of each page that was fetched, in order; a page that gives none is rejected by its address.

    A document is named by its address, so that a page fetched again replaces itself. What is no page (requests,
    pictures, errors, what is longer than any page) is passed over.

    Args:
        source: the archive.
        stream: its bytes; never more than one record of it is held.
        published: the date for pages without one; when they were fetched is none.

    Raises:
        InputError: it is no archive, or damaged or cut off from somewhere on; or trafilatura is not installed.
    """
    needs("trafilatura", "html", source.name)
    for url, block in _responses(source, stream):
        page = _page(block)
        if page is not None:
            yield _outcome(source, url, page, published)


def _outcome(source: Source, given: str, page: _Page, published: dt.date | None) -> Document | Rejected:
    url = clean_url(given.strip("<>"))
    if url is None:
        return Rejected(InputError(source.name, f"holds a page whose address is none: {given[:80]!r}"))
    name = f"{source.name}#{url}"
    try:
        body = _unpacked(name, page)
        return read_page(name, _identifier(url), body, url=url, published=published)
    except InputError as error:
        return Rejected(InputError(name, error.message))


def _identifier(url: str) -> str:
    return re.sub(r"^https?://(?:www\.)?", "", url)[:LONGEST_ID]


# --- records ----------------------------------------------------------------------------------------------------------


def _responses(source: Source, stream: BinaryIO) -> Iterator[tuple[str, bytes]]:
    """The address and the block of each response that may hold a page."""
    count = 0
    while version := _record_start(stream):
        if not version.startswith(SIGNATURE):
            raise InputError(source.name, f"is damaged after {count} records: no record begins there; fetch it again")
        headers = _headers(source, stream, count)
        length = headers.get("content-length", "")
        if not re.fullmatch(r"[0-9]{1,18}", length):
            raise InputError(source.name, f"is damaged after {count} records: one has no length; fetch it again")
        if headers.get("warc-type") == "response" and int(length) <= LONGEST_ARTICLE_BYTES:
            block = stream.read(int(length))
            left = int(length) - len(block)
        else:
            block, left = b"", _skip(stream, int(length))
        if left:
            raise InputError(source.name, f"is cut off after {count} records; fetch it again")
        count += 1
        if block:
            yield headers.get("warc-target-uri", ""), block


def _record_start(stream: BinaryIO) -> bytes:
    """The next line that is not empty; no bytes at the end."""
    while line := stream.readline(LONGEST_LINE):
        if line.strip():
            return line
    return b""


def _headers(source: Source, stream: BinaryIO, count: int) -> dict[str, str]:
    lines: list[bytes] = []
    while (line := stream.readline(LONGEST_LINE)).strip():
        lines.append(line)
        if len(line) == LONGEST_LINE or len(lines) > MOST_HEADERS:
            raise InputError(source.name, f"is damaged after {count} records: a header has no end; fetch it again")
    return _fields(lines)


def _fields(lines: list[bytes]) -> dict[str, str]:
    """Header fields by name in lower case, the first of each."""
    fields: dict[str, str] = {}
    for line in lines:
        name, _, value = line.decode("utf-8", "replace").partition(":")
        fields.setdefault(name.strip().lower(), value.strip())
    return fields


def _skip(stream: BinaryIO, length: int) -> int:
    """Pass over so many bytes; gives how many were missing."""
    while length and (chunk := stream.read(min(length, SKIPPED_AT_ONCE))):
        length -= len(chunk)
    return length


# --- what a server answered (RFC 9112) --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Page:
    headers: Mapping[str, str]
    body: bytes


def _page(block: bytes) -> _Page | None:
    """A web page that a server answered with, None where it is anything else."""
    head, _, body = block.partition(b"\r\n\r\n")
    status, *lines = head.split(b"\r\n")
    headers = _fields(lines)
    if not re.match(rb"HTTP/[0-9.]+ 200\b", status) or not headers.get("content-type", "").lower().startswith(_PAGES):
        return None
    return _Page(headers, body)


def _unpacked(name: str, page: _Page) -> bytes:
    """The body as it was before it was sent; what crawlers have unpacked already stays as it is."""
    body = page.body
    if page.headers.get("transfer-encoding", "").lower() == "chunked":
        body = _joined(body)
    packing = page.headers.get("content-encoding", "").lower()
    if packing not in _PACKED or body.lstrip()[:1] == b"<":
        return body
    try:
        return zlib.decompressobj(_PACKED[packing]).decompress(body, LONGEST_ARTICLE_BYTES)
    except zlib.error as error:
        raise InputError(name, f"cannot be unpacked ({error}); fetch it again") from None


def _joined(body: bytes) -> bytes:
    """The chunks of a chunked body in one piece; the body as it is where it has none."""
    parts: list[bytes] = []
    rest = body
    while size := re.match(rb"\s*([0-9A-Fa-f]{1,8})(?:;[^\r\n]*)?\r\n", rest):
        length = int(size[1], 16)
        if length == 0:
            return b"".join(parts)
        parts.append(rest[size.end() : size.end() + length])
        rest = rest[size.end() + length :]
    return b"".join(parts) or body
