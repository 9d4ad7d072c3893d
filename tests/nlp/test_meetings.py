"""Who meets whom, where, when, in what state; and several sentences about one occasion."""

from __future__ import annotations

import datetime as dt

import pytest
from sentences import SCHEMES, article, read

from kg.model import Meeting, MeetingKind, MeetingStatus

OKORO = ("Jonas Okoro", "PERSON")
NORVALD = ("Inga Norvald", "PERSON")
LINDQVIST = ("Erik Lindqvist", "PERSON")
BOTH = ("inga-norvald", "jonas-okoro")


def meetings(*paragraphs: str, scheme: str = "ud") -> tuple[Meeting, ...]:
    text = "||".join(paragraphs)
    ents = [ent for ent in (OKORO, NORVALD, LINDQVIST) if ent[0].split()[0] in text]
    found: tuple[Meeting, ...] = read(article(*paragraphs, ents=ents, scheme=scheme), "kg_meetings")._.meetings
    return found


def only(*paragraphs: str, scheme: str = "ud") -> Meeting:
    found = meetings(*paragraphs, scheme=scheme)
    assert len(found) == 1, found
    return found[0]


# --- verbs ------------------------------------------------------------------------------------------------------------

MET = "Jonas NNP 2 nsubj|Okoro NNP 0 flat|met VBD 2 ROOT meet|Inga NNP 2 obj|Norvald NNP 3 flat"


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(
    "rows",
    [
        MET,
        "Jonas NNP 2 nsubj|Okoro NNP 0 flat|met VBD 2 ROOT meet|with IN 4 case|Inga NNP 2 obl|Norvald NNP 4 flat",
        "Jonas NNP 5 nsubj|Okoro NNP 0 flat|and CC 3 cc|Inga NNP 0 conj|Norvald NNP 3 flat|met VBD 5 ROOT meet",
        "Jonas NNP 2 nsubj|Okoro NNP 0 flat|spoke VBD 2 ROOT speak|to IN 4 case|Inga NNP 2 obl|Norvald NNP 4 flat",
        "Jonas NNP 2 nsubj|Okoro NNP 0 flat|received VBD 2 ROOT receive|Inga NNP 2 obj|Norvald NNP 3 flat",
        (
            "Jonas NNP 2 nsubj|Okoro NNP 0 flat|held VBD 2 ROOT hold|talks NNS 2 obj talk|with IN 5 case"
            "|Inga NNP 3 nmod|Norvald NNP 5 flat"
        ),
        (
            "talks NNS 7 nsubj talk|between IN 2 case|Jonas NNP 0 nmod|Okoro NNP 2 flat|and CC 5 cc"
            "|Inga NNP 2 conj|Norvald NNP 5 flat|ended VBD 7 ROOT end"
        ),
    ],
)
def test_who_takes_part(rows: str, scheme: str) -> None:
    meeting = only(rows, scheme=scheme)
    assert meeting.participants == BOTH
    assert meeting.status is MeetingStatus.HELD


