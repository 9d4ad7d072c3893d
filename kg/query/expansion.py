"""Full text in SPARQL: a ``SERVICE`` that calls nobody.

::

    SELECT ?name ?score {
      SERVICE search:names { ?entity search:query "lavr" ; search:score ?score ; search:limit 20 }
      ?entity skos:prefLabel ?name
    }

``search:names`` finds entities by what they are called, ``search:passages`` sentences by their words. The block is
answered from the index and stands in the query as a table (``VALUES``) before the engine sees it, so that what is found
is the starting point of the rest, not a filter over all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from kg.errors import InputError, QueryError
from kg.query.guard import plain_tokens
from kg.search import MOST_HITS, NameHit, PassageHit, SearchIndex

__all__ = ["SEARCH_NS", "expanded"]

SEARCH_NS: Final = "https://w3id.org/demarche/search#"
DEFAULT_HITS: Final = 100

_SERVICES: Final = ("names", "passages")
_TERMS: Final[Mapping[str, str]] = MappingProxyType(
    {
        spelling: name
        for name in (*_SERVICES, "query", "score", "limit")
        for spelling in (f"search:{name}", f"<{SEARCH_NS}{name}>")
    }
)
_ESCAPES: Final = re.compile(r"\\(.)")


def expanded(text: str, index: Callable[[], SearchIndex]) -> str:
    """The query with its searches answered.

    Args:
        text: the query.
        index: opens the index; not called where nothing is searched.

    Raises:
        QueryError: a search that is not written as above; with its place.
        StoreError: the index cannot be read.
    """
    if not any(spelling in text for spelling in _TERMS):
        return text
    made: list[str] = []
    copied, tokens = 0, list(plain_tokens(text))
    for position, token in enumerate(tokens):
        if token.start() < copied or token[0].lower() != "service" or position + 2 >= len(tokens):
            continue
        service = _TERMS.get(tokens[position + 1][0], "")
        if service in _SERVICES and tokens[position + 2][0] == "{":
            block, end = _block(tokens, position + 3)
            made += [text[copied : token.start()], _table(service, block, index())]
            made.append("\n" * text.count("\n", token.start(), end))  # later lines keep their numbers
            copied = end
    return "".join(made) + text[copied:]


@dataclass(slots=True)
class _Search:
    """One block as it is written."""

    subject: str = ""
    words: str = ""
    score: str = ""
    limit: int = DEFAULT_HITS


def _block(tokens: list[re.Match[str]], position: int) -> tuple[_Search, int]:
    """What stands between the braces, and where the text goes on."""
    found, closed = _Search(), iter(tokens[position:])
    token = _next(closed, tokens[-1])
    while token[0] != "}":
        if token.lastgroup == "variable":
            if found.subject not in {"", token[0]}:
                raise _error(token, "one search finds one thing: use the same variable, or a second SERVICE")
            found.subject = token[0]
            token = _next(closed, token)
        _take(found, token, _next(closed, token))
        token = _next(closed, token)
        if token[0] in {";", "."}:
            token = _next(closed, token)
    if not found.subject or not found.words:
        raise _error(token, 'a search is written { ?found search:query "words" }')
    return found, token.end()


def _take(found: _Search, predicate: re.Match[str], value: re.Match[str]) -> None:
    match (_TERMS.get(predicate[0]), value.lastgroup):
        case ("query", "string"):
            found.words = _ESCAPES.sub(r"\1", value[0][1:-1])
        case ("score", "variable"):
            found.score = value[0]
        case ("limit", "word") if value[0].isascii() and value[0].isdigit() and int(value[0][:6]) <= MOST_HITS:
            found.limit = int(value[0])
        case _:
            expected = f'search:query "words", search:score ?variable or search:limit (up to {MOST_HITS})'
            raise _error(predicate, f"expected {expected} here")


def _next(tokens: Iterator[re.Match[str]], last: re.Match[str]) -> re.Match[str]:
    token = next(tokens, None)
    if token is None:
        raise _error(last, "the search is not closed")
    return token


def _table(service: str, search: _Search, index: SearchIndex) -> str:
    find: Callable[[str, int], tuple[NameHit | PassageHit, ...]] = (
        index.passages if service == "passages" else lambda words, limit: index.names(words, (), limit)
    )
    try:
        hits = find(search.words, search.limit)
    except InputError as error:
        raise QueryError(error.message) from error
    variables = f"{search.subject} {search.score}".strip()
    rows = " ".join(f"(<{hit.iri}>{f' {hit.score:.4f}e0' if search.score else ''})" for hit in hits)
    return f"VALUES ({variables}) {{ {rows} }}"


def _error(token: re.Match[str], message: str) -> QueryError:
    line = token.string.count("\n", 0, token.start()) + 1
    return QueryError(message, line=line, column=token.start() - token.string.rfind("\n", 0, token.start()))
