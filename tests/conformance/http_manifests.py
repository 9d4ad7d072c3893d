"""The W3C's tests that are told as HTTP requests with the answers they expect."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from manifests import MF, UT, manifest
from rdflib import RDF, RDFS, Graph, Namespace
from rdflib.collection import Collection
from rdflib.term import Node

HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
STATUSES = {
    "OK": {200},
    "Created": {201},
    "NoContent": {204},
    "NotFound": {404},
    "StatusCode2xx": set(range(200, 300)),
    "StatusCode3xx": set(range(300, 400)),
    "StatusCode4xx": set(range(400, 500)),
    "StatusCode5xx": set(range(500, 600)),
}


@dataclass(frozen=True)
class Exchange:
    """One request and what has to come back."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes
    statuses: frozenset[int]
    boolean: bool | None
    form: str | None
    answer: str | None
    answer_headers: Mapping[str, str]


@dataclass(frozen=True)
class Conversation:
    """One test: requests in order, over named graphs given as files."""

    id: str
    exchanges: tuple[Exchange, ...]
    named: tuple[tuple[str, str], ...]


def conversations(folder: str, file: str = "manifest.ttl") -> Iterator[Conversation]:
    graph = manifest(folder, file)
    (entries,) = set(graph.objects(None, MF.entries))
    for entry in Collection(graph, entries):
        action = graph.value(entry, MF.action)
        if action is None:
            continue
        requests = Collection(graph, graph.value(action, HT.requests))
        named = tuple(
            (str(graph.value(each, RDFS.label)), str(graph.value(each, UT.graph)))
            for each in graph.objects(entry, UT.graphData)
        )
        yield Conversation(str(entry).partition("#")[2], tuple(exchange(graph, each) for each in requests), named)


def exchange(graph: Graph, node: Node) -> Exchange:
    answer = graph.value(node, HT.resp)
    body = graph.value(node, HT.body)
    boolean = graph.value(answer, MF.expectedBoolean)
    form = graph.value(answer, MF.expectedFormat)
    expected = graph.value(answer, HT.body)
    statuses = {status for each in graph.objects(answer, MF.expectedStatus) for status in STATUSES[local(each)]}
    return Exchange(
        method=str(graph.value(node, HT.methodName)),
        path=str(graph.value(node, HT.absolutePath)),
        headers=headers(graph, node),
        body=b"" if body is None else content(graph, body),
        statuses=frozenset(statuses),
        boolean=None if boolean is None else bool(boolean.toPython()),
        form=None if form is None else str(form),
        answer=None if expected is None else content(graph, expected).decode(),
        answer_headers={} if answer is None else headers(graph, answer),
    )


def headers(graph: Graph, node: Node) -> dict[str, str]:
    listed = graph.value(node, HT.headers)
    if listed is None:
        return {}
    return {
        str(graph.value(each, HT.fieldName)): str(graph.value(each, HT.fieldValue))
        for each in Collection(graph, listed)
    }


def content(graph: Graph, node: Node) -> bytes:
    encoding = str(graph.value(node, CNT.characterEncoding) or "UTF-8")
    return str(graph.value(node, CNT.chars)).encode(encoding)


def local(node: Node) -> str:
    return str(node).partition("#")[2]


def typed(graph: Graph, kind: Node) -> list[Node]:
    return list(graph.subjects(RDF.type, kind))
