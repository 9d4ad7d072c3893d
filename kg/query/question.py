"""What is asked of a worker process, and what comes back: plain values, and frames on a socket between the two.

A frame is one letter, four bytes of length, and so many bytes. The service sends ``Q`` (a question) or ``W`` (a write);
the worker says ``H`` when it is ready, and answers with ``H`` (what the answer is), any number of ``D`` (its bytes) and
``E`` (that was all), or, at any point, ``X`` (it failed, and how). An answer without its ``E`` is no answer.
"""

from __future__ import annotations

import json
import socket
import struct
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from typing import Final, Self

from kg.errors import InputError, KGError, NotFoundError, QueryError, QueryLimit, StoreError
from kg.query.remote import RemoteError
from kg.vocab import ID_BASE

__all__ = ["Failure", "Form", "Frame", "Head", "Inbox", "Question", "framed", "send"]

_HEADER: Final = struct.Struct(">cI")
_PIECE: Final = 2**18


class Frame(StrEnum):
    """The kinds of frame."""

    QUESTION = "Q"
    WRITE = "W"
    HEAD = "H"
    DATA = "D"
    END = "E"
    FAILURE = "X"


class Form(StrEnum):
    """What kind of thing an answer is."""

    SOLUTIONS = "solutions"
    BOOLEAN = "boolean"
    GRAPH = "graph"


@dataclass(frozen=True, slots=True)
class Question:
    """A query with all that its answer depends on.

    Attributes:
        text: the query.
        place: the folder of the snapshot's database.
        rows_as: how to write the rows of a SELECT and the answer of an ASK: a media type; None where the client takes
            none of ours.
        graph_as: how to write the graph of a CONSTRUCT or DESCRIBE, likewise.
        wanted: the form that was asked for by name, for the message where it does not fit.
        default_graphs: see :func:`kg.query.run`.
        named_graphs: likewise.
        base: likewise.
        union: whether the default graph is the union of all graphs where nobody chooses.
        instances: what instances' IRIs begin with, for the prefix ``id:``.
        most: the most bytes of an answer.
        remote: the entries of :class:`kg.query.remote.Remote`.
    """

    text: str
    place: str
    rows_as: str | None
    graph_as: str | None
    wanted: str | None = None
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    base: str | None = None
    union: bool = True
    instances: str = ID_BASE
    most: int = 2**40
    remote: tuple[str, ...] = ()

    def to_bytes(self) -> bytes:
        """The question as the body of a frame: its fields in their order."""
        return json.dumps([getattr(self, name) for name in self.__slots__], ensure_ascii=True).encode()

    @classmethod
    def from_bytes(cls, body: bytes) -> Self:
        """The question in the body of a frame."""
        told = dict(zip(cls.__slots__, json.loads(body), strict=True))
        lists = {name: tuple(value) for name, value in told.items() if isinstance(value, list)}
        return cls(**{**told, **lists})


@dataclass(frozen=True, slots=True)
class Head:
    """What an answer is, before its first byte: its kind, and the media type that it is written in."""

    form: Form
    media_type: str

    def to_bytes(self) -> bytes:
        """The head as the body of a frame: two words."""
        return f"{self.form} {self.media_type}".encode()

    @classmethod
    def from_bytes(cls, body: bytes) -> Self:
        """The head in the body of a frame."""
        form, media_type = body.decode().split(" ")
        return cls(Form(form), media_type)


@dataclass(frozen=True, slots=True)
class Failure:
    """An error of the library on its way from one process to another; ``available`` where nothing was acceptable."""

    kind: str
    message: str
    line: int | None = None
    column: int | None = None
    subject: str | None = None
    available: tuple[str, ...] = ()

    @classmethod
    def of(cls, error: KGError) -> Self:
        """An error as it is sent."""
        match error:
            case QueryLimit():
                return cls("limit", error.message, subject=error.limit)
            case QueryError():
                return cls("query", error.message, error.line, error.column)
            case InputError():
                return cls("input", error.message, error.line, subject=error.source)
            case NotFoundError():
                return cls("absent", error.name, subject=error.kind)
            case StoreError():
                return cls("store", error.message, subject=error.path)
            case RemoteError():
                return cls("remote", error.message, subject=error.address)
        return cls("other", str(error))

    def error(self) -> KGError:
        """The error again."""
        subject = self.subject or ""
        match self.kind:
            case "limit":
                return QueryLimit(subject, self.message)
            case "query":
                return QueryError(self.message, line=self.line, column=self.column)
            case "input":
                return InputError(subject, self.message, line=self.line)
            case "absent":
                return NotFoundError(subject, self.message)
            case "store":
                return StoreError(subject, self.message)
            case "remote":
                return RemoteError(subject, self.message)
        return KGError(self.message)

    def to_bytes(self) -> bytes:
        """The failure as the body of a frame."""
        return json.dumps(asdict(self), ensure_ascii=True).encode()

    @classmethod
    def from_bytes(cls, body: bytes) -> Self:
        """The failure in the body of a frame."""
        told = json.loads(body)
        told["available"] = tuple(told["available"])
        return cls(**{each.name: told[each.name] for each in fields(cls)})


def send(connection: socket.socket, kind: Frame, body: bytes | bytearray = b"") -> None:
    """Send one frame.

    Raises:
        OSError: the other side is gone.
    """
    connection.sendall(framed(kind, body))


def framed(kind: Frame, body: bytes | bytearray = b"") -> bytes:
    """One frame as it is sent."""
    return _HEADER.pack(kind.encode(), len(body)) + body


class Inbox:
    """Frames that come in on a socket; what came with them is kept for the next.

    Args:
        connection: the socket.
    """

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._there = bytearray()

    def ready(self) -> bool:
        """Whether a whole frame is here already."""
        return self._wanted() <= 0

    def receive(self) -> tuple[Frame, bytes] | None:
        """Wait for one frame; None where the other side is gone."""
        while self._wanted() > 0:
            try:
                piece = self._connection.recv(_PIECE)
            except ConnectionError:
                return None
            if not piece:
                return None
            self._there += piece
        kind, length = _HEADER.unpack_from(self._there)
        end = _HEADER.size + length
        body = bytes(self._there[_HEADER.size : end])
        del self._there[:end]
        return Frame(kind.decode()), body

    def _wanted(self) -> int:
        """How many bytes are missing, at least."""
        if len(self._there) < _HEADER.size:
            return _HEADER.size - len(self._there)
        return _HEADER.size + int(_HEADER.unpack_from(self._there)[1]) - len(self._there)
