"""The ledger: what was read, what was refused, which graphs stand in the store."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kg.codec import encode
from kg.errors import StoreError
from kg.ledger import DocumentRecord, GraphRecord, Ledger, Quarantined
from kg.likeness import likeness_of
from kg.model import Document, DocumentFacts, Entity, EntityType, Section, SectionKind

NOON = dt.datetime(2026, 1, 2, 12, 0, tzinfo=dt.UTC)


def facts_of(identifier: str, text: str = "Lavrov arrived in Paris.") -> DocumentFacts:
    section = Section(SectionKind.BODY, 0, len(text))
    document = Document(identifier, text, dt.date(2013, 5, 28), "Lavrov in Paris", (section,))
    return DocumentFacts(document, "fake 1", entities=(Entity("paris", EntityType.PLACE, "Paris"),))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.sqlite"


@pytest.fixture
def ledger(path: Path) -> Iterator[Ledger]:
    with Ledger.open(path) as opened:
        yield opened


def test_a_new_ledger_is_empty(ledger: Ledger) -> None:
    assert ledger.count() == 0
    assert not [*ledger.records(), *ledger.facts(), *ledger.quarantined(), *ledger.graphs()]
    assert ledger.record("a") is None
    assert ledger.facts_of("a") is None
    assert ledger.setting("base") is None


def test_facts_outlive_the_process_and_come_in_order_of_identifier(path: Path) -> None:
    with Ledger.open(path) as ledger:
        for identifier in ("b", "é", "a"):
            ledger.put(facts_of(identifier), NOON)
    with Ledger.open(path) as ledger:
        assert [facts.document.id for facts in ledger.facts()] == ["a", "b", "é"]
        assert ledger.facts_of("é") == facts_of("é")
        assert ledger.record("a") == DocumentRecord("a", facts_of("a").document.content_hash, "fake 1", NOON)
        assert ledger.count() == 3


def test_a_document_put_again_takes_the_place_of_the_old_one(ledger: Ledger) -> None:
    ledger.put(facts_of("a"), NOON)
    changed = replace(facts_of("a", "Kerry arrived."), pipeline="fake 2")
    ledger.put(changed, NOON)
    assert list(ledger.facts()) == [changed]
    assert [record.pipeline for record in ledger.records()] == ["fake 2"]


def test_a_removed_document_is_gone_and_removing_it_again_is_no_error(ledger: Ledger) -> None:
    ledger.put(facts_of("a"), NOON)
    ledger.remove("a")
    ledger.remove("a")
    assert ledger.count() == 0


def test_a_transaction_that_fails_changes_nothing(ledger: Ledger) -> None:
    def interrupted() -> None:
        with ledger.transaction():
            ledger.put(facts_of("a"), NOON)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert ledger.count() == 0
    with ledger.transaction():
        ledger.put(facts_of("a"), NOON)
    assert ledger.count() == 1


def test_refusals_are_kept_per_input_and_line_until_released(ledger: Ledger) -> None:
    whole = Quarantined("b.txt", "is empty", NOON)
    third, tenth = (Quarantined("a.jsonl", "x", NOON, line) for line in (3, 10))
    for refused in (whole, tenth, third, replace(whole, error="has no date")):
        ledger.quarantine(refused)
    assert list(ledger.quarantined()) == [third, tenth, replace(whole, error="has no date")]
    ledger.release("a.jsonl")
    assert [refused.source for refused in ledger.quarantined()] == ["b.txt"]


def test_graphs_are_recorded_and_forgotten(ledger: Ledger) -> None:
    records = [GraphRecord("urn:a", "1f", 3), GraphRecord("urn:b", "2f", 4)]
    ledger.put_graphs(reversed(records))
    ledger.put_graphs([replace(records[1], quads=5)])
    assert list(ledger.graphs()) == [records[0], replace(records[1], quads=5)]
    ledger.forget_graphs(["urn:a", "urn:c"])
    assert [record.name for record in ledger.graphs()] == ["urn:b"]


def test_graphs_can_be_forgotten_while_facts_are_being_read(ledger: Ledger) -> None:
    for identifier in ("a", "b", "c"):
        ledger.put(facts_of(identifier), NOON)
        ledger.put_graphs([GraphRecord(identifier, "1f", 1)])
    for facts in ledger.facts():
        ledger.forget_graphs([facts.document.id])
    assert not list(ledger.graphs())


def test_settings_keep_their_last_value(ledger: Ledger) -> None:
    ledger.set("base", "https://example.org/")
    ledger.set("base", "https://example.com/")
    assert ledger.setting("base") == "https://example.com/"


def test_a_ledger_of_another_version_is_refused_and_left_alone(path: Path) -> None:
    Ledger.open(path).close()
    with sqlite3.connect(path) as raw:
        raw.execute("PRAGMA user_version = 99")
    raw.close()
    before = path.read_bytes()
    with pytest.raises(StoreError, match="version 99, this program reads version 2"):
        Ledger.open(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("statement", ["CREATE TABLE t (x)", "PRAGMA user_version = 1"])
def test_another_programs_database_is_refused(path: Path, statement: str) -> None:
    with sqlite3.connect(path) as raw:
        raw.execute(statement)
    raw.close()
    with pytest.raises(StoreError, match="is not a ledger"):
        Ledger.open(path)


def test_a_file_that_is_no_database_and_a_folder_that_is_missing_are_named(path: Path) -> None:
    path.write_text("not a database, but long enough to be taken for the header of one " * 20, encoding="utf-8")
    with pytest.raises(StoreError, match=str(path)):
        Ledger.open(path)
    with pytest.raises(StoreError, match="the ledger failed"):
        Ledger.open(path.parent / "missing" / "ledger.sqlite")


def test_damaged_facts_are_named_with_what_to_do(ledger: Ledger, path: Path) -> None:
    ledger.put(facts_of("a"), NOON)
    with sqlite3.connect(path) as raw:
        raw.execute("UPDATE document SET facts = '{}'")
    raw.close()
    with pytest.raises(StoreError, match=r"document 'a' cannot be read .*lacks 'document'.*add that document again"):
        list(ledger.facts())


def test_a_ledger_that_another_writer_holds_is_said_to_be_held(ledger: Ledger, path: Path, monkeypatch) -> None:
    monkeypatch.setattr("kg.ledger.BUSY_SECONDS", 0.01)
    with ledger.transaction(), Ledger.open(path) as other, pytest.raises(StoreError, match="another build holds it"):
        other.put(facts_of("a"), NOON)


FIRST_VERSION = """
CREATE TABLE document (
    id TEXT PRIMARY KEY, content_hash TEXT NOT NULL, pipeline TEXT NOT NULL, extracted_at TEXT NOT NULL,
    facts TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE quarantine (
    source TEXT, line INTEGER, error TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (source, line)
) WITHOUT ROWID;
CREATE TABLE graph (name TEXT PRIMARY KEY, hash TEXT NOT NULL, quads INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
PRAGMA application_id = 1145916231; PRAGMA user_version = 1;
"""


def first_version(path: Path, facts: str) -> None:
    connection = sqlite3.connect(path)
    connection.executescript(FIRST_VERSION)
    connection.execute("INSERT INTO document VALUES ('a', 'hash', 'fake 1', ?, ?)", (NOON.isoformat(), facts))
    connection.execute("INSERT INTO quarantine VALUES ('b.txt', 0, 'is empty', ?)", (NOON.isoformat(),))
    connection.commit()
    connection.close()


def test_a_ledger_of_the_first_version_is_brought_up_to_date(path: Path) -> None:
    first_version(path, encode(facts_of("a")))
    for _ in range(2):
        with Ledger.open(path) as ledger:
            assert list(ledger.facts()) == [facts_of("a")]
            assert list(ledger.quarantined()) == [Quarantined("b.txt", "is empty", NOON)]
            assert list(ledger.likenesses()) == [likeness_of(facts_of("a").document)]


def test_a_ledger_that_cannot_be_brought_up_to_date_stays_as_it_was(path: Path) -> None:
    first_version(path, "{")
    before = path.read_bytes()
    with pytest.raises(StoreError, match="the facts of document 'a' cannot be read"):
        Ledger.open(path)
    assert path.read_bytes() == before
