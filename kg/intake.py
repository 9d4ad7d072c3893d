"""Which of the documents that are read have to be annotated: the new ones and the changed ones."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from pathlib import Path

from kg.documents import Rejected
from kg.documents.source import expand
from kg.errors import InputError
from kg.ledger import Ledger, Quarantined
from kg.model import Document
from kg.publish import OnProgress, Progress, Stage

__all__ = ["Intake"]


class Intake:
    """Sorts what one build reads, and keeps the identifiers of each sort.

    Args:
        ledger: knows what was read before; gets what is refused now.
        version: of the annotator.
        fresh: whether everything is new.
        on_progress: told of each document.

    Attributes:
        added: identifiers that were unknown.
        replaced: identifiers whose document, or whose annotator's version, was another one.
        unchanged: identifiers that need no work.
        rejected: why inputs gave no document.
    """

    def __init__(self, ledger: Ledger, version: str, *, fresh: bool, on_progress: OnProgress | None) -> None:
        self._ledger = ledger
        self._version = version
        self._fresh = fresh
        self._on_progress = on_progress
        self.added: list[str] = []
        self.replaced: list[str] = []
        self.unchanged: list[str] = []
        self.rejected: list[InputError] = []

    def release(self, places: Iterable[str | Path]) -> None:
        """Forget the refusals of inputs that are about to be read again; all of them if everything is new."""
        names = set()
        for place in places:
            names |= {str(place), *(found.name for found in expand(place) if not isinstance(found, Rejected))}
        for refused in tuple(self._ledger.quarantined()):
            if self._fresh or refused.source in names:
                self._ledger.release(refused.source)

    def needed(self, outcomes: Iterable[Document | Rejected]) -> Iterator[Document]:
        """The documents that have to be annotated, as they come."""
        for done, outcome in enumerate(outcomes, start=1):
            if isinstance(outcome, Rejected):
                self._refuse(outcome.error)
            elif self._is_needed(outcome):
                yield outcome
            if self._on_progress is not None:
                name = outcome.source if isinstance(outcome, Rejected) else outcome.id
                self._on_progress(Progress(Stage.READ, done, name))

    def _refuse(self, error: InputError) -> None:
        self.rejected.append(error)
        self._ledger.quarantine(Quarantined(error.source, error.message, dt.datetime.now(dt.UTC), error.line))

    def _is_needed(self, document: Document) -> bool:
        known = self._ledger.record(document.id)
        if known is None:
            self.added.append(document.id)
        elif self._fresh or (known.content_hash, known.pipeline) != (document.content_hash, self._version):
            self.replaced.append(document.id)
        else:
            self.unchanged.append(document.id)
            return False
        return True

    def forget_unseen(self) -> tuple[str, ...]:
        """Take out of the ledger the documents that were not read; gives their identifiers, sorted."""
        seen = {*self.added, *self.replaced, *self.unchanged}
        unseen = tuple(record.id for record in self._ledger.records() if record.id not in seen)
        with self._ledger.transaction():
            for identifier in unseen:
                self._ledger.remove(identifier)
        return unseen
