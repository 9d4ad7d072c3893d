"""A server on a data folder follows what is published, and lets no request fall."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad
from small_graph import publish, small_quads

import api.source
from api import FollowedGraph, create_app
from kg.errors import StoreError
from kg.iris import Iris
from kg.store import MemoryGraph


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(api.source, "LOOK_AGAIN_SECONDS", 0.0)
    publish(tmp_path / "data", "one", 1)
    return tmp_path / "data"


def test_a_new_snapshot_is_seen_by_the_next_request(folder: Path):
    source = FollowedGraph(folder)
    client = create_app(source).test_client()
    before = client.get("/api/stats")
    assert (before.get_json()["snapshot"], before.get_json()["documents"]) == ("one", 1)
    publish(folder, "two", 4)
    after = client.get("/api/stats", headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert (after.get_json()["snapshot"], after.get_json()["documents"]) == ("two", 2)
    source.close()


def test_a_request_ends_on_the_snapshot_it_began_with(folder: Path):
    source = FollowedGraph(folder)
    with source.borrow() as old:
        publish(folder, "two", 4)
        with source.borrow() as new:
            assert (old.snapshot, new.snapshot) == ("one", "two")
            assert len(old.reader) < len(new.reader)
    with pytest.raises(StoreError, match="closed"):
        len(old.reader)
    with source.borrow() as still:
        assert len(still.reader) == len(small_quads())
    source.close()


def test_an_export_holds_its_snapshot_until_its_last_byte(folder: Path):
    publish(folder, "two", 4)
    source = FollowedGraph(folder)
    client = create_app(source).test_client()
    response = client.get("/api/export/nq", buffered=False)
    chunks = response.iter_encoded()
    started = next(chunks)
    publish(folder, "three", 1)
    assert client.get("/api/stats").get_json()["snapshot"] == "three"
    whole = started + b"".join(chunks)
    response.close()
    assert len(whole.splitlines()) == len(small_quads())
    assert not source._users
    source.close()


def test_nothing_is_held_after_answers_of_any_kind(folder: Path):
    source = FollowedGraph(folder)
    client = create_app(source).test_client()
    for address in ("/", "/api/stats", "/api/entities/nobody", "/sparql?query=SELECT", "/api/export/ttl", "/readyz"):
        client.get(address)
        client.head(address)
        assert not source._users, address
    source.close()


def test_a_snapshot_that_cannot_be_opened_leaves_the_old_one(folder: Path):
    source = FollowedGraph(folder)
    (folder / "CURRENT").write_text("gone\n", encoding="utf-8")
    with source.borrow() as state:
        assert state.snapshot == "one"
        assert len(state.reader) > 0
    source.close()


def test_a_folder_without_a_graph_is_refused(tmp_path: Path):
    with pytest.raises(StoreError, match="kg build"):
        FollowedGraph(tmp_path / "nothing")


def test_instances_under_another_base_have_ids_too(tmp_path: Path):
    def moved(term):
        if isinstance(term, NamedNode) and term.value.startswith(Iris().base):
            return NamedNode("https://example.org/kg/" + term.value.removeprefix(Iris().base))
        return term

    quads = [Quad(*(moved(term) for term in quad)) for quad in small_quads()]
    client = create_app(MemoryGraph.from_quads(quads)).test_client()
    kerry = client.get("/api/entities/john-kerry").get_json()
    assert (kerry["id"], kerry["iri"]) == ("john-kerry", "https://example.org/kg/john-kerry")
    assert client.get("/api/documents/news%2F2014-01-13").status_code == 200
    assert client.get("/id/document/000_may").headers["Location"] == "/documents/000_may"


def test_a_list_goes_on_where_its_cursor_began_as_long_as_that_is_kept(folder: Path):
    source = FollowedGraph(folder, kept=1)
    publish(folder, "two", 4)
    client = create_app(source).test_client()
    address = "/api/entities?limit=2"
    whole = [item["id"] for item in client.get("/api/entities").get_json()["items"]]
    first = client.get(address).get_json()
    assert first["snapshot"] == "two"
    publish(folder, "three", 1)
    paged, page = [item["id"] for item in first["items"]], first
    while page["next"]:
        page = client.get(f"{address}&cursor={page['next']}").get_json()
        assert page["snapshot"] == "two"
        paged += [item["id"] for item in page["items"]]
    assert paged == whole
    assert client.get(address).get_json()["snapshot"] == "three"
    publish(folder, "four", 4)
    gone = client.get(f"{address}&cursor={first['next']}")
    assert (gone.status_code, gone.get_json()["type"].rpartition("/")[2]) == (410, "cursor-expired")
    assert not source._users
    source.close()


def test_a_kept_snapshot_that_is_read_stays_open_until_it_is_read(folder: Path):
    source = FollowedGraph(folder, kept=1)
    with source.borrow("one") as old:
        publish(folder, "two", 4)
        publish(folder, "three", 2)
        for name in ("two", "three"):
            with source.borrow() as now:
                assert now.snapshot in {name, "three"}
        publish(folder, "four", 4)
        with source.borrow() as now:
            assert now.snapshot == "four"
        assert len(old.reader) > 0
    with pytest.raises(StoreError, match="closed"):
        len(old.reader)
    source.close()
