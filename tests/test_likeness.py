"""Which documents tell the same story: what comparing all with all finds, with the sketches of some days in memory."""

from __future__ import annotations

import datetime as dt
import random
import tracemalloc
from itertools import combinations
from operator import attrgetter
from pathlib import Path

import numpy as np
import pytest

from kg.ledger import Ledger
from kg.likeness import ALIKE, BAND, FEWEST_WORDS_IF_EQUAL, MINIMA, MOST_DAYS_APART, Likeness, reprints
from kg.model import Document, DocumentFacts, Section, SectionKind

FIRST_DAY = dt.date(2013, 5, 27)


def documents(count: int, days: int, chance: random.Random) -> list[Likeness]:
    """Documents of so many days, half of which are much or somewhat like an earlier one, or equal to it."""
    found: list[Likeness] = []
    for number in range(count):
        published = FIRST_DAY + dt.timedelta(chance.randrange(days))
        sketch = np.array([chance.getrandbits(32) for _ in range(MINIMA)], dtype=">u4")
        digest, words = f"{chance.getrandbits(256):064x}", chance.choice((10, 60, 200))
        if found and chance.random() < 0.5:
            model = chance.choice(found)
            same = chance.choice((1.0, 0.9, 0.82, 0.78, 0.5))
            kept = np.array([chance.random() < same for _ in range(MINIMA)])
            sketch = np.where(kept, np.frombuffer(model.sketch, dtype=">u4"), sketch).astype(">u4")
            digest = model.digest if same == 1 else digest
        found.append(Likeness(f"d{number}", published, words, digest, sketch.tobytes()))
    return sorted(found, key=attrgetter("rank"))


def compared_one_by_one(told: list[Likeness]) -> dict[str, str]:
    """What :func:`kg.likeness.reprints` finds, each document compared with every other."""
    groups = {one.id: {one.id} for one in told}
    for one, other in combinations(told, 2):
        minima = np.frombuffer(one.sketch, dtype=">u4") == np.frombuffer(other.sketch, dtype=">u4")
        near = (other.published - one.published).days <= MOST_DAYS_APART
        banded = bool(minima.reshape(-1, BAND).all(axis=1).any())
        equal = one.digest == other.digest and min(one.words, other.words) >= FEWEST_WORDS_IF_EQUAL
        if equal or (near and banded and minima.mean() >= ALIKE):
            groups[one.id] |= groups[other.id]
            for each in groups[one.id]:
                groups[each] = groups[one.id]
    order = {one.id: place for place, one in enumerate(told)}
    firsts = {each: min(group, key=order.__getitem__) for each, group in groups.items()}
    return {each: first for each, first in firsts.items() if first != each}


@pytest.mark.parametrize("days", [1, 12, 40, 300])
def test_the_same_as_comparing_all_with_all(days: int) -> None:
    told = documents(150, days, random.Random(days))
    found = reprints(told)
    assert found == compared_one_by_one(told)
    assert len(found) > 5


def test_of_years_of_documents_only_the_digests_are_remembered(tmp_path: Path) -> None:
    def peak(count: int) -> int:
        chance = random.Random(3)
        with Ledger.open(tmp_path / f"{count}.sqlite") as ledger:
            with ledger.transaction():
                for number in range(count):
                    ledger.put(facts_of(number, chance), dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
            assert all(one.sketch for one in ledger.likenesses())
            tracemalloc.start()
            try:
                assert reprints(ledger.likenesses()) == {}
                return tracemalloc.get_traced_memory()[1]
            finally:
                tracemalloc.stop()

    small, large = 300, 900
    assert (peak(large) - peak(small)) / (large - small) < 500  # bytes a document; a sketch has 512, its bands 8,000


def facts_of(number: int, chance: random.Random) -> DocumentFacts:
    """A document of a day of its own."""
    text = " ".join("".join(chance.choices("abcdefgh", k=6)) for _ in range(80))
    document = Document(
        id=f"d{number}",
        title="",
        published=FIRST_DAY + dt.timedelta(number),
        text=text,
        sections=(Section(SectionKind.BODY, 0, len(text)),),
    )
    return DocumentFacts(document, "test")
