"""What documents share: the same entity, the same occasion, whatever order they come in."""

from __future__ import annotations

import datetime as dt
import itertools
import random
from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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
    Occasion,
    Office,
    Passage,
    Position,
    Precision,
    Section,
    SectionKind,
    Stance,
    Statement,
    Tenure,
)
from kg.resolve import Join, Resolution, resolve

MAY_27 = dt.date(2013, 5, 27)
SENTENCE = Passage(0, 10, "They  met.")


def day(date: dt.date) -> Interval:
    return Interval(date, date, Precision.DAY)


def person(name: str, *aliases: str, **more) -> Entity:
    return Entity(name.lower().replace(" ", "-"), EntityType.PERSON, name, aliases, **more)


def facts_of(identifier: str, published: dt.date = MAY_27, **found: Iterable[object]) -> DocumentFacts:
    document = Document(identifier, "They  met.", published, "t", (Section(SectionKind.BODY, 0, 10),))
    return DocumentFacts(document, "fake 1", **{name: tuple(values) for name, values in found.items()})


def met(*who: str, key: str = "m1", begin: int = 0, **more) -> Meeting:
    told = {
        "kind": MeetingKind.MEETING,
        "status": MeetingStatus.HELD,
        "place": "paris",
        "when": day(MAY_27),
        "rule": "test",
    }
    evidence = (Passage(begin, begin + 10, "They  met."),)
    return Meeting(key=key, participants=tuple(sorted(who)), evidence=evidence, **(told | more))


def occasions(*accounts: Meeting | tuple[Meeting, ...]) -> tuple[Occasion, ...]:
    """Of documents a, b, c ..., each a day later than the one before, with these meetings."""
    told = [one if isinstance(one, tuple) else (one,) for one in accounts]
    return resolve(
        facts_of("abcdef"[n], MAY_27 + dt.timedelta(days=n), meetings=meetings) for n, meetings in enumerate(told)
    ).occasions


def names(resolution: Resolution) -> dict[str, tuple[str, tuple[str, ...]]]:
    return {entity.id: (entity.name, entity.aliases) for entity in resolution.entities}


# --- entities ---------------------------------------------------------------------------------------------------------


def test_one_entity_an_id_with_the_names_of_all_documents() -> None:
    lavrov = person("Sergey Lavrov", "Lavrov", wikidata="Q58217")
    seen = Mention(0, 14, "Sergei\n Lavrov", "sergey-lavrov", MentionKind.NAME, "test")
    pronoun = Mention(0, 2, "he", "sergey-lavrov", MentionKind.PRONOUN, "test")
    resolution = resolve(
        [
            facts_of("a", entities=[lavrov], mentions=[seen, pronoun]),
            facts_of("b", entities=[replace(lavrov, aliases=("Russia's Lavrov",))]),
        ]
    )
    assert resolution.entities == (replace(lavrov, aliases=("Lavrov", "Russia's Lavrov", "Sergei Lavrov")),)


def test_the_gazetteers_name_wins_over_a_more_frequent_one() -> None:
    known, unknown = person("Lavrov Sergey", wikidata="Q58217"), person("Lavrov Sergey")
    told = [facts_of(name, entities=[replace(unknown, name="Sergei L. Lavrov")]) for name in "abc"]
    assert names(resolve([*told, facts_of("d", entities=[known])])) == {
        "lavrov-sergey": ("Lavrov Sergey", ("Sergei L. Lavrov",))
    }


def test_else_the_most_frequent_name_wins_and_of_equals_the_longest() -> None:
    variants = [replace(person("X Y"), name=name) for name in ("Ahmad Jarba", "Ahmad Jarba", "Ahmad al-Jarba of Homs")]
    entity = resolve(facts_of(str(n), entities=[one]) for n, one in enumerate(variants)).entities[0]
    assert entity.name == "Ahmad Jarba"
    entity = resolve(facts_of(str(n), entities=[one]) for n, one in enumerate(variants[1:])).entities[0]
    assert entity.name == "Ahmad al-Jarba of Homs"


def test_type_place_and_link_are_those_most_documents_give() -> None:
    place = Entity("geneva", EntityType.PLACE, "Geneva", (), "Q71", "switzerland", 46.2, 6.1)
    odd = Entity("geneva", EntityType.PERSON, "Geneva")
    swiss = Entity("switzerland", EntityType.COUNTRY, "Switzerland", wikidata="Q39")
    told = [facts_of("a", entities=[place, swiss]), facts_of("b", entities=[odd]), facts_of("c", entities=[place])]
    assert resolve(told).entities == (place, swiss)


def test_an_entity_is_in_no_place_that_the_graph_lacks() -> None:
    place = Entity("geneva", EntityType.PLACE, "Geneva", (), "Q71", "switzerland")
    assert resolve([facts_of("a", entities=[place])]).entities == (replace(place, located_in=None),)


