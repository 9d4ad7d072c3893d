"""Twelve queries such as people ask, in one process: through our reader, raw pyoxigraph, and rdflib, in one run.

    python benchmarks/queries.py DATA [--rounds 15] [--slow-rounds 2] [--json FILE]

Each figure is the least of some rounds, taken in turns, in processor time: what else the machine does counts for
little. Needs the extra ``test`` (rdflib).
"""

from __future__ import annotations

import argparse
import io
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import rdflib
from pyoxigraph import RdfFormat, Store
from service import PREFIXES, QUERIES

from kg.store import open_store


def least(asks: dict[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """The least milliseconds of processor that each took, all of them in turns."""
    found = dict.fromkeys(asks, float("inf"))
    for _ in range(rounds):
        for name, ask in asks.items():
            start = time.process_time()
            ask()
            found[name] = min(found[name], (time.process_time() - start) * 1000)
    return found


def drained(answer: Any) -> int:
    """How many rows or triples an answer has; 1 for yes or no."""
    return sum(1 for _ in answer) if hasattr(answer, "__next__") or hasattr(answer, "__iter__") else 1


def main() -> None:
    """Measure, print, and write as JSON where that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="a data folder")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--slow-rounds", type=int, default=2, help="of rdflib")
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    found: dict[str, dict[str, float]] = {}
    with open_store(given.data) as reader:
        raw, plain = Store.read_only(str(reader.path)), rdflib.Graph()
        triples = io.BytesIO()
        reader.dump(RdfFormat.N_TRIPLES, triples)
        plain.parse(data=triples.getvalue(), format="nt")
        print(
            f"{'query':16}{'rows':>8}{'ours ms':>10}{'raw ms':>10}{'rdflib ms':>11}{'ours/raw':>10}{'rdflib/ours':>13}"
        )
        for name, query in QUERIES.items():
            text = PREFIXES + query

            def ours(text: str = text) -> int:
                return drained(reader.query(text))

            def theirs(text: str = text) -> int:
                return drained(raw.query(text, use_default_graph_as_union=True))

            def slowly(text: str = text) -> int:
                return drained(plain.query(text))

            told = least({"ours": ours, "raw": theirs}, given.rounds) | least({"rdflib": slowly}, given.slow_rounds)
            found[name] = told | {"rows": ours()}
            ratios = told["ours"] / told["raw"], told["rdflib"] / told["ours"]
            shown = (
                f"{told['ours']:>10.3f}{told['raw']:>10.3f}{told['rdflib']:>11.2f}{ratios[0]:>10.2f}{ratios[1]:>13.1f}"
            )
            print(f"{name:16}{ours():>8,}{shown}", flush=True)
    if given.json:
        given.json.write_text(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    main()
