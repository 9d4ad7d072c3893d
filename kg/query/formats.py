"""The formats that answers are written in: names for people, media types for HTTP, pyoxigraph's writers beneath."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Final, Generic, TypeVar

from pyoxigraph import QueryResultsFormat, RdfFormat

from kg.errors import QueryError

__all__ = ["GRAPH_FORMATS", "SOLUTION_FORMATS", "AnswerFormat", "Writer", "by_media_type", "find_format"]

Writer = TypeVar("Writer", QueryResultsFormat, RdfFormat)


@dataclass(frozen=True, slots=True)
class AnswerFormat(Generic[Writer]):
    """One way to write an answer.

    ``name`` is what ``--format`` and ``?format=`` take; ``media_types`` begins with the registered one, the rest are
    those that clients are known to ask for, and so are ``other_names``.
    """

    name: str
    media_types: tuple[str, ...]
    writer: Writer
    other_names: tuple[str, ...] = ()

    @property
    def media_type(self) -> str:
        """The registered media type."""
        return self.media_types[0]


def _by_name(formats: Iterable[AnswerFormat[Writer]]) -> Mapping[str, AnswerFormat[Writer]]:
    return MappingProxyType({each.name: each for each in formats})


SOLUTION_FORMATS: Final = _by_name(
    (
        AnswerFormat("json", ("application/sparql-results+json", "application/json"), QueryResultsFormat.JSON),
        AnswerFormat("xml", ("application/sparql-results+xml", "application/xml", "text/xml"), QueryResultsFormat.XML),
        AnswerFormat("csv", ("text/csv",), QueryResultsFormat.CSV),
        AnswerFormat("tsv", ("text/tab-separated-values",), QueryResultsFormat.TSV),
    )
)
"""For SELECT and ASK. The recommendation leaves booleans in CSV and TSV out; they hold one word there."""

GRAPH_FORMATS: Final = _by_name(
    (
        AnswerFormat("ttl", ("text/turtle", "application/x-turtle"), RdfFormat.TURTLE, ("turtle",)),
        AnswerFormat("nt", ("application/n-triples", "text/plain"), RdfFormat.N_TRIPLES, ("ntriples", "n-triples")),
        AnswerFormat(
            "rdf", ("application/rdf+xml", "application/xml", "text/xml"), RdfFormat.RDF_XML, ("rdf+xml", "xml")
        ),
        AnswerFormat("jsonld", ("application/ld+json", "application/json"), RdfFormat.JSON_LD, ("json-ld", "json")),
        AnswerFormat("trig", ("application/trig",), RdfFormat.TRIG),
        AnswerFormat("nq", ("application/n-quads",), RdfFormat.N_QUADS, ("nquads", "n-quads")),
    )
)
"""For CONSTRUCT and DESCRIBE."""


def find_format(name: str, formats: Mapping[str, AnswerFormat[Writer]]) -> AnswerFormat[Writer]:
    """The format of that name, or of that media type.

    Args:
        name: ``csv``, ``ttl``, ... or a media type.
        formats: those that fit the kind of answer.

    Raises:
        QueryError: where none of ``formats`` is called so; the message lists those that are.
    """
    other_names = {other: each for each in formats.values() for other in each.other_names}
    found = formats.get(name) or by_media_type(formats).get(name) or other_names.get(name)
    if found is None:
        raise QueryError(f"this answer cannot be written as {name!r}; choose one of {', '.join(formats)}")
    return found


def by_media_type(formats: Mapping[str, AnswerFormat[Writer]]) -> Mapping[str, AnswerFormat[Writer]]:
    """Formats by every media type they are asked for under: the registered ones first, then what else clients say."""
    return _by_media_type(tuple(formats.values()))


@cache
def _by_media_type(formats: tuple[AnswerFormat[Writer], ...]) -> Mapping[str, AnswerFormat[Writer]]:
    registered = {each.media_type: each for each in formats}
    others = {other: each for each in formats for other in each.media_types[1:]}
    return {**registered, **{other: each for other, each in others.items() if other not in registered}}
