"""What changes a data folder: build, remove."""

from __future__ import annotations

import datetime as dt
import signal
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

import typer

from kg.building import BuildReport, build, remove, status
from kg.cli.group import ExitCode, complain
from kg.cli.refusals import Refusal, refusal_lines
from kg.cli.screen import progress
from kg.cluster import ClusterAnnotator
from kg.errors import StoreError
from kg.extraction import Annotator, pipeline_recipe

__all__ = ["BuildOptions", "run_build", "run_remove"]

MOST_REFUSALS = 40
"""Of their lines, after a build; kg status lists all."""


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """How to build; see :func:`kg.building.build`."""

    pipeline: str | None
    published: dt.date | None
    base: str | None
    jobs: int | None
    cluster: str | None
    store: str | None
    fields: Mapping[str, str]
    corrections: Path | None
    fresh: bool
    retry: bool


def run_build(sources: Sequence[str], data: Path, options: BuildOptions) -> ExitCode:
    """Build, say what was done and what was set aside."""
    try:
        with _terminated_as_interrupted(), progress() as tell, _cluster(options) as annotator:
            report = build(
                sources,
                data,
                pipeline=options.pipeline,
                published=options.published,
                fresh=options.fresh,
                base=options.base,
                jobs=options.jobs,
                annotator=annotator,
                store=options.store,
                fields=options.fields,
                retry=options.retry,
                corrections=options.corrections,
                on_progress=tell,
            )
    except KeyboardInterrupt:
        complain(f"stopped; {_kept(data)} kept in {data}, and the same command goes on from there")
        return ExitCode.INTERRUPTED
    refusals = (Refusal(error.source, error.line, error.message) for error in report.rejected)
    for line in refusal_lines(refusals, MOST_REFUSALS):
        complain(line)
    _show(report, data)
    return ExitCode.QUARANTINED if report.rejected else ExitCode.DONE


def _kept(data: Path) -> str:
    """What a build that was stopped leaves behind, for a sentence."""
    try:
        count = status(data).documents
    except StoreError:
        return "nothing is"
    return f"{count:,} documents are" if count != 1 else "1 document is"


def _cluster(options: BuildOptions) -> AbstractContextManager[Annotator | None]:
    if options.cluster is None:
        return nullcontext()
    return ClusterAnnotator(options.cluster, pipeline_recipe(options.pipeline))


@contextmanager
def _terminated_as_interrupted() -> Iterator[None]:
    """Let SIGTERM, which a service manager sends, stop a build as cleanly as Ctrl-C."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def run_remove(documents: Sequence[str], data: Path) -> None:
    """Take documents back, and say what is left."""
    with progress() as tell:
        report = remove(documents, data, on_progress=tell)
    _show(report, data)


def _show(report: BuildReport, data: Path) -> None:
    counts = {
        "added": len(report.added),
        "replaced": len(report.replaced),
        "unchanged": len(report.unchanged),
        "removed": len(report.removed),
        "set aside": len(report.rejected),
    }
    done = ", ".join(f"{count:,} {name}" for name, count in counts.items() if count) or "nothing to do"
    now = report.published
    reprints = f" ({now.reprints:,} of them reprints)" if now.reprints else ""
    typer.echo(f"{data}: {done}")
    typer.echo(
        f"now {now.documents:,} documents{reprints}, {now.entities:,} entities, {now.occasions:,} occasions, "
        f"{now.quads:,} quads (snapshot {now.snapshot})"
    )
    if now.unsure:
        typer.echo(f"{now.unsure:,} entities or occasions may be others, too: see kg status")
    for one in now.idle:
        complain(f"correction no longer applies: {one}")
