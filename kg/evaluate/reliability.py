"""How often facts are right at each confidence: a reliability table, for calibration (DeGroot & Fienberg 1983).

evaluation = evaluate(reader, golds)
print(render_reliability(reliability(evaluation.judged)))
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from kg.evaluate.scoring import Judged

__all__ = ["BANDS", "Band", "expected_error", "reliability", "render_reliability"]

BANDS: Final = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 1.01)
FEWEST: Final = 10  # facts below which the share of right ones says little: its standard error passes 0.1
ALL: Final = "all"


@dataclass(frozen=True, slots=True)
class Band:
    """The facts of one kind whose confidence lies in ``[low, high)``."""

    kind: str
    low: float
    high: float
    facts: int
    right: int
    told: float

    @property
    def share(self) -> float:
        """The share that is right; 0 without facts."""
        return self.right / self.facts if self.facts else 0.0


def reliability(judged: Iterable[Judged]) -> tuple[Band, ...]:
    """The bands that hold facts: of each kind in order of its name, then of all kinds together.

    Args:
        judged: facts with their confidence and whether they are right.
    """
    by_kind: dict[str, list[Judged]] = {}
    for one in judged:
        by_kind.setdefault(str(one.kind), []).append(one)
    by_kind = {kind: by_kind[kind] for kind in sorted(by_kind)}
    everything = [one for ones in by_kind.values() for one in ones]
    groups = by_kind | ({ALL: everything} if len(by_kind) > 1 else {})
    return tuple(
        Band(kind, low, high, len(here), sum(one.right for one in here), sum(o.confidence for o in here) / len(here))
        for kind, ones in groups.items()
        for low, high in pairwise(BANDS)
        if (here := [one for one in ones if low <= one.confidence < high])
    )


def expected_error(bands: Iterable[Band], kind: str = ALL) -> float:
    """The expected calibration error of a kind: the mean distance of told from right, weighed by facts."""
    mine = [band for band in bands if band.kind == kind]
    total = sum(band.facts for band in mine)
    return sum(band.facts * abs(band.share - band.told) for band in mine) / total if total else 0.0


def render_reliability(bands: Iterable[Band]) -> str:
    """One line a band; those of too few facts to say much are marked with a question mark."""
    bands = tuple(bands)
    lines = [f"{'kind':14}{'confidence':>12}{'facts':>8}{'right':>8}{'share':>8}{'told':>8}"]
    for band in bands:
        span = f"{band.low:.1f}-{min(band.high, 1.0):.1f}"
        few = " ?" if band.facts < FEWEST else ""
        lines.append(f"{band.kind:14}{span:>12}{band.facts:8}{band.right:8}{band.share:8.2f}{band.told:8.2f}{few}")
    kinds = dict.fromkeys(band.kind for band in bands)
    lines += [f"expected calibration error, {kind}: {expected_error(bands, kind):.2f}" for kind in kinds]
    return "\n".join(lines)
