"""The second pass: from what graphs say of each thing to the ``events`` view, one thing at a time in order of id.

Where several articles tell of one meeting, the merged account (the graph of meetings) gives its date and status, or
else the latest article that has any. Entities have their mentions as evidence, offices and issues that of the facts
about them; all of them show the earliest sentence of those facts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from itertools import chain, groupby
from operator import itemgetter
from pathlib import Path
from typing import Final, TypeAlias

from kg.network import labels
from kg.network.accounts import RANK_DIGITS, ROLE_LABELS, Account, Accounts, Frames, Values
from kg.network.dates import Span
from kg.network.records import ENTITY_TYPES, FACT_TYPES, MEETING_TYPES, Node
from kg.network.runs import Row, RowFile, Runs
from kg.vocab import DM_NS

__all__ = ["Told", "nodes_told"]

_WIKIDATA: Final = "http://www.wikidata.org/entity/"
_MERGED_RANK: Final = "~"
"""Sorts after every ISO date: the graph of meetings across articles has the last word."""
_STATUSES: Final = ("status", "stance", "eventType", "former")
_FORMER: Final = {"true": "former", "1": "former", "false": "current", "0": "current"}
_SPREAD_AT_ONCE: Final = 100_000

_First: TypeAlias = tuple[str, str, int, str]


@dataclass(slots=True)
class _Evidence:
    """The passages of one node and the first of them in time and text."""

    passages: set[int] = field(default_factory=set)
    graphs: set[str] = field(default_factory=set)
    first: _First | None = None
    days: set[str] = field(default_factory=set)

    def add(self, other: _Evidence) -> _Evidence:
        """Take in the evidence of something else."""
        self.passages |= other.passages
        self.graphs |= other.graphs
        self.days |= other.days
        if other.first is not None and (self.first is None or other.first < self.first):
            self.first = other.first
        return self


_NOTHING_MORE: Final = ("", _Evidence())


@dataclass(frozen=True, slots=True)
class Told:
    """A node, and the ids of those that it leads to, by the ontology's property, in order."""

    node: Node
    roles: Mapping[str, Sequence[str]]


class _Spread:
    """What the facts about things give them as evidence; sorted on disk, some of it added up before."""

    def __init__(self, folder: Path) -> None:
        self._runs = Runs(folder)
        self._waiting: dict[str, _Evidence] = {}
        self._held = 0

    def add(self, target: str, evidence: _Evidence) -> None:
        """Give something the evidence of a fact."""
        self._waiting.setdefault(target, _Evidence()).add(evidence)
        self._held += len(evidence.passages)
        if self._held >= _SPREAD_AT_ONCE:
            self._flush()

    def _flush(self) -> None:
        for target, one in self._waiting.items():
            self._runs.add((target, list(one.passages), list(one.graphs), one.first, list(one.days)))
        self._waiting, self._held = {}, 0

    def __iter__(self) -> Iterator[tuple[str, _Evidence]]:
        """The evidence of each thing, in order of id."""
        self._flush()
        for target, rows in groupby(self._runs, key=itemgetter(0)):
            told = (_Evidence(set(row[1]), set(row[2]), row[3], set(row[4])) for row in rows)
            yield target, reduce(_Evidence.add, told)


def nodes_told(accounts: Accounts, folder: Path) -> Callable[[], Iterator[Told]]:
    """The nodes of the ``events`` view.

    Args:
        accounts: what all graphs say.
        folder: where to keep what does not fit in memory.

    Returns:
        What gives all of them in order of id, each time that it is called.
    """
    reading, spread, rows = _Reading(accounts.frames), _Spread(folder), RowFile(folder)
    rows.add(_merged(accounts, reading, spread))
    return lambda: reading.nodes(rows, iter(spread))


def _merged(accounts: Accounts, reading: _Reading, spread: _Spread) -> Iterator[Row]:
    for id_, iri, told in accounts:
        values, evidence = _values(told), reading.evidence(told)
        roles = {role: [reading.frames.id(each) for each in values[role]] for role in ROLE_LABELS if role in values}
        if evidence.passages:
            dated = _Evidence(evidence.passages, evidence.graphs, evidence.first, reading.days(evidence.graphs))
            for target in set(chain.from_iterable(roles.values())):
                spread.add(target, dated)
        if "type" in values:
            mentions = _Evidence(
                {mention for account in told for mention in account.mentions},
                {account.graph for account in told if account.mentions},
            )
            yield reading.row(id_, iri, told, values, evidence, mentions, roles)


def _values(told: Sequence[Account]) -> Values:
    """What all accounts of a thing say together, sorted, each once."""
    if len(told) == 1:
        return {key: sorted(set(values)) for key, values in told[0].values.items()}
    keys = dict.fromkeys(key for account in told for key in account.values)
    return {key: sorted({value for account in told for value in account.values.get(key, ())}) for key in keys}


