"""How often facts are right at each confidence: figures worked by hand."""

from __future__ import annotations

import pytest

from kg.evaluate import Kind
from kg.evaluate.reliability import BANDS, expected_error, reliability, render_reliability
from kg.evaluate.scoring import Judged


def judged(kind: Kind, confidence: float, *right: bool) -> list[Judged]:
    return [Judged(kind, confidence, one) for one in right]


FACTS = [
    *judged(Kind.POSITION, 0.6, True, True, False, False),
    *judged(Kind.POSITION, 0.95, True, True),
    *judged(Kind.OFFICE, 1.0, True, False),
]


def test_bands_by_hand() -> None:
    told = [(b.kind, b.low, b.facts, b.right, b.share, b.told) for b in reliability(FACTS)]
    assert told == [
        ("office", 0.9, 2, 1, 0.5, 1.0),
        ("position", 0.6, 4, 2, 0.5, 0.6),
        ("position", 0.9, 2, 2, 1.0, 0.95),
        ("all", 0.6, 4, 2, 0.5, 0.6),
        ("all", 0.9, 4, 3, 0.75, pytest.approx(0.975)),
    ]


def test_every_confidence_falls_into_one_band() -> None:
    for hundredth in range(101):
        bands = reliability(judged(Kind.OFFICE, hundredth / 100, True))
        assert len(bands) == 1
        assert bands[0].low <= hundredth / 100 < bands[0].high
    assert BANDS[0] == 0


def test_expected_error_by_hand() -> None:
    bands = reliability(FACTS)
    assert expected_error(bands, "position") == pytest.approx((4 * 0.1 + 2 * 0.05) / 6)
    assert expected_error(bands, "office") == pytest.approx(0.5)
    assert expected_error((), "office") == 0.0


def test_nothing_is_said_of_nothing() -> None:
    assert reliability([]) == ()
    assert len(render_reliability(()).splitlines()) == 1


def test_the_table_marks_what_says_little() -> None:
    lines = render_reliability(reliability(judged(Kind.POSITION, 0.6, *[True] * 9))).splitlines()
    assert lines[1].split() == ["position", "0.6-0.7", "9", "9", "1.00", "0.60", "?"]
    lines = render_reliability(reliability(judged(Kind.POSITION, 0.6, *[True] * 10))).splitlines()
    assert lines[1].split()[-1] == "0.60"
    assert lines[-1] == "expected calibration error, position: 0.40"
