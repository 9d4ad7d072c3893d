from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.nlp.encoder.lemmas import apply_rule, rule_of


@pytest.mark.parametrize(
    ("form", "lemma", "rule"),
    [
        ("stopped", "stop", "l|3|"),
        ("Talks", "talk", "l|1|"),
        ("The", "the", "l|0|"),
        ("Kerry", "Kerry", "k|0|"),
        ("KERRY", "Kerry", "t|0|"),
        ("NATO", "NATO", "k|0|"),
        ("ministries", "ministry", "l|3|y"),
        ("was", "be", "=be"),
    ],
)
def test_rules_are_the_shortest(form: str, lemma: str, rule: str) -> None:
    assert rule_of(form, lemma) == rule
    assert apply_rule(form, rule) == lemma


@given(st.text(min_size=1, max_size=8), st.text(min_size=1, max_size=8))
def test_every_rule_makes_its_lemma(form: str, lemma: str) -> None:
    assert apply_rule(form, rule_of(form, lemma)) == lemma


def test_a_rule_that_cuts_too_much_does_not_fit() -> None:
    assert apply_rule("as", "l|3|") is None
    assert apply_rule("us", "l|1|") is None
