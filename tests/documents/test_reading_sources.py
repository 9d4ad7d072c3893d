"""Web pages, feeds, tables, PDF files, archives, compressed files: the same article in many coats."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import importlib.util
import io
import json
from pathlib import Path

import pytest
from sections import assert_whole, texts

from kg.documents import Rejected, read, read_one
from kg.errors import InputError
from kg.model import Document, SectionKind

FIRST = "Foreign Minister Sergei Lavrov met in Paris on Monday with Secretary of State John Kerry to talk of Syria."
SECOND = "Both said that the conference in Geneva would open next week, and that Iran had not been asked to come."
DAY = dt.date(2014, 1, 14)
PAGE = f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Lavrov Meets Kerry | The Daily Post</title>
<meta property="og:title" content="Lavrov Meets Kerry"><meta property="og:site_name" content="The Daily Post">
<meta property="article:published_time" content="2014-01-14T09:30:00+04:00"><meta name="author" content="Ann Lee">
<link rel="canonical" href="https://daily.example/2014/lavrov"></head>
<body><nav><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li></ul></nav>
<article><h1>Lavrov Meets Kerry</h1><p>{FIRST}</p><script>var a = "<p>no text</p>";</script><p>{SECOND}</p></article>
<aside><h2>Most read</h2><ul><li><a href="/1">Ten recipes</a></li></ul></aside>
<footer><p>Copyright The Daily Post. All rights reserved.</p></footer></body></html>"""


