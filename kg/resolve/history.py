"""The life of an occasion as its accounts follow each other: for when it was planned, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from kg.model import Interval, Meeting, MeetingStatus, Outcome, Precision
from kg.resolve.signs import OPEN_STATUSES

__all__ = ["Life", "life_of"]


@dataclass(frozen=True, slots=True)
class Life:
    """``outcome`` in schema.org's words, None for what is only proposed; ``previous`` times, the oldest first."""

    outcome: Outcome | None
    previous: tuple[Interval, ...]


def life_of(accounts: Sequence[Meeting]) -> Life:
    """Follow an occasion through its accounts.

    Args:
        accounts: of one occasion, the oldest first.
    """
    told = [time for account in accounts for time in (*account.previous, account.when) if time is not None]
    previous: list[Interval] = []
    for one, following in pairwise(told):
        if not _narrows(one, following) and one not in previous and one != told[-1]:
            previous.append(one)
    if _is_put_off(accounts[-1]):
        previous += [time for time in accounts[-1].previous if time not in previous]
    return Life(_outcome(accounts, moved=bool(previous)), tuple(previous))


def _is_put_off(account: Meeting) -> bool:
    """Whether an account tells only for when it was planned before ("Friday's summit was postponed")."""
    return account.status in OPEN_STATUSES and account.when is None and bool(account.previous)


def _narrows(one: Interval, following: Interval) -> bool:
    """Whether the later account only says more exactly, or less exactly, what the earlier one said."""
    if one.earliest is None or one.latest is None or following.earliest is None or following.latest is None:
        return one == following
    if one.precision is Precision.DAY and following.precision is Precision.DAY:
        return one == following
    return one.earliest <= following.latest and following.earliest <= one.latest


def _outcome(accounts: Sequence[Meeting], *, moved: bool) -> Outcome | None:
    latest = accounts[-1]
    if latest.status is MeetingStatus.CANCELLED:
        return Outcome.CANCELLED
    if _is_put_off(latest):
        return Outcome.POSTPONED
    if moved:
        return Outcome.RESCHEDULED
    if latest.status in OPEN_STATUSES and latest.when is None and any(one.when is not None for one in accounts):
        return Outcome.POSTPONED if _dropped(accounts) else Outcome.SCHEDULED
    return None if latest.status is MeetingStatus.PROPOSED else Outcome.SCHEDULED


def _dropped(accounts: Sequence[Meeting]) -> bool:
    """Whether the time that was told has passed out of the accounts: the last two of them name none."""
    return len(accounts) > 2 and all(account.when is None for account in accounts[-2:])
