"""The data folder: made, found, refused; and what moves readers from one snapshot to the next."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import StoreError
from kg.store import DataFolder
from kg.store.lease import Lease, retire


def test_a_new_folder_says_its_version(tmp_path: Path) -> None:
    folder = DataFolder.prepared(tmp_path / "deep" / "data")
    assert (folder.root / "version").read_text("utf-8") == "1\n"
    assert DataFolder.existing(folder.root) == folder
    assert DataFolder.prepared(folder.root) == folder
    assert folder.current_snapshot() is None


@pytest.mark.parametrize("opening", [DataFolder.existing, DataFolder.prepared])
def test_a_folder_of_another_version_is_refused(tmp_path: Path, opening) -> None:
    (tmp_path / "version").write_text("2\n", "utf-8")
    with pytest.raises(StoreError, match="version '2', this program reads version 1"):
        opening(tmp_path)


@pytest.mark.parametrize("opening", [DataFolder.existing, DataFolder.prepared])
def test_a_folder_with_other_things_in_it_is_refused_and_left_alone(tmp_path: Path, opening) -> None:
    (tmp_path / "thesis.tex").write_text("years of work", "utf-8")
    with pytest.raises(StoreError, match="is not a data folder"):
        opening(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.tex"]


def test_a_missing_folder_is_named_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is no data folder here; make one with: kg build") as caught:
        DataFolder.existing(tmp_path / "nowhere")
    assert caught.value.path == str(tmp_path / "nowhere")


@pytest.mark.parametrize("opening", [DataFolder.existing, DataFolder.prepared])
def test_a_file_in_place_of_the_folder_is_an_error_of_ours(tmp_path: Path, opening) -> None:
    (tmp_path / "data").write_text("", "utf-8")
    with pytest.raises(StoreError, match="the data folder cannot be"):
        opening(tmp_path / "data")


def test_current_moves_as_a_whole(tmp_path: Path) -> None:
    folder = DataFolder.prepared(tmp_path)
    folder.point_to("first")
    folder.point_to("second")
    assert folder.current_snapshot() == "second"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["CURRENT", "snapshots", "version"]


@pytest.mark.parametrize("name", ["", "..", "../../etc", "a/b", "a b", "x" * 65])
def test_a_damaged_current_leads_nowhere(tmp_path: Path, name: str) -> None:
    with pytest.raises(StoreError, match="is no name of a snapshot"):
        DataFolder.prepared(tmp_path).snapshot(name)


def test_a_leased_folder_is_not_retired(tmp_path: Path) -> None:
    folder = tmp_path / "one"
    folder.mkdir()
    first, second = Lease(folder), Lease(folder)
    assert not retire(folder)
    first.release()
    first.release()
    assert not retire(folder)
    second.release()
    assert retire(folder)
    assert not list(tmp_path.iterdir())


def test_no_lease_on_a_folder_that_went(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Lease(tmp_path / "one")
