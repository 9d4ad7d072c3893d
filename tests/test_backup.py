"""A data folder in one file and back; whatever is wrong with the file is seen before anything is made of it."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
from pathlib import Path

import pytest
from fake_annotator import FakeAnnotator
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_building import ARTICLES, built, n_quads, written

import kg.archive
from kg.archive import backup, restore
from kg.building import status
from kg.errors import InputError, KGError, StoreError
from kg.store import EmbeddedStore


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("backup")
    articles = written(folder / "articles", ARTICLES)
    (articles / "empty.txt").touch()
    built(articles, folder / "data", base="https://example.org/kg/")
    return folder / "data"


@pytest.fixture(scope="module")
def file(data: Path) -> Path:
    backup(data, data.with_name("b.tar"))
    return data.with_name("b.tar")


@pytest.mark.parametrize("name", ["b.tar", "b.tar.gz", "b.tgz"])
def test_what_is_restored_is_what_was_backed_up_and_goes_on(data: Path, tmp_path: Path, name: str) -> None:
    found = backup(data, tmp_path / name)
    assert found.snapshot == status(data).snapshot
    assert (tmp_path / name).read_bytes().startswith(b"\x1f\x8b") == (name != "b.tar")
    again = tmp_path / "again"
    assert restore(tmp_path / name, again).graphs_written == 0
    assert n_quads(again) == n_quads(data)
    before, after = status(data), status(again)
    assert (after.snapshot, after.documents, after.quads, after.base) == (
        before.snapshot,
        before.documents,
        before.quads,
        before.base,
    )
    assert after.quarantined == before.quarantined
    annotator = FakeAnnotator()
    assert built(data.with_name("articles"), again, annotator).unchanged == tuple("abcde")
    assert annotator.calls == []
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(["again", name])
    assert not list(data.glob(".backup*"))


def test_a_backup_after_a_build_that_died_is_brought_up_to_date(data: Path, tmp_path: Path, monkeypatch) -> None:
    backup(data, tmp_path / "b.tar")
    restore(tmp_path / "b.tar", tmp_path / "one")
    articles = written(tmp_path / "articles", {"a": "Iran opposes the deal."})
    with monkeypatch.context() as patch:
        patch.setattr(EmbeddedStore, "publish", lambda *_: exec("raise KeyboardInterrupt"))
        with pytest.raises(KeyboardInterrupt):
            built(articles, tmp_path / "one")
    backup(tmp_path / "one", tmp_path / "c.tar")
    restore(tmp_path / "c.tar", tmp_path / "two")
    built(articles, tmp_path / "one")
    assert n_quads(tmp_path / "two") == n_quads(tmp_path / "one")


def test_nothing_is_backed_up_while_a_build_is_at_work(data: Path, tmp_path: Path) -> None:
    with EmbeddedStore.open(data, writable=True), pytest.raises(StoreError, match="another process is writing"):
        backup(data, tmp_path / "b.tar")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_in_use_is_not_overwritten(file: Path, tmp_path: Path) -> None:
    (tmp_path / "x").touch()
    with pytest.raises(StoreError, match="is not empty"):
        restore(file, tmp_path)
    with pytest.raises(InputError, match="no such file"):
        restore(tmp_path / "missing", tmp_path / "new")
    with pytest.raises(StoreError, match="there is no data folder"):
        backup(tmp_path / "missing", tmp_path / "b.tar")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(where=st.floats(0, 0.9999), flip=st.integers(1, 255), cut=st.booleans())
def test_a_damaged_backup_is_never_taken_for_a_whole_one(
    file: Path, tmp_path: Path, where: float, flip: int, cut: bool
) -> None:
    content = bytearray(file.read_bytes())
    at = int(where * len(content))
    content[at] ^= flip
    damaged = tmp_path / "damaged.tar"
    damaged.write_bytes(content[:at] if cut else content)
    target = tmp_path / "target"
    try:
        restore(damaged, target)
    except KGError:
        assert not target.exists()
    else:  # bytes that stand for nothing: padding, a date, an owner
        assert n_quads(target) == n_quads(file.with_name("data"))
        kg.archive.remove_tree(target)
    assert not list(tmp_path.glob(".*"))


def archive(*members: tuple[tarfile.TarInfo | str, bytes]) -> bytes:
    output = io.BytesIO()
    with tarfile.open(fileobj=output, mode="w") as made:
        for name, content in members:
            member = tarfile.TarInfo(name) if isinstance(name, str) else name
            member.size = len(content)
            made.addfile(member, io.BytesIO(content))
    return output.getvalue()


def manifest(*names: str, **other: object) -> tuple[str, bytes]:
    files = [{"name": name, "size": 1, "sha256": "0" * 64} for name in names]
    return "MANIFEST.json", json.dumps({"format": 1, "layout": "1", "snapshot": None, "files": files} | other).encode()


LINK = tarfile.TarInfo("ledger.sqlite")
LINK.type, LINK.linkname = tarfile.SYMTYPE, "/etc/passwd"
EVIL = {
    "empty": (b"", "is no backup"),
    "junk": (b"junk" * 1000, "is no backup"),
    "bomb": (gzip.compress(b"\0" * 50_000_000), "is no backup"),
    "no manifest": (archive(("ledger.sqlite", b"x")), "has no manifest"),
    "wrong manifest": (archive(("MANIFEST.json", b"[1]")), "manifest cannot be read"),
    "newer": (archive(manifest(format=2)), "is a backup of version 2/1, this program reads 1/1"),
    "up": (archive(manifest("../evil"), ("../evil", b"x")), "it names a file '../evil'"),
    "root": (archive(manifest("/tmp/evil"), ("/tmp/evil", b"x")), "it names a file '/tmp/evil'"),
    "inside": (archive(manifest("graph/../../evil"), ("graph/../../evil", b"x")), "it names a file"),
    "surplus": (archive(manifest(), ("evil", b"x")), "'evil' is not in its manifest"),
    "link": (archive(manifest("ledger.sqlite"), (LINK, b"")), "is not in its manifest"),
    "other bytes": (archive(manifest("ledger.sqlite"), ("ledger.sqlite", b"x")), "is not what it was"),
    "missing": (archive(manifest("ledger.sqlite")), "ledger.sqlite is missing"),
}


@pytest.mark.parametrize("name", EVIL)
def test_files_that_mean_ill(tmp_path: Path, name: str) -> None:
    content, message = EVIL[name]
    (tmp_path / "b.tar").write_bytes(content)
    with pytest.raises(InputError, match=message):
        restore(tmp_path / "b.tar", tmp_path / "new")
    assert [path.name for path in tmp_path.iterdir()] == ["b.tar"]
