"""The whole of training in one page: convert, train trees and names, put them together, measure, write the card."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from importlib.resources import as_file, files
from multiprocessing import get_context
from pathlib import Path
from typing import Final

import spacy
from spacy.cli.train import train
from spacy.language import Language

import kg.nlp.training.augment  # noqa: F401 - registers the augmenter that the configurations name
from kg.nlp.training.card import CardFacts, card, meta
from kg.nlp.training.corpora import TREEBANKS, Corpora
from kg.nlp.training.evaluation import NameScores, TreeScores, score_names, score_trees, three_labels
from kg.nlp.training.names import NamedSentence

__all__ = ["Scores", "Settings", "evaluate", "run", "train_pipeline"]

_PARTS: Final = ("trees", "names")


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run reads and writes.

    Args:
        work: where converted corpora and the parts' checkpoints lie; kept after the run.
        output: the folder of the finished pipeline; replaced.
        max_steps: cap on each part's training steps, or None for the configurations' own.
        device: -1 for the processor, otherwise the number of the CUDA device.
        jobs: how many parts to train side by side.
    """

    work: Path
    output: Path
    max_steps: int | None = None
    device: int = -1
    jobs: int = 1


@dataclass(frozen=True, slots=True)
class Scores:
    """What the finished pipeline reaches: trees by treebank, names by set, and words a second on one core."""

    trees: Mapping[str, TreeScores]
    names: Mapping[str, NameScores]
    words_per_second: float


def run(corpora: Corpora, settings: Settings) -> Scores:
    """Do everything, from the corpora to the finished pipeline with its card."""
    minutes = train_pipeline(corpora, settings)
    nlp = spacy.load(settings.output)
    scores = evaluate(nlp, corpora)
    facts = CardFacts(scores=scores_table(scores), words_per_second=scores.words_per_second, minutes=minutes)
    nlp.meta.update(meta(facts))
    nlp.to_disk(settings.output)
    size = sum(path.stat().st_size for path in settings.output.rglob("*") if path.is_file())
    (settings.output / "MODEL_CARD.md").write_text(card(facts, size), encoding="utf-8")
    return scores


def train_pipeline(corpora: Corpora, settings: Settings) -> float:
    """Convert, train both parts and write the joined pipeline to ``settings.output``.

    Returns:
        The minutes it took.
    """
    begun = time.monotonic()
    converted, _ = corpora.convert(spacy.blank("en"), settings.work)
    paths = {
        "trees": (converted.trees_train, converted.trees_dev),
        "names": (converted.names_train, converted.names_dev),
    }
    if settings.jobs > 1:
        with ProcessPoolExecutor(settings.jobs, mp_context=get_context("spawn")) as pool:
            futures = [pool.submit(_train_part, part, *paths[part], settings) for part in _PARTS]
            for future in futures:
                future.result()
    else:
        for part in _PARTS:
            _train_part(part, *paths[part], settings)
    nlp = _joined(settings.work)
    if settings.output.exists():
        shutil.rmtree(settings.output)
    nlp.to_disk(settings.output)
    return (time.monotonic() - begun) / 60


def _train_part(part: str, train_path: Path, dev_path: Path, settings: Settings) -> None:
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    overrides: dict[str, object] = {"paths.train": str(train_path), "paths.dev": str(dev_path)}
    if settings.max_steps is not None:
        overrides["training.max_steps"] = settings.max_steps
        overrides["training.eval_frequency"] = max(1, min(500, settings.max_steps))
    with as_file(files("kg.nlp.training") / f"{part}.cfg") as config:
        train(config, settings.work / part, use_gpu=settings.device, overrides=overrides)


def _joined(work: Path) -> Language:
    """Both parts as one pipeline; the names stand last."""
    nlp = spacy.load(work / "trees" / "model-best")
    nlp.add_pipe("ner", source=spacy.load(work / "names" / "model-best"))
    nlp.config["paths"] = dict.fromkeys(nlp.config["paths"])
    return nlp


def evaluate(nlp: Language, corpora: Corpora) -> Scores:
    """Measure a pipeline on the test parts."""
    trees = {bank: score_trees(nlp, corpora.trees(bank, "test")) for bank in TREEBANKS}
    parts = corpora.name_parts()
    gmb = _texts(parts.gmb_test)
    ewt = corpora.ewt_names()
    names = {
        "gmb, held-back tenth, six labels": score_names(nlp, gmb),
        "gmb, held-back tenth": score_names(nlp, gmb, three_labels),
        "gmb, held-back tenth, as the corpus has it": score_names(nlp, _texts(parts.gmb_test_plain), three_labels),
        "ewt/ner-test.iob2": score_names(nlp, ewt, three_labels),
    }
    return Scores(trees, names, _speed(nlp, [" ".join(s.text for s in text) for text in ewt]))


def _texts(sentences: Sequence[NamedSentence], size: int = 3) -> list[Sequence[NamedSentence]]:
    return [sentences[begin : begin + size] for begin in range(0, len(sentences), size)]


def _speed(nlp: Language, texts: Sequence[str]) -> float:
    begun = time.perf_counter()
    words = sum(len(doc) for doc in nlp.pipe(texts, batch_size=16))
    return words / (time.perf_counter() - begun)


def scores_table(scores: Scores) -> str:
    """The scores as Markdown tables."""
    lines = [
        "| treebank | words | UAS | LAS | UPOS | XPOS | features | lemma | sentences F |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for bank, tree in scores.trees.items():
        cells = (tree.uas, tree.las, tree.upos, tree.xpos, tree.feats, tree.lemma, tree.sentence_f1)
        lines.append(f"| {bank} test | {tree.words} | " + " | ".join(f"{cell:.3f}" for cell in cells) + " |")
    lines += ["", "| genre | words | LAS |", "|---|---|---|"]
    for bank, tree in scores.trees.items():
        lines += [f"| {bank}, {genre} | {words} | {las:.3f} |" for genre, (words, las) in tree.by_genre.items()]
    lines += ["", "| names | label | P | R | F | names in the set |", "|---|---|---|---|---|---|"]
    for name, score in scores.names.items():
        for label, count in {"all": score.all, **score.by_label}.items():
            row = f"| {name} | {label} | {count.precision:.3f} | {count.recall:.3f} | {count.f1:.3f} "
            lines.append(f"{row}| {count.expected} |")
    return "\n".join(lines)
