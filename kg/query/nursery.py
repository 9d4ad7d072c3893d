"""The process that workers are forked from: ``python -m kg.query.nursery FD MEMORY``.

It takes two orders on its socket: ``S`` with a descriptor, and a worker answers there from now on; ``W`` with the
number of a process, and it says how that one ended. It opens no store and starts no thread, so that forking it is safe,
and it ends when the service does.
"""

from __future__ import annotations

import gc
import os
import signal
import socket
import struct
import sys
from typing import Final

from kg.query.worker import work_until_left

__all__ = ["main"]

_NUMBER: Final = struct.Struct(">cq")


def main() -> None:
    """Take orders until the service is gone."""
    orders, memory = socket.socket(fileno=int(sys.argv[1])), int(sys.argv[2])
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C in a terminal reaches the whole group; the service decides
    gc.freeze()  # what is here now is shared with all workers; a collection would copy it
    while True:
        message, descriptors, _, _ = socket.recv_fds(orders, _NUMBER.size, 1)
        if not message:
            os._exit(0)
        what, number = _NUMBER.unpack(message)
        told = _fork(orders, descriptors[0], memory) if what == b"S" else _ended(number)
        orders.sendall(_NUMBER.pack(what, told))


def _fork(orders: socket.socket, descriptor: int, memory: int) -> int:
    child = os.fork()
    if child == 0:
        orders.close()
        work_until_left(descriptor, memory)
    os.close(descriptor)
    return child


def _ended(process: int) -> int:
    try:
        return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    except ChildProcessError:
        return 0


if __name__ == "__main__":
    main()
