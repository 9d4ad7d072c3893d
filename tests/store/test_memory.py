"""Graphs in memory, from quads and from files."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from kg.errors import InputError
from kg.store import MemoryGraph, canonical

A = NamedNode("https://example.org/a")
QUADS = [Quad(A, A, Literal(str(number)), A) for number in range(5)]


def test_the_snapshot_names_the_content() -> None:
    assert MemoryGraph.from_quads(QUADS).snapshot == MemoryGraph.from_quads(reversed(QUADS)).snapshot
    assert MemoryGraph.from_quads(QUADS).snapshot != MemoryGraph.from_quads(QUADS[1:]).snapshot


def test_a_file_is_read_by_the_ending_of_its_name(tmp_path: Path) -> None:
    (tmp_path / "g.nq").write_bytes(canonical(QUADS))
    assert canonical(MemoryGraph.from_file(tmp_path / "g.nq").quads()) == canonical(QUADS)


@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        ("g.xyz", b"", "no known RDF format"),
        ("g.nq", b"this is not RDF\n", "is not N-Quads"),
        ("missing.nq", None, "cannot be read"),
    ],
)
def test_what_is_no_graph_is_refused_by_name(tmp_path: Path, name: str, content: bytes | None, complaint: str) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError, match=complaint) as caught:
        MemoryGraph.from_file(tmp_path / name)
    assert caught.value.source.endswith(name)


def test_canonical_lines_are_sorted_by_code_point_and_single() -> None:
    def quad(text: str) -> Quad:
        return Quad(A, A, Literal(text), A)

    texts = ["\U0001f600", "\uffee", "z", "é", "A", "A"]
    lines = canonical(quad(text) for text in texts).decode().splitlines()
    assert [line.split('"')[1] for line in lines] == ["A", "z", "é", "\uffee", "\U0001f600"]
