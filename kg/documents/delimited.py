"""CSV and TSV: one article a row, under a header row that names the fields; the same fields as in JSON Lines."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator
from typing import BinaryIO, Final

from kg.documents.characters import decode_as_written
from kg.documents.records import FIELDS, compose_record
from kg.documents.single import LONGEST_ARTICLE_BYTES
from kg.documents.source import Rejected, Source
from kg.errors import InputError
from kg.model import Document

__all__ = ["SUFFIXES", "accepts", "parse"]

SUFFIXES: Final = frozenset({".csv", ".tsv"})
_MARKS: Final = (",", ";", "\t")


def accepts(head: bytes) -> bool:
    """Whether a file begins with a row of names, one of which is ``text``."""
    first = head.removeprefix(b"\xef\xbb\xbf").partition(b"\n")[0].decode("utf-8", "replace")
    return any("text" in [name.strip(' "\r') for name in first.split(mark)] for mark in _MARKS if mark in first)


def parse(source: Source, stream: BinaryIO, published: dt.date | None) -> Iterator[Document | Rejected]:
    """The article of each row, in order; a row that gives none is rejected with the number of its last line.

    Args:
        source: the file.
        stream: its bytes; never more than one row of it is held.
        published: the date for rows without one.

    Raises:
        InputError: there is no header, or none that names the text.
    """
    csv.field_size_limit(LONGEST_ARTICLE_BYTES)
    lines = _Lines(source, stream)
    header = next(lines, None)
    if header is None:
        raise InputError(source.name, "is empty; put a row of names and one row an article into it or leave it out")
    mark = max(_MARKS, key=header.count)
    names = next(csv.reader(header.splitlines(), delimiter=mark), [])
    if source.field("text") not in names:
        raise _no_text(source, names)
    for row in _rows(source, lines, mark):
        yield row if isinstance(row, Rejected) else _outcome(source, lines.number, names, row, published)


def _rows(source: Source, lines: _Lines, mark: str) -> Iterator[list[str] | Rejected]:
    """The rows that are not empty; what is none is rejected, and the next line begins a new one."""
    rows = csv.reader(lines, delimiter=mark)
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            message = f"is no row of CSV ({error}); check its quotation marks"
            yield Rejected(InputError(source.name, message, line=lines.number))
        except _LineError as error:
            yield Rejected(error)
        else:
            if row:
                yield row


def _outcome(
    source: Source, line: int, names: list[str], row: list[str], published: dt.date | None
) -> Document | Rejected:
    fields = {name: value or None for name, value in zip(names, row, strict=False)}
    try:
        return compose_record(source, line, fields, published)
    except InputError as error:
        return Rejected(InputError(source.name, error.message, line=line))


def _no_text(source: Source, names: list[str]) -> InputError:
    shown = ", ".join(names)[:200]
    return InputError(
        source.name,
        f'has no column "{source.field("text")}" (it has: {shown}); name its columns {", ".join(FIELDS)}, '
        "or say which is which with --field text=COLUMN",
        line=1,
    )


class _LineError(InputError):
    """One line cannot be used; the next one can be."""


class _Lines(Iterator[str]):
    """A stream's lines as text, none longer than an article; ``number`` is the last one's."""

    def __init__(self, source: Source, stream: BinaryIO) -> None:
        self._source = source
        self._stream = stream
        self.number = 0

    def __next__(self) -> str:
        raw = self._stream.readline(LONGEST_ARTICLE_BYTES)
        if not raw:
            raise StopIteration
        self.number += 1
        if len(raw) >= LONGEST_ARTICLE_BYTES and not raw.endswith(b"\n"):
            while (rest := self._stream.readline(LONGEST_ARTICLE_BYTES)) and not rest.endswith(b"\n"):
                pass
            limit = LONGEST_ARTICLE_BYTES // (1024 * 1024)
            message = f"this line is longer than {limit} MB, which is no article"
            raise _LineError(self._source.name, message, line=self.number)
        if not raw.strip():
            return "\n"
        try:
            return decode_as_written(self._source.name, raw.removeprefix(b"\xef\xbb\xbf"))
        except InputError as error:
            raise _LineError(self._source.name, error.message, line=self.number) from None
