"""Meetings of many documents drawn together where they are surely one occasion, and kept apart everywhere else.

Two accounts are of one occasion when they are of the same kind, of the same time exactly told, in no two places, and
have participants in common: two of them, or all of the one account's, who were then at the same place. Two meetings
that one document tells apart are never one, nor are accounts that agree with each other only through a third.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from kg.model import Issue, Meeting, MeetingKind, Occasion, Precision

__all__ = ["Account", "draw_together"]

EXACT_DAYS: Final = 31  # a told range as long as a month tells no occasion from the next ("this spring")
SHARED_PARTICIPANTS: Final = 2

_Bucket: TypeAlias = tuple[MeetingKind, Precision, dt.date, dt.date]


@dataclass(frozen=True, slots=True)
class Account:
    """One document's account of a meeting, its entities resolved.

    ``id`` tells it from every other account of every document; ``meeting.part_of`` is such an id too.
    """

    id: str
    document: str
    published: dt.date
    meeting: Meeting

    @property
    def age(self) -> tuple[dt.date, str, str]:
        """Sorts accounts from the oldest to the latest."""
        return (self.published, self.document, self.id)


class _Cluster:
    """Accounts of one occasion; of those that say the same, one is judged by, however many there are."""

    def __init__(self, account: Account) -> None:
        self.accounts = [account]
        self.reasons: set[str] = set()
        self._documents = {account.document}
        self._told = {_judged(account.meeting): account.meeting}

    def add(self, account: Account, reason: str) -> None:
        self.accounts.append(account)
        self.reasons.add(reason)
        self._documents.add(account.document)
        self._told.setdefault(_judged(account.meeting), account.meeting)

    def judge(self, account: Account) -> str | None:
        """Why the account belongs here, None where it does not belong with every one of the accounts."""
        if account.document in self._documents:
            return None
        reasons = [_same_occasion(meeting, account.meeting) for meeting in self._told.values()]
        return None if None in reasons else reasons[0]

    def likeness(self, account: Account) -> float:
        """The share of participants in common with the account that opened the cluster."""
        mine, theirs = set(self.accounts[0].meeting.participants), set(account.meeting.participants)
        return len(mine & theirs) / len(mine | theirs)


def draw_together(accounts: Iterable[Account]) -> tuple[tuple[Occasion, tuple[Account, ...]], ...]:
    """Every occasion with the accounts of it, sorted by the occasion's id; each account belongs to exactly one.

    An occasion's id is that of its oldest account: later articles about it do not rename it.
    """
    clusters = _clusters(accounts)
    occasion_of = {account.id: _oldest(cluster).id for cluster in clusters for account in cluster.accounts}
    drawn = []
    for cluster in clusters:
        ordered = tuple(sorted(cluster.accounts, key=lambda account: account.age))
        reason = "; ".join(sorted(cluster.reasons)) or None
        meeting = _merged(ordered)
        part_of = None if meeting.part_of is None else occasion_of.get(meeting.part_of)
        meeting = replace(meeting, key=ordered[0].id, part_of=part_of)
        drawn.append((Occasion(meeting, tuple(account.document for account in ordered), reason), ordered))
    return tuple(sorted(drawn, key=lambda pair: pair[0].meeting.key))


def _clusters(accounts: Iterable[Account]) -> list[_Cluster]:
    alone: list[_Cluster] = []
    buckets: defaultdict[_Bucket, list[Account]] = defaultdict(list)
    for account in accounts:
        bucket = _bucket(account.meeting)
        if bucket is None:
            alone.append(_Cluster(account))
        else:
            buckets[bucket].append(account)
    return alone + [cluster for bucket in buckets.values() for cluster in _gathered(bucket)]


def _bucket(meeting: Meeting) -> _Bucket | None:
    """What all accounts of one occasion have in common; None for an account that is never surely another one's like."""
    when = meeting.when
    if when is None or when.earliest is None or when.latest is None:
        return None
    if not _tells_enough(meeting, when.precision, (when.latest - when.earliest).days):
        return None
    family = MeetingKind.MEETING if meeting.kind is MeetingKind.TALKS else meeting.kind
    return (family, when.precision, when.earliest, when.latest)


def _tells_enough(meeting: Meeting, precision: Precision, days: int) -> bool:
    if not meeting.participants or (meeting.place is None and len(meeting.participants) < SHARED_PARTICIPANTS):
        return False
    if precision in {Precision.MONTH, Precision.YEAR}:
        return meeting.kind is MeetingKind.CONFERENCE and meeting.place is not None
    return days < EXACT_DAYS


def _gathered(accounts: Sequence[Account]) -> Iterator[_Cluster]:
    """Accounts with most participants open clusters; each later one joins the cluster most like it, or opens one."""
    by_participant: defaultdict[str, list[_Cluster]] = defaultdict(list)
    for account in sorted(accounts, key=lambda account: (-len(account.meeting.participants), account.age)):
        near = {id(c): c for who in account.meeting.participants for c in by_participant[who]}
        judged = [(cluster, reason) for cluster in near.values() if (reason := cluster.judge(account))]
        if not judged:
            cluster = _Cluster(account)
            for who in account.meeting.participants:
                by_participant[who].append(cluster)
            yield cluster
            continue
        cluster, reason = min(judged, key=lambda pair: (-pair[0].likeness(account), pair[0].accounts[0].age))
        cluster.add(account, reason)


def _judged(meeting: Meeting) -> tuple[object, ...]:
    """All that :func:`_same_occasion` looks at."""
    return (meeting.participants, meeting.place)


def _same_occasion(one: Meeting, other: Meeting) -> str | None:
    """Why two accounts out of one bucket are of the same occasion, None where that is not sure."""
    if one.place is not None and other.place is not None and one.place != other.place:
        return None
    together = one.place is not None and one.place == other.place
    shared = sorted(set(one.participants) & set(other.participants))
    inside = len(shared) in {len(one.participants), len(other.participants)} and bool(shared)
    if len(shared) >= SHARED_PARTICIPANTS or (inside and together):
        where = f" in {one.place}" if together else ""
        return f"same kind, same time, both with {' and '.join(shared)}{where}"
    return None


def _oldest(cluster: _Cluster) -> Account:
    return min(cluster.accounts, key=lambda account: account.age)


def _merged(accounts: Sequence[Account]) -> Meeting:
    """All participants and topics; of everything else what the latest account says that says anything of it."""
    meetings = [account.meeting for account in reversed(accounts)]
    latest = meetings[0]
    return replace(
        latest,
        participants=tuple(sorted({who for meeting in meetings for who in meeting.participants})),
        evidence=(),
        place=next((m.place for m in meetings if m.place is not None), None),
        when=next((m.when for m in meetings if m.when is not None), None),
        minutes=next((m.minutes for m in meetings if m.minutes is not None), None),
        topics=_united(topic for meeting in meetings for topic in meeting.topics),
        part_of=next((m.part_of for m in meetings if m.part_of is not None), None),
        confidence=max(meeting.confidence for meeting in meetings),
    )


def _united(topics: Iterable[Issue]) -> tuple[Issue, ...]:
    about: defaultdict[str, set[str]] = defaultdict(set)
    for topic in topics:
        about[topic.label].update(topic.about)
    return tuple(Issue(label, tuple(sorted(about[label]))) for label in sorted(about))
