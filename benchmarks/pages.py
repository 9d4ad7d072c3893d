"""How fast the explorer's pages are on many articles, each page asked for the first time.

    python benchmarks/many_articles.py FOLDER 10000
    python benchmarks/pages.py FOLDER [--markdown]

Of every kind of page a dozen addresses are asked, among them those of whoever and whatever the graph holds most of,
once each: nothing that was drawn for one is there for the next. Before that, the service has made what it makes before
it shows a new snapshot, and has answered one other page of each kind. ``p95`` is by the clock; ``processor`` is the
same of the time that this process had of a processor, which other programs on the machine do not lengthen as much;
``kB`` is the largest page, as it is before gzip. A star marks what is over the bounds, by the processor or in bytes.
What the machine gives at the time is told by a loop of :data:`LOOP` multiplications before and after.
"""

from __future__ import annotations

import argparse
import gzip
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import numpy as np
from flask import Flask
from flask.testing import FlaskClient

import api
import kg
from api import context
from api.explorer.facts import Corpus
from api.server import prepare
from api.state import State
from kg.network import Network
from kg.store import GraphReader

EACH = 12
WORDS = (
    "conference ceasefire Geneva weapons Kerry transitional opposition role sanctions peace talks Assad Paris".split()
)
BOUND_MS, BOUND_KB = 100.0, 150.0
LOOP = 400_000


@dataclass(frozen=True, slots=True)
class Told:
    """One page: how long it took by the clock and by the processor, in milliseconds, and its bytes."""

    clock: float
    processor: float
    size: int
    packed: int


