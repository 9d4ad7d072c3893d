"""What a search on the first page finds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import Final

import numpy as np
from pyoxigraph import NamedNode

from api.explorer.facts import SHOWN, Corpus, Occasion
from api.explorer.standing import issues_saying
from api.records.base import Ref, ref
from api.records.columns import of_types, pointing_at, rows_of
from api.records.documents import DocumentItem
from api.records.entities import EntityItem, NameIndex, entity_item
from api.state import State
from kg.errors import InputError
from kg.network import Node
from kg.network.records import MEETING_TYPES
from kg.network.table import Rows
from kg.search import PassageHit
from kg.vocab import DM

__all__ = ["Found", "search"]

_PARTS: Final = ("participant", "place")
"""What somebody or some place is to an occasion."""

MOST_SENTENCES: Final = 100
"""How many sentences are asked what they tell of: each costs a look-up."""

MOST_LOOKED_AT: Final = 300
"""How many sentences are looked at for the articles they stand in."""


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

    Names are found as :meth:`kg.search.SearchIndex.names` finds them. Occasions are those that one of the best
    :data:`MOST_SENTENCES` sentences with all the words is evidence of, or that somebody or some place of that name has
    a part in; those that most articles tell of go first. Issues are found by their labels; articles by their titles,
    then by sentences.

    Args:
        state: where to look.
        wanted: words in any order and case; the last may be unfinished.
    """
    corpus = state.kept(Corpus)
    entities = state.kept(NameIndex).search(wanted, (), SHOWN + 1)
    passages = _passages(state, wanted)
    meetings = _occasions(state, entities[:SHOWN], passages[:MOST_SENTENCES])
    issues = issues_saying(state, wanted)
    documents = tuple(islice(_documents(state, wanted, passages), SHOWN + 1))
    return Found(
        entities=tuple(entity_item(node) for node in entities[:SHOWN]),
        occasions=tuple(corpus.occasion(node) for node in meetings[:SHOWN]),
        issues=tuple(ref(state, node.id) for node in issues[:SHOWN]),
        documents=documents[:SHOWN],
        more=len(passages) > MOST_SENTENCES
        or any(len(each) > SHOWN for each in (entities, meetings, issues, documents)),
    )


def _documents(state: State, wanted: str, passages: Iterable[PassageHit]) -> Iterator[DocumentItem]:
    """The articles whose titles hold the words, then those whose sentences do; each once."""
    corpus = state.kept(Corpus)
    known, seen = list(corpus.documents), set[str]()
    titled = (known[place] for place in corpus.titles.holding(wanted).tolist())
    for name in chain(titled, (state.local(hit.document) for hit in passages)):
        if name not in seen and name in corpus.documents:
            seen.add(name)
            yield corpus.documents[name]


def _passages(state: State, wanted: str) -> tuple[PassageHit, ...]:
    try:
        return state.index.passages(wanted, MOST_LOOKED_AT)
    except InputError:
        return ()  # there is no word to look for


def _occasions(state: State, entities: Iterable[Node], passages: Iterable[PassageHit]) -> Rows[Node]:
    view = state.network.view()
    nodes = view.nodes.rows
    facts = (state.reader.quads(None, DM.evidence, NamedNode(hit.iri)) for hit in passages)
    subjects = (quad.subject.value for quads in facts for quad in quads if isinstance(quad.subject, NamedNode))
    # What a document's own graph tells of is no occasion.
    told = {local for local in map(state.local, subjects) if not local.startswith("document/")}
    called = rows_of(view, (node.id for node in entities))
    found = np.unique(np.concatenate((rows_of(view, told), *(pointing_at(view, called, role) for role in _PARTS))))
    found = of_types(view, found, MEETING_TYPES)
    sure = np.nan_to_num(nodes.column("confidence")[found])
    return nodes.only(found[np.lexsort((found, -sure, -nodes.column("documents")[found]))])
