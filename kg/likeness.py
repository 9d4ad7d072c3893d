"""Which documents tell the same story in the same words: reprints, agency copy, second editions.

A text is a set of shingles, five words in a row each; two texts are alike as far as their sets overlap (Broder, "On the
resemblance and containment of documents", 1997). A sketch of 128 minima estimates the overlap with a standard error of
0.035 at the threshold, and sketches that share a band of four minima find each other without comparing all with all.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np

from kg.model import Document, SectionKind

__all__ = ["Likeness", "likeness_of", "reprints"]

SHINGLE_WORDS: Final = 5
MINIMA: Final = 128
BAND: Final = 4
ALIKE: Final = 0.8
FEWEST_WORDS: Final = 60  # shorter ones share their phrases with much that is another story
FEWEST_WORDS_IF_EQUAL: Final = 25
MOST_DAYS_APART: Final = 7
"""Agency copy is printed within days; what comes later in nearly the same words is a serial, a weekly schedule, say."""

Rank: TypeAlias = tuple[dt.date, int, str]
"""When a document was published, how many words it has, made negative, and its id."""

_WORD: Final = re.compile(r"[^\W_]+")
_RANDOM: Final = np.random.Generator(np.random.PCG64(20131128))  # any fixed numbers will do, for ever the same
_FACTORS: Final = _RANDOM.integers(1, 2**63, MINIMA, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
_SUMMANDS: Final = _RANDOM.integers(0, 2**63, MINIMA, dtype=np.uint64)


@dataclass(frozen=True, slots=True)
class Likeness:
    """What has to be kept of a document to find others like it.

    ``words`` counts its body's words, ``digest`` is over them, ``sketch`` holds 128 minima of four bytes each; it is
    empty for a text too short to be compared.
    """

    id: str
    published: dt.date
    words: int
    digest: str
    sketch: bytes

    @property
    def rank(self) -> Rank:
        """Of several tellings of a story the one of the least rank is the first."""
        return (self.published, -self.words, self.id)


def likeness_of(document: Document) -> Likeness:
    """The likeness of a document's body; headlines and captions are each paper's own."""
    body = " ".join(document.text[s.begin : s.end] for s in document.sections if s.kind is SectionKind.BODY)
    words = _WORD.findall(body.lower())
    digest = hashlib.sha256(" ".join(words).encode()).hexdigest()
    sketch = _sketch(words) if len(words) >= FEWEST_WORDS else b""
    return Likeness(document.id, document.published, len(words), digest, sketch)


def _sketch(words: list[str]) -> bytes:
    shingles = {" ".join(words[at : at + SHINGLE_WORDS]) for at in range(len(words) - SHINGLE_WORDS + 1)}
    hashed = np.array(
        [int.from_bytes(hashlib.blake2b(one.encode(), digest_size=8).digest(), "big") for one in sorted(shingles)],
        dtype=np.uint64,
    )
    minima = np.empty(MINIMA, dtype=">u4")
    for index, (factor, summand) in enumerate(zip(_FACTORS, _SUMMANDS, strict=True)):
        minima[index] = ((hashed * factor + summand) >> np.uint64(32)).min()
    return minima.tobytes()


def reprints(likenesses: Iterable[Likeness]) -> dict[str, str]:
    """For each document that is the same story as an earlier one, that one's id.

    The first of a story is the one that was published first; on one day the longest, then the one whose id comes
    first. The answer depends on the documents alone.

    Args:
        likenesses: by :attr:`Likeness.rank`. The sketches of some days are remembered, and of all others a digest.
    """
    leader: dict[str, str] = {}
    ranks: dict[str, Rank] = {}

    def find(identifier: str) -> str:
        while leader[identifier] != identifier:
            leader[identifier] = identifier = leader[leader[identifier]]
        return identifier

    for pair in _pairs(likenesses):
        for rank in pair:
            leader.setdefault(rank[-1], rank[-1])
            ranks[rank[-1]] = rank
        first, second = sorted((find(rank[-1]) for rank in pair), key=ranks.__getitem__)
        leader[second] = first
    return {identifier: first for identifier in sorted(leader) if (first := find(identifier)) != identifier}


def _pairs(likenesses: Iterable[Likeness]) -> Iterator[tuple[Rank, Rank]]:
    """Documents that are alike; of many equal ones each with the first alone."""
    recent, equal = _Recent(), dict[bytes, Rank]()
    for one in likenesses:
        if one.words >= FEWEST_WORDS_IF_EQUAL:
            first = equal.setdefault(bytes.fromhex(one.digest), one.rank)
            if first != one.rank:
                yield first, one.rank
        for other in recent.sharing_a_band(one):
            if _alike(other, one):
                yield other.rank, one.rank
        recent.add(one)


class _Recent:
    """The documents that one of today may be like, by the bands of their sketches."""

    def __init__(self) -> None:
        self._documents = deque[Likeness]()
        self._buckets = defaultdict[tuple[int, bytes], list[Likeness]](list)

    def sharing_a_band(self, one: Likeness) -> Iterator[Likeness]:
        """Those with a band of this one; with several as often."""
        for band in _bands(one):
            yield from self._buckets.get(band, ())

    def add(self, one: Likeness) -> None:
        """Take in one that was published after all others, and forget those that are too old by now."""
        while self._documents and (one.published - self._documents[0].published).days > MOST_DAYS_APART:
            self._forget(self._documents.popleft())
        self._documents.append(one)
        for band in _bands(one):
            self._buckets[band].append(one)

    def _forget(self, oldest: Likeness) -> None:
        for band in _bands(oldest):
            bucket = self._buckets[band]
            del bucket[0]  # nobody came before it
            if not bucket:
                del self._buckets[band]


def _bands(one: Likeness) -> Iterator[tuple[int, bytes]]:
    for begin in range(0, len(one.sketch), 4 * BAND):
        yield begin, one.sketch[begin : begin + 4 * BAND]


def _alike(one: Likeness, other: Likeness) -> bool:
    if abs((one.published - other.published).days) > MOST_DAYS_APART:
        return False
    minima, others = np.frombuffer(one.sketch, dtype=">u4"), np.frombuffer(other.sketch, dtype=">u4")
    return bool((minima == others).mean() >= ALIKE)
