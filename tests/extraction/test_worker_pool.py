"""Worker processes: the same facts in the same order as one process, whatever happens to the workers."""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from odd_annotator import OddAnnotator

import kg.batches
from kg.batches import in_batches
from kg.documents import read
from kg.errors import PipelineError
from kg.extraction import Patience, Recipe, WorkerPool, default_jobs, open_annotator, pipeline_recipe
from kg.model import Document, DocumentFacts, Failure, Section, SectionKind
from kg.nlp.annotator import load_annotator
from kg.resources import seeds_path

ODD = Recipe("odd_annotator", "odd")
SENTENCE = "John Kerry met Sergey Lavrov in Paris on 2013-05-27."


def document(number: int, text: str = SENTENCE) -> Document:
    text = f"{text} Number {number}."
    sections = (Section(SectionKind.BODY, 0, len(text)),)
    return Document(f"d{number:04}", text, dt.date(2013, 5, 28), "T", sections)


def documents(count: int, odd: dict[int, str] | None = None) -> list[Document]:
    return [document(number, (odd or {}).get(number, SENTENCE)) for number in range(count)]


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kg.batches, "MOST_DOCUMENTS", 4)


@pytest.fixture
def pool() -> Iterator[Callable[..., WorkerPool]]:
    pools: list[WorkerPool] = []

    def make(jobs: int = 2, **patience: float) -> WorkerPool:
        pools.append(WorkerPool(ODD, jobs, Patience(**patience)))
        return pools[-1]

    yield make
    for one in pools:
        one.close()


def expected(given: list[Document]) -> list[DocumentFacts]:
    plain = [document(int(one.id[1:])) for one in given]
    assert all(one.text == SENTENCE + f" Number {n}." for n, one in enumerate(plain))
    return list(OddAnnotator()(given))


