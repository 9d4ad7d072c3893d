"""Ten thousand broken queries: each is answered, refused or ended, and no worker is lost."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from kg.errors import QueryError, QueryLimit, QueryTimeout
from kg.query import EXAMPLES
from kg.query.pool import Bounds, QueryPool
from kg.query.question import Question
from kg.store import open_store

COUNT = 10_000
SEEDS = [
    *(example.text for example in EXAMPLES),
    'SELECT ?n (COUNT(*) AS ?c) { SERVICE search:names { ?e search:query "ker*" } ?e skos:prefLabel ?n } GROUP BY ?n',
    "ASK { ?s (dm:participant/^dm:participant)* ?o . FILTER (?s != ?o && STRLEN(STR(?o)) > 3) }",
    'CONSTRUCT { ?s ?p [ dm:title "x"@en ] } FROM NAMED <urn:g> { GRAPH ?g { ?s ?p """a\nb""" } MINUS { ?s a ?t } }',
    "DESCRIBE id:iran ?x { ?x a dm:Person BIND (IF(BOUND(?x), 1.5e3, -2) AS ?y) VALUES (?a ?b) { (UNDEF 1) } } LIMIT 5",
]
PIECES = [
    "{",
    "}",
    "(",
    ")",
    "<",
    ">",
    '"',
    "'",
    "\\",
    "#",
    "?",
    "$",
    ";",
    ".",
    ",",
    "*",
    "+",
    "/",
    "|",
    "^",
    "!",
    "@en",
    "SELECT",
    "WHERE",
    "UNION",
    "OPTIONAL",
    "FILTER",
    "SERVICE",
    "VALUES",
    "BIND",
    "GROUP BY",
    "\0",
    "\ud7ff",
    "𐏿",
    "\\u0000",
    "<urn:x>",
    "_:b",
    "1e999",
    "0x",
    "true",
    "a",
    "[]",
    "GROUP_CONCAT(",
    "EXISTS",
    "search:query",
    "BASE <",
    "PREFIX :",
]


def mutated(source: random.Random) -> str:
    text = source.choice(SEEDS)
    for _ in range(source.randint(1, 6)):
        at, length = source.randrange(len(text) + 1), source.choice((0, 0, 1, 3, 20))
        kind = source.random()
        if kind < 0.5:
            text = text[:at] + source.choice(PIECES) + text[at + length :]
        elif kind < 0.8:
            text = text[:at] + text[at + length :]
        else:
            other = source.choice(SEEDS)
            begin = source.randrange(len(other))
            text = text[:at] + other[begin : begin + 40] + text[at:]
    return text


@pytest.mark.slow
def test_broken_queries_break_nothing(small_folder: Path):
    source = random.Random(20131122)
    outcomes: dict[str, int] = {}
    with open_store(small_folder) as reader:
        pool = QueryPool(Bounds(workers=2, memory=256 * 2**20))
        try:
            for _ in range(COUNT):
                outcome = ask(pool, Question(mutated(source), str(reader.path), "text/csv", "text/turtle"))
                outcomes[outcome] = outcomes.get(outcome, 0) + 1
            assert pool.wait()
            state = pool.state
        finally:
            pool.close()
    assert outcomes["QueryError"] > COUNT / 4
    assert outcomes["answered"] > COUNT / 100
    assert set(outcomes) <= {"answered", "QueryError", "QueryLimit", "QueryTimeout"}
    assert state.workers <= 2
    assert state.answered + state.killed == COUNT


def ask(pool: QueryPool, question: Question) -> str:
    try:
        reply = pool.ask(question, 10.0)
        for _ in reply:
            pass
    except (QueryError, QueryLimit, QueryTimeout) as error:
        return type(error).__name__
    return "answered"
