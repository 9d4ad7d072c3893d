"""The score across articles: which entities and occasions of several articles are one, and how a plan's dates moved.

The gold lists clusters of what single articles tell; ``tests/quality/gold/cross-article/README.md`` says its format.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeAlias

from pyoxigraph import Literal, NamedNode

from kg.errors import InputError
from kg.evaluate.agreement import dates_agree, flattened, normalized, overlap
from kg.evaluate.clusters import BCubed, b_cubed
from kg.literals import text_of
from kg.store import GraphReader, Term
from kg.vocab import DCTERMS, DM, NIF, OWL, RDF, SKOS

__all__ = ["CrossArticleScore", "GoldAcross", "load_cross_article", "render_cross_article", "score_cross_article"]

WIKIDATA: Final = "http://www.wikidata.org/entity/"
_Item: TypeAlias = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _GoldEntity:
    doc: str
    cluster: str
    names: frozenset[str]
    wikidata: str | None
    named: bool


@dataclass(frozen=True, slots=True)
class _GoldMeeting:
    doc: str
    meeting: str
    cluster: str
    participants: tuple[str, ...]
    date: str | None
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _GoldClaim:
    doc: str
    occasion: str
    kind: str
    words: str
    value: str | None
    said_by: str | None
    required: bool


@dataclass(frozen=True, slots=True)
class GoldAcross:
    """Gold clusters: ``entities`` and ``meetings`` by document, claims by date, pairs that are two."""

    entities: tuple[_GoldEntity, ...]
    meetings: tuple[_GoldMeeting, ...]
    claims: tuple[_GoldClaim, ...]
    apart: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class CrossArticleScore:
    """What was found.

    ``entities`` and ``occasions`` are B-cubed over all gold items, where one that the graph lacks is alone;
    ``entities_found`` and ``occasions_found`` count those it has. ``merged`` lists pairs of gold occasions that are one
    in the graph and must not be. ``slip`` holds the required claims about dates and whether each stands under the
    occasion's one node; ``in_order`` whether those that do follow each other in time; ``claims`` those of any kind.
    """

    entities: BCubed
    entities_found: int
    occasions: BCubed
    occasions_found: int
    merged: tuple[tuple[str, str], ...]
    slip: tuple[tuple[str, bool], ...]
    in_order: bool
    claims: tuple[tuple[str, bool], ...]
    told_dates: tuple[str, ...]

    @property
    def slip_complete(self) -> bool:
        """Whether every required date is there, in order."""
        return self.in_order and all(found for _, found in self.slip)


def load_cross_article(path: Path) -> GoldAcross:
    """Read the gold.

    Raises:
        InputError: the file is none.
    """
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
        return GoldAcross(
            tuple(_entities(value["entities"])),
            tuple(_meetings(value["occasions"])),
            tuple(_claim(one) for one in value["claims"]),
            tuple((one, other) for one, other in value["apart"]),
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(str(path), f"is no gold of cross-article identity ({error!r})") from error


def _entities(value: Iterable[dict[str, Any]]) -> Iterator[_GoldEntity]:
    for entity in value:
        for member in entity["members"]:
            names = frozenset(normalized(name) for name in (member["name"], *member["aliases"]))
            yield _GoldEntity(
                member["doc"], entity["id"], names, entity["wikidata"], entity["named"] and member["named"]
            )


def _meetings(value: Iterable[dict[str, Any]]) -> Iterator[_GoldMeeting]:
    for occasion in value:
        for m in occasion["members"]:
            yield _GoldMeeting(
                m["doc"], m["meeting"], occasion["id"], tuple(m["participants"]), m["date"], tuple(m["evidence"])
            )


def _claim(value: dict[str, Any]) -> _GoldClaim:
    held = value.get("date") or value.get("place") or value.get("participant")
    return _GoldClaim(
        value["doc"], value["occasion"], value["kind"], value["words"], held, value["said_by"], value["required"]
    )


def score_cross_article(reader: GraphReader, gold: GoldAcross) -> CrossArticleScore:
    """Compare a graph with the gold.

    Args:
        reader: the graph.
        gold: clusters of what its documents tell.
    """
    graph = _Graph(reader)
    entities = {
        (one.doc, one.cluster): found for one in gold.entities if one.named and (found := graph.entity(one)) is not None
    }
    meetings = dict(graph.meetings(gold.meetings))
    told = {(m.doc, m.meeting): meetings[m.doc, m.meeting] for m in gold.meetings if (m.doc, m.meeting) in meetings}
    cluster_of = {(m.doc, m.meeting): m.cluster for m in gold.meetings}
    return CrossArticleScore(
        entities=b_cubed({(e.doc, e.cluster): e.cluster for e in gold.entities if e.named}, entities),
        entities_found=len(entities),
        occasions=b_cubed(cluster_of, told),
        occasions_found=len(told),
        merged=_merged(gold.apart, cluster_of, told),
        **_claims(gold, graph, cluster_of, told),
    )


def _merged(
    apart: Iterable[tuple[str, str]], cluster_of: Mapping[_Item, str], told: Mapping[_Item, str]
) -> tuple[tuple[str, str], ...]:
    nodes: dict[str, set[str]] = {}
    for item, node in told.items():
        nodes.setdefault(cluster_of[item], set()).add(node)
    return tuple((a, b) for a, b in apart if nodes.get(a, set()) & nodes.get(b, set()))


def _claims(
    gold: GoldAcross, graph: _Graph, cluster_of: Mapping[_Item, str], told: Mapping[_Item, str]
) -> dict[str, Any]:
    votes = {
        occasion: Counter(node for item, node in told.items() if cluster_of[item] == occasion)
        for occasion in {claim.occasion for claim in gold.claims}
    }
    node_of = {occasion: min(found, key=lambda n: (-found[n], n)) for occasion, found in votes.items() if found}
    claims = {occasion: list(graph.claims(node)) for occasion, node in node_of.items()}
    slip, others, order = list[tuple[str, bool]](), list[tuple[str, bool]](), list[int]()
    for claim in (claim for claim in gold.claims if claim.required):
        here = claims.get(claim.occasion, [])
        at = next((n for n, one in enumerate(here) if one.agrees(claim)), None)
        name = f"{claim.doc} {claim.kind}: {claim.words}"
        (slip if claim.kind == "date" else others).append((name, at is not None))
        if claim.kind == "date" and at is not None:
            order.append(at)
    return {
        "slip": tuple(slip),
        "in_order": order == sorted(order),
        "claims": tuple(others),
        "told_dates": tuple(str(one) for found in claims.values() for one in found if one.kind == "date"),
    }


@dataclass(frozen=True, slots=True, order=True)
class _ToldClaim:
    as_of: str
    begin: int
    doc: str
    kind: str
    value: str
    words: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.as_of} {self.value or '-'} {self.words!r}"

    def agrees(self, gold: _GoldClaim) -> bool:
        if self.doc != gold.doc or self.kind != gold.kind:
            return False
        if gold.kind == "date" and gold.value is not None and dates_agree(gold.value, self.value or None):
            return True
        heard, said = flattened(self.words).casefold(), flattened(gold.words).casefold()
        return (
            heard in said or said in heard if gold.kind == "date" else self.value == gold.value or overlap(heard, said)
        )


class _Graph:
    """What the gold is compared with."""

    def __init__(self, reader: GraphReader) -> None:
        self._reader = reader
        self._names: dict[str, frozenset[str]] = {}
        self._documents: dict[str, NamedNode | None] = {}

    def document(self, identifier: str) -> NamedNode | None:
        if identifier not in self._documents:
            quads = self._reader.quads(None, DCTERMS.identifier, Literal(identifier))
            found = sorted((q.subject for q in quads if isinstance(q.subject, NamedNode)), key=str)
            self._documents[identifier] = found[0] if found else None
        return self._documents[identifier]

    def _texts(self, subject: Term, predicate: NamedNode, graph: NamedNode | None = None) -> list[str]:
        if isinstance(subject, Literal):
            return []
        return sorted(text_of(quad.object) for quad in self._reader.quads(subject, predicate, None, graph))

    def entity(self, gold: _GoldEntity) -> str | None:
        """The entity of the document that goes by one of the gold's names there, or has its Wikidata item."""
        document = self.document(gold.doc)
        if document is None:
            return None
        votes: Counter[str] = Counter()
        for quad in self._reader.quads(None, DM.refersTo, None, document):
            words = {normalized(text) for text in self._texts(quad.subject, NIF.anchorOf, document)}
            items = self._texts(quad.object, OWL.sameAs)
            if gold.wikidata is not None and WIKIDATA + gold.wikidata in items:
                votes[text_of(quad.object)] += 100
            elif words & gold.names:
                votes[text_of(quad.object)] += 1
        return min(votes, key=lambda one: (-votes[one], one), default=None)

    def meetings(self, golds: Iterable[_GoldMeeting]) -> Iterator[tuple[_Item, str]]:
        """The best pairs of each document's gold and told meetings, each at most once."""
        golds = tuple(golds)
        for doc in sorted({one.doc for one in golds}):
            document = self.document(doc)
            if document is None:
                continue
            told = sorted(text_of(q.subject) for q in self._reader.quads(None, RDF.type, DM.Meeting, document))
            scored = [
                (score, gold.meeting, node)
                for gold in golds
                if gold.doc == doc
                for node in told
                if (score := self._likeness(gold, NamedNode(node), document)) > 0
            ]
            used = set[str]()
            for _, meeting, node in sorted(scored, key=lambda one: (-one[0], one[1], one[2])):
                if not {meeting, node} & used:
                    used |= {meeting, node}
                    yield (doc, meeting), node

    def _likeness(self, gold: _GoldMeeting, node: NamedNode, document: NamedNode) -> float:
        passages = self._reader.quads(node, DM.evidence, None, document)
        texts = [text for quad in passages for text in self._texts(quad.object, NIF.anchorOf, document)]
        where = sum(any(overlap(evidence, text) for text in texts) for evidence in gold.evidence)
        people = self._reader.quads(node, DM.participant, None, document)
        names = [{normalized(name) for name in self._entity_names(quad.object)} for quad in people]
        who = sum(
            any(one.replace("-", " ") in words or _last(one, words) for words in names) for one in gold.participants
        )
        union = len(gold.participants) + len(names) - who
        shared = who / union if union else 0.0
        if not where or (gold.participants and names and not who):
            return 0.0
        dates = [*self._texts(node, DM.date, document), *self._texts(node, DM.earliest, document)]
        return where / len(gold.evidence) + shared + any(dates_agree(gold.date, date) for date in dates)

    def _entity_names(self, entity: Term) -> list[str]:
        return [*self._texts(entity, SKOS.prefLabel), *self._texts(entity, SKOS.altLabel)]

    def claims(self, node: str) -> list[_ToldClaim]:
        """The claims about an occasion, by the date of their articles and the place in the text."""
        found = []
        for quad in self._reader.quads(None, DM.meeting, NamedNode(node)):
            claim, graph = quad.subject, quad.graph_name
            if not isinstance(graph, NamedNode):
                continue
            kinds = self._texts(claim, RDF.type, graph)
            kind = next((k for k in ("date", "place", "attendance") if DM_KINDS[k].value in kinds), "")
            passages = [q.object for q in self._reader.quads(claim, DM.evidence, None, graph)]
            begin = min((int(b) for p in passages for b in self._texts(p, NIF.beginIndex, graph)), default=0)
            sentence = " ".join(t for p in passages for t in self._texts(p, NIF.anchorOf, graph))
            found.append(
                _ToldClaim(
                    min(self._texts(claim, DM.asOf, graph), default=""),
                    begin,
                    min(self._texts(graph, DCTERMS.identifier), default=""),
                    kind,
                    self._value(claim, graph),
                    min(self._texts(claim, DM.words, graph), default=""),
                    sentence,
                )
            )
        return sorted(found)

    def _value(self, claim: Term, graph: NamedNode) -> str:
        exact = self._texts(claim, DM.claimedDate, graph)
        if exact:
            return exact[0]
        first = min(self._texts(claim, DM.claimedEarliest, graph), default="")
        last = min(self._texts(claim, DM.claimedLatest, graph), default="")
        if first or last:
            return f"{first or '..'}/{last or '..'}"
        entities = [*self._texts(claim, DM.claimedPlace, graph), *self._texts(claim, DM.claimedParticipant, graph)]
        return entities[0].rsplit("/", maxsplit=1)[-1] if entities else ""


