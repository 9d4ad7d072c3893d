"""Changes from outside a build: all or nothing, published at once, and looked at again by the next build."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import NamedNode
from small_graph import small_quads, write_small_folder

from kg.counts import Counts
from kg.errors import InputError, NotFoundError, QueryError, StoreError
from kg.ledger import GraphRecord, Ledger
from kg.network import Network, NetworkMaking
from kg.query import select
from kg.query.dataset import using
from kg.query.writing import CHANGED, Verb, Write, write
from kg.search import SearchIndex
from kg.store import DataFolder, EmbeddedStore, open_store
from kg.store.told import everything_told
from kg.vocab import ID_BASE

G = "https://example.org/g"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    write_small_folder(tmp_path / "data")
    return tmp_path / "data"


def changed(data: Path, text: str, **given: tuple[str, ...]) -> str:
    return write(Write(str(data), Verb.UPDATE, text, **given), lambda: None).snapshot


def graph(data: Path, verb: Verb, body: str = "", name: str | None = G, media_type: str = "text/turtle") -> bool:
    bodies = [(media_type, body.encode())] if body else []
    return write(Write.of_graph(str(data), verb, name, bodies, "https://example.org/base"), lambda: None).created


def rows(data: Path, pattern: str) -> list[str]:
    with open_store(data) as reader:
        return sorted(row["x"].value for row in select(reader, f"SELECT ?x {{ {pattern} }}"))


def test_an_update_is_a_new_snapshot_with_its_own_index(data: Path):
    snapshot = changed(
        data, f"INSERT DATA {{ GRAPH <{G}> {{ <{G}#zog> a dm:Person ; skos:prefLabel 'Zog of Zembla' }} }}"
    )
    with open_store(data) as reader:
        assert reader.snapshot == snapshot
        assert [hit.label for hit in SearchIndex.of(reader).names("zembla")] == ["Zog of Zembla"]
    again = changed(data, "DELETE WHERE { GRAPH ?g { ?zog skos:prefLabel 'Zog of Zembla' } }")
    assert again != snapshot
    assert rows(data, "?zog skos:prefLabel ?x FILTER (?x = 'Zog of Zembla')") == []


def test_an_update_publishes_its_network_and_its_counts(data: Path, tmp_path: Path):
    zog = "id:zog a dm:Person ; skos:prefLabel 'Zog' ; dm:locatedIn id:paris"
    changed(data, f"INSERT DATA {{ GRAPH <{G}> {{ {zog} }} }}")
    with open_store(data) as reader:
        assert reader.sidecars is not None
        published = Network.opened(reader.sidecars, ID_BASE)
        assert published.node("zog").label == "Zog"
        assert {node.id for node in published.neighbourhood("zog").nodes} == {"zog", "paris"}
        with NetworkMaking(tmp_path, ID_BASE) as making:
            for told in everything_told(reader, making.predicates):
                making.add(told)
            making.save(tmp_path / "network")
        assert bytes_in(reader.sidecars / "network") == bytes_in(tmp_path / "network")
        counts = Counts.of_snapshot(reader.sidecars)
        assert counts is not None
        assert (counts.quads, counts.graphs) == (len(small_quads()) + 3, 5)
        assert counts.entities["Person"] == len(rows(data, "?x a dm:Person"))
    assert not DataFolder.existing(data).working.exists()


def bytes_in(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_an_update_that_fails_changes_nothing(data: Path):
    before = rows(data, "GRAPH ?x { ?s ?p ?o }")
    with pytest.raises(QueryError):
        changed(
            data, f"INSERT DATA {{ GRAPH <{G}> {{ <urn:a> <urn:b> 1 }} }} ; CREATE GRAPH <{G}> ; CREATE GRAPH <{G}>"
        )
    assert rows(data, "GRAPH ?x { ?s ?p ?o }") == before


@pytest.mark.parametrize(
    "text",
    [
        "LOAD <http://127.0.0.1:1/x>",
        "PREFIX : <http://127.0.0.1:1/> LOAD:x",
        "INSERT DATA { <urn:a> <urn:b> 1 } ; load <file:///etc/passwd> INTO GRAPH <urn:g>",
        "INSERT { ?s ?p ?o } WHERE { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
    ],
)
def test_nothing_is_fetched(data: Path, text: str):
    with pytest.raises(QueryError, match="refused"):
        changed(data, text)


def test_a_silent_load_fails_silently(data: Path):
    changed(data, "LOAD SILENT <http://127.0.0.1:1/x> INTO GRAPH <urn:g> ; INSERT DATA { <urn:s> <urn:p> 'after' }")
    assert rows(data, "<urn:s> <urn:p> ?x") == ["after"]


def test_put_post_and_delete(data: Path):
    assert graph(data, Verb.PUT, "<a> <urn:p> 'one' .") is True
    assert graph(data, Verb.PUT, "<a> <urn:p> 'two', [] .") is False
    assert graph(data, Verb.POST, '{"@id": "urn:b", "urn:p": "three"}', media_type="application/ld+json") is False
    assert rows(data, f"GRAPH <{G}> {{ ?s <urn:p> ?x FILTER (ISLITERAL(?x)) }}") == ["three", "two"]
    assert graph(data, Verb.DELETE) is False
    with pytest.raises(NotFoundError, match="graph"):
        graph(data, Verb.DELETE)
    assert graph(data, Verb.PUT, "<a> <urn:p> 'nameless' .", name=None) is False
    assert rows(data, "<https://example.org/a> <urn:p> ?x") == ["nameless"]


def test_triples_that_are_none(data: Path):
    with pytest.raises(InputError, match="is not Turtle"):
        graph(data, Verb.PUT, "<a> <b>")


def test_a_build_looks_again_at_what_may_have_changed(data: Path):
    folder = DataFolder.existing(data)
    with Ledger.open(folder.ledger) as ledger, ledger.transaction():
        ledger.put_graphs([GraphRecord("urn:g", "hash", 3)])
    changed(data, "INSERT DATA { <urn:a> <urn:b> 1 }")
    with Ledger.open(folder.ledger) as ledger:
        assert tuple(ledger.graphs()) == (GraphRecord("urn:g", CHANGED, 3),)


def test_one_writer_at_a_time(data: Path):
    with EmbeddedStore.open(data, writable=True), pytest.raises(StoreError, match="another process"):
        changed(data, "INSERT DATA { <urn:a> <urn:b> 1 }")


def test_what_a_graph_holds_as_a_hash(data: Path):
    with EmbeddedStore.open(data, writable=True) as store:
        assert store.content_hash(NamedNode("urn:none")) is None
        store.update("CREATE GRAPH <urn:empty>")
        assert store.content_hash(NamedNode("urn:empty")) is not None


def test_the_dataset_of_an_update_is_written_into_it():
    text = "WITH_ME: <urn:x>"
    assert using(text, (), ()) == text
    made = using("DELETE { ?s ?p 1 } WHERE { ?s ?p 1 } ; DELETE WHERE { ?a ?b ?c }", ("urn:g",), ("urn:h",))
    assert made.count("USING <urn:g> USING NAMED <urn:h> WHERE") == 2
    assert "DELETE { ?a ?b ?c }" in " ".join(made.split())
    with pytest.raises(QueryError, match="USING or WITH"):
        using("WITH <urn:g> DELETE { ?s ?p 1 } WHERE { ?s ?p 1 }", ("urn:g",), ())
    with pytest.raises(QueryError, match="no IRI"):
        using("DELETE WHERE { ?s ?p 1 }", ("no iri",), ())
