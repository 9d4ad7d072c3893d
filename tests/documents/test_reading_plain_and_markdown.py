"""Plain text and Markdown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from sections import assert_whole, texts

from kg.documents import read_one
from kg.errors import InputError
from kg.model import Document, SectionKind


def test_plain_text_with_a_header_and_broken_lines(article: Callable[..., Document]) -> None:
    document = article(
        "Lavrov to Visit Tokyo\nBy Jane Roe\n28 May 2013\n"
        "The foreign minister will travel to Tokyo for long-\nawaited talks with his\n"
        "Japanese counterpart.\n\nHe paid 2 * 3 * 4 rubles, _see_ [note]."
    )
    assert_whole(document)
    assert (document.title, document.author, document.published) == (
        "Lavrov to Visit Tokyo",
        "Jane Roe",
        dt.date(2013, 5, 28),
    )
    assert texts(document, SectionKind.BODY) == [
        "The foreign minister will travel to Tokyo for long-awaited talks with his Japanese counterpart.",
        "He paid 2 * 3 * 4 rubles, _see_ [note].",
    ]


def test_labelled_header(article: Callable[..., Document]) -> None:
    document = article(
        "Title: Lavrov to Visit Tokyo\nDate: 2013-05-28\nAuthor: jane roe\n"
        "Publisher: Daily Planet\nURL: https://e.org/1\n\nHe will go."
    )
    assert (document.title, document.author, document.publisher) == (
        "Lavrov to Visit Tokyo",
        "jane roe",
        "Daily Planet",
    )
    assert document.url == "https://e.org/1"
    assert document.text == "Lavrov to Visit Tokyo\n\nHe will go."


def test_a_sentence_alone_is_a_body(tmp_path: Path) -> None:
    path = tmp_path / "note.txt"
    path.write_text("Lavrov met Kerry in Paris on Monday.", encoding="utf-8")
    document = read_one(path, published=dt.date(2014, 1, 14))
    assert (document.title, document.text) == ("note", "Lavrov met Kerry in Paris on Monday.")
    assert [section.kind for section in document.sections] == [SectionKind.BODY]


def test_the_articles_own_date_wins(tmp_path: Path) -> None:
    path = tmp_path / "note.txt"
    path.write_text("Title\n\nMay 28, 2013\n\nHe went.", encoding="utf-8")
    assert read_one(path, published=dt.date(2014, 1, 14)).published == dt.date(2013, 5, 28)


def test_front_matter(article: Callable[..., Document]) -> None:
    document = article(
        '---\ntitle: "Lavrov to Visit Tokyo"\ndate: 2013-05-28\nauthor: Jane Roe\n'
        "url: https://www.reuters.com/a\ntags:\n  - x\n---\n\n"
        "He *will* go.\n",
        name="a.md",
    )
    assert (document.title, document.author, document.publisher) == ("Lavrov to Visit Tokyo", "Jane Roe", "Reuters")
    assert document.text == "Lavrov to Visit Tokyo\n\nHe will go."


def test_markdown_without_front_matter(article: Callable[..., Document]) -> None:
    document = article("# Lavrov to Visit Tokyo\n\nMay 28, 2013\n\nHe **will** go.", name="a.markdown")
    assert document.text == "Lavrov to Visit Tokyo\n\nHe will go."


def test_wrong_dates_are_shown_with_their_line(article: Callable[..., Document]) -> None:
    with pytest.raises(InputError, match=r"a\.md:3: 'soon' is no date") as caught:
        article("---\ntitle: X\ndate: soon\n---\n\nHe will go.", name="a.md")
    assert caught.value.line == 3
    with pytest.raises(InputError, match=r"story\.txt:3: 'February 30, 2013' is no date"):
        article("Title\n\nFebruary 30, 2013\n\nHe will go.")
