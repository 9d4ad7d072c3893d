"""The service on a real port: it answers, takes several at once, and ends when it is told to."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from waitress.adjustments import Adjustments

from api import Settings, serve
from api.connection import Connection
from kg.errors import InputError
from kg.store import MemoryGraph

PROGRAM = """
import sys
sys.path.insert(0, sys.argv[1])
from small_graph import small_graph
import api
api.serve(small_graph(), api.Settings(port=0, threads=2, log="off"), ready=lambda url: print(url, flush=True))
print("ended", flush=True)
"""


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_it_answers_until_it_is_ended(repository: Path, ending: signal.Signals):
    with subprocess.Popen(
        [sys.executable, "-W", "error", "-c", PROGRAM, str(repository / "tests")],
        cwd=repository,
        env=os.environ | {"PYTHONPATH": str(repository)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        url = process.stdout.readline().strip()
        try:
            with urllib.request.urlopen(f"{url}api/entities/john-kerry", timeout=20) as response:
                assert json.load(response)["label"] == "John Kerry"
                assert response.headers["Server"] == "demarche"
            with pytest.raises(urllib.error.HTTPError) as refused:
                urllib.request.urlopen(f"{url}sparql?query=SELECT", timeout=20)
            assert refused.value.headers["Content-Type"] == "application/problem+json"
            refused.value.close()
            with ThreadPoolExecutor(12) as clients:  # more than there are threads, of which nothing is said
                assert set(clients.map(answered, [f"{url}api/stats"] * 60)) == {200}
        finally:
            process.send_signal(ending)
            rest, errors = process.communicate(timeout=20)
    assert (process.returncode, rest, errors) == (0, "ended\n", "")


def answered(url: str) -> int:
    with urllib.request.urlopen(url, timeout=20) as response:
        return response.status


def test_a_port_that_is_taken_is_named():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(InputError, match=f"127.0.0.1:{port}.*--port"):
            serve(MemoryGraph.from_quads([]), Settings(port=port))


def test_a_host_that_is_none_is_named():
    with pytest.raises(InputError, match=r"no\.such\.host\.invalid"):
        serve(MemoryGraph.from_quads([]), Settings(host="no.such.host.invalid", port=0))


def test_the_loop_leaves_a_connection_alone_while_a_thread_sends():
    closed = []

    class Closing(Connection):
        def handle_close(self):
            closed.append(self)

    connection = Closing.__new__(Closing)  # without a socket: there is nothing to send
    connection.outbuf_lock = threading.Condition()
    connection.requests, connection.total_outbufs_len = [object()], 0
    connection.adj = Adjustments()
    connection.close_when_flushed, connection.will_close = True, False
    taken, done = threading.Event(), threading.Event()

    def send() -> None:
        with connection.outbuf_lock:
            taken.set()
            done.wait()

    with ThreadPoolExecutor(1) as threads:
        sending = threads.submit(send)
        taken.wait()
        connection.handle_write()
        assert not closed
        done.set()
        sending.result()
    connection.handle_write()
    assert closed
