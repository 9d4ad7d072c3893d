"""Large blocks go back to the system when they are freed, whatever was freed before."""

from __future__ import annotations

import platform
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """
import sys
from pathlib import Path
from kg.memory import map_large_blocks

def held():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 // 10**6

assert map_large_blocks()
before = held()
b"x" * 30_000_000  # one large block, freed
blocks = [b"x" * 1_000_000 for _ in range(100)]
kept = [b"x" * 40_000 for _ in range(10)]
print(held() - before)
del blocks
print(held() - before)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc can be told")
def test_blocks_that_are_freed_are_not_held(repository: Path):
    told = subprocess.run([sys.executable, "-c", PROGRAM], cwd=repository, capture_output=True, text=True, check=True)
    used, left = map(int, told.stdout.split())
    assert used > 90
    assert left < 10
