"""Full text over the sentences that facts rest on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from flask import Response, request

from api.context import state
from api.openapi import Answers, Blueprint, described
from api.paging import Page
from api.parameters import Cursor, Limit, read, text
from api.problem import Problem
from api.routes.lists import LIST_PROBLEMS, list_answer
from kg.errors import InputError
from kg.search import MOST_HITS, PassageHit

__all__ = ["routes"]

routes = Blueprint("passages", __name__)


@dataclass(frozen=True, slots=True)
class PassagesQuery:
    """The parameters of a search."""

    q: Annotated[str, text('words; the last may be unfinished, so may any that ends in *; "quoted" stand together')]
    cursor: Cursor = None
    limit: Limit = None


@dataclass(frozen=True, slots=True)
class PassageItem:
    """A sentence: ``text`` is what stands between ``begin`` and ``end`` of its document; ``score`` is BM25."""

    id: str
    iri: str
    label: str
    type: str
    document: str
    begin: int
    end: int
    text: str
    score: float


@routes.get("/api/passages")
@described(Answers("a page of them", Page[PassageItem]), query=PassagesQuery, problems=LIST_PROBLEMS)
def find_passages() -> Response:
    """Sentences that facts rest on, by their words, the best first; a thousand at most."""
    query = read(PassagesQuery, request.args)
    try:
        found = state().index.passages(query.q, MOST_HITS)
    except InputError as error:
        raise Problem("bad-parameter", f"'q': {error.message}", parameter="q") from error
    return list_answer(found, query, _item)


def _item(hit: PassageHit) -> PassageItem:
    local, document = state().local(hit.iri), state().local(hit.document)
    label = hit.text if len(hit.text) <= 80 else f"{hit.text[:79]}…"
    return PassageItem(local, hit.iri, label, "Passage", document, hit.begin, hit.end, hit.text, round(hit.score, 4))
