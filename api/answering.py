"""How SPARQL is answered here: by processes that can be killed, or in this one for a graph that lies in its memory."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from threading import Lock

from api.settings import Settings
from api.state import State
from kg.errors import StoreError
from kg.query.pool import Bounds, PoolState, QueryPool, Reply
from kg.query.question import Question
from kg.query.remote import Remote
from kg.query.worker import answer
from kg.query.writing import Write, Written

__all__ = ["Answering"]

_SPARE_THREADS = 4
"""Request threads that SPARQL never takes: whatever is asked there, the rest of the service answers."""
_MEGABYTE = 2**20


class Answering:
    """The query service's engine room.

    Args:
        settings: how much of everything there is.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._remote = Remote.of(settings.remote).entries
        self._pool: QueryPool | None = None
        self._writing = Lock()
        self._starting = Lock()

    def ask(
        self, state: State, question: Question, timeout: float, gone: Callable[[], bool], *, union: bool | None = None
    ) -> Reply:
        """Answer a question over a state of the graph; see :meth:`kg.query.pool.QueryPool.ask`.

        A graph that lies in this process's memory is asked here, unbounded: it is its owner's own.
        """
        union = self._settings.default_graph == "union" if union is None else union
        asked = replace(
            question,
            place=str(state.reader.path),
            union=union,
            instances=state.base,
            most=self._settings.max_answer,
            remote=self._remote,
        )
        if state.reader.path is not None:
            return self.pool.ask(asked, timeout, gone)
        head, found = answer(state.reader, asked)
        return Reply(head, found.to_bytes(head.media_type), None)

    def write(self, job: Write) -> Written:
        """Change a data folder, one change after another; see :meth:`kg.query.pool.QueryPool.write`."""
        if not self._writing.acquire(timeout=self._settings.query_timeout):
            raise StoreError(job.data, "other writes take too long")
        try:
            return self.pool.write(replace(job, remote=self._remote), self._settings.query_timeout)
        finally:
            self._writing.release()

    @property
    def pool(self) -> QueryPool:
        """The processes, started when first asked for."""
        with self._starting:
            if self._pool is None:
                most_waiting = max(0, self._settings.threads - self._settings.query_workers - _SPARE_THREADS)
                self._pool = QueryPool(
                    Bounds(
                        workers=self._settings.query_workers,
                        waiting=min(self._settings.query_waiting, most_waiting),
                        memory=self._settings.query_memory * _MEGABYTE,
                    )
                )
            return self._pool

    @property
    def started(self) -> bool:
        """Whether there are processes."""
        return self._pool is not None

    @property
    def state(self) -> PoolState | None:
        """What the processes are doing; None where there are none."""
        return None if self._pool is None else self._pool.state

    def close(self) -> None:
        """End the processes."""
        with self._starting:
            if self._pool is not None:
                self._pool.close()
                self._pool = None