def test_a_surname_joins_the_one_person_who_has_it() -> None:
    resolution = resolve(
        [
            facts_of("a", entities=[person("Sergey Lavrov")]),
            facts_of("b", entities=[person("Lavrov", "Mr. Lavrov")], meetings=[met("kerry", "lavrov")]),
            facts_of("c", entities=[person("Bashar al-Assad"), person("John Kerry")]),
            facts_of("d", entities=[person("Assad"), person("Kerry")]),
        ]
    )
    assert {join.entity: join.into for join in resolution.joins} == {
        "assad": "bashar-al-assad",
        "kerry": "john-kerry",
        "lavrov": "sergey-lavrov",
    }
    assert resolution.joins[2] == Join(
        "lavrov", "sergey-lavrov", "the only person with the surname 'lavrov' who is named in full", 0.75
    )
    assert names(resolution) == {
        "bashar-al-assad": ("Bashar al-Assad", ("Assad",)),
        "john-kerry": ("John Kerry", ("Kerry",)),
        "sergey-lavrov": ("Sergey Lavrov", ("Lavrov", "Mr. Lavrov")),
    }
    assert resolution.occasions[0].meeting.participants == ("john-kerry", "sergey-lavrov")


@pytest.mark.parametrize(
    ("other", "why"),
    [
        (person("Dzhokhar Tsarnaev"), "two have the surname"),
        (Entity("x", EntityType.ORGANIZATION, "House Tsarnaev"), "no person"),
        (replace(person("Tamerlan Tsarnaev"), named=False), "no name"),
    ],
)
def test_where_it_is_not_sure_a_surname_stays_apart(other: Entity, why: str) -> None:
    full = [person("Tamerlan Tsarnaev")] if why == "two have the surname" else []
    resolution = resolve([facts_of("a", entities=[*full, other]), facts_of("b", entities=[person("Tsarnaev")])])
    assert resolution.joins == ()
    assert "tsarnaev" in names(resolution)


def test_a_known_person_of_one_name_stays_who_he_is() -> None:
    known = person("Suharto", wikidata="Q24562")
    assert not resolve([facts_of("a", entities=[known, person("Tommy Suharto")])]).joins


def test_titles_that_differ_in_case_are_one_office() -> None:
    tenures = [
        Tenure("sergey-lavrov", title, "russia", (SENTENCE,), "test")
        for title in ("foreign minister", "Foreign Minister", "Foreign Minister")
    ]
    other = Tenure("x", "Spokesman", None, (SENTENCE,), "test")
    told = [facts_of(str(n), tenures=[tenure, other]) for n, tenure in enumerate(tenures)]
    assert resolve(told).offices == (Office("Spokesman", None), Office("Foreign Minister", "russia"))


# --- occasions --------------------------------------------------------------------------------------------------------


def test_the_same_meeting_told_twice_is_one_occasion() -> None:
    talks = met("fabius", "kerry", "lavrov", place=None, kind=MeetingKind.TALKS)
    (occasion,) = occasions(met("kerry", "lavrov"), talks)
    assert occasion.documents == ("a", "b")
    assert occasion.reason == "b: on the same day, both with kerry and lavrov (0.9)"
    assert occasion.meeting.participants == ("fabius", "kerry", "lavrov")
    assert (occasion.meeting.place, occasion.meeting.kind) == ("paris", MeetingKind.TALKS)
    assert occasion.meeting.evidence == ()


def test_the_latest_account_counts_and_what_it_leaves_open_the_one_before_says() -> None:
    syria = Issue("Syria", ("syria",))
    promised = met("kerry", "lavrov", status=MeetingStatus.PLANNED, minutes=30, topics=(syria,), confidence=0.9)
    held = met("kerry", "lavrov", place=None, topics=(Issue("Iran"), Issue("Syria", ("iran",))), confidence=0.5)
    (occasion,) = occasions(promised, held)
    assert occasion.meeting.status is MeetingStatus.HELD
    assert (occasion.meeting.place, occasion.meeting.minutes) == ("paris", 30)
    assert occasion.meeting.topics == (Issue("Iran"), Issue("Syria", ("iran", "syria")))
    assert occasion.meeting.confidence == 0.9


