# ruff: noqa: PLC0415 - a command imports what it needs when it is called, see below
"""The commands, their options and their help; what each does stands in the module it imports when it is called.

spaCy, Flask, pySHACL and networkx take seconds to import together: no command imports what it does not need, and
``kg --help`` none of them.
"""

from __future__ import annotations

import datetime as dt
import sys
import traceback
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import TracebackType
from typing import Annotated, Literal

import typer

from kg.cli.group import Commands, ExitCode, complain, wants_debug
from kg.cli.options import DEFAULT_DATA, DataFolder, Host, Output, Pipeline, Port, View, day

__all__ = ["app", "main"]

app = typer.Typer(
    name="kg",
    cls=Commands,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["--help", "-h"]},
    help="News about diplomacy as a knowledge graph: who met whom, who stands where, and the sentence that says so.",
    epilog="Exit codes: 0 done; 1 not so, or nothing found; 2 bad input; 3 inputs set aside; 4 store or server failed.",
)

_DATE_FORMATS = ["%Y-%m-%d"]


def main() -> None:
    """Run the command line; the entry point of ``kg``."""
    sys.excepthook = _report_bug
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    typer.main.get_command(app)(prog_name="kg")


def _report_bug(kind: type[BaseException], error: BaseException, _: TracebackType | None) -> None:
    """The last resort, for errors that nobody raised on purpose."""
    if wants_debug(sys.argv):
        traceback.print_exception(error)
    complain(f"internal error ({kind.__name__}: {error}); run it again with --debug and report what it shows")
    raise SystemExit(ExitCode.FAILED)


def _version(wanted: bool) -> None:
    if not wanted:
        return
    try:
        typer.echo(f"demarche {version('demarche')}")
    except PackageNotFoundError:
        typer.echo("demarche (not installed)")
    raise typer.Exit


