"""How often facts are right at each confidence.

    python tests/quality/reliability.py CORPORA [--data DIR]

prints a reliability table for the facts of the ``dev`` half of the held-out texts, judged by their gold facts, and one
for positions in news of the Groningen Meaning Bank that a reader judged one by one (``gold/judged/positions.tsv``; none
of these sentences is in a held-out text). What the pipeline now says and nobody has judged is counted, not guessed.
``--data`` takes the data folder where the held-out texts are built.
"""

from __future__ import annotations

import argparse
import datetime as dt
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from gold_texts import GOLD
from held_out import build_texts, gold_of

from kg.evaluate import Kind, evaluate, load_gold
from kg.evaluate.reliability import reliability, render_reliability
from kg.evaluate.scoring import Judged
from kg.model import Document, DocumentFacts, Position, Section, SectionKind
from kg.nlp.annotator import Annotator, load_annotator
from kg.nlp.training.columns import blocks
from kg.nlp.training.detokenise import detokenise
from kg.store import open_store

JUDGED = GOLD / "judged" / "positions.tsv"
TOGETHER = 8  # sentences of GMB read as one text; the corpus does not say where its articles begin
READ_AS_OF = dt.date(2006, 5, 5)  # about when this news was written; no position depends on it

Key = tuple[int, str, str, str]


def judgements() -> dict[Key, bool]:
    """The judged positions: whether each is right."""
    lines = JUDGED.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return {(int(first), holder, stance, rule): right == "yes" for first, holder, stance, rule, right in rows}


def key_of(first: int, position: Position) -> Key:
    """How a position is found again; the mark of its text that a person without a name bears is left out."""
    holder = re.sub(r"^(unnamed-.*)-[0-9a-f]{8}$", r"\1", position.holder)
    return first, holder, str(position.stance), position.rule


def texts(corpora: Path, firsts: set[int]) -> Iterator[tuple[int, str]]:
    """The texts that begin with these sentences."""
    words = [[row[0] for row in block] for block in blocks(corpora / "gmb" / "gmb-names.conll", "\t", 3)]
    for first in sorted(firsts):
        yield first, " ".join(detokenise(sentence)[0] for sentence in words[first : first + TOGETHER])


def read(annotator: Annotator, first: int, text: str) -> tuple[Position, ...]:
    """The positions of one text."""
    document = Document(f"gmb-{first}", text, READ_AS_OF, "", (Section(SectionKind.BODY, 0, len(text)),))
    (facts,) = annotator([document])
    return facts.positions if isinstance(facts, DocumentFacts) else ()


def judged_positions(corpora: Path) -> tuple[list[tuple[str, Judged]], int]:
    """The positions that are still told, each with its rule and verdict, and how many others nobody has judged."""
    verdicts, annotator = judgements(), load_annotator()
    found, unjudged = list[tuple[str, Judged]](), 0
    for first, text in texts(corpora, {key[0] for key in verdicts}):
        for position in read(annotator, first, text):
            key = key_of(first, position)
            if key in verdicts:
                found.append((position.rule, Judged(Kind.POSITION, position.confidence, verdicts[key])))
            else:
                unjudged += 1
    return found, unjudged


def by_rule(found: list[tuple[str, Judged]]) -> str:
    """Right of all for each kind of rule ("verb", "noun", "should or must" ...)."""
    counts: defaultdict[str, Counter[bool]] = defaultdict(Counter)
    for rule, one in found:
        counts[rule.split()[0]][one.right] += 1
    return "\n".join(f"{rule:12} {n[True]:4} of {n.total():4}" for rule, n in sorted(counts.items()))


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--data", type=Path)
    chosen = parser.parse_args()
    if not chosen.corpora.is_dir():
        sys.exit(f"reliability: {chosen.corpora} is no folder; give the one that holds gmb, gum, meantime and re3d")
    with TemporaryDirectory() as folder:
        data = chosen.data or build_texts(chosen.corpora, Path(folder))
        with open_store(data) as reader:
            dev = evaluate(reader, load_gold(gold_of("dev"))).judged
    found, unjudged = judged_positions(chosen.corpora)
    print(f"held-out dev\n{render_reliability(reliability(dev))}\n")  # noqa: T201 - a command
    table = render_reliability(reliability(one for _, one in found))
    print(f"judged positions, {unjudged} more not judged\n{table}\n\n{by_rule(found)}")  # noqa: T201 - a command


if __name__ == "__main__":
    main()
