"""Occasions across documents and over time: plans that move, plans that are held, and what is claimed of them."""

from __future__ import annotations

import datetime as dt
import io
import random
import tempfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import RdfFormat
from whole_graph import canonical, quads_of

from kg.history import Level, compare_accounts, meeting_history, moves, panel_csv, position_ledger
from kg.history.issues import IssueText, cluster_issues
from kg.ledger import Ledger
from kg.model import (
    Document,
    DocumentFacts,
    Entity,
    EntityType,
    Interval,
    Issue,
    Meeting,
    MeetingKind,
    MeetingStatus,
    Mention,
    MentionKind,
    Outcome,
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
from kg.publish import publish
from kg.resolve import Resolution, Rulings, resolve
from kg.resolved import ClaimKind
from kg.store import EmbeddedStore, MemoryGraph, open_store

TEXT = "Kerry said it may be next week in Geneva with Syria and Iran."
SENTENCE = Passage(0, len(TEXT), TEXT)
ENTITIES = (
    Entity("john-kerry", EntityType.PERSON, "John Kerry", ("Kerry",), "Q22316"),
    Entity("sergey-lavrov", EntityType.PERSON, "Sergey Lavrov", (), "Q58217"),
    Entity("syria", EntityType.COUNTRY, "Syria", (), "Q858"),
    Entity("iran", EntityType.COUNTRY, "Iran", (), "Q794"),
    Entity("united-states", EntityType.COUNTRY, "United States", (), "Q30"),
    Entity("switzerland", EntityType.COUNTRY, "Switzerland", (), "Q39"),
    Entity("geneva", EntityType.PLACE, "Geneva", (), "Q71", located_in="switzerland"),
    Entity("moscow", EntityType.PLACE, "Moscow", (), "Q649", located_in="russia"),
)
PLANNED, HELD, CANCELLED = MeetingStatus.PLANNED, MeetingStatus.HELD, MeetingStatus.CANCELLED
CONFERENCE = MeetingKind.CONFERENCE


def day(month: int, number: int, year: int = 2013) -> Interval:
    date = dt.date(year, month, number)
    return Interval(date, date, Precision.DAY)


def month(number: int, year: int = 2013) -> Interval:
    first = dt.date(year, number, 1)
    return Interval(first, first.replace(day=28), Precision.MONTH)


def meeting(*who: str, **more) -> Meeting:
    told = {"kind": CONFERENCE, "status": PLANNED, "rule": "test", "evidence": (SENTENCE,), "key": "m1"}
    return Meeting(participants=tuple(sorted(who)), **(told | more))


def told(name: str, published: dt.date, *meetings: Meeting, **more) -> DocumentFacts:
    keyed = tuple(replace(one, key=f"m{n}") for n, one in enumerate(meetings))
    document = Document(
        name, TEXT, published, "t", (Section(SectionKind.BODY, 0, len(TEXT)),), publisher=more.pop("publisher", None)
    )
    mentions = tuple(
        Mention(TEXT.index(word), TEXT.index(word) + len(word), word, who, MentionKind.NAME, "test")
        for word, who in (("Kerry", "john-kerry"), ("Geneva", "geneva"), ("Syria", "syria"), ("Iran", "iran"))
    )
    return DocumentFacts(document, "fake", ENTITIES, mentions, meetings=keyed, **more)


MAY, JUNE, JULY, JANUARY = dt.date(2013, 5, 7), dt.date(2013, 6, 1), dt.date(2013, 7, 2), dt.date(2014, 1, 13)
SLIPPING = (
    told("a", MAY, meeting("syria", "iran", when=month(6))),
    told("b", JUNE, meeting("syria", "iran", when=day(7, 20), place="geneva")),
    told("c", JULY, meeting("syria", "iran")),
    told("d", JANUARY, meeting("syria", "iran", when=day(1, 22, 2014), place="switzerland")),
)


def graph(*documents: DocumentFacts, resolution: Resolution | None = None) -> MemoryGraph:
    return MemoryGraph.from_quads(quads_of(documents, resolution))


# --- one occasion or several ------------------------------------------------------------------------------------------


def test_a_conference_that_slips_is_one_occasion_with_its_earlier_dates() -> None:
    (occasion,) = resolve(SLIPPING).occasions
    assert occasion.documents == ("a", "b", "c", "d")
    assert occasion.outcome is Outcome.RESCHEDULED
    assert occasion.previous == (month(6), day(7, 20))
    assert occasion.meeting.when == day(1, 22, 2014)
    assert occasion.reason is not None
    assert occasion.reason.count("planned before, and still to come") == 3


def test_one_article_that_tells_both_dates_says_that_the_plan_was_moved() -> None:
    (moved,) = resolve([told("a", MAY, meeting("syria", "iran", when=day(6, 9), previous=(day(6, 3),)))]).occasions
    assert (moved.outcome, moved.previous, moved.meeting.previous) == (Outcome.RESCHEDULED, (day(6, 3),), ())
    (put_off,) = resolve([told("a", MAY, meeting("syria", "iran", previous=(day(6, 3),)))]).occasions
    assert (put_off.outcome, put_off.previous) == (Outcome.POSTPONED, (day(6, 3),))


def test_what_was_planned_and_then_held_is_one_and_the_next_plan_is_another() -> None:
    held = told("b", dt.date(2013, 6, 20), meeting("syria", "iran", when=day(6, 19), status=HELD))
    later = told("c", JULY, meeting("syria", "iran", when=month(9)))
    found = resolve([SLIPPING[0], held, later]).occasions
    assert sorted(occasion.documents for occasion in found) == [("a", "b"), ("c",)]
    first = next(occasion for occasion in found if "a" in occasion.documents)
    assert first.meeting.status is HELD
    assert first.outcome is Outcome.SCHEDULED
    assert first.previous == ()


def test_a_cancelled_plan_says_so() -> None:
    off = told("b", JUNE, meeting("syria", "iran", when=month(6), status=CANCELLED, place="geneva"))
    (occasion,) = resolve([replace_place(SLIPPING[0], "geneva"), off]).occasions
    assert occasion.outcome is Outcome.CANCELLED


def replace_place(facts: DocumentFacts, place: str) -> DocumentFacts:
    return replace(facts, meetings=tuple(replace(one, place=place) for one in facts.meetings))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(
            meeting("syria", "iran", when=month(6)), meeting("syria", "iran", when=month(6, 2014)), id="a year on"
        ),
        pytest.param(
            meeting("syria", "iran", place="geneva"), meeting("syria", "iran", place="moscow"), id="two places"
        ),
        pytest.param(
            meeting(
                "john-kerry", "sergey-lavrov", kind=MeetingKind.MEETING, status=HELD, when=day(5, 27), place="geneva"
            ),
            meeting(
                "john-kerry",
                "sergey-lavrov",
                kind=MeetingKind.MEETING,
                status=HELD,
                when=day(1, 13, 2014),
                place="geneva",
            ),
            id="two meetings of two people",
        ),
        pytest.param(
            meeting("john-kerry", "sergey-lavrov", kind=MeetingKind.MEETING, when=month(6)),
            meeting("john-kerry", "sergey-lavrov", kind=MeetingKind.MEETING, when=month(9)),
            id="two plans of two people",
        ),
    ],
)
def test_separate_occasions_stay_separate(one: Meeting, other: Meeting) -> None:
    assert len(resolve([told("a", MAY, one), told("b", JANUARY, other)]).occasions) == 2


