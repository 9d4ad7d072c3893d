"""Whatever comes, the readers give documents whose parts fit together, or say what is wrong."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import json
from pathlib import Path

import pyoxigraph
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sections import assert_whole

from kg.documents.formats import parse
from kg.documents.source import Rejected, Source
from kg.errors import InputError
from kg.model import Document

DATE = dt.date(2013, 5, 28)
WORDS = st.sampled_from(
    [
        *(
            "# ",
            "By [Ann Lee](#)",
            "By ",
            "May 28, 2013",
            "Updated: ",
            "May 40, 2013",
            "title: ",
            "date: ",
            "---",
            "===",
        ),
        *("**Jim Young**", "Ann / AP", "Lavrov met Kerry.", "and the ", "U.S. ", "Related articles:", "Original url:"),
        *(
            "**",
            "*",
            "_",
            "[",
            "](",
            "](#)",
            "![x](y)",
            "- ",
            "<https://e.org/a>",
            "https://",
            "&amp;",
            "&#xD800;",
            "\\",
        ),
        *("\n", "\n\n", "\n\n\n\n", "\r", "\t", "\u00a0", "\u200b", "\ufeff", "\u2028", "é", "e\u0301", "\U0001f600"),
        *(".", ",", ":", "—", '"', "”", "{", "}", "|", "<html>"),
    ]
)
ARTICLES = st.lists(WORDS, max_size=40).map("".join)
NAMES = st.sampled_from(["a.txt", "a.md", "a.jsonl", "a", "a.xyz"])


def check(name: str, content: bytes, folder: Path) -> None:
    source = Source(name, folder / name)
    found: list[Document | Rejected] = []
    with contextlib.suppress(InputError):
        found += parse(source, io.BytesIO(content), DATE)
    for one in found:
        if isinstance(one, Rejected):
            assert one.source == name
        else:
            check_document(one)


def check_document(document: Document) -> None:
    assert_whole(document)
    assert document.title
    assert not any(character < " " and character != "\n" for character in document.text)
    document.text.encode("utf-8")
    assert document.content_hash
    if document.url is not None:
        pyoxigraph.NamedNode(document.url)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("fuzz")
    for name in ("a.txt", "a.md", "a.jsonl", "a", "a.xyz"):
        (made / name).touch()
    return made


FUZZ = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@FUZZ
@given(NAMES, st.binary(max_size=300))
@example("a.txt", b"\xef\xbb\xbf")
def test_any_bytes(folder: Path, name: str, content: bytes) -> None:
    check(name, content, folder)


@FUZZ
@given(NAMES, st.text(max_size=300))
def test_any_text(folder: Path, name: str, content: str) -> None:
    check(name, content.encode("utf-8", "surrogatepass"), folder)


@FUZZ
@given(NAMES, ARTICLES)
@example("a.txt", "# T\n\nMay 28, 2013\n\n**\n\n\n\nAnn / AP")
def test_anything_like_an_article(folder: Path, name: str, content: str) -> None:
    check(name, content.encode(), folder)


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3),
)
LINES = st.dictionaries(
    st.sampled_from(["id", "text", "title", "published", "url", "author", "publisher"]), JSON | ARTICLES
)


@FUZZ
@given(st.lists(LINES, max_size=4))
def test_any_json_lines(folder: Path, lines: list[dict[str, object]]) -> None:
    check("a.jsonl", "\n".join(map(json.dumps, lines)).encode(), folder)


@pytest.mark.parametrize(
    "unit", ["a\n\n", "and the\n\n", "**a ", "[[a]", "- a\n", "Related articles:\n\nx\n\n", "A / ", "a. "]
)
def test_time_grows_with_length_alone(folder: Path, unit: str) -> None:
    """The worst texts found, long: if any rule is quadratic, this takes minutes."""
    check("a.txt", b"# T\n\n" + unit.encode() * (100_000 // len(unit)), folder)