JUNE = Interval(dt.date(2013, 6, 1), dt.date(2013, 6, 30), Precision.MONTH)
PHONE = MeetingKind.PHONE_CALL
MAY_28 = day(dt.date(2013, 5, 28))
DAYS = Interval(dt.date(2013, 6, 10), dt.date(2013, 6, 12), Precision.RANGE)
CONFERENCE = {"kind": MeetingKind.CONFERENCE, "place": "geneva"}


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        pytest.param(met("kerry", "lavrov"), met("kerry", "lavrov", place="moscow"), False, id="two places"),
        pytest.param(met("kerry", "lavrov"), met("kerry", "lavrov", when=MAY_28), False, id="two days"),
        pytest.param(met("kerry", "lavrov"), met("kerry", "lavrov", kind=PHONE), False, id="two kinds"),
        pytest.param(met("kerry", "lavrov"), met("kerry", "fabius"), False, id="one participant in common"),
        pytest.param(met("kerry", "lavrov"), met("kerry"), True, id="all of the one's, at one place"),
        pytest.param(met("kerry", "lavrov"), met("kerry", place=None), False, id="all of the one's, place unknown"),
        pytest.param(met(), met(), False, id="nobody"),
        pytest.param(met("kerry", "lavrov", when=None), met("kerry", "lavrov", when=None), False, id="no time"),
        pytest.param(met("kerry", "lavrov", when=DAYS), met("kerry", "lavrov", when=DAYS), True, id="one range"),
        pytest.param(met("kerry", "lavrov", when=JUNE), met("kerry", "lavrov", when=JUNE), False, id="once in June"),
        pytest.param(
            met("syria", "usa", when=JUNE, **CONFERENCE),
            met("syria", "usa", when=JUNE, **CONFERENCE),
            True,
            id="the conference in June in Geneva",
        ),
        pytest.param(
            met("syria", "usa", when=JUNE, **CONFERENCE),
            met("syria", "usa", when=JUNE, kind=MeetingKind.CONFERENCE, place=None),
            False,
            id="a conference in June somewhere",
        ),
        pytest.param(
            met("kerry", "lavrov", when=replace(JUNE, precision=Precision.RANGE)),
            met("kerry", "lavrov", when=JUNE),
            False,
            id="a range and a month",
        ),
    ],
)
def test_accounts_are_one_only_where_it_is_sure(one: Meeting, other: Meeting, together: bool) -> None:
    assert len(occasions(one, other)) == (1 if together else 2)
    assert len(occasions(other, one)) == (1 if together else 2)


def test_an_open_time_and_a_long_range_hold_nothing_together() -> None:
    spring = Interval(dt.date(2013, 3, 1), dt.date(2013, 5, 31), Precision.RANGE)
    august = Interval(dt.date(2013, 8, 1), None, Precision.DAY)
    for when in (spring, august):
        assert len(occasions(met("kerry", "lavrov", when=when), met("kerry", "lavrov", when=when))) == 2


def test_two_meetings_of_one_document_are_never_one() -> None:
    talks, dinner = met("kerry", "lavrov"), met("fabius", "kerry", "lavrov", key="m2", begin=20)
    told = occasions((talks, dinner), met("kerry", "lavrov"))
    assert sorted((o.documents, o.meeting.participants) for o in told) == [
        (("a",), ("fabius", "kerry", "lavrov")),
        (("a", "b"), ("kerry", "lavrov")),
    ]


@pytest.mark.parametrize("places", [*list(itertools.permutations(["paris", "moscow", None]))])
def test_accounts_that_conflict_are_not_joined_through_a_third(places: tuple[str | None, ...]) -> None:
    told = occasions(*(met("kerry", "lavrov", place=place) for place in places))
    assert sorted(len(occasion.documents) for occasion in told) == [1, 2]


def test_an_account_joins_the_occasion_most_like_it() -> None:
    talks, dinner = met("kerry", "lavrov"), met("fabius", "kerry", "lavrov", key="m2", begin=20)
    told = occasions(dinner, (talks, dinner), talks)
    assert sorted((o.documents, o.meeting.participants) for o in told) == [
        (("a", "b"), ("fabius", "kerry", "lavrov")),
        (("b", "c"), ("kerry", "lavrov")),
    ]


def test_an_occasions_id_is_that_of_its_oldest_account_and_later_ones_leave_it() -> None:
    first, second, third = met("kerry", "lavrov"), met("kerry", "lavrov"), met("fabius", "kerry", "lavrov")
    told = (occasions(first), occasions(first, second), occasions(first, second, third))
    ids = {found[0].meeting.key for found in told}
    assert len(ids) == 1
    assert all(len(key) == 12 for key in ids)


def test_an_occasions_id_does_not_depend_on_who_is_found_to_take_part() -> None:
    assert occasions(met("kerry"))[0].meeting.key == occasions(met("kerry", "lavrov"))[0].meeting.key
    two = met("kerry", "lavrov"), met("kerry", "putin", key="m2")
    assert len({occasion.meeting.key for occasion in occasions(two)}) == 2


