"""A worker process: ``python -m kg.extraction DESCRIPTOR PARENT``, started by :mod:`kg.extraction.process`.

It makes its annotator once, then takes documents and gives facts back until the other end of its socket closes. It
does not outlive the process that started it, whether it is idle (its socket ends), at work (a thread looks for its
parent) or stuck in code that lets no thread run (on Linux, the kernel kills it).
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import threading
import time
from multiprocessing.connection import Connection
from typing import Any, Final

from kg.errors import PipelineError
from kg.extraction.recipe import Annotator
from kg.extraction.wire import Answer, Broken, Ready, Setup, Unusable, Work

ORPHAN_CHECK_SECONDS: Final = 1.0
_PR_SET_PDEATHSIG: Final = 1  # linux/prctl.h


def main(descriptor: int, parent: int) -> None:
    """Serve until the other end closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's business
    _die_with(parent)
    connection: Connection[Any, Any] = Connection(descriptor)
    sys.excepthook = lambda kind, error, _: connection.send(Broken(f"{kind.__name__}: {error}"))  # its last words
    try:
        annotator = _made(connection)
        if annotator is not None:
            _serve(connection, annotator)
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return


def _made(connection: Connection[Any, Any]) -> Annotator | None:
    setup = connection.recv()
    if not isinstance(setup, Setup):
        raise TypeError(setup)
    sys.path[:] = setup.path
    try:
        annotator = setup.recipe()
    except PipelineError as error:
        connection.send(Unusable(error.name, error.message))
        return None
    connection.send(Ready(annotator.version))
    return annotator


def _serve(connection: Connection[Any, Any], annotator: Annotator) -> None:
    while isinstance(work := connection.recv(), Work):
        connection.send(Answer(tuple(annotator(work.documents))))


def _die_with(parent: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    threading.Thread(target=_watch, args=(parent,), daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(ORPHAN_CHECK_SECONDS)
    os._exit(1)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
