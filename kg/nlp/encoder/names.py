"""Names from scores: the best sequence of begin, inside, end, single and outside tags (Viterbi over allowed steps)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

__all__ = ["NameTags"]

Scores = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class NameTags:
    """The tags of the given labels: "O", then B, I, E and S of each label."""

    labels: tuple[str, ...]

    def __len__(self) -> int:
        return 1 + 4 * len(self.labels)

    def tags(self, spans: Sequence[tuple[int, int, str]], size: int) -> list[int]:
        """The tags of ``size`` tokens with names at the given half-open spans."""
        tags = [0] * size
        for begin, end, label in spans:
            base = 1 + 4 * self.labels.index(label)
            tags[begin:end] = [base + 1] * (end - begin)
            tags[begin], tags[end - 1] = (base, base + 2) if end - begin > 1 else (base + 3, base + 3)
        return tags

    def spans(self, scores: Scores) -> list[tuple[int, int, str]]:
        """The half-open spans of the best sequence of tags for ``scores[token, tag]``."""
        if not len(scores):
            return []
        greedy = [int(t) for t in scores.argmax(axis=1)]
        allowed, opens, closes = _steps(len(self))
        fits = opens[greedy[0]] and closes[greedy[-1]]
        if not fits or not all(allowed[a, b] for a, b in pairwise(greedy)):
            greedy = _viterbi(scores, allowed, opens, closes)
        return list(self._spans(greedy))

    def _spans(self, tags: Sequence[int]) -> list[tuple[int, int, str]]:
        found = []
        begin = 0
        for index, tag in enumerate(tags):
            kind = (tag - 1) % 4
            if tag and kind in {0, 3}:
                begin = index
            if tag and kind in {2, 3}:
                found.append((begin, index + 1, self.labels[(tag - 1) // 4]))
        return found


Steps = tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.bool_]]


@cache
def _steps(size: int) -> Steps:
    """Which tag may follow which, which may open a text and which may close it."""
    kinds = np.array([3, *((tag - 1) % 4 for tag in range(1, size))])
    labels = np.array([-1, *((tag - 1) // 4 for tag in range(1, size))])
    within = np.isin(kinds, (0, 1))
    continues = np.isin(kinds, (1, 2))
    same = labels[:, None] == labels[None, :]
    allowed = np.where(within[:, None], continues[None, :] & same, ~continues[None, :])
    return allowed, ~continues, ~within


def _viterbi(
    scores: Scores, allowed: NDArray[np.bool_], opens: NDArray[np.bool_], closes: NDArray[np.bool_]
) -> list[int]:
    penalty = np.where(allowed, 0.0, -1e9)
    total = scores[0] + np.where(opens, 0.0, -1e9)
    back = []
    for row in scores[1:]:
        paths = total[:, None] + penalty
        back.append(paths.argmax(axis=0))
        total = paths.max(axis=0) + row
    tags = [int((total + np.where(closes, 0.0, -1e9)).argmax())]
    for step in reversed(back):
        tags.append(int(step[tags[-1]]))
    return tags[::-1]
