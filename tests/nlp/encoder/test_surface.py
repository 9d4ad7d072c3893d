from __future__ import annotations

import pytest

from kg.nlp.encoder.surface import CASES, GAPS, case_of, surface_tokens


@pytest.mark.parametrize(
    ("text", "case"),
    [
        ("talks", "lower"),
        ("Talks", "title"),
        ("J", "initial"),
        ("NATO", "upper"),
        ("U.S.", "upper"),
        ("McCain", "mixed"),
        ("al-Assad", "mixed"),
        ("2013", "digit"),
        ("G20", "digit"),
        ("—", "other"),
    ],
)
def test_case(text: str, case: str) -> None:
    assert CASES[case_of(text)] == case


def test_the_white_space_before_a_token() -> None:
    tokens = [
        ("One", True),
        ("two", False),
        (".", False),
        ("\n", False),
        ("Three", True),
        (" ", False),
        ("four", False),
    ]
    tokens += [("\n\n", False), ("five", False)]
    found = surface_tokens(tokens)
    assert [(token.index, token.text, GAPS[token.gap]) for token in found] == [
        (0, "One", "paragraph"),
        (1, "two", "space"),
        (2, ".", "none"),
        (4, "Three", "line"),
        (6, "four", "wide"),
        (8, "five", "paragraph"),
    ]
