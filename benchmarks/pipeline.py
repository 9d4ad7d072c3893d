"""The language pipeline beside its peers: words a second, size, time to load, and names in the seed articles.

    python benchmarks/pipeline.py [--gold ../shared/gold/seeds] [--peer PATH_OR_NAME ...] [--rounds N] [--json FILE]

Speed is words per second of processor time of one core, in rounds in which all take turns. What else the machine does
makes a round slow or fast for all alike: ratios are taken within a round, and their median over the rounds is told, as
the median of the speeds is. In this run:

- ``tokenizer``: spaCy's blank English, which only cuts words;
- ``convolutional``: spaCy's own tagger, morphologizer, lemmatizer, parser and names over convolutions, with the sizes
  of ``kg/nlp/training/trees.cfg`` and ``names.cfg``. Its weights are of a few steps only: enough for its speed, which
  hangs on the sizes;
- ``pipeline``: the one that ships;
- ``whole``: the one that ships with all our components behind it.

``--gold`` counts the names of persons, organizations and places in the seed articles: wherever an alias of a gold
entity stands, its exact span with the right kind is expected; found ones that touch none of these are not judged.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example
from spacy.util import load_config, load_model_from_config

import kg.nlp.training
from kg import read
from kg.model import Document
from kg.nlp.pipeline import DEFAULT_PIPELINE, load_pipeline
from kg.nlp.training.evaluation import Count, three_labels
from kg.nlp.training.lexicon import Lexicon
from kg.nlp.training.names import is_title
from kg.resources import ontology_path, seeds_path

_KINDS = {"Person": "PER", "Organization": "ORG", "Country": "LOC", "Place": "LOC"}  # the gold's types
_RUNTIME = ("onnxruntime", "flatbuffers", "protobuf")
_MEGABYTE = 1e6


@dataclass(frozen=True, slots=True)
class Report:
    """What was measured: words per second by pipeline, megabytes, seconds, and the share of names found."""

    words_per_second: dict[str, list[float]]
    """By pipeline, a figure for each round."""
    pipeline_megabytes: float
    libraries_megabytes: float
    load_seconds: float
    names_precision: float | None = None
    names_recall: float | None = None
    names_f1: float | None = None
    names_expected: int = 0


def main() -> int:
    """Measure and print."""
    options = _parser().parse_args()
    documents = [document for document in read(seeds_path()) if isinstance(document, Document)]
    names = _names(documents, options.gold) if options.gold else None
    report = Report(
        words_per_second=_speeds(documents, options.peer, options.rounds),
        pipeline_megabytes=_folder_size(DEFAULT_PIPELINE),
        libraries_megabytes=sum(_installed_size(name) for name in _RUNTIME),
        load_seconds=_load_seconds(),
        names_precision=names and names.precision,
        names_recall=names and names.recall,
        names_f1=names and names.f1,
        names_expected=names.expected if names else 0,
    )
    _show(report)
    if options.json:
        options.json.write_text(json.dumps(asdict(report), indent=2) + "\n", encoding="utf-8")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, help="the folder of gold files of the seed articles")
    parser.add_argument("--peer", action="append", default=[], help="another pipeline to measure beside")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", type=Path, help="write the figures there, too")
    return parser


def _speeds(documents: Sequence[Document], peers: Sequence[str], rounds: int) -> dict[str, list[float]]:
    texts = [document.text for document in documents]
    bare = spacy.load(DEFAULT_PIPELINE)
    pipelines: dict[str, Language] = {
        "tokenizer": spacy.blank("en"),
        "convolutional": _convolutional(bare, texts),
        **{peer: spacy.load(peer) for peer in peers},
        "pipeline": bare,
        "whole": load_pipeline(),
    }
    speeds: dict[str, list[float]] = {name: [] for name in pipelines}
    for _ in range(rounds):
        for name, nlp in pipelines.items():
            docs = [_prepared(nlp, document) for document in documents] if name == "whole" else texts
            begun = time.process_time()
            words = sum(len(doc) for doc in nlp.pipe(docs))
            speeds[name].append(words / (time.process_time() - begun))
    return speeds


def _prepared(nlp: Language, document: Document) -> Doc:
    doc = nlp.make_doc(document.text)
    doc._.published = document.published or dt.date.min
    doc._.sections = document.sections
    return doc


def _convolutional(teacher: Language, texts: Sequence[str]) -> Language:
    """The plain pipeline, with labels and a first few steps from the analyses of another."""
    folder = Path(kg.nlp.training.__file__).parent
    nlp = load_model_from_config(_config(folder / "trees.cfg"), auto_fill=True)
    names = load_model_from_config(_config(folder / "names.cfg"), auto_fill=True)
    docs = list(teacher.pipe(texts))
    for pipeline in (nlp, names):
        examples = [Example(pipeline.make_doc(doc.text), doc.copy()) for doc in docs]
        optimizer = pipeline.initialize(lambda examples=examples: examples)
        for _ in range(3):
            pipeline.update(examples, sgd=optimizer)
    nlp.add_pipe("ner", source=names)
    return nlp


def _config(path: Path) -> dict[str, object]:
    config = load_config(path)
    config["initialize"] = {}
    config["training"] = {}
    return config


def _folder_size(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / _MEGABYTE


def _installed_size(name: str) -> float:
    paths = [Path(str(file.locate())) for file in distribution(name).files or ()]
    return sum(path.stat().st_size for path in paths if path.is_file()) / _MEGABYTE


def _load_seconds() -> float:
    """In a fresh process, without the time that importing spaCy takes."""
    program = (
        "import time, spacy; begun = time.perf_counter(); import kg.nlp.encoder.component\n"
        f"spacy.load({str(DEFAULT_PIPELINE)!r}); print(time.perf_counter() - begun)"
    )
    run = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    return float(run.stdout)


def _names(documents: Sequence[Document], folder: Path) -> Count:
    nlp = spacy.load(DEFAULT_PIPELINE)
    lexicon = Lexicon.read(ontology_path("gazetteer"))
    count = Count()
    for document in documents:
        gold = json.loads((folder / f"{document.id}.json").read_text(encoding="utf-8"))
        kinds = _kinds(gold["entities"], lexicon)
        longest = "|".join(re.escape(alias) for alias in sorted(kinds, key=len, reverse=True))
        matches = re.finditer(rf"(?<![\w-])(?:{longest})(?![\w-])", document.text)
        expected = {(match.start(), match.end(), kinds[match.group()]) for match in matches}
        entities = nlp(document.text).ents
        found = {(e.start_char, e.end_char, kind) for e in entities if (kind := three_labels(e.label_))}
        count.add({span for span in found if any(_touch(span, other) for other in expected)}, expected)
    return count


def _touch(one: tuple[int, int, str], other: tuple[int, int, str]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _kinds(entities: Sequence[dict[str, Any]], lexicon: Lexicon) -> dict[str, str]:
    """What each name of the gold is; titles, peoples and plain words among the aliases are no names."""
    return {
        alias: _KINDS[entity["type"]]
        for entity in entities
        if entity["type"] in _KINDS
        for alias in {entity["name"], *entity["aliases"]}
        if _is_name(alias, entity["type"], lexicon)
    }


def _is_name(alias: str, kind: str, lexicon: Lexicon) -> bool:
    words = alias.split()
    if alias in lexicon.groups or "'s" in alias or words[0].lower() == "the" or "government" in words:
        return False
    if kind == "Person":
        return words[0][0].isupper() and not any(is_title(word) for word in words) and words[0] not in lexicon.groups
    return words[0][0].isupper() and (kind == "Organization" or words[0] not in lexicon.groups)


def _ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """How many times as fast, the median over the rounds."""
    return statistics.median(one / other for one, other in zip(ours, theirs, strict=True))


def _show(report: Report) -> None:
    speeds = report.words_per_second
    print("| | words/s of one core | of convolutional | of the bare pipeline |\n|---|---|---|---|")
    for name in speeds:
        ratios = [_ratio(speeds[name], speeds[peer]) for peer in ("convolutional", "pipeline")]
        print(f"| {name} | {statistics.median(speeds[name]):,.0f} | {ratios[0]:.2f} | {ratios[1]:.2f} |")
    total = report.pipeline_megabytes + report.libraries_megabytes
    print(f"\nsize {report.pipeline_megabytes:.1f} MB, libraries {report.libraries_megabytes:.1f} MB, {total:.1f} MB")
    print(f"load {report.load_seconds:.2f} s")
    if report.names_f1 is not None:
        print(
            f"names in the seed articles: P {report.names_precision:.3f} R {report.names_recall:.3f} "
            f"F {report.names_f1:.3f} ({report.names_expected} expected)"
        )


if __name__ == "__main__":
    sys.exit(main())
