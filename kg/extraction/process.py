"""One worker process as the build sees it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from multiprocessing.connection import Connection, Pipe
from typing import Any, Final

from kg.errors import KGError, PipelineError
from kg.extraction.recipe import Recipe
from kg.extraction.wire import Answer, Broken, Ready, Setup, Unusable, Work
from kg.model import Document, DocumentFacts, Failure

__all__ = ["Died", "Worker"]

_GRACE_SECONDS: Final = 5.0


class Died(KGError):  # noqa: N818 - what happened, in one word
    """A worker ended, or was ended, while it was wanted.

    Args:
        reason: how, for a sentence that begins with "its worker".
    """

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(f"a worker {reason}")


class Worker:
    """A process that makes its annotator and then works on what it is given, one lot at a time.

    Attributes:
        version: its annotator's, once it is ready.
        patience: the seconds that it has for what it is doing.
        deadline: when (``time.monotonic``) they are over.
    """

    def __init__(self, recipe: Recipe, patience: float) -> None:
        self.version: str | None = None
        self._allow(patience)
        ours, theirs = Pipe()
        with theirs:
            command = [sys.executable, "-m", "kg.extraction", str(theirs.fileno()), str(os.getpid())]
            environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                command, pass_fds=[theirs.fileno()], env=environment, stdin=subprocess.DEVNULL, process_group=0
            )
        self.connection: Connection[Any, Any] = ours
        try:
            ours.send(Setup(tuple(sys.path), recipe))
        except (BrokenPipeError, ConnectionResetError):
            return  # it is dead already: the next receive says so

    def _allow(self, patience: float) -> None:
        self.patience = patience
        self.deadline = time.monotonic() + patience

    @property
    def pid(self) -> int:
        """The process's id."""
        return self._process.pid

    def give(self, documents: tuple[Document, ...], patience: float) -> None:
        """Hand over documents.

        Raises:
            Died: the worker is gone.
        """
        self._allow(patience)
        try:
            self.connection.send(Work(documents))
        except (BrokenPipeError, ConnectionResetError):
            raise Died(self._ended()) from None

    def take(self) -> tuple[DocumentFacts | Failure, ...] | None:
        """What came of the documents; None for the message that it is ready.

        Raises:
            Died: the worker is gone.
            PipelineError: its annotator cannot be made.
        """
        try:
            message = self.connection.recv()
        except (EOFError, OSError):
            raise Died(self._ended()) from None
        if isinstance(message, Unusable):
            raise PipelineError(message.pipeline, message.reason)
        if isinstance(message, Broken):
            raise Died(f"failed with {message.error}")
        if isinstance(message, Ready):
            self.version = message.version
            return None
        if not isinstance(message, Answer):
            raise PipelineError("worker", f"sent a {type(message).__name__}")
        return message.outcomes

    def stop(self, *, kill: bool = False) -> None:
        """End the process; a second time is no error."""
        self.connection.close()
        if kill:
            self._process.kill()
        self._wait()

    def _wait(self) -> int:
        try:
            return self._process.wait(_GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            return self._process.wait()

    def _ended(self) -> str:
        code = self._wait()
        if code >= 0:
            return f"ended with exit code {code}"
        try:
            return f"was killed by {signal.Signals(-code).name}"
        except ValueError:
            return f"was killed by signal {-code}"
