"""What a search on the first page finds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Final

from pyoxigraph import NamedNode

from api.explorer.facts import SHOWN, Corpus, Occasion
from api.records.base import Ref, ref
from api.records.documents import DocumentItem
from api.records.entities import EntityItem, NameIndex, entity_item
from api.state import State
from kg.errors import InputError
from kg.network import Node
from kg.network.records import MEETING_TYPES
from kg.search import MOST_HITS, PassageHit
from kg.vocab import DM

__all__ = ["Found", "search"]

_PARTS: Final = frozenset({"participant", "place"})
"""What somebody or some place is to an occasion."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a search finds, by kind."""

    entities: tuple[EntityItem, ...]
    occasions: tuple[Occasion, ...]
    issues: tuple[Ref, ...]
    documents: tuple[DocumentItem, ...]
    more: bool

    @property
    def empty(self) -> bool:
        """Whether nothing was found."""
        return not (self.entities or self.occasions or self.issues or self.documents)


def search(state: State, wanted: str) -> Found:
    """What is called so, or speaks of it: names, then occasions, issues and articles.

    Names are found as :meth:`kg.search.SearchIndex.names` finds them. Occasions are those that a sentence with all the
    words is evidence of, or that somebody or some place of that name has a part in; those that most articles tell of go
    first. Issues are found by their labels; articles by their titles, then by such sentences.

    Args:
        state: where to look.
        wanted: words in any order and case; the last may be unfinished.
    """
    corpus = state.kept(Corpus)
    words = wanted.casefold().split()
    entities = state.kept(NameIndex).search(wanted, ())
    passages = _passages(state, wanted)
    meetings = _occasions(state, entities[:SHOWN], passages)
    issues = list(islice((node for node in corpus.issues if _holds(node.label, words)), SHOWN + 1))
    titled = (item for item in corpus.documents.values() if _holds(item.label, words))
    telling = (corpus.documents.get(state.local(hit.document)) for hit in passages)
    documents = dict.fromkeys(islice(chain(titled, filter(None, telling)), 2 * SHOWN + MOST_HITS))
    return Found(
        entities=tuple(entity_item(node) for node in entities[:SHOWN]),
        occasions=tuple(corpus.occasion(node) for node in meetings[:SHOWN]),
        issues=tuple(ref(state, node.id) for node in issues[:SHOWN]),
        documents=tuple(islice(documents, SHOWN)),
        more=any(len(each) > SHOWN for each in (entities, meetings, issues, documents)),
    )


def _passages(state: State, wanted: str) -> tuple[PassageHit, ...]:
    try:
        return state.index.passages(wanted, MOST_HITS)
    except InputError:
        return ()  # there is no word to look for


def _occasions(state: State, entities: Iterable[Node], passages: Iterable[PassageHit]) -> list[Node]:
    view = state.network.view()
    facts = (state.reader.quads(None, DM.evidence, NamedNode(hit.iri)) for hit in passages)
    told = {state.local(quad.subject.value) for quads in facts for quad in quads if isinstance(quad.subject, NamedNode)}
    told |= {edge.source for node in entities for edge in view.incident(node.id) if edge.type in _PARTS}
    found = [node for each in sorted(told) if (node := view.nodes.get(each)) is not None and node.type in MEETING_TYPES]
    return sorted(found, key=lambda node: (-node.documents, -(node.confidence or 0.0), node.id))


def _holds(text: str, words: Sequence[str]) -> bool:
    folded = text.casefold()
    return all(word in folded for word in words)
