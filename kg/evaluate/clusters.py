"""How well clusters agree with gold clusters: B-cubed (Bagga and Baldwin 1998), item by item."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import TypeVar

__all__ = ["BCubed", "b_cubed"]

T = TypeVar("T", bound=Hashable)


@dataclass(frozen=True, slots=True)
class BCubed:
    """Precision, recall and F1 in [0, 1] over ``items`` items."""

    precision: float
    recall: float
    items: int

    @property
    def f1(self) -> float:
        """The harmonic mean; 0 where both are."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def b_cubed(gold: Mapping[T, Hashable], told: Mapping[T, Hashable]) -> BCubed:
    """Compare two clusterings.

    Args:
        gold: each item's gold cluster.
        told: each item's cluster; an item that is not there is alone, and one that gold lacks does not count.
    """
    if not gold:
        return BCubed(0.0, 0.0, 0)
    response: dict[T, Hashable] = {item: told.get(item, ("alone", item)) for item in gold}
    gold_sizes, sizes = Counter(gold.values()), Counter(response.values())
    both: defaultdict[tuple[Hashable, Hashable], int] = defaultdict(int)
    for item, cluster in gold.items():
        both[cluster, response[item]] += 1
    precision = sum(n * n / sizes[cluster] for (_, cluster), n in both.items())
    recall = sum(n * n / gold_sizes[cluster] for (cluster, _), n in both.items())
    return BCubed(precision / len(gold), recall / len(gold), len(gold))
