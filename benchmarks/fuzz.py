"""Damaged files by the ten thousand, for each reader: python benchmarks/fuzz.py --inputs 10000.

A good file of each format is cut, spliced, repeated and sprinkled with what its format is made of, at random but the
same for the same seed. A reader may give documents whose parts fit together, and may refuse by ``InputError``; whatever
else it does is printed with the seed that does it again, and ends this with 1.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
import traceback
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(REPOSITORY), str(REPOSITORY / "tests"), str(REPOSITORY / "tests" / "documents")]

from test_reading_fuzz import GOOD, PIECES, check  # noqa: E402 - found through the path above


def damaged(name: str, random_: random.Random) -> bytes:
    """A file of a format after one to six accidents."""
    content = GOOD[name]
    for _ in range(random_.randint(1, 6)):
        at, length = random_.randrange(len(content) + 1), random_.choice((0, 1, 4, 40, 400))
        instead = random_.choice(
            (
                b"",
                random_.choice(PIECES),
                random_.randbytes(random_.randint(1, 12)),
                content[at : at + length] * random_.randint(2, 30),
                GOOD[random_.choice(sorted(GOOD))][:200],
            )
        )
        content = content[:at] + instead + content[at + length :]
    return content[: random_.randrange(len(content) + 1)] if random_.random() < 0.2 else content


def main() -> int:
    """Damage, read, count."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--inputs", type=int, default=10_000, help="of each format")
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("formats", nargs="*", metavar="FORMAT", help=f"of {', '.join(GOOD)}; all if none")
    given = arguments.parse_args()
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for name in given.formats or GOOD:
            (Path(folder) / name).touch()
            begun, longest = time.process_time(), 0.0
            for number in range(given.inputs):
                seed = f"{given.seed}/{name}/{number}"
                content, then = damaged(name, random.Random(seed)), time.monotonic()
                try:
                    check(name, content, Path(folder))
                except Exception:  # noqa: BLE001 - whatever a reader raises is what is looked for
                    failed += 1
                    print(f"{name}: seed {seed!r}\n{traceback.format_exc()}", flush=True)
                longest = max(longest, time.monotonic() - then)
            spent = time.process_time() - begun
            print(f"{name}: {given.inputs:,} inputs, longest {longest:.1f} s, {spent:.0f} s of processor", flush=True)
    print(f"{failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
