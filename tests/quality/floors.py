"""The pinned scores: read, compared, and raised.

    python tests/quality/floors.py GOLD [--data DIR]

scores the graph of a data folder (or, without one, a fresh build of the seed articles) and raises each floor that it
passes. No floor is ever lowered; where the gold facts themselves have changed, the floors start anew.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from kg.building import build
from kg.evaluate import Evaluation, Kind, evaluate, load_gold
from kg.resources import seeds_path
from kg.store import open_store

FLOORS_FILE = Path(__file__).with_name("floors.json")
DECIMALS = 3  # one fact of the seeds moves no F1 by less than 0.002


@dataclass(frozen=True, slots=True)
class Floors:
    """The lowest F1 of each kind that may be, on the gold files with this hash."""

    corpus_sha256: str
    f1: dict[Kind, float]

    @classmethod
    def parse(cls, value: dict[str, Any]) -> Floors:
        """The floors of one corpus, as they stand in the file."""
        return cls(value["corpus_sha256"], {kind: float(value[kind]) for kind in Kind if kind in value})

    def raised(self, corpus: str, evaluation: Evaluation, margin: float = 0.0) -> Floors:
        """The floors a margin below an evaluation: none lower than before, unless the gold facts are others."""
        before = self.f1 if corpus == self.corpus_sha256 else {}
        reached = {kind: round(max(f1 - margin, 0.0), DECIMALS) for kind, f1 in scores(evaluation).items()}
        return Floors(corpus, {kind: max(before.get(kind, 0.0), f1) for kind, f1 in reached.items()})

    def broken_by(self, evaluation: Evaluation) -> list[str]:
        """The floors that an evaluation falls below, each as a line."""
        found = scores(evaluation)
        return [f"{kind}: F1 {found[kind]} is below {floor}" for kind, floor in self.f1.items() if found[kind] < floor]


def scores(evaluation: Evaluation) -> dict[Kind, float]:
    """The F1 of each kind as it is pinned."""
    return {one.kind: round(one.f1, DECIMALS) for one in evaluation.scores}


def pinned(name: str) -> Floors:
    """The floors of one corpus; none where it has no floors yet."""
    return Floors.parse(_file().get(name, {"corpus_sha256": ""}))


def pin(name: str, corpus: str, evaluation: Evaluation, margin: float = 0.0) -> None:
    """Raise the floors of one corpus, whose hash is given, to what an evaluation found, less the margin."""
    floors = pinned(name).raised(corpus, evaluation, margin)
    values = {"corpus_sha256": floors.corpus_sha256} | {str(kind): f1 for kind, f1 in floors.f1.items()}
    FLOORS_FILE.write_text(json.dumps(_file() | {name: values}, indent=2) + "\n", encoding="utf-8")


def _file() -> dict[str, Any]:
    value: dict[str, Any] = json.loads(FLOORS_FILE.read_text(encoding="utf-8"))
    return value


def corpus_hash(folder: Path, *others: Path) -> str:
    """SHA-256 over the names and bytes of a folder's gold files, and of other files."""
    digest = hashlib.sha256()
    for path in [*sorted(folder.glob("*.json")), *others]:
        digest.update(f"{path.name}\0{path.stat().st_size}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def score_data(gold: Path, data: Path) -> Evaluation:
    """The evaluation of a data folder."""
    with open_store(data) as reader:
        return evaluate(reader, load_gold(gold))


def build_seeds(folder: Path) -> Path:
    """A data folder, made inside this one, of the seed articles."""
    build([seeds_path()], folder / "data")
    return folder / "data"


def main() -> None:
    """Raise the floors of the seeds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--data", type=Path)
    arguments = parser.parse_args()
    with TemporaryDirectory() as folder:
        evaluation = score_data(arguments.gold, arguments.data or build_seeds(Path(folder)))
    pin("seeds", corpus_hash(arguments.gold), evaluation)


if __name__ == "__main__":
    main()
