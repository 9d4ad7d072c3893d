"""Where quotation marks open and close, whatever the typist did."""

from __future__ import annotations

import pytest
import spacy
from spacy.tokens import Doc

from kg.nlp.quotations import paragraphs

NLP = spacy.blank("en")


def quoted(text: str) -> list[tuple[str, bool]]:
    """The quotations of a one-paragraph text, and whether each was closed."""
    doc = NLP(text)
    return [(doc[q.start : q.end].text, q.closed) for part in paragraphs(doc) for q in part.quotations]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('"We agree," he said.', [("We agree,", True)]),
        ("“We agree,” he said.", [("We agree,", True)]),
        ("„Wir stimmen zu” and «d'accord»", [("Wir stimmen zu", True), ("d'accord", True)]),
        ('"We agree," he said. "It is time."', [("We agree,", True), ("It is time.", True)]),
        ("“We agree, and the next step", [("We agree, and the next step", False)]),
        ("We agree,” he said.", []),
        ("“We agree. “It is time,” he said.", [("It is time,", True)]),
        ("“They told us ‘never’ again,” he said.", [("They told us ‘never’ again,", True)]),
        ("No marks at all.", []),
        ('""', []),
        ('A 12" pipe burst.', []),
        ('A 12" pipe burst, "twice over."', [("twice over.", True)]),
        ("The ministers' plan and Peru's offer", []),
    ],
)
def test_quotations(text: str, found: list[tuple[str, bool]]) -> None:
    assert quoted(text) == found


def test_a_number_at_the_end_of_a_quotation_closes_it() -> None:
    assert quoted('"We want 12" is his word.') == [("We want 12", True)]


def test_paragraphs_leave_blank_lines_out() -> None:
    doc = Doc(NLP.vocab, words=["One", ".", "\n\n", "Two", "\n", "lines", "\n\n\n", "Three"])
    assert [doc[p.start : p.end].text.split() for p in paragraphs(doc)] == [["One", "."], ["Two", "lines"], ["Three"]]


def test_a_lost_mark_stays_in_its_paragraph() -> None:
    doc = NLP("“One thing.\n\nNothing here.\n\n“Another,” he said.")
    found = [doc[q.start : q.end].text for part in paragraphs(doc) for q in part.quotations]
    assert found == ["One thing.", "Another,"]
