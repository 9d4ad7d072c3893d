"""Accept headers, as RFC 9110 ranks them."""

from __future__ import annotations

import pytest

from api.negotiation import best
from api.problem import Problem

OFFERED = ("application/json", "text/csv", "text/turtle")


@pytest.mark.parametrize(
    ("header", "chosen"),
    [
        (None, "application/json"),
        ("", "application/json"),
        ("  ", "application/json"),
        ("*/*", "application/json"),
        ("text/*", "text/csv"),
        ("text/turtle", "text/turtle"),
        ("TEXT/Turtle ; Q=0.5", "text/turtle"),
        ("text/csv;q=0.5, text/turtle;q=0.6", "text/turtle"),
        ("text/csv, text/turtle", "text/csv"),
        ("text/turtle, text/csv", "text/csv"),
        ("*/*;q=0.1, text/turtle", "text/turtle"),
        ("text/*;q=0.9, text/csv;q=0.1", "text/turtle"),
        ("application/json;q=0, */*", "text/csv"),
        ("text/turtle;charset=utf-8;q=0.3, image/png", "text/turtle"),
        ("text/turtle;q=2", "text/turtle"),
        ("garbage, ;;, text/turtle", "text/turtle"),
    ],
)
def test_the_most_wanted_form(header: str | None, chosen: str):
    assert best(header, OFFERED) == chosen


@pytest.mark.parametrize(
    "header", ["image/png", "*/*;q=0", "text/turtle;q=0", "garbage", "application/*;q=0, text/*;q=0.0"]
)
def test_nothing_that_is_wanted(header: str):
    with pytest.raises(Problem) as refused:
        best(header, OFFERED)
    assert refused.value.extensions["available"] == list(OFFERED)
