"""Leases on snapshots: a folder that a reader holds is not deleted under it.

A lease is a shared ``flock`` on the folder itself: the system drops it when the process ends, however it ends. Where
there is no ``flock`` (Windows), the file system itself refuses to delete files that are open.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

if sys.platform != "win32":
    import fcntl

__all__ = ["Lease", "retire"]


class Lease:
    """A hold on a folder until :meth:`release`.

    Args:
        folder: the folder to hold.

    Raises:
        FileNotFoundError: the folder is not there, or went while the lease was being taken.
    """

    def __init__(self, folder: Path) -> None:
        self._handle: int | None = None
        if sys.platform == "win32":
            return
        with ExitStack() as failing:
            handle = os.open(folder, os.O_RDONLY)
            failing.callback(os.close, handle)
            fcntl.flock(handle, fcntl.LOCK_SH)
            _check_same(handle, folder)
            failing.pop_all()
            self._handle = handle

    def release(self) -> bool:
        """Let go; a second time is no error.

        Returns:
            Whether there was anything to let go of.
        """
        if self._handle is None:
            return False
        os.close(self._handle)
        self._handle = None
        return True


def retire(folder: Path, wanted: Callable[[], bool] = lambda: False) -> bool:
    """Delete a folder unless somebody holds a lease on it.

    It is renamed before it is deleted, under an exclusive lock: whoever asks for a lease meanwhile finds no folder.

    Args:
        folder: what to delete.
        wanted: asked once nobody else can take a lease any more: whether it has to stay after all.

    Returns:
        Whether it is gone.
    """
    if sys.platform == "win32":
        shutil.rmtree(folder, ignore_errors=True)
        return not folder.exists()
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if wanted():
            return False
        _check_same(handle, folder)
        retired = folder.rename(folder.with_name(f".retired-{folder.name}-{os.getpid()}"))
    except BlockingIOError:
        return False
    finally:
        os.close(handle)
    shutil.rmtree(retired, ignore_errors=True)
    return True


def _check_same(handle: int, folder: Path) -> None:
    if not os.path.samestat(os.fstat(handle), folder.stat()):
        raise FileNotFoundError(folder)