def test_a_day_within_the_days_that_another_article_tells() -> None:
    week = Interval(dt.date(2013, 5, 6), dt.date(2013, 5, 12), Precision.RANGE)
    visit = meeting("john-kerry", "syria", kind=MeetingKind.VISIT, status=HELD, when=day(5, 7), place="moscow")
    again = meeting("john-kerry", kind=MeetingKind.VISIT, status=HELD, when=week, place="moscow")
    (occasion,) = resolve([told("a", MAY, visit), told("b", JUNE, again)]).occasions
    assert "in the same days" in str(occasion.reason)


def test_a_loose_account_that_fits_two_occasions_stays_apart_with_both_as_candidates() -> None:
    week = Interval(dt.date(2013, 5, 6), dt.date(2013, 5, 12), Precision.RANGE)
    common = {"kind": MeetingKind.MEETING, "status": HELD}
    pair = ("john-kerry", "sergey-lavrov")
    two = told("a", MAY, meeting(*pair, when=day(5, 7), **common), meeting(*pair, when=day(5, 9), **common))
    found = resolve([two, told("b", JUNE, meeting(*pair, when=week, **common))])
    assert len(found.occasions) == 3
    assert len(found.occasion_doubts[0].candidates) == 2


def test_analysts_rulings_join_and_part_occasions() -> None:
    ids = {occasion.documents[0]: occasion.meeting.key for occasion in resolve(SLIPPING).occasions}
    apart = resolve(SLIPPING, rulings=Rulings(apart=(frozenset({ids["a"], "d"}),)))
    assert sorted(occasion.documents for occasion in apart.occasions) == [("a", "b", "c"), ("d",)]
    talks = {"kind": MeetingKind.MEETING}
    one, other = meeting("syria", when=month(6), **talks), meeting("iran", when=month(9), **talks)
    separate = [told("a", MAY, one), told("b", JUNE, other)]
    keys = frozenset(occasion.meeting.key for occasion in resolve(separate).occasions)
    (joined,) = resolve(separate, rulings=Rulings(same=(keys,))).occasions
    assert joined.reason == "b: ruled by an analyst (1)"


