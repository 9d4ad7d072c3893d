"""Asking the graph in SPARQL."""

from __future__ import annotations

from collections.abc import Sequence

from pyoxigraph import NamedNode, QueryBoolean, QuerySolutions

from kg.errors import QueryError
from kg.query.expansion import expanded
from kg.query.faults import explained
from kg.query.federation import dereferenced, federated
from kg.query.guard import check, check_depth
from kg.query.prefixes import prefixes_in, prefixes_of
from kg.query.remote import NOWHERE, Remote
from kg.query.repairs import repaired
from kg.query.results import Answer, Boolean, Graph, Solutions
from kg.search import SearchIndex
from kg.store import GraphReader
from kg.vocab import ID_BASE

__all__ = ["run", "select"]


def run(
    reader: GraphReader,
    text: str,
    *,
    default_graphs: Sequence[str] = (),
    named_graphs: Sequence[str] = (),
    base: str | None = None,
    union: bool = True,
    instances: str = ID_BASE,
    remote: Remote = NOWHERE,
) -> Answer:
    """Answer a SPARQL query over the graph.

    The default graph is the union of all graphs, unless the arguments or the query's own ``FROM`` choose among them, or
    ``union`` is false: then it is the graph without a name.
    ``SERVICE search:names`` and ``search:passages`` search the full text (:mod:`kg.query.expansion`).
    The prefixes of :data:`KNOWN_PREFIXES` need no declaration; a query may still declare them otherwise.

    Args:
        reader: the graph.
        text: the query.
        default_graphs: IRIs of the graphs whose union is the default graph; they overrule the query's own ``FROM``.
        named_graphs: IRIs of the graphs that ``GRAPH`` may name, likewise.
        base: what relative IRIs are resolved against.
        union: whether the default graph is the union of all where nobody chooses.
        instances: what instances' IRIs begin with, for the prefix ``id:``.
        remote: the servers that ``SERVICE`` and ``FROM`` may reach (:mod:`kg.query.federation`).

    Raises:
        QueryError: the query is malformed (with line and column), changes the graph, calls another server, is too
            deeply nested, or names something that is no IRI.
        RemoteError: a server that may be asked does not answer.
        StoreError: the store cannot be read.
    """
    check_depth(text)
    text = federated(repaired(expanded(text, lambda: SearchIndex.of(reader))), remote, prefixes_of(instances), base)
    dataset = check(text)
    chosen = bool(default_graphs or named_graphs)
    reader = dereferenced(reader, text, remote, (*default_graphs, *named_graphs), base)
    try:
        answer = reader.query(
            text,
            prefixes=prefixes_in(text, instances),
            base_iri=base,
            default_graphs=[_graph(iri) for iri in default_graphs] if chosen else None,
            named_graphs=[_graph(iri) for iri in named_graphs] if chosen else None,
            own_dataset=dataset or not union,
        )
    except QueryError as error:
        raise explained(error, text) from error
    if isinstance(answer, QuerySolutions):
        return Solutions(answer)
    return Boolean(answer) if isinstance(answer, QueryBoolean) else Graph(answer)


def select(reader: GraphReader, text: str) -> Solutions:
    """The rows of a SELECT; see :func:`run`.

    Raises:
        QueryError: the query is malformed, refused, or no SELECT.
    """
    answer = run(reader, text)
    if not isinstance(answer, Solutions):
        raise QueryError("a SELECT query is needed here")
    return answer


def _graph(iri: str) -> NamedNode:
    try:
        return NamedNode(iri)
    except ValueError as error:
        raise QueryError(f"{iri!r} is no IRI of a graph ({error})") from error
