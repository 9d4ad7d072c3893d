"""Which documents tell the same story in the same words: reprints, agency copy, second editions.

A text is a set of shingles, five words in a row each; two texts are alike as far as their sets overlap (Broder, "On the
resemblance and containment of documents", 1997). A sketch of 128 minima estimates the overlap with a standard error of
0.035 at the threshold, and sketches that share a band of four minima find each other without comparing all with all.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

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
    first. The answer depends on the documents alone, not on their order.
    """
    known = {one.id: one for one in likenesses}
    leader = {identifier: identifier for identifier in known}

    def find(identifier: str) -> str:
        while leader[identifier] != identifier:
            leader[identifier] = identifier = leader[leader[identifier]]
        return identifier

    for one, other in _pairs(known):
        first, second = sorted((find(one), find(other)), key=lambda identifier: _rank(known[identifier]))
        leader[second] = first
    return {identifier: first for identifier in sorted(known) if (first := find(identifier)) != identifier}


def _rank(one: Likeness) -> tuple[dt.date, int, str]:
    return (one.published, -one.words, one.id)


def _pairs(known: Mapping[str, Likeness]) -> Iterator[tuple[str, str]]:
    """Documents that are alike; of many equal ones each with the first alone."""
    buckets: dict[tuple[int, bytes], list[str]] = defaultdict(list)
    equal: dict[str, str] = {}
    for one in sorted(known.values(), key=_rank):
        if one.words >= FEWEST_WORDS_IF_EQUAL:
            first = equal.setdefault(one.digest, one.id)
            if first != one.id:
                yield first, one.id
        for band in range(0, len(one.sketch), 4 * BAND):
            bucket = buckets[band, one.sketch[band : band + 4 * BAND]]
            yield from ((other, one.id) for other in bucket if _alike(known[other], one))
            bucket.append(one.id)


def _alike(one: Likeness, other: Likeness) -> bool:
    if abs((one.published - other.published).days) > MOST_DAYS_APART:
        return False
    minima, others = np.frombuffer(one.sketch, dtype=">u4"), np.frombuffer(other.sketch, dtype=">u4")
    return bool((minima == others).mean() >= ALIKE)