# --- claims -----------------------------------------------------------------------------------------------------------

NEXT_WEEK = Interval(dt.date(2013, 5, 13), dt.date(2013, 5, 19), Precision.RANGE)


def claiming(**more) -> DocumentFacts:
    begin = TEXT.index("next week")
    time = TimeExpression(begin, begin + 9, "next week", more.pop("interval", NEXT_WEEK), more.pop("rule", "week-next"))
    said = Statement("john-kerry", (SENTENCE,), "test", content="it may be next week in Geneva with Syria and Iran")
    plan = meeting("syria", "iran", place="geneva", **more)
    return told("a", MAY, plan, times=(time,), statements=(said,))


def test_claims_keep_their_words_who_said_them_and_their_sentence() -> None:
    claims = {claim.kind: claim for claim in resolve([claiming()]).resolved(claiming()).claims}
    date = claims[ClaimKind.DATE]
    assert (date.when, date.words, date.said_by) == (NEXT_WEEK, "next week", "john-kerry")
    assert claims[ClaimKind.PLACE].place == "geneva"
    assert claims[ClaimKind.ATTENDANCE].words in {"Syria", "Iran"}
    assert date.evidence == (SENTENCE,)


def test_words_that_name_no_day_are_claimed_as_words() -> None:
    facts = claiming(interval=None, rule="or-later")
    claims = [claim for claim in resolve([facts]).resolved(facts).claims if claim.kind is ClaimKind.DATE]
    assert [(claim.when, claim.words) for claim in claims] == [(None, "next week")]


@pytest.mark.parametrize(
    "facts",
    [
        pytest.param(claiming(status=HELD), id="held"),
        pytest.param(claiming(interval=day(5, 6)), id="a day that has passed"),
        pytest.param(claiming(interval=None, rule="duration-year"), id="a duration"),
    ],
)
def test_what_is_no_claim_about_the_plan(facts: DocumentFacts) -> None:
    assert not [claim for claim in resolve([facts]).resolved(facts).claims if claim.kind is ClaimKind.DATE]


# --- histories --------------------------------------------------------------------------------------------------------


def test_a_history_tells_how_the_date_moved() -> None:
    reader = graph(*SLIPPING)
    (occasion,) = resolve(SLIPPING).occasions
    history = meeting_history(reader, occasion.meeting.key)
    assert [slip.after for slip in history.slips] == ["2013-06", "2013-07-20", "2014-01-22"]
    assert history.previous == ("2013-06", "2013-07-20")
    assert history.outcome == "EventRescheduled"
    assert [account.source.id for account in history.accounts] == ["a", "b", "c", "d"]