@pytest.mark.parametrize(
    ("rows", "kind"),
    [
        (MET, MeetingKind.MEETING),
        (
            (
                "Jonas NNP 2 nsubj|Okoro NNP 0 flat|spoke VBD 2 ROOT speak|by IN 4 case|phone NN 2 obl"
                "|with IN 6 case|Inga NNP 2 obl|Norvald NNP 6 flat"
            ),
            MeetingKind.PHONE_CALL,
        ),
        (
            "Jonas NNP 2 nsubj|Okoro NNP 0 flat|phoned VBD 2 ROOT phone|Inga NNP 2 obj|Norvald NNP 3 flat",
            MeetingKind.PHONE_CALL,
        ),
        ("Jonas NNP 2 nsubj|Okoro NNP 0 flat|visited VBD 2 ROOT visit|Peru NNP 2 obj", MeetingKind.VISIT),
    ],
)
def test_kinds(rows: str, kind: MeetingKind) -> None:
    assert only(rows).kind is kind


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(
    "rows",
    [
        # to reporters
        "Jonas NNP 2 nsubj|Okoro NNP 0 flat|spoke VBD 2 ROOT speak|to IN 4 case|reporters NNS 2 obl reporter",
        # a news conference
        (
            "Jonas NNP 2 nsubj|Okoro NNP 0 flat|held VBD 2 ROOT hold|a DT 5 det|news NN 5 compound"
            "|conference NN 2 obj|in IN 7 case|Lima NNP 2 obl"
        ),
        # alone
        "Jonas NNP 2 nsubj|Okoro NNP 0 flat|met VBD 2 ROOT meet|critics NNS 2 obj critic",
        # denied
        (
            "Jonas NNP 4 nsubj|Okoro NNP 0 flat|did VBD 4 aux do|not RB 4 advmod|meet VB 4 ROOT|Inga NNP 4 obj"
            "|Norvald NNP 5 flat"
        ),
        # refused
        (
            "Jonas NNP 2 nsubj|Okoro NNP 0 flat|refused VBD 2 ROOT refuse|to TO 4 mark|meet VB 2 xcomp"
            "|Inga NNP 4 obj|Norvald NNP 5 flat"
        ),
        # another sense
        "Jonas NNP 2 nsubj|Okoro NNP 0 flat|called VBD 2 ROOT call|Peru NNP 2 obj|a DT 5 det|partner NN 2 xcomp",
    ],
)
def test_what_is_no_meeting(rows: str, scheme: str) -> None:
    assert meetings(rows, scheme=scheme) == ()


# --- place, time, topic -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", SCHEMES)
def test_place_and_day(scheme: str) -> None:
    meeting = only(f"{MET}|in IN 6 case|Nairobi NNP 2 obl|on IN 8 case|Monday NNP 2 obl", scheme=scheme)
    assert meeting.place == "nairobi"
    assert meeting.when is not None
    assert meeting.when.earliest == meeting.when.latest == dt.date(2014, 3, 17)


def test_a_country_visited_is_place_and_host() -> None:
    meeting = only("Jonas NNP 2 nsubj|Okoro NNP 0 flat|visited VBD 2 ROOT visit|Peru NNP 2 obj")
    assert (meeting.place, meeting.participants) == ("peru", ("jonas-okoro", "peru"))


def test_topics_stand_behind_on_and_about() -> None:
    rows = (
        "Jonas NNP 2 nsubj|Okoro NNP 0 flat|held VBD 2 ROOT hold|talks NNS 2 obj talk|with IN 5 case"
        "|Inga NNP 3 nmod|Norvald NNP 5 flat|on IN 9 case|Peruvian JJ 9 amod|debt NN 3 nmod"
    )
    (topic,) = only(rows).topics
    assert (topic.label, topic.about) == ("Peruvian debt", ("peru",))


# --- status -----------------------------------------------------------------------------------------------------------

WITH = "|Inga NNP {0} obj|Norvald NNP {1} flat"


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(
    ("rows", "status"),
    [
        ("Jonas NNP 3 nsubj|Okoro NNP 0 flat|will MD 3 aux|meet VB 3 ROOT" + WITH.format(3, 4), MeetingStatus.PLANNED),
        (
            ("Jonas NNP 3 nsubj|Okoro NNP 0 flat|should MD 3 aux|meet VB 3 ROOT") + WITH.format(3, 4),
            MeetingStatus.PROPOSED,
        ),
        (
            ("Jonas NNP 2 nsubj|Okoro NNP 0 flat|agreed VBD 2 ROOT agree|to TO 4 mark|meet VB 2 xcomp")
            + WITH.format(4, 5),
            MeetingStatus.PLANNED,
        ),
        (
            ("Jonas NNP 2 nsubj|Okoro NNP 0 flat|offered VBD 2 ROOT offer|to TO 4 mark|meet VB 2 xcomp")
            + WITH.format(4, 5),
            MeetingStatus.PROPOSED,
        ),
        (
            (
                "talks NNS 8 nsubj:pass talk|between IN 2 case|Jonas NNP 0 nmod|Okoro NNP 2 flat|and CC 5 cc"
                "|Inga NNP 2 conj|Norvald NNP 5 flat|were VBD 8 aux:pass be|cancelled VBN 8 ROOT cancel"
            ),
            MeetingStatus.CANCELLED,
        ),
        (
            (
                "talks NNS 9 nsubj:pass talk|between IN 2 case|Jonas NNP 0 nmod|Okoro NNP 2 flat|and CC 5 cc"
                "|Inga NNP 2 conj|Norvald NNP 5 flat|have VBP 9 aux|been VBN 9 aux:pass be"
                "|postponed VBN 9 ROOT postpone"
            ),
            MeetingStatus.PLANNED,
        ),
        (MET, MeetingStatus.HELD),
    ],
)
def test_where_it_stands(rows: str, status: MeetingStatus, scheme: str) -> None:
    found = meetings(rows, scheme=scheme)
    assert [m.status for m in found] == [status]


