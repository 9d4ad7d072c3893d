"""Scores to annotation: sentences first, then a tree for each, then labels; ties are broken by rule."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kg.nlp.encoder.graph import Scores
from kg.nlp.encoder.inflection import undone
from kg.nlp.encoder.labels import Labels
from kg.nlp.encoder.lemmas import apply_rule
from kg.nlp.encoder.names import NameTags
from kg.nlp.encoder.trees import best_tree

__all__ = ["Decoder", "Parse"]

_STEP: Final = 1 / 64  # scores nearer than this are a tie: eight-bit arithmetic differs in as much between machines
_RULES_TRIED: Final = 5


@dataclass(frozen=True, slots=True)
class Parse:
    """The annotation of a run of words, list entries by word.

    ``heads`` are indices into the run, a root's its own. ``names`` are half-open spans with their kind.
    """

    tags: list[str]
    pos: list[str]
    morphs: list[str]
    lemmas: list[str]
    heads: list[int]
    deps: list[str]
    begins: list[bool]
    names: list[tuple[int, int, str]]


class Decoder:
    """Reads a window's scores by the labels they stand for.

    Args:
        labels: what the scores stand for.
        words: words known to exist, in lower case, by which lemmas are mended (:mod:`kg.nlp.encoder.inflection`).
    """

    def __init__(self, labels: Labels, words: Container[str]) -> None:
        self.labels = labels
        self._words = words
        self._names = NameTags(labels.names)
        self._root = labels.deps.index("ROOT")
        parted = [morph.partition("|") for morph in labels.morphs]
        self._pos = [pos for pos, _, _ in parted]
        self._features = [features for _, _, features in parted]

    def begins(self, scores: Scores, given: Sequence[bool | None]) -> list[bool]:
        """Where sentences begin: where it is given so, elsewhere where the graph says so; the first word begins one."""
        found = scores.begin > 0
        marks = [bool(found[i]) if mark is None else mark for i, mark in enumerate(given)]
        return [True, *marks[1:]]

    def parse(self, scores: Scores, words: Sequence[str], begins: Sequence[bool]) -> Parse:
        """Decode the first ``len(words)`` words of a window; the last of them must end a sentence."""
        size = len(words)
        columns = self._heads(scores, begins)
        heads = [i if column == 0 else int(column) - 1 for i, column in enumerate(columns)]
        morphs = _best(scores.morph[:size])
        tags = [self.labels.tags[i] for i in _best(scores.tag[:size])]
        lemmas = [self._lemma(word, row) for word, row in zip(words, scores.lemma, strict=False)]
        return Parse(
            tags=tags,
            pos=[self._pos[i] for i in morphs],
            morphs=[self._features[i] for i in morphs],
            lemmas=[undone(w, t, lemma, self._words) for w, t, lemma in zip(words, tags, lemmas, strict=True)],
            heads=heads,
            deps=self._deps(scores, columns),
            begins=list(begins),
            names=self._names.spans(_rounded(scores.name[:size])),
        )

    def _heads(self, scores: Scores, begins: Sequence[bool]) -> NDArray[np.int64]:
        starts = [i for i, begin in enumerate(begins) if begin]
        columns = np.zeros(len(begins), dtype=np.int64)
        for start, end in zip(starts, [*starts[1:], len(begins)], strict=True):
            inside = scores.arcs[start:end, [0, *range(start + 1, end + 1)]]
            for word, head in enumerate(best_tree(inside), start=start):
                columns[word] = 0 if head < 0 else start + head + 1
        return columns

    def _deps(self, scores: Scores, columns: NDArray[np.int64]) -> list[str]:
        relations = _rounded(scores.first(len(columns)).relations(columns))
        relations[:, self._root] = -np.inf
        best = relations.argmax(axis=1)
        return ["ROOT" if column == 0 else self.labels.deps[i] for column, i in zip(columns, best, strict=True)]

    def _lemma(self, word: str, scores: NDArray[np.float32]) -> str:
        rounded = _rounded(scores)
        best = int(rounded.argmax())
        lemma = apply_rule(word, self.labels.lemma_rules[best])
        if lemma is not None:
            return lemma
        for index in np.argsort(-rounded, kind="stable")[1:_RULES_TRIED]:
            lemma = apply_rule(word, self.labels.lemma_rules[index])
            if lemma is not None:
                return lemma
        return word


def _rounded(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.round(scores / _STEP)


def _best(scores: NDArray[np.float32]) -> list[int]:
    return [int(i) for i in _rounded(scores).argmax(axis=1)]
