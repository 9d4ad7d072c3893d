"""Parsers that are not ours may hang, crash or take all memory: that costs their input, and nothing else."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from test_reading_sources import FIRST, PAGE, PAGES, PRINTED, RSS, archive, pdf, written

import kg.documents.guard
from kg.documents import Rejected, read
from kg.documents.guard import _process
from kg.model import Document

# What markup makes Python's own parser of HTML take for ever (it looks for the end of each tag from its beginning).
ENDLESS = "<a b" * 100_000
# A module that stands in for a parser and does what the bytes ask for.
STANDIN = """
import os, signal, time
class PdfReader:
    is_encrypted = False
    def __init__(self, stream):
        raw = stream.read()
        if b"HANG" in raw:
            time.sleep(3600)
        if b"SPIN" in raw:
            import re; re.match(r"(a+)+$", "a" * 200 + "b")
        if b"CRASH" in raw:
            os.kill(os.getpid(), signal.SIGSEGV)
        if b"DIE" in raw:
            os._exit(3)
        if b"EAT" in raw:
            self.eaten = bytearray(8 << 30)
        if b"EXIT" in raw:
            raise SystemExit(5)
        if b"RAISE" in raw:
            raise LookupError("no such object")
        self.pages = [self]
    def extract_text(self):
        return "Lavrov Meets Kerry\\n\\nJanuary 14, 2014\\n\\nLavrov met Kerry in Paris.\\n"
"""


@pytest.fixture
def standin(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """A parser of PDF that does what it is asked to, in a process of its own, with two seconds for it."""
    folder = tmp_path_factory.mktemp("standin")
    (folder / "pypdf.py").write_text(STANDIN)
    _process.close()
    monkeypatch.syspath_prepend(str(folder))
    yield
    _process.close()


def said(folder: Path) -> list[str]:
    """What comes of every file: a document's id, or what is wrong with the file."""
    return [one.id if isinstance(one, Document) else str(one.error) for one in read(folder)]


@pytest.mark.usefixtures("standin")
@pytest.mark.parametrize(
    ("does", "message"),
    [
        ("HANG", "cannot be read within 2 s; leave it out, or save its text"),
        ("SPIN", "cannot be read within 2 s; leave it out, or save its text"),
        ("CRASH", "cannot be read: its parser was killed by SIGSEGV; leave it out"),
        ("DIE", "cannot be read: its parser ended with exit code 3; leave it out"),
        ("EXIT", "cannot be read: its parser ended with exit code 5; leave it out"),
        ("EAT", "is no PDF that can be read (MemoryError: ); save the article's text instead"),
        ("RAISE", "is no PDF that can be read (LookupError: no such object); save the article's text instead"),
    ],
)
def test_a_parser_that_misbehaves_costs_its_input_alone(
    does: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a.pdf", "c.pdf"):
        (tmp_path / name).write_bytes(b"%PDF-1.4 good")
    (tmp_path / "b.pdf").write_bytes(b"%PDF-1.4 " + does.encode())
    assert said(tmp_path / "a.pdf") == ["a"]  # the process is there, whatever starting it takes on this machine
    monkeypatch.setattr(kg.documents.guard, "SECONDS", 2.0)
    first, second = said(tmp_path / "a.pdf"), said(tmp_path / "b.pdf")
    monkeypatch.setattr(kg.documents.guard, "SECONDS", 60.0)
    assert first == ["a"]
    assert second == [f"{tmp_path / 'b.pdf'}: {message}"]
    assert said(tmp_path / "c.pdf") == ["c"]


def test_markup_that_takes_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    good = RSS[RSS.index("<item>") : RSS.index("</item>") + 7]
    feed = RSS.replace("Short.", ENDLESS.replace("<", "&lt;"), 1).replace("</channel>", f"{good}</channel>")
    path = written(tmp_path, "n.rss", feed)
    assert [one for one in read(written(tmp_path, "o.rss", RSS)) if isinstance(one, Document)]
    monkeypatch.setattr(kg.documents.guard, "SECONDS", 2.0)
    begun = time.monotonic()
    found = list(read(path))
    refused = [str(one.error) for one in found if isinstance(one, Rejected)]
    assert any("cannot be read within 2 s" in one for one in refused), refused
    assert [one for one in found if isinstance(one, Document)], "the other entries go on"
    assert time.monotonic() - begun < 60


def test_every_reader_is_served_by_one_process_and_memory_stays_outside(tmp_path: Path) -> None:
    written(tmp_path, "a.html", PAGE)
    written(tmp_path, "b.pdf", pdf(PRINTED))
    written(tmp_path, "c.warc", archive(PAGES, gzipped=False))
    code = """
import json, sys
from kg.documents import read
from kg.documents.guard import _process
pids = []
for one in read(sys.argv[1]):
    pids.append(_process._child.pid)
    assert not hasattr(one, "error") or "c.warc" in one.source, one
print(json.dumps([len(pids), len(set(pids)), pids[0], sorted({"trafilatura", "pypdf", "lxml"} & set(sys.modules))]))
"""
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    count, processes, pid, loaded = json.loads(done.stdout)
    assert count >= 4
    assert (processes, loaded) == (1, [])
    assert is_gone(pid)


def is_gone(pid: int) -> bool:
    end = time.monotonic() + 20
    while Path(f"/proc/{pid}").exists() and time.monotonic() < end:
        time.sleep(0.05)
    return not Path(f"/proc/{pid}").exists()


def test_a_parser_does_not_outlive_a_reader_that_is_killed(tmp_path: Path) -> None:
    written(tmp_path, "a.html", PAGE)
    code = """
import sys, time
from kg.documents import read
from kg.documents.guard import _process
list(read(sys.argv[1]))
print(_process._child.pid, flush=True)
time.sleep(3600)
"""
    with subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        parent.kill()
    assert is_gone(pid)


def test_a_parser_that_was_killed_meanwhile_is_started_again(tmp_path: Path) -> None:
    path = written(tmp_path, "a.html", PAGE)
    assert said(path) == ["a"]
    assert _process._child is not None
    os.kill(_process._child.pid, signal.SIGKILL)
    assert said(path) == ["a"]


def test_ctrl_c_at_a_page_leaves_no_answer_behind_for_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer to what was given up must never be taken for the next one's."""
    one, other = written(tmp_path, "a.html", PAGE), written(tmp_path, "b.html", PAGE.replace(FIRST, FIRST * 2))
    list(read(one))
    with monkeypatch.context() as patch:
        patch.setattr(kg.documents.guard, "SECONDS", 0.0)
        assert [isinstance(found, Rejected) for found in read(one)] == [True]
    (found,) = read(other)
    assert isinstance(found, Document)
    assert FIRST * 2 in found.text


def test_readers_in_several_threads(tmp_path: Path) -> None:
    paths = [written(tmp_path, f"{n}.html", PAGE.replace(FIRST, f"{FIRST} Number {n}.")) for n in range(6)]
    found: dict[Path, str] = {}

    def take(path: Path) -> None:
        (one,) = read(path)
        assert isinstance(one, Document)
        found[path] = one.text

    threads = [threading.Thread(target=take, args=(path,)) for path in paths]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(f"Number {n}." in found[path] for n, path in enumerate(paths))
