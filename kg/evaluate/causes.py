"""Why a gold fact is missed and a told one spurious, as a comparison with the other side shows it.

A fact that has no partner is held against every fact of the other side; the first near miss that fits, in the order in
which each kind lists them, is its cause. Where nothing comes near, a missed fact names somebody whom the graph does not
know, or was not found at all, and a spurious one stands in no gold file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from kg.evaluate.account import (
    ToldEntity,
    ToldInteraction,
    ToldMeeting,
    ToldOffice,
    ToldPosition,
    ToldStatement,
)
from kg.evaluate.agreement import dates_agree, normalized
from kg.evaluate.gold import (
    GoldEntity,
    GoldInteraction,
    GoldMeeting,
    GoldOffice,
    GoldPosition,
    GoldStatement,
)
from kg.evaluate.matching import (
    LEAST_SHARED_PARTICIPANTS,
    among,
    entity_score,
    groups_named,
    interaction_score,
    meeting_score,
    office_score,
    position_score,
    same,
    same_words,
    shared_participants,
    stands_at,
    statement_score,
)

__all__ = [
    "ENTITIES",
    "INTERACTIONS",
    "MEETINGS",
    "OFFICES",
    "POSITIONS",
    "STATEMENTS",
    "Cause",
    "Causes",
    "slot_cause",
]

G = TypeVar("G")
T = TypeVar("T")


class Cause(StrEnum):
    """Why a fact has no partner on the other side."""

    ENTITY_NOT_FOUND = "entity not found"
    FACT_NOT_FOUND = "fact not found"
    NOT_IN_GOLD = "not in the gold"
    TOLD_TWICE = "another fact has its partner"
    SPAN_DIFFERS = "span differs"
    LINKED_TO_ANOTHER = "linked to another"
    OTHER_TYPE = "other type"
    WRONG_TITLE = "wrong title"
    WRONG_JURISDICTION = "wrong jurisdiction"
    WRONG_HOLDER = "wrong holder"
    WRONG_STANCE = "wrong stance"
    WRONG_ISSUE = "wrong issue"
    WRONG_PARTICIPANTS = "wrong participants"
    WRONG_DATE = "wrong date"
    WRONG_PLACE = "wrong place"
    WRONG_DATE_AND_PLACE = "wrong date and place"
    NO_SPEAKER = "no speaker"
    WRONG_SPEAKER = "wrong speaker"
    WRONG_EVENT_TYPE = "wrong event type"
    TURNED_ROUND = "source and target turned round"
    WRONG_SOURCE = "wrong source"
    WRONG_TARGET = "wrong target"


@dataclass(frozen=True, slots=True)
class Causes(Generic[G, T]):
    """The near misses of one kind of fact, the likeliest cause first.

    Args:
        near: a cause, and whether a gold and a told fact are so near that it is theirs.
        actors: the entities without which a gold fact cannot be found; any one of those of each tuple will do.
    """

    near: Sequence[tuple[Cause, Callable[[G, T], bool]]]
    actors: Callable[[G], Sequence[tuple[GoldEntity, ...]]] = lambda _: ()

    def of_missed(self, gold: G, told: Iterable[T], entities: Iterable[ToldEntity]) -> Cause:
        """The cause of a gold fact without a partner among those told."""
        found = self._first((gold, one) for one in told)
        if found is not None:
            return found
        known = tuple(entities)
        unknown = any(group and not any(among(one, known) for one in group) for group in self.actors(gold))
        return Cause.ENTITY_NOT_FOUND if unknown else Cause.FACT_NOT_FOUND

    def of_spurious(self, told: T, golds: Iterable[G]) -> Cause:
        """The cause of a told fact without a partner in the gold."""
        return self._first((gold, told) for gold in golds) or Cause.NOT_IN_GOLD

    def _first(self, pairs: Iterable[tuple[G, T]]) -> Cause | None:
        pairs = tuple(pairs)
        return next((cause for cause, is_near in self.near if any(is_near(*pair) for pair in pairs)), None)


def slot_cause(*, right_date: bool, right_place: bool) -> Cause:
    """What is wrong with the slots of a meeting that was found."""
    if right_date:
        return Cause.WRONG_PLACE
    return Cause.WRONG_DATE if right_place else Cause.WRONG_DATE_AND_PLACE


# --- near misses, kind by kind ----------------------------------------------------------------------------------------


def _shares_surface(gold: GoldEntity, told: ToldEntity) -> bool:
    return bool(gold.names & told.names) and not same(gold, told)


def _one_holds_the_other(gold: GoldEntity, told: ToldEntity) -> bool:
    """Whether a name has all the words of one of the other's, and more."""
    ours = [frozenset(name.split()) for name in gold.names]
    theirs = [frozenset(name.split()) for name in told.names]
    return any(one and other and (one < other or other < one) for one in ours for other in theirs)


