"""One worker process as the build sees it."""

from __future__ import annotations

import sys
import time

from kg.child import Child, Died
from kg.errors import PipelineError
from kg.extraction.recipe import Recipe
from kg.extraction.wire import Answer, Broken, Ready, Setup, Unusable, Work
from kg.model import Document, DocumentFacts, Failure

__all__ = ["Worker"]


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
        self._child = Child("kg.extraction")
        self.connection = self._child.connection
        try:
            self.connection.send(Setup(tuple(sys.path), recipe))
        except (BrokenPipeError, ConnectionResetError):
            return  # it is dead already: the next receive says so

    def _allow(self, patience: float) -> None:
        self.patience = patience
        self.deadline = time.monotonic() + patience

    @property
    def pid(self) -> int:
        """The process's id."""
        return self._child.pid

    def give(self, documents: tuple[Document, ...], patience: float) -> None:
        """Hand over documents.

        Raises:
            Died: the worker is gone.
        """
        self._allow(patience)
        self._child.send(Work(documents))

    def take(self) -> tuple[DocumentFacts | Failure, ...] | None:
        """What came of the documents; None for the message that it is ready.

        Raises:
            Died: the worker is gone.
            PipelineError: its annotator cannot be made.
        """
        message = self._child.receive()
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
        self._child.stop(kill=kill)
