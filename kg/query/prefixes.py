"""The prefixes that a query may use without declaring them, and the short names that answers are shown in."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from kg.vocab import ID_BASE, PREFIXES

__all__ = ["KNOWN_PREFIXES", "prefixes_in", "prefixes_of", "shortened"]

KNOWN_PREFIXES: Final[Mapping[str, str]] = MappingProxyType(
    {**PREFIXES, "id": ID_BASE, "search": "https://w3id.org/demarche/search#"}
)
"""Those of :data:`kg.vocab.PREFIXES`, ``id:`` for instances (``id:sergey-lavrov``), and ``search:`` for full text."""

_LONGEST_FIRST: Final = sorted(KNOWN_PREFIXES.items(), key=lambda item: (-len(item[1]), item[0]))


def prefixes_of(instances: str) -> Mapping[str, str]:
    """The same for a graph whose instances' IRIs begin otherwise."""
    return {**KNOWN_PREFIXES, "id": instances}


def prefixes_in(text: str, instances: str) -> Mapping[str, str]:
    """Those of them that occur in a query: the engine parses every one that it is given."""
    return {name: iri for name, iri in prefixes_of(instances).items() if f"{name}:" in text}


def shortened(iri: str) -> str:
    """An IRI as people read it: ``dm:Meeting``, ``id:document/000#char=0,5``; whole where no prefix fits."""
    for prefix, namespace in _LONGEST_FIRST:
        if iri.startswith(namespace) and len(iri) > len(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri
