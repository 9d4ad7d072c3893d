"""Whatever comes, the readers give documents whose parts fit together, or say what is wrong.

Each test tries ``DEMARCHE_FUZZ`` inputs; ``python benchmarks/fuzz.py`` gives each reader ten thousand damaged files.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import gzip
import io
import json
import os
from pathlib import Path

import pyoxigraph
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sections import assert_whole
from test_reading_sources import ATOM, PAGE, PAGES, PRINTED, RSS, archive, pdf

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
ALL = ["a.txt", "a.md", "a.jsonl", "a", "a.xyz", "a.csv", "a.html", "a.rss", "a.pdf", "a.warc", "a.txt.gz", "a.warc.gz"]
NAMES = st.sampled_from(ALL)


def check(name: str, content: bytes, folder: Path) -> None:
    source = Source(name, folder / name)
    found: list[Document | Rejected] = []
    with contextlib.suppress(InputError):
        found += parse(source, io.BytesIO(content), DATE)
    for one in found:
        if isinstance(one, Rejected):
            assert one.source.partition("#")[0] == name
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
    for name in ALL:
        (made / name).touch()
    return made


EXAMPLES = int(os.environ.get("DEMARCHE_FUZZ", "200"))
FUZZ = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])


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


# --- other formats: a good file, damaged ------------------------------------------------------------------------------

GOOD = {
    "a.html": PAGE.encode(),
    "a.rss": RSS.encode(),
    "a.atom": ATOM.encode(),
    "a.pdf": pdf(PRINTED),
    "a.warc": archive(PAGES, gzipped=False),
    "a.warc.gz": archive(PAGES, gzipped=True),
    "a.csv": b'id,published,text\na,2014-01-14,"Lavrov met ""Kerry"", he said"\nb,May 3 2014,x\n',
    "a.jsonl": b'{"id": "a", "text": "Lavrov met Kerry.", "published": "2014-01-14"}\n' * 3,
    "a.txt.gz": gzip.compress(b"Title\n\nMay 28, 2013\n\nLavrov met Kerry in Paris."),
    "a.txt": b"# Title\n\nMay 28, 2013\n\nBy [Ann Lee](#)\n\nJim Young / Reuters\n\nLavrov met Kerry in Paris.\n",
    "a.md": b"---\ntitle: T\ndate: 2013-05-28\n---\n\n# T\n\n![x](y)\n\n*Lavrov* met [Kerry](z) in Paris.\n",
    "a.tsv": b"id\tpublished\ttext\na\t2014-01-14\tLavrov met Kerry.\n",
}
PIECES = [
    *(b"<", b">", b"]]>", b"<!--", b"&#x0;", b"&lt;", b'"', b"\r\n\r\n", b"\n", b"0 0 obj", b"<<", b"/Length -1"),
    *(b"<p>" * 50, b"\x00", b"\xff\xfe", b"\xed\xa0\x80", b"%PDF-", b"WARC/1.0\r\n", b"\x1f\x8b\x08", b"{", b"[" * 40),
]
DAMAGE = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 40), st.binary(max_size=12) | st.sampled_from(PIECES)), max_size=6
)


@pytest.mark.parametrize("name", GOOD)
def test_damaged_files(folder: Path, name: str) -> None:
    (folder / name).touch()

    @FUZZ
    @given(DAMAGE)
    def damaged(damage: list[tuple[float, int, bytes]]) -> None:
        content = GOOD[name]
        for where, length, instead in damage:
            at = int(where * len(content))
            content = content[:at] + instead + content[at + length :]
        check(name, content, folder)

    damaged()


@pytest.mark.parametrize(
    "unit", ["a\n\n", "and the\n\n", "**a ", "[[a]", "- a\n", "Related articles:\n\nx\n\n", "A / ", "a. "]
)
def test_time_grows_with_length_alone(folder: Path, unit: str) -> None:
    """The worst texts found, long: if any rule is quadratic, this takes minutes."""
    check("a.txt", b"# T\n\n" + unit.encode() * (100_000 // len(unit)), folder)
