"""An article to be read: its text in paragraphs, every sentence of evidence and every mention at its offsets."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Final

from pyoxigraph import Literal, NamedNode

from api.records.documents import DocumentRecord, FactItem, MentionItem, document_record
from api.state import State
from kg.network.records import MEETING_TYPES
from kg.query import shortened
from kg.vocab import DM_NS, SUPER_CLASSES, SUPER_PROPERTIES

__all__ = ["ArticleView", "Fact", "Piece", "Run", "Said", "article_view", "kinds"]

_BREAK: Final = "\n\n"
_STANDARD: Final = frozenset(
    above.value for terms in (*SUPER_CLASSES.values(), *SUPER_PROPERTIES.values()) for above in terms
)


@dataclass(frozen=True, slots=True)
class Fact:
    """What the article asserts: ``key`` asks for it in an address, ``anchor`` is its place on the page."""

    number: int
    item: FactItem
    key: str
    anchor: str
    spans: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text, and the mention that it is, if it is one."""

    text: str
    mention: MentionItem | None


@dataclass(frozen=True, slots=True)
class Run:
    """Pieces on which the same facts rest. ``anchors`` are the fragments of the passages that begin here (RFC 5147)."""

    anchors: tuple[str, ...]
    facts: tuple[Fact, ...]
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """A triple of a fact in short words; ``iri`` is set where its object is a thing, ``span`` where it is a passage."""

    predicate: str
    object: str
    iri: str | None
    span: str | None


@dataclass(frozen=True, slots=True)
class ArticleView:
    """All that a document's page shows; ``opened`` is the fact whose triples are shown."""

    record: DocumentRecord
    paragraphs: tuple[tuple[Run, ...], ...]
    facts: tuple[Fact, ...]
    opened: Fact | None
    triples: tuple[Said, ...]


def article_view(state: State, name: str, wanted: str | None) -> ArticleView:
    """An article with what was taken from it.

    Args:
        state: where it stands.
        name: its id.
        wanted: the key of the fact to open, if any.

    Raises:
        NotFoundError: no document is called so.
    """
    record = document_record(state, name)
    facts = tuple(_fact(number, item) for number, item in enumerate(record.facts, start=1))
    opened = next((fact for fact in facts if fact.key == wanted), None)
    triples = () if opened is None else tuple(_triples(state, record.iri, opened.item.iri))
    return ArticleView(record, tuple(_paragraphs(record, facts)), facts, opened, triples)


def _fact(number: int, item: FactItem) -> Fact:
    key = "/".join(item.id.rsplit("/", 2)[-2:])
    spans = tuple(dict.fromkeys(f"char={span.begin},{span.end}" for span in item.evidence))
    return Fact(number, item, key, key.replace("/", "-"), spans)


def _paragraphs(record: DocumentRecord, facts: Sequence[Fact]) -> Iterator[tuple[Run, ...]]:
    mentions = _apart(record.mentions)
    spans = [(span.begin, span.end, fact) for fact in facts for span in fact.item.evidence]
    edges = {edge for begin, end, _ in spans for edge in (begin, end)}
    edges.update(edge for each in mentions for edge in (each.begin, each.end))
    for begin, end in _blocks(record.text):
        cuts = [begin, *sorted(edge for edge in edges if begin < edge < end), end]
        here = [each for each in spans if each[0] < end and begin < each[1]]
        yield tuple(_runs(record.text, cuts, here, mentions))


def _apart(mentions: Iterable[MentionItem]) -> list[MentionItem]:
    """Of mentions that overlap, the one that begins first."""
    kept: list[MentionItem] = []
    for mention in mentions:
        if not kept or mention.begin >= kept[-1].end:
            kept.append(mention)
    return kept


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    begin = 0
    for block in text.split(_BREAK):
        if block.strip():
            yield begin, begin + len(block)
        begin += len(block) + len(_BREAK)


def _runs(
    text: str, cuts: Sequence[int], spans: Sequence[tuple[int, int, Fact]], mentions: Sequence[MentionItem]
) -> Iterator[Run]:
    begins = [each.begin for each in mentions]
    covered = [
        (begin, end, tuple(dict.fromkeys(fact for from_, to, fact in spans if from_ <= begin and end <= to)))
        for begin, end in pairwise(cuts)
    ]
    first = {begin for begin, _, _ in spans}
    keyed = [(begin, end, facts, begin if begin in first else None) for begin, end, facts in covered]
    for _, group in groupby(_numbered(keyed), key=lambda each: (each[0], each[3])):
        pieces = list(group)
        begin = pieces[0][1]
        anchors = dict.fromkeys(f"char={from_},{to}" for from_, to, _ in spans if from_ == begin)
        yield Run(
            tuple(anchors),
            pieces[0][3],
            tuple(Piece(text[from_:to], _mention(mentions, begins, from_, to)) for _, from_, to, _ in pieces),
        )


def _numbered(
    keyed: Iterable[tuple[int, int, tuple[Fact, ...], int | None]],
) -> Iterator[tuple[int, int, int, tuple[Fact, ...]]]:
    """Number the runs: a new one wherever a passage begins."""
    number = 0
    for begin, end, facts, opens in keyed:
        number += opens is not None
        yield number, begin, end, facts


def _mention(mentions: Sequence[MentionItem], begins: Sequence[int], begin: int, end: int) -> MentionItem | None:
    index = bisect_left(begins, begin + 1) - 1
    if index < 0 or mentions[index].end < end:
        return None
    return mentions[index]


def _triples(state: State, graph: str, iri: str) -> Iterator[Said]:
    """What the article's graph says of a fact, in our own words; the standard terms above them go without saying."""
    quads = state.reader.quads(NamedNode(iri), None, None, NamedNode(graph))
    for quad in sorted(quads, key=lambda each: (each.predicate.value, str(each.object))):
        value = quad.object
        if quad.predicate.value in _STANDARD and not quad.predicate.value.startswith(DM_NS):
            continue
        if isinstance(value, Literal):
            yield Said(shortened(quad.predicate.value), value.value, None, None)
        elif isinstance(value, NamedNode) and not (value.value in _STANDARD and not value.value.startswith(DM_NS)):
            span = value.value.partition("#")[2] if value.value.startswith(f"{graph}#char=") else None
            yield Said(shortened(quad.predicate.value), _named(state, value.value), value.value, span)


def _named(state: State, iri: str) -> str:
    node = state.network.view().nodes.get(state.local(iri))
    return node.label if node is not None else shortened(iri)


def kinds(facts: Iterable[Fact]) -> tuple[tuple[str, tuple[Fact, ...]], ...]:
    """Facts by what they are: meetings of every kind first, then the others by name."""
    groups: dict[str, list[Fact]] = {}
    for fact in facts:
        groups.setdefault("Meeting" if fact.item.type in MEETING_TYPES else fact.item.type, []).append(fact)
    order = ("Meeting", "Position", "Statement", "Tenure", "Interaction")
    return tuple((kind, tuple(groups[kind])) for kind in sorted(groups, key=order.index))
