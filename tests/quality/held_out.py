"""The scores on texts that no rule was written for: the gold facts beside this file, in two halves.

    python tests/quality/held_out.py CORPORA [--data DIR] [--errors] [--pin]

builds the texts (``gold/manifest.json``) with the shipped pipeline, or takes the data folder where they are built, and
prints precision, recall and F1 of each kind of fact and the spurious facts an article, for ``dev`` and for ``unseen``.
``--errors`` tells what is wrong in ``dev``; what is wrong in ``unseen`` is never shown. ``--pin`` raises the floors.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from floors import corpus_hash, pin
from gold_texts import GOLD, MANIFEST, manifest, write_articles

from kg.building import build
from kg.evaluate import Evaluation, Kind, evaluate, load_gold, render_discrepancies, render_table
from kg.store import open_store

HALVES = ("dev", "unseen")
MARGIN = 0.05  # of F1, which one fact of so few may move: the floors stand this far below what was reached
FACTS = tuple(kind for kind in Kind if kind is not Kind.MEETING_SLOT)  # slots are parts of meetings, no facts


def gold_of(half: str) -> Path:
    """The folder of a half's gold files."""
    return GOLD / half


def floors_name(half: str) -> str:
    """Where the floors of a half stand in the floors' file."""
    return f"held-out {half}"


def half_hash(half: str) -> str:
    """The hash of a half's gold files and of the manifest, which says what they are read against."""
    return corpus_hash(gold_of(half), MANIFEST)


def build_texts(corpora: Path, folder: Path) -> Path:
    """A data folder, made inside this one, of all texts of the manifest."""
    build([write_articles(manifest(), corpora, folder / "texts.jsonl")], folder / "data")
    return folder / "data"


def score_halves(data: Path) -> dict[str, Evaluation]:
    """The evaluation of each half."""
    with open_store(data) as reader:
        return {half: evaluate(reader, load_gold(gold_of(half))) for half in HALVES}


def spurious_per_article(evaluation: Evaluation, articles: int) -> float:
    """How many facts of the graph, of all kinds together, stand in no gold file, for each article."""
    return sum(evaluation[kind].system - evaluation[kind].matched for kind in FACTS) / articles


def render(half: str, evaluation: Evaluation) -> str:
    """A half's table."""
    articles = len(load_gold(gold_of(half)))
    spurious = spurious_per_article(evaluation, articles)
    return f"{half}, {articles} articles\n{render_table(evaluation)}\nspurious facts an article: {spurious:.1f}"


def main() -> None:
    """Print the scores of both halves."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--pin", action="store_true")
    chosen = parser.parse_args()
    if not chosen.corpora.is_dir():
        sys.exit(f"held_out: {chosen.corpora} is no folder; give the one that holds gmb, gum, meantime and re3d")
    with TemporaryDirectory() as folder:
        found = score_halves(chosen.data or build_texts(chosen.corpora, Path(folder)))
    for half, evaluation in found.items():
        print(render(half, evaluation), end="\n\n")  # noqa: T201 - a command
        if chosen.pin:
            pin(floors_name(half), half_hash(half), evaluation, MARGIN)
    if chosen.errors:
        print(render_discrepancies(found["dev"]))  # noqa: T201 - a command


if __name__ == "__main__":
    main()
