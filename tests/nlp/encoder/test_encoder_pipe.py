"""The component with a graph whose scores are noise: whatever a model says, Docs come out whole."""

from __future__ import annotations

import pickle
import zlib
from collections.abc import Sequence

import numpy as np
import pytest
import spacy
from spacy.language import Language

from kg.errors import PipelineError
from kg.nlp.encoder.component import EncoderPipe
from kg.nlp.encoder.graph import Scores
from kg.nlp.encoder.labels import Labels
from kg.nlp.encoder.surface import SurfaceToken

LABELS = Labels(
    tags=("NN", "VB"),
    morphs=("NOUN|Number=Sing", "VERB"),
    lemma_rules=("k|0|", "l|0|", "l|3|"),
    deps=("ROOT", "nsubj", "obj"),
    names=("ORG", "PERSON"),
)


class NoisyGraph:
    """Scores that depend on the window's words alone."""

    pieces = frozenset({"talk"})

    def __init__(self) -> None:
        self.windows: list[list[str]] = []

    def size(self, token: SurfaceToken) -> int:
        return 1 + len(token.text) // 8

    def __call__(self, tokens: Sequence[SurfaceToken]) -> Scores:
        words = [token.text for token in tokens]
        self.windows.append(words)
        numbers = np.random.default_rng(zlib.crc32(" ".join(words).encode()))
        size = len(words)

        def noise(*shape: int) -> np.ndarray:
            return numbers.normal(size=shape).astype(np.float32)

        begin = np.array([1.0 if i and words[i - 1] == "." else -1.0 for i in range(size)], dtype=np.float32)
        return Scores(
            noise(size, 2), noise(size, 2), noise(size, 3), noise(size, 9), begin, noise(size, size + 1),
            noise(size + 1, 4), noise(size, 3, 5),
        )  # fmt: skip


@pytest.fixture
def graph() -> NoisyGraph:
    return NoisyGraph()


@pytest.fixture
def nlp(graph: NoisyGraph) -> Language:
    nlp = spacy.blank("en")
    pipe = nlp.add_pipe("kg_encoder")
    assert isinstance(pipe, EncoderPipe)
    pipe.set_model(graph, LABELS)  # type: ignore[arg-type]
    return nlp


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", "a", "\n a", "Two  words.\n\nThree more words .", "x " * 900, "é中😀"]
)
def test_any_text_gets_a_tree_a_sentence(nlp: Language, text: str) -> None:
    doc = nlp(text)
    assert doc.text == text
    for sentence in doc.sents:
        assert [token for token in sentence if token.head == token] == [sentence.root]
        assert all(token.head in sentence for token in sentence)
        assert sentence.root.dep_ == "ROOT"


def test_white_space_hangs_on_the_word_before(nlp: Language) -> None:
    doc = nlp("\nA minister spoke .\n\nAnother left .")
    spaces = [(t.i, t.head.i, t.pos_, t.dep_, t.lemma_) for t in doc if t.is_space]
    assert spaces == [(0, 1, "SPACE", "dep", "\n"), (5, 4, "SPACE", "dep", "\n\n")]
    assert [s.text for s in doc.sents] == ["\nA minister spoke .\n\n", "Another left ."]


def test_sentence_starts_that_are_set_are_kept(nlp: Language) -> None:
    doc = nlp.make_doc("one two . three four")
    doc[1].is_sent_start = True
    doc[3].is_sent_start = False
    assert [s.text for s in nlp(doc).sents] == ["one", "two . three four"]


def test_windows_part_at_sentences_and_leave_no_seam(nlp: Language, graph: NoisyGraph) -> None:
    text = " ".join(f"Sentence number {n} is rather short and says little ." for n in range(80))
    doc = nlp(text)
    assert len(list(doc.sents)) == 80
    assert len(graph.windows) > 4
    assert all(window[0] == "Sentence" for window in graph.windows)
    assert all(len(window) <= 160 for window in graph.windows)


def test_neither_the_batch_nor_its_order_matters(nlp: Language) -> None:
    texts = [f"Minister {n} left . He said {'no ' * n}." for n in range(12)]

    def annotated(docs: object) -> dict[str, list[tuple[int, str, str, str]]]:
        return {doc.text: [(t.head.i, t.tag_, t.lemma_, t.ent_type_) for t in doc] for doc in docs}  # type: ignore[attr-defined]

    alone = annotated(nlp(text) for text in texts)
    assert annotated(nlp.pipe(reversed(texts), batch_size=5)) == alone
    assert annotated(nlp.pipe(texts, batch_size=12)) == alone


def test_labels_survive_their_file() -> None:
    assert Labels.from_json(LABELS.to_json()) == LABELS
    assert pickle.loads(pickle.dumps(LABELS)) == LABELS
    with pytest.raises(ValueError, match="no labels"):
        Labels.from_json("{}")


def test_a_component_without_model_says_so() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("kg_encoder")
    with pytest.raises(PipelineError, match="has no model"):
        nlp("text")
