"""Why facts have no partner: one near miss at a time, held against the other side."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from kg.evaluate import Cause, Discrepancy, Evaluation, Kind, Score, Verdict, render_discrepancies, to_json
from kg.evaluate.account import ToldEntity, ToldInteraction, ToldMeeting, ToldOffice, ToldPosition, ToldStatement
from kg.evaluate.causes import (
    ENTITIES,
    INTERACTIONS,
    MEETINGS,
    OFFICES,
    POSITIONS,
    STATEMENTS,
    slot_cause,
)
from kg.evaluate.gold import GoldEntity, GoldInteraction, GoldMeeting, GoldOffice, GoldPosition, GoldStatement


def gold_entity(name: str, kind: str = "Person", wikidata: str | None = None) -> GoldEntity:
    return GoldEntity(name.lower(), kind, name, frozenset({name.lower()}), wikidata)


def told_entity(name: str, kind: str = "Person", *others: str, wikidata: str | None = None) -> ToldEntity:
    names = frozenset({name.lower(), *others})
    return ToldEntity(name, names, frozenset({kind}), frozenset({wikidata} if wikidata else ()))


OKORO, NORVALD = gold_entity("Okoro"), gold_entity("Norvald")
PERU = gold_entity("Peru", "Country")
T_OKORO, T_NORVALD, T_PERU = told_entity("Okoro"), told_entity("Norvald"), told_entity("Peru", "Country")
EVERYBODY = (T_OKORO, T_NORVALD, T_PERU)
WORDS = "the bridge will stay open for another year"


@pytest.mark.parametrize(
    ("gold", "told", "cause"),
    [
        (gold_entity("Lion Air", "Organization"), told_entity("Lion Air"), Cause.OTHER_TYPE),
        (gold_entity("Peace Force", wikidata="Q1"), told_entity("Peace Force", wikidata="Q2"), Cause.LINKED_TO_ANOTHER),
        (gold_entity("Inga Norvald"), told_entity("Inga Norvald Chancellor"), Cause.SPAN_DIFFERS),
        (gold_entity("Norvald"), told_entity("Norvald"), Cause.TOLD_TWICE),
    ],
)
def test_entities(gold: GoldEntity, told: ToldEntity, cause: Cause) -> None:
    assert ENTITIES.of_missed(gold, [told], [told]) is cause
    assert ENTITIES.of_spurious(told, [gold]) is cause


def test_what_nothing_comes_near() -> None:
    assert ENTITIES.of_missed(OKORO, [T_PERU], [T_PERU]) is Cause.FACT_NOT_FOUND
    assert ENTITIES.of_spurious(T_PERU, [OKORO]) is Cause.NOT_IN_GOLD
    assert OFFICES.of_missed(GoldOffice(OKORO, "President", PERU), [], EVERYBODY) is Cause.FACT_NOT_FOUND
    assert OFFICES.of_missed(GoldOffice(OKORO, "President", PERU), [], [T_PERU]) is Cause.ENTITY_NOT_FOUND
    assert OFFICES.of_missed(GoldOffice(OKORO, "President", PERU), [], [T_OKORO]) is Cause.ENTITY_NOT_FOUND
    assert OFFICES.of_spurious(ToldOffice(T_OKORO, "President", T_PERU), []) is Cause.NOT_IN_GOLD


@pytest.mark.parametrize(
    ("told", "cause"),
    [
        (ToldOffice(T_OKORO, "President", None), Cause.WRONG_JURISDICTION),
        (ToldOffice(T_OKORO, "Prime Minister", T_PERU), Cause.WRONG_TITLE),
        (ToldOffice(T_NORVALD, "President", T_PERU), Cause.WRONG_HOLDER),
        (ToldOffice(T_OKORO, "President", T_PERU), Cause.TOLD_TWICE),
    ],
)
def test_offices(told: ToldOffice, cause: Cause) -> None:
    gold = GoldOffice(OKORO, "President", PERU)
    assert OFFICES.of_missed(gold, [told], EVERYBODY) is cause
    assert OFFICES.of_spurious(told, [gold]) is cause


@pytest.mark.parametrize(
    ("told", "cause"),
    [
        (ToldMeeting((T_PERU,), (), "2014-03-01", "held", f"Somebody said {WORDS}."), Cause.WRONG_PARTICIPANTS),
        (ToldMeeting((T_OKORO, T_NORVALD), (), "2014-05-01", "held", "They met."), Cause.WRONG_DATE),
        (ToldMeeting((T_OKORO, T_NORVALD), (), "2014-03-01", "held", "They met."), Cause.TOLD_TWICE),
        (ToldMeeting((T_PERU,), (), None, "held", "They met."), None),
    ],
)
def test_meetings(told: ToldMeeting, cause: Cause | None) -> None:
    gold = GoldMeeting((OKORO, NORVALD), None, "2014-03-01", "held", (WORDS,))
    assert MEETINGS.of_missed(gold, [told], EVERYBODY) is (cause or Cause.FACT_NOT_FOUND)
    assert MEETINGS.of_missed(gold, [], [T_PERU]) is Cause.ENTITY_NOT_FOUND
    assert MEETINGS.of_spurious(told, [gold]) is (cause or Cause.NOT_IN_GOLD)


def test_slots() -> None:
    assert slot_cause(right_date=False, right_place=True) is Cause.WRONG_DATE
    assert slot_cause(right_date=True, right_place=False) is Cause.WRONG_PLACE
    assert slot_cause(right_date=False, right_place=False) is Cause.WRONG_DATE_AND_PLACE


@pytest.mark.parametrize(
    ("told", "cause"),
    [
        (ToldPosition(T_OKORO, "opposes", "the bridge", f"He said {WORDS}."), Cause.WRONG_STANCE),
        (ToldPosition(T_NORVALD, "supports", "the bridge", f"She said {WORDS}."), Cause.WRONG_HOLDER),
        (ToldPosition(T_OKORO, "supports", "the toll", "He likes the toll."), Cause.WRONG_ISSUE),
        (ToldPosition(T_OKORO, "supports", "the wall", "He likes the wall."), None),
    ],
)
def test_positions(told: ToldPosition, cause: Cause | None) -> None:
    gold = GoldPosition(OKORO, "supports", (("bridge",), ("toll",)), (WORDS,))
    assert POSITIONS.of_missed(gold, [told], EVERYBODY) is (cause or Cause.FACT_NOT_FOUND)
    assert POSITIONS.of_spurious(told, [gold]) is (cause or Cause.NOT_IN_GOLD)


@pytest.mark.parametrize(
    ("told", "cause"),
    [
        (ToldStatement(None, WORDS), Cause.NO_SPEAKER),
        (ToldStatement(T_NORVALD, WORDS), Cause.WRONG_SPEAKER),
        (ToldStatement(T_NORVALD, "nothing of the kind was ever said here"), None),
    ],
)
def test_statements(told: ToldStatement, cause: Cause | None) -> None:
    gold = GoldStatement(OKORO, WORDS)
    assert STATEMENTS.of_missed(gold, [told], EVERYBODY) is (cause or Cause.FACT_NOT_FOUND)
    assert STATEMENTS.of_spurious(told, [gold]) is (cause or Cause.NOT_IN_GOLD)


INTERACTION = ToldInteraction(T_OKORO, T_PERU, "AID", f"He said {WORDS}.")


@pytest.mark.parametrize(
    ("told", "cause"),
    [
        (replace(INTERACTION, event_type="REJECT"), Cause.WRONG_EVENT_TYPE),
        (replace(INTERACTION, source=T_PERU, target=T_OKORO), Cause.TURNED_ROUND),
        (replace(INTERACTION, source=T_NORVALD), Cause.WRONG_SOURCE),
        (replace(INTERACTION, target=T_NORVALD), Cause.WRONG_TARGET),
        (replace(INTERACTION, text="Nothing of it."), None),
    ],
)
def test_interactions(told: ToldInteraction, cause: Cause | None) -> None:
    gold = GoldInteraction(OKORO, PERU, "AID", (WORDS,))
    assert INTERACTIONS.of_missed(gold, [told], EVERYBODY) is (cause or Cause.FACT_NOT_FOUND)
    assert INTERACTIONS.of_spurious(told, [gold]) is (cause or Cause.NOT_IN_GOLD)


def test_the_likeliest_cause_of_several_is_told() -> None:
    gold = GoldPosition(OKORO, "supports", (("bridge",),), (WORDS,))
    by_another = ToldPosition(T_NORVALD, "supports", "the bridge", WORDS)
    turned = ToldPosition(T_OKORO, "opposes", "the bridge", WORDS)
    for told in ([by_another, turned], [turned, by_another]):
        assert POSITIONS.of_missed(gold, told, EVERYBODY) is Cause.WRONG_STANCE


def test_the_commonest_cause_comes_first_in_text_and_in_json() -> None:
    causes = (Cause.WRONG_STANCE, Cause.NOT_IN_GOLD, Cause.NOT_IN_GOLD)
    found = tuple(
        Discrepancy(Kind.POSITION, "d", Verdict.SPURIOUS, f"detail {at}", cause) for at, cause in enumerate(causes)
    )
    evaluation = Evaluation(tuple(Score(kind, 1, 2, 3, 1) for kind in Kind), found)
    assert render_discrepancies(evaluation).splitlines() == [
        "position (3)",
        "  not in the gold (2)",
        "    d | spurious | detail 1",
        "    d | spurious | detail 2",
        "  wrong stance (1)",
        "    d | spurious | detail 0",
    ]
    told = json.loads(to_json(evaluation, errors=True))
    assert list(told["position"]["errors"]) == ["not in the gold", "wrong stance"]
    assert told["position"]["errors"]["wrong stance"] == [
        {"document": "d", "verdict": "spurious", "detail": "detail 0"}
    ]
    assert told["office"]["errors"] == {}
    assert "errors" not in json.loads(to_json(evaluation))["position"]
