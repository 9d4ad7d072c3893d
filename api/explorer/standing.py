"""Who stands where: the positions on one issue, or on all that concern an entity, as a matrix of actors and dates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, pairwise
from typing import Final

from api.explorer.facts import Corpus
from api.records.base import Ref, ref, sources
from api.records.positions import PositionItem, position_item
from api.state import State
from kg.history import IssueCluster, Level, cluster_issues
from kg.history.issues import IssueText, telling_words
from kg.history.positions import climb
from kg.history.reading import Reading
from kg.network import Node

__all__ = ["Matrix", "Row", "Shift", "cluster_of", "issues_about", "issues_saying", "matrix"]

MOST_COLUMNS: Final = 24
MOST_POSITIONS: Final = 60
MOST_ALIKE: Final = 300


@dataclass(frozen=True, slots=True)
class Shift:
    """An actor's move from one stance to another."""

    holder: Ref
    before: PositionItem
    after: PositionItem


@dataclass(frozen=True, slots=True)
class Row:
    """One actor's stances: a cell for each date, holding what was said then.

    ``of`` is the state for which the actor spoke on the day of the article, whose row goes before: an empty one, where
    only its officials are told to have spoken.
    """

    holder: Ref
    of: Ref | None
    cells: tuple[tuple[PositionItem, ...], ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Actors by dates. ``positions`` are all of them, the earliest first; ``cut`` says that there are more."""

    dates: tuple[str, ...]
    rows: tuple[Row, ...]
    positions: tuple[PositionItem, ...]
    shifts: tuple[Shift, ...]
    cut: bool


def issues_about(state: State, entity: str) -> tuple[Node, ...]:
    """The issues that an entity is named in, those with most positions first."""
    ids = set(sources(state, entity, "about"))
    return tuple(node for node in state.kept(Corpus).issues if node.id in ids)


def issues_saying(state: State, text: str) -> tuple[Node, ...]:
    """The issues whose label holds all these words, those with most positions first."""
    words = text.casefold().split()
    return tuple(node for node in state.kept(Corpus).issues if all(word in node.label.casefold() for word in words))


def matrix(state: State, issues: Iterable[Node], until: str | None = None) -> Matrix:
    """The positions on some issues.

    Args:
        state: where to look.
        issues: the issues.
        until: leave out what was said after this day.
    """
    nodes = state.network.view().nodes
    ids = {position for issue in issues for position in sources(state, issue.id, "issue")}
    found = sorted((nodes[each] for each in ids), key=lambda node: (node.start or "", node.id))
    fitting = [node for node in found if until is None or (node.start or "") <= until]
    items = tuple(position_item(state, node) for node in fitting[-MOST_POSITIONS:])
    dates = tuple(sorted({item.as_of for item in items if item.as_of is not None}))[-MOST_COLUMNS:]
    by_holder: dict[Ref, list[PositionItem]] = defaultdict(list)
    for item in items:
        if item.holder is not None:
            by_holder[item.holder].append(item)
    return Matrix(
        dates,
        _rows(state, by_holder, dates),
        items,
        tuple(_shifts(by_holder)),
        cut=len(fitting) > len(items) or bool(items and dates and (items[0].as_of or "") < dates[0]),
    )


def _rows(state: State, by_holder: Mapping[Ref, Sequence[PositionItem]], dates: Sequence[str]) -> tuple[Row, ...]:
    rows = [
        Row(
            holder,
            _represented(state, items),
            tuple(tuple(item for item in items if item.as_of == date) for date in dates),
        )
        for holder, items in by_holder.items()
    ]
    silent = {row.of for row in rows if row.of is not None} - {row.holder for row in rows}
    rows += [Row(each, None, ((),) * len(dates)) for each in silent]
    return tuple(sorted(rows, key=lambda row: ((row.of or row.holder).label, row.of is not None, row.holder.label)))


def _represented(state: State, items: Sequence[PositionItem]) -> Ref | None:
    """The state for which the holder spoke, by the latest of the positions; None for who is one, or speaks for none."""
    reading = Reading(state.reader, state.base)
    nodes = state.network.view().nodes
    for item in reversed(items):
        if item.holder is None or item.document is None or item.holder.type == "Country":
            continue
        found = climb(reading, item.iri, item.holder.iri, item.document.iri, Level.STATE)
        states = [state.local(iri) for iri in found if iri != item.holder.iri]
        if states and states[0] in nodes:
            return ref(state, states[0])
    return None


def _shifts(by_holder: Mapping[Ref, Sequence[PositionItem]]) -> Iterable[Shift]:
    for holder in sorted(by_holder, key=lambda each: each.label):
        for before, after in pairwise(by_holder[holder]):
            if before.stance != after.stance and before.as_of != after.as_of:
                yield Shift(holder, before, after)


# --- which issues are one ---------------------------------------------------------------------------------------------


class _Words:
    """The telling words of every issue, for finding those that speak alike.

    Args:
        state: whose issues.
    """

    def __init__(self, state: State) -> None:
        self._state = state

    @cached_property
    def of(self) -> Mapping[str, frozenset[str]]:
        """The words by the issue's id."""
        return {node.id: telling_words(node.label) for node in self._state.kept(Corpus).issues}


def cluster_of(state: State, issue: Node) -> IssueCluster:
    """The issues that are surely one with this one, and those that may be.

    Args:
        state: where to look.
        issue: the issue; only those that share a telling word with it are looked at, the best known first.
    """
    corpus, words = state.kept(Corpus), state.kept(_Words).of
    alike = (node for node in corpus.issues if node.id != issue.id and words[node.id] & words[issue.id])
    texts = [
        IssueText(node.id, node.label, tuple(sorted(corpus.roles(node.id, "about"))))
        for node in (issue, *islice(alike, MOST_ALIKE))
    ]
    return next(cluster for cluster in cluster_issues(texts) if issue.id in cluster.members)
