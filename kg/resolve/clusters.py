"""Accounts of one occasion, and the occasion that they make."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kg.model import Interval, Issue, Meeting, MeetingKind, MeetingStatus, Occasion
from kg.resolve.history import life_of
from kg.resolve.signs import Account, Fit, Timing, told_exactly

__all__ = ["Cluster", "occasion_of_cluster"]


@dataclass(slots=True)
class Times:
    """The times that accounts tell, as far as a further one can be compared with them, however many they are.

    ``count`` counts different ones; ``last`` is the one told last, ``exact`` the bounds of those told exactly. A time
    lies apart from one of them if it begins after the first of their ends, or ends before the last of their beginnings.
    """

    count: int = 0
    last: Interval | None = None
    exact: set[tuple[dt.date | None, dt.date | None]] = field(default_factory=set)
    _first_end: dt.date = dt.date.max
    _last_begin: dt.date = dt.date.min

    def add(self, when: Interval) -> None:
        """Take a time in."""
        self.count += 1
        self.last = when
        if told_exactly(when):
            self.exact.add((when.earliest, when.latest))
        self._first_end = min(self._first_end, when.latest or dt.date.max)
        self._last_begin = max(self._last_begin, when.earliest or dt.date.min)

    def apart(self, when: Interval) -> bool:
        """Whether a time excludes one of them."""
        return (when.earliest or dt.date.min) > self._first_end or (when.latest or dt.date.max) < self._last_begin

    def closest(self, when: Interval) -> Timing:
        """How the nearest of them lies to a time that excludes none of them."""
        if not self.count:
            return Timing.UNKNOWN
        if not told_exactly(when) or not self.exact:
            return Timing.LOOSE
        return Timing.DAY if (when.earliest, when.latest) in self.exact else Timing.RANGE


@dataclass(slots=True, eq=False)
class Cluster:
    """Accounts of one occasion, the oldest first, and what they say together.

    All that is asked of it is kept up to date with each account, so that many accounts cost no more than few: ``times``
    are all that are told, ``settled`` those of accounts for which it is no plan any more, ``planned`` the last time of
    a plan.
    """

    accounts: list[Account]
    kind: str
    documents: set[str]
    parties: set[str]
    states: set[str]
    subjects: set[str]
    places: set[str]
    times: Times = field(default_factory=Times)
    settled: Times = field(default_factory=Times)
    planned: Interval | None = None
    is_conference: bool = False
    has_ended: bool = False
    reasons: list[tuple[str, Fit]] = field(default_factory=list)
    _told: set[tuple[Interval, MeetingStatus, bool]] = field(default_factory=set)

    @classmethod
    def of(cls, account: Account) -> Cluster:
        """A cluster of one account."""
        cluster = cls([], account.sort, set(), set(), set(), set(), set())
        cluster.add(account, None)
        return cluster

    def add(self, account: Account, fit: Fit | None) -> None:
        """Take in an account, and why it belongs here."""
        meeting = account.meeting
        self.accounts.append(account)
        self.documents.add(account.document)
        self.parties.update(meeting.participants)
        self.states.update(account.states)
        self.subjects.update(account.subjects)
        if meeting.place is not None:
            self.places.add(meeting.place)
        self.is_conference = self.is_conference or meeting.kind is MeetingKind.CONFERENCE
        self.has_ended = self.has_ended or not account.is_open
        if meeting.when is not None:
            self._add_time(meeting.when, account)
        if fit is not None:
            self.reasons.append((account.document, fit))

    def _add_time(self, when: Interval, account: Account) -> None:
        told = (when, account.meeting.status, account.is_open)
        if told in self._told:
            return
        self._told.add(told)
        self.times.add(when)
        if account.is_open:
            self.planned = when
        else:
            self.settled.add(when)

    @property
    def id(self) -> str:
        """The oldest account's id."""
        return self.accounts[0].id

    @property
    def last(self) -> Account:
        """The latest account."""
        return self.accounts[-1]


def occasion_of_cluster(cluster: Cluster, occasion_of: Mapping[str, str]) -> Occasion:
    """An occasion as its accounts together tell of it.

    Args:
        cluster: its accounts.
        occasion_of: the occasion's id for each account's.
    """
    meeting = _merged(cluster.accounts)
    part_of = None if meeting.part_of is None else occasion_of.get(meeting.part_of)
    if part_of == cluster.id:
        part_of = None
    life = life_of([account.meeting for account in cluster.accounts])
    return Occasion(
        replace(meeting, key=cluster.id, part_of=part_of),
        tuple(account.document for account in cluster.accounts),
        "; ".join(f"{document}: {fit.reason} ({fit.confidence:g})" for document, fit in cluster.reasons) or None,
        life.outcome,
        life.previous,
    )


def _merged(accounts: Sequence[Account]) -> Meeting:
    """All participants and topics; of everything else what the latest account says that says anything of it."""
    meetings = [account.meeting for account in reversed(accounts)]
    latest = meetings[0]
    return replace(
        latest,
        kind=_kind(meetings),
        participants=tuple(sorted({who for meeting in meetings for who in meeting.participants})),
        evidence=(),
        previous=(),
        place=next((m.place for m in meetings if m.place is not None), None),
        when=next((m.when for m in meetings if m.when is not None), None),
        minutes=next((m.minutes for m in meetings if m.minutes is not None), None),
        topics=_united(topic for meeting in meetings for topic in meeting.topics),
        part_of=next((m.part_of for m in meetings if m.part_of is not None), None),
        confidence=max(meeting.confidence for meeting in meetings),
    )


def _kind(meetings: Sequence[Meeting]) -> MeetingKind:
    """The latest account's kind, or a narrower one that another account knows."""
    return next((meeting.kind for meeting in meetings if meeting.kind is not MeetingKind.MEETING), meetings[0].kind)


def _united(topics: Iterable[Issue]) -> tuple[Issue, ...]:
    about: defaultdict[str, set[str]] = defaultdict(set)
    for topic in topics:
        about[topic.label].update(topic.about)
    return tuple(Issue(label, tuple(sorted(about[label]))) for label in sorted(about))
