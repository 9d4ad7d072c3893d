"""The model as JSON: what comes back equals what went in, and nothing else comes back."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.codec import decode, encode
from kg.errors import InputError
from kg.model import (
    Candidate,
    Document,
    DocumentFacts,
    Entity,
    EntityType,
    EventType,
    Interaction,
    Interval,
    Issue,
    Meeting,
    MeetingKind,
    MeetingStatus,
    Mention,
    MentionKind,
    Passage,
    Position,
    Precision,
    Section,
    SectionKind,
    Stance,
    Statement,
    Tenure,
    TimeExpression,
)

text = st.text(max_size=12)
maybe = st.none() | text
names = st.lists(text, max_size=3).map(tuple)
offset = st.integers(0, 10_000)
number = st.floats(allow_nan=False, allow_infinity=False)
days = st.dates()


def some(strategy: st.SearchStrategy) -> st.SearchStrategy:
    return st.lists(strategy, max_size=2).map(tuple)


intervals = st.builds(
    lambda one, other, precision: Interval(min(one, other), max(one, other), precision),
    days,
    days,
    st.sampled_from(Precision),
) | st.builds(Interval, days, st.none(), st.sampled_from(Precision))
passages = some(st.builds(Passage, offset, offset, text))
issues = st.builds(Issue, text, names)
candidates = some(st.builds(Candidate, text, number, text))
told = {"evidence": passages, "rule": text, "confidence": number}
meetings = st.builds(
    Meeting,
    key=text,
    kind=st.sampled_from(MeetingKind),
    status=st.sampled_from(MeetingStatus),
    participants=names,
    place=maybe,
    when=st.none() | intervals,
    minutes=st.none() | offset,
    topics=some(issues),
    part_of=maybe,
    **told,
)
facts = st.builds(
    DocumentFacts,
    document=st.builds(
        Document,
        id=text,
        text=text,
        published=days,
        title=text,
        sections=some(st.builds(Section, st.sampled_from(SectionKind), offset, offset)),
        author=maybe,
        publisher=maybe,
        url=maybe,
    ),
    pipeline=text,
    entities=some(
        st.builds(Entity, text, st.sampled_from(EntityType), text, names, maybe, maybe, number, number, st.booleans())
    ),
    mentions=some(
        st.builds(Mention, offset, offset, text, text, st.sampled_from(MentionKind), text, number, candidates)
    ),
    times=some(
        st.builds(TimeExpression, offset, offset, text, st.none() | intervals, text, st.none() | offset, number)
    ),
    tenures=some(st.builds(Tenure, person=text, title=text, jurisdiction=maybe, former=st.booleans(), **told)),
    meetings=some(meetings),
    positions=some(
        st.builds(Position, holder=text, issue=issues, stance=st.sampled_from(Stance), asserted_by=maybe, **told)
    ),
    statements=some(st.builds(Statement, speaker=maybe, quote=maybe, content=maybe, audience=names, via=maybe, **told)),
    interactions=some(
        st.builds(
            Interaction,
            source=text,
            target=text,
            event_type=st.sampled_from(EventType),
            when=st.none() | intervals,
            **told,
        )
    ),
)

ENTITY = {"id": "iran", "type": "Country", "name": "Iran"}


@given(facts)
def test_facts_come_back_as_they_were(value: DocumentFacts) -> None:
    written = encode(value)
    assert decode(DocumentFacts, written, "test") == value
    assert encode(decode(DocumentFacts, written, "test")) == written
    written.encode("utf-8")


def test_what_holds_its_default_is_left_out() -> None:
    assert json.loads(encode(Entity("iran", EntityType.COUNTRY, "Iran"))) == ENTITY
    assert decode(Entity, json.dumps(ENTITY), "test") == Entity("iran", EntityType.COUNTRY, "Iran")


@pytest.mark.parametrize(
    ("written", "complaint"),
    [
        ("{", "not a Entity"),
        ("[]", "expected dict, found list"),
        (json.dumps(ENTITY | {"colour": "green"}), "no field 'colour'"),
        (json.dumps({"id": "iran", "type": "Country"}), "lacks 'name'"),
        (json.dumps(ENTITY | {"type": "Planet"}), "Planet"),
        (json.dumps(ENTITY | {"name": 5}), "expected str, found int"),
        (json.dumps(ENTITY | {"name": None}), "expected str, found NoneType"),
        (json.dumps(ENTITY | {"named": 1}), "expected bool, found int"),
        (json.dumps(ENTITY | {"aliases": "Persia"}), "expected list, found str"),
        (json.dumps(ENTITY | {"latitude": True}), "expected float, found bool"),
        (json.dumps(ENTITY | {"latitude": float("nan")}), "not a finite number"),
    ],
)
def test_anything_else_is_refused_and_named(written: str, complaint: str) -> None:
    with pytest.raises(InputError, match=complaint) as caught:
        decode(Entity, written, "ledger row 7")
    assert caught.value.source == "ledger row 7"


def test_dates_and_intervals_are_checked_as_the_model_checks_them() -> None:
    backwards = {"earliest": "2013-06-12", "latest": "2013-06-10", "precision": "range"}
    with pytest.raises(InputError, match="ends"):
        decode(Interval, json.dumps(backwards), "test")
    with pytest.raises(InputError, match="isoformat"):
        decode(Interval, json.dumps(backwards | {"earliest": "June"}), "test")


def test_only_values_of_the_model_are_written() -> None:
    with pytest.raises(TypeError, match="set has no place"):
        encode(Issue("talks", {"iran"}))  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="JSON compliant"):
        encode(Candidate("iran", float("inf"), "test"))


def test_an_int_where_a_float_stands_is_read_as_one() -> None:
    value = decode(Candidate, '{"entity":"iran","score":1,"reason":"test"}', "test")
    assert type(value.score) is float


def test_dates_come_back_as_dates() -> None:
    interval = Interval(dt.date(2013, 6, 10), None, Precision.RANGE)
    assert decode(Interval, encode(interval), "test") == interval