DM_KINDS: Final = {"date": DM.DateClaim, "place": DM.PlaceClaim, "attendance": DM.AttendanceClaim}


def _last(identifier: str, names: Iterable[str]) -> bool:
    """Whether a gold id, a family name mostly, ends one of the names."""
    return any(name.split()[-1:] == [identifier.rsplit("-", maxsplit=1)[-1]] for name in names)


def render_cross_article(score: CrossArticleScore) -> str:
    """The score as lines of text."""
    lines = [f"{'':<10} {'P':>6} {'R':>6} {'F1':>6}  found"]
    for name, figures, found in (
        ("entities", score.entities, score.entities_found),
        ("occasions", score.occasions, score.occasions_found),
    ):
        row = f"{name:<10} {figures.precision:6.3f} {figures.recall:6.3f} {figures.f1:6.3f}"
        lines.append(f"{row}  {found} of {figures.items}")
    dates = sum(found for _, found in score.slip)
    order = "in order" if score.in_order else "out of order"
    lines.append(f"slip history: {dates} of {len(score.slip)} dates, {order}")
    lines += [f"  {'found ' if found else 'MISSED'} {name}" for name, found in (*score.slip, *score.claims)]
    lines += [f"  told   {told}" for told in score.told_dates]
    lines += [f"WRONGLY ONE: {one} and {other}" for one, other in score.merged]
    return "\n".join(lines)
