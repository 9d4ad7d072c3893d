"""Where sentences must begin, whatever a parser would guess."""

from __future__ import annotations

import pytest
import spacy
from spacy.tokens import Doc

from kg.nlp.paragraphs import mark_paragraphs

NLP = spacy.blank("en")
VOCAB = NLP.vocab


def starts(*words: str) -> list[bool | None]:
    doc = mark_paragraphs(Doc(VOCAB, words=list(words)))
    return [token.is_sent_start for token in doc]


def test_a_blank_line_starts_a_sentence() -> None:
    assert starts("Talks", "end", "\n\n", "Chad", "agrees") == [True, None, False, True, None]


def test_white_space_never_starts_a_sentence_of_its_own() -> None:
    assert starts("Talks", "\n\n", "\n\n\n", "end") == [True, False, False, True]


def test_a_single_line_break_decides_nothing() -> None:
    assert starts("Talks", "\n", "end") == [True, False, None]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("LIMA — The president left.", "The"),
        ("LIMA, Peru — The president left.", "The"),
        ("BANDAR SERI BEGAWAN (AP) - The president left.", "The"),
        ("LIMA, March 18 (Reuters) -- The president left.", "The"),
    ],
)
def test_the_news_behind_a_dateline_starts_a_sentence(text: str, sentence: str) -> None:
    doc = mark_paragraphs(NLP("Headline\n\n" + text))
    assert [t.text for t in doc if t.is_sent_start][-1] == sentence


@pytest.mark.parametrize(
    "text",
    [
        "Moscow — a major supplier of arms — objected.",
        "NATO said — and meant — no.",
        "UN-led talks ended.",
        "The LIMA — AREQUIPA road closed.",
        "LIMA —",
    ],
)
def test_what_is_no_dateline_starts_no_second_sentence(text: str) -> None:
    doc = mark_paragraphs(NLP("Headline\n\n" + text))
    assert sum(bool(t.is_sent_start) for t in doc) == 2


def test_white_space_at_the_very_start_keeps_the_first_sentence_start() -> None:
    assert starts("\n\n", "Talks", "end") == [True, True, None]
