"""Builds that are killed, stopped, or run out of disk: the published graph stays whole, what was kept stays kept, and
the next build ends with the same bytes as one that nothing happened to.

``DEMARCHE_KILLS`` moments are tried (``DEMARCHE_KILLS_SEED`` chooses which) on builds of ``DEMARCHE_KILLS_DOCUMENTS``;
``benchmarks/killed.py`` tries hundreds.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest
from fake_annotator import FakeAnnotator
from killing import Undisturbed, child, corpus, go_on, kill, published, undisturbed
from test_building import n_quads

import kg.building
from kg.building import build, status
from kg.extraction import Recipe, WorkerPool
from kg.ledger import Ledger
from kg.store import open_store
from kg.validate import validate

KILLS = int(os.environ.get("DEMARCHE_KILLS", "4"))
SEED = int(os.environ.get("DEMARCHE_KILLS_SEED", "1"))
DOCUMENTS = int(os.environ.get("DEMARCHE_KILLS_DOCUMENTS", "120"))
ODD = Recipe("odd_annotator", "odd")
COMMAND = """
import sys
sys.path[:0] = ["tests", "."]
import kg.building, kg.cli
from kg.extraction import Recipe
kg.building.pipeline_recipe = lambda _: Recipe("odd_annotator", "odd")
kg.cli.main()
"""


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Undisturbed:
    return undisturbed(tmp_path_factory.mktemp("killed"), DOCUMENTS)


@pytest.mark.parametrize("moment", range(KILLS))
def test_a_build_that_is_killed_at_any_moment(moment: int, whole: Undisturbed, tmp_path: Path) -> None:
    shutil.copytree(whole.start, tmp_path / "data")
    share = random.Random(SEED * 10_000 + moment).uniform(0, 1.1)
    found = kill(whole, tmp_path / "data", share)
    go_on(whole, tmp_path / "data", FakeAnnotator(), found.kept)


def test_workers_end_with_a_build_that_is_killed(tmp_path: Path) -> None:
    told = undisturbed(tmp_path, 30, jobs=2)
    shutil.copytree(told.start, tmp_path / "data")
    found = kill(told, tmp_path / "data", 0.6)
    go_on(told, tmp_path / "data", FakeAnnotator(), found.kept)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "SIGTERM"])
def test_a_build_that_is_stopped_says_so_and_goes_on(how: signal.Signals, tmp_path: Path) -> None:
    source, data = corpus(tmp_path / "news.jsonl", 400, "SLOW"), tmp_path / "data"
    arguments = ("build", source, "--data", data, "--jobs", "2")
    with child(COMMAND, *arguments, stderr=subprocess.PIPE) as process:
        end = time.monotonic() + 120
        while time.monotonic() < end and not kept(data):
            time.sleep(0.1)
        process.send_signal(how)
        _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    done = kept(data)
    assert said == f"kg: stopped; {done} documents are kept in {data}, and the same command goes on from there\n"
    assert status(data).waiting == done
    assert 0 < done < 400
    report = build([source], data, annotator=FakeAnnotator())
    assert (len(report.unchanged), len(report.added)) == (done, 400 - done)
    assert status(data).waiting == 0


def kept(data: Path) -> int:
    """How many documents a folder's ledger holds, none if it is not there yet."""
    if not (data / "ledger.sqlite").exists():
        return 0
    with Ledger.open(data / "ledger.sqlite") as ledger:
        return ledger.count()


LIMITED = (
    "import resource, sys\nresource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv.pop(1)),) * 2)\n" + COMMAND.lstrip()
)


@pytest.mark.parametrize("limit", [20_000, 60_000, 150_000, 400_000])
def test_a_disk_that_fills_costs_nothing_but_the_build(limit: int, whole: Undisturbed, tmp_path: Path) -> None:
    """No file may grow beyond a limit, which fails writes as a full disk does, at another step for each limit."""
    data = tmp_path / "data"
    shutil.copytree(whole.start, data)
    arguments = (str(limit), "build", whole.source, "--data", data, "--jobs", "1")
    with child(LIMITED, *arguments, stderr=subprocess.PIPE) as process:
        _, said = process.communicate(timeout=120)
    if process.returncode != 0:
        assert process.returncode == 4, said
        assert len(said.splitlines()) == 1
        assert "the disk" in said
    assert published(data) in {whole.before, whole.after}
    build([whole.source], data, annotator=FakeAnnotator())
    assert published(data) == whole.after
    assert limit > 20_000 or process.returncode == 4


@pytest.fixture
def two_odd_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kg.building, "pipeline_recipe", lambda _: ODD)
    monkeypatch.setattr("kg.batches.MOST_DOCUMENTS", 4)


@pytest.mark.usefixtures("two_odd_workers")
def test_a_document_that_kills_its_workers_is_set_aside_and_the_build_ends(tmp_path: Path) -> None:
    source, data = corpus(tmp_path / "news.jsonl", 40), tmp_path / "data"
    lines = source.read_text().splitlines()
    lines[7] = lines[7].replace("opposes the strike.", "opposes the strike. DIE")
    source.write_text("\n".join(lines) + "\n")
    report = build([source], data, jobs=2)
    assert (len(report.added), len(report.rejected)) == (39, 1)
    assert report.rejected[0].source == str(source)
    (refused,) = status(data).quarantined
    assert refused.error == "document 'd00007': no facts could be taken from it: its worker was killed by SIGKILL"
    with open_store(data) as reader:
        assert validate(reader).violations == ()
    other = tmp_path / "other"
    source.write_text("\n".join(lines[:7] + lines[8:]) + "\n")
    build([source], other, annotator=FakeAnnotator())
    assert n_quads(other) == n_quads(data)


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


@pytest.mark.usefixtures("two_odd_workers")
def test_builds_leave_no_process_and_no_open_file(tmp_path: Path) -> None:
    build([corpus(tmp_path / "a.jsonl", 20)], tmp_path / "data", jobs=2)
    files = open_files()
    for round_ in range(3):
        build([corpus(tmp_path / f"{round_}.jsonl", 30)], tmp_path / "data", jobs=2, fresh=True)
    assert open_files() == files
    children = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text().split()
    assert [pid for pid in children if b"kg.extraction" in Path(f"/proc/{pid}/cmdline").read_bytes()] == []


@pytest.mark.usefixtures("two_odd_workers")
def test_workers_give_a_build_the_same_bytes(tmp_path: Path) -> None:
    source = corpus(tmp_path / "news.jsonl", 60)
    with WorkerPool(ODD, 2) as pool:
        build([source], tmp_path / "pool", annotator=pool)
    build([source], tmp_path / "here", annotator=FakeAnnotator())
    assert n_quads(tmp_path / "pool") == n_quads(tmp_path / "here")
