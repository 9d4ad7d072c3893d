"""What a document says of the date, place and attendance of occasions to come, and who says it there.

A plan is known by what is claimed of it: the dates that an article names, in whose words, and in which sentence. All of
them are kept, also those that the article itself overtakes ("June 10-12 ... the second week of June").
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from kg.model import (
    DocumentFacts,
    Meeting,
    MeetingStatus,
    Passage,
    Precision,
    Statement,
    TimeExpression,
)
from kg.resolved import Claim, ClaimKind

__all__ = ["claims_of"]

# A time without an interval that still says something of a plan: "until August or later" (kg.nlp.timegrammar).
_OPEN_RULE: Final = "or-later"


def claims_of(facts: DocumentFacts) -> tuple[Claim, ...]:
    """The claims that one document makes, in the order of its text.

    Args:
        facts: the document's facts; a claim's ``meeting`` is the key there.
    """
    found: set[Claim] = set()
    for meeting in facts.meetings:
        if meeting.status is not MeetingStatus.HELD:
            found.update(_dates(facts, meeting), _places(facts, meeting), _parties(facts, meeting))
    return tuple(sorted(found, key=lambda claim: (claim.meeting, claim.evidence, claim.kind, claim.words, repr(claim))))


def _dates(facts: DocumentFacts, meeting: Meeting) -> Iterator[Claim]:
    """Every time to come that a sentence about the plan names, and that is not the time of another occasion."""
    others = [other for other in facts.meetings if other.key != meeting.key]
    for time in facts.times:
        passage = _around(meeting.evidence, time.begin, time.end)
        if passage is None or time.minutes is not None:
            continue
        own = time.interval is not None and time.interval == meeting.when
        if not own and (_of_another(time, others) or not _to_come(time, facts.document.published)):
            continue
        claim = Claim(
            meeting.key,
            ClaimKind.DATE,
            time.text,
            (passage,),
            f"time of the plan ({time.rule})" if own else f"time in a sentence about the plan ({time.rule})",
            when=time.interval,
            confidence=round(min(meeting.confidence, time.confidence) * (1.0 if own else 0.7), 3),
        )
        yield _attributed(claim, facts.statements, time.begin, time.end)


def _of_another(time: TimeExpression, others: Iterable[Meeting]) -> bool:
    return any(
        other.when is not None and other.when == time.interval and _around(other.evidence, time.begin, time.end)
        for other in others
    )


def _to_come(time: TimeExpression, published: dt.date) -> bool:
    """Whether a time lies, at least in part, after the day of the article, which is mostly that of saying so."""
    if time.interval is None:
        return time.rule == _OPEN_RULE
    if time.interval.latest is None:
        return time.interval.precision is not Precision.RANGE or (time.interval.earliest or published) > published
    return time.interval.latest > published and time.interval.earliest is not None


def _places(facts: DocumentFacts, meeting: Meeting) -> Iterator[Claim]:
    if meeting.place is not None:
        yield from _mentioned(facts, meeting, ClaimKind.PLACE, meeting.place)


def _parties(facts: DocumentFacts, meeting: Meeting) -> Iterator[Claim]:
    for participant in meeting.participants:
        yield from _mentioned(facts, meeting, ClaimKind.ATTENDANCE, participant)


def _mentioned(facts: DocumentFacts, meeting: Meeting, kind: ClaimKind, entity: str) -> Iterator[Claim]:
    """The first sentence about the plan that mentions the entity, or else its first sentence."""
    named = ((m, _around(meeting.evidence, m.begin, m.end)) for m in facts.mentions if m.entity == entity)
    spoken = next(((m, passage) for m, passage in named if passage is not None), None)
    passage = spoken[1] if spoken is not None else min(meeting.evidence, default=None)
    if passage is None:
        return
    claim = Claim(
        meeting.key,
        kind,
        passage.text if spoken is None else spoken[0].text,
        (passage,),
        "place of the plan" if kind is ClaimKind.PLACE else "party to the plan",
        place=entity if kind is ClaimKind.PLACE else None,
        participant=entity if kind is ClaimKind.ATTENDANCE else None,
        confidence=meeting.confidence if spoken is not None else round(meeting.confidence * 0.8, 3),
    )
    begin, end = (passage.begin, passage.end) if spoken is None else (spoken[0].begin, spoken[0].end)
    yield _attributed(claim, facts.statements, begin, end)


def _attributed(claim: Claim, statements: Iterable[Statement], begin: int, end: int) -> Claim:
    """Who says it: the speaker in whose words, quoted or reported, the claim's own words stand."""
    for statement in statements:
        spoken = statement.quote or statement.content
        if spoken is None or _around(statement.evidence, begin, end) is None:
            continue
        if " ".join(claim.words.split()) in " ".join(spoken.split()):
            return replace(claim, said_by=statement.speaker, via=statement.via)
    return claim


def _around(passages: Iterable[Passage], begin: int, end: int) -> Passage | None:
    return min((p for p in passages if p.begin <= begin and end <= p.end), default=None)
