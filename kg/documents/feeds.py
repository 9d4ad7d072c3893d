"""RSS 0.9 to 2.0 and Atom: one article an entry, in the longest form in which the entry holds it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, Final
from xml.parsers import expat

from kg.documents.guard import texts_of
from kg.documents.markuptext import BLOCKS
from kg.documents.records import compose_record
from kg.documents.single import LONGEST_ARTICLE_BYTES
from kg.documents.source import Rejected, Source
from kg.errors import InputError
from kg.model import Document

__all__ = ["SUFFIXES", "accepts", "parse"]

SUFFIXES: Final = frozenset({".rss", ".atom", ".xml", ".rdf"})
CHUNK_BYTES: Final = 64 * 1024
DEEPEST: Final = 200
_ROOTS: Final = (b"<rss", b"<feed", b"<rdf:rdf")
_ENTRIES: Final = frozenset({"item", "entry"})
# Elements by local name, in the order in which they are believed; dc: and content: names are unlike the others.
_FIELDS: Final = {
    "id": ("guid", "id"),
    "title": ("title",),
    "published": ("pubDate", "published", "issued", "date", "updated"),
    "author": ("creator", "name", "author"),
    "publisher": ("publisher",),
    "text": ("encoded", "content", "description", "summary"),
}
_CONTENTS: Final = frozenset({"content", "summary", "description", "encoded"})


def accepts(head: bytes) -> bool:
    """Whether a file begins as a feed does."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:4000].lower()
    return start.startswith(b"<") and any(root in start for root in _ROOTS)


def parse(source: Source, stream: BinaryIO, published: dt.date | None) -> Iterator[Document | Rejected]:
    """The article of each entry, in order; an entry that gives none is rejected with the number of its line.

    Args:
        source: the feed.
        stream: its bytes; never more than one entry of it is held.
        published: the date for entries without one.

    Raises:
        InputError: it is no feed, not well-formed from somewhere on, declares entities, or is nested absurdly.
    """
    reader = _Reader(source)
    count = 0
    while True:
        chunk = stream.read(CHUNK_BYTES)
        reader.feed(chunk)
        for entry in reader.taken():
            count += 1
            yield _outcome(source, count, entry, published)
        if not chunk:
            break
    if not count:
        raise InputError(source.name, "is XML without any item or entry of a feed; name a feed, or leave it out")


def _outcome(source: Source, number: int, entry: _Entry, published: dt.date | None) -> Document | Rejected:
    given = {
        ours: next((text for name in names if (text := entry.texts.get(name, "").strip())), None)
        for ours, names in _FIELDS.items()
    }
    given["url"] = entry.link or given["id"]
    given["id"] = given["id"] or entry.link
    bodies = tuple(entry.texts[name] for name in _FIELDS["text"] if name in entry.texts)
    try:
        given["title"], *texts = texts_of(source.name, (given["title"] or "", *bodies))
        given["text"] = max(texts, key=len, default=None)
        return compose_record(source, number, given, published, named=False)
    except InputError as error:
        return Rejected(InputError(source.name, error.message, line=entry.line))


@dataclass(slots=True)
class _Entry:
    """An entry as far as it is read: its elements' texts by local name."""

    line: int
    link: str | None = None
    texts: dict[str, str] = field(default_factory=dict)


class _Reader:
    """Feeds bytes to expat and collects entries."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._parser.EntityDeclHandler = self._refuse_entities
        self._path: list[str] = []
        self._entry: _Entry | None = None
        self._parts: list[str] = []
        self._size = 0
        self._done: list[_Entry] = []

    def feed(self, chunk: bytes) -> None:
        """Read on; no bytes are the end."""
        try:
            self._parser.Parse(chunk, not chunk)
        except expat.ExpatError as error:
            reason = expat.ErrorString(error.code)
            message = f"is no well-formed XML from here on ({reason}); fetch it again, or mend it"
            raise InputError(self._source.name, message, line=error.lineno) from None
        except (LookupError, ValueError) as error:
            raise InputError(self._source.name, f"is in an encoding that cannot be read ({error})") from None

    def taken(self) -> Iterator[_Entry]:
        """The entries that are complete, each once."""
        done, self._done = self._done, []
        yield from done

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(" ")[2]
        self._path.append(local)
        if len(self._path) > DEEPEST:
            message = f"is no feed: elements lie more than {DEEPEST} deep in each other"
            raise InputError(self._source.name, message, line=self._parser.CurrentLineNumber)
        if local in _ENTRIES and self._entry is None:
            self._entry, self._size = _Entry(self._parser.CurrentLineNumber), 0
        elif self._entry is not None and self._content is None:
            self._parts.clear()
            if local == "link" and attributes.get("rel", "alternate") == "alternate":
                self._entry.link = self._entry.link or attributes.get("href")
        elif local in BLOCKS:
            self._parts.append("<p>")

    @property
    def _content(self) -> str | None:
        """The element above the current one in which markup is part of the text."""
        return next((name for name in self._path[:-1] if name in _CONTENTS), None)

    def _end(self, _: str) -> None:
        local = self._path[-1]
        if self._entry is not None and self._content is None:
            text = "".join(self._parts)
            if local in _ENTRIES:
                self._done.append(self._entry)
                self._entry = None
            elif local == "link":
                self._entry.link = self._entry.link or text.strip() or None
            else:
                self._entry.texts.setdefault(local, text)
            self._parts.clear()
        elif self._entry is not None and local in BLOCKS:
            self._parts.append("<p>")
        self._path.pop()

    def _text(self, data: str) -> None:
        if self._entry is None:
            return
        self._size += len(data)
        if self._size > LONGEST_ARTICLE_BYTES:
            limit = LONGEST_ARTICLE_BYTES // (1024 * 1024)
            message = f"an entry is longer than {limit} MB, which is no article"
            raise InputError(self._source.name, message, line=self._entry.line)
        self._parts.append(data)

    def _refuse_entities(self, *_: object) -> None:
        message = "declares XML entities, which no feed needs and bombs are made of; take the declarations out"
        raise InputError(self._source.name, message, line=self._parser.CurrentLineNumber)