def gone(pid: int) -> bool:
    """Whether a process has ended; one that nobody has collected yet has."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
    except (FileNotFoundError, ProcessLookupError):
        return True


def until(condition: Callable[[], bool], seconds: float = 60) -> bool:
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.05)
    return condition()


# --- the work ---------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("small_batches")
def test_facts_come_in_order_and_as_from_one_process(pool: Callable[..., WorkerPool]) -> None:
    given = documents(50)
    workers = pool()
    assert workers.version == "fake 1"
    assert list(workers(iter(given))) == expected(given)
    assert 1 <= len(workers.pids) <= 2
    assert list(workers([])) == []


@pytest.mark.usefixtures("small_batches")
def test_no_more_is_read_ahead_than_keeps_the_workers_busy(pool: Callable[..., WorkerPool]) -> None:
    taken = 0

    def counted() -> Iterator[Document]:
        nonlocal taken
        for one in documents(200):
            taken += 1
            yield one

    outcomes = pool()(counted())
    next(outcomes)
    assert taken <= 4 * (2 * 2 + 1) + 1


@pytest.mark.usefixtures("small_batches")
def test_whoever_stops_asking_can_begin_again(pool: Callable[..., WorkerPool]) -> None:
    workers = pool()
    given = documents(30)
    half = workers(iter(given))
    next(half)
    half.close()
    assert list(workers(iter(given))) == expected(given)


def test_batches_are_of_about_equal_length_and_lose_nothing() -> None:
    given = [document(number, "x" * length) for number, length in enumerate([10, 30_000, 19_000, 500, 900, *[5] * 40])]
    batches = list(in_batches(given))
    assert [one for batch in batches for one in batch] == given
    assert [len(batch) for batch in batches] == [1, 1, 2, 16, 16, 9]


# --- accidents --------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("small_batches")
@pytest.mark.parametrize("how", ["DIE", "EXIT", "RAISE"])
def test_a_worker_that_dies_once_costs_nothing(how: str, tmp_path: Path, pool: Callable[..., WorkerPool]) -> None:
    (tmp_path / "mark").touch()
    given = documents(20, {6: f"{how} ONCE={tmp_path / 'mark'}"})
    wanted = expected(given)
    (tmp_path / "mark").unlink()
    assert list(pool()(iter(given))) == wanted
    assert (tmp_path / "mark").exists()


@pytest.mark.usefixtures("small_batches")
@pytest.mark.parametrize(
    ("how", "reason"),
    [
        ("DIE", "its worker was killed by SIGKILL"),
        ("EXIT", "its worker ended with exit code 7"),
        ("RAISE", "its worker failed with LookupError: no such word"),
    ],
)
def test_the_document_that_kills_two_workers_is_given_up_and_no_other(
    how: str, reason: str, pool: Callable[..., WorkerPool]
) -> None:
    given = documents(20, {6: how, 19: how})
    found = list(pool()(iter(given)))
    failures = [one for one in found if isinstance(one, Failure)]
    assert [(one.document.id, one.pipeline) for one in failures] == [("d0006", "fake 1"), ("d0019", "fake 1")]
    assert all(one.error == f"no facts could be taken from it: {reason}" for one in failures)
    healthy = [one for number, one in enumerate(given) if number not in {6, 19}]
    assert [one for one in found if isinstance(one, DocumentFacts)] == list(OddAnnotator()(healthy))
    assert [one.document for one in found] == given


@pytest.mark.usefixtures("small_batches")
@pytest.mark.parametrize("how", ["HANG", "SPIN"])
def test_a_worker_that_hangs_is_ended(how: str, pool: Callable[..., WorkerPool]) -> None:
    workers = pool(work=1.5, character=0)
    found = list(workers(iter(documents(6, {5: how}))))
    assert isinstance(found[5], Failure)
    assert found[5].error == "no facts could be taken from it: its worker gave no answer within 2 s"
    assert sum(isinstance(one, Failure) for one in found) == 1


@pytest.mark.usefixtures("small_batches")
def test_workers_killed_from_outside_are_replaced(pool: Callable[..., WorkerPool]) -> None:
    workers = pool()
    given = documents(60, dict.fromkeys(range(60), "SLOW"))
    found = []
    for one in workers(iter(given)):
        found.append(one)
        if len(found) in {5, 30}:
            os.kill(workers.pids[0], signal.SIGKILL)
    assert [one.document for one in found] == given
    assert all(isinstance(one, DocumentFacts) for one in found)


def test_an_annotator_that_cannot_be_made_says_why() -> None:
    with pytest.raises(PipelineError, match="pipeline 'x': is not installed"):
        WorkerPool(Recipe("odd_annotator", "missing", "x"), 2)


def test_workers_that_die_at_once_are_not_started_for_ever() -> None:
    with pytest.raises(PipelineError, match="cannot be started: it ended with exit code 3"):
        WorkerPool(Recipe("odd_annotator", "stillborn"), 2)


@pytest.mark.parametrize("how", ["", "HANG", "SPIN"])
def test_workers_do_not_outlive_a_parent_that_is_killed(how: str, repository: Path) -> None:
    """Idle, asleep, or stuck where no thread of its own can run."""
    program = (
        "import sys; sys.path[:0] = ['tests/extraction', 'tests', '.']\n"
        "from test_worker_pool import ODD, document; from kg.extraction import WorkerPool\n"
        "pool = WorkerPool(ODD, 1); print(*pool.pids, flush=True)\n"
        f"list(pool([document(1, {how!r})]))\n"
        "print('done', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", program]
    with subprocess.Popen(command, cwd=repository, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        if how:
            time.sleep(1)
        else:
            assert parent.stdout.readline() == "done\n"
        assert not gone(pid)
        parent.kill()
    assert until(lambda: gone(pid))


def test_closing_ends_every_worker(pool: Callable[..., WorkerPool]) -> None:
    workers = pool()
    outcomes = workers(iter(documents(40, {30: "HANG"})))
    next(outcomes)
    pids = workers.pids
    workers.close()
    assert all(map(gone, pids))
    assert workers.pids == ()


# --- the door ---------------------------------------------------------------------------------------------------------


def test_one_job_works_in_this_process() -> None:
    with open_annotator(ODD, 1) as annotator:
        assert isinstance(annotator, OddAnnotator)
    with open_annotator(ODD, 2) as annotator:
        assert isinstance(annotator, WorkerPool)
    assert 1 <= default_jobs() <= 8


def test_a_process_that_hands_out_work_loads_no_pipeline(repository: Path) -> None:
    code = "import sys, kg.building; sys.exit('spacy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=repository, check=False).returncode == 0


@pytest.mark.slow
def test_our_pipeline_gives_the_same_facts_from_two_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kg.batches, "MOST_DOCUMENTS", 1)
    seeds = [one for one in read(seeds_path()) if isinstance(one, Document)]
    with WorkerPool(pipeline_recipe(None), 2) as workers:
        assert list(workers(iter(seeds))) == list(load_annotator()(seeds))
        assert len(workers.pids) == 2