def addresses(network: Network, reader: GraphReader) -> Mapping[str, Sequence[str]]:
    """A dozen addresses and one of each kind of page; the first of each kind is asked before anything is measured."""
    view = network.view()
    degrees, types = view.degrees(), view.nodes.rows.column("type")

    def nodes(*kinds: str, seldom: int = 4) -> list[str]:
        codes = [view.nodes.rows.pool.code(kind) for kind in kinds]
        rows = np.flatnonzero(np.isin(types, codes))
        ranked = rows[np.argsort(-degrees[rows], kind="stable")]
        chosen = [
            *ranked[: EACH + 1 - seldom],
            *ranked[len(ranked) // 2 :: max(1, len(ranked) // (2 * seldom))][:seldom],
        ]
        return [quote(node.id, safe="/") for node in view.nodes.rows.take(np.array(chosen))]

    people, countries, places = nodes("Person"), nodes("Country", seldom=1), nodes("Place")
    actors = nodes("Person", "Country", "Organization", seldom=1)
    articles = list(documents(reader))
    return {
        "home": ["/"] * (EACH + 1),
        "search": [f"/?q={word}" for word in WORDS],
        "person": [f"/entities/{each}" for each in people],
        "country": [f"/entities/{each}" for each in countries],
        "organization": [f"/entities/{each}" for each in nodes("Organization")],
        "place": [f"/entities/{each}" for each in places],
        "neighbourhood, 60": [f"/entities/{each}/neighbourhood" for each in actors],
        "neighbourhood, 300 in 2 steps": [f"/entities/{each}/neighbourhood?limit=300&depth=2" for each in actors],
        "neighbourhood, 300 facts": [f"/entities/{each}/neighbourhood?limit=300&view=events" for each in actors],
        "neighbourhood, one year": [
            f"/entities/{each}/neighbourhood?since=2010-01-01&until=2010-12-31" for each in actors
        ],
        "meeting": [f"/{each.replace('meeting', 'meetings', 1)}" for each in nodes("Conference", "Meeting", "Talks")],
        "all meetings": [f"/timeline?page={number}" for number in range(1, EACH + 2)],
        "meetings of somebody": [f"/timeline?participant={each}" for each in actors],
        "meetings in a year": [f"/timeline?since={2003 + n}-01-01&until={2003 + n}-12-31" for n in range(1, EACH)],
        "issue": [f"/{each.replace('issue', 'issues', 1)}" for each in nodes("Issue")],
        "matrix": [f"/issues?about={each}" for each in (*countries, *people)][: EACH + 1],
        "all issues": [f"/issues?page={number}" for number in range(1, EACH + 2)],
        "names": [f"/entities?page={number}" for number in range(1, EACH + 2)],
        "articles": [f"/documents?page={number}" for number in range(1, EACH + 2)],
        "article": [f"/documents/{quote(each, safe='')}" for each in articles[: EACH + 1]],
        "places": ["/places"] * (EACH + 1),
        "connection": [
            f"/path?start={one}&end={other}"
            for one, other in zip(people, reversed(actors), strict=False)
            if one != other
        ],
        "SPARQL, no question": ["/ask"] * (EACH + 1),
    }


def documents(reader: GraphReader) -> Iterator[str]:
    """Articles that keep all their mentions, as ``many_articles.py`` makes them, every fifth; else any."""
    names = sorted(name.value for name in reader.graph_names() if "/document/" in name.value)
    step = max(1, len(names) // (EACH + 1))
    whole = [name for name in names if name.endswith("-00000")]
    for name in (*whole, *names[::step]):
        yield name.partition("/document/")[2]


def asked(client: FlaskClient, address: str) -> Told:
    """One page as a browser asks for it."""
    began, worked = time.perf_counter(), time.process_time()
    response = client.get(address, headers={"Accept": "text/html"})
    body = response.get_data()
    told = (time.perf_counter() - began) * 1000, (time.process_time() - worked) * 1000
    assert response.status_code == 200, (address, response.status_code)
    return Told(*told, len(body), len(gzip.compress(body, 6)))


def prepared(app: Flask) -> tuple[State, float]:
    """What the service makes of a snapshot before anybody sees it, and how many seconds of the processor that took."""
    began = time.process_time()
    with app.app_context(), context.source().borrow() as state:
        prepare(state)
    return state, time.process_time() - began


def main() -> int:
    """Ask every page and print a table; 1 where a bound is not kept."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--markdown", action="store_true")
    parser.add_argument("--only", default="", help="kinds of pages whose name holds this")
    parser.add_argument("--without", nargs="*", default=[], help="kinds of pages to leave out")
    args = parser.parse_args()
    row = "| {} | {} | {} | {} | {} | {} |" if args.markdown else "{:30} {:>8} {:>8} {:>8} {:>10} {:>8}"
    with kg.open_store(args.data) as reader:
        app = api.create_app(reader)
        state, seconds = prepared(app)
        entities = len(state.kept(Corpus).entities)
        print(f"{len(state.kept(Corpus).documents):,} articles, {len(reader):,} quads, {entities:,} names,", end=" ")
        print(f"{len(state.network.view().nodes):,} nodes; ready in {seconds:.1f} s\n")
        client = app.test_client()
        client.get("/")
        print(row.format("page", "median", "p95", "worst", "processor", "kB"))
        if args.markdown:
            print("|---|---|---|---|---|---|")
        kept, every, loops = True, [], [loop()]
        for kind, pages in addresses(state.network, reader).items():
            if args.only in kind and kind not in args.without:
                asked(client, pages[0])
                told = [asked(client, page) for page in pages[1:]]
                kept &= _print(row, kind, told)
                every += told
        _print(row, "all pages", every)
        loops.append(loop())
        print(f"\n{LOOP:,} multiplications: " + " and ".join(f"{each:.0f} ms of processor" for each in loops))
    return 0 if kept else 1


def loop() -> float:
    """How long a fixed piece of work takes just now, in milliseconds of the processor: the median of several times."""
    found = []
    for _ in range(9):
        began, total = time.process_time(), 0
        for number in range(LOOP):
            total += number * number
        found.append((time.process_time() - began) * 1000)
    return float(np.median(found))


def _print(row: str, kind: str, told: Sequence[Told]) -> bool:
    clock, processor = ([getattr(each, name) for each in told] for name in ("clock", "processor"))
    work, size = float(np.percentile(processor, 95)), max(each.size for each in told) / 1000
    figures = (np.median(clock), np.percentile(clock, 95), max(clock), work, size)
    over = " *" if work > BOUND_MS or size > BOUND_KB else ""
    print(row.format(kind + over, *(f"{each:.0f}" for each in figures)), flush=True)
    return not over


if __name__ == "__main__":
    sys.exit(main())
