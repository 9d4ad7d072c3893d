"""How long builds take and how much memory they need as they grow: python benchmarks/build.py 500 10000.

Facts are taken by the tests' annotator, which costs next to nothing, so that what is measured is everything else:
reading, the ledger, resolving, writing and publishing. Each size is built in a process of its own.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(REPOSITORY), str(REPOSITORY / "tests")]

from fake_annotator import FakeAnnotator  # noqa: E402 - found through the path above
from killing import corpus  # noqa: E402 - as above

from kg.building import Progress, Stage, build  # noqa: E402 - as above


def measure(count: int) -> dict[str, float]:
    """Build so many documents and say how it went."""
    begun = time.monotonic()
    marks: list[float] = []
    peaks: dict[str, int] = {}

    def tell(step: Progress) -> None:
        peaks[step.stage] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        if step.stage is Stage.KEEP:
            marks.append(time.monotonic())

    with tempfile.TemporaryDirectory() as folder:
        source = corpus(Path(folder) / "news.jsonl", count)
        build([source], Path(folder) / "data", annotator=FakeAnnotator(), on_progress=tell)
    tenth = max(1, len(marks) // 10)
    return {
        "documents": count,
        "seconds": round(time.monotonic() - begun, 1),
        "first tenth kept per second": round(tenth / (marks[tenth - 1] - begun), 1),
        "last tenth kept per second": round(tenth / (marks[-1] - marks[-tenth - 1]), 1),
        **{f"peak MB after {stage}": peak for stage, peak in peaks.items()},
    }


if __name__ == "__main__":
    if sys.argv[1] == "--one":
        print(json.dumps(measure(int(sys.argv[2]))))
    else:
        for size in sys.argv[1:]:
            subprocess.run([sys.executable, __file__, "--one", size], check=True)
