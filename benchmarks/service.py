"""The service beside its peers, over HTTP, in one run on one machine: state ratios, not milliseconds.

    python benchmarks/service.py DATA [--rounds 40]

Peers: the ``oxigraph`` server (PyPI) on the same quads, and rdflib behind Flask and waitress. Twelve queries such as
people ask, one client each; rounds are interleaved, so that what else the machine does falls on all alike. Also: how
many answers a second several connections get, what the pool of processes adds to a small query, and what others notice
while hostile queries run. Needs the extra ``test``.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import itertools
import json
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from kg.query import KNOWN_PREFIXES, run
from kg.query.pool import QueryPool
from kg.query.question import Question
from kg.store import open_store

PREFIXES = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in KNOWN_PREFIXES.items())
QUERIES = {
    "one entity": "SELECT ?p ?o { id:iran ?p ?o }",
    "names": "SELECT ?name { ?who a dm:Person ; skos:prefLabel ?name }",
    "yes or no": "ASK { id:iran a dm:Country }",
    "meetings": "SELECT ?m ?day { ?m a dm:Meeting ; dm:status dm:Held OPTIONAL { ?m dm:date ?day } }",
    "participants": "SELECT ?m ?name { ?m dm:participant/skos:prefLabel ?name }",
    "who met whom": "SELECT DISTINCT ?a ?b { ?m dm:participant ?a, ?b FILTER (STR(?a) < STR(?b)) }",
    "sentences": "SELECT ?m ?text { ?m a dm:Meeting ; dm:evidence/nif:anchorOf ?text }",
    "positions": "SELECT ?who ?stance ?what { ?x dm:holder/skos:prefLabel ?who ; dm:stance ?stance ; dm:issue ?what }",
    "most mentioned": "SELECT ?e (COUNT(DISTINCT ?m) AS ?n) { ?m dm:refersTo ?e } GROUP BY ?e ORDER BY DESC(?n)",
    "words": 'SELECT ?e ?name { ?e skos:altLabel ?name FILTER (CONTAINS(LCASE(?name), "russia")) }',
    "two hops": "SELECT DISTINCT ?c { id:russia ^dm:participant/dm:participant/^dm:participant/dm:participant ?c }",
    "a graph": "CONSTRUCT { ?m dm:participant ?a } { ?m a dm:Meeting ; dm:participant ?a }",
}
SMALL = ("one entity", "names", "yes or no", "meetings", "participants")
HOSTILE = (
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }",
    "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i",
    "SELECT (COUNT(*) AS ?n) { ?a (!<urn:a>|^!<urn:b>)* ?b . ?b (!<urn:a>|^!<urn:b>)* ?c }",
)
RDFLIB_PROGRAM = """
import sys, rdflib
from flask import Flask, Response, request
from waitress import serve
graph = rdflib.Graph()
graph.parse(sys.argv[1], format="nt")
app = Flask("peer")
@app.get("/query")
def query():
    answer = graph.query(request.args["query"])
    return Response(answer.serialize(format="json" if answer.type != "CONSTRUCT" else "turtle"))
serve(app, host="127.0.0.1", port=int(sys.argv[2]), threads=4)
"""
CLIENT_PROGRAM = """
import itertools, os, socket, sys, threading, time
from urllib.parse import quote, urlsplit
url, path, text, kind, seconds = sys.argv[1:]
address = urlsplit(url)
counts = []
def work(number):
    connection = socket.create_connection((address.hostname, address.port))
    stream, until, done = connection.makefile("rb"), time.monotonic() + float(seconds), 0
    while time.monotonic() < until:
        query = text if kind == "again" else f"{text}\\n# {os.getpid()}-{number}-{done}"
        connection.sendall(f"GET {path}?query={quote(query)} HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n".encode())
        length = None
        while (line := stream.readline()) != b"\\r\\n":
            length = int(line.split()[1]) if line.lower().startswith(b"content-length:") else length
        if length is None:
            while size := int(stream.readline(), 16):
                stream.read(size + 2)
            stream.readline()
        else:
            stream.read(length)
        done += 1
    counts.append(done)
