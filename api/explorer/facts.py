"""What lists on the pages show, asked from the library and made into frozen views; templates see nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from pyoxigraph import Literal, NamedNode

from api.explorer.labels import Labels
from api.records.base import Ref, ref, referred_to
from api.records.columns import by_date, ids_of, of_types, same_rows, with_role
from api.records.documents import DocumentItem, list_documents
from api.records.meetings import MeetingItem, find_meetings, meeting_item
from api.records.positions import all_issues
from api.state import State
from kg.network import Node
from kg.network.pool import NOTHING
from kg.network.records import ENTITY_TYPES, MEETING_TYPES
from kg.network.table import Array, Rows
from kg.vocab import DM

__all__ = ["SHOWN", "Attendance", "Corpus", "Occasion"]

SHOWN: Final = 25
"""How many of a kind a page shows before it points at the whole list."""

_BUSIEST: Final = 12


@dataclass(frozen=True, slots=True)
class Occasion:
    """A meeting in a list, with what it was on; of one without a date, the day on which it was first told of."""

    item: MeetingItem
    topics: tuple[Ref, ...]
    told_on: str | None


@dataclass(frozen=True, slots=True)
class Attendance:
    """How many occasions begin in each month (``2013-05``), by the ids of those who take part most often.

    ``total`` counts all dated occasions of each of them; ``vague`` ones are not dated to the month and counted nowhere.
    """

    by_actor: Mapping[str, Mapping[str, int]]
    vague: int


class Corpus:
    """The facts of one state of the graph in the orders that pages want, made once for each state.

    Args:
        state: the state.
    """

    def __init__(self, state: State) -> None:
        self._state = state
        self._view = state.network.view()
        self._all = np.arange(len(self._view.nodes))
        self._meetings = of_types(self._view, self._all, MEETING_TYPES)

    def prepare(self) -> None:
        """Make what every first page would wait for."""
        for made in (self.meetings, self.recent, self.moved, self.busiest, self.entities, self.places, self.told_on):
            len(made)
        self.titles.holding("")
        self._state.kept(all_issues)

    @cached_property
    def meetings(self) -> Rows[Node]:
        """All occasions by date, those without one last."""
        return find_meetings(self._state)

    @cached_property
    def moved(self) -> Sequence[Node]:
        """The occasions that several articles tell of, those that most do first."""
        rows = by_date(self._view, self._meetings)
        documents = self._view.nodes.rows.column("documents")[rows]
        several = np.flatnonzero(documents > 1)
        return self._view.nodes.rows.only(rows[several[np.argsort(-documents[several], kind="stable")]])

    @cached_property
    def recent(self) -> Sequence[Node]:
        """The occasions with a date, the latest first."""
        rows = self._meetings
        dated = rows[self._view.nodes.rows.column("start")[rows] != NOTHING]
        return self._view.nodes.rows.only(by_date(self._view, dated, latest_first=True))

    @cached_property
    def busiest(self) -> tuple[tuple[Ref, int], ...]:
        """The actors that take part in most occasions, and in how many."""
        _, who = with_role(self._view, self._meetings, "participant")
        actors, counts = np.unique(who, return_counts=True)
        first = np.lexsort((actors, -counts))[:_BUSIEST]
        names = ids_of(self._view, actors[first])
        return tuple((ref(self._state, name), count) for name, count in zip(names, counts[first].tolist(), strict=True))

    @cached_property
    def entities(self) -> Rows[Node]:
        """People, countries, organizations and places, those most often named first."""
        rows = of_types(self._view, self._all, ENTITY_TYPES)
        nodes = self._view.nodes.rows
        return nodes.only(rows[np.lexsort((rows, nodes.column("label")[rows], -nodes.column("evidence")[rows]))])

    @cached_property
    def placed(self) -> tuple[Array, Array]:
        """Rows of places with coordinates and of countries where something met, and how many meetings each had.

        Places that nothing met in and no article names are left out: they are there as candidates only.
        """
        nodes = self._view.nodes.rows
        _, where = with_role(self._view, self._meetings, "place")
        meetings = np.bincount(where, minlength=len(nodes))
        known = ~(np.isnan(nodes.column("latitude")) | np.isnan(nodes.column("longitude")))
        places = of_types(self._view, self._all, ("Place",))
        countries = of_types(self._view, np.flatnonzero(meetings), ("Country",))
        rows = np.concatenate((places, countries))
        rows = rows[known[rows] & ((meetings[rows] > 0) | (nodes.column("evidence")[rows] > 0))]
        return rows, meetings[rows]

    @cached_property
    def unplaced(self) -> Rows[Node]:
        """The places without coordinates, those most often named first."""
        rows = of_types(self._view, self._all, ("Place",))
        nodes = self._view.nodes.rows
        rows = rows[np.isnan(nodes.column("latitude")[rows]) & (nodes.column("evidence")[rows] > 0)]
        return nodes.only(rows[np.lexsort((rows, -nodes.column("evidence")[rows]))])

    def attendance(self, meetings: Rows[Node], most: int) -> Attendance:
        """Who takes part when.

        Args:
            meetings: occasions.
            most: how many of the actors to count for: those who take part in most.
        """
        view, nodes = self._view, self._view.nodes.rows
        starts, ends = meetings.column("start"), meetings.column("end")
        days, places = np.unique(np.concatenate((starts, ends)), return_inverse=True)
        named = np.array([(text or "")[:7] for text in nodes.pool.texts(days)], dtype=np.str_)
        months, month_of_day = np.unique(named, return_inverse=True)
        first, last = np.split(month_of_day[places], 2)
        clear = (months[first] != "") & (first == last)
        rows = same_rows(view, meetings)[clear]
        order = np.argsort(rows)
        rows, month_of = rows[order], first[clear][order]
        here, who = with_role(view, rows, "participant")
        month_at = month_of[np.searchsorted(rows, here)]
        actors, counts = np.unique(who, return_counts=True)
        busiest = actors[np.lexsort((actors, -counts))[:most]]
        by_actor = {
            name: _counted(months, month_at[who == row])
            for name, row in zip(ids_of(view, busiest), busiest.tolist(), strict=True)
        }
        return Attendance(by_actor, int((~clear).sum()))

    @property
    def issues(self) -> Rows[Node]:
        """All issues, those with most positions and meetings first."""
        return self._state.kept(all_issues)

    @cached_property
    def documents(self) -> Mapping[str, DocumentItem]:
        """All articles by id, the newest first."""
        return {item.id: item for item in self._state.kept(list_documents)}

    @cached_property
    def titles(self) -> Labels:
        """The headlines of :attr:`documents`."""
        return Labels(item.label for item in self.documents.values())

    @cached_property
    def places(self) -> Mapping[str, int]:
        """Where in the order of :attr:`documents` each article stands."""
        return {name: place for place, name in enumerate(self.documents)}

    def occasion(self, node: Node) -> Occasion:
        """A meeting for a list."""
        topics = referred_to(self._state, node.id, "topic")
        return Occasion(meeting_item(self._state, node), topics, None if node.date else self.told_on.get(node.id))

    def latest(self, rows: Array) -> Array:
        """Rows of occasions, the latest first; those without a date come last, by the day on which they were told."""
        starts = self._view.nodes.rows.column("start")[rows]
        undated = rows[starts == NOTHING]
        told = [self.told_on.get(each, "") for each in ids_of(self._view, undated)]
        order = sorted(range(len(told)), key=lambda place: told[place], reverse=True)
        dated = by_date(self._view, rows[starts != NOTHING], latest_first=True)
        return np.concatenate((dated, undated[np.array(order, dtype=np.int64)]))

    @cached_property
    def told_on(self) -> Mapping[str, str]:
        """The day on which each occasion without a date was first told of, by its id."""
        rows = self._meetings
        undated = self._view.nodes.rows.only(rows[self._view.nodes.rows.column("start")[rows] == NOTHING])
        return {node.id: day for node in undated if (day := self._first_told(node)) is not None}

    def _first_told(self, node: Node) -> str | None:
        days = (quad.object for quad in self._state.reader.quads(NamedNode(node.iri), DM.asOf))
        return min((day.value for day in days if isinstance(day, Literal)), default=None)


def _counted(months: Array, found: Array) -> Mapping[str, int]:
    counts = np.bincount(found, minlength=len(months)).tolist()
    return {str(month): count for month, count in zip(months, counts, strict=True) if count}
