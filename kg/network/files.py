"""A network as files: numpy arrays that are mapped into memory, so that opening costs milliseconds whatever the size.

::

    format.json                what wrote this, and the base of the IRIs
    pool.ends.npy, .data.npy   all texts
    events.nodes.FIELD.npy     a column of the nodes; a list has FIELD.ends.npy beside it
    events.edges.FIELD.npy     a column of the edges
    events.beside.PART.npy     compressed sparse rows
    events.nearest.PART.npy    the nodes beside each, ranked; not there if written before there were any
    actors. ...                the same for the other view
    ties.PART.npy              what the edges between actors rest on
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Final, Literal

import numpy as np

from kg.network.actors import Ties
from kg.network.adjacency import Adjacency, Ranking
from kg.network.pool import Pool
from kg.network.records import Edge, Node
from kg.network.table import Array, NodeTable, Table
from kg.network.view import ActorsView, View

__all__ = ["open_views", "save_views", "write_head"]

_FORMAT: Final = 1
_HEAD: Final = "format.json"
_MAPPED_FROM: Final = 1 << 16
"""Smaller files are read: a mapping costs a page and a file handle each."""


def save_views(folder: Path, events: View, actors: ActorsView, base: str) -> None:
    """Write a network into a folder, which is made.

    Raises:
        OSError: it cannot be written.
    """
    folder.mkdir()
    for name, array in _arrays(events, actors):
        with (folder / f"{name}.npy").open("xb") as file:
            np.lib.format.write_array(file, np.ascontiguousarray(array), allow_pickle=False)
    write_head(folder, base)


def write_head(folder: Path, base: str) -> None:
    """Say what the arrays in a folder are; without that, nobody opens them."""
    (folder / _HEAD).write_text(json.dumps({"format": _FORMAT, "base": base}) + "\n", encoding="utf-8")


def open_views(folder: Path, base: str, *, mapped: bool = True) -> tuple[View, ActorsView] | None:
    """Map what :func:`save_views` wrote; None where there is nothing, or what another version or base wrote.

    Args:
        folder: where it lies.
        base: the IRI under which instances live.
        mapped: False reads everything into memory, after which the folder may go.

    Raises:
        OSError: a file is missing or is no array.
    """
    try:
        head = json.loads((folder / _HEAD).read_text("utf-8"))
    except FileNotFoundError:
        return None
    if head != {"format": _FORMAT, "base": base}:
        return None
    arrays = {path.name.removesuffix(".npy"): _opened(path, mapped=mapped) for path in sorted(folder.glob("*.npy"))}
    try:
        return _views(arrays)
    except KeyError as error:
        raise FileNotFoundError(f"{folder}: {error.args[0]}.npy is missing") from error


def _views(arrays: Mapping[str, Array]) -> tuple[View, ActorsView]:
    pool = Pool(arrays["pool.ends"], arrays["pool.data"])
    nodes = {view: NodeTable(Table(Node, _under(arrays, f"{view}.nodes."), pool)) for view in ("events", "actors")}
    edges = {view: Table(Edge, _under(arrays, f"{view}.edges."), pool) for view in ("events", "actors")}
    beside = {
        view: Adjacency(*(arrays[f"{view}.beside.{spec.name}"] for spec in fields(Adjacency)))
        for view in ("events", "actors")
    }
    nearest = {
        view: Ranking(*(arrays[f"{view}.nearest.{spec.name}"] for spec in fields(Ranking)))
        for view in ("events", "actors")
        if f"{view}.nearest.ends" in arrays
    }
    ties = Ties(*(arrays[f"ties.{spec.name}"] for spec in fields(Ties)))
    return (
        View(nodes["events"], edges["events"], beside["events"], nearest.get("events")),
        ActorsView(nodes["actors"], edges["actors"], ties, nodes["events"], beside["actors"], nearest.get("actors")),
    )


def _arrays(events: View, actors: ActorsView) -> Iterator[tuple[str, Array]]:
    pool = events.nodes.rows.pool
    yield from (("pool.ends", pool.ends), ("pool.data", pool.data))
    for name, view in (("events", events), ("actors", actors)):
        for kind, table in (("nodes", view.nodes.rows), ("edges", view.edges)):
            if isinstance(table, Table):
                yield from ((f"{name}.{kind}.{field}", column) for field, column in table.columns.items())
        yield from ((f"{name}.beside.{spec.name}", getattr(view.adjacency, spec.name)) for spec in fields(Adjacency))
        yield from ((f"{name}.nearest.{spec.name}", getattr(view.ranking, spec.name)) for spec in fields(Ranking))
    yield from ((f"ties.{spec.name}", getattr(actors.ties, spec.name)) for spec in fields(Ties))


def _under(arrays: Mapping[str, Array], prefix: str) -> dict[str, Array]:
    return {name.removeprefix(prefix): array for name, array in arrays.items() if name.startswith(prefix)}


def _opened(path: Path, *, mapped: bool) -> Array:
    mode: Literal["r"] | None = "r" if mapped and path.stat().st_size >= _MAPPED_FROM else None
    try:
        return np.asarray(np.load(path, mmap_mode=mode, allow_pickle=False))
    except ValueError as error:
        raise OSError(f"{path}: {error}") from error
