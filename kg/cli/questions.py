"""What asks the graph or hands it on: query, neighbourhood, export."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import typer

from kg.cli.dates import in_words
from kg.cli.group import ExitCode, complain
from kg.cli.screen import columns, deliver, show_table
from kg.errors import InputError, NotFoundError, QueryTimeout
from kg.export import (
    DEFAULT_PROFILE,
    Bundle,
    Export,
    Format,
    NetworkFormat,
    Selection,
    check_level,
    checked_profile,
    description,
    find_format,
    neighbourhood_json,
    write_bundle,
)
from kg.levels import Level, level_of
from kg.network import Edge, Neighbourhood, Network, Node, ViewName
from kg.query import Boolean, as_text, run
from kg.status import status
from kg.store import open_store

__all__ = ["Around", "Written", "run_export", "run_neighbourhood", "run_query"]


@dataclass(frozen=True, slots=True)
class Around:
    """What is asked of a neighbourhood, in the words of :meth:`kg.network.Network.neighbourhood`."""

    entity: str
    depth: int
    limit: int
    view: str
    types: tuple[str, ...]
    since: dt.date | None
    until: dt.date | None
    min_confidence: float | None
    level: str = Level.TOLD

    def of(self, network: Network, center: Node) -> Neighbourhood:
        """The neighbourhood of the entity that was meant."""
        return network.neighbourhood(
            center.id,
            self.depth,
            self.limit,
            self.view,
            self.types,
            self.since,
            self.until,
            self.min_confidence,
        )


def run_query(text: str, data: Path, form: str, timeout: float) -> ExitCode:
    """Answer a query on stdout."""
    query = typer.get_text_stream("stdin").read() if text == "-" else text
    base = status(data).base
    with open_store(data) as reader, _deadline(timeout):
        answer = run(reader, query, instances=base)
        refused = isinstance(answer, Boolean) and not answer
        if form == "table":
            typer.echo(as_text(answer, columns(sys.stdout)), nl=False)
        else:
            answer.write(typer.get_binary_stream("stdout"), form)
    return ExitCode.NOT_SO if refused else ExitCode.DONE


def run_neighbourhood(
    around: Around, data: Path, form: str, output: Path | None, profile: str = DEFAULT_PROFILE
) -> None:
    """Write what lies around an entity."""
    base = status(data).base
    with open_store(data) as reader:
        network = Network.from_reader(reader, base).at(level_of(around.level), reader)
        found = around.of(network, _meant(network, around.entity))
        if form == "table" and output is None:
            _show_neighbourhood(found, network, around.view)
        elif form == "json":
            deliver([neighbourhood_json(found, reader.snapshot).encode() + b"\n"], output)
        else:
            written = find_format(form)
            if isinstance(written, NetworkFormat):
                deliver(written.render(found.nodes, found.edges, profile), output)


@dataclass(frozen=True, slots=True)
class Written:
    """How an export is written.

    Attributes:
        form: the format.
        profile: the tool it is made for.
        output: the file or, for formats of several files, the folder; None for stdout.
        metadata: whether a description goes beside the file.
    """

    form: str
    profile: str
    output: Path | None
    metadata: bool = False


def run_export(wanted: Written, selection: Selection, data: Path) -> None:
    """Write the graph, or a part of it."""
    form = find_format(wanted.form)
    checked_profile(form, wanted.profile)
    check_level(form, selection.level)
    if wanted.metadata and wanted.output is None:
        raise InputError("--metadata", "describes a file; say which one with --output")
    if str(wanted.output) == "-":
        wanted = replace(wanted, output=None)
    base = status(data).base
    with open_store(data) as reader:
        network = Network.from_reader(reader, base).at(selection.level, reader)
        export = Export(reader, _placed(selection, network), network, base)
        if isinstance(form, Bundle) and wanted.output is not None and wanted.output.suffix != ".zip":
            write_bundle(form.members(export), wanted.output)
            return
        deliver(form.chunks(export, wanted.profile), wanted.output)
        if wanted.output is not None:
            _accompany(form, wanted, wanted.output, export)


def _placed(selection: Selection, network: Network) -> Selection:
    """The selection with the entities that were meant."""
    return replace(selection, around=tuple(_meant(network, name).id for name in selection.around))


def _accompany(form: Format, wanted: Written, output: Path, export: Export) -> None:
    """Write what goes beside a file: the style that Cytoscape needs, the description that was asked for."""
    if wanted.profile == "cytoscape":
        style = find_format("cystyle")
        beside = output.with_name(output.name.removesuffix(".gz").removesuffix(form.suffix) + style.suffix)
        deliver(style.chunks(export), beside)
        complain(f"the style that goes with it is in {beside}")
    if wanted.metadata:
        with output.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        told = description(export.reader, form, output.name, output.stat().st_size, digest)
        deliver([told], output.with_name(output.name + ".dcat.jsonld"))


def _meant(network: Network, name: str) -> Node:
    try:
        return network.find(name)
    except NotFoundError as error:
        similar = "; ".join(f"{node.id} ({node.label})" for node in network.similar(name))
        complain(f"{error}; {'similar names: ' + similar if similar else 'nothing has a similar name'}")
        raise typer.Exit(ExitCode.NOT_SO) from error


@contextmanager
def _deadline(seconds: float) -> Iterator[None]:
    """End the program if the block takes longer.

    Oxigraph cannot be interrupted, but it lets other threads run while it works: one of them ends the process.
    """
    watch = threading.Timer(seconds, _give_up, (seconds,))
    watch.daemon = True
    watch.start()
    try:
        yield
    finally:
        watch.cancel()


def _give_up(seconds: float) -> None:
    complain(f"{QueryTimeout(seconds)}; ask for less, or give it longer with --timeout")
    sys.stderr.flush()
    os._exit(ExitCode.FAILED)


def _show_neighbourhood(found: Neighbourhood, network: Network, view: str) -> None:
    center = found.center
    wikidata = f", {center.wikidata}" if center.wikidata else ""
    typer.echo(
        f"{center.label} ({center.type}, {center.id}{wikidata}): {len(found.nodes) - 1} nodes, {len(found.edges)} edges"
    )
    if view == ViewName.ACTORS:
        rows = [_edge_row(edge, network) for edge in found.edges]
        show_table(("who", "tie", "whom", "times", "when"), rows, [edge.sentence or "" for edge in found.edges])
    else:
        others = found.nodes[1:]
        show_table(("type", "what", "when", "evidence"), [_node_row(n) for n in others], [_quoted(n) for n in others])
    if found.truncated:
        typer.echo("There is more: raise --limit to see it.")


def _node_row(node: Node) -> tuple[str, ...]:
    kind = node.type if node.status is None else f"{node.type} ({node.status})"
    when = in_words(node.date) if node.is_fact else _from_to(node.start, node.end)
    return kind, node.label, when, str(node.evidence)


def _quoted(node: Node) -> str:
    """A fact's first sentence; that of an entity is the sentence of some fact."""
    return (node.sentence or "") if node.is_fact else ""


def _edge_row(edge: Edge, network: Network) -> tuple[str, ...]:
    source, target = (network.node(end).label for end in (edge.source, edge.target))
    dates = [date for date in (network.node(fact).date for fact in edge.facts) if date is not None]
    when = _from_to(dates[0], dates[-1]) if dates else in_words(None)
    return source, edge.label, target, f"{edge.weight:g}", when


def _from_to(first: str | None, last: str | None) -> str:
    return in_words(first) if first == last else f"{in_words(first)} to {in_words(last)}"
