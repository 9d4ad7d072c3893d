"""Is the graph what the ontology says? The SHACL shapes, and the integrity checks that shapes cannot express.

``validate(graph)`` reads all quads once, runs ``ontology/shapes.ttl`` over them with pySHACL, and then the checks of
:data:`INTEGRITY_CHECKS`: text against offsets, references against descriptions, facts against their evidence, graphs
against their names, and the standard types and properties that have to stand beside our own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, Protocol, TypeAlias, runtime_checkable

import pyshacl
import rdflib
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple
from rdflib.namespace import SH

from kg.errors import OntologyError
from kg.resources import ontology_path
from kg.vocab import DM, DM_NS, ID_BASE, NIF, PREFIXES, RDF, SKOS, SUPER_CLASSES, SUPER_PROPERTIES, XSD

__all__ = ["INTEGRITY_CHECKS", "QuadSource", "Report", "Violation", "validate"]

Node: TypeAlias = NamedNode | BlankNode | Triple
Term: TypeAlias = NamedNode | BlankNode | Literal | Triple
GraphName: TypeAlias = NamedNode | BlankNode | DefaultGraph
Description: TypeAlias = Mapping[NamedNode, Sequence[Term]]

DECLARED_TERMS: Final = frozenset(term for term in vars(DM).values() if isinstance(term, NamedNode))
ENTITY_TYPES: Final = frozenset({DM.Person, DM.Organization, DM.Country, DM.Place})
TOLD_BY_EACH_GRAPH: Final = frozenset({DM.Fact, DM.Issue, DM.Extraction})
"""The classes whose nodes several graphs may describe, each in its own way; shapes hold for each account by itself."""


@runtime_checkable
class QuadSource(Protocol):
    """Whatever hands out all its quads: a :class:`kg.store.GraphReader`, for one."""

    def quads(self) -> Iterator[Quad]:
        """Every quad."""


@dataclass(frozen=True, slots=True)
class Violation:
    """One thing that is not as it should be.

    Attributes:
        rule: the SHACL constraint component (``sh:minCount`` is ``sh:MinCountConstraintComponent``) or the name of one
            of :data:`INTEGRITY_CHECKS`.
        focus: the IRI of the node that is at fault.
        message: what is wrong, in one sentence.
        path: the IRI of the property that is at fault, where it is one.
        value: the value that is at fault, where it is one.
        graph: the IRI of the named graph in which it stands, where only one does.
    """

    rule: str
    focus: str
    message: str
    path: str | None = None
    value: str | None = None
    graph: str | None = None

    @property
    def sort_key(self) -> tuple[str, ...]:
        """What reports are sorted by."""
        return (self.rule, self.focus, self.path or "", self.graph or "", self.value or "", self.message)


@dataclass(frozen=True, slots=True)
class Report:
    """What :func:`validate` found: ``violations``, sorted, among so many ``quads`` of so many ``graphs``."""

    violations: tuple[Violation, ...]
    quads: int
    graphs: int

    @property
    def conforms(self) -> bool:
        """Whether nothing is wrong."""
        return not self.violations


def validate(graph: QuadSource | Iterable[Quad], *, base: str = ID_BASE) -> Report:
    """Check a graph against the shapes and for integrity.

    Args:
        graph: a store's reader, a :class:`pyoxigraph.Store`, or quads; read once.
        base: the base IRI under which the graph's instances live.

    Returns:
        The report; it never raises on bad data.

    Raises:
        OntologyError: the ontology or the shapes that ship with the code cannot be read.
    """
    dataset = _Dataset.of(graph.quads() if isinstance(graph, QuadSource) else graph, base)
    found = {*_shape_violations(dataset)}
    for name, check in INTEGRITY_CHECKS.items():
        found.update(_named(name, check(dataset)))
    ordered = sorted(found, key=lambda violation: violation.sort_key)
    return Report(tuple(ordered), len(dataset.quads), len({quad.graph_name for quad in dataset.quads}))


# --- the quads, read once ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Dataset:
    """All quads, and what each graph says of each subject (its account)."""

    base: str
    quads: tuple[Quad, ...]
    accounts: Mapping[tuple[Node, GraphName], Description]
    types: Mapping[Node, frozenset[Term]]

    @classmethod
    def of(cls, quads: Iterable[Quad], base: str) -> _Dataset:
        ordered = tuple(sorted(quads, key=str))
        grouped: dict[tuple[Node, GraphName], dict[NamedNode, list[Term]]] = defaultdict(lambda: defaultdict(list))
        types: dict[Node, set[Term]] = defaultdict(set)
        for quad in ordered:
            grouped[quad.subject, quad.graph_name][quad.predicate].append(quad.object)
            if quad.predicate == RDF.type:
                types[quad.subject].add(quad.object)
        return cls(base, ordered, dict(grouped), {node: frozenset(found) for node, found in types.items()})

    @property
    def meetings_graph(self) -> NamedNode:
        return NamedNode(f"{self.base}graph/meetings")

    def is_document_graph(self, name: GraphName) -> bool:
        """Whether a graph bears the name of a document that it describes."""
        return isinstance(name, NamedNode) and DM.Document in self.values(name, RDF.type, name)

    def values(self, subject: Term, predicate: NamedNode, graph: GraphName) -> Sequence[Term]:
        """The objects that a graph gives a subject under a predicate, sorted."""
        if isinstance(subject, Literal):
            return ()
        return self.accounts.get((subject, graph), {}).get(predicate, ())

    def accounts_of(self, cls: NamedNode) -> Iterator[tuple[Node, GraphName, Description]]:
        """Each graph's description of each node that it says is of a class."""
        for (subject, graph), description in self.accounts.items():
            if cls in description.get(RDF.type, ()):
                yield subject, graph, description


