"""A pool of processes that answer queries within bounds, whatever is asked of them.

A query has a deadline, a cap on memory and one on its answer; whoever overruns is killed and replaced. Beside the
bounds stand manners: a query that takes more of a processor's time than :data:`QUICK_SECONDS` goes on at low priority,
and only so many that take more than :data:`GRACE_SECONDS` run at once, so that quick ones always find a worker.
"""

from __future__ import annotations

import select
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from typing import Final

from kg.errors import BusyError, KGError, QueryLimit, QueryTimeout, StoreError
from kg.query.process import START_SECONDS, Nursery, WorkerProcess
from kg.query.question import Failure, Frame, Head, Question, send
from kg.query.worker import NotAcceptable
from kg.query.writing import Write, Written

__all__ = ["Bounds", "ClientGoneError", "PoolState", "QueryPool", "Reply"]

QUICK_SECONDS: Final = 0.02
GRACE_SECONDS: Final = 0.2
LOOK_SECONDS: Final = 0.1
"""How often to look whether the client is still there."""
HELD_BYTES: Final = 2**20
"""So much of an answer is held back before its first byte is sent: a failure until then is told with its status."""


class ClientGoneError(KGError):
    """Whoever asked has gone away."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a pool gives.

    Attributes:
        workers: processes; half of them are kept for quick queries.
        waiting: queries that may wait for a worker.
        memory: bytes by which a query may let its process grow.
        answer: the most bytes of an answer.
        patience: seconds that a query may wait for a worker.
    """

    workers: int = 4
    waiting: int = 16
    memory: int = 2**30
    answer: int = 256 * 2**20
    patience: float = 5.0


@dataclass(frozen=True, slots=True)
class PoolState:
    """What a pool is doing now, and what it has done."""

    workers: int
    idle: int
    waiting: int
    slow: int
    killed: int
    answered: int


class Reply:
    """The answer to a question: what it is, and its bytes, which have to be read to the end or closed.

    Attributes:
        head: its kind and media type.
        whole: all its bytes, where they were few enough to be held; None where they are still to come.
    """

    def __init__(self, head: Head, held: bytes, rest: Generator[bytes, None, None] | None) -> None:
        self.head = head
        self.whole = held if rest is None else None
        self._held = held
        self._rest = rest

    def __iter__(self) -> Iterator[bytes]:
        """The bytes.

        Raises:
            QueryTimeout: the deadline passed in the middle.
            QueryLimit: the answer or its memory is too large.
            ClientGoneError: whoever asked has gone away.
        """
        yield self._held
        if self._rest is not None:
            yield from self._rest

    def close(self) -> None:
        """Let go of an answer that is not wanted any more; its query ends."""
        if self._rest is not None:
            self._rest.close()


