"""The story in one page: documents -> facts -> ledger -> what they share -> quads -> store -> published snapshot.

Whatever dies on the way leaves the last published snapshot as it was, and the next build takes up where this one ended:
facts are kept document by document, and a graph is taken for written only after the store has it on disk.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from kg.documents import read
from kg.errors import InputError, NotFoundError
from kg.intake import Intake
from kg.iris import Iris
from kg.ledger import Ledger
from kg.model import Document, DocumentFacts
from kg.nlp.annotator import load_annotator
from kg.publish import OnProgress, Progress, Published, Stage, publish
from kg.status import BASE_SETTING, Status, status
from kg.store import DataFolder, EmbeddedStore

__all__ = ["Annotator", "BuildReport", "OnProgress", "Progress", "Stage", "Status", "build", "remove", "status"]


class Annotator(Protocol):
    """Takes facts from documents: one value for each, in order, as they are asked for."""

    @property
    def version(self) -> str:
        """Name and version, which is every value's ``pipeline``; facts made by another version are made again."""

    def __call__(self, documents: Iterable[Document], /) -> Iterator[DocumentFacts]:
        """The facts of each document."""


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did: documents' ids, sorted, and the inputs that gave no document, in the order they came.

    ``published`` says what stands in the graph now.
    """

    published: Published
    added: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    rejected: tuple[InputError, ...] = ()


def build(
    sources: Iterable[str | Path],
    data: str | Path,
    *,
    pipeline: str | Path | None = None,
    published: dt.date | None = None,
    fresh: bool = False,
    annotator: Annotator | None = None,
    base: str | None = None,
    on_progress: OnProgress | None = None,
) -> BuildReport:
    """Add documents to a data folder, or replace them, and publish the graph.

    A document that stands there unchanged, read by the same version of the pipeline, is skipped. The graph depends on
    the documents alone: not on their order, nor on how many builds they came in.

    Args:
        sources: files, folders, globs, or ``-``.
        data: the data folder; made where there is none.
        pipeline: name or path of a spaCy pipeline in place of ours.
        published: the date of documents that do not say their own.
        fresh: read every document anew, and forget those that are not among the sources.
        annotator: takes the facts, in place of a pipeline.
        base: what instances' IRIs begin with; what the folder had if None.
        on_progress: told of each document and graph.

    Raises:
        PipelineError: the pipeline cannot be loaded.
        StoreError: the data folder cannot be written, or another build is writing it.
        InputError: ``published`` is no date of an article, or ``base`` no base of IRIs.
    """
    outcomes = read(*(places := tuple(sources)), published=published)
    annotate: Annotator = load_annotator(pipeline) if annotator is None else annotator
    with _opened(Path(data)) as (store, ledger):
        if base is not None:
            ledger.set(BASE_SETTING, Iris(base).base)
        intake = Intake(ledger, annotate.version, fresh=fresh, on_progress=on_progress)
        intake.release(places)
        for facts in annotate(intake.needed(outcomes)):
            ledger.put(facts, dt.datetime.now(dt.UTC))
        removed = intake.forget_unseen() if fresh else ()
        return BuildReport(
            published=publish(ledger, store, on_progress),
            added=tuple(sorted(intake.added)),
            replaced=tuple(sorted(intake.replaced)),
            unchanged=tuple(sorted(intake.unchanged)),
            removed=removed,
            rejected=tuple(intake.rejected),
        )


def remove(documents: Iterable[str], data: str | Path, *, on_progress: OnProgress | None = None) -> BuildReport:
    """Take documents back: all that they said goes, all that others said stays.

    Args:
        documents: their identifiers.
        data: the data folder.
        on_progress: told of each graph.

    Raises:
        NotFoundError: one of them is not there; then none is removed.
        StoreError: there is no data folder, it cannot be written, or a build is writing it.
    """
    identifiers = tuple(sorted(set(documents)))
    DataFolder.existing(Path(data))
    with _opened(Path(data)) as (store, ledger):
        for identifier in identifiers:
            if ledger.record(identifier) is None:
                raise NotFoundError("document", identifier)
        with ledger.transaction():
            for identifier in identifiers:
                ledger.remove(identifier)
        return BuildReport(published=publish(ledger, store, on_progress), removed=identifiers)


@contextmanager
def _opened(data: Path) -> Iterator[tuple[EmbeddedStore, Ledger]]:
    """The store first: its lock keeps other writers out of the ledger too."""
    with (
        EmbeddedStore.open(data, writable=True) as store,
        Ledger.open(store.folder.ledger) as ledger,
    ):
        yield store, ledger