# --- shapes -----------------------------------------------------------------------------------------------------------


def _shape_violations(dataset: _Dataset) -> Iterator[Violation]:
    data, origin = _accounts_apart(dataset)
    _, results, _ = pyshacl.validate(data, shacl_graph=_turtle("shapes.ttl"), ont_graph=_class_hierarchy())
    if not isinstance(results, rdflib.Graph):
        raise OntologyError(f"ontology/shapes.ttl cannot be applied: {results}")
    for result in results.subjects(rdflib.RDF.type, SH.ValidationResult):
        component = str(results.value(result, SH.sourceConstraintComponent)).removeprefix(str(SH))
        path = results.value(result, SH.resultPath)
        value = results.value(result, SH.value)
        focus, graph = origin(results.value(result, SH.focusNode))
        yield Violation(
            rule=f"sh:{component}",
            focus=focus,
            message=min(str(message) for message in results.objects(result, SH.resultMessage)),
            path=str(path) if isinstance(path, rdflib.URIRef) else None,
            value=None if value is None else origin(value)[0],
            graph=graph,
        )


Origin: TypeAlias = Callable[[rdflib.term.Node | None], tuple[str, str | None]]


def _accounts_apart(dataset: _Dataset) -> tuple[rdflib.Graph, Origin]:
    """The union of all graphs, but with a node of its own for each graph's account of one and the same thing.

    Returns:
        The union, and a function from its nodes to the IRI they stand for and the graph whose account they are.
    """
    graphs: dict[Node, list[GraphName]] = defaultdict(list)
    for subject, graph in dataset.accounts:
        graphs[subject].append(graph)
    names: dict[Node, dict[GraphName, rdflib.URIRef]] = {
        subject: {graph: rdflib.URIRef(f"urn:account:{number}:{place}") for place, graph in enumerate(graphs[subject])}
        for number, subject in enumerate(graphs)
        if not TOLD_BY_EACH_GRAPH.isdisjoint(dataset.types.get(subject, ()))
    }

    def told(term: Term, graph: GraphName) -> rdflib.term.Node:
        accounts = {} if isinstance(term, Literal) else names.get(term, {})
        return accounts.get(graph) or next(iter(accounts.values()), None) or _rdflib(term)

    data = rdflib.Graph()
    for quad in dataset.quads:
        graph = quad.graph_name
        data.add((told(quad.subject, graph), _rdflib(quad.predicate), told(quad.object, graph)))

    origins = {str(name): (_plain(node), _plain(graph)) for node in names for graph, name in names[node].items()}
    origins |= {_plain(node): (_plain(node), _plain(where[0])) for node, where in graphs.items() if len(where) == 1}
    return data, lambda node: origins.get(str(node), (str(node), None))


