"""What corpora do to readers: cut off, bombs, junk, nonsense; each refused by name, and the rest goes on."""

from __future__ import annotations

import gzip
import json
import resource
import time
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from test_reading_sources import ATOM, FIRST, PAGE, PAGES, PRINTED, RSS, archive, pdf, written

from kg.documents import Rejected, read
from kg.documents.gzipped import HARMLESS_BYTES
from kg.model import Document

MB = 1024 * 1024
LINE = json.dumps({"id": "a", "text": FIRST, "published": "2014-01-14"}).encode() + b"\n"


def outcomes(path: Path) -> tuple[list[str], list[str]]:
    """The documents' ids, and what was said of the rest."""
    found = list(read(path))
    said = [str(one.error) for one in found if isinstance(one, Rejected)]
    assert all(str(path) in one and "\n" not in one for one in said)
    return [one.id for one in found if isinstance(one, Document)], said


@pytest.fixture
def flat_memory() -> Iterator[None]:
    """The test may not take more than 150 MB beyond what the process had at its highest before."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    yield
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 150 * 1024


# --- cut off ----------------------------------------------------------------------------------------------------------


def test_a_gzip_file_that_is_cut_off_gives_what_came_before(tmp_path: Path) -> None:
    lines = b"".join(LINE.replace(b'"a"', b'"a%d"' % number) for number in range(20_000))
    packed = gzip.compress(lines)
    ids, said = outcomes(written(tmp_path, "n.jsonl.gz", packed[: len(packed) // 2]))
    assert len(ids) > 1000
    assert ids == [f"a{number}" for number in range(len(ids))]
    assert [one.split(": ", 1)[1] for one in said] == ["is cut off: its gzip stream has no end; fetch it again"]


def test_a_gzip_file_that_is_damaged(tmp_path: Path) -> None:
    packed = bytearray(gzip.compress(LINE * 5000))
    packed[len(packed) // 2] ^= 255
    _, said = outcomes(written(tmp_path, "n.jsonl.gz", bytes(packed)))
    assert "is damaged" in said[-1] or "is cut off" in said[-1]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("n.warc", archive(PAGES, gzipped=False), "is cut off after 3 records"),
        ("n.rss", RSS.encode(), "is no well-formed XML from here on"),
        ("n.pdf", pdf(PRINTED), "is no PDF that can be read|holds no text"),
    ],
)
def test_files_that_are_cut_off(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    path = written(tmp_path, name, content[: len(content) * 9 // 10] if name != "n.pdf" else content[:300])
    _, said = outcomes(path)
    assert any(one in said[-1] for one in message.split("|")), said


def test_a_page_that_is_cut_off_gives_what_is_there(tmp_path: Path) -> None:
    ids, said = outcomes(written(tmp_path, "n.html", PAGE[: PAGE.index("<aside>")]))
    assert (ids, said) == (["n"], [])


# --- bombs ------------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("flat_memory")
@pytest.mark.parametrize("name", ["n.txt.gz", "n.jsonl.gz", "n.warc.gz", "n.csv.gz", "n.rss.gz", "n.gz"])
def test_a_zip_bomb_is_seen_before_it_goes_off(tmp_path: Path, name: str) -> None:
    start = {"n.warc.gz": b"WARC/1.0\r\nContent-Length: 999999999999\r\n\r\n", "n.rss.gz": b"<rss><channel>"}
    start["n.csv.gz"] = b"text\n"
    block = gzip.compress(b" " * 16 * MB)
    path = written(tmp_path, name, gzip.compress(start.get(name, b"")) + block * 40)
    begun = time.monotonic()
    ids, said = outcomes(path)
    assert ids == []
    assert any("unpacks to more than 200 times its size" in one or "longer than 16 MB" in one for one in said)
    assert time.monotonic() - begun < 60
    assert HARMLESS_BYTES < 40 * 16 * MB


def test_what_is_compressed_twice_is_not_unpacked_twice(tmp_path: Path) -> None:
    _, said = outcomes(written(tmp_path, "n.txt.gz", gzip.compress(gzip.compress(b"x"))))
    assert "is compressed twice" in said[0]


BILLION = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.usefixtures("flat_memory")
@pytest.mark.parametrize(
    "declared",
    [
        f'<!DOCTYPE rss [<!ENTITY e0 "ha">{BILLION}]>',
        f'<!DOCTYPE rss [<!ENTITY e9 "{"ha" * 100_000}">]>',
        '<!DOCTYPE rss [<!ENTITY e9 SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE rss [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x.dtd"> %p;]>',
    ],
)
def test_entities_are_refused_before_they_expand(tmp_path: Path, declared: str) -> None:
    feed = RSS.replace("<rss ", f"{declared}\n<rss ", 1).replace("Short.", "&e9;")
    ids, said = outcomes(written(tmp_path, "n.rss", feed))
    assert ids == []
    assert "declares XML entities" in said[0]


# --- junk -------------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("flat_memory")
@pytest.mark.parametrize("name", ["n.jsonl", "n.csv"])
def test_a_line_of_200_megabytes_costs_itself_alone(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    row = LINE if name == "n.jsonl" else b'a,2014-01-14,"' + FIRST.replace(",", "").encode() + b'"\n'
    with path.open("wb") as file:
        file.write(b"id,published,text\n" if name == "n.csv" else b"")
        file.write(row)
        for _ in range(200):
            file.write(b"x" * MB)
        file.write(b"\n" + row.replace(b"a", b"b", 1) if name == "n.csv" else b"\n" + LINE.replace(b'"a"', b'"b"'))
    ids, said = outcomes(path)
    assert ids == ["a", "b"]
    assert len(said) == 1
    assert "longer than 16 MB" in said[0]


@pytest.mark.parametrize("suffix", ["txt", "md", "html", "csv", "tsv", "jsonl", "rss", "pdf", "warc", "gz", "xyz"])
def test_binary_junk_is_refused_whatever_it_is_called(tmp_path: Path, suffix: str) -> None:
    junk = bytes((number * 37 + number // 7) % 256 for number in range(50_000))
    ids, said = outcomes(written(tmp_path, f"n.{suffix}", junk))
    assert ids == []
    assert said


def test_elements_nested_without_end(tmp_path: Path) -> None:
    page = PAGE.replace(FIRST, "<div>" * 100_000 + FIRST)
    ids, said = outcomes(written(tmp_path, "n.html", page))
    assert ids == ["n"] or "deep in each other" in said[0] or "holds no article" in said[0]
    deep = ATOM.replace("<p>", "<b>" * 100_000 + "<p>", 1)
    assert "elements lie more than 200 deep" in outcomes(written(tmp_path, "n.atom", deep))[1][0]
    assert "is not JSON that can be read" in outcomes(written(tmp_path, "n.jsonl", "[" * 100_000))[1][0]


def test_lone_surrogates_become_the_sign_for_what_cannot_be_read(tmp_path: Path) -> None:
    line = json.dumps({"id": "a", "text": FIRST.replace("Paris", "Pa\ud800ris"), "published": "2014-01-14"})
    (found,) = read(written(tmp_path, "n.jsonl", line))
    assert isinstance(found, Document)
    assert "Pa\ufffdris" in found.text
    wrong = json.dumps({"id": "a\udfff", "text": FIRST, "published": "2014-01-14"})
    assert "no usable identifier" in outcomes(written(tmp_path, "n.jsonl", wrong))[1][0]


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "2014-02-30", "99999-01-01"])
def test_days_that_no_article_has(tmp_path: Path, day: str) -> None:
    line = json.dumps({"id": "a", "text": FIRST, "published": day})
    assert "is no date" in outcomes(written(tmp_path, "n.jsonl", line))[1][0]
    feed = RSS.replace("Tue, 14 Jan 2014 09:30:00 +0400", day)
    assert "is no date" in outcomes(written(tmp_path, "n.rss", feed))[1][0]


def test_names_inside_archives_lead_nowhere(tmp_path: Path) -> None:
    """A gzip header and a record's address may name any path; neither is ever written to."""
    plain = f"Lavrov Meets Kerry\n\nJanuary 14, 2014\n\n{FIRST}".encode()
    path = tmp_path / "story.txt.gz"
    with path.open("wb") as file, gzip.GzipFile("../../evil.txt", "wb", fileobj=file) as packed:
        packed.write(plain)
    assert outcomes(path) == (["story"], [])
    ids, _ = outcomes(written(tmp_path, "n.warc", archive(PAGES, gzipped=False)))
    assert ids[1] == "daily.example/../../etc/passwd"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["n.warc", "story.txt.gz"]


