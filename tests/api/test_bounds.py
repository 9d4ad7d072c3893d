"""Whatever is asked ends, is told truly, and leaves the rest of the service alone.

The limits of time are meant as they stand on a machine that does nothing else; where others are at work, they are
widened by what a piece of work takes longer there.
"""

from __future__ import annotations

import http.client
import itertools
import json
import os
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
import requests
from running import Service, patience, running
from scraped import scraped

from kg.query import run
from kg.query.pool import Bounds, QueryPool
from kg.query.process import LOW_NICENESS, WorkerProcess
from kg.query.question import Question
from kg.store import open_store

TIMEOUT = 2.0
NOTICE = 0.5  # seconds after the deadline
MEMORY = 256
ROUNDS = 3
ALL = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l"
COUNT = "SELECT (COUNT(*) AS ?n)"
PATH = "(!<urn:a>|^!<urn:b>)*"
PATHS = "((!<urn:a>)*/(!<urn:b>)*)*"
VALUES = " ".join(f"<urn:x{number}>" for number in range(20_000))
DOUBLED = " ".join(
    f"BIND(CONCAT(?{x}, ?{x}, ?{x}, ?{x}) AS ?{y})" for x, y in zip("abcdefghijklm", "bcdefghijklmz", strict=True)
)
EXISTS = "FILTER NOT EXISTS { ?g ?h ?i . ?j ?k ?l FILTER (?c = ?l && ?f != ?i) }"
BACKTRACKING = 'FILTER (REGEX(CONCAT(STR(?c), STR(?f)), "^(([a-z])+.)+[A-Z]([a-z])+$"))'
HOSTILE = {
    "cross join": f"SELECT * {{ {ALL} }}",
    "count of a cross join": f"{COUNT} {{ {ALL} }}",
    "order of a product": f"SELECT * {{ {ALL} }} ORDER BY ?c ?f ?i ?l",
    "distinct of a product": f"SELECT DISTINCT * {{ {ALL} }}",
    "negated paths": f"{COUNT} {{ ?a {PATH} ?b . ?b {PATH} ?c . ?c {PATH} ?d }}",
    "paths of paths": f"{COUNT} {{ ?a {PATHS} ?b . ?c {PATHS} ?d }}",
    "huge values": f"{COUNT} {{ VALUES ?x {{ {VALUES} }} VALUES ?y {{ {VALUES} }} FILTER (STR(?x) > STR(?y)) }}",
    "concatenation": f"SELECT (GROUP_CONCAT(?c) AS ?x) {{ {ALL} }}",
    "doubling": f"SELECT (STRLEN(?z) AS ?n) {{ ?s ?p ?o . ?t ?q ?r BIND(CONCAT(STR(?s), STR(?t)) AS ?a) {DOUBLED} }}",
    "backtracking": f"{COUNT} {{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i {BACKTRACKING} }}",
    "construct flood": f"CONSTRUCT {{ ?a ?b ?l . ?d ?e ?c . ?g ?h ?f }} {{ {ALL} }}",
    "describe flood": f"DESCRIBE * {{ {ALL} }}",
    "optional product": f"{COUNT} {{ ?a ?b ?c OPTIONAL {{ ?d ?e ?f OPTIONAL {{ ?g ?h ?i . ?j ?k ?l }} }} }}",
    "minus of products": f"{COUNT} {{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i MINUS {{ ?a ?e ?i . ?g ?b ?f }} }}",
    "group by everything": f"SELECT ?a ?f {COUNT[7:]} {{ {ALL} }} GROUP BY ?a ?f ?i ?l ORDER BY ?n",
    "union tower": f"{COUNT} {{ {' '.join('{ ?a ?b ?c } UNION { ?d ?e ?f }' for _ in range(12))} }}",
    "exists for each": f"{COUNT} {{ ?a ?b ?c . ?d ?e ?f {EXISTS} }}",
    "search and product": f'{COUNT} {{ SERVICE search:passages {{ ?x search:query "e*" }} {ALL} }}',
}
GOOD = "SELECT ?name { ?person a dm:Person ; skos:prefLabel ?name } ORDER BY ?name"


@pytest.fixture(scope="module")
def service(small_folder: Path) -> Iterator[Service]:
    settings = {
        "query_timeout": str(TIMEOUT),
        "query_workers": "4",
        "query_memory": str(MEMORY),
        "max_answer": str(30 * 2**20),
    }
    with running(small_folder, **settings) as started:
        yield started


def ask(service: Service, query: str) -> tuple[int | None, bytes, float]:
    """Status (None where the transfer broke), body, seconds."""
    began = time.monotonic()
    headers = {"Content-Type": "application/sparql-query", "Connection": "close"}
    try:
        response = requests.post(f"{service.url}sparql", data=query.encode(), headers=headers, timeout=60)
    except (requests.exceptions.ChunkedEncodingError, requests.exceptions.ConnectionError):
        return None, b"", time.monotonic() - began
    return response.status_code, response.content, time.monotonic() - began