@app.callback(invoke_without_command=True)
def kg(
    *,
    context: typer.Context,
    debug: Annotated[  # noqa: ARG001 - read by Commands, before anything can fail
        bool, typer.Option("--debug", envvar="DEMARCHE_DEBUG", help="Show the traceback of an error.")
    ] = False,
    show_version: Annotated[  # noqa: ARG001 - its callback does the work
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and leave.")
    ] = False,
) -> None:
    """News about diplomacy as a knowledge graph: who met whom, who stands where, and the sentence that says so."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@app.command("demo")
def demo(
    *,
    data: Annotated[
        Path | None,
        typer.Option(
            "--data", metavar="DIR", help="A folder that is empty or not there; a temporary one if not given."
        ),
    ] = None,
    pipeline: Pipeline = None,
    serve: Annotated[
        bool, typer.Option("--serve/--no-serve", help="Serve the graph afterwards; by default only in a terminal.")
    ] = True,
    host: Host = None,
    port: Port = None,
) -> None:
    """Build, show and serve the graph of the five seed articles.

    They come with the program. The graph goes into a fresh folder; what was found is printed: who met whom, where and
    when, who stands where, who holds which office. In a terminal the graph is then served.
    """
    from kg.cli.demo import run_demo

    run_demo(data, pipeline, host=host, port=port, serve=serve)


@app.command("build")
def build(
    *,
    sources: Annotated[list[str], typer.Argument(metavar="SOURCE...", help="Files, folders, globs, or - for stdin.")],
    data: DataFolder = DEFAULT_DATA,
    pipeline: Pipeline = None,
    published: Annotated[
        dt.datetime | None,
        typer.Option(
            "--published",
            formats=_DATE_FORMATS,
            metavar="DATE",
            help="The date of documents that do not say their own.",
        ),
    ] = None,
    fresh: Annotated[
        bool,
        typer.Option(
            "--fresh/--resume", help="Read every document anew and forget all others, or skip what has not changed."
        ),
    ] = False,
    base: Annotated[
        str | None,
        typer.Option(
            "--base",
            envvar="DEMARCHE_BASE",
            metavar="IRI",
            help="What the IRIs of instances begin with; kept with the data.",
        ),
    ] = None,
) -> None:
    """Add documents to the graph, or replace them.

    What has not changed is skipped. Inputs that cannot be read are set aside, the others go on, and the exit code is 3.
    """
    from kg.cli.documents import run_build

    raise typer.Exit(run_build(sources, data, pipeline=pipeline, published=day(published), fresh=fresh, base=base))


@app.command("remove")
def remove(
    *,
    documents: Annotated[list[str], typer.Argument(metavar="DOCUMENT...", help="Identifiers of documents.")],
    data: DataFolder = DEFAULT_DATA,
) -> None:
    """Take documents back.

    What they said goes, what others said stays.
    """
    from kg.cli.documents import run_remove

    run_remove(documents, data)


@app.command("status")
def status(*, data: DataFolder = DEFAULT_DATA) -> None:
    """Say what the data folder holds.

    Documents, quads, snapshot, pipelines, and the inputs that were set aside.
    """
    from kg.cli.status import run_status

    run_status(data)


@app.command("query")
def query(
    *,
    text: Annotated[str, typer.Argument(metavar="SPARQL", help="The query, or - to read it from stdin.")],
    data: DataFolder = DEFAULT_DATA,
    form: Annotated[
        Literal["table", "json", "xml", "csv", "tsv", "ttl", "nt"],
        typer.Option("--format", help="How to write the answer; ttl and nt are for CONSTRUCT and DESCRIBE."),
    ] = "table",
    timeout: Annotated[
        float,
        typer.Option(
            "--timeout", envvar="DEMARCHE_TIMEOUT", min=0.001, metavar="S", help="Give up after so many seconds."
        ),
    ] = 60.0,
) -> None:
    """Ask the graph in SPARQL.

    The usual prefixes (dm:, id:, skos:, ...) need no declaration. An ASK that is answered with no ends with exit code
    1.
    """
    from kg.cli.questions import run_query

    raise typer.Exit(run_query(text, data, form, timeout))


@app.command("neighbourhood")
def neighbourhood(
    *,
    entity: Annotated[str, typer.Argument(metavar="ENTITY", help="A name, a slug or an IRI.")],
    data: DataFolder = DEFAULT_DATA,
    depth: Annotated[
        int, typer.Option("--depth", min=0, help="Steps to go; in the view events, actors are two apart.")
    ] = 1,
    limit: Annotated[int, typer.Option("--limit", min=0, help="The most nodes beside the entity itself.")] = 100,
    view: View = "events",
    types: Annotated[
        list[str] | None,
        typer.Option(
            "--type", metavar="TYPE", help="Keep only these types, such as Person, Meeting, metWith; may be repeated."
        ),
    ] = None,
    since: Annotated[
        dt.datetime | None,
        typer.Option("--since", formats=_DATE_FORMATS, metavar="DATE", help="Leave out what ended before."),
    ] = None,
    until: Annotated[
        dt.datetime | None,
        typer.Option("--until", formats=_DATE_FORMATS, metavar="DATE", help="Leave out what began after."),
    ] = None,
    min_confidence: Annotated[
        float | None, typer.Option("--min-confidence", min=0.0, max=1.0, help="Leave out facts with less confidence.")
    ] = None,
    form: Annotated[
        Literal["table", "json", "graphml"], typer.Option("--format", help="How to write the answer.")
    ] = "table",
    output: Output = None,
) -> None:
    """Show what lies around an entity.

    Its facts and the entities in them (--view events), or the actors it is tied to (--view actors).
    """
    from kg.cli.questions import Around, run_neighbourhood

    around = Around(entity, depth, limit, view, tuple(types or ()), day(since), day(until), min_confidence)
    run_neighbourhood(around, data, form, output)


@app.command("export")
def export(
    *,
    form: Annotated[str, typer.Argument(metavar="FORMAT", help="nq, trig, ttl, nt, jsonld or graphml.")],
    output: Output = None,
    data: DataFolder = DEFAULT_DATA,
    view: View = "events",
) -> None:
    """Write the graph for other tools.

    A file whose name ends in .gz is compressed. --view matters to graphml; the other formats write the graph itself.
    """
    from kg.cli.questions import run_export

    run_export(form, output, data, view)


@app.command("validate")
def validate(*, data: DataFolder = DEFAULT_DATA) -> None:
    """Check the graph against the ontology and for integrity.

    Runs the SHACL shapes, and compares every passage with its document. Exit code 1 where something is wrong.
    """
    from kg.cli.checks import run_validate

    raise typer.Exit(run_validate(data))


@app.command("evaluate")
def evaluate(
    *,
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="A folder of gold facts, one JSON file a document.")],
    data: DataFolder = DEFAULT_DATA,
    errors: Annotated[bool, typer.Option("--errors", help="List every miss and every spurious fact.")] = False,
    form: Annotated[Literal["table", "json"], typer.Option("--format", help="How to write the figures.")] = "table",
) -> None:
    """Score the graph against gold facts.

    Precision, recall and F1 for each kind of fact. Exit code 1 where the graph lacks one of the gold's documents.
    """
    from kg.cli.checks import run_evaluate

    raise typer.Exit(run_evaluate(gold, data, form, errors=errors))


@app.command("serve")
def serve(
    *,
    data: DataFolder = DEFAULT_DATA,
    host: Host = None,
    port: Port = None,
    threads: Annotated[
        int | None, typer.Option("--threads", envvar="DEMARCHE_THREADS", help="Requests answered at once [default: 8].")
    ] = None,
    cors: Annotated[
        str | None,
        typer.Option(
            "--cors", envvar="DEMARCHE_CORS", metavar="ORIGIN", help="Whose pages may read the answers; * for all."
        ),
    ] = None,
    max_body: Annotated[
        int | None,
        typer.Option(
            "--max-body", envvar="DEMARCHE_MAX_BODY", help="The longest request, in bytes [default: 1000000]."
        ),
    ] = None,
    max_page: Annotated[
        int | None,
        typer.Option(
            "--max-page", envvar="DEMARCHE_MAX_PAGE", help="The most items of a page of a list [default: 1000]."
        ),
    ] = None,
    max_nodes: Annotated[
        int | None,
        typer.Option(
            "--max-nodes", envvar="DEMARCHE_MAX_NODES", help="The most nodes of a neighbourhood [default: 2000]."
        ),
    ] = None,
    max_depth: Annotated[
        int | None,
        typer.Option(
            "--max-depth", envvar="DEMARCHE_MAX_DEPTH", help="The most steps of a neighbourhood [default: 5]."
        ),
    ] = None,
) -> None:
    """Serve the graph over HTTP until Ctrl-C.

    New builds into the same folder are followed without a restart.
    """
    from kg.cli.service import run_serve

    limits = {"max_body": max_body, "max_page": max_page, "max_nodes": max_nodes, "max_depth": max_depth}
    run_serve(data, host=host, port=port, threads=threads, cors=cors, **limits)
