# ruff: noqa: PLC0415 - a command imports what it needs when it is called, see below
"""The commands, their options and their help; what each does stands in the module it imports when it is called.

spaCy, Flask, pySHACL and networkx take seconds to import together: no command imports what it does not need, and
``kg --help`` none of them.
"""

from __future__ import annotations

import sys
import traceback
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import TracebackType
from typing import Annotated, Literal

import typer

from kg.cli import service_options as service
from kg.cli.building import Base, Cluster, Fields, Fresh, Jobs, Published, Retry, Store, pairs
from kg.cli.group import Commands, ExitCode, complain, wants_debug
from kg.cli.options import (
    DEFAULT_DATA,
    Corrections,
    DataFolder,
    Host,
    LevelOption,
    MinConfidence,
    Output,
    Pipeline,
    Port,
    Profile,
    Since,
    Types,
    Until,
    View,
    day,
)

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
    sources: Annotated[
        list[str] | None, typer.Argument(metavar="SOURCE...", help="Files, folders, globs, or - for stdin.")
    ] = None,
    data: DataFolder = DEFAULT_DATA,
    pipeline: Pipeline = None,
    published: Published = None,
    fresh: Fresh = False,
    jobs: Jobs = None,
    cluster: Cluster = None,
    store: Store = None,
    fields: Fields = None,
    retry: Retry = False,
    base: Base = None,
    corrections: Corrections = None,
) -> None:
    """Add documents to the graph, or replace them.

    What has not changed is skipped. Inputs that cannot be read are set aside, the others go on, and the exit code is 3.
    Ctrl-C stops it; the same command goes on from there.
    """
    from kg.cli.documents import BuildOptions, run_build

    if not sources and not retry:
        raise typer.BadParameter("give a file, a folder, a glob or -, or --retry", param_hint="SOURCE...")
    options = BuildOptions(
        pipeline, day(published), base, jobs, cluster, store, pairs(fields or []), corrections, fresh=fresh, retry=retry
    )
    raise typer.Exit(run_build(sources or [], data, options))


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


@app.command("backup")
def backup(
    *,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to write; .gz or .tgz is compressed.")],
    data: DataFolder = DEFAULT_DATA,
) -> None:
    """Write a whole data folder into one file.

    Every byte goes under a checksum. No build may be at work in the folder meanwhile.
    """
    from kg.cli.folders import run_backup

    run_backup(file, data)


@app.command("restore")
def restore(
    *,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What kg backup wrote.")],
    data: DataFolder = DEFAULT_DATA,
) -> None:
    """Make a data folder from a backup.

    The folder must be empty or not there. Nothing is made of a file that is damaged.
    """
    from kg.cli.folders import run_restore

    run_restore(file, data)


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
    types: Types = None,
    since: Since = None,
    until: Until = None,
    min_confidence: MinConfidence = None,
    form: Annotated[
        Literal["table", "json", "graphml", "gexf", "cyjs", "nodelink"],
        typer.Option("--format", help="How to write the answer."),
    ] = "table",
    profile: Profile = "default",
    level: LevelOption = "as-told",
    output: Output = None,
) -> None:
    """Show what lies around an entity.

    Its facts and the entities in them (--view events), or the actors it is tied to (--view actors).
    """
    from kg.cli.questions import Around, run_neighbourhood

    around = Around(entity, depth, limit, view, tuple(types or ()), day(since), day(until), min_confidence, level)
    run_neighbourhood(around, data, form, output, profile)


@app.command("export")
def export(
    *,
    form: Annotated[
        str,
        typer.Argument(
            metavar="FORMAT",
            help="nq, trig, ttl, nt, jsonld, graphml, gexf, cyjs, cystyle, nodelink, csv or parquet.",
        ),
    ],
    output: Output = None,
    data: DataFolder = DEFAULT_DATA,
    profile: Profile = "default",
    view: View = "events",
    around: Annotated[
        list[str] | None,
        typer.Option("--around", metavar="ENTITY", help="Only what lies around this entity; may be repeated."),
    ] = None,
    depth: Annotated[int, typer.Option("--depth", min=0, help="Steps to go from --around.")] = 1,
    types: Types = None,
    since: Since = None,
    until: Until = None,
    min_confidence: MinConfidence = None,
    level: LevelOption = "as-told",
    metadata: Annotated[
        bool, typer.Option("--metadata", help="Write a description (DCAT, JSON-LD) beside the file.")
    ] = False,
) -> None:
    """Write the graph, or a part of it, for other tools.

    A file whose name ends in .gz is compressed. csv and parquet are a folder, or a zip if the name ends in .zip or
    nothing is named. --view matters to formats of networks; those of RDF write the graph itself.
    """
    from kg.cli.questions import Written, run_export
    from kg.export import Selection
    from kg.levels import level_of
    from kg.network import Filter

    chosen = Filter(frozenset(types or ()), day(since), day(until), min_confidence)
    selection = Selection(view, chosen, tuple(around or ()), depth, level_of(level))
    run_export(Written(form, profile, output, metadata), selection, data)


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
    errors: Annotated[
        bool, typer.Option("--errors", help="List every miss and every spurious fact, by its cause.")
    ] = False,
    across: Annotated[
        bool, typer.Option("--across", help="GOLD is a file that says what is the same across articles.")
    ] = False,
    form: Annotated[Literal["table", "json"], typer.Option("--format", help="How to write the figures.")] = "table",
) -> None:
    """Score the graph against gold facts.

    Precision, recall and F1 for each kind of fact; with --across, of the clusters of entities and occasions. Exit code
    1 where the graph lacks one of the gold's documents.
    """
    from kg.cli.checks import run_evaluate, run_evaluate_across

    if across:
        run_evaluate_across(gold, data)
        return
    raise typer.Exit(run_evaluate(gold, data, form, errors=errors))


@app.command("serve")
def serve(
    *,
    context: typer.Context,
    data: DataFolder = DEFAULT_DATA,
    host: Host = None,  # noqa: ARG001 - these are handed on together
    port: Port = None,  # noqa: ARG001
    threads: service.Threads = None,  # noqa: ARG001
    cors: service.Cors = None,  # noqa: ARG001
    max_body: service.MaxBody = None,  # noqa: ARG001
    max_url: service.MaxUrl = None,  # noqa: ARG001
    max_page: service.MaxPage = None,  # noqa: ARG001
    max_nodes: service.MaxNodes = None,  # noqa: ARG001
    max_depth: service.MaxDepth = None,  # noqa: ARG001
    query_timeout: service.QueryTimeout = None,  # noqa: ARG001
    query_workers: service.QueryWorkers = None,  # noqa: ARG001
    query_waiting: service.QueryWaiting = None,  # noqa: ARG001
    query_memory: service.QueryMemory = None,  # noqa: ARG001
    max_answer: service.MaxAnswer = None,  # noqa: ARG001
    answer_cache: service.AnswerCache = None,  # noqa: ARG001
    default_graph: service.DefaultGraph = None,  # noqa: ARG001
    update_token: service.UpdateToken = None,  # noqa: ARG001
    remote: service.Remote = None,  # noqa: ARG001
    kept_snapshots: service.KeptSnapshots = None,  # noqa: ARG001
    log: service.Log = None,  # noqa: ARG001
) -> None:
    """Serve the graph over HTTP until Ctrl-C.

    New builds into the same folder are followed without a restart.
    """
    from kg.cli.service import run_serve

    run_serve(data, **{name: value for name, value in context.params.items() if name != "data"})
