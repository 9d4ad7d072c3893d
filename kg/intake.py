"""Which of the documents that are read have to be annotated: the new ones and the changed ones."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from pathlib import Path

from kg.documents import Found, Rejected
from kg.documents.source import expand
from kg.errors import InputError
from kg.ledger import Ledger, Quarantined
from kg.model import Document, DocumentFacts, Failure
from kg.publish import OnProgress, Progress, Stage

__all__ = ["Intake", "quarantined_places"]


class Intake:
    """Sorts what one build reads, and keeps the identifiers of each sort.

    Args:
        ledger: knows what was read before; gets what is found, and what is refused.
        version: of the annotator.
        fresh: whether everything is new.
        retry: whether documents that could not be annotated before are tried again.
        on_progress: told of each document.

    Attributes:
        added: identifiers that were unknown.
        replaced: identifiers whose document, or whose annotator's version, was another one.
        unchanged: identifiers that need no work.
        rejected: why inputs gave no document, and documents no facts.
    """

    def __init__(
        self, ledger: Ledger, version: str, *, fresh: bool, retry: bool, on_progress: OnProgress | None
    ) -> None:
        self._ledger = ledger
        self._version = version
        self._fresh = fresh
        self._retry = retry
        self._on_progress = on_progress
        self._open: dict[str, tuple[Found, list[str]]] = {}
        self._failed: dict[tuple[str, str], Quarantined] = {}
        self._bytes = self._read = self._kept = self._facts = 0
        self.added: list[str] = []
        self.replaced: list[str] = []
        self.unchanged: list[str] = []
        self.rejected: list[InputError] = []

    def release(self, places: Iterable[str | Path]) -> None:
        """Forget the refusals of inputs that are about to be read again; all of them if everything is new.

        Documents of theirs that could not be annotated are remembered: they are not tried again without need.
        """
        sizes: dict[str, int] = {}
        for place in places:
            sizes[str(place)] = 0
            sizes |= {found.name: found.size for found in expand(place) if not isinstance(found, Rejected)}
        self._bytes = sum(sizes.values())
        paths = {str(Path(name).absolute()) for name in sizes}
        for refused in tuple(self._ledger.quarantined()):
            if not self._fresh and refused.source not in sizes and refused.path not in paths:
                continue
            if refused.document is not None and not (self._fresh or self._retry):
                self._failed[refused.path or refused.source, refused.document] = refused
            self._ledger.release(refused.source)

    def needed(self, outcomes: Iterable[Found]) -> Iterator[Document]:
        """The documents that have to be annotated, as they come."""
        for self._read, found in enumerate(outcomes, start=1):
            if isinstance(found.outcome, Rejected):
                error = found.outcome.error
                self._refuse(error, Quarantined(error.source, error.message, _now(), error.line, path=found.path))
            elif self._is_needed(found, found.outcome):
                yield found.outcome
            name = found.outcome.source if isinstance(found.outcome, Rejected) else found.outcome.id
            self._tell(Stage.READ, self._read, name, found.passed)

    def keep(self, outcome: DocumentFacts | Failure) -> None:
        """Put into the ledger what the annotator gave; from then on it is safe, whatever happens."""
        document = outcome.document
        found, sort = self._open.pop(document.id)
        if isinstance(outcome, Failure):
            refused = Quarantined(
                source=found.source,
                error=f"document {document.id!r}: {outcome.error}",
                at=_now(),
                document=document.id,
                path=found.path,
                content_hash=document.content_hash,
                pipeline=outcome.pipeline,
            )
            self._refuse(InputError(found.source, refused.error), refused)
            return
        self._ledger.put(outcome, _now())
        sort.append(document.id)
        self._kept += 1
        self._facts += sum(map(len, (outcome.tenures, outcome.meetings, outcome.positions, outcome.statements)))
        self._tell(Stage.KEEP, self._kept, document.id, found.passed)

    def _tell(self, stage: Stage, done: int, name: str, passed: int) -> None:
        if self._on_progress is not None:
            share = min(1.0, passed / self._bytes) if self._bytes else None
            counts = (self._facts, len(self.rejected), len(self.unchanged))
            self._on_progress(Progress(stage, done, name, share, *counts))

    def _refuse(self, error: InputError, refused: Quarantined) -> None:
        self.rejected.append(error)
        self._ledger.quarantine(refused)

    def _is_needed(self, found: Found, document: Document) -> bool:
        failed = self._failed.get((found.path or found.source, document.id))
        if failed is not None and (failed.content_hash, failed.pipeline) == (document.content_hash, self._version):
            self._refuse(InputError(found.source, f"{failed.error}; try it again with --retry"), failed)
            return False
        known = self._ledger.record(document.id)
        if known is None:
            self._open[document.id] = (found, self.added)
        elif self._fresh or (known.content_hash, known.pipeline) != (document.content_hash, self._version):
            self._open[document.id] = (found, self.replaced)
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


def quarantined_places(ledger: Ledger) -> tuple[str, ...]:
    """Where what was set aside can be read again; what is not there any more is forgotten."""
    places: dict[str, None] = {}
    for refused in tuple(ledger.quarantined()):
        if refused.path is not None and Path(refused.path).exists():
            named_from_here = str(Path(refused.source).absolute()) == refused.path
            places[refused.source if named_from_here else refused.path] = None
        elif refused.path is not None:
            ledger.release(refused.source)
    return tuple(places)


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
