"""What a query answers: solutions, a graph, or yes and no; each can write itself in the formats that fit it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from typing import IO, Generic, TypeAlias

from pyoxigraph import (
    QueryBoolean,
    QueryResultsFormat,
    QuerySolution,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Triple,
    serialize,
)

from kg.errors import QueryError
from kg.query.formats import GRAPH_FORMATS, SOLUTION_FORMATS, AnswerFormat, Writer, by_media_type, find_format
from kg.query.prefixes import KNOWN_PREFIXES

__all__ = ["Answer", "Boolean", "Graph", "Solutions"]


@contextmanager
def _reported() -> Iterator[None]:
    """What the engine raises while an answer is read, as a :class:`QueryError`."""
    try:
        yield
    except RuntimeError as error:
        raise QueryError(str(error)) from error


class _Written(Generic[Writer]):
    """What the three kinds of answer have in common.

    Attributes:
        formats: the formats that fit this kind, by name.
    """

    formats: Mapping[str, AnswerFormat[Writer]]

    @property
    def media_types(self) -> tuple[str, ...]:
        """Every media type that the answer can be asked for under, ours first."""
        return tuple(by_media_type(self.formats))

    def media_type(self, format: str) -> str:  # noqa: A002 - the word users know from rdflib
        """The registered media type of a format.

        Raises:
            QueryError: a format that does not fit this answer.
        """
        return find_format(format, self.formats).media_type

    def write(self, stream: IO[bytes], format: str) -> None:  # noqa: A002 - as above
        """Write the answer.

        Args:
            stream: where to; what it raises passes through.
            format: a name or media type of :attr:`formats`.

        Raises:
            QueryError: a format that does not fit this answer, or the query fails while it is read.
        """
        writer = find_format(format, self.formats).writer
        with _reported():
            self._write(stream, writer)

    def _write(self, stream: IO[bytes], writer: Writer) -> None:
        raise NotImplementedError

    def to_bytes(self, format: str) -> bytes:  # noqa: A002 - as above
        """The answer as :meth:`write` writes it."""
        stream = BytesIO()
        self.write(stream, format)
        return stream.getvalue()


class Solutions(_Written[QueryResultsFormat]):
    """The rows of a SELECT, read once, in order: ``row["name"]`` is a term, or None where it is unbound.

    Attributes:
        variables: the columns' names, in the order of the query.
    """

    formats = SOLUTION_FORMATS

    def __init__(self, rows: QuerySolutions) -> None:
        self._rows = rows
        self.variables = tuple(variable.value for variable in rows.variables)

    def __iter__(self) -> Iterator[QuerySolution]:
        """The rows that have not been read yet.

        Raises:
            QueryError: the query fails while it is read.
        """
        with _reported():
            yield from self._rows

    def _write(self, stream: IO[bytes], writer: QueryResultsFormat) -> None:
        self._rows.serialize(stream, writer)


class Graph(_Written[RdfFormat]):
    """The triples of a CONSTRUCT or DESCRIBE, read once."""

    formats = GRAPH_FORMATS

    def __init__(self, triples: QueryTriples) -> None:
        self._triples = triples

    def __iter__(self) -> Iterator[Triple]:
        """The triples that have not been read yet.

        Raises:
            QueryError: the query fails while it is read.
        """
        with _reported():
            yield from self._triples

    def _write(self, stream: IO[bytes], writer: RdfFormat) -> None:
        serialize(self._triples, stream, writer, prefixes=dict(KNOWN_PREFIXES))


class Boolean(_Written[QueryResultsFormat]):
    """The answer of an ASK; true in a condition where the answer is yes. CSV and TSV hold the one word."""

    formats = SOLUTION_FORMATS

    def __init__(self, answer: QueryBoolean) -> None:
        self._answer = answer

    def __bool__(self) -> bool:
        """The answer."""
        return bool(self._answer)

    def _write(self, stream: IO[bytes], writer: QueryResultsFormat) -> None:
        self._answer.serialize(stream, writer)


Answer: TypeAlias = Solutions | Graph | Boolean
