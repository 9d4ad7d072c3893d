"""The story in one page: documents -> facts -> ledger -> what they share -> quads -> store -> published snapshot.

Whatever dies on the way leaves the last published snapshot as it was, and the next build takes up where this one ended:
facts are kept document by document, and a graph is taken for written only after the store has it on disk.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from kg.corrections import Corrections, read_corrections
from kg.documents import find
from kg.errors import InputError, NotFoundError
from kg.extraction import Annotator, open_annotator, pipeline_recipe
from kg.intake import Intake, quarantined_places
from kg.iris import Iris
from kg.ledger import Ledger
from kg.publish import OnProgress, Progress, Published, Stage, publish
from kg.status import BASE_SETTING, Status, status
from kg.store import DataFolder, EmbeddedStore, RemoteStore, open_writer

__all__ = ["Annotator", "BuildReport", "OnProgress", "Progress", "Stage", "Status", "build", "remove", "status"]


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
    corrections: str | Path | None = None,
    jobs: int | None = None,
    store: str | None = None,
    fields: Mapping[str, str] | None = None,
    retry: bool = False,
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
        corrections: a file of an analyst's corrections, copied into the folder; what the folder has if None.
        jobs: how many worker processes may take facts; 1 does it in this process, None is as many as there are cores,
            up to eight.
        store: the address of a SPARQL server that is to hold the graph, in place of the data folder; where it lay
            before if None.
        fields: what the fields of records are called in JSON Lines and CSV; see :func:`kg.documents.read`.
        retry: take what was set aside before for another source, and try again documents that failed.
        on_progress: told of each document and graph.

    Raises:
        PipelineError: the pipeline cannot be loaded.
        StoreError: the data folder cannot be written, or another build is writing it.
        InputError: ``published`` is no date of an article, ``base`` no base of IRIs, or the corrections are none.
    """
    find(published=published, fields=fields)  # what is wrong with these is said before anything is loaded
    if corrections is not None:
        read_corrections(Path(corrections))
    making = open_annotator(pipeline_recipe(pipeline), jobs) if annotator is None else nullcontext(annotator)
    with making as annotate, _opened(Path(data), store) as (graph, ledger):
        corrected = _corrections(graph.folder, corrections)
        if base is not None:
            ledger.set(BASE_SETTING, Iris(base).base)
        intake = Intake(ledger, annotate.version, fresh=fresh, retry=retry, on_progress=on_progress)
        places = (*sources, *(quarantined_places(ledger) if retry else ()))
        intake.release(places)
        for outcome in annotate(intake.needed(find(*places, published=published, fields=fields))):
            intake.keep(outcome)
        removed = intake.forget_unseen() if fresh else ()
        return _report(publish(ledger, graph, on_progress, corrected), intake, removed)


def _report(published: Published, intake: Intake, removed: tuple[str, ...]) -> BuildReport:
    return BuildReport(
        published=published,
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
        corrected = _corrections(store.folder)
        for identifier in identifiers:
            if ledger.record(identifier) is None:
                raise NotFoundError("document", identifier)
        with ledger.transaction():
            for identifier in identifiers:
                ledger.remove(identifier)
        return BuildReport(published=publish(ledger, store, on_progress, corrected), removed=identifiers)


def _corrections(folder: DataFolder, new: str | Path | None = None) -> Corrections:
    """What the folder's file of corrections says, which a new one replaces."""
    path = folder.corrections
    if new is not None:
        path.write_bytes(Path(new).read_bytes())
    return read_corrections(path) if path.exists() else Corrections()


@contextmanager
def _opened(data: Path, server: str | None = None) -> Iterator[tuple[EmbeddedStore | RemoteStore, Ledger]]:
    """The store first: its lock keeps other writers out of the ledger too."""
    with (
        open_writer(data, server) as store,
        Ledger.open(store.folder.ledger, writes=True) as ledger,
    ):
        yield store, ledger
