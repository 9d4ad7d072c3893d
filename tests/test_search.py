"""Full text: what is found, in which order, and that the same graph gives the same index."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_graph import small_graph, write_small_folder

from kg.errors import InputError, QueryError, StoreError
from kg.query import run, select
from kg.search import INDEX_NAME, IndexMaking, SearchIndex
from kg.store import MemoryGraph, open_store
from kg.store.told import everything_told


@pytest.fixture(scope="module")
def index() -> SearchIndex:
    return SearchIndex.of(small_graph())


def labels(index: SearchIndex, words: str, *types: str) -> list[str]:
    return [hit.label for hit in index.names(words, types)]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("kerry", ["John Kerry"]),
        ("KERRY john", ["John Kerry"]),
        ("lavr", ["Sergey Lavrov"]),
        ("la", ["Sergey Lavrov", "Lakhdar Brahimi"]),
        ("genève", ["Geneva"]),
        ("geneve", ["Geneva"]),
        ("Washington", ["United States"]),
        ('"United States"', ["United States"]),
        ('"States United"', []),
        ("serg* lavrov", ["Sergey Lavrov"]),
        ("nobody", []),
        ('NEAR("a" -OR) kerry', []),
    ],
)
def test_names(index: SearchIndex, words: str, found: list[str]):
    assert sorted(labels(index, words)) == sorted(found)


def test_the_usual_name_goes_before_others(index: SearchIndex):
    assert labels(index, "moscow") == ["Russia"]
    whole, *_ = index.names("iran")
    assert (whole.label, whole.type, whole.iri) == ("Iran", "Country", "https://w3id.org/demarche/id/iran")


def test_types(index: SearchIndex):
    assert labels(index, "russ", "Person") == []
    assert labels(index, "russ", "Person", "Country") == ["Russia"]


def test_passages_hold_all_words_and_stand_where_they_say(index: SearchIndex):
    hits = index.passages("kerry paris")
    assert len(hits) == 2
    assert hits[0].score >= hits[1].score > 0
    for hit in hits:
        assert "Kerry" in hit.text
        assert hit.end - hit.begin == len(hit.text)
        assert hit.iri.startswith(hit.document)
    assert index.passages("kerry", 1) == index.passages("kerry")[:1]


@pytest.mark.parametrize("words", ["", "...", '""', "* -"])
def test_no_word_is_no_search(index: SearchIndex, words: str):
    with pytest.raises(InputError, match="no word"):
        index.names(words)


def test_equal_graphs_give_equal_bytes(tmp_path: Path):
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        with IndexMaking() as making:
            for told in everything_told(small_graph(), making.predicates):
                making.add(told)
            making.save(tmp_path / name)
    one, other = ((tmp_path / name / INDEX_NAME).read_bytes() for name in ("one", "other"))
    assert one == other


def test_a_published_snapshot_has_its_index(tmp_path: Path):
    write_small_folder(tmp_path / "data")
    with open_store(tmp_path / "data") as reader:
        assert (reader.folder / INDEX_NAME).exists()
        assert labels(SearchIndex.of(reader), "brahimi") == ["Lakhdar Brahimi"]


def test_an_index_that_is_none_is_named(tmp_path: Path):
    path = tmp_path / INDEX_NAME
    with pytest.raises(StoreError, match="build again"):
        SearchIndex.open(path)
    path.write_text("no database, whatever its name says" * 100)
    with pytest.raises(StoreError, match="build again"):
        SearchIndex.open(path).names("x")


# --- from SPARQL ------------------------------------------------------------------------------------------------------


def asked(text: str) -> list[tuple[str, ...]]:
    return [tuple(term.value for term in row) for row in select(small_graph(), text)]


def test_a_search_is_a_table_of_the_query():
    text = """SELECT ?name WHERE {
      SERVICE search:names { ?who search:query "lavr" ; search:score ?score . }
      ?who a dm:Person ; skos:prefLabel ?name FILTER (?score > 0)
    }"""
    assert asked(text) == [("Sergey Lavrov",)]


def test_a_search_by_its_iris_and_two_of_them():
    text = """SELECT ?a ?text WHERE {
      service <https://w3id.org/demarche/search#names> { ?a <https://w3id.org/demarche/search#query> 'kerry' }
      SERVICE search:passages { ?p search:limit 1 ; search:query "tall order" } ?p nif:anchorOf ?text
    }"""
    ((entity, sentence),) = asked(text)
    assert entity.endswith("john-kerry")
    assert "tall order" in sentence


def test_what_only_looks_like_a_search_is_left_alone():
    text = 'SELECT ?x WHERE { BIND("SERVICE search:names { ?a search:query 1 }" AS ?x) } # SERVICE search:names { '
    assert asked(text) == [("SERVICE search:names { ?a search:query 1 }",)]


@pytest.mark.parametrize(
    ("block", "message"),
    [
        ("{ ?e search:query ?words }", "expected search:query"),
        ('{ ?e search:query "x" ; search:limit 1001 }', "up to 1000"),
        ('{ ?e search:query "x" . ?f search:query "y" }', "one search finds one thing"),
        ("{ ?e search:score ?s }", "a search is written"),
        ('{ ?e search:query "?!" }', "no word"),
    ],
)
def test_a_search_that_is_not_one_says_where(block: str, message: str):
    with pytest.raises(QueryError, match=message) as raised:
        run(small_graph(), "SELECT * WHERE {\n SERVICE search:names " + block + " }")
    assert raised.value.line in {2, None}


def test_a_search_that_is_not_closed_is_told():
    with pytest.raises(QueryError, match="not closed"):
        run(small_graph(), 'SELECT * WHERE { SERVICE search:names { ?e search:query "x" ;')


def test_errors_after_a_search_keep_their_lines():
    text = 'SELECT * WHERE {\n SERVICE search:names {\n ?e search:query "kerry"\n }\n ?e nope:nope ?x }'
    with pytest.raises(QueryError, match="nope") as raised:
        run(small_graph(), text)
    assert raised.value.line == 5


def test_calls_to_elsewhere_stay_refused():
    text = 'SELECT * { SERVICE search:names { ?e search:query "kerry" } SERVICE <http://127.0.0.1/> { ?a ?b ?c } }'
    with pytest.raises(QueryError, match="SERVICE is refused"):
        run(small_graph(), text)


def test_concatenations_have_no_language():
    query = 'SELECT (GROUP_CONCAT(?x; SEPARATOR=",") AS ?y) { VALUES ?x { "a"@en "b"@en } }'
    ((found,),) = [tuple(row) for row in select(MemoryGraph.from_quads([]), query)]
    assert (sorted(found.value.split(",")), found.language) == (["a", "b"], None)
