"""Texts kept once each, in one block of bytes, and spoken of by their rank.

The pool is sorted by code points, which is also the order of the UTF-8 bytes: ranks compare as the texts do, so that
ISO dates, ids and types can be sorted, bounded and looked up as integers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

__all__ = ["NOTHING", "Bytes", "Codes", "Offsets", "Pool"]

Codes: TypeAlias = NDArray[np.int32]
Offsets: TypeAlias = NDArray[np.int64]
Bytes: TypeAlias = NDArray[np.uint8]

NOTHING: Final = -1
"""The code of a text that is not there."""

_FEW: Final = 16  # as many texts are decoded in the time that numpy takes to tell them apart
_SURROGATES: Final = "surrogatepass"  # a lone surrogate must not make a network unreadable; exporters replace it


class Pool:
    """Distinct texts, sorted.

    Args:
        ends: where each text ends in ``data``.
        data: the texts as UTF-8, one after the other.
    """

    def __init__(self, ends: Offsets, data: Bytes) -> None:
        self.ends = ends
        self.data = data
        self._bytes = data.data

    @classmethod
    def of(cls, texts: Iterable[str]) -> tuple[Pool, Mapping[str, int]]:
        """A pool of these texts, and the code of each."""
        ordered = sorted(set(texts))
        encoded = [text.encode(errors=_SURROGATES) for text in ordered]
        ends = np.cumsum([len(each) for each in encoded], dtype=np.int64)
        data = np.frombuffer(b"".join(encoded), dtype=np.uint8)
        return cls(ends, data), {text: code for code, text in enumerate(ordered)}

    def __len__(self) -> int:
        """How many texts there are."""
        return len(self.ends)

    def text(self, code: int) -> str:
        """The text of a code."""
        begin = int(self.ends[code - 1]) if code else 0
        return str(self._bytes[begin : int(self.ends[code])], errors=_SURROGATES)

    def texts(self, codes: Codes) -> list[str | None]:
        """The texts of codes, None for :data:`NOTHING`; each distinct one is decoded once."""
        if len(codes) <= _FEW:
            return [None if code < 0 else self.text(code) for code in codes.tolist()]
        distinct, places = np.unique(codes, return_inverse=True)
        begins = np.where(distinct > 0, self.ends[distinct - 1], 0).tolist()
        ends = self.ends[distinct].tolist()
        decoded: list[str | None] = [
            None if code < 0 else str(self._bytes[begin:end], errors=_SURROGATES)
            for code, begin, end in zip(distinct.tolist(), begins, ends, strict=True)
        ]
        return [decoded[place] for place in places.tolist()]

    def rank(self, text: str) -> int:
        """How many texts of the pool are less than this one: its code, if it is in the pool."""
        low, high = 0, len(self)
        while low < high:
            middle = (low + high) // 2
            if self.text(middle) < text:
                low = middle + 1
            else:
                high = middle
        return low

    def code(self, text: str) -> int:
        """The code of a text, :data:`NOTHING` for one that is not in the pool."""
        rank = self.rank(text)
        return rank if rank < len(self) and self.text(rank) == text else NOTHING
