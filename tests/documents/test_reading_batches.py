"""Batches: a bad input never stops them, and each is named."""

from __future__ import annotations

import datetime as dt
import io
import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace

import pytest

from kg.documents import Rejected, formats, read, read_one, single
from kg.errors import InputError
from kg.model import Document

GOOD = "# Ministers Talk\n\nMay 28, 2013\n\nLavrov met Kerry in Paris."


def write(folder: Path, name: str, content: str | bytes = GOOD) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


GERMAN = (
    "Titel\n\nMay 28, 2013\n\nDer Minister traf sich am Montag in Paris mit seinem russischen Kollegen, um über die "
    "geplante Konferenz zu sprechen, doch einig wurden sich die beiden auch diesmal nicht. Weitere Gespräche folgen."
)
BAD = {
    "empty.txt": (b"", "is empty"),
    "blank.txt": (b" \n\xe2\x80\x8b\n", "is empty"),
    "image.txt": (b"\x89PNG\r\n\x1a\n\x00", "is not text: it is a PNG image"),
    "binary.txt": (b"Title\n\nMay 28, 2013\n\nLavrov \x00 met.", "is not text: byte 0 at offset 28"),
    "noise.txt": (b"\x01\x02\x03\x04 abc \x05\x06", "is not text: it is full of control characters"),
    "koi8.txt": ("Title\n\nMay 28, 2013\n\nЛавров приехал.".encode("koi8-r"), "is not UTF-8: byte 0xEC at offset 21"),
    "wide.txt": ("Title".encode("utf-16") + b"\x00", "is no UTF-16"),
    "undated.txt": (b"# Title\n\nLavrov met Kerry in Paris.", "no publication date"),
    "bodiless.txt": (b"# Title\n\nMay 28, 2013\n", "has no body"),
    "page.txt": (b"<!DOCTYPE html><html><body>x</body></html>", "no article|no publication date"),
    "page.html": (b"just words", "no article|no publication date"),
    "story.pdf": (b"%PDF-1.7", "is no PDF that can be read"),
    "story.docx": (b"PK\x03\x04 and so on", "is not text: it is a ZIP archive or an Office document"),
    "story.zip": (b"", "files are not read"),
    "deutsch.txt": (
        GERMAN.encode(),
        "is in German, and only English is read",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_each_bad_file_is_named_with_what_is_wrong(tmp_path: Path, name: str) -> None:
    content, message = BAD[name]
    path = write(tmp_path, name, content)
    with pytest.raises(InputError, match=message) as caught:
        read_one(path)
    assert caught.value.source == str(path)
    assert "\n" not in str(caught.value)


def test_the_rest_of_the_batch_goes_on(tmp_path: Path) -> None:
    for name, (content, _) in BAD.items():
        write(tmp_path, f"b/{name}", content)
    write(tmp_path, "a/first.txt")
    write(tmp_path, "c/last.md")
    write(tmp_path, "c/.hidden/x.txt")
    write(tmp_path, "c/.hidden.txt")
    found = list(read(tmp_path))
    assert [one.id for one in found if isinstance(one, Document)] == ["first", "last"]
    rejected = [Path(one.source).name for one in found if isinstance(one, Rejected)]
    assert rejected == sorted(BAD)


def test_given_date_serves_those_without_one(tmp_path: Path) -> None:
    write(tmp_path, "a.txt")
    write(tmp_path, "b.txt", "# Title\n\nLavrov met Kerry in Paris.")
    found = [one.published for one in read(tmp_path, published=dt.date(2014, 1, 13)) if isinstance(one, Document)]
    assert found == [dt.date(2013, 5, 28), dt.date(2014, 1, 13)]


@pytest.mark.parametrize("year", [1, 9999])
def test_given_date_must_be_one_of_an_article(year: int) -> None:
    with pytest.raises(InputError, match="--published"):
        read("anything", published=dt.date(year, 1, 1))


def test_files_folders_globs_and_what_is_missing(tmp_path: Path) -> None:
    for name in ("a.txt", "sub/b.txt", "sub/deep/c.txt"):
        write(tmp_path, name)

    def ids(*places: str | Path) -> list[str]:
        return [one.id if isinstance(one, Document) else one.error.message for one in read(*places)]

    assert ids(tmp_path / "sub" / "b.txt", tmp_path / "a.txt") == ["b", "a"]
    assert ids(tmp_path) == ["a", "b", "c"]
    assert ids(str(tmp_path / "*.txt")) == ["a"]
    assert ids(str(tmp_path / "**" / "*.txt")) == ["a", "b", "c"]
    assert ids(str(tmp_path / "s*")) == ["b", "c"]
    assert ids(tmp_path / "nothing.txt", str(tmp_path / "*.pdf"), tmp_path / "a.txt") == [
        "no such file or folder; check the path",
        "matches no file; check the pattern",
        "a",
    ]
    assert ids("x" * 5000) != []
    assert ids("nul\x00byte") != []


def test_an_empty_folder_is_said(tmp_path: Path) -> None:
    (found,) = read(tmp_path)
    assert isinstance(found, Rejected)
    assert "holds no file" in found.error.message


def test_read_in_streams(tmp_path: Path) -> None:
    write(tmp_path, "a.txt")
    stream = read(tmp_path)
    write(tmp_path, "b.txt", b"")
    assert isinstance(next(stream), Document)
    assert isinstance(next(stream), Rejected)


def test_the_same_again_is_read_once_and_another_under_its_name_rejected(tmp_path: Path) -> None:
    first = write(tmp_path, "one/story.txt")
    same = write(tmp_path, "two/story.txt")
    other = write(tmp_path, "three/story.txt", GOOD.replace("Paris", "Geneva"))
    found = list(read(first, tmp_path / "one", same, other))
    assert len(found) == 2
    assert isinstance(found[0], Document)
    assert isinstance(found[1], Rejected)
    assert found[1].source == str(other)
    assert str(first) in found[1].error.message


def stdin(monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BufferedReader(Pipe(content))))


class Pipe(io.RawIOBase):
    """Bytes that come a few at a time and cannot be wound back."""

    def __init__(self, content: bytes) -> None:
        self.content = content

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        size = min(7, len(buffer))
        chunk, self.content = self.content[:size], self.content[size:]
        buffer[: len(chunk)] = chunk
        return len(chunk)


def test_standard_input(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    stdin(monkeypatch, GOOD.encode())
    (document,) = read("-")
    assert isinstance(document, Document)
    assert document.text == read_one(write(tmp_path, "a.txt")).text
    assert document.id.startswith("stdin-")
    stdin(monkeypatch, GOOD.encode())
    assert list(read("-")) == [document]


def test_standard_input_of_many_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    line = '{"id": "r%d", "text": "Lavrov met Kerry.", "published": "2013-05-28"}\n'
    stdin(monkeypatch, "".join(line % number for number in range(3000)).encode())
    assert [one.id for one in read("-") if isinstance(one, Document)] == [f"r{number}" for number in range(3000)]


def test_a_file_too_long_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(single, "LONGEST_ARTICLE_BYTES", 1024)
    with pytest.raises(InputError, match="is longer than"):
        read_one(write(tmp_path, "long.txt", GOOD + " x" * 1000))


@pytest.mark.skipif(os.name != "posix", reason="file names of arbitrary bytes are POSIX's")
def test_a_file_name_that_is_not_utf8_is_said(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt"))
    write(tmp_path, path.name)
    (found,) = read(tmp_path)
    assert isinstance(found, Rejected)
    assert "name that is not UTF-8" in str(found.error)
    str(found.error).encode("utf-8")


@pytest.fixture
def nobody() -> Iterator[None]:
    """Root may read everything, so that root becomes nobody for as long as the test lasts."""
    if os.name != "posix":
        pytest.skip("permissions are POSIX's")
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)
    yield
    os.seteuid(user)


@pytest.mark.usefixtures("nobody")
def test_unreadable_files_and_folders() -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        write(folder, "a.txt").chmod(0)
        write(folder, "b/c.txt").parent.chmod(0)
        found = [one.error.message for one in read(folder) if isinstance(one, Rejected)]
        (folder / "b").chmod(0o700)
    assert len(found) == 2
    assert all(message.startswith("cannot be read: Permission denied") for message in found)


def test_an_input_that_fails_while_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(5, "Input/output error")

    write(tmp_path, "a.txt")
    monkeypatch.setattr(formats, "_choose", fail)
    (found,) = read(tmp_path)
    assert isinstance(found, Rejected)
    assert "cannot be read: Input/output error" in found.error.message


def test_a_pipe_named_as_a_file_is_read(tmp_path: Path) -> None:
    source, sink = os.pipe()
    os.write(sink, GOOD.encode())
    os.close(sink)
    try:
        document = read_one(f"/dev/fd/{source}")
    finally:
        os.close(source)
    assert document.id.startswith("stdin-")
