"""What makes a gold fact and a told one the same, and how good the pair is: one function a kind of fact."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from kg.evaluate.account import (
    ToldEntity,
    ToldInteraction,
    ToldMeeting,
    ToldOffice,
    ToldPosition,
    ToldStatement,
)
from kg.evaluate.agreement import dates_agree, flattened, normalized, overlap
from kg.evaluate.gold import (
    GoldEntity,
    GoldInteraction,
    GoldMeeting,
    GoldOffice,
    GoldPosition,
    GoldStatement,
)

__all__ = [
    "LEAST_SHARED_PARTICIPANTS",
    "among",
    "entity_score",
    "groups_named",
    "interaction_score",
    "meeting_score",
    "office_score",
    "position_score",
    "same",
    "same_words",
    "shared_participants",
    "stands_at",
    "statement_score",
]

# Participants of two accounts of one occasion overlap at least so much (Jaccard index).
LEAST_SHARED_PARTICIPANTS: Final = 1 / 3


def same(gold: GoldEntity, told: ToldEntity | None) -> bool:
    """Whether a told entity is the gold one: by Wikidata id where both have one, else by a name they share."""
    if told is None:
        return False
    if gold.wikidata and told.wikidata:
        return gold.wikidata in told.wikidata
    return normalized(told.label) in gold.names or normalized(gold.name) in told.names


def among(gold: GoldEntity, told: Iterable[ToldEntity]) -> bool:
    """Whether the gold entity is one of these."""
    return any(same(gold, one) for one in told)


def stands_at(evidence: Iterable[str], text: str) -> bool:
    """Whether a told fact's text is where the gold's evidence is."""
    return any(overlap(one, text) for one in evidence)


def entity_score(gold: GoldEntity, told: ToldEntity) -> float:
    """1 for the same entity of the same type."""
    return float(same(gold, told) and gold.type in told.types)


def office_score(gold: GoldOffice, told: ToldOffice) -> float:
    """1 for the same person, a title that holds the gold's, and the same jurisdiction where the gold names one."""
    titled = normalized(gold.title) in normalized(told.title)
    return float(titled and same(gold.person, told.holder) and (gold.of is None or same(gold.of, told.jurisdiction)))


def shared_participants(gold: GoldMeeting, told: ToldMeeting) -> float:
    """The Jaccard index of two accounts' participants."""
    hits = sum(among(one, told.participants) for one in gold.participants)
    union = len(gold.participants) + len(told.participants) - hits
    return hits / union if union else 0.0


def meeting_score(gold: GoldMeeting, told: ToldMeeting) -> float:
    """Above 0 for the same place in the text or the same date, with enough of the same participants."""
    shared = shared_participants(gold, told)
    where = stands_at(gold.evidence, told.text)
    when = gold.date is not None and dates_agree(gold.date, told.date)
    if not (where or when) or (gold.participants and shared < LEAST_SHARED_PARTICIPANTS):
        return 0.0
    return shared + where + when + (gold.status == told.status) / 2


def groups_named(gold: GoldPosition, told: ToldPosition) -> list[bool]:
    """For each keyword group of a gold issue whether the told issue or its sentence holds one of its keywords."""
    text = flattened(f"{told.issue} {told.text}").casefold()
    return [any(keyword.casefold() in text for keyword in group) for group in gold.issue]


def position_score(gold: GoldPosition, told: ToldPosition, speaks_for: Iterable[GoldEntity] = ()) -> float:
    """Above 0 for the same stance on the same issue, or in the same place.

    A person's position may also be told as that of the body in whose office the person speaks.
    """
    if gold.stance != told.stance or not any(same(one, told.holder) for one in (gold.holder, *speaks_for)):
        return 0.0
    about = all(groups_named(gold, told))
    where = stands_at(gold.evidence, told.text)
    return float(1 + about + where + same(gold.holder, told.holder)) if about or where else 0.0


def statement_score(gold: GoldStatement, told: ToldStatement) -> float:
    """1 for the same speaker of words that overlap."""
    return float(same(gold.speaker, told.speaker) and same_words(gold, told))


def same_words(gold: GoldStatement, told: ToldStatement) -> bool:
    """Whether two quotations overlap."""
    return overlap(gold.quote.strip('"“” '), told.quote.strip('"“” '))


def interaction_score(gold: GoldInteraction, told: ToldInteraction) -> float:
    """1 for the same type, source and target in the same place."""
    if gold.event_type != told.event_type or not stands_at(gold.evidence, told.text):
        return 0.0
    return float(same(gold.source, told.source) and same(gold.target, told.target))
