"""What a data folder holds, without opening its graph."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kg.counts import Counts
from kg.errors import StoreError
from kg.iris import Iris
from kg.ledger import Ledger, Quarantined
from kg.store import DataFolder
from kg.vocab import ID_BASE

__all__ = ["BASE_SETTING", "IDLE_SETTING", "UNSURE_SETTING", "PipelineUse", "Status", "base_of", "status"]

BASE_SETTING: Final = "base"
"""The ledger's setting that says what instances' IRIs begin with."""

UNSURE_SETTING: Final = "unsure"
"""The ledger's setting that lists, a line each, what may be something else as well."""

IDLE_SETTING: Final = "idle corrections"
"""The ledger's setting that lists, a line each, the corrections that found nothing in the last build."""


@dataclass(frozen=True, slots=True)
class PipelineUse:
    """How many documents a version of the pipeline has read."""

    pipeline: str
    documents: int


@dataclass(frozen=True, slots=True)
class Status:
    """What a data folder holds.

    ``snapshot`` is None before anything is published; ``quads`` and ``graphs`` count what the writer has written;
    ``latest`` is when the youngest facts were taken, None where there are none; ``base`` begins instances' IRIs.
    ``counts`` is what readers of the snapshot find in it, None where nothing has been published or counted.
    ``unsure`` says what may be another entity or occasion, too, ``idle`` which corrections no longer apply; ``waiting``
    documents have been read and are not in the graph yet, as after a build that was stopped.
    """

    data: Path
    snapshot: str | None
    documents: int
    graphs: int
    quads: int
    pipelines: tuple[PipelineUse, ...]
    latest: dt.datetime | None
    quarantined: tuple[Quarantined, ...]
    base: str
    counts: Counts | None = None
    unsure: tuple[str, ...] = ()
    idle: tuple[str, ...] = ()
    waiting: int = 0


def base_of(ledger: Ledger) -> str:
    """What instances' IRIs begin with in the data folder of a ledger."""
    return ledger.setting(BASE_SETTING) or ID_BASE


def status(data: str | Path) -> Status:
    """What a data folder holds.

    Raises:
        StoreError: there is no data folder here, or it cannot be read.
    """
    folder = DataFolder.existing(Path(data))
    if not folder.ledger.exists():
        raise StoreError(str(data), "the data folder has lost its ledger; build into a new one")
    snapshot = folder.current_snapshot()
    with Ledger.open(folder.ledger) as ledger:
        records, graphs = tuple(ledger.records()), tuple(ledger.graphs())
        base = base_of(ledger)
        written, iris = {graph.name for graph in graphs}, Iris(base)
        used = Counter(record.pipeline for record in records)
        return Status(
            data=folder.root,
            snapshot=snapshot,
            documents=len(records),
            graphs=len(graphs),
            quads=sum(graph.quads for graph in graphs),
            pipelines=tuple(PipelineUse(pipeline, used[pipeline]) for pipeline in sorted(used)),
            latest=max((record.extracted_at for record in records), default=None),
            quarantined=tuple(ledger.quarantined()),
            base=base,
            counts=None if snapshot is None else Counts.of_snapshot(folder.snapshot(snapshot)),
            unsure=tuple((ledger.setting(UNSURE_SETTING) or "").splitlines()),
            idle=tuple((ledger.setting(IDLE_SETTING) or "").splitlines()),
            waiting=sum(iris.document(record.id).value not in written for record in records),
        )