def _titled(gold: GoldOffice, told: ToldOffice) -> bool:
    return normalized(gold.title) in normalized(told.title)


def _of_the_same(gold: GoldOffice, told: ToldOffice) -> bool:
    return gold.of is None or same(gold.of, told.jurisdiction)


def _near(gold: GoldPosition, told: ToldPosition) -> bool:
    return stands_at(gold.evidence, told.text) or all(groups_named(gold, told))


def _there(gold: GoldInteraction, told: ToldInteraction) -> bool:
    return stands_at(gold.evidence, told.text)


ENTITIES: Causes[GoldEntity, ToldEntity] = Causes((
    (Cause.TOLD_TWICE, lambda gold, told: entity_score(gold, told) > 0),
    (Cause.OTHER_TYPE, same),
    (Cause.LINKED_TO_ANOTHER, _shares_surface),
    (Cause.SPAN_DIFFERS, lambda gold, told: gold.type in told.types and _one_holds_the_other(gold, told)),
))  # fmt: skip

OFFICES: Causes[GoldOffice, ToldOffice] = Causes((
    (Cause.TOLD_TWICE, lambda gold, told: office_score(gold, told) > 0),
    (Cause.WRONG_JURISDICTION, lambda gold, told: _titled(gold, told) and same(gold.person, told.holder)),
    (Cause.WRONG_TITLE, lambda gold, told: same(gold.person, told.holder) and _of_the_same(gold, told)),
    (Cause.WRONG_HOLDER, lambda gold, told: gold.of is not None and _titled(gold, told) and _of_the_same(gold, told)),
), lambda gold: ((gold.person,), *(((gold.of,),) if gold.of is not None else ())))  # fmt: skip

MEETINGS: Causes[GoldMeeting, ToldMeeting] = Causes((
    (Cause.TOLD_TWICE, lambda gold, told: meeting_score(gold, told) > 0),
    (Cause.WRONG_PARTICIPANTS, lambda gold, told: stands_at(gold.evidence, told.text)),
    (Cause.WRONG_DATE, lambda gold, told: shared_participants(gold, told) >= LEAST_SHARED_PARTICIPANTS
     and gold.date is not None and told.date is not None and not dates_agree(gold.date, told.date)),
), lambda gold: (gold.participants,))  # fmt: skip

POSITIONS: Causes[GoldPosition, ToldPosition] = Causes((
    (Cause.TOLD_TWICE, lambda gold, told: position_score(gold, told) > 0),
    (Cause.WRONG_STANCE, lambda gold, told: same(gold.holder, told.holder) and _near(gold, told)),
    (Cause.WRONG_HOLDER, lambda gold, told: gold.stance == told.stance and stands_at(gold.evidence, told.text)),
    (Cause.WRONG_ISSUE, lambda gold, told: gold.stance == told.stance and same(gold.holder, told.holder)
     and any(groups_named(gold, told))),
), lambda gold: ((gold.holder,),))  # fmt: skip

STATEMENTS: Causes[GoldStatement, ToldStatement] = Causes((
    (Cause.TOLD_TWICE, lambda gold, told: statement_score(gold, told) > 0),
    (Cause.NO_SPEAKER, lambda gold, told: told.speaker is None and same_words(gold, told)),
    (Cause.WRONG_SPEAKER, same_words),
), lambda gold: ((gold.speaker,),))  # fmt: skip

INTERACTIONS: Causes[GoldInteraction, ToldInteraction] = Causes((
    (Cause.TOLD_TWICE, lambda gold, told: interaction_score(gold, told) > 0),
    (Cause.WRONG_EVENT_TYPE, lambda gold, told: _there(gold, told) and same(gold.source, told.source)
     and same(gold.target, told.target)),
    (Cause.TURNED_ROUND, lambda gold, told: _there(gold, told) and same(gold.source, told.target)
     and same(gold.target, told.source)),
    (Cause.WRONG_TARGET, lambda gold, told: _there(gold, told) and same(gold.source, told.source)),
    (Cause.WRONG_SOURCE, lambda gold, told: _there(gold, told) and same(gold.target, told.target)),
), lambda gold: ((gold.source,), (gold.target,)))  # fmt: skip
