"""What encloses what, and what was planned before: through the pipeline that ships, in sentences of news."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from test_phenomena import PUBLISHED, shown

from kg.model import Document, DocumentFacts, Meeting, MeetingKind, Section, SectionKind
from kg.nlp.annotator import Annotator


@pytest.fixture(scope="module")
def meetings(annotator: Annotator) -> Callable[[str], tuple[Meeting, ...]]:
    def found(text: str) -> tuple[Meeting, ...]:
        document = Document("d", text, PUBLISHED, "", (Section(SectionKind.BODY, 0, len(text)),))
        (facts,) = annotator([document])
        assert isinstance(facts, DocumentFacts)
        return facts.meetings

    return found


ENCLOSED: list[tuple[str, str, str, str | None]] = [
    (
        "The foreign ministers of Peru and Chile met on the sidelines of the APEC summit in Lima on Monday.",
        "chile+peru",
        "asia-pacific-economic-cooperation+chile+peru",
        "lima",
    ),
    (
        "Kenya and Uganda held talks on the border at the African Union summit in Addis Ababa.",
        "kenya+uganda",
        "african-union+kenya+uganda",
        "addis-ababa",
    ),
    (
        "Erna Solberg held talks with Icelandic President Olafur Ragnar Grimsson during the U.N. General Assembly.",
        "erna-solberg+olafur-ragnar-grimsson",
        "erna-solberg+olafur-ragnar-grimsson+united-nations-general-assembly",
        None,
    ),
    ("Danish and Polish officials met as part of the Geneva talks.", "denmark+poland", "denmark+poland", "geneva"),
    (
        "Latvian President Andris Berzins met Omani officials during a visit to Muscat.",
        "andris-berzins+oman",
        "andris-berzins+oman",
        "muscat",
    ),
    (
        "Malawi and Zambia will meet on the margins of a NATO summit in Newport in September.",
        "malawi+zambia",
        "malawi+nato+zambia",
        "newport",
    ),
]


@pytest.mark.parametrize(("text", "inside", "around", "place"), ENCLOSED, ids=[row[1] for row in ENCLOSED])
def test_a_meeting_is_part_of_what_it_is_held_at(
    meetings: Callable[[str], tuple[Meeting, ...]], text: str, inside: str, around: str, place: str | None
) -> None:
    found = meetings(text)
    inner = next(m for m in found if m.part_of is not None)
    outer = next(m for m in found if m.key == inner.part_of)
    assert "+".join(inner.participants) == inside
    assert "+".join(outer.participants) == around
    assert (inner.place, outer.place) == (place, place)
    assert outer.part_of is None
    assert len(found) == 2


def test_who_meets_a_host_is_on_the_visit(meetings: Callable[[str], tuple[Meeting, ...]]) -> None:
    visit, meeting = meetings("Croatian President Ivo Josipovic arrived in Ankara on Monday. He met Abdullah Gul.")
    assert meeting.part_of == visit.key
    assert (meeting.place, meeting.when) == ("ankara", None)  # the day of arrival is not that of the meeting


def test_who_meets_others_is_not(meetings: Callable[[str], tuple[Meeting, ...]]) -> None:
    found = meetings("Ivo Josipovic visited Turkey last week. Croatian President Ivo Josipovic met Viktor Orban.")
    assert {m.part_of for m in found} == {None}


@pytest.mark.parametrize(
    "text",
    [
        "Laos and Thailand met ahead of the ASEAN summit in Naypyidaw.",
        "Turkey and Greece met in Izmir on Friday to discuss the islands.",
        "Spain and Morocco discussed the strait at a meeting in Rabat.",
        "Fiji and Tonga met in Suva. A summit in Apia ended on Friday.",
    ],
)
def test_what_only_comes_after_or_is_the_same_encloses_nothing(
    meetings: Callable[[str], tuple[Meeting, ...]], text: str
) -> None:
    assert [m.part_of for m in meetings(text)] in ([None], [None, None])


def test_a_summit_does_not_last_as_long_as_a_meeting_at_it(meetings: Callable[[str], tuple[Meeting, ...]]) -> None:
    found = meetings("Peru and Chile met for an hour on the sidelines of an APEC summit in Lima.")
    assert {m.kind: m.minutes for m in found} == {MeetingKind.MEETING: 60, MeetingKind.CONFERENCE: None}


PUT_OFF = [
    ("The meeting between Mongolia and Japan was postponed from May 3 to May 9.", "2014-05-09", ["2014-05-03"]),
    ("The conference of African Union leaders, originally scheduled for March, is now set for May 12.",
     "2014-05-12", ["2014-03"]),
    ("Talks between Peru and Chile, scheduled for Thursday, have been put off indefinitely.", "-", ["2014-03-20"]),
    ("Bulgaria delayed a meeting with Serbia planned for Friday.", "-", ["2014-03-21"]),
    ("Estonia and Latvia moved their summit in Parnu from April 8 to April 20.", "2014-04-20", ["2014-04-08"]),
    ("Benin and Togo have adjourned until Thursday their talks in Lome.", "2014-03-20", []),
    ("Slovenian Prime Minister Alenka Bratusek on Monday postponed a visit to Austria.", "-", []),
    ("Ghana and Mali will meet in Accra on Friday.", "2014-03-21", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "when", "previous"), PUT_OFF, ids=[row[0][:40] for row in PUT_OFF])
def test_what_is_put_off_keeps_both_dates(
    meetings: Callable[[str], tuple[Meeting, ...]], text: str, when: str, previous: list[str]
) -> None:
    (meeting,) = meetings(text)
    assert shown(meeting.when) == when
    assert [shown(one) for one in meeting.previous] == previous


def test_an_earlier_telling_of_the_old_date_is_the_same_occasion(
    meetings: Callable[[str], tuple[Meeting, ...]],
) -> None:
    (meeting,) = meetings(
        "Fiji and Samoa will hold talks in Apia on Friday. The talks were put off from Friday to April 2."
    )
    assert shown(meeting.when) == "2014-04-02"
    assert [one.earliest for one in meeting.previous] == [dt.date(2014, 3, 21)]