def test_there_are_enough_of_them():
    assert len(HOSTILE) >= 15


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_query_ends_and_tells_no_lie(service: Service, name: str):
    before = patience()
    status, body, seconds = ask(service, HOSTILE[name])
    assert seconds < TIMEOUT + NOTICE * patience(before)
    if status is None:
        return  # visibly broken
    if status == 200:
        json.loads(body)  # a fast machine may be done in time; then the answer is whole
        return
    problems = {400: "malformed-query", 503: "query-limit", 504: "query-timeout"}  # 400: longer than queries may be
    assert status in problems, body[:200]
    assert json.loads(body)["type"].endswith(problems[status])


@pytest.mark.parametrize(
    ("name", "status", "says"),
    [
        ("count of a cross join", 504, "did not end within 2 s"),
        ("doubling", 503, "memory"),
        ("cross join", 503, "more than 8 MB"),
        ("construct flood", 200, "Cut here"),
    ],
)
def test_the_page_for_queries_is_bounded_too(service: Service, name: str, status: int, says: str):
    before, began = patience(), time.monotonic()
    page = requests.get(
        f"{service.url}ask", params={"query": HOSTILE[name]}, headers={"Accept": "text/html"}, timeout=60
    )
    assert time.monotonic() - began < TIMEOUT + NOTICE * patience(before)
    assert page.status_code in {status, 503, 504}
    assert says in page.text or page.status_code != status
    assert 'id="answer"' in page.text
    assert HOSTILE[name][:20] in page.text


def test_no_worker_outgrows_its_cap_and_none_is_lost(service: Service):
    """The most that any worker ever took, read while hostile queries run."""
    most = 0
    with ThreadPoolExecutor(2) as threads:
        asked = [threads.submit(ask, service, query) for query in list(HOSTILE.values())[:6]]
        while not all(each.done() for each in asked):
            most = max([most, *(peak(process) for process in workers(service))])
            time.sleep(0.02)
    assert most > 30
    assert most < MEMORY + 100  # megabytes: the process itself takes some 40 before it is asked anything
    wait_until(lambda: len(workers(service)) == 4)