threads = [threading.Thread(target=work, args=(number,)) for number in range(2)]
[each.start() for each in threads]
[each.join() for each in threads]
print(sum(counts))
"""
Ask = Callable[[str], float]


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("data", type=Path, help="a data folder")
    arguments.add_argument("--rounds", type=int, default=40)
    given = arguments.parse_args()
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        ours = stack.enter_context(our_server(given.data))
        oxigraph = stack.enter_context(oxigraph_server(given.data, folder))
        rdflib = stack.enter_context(rdflib_server(given.data, folder))
        urls = {"ours": (ours, "/sparql"), "oxigraph": (oxigraph, "/query"), "rdflib": (rdflib, "/query")}
        compare(urls, given.rounds)
        throughput(urls)
        beside_hostile(ours)
    pool_overhead(given.data, 10 * given.rounds)


def compare(urls: dict[str, tuple[str, str]], rounds: int) -> None:
    """Medians of each query on each server, and how many times faster than each peer we are.

    Once with a comment of its own in each request, so that every answer is worked out (``new``), once with the same
    request over and over, which we answer from what we kept (``again``); the peers keep nothing.
    """
    servers = {name: asker(url, path) for name, (url, path) in urls.items()}
    print(f"{'':<16}{'oxigraph/ours':>24}{'rdflib/ours':>22}")
    print(f"{'query':<16}{'ours ms':>9}{'new':>8}{'again':>8}{'new':>11}{'again':>11}")
    small: dict[str, list[float]] = {"new": [], "again": []}
    for name, text in QUERIES.items():
        told = {}
        for kind in small:
            median = medians(servers, PREFIXES + text, rounds, alike=kind == "again")
            told[kind] = [median[peer] / median["ours"] for peer in ("oxigraph", "rdflib")]
            small[kind] += told[kind][:1] if name in SMALL else []
            if kind == "new":
                print(f"{name:<16}{1000 * median['ours']:>9.2f}", end="")
        print("".join(f"{told[kind][peer]:>{8 + 3 * peer}.2f}" for peer in (0, 1) for kind in small))
    for kind, ratios in small.items():
        mean = statistics.geometric_mean(ratios)
        print(f"small queries, {kind}: {mean:.2f} x the speed of oxigraph's server (geometric mean)")


def medians(servers: dict[str, Ask], text: str, rounds: int, *, alike: bool) -> dict[str, float]:
    """The median seconds of a query on each server, asked in turns."""
    found: dict[str, list[float]] = {server: [] for server in servers}
    for turn in range(rounds + 3):
        asked = text if alike else f"{text}\n# {turn}"
        for server, ask in servers.items():
            seconds = ask(asked)
            if turn >= 3:
                found[server].append(seconds)
    return {server: statistics.median(times) for server, times in found.items()}


def throughput(urls: dict[str, tuple[str, str]], seconds: float = 3.0) -> None:
    """Answers a second to four connections that ask without pause, from two processes on the same machine."""
    text = PREFIXES + QUERIES["one entity"]
    for kind in ("new", "again"):
        rates = {}
        for server, (url, path) in urls.items():
            command = [sys.executable, "-c", CLIENT_PROGRAM, url, path, text, kind, str(seconds)]
            clients = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
            rates[server] = sum(int(client.communicate()[0]) for client in clients) / seconds
        told = ", ".join(f"{server} {rate:.0f}/s" for server, rate in rates.items())
        print(f"four connections, {kind}: {told}: {rates['ours'] / rates['oxigraph']:.2f} x oxigraph's server")


def beside_hostile(url: str) -> None:
    """Small queries and health, alone and while three hostile queries run over and over."""
    ask, health = asker(url, "/sparql"), asker(url, "/healthz")
    text = PREFIXES + QUERIES["names"]
    fresh = map("{}\n# {}".format, itertools.repeat(text), itertools.count())
    alone = [ask(next(fresh)) for _ in range(200)], [health("") for _ in range(300)]
    ending = threading.Event()

    def attack(query: str) -> None:
        hostile = asker(url, "/sparql", checked=False)
        while not ending.is_set():
            hostile(query)

    attackers = [threading.Thread(target=attack, args=(query,), daemon=True) for query in HOSTILE]
    for attacker in attackers:
        attacker.start()
    time.sleep(1.0)
    busy = [ask(next(fresh)) for _ in range(200)], [health("") for _ in range(300)]
    ending.set()
    for attacker in attackers:
        attacker.join()
    for what, before, after, point in (
        ("query p95", alone[0], busy[0], 0.95),
        ("healthz p99", alone[1], busy[1], 0.99),
    ):
        one, other = percentile(before, point), percentile(after, point)
        print(f"{what}: {1000 * one:.1f} ms alone, {1000 * other:.1f} ms beside hostile queries: {other / one:.2f} x")


def pool_overhead(data: Path, rounds: int) -> None:
    """What going through a process costs a small query."""
    with open_store(data) as reader:
        pool = QueryPool()
        pool.wait()
        question = Question(QUERIES["yes or no"], str(reader.path), "application/sparql-results+json", "text/turtle")
        through, direct = [], []
        for _ in range(rounds):
            began = time.perf_counter()
            pool.ask(question, 30.0)
            through.append(time.perf_counter() - began)
            began = time.perf_counter()
            run(reader, question.text).to_bytes("json")
            direct.append(time.perf_counter() - began)
        pool.close()
    added = statistics.median(through) - statistics.median(direct)
    print(f"the pool adds {1000 * added:.2f} ms to a small query (median {1000 * statistics.median(through):.2f} ms)")


def percentile(times: list[float], point: float) -> float:
    """That percentile of some times."""
    return sorted(times)[int(point * len(times))]


def asker(url: str, path: str, *, checked: bool = True) -> Ask:
    """Asks over one kept connection; gives the seconds that it took."""
    address = urlsplit(url)
    connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=120)

    def ask(query: str) -> float:
        began = time.perf_counter()
        target = f"{path}?{urlencode({'query': query})}" if query else path
        connection.request("GET", target)
        try:
            response = connection.getresponse()
            body = response.read()
        except (http.client.HTTPException, ConnectionError):
            connection.close()
            if checked:
                raise
            return time.perf_counter() - began
        if checked and response.status != 200:
            raise RuntimeError(f"{response.status} {body[:200]!r}")
        return time.perf_counter() - began

    return ask


@contextlib.contextmanager
def our_server(data: Path) -> Iterator[str]:
    """`kg serve`."""
    port = free_port()
    command = [sys.executable, "-m", "kg", "serve", "--data", str(data), "--port", str(port), "--log", "off"]
    with started([*command, "--query-timeout", "3"], port) as url:
        yield url


@contextlib.contextmanager
def oxigraph_server(data: Path, folder: Path) -> Iterator[str]:
    """Oxigraph's own server on the same quads, with the union of all graphs as its default graph."""
    quads, store = folder / "all.nq", folder / "store"
    dump = [sys.executable, "-m", "kg", "export", "nq", "-o", str(quads), "--data", str(data)]
    subprocess.run(dump, check=True)
    program = str(Path(sys.executable).with_name("oxigraph"))
    subprocess.run([program, "load", "--location", str(store), "--file", str(quads)], check=True, capture_output=True)
    port = free_port()
    command = [
        program,
        "serve-read-only",
        "--location",
        str(store),
        "--bind",
        f"127.0.0.1:{port}",
        "--union-default-graph",
    ]
    with started(command, port) as url:
        yield url


@contextlib.contextmanager
def rdflib_server(data: Path, folder: Path) -> Iterator[str]:
    """Serve with rdflib behind Flask, on the same triples in one graph: the arrangement in which it is fastest."""
    triples = folder / "all.nt"
    dump = [sys.executable, "-m", "kg", "export", "nt", "-o", str(triples), "--data", str(data)]
    subprocess.run(dump, check=True)
    port = free_port()
    with started([sys.executable, "-c", RDFLIB_PROGRAM, str(triples), str(port)], port) as url:
        yield url


@contextlib.contextmanager
def started(command: list[str], port: int) -> Iterator[str]:
    """A server, once it listens."""
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            until = time.monotonic() + 120
            while True:
                with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                    break
                if process.poll() is not None or time.monotonic() > until:
                    raise RuntimeError(f"{json.dumps(command)} does not listen")
                time.sleep(0.1)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    main()
