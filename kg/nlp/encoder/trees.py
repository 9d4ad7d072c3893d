"""The best tree over a sentence's arc scores: one root, no circle, ties broken by position.

Chu-Liu/Edmonds (Edmonds 1967) over all arcs; that exactly one word hangs on the root is forced by a penalty that no
sum of scores outweighs.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["best_tree"]

_STEP: Final = 1 / 256  # scores nearer than this are a tie: eight-bit arithmetic differs in as much between machines

Scores = NDArray[np.float32]


def best_tree(scores: Scores) -> list[int]:
    """The head of each word, -1 for the root.

    Args:
        scores: ``scores[i, j]`` for word ``j - 1`` as the head of word ``i``, column 0 for the root.

    Returns:
        The tree of the greatest sum, with exactly one root. Of equal heads the nearest wins, of equally near ones the
        one before the word.
    """
    size = scores.shape[0]
    if size == 1:
        return [-1]
    rounded = _rounded(scores)
    greedy = rounded.argmax(axis=1)
    if (greedy == 0).sum() == 1 and not _circle([0, *(int(h) for h in greedy)]):
        return [int(h) - 1 for h in greedy]
    square = np.full((size + 1, size + 1), -np.inf)
    square[1:] = rounded
    span = np.ptp(rounded[np.isfinite(rounded)])
    square[1:, 0] -= (span + 1) * (size + 1)
    heads = _arborescence(square)
    return [head - 1 for head in heads[1:]]


def _rounded(scores: Scores) -> NDArray[np.float64]:
    size = scores.shape[0]
    rounded = np.round(scores.astype(np.float64) / _STEP) * _STEP
    words = np.arange(size)[:, None]
    heads = np.arange(-1, size)[None, :]
    distance = 2 * np.abs(words - heads) + (heads > words)
    rounded -= distance * (_STEP / (8 * (size + 1)))
    rounded[np.arange(size), np.arange(1, size + 1)] = -np.inf
    return rounded


def _circle(heads: list[int]) -> list[int]:
    """The nodes of a circle, or none; node 0 is the root."""
    done = {0}
    for start in range(1, len(heads)):
        path: list[int] = []
        node = start
        while node not in done and node not in path:
            path.append(node)
            node = heads[node]
        if node in path:
            return path[path.index(node) :]
        done.update(path)
    return []


def _arborescence(scores: NDArray[np.float64]) -> list[int]:
    """Chu-Liu/Edmonds: the head of every node but 0 (whose own entry is 0), for ``scores[dependent, head]``."""
    heads = [0, *(int(h) for h in scores[1:].argmax(axis=1))]
    circle = _circle(heads)
    if not circle:
        return heads
    inside = set(circle)
    outside = [node for node in range(len(heads)) if node not in inside]
    gain = sum(scores[node, heads[node]] for node in circle)
    merged = np.full((len(outside) + 1, len(outside) + 1), -np.inf)
    merged[:-1, :-1] = scores[np.ix_(outside, outside)]
    leaving = scores[np.ix_(outside, circle)]
    merged[:-1, -1] = leaving.max(axis=1)
    own = np.array([scores[node, heads[node]] for node in circle])
    entering = scores[np.ix_(circle, outside)] - own[:, None] + gain
    merged[-1, :-1] = entering.max(axis=0)
    solved = _arborescence(merged)
    for place, node in enumerate(outside[1:], start=1):
        head = solved[place]
        heads[node] = outside[head] if head < len(outside) else circle[int(leaving[place].argmax())]
    broken = circle[int(entering[:, solved[-1]].argmax())]
    heads[broken] = outside[solved[-1]]
    return heads