class QueryPool:
    """Processes that answer queries.

    Args:
        bounds: how many, and what each query is given.
    """

    def __init__(self, bounds: Bounds | None = None) -> None:
        self.bounds = bounds or Bounds()
        self._lock = threading.Lock()
        self._freed = threading.Condition(self._lock)
        """A worker is idle, for those who wait for one."""
        self._missed = threading.Condition(self._lock)
        """A worker is gone, for the keeper, which need not wake where none is."""
        self._idle: deque[WorkerProcess] = deque()
        self._alive: set[WorkerProcess] = set()
        self._slow: set[WorkerProcess] = set()
        self._waiting = self._killed = self._answered = 0
        self._closed = False
        self._keeper = threading.Thread(target=self._keep, name="query-pool", daemon=True)
        self._keeper.start()

    # --- asking -------------------------------------------------------------------------------------------------------

    def ask(self, question: Question, timeout: float, gone: Callable[[], bool] = lambda: False) -> Reply:
        """Ask, and wait until the answer is whole or too long to be held.

        Args:
            question: the query; ``most`` is bounded by the pool's own.
            timeout: seconds until it has to be answered whole.
            gone: says whether whoever asked has gone away.

        Raises:
            QueryError: the query is malformed or refused.
            NotAcceptable: its answer has none of the forms that the client takes.
            QueryTimeout: it did not end in time.
            QueryLimit: it needs more than it is given.
            BusyError: too much is being asked at once.
            ClientGoneError: whoever asked has gone away.
            StoreError: the snapshot cannot be read.
        """
        deadline = time.monotonic() + timeout
        worker = self._taken(min(deadline, time.monotonic() + self.bounds.patience), gone)
        turn = _Turn(self, worker, deadline, timeout, gone)
        with ExitStack() as open_:
            frames = open_.enter_context(closing(turn.frames(Frame.QUESTION, question.to_bytes())))
            kind, body = next(frames)
            head, held = Head.from_bytes(body), bytearray()
            for kind, body in frames:
                held += body
                if kind is Frame.END:
                    return Reply(head, bytes(held), None)
                if len(held) > HELD_BYTES:
                    open_.pop_all()  # the rest is read, and closed, by whoever reads the answer
                    return Reply(head, bytes(held), _rest(frames))
        raise QueryLimit("engine", "the answer broke off")

    def write(self, job: Write, timeout: float) -> Written:
        """Change a data folder; a deadline that passes before the change is made undoes it.

        Raises:
            QueryError: the update is malformed or refused.
            QueryTimeout: it did not end in time; nothing is changed.
            QueryLimit: it needs more memory than it is given; nothing is changed.
            BusyError: too much is being asked at once.
            StoreError: the folder cannot be written.
        """
        deadline = time.monotonic() + timeout
        worker = self._taken(min(deadline, time.monotonic() + self.bounds.patience), lambda: False)
        turn = _Turn(self, worker, deadline, timeout, lambda: False)
        turn.look_at = float("inf")  # it holds the lock of the store: it must not be made to wait
        for kind, body in turn.frames(Frame.WRITE, job.to_bytes()):
            if kind is Frame.END:
                return Written.from_bytes(body)
            turn.deadline = float("inf")  # the change is made: what is left must not be cut short
        raise QueryLimit("engine", "the write broke off")

    # --- workers ------------------------------------------------------------------------------------------------------

    @property
    def state(self) -> PoolState:
        """What it is doing."""
        with self._lock:
            return PoolState(
                workers=len(self._alive),
                idle=len(self._idle),
                waiting=self._waiting,
                slow=len(self._slow),
                killed=self._killed,
                answered=self._answered,
            )

    @property
    def processes(self) -> tuple[int, ...]:
        """The processes' ids, sorted."""
        with self._lock:
            return tuple(sorted(worker.process for worker in self._alive))

    def wait(self, seconds: float = START_SECONDS) -> bool:
        """Wait until a worker can take a question; False where none can in this time."""
        with self._lock:
            return self._freed.wait_for(lambda: bool(self._idle) or self._closed, seconds)

    def close(self) -> None:
        """End all workers; questions under way fail."""
        with self._lock:
            self._closed = True
            self._freed.notify_all()
            self._missed.notify_all()
        self._keeper.join()

    def _taken(self, until: float, gone: Callable[[], bool]) -> WorkerProcess:
        with self._lock:
            if not self._idle and self._waiting >= self.bounds.waiting:
                raise BusyError(f"{self._waiting} queries are waiting already", 1)
            self._waiting += 1
            try:
                while not self._idle_and_alive() and not self._closed:
                    left = until - time.monotonic()
                    if left <= 0:
                        raise BusyError("all workers are busy with other queries", 2)
                    self._freed.wait(min(left, LOOK_SECONDS))
                    if gone():
                        raise ClientGoneError("the client has gone away")
                if self._closed:
                    raise BusyError("the service is ending", 5)
                return self._idle.popleft()
            finally:
                self._waiting -= 1

    def _idle_and_alive(self) -> bool:
        """Whether a worker waits for a question; the dead are buried."""
        while self._idle and not self._idle[0].alive:
            self._alive.discard(dead := self._idle.popleft())
            dead.end()
            self._missed.notify()
        return bool(self._idle)

    def count_slow(self, worker: WorkerProcess) -> bool:
        """Take a worker for one of the slow; False where there are too many of them."""
        with self._lock:
            if len(self._slow) >= max(1, self.bounds.workers - max(1, self.bounds.workers // 2)):
                return False
            self._slow.add(worker)
        return True

    def take_back(self, worker: WorkerProcess, *, sound: bool, lowered: bool) -> None:
        """Take a worker back; one that was killed, has died, or was slow is replaced: its memory may be in pieces."""
        with self._lock:
            kept = sound and worker not in self._slow and not self._closed
            self._slow.discard(worker)
            self._answered += sound
            self._killed += not sound
            if kept:
                put = self._idle.append if lowered else self._idle.appendleft  # it starts a thread before it is asked
                put(worker)
                self._freed.notify()
            else:
                self._alive.discard(worker)
                self._missed.notify()
        if not kept:
            worker.end()

    def _keep(self) -> None:
        """Start workers as long as there are too few: on a thread of its own, off the way of questions."""
        nursery = Nursery(self.bounds.memory)
        try:
            while True:
                with self._lock:
                    self._missed.wait_for(lambda: self._closed or len(self._alive) < self.bounds.workers)
                    if self._closed:
                        return
                try:
                    worker = nursery.worker()
                except StoreError:
                    nursery.close()
                    time.sleep(LOOK_SECONDS)
                    nursery = Nursery(self.bounds.memory)
                    continue
                with self._lock:
                    self._alive.add(worker)
                    self._idle.append(worker)
                    self._freed.notify_all()
        finally:
            for worker in tuple(self._alive):
                worker.end()
            nursery.close()


class _Turn:
    """One question's time with one worker."""

    def __init__(
        self, pool: QueryPool, worker: WorkerProcess, deadline: float, timeout: float, gone: Callable[[], bool]
    ) -> None:
        self._pool = pool
        self._worker = worker
        self.deadline = deadline
        self._timeout = timeout
        self._gone = gone
        self.look_at = time.monotonic() + QUICK_SECONDS
        """When to look next how much of a processor's time the query has had."""
        self._lowered = False
        self._worked: float | None = None
        self._ready = select.poll()  # select() itself takes no descriptor above 1023
        self._ready.register(worker.connection, select.POLLIN)

    def frames(self, kind: Frame, body: bytes) -> Generator[tuple[Frame, bytes], None, None]:
        """Send a job and hand out what comes back, up to and with its end.

        The worker is given back when all is read, and killed when anything goes wrong or the reader lets go.
        """
        sound = False
        try:
            try:
                send(self._worker.connection, kind, body)
            except OSError as error:
                raise self._died() from error
            while True:
                kind, body = self._next()
                if kind is Frame.FAILURE:
                    sound = True
                    raise _error(Failure.from_bytes(body))
                sound = kind is Frame.END
                yield kind, body
                if sound:
                    return
        finally:
            self._pool.take_back(self._worker, sound=sound, lowered=self._lowered)

    def _next(self) -> tuple[Frame, bytes]:
        inbox = self._worker.inbox
        while not inbox.ready():
            now = time.monotonic()
            if now >= self.deadline:
                raise QueryTimeout(self._timeout)
            if now >= self.look_at:
                self._look(now)
            if self._gone():
                raise ClientGoneError("the client has gone away")
            if self._ready.poll(1000 * min(self.deadline - now, max(0.0, self.look_at - now), LOOK_SECONDS)):
                break
        frame = inbox.receive()
        if frame is None:
            raise self._died()
        return frame

    def _look(self, now: float) -> None:
        """Lower the query once it has had its time of a processor, and count it among the slow once it had much.

        Who only waits for a processor is neither.
        """
        worked = self._worker.processor_seconds()
        if self._worked is None:
            self._worked = worked  # measured from here on: who is quick is not measured at all
        had = worked - self._worked
        if had >= QUICK_SECONDS and not self._lowered:
            self._worker.lower()
            self._lowered = True
        if had < GRACE_SECONDS:
            self.look_at = now + (GRACE_SECONDS if self._lowered else QUICK_SECONDS) - had
        elif self._pool.count_slow(self._worker):
            self.look_at = float("inf")
        else:
            raise BusyError("too many long queries are running", 5)

    def _died(self) -> KGError:
        code = self._worker.ended()
        if code in {-signal.SIGABRT, -signal.SIGKILL}:
            given = self._pool.bounds.memory // 2**20
            return QueryLimit("memory", f"the query needs more than the {given} MB of memory that it is given")
        return QueryLimit("engine", "the process that answered the query died of it; ask in a simpler way")


def _rest(frames: Generator[tuple[Frame, bytes], None, None]) -> Generator[bytes, None, None]:
    with closing(frames):
        for _, body in frames:
            yield body


def _error(failure: Failure) -> KGError:
    return NotAcceptable(failure.available) if failure.kind == "acceptable" else failure.error()
