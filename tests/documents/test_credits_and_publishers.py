"""Credits, bylines and publishers."""

from __future__ import annotations

import pyoxigraph
import pytest

from kg.documents.names import Credit, byline_names, credit_of
from kg.documents.publishers import clean_url, is_publisher, publisher_of


@pytest.mark.parametrize(
    "text",
    [
        "Pablo Martinez Monsivais / AP",
        "Reuters",
        "(AP Photo/Jim Young)",
        "Photo: Jim Young",
        "© Jim Young",
        "kremlin.ru",
        "Ria Novosti",
    ],
)
def test_certain_credits(text: str) -> None:
    assert credit_of(text) is Credit.CERTAIN


@pytest.mark.parametrize(
    "text", ["Jim Young", "Vincent Thian", "Carl van der Berg", "J.S. Applewhite", "Denis Sinyakov"]
)
def test_bare_names_may_be_credits(text: str) -> None:
    assert credit_of(text) is Credit.NAME


@pytest.mark.parametrize(
    "text",
    [
        "",
        "he said",
        "They met in Paris",
        "What Next?",
        "Lavrov met Kerry.",
        "and/or",
        "a long day / a longer night",
        "/",
    ],
)
def test_no_credits(text: str) -> None:
    assert credit_of(text) is Credit.NO


def test_bylines_and_sentences() -> None:
    assert byline_names("By Alexander Winning", linked=False) == ("Alexander Winning",)
    assert byline_names("BY ALEXANDER WINNING AND ANN LEE", linked=False) == ("ALEXANDER WINNING", "ANN LEE")
    assert byline_names("By Ann Lee, Staff Writer", linked=False) == ("Ann Lee",)
    assert byline_names("By Martin Falstaff in Geneva", linked=False) == ("Martin Falstaff",)
    assert byline_names("By Monday the talks had failed", linked=False) == ()
    assert byline_names("By Monday.", linked=False) == ()
    assert byline_names("Byzantine History", linked=False) == ()


def test_publishers() -> None:
    assert publisher_of("https://www.themoscowtimes.com/a") == "The Moscow Times"
    assert publisher_of("https://edition.cnn.com/a") == "CNN"
    assert publisher_of("https://www.daily.example/a") == "daily.example"
    assert publisher_of(None) is None
    assert is_publisher("The Moscow Times")
    assert is_publisher("Daily Telegraph")
    assert is_publisher("Syrian Arab News Agency")
    assert not any(map(is_publisher, ("Alexander Winning", "The Kremlin", "National Security Agency")))


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("<https://e.org/a b>", "https://e.org/a%20b"),
        ("https://e.org/a?b=c#d", "https://e.org/a?b=c#d"),
        ("https://e.org/100%", "https://e.org/100%25"),
        ("https://e.org/é|{}", "https://e.org/%C3%A9%7C%7B%7D"),
        ("#", None),
        ("ftp://e.org/a", None),
        ("http://", None),
        ("http://[::1", None),
        ("http://e.org:port/", None),
        ("javascript:alert(1)", None),
    ],
)
def test_addresses_are_iris_or_nothing(text: str, url: str | None) -> None:
    assert clean_url(text) == url
    if url is not None:
        assert pyoxigraph.NamedNode(url).value == url
