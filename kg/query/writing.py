"""Changes that come from outside a build: SPARQL Update and whole graphs, each one transaction and one new snapshot.

A build owns the graphs under the folder's base (documents, entities, meetings) and makes them what the articles say: an
edit there lasts until the next build. All other graphs, and the one without a name, belong to whoever writes them.
"""

from __future__ import annotations

import base64
import json
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Final, Self

from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, Triple, parse

from kg.errors import InputError, NotFoundError, QueryError
from kg.ledger import Ledger
from kg.query.dataset import using
from kg.query.faults import explained
from kg.query.federation import federated, loaded
from kg.query.guard import MAX_OPERATORS, check_depth, check_update
from kg.query.prefixes import prefixes_of
from kg.query.remote import Remote
from kg.query.repairs import without_silent_loads
from kg.sidecars import Sidecars
from kg.status import base_of
from kg.store import DataFolder, EmbeddedStore
from kg.vocab import ID_BASE

__all__ = ["Verb", "Write", "Written", "write"]

CHANGED: Final = "changed from outside"
"""Stands as a graph's hash in the ledger until a build has looked at it again."""


class Verb(StrEnum):
    """What is done."""

    UPDATE = "update"
    PUT = "put"
    POST = "post"
    DELETE = "delete"


@dataclass(frozen=True, slots=True)
class Write:
    """A change.

    Attributes:
        data: the data folder.
        verb: what is done.
        text: the update.
        graph: the graph's IRI; None for the graph without a name.
        bodies: the graph's new triples: pairs of a media type and what came, in base 64.
        base: what relative IRIs are resolved against.
        default_graphs: the graphs that stand for the default graph in the update's ``WHERE``.
        named_graphs: the graphs that ``GRAPH`` may name there.
        instances: what instances' IRIs begin with, for the prefix ``id:``.
        remote: the entries of :class:`kg.query.remote.Remote`.
    """

    data: str
    verb: Verb
    text: str = ""
    graph: str | None = None
    bodies: tuple[tuple[str, str], ...] = ()
    base: str | None = None
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    instances: str = ID_BASE
    remote: tuple[str, ...] = ()

    @classmethod
    def of_graph(cls, data: str, verb: Verb, graph: str | None, bodies: Iterable[tuple[str, bytes]], base: str) -> Self:
        """A change of one graph; ``bodies`` are media types and triples."""
        packed = tuple((media_type, base64.b64encode(body).decode()) for media_type, body in bodies)
        return cls(data, verb, "", graph, packed, base)

    def to_bytes(self) -> bytes:
        """The change as the body of a frame."""
        return json.dumps(asdict(self)).encode()

    @classmethod
    def from_bytes(cls, body: bytes) -> Self:
        """The change in the body of a frame."""
        told = cls(**json.loads(body))
        return replace(
            told,
            verb=Verb(told.verb),
            bodies=tuple((media_type, body) for media_type, body in told.bodies),
            default_graphs=tuple(told.default_graphs),
            named_graphs=tuple(told.named_graphs),
            remote=tuple(told.remote),
        )


@dataclass(frozen=True, slots=True)
class Written:
    """What came of a change: the snapshot that shows it, and whether the graph was not there before."""

    snapshot: str
    created: bool = False

    def to_bytes(self) -> bytes:
        """The outcome as the body of a frame."""
        return json.dumps(asdict(self)).encode()

    @classmethod
    def from_bytes(cls, body: bytes) -> Self:
        """The outcome in the body of a frame."""
        return cls(**json.loads(body))


def write(job: Write, committed: Callable[[], object]) -> Written:
    """Make a change and publish it.

    Args:
        job: the change.
        committed: called when the change is made and before it is published; what dies before has changed nothing.

    Raises:
        QueryError: an update that is malformed or refused.
        InputError: triples that cannot be read.
        RemoteError: a server that may be asked does not answer.
        NotFoundError: a graph to delete that is not there.
        StoreError: the data folder cannot be written, or a build is writing it.
    """
    folder = DataFolder.existing(Path(job.data))
    text = _prepared(job, Remote(job.remote)) if job.verb is Verb.UPDATE else ""
    with EmbeddedStore.open(folder.root, writable=True) as store:
        with Ledger.open(folder.ledger) as ledger, ledger.transaction():  # first: what dies between is looked at
            base = base_of(ledger)
            ledger.put_graphs([replace(record, hash=CHANGED) for record in tuple(ledger.graphs())])
        created = _apply(store, job, text)
        committed()
        snapshot = f"w-{uuid.uuid4().hex[:16]}"
        with Sidecars(folder.working, base) as beside:
            store.publish(snapshot, beside.derive)
    return Written(snapshot, created)


def _prepared(job: Write, remote: Remote) -> str:
    """The update as the engine gets it, with all that it wants from elsewhere."""
    prefixes = prefixes_of(job.instances)
    check_depth(job.text, 100 * MAX_OPERATORS)
    text = federated(job.text, remote, prefixes, job.base)
    bare, whole = loaded(text, remote, prefixes, job.base)
    check_update(without_silent_loads(bare))
    return using(without_silent_loads(whole), job.default_graphs, job.named_graphs)


def _apply(store: EmbeddedStore, job: Write, text: str) -> bool:
    if job.verb is Verb.UPDATE:
        try:
            store.update(text, job.base, prefixes_of(job.instances))
        except QueryError as error:
            raise explained(error, text) from error
        return False
    graph = DefaultGraph() if job.graph is None else NamedNode(job.graph)
    there = job.graph is None or store.content_hash(graph) is not None
    if job.verb is Verb.DELETE and not there:
        raise NotFoundError("graph", job.graph or "default")
    store.update(_PROGRAMS[job.verb](job, graph))
    return not there


def _put(job: Write, graph: DefaultGraph | NamedNode) -> str:
    return f"{_delete(job, graph)} ;\n{_post(job, graph)}"


def _post(job: Write, graph: DefaultGraph | NamedNode) -> str:
    triples = "\n".join(f"{triple} ." for body in job.bodies for triple in _triples(*body, job.base))
    if isinstance(graph, DefaultGraph):
        return f"INSERT DATA {{\n{triples}\n}}"
    return f"CREATE SILENT GRAPH {graph} ;\nINSERT DATA {{ GRAPH {graph} {{\n{triples}\n}} }}"


def _delete(_job: Write, graph: DefaultGraph | NamedNode) -> str:
    return "CLEAR DEFAULT" if isinstance(graph, DefaultGraph) else f"DROP SILENT GRAPH {graph}"


_PROGRAMS: Final[Mapping[Verb, Callable[[Write, DefaultGraph | NamedNode], str]]] = MappingProxyType(
    {Verb.PUT: _put, Verb.POST: _post, Verb.DELETE: _delete}
)


def _triples(media_type: str, packed: str, base: str | None) -> list[Triple]:
    rdf_format = RdfFormat.from_media_type(media_type)
    if rdf_format is None:
        raise InputError("body", f"{media_type} is no form of RDF")
    try:
        quads = parse(
            base64.b64decode(packed),
            format=rdf_format,
            base_iri=base,
            without_named_graphs=True,
            rename_blank_nodes=True,
        )
        return [quad.triple for quad in quads]
    except (SyntaxError, ValueError) as error:
        raise InputError("body", f"is not {rdf_format.name} ({error})", line=getattr(error, "lineno", None)) from error
