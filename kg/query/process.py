"""Worker processes as the service sees them: where they come from, their sockets, their priority, their end.

Workers are forked by a nursery, a process that has loaded all they need and does nothing else: a new one is there in
milliseconds, and one that is killed is missed for no longer. The service itself has threads, and must not be forked.
"""

from __future__ import annotations

import os
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Final

from kg.errors import StoreError
from kg.query.question import Inbox

__all__ = ["LOW_NICENESS", "START_SECONDS", "Nursery", "WorkerProcess"]

START_SECONDS: Final = 60.0
LOW_NICENESS: Final = 10
"""A tenth of the processor, where others want it too (sched(7), the nice value)."""
_USER_TIME, _SYSTEM_TIME = 11, 12  # counted from after the name, which may hold anything
_TICKS: Final = os.sysconf("SC_CLK_TCK")
_REPOSITORY: Final = str(Path(__file__).resolve().parents[2])
_NUMBER: Final = struct.Struct(">cq")


class Nursery:
    """Where workers are born, and where it is known how they died.

    Args:
        memory: bytes by which a query may let a worker grow.
    """

    def __init__(self, memory: int) -> None:
        self._lock = threading.Lock()
        ours, theirs = socket.socketpair()
        with theirs:
            path = os.pathsep.join(filter(None, (_REPOSITORY, os.environ.get("PYTHONPATH"))))
            self._process = subprocess.Popen(  # noqa: S603 - our own program
                [sys.executable, "-m", "kg.query.nursery", str(theirs.fileno()), str(memory)],
                pass_fds=(theirs.fileno(),),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env={**_environment(), "PYTHONPATH": path, "MALLOC_ARENA_MAX": "2"},  # glibc reserves 64 MB for each
            )
        self._connection = ours
        self._connection.settimeout(START_SECONDS)

    def worker(self) -> WorkerProcess:
        """A new worker, which takes questions at once.

        Raises:
            StoreError: none can be started.
        """
        ours, theirs = socket.socketpair()
        with theirs:
            process = self._told(b"S", 0, [theirs.fileno()])
        seconds = struct.pack("ll", int(START_SECONDS), 0)
        for direction in (socket.SO_RCVTIMEO, socket.SO_SNDTIMEO):
            ours.setsockopt(socket.SOL_SOCKET, direction, seconds)
        worker = WorkerProcess(self, process, ours)
        try:
            ready = worker.inbox.receive() is not None
        except OSError:
            ready = False
        if not ready:
            worker.end()
            raise StoreError("query workers", "none can be started; is there memory left?")
        return worker

    def ended(self, process: int) -> int:
        """Wait for a worker to end; gives its exit code, negative for a signal."""
        return self._told(b"W", process, [])

    def close(self) -> None:
        """End it, and with it whatever it has brought forth."""
        with self._lock, suppress(OSError):
            self._connection.close()
        self._process.kill()
        self._process.wait()

    def _told(self, what: bytes, number: int, descriptors: list[int]) -> int:
        with self._lock:
            try:
                socket.send_fds(self._connection, [_NUMBER.pack(what, number)], descriptors)
                answer = self._connection.recv(_NUMBER.size)
                return int(_NUMBER.unpack(answer)[1])
            except (OSError, struct.error) as error:
                raise StoreError("query workers", f"the process that starts them is gone ({error})") from error


class WorkerProcess:
    """One process and the socket to it."""

    def __init__(self, nursery: Nursery, process: int, connection: socket.socket) -> None:
        self._nursery = nursery
        self.process = process
        self.connection = connection
        self.inbox = Inbox(connection)
        self._handle = os.pidfd_open(process)  # a number may be another process' by the time it is used

    @property
    def alive(self) -> bool:
        """Whether its end of the socket is open."""
        try:
            return self.connection.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT) != b""
        except BlockingIOError:
            return True
        except OSError:
            return False

    def lower(self) -> None:
        """Let everything else go before the question that it answers; the next is answered on another thread."""
        with suppress(OSError):
            for thread in Path(f"/proc/{self.process}/task").iterdir():
                if int(thread.name) != self.process:
                    os.setpriority(os.PRIO_PROCESS, int(thread.name), LOW_NICENESS)

    def processor_seconds(self) -> float:
        """The time that processors have spent on it, where the system tells; else since it was started (proc(5))."""
        try:
            fields = Path(f"/proc/{self.process}/stat").read_text("ascii").rpartition(")")[2].split()
        except OSError:
            return time.monotonic()
        return (int(fields[_USER_TIME]) + int(fields[_SYSTEM_TIME])) / _TICKS

    def ended(self) -> int:
        """Wait for its end; gives its exit code."""
        return self._nursery.ended(self.process)

    def end(self) -> None:
        """Kill it."""
        with suppress(OSError):
            self.connection.close()
        with suppress(OSError):
            signal.pidfd_send_signal(self._handle, signal.SIGKILL)
            os.close(self._handle)
        with suppress(StoreError):
            self._nursery.ended(self.process)


def _environment() -> dict[str, str]:
    """The environment of a worker: ours without what is secret or ours alone."""
    return {name: value for name, value in os.environ.items() if not name.startswith("DEMARCHE_")}