def test_the_enclosing_meeting_is_followed_to_its_occasion() -> None:
    summit = met("kerry", "lavrov", key="m9", begin=50, kind=MeetingKind.CONFERENCE)
    talks = met("kerry", "lavrov", part_of="m9")
    told = occasions((talks, summit), (summit, talks))
    outer, inner = sorted(told, key=lambda occasion: occasion.meeting.part_of is not None)
    assert inner.meeting.part_of == outer.meeting.key
    assert outer.meeting.part_of is None
    assert occasions(met("kerry", "lavrov", part_of="m7"))[0].meeting.part_of is None


# --- facts in the words of the whole ----------------------------------------------------------------------------------


def test_facts_are_told_in_shared_ids() -> None:
    issue = Issue("Lavrov's plan", ("lavrov",))
    told = {"evidence": (SENTENCE,), "rule": "test"}
    candidates = (Candidate("lavrov", 0.5, "x"), Candidate("y", 0.4, "x"))
    mention = Mention(0, 4, "They", "lavrov", MentionKind.NAME, "test", 0.5, candidates)
    facts = facts_of(
        "a",
        entities=[person("Lavrov"), person("John Kerry")],
        mentions=[mention],
        tenures=[Tenure("lavrov", "Minister", "lavrov", **told)],
        meetings=[met("john-kerry", "lavrov", topics=(issue,), place="lavrov", part_of="m1")],
        positions=[Position("lavrov", issue, Stance.SUPPORTS, asserted_by="lavrov", **told)],
        statements=[Statement("lavrov", quote="No", audience=("lavrov",), via="lavrov", **told)],
        interactions=[Interaction("lavrov", "lavrov", EventType.AID, **told)],
    )
    resolution = resolve([facts, facts_of("b", entities=[person("Sergey Lavrov")])])
    applied = resolution.apply(facts)
    assert "'lavrov'" not in repr(replace(applied, document=facts.document))
    assert applied.mentions[0].candidates == (Candidate("sergey-lavrov", 0.5, "x"),)
    assert applied.meetings[0].key == resolution.occasions[0].meeting.key
    assert applied.meetings[0].part_of is None
    assert applied.meetings[0].evidence == facts.meetings[0].evidence
    assert applied.document == facts.document


def test_nothing_comes_of_nothing() -> None:
    resolution = resolve([])
    assert (resolution.entities, resolution.offices, resolution.occasions, resolution.joins) == ((), (), (), ())


# --- order ------------------------------------------------------------------------------------------------------------

who = st.lists(st.sampled_from(["kerry", "lavrov", "fabius", "putin"]), min_size=1, max_size=3, unique=True)
told_meetings = st.builds(
    lambda names, place, when, kind: met(*names, place=place, when=when, kind=kind),
    who,
    st.sampled_from([None, "paris", "moscow"]),
    st.sampled_from([day(MAY_27), MAY_28]),
    st.sampled_from([MeetingKind.MEETING, MeetingKind.TALKS]),
)
people = st.lists(
    st.sampled_from(["Lavrov", "Sergey Lavrov", "Vasily Lavrov", "Kerry", "John Kerry"]), max_size=3, unique=True
)


@st.composite
def corpora(draw: st.DrawFn) -> list[DocumentFacts]:
    told = []
    for number in range(draw(st.integers(1, 6))):
        meetings = draw(st.lists(told_meetings, max_size=3))
        keyed = [replace(meeting, key=f"m{n}") for n, meeting in enumerate(meetings)]
        entities = [person(name) for name in draw(people)]
        published = MAY_27 + dt.timedelta(days=draw(st.integers(0, 2)))
        told.append(facts_of(f"d{number}", published, meetings=keyed, entities=entities))
    return told


@settings(max_examples=60, deadline=None)
@given(corpora(), st.randoms(use_true_random=False))
def test_the_order_of_documents_leaves_no_trace(corpus: list[DocumentFacts], dice: random.Random) -> None:
    shuffled = dice.sample(corpus, len(corpus))
    one, other = resolve(corpus), resolve(shuffled)
    assert one == other
    assert [one.apply(facts) for facts in corpus] == [other.apply(facts) for facts in corpus]


@settings(max_examples=60, deadline=None)
@given(corpora())
def test_every_account_belongs_to_one_occasion_and_no_document_tells_one_twice(corpus: list[DocumentFacts]) -> None:
    resolution = resolve(corpus)
    told = {occasion.meeting.key: list(occasion.documents) for occasion in resolution.occasions}
    assert len(told) == len(resolution.occasions)
    for facts in corpus:
        keys = [meeting.key for meeting in resolution.apply(facts).meetings]
        assert len(keys) == len(set(keys)) == len(facts.meetings)
        for key in keys:
            told[key].remove(facts.document.id)
    assert not any(told.values())
