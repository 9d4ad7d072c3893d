"""What a query or update wants from other servers, fetched before the engine sees it.

The engine would call any address by itself, so it is never left to: the block of a ``SERVICE`` is sent as a query of
its own and stands in the text as a table (``VALUES``), the graph of a ``LOAD`` as ``INSERT DATA``, and a graph of
``FROM`` that is not here is put beside those that are. What is left of these in the text is refused
(:mod:`kg.query.guard`). By the recommendation (SPARQL 1.1 Federated Query, section 4) a block is answered on its own
and then joined: whatever narrows it has to stand in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode, urljoin, urlsplit

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    RdfFormat,
    Store,
    Triple,
    parse,
    parse_query_results,
)

from kg.errors import QueryError, QueryLimit
from kg.query.guard import plain_tokens
from kg.query.remote import Remote, RemoteError
from kg.store import GraphReader, SnapshotReader

__all__ = ["dereferenced", "federated", "loaded"]

MOST_ROWS: Final = 10_000
RESULTS: Final = "application/sparql-results+json, application/sparql-results+xml;q=0.9"
GRAPHS: Final = "text/turtle, application/n-triples, application/rdf+xml;q=0.9, application/ld+json;q=0.8"
_FORMATS: Final = ("ttl", "nt", "rdf", "jsonld", "nq", "trig")
_NO_CHANGE: Final = "INSERT DATA {}"


@dataclass(frozen=True, slots=True)
class _Call:
    """A ``SERVICE`` or ``LOAD`` in a text: where it stands, whom it calls, and whether it may fail."""

    begin: int
    end: int
    address: str
    silent: bool
    rest: str


def federated(text: str, remote: Remote, prefixes: Mapping[str, str], base: str | None) -> str:
    """The text with every ``SERVICE`` of a listed server answered.

    Args:
        text: a query or an update.
        remote: the servers that may be asked.
        prefixes: those that the text need not declare.
        base: what relative IRIs are resolved against.

    Raises:
        RemoteError: a server does not answer, and the call is not ``SILENT``.
        QueryLimit: one answers with too many rows.
    """
    if not remote.entries or "service" not in text.lower():
        return text
    names = _Names(text, prefixes, base)
    made, copied = [], 0
    for call in _calls(text, names):
        if call.begin < copied or not remote.permits(call.address):
            continue
        made += [text[copied : call.begin], _table(call, remote, names)]
        made.append("\n" * text.count("\n", call.begin, call.end))  # later lines keep their numbers
        copied = call.end
    return "".join(made) + text[copied:]


def loaded(text: str, remote: Remote, prefixes: Mapping[str, str], base: str | None) -> tuple[str, str]:
    """The update with every ``LOAD`` from a listed server made ``INSERT DATA``: without what it holds, and with it.

    The first is what a guard has to look at; in the second stands nothing more than triples that were read.

    Raises:
        RemoteError: a server does not answer with a graph, and the load is not ``SILENT``.
    """
    if not remote.entries or "load" not in text.lower():
        return text, text
    names = _Names(text, prefixes, base)
    bare, whole, copied = [], [], 0
    for call in _loads(text, names):
        if not remote.permits(call.address):
            continue
        between = text[copied : call.begin]
        bare += [between, _NO_CHANGE]
        whole += [between, _inserted(call, remote)]
        copied = call.end
    return "".join(bare) + text[copied:], "".join(whole) + text[copied:]


def dereferenced(
    reader: GraphReader, text: str, remote: Remote, chosen: Sequence[str], base: str | None
) -> GraphReader:
    """The graph, or one made of those that a query chooses, where some of them are not here and may be fetched.

    Args:
        reader: the graph.
        text: the query.
        remote: the servers that may be asked.
        chosen: the graphs that the request chooses; those of the query's ``FROM`` where it chooses none.
        base: what relative IRIs are resolved against.

    Raises:
        RemoteError: a server does not answer with a graph.
    """
    if not remote.entries or not (chosen or "from" in text.lower()):
        return reader
    wanted = tuple(dict.fromkeys(chosen or _from(text, _Names(text, {}, base))))
    here = {name.value for name in reader.graph_names()}
    fetched = [each for each in wanted if each not in here and remote.permits(each)]
    if not fetched:
        return reader
    store = Store()
    for each in wanted:
        name = NamedNode(each)
        if each in fetched:
            store.extend(Quad(triple.subject, triple.predicate, triple.object, name) for triple in _graph(each, remote))
        elif each in here:
            store.extend(reader.quads(None, None, None, name))
    return SnapshotReader(store, snapshot=reader.snapshot, place="graphs from elsewhere")


# --- what stands in the text ------------------------------------------------------------------------------------------


class _Names:
    """The prefixes and the base of a text, and what IRIs its names stand for."""

    def __init__(self, text: str, prefixes: Mapping[str, str], base: str | None) -> None:
        self.base = base
        self._prefixes = dict(prefixes)
        tokens = list(plain_tokens(text))
        for before, token, after in zip(tokens, tokens[1:], tokens[2:], strict=False):
            if before[0].lower() == "prefix" and token.lastgroup == "prefixed" and after.lastgroup == "iri":
                self._prefixes[token[0].removesuffix(":")] = self._resolved(after[0][1:-1])
            if before[0].lower() == "base" and before.lastgroup == "word" and token.lastgroup == "iri":
                self.base = self._resolved(token[0][1:-1])

    def iri(self, token: re.Match[str]) -> str:
        """The IRI that a token stands for; empty where it stands for none."""
        if token.lastgroup == "iri":
            return self._resolved(token[0][1:-1])
        prefix, _, local = token[0].partition(":")
        return self._prefixes[prefix] + local if token.lastgroup == "prefixed" and prefix in self._prefixes else ""

    def prologue(self) -> str:
        """All of them, declared."""
        base = [] if self.base is None else [f"BASE <{self.base}>"]
        return "\n".join([*base, *(f"PREFIX {name}: <{iri}>" for name, iri in sorted(self._prefixes.items()))])

    def _resolved(self, iri: str) -> str:
        return iri if self.base is None else urljoin(self.base, iri)


def _calls(text: str, names: _Names) -> Iterable[_Call]:
    tokens = list(plain_tokens(text))
    for position, token in enumerate(tokens):
        if token.lastgroup != "word" or token[0].lower() != "service":
            continue
        silent, rest = _silent(tokens[position + 1 :])
        if len(rest) > 1 and rest[1][0] == "{" and (address := names.iri(rest[0])):
            end = _closing(rest[1:])
            yield _Call(token.start(), end, address, silent, text[rest[1].start() : end])


def _loads(text: str, names: _Names) -> Iterable[_Call]:
    tokens, depth = list(plain_tokens(text)), 0
    for position, token in enumerate(tokens):
        depth += {"{": 1, "}": -1}.get(token[0], 0)
        if depth or token.lastgroup != "word" or token[0].lower() != "load":
            continue
        silent, rest = _silent(tokens[position + 1 :])
        if not rest or not (address := names.iri(rest[0])):
            continue
        into = len(rest) > 3 and [each[0].lower() for each in rest[1:3]] == ["into", "graph"]
        graph = names.iri(rest[3]) if into else ""
        yield _Call(token.start(), rest[3 if into else 0].end(), address, silent, graph)


def _from(text: str, names: _Names) -> Iterable[str]:
    tokens = list(plain_tokens(text))
    for position, token in enumerate(tokens):
        if token.lastgroup == "word" and token[0].lower() == "from":
            rest = [each for each in tokens[position + 1 : position + 3] if each[0].lower() != "named"]
            if rest and (name := names.iri(rest[0])):
                yield name


def _silent(tokens: Sequence[re.Match[str]]) -> tuple[bool, Sequence[re.Match[str]]]:
    silent = bool(tokens) and tokens[0][0].lower() == "silent"
    return silent, tokens[silent:]


def _closing(tokens: Sequence[re.Match[str]]) -> int:
    depth = 0
    for token in tokens:
        depth += {"{": 1, "}": -1}.get(token[0], 0)
        if depth == 0:
            return token.end()
    raise QueryError("the block of a SERVICE is not closed")


# --- what stands in its place -----------------------------------------------------------------------------------------


def _table(call: _Call, remote: Remote, names: _Names) -> str:
    query = f"{names.prologue()}\nSELECT * WHERE {call.rest} LIMIT {MOST_ROWS + 1}"
    try:
        fetched = remote.fetch(call.address, RESULTS, urlencode({"query": query}).encode())
        return _values(call.address, fetched.media_type, fetched.body)
    except RemoteError:
        if call.silent:
            return "{}"  # one solution that binds nothing (section 3.1)
        raise


def _values(address: str, media_type: str, body: bytes) -> str:
    form = QueryResultsFormat.from_media_type(media_type)
    try:
        if form is None or isinstance(answer := parse_query_results(body, form), QueryBoolean):
            raise RemoteError(address, f"answers with {media_type}, not with rows")
        variables = answer.variables
        rows = [" ".join(_term(row[each], address) for each in variables) for row in answer]
    except (SyntaxError, ValueError) as error:
        raise RemoteError(address, f"answers with rows that cannot be read ({error})") from error
    if len(rows) > MOST_ROWS:
        message = f"{address} answers with more than {MOST_ROWS} rows; let the block of the SERVICE find less"
        raise QueryLimit("answer", message)
    return f"{{ VALUES ({' '.join(map(str, variables))}) {{ {' '.join(f'({row})' for row in rows)} }} }}"


def _term(term: NamedNode | BlankNode | Literal | Triple | None, address: str) -> str:
    """A term as a table can hold it; a blank node by a name that nothing else has (RDF 1.1 Concepts, section 3.5)."""
    if isinstance(term, BlankNode):
        parts = urlsplit(address)
        return f"<{parts.scheme}://{parts.netloc}/.well-known/genid/{term.value}>"
    return "UNDEF" if term is None or isinstance(term, Triple) else str(term)


def _inserted(call: _Call, remote: Remote) -> str:
    try:
        triples = "\n".join(f"{triple} ." for triple in _graph(call.address, remote))
    except RemoteError:
        if call.silent:
            return _NO_CHANGE
        raise
    within = f"GRAPH <{call.rest}> {{\n{triples}\n}}" if call.rest else triples
    return f"INSERT DATA {{\n{within}\n}}"


def _graph(address: str, remote: Remote) -> list[Triple]:
    """The triples that an address answers with."""
    fetched = remote.fetch(address, GRAPHS)
    ending = urlsplit(fetched.address).path.rpartition(".")[2]
    form = RdfFormat.from_media_type(fetched.media_type) or (
        RdfFormat.from_extension(ending) if ending in _FORMATS else None
    )
    if form is None:
        raise RemoteError(address, f"answers with {fetched.media_type}, which is no form of RDF")
    try:
        quads = parse(fetched.body, form, base_iri=fetched.address, rename_blank_nodes=True)
        return [quad.triple for quad in quads if isinstance(quad.graph_name, DefaultGraph)]
    except (SyntaxError, ValueError) as error:
        raise RemoteError(address, f"answers with a graph that cannot be read ({error})") from error
