"""The W3C's manifests, read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from rdflib import RDF, RDFS, Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
ROOT = "http://www.w3.org/2009/sparql/docs/tests/data-sparql11/"
SUITE = Path(__file__).resolve().parents[3] / "shared" / "w3c-sparql11" / "sparql" / "sparql11"


@dataclass(frozen=True)
class State:
    """A dataset by files: one for the default graph, and named ones."""

    default: tuple[Path, ...] = ()
    named: tuple[tuple[str, Path], ...] = ()


@dataclass(frozen=True)
class Case:
    """One test."""

    folder: str
    name: str
    kind: str
    query: Path
    before: State = field(default_factory=State)
    after: State | None = None
    result: Path | None = None

    @property
    def id(self) -> str:
        return f"{self.folder}/{self.name}"

    @property
    def base(self) -> str:
        return f"{ROOT}{self.folder}/{self.query.name}"

    @property
    def text(self) -> str:
        return self.query.read_text("utf-8")


@cache
def manifest(folder: str, file: str = "manifest.ttl") -> Graph:
    return Graph().parse(SUITE / folder / file, format="turtle", publicID=f"{ROOT}{folder}/{file}")


def included(name: str) -> list[str]:
    """The folders that a manifest of manifests names."""
    graph = Graph().parse(SUITE / name, format="turtle", publicID=f"{ROOT}{name}")
    (head,) = set(graph.objects(None, MF.include))
    return [str(each).removeprefix(ROOT).split("/")[0] for each in Collection(graph, head)]


def cases(folder: str) -> Iterator[Case]:
    """The tests of a folder, in its manifest's order."""
    graph = manifest(folder)
    (entries,) = set(graph.objects(None, MF.entries))
    for entry in Collection(graph, entries):
        kind = graph.value(entry, RDF.type)
        action = graph.value(entry, MF.action)
        query = graph.value(action, QT.query) or graph.value(action, UT.request) or action
        result = graph.value(entry, MF.result)
        update = graph.value(action, UT.request) is not None
        yield Case(
            folder=folder,
            name=str(entry).partition("#")[2],
            kind=str(kind).partition("#")[2],
            query=path(query),
            before=state(graph, action, UT if update else QT),
            after=state(graph, result, UT) if update and result is not None else None,
            result=path(result) if isinstance(result, URIRef) else None,
        )


def state(graph: Graph, node: Node, words: Namespace) -> State:
    default = tuple(sorted(path(each) for each in graph.objects(node, words.data)))
    named = []
    for each in graph.objects(node, words.graphData):
        file = graph.value(each, UT.graph) or each
        label = graph.value(each, RDFS.label)
        named.append((str(label) if label is not None else str(file), path(file)))
    return State(default, tuple(sorted(named)))


def path(iri: Node) -> Path:
    return SUITE / str(iri).removeprefix(ROOT)
