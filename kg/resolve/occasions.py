"""Meetings of many documents drawn together where they are one occasion, and kept apart everywhere else.

Accounts are read from the oldest to the latest, each joining the occasion that it fits best, or opening one. It fits by
one of four ways, each of which says why:

* both tell the same time exactly, and have parties in common;
* both tell of a conference at one place in one month or year;
* what was planned for a time was then held in that time by the same parties;
* a conference of the same parties that was planned is planned again, for another time.

It never fits where the document already tells of that occasion, where places or kinds conflict, or where an occasion
was held at another time. Two occasions that fit equally loosely leave the account apart, with both as candidates.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from itertools import combinations, groupby
from typing import Final, TypeAlias

from kg.model import Candidate, Interval, MeetingKind, MeetingStatus, Occasion
from kg.resolve.clusters import Cluster, occasion_of_cluster
from kg.resolve.signs import EXACT_DAYS, Account, Fit, Places, Timing, months, timing, told_exactly

__all__ = ["Account", "Drawn", "OccasionDoubt", "Places", "Rulings", "draw_together"]

SHARED_PARTICIPANTS: Final = 2
MOST_ANCHORS: Final = (
    12  # participants by which an account is looked for; a list of thirty states is found by any twelve
)
# Occasions of one key on one day, or of one open matter: so many of those told last are looked at.
MOST_NEAR: Final = 20
LONGEST_SLIP: Final = dt.timedelta(days=300)  # less than a year: next year's summit is no postponed one of this year's

_Key: TypeAlias = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class OccasionDoubt:
    """That the occasion ``id`` may be one of several others."""

    id: str
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Rulings:
    """What an analyst says of accounts, by their ids or those of their occasions.

    ``apart`` also takes a pair of an account's id and a document's: whatever that document tells is no account of it.
    """

    same: tuple[frozenset[str], ...] = ()
    apart: tuple[frozenset[str], ...] = ()


@dataclass(frozen=True, slots=True)
class Drawn:
    """The outcome: every occasion with its accounts, sorted by the occasion's id; what stays in doubt; idle rulings."""

    occasions: tuple[tuple[Occasion, tuple[Account, ...]], ...]
    doubts: tuple[OccasionDoubt, ...]
    idle: tuple[frozenset[str], ...]


def draw_together(accounts: Iterable[Account], places: Places | None = None, rulings: Rulings | None = None) -> Drawn:
    """Find which accounts tell of one occasion.

    An occasion's id is that of its oldest account: later articles about it do not rename it.

    Args:
        accounts: those of all documents, in any order.
        places: which place lies in which.
        rulings: an analyst's.
    """
    drawing = _Drawing(places or Places({}), rulings or Rulings())
    in_order = sorted(accounts, key=lambda account: account.age)
    for _, told in groupby(in_order, key=lambda account: account.document):
        drawing.take(tuple(told))
    return drawing.drawn()


