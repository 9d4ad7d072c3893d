"""Taking facts on a Dask cluster: the same facts in the same order as one process gives (extra ``cluster``).

The machines of the cluster need this program installed, of the same version; documents go to them and facts come back,
and nothing else is shared. Dask runs again elsewhere what a dead worker was at; a lot of documents that takes several
workers with it is given out again one by one, and the document to blame is given up.
"""

from __future__ import annotations

import importlib
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from functools import cache
from typing import Any, Final, Self

from kg.batches import in_batches
from kg.errors import PipelineError
from kg.extraction import Annotator, Recipe
from kg.model import Document, DocumentFacts, Failure

__all__ = ["ClusterAnnotator"]

CONNECT_SECONDS: Final = 30
BATCHES_A_THREAD: Final = 3

_LOCK: Final = threading.Lock()  # a pipeline does one thing at a time, however many threads its worker has


class ClusterAnnotator:
    """An :class:`kg.extraction.Annotator` whose work is done on a cluster. A context manager that lets go of it.

    Args:
        address: of the cluster's scheduler, such as ``tcp://scheduler:8786``.
        recipe: how each worker makes its annotator.

    Attributes:
        version: the annotator's on the cluster.

    Raises:
        PipelineError: the cluster cannot be reached, has no workers, or cannot make the annotator; or Dask is not
            installed.
    """

    def __init__(self, address: str, recipe: Recipe) -> None:
        self._address = address
        self._recipe = recipe
        self._dask = _dask(address)
        try:
            self._client = self._dask.Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
        except (OSError, ValueError, TypeError) as error:
            raise PipelineError(address, f"the cluster cannot be reached ({error}); check its address") from error
        with ExitStack() as failing:
            failing.callback(self.close)
            try:
                self._client.wait_for_workers(1, timeout=CONNECT_SECONDS)
                self.version = self._version()
            except TimeoutError as error:
                raise PipelineError(address, "the cluster has no workers; start some") from error
            failing.pop_all()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the cluster, which lives on."""
        self._client.close()

    def __call__(self, documents: Iterable[Document]) -> Iterator[DocumentFacts | Failure]:
        """The facts of each document, in order; no more are read ahead than keep the cluster busy."""
        waiting: deque[tuple[tuple[Document, ...], Any]] = deque()
        for batch in in_batches(documents):
            waiting.append((batch, self._submit(batch)))
            if len(waiting) >= BATCHES_A_THREAD * max(1, sum(self._client.nthreads().values())):
                yield from self._outcomes(*waiting.popleft())
        while waiting:
            yield from self._outcomes(*waiting.popleft())

    def _submit(self, batch: tuple[Document, ...]) -> Any:
        return self._client.submit(_facts, self._recipe, batch, pure=False)

    def _outcomes(self, batch: tuple[Document, ...], future: Any) -> tuple[DocumentFacts | Failure, ...]:
        try:
            return tuple(future.result())
        except self._dask.scheduler.KilledWorker:
            if len(batch) > 1:
                return tuple(one for single in batch for one in self._outcomes((single,), self._submit((single,))))
            error = "no facts could be taken from it: it killed every worker of the cluster that tried"
            return (Failure(batch[0], self.version, error),)
        except (OSError, self._dask.client.FutureCancelledError) as error:
            raise PipelineError(self._address, f"the cluster is gone ({error}); start it, and build again") from error

    def _version(self) -> str:
        found = self._client.run(_version, self._recipe)
        versions = sorted({one for one in found.values() if isinstance(one, str)})
        if len(versions) != 1:
            message = f"its workers have different versions ({', '.join(versions)}); install one everywhere"
            raise PipelineError(self._address, message)
        return versions[0]


def _dask(address: str) -> Any:
    try:
        return importlib.import_module("distributed")
    except ImportError:
        message = "needs Dask, which is not installed; install it with: pip install 'demarche[cluster]'"
        raise PipelineError(address, message) from None


@cache
def _annotator(recipe: Recipe) -> Annotator:
    return recipe()


def _version(recipe: Recipe) -> str:
    with _LOCK:
        return _annotator(recipe).version


def _facts(recipe: Recipe, documents: tuple[Document, ...]) -> tuple[DocumentFacts | Failure, ...]:
    with _LOCK:
        return tuple(_annotator(recipe)(documents))
