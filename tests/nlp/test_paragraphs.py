"""Where sentences must begin, whatever a parser would guess."""

from __future__ import annotations

import spacy
from spacy.tokens import Doc

from kg.nlp.paragraphs import mark_paragraphs

VOCAB = spacy.blank("en").vocab


def starts(*words: str) -> list[bool | None]:
    doc = mark_paragraphs(Doc(VOCAB, words=list(words)))
    return [token.is_sent_start for token in doc]


def test_a_blank_line_starts_a_sentence() -> None:
    assert starts("Talks", "end", "\n\n", "Chad", "agrees") == [True, None, False, True, None]


def test_white_space_never_starts_a_sentence_of_its_own() -> None:
    assert starts("Talks", "\n\n", "\n\n\n", "end") == [True, False, False, True]


def test_a_single_line_break_decides_nothing() -> None:
    assert starts("Talks", "\n", "end") == [True, False, None]


def test_white_space_at_the_very_start_keeps_the_first_sentence_start() -> None:
    assert starts("\n\n", "Talks", "end") == [True, True, None]
