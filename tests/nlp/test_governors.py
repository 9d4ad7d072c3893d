"""What a word hangs on, and how an occasion stands by it: hand-built trees, in both schemes where both say it."""

from __future__ import annotations

import pytest
from sentences import SCHEMES, article, read
from spacy.tokens import Doc, Token

from kg.gazetteer import Gender, default_gazetteer
from kg.model import MeetingStatus
from kg.nlp import statuswords
from kg.nlp.genders import Genders
from kg.nlp.governors import Tie, climb, is_infinitive, key, lemma, marker
from kg.nlp.status import Standing, standing


def word(doc: Doc, text: str) -> Token:
    return next(token for token in doc if token.text == text)


AGREED = (
    "Peru NNP 1 nsubj|agreed VBD 1 ROOT agree|to TO 3 mark|hold VB 1 xcomp|talks NNS 3 obj talk|with IN 6 case"
    "|Chile NNP 4 nmod"
)
CALLED_OFF = (
    "The DT 1 det|talks NNS 3 nsubj:pass talk|were VBD 3 aux:pass be|called VBN 3 ROOT call|off RP 3 compound:prt"
)
AFTER = "Abe NNP 1 nsubj|spoke VBD 1 ROOT speak|after IN 3 case|talks NNS 1 obl talk|with IN 5 case|Park NNP 3 nmod"


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(
    ("rows", "start", "ties"),
    [
        (AGREED, "talks", [("hold", Tie.OBJECT, ""), ("agreed", Tie.COMPLEMENT, "")]),
        (AGREED, "Chile", [("talks", Tie.NOUN, "with"), ("hold", Tie.OBJECT, ""), ("agreed", Tie.COMPLEMENT, "")]),
        (CALLED_OFF, "talks", [("called", Tie.OBJECT, "")]),
        (AFTER, "talks", [("spoke", Tie.OBLIQUE, "after")]),
    ],
)
def test_steps_up(rows: str, start: str, ties: list[tuple[str, Tie, str]], scheme: str) -> None:
    doc = article(rows, scheme=scheme)
    assert [(s.word.text, s.tie, s.link) for s in climb(word(doc, start))] == ties


def test_an_arc_that_leaps_over_the_speech_verb_ends_there() -> None:
    rows = (
        "\" `` 2 punct|We PRP 2 nsubj|agreed VBD 6 ccomp agree|, , 2 punct|\" '' 2 punct|Abe NNP 6 nsubj"
        "|said VBD 6 ROOT say|after IN 8 case|talks NNS 2 obl talk"
    )
    (step,) = climb(word(article(rows), "talks"))
    assert (step.word.text, step.link) == ("said", "after")


def test_keys_markers_and_infinitives() -> None:
    off, agreed = article(CALLED_OFF), article(AGREED)
    assert key(word(off, "called")) == "call off"
    assert is_infinitive(word(agreed, "hold"))
    assert not is_infinitive(word(agreed, "agreed"))
    left = article("Abe NNP 1 nsubj|left VBD 1 ROOT leave|after IN 4 mark|Park NNP 4 nsubj|spoke VBD 1 advcl speak")
    assert marker(word(left, "spoke")) == "after"
    assert marker(word(left, "left")) == ""


@pytest.mark.parametrize(("told", "mended"), [("postpon", "postpone"), ("cancell", "cancel"), ("meet", "meet")])
def test_lemmas_that_a_pipeline_cuts_wrongly_are_mended(told: str, mended: str) -> None:
    (token,) = article(f"x VBD 0 ROOT {told}")
    assert lemma(token) == mended


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(
    ("rows", "carrier", "expected"),
    [
        (AGREED, "hold", Standing(MeetingStatus.PLANNED, sure=True)),
        (CALLED_OFF, "talks", Standing(MeetingStatus.CANCELLED, sure=True)),
        (AFTER, "talks", Standing(MeetingStatus.HELD, sure=True)),
        ("Talk NN 0 ROOT|of IN 2 case|talks NNS 0 nmod talk", "talks", Standing(MeetingStatus.HELD, sure=False)),
        (
            "Hopes NNS 0 ROOT hope|of IN 2 case|talks NNS 0 nmod talk",
            "talks",
            Standing(MeetingStatus.PROPOSED, sure=True),
        ),
        ("It PRP 1 nsubj|held VBD 1 ROOT hold|no DT 3 det|talks NNS 1 obj talk", "held", None),
        (
            ("It PRP 1 nsubj|asked VBD 1 ROOT ask|whether IN 4 mark|they PRP 4 nsubj|held VBD 1 ccomp hold"
            "|talks NNS 4 obj talk"),
            "held",
            None,
        ),
    ],
)  # fmt: skip
def test_how_talks_stand(rows: str, carrier: str, expected: Standing | None, scheme: str) -> None:
    doc = article(rows, scheme=scheme)
    assert standing(word(doc, "talks"), word(doc, carrier), ahead=False) == expected


def test_a_day_to_come_makes_a_plan_of_a_guess_only() -> None:
    plain, after = article("Talk NN 0 ROOT|of IN 2 case|talks NNS 0 nmod talk"), article(AFTER)
    assert standing(word(plain, "talks"), word(plain, "talks"), ahead=True) == Standing(
        MeetingStatus.PLANNED, sure=True
    )
    assert standing(word(after, "talks"), word(after, "talks"), ahead=True) == Standing(MeetingStatus.HELD, sure=True)


def test_no_word_both_denies_and_plans() -> None:
    assert not statuswords.DENYING & statuswords.VERBS.keys()
    assert not statuswords.DOUBTING & statuswords.ADJECTIVES.keys()
    assert not statuswords.BEFORE & statuswords.AFTER


def test_gender_is_told_by_honorific_title_and_pronoun() -> None:
    rows = "Ms. NNP 1 nmod:desc|Okoro NNP 2 nsubj|met VBD 2 ROOT meet|Robin NNP 2 obj|Lindqvist NNP 3 flat"
    doc = read(article(rows, ents=(("Okoro", "PERSON"), ("Robin Lindqvist", "PERSON"))), "kg_linking")
    genders = Genders(default_gazetteer(), doc)
    okoro, robin = (next(e for e in doc._.entities if e.name.endswith(n)) for n in ("Okoro", "Lindqvist"))
    assert genders.agrees(okoro, Gender.FEMALE)
    assert not genders.agrees(okoro, Gender.MALE)
    assert genders.agrees(robin, Gender.MALE)
    genders.learn(robin.id, Gender.FEMALE)
    assert not genders.agrees(robin, Gender.MALE)
