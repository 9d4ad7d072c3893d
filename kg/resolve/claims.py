"""What a document says of the date, place and attendance of occasions to come, and who says it there.

A plan is known by what is claimed of it: the dates that an article names, in whose words, and in which sentence. All of
them are kept, also those that the article itself overtakes ("June 10-12 ... the second week of June").
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from kg.kinds import Attendance
from kg.model import (
    DocumentFacts,
    EntityType,
    Meeting,
    MeetingKind,
    MeetingStatus,
    Mention,
    Passage,
    Precision,
    Statement,
    TimeExpression,
)
from kg.resolve.attendance import attending
from kg.resolve.signs import Timing, timing, told_exactly
from kg.resolved import Claim, ClaimKind

__all__ = ["claims_of"]

# A time without an interval that still says something of a plan: "until August or later" (kg.nlp.timegrammar).
_OPEN_RULE: Final = "or-later"
_MEETS: Final = re.compile(r"met|meets|meeting|dined|conferred", re.IGNORECASE)
_VERBS: Final = re.compile(r"\b(?:met|meets|meeting|said|says|told|was|were|is|are|\w+ed|\w+ing)\b", re.IGNORECASE)
_ITS_MEETING: Final = re.compile(
    r"(?:'s|\u2019s)? (?:night |evening |morning )?(?:meeting|talks|dinner|summit)\b", re.IGNORECASE
)
_CLAUSE_BREAK: Final = re.compile(r"[;:]|, (?:but|while|and)\b")
_IN: Final = re.compile(r",? (?:in|at)(?: the)? ")
_ON: Final = re.compile(r",? (?:(?:on|in|for|from) )?")
_IN_BEFORE: Final = re.compile(r"\b(?:in|at)(?: the)? $", re.IGNORECASE)


def claims_of(facts: DocumentFacts) -> tuple[Claim, ...]:
    """The claims that one document makes, in the order of its text.

    Args:
        facts: the document's facts; a claim's ``meeting`` is the key there.
    """
    found: set[Claim] = set()
    for meeting in facts.meetings:
        if meeting.status is not MeetingStatus.HELD:
            found.update(_dates(facts, meeting), _places(facts, meeting), _parties(facts, meeting))
        else:
            found.update(_days_told(facts, meeting))
    found = _sharpened([*found, *_attendance(facts)])
    return tuple(sorted(found, key=lambda claim: (claim.meeting, claim.evidence, claim.kind, claim.words, repr(claim))))


def _dates(facts: DocumentFacts, meeting: Meeting) -> Iterator[Claim]:
    """Every time to come that a sentence about the plan names, and that is not the time of another occasion."""
    for time, passage in _times(facts, meeting):
        own = time.interval is not None and time.interval == meeting.when
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


def _times(facts: DocumentFacts, meeting: Meeting) -> Iterator[tuple[TimeExpression, Passage]]:
    others = [other for other in facts.meetings if other.key != meeting.key]
    for time in facts.times:
        passage = _around(meeting.evidence, time.begin, time.end)
        if passage is None or time.minutes is not None:
            continue
        own = time.interval is not None and time.interval == meeting.when
        if own or (not _of_another(time, others) and _to_come(time, facts.document.published)):
            yield time, passage


def _days_told(facts: DocumentFacts, meeting: Meeting) -> Iterator[Claim]:
    """The days of an occasion that was held, where its sentences give two that exclude each other.

    Only a day counts that hangs on a word for the occasion itself ("met ... on Tuesday", "Monday's talks"): that of
    saying so, or of something else in the sentence, is none of it.
    """
    told = [
        (time, p) for p in meeting.evidence for time in facts.times if _day_of_it(p, time, facts.document.published)
    ]
    days = {time.interval for time, _ in told} | {meeting.when}
    if not any(timing(one, other) is Timing.APART for one in days for other in days):
        return
    for time, passage in told:
        confidence = round(min(meeting.confidence, time.confidence), 3)
        claim = Claim(meeting.key, ClaimKind.DATE, time.text, (passage,), "day of what was held", time.interval)
        yield replace(claim, confidence=confidence)


def _day_of_it(passage: Passage, time: TimeExpression, published: dt.date) -> bool:
    """Whether a past day, told exactly, hangs on a word for an occasion."""
    if not (passage.begin <= time.begin and time.end <= passage.end) or not told_exactly(time.interval):
        return False
    if time.interval is None or (time.interval.latest or published) > published:
        return False
    before, after = passage.text[: time.begin - passage.begin], passage.text[time.end - passage.begin :]
    if _ITS_MEETING.match(after):
        return True
    clause = _CLAUSE_BREAK.split(before)[-1]
    verbs = [found[0] for found in _VERBS.finditer(clause)]
    return bool(verbs) and _MEETS.fullmatch(verbs[-1]) is not None


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
    """The place of the plan, and each that stands beside a time of it ("next week in Switzerland")."""
    if meeting.place is not None:
        yield from _mentioned(facts, meeting, ClaimKind.PLACE, meeting.place)
    times = [claim for claim in _times(facts, meeting) if claim[0].interval is not None]
    kinds = {entity.id: entity.type for entity in facts.entities}
    for mention in facts.mentions:
        if kinds.get(mention.entity) not in {EntityType.PLACE, EntityType.COUNTRY} or mention.entity == meeting.place:
            continue
        beside = next((passage for time, passage in times if _beside(mention, time, facts.document.text)), None)
        if beside is not None:
            claim = Claim(
                meeting.key,
                ClaimKind.PLACE,
                mention.text,
                (beside,),
                "place beside a time of the plan",
                place=mention.entity,
                confidence=round(meeting.confidence * 0.9, 3),
            )
            yield _attributed(claim, facts.statements, mention.begin, mention.end)


def _beside(mention: Mention, time: TimeExpression, text: str) -> bool:
    """Whether nothing but a preposition stands between a place and a time."""
    if mention.begin >= time.end:
        return _IN.fullmatch(text, time.end, mention.begin) is not None
    return (
        _ON.fullmatch(text, mention.end, time.begin) is not None
        and _IN_BEFORE.search(text, max(mention.begin - len(" in the "), 0), mention.begin) is not None
    )


def _parties(facts: DocumentFacts, meeting: Meeting) -> Iterator[Claim]:
    for participant in meeting.participants:
        yield from _mentioned(facts, meeting, ClaimKind.ATTENDANCE, participant)


def _attendance(facts: DocumentFacts) -> Iterator[Claim]:
    """What sentences say of who comes to the conferences that are planned, and who does not.

    A sentence that does not tell of a conference by another sign tells of the one that the document has, if there is
    but one and the words name such an occasion.
    """
    plans = [m for m in facts.meetings if m.status is not MeetingStatus.HELD and m.kind is MeetingKind.CONFERENCE]
    kinds = {entity.id: entity.type for entity in facts.entities}
    parties = [m for m in facts.mentions if kinds.get(m.entity, EntityType.PLACE) is not EntityType.PLACE]
    told: set[Passage] = {passage for meeting in facts.meetings for passage in meeting.evidence}
    for behind in (facts.statements, facts.positions, facts.interactions):
        told.update(passage for fact in behind for passage in fact.evidence)
    for one in attending(sorted(told), parties) if plans else ():
        own = [plan for plan in plans if one.passage in plan.evidence]
        if not own and (len(plans) > 1 or not one.names_an_occasion):
            continue
        for plan in own or plans:
            claim = Claim(
                plan.key,
                ClaimKind.ATTENDANCE,
                one.words,
                (one.passage,),
                f"{one.attendance.value} beside a party" + ("" if own else " of the one conference that is planned"),
                participant=one.party,
                attendance=one.attendance,
                confidence=round(plan.confidence * (0.9 if own else 0.7), 3),
            )
            yield _attributed(claim, facts.statements, one.begin, one.end)


def _sharpened(claims: Iterable[Claim]) -> set[Claim]:
    """Claims, but not that somebody is expected where the same sentence says more of it."""
    found = set(claims)
    said = {
        (claim.meeting, claim.participant, claim.evidence)
        for claim in found
        if claim.kind is ClaimKind.ATTENDANCE and claim.attendance is not Attendance.EXPECTED
    }
    return {
        claim
        for claim in found
        if claim.attendance is not Attendance.EXPECTED or (claim.meeting, claim.participant, claim.evidence) not in said
    }


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
        attendance=Attendance.EXPECTED if kind is ClaimKind.ATTENDANCE else None,
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
