"""Memory that was used once goes back to the system, whatever was used and given back before."""

from __future__ import annotations

import platform
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """
import sys
from pathlib import Path
from kg.memory import give_memory_back

def held():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 // 10**6

assert give_memory_back()
before = held()
bytes(30_000_000)  # one large block, given back
blocks = [bytes(1_000_000) for _ in range(100)]
kept = [bytes(40_000) for _ in range(10)]
del blocks
print(held() - before)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc can be told")
def test_blocks_that_are_given_back_are_not_held(repository: Path):
    told = subprocess.run([sys.executable, "-c", PROGRAM], cwd=repository, capture_output=True, text=True, check=True)
    assert int(told.stdout) < 10
