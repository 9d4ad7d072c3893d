"""Running text from corpora that keep only tokens, written as the Penn Treebank splits them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

__all__ = ["detokenise"]

_NO_SPACE_BEFORE: Final = frozenset(
    {",", ".", ":", ";", "?", "!", ")", "]", "}", "%", "...", "…", "n't", "n’t", "''", "”", "’"}
)
_NO_SPACE_AFTER: Final = frozenset({"(", "[", "{", "$", "#", "``", "“", "‘", "US$", "C$", "A$", "£", "€"})
_QUOTES: Final = frozenset({'"', "'"})
_REWRITTEN: Final = {"``": '"', "''": '"', "-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]"}


def detokenise(tokens: Sequence[str]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Join tokens as they would be printed.

    Returns:
        The text, and the offsets of each token in it.
    """
    text = ""
    offsets = []
    glue = True
    open_quotes: dict[str, bool] = {}
    for word in tokens:
        written = _REWRITTEN.get(word, word)
        closing = False
        if word in _QUOTES:
            closing = open_quotes.get(word, False) or (word == "'" and text.endswith("s"))
            open_quotes[word] = not closing
        clitic = word.startswith(("'", "’")) and len(word) > 1
        if text and not (glue or closing or clitic or word in _NO_SPACE_BEFORE):
            text += " "
        begin = len(text)
        text += written
        offsets.append((begin, len(text)))
        glue = word in _NO_SPACE_AFTER or (word in _QUOTES and not closing)
    return text, tuple(offsets)
