"""Lines that lie on disk: the same lines as in memory, in any sizes, and a clear word where there is no room."""

from __future__ import annotations

import errno
import random
from collections.abc import Callable, Iterable, Iterator
from itertools import zip_longest
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from kg.errors import StoreError
from kg.lines import StoredLines, only_in_one, sorted_lines
from kg.named_graph import NamedGraph
from kg.vocab import RDF, SKOS

LINES = ["\n", "a\n", "a b\x0b\x85\u2028c\n", "é\n", "\U0001f54a" * 100_000 + "\n", "z\n"]


def test_stored_lines_are_given_back_as_they_were() -> None:
    stored = StoredLines(line.encode() for line in LINES)
    assert (len(stored), list(stored), list(stored)) == (len(LINES), LINES, LINES)
    assert LINES[4] in stored
    assert "b\n" not in stored
    assert list(StoredLines([])) == []


def test_two_may_read_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.lines._READ_AT_ONCE", 1)
    stored = StoredLines(f"{number}\n".encode() for number in range(50))
    assert all(one == other for one, other in zip_longest(stored, stored))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("use", [StoredLines, lambda lines: list(sorted_lines(lines, 1))])
def test_a_full_disk_is_named(use: Callable[[Iterable[bytes]], object], monkeypatch: pytest.MonkeyPatch) -> None:
    with Path("/dev/full").open("r+b", buffering=0) as full:
        monkeypatch.setattr("kg.lines.tempfile.TemporaryFile", lambda **_: full)
        with pytest.raises(StoreError, match=r"No space left on device.*TMPDIR"):
            use([b"a\n", b"b\n"])


def test_what_fails_while_lines_are_made_is_no_full_disk() -> None:
    def lines() -> Iterator[bytes]:
        yield b"a\n"
        raise OSError(errno.EIO, "Input/output error")

    with pytest.raises(OSError, match="Input/output error"):
        StoredLines(lines())


@pytest.mark.parametrize("run", [1, 3, 1000])
def test_lines_are_sorted_each_once(run: int) -> None:
    chance = random.Random(run)
    lines = [f"{'é' * chance.randrange(3)}{chance.randrange(40)}\n" for _ in range(200)]
    assert [line.decode() for line in sorted_lines((line.encode() for line in lines), run)] == sorted(set(lines))


def test_what_only_one_of_two_has() -> None:
    chance = random.Random(5)
    first, second = (sorted({f"{chance.randrange(60)}\n" for _ in range(40)}) for _ in range(2))
    told = list(only_in_one(first, second))
    assert {line for line, is_second in told if not is_second} == set(first) - set(second)
    assert {line for line, is_second in told if is_second} == set(second) - set(first)
    assert len(told) == len(set(first) ^ set(second))


def test_a_stored_graph_is_the_same_graph() -> None:
    name = NamedNode("https://example.org/graph")
    triples = [
        *((f"<https://example.org/{number}>", SKOS.altLabel, f'"é {number % 7}"') for number in range(300)),
        *((f"<https://example.org/{number}>", RDF.type, f"<https://example.org/{number % 3}>") for number in range(9)),
    ]
    held, stored = NamedGraph.of(name, triples), NamedGraph.stored(name, triples * 2)
    assert list(stored.lines) == list(held.lines)
    assert (stored.content_hash, stored.canonical) == (held.content_hash, held.canonical)
    assert [part.lines for part in stored.parts(10)] == [part.lines for part in held.parts(10)]
