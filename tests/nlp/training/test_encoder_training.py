"""The encoder's training on texts of a few lines: every step from rows to a pipeline that loads."""

# ruff: noqa: E402 - what needs torch is imported once it is known to be there

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest
import spacy

from kg.nlp.encoder.component import EncoderPipe
from kg.nlp.encoder.graph import Graph
from kg.nlp.encoder.surface import surface_tokens
from kg.nlp.encoder.wordpieces import WordPieces
from kg.nlp.training.rows import Row

MISSING = [name for name in ("torch", "onnx", "safetensors") if importlib.util.find_spec(name) is None]
if MISSING:
    pytest.skip(f"needs the extra train: {', '.join(MISSING)} not installed", allow_module_level=True)

import numpy as np
import torch

from kg.nlp.training.encoder.export import onnx_graph
from kg.nlp.training.encoder.fit import Plan, fit
from kg.nlp.training.encoder.network import Encoder, ParsingNetwork, Sizes
from kg.nlp.training.encoder.numbering import MISSING as PASSED_OVER
from kg.nlp.training.encoder.numbering import collate, labels_of, number
from kg.nlp.training.encoder.program import write_pipeline

TREE = [
    Row("Lavrov", space=True, tag="NNP", pos="PROPN", morph="Number=Sing", lemma="Lavrov", head=1, dep="nsubj",
        begins=True, entity="B-PERSON"),
    Row("left", space=True, tag="VBD", pos="VERB", morph="Tense=Past", lemma="leave", head=1, dep="ROOT",
        begins=False, entity="O"),
    Row("\n", space=False, tag="_SP", pos="SPACE", lemma="\n", head=1, dep="dep", begins=False, entity="O"),
    Row("Paris", space=False, tag="NNP", pos="PROPN", morph="Number=Sing", lemma="Paris", head=1, dep="obj",
        begins=False, entity=""),
]  # fmt: skip
NAMES = [
    Row("Russia", space=True, begins=True, entity="B-GPE"),
    Row("lost", space=False, begins=False, entity="O"),
    Row("Talks", space=True, begins=True, entity="O"),
]
PIECES = WordPieces(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "lavrov", "left", "paris", "russia", "lost", "talk", "##s"])
TEXTS = [TREE, NAMES] * 6
LABELS = labels_of(TEXTS)


def new_network() -> ParsingNetwork:
    torch.manual_seed(0)
    sizes = Sizes(len(LABELS.tags), len(LABELS.morphs), len(LABELS.lemma_rules), len(LABELS.deps), 25)
    return ParsingNetwork(Encoder(len(PIECES.pieces), 64, 0.1), sizes, 0.1)


def test_white_space_is_no_word_and_heads_move_over_it() -> None:
    item = number(TREE, LABELS, PIECES)
    assert len(item.first) == 3
    assert [word[4] for word in item.gold] == [2, 0, 2]
    assert [word[6] for word in item.gold] == [4, 0, PASSED_OVER]


def test_what_is_not_annotated_is_passed_over() -> None:
    item = number(NAMES, LABELS, PIECES)
    assert {value for word in item.gold for value in word[:5]} == {PASSED_OVER}
    assert [word[5] for word in item.gold] == [1, 0, 1]
    assert [word[7] for word in item.gold] == [0, 0, 1]


def test_padding_changes_no_score() -> None:
    network = new_network().eval()
    long, short = number(TREE, LABELS, PIECES), number(NAMES, LABELS, PIECES)
    with torch.no_grad():
        alone = network(collate([short])[0])
        padded = network(collate([long, short])[0])
    size = len(short.first)
    assert torch.allclose(alone.tag[0], padded.tag[1, :size], atol=1e-4)
    assert torch.allclose(alone.arcs[0], padded.arcs[1, :size, : size + 1], atol=1e-4)


def test_the_exported_graph_computes_the_same() -> None:
    network = new_network().eval()
    item = number(TREE, LABELS, PIECES)
    with torch.no_grad():
        wanted = network(collate([item])[0])
    graph = Graph(onnx_graph(network).SerializeToString(), PIECES)
    found = graph(surface_tokens((row.text, row.space) for row in TREE))
    for name in ("tag", "morph", "lemma", "name", "begin", "arcs", "dep_heads", "dep_words"):
        np.testing.assert_allclose(getattr(found, name), getattr(wanted, name)[0].numpy(), atol=1e-4)


@pytest.mark.slow
def test_a_little_training_learns_a_little_and_goes_on_where_it_stopped(tmp_path: Path) -> None:
    plan = Plan(steps=30, warmup=5, decay=10, batch=60, checkpoint=15)
    whole, parted = new_network(), new_network()
    fit(whole, [TEXTS], LABELS, PIECES, plan=plan, checkpoint=tmp_path / "whole.pt", seed=1)
    first = Plan(steps=15, warmup=5, decay=1, batch=60, checkpoint=15)
    fit(parted, [TEXTS], LABELS, PIECES, plan=first, checkpoint=tmp_path / "parted.pt", seed=1)
    fit(parted, [TEXTS], LABELS, PIECES, plan=plan, checkpoint=tmp_path / "parted.pt", seed=1)
    for one, two in zip(whole.parameters(), parted.parameters(), strict=True):
        assert torch.allclose(one, two, atol=1e-5)
    write_pipeline(whole, LABELS, PIECES, tmp_path / "pipeline")
    nlp = spacy.load(tmp_path / "pipeline")
    assert isinstance(nlp.get_pipe("kg_encoder"), EncoderPipe)
    doc = nlp("Lavrov left\nParis")
    assert [token.lemma_ for token in doc if not token.is_space] == ["Lavrov", "leave", "Paris"]
    assert [token.dep_ for token in doc if not token.is_space] == ["nsubj", "ROOT", "obj"]
    assert nlp.from_bytes(nlp.to_bytes())("Lavrov left\nParis").to_json() == doc.to_json()
