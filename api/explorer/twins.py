"""The data twin of a page: the triples about what the page shows, in a form that the client asks for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

from flask import Response
from pyoxigraph import NamedNode, RdfFormat, Triple, serialize

from api.state import State
from kg.query import KNOWN_PREFIXES
from kg.vocab import DM, SKOS

__all__ = ["FORMS", "MOST_TRIPLES", "twin"]

FORMS: Final = {"text/turtle": "ttl", "application/ld+json": "jsonld"}
"""The media types that a page comes in beside HTML, and their names for ``format=``."""

MOST_TRIPLES: Final = 20_000
"""Where the twin of a page ends: the exports are for more."""

_WRITERS: Final = {"ttl": RdfFormat.TURTLE, "jsonld": RdfFormat.JSON_LD}
_TYPES: Final = {name: media_type for media_type, name in FORMS.items()}


def twin(state: State, about: Iterable[str], form: str) -> Response:
    """What the graph says of some things, with their passages of evidence and the names of what they point at.

    Args:
        state: where it stands.
        about: IRIs, those of the page's own thing first.
        form: ``ttl`` or ``jsonld``.
    """
    triples = list(islice(dict.fromkeys(_triples(state, about)), MOST_TRIPLES))
    body = serialize(triples, format=_WRITERS[form], prefixes=dict(KNOWN_PREFIXES)) or b""
    media_type = _TYPES[form]
    return Response(body, content_type=f"{media_type}; charset=utf-8" if form == "ttl" else media_type)


def _triples(state: State, about: Iterable[str]) -> Iterator[Triple]:
    for iri in about:
        for quad in sorted(state.reader.quads(NamedNode(iri)), key=str):
            yield quad.triple
            if isinstance(quad.object, NamedNode):
                passage = quad.predicate == DM.evidence
                for beside in state.reader.quads(quad.object, None if passage else SKOS.prefLabel):
                    yield beside.triple
