"""The component: dates, tense and narrative brought together; offsets; paragraphs; several processes."""

from __future__ import annotations

import datetime as dt
import pickle

import pytest
import spacy
from spacy.tokens import Doc

from kg.model import Interval, Precision, TimeExpression
from kg.nlp import times
from kg.nlp.times import times_in

TUESDAY = dt.date(2013, 5, 28)


@pytest.fixture(scope="module")
def blank():
    """A pipeline that only tokenizes, with the component behind it."""
    nlp = spacy.blank("en")
    nlp.add_pipe("kg_times")
    return nlp


def annotated(
    nlp: spacy.language.Language, text: str, published: dt.date | None = TUESDAY
) -> tuple[TimeExpression, ...]:
    """The expressions of a text of that date."""
    doc = nlp.make_doc(text)
    if published is not None:
        doc._.published = published
    return nlp(doc)._.times


def days(found: tuple[TimeExpression, ...]) -> dict[str, Interval | None]:
    """Expression to interval."""
    return {expression.text: expression.interval for expression in found}


def day(year: int, month: int, number: int) -> Interval:
    """One day as an interval."""
    date = dt.date(year, month, number)
    return Interval(date, date, Precision.DAY)


def test_expressions_point_into_the_text_in_order(blank):
    text = "He spoke for 90 minutes on Monday.\n\nTalks resume on June 10-12, and the war is in its third year."
    found = annotated(blank, text)
    assert [t.text for t in found] == ["90 minutes", "Monday", "June 10-12", "its third year"]
    assert all(text[t.begin : t.end] == t.text for t in found)
    assert [t.minutes for t in found] == [90, None, None, None]
    assert found[1].interval == day(2013, 5, 27)
    assert found[2].interval == Interval(dt.date(2013, 6, 10), dt.date(2013, 6, 12), Precision.RANGE)
    assert found[3].interval is None
    assert found[3].rule == "ordinal-period"


def test_monday_in_an_article_of_a_tuesday_is_the_day_before(blank):
    found = annotated(blank, "Lavrov met in Paris on Monday with Kerry.", dt.date(2014, 1, 14))
    assert days(found) == {"Monday": day(2014, 1, 13)}


def test_the_tense_of_the_verb_decides():
    nlp = spacy.blank("en")
    words = ["They", "met", "Friday", "and", "will", "meet", "Friday"]
    doc = Doc(
        nlp.vocab, words=words, pos=["PRON", "VERB", "PROPN", "CCONJ", "AUX", "VERB", "PROPN"],
        tags=["PRP", "VBD", "NNP", "CC", "MD", "VB", "NNP"], heads=[1, 1, 1, 5, 5, 1, 5],
        deps=["nsubj", "ROOT", "obl", "cc", "aux", "conj", "obl"],
    )  # fmt: skip
    doc._.published = TUESDAY
    assert [t.interval for t in times_in(doc)] == [day(2013, 5, 24), day(2013, 5, 31)]


def test_the_narrative_is_this_paragraph_and_the_one_before(blank):
    near = "He was seized on May 22.\n\nA day earlier he had fled."
    assert days(annotated(blank, near))["A day earlier"] == day(2013, 5, 21)
    far = "He was seized on May 22.\n\nHe is sixty.\n\nA day earlier he had fled."
    assert days(annotated(blank, far))["A day earlier"] is None


def test_a_year_told_in_between_does_not_hide_the_day(blank):
    text = "He was seized on May 22. The war began in 2011. Two days later he was freed."
    assert days(annotated(blank, text))["Two days later"] == day(2013, 5, 24)


def test_an_open_or_unresolved_time_is_nothing_to_count_from(blank):
    text = "They want it by Friday. A day earlier he had fled."
    assert days(annotated(blank, text))["A day earlier"] is None


def test_without_a_publication_date_only_lengths_are_known(blank):
    found = annotated(blank, "They spoke for two hours on Monday.", published=None)
    assert [(t.text, t.interval, t.minutes) for t in found] == [("two hours", None, 120), ("Monday", None, None)]
    assert found[1].rule == "no-publication-date"


def test_a_text_without_times_has_none(blank):
    assert annotated(blank, "") == ()
    assert annotated(blank, "Nothing happened.") == ()


def test_the_component_says_what_it_needs_and_gives():
    nlp = spacy.blank("en")
    nlp.add_pipe("kg_times")
    meta = nlp.get_pipe_meta("kg_times")
    assert meta.assigns == ["doc._.times"]
    assert meta.requires == ["token.dep", "token.head"]
    nlp.add_pipe("parser", before="kg_times")
    assert nlp.analyze_pipes()["problems"]["kg_times"] == []


def test_the_answers_are_values_that_can_be_sent_and_hashed(blank):
    found = annotated(blank, "They met on Monday for an hour.")
    assert len(found) == 2
    assert pickle.loads(pickle.dumps(found)) == found
    assert len(set(found)) == 2


def test_importing_twice_declares_the_extensions_once():
    times.extensions.register()
    assert Doc.has_extension("times")
