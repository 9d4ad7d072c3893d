"""The score: how much of what a careful reader takes from the articles the graph holds, and how much else it says.

golds = load_gold(Path("gold/seeds"))
evaluation = evaluate(reader, golds)
print(render_table(evaluation))
"""

from __future__ import annotations

from kg.evaluate.causes import Cause
from kg.evaluate.gold import GoldDocument, load_gold
from kg.evaluate.report import render_discrepancies, render_table, to_json
from kg.evaluate.scoring import Discrepancy, Evaluation, Kind, Score, Verdict, evaluate

__all__ = [
    "Cause",
    "Discrepancy",
    "Evaluation",
    "GoldDocument",
    "Kind",
    "Score",
    "Verdict",
    "evaluate",
    "load_gold",
    "render_discrepancies",
    "render_table",
    "to_json",
]
