from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest

from kg.nlp.encoder.names import NameTags

TAGS = NameTags(("PERSON", "ORG"))


@pytest.mark.parametrize(
    "spans", [[], [(0, 1, "ORG")], [(0, 3, "PERSON"), (3, 4, "ORG")], [(1, 3, "ORG"), (4, 6, "PERSON")]]
)
def test_spans_come_back(spans: list[tuple[int, int, str]]) -> None:
    scores = np.zeros((6, len(TAGS)), dtype=np.float32)
    scores[range(6), TAGS.tags(spans, 6)] = 1
    assert TAGS.spans(scores) == spans


def test_the_best_allowed_sequence_is_found() -> None:
    tags = NameTags(("PERSON",))
    readings = {}
    for count in range(3):
        for bounds in product(range(5), repeat=2 * count):
            spans = [(bounds[i], bounds[i + 1], "PERSON") for i in range(0, 2 * count, 2)]
            ordered = all(b < e <= 4 for b, e, _ in spans) and all(one[1] <= two[0] for one, two in pairwise(spans))
            if ordered:
                readings[tuple(spans)] = tags.tags(spans, 4)
    readings[tuple((i, i + 1, "PERSON") for i in range(4))] = [4] * 4
    readings[((0, 1, "PERSON"), (1, 2, "PERSON"), (2, 4, "PERSON"))] = [4, 4, 1, 3]
    readings[((0, 1, "PERSON"), (1, 3, "PERSON"), (3, 4, "PERSON"))] = [4, 1, 3, 4]
    readings[((0, 2, "PERSON"), (2, 3, "PERSON"), (3, 4, "PERSON"))] = [1, 3, 4, 4]
    for i in range(4):
        spans = [(n, n + 1, "PERSON") for n in range(4) if n != i]
        readings[tuple(spans)] = tags.tags(spans, 4)
    numbers = np.random.default_rng(3)
    for _ in range(60):
        scores = numbers.integers(0, 9, size=(4, len(tags))).astype(np.float32)
        best = max(sum(scores[i, tag] for i, tag in enumerate(reading)) for reading in readings.values())
        found = readings[tuple(tags.spans(scores))]
        assert sum(scores[i, tag] for i, tag in enumerate(found)) == best


def test_no_text_has_no_names() -> None:
    assert TAGS.spans(np.zeros((0, len(TAGS)), dtype=np.float32)) == []
