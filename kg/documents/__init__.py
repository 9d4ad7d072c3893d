"""Readers: files, folders, globs and standard input -> :class:`kg.model.Document`.

:func:`read` is the door. It never stops at a bad input: what gives no document comes out as :class:`Rejected`, with
an :class:`~kg.errors.InputError` that names the input and says what to do. One module a format; :mod:`.formats` lists
them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from kg.documents.calendar import EARLIEST_YEAR, LATEST_YEAR
from kg.documents.formats import FORMATS, Format, parse
from kg.documents.source import STDIN, Rejected, Source, expand, shown
from kg.errors import InputError
from kg.model import Document

__all__ = ["FORMATS", "STDIN", "Format", "Rejected", "read", "read_one"]


def read(*places: str | Path, published: dt.date | None = None) -> Iterator[Document | Rejected]:
    """The documents of files, folders (at any depth), globs and ``-`` (standard input), one by one.

    A folder's files come in sorted order. An input named twice, or a document that comes again unchanged, is read
    once; another document under an identifier already taken is rejected, so that the outcome never hangs on the order.

    Args:
        places: what to read.
        published: the date for documents that do not say their own.

    Yields:
        Each document, or what was rejected in its place.

    Raises:
        InputError: ``published`` lies outside the years that dates can be resolved against.
    """
    if published is not None and not EARLIEST_YEAR <= published.year <= LATEST_YEAR:
        raise InputError("--published", f"{published} is no date of an article; give YYYY-MM-DD")
    return _read(places, published)


def read_one(place: str | Path, *, published: dt.date | None = None) -> Document:
    """The one document of a file.

    Args:
        place: the file.
        published: its date, where it does not say its own.

    Raises:
        InputError: it gives no document, or several.
    """
    found = list(read(place, published=published))
    for outcome in found:
        if isinstance(outcome, Rejected):
            raise outcome.error
    if len(found) == 1 and isinstance(found[0], Document):
        return found[0]
    raise InputError(shown(place), f"holds {len(found)} documents and not one; read it with kg.documents.read")


def _read(places: tuple[str | Path, ...], published: dt.date | None) -> Iterator[Document | Rejected]:
    inputs = set[str]()
    taken = dict[str, tuple[str, str]]()
    for place in places:
        for source in expand(place):
            if isinstance(source, Rejected):
                yield source
            elif (key := _key(source)) not in inputs:
                inputs.add(key)
                for outcome in _read_source(source, published):
                    yield from [outcome] if isinstance(outcome, Rejected) else _once(outcome, source, taken)


def _key(source: Source) -> str:
    return STDIN if source.path is None else str(source.path.absolute())


def _read_source(source: Source, published: dt.date | None) -> Iterator[Document | Rejected]:
    try:
        stream = source.open()
        try:
            yield from parse(source, stream, published)
        finally:
            if source.path is not None:
                stream.close()
    except InputError as error:
        yield Rejected(error)
    except OSError as error:
        yield Rejected(InputError(source.name, f"cannot be read: {error.strerror or error}; check its permissions"))


def _once(document: Document, source: Source, taken: dict[str, tuple[str, str]]) -> Iterator[Document | Rejected]:
    """The document, if its identifier is new; nothing, if it came before as it is; else its rejection."""
    first, content = taken.setdefault(document.id, (source.name, document.content_hash))
    if first == source.name and content == document.content_hash:
        yield document
    elif content != document.content_hash:
        message = f"its identifier {document.id!r} is taken by another document, from {first}; rename one of the two"
        yield Rejected(InputError(source.name, message))
