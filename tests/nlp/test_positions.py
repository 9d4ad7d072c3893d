"""Who stands where: verbs, nouns and adjectives of stance, negation, quotations and reports."""

from __future__ import annotations

import pytest
from sentences import SCHEMES, article, read

from kg.model import Position, Stance
from kg.nlp.scope import FLIPPED
from kg.nlp.stances import ADJECTIVES, NOUNS, VERBS

OKORO = ("Jonas Okoro", "PERSON")


def positions(*paragraphs: str, scheme: str = "ud") -> tuple[Position, ...]:
    ents = [OKORO] if "Jonas" in "||".join(paragraphs) else []
    found: tuple[Position, ...] = read(article(*paragraphs, ents=ents, scheme=scheme))._.positions
    return found


def told(*paragraphs: str, scheme: str = "ud") -> set[tuple[str, Stance, str]]:
    return {(p.holder, p.stance, p.issue.label) for p in positions(*paragraphs, scheme=scheme)}


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(
    ("rows", "stance"),
    [
        ("Peru NNP 1 nsubj|backs VBZ 1 ROOT back|the DT 3 det|plan NN 1 obj", Stance.SUPPORTS),
        ("Peru NNP 1 nsubj|rejected VBD 1 ROOT reject|the DT 3 det|plan NN 1 obj", Stance.OPPOSES),
        ("Peru NNP 1 nsubj|called VBD 1 ROOT call|for IN 4 case|the DT 4 det|plan NN 1 obl", Stance.SUPPORTS),
        ("Peru NNP 1 nsubj|objected VBD 1 ROOT object|to IN 4 case|the DT 4 det|plan NN 1 obl", Stance.OPPOSES),
        (
            (
                "Peru NNP 3 nsubj|is VBZ 3 cop be|firmly RB 3 advmod|opposed JJ 3 ROOT|to IN 6 case|the DT 6 det"
                "|plan NN 3 obl"
            ),
            Stance.OPPOSES,
        ),
        (
            (
                "the DT 1 det|plan NN 3 nsubj:pass|was VBD 3 aux:pass be|condemned VBN 3 ROOT condemn|by IN 5 case"
                "|Peru NNP 3 obl:agent"
            ),
            Stance.OPPOSES,
        ),
        (
            "Peru NNP 1 nsubj|voiced VBD 1 ROOT voice|concern NN 1 obj|about IN 5 case|the DT 5 det|plan NN 2 nmod",
            Stance.OPPOSES,
        ),
    ],
)
def test_words_that_take_a_side(rows: str, stance: Stance, scheme: str) -> None:
    assert told(rows, scheme=scheme) == {("peru", stance, "plan")}


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(
    ("rows", "stance"),
    [
        (
            "Peru NNP 3 nsubj|does VBZ 3 aux do|not RB 3 advmod|support VB 3 ROOT|the DT 5 det|plan NN 3 obj",
            Stance.OPPOSES,
        ),
        (
            "Peru NNP 3 nsubj|does VBZ 3 aux do|not RB 3 advmod|oppose VB 3 ROOT|the DT 5 det|plan NN 3 obj",
            Stance.NEUTRAL,
        ),
        (
            "Peru NNP 1 nsubj|refused VBD 1 ROOT refuse|to TO 3 mark|back VB 1 xcomp|the DT 5 det|plan NN 3 obj",
            Stance.OPPOSES,
        ),
    ],
)
def test_negation_and_refusal_turn_a_stance(rows: str, stance: Stance, scheme: str) -> None:
    assert told(rows, scheme=scheme) == {("peru", stance, "plan")}


def test_an_urged_act_is_the_issue() -> None:
    rows = (
        "Peru NNP 1 nsubj|urged VBD 1 ROOT urge|Kenya NNP 1 obj|to TO 4 mark|sign VB 1 xcomp|the DT 6 det"
        "|treaty NN 4 obj"
    )
    (position,) = positions(rows)
    assert position.issue.label == "sign the treaty"
    assert position.holder == "peru"


def test_all_of_a_coordination_hold_it() -> None:
    rows = "Peru NNP 3 nsubj|and CC 2 cc|Kenya NNP 0 conj|back VBP 3 ROOT|the DT 5 det|plan NN 3 obj"
    assert {h for h, _, _ in told(rows)} == {"peru", "kenya"}


def test_we_in_a_quotation_is_the_speaker() -> None:
    rows = (
        "“ `` 2 punct|We PRP 2 nsubj|reject VBP 9 ccomp|this DT 4 det|plan NN 2 obj|, , 2 punct"
        "|” '' 2 punct|Jonas NNP 9 nsubj|Okoro NNP 7 flat|said VBD 9 ROOT say|. . 9 punct"
    )
    assert {(h, s) for h, s, _ in told(rows)} == {("jonas-okoro", Stance.OPPOSES)}


def test_a_reported_stance_says_who_reports_it() -> None:
    rows = (
        "Jonas NNP 2 nsubj|Okoro NNP 0 flat|said VBD 2 ROOT say|Peru NNP 4 nsubj|backs VBZ 2 ccomp back"
        "|the DT 6 det|plan NN 4 obj|. . 2 punct"
    )
    (position,) = [p for p in positions(rows) if p.holder == "peru"]
    assert position.asserted_by == "jonas-okoro"


@pytest.mark.parametrize(
    "rows",
    [
        "Peru NNP 1 nsubj|published VBD 1 ROOT publish|the DT 3 det|plan NN 1 obj",
        "farmers NNS 1 nsubj farmer|back VBP 1 ROOT|the DT 3 det|plan NN 1 obj",
        "Peru NNP 1 nsubj|moved VBD 1 ROOT move|back RB 1 advmod|the DT 4 det|plan NN 1 obj",
    ],
)
def test_no_stance_or_nobody_to_hold_it(rows: str) -> None:
    assert positions(rows) == ()


def test_each_stance_is_told_once() -> None:
    rows = "Peru NNP 1 nsubj|backs VBZ 1 ROOT back|the DT 3 det|plan NN 1 obj|. . 1 punct"
    (position,) = positions(f"{rows}||{rows}")
    assert len(position.evidence) == 1


def test_turning_twice_never_makes_a_supporter_of_who_does_not_oppose() -> None:
    assert FLIPPED[Stance.SUPPORTS] is Stance.OPPOSES
    assert FLIPPED[FLIPPED[Stance.SUPPORTS]] is Stance.NEUTRAL


def test_no_word_of_stance_stands_without_a_place_for_its_issue() -> None:
    for frame in [*VERBS.values(), *NOUNS.values(), *ADJECTIVES.values()]:
        assert frame.obj or frame.clause or frame.prepositions
        assert 0 < frame.confidence <= 1