def test_a_day_to_come_makes_a_plan_of_a_plain_noun() -> None:
    rows = (
        "talks NNS 7 nsubj talk|between IN 2 case|Jonas NNP 0 nmod|Okoro NNP 2 flat|and CC 5 cc"
        "|Inga NNP 2 conj|Norvald NNP 5 flat|begin VBP 7 ROOT|on IN 9 case|Thursday NNP 7 obl"
    )
    meeting = only(rows)
    assert meeting.status is MeetingStatus.PLANNED
    assert meeting.when is not None
    assert meeting.when.earliest == dt.date(2014, 3, 20)


# --- several sentences ------------------------------------------------------------------------------------------------

STOP = "|. . 2 punct"


def test_a_second_telling_of_the_same_two_is_the_same_occasion() -> None:
    again = (
        "Inga NNP 2 nsubj|Norvald NNP 0 flat|met VBD 2 ROOT meet|Jonas NNP 2 obj|Okoro NNP 3 flat"
        "|in IN 6 case|Nairobi NNP 2 obl"
    )
    meeting = only(f"{MET}{STOP}||{again}{STOP}")
    assert len(meeting.evidence) == 2
    assert meeting.place == "nairobi"


def test_other_days_and_other_people_are_other_occasions() -> None:
    monday, friday = f"{MET}|on IN 6 case|Monday NNP 2 obl{STOP}", f"{MET}|on IN 6 case|Friday NNP 2 obl{STOP}"
    assert len(meetings(f"{monday}||{friday}")) == 2
    other = "Jonas NNP 2 nsubj|Okoro NNP 0 flat|met VBD 2 ROOT meet|Erik NNP 2 obj|Lindqvist NNP 3 flat"
    assert len(meetings(f"{MET}{STOP}||{other}{STOP}")) == 2


def test_what_came_after_a_meeting_is_another_occasion() -> None:
    after = (
        "After IN 2 case|the DT 2 det|meeting NN 9 obl|, , 9 punct|Jonas NNP 9 nsubj|Okoro NNP 4 flat|and CC 7 cc"
        "|Inga NNP 4 conj|Norvald NNP 7 flat|met VBD 9 ROOT meet|Erik NNP 9 obj|Lindqvist NNP 10 flat"
    )
    assert [len(m.participants) for m in meetings(f"{MET}{STOP}||{after}")] == [2, 3]


def test_a_call_is_never_the_meeting() -> None:
    call = "Jonas NNP 2 nsubj|Okoro NNP 0 flat|phoned VBD 2 ROOT phone|Inga NNP 2 obj|Norvald NNP 3 flat"
    assert [m.kind for m in meetings(f"{MET}{STOP}||{call}{STOP}")] == [MeetingKind.MEETING, MeetingKind.PHONE_CALL]


def test_keys_number_the_meetings_in_text_order() -> None:
    other = "Jonas NNP 2 nsubj|Okoro NNP 0 flat|met VBD 2 ROOT meet|Erik NNP 2 obj|Lindqvist NNP 3 flat"
    found = meetings(f"{MET}{STOP}||{other}{STOP}")
    assert [m.key for m in found] == ["m1", "m2"]
    assert found[0].evidence < found[1].evidence


def test_the_more_is_told_the_surer_it_is() -> None:
    plain, told = only(MET), only(f"{MET}|in IN 6 case|Nairobi NNP 2 obl|on IN 8 case|Monday NNP 2 obl")
    assert 0 < plain.confidence < told.confidence <= 1
