"""Every error the library raises on purpose, one tree, each carrying the fields a caller needs to act on it.

The command line turns these into one line and an exit code, the web service into ``application/problem+json``;
neither ever has to parse a message.
"""

from __future__ import annotations

__all__ = [
    "BusyError",
    "InputError",
    "KGError",
    "NotFoundError",
    "OntologyError",
    "PipelineError",
    "QueryError",
    "QueryLimit",
    "QueryTimeout",
    "StoreError",
]


class KGError(Exception):
    """The root of the tree: catch this to catch everything the library raises on purpose."""


class InputError(KGError):
    """An input that cannot be used: a document, a gold file, a setting.

    Args:
        source: what was read (a path, a URL, ``-``); shown before the message.
        message: what is wrong and what to do about it, in one line.
        line: the 1-based line in ``source`` where it is wrong, when known.
    """

    def __init__(self, source: str, message: str, *, line: int | None = None) -> None:
        self.source = source
        self.message = message
        self.line = line
        where = source if line is None else f"{source}:{line}"
        super().__init__(f"{where}: {message}")


class NotFoundError(KGError):
    """Something was asked for by name that the graph does not hold.

    Args:
        kind: what was asked for: ``entity``, ``document``, ``meeting`` ...
        name: the name, slug or IRI that was given.
    """

    def __init__(self, kind: str, name: str) -> None:
        self.kind = kind
        self.name = name
        super().__init__(f"no {kind} {name!r} in this graph")


class OntologyError(KGError):
    """The shipped ontology, shapes or gazetteer are inconsistent, or data refers to a term they lack."""


class PipelineError(KGError):
    """A spaCy pipeline that cannot be loaded, or lacks what the rules stand on (a parser and names).

    Args:
        name: the pipeline's name or path as it was given.
        message: what is missing and what to do about it.
    """

    def __init__(self, name: str, message: str) -> None:
        self.name = name
        self.message = message
        super().__init__(f"pipeline {name!r}: {message}")


class QueryError(KGError):
    """A SPARQL query that is malformed or asks for what is refused.

    Args:
        message: the reason.
        line: 1-based line of the query, when known.
        column: 1-based column of the query, when known.
    """

    def __init__(self, message: str, *, line: int | None = None, column: int | None = None) -> None:
        self.message = message
        self.line = line
        self.column = column
        super().__init__(message if line is None else f"line {line}, column {column}: {message}")


class QueryTimeout(QueryError):  # noqa: N818 - the name the interface settles
    """A query that did not end within its deadline.

    Args:
        seconds: the deadline that passed.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        super().__init__(f"the query did not end within {seconds:g} s")


class QueryLimit(QueryError):  # noqa: N818 - a limit that was met
    """A query that needs more than it is given.

    Args:
        limit: what of: ``memory``, ``answer`` (its bytes), ``engine`` (the process that answered it died).
        message: what happened and what to do about it.
    """

    def __init__(self, limit: str, message: str) -> None:
        self.limit = limit
        super().__init__(message)


class BusyError(KGError):
    """More is being asked at once than can be answered.

    Args:
        message: what there is too much of.
        seconds: when to ask again.
    """

    def __init__(self, message: str, seconds: int = 1) -> None:
        self.message = message
        self.seconds = seconds
        super().__init__(message)


class StoreError(KGError):
    """The data folder or the store cannot be opened, read or written.

    Args:
        path: the data folder or store address.
        message: what happened and what to do about it.
    """

    def __init__(self, path: str, message: str) -> None:
        self.path = path
        self.message = message
        super().__init__(f"{path}: {message}")