def workers(service: Service) -> list[int]:
    """The children of the service's one child, from which they are forked."""
    parents = {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
        except (OSError, IndexError):
            continue
        parents[int(entry.name)] = parent
    nurseries = {each for each, parent in parents.items() if parent == service.process.pid}
    return [each for each, parent in parents.items() if parent in nurseries]


def peak(process: int) -> float:
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return max((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), default=0.0)


def wait_until(true, seconds: float = 30.0) -> None:
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until
        time.sleep(0.05)


def times(service: Service, paths: Iterable[str]) -> list[float]:
    """The seconds that requests take, one after the other, sorted."""
    address = urlsplit(service.url)
    connection = http.client.HTTPConnection(address.hostname, address.port, timeout=60)
    found = []
    for path in paths:
        began = time.perf_counter()
        connection.request("GET", path)
        response = connection.getresponse()
        response.read()
        assert response.status == 200
        found.append(time.perf_counter() - began)
    connection.close()
    return sorted(found)


@contextmanager
def hostile(service: Service) -> Iterator[None]:
    """Two clients that ask nothing but hostile queries, without a pause."""
    ending = threading.Event()

    def attack(offset: int) -> None:
        for query in itertools.cycle(list(HOSTILE.values())[offset::2]):
            if ending.is_set():
                return
            ask(service, query)

    with ThreadPoolExecutor(2) as threads:
        attacks = [threads.submit(attack, offset) for offset in range(2)]
        try:
            yield
        finally:
            ending.set()
            for each in attacks:
                each.result()


@contextmanager
def strangers() -> Iterator[None]:
    """Two processes that have nothing to do with the service and compute with the priority of its long queries."""
    program = f"import os; os.nice({LOW_NICENESS})\nwhile True: pass"
    with ExitStack() as running_:
        for _ in range(2):
            process = running_.enter_context(subprocess.Popen([sys.executable, "-c", program]))
            running_.callback(process.kill)
        yield


def test_others_do_not_notice(service: Service):
    """Health and small queries beside hostile ones; no answer is given again.

    They may take twice what they take on an idle machine. Where there are no more cores than hostile queries, whatever
    computes beside the service makes them slower than that: then no more than half as much again as beside strangers.
    The least of several rounds counts, as a machine's other guests only ever add.
    """
    small = (f"/sparql?{urlencode({'query': f'{GOOD} # {number}'})}" for number in itertools.count())
    before, idle, beside, busy, health = [patience()], [], [], [], []
    for _ in range(ROUNDS):
        idle.append(times(service, itertools.islice(small, 200))[190])
        with strangers():
            time.sleep(0.1)
            beside.append(times(service, itertools.islice(small, 200))[190])
        with hostile(service):
            time.sleep(0.5)
            busy.append(times(service, itertools.islice(small, 200))[190])
            health.append(times(service, itertools.repeat("/healthz", 300))[297])
        before.append(patience())
    wider = patience(*before)
    assert min(health) < 0.05 * wider
    assert min(busy) < max(2 * min(idle), 1.5 * min(beside)) * wider


def test_the_pool_takes_little_of_a_small_query(small_folder: Path):
    question = "ASK { id:iran a dm:Country }"
    before, through, direct = patience(), [], []
    with open_store(small_folder) as reader, closing(QueryPool(Bounds(workers=2))) as pool:
        asked = Question(question, str(reader.path), "application/sparql-results+json", "text/turtle")
        assert pool.wait()
        for _ in range(100):
            began = time.perf_counter()
            assert b"true" in b"".join(pool.ask(asked, 30.0))
            through.append(time.perf_counter() - began)
            began = time.perf_counter()
            assert b"true" in run(reader, question).to_bytes("json")
            direct.append(time.perf_counter() - began)
    assert statistics.median(through) - statistics.median(direct) < 0.002 * patience(before)


def test_a_query_goes_last_once_it_is_not_quick_and_the_next_one_does_not(
    small_folder: Path, monkeypatch: pytest.MonkeyPatch
):
    """A thread without privileges cannot take its priority back: the process goes on with a new one."""
    lowered: list[int] = []
    lower = WorkerProcess.lower

    def noted(worker: WorkerProcess) -> None:
        lower(worker)
        lowered.extend(niceness(worker.process))

    monkeypatch.setattr("kg.query.pool.QUICK_SECONDS", 0.0)
    monkeypatch.setattr(WorkerProcess, "lower", noted)
    with open_store(small_folder) as reader, closing(QueryPool(Bounds(workers=1))) as pool:
        assert pool.wait()
        process = pool.processes
        for query in ("ASK { id:iran a dm:Country }", GOOD, GOOD):
            asked = Question(query, str(reader.path), "application/sparql-results+json", "text/turtle")
            assert pool.ask(asked, 30.0).whole
            wait_until(lambda: niceness(*process)[-1] == niceness(os.getpid())[0])
        assert pool.processes == process
    assert max(lowered) == LOW_NICENESS


def niceness(process: int) -> list[int]:
    """Of its threads, in the order in which they were started."""
    found = []
    for thread in sorted(int(each.name) for each in Path(f"/proc/{process}/task").iterdir()):
        with suppress(ProcessLookupError):  # it has just ended
            found.append(os.getpriority(os.PRIO_PROCESS, thread))
    return found


def test_a_client_that_hangs_up_ends_its_query(service: Service):
    def killed() -> float:
        return scraped(requests.get(f"{service.url}metrics", timeout=30).text, "demarche_queries_killed_total")

    before = killed()
    address = urlsplit(service.url)
    with socket.create_connection((address.hostname, address.port)) as hung_up:
        query = urlencode({"query": HOSTILE["count of a cross join"]})
        hung_up.sendall(f"GET /sparql?{query} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        time.sleep(0.3)
    began = time.monotonic()
    wait_until(lambda: killed() > before)
    assert time.monotonic() - began < 1.0 * patience()  # long before its deadline


def test_too_many_at_once_are_told_when_to_come_again(small_folder: Path):
    settings = {"query_workers": "1", "query_waiting": "1", "query_timeout": "3", "threads": "16"}
    with running(small_folder, **settings) as service, ThreadPoolExecutor(8) as threads:
        asked = [threads.submit(ask, service, HOSTILE["count of a cross join"]) for _ in range(8)]
        outcomes = [each.result() for each in asked]
    refused = [json.loads(body) for status, body, _ in outcomes if status == 429]
    assert refused
    assert all(told["type"].endswith("too-busy") for told in refused)
    assert {status for status, _, _ in outcomes} <= {429, 504}


def test_a_long_answer_to_an_old_client_is_whole_or_refused(service: Service):
    """HTTP/1.0 cannot tell a broken transfer from one that ended: it gets a status that is true, or all of it."""
    address = urlsplit(service.url)
    with socket.create_connection((address.hostname, address.port), timeout=60) as old:
        query = urlencode({"query": HOSTILE["cross join"]})
        old.sendall(f"GET /sparql?{query} HTTP/1.0\r\n\r\n".encode())
        head = old.recv(64)
    assert head.split()[1] in {b"503", b"504"}


def test_workers_end_with_their_service(small_folder: Path):
    with running(small_folder, query_workers="2") as service:
        wait_until(lambda: len(workers(service)) == 2)
        there = workers(service)
        service.process.kill()
        service.process.wait()
        wait_until(lambda: not any(Path(f"/proc/{each}").exists() for each in there))
