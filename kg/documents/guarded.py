"""The process that :mod:`kg.documents.guard` starts: takes calls, and gives what the parsers make of them."""

from __future__ import annotations

import contextlib
import logging
import resource
import sys
import warnings
from typing import Final

from kg.child import attached
from kg.documents.guard import READY, Call, Failed, Parsed
from kg.documents.parsers import TooDeep, Unreadable, called

MOST_BYTES: Final = 4 * 1024**3
"""Of addresses: what lxml takes for the longest page that is read is below 1 GB."""
TIRED_KILOBYTES: Final = 1024**2
IDLE_SECONDS: Final = 60.0


def main(descriptor: str, parent: str) -> None:
    """Serve until the other end closes, nobody wants anything, or it has taken so much that a new process is due."""
    logging.getLogger().addHandler(logging.NullHandler())  # what parsers find odd is no news to whoever builds
    warnings.simplefilter("ignore")
    with contextlib.suppress(ValueError, OSError):  # somebody has set a lower limit
        resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))
    connection = attached(descriptor, parent)
    try:
        connection.send(READY)
        while connection.poll(IDLE_SECONDS) and isinstance(call := connection.recv(), Call):
            connection.send(_answer(call))
            if resource.getrusage(resource.RUSAGE_SELF).ru_maxrss > TIRED_KILOBYTES:
                return
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return


def _answer(call: Call) -> Parsed | Failed:
    try:
        return Parsed(called(call.parser, call.arguments))
    except Unreadable as error:
        return Failed(str(error), is_too_deep=isinstance(error, TooDeep))


if __name__ == "__main__":
    main(*sys.argv[1:])
