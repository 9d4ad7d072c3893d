"""Accounts of one occasion, and the occasion that they make."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kg.model import Issue, Meeting, MeetingKind, Occasion
from kg.resolve.history import life_of
from kg.resolve.signs import Account, Fit

__all__ = ["Cluster", "occasion_of_cluster"]


@dataclass(slots=True, eq=False)
class Cluster:
    """Accounts of one occasion, the oldest first, and what they say together."""

    accounts: list[Account]
    kind: str
    documents: set[str]
    parties: set[str]
    states: set[str]
    subjects: set[str]
    places: set[str]
    when: list[Account] = field(default_factory=list)
    reasons: list[tuple[str, Fit]] = field(default_factory=list)

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
        told = (meeting.when, meeting.status, account.is_open)
        if meeting.when is not None and told not in {(a.meeting.when, a.meeting.status, a.is_open) for a in self.when}:
            self.when.append(account)
        if fit is not None:
            self.reasons.append((account.document, fit))

    @property
    def id(self) -> str:
        """The oldest account's id."""
        return self.accounts[0].id

    @property
    def last(self) -> Account:
        """The latest account."""
        return self.accounts[-1]

    @property
    def is_conference(self) -> bool:
        """Whether any account calls it a conference."""
        return any(account.meeting.kind is MeetingKind.CONFERENCE for account in self.accounts)


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