def test_accounts_agree_conflict_or_stand_alone() -> None:
    common = {"kind": MeetingKind.MEETING, "status": HELD, "when": day(5, 6)}
    pair = ("john-kerry", "sergey-lavrov")
    documents = (
        told("a", MAY, meeting(*pair, place="geneva", minutes=30, **common), publisher="One"),
        told("b", MAY, meeting(*pair, minutes=90, **common), publisher="Two"),
        told("c", MAY, meeting("syria", *pair, **common), publisher="Two"),
    )
    (occasion,) = resolve(documents).occasions
    history = meeting_history(graph(*documents), occasion.meeting.key)
    verdicts = {(one.field, one.answers[0].value): one.verdict for one in history.compared}
    assert verdicts["date", "2013-05-06"] == "agreed"
    assert verdicts["place", "geneva"] == "single"
    assert verdicts["duration", "PT1H30M"] == "conflict"
    assert verdicts["participant", "john-kerry"] == "agreed"
    assert verdicts["participant", "syria"] == "single"
    assert history.sources == 2
    assert compare_accounts(()) == ()


# --- positions and the ladder -----------------------------------------------------------------------------------------


def holding(name: str, published: dt.date, holder: str, stance: Stance, *, former: bool = False) -> DocumentFacts:
    issue = Issue("including Iran in the talks", ("iran",))
    tenure = Tenure("john-kerry", "Secretary of State", "united-states", (SENTENCE,), "test", former=former)
    position = Position(holder, issue, stance, (SENTENCE,), "test")
    return told(name, published, positions=(position,), tenures=(tenure,))


def test_who_moved_and_the_panel_by_week() -> None:
    documents = (
        holding("a", MAY, "united-states", Stance.NEUTRAL),
        holding("b", JULY, "united-states", Stance.OPPOSES),
        holding("c", JULY, "syria", Stance.OPPOSES),
    )
    ledger = position_ledger(graph(*documents))
    (move,) = moves(ledger)
    assert (move.holder, move.before.stance, move.after.stance) == ("united-states", "Neutral", "Opposes")
    assert move.after.sentence == TEXT
    rows = [line.split(",") for line in panel_csv(ledger).splitlines()]
    assert rows[0][:6] == ["actor", "actor_label", "level", "issue", "issue_label", "week"]
    assert [(row[0], row[5], row[7]) for row in rows[1:]] == [
        ("syria", "2013-W27", "Opposes"),
        ("united-states", "2013-W19", "Neutral"),
        ("united-states", "2013-W27", "Opposes"),
    ]
    assert [row[13] for row in rows[1:]] == ["0", "0", "1"]


def test_a_person_speaks_for_the_state_only_while_in_office() -> None:
    in_office = holding("a", MAY, "john-kerry", Stance.SUPPORTS)
    afterwards = holding("b", dt.date(2018, 5, 7), "john-kerry", Stance.OPPOSES, former=True)
    reader = graph(in_office, afterwards)
    told_as = {level: [(e.document, e.holder) for e in position_ledger(reader, level).entries] for level in Level}
    assert told_as[Level.TOLD] == told_as[Level.PERSON] == [("a", "john-kerry"), ("b", "john-kerry")]
    assert told_as[Level.STATE] == [("a", "united-states")]
    assert told_as[Level.OFFICE] == [("a", "office/united-states/secretary-of-state")]


def test_a_path_in_sparql_climbs_the_ladder() -> None:
    reader = graph(holding("a", MAY, "john-kerry", Stance.SUPPORTS))
    query = "SELECT ?who { ?p a dm:Position ; dm:holder|dm:onBehalfOf ?who }"
    rows = reader.query(query, prefixes={"dm": "https://w3id.org/demarche/ontology#"})
    found = {row["who"].value.rsplit("/id/", maxsplit=1)[-1] for row in rows}
    assert found == {"john-kerry", "united-states", "office/united-states/secretary-of-state"}


