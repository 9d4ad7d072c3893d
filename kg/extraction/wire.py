"""What goes between a build and its workers: pickled values, over a pair of sockets that nobody else holds."""

from __future__ import annotations

from dataclasses import dataclass

from kg.extraction.recipe import Recipe
from kg.model import Document, DocumentFacts, Failure

__all__ = ["Answer", "Broken", "Ready", "Setup", "Unusable", "Work"]


@dataclass(frozen=True, slots=True)
class Setup:
    """The first message to a worker: where its modules lie, and how to make its annotator."""

    path: tuple[str, ...]
    recipe: Recipe


@dataclass(frozen=True, slots=True)
class Ready:
    """The first message from a worker: its annotator stands, and has this version."""

    version: str


@dataclass(frozen=True, slots=True)
class Unusable:
    """In place of :class:`Ready`: the annotator cannot be made."""

    pipeline: str
    reason: str


@dataclass(frozen=True, slots=True)
class Work:
    """Documents to take facts from."""

    documents: tuple[Document, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of them, one outcome a document, in order."""

    outcomes: tuple[DocumentFacts | Failure, ...]


@dataclass(frozen=True, slots=True)
class Broken:
    """A worker's last words: the error that ended it."""

    error: str