def written(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def documents(path: Path, **more: object) -> list[Document]:
    found = list(read(path, **more))  # type: ignore[arg-type]
    assert all(isinstance(one, Document) for one in found), found
    for one in found:
        assert_whole(one)  # type: ignore[arg-type]
    return found  # type: ignore[return-value]


def bodies(document: Document) -> list[str]:
    return texts(document, SectionKind.BODY)


# --- pages ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["story.html", "story.txt", "story"])
def test_a_page_gives_its_article_without_what_stands_around_it(tmp_path: Path, name: str) -> None:
    (found,) = documents(written(tmp_path, name, PAGE))
    assert (found.id, found.title, found.published) == ("story", "Lavrov Meets Kerry", DAY)
    assert (found.author, found.url) == ("Ann Lee", "https://daily.example/2014/lavrov")
    assert bodies(found) == [FIRST, SECOND]


def test_a_page_in_another_encoding_is_read_as_it_says(tmp_path: Path) -> None:
    page = PAGE.replace("utf-8", "windows-1252").replace("in Paris", "at the “Café” in Paris")
    (found,) = documents(written(tmp_path, "story.html", page.encode("cp1252")))
    assert "met at the “Café” in Paris" in found.text


# --- records ----------------------------------------------------------------------------------------------------------


def test_a_table_gives_an_article_a_row(tmp_path: Path) -> None:
    output = io.StringIO()
    rows = csv.writer(output)
    rows.writerow(["id", "published", "title", "text", "url", "notes"])
    rows.writerow(["a", "2014-01-14", 'The "Café"', f"{FIRST}\n\n{SECOND}", "https://daily.example/a", "x"])
    rows.writerow(["b", "14 January 2014", "Two", SECOND, "", ""])
    rows.writerow(["c", "someday", "Three", SECOND, "", ""])
    found = list(read(written(tmp_path, "news.csv", output.getvalue())))
    assert [one.id for one in found if isinstance(one, Document)] == ["a", "b"]
    assert isinstance(found[0], Document)
    assert (found[0].title, found[0].published, bodies(found[0])) == ('The "Café"', DAY, [FIRST, SECOND])
    assert isinstance(found[2], Rejected)
    assert (found[2].error.line, "is no date" in found[2].error.message) == (6, True)


@pytest.mark.parametrize(("name", "mark"), [("n.csv", ";"), ("n.tsv", "\t"), ("n.csv", ",")])
def test_the_mark_between_columns_is_seen_and_so_are_other_names(tmp_path: Path, name: str, mark: str) -> None:
    path = written(tmp_path, name, f"Datum{mark}Inhalt\r\n2014-01-14{mark}{FIRST.replace(',', '')}\r\n")
    (found,) = read(path, fields={"text": "Inhalt", "published": "Datum"})
    assert isinstance(found, Document)
    assert (found.id, found.published, found.text) == ("n-2", DAY, FIRST)
    (refused,) = read(path)
    assert isinstance(refused, Rejected)
    assert "it has: Datum, Inhalt" in refused.error.message


def test_lines_of_json_may_name_their_fields_otherwise(tmp_path: Path) -> None:
    line = json.dumps({"body": FIRST, "date": "2014-01-14", "_id": 7})
    (found,) = read(written(tmp_path, "n.jsonl", line), fields={"text": "body", "published": "date", "id": "_id"})
    assert isinstance(found, Document)
    assert (found.id, found.text) == ("7", FIRST)


def test_a_field_that_there_is_not_is_refused() -> None:
    with pytest.raises(InputError, match="no field 'body'"):
        read("x.jsonl", fields={"body": "text"})


# --- feeds ------------------------------------------------------------------------------------------------------------

RSS = f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>The Daily Post</title><link>https://daily.example/</link>
<item><title>Lavrov &amp; Kerry</title><link>https://daily.example/2014/lavrov</link>
<guid>post-17</guid>
<pubDate>Tue, 14 Jan 2014 09:30:00 +0400</pubDate><dc:creator>Ann Lee</dc:creator><description>Short.</description>
<content:encoded><![CDATA[<p>{FIRST}</p><script>x < 1</script><p>{SECOND}</p>]]></content:encoded></item>
<item><title>Undated</title><description>{SECOND}</description></item>
</channel></rss>"""
ATOM = f"""<?xml version="1.0"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>The Daily Post</title><updated>2014-01-15T00:00:00Z</updated>
<entry><id>tag:daily.example,2014:17</id><title type="html">Lavrov &lt;b&gt;Meets&lt;/b&gt; Kerry</title>
<link rel="self" href="https://daily.example/self"/><link href="https://daily.example/2014/lavrov"/>
<published>2014-01-14T09:30:00Z</published><updated>2014-01-15T00:00:00Z</updated><author><name>Ann Lee</name></author>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>{FIRST}</p><p>{SECOND}</p></div></content></entry>
</feed>"""


@pytest.mark.parametrize("name", ["feed.rss", "feed.xml", "feed"])
def test_a_feed_gives_an_article_an_item(tmp_path: Path, name: str) -> None:
    found = list(read(written(tmp_path, name, RSS)))
    assert isinstance(found[0], Document)
    assert (found[0].id, found[0].title, found[0].published) == ("post-17", "Lavrov & Kerry", DAY)
    assert (found[0].author, found[0].url) == ("Ann Lee", "https://daily.example/2014/lavrov")
    assert bodies(found[0]) == [FIRST, SECOND]
    assert isinstance(found[1], Rejected)
    assert (found[1].error.line, "has no date" in found[1].error.message) == (8, True)


def test_atom_with_markup_inside(tmp_path: Path) -> None:
    (found,) = documents(written(tmp_path, "feed.atom", ATOM))
    assert (found.id, found.title, found.published) == ("tag:daily.example,2014:17", "Lavrov Meets Kerry", DAY)
    assert (found.author, found.url) == ("Ann Lee", "https://daily.example/2014/lavrov")
    assert bodies(found) == [FIRST, SECOND]


# --- PDF --------------------------------------------------------------------------------------------------------------


def pdf(lines: list[str]) -> bytes:
    """A PDF of one page with these lines, written out by hand (ISO 32000-1, 7.5)."""
    shown = "".join(f"({line}) Tj T* " for line in lines)
    content = f"BT /F1 11 Tf 13 TL 60 780 Td {shown}ET".encode("cp1252")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources 6 0 R >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Font << /F1 5 0 R >> >>",
    ]
    output, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(output))
        output += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    tail = b"trailer\n<< /Size 7 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(output)
    return output + b"xref\n0 7\n0000000000 65535 f \n" + table + tail


PRINTED = [
    *("Lavrov Meets Kerry", "", "January 14, 2014", ""),
    *("Foreign Minister Sergei Lavrov met in Paris on Monday with Secretary of State John", "Kerry to talk of Syria."),
    *("Both said that the conference in Geneva would open next week, and that Iran had not", "been asked to come."),
]


def test_a_pdf_gives_its_lines_as_paragraphs(tmp_path: Path) -> None:
    (found,) = documents(written(tmp_path, "story.pdf", pdf(PRINTED)))
    assert (found.id, found.title, found.published) == ("story", "Lavrov Meets Kerry", DAY)
    assert bodies(found) == [FIRST, SECOND]


def test_a_pdf_without_text_says_so(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no text, only pictures"):
        read_one(written(tmp_path, "story.pdf", pdf([])))


# --- archives and compression -----------------------------------------------------------------------------------------


def archive(pages: dict[str, tuple[str, bytes]], *, gzipped: bool) -> bytes:
    """A WARC archive, written out by hand (ISO 28500:2017), each record compressed by itself."""
    output = b""
    for number, (url, (kind, body)) in enumerate(pages.items()):
        http = b"HTTP/1.1 200 OK\r\nContent-Type: %s\r\n\r\n%s" % (kind.encode(), body)
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{number:032}>\r\n"
            f"WARC-Date: 2014-01-15T00:00:00Z\r\nWARC-Target-URI: {url}\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
        )
        record = head.encode() + http + b"\r\n\r\n"
        output += gzip.compress(record) if gzipped else record
    return output


PAGES = {
    "https://www.daily.example/2014/lavrov?page=1": ("text/html; charset=utf-8", PAGE.encode()),
    "https://daily.example/logo.png": ("image/png", b"\x89PNG"),
    "https://daily.example/menu": ("text/html", b"<html><body><ul><li>Home</li></ul></body></html>"),
    "https://daily.example/../../etc/passwd": ("text/html", PAGE.replace("Syria", "Iran").encode()),
}


@pytest.mark.parametrize("gzipped", [False, True])
@pytest.mark.parametrize("name", ["news.warc", "news.warc.gz", "news"])
def test_an_archive_gives_an_article_a_page(tmp_path: Path, name: str, gzipped: bool) -> None:
    found = list(read(written(tmp_path, name, archive(PAGES, gzipped=gzipped))))
    assert [one.id for one in found if isinstance(one, Document)] == [
        "daily.example/2014/lavrov?page=1",
        "daily.example/../../etc/passwd",
    ]
    assert isinstance(found[0], Document)
    assert bodies(found[0]) == [FIRST, SECOND]
    assert [one.source for one in found if isinstance(one, Rejected)] == [
        f"{tmp_path / name}#https://daily.example/menu"
    ]


@pytest.mark.parametrize("name", ["story.txt", "story.md", "story.html", "lines.jsonl", "story.pdf", "feed.rss"])
def test_anything_may_be_gzipped(tmp_path: Path, name: str) -> None:
    line = json.dumps({"id": "a", "text": FIRST, "published": "2014-01-14"})
    contents = {"story.html": PAGE.encode(), "lines.jsonl": line.encode(), "feed.rss": RSS.encode()}
    contents["story.pdf"] = pdf(PRINTED)
    plain = contents.get(name, f"Lavrov Meets Kerry\n\nJanuary 14, 2014\n\n{FIRST}".encode())
    first = next(read(written(tmp_path, name, plain)))
    packed = next(read(written(tmp_path, f"{name}.gz", gzip.compress(plain))))
    assert isinstance(first, Document)
    assert packed == first


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "utf-16-le", "cp1252", "utf-8-sig"])
def test_text_in_other_encodings(tmp_path: Path, encoding: str) -> None:
    text = f"Lavrov Meets Kerry\n\nJanuary 14, 2014\n\n“{FIRST.replace('Paris', 'Orléans')}”"
    mark = "\ufeff" if encoding == "utf-16-le" else ""
    (found,) = documents(written(tmp_path, "story.txt", (mark + text).encode(encoding)))
    assert bodies(found) == [f"“{FIRST.replace('Paris', 'Orléans')}”"]


# --- what is not installed --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "library", "extra"),
    [
        ("a.html", PAGE.encode(), "trafilatura", "html"),
        ("a.pdf", pdf(PRINTED), "pypdf", "pdf"),
        ("a.warc", archive(PAGES, gzipped=False), "trafilatura", "html"),
    ],
)
def test_a_missing_library_is_named_with_its_extra(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, content: bytes, library: str, extra: str
) -> None:
    original = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == library else original(name))
    (found,) = read(written(tmp_path, name, content))
    assert isinstance(found, Rejected)
    assert found.error.message == (
        f"needs {library}, which is not installed; install it with: pip install 'demarche[{extra}]'"
    )
