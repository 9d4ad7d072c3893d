"""How fast the explorer's pages are on many articles.

The graph is that of the five seed articles, told again and again: each copy is an article of its own, on a day of its
own, with meetings of its own, about the same people and places; so these are hubs, as they are in years of news.
Mentions are thinned to one in five: pages count them, and no page but an article's own reads them.

    python benchmarks/pages.py 10000
"""

from __future__ import annotations

import datetime as dt
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad, Store

import api
import kg
from kg.resources import seeds_path
from kg.store.engine import EngineReader
from kg.vocab import DM, ID_BASE, NIF, RDF, SUPER_PROPERTIES, XSD

BASE_DAY = dt.date(2004, 1, 1)
OWN = re.compile(rf"^{re.escape(ID_BASE)}(document|meeting)/")
PAGES = {
    "home": "/",
    "search": "/?q=conference",
    "person": "/entities/john-kerry",
    "country": "/entities/russia",
    "place": "/entities/paris",
    "neighbourhood": "/entities/john-kerry/neighbourhood?limit=300&depth=2",
    "timeline": "/timeline?participant=sergey-lavrov&since=2010-01-01",
    "issue matrix": "/issues?about=iran",
    "places": "/places",
    "names": "/entities",
    "articles": "/documents",
    "path": "/path?start=john-kerry&end=vladimir-putin",
}
ROUNDS = 12


def copies(seeds: list[Quad], count: int) -> Iterator[Quad]:
    """The seeds' document graphs, told ``count`` times under other names and on other days."""
    standard = {above for terms in SUPER_PROPERTIES.values() for above in terms}
    mentions = sorted({quad.subject.value for quad in seeds if quad.predicate == DM.refersTo})
    evidence = {quad.object.value for quad in seeds if quad.predicate == DM.evidence}
    dropped = {name for number, name in enumerate(mentions) if number % 5 and name not in evidence}
    lean = [quad for quad in seeds if quad.subject.value not in dropped and quad.predicate not in standard]
    lean = [quad for quad in lean if quad.predicate != RDF.type or quad.object.value.startswith(DM.Meeting.value[:-7])]
    for turn in range(count):
        day = Literal((BASE_DAY + dt.timedelta(days=turn % 4000)).isoformat(), datatype=XSD.date)
        for quad in lean:
            value = quad.object
            if isinstance(value, Literal) and value.datatype == XSD.date:
                value = day
            yield Quad(again(quad.subject, turn), quad.predicate, again(value, turn), again(quad.graph_name, turn))


def again(term: Any, turn: int) -> Any:
    """A term of a copy: documents and meetings are its own, people and places everybody's."""
    if isinstance(term, NamedNode) and OWN.match(term.value):
        return NamedNode(OWN.sub(lambda found: f"{ID_BASE}{found[1]}/{turn:05d}x", term.value))
    return term


def main(articles: int) -> None:
    """Build, ask each page, and print milliseconds: the first time, the median and the 95th percentile."""
    with tempfile.TemporaryDirectory() as folder:
        kg.build([seeds_path()], Path(folder) / "seeds")
        with kg.open_store(Path(folder) / "seeds") as reader:
            seeds = list(reader.quads())
        shared = [quad for quad in seeds if not OWN.match(quad.graph_name.value)]
        told = [quad for quad in seeds if OWN.match(quad.graph_name.value)]
        store = Store(str(Path(folder) / "many"))
        started = time.perf_counter()
        store.bulk_extend(iter(shared))
        store.bulk_extend(copies(told, articles // 5))
        print(f"{articles} articles, {len(store):,} quads, loaded in {time.perf_counter() - started:.0f} s")
        client = api.create_app(EngineReader(store, snapshot="benchmark", place=folder)).test_client()
        article = next(quad.subject.value for quad in store.quads_for_pattern(None, NIF.isString, None, None))
        meeting = next(quad.subject.value for quad in store.quads_for_pattern(None, DM.status, None, None))
        for name, address in {
            **PAGES,
            "article": "/documents/" + article.removeprefix(f"{ID_BASE}document/"),
            "meeting": "/meetings/" + meeting.removeprefix(f"{ID_BASE}meeting/"),
        }.items():
            times, work, size = [], [], 0
            for _ in range(ROUNDS):
                started, began = time.perf_counter(), time.process_time()
                response = client.get(address, headers={"Accept": "text/html"})
                times.append((time.perf_counter() - started) * 1000)
                work.append((time.process_time() - began) * 1000)
                size = len(response.get_data())
                assert response.status_code == 200, (address, response.status_code)
            warm = sorted(times[1:])
            print(
                f"{name:14} first {times[0]:9.0f} ms   median {statistics.median(warm):7.1f} ms   "
                f"p95 {warm[int(len(warm) * 0.95)]:7.1f} ms   processor {statistics.median(work[1:]):7.1f} ms   "
                f"{size / 1000:6.1f} kB",
                flush=True,
            )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
