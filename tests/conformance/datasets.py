"""Datasets of the suites, put into the service."""

from __future__ import annotations

import pyoxigraph as ox
from manifests import ROOT, SUITE, State
from running import Service


class Loader:
    """Puts datasets into the service, each once as long as nothing else is put."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._there: State | None = None

    def load(self, wanted: State) -> None:
        if wanted != self._there:
            response = self._service.update(program(wanted))
            assert response.status_code == 204, response.text
        self._there = wanted

    def forget(self) -> None:
        self._there = None


def quads_of(wanted: State) -> list[ox.Quad]:
    named = [(ox.NamedNode(name), path) for name, path in wanted.named]
    found = []
    for graph, path in [*((ox.DefaultGraph(), path) for path in wanted.default), *named]:
        base = ROOT + str(path.relative_to(SUITE))
        parsed = ox.parse(path=path, base_iri=base, rename_blank_nodes=True)
        found += [ox.Quad(*quad.triple, graph) for quad in parsed]
    return found


def program(wanted: State) -> str:
    """An update that leaves this dataset and nothing else."""
    lines = ["DROP ALL"]
    lines += [f"CREATE SILENT GRAPH <{name}>" for name, _ in wanted.named]
    told = [
        f"{quad.triple} ."
        if isinstance(quad.graph_name, ox.DefaultGraph)
        else f"GRAPH {quad.graph_name} {{ {quad.triple} }}"
        for quad in quads_of(wanted)
    ]
    return ";\n".join([*lines, "INSERT DATA {\n" + "\n".join(told) + "\n}"])
