"""How long builds take and how much memory they need as they grow: python benchmarks/build.py 500 10000.

Articles are dealt from the seeds' paragraphs (``dealt.py``). By default their facts are looked up (``replayed.py``), so
that what is measured is everything but the pipeline: reading, the ledger, resolving, writing and publishing.
``--reader pipeline`` reads them in worker processes, as ``kg build`` does. Each size is built in a process of its own,
that has never held a pipeline; ``--until keep`` ends it when the last document's facts are in the ledger.

Memory is the peak of the resident set up to the end of each stage, in MB; with workers, also the largest one's as it
was after a tenth of the documents and at the end. Rates are documents a second of processor time (``replayed``), or of
the clock (``pipeline``), in the first and the last tenth.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import pickle
import subprocess
import sys
import tempfile
import time
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(REPOSITORY), str(REPOSITORY / "benchmarks")]

from dealt import deal, paragraphs  # noqa: E402 - found through the path above
from replayed import ReplayingAnnotator, read_alone  # noqa: E402 - as above

from kg.building import Progress, Stage, build  # noqa: E402 - as above
from kg.extraction import pipeline_recipe  # noqa: E402 - as above


class Watch:
    """Notes what a build says: when documents were kept, and how high memory was at the end of each stage."""

    def __init__(self, count: int, clock: str, *, kept_is_enough: bool) -> None:
        self._kept_is_enough = kept_is_enough
        self._every = max(1, count // 10)
        self._clock = {"replayed": time.process_time, "pipeline": time.monotonic}[clock]
        self.marks = [self._clock()]
        self.peaks: dict[str, int] = {}
        self.workers: list[int] = []
        self.files: list[int] = []

    def __call__(self, step: Progress) -> None:
        """Take note of a step.

        Raises:
            EnoughError: the rest was not asked for.
        """
        if step.stage is Stage.WRITE and self._kept_is_enough:
            raise EnoughError
        self.peaks[step.stage] = _memory("self", "VmHWM")
        if step.stage is Stage.KEEP and step.done % self._every == 0:
            self.marks.append(self._clock())
            self.workers.append(max((_memory(pid, "VmRSS") for pid in children()), default=0))
            self.files.append(open_files())

    def rate(self, tenth: int) -> float:
        """Documents a second in one of ten parts."""
        return round(self._every / (self.marks[tenth + 1] - self.marks[tenth]), 1)


def children() -> list[int]:
    """The processes that this one has started and that have not ended."""
    found = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text(encoding="ascii")
    return [int(one) for one in found.split()]


def open_files() -> int:
    """How many file handles this process holds."""
    return len(list(Path("/proc/self/fd").iterdir()))


def _memory(pid: int | str, what: str) -> int:
    """The megabytes that a process holds (VmRSS), or held at most (VmHWM; ru_maxrss would count its parent's)."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    return next((int(line.split()[1]) // 1024 for line in lines if line.startswith(what)), 0)


class EnoughError(Exception):
    """What was to be measured is done."""


def measure(count: int, known: Path | None, jobs: int | None, *, kept_is_enough: bool) -> dict[str, object]:
    """Build so many documents and say how it went."""
    reader = "pipeline" if known is None else "replayed"
    annotator = None if known is None else ReplayingAnnotator(pickle.loads(known.read_bytes()))
    before = _memory("self", "VmHWM")
    with tempfile.TemporaryDirectory() as folder:
        source = deal(Path(folder) / "news.jsonl", count)
        watch, begun, files = Watch(count, reader, kept_is_enough=kept_is_enough), time.monotonic(), open_files()
        more: dict[str, object] = {}
        with contextlib.suppress(EnoughError):
            report = build([source], Path(folder) / "data", annotator=annotator, jobs=jobs, on_progress=watch)
            more = {"reprints": report.published.reprints, "quads": report.published.quads}
        size = sum(path.stat().st_size for path in (Path(folder) / "data").rglob("*") if path.is_file())
    return {
        "documents": count,
        **more,
        "MB on disk": size // 1_000_000,
        "seconds": round(time.monotonic() - begun, 1),
        "rates": [watch.rate(tenth) for tenth in range(len(watch.marks) - 1)],
        "last tenth's rate to the median's": round(
            watch.rate(len(watch.marks) - 2) / sorted(map(watch.rate, range(len(watch.marks) - 1)))[5], 2
        ),
        "MB before": before,
        "peak MB": {str(stage): peak for stage, peak in watch.peaks.items()},
        "MB of a worker, tenth by tenth": watch.workers,
        "handles left open": open_files() - files,
        "handles, tenth by tenth": watch.files,
        "processes left": len(children()),
    }


def main() -> None:
    """Measure each size and print a line of JSON."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("sizes", type=int, nargs="+")
    arguments.add_argument("--reader", choices=["replayed", "pipeline"], default="replayed")
    arguments.add_argument("--jobs", type=int)
    arguments.add_argument("--until", choices=["keep", "publish"], default="publish")
    arguments.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    arguments.add_argument("--known", type=Path, help=argparse.SUPPRESS)
    given = arguments.parse_args()
    if given.here:
        measured = measure(given.sizes[0], given.known, given.jobs, kept_is_enough=given.until == "keep")
        print(json.dumps(measured), flush=True)
        return
    with tempfile.TemporaryDirectory() as folder:
        more = ["--until", given.until] + ([] if given.jobs is None else ["--jobs", str(given.jobs)])
        if given.reader == "replayed":
            known = Path(folder) / "known"
            known.write_bytes(pickle.dumps(read_alone(pipeline_recipe(None)(), paragraphs())))
            more += ["--known", str(known)]
        for size in given.sizes:
            subprocess.run([sys.executable, __file__, str(size), "--here", *more], check=True)


if __name__ == "__main__":
    main()
