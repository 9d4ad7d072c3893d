"""What a search on the first page finds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from api.explorer.facts import SHOWN, Corpus, Occasion
from api.records.base import Ref, ref
from api.records.documents import DocumentItem
from api.records.entities import EntityItem, NameIndex, entity_item
from api.state import State

__all__ = ["Found", "search"]


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
    """What is called so, or speaks of it: names first, then occasions, issues and articles whose words hold all of it.

    Occasions that most articles tell of go first.


    Args:
        state: where to look.
        wanted: words in any order and case.
    """
    corpus = state.kept(Corpus)
    words = wanted.casefold().split()
    entities = state.kept(NameIndex).search(wanted, ())
    meetings = [node for node in corpus.meetings if _holds(corpus.told[node.id], words)]
    meetings.sort(key=lambda node: (-node.documents, -(node.confidence or 0.0)))
    issues = list(islice((node for node in corpus.issues if _holds(node.label, words)), SHOWN + 1))
    documents = list(islice((item for item in corpus.documents.values() if _holds(item.label, words)), SHOWN + 1))
    return Found(
        entities=tuple(entity_item(node) for node in entities[:SHOWN]),
        occasions=tuple(corpus.occasion(node) for node in meetings[:SHOWN]),
        issues=tuple(ref(state, node.id) for node in issues[:SHOWN]),
        documents=tuple(documents[:SHOWN]),
        more=any(len(each) > SHOWN for each in (entities, meetings, issues, documents)),
    )


def _holds(text: str, words: Sequence[str]) -> bool:
    folded = text.casefold()
    return all(word in folded for word in words)
