from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from kg.nlp.encoder.trees import best_tree


def is_tree(heads: tuple[int, ...]) -> bool:
    if heads.count(-1) != 1 or any(head == word for word, head in enumerate(heads)):
        return False
    for word in range(len(heads)):
        seen = set()
        node = word
        while node != -1:
            if node in seen:
                return False
            seen.add(node)
            node = heads[node]
    return True


def best_by_trying(scores: np.ndarray) -> float:
    size = len(scores)
    trees = (heads for heads in product(range(-1, size), repeat=size) if is_tree(heads))
    return max(sum(scores[word, head + 1] for word, head in enumerate(heads)) for heads in trees)


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5])
def test_no_tree_scores_higher(size: int) -> None:
    numbers = np.random.default_rng(size)
    for _ in range(30):
        scores = numbers.integers(-12, 12, size=(size, size + 1)).astype(np.float32)
        heads = best_tree(scores)
        assert is_tree(tuple(heads))
        assert sum(scores[word, head + 1] for word, head in enumerate(heads)) == best_by_trying(scores)


@pytest.mark.parametrize("size", [2, 7, 40, 160])
def test_any_scores_give_a_tree_with_one_root(size: int) -> None:
    numbers = np.random.default_rng(size)
    for scores in (numbers.normal(size=(size, size + 1)), np.zeros((size, size + 1))):
        assert is_tree(tuple(best_tree(scores.astype(np.float32))))


def test_many_roots_and_a_long_circle_are_mended() -> None:
    roots = np.full((6, 7), -5, dtype=np.float32)
    roots[:, 0] = 9
    assert best_tree(roots).count(-1) == 1
    circle = np.full((30, 31), -50, dtype=np.float32)
    for word in range(30):
        circle[word, (word + 1) % 30 + 1] = 10
    assert is_tree(tuple(best_tree(circle)))


def test_noise_below_a_step_changes_nothing() -> None:
    numbers = np.random.default_rng(5)
    scores = numbers.integers(-3, 3, size=(12, 13)).astype(np.float32)
    noise = numbers.uniform(-1e-4, 1e-4, size=scores.shape).astype(np.float32)
    assert best_tree(scores) == best_tree(scores + noise)


def test_of_equal_heads_the_nearest_wins() -> None:
    scores = np.full((3, 4), 1, dtype=np.float32)
    scores[1, 0] = 5
    assert best_tree(scores) == [1, -1, 1]
