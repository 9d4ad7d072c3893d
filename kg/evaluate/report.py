"""An evaluation for people and for programs to read."""

from __future__ import annotations

import json

from kg.evaluate.scoring import Evaluation, Kind, Score

__all__ = ["render_discrepancies", "render_table", "to_json"]

DECIMALS = 3


def render_table(evaluation: Evaluation) -> str:
    """One line a kind: the gold's and the graph's facts, precision, recall, F1, and spurious facts an article.

    A kind that neither the gold nor the graph has is left out.
    """
    lines = [f"{'kind':14}{'gold':>6}{'system':>8}{'P':>8}{'R':>8}{'F1':>8}{'spurious':>10}"]
    lines += [
        f"{one.kind:14}{one.gold:6}{one.system:8}{one.precision:8.3f}{one.recall:8.3f}{one.f1:8.3f}{one.spurious:10.1f}"
        for one in evaluation.scores
        if _is_scored(one)
    ]
    return "\n".join(lines)


def render_discrepancies(evaluation: Evaluation, kinds: tuple[Kind, ...] = tuple(Kind)) -> str:
    """Every discrepancy of these kinds, one a line, under a heading for each kind that has any."""
    lines: list[str] = []
    for kind, found in evaluation.discrepancies_by_kind().items():
        if kind in kinds:
            lines.append(f"{kind} ({len(found)})")
            lines += [f"  {one.document} | {one.verdict} | {one.detail}" for one in found]
    return "\n".join(lines)


def to_json(evaluation: Evaluation) -> str:
    """The figures of each kind as a JSON object, rounded to three decimals."""
    return json.dumps(
        {
            one.kind: {
                "matched": one.matched,
                "gold": one.gold,
                "system": one.system,
                "precision": round(one.precision, DECIMALS),
                "recall": round(one.recall, DECIMALS),
                "f1": round(one.f1, DECIMALS),
            }
            for one in evaluation.scores
            if _is_scored(one)
        }
    )


def _is_scored(score: Score) -> bool:
    """Whether anybody looked for a kind: gold files need not say anything about interactions."""
    return score.kind is not Kind.INTERACTION or bool(score.gold or score.system)
