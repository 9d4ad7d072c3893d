"""Builds that are killed at a chosen moment, and what has to hold afterwards: for the tests, and for hundreds of kills
(``benchmarks/killed.py``).
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from fake_annotator import FakeAnnotator
from pyoxigraph import RdfFormat

from kg.building import Annotator, build
from kg.extraction import pipeline_recipe
from kg.ledger import Ledger
from kg.model import Document, DocumentFacts, Failure
from kg.store import open_store

REPOSITORY = Path(__file__).resolve().parent.parent
NAMES = ["John Kerry", "Sergey Lavrov", "Walid Moallem", "Ban Ki", "William Hague"]
# Builds with the tests' annotator in this process, with the same in workers, or with the pipeline in workers.
BUILDING = """
import sys
sys.path[:0] = ["tests", "."]
from odd_annotator import OddAnnotator
import kg.building
from kg.extraction import Recipe
source, data, reader, jobs = sys.argv[1:]
def tell(step):
    print(step.stage, step.name, flush=True)
if reader == "odd" and jobs != "1":
    kg.building.pipeline_recipe = lambda _: Recipe("odd_annotator", "odd")
annotator = OddAnnotator() if (reader, jobs) == ("odd", "1") else None
kg.building.build([source], data, annotator=annotator, jobs=int(jobs), on_progress=tell)
"""


def corpus(path: Path, count: int, odd: str = "") -> Path:
    """Articles of which every fifth tells of the same occasions."""
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            one, other = NAMES[number % 5], NAMES[(number + 1 + number // 5 % 4) % 5]
            day = f"2014-0{1 + number % 9}-{10 + number % 15}"
            text = f"{one} met {other} in Geneva on {day}. {one} opposes the strike. {odd}"
            file.write(json.dumps({"id": f"d{number:05}", "text": text, "published": "2014-09-29"}) + "\n")
    return path


def child(program: str, *arguments: str | Path, **more: object) -> subprocess.Popen[str]:
    """A process of a program of ours, in the repository's root."""
    command = [sys.executable, "-c", program, *map(str, arguments)]
    return subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True, **more)  # type: ignore[call-overload]


def published(data: Path) -> str:
    """A hash of all that readers of a data folder can see: its quads, and every file that lies beside its graph."""
    with open_store(data) as reader:
        digest = hashlib.sha256(reader.snapshot.encode())
        reader.dump(RdfFormat.N_QUADS, _Hashing(digest))  # type: ignore[arg-type]
        folder = reader.sidecars
        assert folder is not None
        for path in sorted(folder.rglob("*")):
            if path.is_file() and "graph" not in path.relative_to(folder).parts:
                digest.update(str(path.relative_to(folder)).encode() + path.read_bytes())
    return digest.hexdigest()


class _Hashing:
    def __init__(self, digest: hashlib._Hash) -> None:
        self._digest = digest

    def write(self, chunk: bytes) -> int:
        self._digest.update(chunk)
        return len(chunk)

    def flush(self) -> None:
        pass


@dataclass(frozen=True)
class Undisturbed:
    """A folder in which a third of the documents is published, and what the whole gives; the seconds that it takes."""

    start: Path
    source: Path
    before: str
    after: str
    seconds: float
    reader: str
    jobs: int


def undisturbed(
    folder: Path, documents: int, *, reader: str = "odd", jobs: int = 1, source: Path | None = None
) -> Undisturbed:
    """What a build gives that nothing happens to.

    Args:
        folder: where to work.
        documents: how many.
        reader: ``odd`` (the tests' annotator) or ``pipeline`` (ours).
        jobs: processes that read; 1 is the build's own.
        source: JSON Lines to build; made here if None.
    """
    source = source or corpus(folder / "news.jsonl", documents)
    lines = source.read_text("utf-8").splitlines(keepends=True)
    first = folder / "first.jsonl"
    first.write_text("".join(lines[: documents // 3]), "utf-8")
    build([first], folder / "start", annotator=annotator_of(reader))
    shutil.copytree(folder / "start", folder / "whole")
    begun = time.monotonic()
    with child(BUILDING, source, folder / "whole", reader, str(jobs)) as process:
        assert process.stdout is not None
        said = process.stdout.read().splitlines()
    assert process.returncode == 0
    assert sum(line.startswith("keep ") for line in said) == documents - documents // 3
    before, after = published(folder / "start"), published(folder / "whole")
    assert before != after
    return Undisturbed(folder / "start", source, before, after, time.monotonic() - begun, reader, jobs)


def annotator_of(reader: str) -> Annotator:
    """An annotator in this process that gives the same facts as the child's."""
    return pipeline_recipe(None)() if reader == "pipeline" else FakeAnnotator()


class Watched:
    """An annotator that remembers what it was given."""

    def __init__(self, inner: Annotator) -> None:
        self._inner = inner
        self.version = inner.version
        self.calls: list[str] = []

    def __call__(self, documents: Iterable[Document]) -> Iterator[DocumentFacts | Failure]:
        def noted() -> Iterator[Document]:
            for document in documents:
                self.calls.append(document.id)
                yield document

        return self._inner(noted())


@dataclass(frozen=True)
class Kill:
    """How a kill went: what the build said last, how many documents it had said were kept, what readers saw after."""

    said: str
    kept: tuple[str, ...]
    saw: str


def kill(told: Undisturbed, data: Path, share: float) -> Kill:
    """Kill a build after so much of the time that it takes, and see that nothing is lost.

    Raises:
        AssertionError: the published graph is not whole, something acknowledged is gone, or a worker lives on.
    """
    with child(BUILDING, told.source, data, told.reader, str(told.jobs)) as process:
        time.sleep(share * told.seconds)
        workers = _children(process.pid)
        process.kill()
        assert process.stdout is not None
        heard = process.stdout.read()
    said = heard[: heard.rfind("\n") + 1].splitlines()
    kept = tuple(line.removeprefix("keep ") for line in said if line.startswith("keep "))
    seen = published(data)
    assert seen in {told.before, told.after}, "the published graph is neither the old nor the new one"
    with Ledger.open(data / "ledger.sqlite") as ledger:
        lost = set(kept) - {record.id for record in ledger.records()}
    assert not lost, f"acknowledged and lost: {sorted(lost)}"
    _assert_gone(workers)
    return Kill(said[-1].partition(" ")[0] if said else "start", kept, "after" if seen == told.after else "before")


def go_on(told: Undisturbed, data: Path, annotator: Annotator, kept: Iterable[str], *, once_more: bool = True) -> None:
    """Build again, and see that it ends as if nothing had happened, without reading again what was kept.

    Args:
        told: what an undisturbed build gives.
        data: the folder in which one was killed.
        annotator: reads what is left.
        kept: the documents that were said to be kept.
        once_more: whether to see that yet another build finds nothing to write.

    Raises:
        AssertionError: it does not.
    """
    watched = Watched(annotator)
    build([told.source], data, annotator=watched)
    again = set(kept) & set(watched.calls)
    assert not again, f"kept, and read again: {sorted(again)}"
    assert published(data) == told.after, "the resumed build ends otherwise than an undisturbed one"
    if once_more:
        assert build([told.source], data, annotator=watched).published.graphs_written == 0


def _children(pid: int) -> list[int]:
    try:
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except FileNotFoundError:
        return []


def _assert_gone(pids: list[int]) -> None:
    end = time.monotonic() + 20
    for pid in pids:
        while Path(f"/proc/{pid}").exists():
            assert time.monotonic() < end, f"the worker {pid} outlives its build"
            time.sleep(0.05)
