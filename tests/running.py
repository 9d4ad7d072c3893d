"""A service in a process of its own, as `kg serve` runs it, and the few requests that tests send to it."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import requests

QUIET = 1.3
"""A machine on which work takes no longer than this times its processor time has nothing else to do."""
REPOSITORY = Path(__file__).resolve().parents[1]
TOKEN = "conformance-tests-only"


@dataclass(frozen=True)
class Service:
    """Where it answers."""

    url: str
    process: subprocess.Popen
    session: requests.Session

    def query(self, text: str, accept: str, **parameters: list[str]) -> requests.Response:
        return self.session.post(
            f"{self.url}sparql",
            data=text.encode(),
            params=parameters,
            headers={"Content-Type": "application/sparql-query", "Accept": accept},
            timeout=60,
        )

    def update(self, text: str) -> requests.Response:
        headers = {"Content-Type": "application/sparql-update", "Authorization": f"Bearer {TOKEN}"}
        return self.session.post(f"{self.url}update", data=text.encode(), headers=headers, timeout=60)


def patience(*before: float) -> float:
    """By how much limits of time have to be widened on this machine now, or when it was asked ``before``.

    1 where nobody else is at work: limits are then meant as they stand. Else three times what a piece of work takes
    beside its processor time: what others do comes in bursts.
    """
    began, worked = time.perf_counter(), time.process_time()
    while time.process_time() - worked < 0.1:
        pass
    worst = max((time.perf_counter() - began) / 0.1, *before, 1.0)
    return 1.0 if worst < QUIET else 3 * worst


@contextlib.contextmanager
def running(data: Path, *, errors: Path | None = None, **settings: str) -> Iterator[Service]:
    """Serve a data folder on a free port until the block ends; what it logs goes into a file, if one is named."""
    variables = {f"DEMARCHE_{name.upper()}": value for name, value in settings.items()}
    paths = os.pathsep.join(filter(None, (str(REPOSITORY), os.environ.get("PYTHONPATH", ""))))
    environment = os.environ | {"PYTHONPATH": paths, "DEMARCHE_LOG": "off", "PYTHONWARNINGS": "error"} | variables
    log = contextlib.nullcontext() if errors is None else errors.open("wb")
    with (
        log as stderr,
        subprocess.Popen(
            [sys.executable, "-u", "-m", "kg", "serve", "--data", str(data), "--port", "0"],
            cwd=REPOSITORY,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=stderr,
            text=True,
        ) as process,
    ):
        try:
            url = next(line.split()[-1] for line in process.stdout if "http://" in line)
            with requests.Session() as session:
                yield Service(url, process, session)
        finally:
            process.terminate()
            process.communicate(timeout=60)


def accepting(service: Service, method: str, path: str, headers: Mapping[str, str], body: bytes) -> requests.Response:
    """A request as a manifest has it, byte for byte."""
    prepared = requests.Request(method, f"{service.url.rstrip('/')}{path}", data=body or None).prepare()
    prepared.headers.pop("Content-Type", None)
    prepared.headers.update(headers)
    if body or method in {"POST", "PUT"}:
        prepared.headers["Content-Length"] = str(len(body))
    return service.session.send(prepared, timeout=60)
