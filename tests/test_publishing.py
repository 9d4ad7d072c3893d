"""Processes that end at any step of a publish, as a power cut would have it: no handler runs, nothing is tidied up.

A step is the first call of a function of the store, the ledger, the side files or the publication itself, and the last
one. ``DEMARCHE_STEPS`` of them are tried, evenly spread, each on a first and on a later build; 0 tries all.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import replace
from multiprocessing import forkserver, get_context
from pathlib import Path
from types import FrameType
from weakref import ref

import numpy as np
import pytest
from building_server import ARTICLES, built, n_quads, written

import kg.publish
from api.records.stats import stats_record
from api.state import State
from kg.counts import Counts
from kg.errors import StoreError
from kg.named_graph import NamedGraph
from kg.network import Network
from kg.search import SearchIndex
from kg.sidecars import Sidecars
from kg.status import status
from kg.store import MemoryGraph, open_store
from kg.store import embedded as embedded_store

STEPS = int(os.environ.get("DEMARCHE_STEPS", "6"))
ROOMS = ("kg/store/", "kg/publish.py", "kg/sidecars.py", "kg/counts.py", "kg/ledger.py", "kg/network/", "kg/search.py")
ENDED = 9
SECONDS = 120
# A process that has opened a database must not be forked: its threads stay behind. The server of forks never opens one.
SERVER = get_context("forkserver")
SERVER.set_forkserver_preload(["building_server"])


@pytest.fixture(scope="module", autouse=True)
def server() -> None:
    """Have the server find what it has to load beforehand: Python 3.11 does not tell it where modules lie."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", os.pathsep.join(sys.path))
        forkserver.ensure_running()


pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no server of forks")


def _building(sources: list[Path], data: Path, told: Path | None, end: int) -> None:
    """Build, counting calls from the end of resolution on, which is where writing begins."""
    names: list[str] = []

    def count(frame: FrameType, event: str, _: object) -> None:
        code = frame.f_code
        if event == "call" and any(room in code.co_filename for room in ROOMS):
            names.append(f"{Path(code.co_filename).name} {code.co_name}")
            if len(names) == end:
                os._exit(ENDED)

    def resolving(*arguments: object, **more: object) -> object:
        resolved = resolve(*arguments, **more)
        sys.setprofile(count)
        return resolved

    resolve = kg.publish.resolve
    kg.publish.resolve = resolving
    built(sources, data)
    sys.setprofile(None)
    if told is not None:
        told.write_text(json.dumps(names), "utf-8")


def apart(sources: list[Path], data: Path, told: Path | None = None, end: int = 0) -> int | None:
    """Build in a process of its own, which ends at a call; gives its exit code."""
    process = SERVER.Process(target=_building, args=(sources, data, told, end))
    process.start()
    process.join(SECONDS)
    assert process.exitcode is not None, "the build hangs"
    return process.exitcode