@pytest.mark.parametrize(
    "block",
    [
        b"WARC/1.0\r\n\r\n",
        b"WARC/1.0\r\nContent-Length: -5\r\n\r\n",
        b"WARC/1.0\r\nContent-Length: " + b"9" * 5000 + b"\r\n\r\n",
        b"WARC/1.0\r\n" + b"a: b\r\n" * 1000 + b"\r\n",
        b"WARC/1.0\r\n" + b"a" * 100_000,
        b"nothing of the kind\r\n",
    ],
)
def test_an_archive_with_nonsense_in_it_gives_what_came_before(tmp_path: Path, block: bytes) -> None:
    ids, said = outcomes(written(tmp_path, "n.warc", archive(PAGES, gzipped=False) + block))
    assert len(ids) == 2
    assert "is damaged after 4 records" in said[-1]


@pytest.mark.parametrize("packing", ["gzip", "deflate"])
def test_pages_in_archives_may_be_packed_and_chunked(tmp_path: Path, packing: str) -> None:

    body = gzip.compress(PAGE.encode()) if packing == "gzip" else zlib.compress(PAGE.encode())
    chunked = b"%x\r\n%s\r\n5;x=y\r\n%s\r\n0\r\n\r\n" % (len(body) - 5, body[:-5], body[-5:])
    kind = f"text/html\r\nContent-Encoding: {packing}\r\nTransfer-Encoding: chunked"
    content = archive({"https://daily.example/a": (kind, chunked)}, gzipped=True)
    assert outcomes(written(tmp_path, "n.warc.gz", content)) == (["daily.example/a"], [])
    broken = archive({"https://daily.example/a": (kind, b"9\r\n\x1f\x8bgarbage\r\n0\r\n\r\n")}, gzipped=True)
    assert "cannot be unpacked" in outcomes(written(tmp_path, "n.warc.gz", broken))[1][0]


def test_a_table_whose_quotation_marks_never_close(tmp_path: Path) -> None:
    ids, said = outcomes(written(tmp_path, "n.csv", 'id,published,text\na,2014-01-14,"' + FIRST + "\n" * 100))
    assert ids == ["a"] or said
