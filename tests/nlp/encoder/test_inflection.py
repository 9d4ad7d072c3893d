"""Inflection undone by spelling: what the classifier of lemma rules gets wrong, and what it must be left with."""

from __future__ import annotations

import pytest

from kg.nlp.encoder.inflection import undone

WORDS = frozenset(
    "welcome express urge note not hope hop life live condemn focus ally stop call meet meeting emphasis".split()
)


@pytest.mark.parametrize(
    ("form", "tag", "guess", "lemma"),
    [
        ("welcomed", "VBD", "welcom", "welcome"),
        ("Urging", "VBG", "urg", "urge"),
        ("expressed", "VBD", "expresse", "express"),
        ("noted", "VBD", "not", "note"),
        ("hoping", "VBG", "hop", "hope"),
        ("stopped", "VBN", "stopp", "stop"),
        ("called", "VBD", "calle", "call"),
        ("focuses", "VBZ", "focuse", "focus"),
        ("allies", "NNS", "allie", "ally"),
        # words that no list need hold
        ("decried", "VBD", "decri", "decry"),
        ("lambasted", "VBD", "lambaste", "lambast"),
        ("denounced", "VBD", "denounc", "denounce"),
        ("emphasised", "VBD", "emphasis", "emphasise"),
        ("postponed", "VBN", "postpone", "postpone"),
        ("imprisoned", "VBN", "imprison", "imprison"),
        ("expelled", "VBN", "expell", "expel"),
        ("conceded", "VBD", "conced", "concede"),
        ("exhorting", "VBG", "exhorte", "exhort"),
        ("reiterated", "VBD", "reiterat", "reiterate"),
        # a closed class
        ("sold", "VBD", "sol", "sell"),
        ("withdrew", "VBD", "withdr", "withdraw"),
        ("Sought", "VBN", "soug", "seek"),
    ],
)
def test_the_lemma_is_a_word_that_spells_so(form: str, tag: str, guess: str, lemma: str) -> None:
    assert undone(form, tag, guess, WORDS) == lemma


@pytest.mark.parametrize(
    ("form", "tag", "lemma"),
    [
        ("condemned", "VBD", "condemn"),
        ("lives", "NNS", "life"),
        ("lives", "VBZ", "live"),
        ("meeting", "NN", "meeting"),
        ("meeting", "VBG", "meet"),
        ("cut", "VBD", "cut"),
        ("Kerry", "NNP", "Kerry"),
    ],
)
def test_what_is_right_stays(form: str, tag: str, lemma: str) -> None:
    assert undone(form, tag, lemma, WORDS) == lemma
