"""Dates as entities, beside the names that statistics find."""

from __future__ import annotations

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Span

import kg.nlp.dates


@pytest.fixture(scope="module")
def nlp() -> Language:
    nlp = spacy.blank("en")
    nlp.add_pipe("kg_dates")
    return nlp


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("They met on Jan. 22, 2014 in Oslo.", ["Jan. 22, 2014"]),
        ("They meet late Monday or in mid-June.", ["late Monday", "mid-June"]),
        ("The truce holds until next week.", ["next week"]),
        ("It took two days, then three years.", ["two days", "three years"]),
        ("They spoke for 90 minutes.", []),
        ("Nothing is dated here.", []),
        ("", []),
    ],
)
def test_dates_and_periods_of_days_are_entities(nlp: Language, text: str, dates: list[str]) -> None:
    found = nlp(text).ents
    assert {ent.label_ for ent in found} <= {kg.nlp.dates.LABEL}
    assert [next(d for d in dates if d in ent.text) for ent in found] == dates


def test_what_is_a_name_already_stays_one() -> None:
    nlp = spacy.blank("en")
    doc = nlp.make_doc("The Monday Club met on Monday.")
    doc.set_ents([Span(doc, 1, 3, label="ORG")])
    doc = kg.nlp.dates.DatesComponent()(doc)
    assert [(ent.text.removeprefix("on "), ent.label_) for ent in doc.ents] == [
        ("Monday Club", "ORG"),
        ("Monday", "DATE"),
    ]
