"""A worker process, started by :mod:`kg.extraction.process`.

It makes its annotator once, then takes documents and gives facts back until the other end of its socket closes.
"""

from __future__ import annotations

import sys
from multiprocessing.connection import Connection
from typing import Any

from kg.child import attached
from kg.errors import PipelineError
from kg.extraction.recipe import Annotator
from kg.extraction.wire import Answer, Broken, Ready, Setup, Unusable, Work


def main(descriptor: str, parent: str) -> None:
    """Serve until the other end closes."""
    connection = attached(descriptor, parent)
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


if __name__ == "__main__":
    main(*sys.argv[1:])