class _Drawing:
    """The state of one drawing together."""

    def __init__(self, places: Places, rulings: Rulings) -> None:
        self._places = places
        self._rulings = rulings
        self._clusters: list[Cluster] = []
        self._index: defaultdict[_Key, dict[int, Cluster]] = defaultdict(dict)
        self._doubts: list[OccasionDoubt] = []
        self._ruled_by_id = {one: group for group in rulings.same for one in sorted(group)}
        self._home: dict[frozenset[str], Cluster] = {}

    def take(self, told: Sequence[Account]) -> None:
        """Put the accounts of one document where they belong, those that fit best first."""
        left = {account.id: account for account in told}
        for account in told:
            group = self._ruled_by_id.get(account.id)
            if group is not None and group in self._home:
                self._add(self._home[group], account, Fit(1.0, 1.0, "ruled by an analyst"))
                del left[account.id]
        fits = [
            (fit, cluster, account)
            for account in left.values()
            for cluster in self._near(account)
            if (fit := self._fit(cluster, account)) is not None
        ]
        fits.sort(key=lambda one: (-one[0].confidence, -one[0].likeness, one[1].accounts[0].age, one[2].id))
        rivals = Counter((account.id, fit.confidence) for fit, _, account in fits)
        for fit, cluster, account in fits:
            rivalled = fit.sole and rivals[account.id, fit.confidence] > 1  # another occasion fits it as well
            if account.id in left and not rivalled and not self._barred(cluster, account):
                self._add(cluster, account, fit)
                del left[account.id]
        for account in left.values():
            self._add(self._opened(account, [one for one in fits if one[2] is account]), account, None)

    def _add(self, cluster: Cluster, account: Account, fit: Fit | None) -> None:
        if fit is not None:
            cluster.add(account, fit)
        self._enter(cluster, account)
        group = self._ruled_by_id.get(account.id)
        if group is not None:
            self._home.setdefault(group, cluster)

    def _opened(self, account: Account, fits: Sequence[tuple[Fit, Cluster, Account]]) -> Cluster:
        cluster = Cluster.of(account)
        self._clusters.append(cluster)
        if fits:
            found = (Candidate(c.id, round(1 / len(fits), 3), fit.reason) for fit, c, _ in fits)
            self._doubts.append(OccasionDoubt(account.id, tuple(found)))
        return cluster

    # --- who is near --------------------------------------------------------------------------------------------------

    def _near(self, account: Account) -> Iterator[Cluster]:
        """The occasions that share a key, the latest told of each key first, each once."""
        seen: set[int] = set()
        for key in self._keys(account, looking=True):
            for cluster in reversed(self._index.get(key, {}).values()):
                if id(cluster) not in seen:
                    seen.add(id(cluster))
                    yield cluster

    def _enter(self, cluster: Cluster, account: Account) -> None:
        for key in self._keys(account, looking=False):
            row = self._index[key]
            row.pop(id(cluster), None)
            row[id(cluster)] = cluster
            if len(row) > MOST_NEAR:
                del row[next(iter(row))]  # nobody would look at it before it is told again

    def _keys(self, account: Account, *, looking: bool) -> Iterator[_Key]:
        """Accounts of one occasion share a key: two parties, or a party and a place, on a day or still to come."""
        meeting = account.meeting
        who = meeting.participants[:MOST_ANCHORS]
        where = None if meeting.place is None else self._places.widest(meeting.place)
        anchors: list[_Key] = list(combinations(who, 2))
        if where is not None:
            anchors += [(one, where) for one in who]
            anchors += [("", where)] if meeting.kind is MeetingKind.CONFERENCE or not who else []
        times = list(_times(meeting.when, looking=looking))
        for anchor in anchors:
            for time in times:
                yield (account.sort, *anchor, time)
        if meeting.kind in {MeetingKind.CONFERENCE, MeetingKind.TALKS}:
            subjects = sorted({*account.subjects, *who})[:MOST_ANCHORS]
            for pair in combinations(subjects, 2):
                yield ("open", *pair)

    # --- whether it fits ----------------------------------------------------------------------------------------------

    def _fit(self, cluster: Cluster, account: Account) -> Fit | None:
        if self._barred(cluster, account):
            return None
        return (
            self._same_time(cluster, account)
            or self._same_conference(cluster, account)
            or self._held_as_planned(cluster, account)
            or self._planned_again(cluster, account)
        )

    def _barred(self, cluster: Cluster, account: Account) -> bool:
        """Whether something tells them apart, whatever else agrees."""
        if account.document in cluster.documents or cluster.kind != account.sort:
            return True
        if any(self._places.conflict(place, account.meeting.place) for place in cluster.places):
            return True
        for group in self._rulings.apart:
            ids = {one.id for one in cluster.accounts} | cluster.documents
            if ({account.id, account.document} & group) and (ids & group - {account.id, account.document}):
                return True
        when = account.meeting.when
        # Two times that exclude each other are of one occasion only where both are plans, which may have changed.
        return when is not None and (cluster.settled if account.is_open else cluster.times).apart(when)

    def _same_time(self, cluster: Cluster, account: Account) -> Fit | None:
        when = account.meeting.when
        if when is None or not told_exactly(when) or cluster.times.apart(when):
            return None
        closest = cluster.times.closest(when)
        if closest < Timing.RANGE:
            return None
        together = self._together(cluster, account)
        shared = _shared(cluster.parties, account.meeting.participants)
        if not (len(shared) >= SHARED_PARTICIPANTS or (together and self._few_agree(cluster, account, shared))):
            return None
        at_once = "on the same day" if closest is Timing.DAY else "in the same days"
        sure = (0.9 if closest is Timing.DAY else 0.75) + (0.05 if together else 0.0)
        return self._explained(cluster, account, round(sure, 2), at_once, sole=closest is Timing.RANGE)

    def _few_agree(self, cluster: Cluster, account: Account, shared: list[str]) -> bool:
        """At one place at one time: all of the one's parties are among the other's, or they act for the same states."""
        mine = set(account.meeting.participants)
        if not mine and not cluster.parties:
            return account.meeting.kind is MeetingKind.CONFERENCE and cluster.is_conference
        if shared and len(shared) in {len(mine), len(cluster.parties)}:
            return True
        return bool(shared) and len(_shared(cluster.states, account.states)) >= SHARED_PARTICIPANTS

    def _same_conference(self, cluster: Cluster, account: Account) -> Fit | None:
        """A conference is known by its place and month; one whose parties nobody tells may be called a meeting."""
        meeting = account.meeting
        if meeting.when is None or not cluster.times.count or cluster.times.apart(meeting.when):
            return None
        if not self._together(cluster, account):
            return None
        conference = cluster.is_conference or meeting.kind is MeetingKind.CONFERENCE
        shared = _shared(cluster.parties, meeting.participants)
        nobody = not cluster.parties and not meeting.participants
        if not conference or not (
            nobody or (shared and len(shared) in {len(meeting.participants), len(cluster.parties)})
        ):
            return None
        return self._explained(cluster, account, 0.8, "a conference at that time", sole=False)

    def _held_as_planned(self, cluster: Cluster, account: Account) -> Fit | None:
        """What was to be, and then was; or what was held, and had been planned by an account of the same day."""
        meeting = account.meeting
        if meeting.status is not MeetingStatus.HELD or cluster.planned is None:
            return None
        if timing(cluster.planned, meeting.when) < Timing.LOOSE:
            return None
        shared = _shared(cluster.parties, meeting.participants)
        inside = bool(shared) and len(shared) in {len(meeting.participants), len(cluster.parties)}
        if len(shared) < SHARED_PARTICIPANTS and not (inside and self._together(cluster, account)):
            return None
        return self._explained(cluster, account, 0.8, "held in the time for which it was planned", sole=True)

    def _planned_again(self, cluster: Cluster, account: Account) -> Fit | None:
        """The conference whose date moves: still to come in all accounts, its parties or its subject the same."""
        if not self._still_to_come(cluster, account):
            return None
        shared = _shared(cluster.parties, account.meeting.participants)
        together = self._together(cluster, account)
        inside = bool(shared) and len(shared) in {len(account.meeting.participants), len(cluster.parties)}
        if len(shared) >= SHARED_PARTICIPANTS or (inside and (together or self._same_subject(cluster, account))):
            return self._explained(cluster, account, 0.8, "planned before, and still to come", sole=True)
        if not shared and (_of_people(cluster.parties, cluster.subjects) or _of_people(*_told_of(account))):
            return None  # what people alone take part in is known by them, not by what it is about
        others = bool(cluster.parties and account.meeting.participants) and not together
        if self._same_subject(cluster, account, SHARED_PARTICIPANTS + others):
            return self._explained(
                cluster, account, 0.65, "about the same, planned before and still to come", sole=True
            )
        return None

    def _still_to_come(self, cluster: Cluster, account: Account) -> bool:
        if not (cluster.is_conference or account.meeting.kind is MeetingKind.CONFERENCE):
            return False
        if cluster.last.published + LONGEST_SLIP < account.published:
            return False
        if cluster.has_ended or account.meeting.status is MeetingStatus.HELD:
            return False
        when = account.meeting.when
        if when is None or when.latest is None:
            return True
        return when.latest >= cluster.last.published and _gap(cluster.times.last, when) <= LONGEST_SLIP

    def _same_subject(self, cluster: Cluster, account: Account, least: int = SHARED_PARTICIPANTS) -> bool:
        return len(_shared(cluster.subjects, account.subjects)) >= least

    def _together(self, cluster: Cluster, account: Account) -> bool:
        return any(self._places.agree(place, account.meeting.place) for place in cluster.places)

    def _explained(self, cluster: Cluster, account: Account, sure: float, when: str, *, sole: bool) -> Fit:
        mine = set(account.meeting.participants)
        shared = sorted(mine & cluster.parties)
        parts = [when]
        if shared:
            parts.append(f"both with {' and '.join(shared)}")
        elif not mine or not cluster.parties:
            about = sorted(cluster.subjects & set(account.subjects))[:3]
            parts += [f"both about {' and '.join(about)}"] if about else []
        place = account.meeting.place
        if place is not None and self._together(cluster, account):
            parts.append(f"both in {place}")
        union = len(mine | cluster.parties)
        return Fit(sure, len(shared) / union if union else 0.0, ", ".join(parts), sole)

    # --- the outcome --------------------------------------------------------------------------------------------------

    def drawn(self) -> Drawn:
        """Every occasion as its accounts together tell of it."""
        occasion_of = {account.id: cluster.id for cluster in self._clusters for account in cluster.accounts}
        pairs = [(occasion_of_cluster(cluster, occasion_of), tuple(cluster.accounts)) for cluster in self._clusters]
        doubts = tuple(_settled(doubt, occasion_of) for doubt in self._doubts if occasion_of[doubt.id] == doubt.id)
        documents = {account.document for cluster in self._clusters for account in cluster.accounts}
        there = occasion_of.keys() | documents
        rulings = (*self._rulings.same, *self._rulings.apart)
        return Drawn(
            tuple(sorted(pairs, key=lambda pair: pair[0].meeting.key)),
            tuple(sorted(doubts, key=lambda doubt: doubt.id)),
            tuple(group for group in rulings if len(group & there) < 2),
        )


