"""Several worker processes as one annotator: the same facts in the same order as one process gives, sooner.

A lot of documents whose worker dies or hangs is given out again, one document at a time; a document that takes a
second worker with it is given up as a :class:`kg.model.Failure`, and everything else goes on with a new worker.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from multiprocessing.connection import wait
from typing import Final, Self

from kg.batches import in_batches
from kg.child import Died
from kg.errors import PipelineError
from kg.extraction.process import Worker
from kg.extraction.recipe import Recipe
from kg.model import Document, DocumentFacts, Failure

__all__ = ["Patience", "WorkerPool"]

MOST_DEATHS: Final = 2  # of workers, at the hands of one document
MOST_FALSE_STARTS: Final = 3


@dataclass(frozen=True, slots=True)
class Patience:
    """How many seconds to wait for a worker before it is taken for stuck.

    The pipeline reads several thousand characters a second on one core; a machine may be a hundred times slower.
    """

    start: float = 600.0
    work: float = 300.0
    character: float = 0.02

    def for_documents(self, documents: Iterable[Document]) -> float:
        """How long these documents may take."""
        return self.work + self.character * sum(len(document.text) for document in documents)


@dataclass(slots=True, eq=False)
class _Batch:
    """Documents that were asked for together, and what has come of them so far."""

    documents: tuple[Document, ...]
    outcomes: dict[int, DocumentFacts | Failure] = field(default_factory=dict)

    @property
    def done(self) -> bool:
        return len(self.outcomes) == len(self.documents)


@dataclass(slots=True)
class _Task:
    """Some documents of a batch, from ``begin`` on, to be given to one worker."""

    batch: _Batch
    begin: int
    documents: tuple[Document, ...]
    deaths: int = 0


class WorkerPool:
    """An :class:`kg.extraction.Annotator` whose work is done by other processes. A context manager that ends them.

    The first worker is started at once, each other one only when there is work that no worker is free for.

    Args:
        recipe: how each worker makes its annotator.
        jobs: the most workers.
        patience: when a worker is taken for stuck.

    Raises:
        PipelineError: the annotator cannot be made.
    """

    def __init__(self, recipe: Recipe, jobs: int, patience: Patience | None = None) -> None:
        self._recipe = recipe
        self._jobs = jobs
        self._patience = patience or Patience()
        self._workers: list[Worker] = []
        self._at_work: dict[Worker, _Task] = {}
        self._false_starts = 0
        with ExitStack() as failing:
            failing.callback(self.close)
            self.version = self._first_version()
            failing.pop_all()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the workers, whatever they do."""
        for worker in self._workers:
            worker.stop(kill=True)
        self._workers.clear()
        self._at_work.clear()

    @property
    def pids(self) -> tuple[int, ...]:
        """The worker processes that are alive, for those who watch them."""
        return tuple(worker.pid for worker in self._workers)

    def __call__(self, documents: Iterable[Document]) -> Iterator[DocumentFacts | Failure]:
        """The facts of each document in order; no more are read ahead than keep the workers busy."""
        for worker in tuple(self._at_work):  # somebody stopped asking half-way
            self._workers.remove(worker)
            del self._at_work[worker]
            worker.stop(kill=True)
        yield from self._outcomes(in_batches(documents))

    def _outcomes(self, batches: Iterator[tuple[Document, ...]]) -> Iterator[DocumentFacts | Failure]:
        open_batches: deque[_Batch] = deque()
        tasks: deque[_Task] = deque()
        exhausted = False
        while True:
            while not exhausted and not tasks and len(open_batches) < 2 * self._jobs + 1:
                batch = _next_batch(batches)
                exhausted = batch is None
                if batch is not None:
                    open_batches.append(batch)
                    tasks.append(_Task(batch, 0, batch.documents))
                    self._hand_out(tasks)
            while open_batches and open_batches[0].done:
                first = open_batches.popleft()
                yield from (first.outcomes[index] for index in range(len(first.documents)))
            if not open_batches and exhausted:
                return
            if open_batches:
                self._hand_out(tasks)
                self._wait(tasks)

    def _hand_out(self, tasks: deque[_Task]) -> None:
        """Give tasks to workers that are free; where none is, start another one if there may be more."""
        for worker in [w for w in self._workers if w.version is not None and w not in self._at_work]:
            if not tasks:
                return
            task = tasks.popleft()
            self._at_work[worker] = task
            try:
                worker.give(task.documents, self._patience.for_documents(task.documents))
            except Died as death:
                self._bury(worker, death, tasks)
        starting = sum(worker.version is None for worker in self._workers)
        if len(tasks) > starting and len(self._workers) < self._jobs:
            self._start()

    def _start(self) -> None:
        self._workers.append(Worker(self._recipe, self._patience.start))

    def _wait(self, tasks: deque[_Task]) -> None:
        """Wait until a worker says something, or has been silent for too long."""
        waited_for = [w for w in self._workers if w in self._at_work or w.version is None]
        if not waited_for:
            return
        left = min(worker.deadline for worker in waited_for) - time.monotonic()
        ready = wait([worker.connection for worker in waited_for], max(0.0, left))
        for worker in waited_for:
            if worker.connection in ready:
                self._hear(worker, tasks)
            elif worker.deadline <= time.monotonic():
                self._bury(worker, Died(f"gave no answer within {worker.patience:.0f} s"), tasks)

    def _hear(self, worker: Worker, tasks: deque[_Task]) -> None:
        try:
            outcomes = worker.take()
        except Died as death:
            self._bury(worker, death, tasks)
            return
        if outcomes is None:
            self._false_starts = 0
            return
        task = self._at_work.pop(worker)
        task.batch.outcomes.update(enumerate(outcomes, start=task.begin))

    def _bury(self, worker: Worker, death: Died, tasks: deque[_Task]) -> None:
        """Let go of a worker, and put what it was working on first in the queue."""
        self._workers.remove(worker)
        worker.stop(kill=True)
        task = self._at_work.pop(worker, None)
        if task is None:
            self._false_starts += 1
            if self._false_starts >= MOST_FALSE_STARTS:
                raise PipelineError("worker", f"cannot be started: it {death.reason}; try --jobs 1") from None
            self._jobs = max(1, len(self._workers))
            return
        deaths = task.deaths + 1
        if len(task.documents) == 1 and deaths >= MOST_DEATHS:
            error = f"no facts could be taken from it: its worker {death.reason}"
            task.batch.outcomes[task.begin] = Failure(task.documents[0], self.version, error)
            return
        singles = enumerate(task.documents, start=task.begin)
        tasks.extendleft(reversed([_Task(task.batch, index, (one,), deaths) for index, one in singles]))

    def _first_version(self) -> str:
        """Start the first worker and wait for it."""
        while not any(worker.version for worker in self._workers):
            if not self._workers:
                self._start()
            self._wait(deque())
        return next(worker.version for worker in self._workers if worker.version)


def _next_batch(batches: Iterator[tuple[Document, ...]]) -> _Batch | None:
    documents = next(batches, None)
    return None if documents is None else _Batch(documents)
