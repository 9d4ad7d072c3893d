"""Identity across the seed articles, with gold facts in place of extraction and with the shipped pipeline."""

from __future__ import annotations

import importlib
import json
from pathlib import Path

import pytest
from gold_facts import ACROSS, gold_facts
from pyoxigraph import Quad, RdfFormat, parse
from whole_graph import quads_of

from kg.errors import InputError
from kg.evaluate.clusters import b_cubed
from kg.evaluate.crossarticle import (
    CrossArticleScore,
    load_cross_article,
    render_cross_article,
    score_cross_article,
)
from kg.history import meeting_history
from kg.resolve import resolve
from kg.store import MemoryGraph, open_store

# What the whole way reached when it was first measured; extraction limits it, and only raises it.
REACHED_ENTITIES = 0.99
REACHED_OCCASIONS = 0.9
REACHED_DATES = 4


@pytest.fixture(scope="module", params=[True, False], ids=["names of the articles", "ids of the gazetteer"])
def gold_graph(request: pytest.FixtureRequest, shared: Path) -> MemoryGraph:
    corpus = list(gold_facts(shared / "gold" / "seeds", own_ids=request.param))
    return MemoryGraph.from_quads(quads_of(corpus, resolve(corpus)))


def score(graph: MemoryGraph) -> CrossArticleScore:
    return score_cross_article(graph, load_cross_article(ACROSS))


def test_gold_facts_resolve_into_the_gold_clusters(gold_graph: MemoryGraph) -> None:
    found = score(gold_graph)
    assert found.entities_found == found.entities.items
    assert found.occasions_found == found.occasions.items
    assert found.entities.f1 >= 0.95
    assert found.occasions.f1 >= 0.85
    assert found.merged == ()


def test_the_slip_history_is_complete_and_in_order(gold_graph: MemoryGraph) -> None:
    found = score(gold_graph)
    assert len(found.slip) == 5
    assert found.slip_complete, render_cross_article(found)
    assert all(there for _, there in found.claims), found.claims


def test_the_conference_is_told_to_have_been_rescheduled(gold_graph: MemoryGraph) -> None:
    rows = gold_graph.query(
        "SELECT ?m ?s { GRAPH ?g { ?m a dm:Conference ; schema:eventStatus ?s ; schema:previousStartDate ?d } }",
        prefixes={"dm": "https://w3id.org/demarche/ontology#", "schema": "https://schema.org/"},
    )
    found = {(row["m"].value, row["s"].value) for row in rows}
    assert len(found) == 1
    (iri, status) = found.pop()
    assert status == "https://schema.org/EventRescheduled"
    history = meeting_history(gold_graph, iri)
    assert history.previous == ("2013-05", "2013-06-10") or history.previous[0].startswith("2013-05")
    assert [slip.after for slip in history.slips][-1] == "2014-01-22"
    assert history.sources == 1


@pytest.mark.slow
def test_the_whole_way_knows_what_is_the_same(seeds_data: Path) -> None:
    with open_store(seeds_data) as reader:
        found = score_cross_article(reader, load_cross_article(ACROSS))
    assert found.entities.f1 >= REACHED_ENTITIES
    assert found.occasions.f1 >= REACHED_OCCASIONS
    assert sum(there for _, there in found.slip) >= REACHED_DATES
    assert found.in_order
    assert found.merged == ()


def test_b_cubed_is_that_of_bagga_and_baldwin() -> None:
    """The example of Bagga and Baldwin (1998), figure 1: two clusters of the three are put together."""
    gold = dict.fromkeys(range(1, 6), "a") | dict.fromkeys((6, 7), "b") | dict.fromkeys(range(8, 13), "c")
    small, large = dict(gold), dict(gold)
    small.update(dict.fromkeys((6, 7), "c"))
    large.update(dict.fromkeys(range(8, 13), "a"))
    assert b_cubed(gold, small).recall == b_cubed(gold, large).recall == 1.0
    assert b_cubed(gold, large).precision == pytest.approx(7 / 12)
    assert b_cubed(gold, small).precision == pytest.approx((5 + 4 / 7 + 25 / 7) / 12)
    assert b_cubed(gold, {}).precision == 1.0
    assert b_cubed(gold, {}).recall == pytest.approx(3 / 12)
    assert b_cubed({}, {}).f1 == 0.0


def test_what_is_wrongly_one_is_said(shared: Path) -> None:
    """The two meetings in Paris, made one, are found out."""
    corpus = list(gold_facts(shared / "gold" / "seeds"))
    quads = list(quads_of(corpus))
    told = load_cross_article(ACROSS)
    honest = score_cross_article(MemoryGraph.from_quads(quads), told)
    paris = [meeting_in(quads, document, who) for document, who in (("000_", 2), ("002_", 3))]
    text = " .\n".join(map(str, quads)) + " .\n"
    spoiled = score_cross_article(MemoryGraph.from_quads(_parsed(text.replace(paris[0], paris[1]))), told)
    assert spoiled.occasions.precision < honest.occasions.precision
    assert spoiled.merged == (("kerry-lavrov-paris-may-2013", "kerry-lavrov-paris-january-2014"),)


def meeting_in(quads: list[Quad], document: str, parties: int) -> str:
    """The meeting of so many people, Kerry and Lavrov among them, that a document tells of."""
    people: dict[str, set[str]] = {}
    for quad in quads:
        if f"document/{document}" in str(quad.graph_name) and str(quad.predicate).endswith("#participant>"):
            people.setdefault(str(quad.subject), set()).add(str(quad.object))
    (found,) = (
        meeting
        for meeting, who in people.items()
        if len(who) == parties and sum("kerry" in one or "lavrov" in one for one in who) == 2
        if not any("fabius" in one for one in who)
    )
    return found


def _parsed(text: str) -> list[Quad]:
    return list(parse(text.encode(), format=RdfFormat.N_QUADS))


def test_a_file_that_is_no_gold_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "gold.json"
    path.write_text(json.dumps({"entities": []}), encoding="utf-8")
    with pytest.raises(InputError, match="no gold of cross-article identity"):
        load_cross_article(path)


@pytest.mark.slow
def test_on_meantime_entities_and_events_are_above_the_same_head_lemma(
    shared: Path, repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(repository / "benchmarks")
    found = importlib.import_module("cross_document").measure(shared / "corpora" / "meantime")
    # Where so few events are marked in two documents, only looser rules than ours link any; they still beat the words.
    assert found["links"]["demarche"] == (0.0, 0.0, 0.0)
    assert found["links"]["rare, alike"][2] > found["links"]["same head lemma"][2]
    for what, least in (("entities", 0.85), ("events", 0.98)):
        ours, baseline = found[what]["demarche"][2], found[what]["same head lemma"][2]
        assert ours > baseline
        assert ours >= least
