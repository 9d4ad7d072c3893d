"""A document at which a component fails costs itself alone, and says which component and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from kg.model import Document, DocumentFacts, Failure, Section, SectionKind
from kg.nlp.annotator import Annotator

ERRORS = {"value": ValueError("no such value"), "key": KeyError("word"), "index": IndexError("too far")}


@Language.component("failing")
def failing(doc: Doc) -> Doc:
    for name, error in ERRORS.items():
        if f"fail with {name}" in doc.text:
            raise error
    return doc


@pytest.fixture
def fragile(annotator: Annotator) -> Iterator[Annotator]:
    annotator.nlp.add_pipe("failing", before="kg_meetings")
    yield annotator
    annotator.nlp.remove_pipe("failing")


def document(text: str) -> Document:
    return Document("d", text, dt.date(2014, 1, 14), "T", (Section(SectionKind.BODY, 0, len(text)),))


def test_an_error_is_its_own_documents(fragile: Annotator) -> None:
    given = [document(text) for text in ("Lavrov met Kerry.", *(f"They fail with {name}." for name in ERRORS), "So.")]
    found = list(fragile(given))
    assert [type(one) for one in found] == [DocumentFacts, Failure, Failure, Failure, DocumentFacts]
    assert [one.document for one in found] == given
    errors = [one.error for one in found if isinstance(one, Failure)]
    assert errors[0] == ("no facts could be taken from it: the component failing failed (ValueError: no such value)")
    assert errors[2].endswith("the component failing failed (IndexError: too far)")
    assert "failing" in errors[1]


def test_a_text_longer_than_the_pipeline_reads_is_given_up(annotator: Annotator, monkeypatch) -> None:
    monkeypatch.setattr(annotator.nlp, "max_length", 20)
    (found,) = annotator([document("Lavrov met Kerry in Paris.")])
    assert isinstance(found, Failure)
    assert "longer than the 20 characters that the pipeline reads at once" in found.error
