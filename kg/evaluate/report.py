"""An evaluation for people and for programs to read."""

from __future__ import annotations

import json
from collections.abc import Mapping

from kg.evaluate.causes import Cause
from kg.evaluate.scoring import Discrepancy, Evaluation, Kind, Score

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
    """Every discrepancy of these kinds, one a line, under headings for its kind and its cause, with their numbers."""
    lines: list[str] = []
    for kind, causes in evaluation.discrepancies_by_cause().items():
        if kind in kinds:
            lines.append(f"{kind} ({sum(map(len, causes.values()))})")
            for cause, found in causes.items():
                lines.append(f"  {cause} ({len(found)})")
                lines += [f"    {one.document} | {one.verdict} | {one.detail}" for one in found]
    return "\n".join(lines)


def to_json(evaluation: Evaluation, *, errors: bool = False) -> str:
    """The figures of each kind as a JSON object, rounded to three decimals.

    Args:
        evaluation: the scores.
        errors: whether each kind also lists its discrepancies by cause, as ``errors``.
    """
    causes = evaluation.discrepancies_by_cause() if errors else {}
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
            | ({"errors": _by_cause(causes.get(one.kind, {}))} if errors else {})
            for one in evaluation.scores
            if _is_scored(one)
        },
        ensure_ascii=False,
    )


def _by_cause(causes: Mapping[Cause, tuple[Discrepancy, ...]]) -> dict[str, list[dict[str, str]]]:
    return {
        cause: [{"document": one.document, "verdict": one.verdict, "detail": one.detail} for one in found]
        for cause, found in causes.items()
    }


def _is_scored(score: Score) -> bool:
    """Whether anybody looked for a kind: gold files need not say anything about interactions."""
    return score.kind is not Kind.INTERACTION or bool(score.gold or score.system)
