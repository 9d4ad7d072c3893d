"""Words to word pieces, as BERT's uncased vocabulary splits them (Wu et al. 2016; Devlin et al. 2019, section 3)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from typing import Final

__all__ = ["WordPieces"]

_UNKNOWN: Final = "[UNK]"
_LONGEST_WORD: Final = 100
_KEPT_WORDS: Final = 100_000


class WordPieces:
    """The vocabulary, with a memory of the words it has split.

    Attributes:
        first: the id of the piece that opens every sequence.
        last: the id of the piece that closes every sequence.
    """

    def __init__(self, pieces: Sequence[str]) -> None:
        self.pieces = tuple(pieces)
        self._ids = {piece: index for index, piece in enumerate(pieces)}
        self._known: dict[str, tuple[int, ...]] = {}
        self.first = self._ids["[CLS]"]
        self.last = self._ids["[SEP]"]
        self._unknown = self._ids[_UNKNOWN]

    def __contains__(self, word: object) -> bool:
        """Whether a word, in lower case, is one piece of the vocabulary."""
        return word in self._ids

    def __call__(self, word: str) -> tuple[int, ...]:
        """The ids of a word's pieces; at least one."""
        known = self._known.get(word)
        if known is None:
            known = tuple(i for part in _parts(word) for i in self._split(part)) or (self._unknown,)
            if len(self._known) < _KEPT_WORDS:
                self._known[word] = known
        return known

    def _split(self, part: str) -> tuple[int, ...]:
        """The longest pieces from the left; one unknown piece where that leads nowhere."""
        if len(part) > _LONGEST_WORD:
            return (self._unknown,)
        found = []
        begin = 0
        while begin < len(part):
            prefix = "##" if begin else ""
            end = next((e for e in range(len(part), begin, -1) if prefix + part[begin:e] in self._ids), None)
            if end is None:
                return (self._unknown,)
            found.append(self._ids[prefix + part[begin:end]])
            begin = end
        return tuple(found)


def _parts(word: str) -> Iterator[str]:
    """The word in lower case without accents, parted at punctuation and around CJK characters."""
    part = ""
    for char in unicodedata.normalize("NFD", word.lower()):
        category = unicodedata.category(char)
        if category == "Mn" or category.startswith("C"):
            continue
        if category.startswith(("P", "S", "Z")) or _is_cjk(ord(char)):
            if part:
                yield part
            if not category.startswith("Z"):
                yield char
            part = ""
        else:
            part += char
    if part:
        yield part


def _is_cjk(code: int) -> bool:
    return (
        0x4E00 <= code <= 0x9FFF or 0x3400 <= code <= 0x4DBF or 0xF900 <= code <= 0xFAFF or 0x20000 <= code <= 0x2FA1F
    )