def steps_of(sources: list[Path], data: Path, folder: Path) -> list[tuple[int, str]]:
    """The numbers of the first and last call of each function, in order."""
    told = folder / "calls.json"
    assert apart(sources, data, told) == 0
    calls = list(enumerate(json.loads(told.read_text("utf-8")), start=1))
    first, last = {name: number for number, name in reversed(calls)}, {name: number for number, name in calls}
    found = sorted({(number, name) for each in (first, last) for name, number in each.items()})
    return found if not STEPS else found[:: max(1, len(found) // STEPS)]


def assert_whole(data: Path) -> None:
    """What readers see hangs together: the graph, its full text, its network, its counts."""
    with open_store(data) as graph:
        network, index = Network.from_reader(graph), SearchIndex.of(graph)
        counts = Counts.of_snapshot(graph.folder)
        assert counts is not None
        assert counts.quads == len(graph)
        again = Network.from_reader(MemoryGraph.from_quads(graph.quads()))
        assert list(network.view().nodes.values()) == list(again.view().nodes.values())
        assert list(network.view("actors").edges) == list(again.view("actors").edges)
        assert np.array_equal(network.view().degrees(), again.view().degrees())
        assert len(index.names("r*")) == len(SearchIndex.of(MemoryGraph.from_quads(graph.quads())).names("r*"))
        index.close()


def assert_tidy(data: Path) -> None:
    assert not (data / "working").exists()
    assert [path.name for path in (data / "snapshots").glob(".*")] == []
    assert len(list((data / "snapshots").iterdir())) <= 2


def test_a_later_build_that_ends_at_any_step_leaves_the_graph_and_is_taken_up_again(tmp_path: Path) -> None:
    articles, start = written(tmp_path / "articles", ARTICLES), tmp_path / "start"
    first, second = [articles / f"{name}.txt" for name in "abc"], [articles / f"{name}.txt" for name in "bde"]
    built(first, start)
    before = n_quads(start)
    written(articles, {"b": "Iran opposes the deal."})
    shutil.copytree(start, tmp_path / "whole")
    steps = steps_of(second, tmp_path / "whole", tmp_path)
    after = n_quads(tmp_path / "whole")
    assert before != after
    seen = set[bytes]()
    for number, name in steps:
        data = tmp_path / f"data-{number}"
        shutil.copytree(start, data)
        assert apart(second, data, end=number) == ENDED, name
        assert n_quads(data) in {before, after}, name
        assert_whole(data)
        seen.add(n_quads(data))
        built(second, data)
        assert n_quads(data) == after, name
        assert_whole(data)
        assert_tidy(data)
        assert status(data).quads == status(tmp_path / "whole").quads
        shutil.rmtree(data)
    assert before in seen


def test_a_first_build_that_ends_at_any_step_shows_nothing_or_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedded_store, "BULK_QUADS", 50)
    monkeypatch.setattr(embedded_store, "TRANSACTION_QUADS", 7)
    articles = written(tmp_path / "articles", ARTICLES)
    steps = steps_of([articles], tmp_path / "whole", tmp_path)
    after = n_quads(tmp_path / "whole")
    for number, name in steps:
        data = tmp_path / f"data-{number}"
        assert apart([articles], data, end=number) == ENDED, name
        if (data / "CURRENT").exists():
            assert n_quads(data) == after
        else:
            with pytest.raises(StoreError, match="nothing has been published here yet"):
                open_store(data)
        built([articles], data)
        assert n_quads(data) == after, name
        assert_whole(data)
        assert_tidy(data)
        shutil.rmtree(data)


def test_each_graph_is_gone_before_the_next_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[ref[NamedGraph]] = []

    def watched(make: Callable[..., NamedGraph]) -> Callable[..., NamedGraph]:
        def making(*arguments: object) -> NamedGraph:
            assert [graph for graph in made if graph() is not None] == []
            graph = make(*arguments)
            made.append(ref(graph))
            return graph

        return making

    monkeypatch.setattr("kg.publish.QUADS_AT_A_TIME", 1)
    for name in ("entity_graph", "meeting_graph", "document_graph"):
        monkeypatch.setattr(f"kg.publish.{name}", watched(getattr(kg.publish, name)))
    built([written(tmp_path / "articles", ARTICLES)], tmp_path / "data")
    assert len(made) == len(ARTICLES) + 2


def test_large_graphs_are_taken_in_some_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    articles = written(tmp_path / "articles", ARTICLES)
    built([articles], tmp_path / "whole")
    monkeypatch.setattr("kg.sidecars._SHARED_AT_ONCE", 2)
    built([articles], tmp_path / "parts")
    with open_store(tmp_path / "whole") as whole, open_store(tmp_path / "parts") as parts:
        assert Counts.of_snapshot(parts.folder) == Counts.of_snapshot(whole.folder)
        files = [sorted((each.folder / "network").iterdir()) for each in (whole, parts)]
        assert [path.read_bytes() for path in files[0]] == [path.read_bytes() for path in files[1]]
        for words in ("kerry", "lavrov", "geneva"):
            assert SearchIndex.of(parts).names(words) == SearchIndex.of(whole).names(words)


def test_side_files_count_what_others_wrote_too(tmp_path: Path) -> None:
    articles = written(tmp_path / "articles", ARTICLES)
    built([articles], tmp_path / "data")
    with embedded_store.EmbeddedStore.open(tmp_path / "data", writable=True) as store:
        store.update(
            "INSERT DATA { GRAPH <https://example.org/mine> { <https://w3id.org/demarche/id/russia> "
            '<http://www.w3.org/2004/02/skos/core#altLabel> "Rossiya" } }'
        )
    built([articles], tmp_path / "data")
    with open_store(tmp_path / "data") as graph:
        assert "Rossiya" in Network.from_reader(graph).node("russia").aliases
        assert [hit.label for hit in SearchIndex.of(graph).names("rossiya")] == ["Russia"]
    assert_whole(tmp_path / "data")


def test_counts_are_those_of_the_graph(tmp_path: Path) -> None:
    built([written(tmp_path / "articles", ARTICLES)], tmp_path / "data")
    with open_store(tmp_path / "data") as graph:
        counts = Counts.of_snapshot(graph.folder)
        assert counts is not None

        def count(pattern: str) -> int:
            rows = graph.query(
                f"SELECT (COUNT(DISTINCT ?x) AS ?n) {{ {pattern} }}",
                prefixes={"dm": "https://w3id.org/demarche/ontology#"},
            )
            return int(next(iter(rows))["n"].value)

        assert counts.documents == count("?x a dm:Document") == 5
        assert (counts.first, counts.last) == ("2014-01-10", "2014-01-14")
        assert counts.entities["Person"] == count("?x a dm:Person") > 0
        assert counts.meetings["Held"] == count("?x a dm:Meeting ; dm:status dm:Held") > 0
        assert counts.positions["Opposes"] == count("?x a dm:Position ; dm:stance dm:Opposes") == 3
        assert counts.statements == count("?x a dm:Statement") == 1
        assert counts.mentions == count("?x dm:refersTo ?e") > 0
        assert (counts.quads, counts.graphs) == (len(graph), 7)
    assert status(tmp_path / "data").counts == counts


def test_the_service_tells_from_the_file_what_it_would_count(tmp_path: Path) -> None:
    built([written(tmp_path / "articles", ARTICLES)], tmp_path / "data")
    with open_store(tmp_path / "data") as graph:
        told = stats_record(State(graph))
        counted = stats_record(State(MemoryGraph.from_quads(graph.quads())))
        assert replace(told, snapshot="") == replace(counted, snapshot="")
        assert told.snapshot == graph.snapshot


@pytest.mark.parametrize("text", ["{", "[]", '{"format": 1}', '{"documents": 1}'])
def test_damaged_counts_are_an_error_and_those_of_another_version_none(tmp_path: Path, text: str) -> None:
    assert Counts.of_snapshot(None) is None
    assert Counts.of_snapshot(tmp_path) is None
    (tmp_path / "counts.json").write_text('{"format": 0}')
    assert Counts.of_snapshot(tmp_path) is None
    (tmp_path / "counts.json").write_text(text)
    with pytest.raises(StoreError, match="build again to publish"):
        Counts.of_snapshot(tmp_path)


def test_working_files_of_a_build_that_died_go(tmp_path: Path) -> None:
    (tmp_path / "working").mkdir()
    (tmp_path / "working" / "old").write_text("x")
    with Sidecars(tmp_path / "working", "https://example.org/"):
        assert not (tmp_path / "working" / "old").exists()
    assert not (tmp_path / "working").exists()
