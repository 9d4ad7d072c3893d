"""Sources that contradict each other: acts asserted and denied, stances, dates and attendance told in two ways."""

from __future__ import annotations

import datetime as dt
import itertools
import re

import pytest
from whole_graph import quads_of

from kg.history import meeting_history
from kg.history.acts import acts_in, contradict
from kg.history.contradictions import Side, claimed_otherwise, opposed
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
from kg.store import MemoryGraph

NAMES = {
    "Olin": "anna-olin", "Berg": "carl-berg", "the wire": "the-wire", "Norland": "norland", "Sudland": "sudland",
    "the dam": "dam", "the rebels": "rebels",
}  # fmt: skip


def against(one: str, other: str) -> bool:
    """Whether an act of one sentence contradicts one of the other."""
    acts = [acts_in(words, NAMES.items()) for words in (one, other)]
    return any(contradict(a, b) for a, b in itertools.product(*acts))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("she spoke briefly with Berg about the dam", "the two did not discuss the dam"),
        ("Olin raised the dam with Berg", "the dam was never mentioned"),
        ("Norland sent arms to the rebels", "Norland did not supply arms to the rebels"),
        ("Norland had sold gas shells to the rebels", "Norland denied selling gas shells to the rebels"),
        ("Olin met Berg on Monday", "Olin has not met Berg"),
        ("Norland used gas shells", "Norland never used gas shells"),
        ("Norland accepted the plan for the dam", "Norland rejected the plan for the dam"),
        ("Norland's army attacked the rebels", "its army didn't attack the rebels"),
    ],
)
def test_an_act_that_one_asserts_and_the_other_denies(one: str, other: str) -> None:
    assert against(one, other)
    assert against(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("they discussed Norland", "they did not discuss the dam", id="another matter"),
        pytest.param("they discussed Norland", "they did not discuss elections in Norland", id="one side of it"),
        pytest.param("Norland sent arms to the rebels", "Sudland did not send arms to the rebels", id="other doers"),
        pytest.param("they discussed the dam", "they will not discuss the dam", id="to come"),
        pytest.param("they discussed the dam", "they should not discuss the dam", id="a wish"),
        pytest.param("they discussed the dam", "they spoke about the dam", id="both assert it"),
        pytest.param("they did not discuss the dam", "they never mentioned the dam", id="both deny it"),
        pytest.param("they discussed the dam", "they did not agree on the dam", id="another act"),
        pytest.param("it used force", "it did not use force", id="too little is named"),
        pytest.param("Olin wants to discuss the dam", "the two did not discuss the dam", id="only wanted"),
        pytest.param("the use of the dam was agreed", "they did not use the dam", id="a noun is no act"),
    ],
)
def test_what_is_no_contradiction(one: str, other: str) -> None:
    assert not against(one, other)
    assert not against(other, one)


def test_a_name_of_two_is_nobodys() -> None:
    (act,) = acts_in("they discussed Smith", [("Smith", "adam-smith"), ("Smith", "brenda-smith")])
    assert act.named == frozenset()


# --- of an occasion ---------------------------------------------------------------------------------------------------

HELD = "Olin met Berg on Monday."
ONE = "Olin said she spoke with Berg about the dam."
OTHER = "the wire reported that the two did not discuss the dam."
DAY = dt.date(2020, 3, 3)


def article(name: str, *sentences: tuple[str, str | None, str], published: dt.date = DAY) -> DocumentFacts:
    """An article about one meeting; of each sentence who says what."""
    text = " ".join([HELD, *(words for words, _, _ in sentences)])
    entities = tuple(
        Entity(
            identifier, EntityType.PERSON if " " not in words and words != "Norland" else EntityType.ORGANIZATION, words
        )
        for words, identifier in NAMES.items()
    )
    mentions = tuple(
        Mention(*found.span(), found[0], identifier, MentionKind.NAME, "test")
        for words, identifier in NAMES.items()
        for found in re.finditer(rf"\b{words}\b", text)
    )

    def passage(words: str) -> Passage:
        begin = text.index(words)
        return Passage(begin, begin + len(words), words)

    when = Interval(dt.date(2020, 3, 2), dt.date(2020, 3, 2), Precision.DAY)
    evidence = (passage(HELD), *(passage(words) for words, _, _ in sentences))
    meeting = Meeting(
        "m", MeetingKind.MEETING, MeetingStatus.HELD, ("anna-olin", "carl-berg"), evidence, "t", None, when
    )
    return DocumentFacts(
        Document(name, text, published, name, (Section(SectionKind.BODY, 0, len(text)),)),
        "test",
        entities,
        mentions,
        meetings=(meeting,),
        statements=tuple(Statement(who, (passage(words),), "t", content=said) for words, who, said in sentences),
    )


OLIN = (ONE, "anna-olin", "she spoke with Berg about the dam")
WIRE = (OTHER, "the-wire", "the two did not discuss the dam")


def found_in(*corpus: DocumentFacts) -> list[tuple[str, str | None, str | None]]:
    graph = MemoryGraph.from_quads(quads_of(corpus))
    (occasion,) = resolve(corpus).occasions
    history = meeting_history(graph, occasion.meeting.key)
    return [(one.kind, one.one.said_by, one.other.said_by) for one in history.contradictions]


def test_two_speakers_of_one_article_contradict_each_other() -> None:
    assert found_in(article("a", OLIN, WIRE)) == [("statement", "anna-olin", "the-wire")]


