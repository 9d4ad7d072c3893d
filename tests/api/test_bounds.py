"""Whatever is asked ends, is told truly, and leaves the rest of the service alone.

The limits of time are meant as they stand on a machine that does nothing else; where others are at work, they are
widened by what a piece of work takes longer there.
"""

from __future__ import annotations

import http.client
import itertools
import json
import socket
import statistics
import threading
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
import requests
from running import Service, patience, running
from scraped import scraped

from kg.query import run
from kg.query.pool import Bounds, QueryPool
from kg.query.question import Question
from kg.store import open_store

TIMEOUT = 2.0
NOTICE = 0.5  # seconds after the deadline
MEMORY = 256
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


def test_others_do_not_notice(service: Service):
    """Health and small queries beside hostile ones, beside the same without; no answer is given again."""
    small = (f"/sparql?{urlencode({'query': f'{GOOD} # {number}'})}" for number in itertools.count())
    before = patience()
    idle = times(service, itertools.islice(small, 200))
    ending = threading.Event()

    def attack(offset: int) -> None:
        queries = list(HOSTILE.values())[offset::2]
        while not ending.is_set():
            for query in queries:
                if not ending.is_set():
                    ask(service, query)

    attackers = [threading.Thread(target=attack, args=(offset,)) for offset in range(2)]
    for attacker in attackers:
        attacker.start()
    try:
        time.sleep(0.5)
        busy = times(service, itertools.islice(small, 200))
        health = times(service, itertools.repeat("/healthz", 300))
    finally:
        ending.set()
        for attacker in attackers:
            attacker.join()
    wider = patience(before)
    assert health[297] < 0.05 * wider
    assert busy[190] < 2 * idle[190] * wider


def test_the_pool_takes_little_of_a_small_query(small_folder: Path):
    question = "ASK { id:iran a dm:Country }"
    before, through, direct = patience(), [], []
    with open_store(small_folder) as reader, closing(QueryPool(Bounds(workers=2))) as pool:
        asked = Question(question, str(reader.path), "application/sparql-results+json", "text/turtle")
        for _ in range(100):
            began = time.perf_counter()
            assert b"true" in b"".join(pool.ask(asked, 30.0))
            through.append(time.perf_counter() - began)
            began = time.perf_counter()
            assert b"true" in run(reader, question).to_bytes("json")
            direct.append(time.perf_counter() - began)
    assert statistics.median(through) - statistics.median(direct) < 0.002 * patience(before)


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
