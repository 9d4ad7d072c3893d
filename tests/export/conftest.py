from __future__ import annotations

from pathlib import Path

import pytest

from kg.store import MemoryGraph


@pytest.fixture(scope="session")
def small_graph(repository: Path) -> MemoryGraph:
    """Two articles about two meetings, a conference that slips, and a quarrel over who may come."""
    return MemoryGraph.from_file(repository / "tests" / "graphs" / "small.trig")
