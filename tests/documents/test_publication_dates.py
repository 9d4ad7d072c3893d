"""Dates of publication."""

from __future__ import annotations

import datetime as dt

import pytest

from kg.documents.calendar import DateLine, parse_date, read_date_line

DAY = dt.date(2013, 5, 28)


@pytest.mark.parametrize(
    "text",
    [
        "May 28, 2013",
        "May 28 2013",
        "may 28th, 2013",
        "28 May 2013",
        "28-May-2013",
        "28 of May, 2013",
        "Tuesday, May 28, 2013",
        "Tue. 28 May 2013",
        "2013-05-28",
        "2013/05/28",
        "28.05.2013",
        "2013-05-28T10:30:00Z",
        "2013-05-28 10:30:00.123+04:00",
        "May 28, 2013 at 10:30 a.m. GMT",
        "10:30 MSK, May 28, 2013",
        "  May 28, 2013, 10:30 ",
    ],
)
def test_formats(text: str) -> None:
    assert parse_date(text) == DAY


@pytest.mark.parametrize(("text", "month"), [("Jan. 13, 2014", 1), ("Sept. 13, 2014", 9), ("13 August 2014", 8)])
def test_months(text: str, month: int) -> None:
    assert parse_date(text) == dt.date(2014, month, 13)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "May 2013",
        "05/06/2013",
        "February 30, 2013",
        "May 28, 9999",
        "May 28, 13",
        "on May 28, 2013",
        "2013-13-01",
        "Mayor 28, 2013",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert parse_date(text) is None


def test_published_and_updated() -> None:
    assert read_date_line("Published: May 28, 2013; Updated: May 29, 2013") == DateLine(DAY, dt.date(2013, 5, 29))
    assert read_date_line("Last updated on May 28, 2013") == DateLine(updated=DAY)
    assert read_date_line("May 28, 2013 Updated: May 29, 2013") == DateLine(DAY, dt.date(2013, 5, 29))


def test_a_wrong_date_is_told_from_no_date() -> None:
    assert read_date_line("February 30, 2013") == DateLine(wrong="February 30, 2013")
    assert read_date_line("May 28, 9999") == DateLine(wrong="May 28, 9999")
    assert read_date_line("The ministers met on May 28, 2013") is None
    assert read_date_line("|") is None
