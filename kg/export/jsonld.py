"""JSON-LD in the terms of ``ontology/context.jsonld``, written as it is read.

Only the context's own forms are used: a term where its coercion fits the value, a compact IRI otherwise, an expanded
value where neither does (JSON-LD 1.1 Processing Algorithms and API, section 6, in the small).
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Any, TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from kg.errors import OntologyError
from kg.resources import ontology_path
from kg.vocab import RDF, XSD

__all__ = ["Context", "context", "document_lines"]

_Json: TypeAlias = Any


@dataclass(frozen=True, slots=True)
class _Term:
    """A term for a property: what its values are taken for, and whether they always stand in a list."""

    name: str
    coercion: str | None = None
    is_set: bool = False


class Context:
    """The terms of a context, found by what they stand for.

    Args:
        document: the context, without the ``@context`` around it.
    """

    def __init__(self, document: Mapping[str, _Json]) -> None:
        self.document = document
        plain = {name: value for name, value in document.items() if isinstance(value, str)}
        self._prefixes = {name: iri for name, iri in plain.items() if iri[-1:] in {"/", "#", "_"}}
        self._names: dict[str, str] = {}
        self._terms: dict[str, list[_Term]] = defaultdict(list)
        for name, value in document.items():
            if name not in self._prefixes and not name.startswith("@"):
                self._add(name, value)

    def _add(self, name: str, value: _Json) -> None:
        if isinstance(value, str):
            if not value.startswith("@"):
                self._names[self.expanded(value)] = name
                self._terms[self.expanded(value)].append(_Term(name))
            return
        coercion = value.get("@type")
        full = coercion if coercion is None or coercion.startswith("@") else self.expanded(coercion)
        self._terms[self.expanded(value["@id"])].append(_Term(name, full, value.get("@container") == "@set"))

    def expanded(self, compact: str) -> str:
        """The IRI of a compact one.

        Raises:
            OntologyError: the context does not know its prefix.
        """
        prefix, _, local = compact.partition(":")
        if prefix not in self._prefixes:
            raise OntologyError(f"context.jsonld: {compact!r} has a prefix that is not declared")
        return self._prefixes[prefix] + local

    def word(self, iri: str) -> str:
        """A term, a compact IRI or the IRI itself, for what is looked up in the vocabulary."""
        if iri in self._names:
            return self._names[iri]
        for prefix, namespace in self._prefixes.items():
            if iri.startswith(namespace) and not iri.removeprefix(namespace).startswith("//"):
                return f"{prefix}:{iri.removeprefix(namespace)}"
        return iri

    def told(self, predicate: NamedNode, value: NamedNode | BlankNode | Literal | Triple) -> tuple[str, _Json, bool]:
        """The key and value of a statement, and whether the key's values always stand in a list.

        Raises:
            OntologyError: the value is a triple, which JSON-LD cannot hold.
        """
        if isinstance(value, Triple):
            raise OntologyError(f"JSON-LD has no statements about statements: {value}")
        terms = self._terms.get(predicate.value, ())
        for term in terms:
            fitting = self._fitting(term, value)
            if fitting is not None:
                return term.name, fitting, term.is_set
        if isinstance(value, Literal):
            return self.word(predicate.value), self._expanded_literal(value), False
        return self.word(predicate.value), {"id": _node_id(value)}, False

    def _fitting(self, term: _Term, value: NamedNode | BlankNode | Literal) -> _Json | None:
        if not isinstance(value, Literal):
            if term.coercion == "@id":
                return _node_id(value)
            return self.word(value.value) if term.coercion == "@vocab" and isinstance(value, NamedNode) else None
        if value.language is not None:
            return self._expanded_literal(value) if term.coercion is None else None
        plain = term.coercion or XSD.string.value
        return value.value if value.datatype.value == plain else None

    def _expanded_literal(self, value: Literal) -> _Json:
        if value.language is not None:
            return {"@value": value.value, "@language": value.language}
        if value.datatype == XSD.string:
            return {"@value": value.value}
        return {"@value": value.value, "@type": self.word(value.datatype.value)}


@cache
def context() -> Context:
    """The context of the ontology."""
    return Context(json.loads(ontology_path("context.jsonld").read_text(encoding="utf-8"))["@context"])


def document_lines(quads: Iterable[Quad]) -> Iterator[str]:
    """A JSON-LD document with its context; a line for each node of each graph.

    Args:
        quads: sorted by graph and subject.
    """
    terms = context()
    yield '{"@context": ' + json.dumps(terms.document, ensure_ascii=False) + ',\n"@graph": ['
    before = "\n"
    for graph, in_graph in groupby(quads, key=lambda quad: quad.graph_name):
        named = isinstance(graph, NamedNode)
        if isinstance(graph, NamedNode):
            yield f'{before}{{"id": {_text(graph.value)}, "@graph": ['
            before = "\n"
        for subject, about in groupby(in_graph, key=lambda quad: quad.subject):
            yield before + json.dumps(_node(terms, subject, about), ensure_ascii=False)
            before = ",\n"
        if named:
            yield "]}"
            before = ",\n"
    yield "\n]}\n"


def _node(terms: Context, subject: NamedNode | BlankNode | Triple, about: Iterable[Quad]) -> dict[str, _Json]:
    if isinstance(subject, Triple):
        raise OntologyError(f"JSON-LD has no statements about statements: {subject}")
    found: dict[str, _Json] = {"id": _node_id(subject)}
    for quad in about:
        if quad.predicate == RDF.type and isinstance(quad.object, NamedNode):
            found.setdefault("type", []).append(terms.word(quad.object.value))
            continue
        key, value, is_set = terms.told(quad.predicate, quad.object)
        if key not in found:
            found[key] = [value] if is_set else value
        elif isinstance(found[key], list):
            found[key].append(value)
        else:
            found[key] = [found[key], value]
    return found


def _node_id(node: NamedNode | BlankNode) -> str:
    return f"_:{node.value}" if isinstance(node, BlankNode) else node.value


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
