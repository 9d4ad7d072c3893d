"""How this process gets its memory from the system, where that makes a difference."""

from __future__ import annotations

import ctypes
import sys
from typing import Final

__all__ = ["map_large_blocks"]

_M_MMAP_THRESHOLD: Final = -3  # glibc's malloc.h
_MAPPED_FROM: Final = 2**16


def map_large_blocks() -> bool:
    """Have glibc map every block of 64 kB and more by itself from now on: it goes back to the system when freed.

    It begins with those of 128 kB, but takes each that is freed as a reason to map only larger ones, up to 32 MB
    (mallopt(3), ``M_MMAP_THRESHOLD``); set by hand, the threshold stays. What is loaded into a database comes in blocks
    of up to 25 MB, which then lie between smaller ones that stay: the more is loaded, the more holes. Published with
    1,000 documents of 2,800 quads, a process reached 335 MB instead of 391.

    Returns:
        Whether it was set, which takes glibc; it holds for the rest of this process.
    """
    if sys.platform != "linux":
        return False
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)  # musl has none
    return mallopt is not None and mallopt(_M_MMAP_THRESHOLD, _MAPPED_FROM) == 1
