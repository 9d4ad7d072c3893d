"""Documents' facts as one graph, resolved and written as a build would, without a data folder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pyoxigraph import Quad

from kg.iris import Iris
from kg.judgements import Identification
from kg.model import DocumentFacts
from kg.rdf import document_graph, entity_graph, meeting_graph
from kg.resolve import Resolution, resolve


def quads_of(corpus: Sequence[DocumentFacts], resolution: Resolution | None = None) -> Iterator[Quad]:
    found = resolution or resolve(corpus)
    iris = Iris()
    judged = [Identification(join.entity, join.into, join.reason, join.confidence) for join in found.joins]
    judged += [Identification(doubt.entity, None, candidates=doubt.candidates) for doubt in found.doubts]
    doubts = [Identification(one.id, None, candidates=one.candidates) for one in found.occasion_doubts]
    yield from entity_graph(found.entities, found.offices, iris, judged).quads
    yield from meeting_graph(found.occasions, iris, doubts).quads
    for facts in corpus:
        yield from document_graph(found.resolved(facts), iris).quads


def canonical(quads: Iterable[Quad]) -> bytes:
    """Canonical N-Quads: each quad once, sorted."""
    return "".join(f"{line} .\n" for line in sorted({str(quad) for quad in quads})).encode()
