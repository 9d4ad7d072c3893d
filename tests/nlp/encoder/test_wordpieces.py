from __future__ import annotations

from kg.nlp.encoder.wordpieces import WordPieces

PIECES = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "lav", "##rov", "##ro", "erdogan", "u", ".", "s", "中", "-", "co"]
WORDS = WordPieces(PIECES)


def shown(word: str) -> list[str]:
    return [PIECES[i] for i in WORDS(word)]


def test_the_longest_pieces_win() -> None:
    assert shown("Lavrov") == ["lav", "##rov"]
    assert shown("lavro") == ["lav", "##ro"]


def test_case_and_accents_are_dropped() -> None:
    assert shown("Erdoğan") == ["erdogan"]


def test_punctuation_and_chinese_characters_stand_alone() -> None:
    assert shown("U.S.") == ["u", ".", "s", "."]
    assert shown("co-co") == ["co", "-", "co"]
    assert shown("中中") == ["中", "中"]


def test_what_cannot_be_split_is_one_unknown_piece() -> None:
    for word in ("xyz", "lavx", "\u200b", "", "lav" * 50):
        assert shown(word) == ["[UNK]"]
