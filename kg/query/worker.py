"""What a process does that answers queries and may be killed at any moment.

Oxigraph cannot be interrupted and has no bound on memory (oxigraph/oxigraph#1926, #1336). Whatever a stranger asks
is answered here, where ``RLIMIT_AS`` ends what grows too large and the service ends what takes too long. The process
ends by itself when the service is gone.
"""

from __future__ import annotations

import io
import os
import resource
import socket
import threading
from contextlib import ExitStack
from pathlib import Path
from typing import Final, NoReturn

from pyoxigraph import Store

from kg.errors import KGError, QueryLimit, StoreError
from kg.query.evaluate import run
from kg.query.formats import find_format
from kg.query.question import Failure, Form, Frame, Head, Inbox, Question, framed, send
from kg.query.remote import Remote
from kg.query.results import Answer, Boolean, Graph
from kg.query.writing import Write, write
from kg.store import GraphReader, SnapshotReader

__all__ = ["NotAcceptable", "answer", "work_until_left"]

STACK_SIZE: Final = 64 * 2**20
"""Oxigraph's parser recurses on the stack of the thread that asks; systems give threads from 128 kB (musl) to 8 MB."""
PARENT_SECONDS: Final = 1.0
"""How often to look whether the service still lives: a worker in an endless query would otherwise outlive it."""
PIECE: Final = 2**16
FOR_WRITING: Final = 2**29
"""What RocksDB reserves, without using it, when it opens a database to write: stacks and write buffers."""


class NotAcceptable(KGError):  # noqa: N818 - HTTP's word
    """The client takes none of the forms that this kind of answer has."""

    def __init__(self, available: tuple[str, ...]) -> None:
        self.available = available
        super().__init__(f"this answer comes as {', '.join(available)}")


class _Outlet(io.RawIOBase):
    """Where an answer is written to: frames on a socket, up to so many bytes."""

    def __init__(self, connection: socket.socket, most: int) -> None:
        self._connection = connection
        self._left = most
        self._most = most
        self._waiting = bytearray()
        self._ahead = b""
        self.failure: QueryLimit | None = None

    def writable(self) -> bool:
        """It is there to be written to."""
        return True

    def write(self, data: object) -> int:
        """Take bytes in; send them once they are many."""
        written = bytes(data)  # type: ignore[call-overload] # io's own type for what has a buffer is private
        self._left -= len(written)
        if self._left < 0:
            message = f"the answer is longer than {self._most} bytes; ask for less, or in parts with LIMIT and OFFSET"
            self.failure = QueryLimit("answer", message)
            raise OSError(message)
        self._waiting += written
        if len(self._waiting) >= PIECE:
            self.pass_on()
        return len(written)

    def announce(self, head: Head) -> None:
        """Say what comes, together with the first of it."""
        self._ahead = framed(Frame.HEAD, head.to_bytes())

    def pass_on(self, end: bytes = b"") -> None:
        """Send what is waiting, and what goes before and after it."""
        data = framed(Frame.DATA, self._waiting) if self._waiting else b""
        self._connection.sendall(self._ahead + data + end)
        self._ahead = b""
        self._waiting.clear()


def answer(reader: GraphReader, question: Question) -> tuple[Head, Answer]:
    """Ask, and settle how the answer is written; nothing of it is computed that has not to be.

    Raises:
        QueryError: the query is malformed or refused, or its answer has no form of the name that was wanted.
        NotAcceptable: the client takes no form that it has.
    """
    found = run(
        reader,
        question.text,
        default_graphs=question.default_graphs,
        named_graphs=question.named_graphs,
        base=question.base,
        union=question.union,
        instances=question.instances,
        remote=Remote(question.remote),
    )
    form = Form.GRAPH if isinstance(found, Graph) else Form.BOOLEAN if isinstance(found, Boolean) else Form.SOLUTIONS
    media_type = question.graph_as if form is Form.GRAPH else question.rows_as
    if media_type is not None:
        return Head(form, media_type), found
    if question.wanted is not None:
        find_format(question.wanted, found.formats)  # type: ignore[misc] # it fits neither kind: this raises
    raise NotAcceptable(found.media_types)


