"""Words a second that one process and several read, in one run, in turns.

    python benchmarks/workers.py [--read DATA] [--articles 320] [--jobs 2] [--rounds 2] [--json FILE]

The articles are recombined from real ones (see ``recombined.py``). Beside the clock, which on a machine that others use
says more of them than of us, stands the processor: what the busiest process spent on the same articles, this one that
hands them out and takes the facts back included. Were nothing else to run, the clock would show that.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import tempfile
import time
from pathlib import Path
from typing import Any

from growth import kinds
from recombined import Recombination

from kg.building import build
from kg.extraction import WorkerPool, open_annotator, pipeline_recipe
from kg.model import Document
from kg.resources import seeds_path

Measures = dict[str, Any]


def reading(documents: list[Document], jobs: int) -> Measures:
    """Take the facts of all documents, once the workers stand and have read one each."""
    with open_annotator(pipeline_recipe(None), jobs) as annotator:
        words = sum(len(document.text.split()) for document in documents)
        list(annotator(documents[: 32 * jobs]))
        pids = annotator.pids if isinstance(annotator, WorkerPool) else ()
        before = [processor(pid) for pid in pids]
        start, here = time.perf_counter(), time.process_time()
        told = sum(1 for _ in annotator(documents))
        seconds, spent = time.perf_counter() - start, time.process_time() - here
        workers = [processor(pid) - then for pid, then in zip(pids, before, strict=True)]
    busiest = max((*workers, spent))
    return {
        "documents": told,
        "words": words,
        "words/s by the clock": words / seconds,
        "words/s of the busiest process": words / busiest,
        "processor s here": spent,
        "processor s of each worker": workers,
    }


def processor(pid: int) -> float:
    """The seconds of processor that a process has spent (proc(5), fields 14 and 15)."""
    fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Measure, print, and write as JSON where that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--read", type=Path, help="a data folder with the seeds and more real articles")
    parser.add_argument("--articles", type=int, default=320)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    with contextlib.ExitStack() as stack:
        read = given.read or Path(stack.enter_context(tempfile.TemporaryDirectory())) / "read"
        if given.read is None:
            build([seeds_path()], read, jobs=1)
        documents = [facts.document for facts in Recombination(kinds(read)).articles(given.articles)]
    best: dict[int, Measures] = {}
    for _ in range(given.rounds):
        for jobs in (1, given.jobs):
            found = reading(documents, jobs)
            name = "words/s of the busiest process"
            best[jobs] = max(best.get(jobs, found), found, key=lambda each: each[name])
    for jobs, found in best.items():
        print(f"{jobs} process{'es' if jobs > 1 else ''}:")
        for name, value in found.items():
            print(f"  {name:32} {value:,.1f}" if isinstance(value, float) else f"  {name:32} {value}")
    for name in ("words/s by the clock", "words/s of the busiest process"):
        print(f"{given.jobs} / 1, {name}: {best[given.jobs][name] / best[1][name]:.2f}")
    if given.json:
        given.json.write_text(json.dumps(best, indent=1) + "\n")


if __name__ == "__main__":
    main()
