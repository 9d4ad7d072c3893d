"""Readers: files, folders, globs and standard input -> :class:`kg.model.Document`.

:func:`read` is the door. It never stops at a bad input: what gives no document comes out as :class:`Rejected`, with
an :class:`~kg.errors.InputError` that names the input and says what to do. One module a format; :mod:`.formats` lists
them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from kg.documents.calendar import EARLIEST_YEAR, LATEST_YEAR
from kg.documents.characters import well_formed
from kg.documents.formats import FORMATS, Format, parse
from kg.documents.language import foreign_language
from kg.documents.records import FIELDS
from kg.documents.source import STDIN, Rejected, Source, expand, shown
from kg.errors import InputError
from kg.model import Document

__all__ = ["FORMATS", "STDIN", "Format", "Found", "Rejected", "find", "read", "read_one"]


@dataclass(frozen=True, slots=True)
class Found:
    """A document, or what was rejected in its place, and where it was read.

    ``source`` is the input's name, ``path`` where it can be read again (None where it cannot), ``passed`` how many
    bytes of all inputs were read before.
    """

    outcome: Document | Rejected
    source: str
    path: str | None
    passed: int


def read(
    *places: str | Path, published: dt.date | None = None, fields: Mapping[str, str] | None = None
) -> Iterator[Document | Rejected]:
    """The documents of files, folders (at any depth), globs and ``-`` (standard input), one by one.

    A folder's files come in sorted order. An input named twice, or a document that comes again unchanged, is read
    once; another document under an identifier already taken is rejected, so that the outcome never hangs on the order.

    Args:
        places: what to read.
        published: the date for documents that do not say their own.
        fields: what the fields of records (:data:`kg.documents.records.FIELDS`) are called in JSON Lines and CSV, where
            not so.

    Yields:
        Each document, or what was rejected in its place.

    Raises:
        InputError: ``published`` lies outside the years that dates can be resolved against, or there is no such field.
    """
    return (found.outcome for found in find(*places, published=published, fields=fields))


def find(
    *places: str | Path, published: dt.date | None = None, fields: Mapping[str, str] | None = None
) -> Iterator[Found]:
    """As :func:`read`, with where each document was read."""
    if published is not None and not EARLIEST_YEAR <= published.year <= LATEST_YEAR:
        raise InputError("--published", f"{published} is no date of an article; give YYYY-MM-DD")
    for name in fields or {}:
        if name not in FIELDS:
            raise InputError("--field", f"there is no field {name!r}; the fields are {', '.join(FIELDS)}")
    return _read(places, published, tuple(sorted((fields or {}).items())))


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


def _read(
    places: tuple[str | Path, ...], published: dt.date | None, fields: tuple[tuple[str, str], ...]
) -> Iterator[Found]:
    inputs = set[str]()
    taken = dict[str, tuple[str, str]]()
    passed = 0
    for place in places:
        for source in expand(place):
            if isinstance(source, Rejected):
                yield Found(source, source.source, _absolute(source.source), passed)
            elif (key := _key(source)) not in inputs:
                inputs.add(key)
                path = _absolute(source.path)
                for outcome, at in _read_source(replace(source, fields=fields), published):
                    kept = [outcome] if isinstance(outcome, Rejected) else _once(outcome, source, taken)
                    yield from (Found(one, source.name, path, passed + at) for one in kept)
                passed += source.size


def _absolute(path: str | Path | None) -> str | None:
    """A path that holds wherever the next command is called."""
    if path is None or not well_formed(str(path)):
        return None
    return str(Path(path).absolute())


def _key(source: Source) -> str:
    return STDIN if source.path is None else str(source.path.absolute())


def _read_source(source: Source, published: dt.date | None) -> Iterator[tuple[Document | Rejected, int]]:
    """The outcomes of one input, each with how many of its bytes have been read."""
    try:
        stream = source.open()
        try:
            for outcome in parse(source, stream, published):
                yield outcome, stream.tell() if stream.seekable() else 0
        finally:
            if source.path is not None:
                stream.close()
    except InputError as error:
        yield Rejected(error), 0
    except OSError as error:
        yield Rejected(InputError(source.name, f"cannot be read: {error.strerror or error}; check its permissions")), 0


def _once(document: Document, source: Source, taken: dict[str, tuple[str, str]]) -> Iterator[Document | Rejected]:
    """The document, if it is English and its name is new; nothing, if it came before as it is; else its rejection."""
    language = foreign_language(document.text)
    if language is not None:
        message = f"{document.id!r} is in {language}, and only English is read; leave it out, or translate it"
        yield Rejected(InputError(source.name, message))
        return
    first, content = taken.setdefault(document.id, (source.name, document.content_hash))
    if first == source.name and content == document.content_hash:
        yield document
    elif content != document.content_hash:
        message = f"its identifier {document.id!r} is taken by another document, from {first}; rename one of the two"
        yield Rejected(InputError(source.name, message))
