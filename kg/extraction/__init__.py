"""Who takes the facts from documents: the language pipeline in this process, or in several worker processes.

The rooms of the language pipeline are named here and not imported, so that a process that only hands documents to
workers never loads them.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from kg.child import usable
from kg.extraction.pool import Patience, WorkerPool
from kg.extraction.recipe import Annotator, Recipe

__all__ = ["Annotator", "Patience", "Recipe", "WorkerPool", "default_jobs", "open_annotator", "pipeline_recipe"]

MOST_BY_DEFAULT: Final = 8
"""Each worker holds a pipeline of its own, some 250 MB: whoever has memory for more says so."""


def default_jobs() -> int:
    """How many workers a build has if nobody says: one a core that this process may use, up to eight."""
    return min(MOST_BY_DEFAULT, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1)


def pipeline_recipe(pipeline: str | Path | None) -> Recipe:
    """How to make an annotator over the pipeline that we ship, or another by name or path."""
    return Recipe("kg.nlp.annotator", "load_annotator", None if pipeline is None else str(pipeline))


@contextmanager
def open_annotator(recipe: Recipe, jobs: int | None = None) -> Iterator[Annotator]:
    """An annotator for as long as the context lasts.

    Args:
        recipe: how to make it.
        jobs: how many worker processes there may be; 1 does the work in this process, None is :func:`default_jobs`.

    Raises:
        PipelineError: it cannot be made.
    """
    jobs = default_jobs() if jobs is None else jobs
    if jobs <= 1 or not usable():
        yield recipe()
        return
    with WorkerPool(recipe, jobs) as pool:
        yield pool
