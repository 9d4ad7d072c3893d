"""Many labels in which words are looked for, all at once."""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np

from kg.network.table import Array

__all__ = ["Labels"]


class Labels:
    """Labels without regard to case.

    Args:
        labels: the labels, in an order of their own.
    """

    def __init__(self, labels: Iterable[str]) -> None:
        self._folded = [" ".join(label.split()).casefold() for label in labels]
        self._text = "\n".join(self._folded)
        self._ends = np.cumsum([len(label) + 1 for label in self._folded], dtype=np.int64)

    def holding(self, words: str) -> Array:
        """The places of the labels that hold all these words, or parts of words, in their order."""
        wanted = sorted(words.casefold().split(), key=len, reverse=True)
        found = np.arange(len(self._folded))
        if wanted:  # the longest is looked for in all labels at once
            begins = [each.start() for each in re.finditer(re.escape(wanted[0]), self._text)]
            found = np.unique(np.searchsorted(self._ends, np.array(begins, dtype=np.int64), side="right"))
        kept = [place for place in found.tolist() if all(word in self._folded[place] for word in wanted[1:])]
        return np.array(kept, dtype=np.int64)