def _rdflib(term: Term) -> rdflib.term.Node:
    if isinstance(term, NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, BlankNode):
        return rdflib.BNode(term.value)
    if isinstance(term, Literal):
        plain = term.language is not None or term.datatype == XSD.string
        datatype = None if plain else rdflib.URIRef(term.datatype.value)
        return rdflib.Literal(term.value, lang=term.language, datatype=datatype, normalize=False)
    return rdflib.Literal(str(term))


@cache
def _class_hierarchy() -> rdflib.Graph:
    """All of the ontology that shapes look at; the whole of it would be copied into the data on each run."""
    hierarchy = rdflib.Graph()
    for triple in _turtle("demarche.ttl").triples((None, rdflib.RDFS.subClassOf, None)):
        hierarchy.add(triple)
    return hierarchy


@cache
def _turtle(name: str) -> rdflib.Graph:
    path = ontology_path(name)
    try:
        return rdflib.Graph().parse(path, format="turtle")
    except (OSError, SyntaxError) as error:
        raise OntologyError(f"{path}: cannot be read as Turtle ({error})") from error


# --- integrity --------------------------------------------------------------------------------------------------------

Finding: TypeAlias = tuple[Node | GraphName, str, NamedNode | None, Term | None, GraphName | None]
Check: TypeAlias = Callable[[_Dataset], Iterator[Finding]]


def _named(rule: str, findings: Iterable[Finding]) -> Iterator[Violation]:
    for focus, message, path, value, graph in findings:
        yield Violation(
            rule=rule,
            focus=_plain(focus),
            message=message,
            path=None if path is None else path.value,
            value=None if value is None else _plain(value),
            graph=None if graph is None else _plain(graph),
        )


def _plain(term: Term | GraphName) -> str:
    return term.value if isinstance(term, NamedNode | Literal) else str(term)


def _passages_repeat_the_text(dataset: _Dataset) -> Iterator[Finding]:
    """Every passage's nif:anchorOf is its document's nif:isString between its offsets, counted in code points."""
    for passage, graph, told in dataset.accounts_of(DM.Passage):
        begin, end = (_offset(told.get(predicate, ())) for predicate in (NIF.beginIndex, NIF.endIndex))
        for document in told.get(DM.document, ()):
            texts = dataset.values(document, NIF.isString, graph)
            if begin is None or end is None or not texts:
                continue
            text = _plain(texts[0])
            for anchor in told.get(NIF.anchorOf, ()):
                if end > len(text):
                    yield passage, f"ends at {end}, its document at {len(text)}", NIF.endIndex, None, graph
                elif text[begin:end] != _plain(anchor):
                    message = f"the document reads {text[begin:end]!r} from {begin} to {end}"
                    yield passage, message, NIF.anchorOf, anchor, graph


def _offset(values: Sequence[Term]) -> int | None:
    """The one offset among the values; None where there is none, or what stands there is none (a shape says so)."""
    digits = _plain(values[0]) if len(values) == 1 else ""
    return int(digits) if digits.isdecimal() else None


def _passages_live_with_their_document(dataset: _Dataset) -> Iterator[Finding]:
    """Every passage stands in the graph of its document."""
    for passage, graph, told in dataset.accounts_of(DM.Passage):
        for document in told.get(DM.document, ()):
            if document != graph:
                yield passage, "stands outside the graph of its document", DM.document, document, graph


def _references_lead_somewhere(dataset: _Dataset) -> Iterator[Finding]:
    """Every IRI under the base that is referred to has a type somewhere."""
    for quad in dataset.quads:
        target = quad.object
        if isinstance(target, NamedNode) and target.value.startswith(dataset.base) and target not in dataset.types:
            yield quad.subject, "refers to what no graph describes", quad.predicate, target, quad.graph_name


def _nodes_have_a_type(dataset: _Dataset) -> Iterator[Finding]:
    """Every IRI under the base that is described has a type somewhere."""
    for subject, graph in dataset.accounts:
        if isinstance(subject, NamedNode) and subject.value.startswith(dataset.base) and subject not in dataset.types:
            yield subject, "is described, but no graph gives it a type", RDF.type, None, graph


def _facts_have_their_evidence_beside_them(dataset: _Dataset) -> Iterator[Finding]:
    """Every fact has, in the graph that asserts it, a passage of that graph's own document as evidence."""
    for fact, graph, told in dataset.accounts_of(DM.Fact):
        if graph == dataset.meetings_graph:
            continue
        passages = told.get(DM.evidence, ())
        if not passages:
            yield fact, "has no evidence in the graph that asserts it", DM.evidence, None, graph
        for passage in passages:
            if graph not in dataset.values(passage, DM.document, graph):
                yield fact, "has evidence that is no passage of its own document", DM.evidence, passage, graph


