"""How a data folder grows: time, memory, disk and look-ups at 10^2 to 10^5 documents, in one command.

    python benchmarks/growth.py [--sizes 100 1000 10000 100000] [--read DATA] [--json FILE] [--keep FOLDER]

The documents are recombined from real articles by ``recombined.py``: from the five seeds, which are read first, and
from the other documents of ``--read``, a data folder, if there is one. To take facts from a text costs the same for
every text and is measured by ``pipeline.py`` and ``workers.py``; here it is everything after that: the ledger,
resolving, writing, publishing, and questions. Seconds are of the processor, all threads together, so that what else
the machine does counts for little; look-ups are timed by the clock, the better of two. Every size, and every step of
it, has a process of its own; its memory is the peak of that process. ``peer`` loads the same quads into an Oxigraph
database by pyoxigraph alone, from a file.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import json
import multiprocessing
import random
import resource
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from pyoxigraph import RdfFormat, Store
from recombined import Recombination

import kg.publish
from kg.building import build
from kg.ledger import Ledger
from kg.model import DocumentFacts
from kg.network import Network, NetworkMaking
from kg.resources import seeds_path
from kg.search import IndexMaking, SearchIndex
from kg.sidecars import Sidecars
from kg.store import DataFolder, open_store, open_writer
from kg.vocab import ID_BASE

Measures = dict[str, Any]
SIZES = (100, 1000, 10_000, 100_000)
KEPT_AT_ONCE = 100
QUESTIONS = 300
SEED = 20130527


def kinds(read: Path) -> list[list[DocumentFacts]]:
    """The facts to make documents of: those of the seeds, and those of all others that were read."""
    seeds = {path.stem for path in seeds_path().iterdir()}
    with Ledger.open(read / "ledger.sqlite") as ledger:
        told = list(ledger.facts())
    return [[facts for facts in told if (facts.document.id in seeds) is wanted] for wanted in (True, False)]


def keep(read: Path, data: Path, count: int) -> Measures:
    """Put the facts of so many documents into a ledger, as a build does that has just read them."""
    folder, spent = DataFolder.prepared(data), 0.0
    articles = Recombination(kinds(read)).articles(count)
    words = 0
    with Ledger.open(folder.ledger) as ledger:
        at = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
        while batch := [facts for facts, _ in zip(articles, range(KEPT_AT_ONCE), strict=False)]:
            words += sum(len(facts.document.text.split()) for facts in batch)
            start = time.process_time()
            with ledger.transaction():
                for facts in batch:
                    ledger.put(facts, at)
            spent += time.process_time() - start
    return {"words": words, "keep s": spent, "keep MB": peak()}


def published(data: Path) -> Measures:
    """Publish what the ledger holds, with the seconds of each step and the memory that was reached in it."""
    steps: Measures = {}
    for module, name in STEPS:
        measure(module, name, steps)
    start, begun = time.process_time(), time.perf_counter()
    with open_writer(data) as store, Ledger.open(data / "ledger.sqlite") as ledger:
        done = kg.publish.publish(ledger, store)
    steps["publish s"], steps["publish wall s"] = time.process_time() - start, time.perf_counter() - begun
    return {"quads": done.quads, "entities": done.entities, "occasions": done.occasions, **steps, "publish MB": peak()}


STEPS: Sequence[tuple[Any, str]] = (
    (kg.publish, "reprints"),
    (kg.publish, "resolve"),
    (kg.publish, "_write"),
    (IndexMaking, "save"),
    (NetworkMaking, "save"),
    (Sidecars, "_add"),
)


def measure(module: Any, name: str, steps: Measures) -> None:
    """Have a function tell how long it took."""
    function = getattr(module, name)
    step = f"{module.__name__.rpartition('.')[2]} {name.strip('_')}"

    def timed(*args: Any, **named: Any) -> Any:
        start = time.process_time()
        try:
            return function(*args, **named)
        finally:
            steps[f"{step} s"] = steps.get(f"{step} s", 0.0) + time.process_time() - start
            steps[f"{step} MB"] = peak()

    setattr(module, name, timed)


def again(data: Path, read: Path) -> Measures:
    """Publish once more with one document added."""
    extra = next(Recombination(kinds(read), seed=1).articles(1))
    with open_writer(data) as store, Ledger.open(data / "ledger.sqlite") as ledger:
        ledger.put(extra, dt.datetime(2026, 1, 2, tzinfo=dt.UTC))
        start = time.process_time()
        done = kg.publish.publish(ledger, store)
        spent = time.process_time() - start
    return {"one more s": spent, "one more graphs": done.graphs_written}


def asked(data: Path) -> Measures:
    """Look entities up and walk two hops around them, drawn as often as they are mentioned."""
    start = time.perf_counter()
    with open_store(data) as graph:
        network, index = Network.from_reader(graph), SearchIndex.of(graph)
        opened = time.perf_counter() - start
        nodes = network.view("actors").nodes
        drawn = random.Random(SEED).choices(list(nodes), [float(each.evidence) for each in nodes.values()], k=QUESTIONS)
        names = {each: nodes[each].label for each in set(drawn)}
        entity = "SELECT ?p ?o { <%s> ?p ?o }"
        questions: dict[str, Callable[[str], object]] = {
            "entity": network.node,
            "entity in SPARQL": lambda each: list(graph.query(entity % (ID_BASE + each))),  # type: ignore[arg-type]
            "name": lambda each: index.names(names[each], limit=10),
            "2 hops": lambda each: network.neighbourhood(each, 2, 100),
        }
        found: Measures = {"open ms": opened * 1000, "nodes": len(network.view().nodes)}
        found["edges"] = len(network.view().edges)
        for name, ask in questions.items():
            found |= {f"{name} {key} ms": value for key, value in spread(ask, drawn).items()}
    return found | {"ask MB": peak()}


def spread(ask: Callable[[str], object], drawn: Sequence[str]) -> dict[str, float]:
    """The median and the 95th percentile of asking, in ms; each question is asked twice, the better counts."""
    told = []
    for each in drawn:
        runs = []
        for _ in range(2):
            start = time.perf_counter()
            ask(each)
            runs.append((time.perf_counter() - start) * 1000)
        told.append(min(runs))
    return {"p50": statistics.median(told), "p95": statistics.quantiles(told, n=20)[-1]}


def peer(data: Path, folder: Path) -> Measures:
    """Load the same quads by pyoxigraph alone."""
    file = folder / "all.nq"
    with open_store(data) as graph, file.open("wb") as out:
        Store.read_only(str(graph.path)).dump(out, format=RdfFormat.N_QUADS)
    size = file.stat().st_size
    start = time.process_time()
    store = Store(str(folder / "raw"))
    store.bulk_load(path=str(file), format=RdfFormat.N_QUADS)
    store.flush()
    loaded = time.process_time() - start
    file.unlink()
    shutil.rmtree(folder / "raw")
    return {"N-Quads MB": size / 1e6, "raw bulk load s": loaded, "raw bulk load MB": peak()}


def disk(data: Path) -> Measures:
    """Megabytes of the ledger, the graph and what lies beside it; a file that two folders share counts once."""
    with open_store(data) as snapshot:
        beside = snapshot.folder
    parts = {"ledger": [data / "ledger.sqlite"], "graph": list((data / "graph").iterdir())}
    parts["network"] = list((beside / "network").iterdir())
    parts["search"] = [beside / "search.sqlite"]
    return {f"{name} disk MB": sum(path.stat().st_size for path in paths) / 1e6 for name, paths in parts.items()}


def peak() -> float:
    """The most memory that this process has held, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def alone(function: Callable[..., Measures], *arguments: object) -> Measures:
    """Run a function in a process of its own."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(function, arguments)


def grown(read: Path, folder: Path, count: int, *, beside: bool) -> Measures:
    """All measures of one size."""
    data = folder / f"data-{count}"
    shutil.rmtree(data, ignore_errors=True)
    found: Measures = {"documents": count, **alone(keep, read, data, count), **alone(published, data)}
    found |= alone(asked, data) | disk(data)
    if beside:
        found |= alone(peer, data, folder)
    found |= alone(again, data, read)
    found["ms a document"] = (found["keep s"] + found["publish s"]) / count * 1000
    return found


def table(sizes: Sequence[Measures]) -> Iterator[str]:
    """The figures, a row each and a column a size."""
    for name in dict.fromkeys(name for each in sizes for name in each):
        told = [each.get(name, float("nan")) for each in sizes]
        yield f"{name:24}" + "".join(
            f"{value:>14,.2f}" if isinstance(value, float) else f"{value:>14,}" for value in told
        )


def main() -> None:
    """Run everything, print it, and write it as JSON where that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--read", type=Path, help="a data folder with the seeds and more real articles")
    parser.add_argument("--keep", type=Path, help="make the data folders here and leave them")
    parser.add_argument("--no-peer", action="store_true", help="without raw pyoxigraph beside")
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    with contextlib.ExitStack() as stack:
        folder = given.keep or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        read = given.read or folder / "read"
        if given.read is None:
            build([seeds_path()], read, jobs=1)
        found = []
        for count in given.sizes:
            found.append(grown(read, folder, count, beside=not given.no_peer))
            print(f"{count:,} documents: {found[-1]['ms a document']:.1f} ms each", file=sys.stderr, flush=True)
            if given.json:
                given.json.write_text(json.dumps(found, indent=1) + "\n")
    print("\n".join(table(found)))


if __name__ == "__main__":
    main()