@dataclass(frozen=True, slots=True)
class _Reading:
    """Makes nodes of accounts."""

    frames: Frames

    def days(self, graphs: Iterable[str]) -> set[str]:
        """When these documents were published."""
        return {day for graph in graphs if (day := self.frames.issued.get(graph))}

    def evidence(self, told: Sequence[Account]) -> _Evidence:
        """The passages behind a fact."""
        found = _Evidence()
        for account in told:
            issued = self.frames.issued.get(account.graph)
            for passage, begin, text in account.passages:
                found.passages.add(passage)
                if issued is not None:
                    found.add(_Evidence(graphs={account.graph}, first=(issued, account.graph, begin, text)))
        return found

    def row(  # noqa: PLR0917 - all that is known of a thing
        self,
        id_: str,
        iri: str,
        told: Sequence[Account],
        values: Values,
        evidence: _Evidence,
        mentions: _Evidence,
        roles: dict[str, list[str]],
    ) -> Row:
        """What is known of a node before the facts about it have given it their evidence."""
        kind = values["type"][-1][RANK_DIGITS:]
        span, status = self._span(kind, told), self._status(told)
        fact = kind in FACT_TYPES
        named = values.get("label", [None])[0]
        confidence = max(map(float, values["confidence"])) if fact and "confidence" in values else None
        items = [each.removeprefix(_WIKIDATA) for each in values.get("same", ()) if each.startswith(_WIKIDATA)]
        node = (
            *(id_, iri, kind, self._label(id_, kind, values, status, span), span.start, span.end, span.told),
            *(status, confidence, items[0] if items else None),
            *(float(values[key][0]) if key in values else None for key in ("lat", "long")),
            tuple(name for name in values.get("alias", ()) if name != named),
        )
        by_fact = (len(evidence.passages), len(evidence.graphs), evidence.first)
        by_name = (len(mentions.passages), len(mentions.graphs), sorted(self.days(mentions.graphs)))
        return node, by_fact, by_name if mentions.passages else None, roles

    def nodes(self, rows: Iterable[Row], spread: Iterator[tuple[str, _Evidence]]) -> Iterator[Told]:
        """The nodes, with what the facts about them give them."""
        target, given = next(spread, _NOTHING_MORE)
        for row in rows:
            id_, kind = row[0][0], row[0][2]
            while target and target < id_:
                target, given = next(spread, _NOTHING_MORE)
            yield Told(self._node(row, given if target == id_ and kind not in FACT_TYPES else None), row[-1])

    @staticmethod
    def _node(row: Row, given: _Evidence | None) -> Node:
        (id_, iri, kind, label, start, end, told, status, confidence, wikidata, latitude, longitude, aliases) = row[0]
        passages, documents, first = row[1]
        days: Sequence[str] = ()
        if given is not None:
            passages, documents, days = len(given.passages), len(given.graphs), sorted(given.days)
            first = given.first
        if row[2] is not None:
            passages, documents, days = row[2]
            first = None if given is None else given.first
        if days and kind not in FACT_TYPES:
            start, end = days[0], days[-1]
        sentence = None if first is None else first[3]
        return Node(
            *(id_, iri, kind, label, start, end, told, passages, documents, sentence, status, confidence),
            *(wikidata, latitude, longitude, aliases),
        )

    # --- when, and how it stands --------------------------------------------------------------------------------------

    def _rank(self, graph: str) -> tuple[str, str]:
        merged = graph == f"{self.frames.base}graph/meetings"
        return (_MERGED_RANK if merged else self.frames.issued.get(graph, ""), graph)

    def _latest(self, told: Sequence[Account], keys: Sequence[str]) -> dict[str, str]:
        """What the merged or latest account that has any of these says, each one's least value."""
        telling = [account for account in told if any(key in account.values for key in keys)]
        if not telling:
            return {}
        values = max(telling, key=lambda account: self._rank(account.graph)).values
        return {key: min(values[key]) for key in keys if key in values}

    def _span(self, kind: str, told: Sequence[Account]) -> Span:
        """When it was: what is said to hold on the article's date; of a meeting that date says nothing."""
        dated = self._latest(told, ("date", "earliest", "latest"))
        if dated:
            return Span.of(dated.get("date"), dated.get("earliest"), dated.get("latest"))
        said = self._latest(told, ("asOf",))
        return Span.of(said["asOf"]) if said and kind not in MEETING_TYPES else Span()

    def _status(self, told: Sequence[Account]) -> str | None:
        found = next(iter(self._latest(told, _STATUSES).values()), None)
        return None if found is None else _FORMER.get(found.removeprefix(DM_NS), found.removeprefix(DM_NS))

    # --- labels -------------------------------------------------------------------------------------------------------

    def _label(self, id_: str, kind: str, values: Values, status: str | None, span: Span) -> str:
        if "label" in values:
            return values["label"][0]
        if kind in ENTITY_TYPES or kind == "Issue":
            return id_
        return self._fact_label(id_, kind, values, status, span)

    def _fact_label(self, id_: str, kind: str, values: Values, status: str | None, span: Span) -> str:
        def named(role: str) -> list[str]:
            return [self.frames.name(target) for target in values.get(role, ())]

        match kind:
            case "Office":
                return labels.office(values.get("title", [id_])[0], named("jurisdiction"))
            case "Tenure":
                return labels.tenure(named("officeHolder"), named("office"), status)
            case "Position":
                return labels.position(named("holder"), status, named("issue"))
            case "Statement":
                words = values.get("quote", values.get("content", [None]))[0]
                return labels.statement(named("speaker"), words)
            case "Interaction":
                return labels.interaction(named("source"), named("target"), status)
            case _:
                return labels.meeting(kind, named("participant"), named("place"), span.told)
