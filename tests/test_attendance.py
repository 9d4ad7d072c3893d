"""Who is said to come to a planned occasion, to stay away, to be asked or left out, and how that moved."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

import pytest
from whole_graph import quads_of

from kg.history import meeting_history
from kg.kinds import Attendance
from kg.model import (
    Document,
    DocumentFacts,
    Entity,
    EntityType,
    Interval,
    Meeting,
    MeetingKind,
    MeetingStatus,
    Mention,
    MentionKind,
    Passage,
    Precision,
    Section,
    SectionKind,
    Statement,
    TimeExpression,
)
from kg.resolve import resolve
from kg.resolve.claims import claims_of
from kg.resolved import Claim, ClaimKind
from kg.store import MemoryGraph
from kg.validate import validate

NAMES = {
    "Iran": EntityType.COUNTRY, "Syria": EntityType.COUNTRY, "Saudi Arabia": EntityType.COUNTRY,
    "Ban": EntityType.PERSON, "the rebels": EntityType.ORGANIZATION, "Geneva": EntityType.PLACE,
    "Switzerland": EntityType.COUNTRY, "Montreux": EntityType.PLACE,
}  # fmt: skip
ENTITIES = tuple(Entity(name.lower().replace(" ", "-"), kind, name) for name, kind in NAMES.items())
WILL, AWAY, INVITED, OUT, OPEN = (
    Attendance.WILL_ATTEND, Attendance.STAYS_AWAY, Attendance.INVITED, Attendance.NOT_INVITED, Attendance.UNDECIDED,
)  # fmt: skip


def article(text: str, name: str = "a", published: dt.date = dt.date(2014, 1, 13), **more) -> DocumentFacts:
    """An article whose one sentence tells of a conference that is planned."""
    sentence = Passage(0, len(text), text)
    mentions = tuple(
        Mention(*found.span(), found[0], entity.id, MentionKind.NAME, "test")
        for entity in ENTITIES
        for found in re.finditer(rf"\b{entity.name}\b", text)
    )
    when = Interval(dt.date(2014, 1, 22), dt.date(2014, 1, 22), Precision.DAY)
    plan = Meeting("m", MeetingKind.CONFERENCE, MeetingStatus.PLANNED, ("syria",), (sentence,), "t", "geneva", when)
    return DocumentFacts(
        Document(name, text, published, name, (Section(SectionKind.BODY, 0, len(text)),)),
        "test",
        ENTITIES,
        mentions,
        meetings=more.pop("meetings", (plan,)),
        **more,
    )


def said(facts: DocumentFacts) -> set[tuple[str, Attendance]]:
    told = (claim for claim in claims_of(facts) if claim.kind is ClaimKind.ATTENDANCE)
    return {(str(claim.participant), claim.attendance) for claim in told if claim.attendance is not Attendance.EXPECTED}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Iran will attend the conference.", {("iran", WILL)}),
        ("Iran has agreed to take part in the talks.", {("iran", WILL)}),
        ("Iran and Saudi Arabia are expected to attend the talks.", {("iran", WILL), ("saudi-arabia", WILL)}),
        ("Iran will not attend the talks.", {("iran", AWAY)}),
        ("Iran won't take part, but the rebels will.", {("iran", AWAY)}),
        ("Iran is not expected to participate in the talks.", {("iran", AWAY)}),
        ("the rebels refused to attend the talks with Syria.", {("the-rebels", AWAY)}),
        ("the rebels threatened to boycott the talks.", {("the-rebels", AWAY)}),
        ("Ban invited Iran to the talks.", {("iran", INVITED)}),
        ("Iran was invited to the talks.", {("iran", INVITED)}),
        ("Iran was not invited to the talks.", {("iran", OUT)}),
        ("Ban invited thirty countries but excluded Iran.", {("iran", OUT)}),
        ("Ban withdrew his invitation to Iran.", {("iran", OUT)}),
        ("the rebels have not decided whether to attend the talks.", {("the-rebels", OPEN)}),
        ("the rebels have yet to decide if they will attend.", {("the-rebels", OPEN)}),
        # What is wished, or was not done, says nothing of who comes.
        ("Ban said Iran should attend the talks.", set()),
        ("Ban hopes that Iran will attend the talks.", set()),
        ("Ban wants to ensure that the rebels will take part.", set()),
        ("Ban has not excluded Iran.", set()),
        ("The talks in Geneva will be about Syria.", set()),
    ],
)
def test_what_a_sentence_says_of_who_comes(text: str, found: set[tuple[str, Attendance]]) -> None:
    assert said(article(text)) == found


def test_the_words_and_the_speaker_are_kept() -> None:
    text = "Syria said it will attend the talks, Ban said."
    content = "Syria said it will attend the talks"
    speaks = Statement("ban", (Passage(0, len(text), text),), "t", content=content)
    (claim,) = [c for c in claims_of(article(text, statements=(speaks,))) if c.attendance is WILL]
    assert (claim.participant, claim.words, claim.said_by) == ("syria", "Syria said it will attend", "ban")
    assert claim.evidence == (Passage(0, len(text), text),)


def test_who_is_expected_is_not_told_twice_where_the_sentence_says_more() -> None:
    told = [c.attendance for c in claims_of(article("Syria will attend.")) if c.kind is ClaimKind.ATTENDANCE]
    assert told == [WILL]


def test_a_place_beside_a_time_of_the_plan_is_claimed() -> None:
    def places(text: str, words: str) -> set[str | None]:
        facts = article(text)
        begin = text.index(words)
        (plan,) = facts.meetings
        time = TimeExpression(begin, begin + len(words), words, plan.when, "day")
        return {c.place for c in claims_of(replace(facts, times=(time,))) if c.kind is ClaimKind.PLACE}

    assert places("They are set for Jan. 22 in Switzerland.", "Jan. 22") == {"geneva", "switzerland"}
    assert places("They are set in Montreux on Jan. 22.", "Jan. 22") == {"geneva", "montreux"}
    assert places("They are set for Jan. 22, said Switzerland.", "Jan. 22") == {"geneva"}


def test_a_sentence_elsewhere_counts_where_one_conference_alone_is_planned() -> None:
    text = "The conference is set. Iran will attend the talks. Ban will attend a concert."
    plan = Meeting("m", MeetingKind.CONFERENCE, MeetingStatus.PLANNED, (), (Passage(0, 22, text[:22]),), "t", "geneva")
    others = tuple(
        Statement("ban", (Passage(begin, end, text[begin:end]),), "t", content="x")
        for begin, end in ((23, 50), (51, 77))
    )
    facts = article(text, meetings=(plan,), statements=others)
    assert said(facts) == {("iran", WILL)}
    second = Meeting(
        "n", MeetingKind.CONFERENCE, MeetingStatus.PLANNED, (), (Passage(0, 22, text[:22]),), "t", "montreux"
    )
    assert said(article(text, meetings=(plan, second), statements=others)) == set()


def test_how_a_partys_coming_moved_is_told_with_each_occasion() -> None:
    corpus = (
        article("Ban invited Iran to the talks with Syria.", "a", dt.date(2014, 1, 10)),
        article("Iran will attend the talks with Syria.", "b", dt.date(2014, 1, 12)),
        article("Ban withdrew his invitation to Iran and not to Syria.", "c", dt.date(2014, 1, 20)),
    )
    graph = MemoryGraph.from_quads(quads_of(corpus))
    assert validate(graph).violations == ()
    (occasion,) = resolve(corpus).occasions
    history = meeting_history(graph, occasion.meeting.key)
    moved = [(turn.before, turn.after, turn.document) for turn in history.turns if turn.participant == "iran"]
    assert moved == [(None, "Invited", "a"), ("Invited", "WillAttend", "b"), ("WillAttend", "NotInvited", "c")]
    claims = [(c.value, c.attendance, c.as_of) for c in history.attendance if c.value == "iran"]
    assert claims == [
        ("iran", "Invited", "2014-01-10"),
        ("iran", "WillAttend", "2014-01-12"),
        ("iran", "NotInvited", "2014-01-20"),
    ]
    assert all(claim.evidence for claim in history.attendance)
    taken_back = MemoryGraph.from_quads(quads_of(corpus[:2]))
    left = meeting_history(taken_back, occasion.meeting.key).turns
    assert [turn.after for turn in left if turn.participant == "iran"] == ["Invited", "WillAttend"]


def test_claims_do_not_depend_on_the_order_of_facts() -> None:
    text = "Iran will attend and the rebels refused to take part in the talks."
    facts = article(text)
    backwards: tuple[Claim, ...] = claims_of(replace(facts, entities=facts.entities[::-1]))
    assert backwards == claims_of(facts)
