"""A process of ours that works for this one: started with a socket between the two that nobody else holds.

It does not outlive the process that started it, whether it is idle (its socket ends), at work (a thread looks for its
parent) or stuck in code that lets no thread run (on Linux, the kernel kills it).
"""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from multiprocessing.connection import Connection, Pipe
from typing import Any, Final

from kg.errors import KGError

__all__ = ["Child", "Died", "attached", "usable"]

GRACE_SECONDS: Final = 5.0
ORPHAN_CHECK_SECONDS: Final = 1.0
_PR_SET_PDEATHSIG: Final = 1  # linux/prctl.h


def usable() -> bool:
    """Whether this system and this interpreter can start such processes: POSIX, and a program to start them with."""
    return os.name == "posix" and bool(sys.executable)


class Died(KGError):  # noqa: N818 - what happened, in one word
    """A process ended, or was ended, while it was wanted.

    Args:
        reason: how, for a sentence that begins with what it was.
    """

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(f"a process {reason}")


class Child:
    """The parent's side.

    Args:
        module: what the process runs, as ``python -m`` does; it calls :func:`attached` first.

    Attributes:
        connection: to it; what is sent is pickled.
    """

    def __init__(self, module: str) -> None:
        ours, theirs = Pipe()
        with theirs:
            command = [sys.executable, "-m", module, str(theirs.fileno()), str(os.getpid())]
            environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                command, pass_fds=[theirs.fileno()], env=environment, stdin=subprocess.DEVNULL, process_group=0
            )
        self.connection: Connection[Any, Any] = ours

    @property
    def pid(self) -> int:
        """The process's id."""
        return self._process.pid

    @property
    def is_alive(self) -> bool:
        """Whether it has not ended yet."""
        return self._process.poll() is None

    def send(self, message: object) -> None:
        """Give it something.

        Raises:
            Died: it is gone.
        """
        try:
            self.connection.send(message)
        except (BrokenPipeError, ConnectionResetError):
            raise Died(self._ended()) from None

    def receive(self) -> Any:
        """What it says next; waits for it.

        Raises:
            Died: it is gone.
        """
        try:
            return self.connection.recv()
        except (EOFError, OSError):
            raise Died(self._ended()) from None

    def stop(self, *, kill: bool = False) -> None:
        """End the process; a second time is no error."""
        self.connection.close()
        if kill:
            self._process.kill()
        self._wait()

    def _wait(self) -> int:
        try:
            return self._process.wait(GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            return self._process.wait()

    def _ended(self) -> str:
        code = self._wait()
        if code >= 0:
            return f"ended with exit code {code}"
        try:
            return f"was killed by {signal.Signals(-code).name}"
        except ValueError:
            return f"was killed by signal {-code}"


def attached(descriptor: str, parent: str) -> Connection[Any, Any]:
    """The child's side: the socket to the parent, with which this process ends.

    Args:
        descriptor: the first argument of the program.
        parent: the second.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's business
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    threading.Thread(target=_watch, args=(int(parent),), daemon=True).start()
    return Connection(int(descriptor))


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(ORPHAN_CHECK_SECONDS)
    os._exit(1)