def _meetings_agree_with_their_accounts(dataset: _Dataset) -> Iterator[Finding]:
    """The graph of meetings names each document that tells of a meeting, and no other."""
    meetings = dataset.meetings_graph
    for meeting, graph, told in dataset.accounts_of(DM.Meeting):
        if graph == meetings:
            for document in told.get(DM.account, ()):
                if isinstance(document, NamedNode) and DM.Meeting not in dataset.values(meeting, RDF.type, document):
                    yield meeting, "has an account in a document that does not tell of it", DM.account, document, graph
        elif graph not in dataset.values(meeting, DM.account, meetings):
            message = "is told of by a document that the graph of meetings does not name"
            yield meeting, message, DM.account, None, graph


def _mentions_lead_to_entities(dataset: _Dataset) -> Iterator[Finding]:
    """Every mention refers to an entity that has a type and a label."""
    labelled = {subject for (subject, _), told in dataset.accounts.items() if SKOS.prefLabel in told}
    for mention, graph, told in dataset.accounts_of(DM.Mention):
        for entity in told.get(DM.refersTo, ()):
            if isinstance(entity, Literal) or ENTITY_TYPES.isdisjoint(dataset.types.get(entity, ())):
                yield mention, "refers to what is no person, organization, country or place", DM.refersTo, entity, graph
            elif entity not in labelled:
                yield mention, "refers to an entity without a skos:prefLabel", DM.refersTo, entity, graph


def _graphs_are_known(dataset: _Dataset) -> Iterator[Finding]:
    """Every quad stands in a document's own graph, the graph of entities or the graph of meetings."""
    shared = {NamedNode(f"{dataset.base}graph/entities"), dataset.meetings_graph}
    for graph in {quad.graph_name for quad in dataset.quads} - shared:
        if not dataset.is_document_graph(graph):
            yield graph, "is no document's graph, nor that of entities or of meetings", None, None, graph


def _terms_are_declared(dataset: _Dataset) -> Iterator[Finding]:
    """Every term in the ontology's namespace is one that the ontology declares."""
    for quad in dataset.quads:
        for term in (quad.predicate, quad.object):
            if isinstance(term, NamedNode) and term.value.startswith(DM_NS) and term not in DECLARED_TERMS:
                yield (
                    quad.subject,
                    "uses a term that the ontology does not declare",
                    quad.predicate,
                    term,
                    quad.graph_name,
                )


def _alignments_are_written_out(dataset: _Dataset) -> Iterator[Finding]:
    """Beside every own type and property stand, in the same graph, its super-classes and super-properties."""
    for (subject, graph), told in dataset.accounts.items():
        types = told.get(RDF.type, ())
        for cls in types:
            missing = set(SUPER_CLASSES.get(cls, ()) if isinstance(cls, NamedNode) else ()).difference(types)
            for above in missing:
                yield subject, f"is a {_short(cls)} but not said to be its super-class", RDF.type, above, graph
        for predicate in told.keys() & SUPER_PROPERTIES.keys():
            for above in SUPER_PROPERTIES[predicate]:
                for value in set(told[predicate]).difference(told.get(above, ())):
                    yield subject, f"has a {_short(predicate)} without its super-property", above, value, graph


def _short(term: Term) -> str:
    iri = _plain(term)
    return next((iri.replace(ns, f"{prefix}:") for prefix, ns in PREFIXES.items() if iri.startswith(ns)), iri)


INTEGRITY_CHECKS: Final[Mapping[str, Check]] = {
    "passage-text": _passages_repeat_the_text,
    "passage-graph": _passages_live_with_their_document,
    "dangling-reference": _references_lead_somewhere,
    "untyped-node": _nodes_have_a_type,
    "evidence-graph": _facts_have_their_evidence_beside_them,
    "meeting-accounts": _meetings_agree_with_their_accounts,
    "mention-target": _mentions_lead_to_entities,
    "graph-name": _graphs_are_known,
    "undeclared-term": _terms_are_declared,
    "alignment": _alignments_are_written_out,
}
"""Each integrity check by the name under which its violations are reported."""