def _times(when: Interval | None, *, looking: bool) -> Iterator[object]:
    """What a time is found by: its day; or, if it is wider, its months, where days look for it and it for days."""
    if when is None or when.earliest is None or when.latest is None:
        return
    days = (when.latest - when.earliest).days + 1
    if days == 1 or looking:
        yield from (when.earliest + dt.timedelta(days=n) for n in range(days if days <= EXACT_DAYS else 0))
    if days > 1 or looking:
        yield from months(when)


def _told_of(account: Account) -> tuple[AbstractSet[str], AbstractSet[str]]:
    return set(account.meeting.participants), set(account.subjects)


def _of_people(parties: AbstractSet[str], subjects: AbstractSet[str]) -> bool:
    """Whether none of the parties is a body or a state: those are among the subjects, too."""
    return bool(parties) and not parties & subjects


def _shared(all_of_them: AbstractSet[str], few: Iterable[str]) -> list[str]:
    return sorted({one for one in few if one in all_of_them})


def _gap(one: Interval | None, other: Interval) -> dt.timedelta:
    """How far two told times lie apart; nothing where either is open on the side towards the other."""
    if one is None or one.latest is None or other.earliest is None:
        return dt.timedelta()
    return max(other.earliest - one.latest, dt.timedelta())


def _settled(doubt: OccasionDoubt, occasion_of: Mapping[str, str]) -> OccasionDoubt:
    candidates = (replace(candidate, entity=occasion_of[candidate.entity]) for candidate in doubt.candidates)
    return OccasionDoubt(doubt.id, tuple(candidates))