def test_speakers_of_two_articles_do_and_each_keeps_its_sentence() -> None:
    corpus = (article("a", OLIN), article("b", WIRE, published=DAY + dt.timedelta(days=1)))
    assert found_in(*corpus) == [("statement", "anna-olin", "the-wire")]
    assert found_in(*corpus[::-1]) == found_in(*corpus)
    assert found_in(corpus[0]) == []
    graph = MemoryGraph.from_quads(quads_of(corpus))
    (occasion,) = resolve(corpus).occasions
    (found,) = meeting_history(graph, occasion.meeting.key).contradictions
    assert (found.one.document, found.other.document) == ("a", "b")
    assert [side.evidence[0].text for side in (found.one, found.other)] == [ONE, OTHER]
    assert "dam" in found.about


def test_who_speaks_otherwise_later_has_changed_and_who_repeats_contradicts_nobody() -> None:
    assert found_in(article("a", OLIN, (OTHER, "anna-olin", "the two did not discuss the dam"))) == []
    assert found_in(article("a", OLIN), article("b", WIRE, published=DAY + dt.timedelta(days=8))) == []


# --- claims and positions ---------------------------------------------------------------------------------------------


def side(said_by: str | None, document: str = "a", as_of: str = "2020-03-03") -> Side:
    return Side(as_of, document, said_by, "words", ())


def test_dates_that_exclude_each_other_on_one_day() -> None:
    june, july = ("date", "2020-06", side("anna-olin")), ("date", "2020-07-01/2020-07-03", side("carl-berg"))
    assert [one.kind for one in claimed_otherwise("date", (june, july))] == ["date"]
    assert claimed_otherwise("date", (june, ("date", "2020-06-12", side("carl-berg")))) == ()
    assert claimed_otherwise("date", (june, ("date", "2020-07", side("anna-olin")))) == ()  # in the same breath
    assert claimed_otherwise("date", (june, ("date", "2020-07", side("carl-berg", "b", "2020-03-09")))) == ()  # moved
    assert claimed_otherwise("date", (("date", "2020-06-12", side(None)), ("date", "2020-07/..", side("x")))) != ()


def test_a_party_that_comes_and_stays_away() -> None:
    comes, away = ("norland", "WillAttend", side("anna-olin")), ("norland", "StaysAway", side("carl-berg"))
    assert [one.about for one in claimed_otherwise("attendance", (comes, away))] == ["norland"]
    assert claimed_otherwise("attendance", (comes, ("sudland", "StaysAway", side("carl-berg")))) == ()
    assert claimed_otherwise("attendance", (comes, ("norland", "Invited", side("carl-berg")))) == ()


def test_one_holder_told_to_be_for_and_against() -> None:
    pro, con = ("norland", "Supports", side("anna-olin")), ("norland", "Opposes", side("carl-berg", "b", "2020-03-09"))
    (found,) = opposed("the dam", (pro, con))
    assert (found.kind, found.about) == ("position", "the dam")
    assert opposed("the dam", (pro, ("sudland", "Opposes", side("carl-berg")))) == ()
    assert opposed("the dam", (pro, ("norland", "Neutral", side("carl-berg")))) == ()
    assert opposed("the dam", (pro, ("norland", "Opposes", side("carl-berg", "b", "2020-03-11")))) == ()


def dated(text: str, *days: tuple[str, int]) -> DocumentFacts:
    """An article of 3 March 2020 whose sentence tells of what was held, with days of that month in it."""
    passage = Passage(0, len(text), text)
    times = tuple(
        TimeExpression(text.index(words), text.index(words) + len(words), words, _march(number), "test")
        for words, number in days
    )
    who = ("anna-olin", "carl-berg")
    entities = tuple(Entity(one, EntityType.PERSON, one.replace("-", " ").title()) for one in who)
    meeting = Meeting("m", MeetingKind.MEETING, MeetingStatus.HELD, who, (passage,), "t", when=_march(days[0][1]))
    document = Document("a", text, DAY, "a", (Section(SectionKind.BODY, 0, len(text)),))
    return DocumentFacts(document, "test", entities, (), times, meetings=(meeting,))


def _march(number: int) -> Interval:
    return Interval(dt.date(2020, 3, number), dt.date(2020, 3, number), Precision.DAY)


@pytest.mark.parametrize(
    ("text", "days", "found"),
    [
        ("Olin met Berg on Sunday. At Monday's talks they spoke of the dam.", (("Sunday", 1), ("Monday", 2)), True),
        ("Olin met Berg on Sunday and said on Monday that it went well.", (("Sunday", 1), ("Monday", 2)), False),
        ("Olin met Berg on Sunday. She was told on Monday to meet again.", (("Sunday", 1), ("Monday", 2)), False),
        ("Olin met Berg on Sunday. Olin, who met him on Sunday, left.", (("Sunday", 1),), False),
    ],
)
def test_an_article_that_gives_two_days_for_what_was_held(
    text: str, days: tuple[tuple[str, int], ...], found: bool
) -> None:
    corpus = [dated(text, *days)]
    (occasion,) = resolve(corpus).occasions
    history = meeting_history(MemoryGraph.from_quads(quads_of(corpus)), occasion.meeting.key)
    assert [one.kind for one in history.contradictions] == ["date"] * found
    assert len(history.slips) == 1  # a contradiction is no plan that moved
