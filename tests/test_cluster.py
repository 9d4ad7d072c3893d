"""Facts from a Dask cluster that the test starts: the same as from one process, also when a worker is killed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from fake_annotator import FakeAnnotator
from test_building import ARTICLES, n_quads, written

import kg.batches
from kg.building import build
from kg.cluster import ClusterAnnotator
from kg.errors import PipelineError
from kg.extraction import Recipe

ODD = Recipe("odd_annotator", "odd")


class Cluster:
    """A scheduler and two workers, each a process of its own, under a nanny that replaces it if it dies."""

    def __init__(self, folder: Path, repository: Path) -> None:
        self.folder = folder
        paths = [repository, repository / "tests"]
        self.environment = os.environ | {"PYTHONPATH": os.pathsep.join([*map(str, paths), *filter(None, sys.path)])}
        self.processes: list[subprocess.Popen[str]] = []
        scheduler = self._start("scheduler", "--port", "0", "--host", "127.0.0.1", "--no-dashboard")
        assert scheduler.stderr is not None
        self.address = next(
            found[0] for line in scheduler.stderr if (found := re.search(r"tcp://127\.0\.0\.1:\d+", line))
        )
        threading.Thread(target=scheduler.stderr.read, daemon=True).start()
        self._start("worker", self.address, "--nworkers", "2", "--nthreads", "1", "--no-dashboard")

    def _start(self, what: str, *arguments: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "distributed.cli.dask_" + what, *arguments]
        if what == "worker":
            command += ["--local-directory", str(self.folder)]
        process = subprocess.Popen(
            command,
            env=self.environment,
            text=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE if what == "scheduler" else subprocess.DEVNULL,
        )
        self.processes.append(process)
        return process

    def close(self) -> None:
        for process in reversed(self.processes):
            process.terminate()
        for process in self.processes:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            if process.stderr is not None:
                process.stderr.close()


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory, repository: Path) -> Iterator[Cluster]:
    started = Cluster(tmp_path_factory.mktemp("dask"), repository)
    yield started
    started.close()


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kg.batches, "MOST_DOCUMENTS", 2)


def corpus(folder: Path, count: int, odd: dict[int, str]) -> Path:
    folder.mkdir()
    for number in range(count):
        text = f"{list(ARTICLES.values())[number % 5]} {odd.get(number, '')}"
        (folder / f"d{number:03}.txt").write_text(f"Story {number}\n\nJanuary 14, 2014\n\n{text}\n", "utf-8")
    return folder


@pytest.mark.slow
@pytest.mark.usefixtures("small_batches")
def test_a_cluster_gives_the_same_bytes_as_one_process(cluster: Cluster, tmp_path: Path) -> None:
    articles = written(tmp_path / "articles", ARTICLES)
    with ClusterAnnotator(cluster.address, ODD) as annotator:
        assert annotator.version == "fake 1"
        build([articles], tmp_path / "cluster", annotator=annotator)
    build([articles], tmp_path / "here", annotator=FakeAnnotator())
    assert n_quads(tmp_path / "cluster") == n_quads(tmp_path / "here")


@pytest.mark.slow
@pytest.mark.usefixtures("small_batches")
def test_a_worker_that_is_killed_costs_time_and_no_facts(cluster: Cluster, tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    articles = corpus(tmp_path / "articles", 40, {11: f"DIE ONCE={mark}"})
    with ClusterAnnotator(cluster.address, ODD) as annotator:
        report = build([articles], tmp_path / "cluster", annotator=annotator)
    assert mark.exists()
    assert (len(report.added), report.rejected) == (40, ())
    build([articles], tmp_path / "here", annotator=FakeAnnotator())
    assert n_quads(tmp_path / "cluster") == n_quads(tmp_path / "here")


@pytest.mark.slow
@pytest.mark.usefixtures("small_batches")
def test_the_document_that_kills_every_worker_is_given_up(cluster: Cluster, tmp_path: Path) -> None:
    articles = corpus(tmp_path / "articles", 6, {3: "DIE"})
    with ClusterAnnotator(cluster.address, ODD) as annotator:
        report = build([articles], tmp_path / "cluster", annotator=annotator)
    assert len(report.added) == 5
    assert [Path(error.source).name for error in report.rejected] == ["d003.txt"]
    assert "killed every worker of the cluster that tried" in report.rejected[0].message


@pytest.mark.slow
def test_a_cluster_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.cluster.CONNECT_SECONDS", 2)
    with pytest.raises(PipelineError, match="the cluster cannot be reached"):
        ClusterAnnotator("tcp://127.0.0.1:9", ODD)


def test_without_dask_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(PipelineError, match=r"pip install 'demarche\[cluster\]'"):
        ClusterAnnotator("tcp://127.0.0.1:9", ODD)
