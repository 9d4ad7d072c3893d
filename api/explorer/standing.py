"""Who stands where: the positions on one issue, or on all that concern an entity, as a matrix of actors and dates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from api.explorer.labels import Labels
from api.records.base import Ref, ref, targets
from api.records.columns import by_date, of_types, pointing_at, rows_of, same_rows
from api.records.positions import PositionItem, all_issues, position_item
from api.state import State
from kg.history import IssueCluster, Level, cluster_issues
from kg.history.issues import OFFERED_LIKENESS, IssueText, telling_words
from kg.history.positions import climb
from kg.history.reading import Reading
from kg.network import Node
from kg.network.table import Rows

__all__ = ["IssueWords", "Matrix", "Row", "Shift", "cluster_of", "issues_about", "issues_saying", "matrix"]

MOST_COLUMNS: Final = 24
MOST_POSITIONS: Final = 60
MOST_ALIKE: Final = 60


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


def issues_about(state: State, entity: str) -> Rows[Node]:
    """The issues that an entity is named in, those with most positions first."""
    view = state.network.view()
    rows = of_types(view, pointing_at(view, rows_of(view, (entity,)), "about"), ("Issue",))
    order = np.lexsort((rows, view.nodes.rows.column("label")[rows], -view.adjacency.lengths(rows)))
    return view.nodes.rows.only(rows[order])


def issues_saying(state: State, text: str) -> Rows[Node]:
    """The issues whose label holds all these words, those with most positions first."""
    return state.kept(IssueWords).saying(text)


def matrix(state: State, issues: Rows[Node], until: str | None = None) -> Matrix:
    """The positions on some issues.

    Args:
        state: where to look.
        issues: the issues, of the network's nodes.
        until: leave out what was said after this day.
    """
    view = state.network.view()
    nodes = view.nodes.rows
    found = by_date(view, pointing_at(view, same_rows(view, issues), "issue"), latest_first=True)
    if until is not None:
        found = found[nodes.column("start")[found] < nodes.pool.rank(until + "\0")]
    items = tuple(position_item(state, node) for node in reversed(nodes.take(found[:MOST_POSITIONS])))
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
        cut=len(found) > len(items) or bool(items and dates and (items[0].as_of or "") < dates[0]),
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


class IssueWords:
    """The telling words of every issue, for finding those that speak alike.

    Args:
        state: whose issues.
    """

    def __init__(self, state: State) -> None:
        self.issues = state.kept(all_issues)
        labels = [label or "" for label in self.issues.pool.texts(self.issues.column("label"))]
        self._labels = Labels(labels)
        saying: dict[str, list[int]] = defaultdict(list)
        lengths = []
        for place, label in enumerate(labels):
            words = telling_words(label)
            lengths.append(len(words))
            for word in words:
                saying[word].append(place)
        self._lengths = np.array(lengths, dtype=np.int32)
        self._saying = {word: np.array(places, dtype=np.int32) for word, places in saying.items()}

    def saying(self, text: str) -> Rows[Node]:
        """The issues whose label holds all these words, in the order of :attr:`issues`."""
        return self.issues.only(self._labels.holding(text))

    def alike(self, label: str, most: int) -> tuple[Node, ...]:
        """The issues that share at least half of their words with a label, those that share most first.

        Args:
            label: the label.
            most: how many at most.
        """
        words = telling_words(label)
        places = [self._saying[word] for word in sorted(words) if word in self._saying]
        if not places:
            return ()
        shared = np.bincount(np.concatenate(places), minlength=len(self.issues))
        likeness = shared / (self._lengths + len(words) - shared)  # Jaccard's
        found = np.flatnonzero(likeness >= OFFERED_LIKENESS)
        first = found[np.argsort(-likeness[found], kind="stable")[:most]]
        return tuple(self.issues[place] for place in first.tolist())


def cluster_of(state: State, issue: Node) -> IssueCluster:
    """The issues that are surely one with this one, and those that may be.

    Args:
        state: where to look.
        issue: the issue; only the :data:`MOST_ALIKE` that are most like it are looked at.
    """
    alike = state.kept(IssueWords).alike(issue.label, MOST_ALIKE)
    texts = [
        IssueText(node.id, node.label, targets(state, node.id, "about"))
        for node in (issue, *(node for node in alike if node.id != issue.id))
    ]
    return next(cluster for cluster in cluster_issues(texts) if issue.id in cluster.members)
