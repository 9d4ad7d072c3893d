"""kill -9 at random moments of builds: python benchmarks/killed.py --kills 200.

After each kill the published graph (its quads and every file beside it) must be the one before or the one after, every
document that the build had said was kept must be in the ledger, and no worker may live on. Every other build is killed
again while it is being resumed. Then it is resumed, must not read again what was kept, and must end byte-identical to a
build that nothing happened to; one in eight is built once more, and must find nothing to write. Ends with 1 if anything
of that did not hold.

``--reader odd`` takes the tests' annotator, whose work costs next to nothing, so that most kills fall into the ledger,
the store and publishing; ``--reader pipeline`` takes ours. ``--articles`` builds articles dealt from the
seeds, in place of two-sentence stories.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(REPOSITORY), str(REPOSITORY / "tests"), str(REPOSITORY / "benchmarks")]

from dealt import deal  # noqa: E402 - as above
from killing import Undisturbed, annotator_of, go_on, kill, undisturbed  # noqa: E402 - found through the path above

from kg.building import Annotator  # noqa: E402 - as above

LATEST_SHARE = 1.05  # of the time that a build takes: some kills come too late, which must do no harm either
KILLED_AGAIN = 0.5
BUILT_ONCE_MORE = 0.125


def main() -> int:
    """Kill, look, go on; as often as asked."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--kills", type=int, default=200)
    arguments.add_argument("--documents", type=int, default=500)
    arguments.add_argument("--reader", choices=["odd", "pipeline"], default="odd")
    arguments.add_argument("--jobs", type=int, default=1)
    arguments.add_argument("--articles", action="store_true")
    arguments.add_argument("--seed", type=int, default=1)
    given = arguments.parse_args()
    random_ = random.Random(given.seed)
    folder = Path(tempfile.mkdtemp(prefix="killed-"))
    source = deal(folder / "articles.jsonl", given.documents) if given.articles else None
    told = undisturbed(folder, given.documents, reader=given.reader, jobs=given.jobs, source=source)
    print(
        f"{given.documents} documents, read by {given.reader} with --jobs {given.jobs}: {told.seconds:.1f} s",
        flush=True,
    )
    annotator, stages, failed, done = annotator_of(given.reader), Counter[str](), 0, 0
    while done < given.kills:
        data = folder / f"kill-{done}"
        try:
            done += _round(told, data, annotator, random_, stages)
        except AssertionError as error:
            failed += 1
            done += 1
            print(f"FAILED, kept in {data}: {error}", flush=True)
        else:
            shutil.rmtree(data)
    print(f"{done} kills, {failed} failed; the build was at: {dict(sorted(stages.items()))}")
    if not failed:
        shutil.rmtree(folder)
    return 1 if failed else 0


def _round(told: Undisturbed, data: Path, annotator: Annotator, random_: random.Random, stages: Counter[str]) -> int:
    """One build, killed until chance spares it, and resumed; gives how often it was killed."""
    shutil.copytree(told.start, data)
    kept: set[str] = set()
    kills = 0
    while not kills or random_.random() < KILLED_AGAIN:
        begun = time.monotonic()
        found = kill(told, data, random_.uniform(0, LATEST_SHARE))
        kept |= set(found.kept)
        kills += 1
        stages[found.said] += 1
        print(
            f"{time.strftime('%H:%M:%S')} {found.said:<8} {len(kept):>5} kept, readers saw {found.saw:<6}"
            f" {time.monotonic() - begun:5.1f} s",
            flush=True,
        )
    go_on(told, data, annotator, kept, once_more=random_.random() < BUILT_ONCE_MORE)
    return kills


if __name__ == "__main__":
    sys.exit(main())
