"""Parsers that are not ours, at arm's length: in a process of their own, with so much time and memory and no more.

A page or a PDF can be made so that its parser never ends, takes all memory or crashes. The process is started when it
is first needed and serves every reader; it ends with this process, or when nobody has wanted anything for a minute.
"""

from __future__ import annotations

import atexit
import importlib.util
import os
import threading
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any, Final

from kg.child import Child, Died, usable
from kg.documents.parsers import Print, TooDeep, Unreadable, WebPage, called
from kg.errors import InputError

__all__ = ["READY", "Call", "Failed", "Parsed", "article_of", "needs", "print_of", "texts_of"]

SECONDS: Final = 60.0
"""For one page or file; articles take some milliseconds, books some seconds."""

START_SECONDS: Final = 600.0
READY: Final = "ready"

_LOCK: Final = threading.Lock()


@dataclass(frozen=True, slots=True)
class Call:
    """What is asked of the process: a parser's name, and what it is given."""

    parser: str
    arguments: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a parser made of it."""

    value: Any


@dataclass(frozen=True, slots=True)
class Failed:
    """Why it made nothing of it."""

    reason: str
    is_too_deep: bool = False


def needs(library: str, extra: str, source: str) -> None:
    """See that a library is there which only some formats need.

    Args:
        library: its name.
        extra: the extra of this program that it comes with.
        source: what is to be read with it, for the error.

    Raises:
        InputError: it is not installed.
    """
    if importlib.util.find_spec(library) is None:
        message = f"needs {library}, which is not installed; install it with: pip install 'demarche[{extra}]'"
        raise InputError(source, message)


def article_of(source: str, raw: bytes, url: str | None) -> WebPage | None:
    """The article of a web page, None where there is none.

    Args:
        source: what to call it in an error.
        raw: the page.
        url: where it was fetched.

    Raises:
        InputError: it cannot be read, or not within the time and memory that there are.
        Unreadable: it is damaged.
    """
    found = _guarded(source, Call("page", (raw, url)))
    return found if isinstance(found, WebPage) else None


def print_of(source: str, raw: bytes) -> Print:
    """The text of a PDF; raises as :func:`article_of`."""
    found = _guarded(source, Call("print", (raw,)))
    if not isinstance(found, Print):
        raise TypeError(found)
    return found


def texts_of(source: str, fragments: tuple[str, ...]) -> tuple[str, ...]:
    """The texts of pieces of HTML such as feeds carry.

    Raises:
        InputError: they cannot be read, or not within the time and memory that there are.
    """
    if not any("<" in one or "&" in one for one in fragments):
        return fragments
    try:
        return tuple(_guarded(source, Call("fragments", (fragments,))))
    except Unreadable as error:
        raise InputError(source, f"has markup that cannot be read ({error})") from error


def _guarded(source: str, call: Call) -> Any:
    if not usable():
        return called(call.parser, call.arguments)
    with _LOCK:
        try:
            return _process.ask(call)
        except Died as death:
            raise InputError(source, f"cannot be read: its parser {death.reason}; leave it out") from None
        except TimeoutError:
            message = f"cannot be read within {SECONDS:.0f} s; leave it out, or save its text"
            raise InputError(source, message) from None


class _Process:
    """The process, started when it is needed, and again when it has ended."""

    def __init__(self) -> None:
        self._child: Child | None = None
        self._owner = 0
        self._served = 0

    def ask(self, call: Call) -> Any:
        """What comes of a call. One that a process ended with that had served before is made once more, to a new one.

        Raises:
            Died: a new process ended with it.
            TimeoutError: it takes too long.
            Unreadable: the parser makes nothing of it.
        """
        try:
            answer = self._answer(call)
        except Died:
            if not self._served:
                raise
            answer = self._answer(call)
        if isinstance(answer, Failed):
            raise (TooDeep if answer.is_too_deep else Unreadable)(answer.reason)
        return answer.value

    def _answer(self, call: Call) -> Any:
        with ExitStack() as failing:
            failing.callback(self.close)
            child = self._started()
            child.send(call)
            if not child.connection.poll(SECONDS):
                raise TimeoutError
            answer = child.receive()
            failing.pop_all()
        self._served += 1
        return answer

    def _started(self) -> Child:
        if self._owner != os.getpid():  # a fork: the process is our parent's
            self._child, self._owner = None, os.getpid()
        if self._child is not None and not self._child.is_alive:
            self.close()
        if self._child is None:
            self._child, self._served = Child("kg.documents.guarded"), 0
            if not self._child.connection.poll(START_SECONDS) or self._child.receive() != READY:
                raise Died("does not start")
        return self._child

    def close(self) -> None:
        """End it; a second time is no error."""
        if self._child is not None and self._owner == os.getpid():
            self._child.stop(kill=True)
        self._child = None


_process: Final = _Process()
atexit.register(_process.close)