def test_issues_are_one_only_where_that_is_sure() -> None:
    texts = (
        IssueText("issue/1", "including Iran in the talks", ("iran",)),
        IssueText("issue/2", "the inclusion of Iran in the conference", ("iran",)),
        IssueText("issue/3", "the participation of Iran in talks on arms", ("iran",)),
        IssueText("issue/4", "including Iran in the talks", ("syria",)),
        IssueText("issue/5", "a ceasefire", ()),
    )
    clusters = {cluster.id: cluster for cluster in cluster_issues(texts)}
    assert clusters["issue/1"].members == ("issue/1", "issue/2")
    assert clusters["issue/1"].candidates == ("issue/3",)
    assert clusters["issue/5"].candidates == ()
    assert set(clusters) == {"issue/1", "issue/3", "issue/4", "issue/5"}


def test_what_people_alone_take_part_in_is_known_by_them_and_not_by_its_subject() -> None:
    """A conference without parties is no other of two persons that is about the same; nor is there a doubt."""
    of_states = told("a", MAY, meeting("syria", when=month(6)), meeting("john-kerry", "sergey-lavrov"))
    later = told("b", JUNE, meeting(when=day(7, 20)))
    found = resolve([of_states, later])
    assert sorted(one.documents for one in found.occasions) == [("a",), ("a", "b")]
    (joined,) = (one for one in found.occasions if len(one.documents) > 1)
    assert joined.meeting.participants == ("syria",)
    assert found.occasion_doubts == ()


# --- order ------------------------------------------------------------------------------------------------------------

parties = st.lists(st.sampled_from(["syria", "iran", "john-kerry", "united-states"]), max_size=3, unique=True)
times = st.sampled_from([None, month(6), day(6, 10), day(7, 20), day(1, 22, 2014), NEXT_WEEK])
meetings = st.builds(
    lambda who, when, kind, status, place: meeting(*who, when=when, kind=kind, status=status, place=place),
    parties,
    times,
    st.sampled_from([CONFERENCE, MeetingKind.TALKS, MeetingKind.VISIT]),
    st.sampled_from([PLANNED, HELD, CANCELLED]),
    st.sampled_from([None, "geneva", "switzerland", "moscow"]),
)


@st.composite
def corpora(draw: st.DrawFn) -> list[DocumentFacts]:
    days = st.sampled_from([MAY, JUNE, JULY, JANUARY])
    return [told(f"d{n}", draw(days), *draw(st.lists(meetings, max_size=2))) for n in range(draw(st.integers(1, 6)))]


@settings(max_examples=40, deadline=None)
@given(corpora(), st.randoms(use_true_random=False))
def test_any_order_gives_the_same_bytes(corpus: list[DocumentFacts], dice: random.Random) -> None:
    shuffled = dice.sample(corpus, len(corpus))
    assert canonical(quads_of(corpus)) == canonical(quads_of(shuffled))


class Folder:
    """A data folder that facts go into and out of, batch by batch, published after each."""

    def __init__(self, place: Path) -> None:
        self.place = place

    def change(self, added: Iterable[DocumentFacts], removed: Iterable[str] = ()) -> None:
        with EmbeddedStore.open(self.place, writable=True) as store, Ledger.open(store.folder.ledger) as ledger:
            for facts in added:
                ledger.put(facts, dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
            for identifier in removed:
                ledger.remove(identifier)
            publish(ledger, store)

    def bytes(self) -> bytes:
        output = io.BytesIO()
        with open_store(self.place) as reader:
            reader.dump(RdfFormat.N_QUADS, output)
        return output.getvalue()


@settings(max_examples=8, deadline=None)
@given(corpora(), st.randoms(use_true_random=False), st.integers(1, 3), meetings)
def test_any_batching_gives_the_same_bytes_and_what_is_removed_leaves_no_trace(
    corpus: list[DocumentFacts], dice: random.Random, size: int, more: Meeting
) -> None:
    shuffled = dice.sample(corpus, len(corpus))
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        at_once, in_batches = Folder(Path(one) / "data"), Folder(Path(other) / "data")
        at_once.change(corpus)
        for start in range(0, len(shuffled), size):
            in_batches.change(shuffled[start : start + size])
        whole = at_once.bytes()
        assert in_batches.bytes() == whole
        in_batches.change([told("extra", dice.choice([MAY, JULY, JANUARY]), more)])
        assert in_batches.bytes() != whole
        in_batches.change([], ["extra"])
        assert in_batches.bytes() == whole