class _Worker:
    """Answers one question after another; keeps the snapshot open that was asked last."""

    def __init__(self, connection: socket.socket, memory: int) -> None:
        self._connection = connection
        self._memory = memory
        self._reader: SnapshotReader | None = None
        self._inbox = Inbox(connection)
        self._next: tuple[Frame, bytes] | None = None
        send(connection, Frame.HEAD)

    def run(self) -> None:
        """Work until the service is gone, or until this thread has been made to let others go first.

        Only a privileged thread could take its old priority back (sched(7)): what comes next has to be answered on a
        new one.
        """
        while not _lowered():
            self._next = self._next or self._inbox.receive()
            if self._next is None:
                os._exit(0)
            if _lowered():
                return  # late, by a service that did not know yet that its question was answered
            kind, body = self._next
            self._next = None
            try:
                if kind is Frame.WRITE:
                    self._close()
                    self._cap_memory(FOR_WRITING)
                    told = write(Write.from_bytes(body), self._committed)
                    send(self._connection, Frame.END, told.to_bytes())
                else:
                    self._answer(Question.from_bytes(body))
            except NotAcceptable as error:
                failure = Failure("acceptable", str(error), available=error.available)
                send(self._connection, Frame.FAILURE, failure.to_bytes())
            except KGError as error:
                send(self._connection, Frame.FAILURE, Failure.of(error).to_bytes())
            except MemoryError:
                limit = QueryLimit("memory", "the query needs more memory than it is given; ask for less")
                send(self._connection, Frame.FAILURE, Failure.of(limit).to_bytes())

    def _committed(self) -> None:
        send(self._connection, Frame.HEAD)

    def _answer(self, question: Question) -> None:
        head, found = answer(self._opened(question.place), question)
        outlet = _Outlet(self._connection, question.most)
        outlet.announce(head)
        try:
            found.write(outlet, head.media_type)  # type: ignore[arg-type] # a raw stream is one of bytes
        except OSError as error:
            if outlet.failure is None:
                raise StoreError(question.place, f"cannot be read ({error})") from error
            raise outlet.failure from error
        outlet.pass_on(framed(Frame.END))

    def _opened(self, place: str) -> SnapshotReader:
        if self._reader is None or str(self._reader.path) != place:
            self._close()
            try:
                store = Store.read_only(place)
            except (OSError, RuntimeError) as error:
                raise StoreError(place, f"cannot be opened ({error})") from error
            self._reader = SnapshotReader(store, snapshot=Path(place).parent.name, place=place, path=Path(place))
            del store
            self._cap_memory()
        return self._reader

    def _close(self) -> None:
        if self._reader is not None:
            self._reader.close()
            self._reader = None

    def _cap_memory(self, more: int = 0) -> None:
        """Let the process grow by so much from what it is now."""
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
        most = pages * resource.getpagesize() + self._memory + more
        resource.setrlimit(resource.RLIMIT_AS, (most, resource.getrlimit(resource.RLIMIT_AS)[1]))


def work_until_left(descriptor: int, memory: int) -> NoReturn:
    """Answer on the socket with this file descriptor, until its other end is closed or our parent is gone.

    Args:
        descriptor: the socket.
        memory: bytes by which a query may let this process grow.
    """
    parent = os.getppid()
    threading.stack_size(STACK_SIZE)
    try:
        worker = _Worker(socket.socket(fileno=descriptor), memory)
    except OSError:
        os._exit(0)
    while True:
        thread = threading.Thread(target=_work, args=(worker,), daemon=True)
        thread.start()
        while thread.is_alive():
            thread.join(PARENT_SECONDS)
            if os.getppid() != parent:
                os._exit(0)


def _work(worker: _Worker) -> None:
    with ExitStack() as failed:
        failed.callback(os._exit, 0)  # whatever it was: nobody else would answer what it was asked
        worker.run()
        failed.pop_all()


def _lowered() -> bool:
    """Whether this thread has less priority than its process was given: Linux counts it by thread."""
    return os.getpriority(os.PRIO_PROCESS, threading.get_native_id()) > os.getpriority(os.PRIO_PROCESS, os.getpid())
