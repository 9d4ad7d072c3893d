"""What judges the graph: validate, evaluate."""

from __future__ import annotations

from pathlib import Path

import typer

from kg.cli.group import ExitCode, complain
from kg.evaluate import evaluate, load_gold, render_discrepancies, render_table, to_json
from kg.evaluate.crossarticle import load_cross_article, render_cross_article, score_cross_article
from kg.status import status
from kg.store import open_store
from kg.validate import validate

__all__ = ["run_evaluate", "run_evaluate_across", "run_validate"]


def run_validate(data: Path) -> ExitCode:
    """Check the graph and print what is wrong with it."""
    base = status(data).base
    with open_store(data) as reader:
        report = validate(reader, base=base)
    for violation in report.violations:
        typer.echo(f"{violation.rule} {violation.focus}: {violation.message}")
    counted = f"{report.quads:,} quads in {report.graphs:,} graphs"
    typer.echo(f"{counted}: conforms" if report.conforms else f"{counted}: {len(report.violations):,} violations")
    return ExitCode.DONE if report.conforms else ExitCode.NOT_SO


def run_evaluate(gold: Path, data: Path, form: str, *, errors: bool) -> ExitCode:
    """Print the graph's score against gold facts."""
    golds = load_gold(gold)
    with open_store(data) as reader:
        evaluation = evaluate(reader, golds)
    typer.echo(to_json(evaluation, errors=errors) if form == "json" else render_table(evaluation))
    if errors and form != "json":
        typer.echo(render_discrepancies(evaluation))
    for document in evaluation.missing:
        complain(f"{data}: does not hold the gold document {document!r}; add it with: kg build")
    return ExitCode.NOT_SO if evaluation.missing else ExitCode.DONE


def run_evaluate_across(gold: Path, data: Path) -> None:
    """Print how well the graph knows what is the same across articles."""
    told = load_cross_article(gold)
    with open_store(data) as reader:
        typer.echo(render_cross_article(score_cross_article(reader, told)))
