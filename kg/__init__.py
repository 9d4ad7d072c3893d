"""Demarche: news about diplomacy as a knowledge graph that can be questioned and checked.

The verbs of the command line are functions here; each loads its room on first use, so that reading a graph needs no
language model and ``import kg`` costs nothing::

    import kg

    report = kg.build(["articles/"], "demarche-data")
    with kg.open_store("demarche-data") as graph:
        answer = kg.run(graph, "SELECT ?name WHERE { ?m dm:participant/skos:prefLabel ?name }")
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.archive import backup, restore
    from kg.building import build, remove
    from kg.documents import read
    from kg.evaluate import evaluate
    from kg.query import run
    from kg.store import open_store
    from kg.validate import validate

__all__ = ["backup", "build", "evaluate", "open_store", "read", "remove", "restore", "run", "validate"]

_ROOMS = {
    "backup": "kg.archive",
    "build": "kg.building",
    "evaluate": "kg.evaluate",
    "open_store": "kg.store",
    "read": "kg.documents",
    "remove": "kg.building",
    "restore": "kg.archive",
    "run": "kg.query",
    "validate": "kg.validate",
}


def __getattr__(name: str) -> object:
    """Load the room of a verb when it is first asked for (PEP 562)."""
    if name not in _ROOMS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(_ROOMS[name]), name)
