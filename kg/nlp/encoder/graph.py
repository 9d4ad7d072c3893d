"""The trained graph at work: words in, scores out, one window of text at a time.

A window goes through the graph alone and without padding, on one thread. So what is found in a text depends on that
text only, not on what else is in the batch, nor on how many processors the machine has.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from kg.nlp.encoder.surface import SurfaceToken
from kg.nlp.encoder.wordpieces import WordPieces

__all__ = ["Graph", "Scores"]

_MOST_PIECES: Final = 16  # of one token: a web address or a row of signs must not fill a window
_OUTPUTS: Final = ("tag", "morph", "lemma", "name", "begin", "arcs", "dep_heads", "dep_words")
Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Scores:
    """The scores of a window by word; what they mean says :class:`kg.nlp.encoder.labels.Labels`.

    ``arcs[i, j]`` is for word ``j - 1`` as the head of word ``i``, column 0 for the root. ``dep_heads[j]`` and
    ``dep_words[i]`` give the relations' scores (:meth:`relations`).
    """

    tag: Array
    morph: Array
    lemma: Array
    name: Array
    begin: Array
    arcs: Array
    dep_heads: Array
    dep_words: Array

    def first(self, size: int) -> Scores:
        """The scores of the first words."""
        return replace(self, dep_words=self.dep_words[:size])

    def relations(self, heads: NDArray[np.int64]) -> Array:
        """The scores of each word's relation to its head, given as column numbers of ``arcs``."""
        width = self.dep_heads.shape[1]
        chosen = self.dep_heads[heads]
        scores: Array = (self.dep_words[:, :, :width] @ chosen[:, :, None])[:, :, 0] + self.dep_words[:, :, width]
        return scores


class Graph:
    """The graph and the vocabulary of its word pieces."""

    def __init__(self, model: bytes, pieces: WordPieces) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self.model = model
        self.pieces = pieces
        self._session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])

    def __reduce__(self) -> tuple[type[Graph], tuple[bytes, WordPieces]]:
        return Graph, (self.model, self.pieces)

    @classmethod
    def read(cls, folder: Path) -> Graph:
        """Read ``encoder.onnx`` and ``pieces.txt``."""
        pieces = (folder / "pieces.txt").read_text(encoding="utf-8").splitlines()
        return cls((folder / "encoder.onnx").read_bytes(), WordPieces(pieces))

    def write(self, folder: Path) -> None:
        """Write what :meth:`read` reads."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "encoder.onnx").write_bytes(self.model)
        (folder / "pieces.txt").write_text("\n".join(self.pieces.pieces) + "\n", encoding="utf-8")

    def size(self, token: SurfaceToken) -> int:
        """How many pieces a token has, of which no more than a few are read."""
        return min(len(self.pieces(token.text)), _MOST_PIECES)

    def __call__(self, tokens: Sequence[SurfaceToken]) -> Scores:
        """Score a window of one token or more."""
        ids, cases, gaps, first, last = [self.pieces.first], [0], [0], [], []
        for token in tokens:
            parts = self.pieces(token.text)[:_MOST_PIECES]
            first.append(len(ids))
            ids += parts
            cases += [token.case] * len(parts)
            gaps += [token.gap] * len(parts)
            last.append(len(ids) - 1)
        columns = {
            "pieces": [*ids, self.pieces.last],
            "cases": [*cases, 0],
            "gaps": [*gaps, 0],
            "first": first,
            "last": last,
        }
        inputs = {name: np.array(column, dtype=np.int64) for name, column in columns.items()}
        return Scores(*self._session.run(_OUTPUTS, inputs))
