"""The names of things: which IRI every node and graph has, as a function of what it is and nothing else."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from pyoxigraph import NamedNode

from kg.errors import InputError
from kg.gazetteer import slug
from kg.vocab import ID_BASE

__all__ = ["Iris", "digest", "offsets_of"]

DIGEST_DIGITS: Final = 12  # 48 bits: two of a million facts of one document collide with a chance below 1 in 500
ISSUE_DIGITS: Final = 8
SLUG_LENGTH: Final = 60
_SPAN: Final = re.compile(r"#char=(\d+),(\d+)$")


def digest(*parts: object) -> str:
    """The first 12 hexadecimal digits of the SHA-256 over the parts' texts, None told apart from the empty text."""
    text = "\x1f".join("\x00" if part is None else str(part) for part in parts)
    return hashlib.sha256(text.encode()).hexdigest()[:DIGEST_DIGITS]


def offsets_of(iri: str) -> tuple[int, int] | None:
    """Where a stretch of text begins and ends, as :meth:`Iris.span` names it; None where an IRI names no such."""
    found = _SPAN.search(iri)
    return None if found is None else (int(found[1]), int(found[2]))


@dataclass(frozen=True, slots=True)
class Iris:
    """Makes IRIs under a base.

    Args:
        base: an absolute IRI without a fragment, ending in ``/``.

    Raises:
        InputError: the base is none.
    """

    base: str = ID_BASE

    def __post_init__(self) -> None:
        try:
            NamedNode(self.base)
        except ValueError as error:
            raise InputError(self.base, f"is no absolute IRI ({error}); give one such as {ID_BASE}") from None
        if not self.base.endswith("/") or "#" in self.base:
            raise InputError(self.base, "is no base for IRIs; it has to end in / and hold no #")

    def entity(self, identifier: str) -> NamedNode:
        """A person, organization, country or place, by its slug."""
        return self._node(_path(identifier))

    def document(self, identifier: str) -> NamedNode:
        """A document, and the graph of what it says, by its identifier."""
        return self._node(f"document/{_path(identifier)}")

    def span(self, document: str, begin: int, end: int) -> NamedNode:
        """A stretch of a document's text, as RFC 5147 writes it."""
        return self._node(f"document/{_path(document)}#char={begin},{end}")

    def fact(self, document: str, kind: str, content: str) -> NamedNode:
        """A document's tenure, position, statement, interaction or candidate, by the digest of its content."""
        return self._node(f"document/{_path(document)}/{kind}/{content}")

    def meeting(self, identifier: str) -> NamedNode:
        """An occasion, by its id."""
        return self._node(f"meeting/{_path(identifier)}")

    def office(self, title: str, jurisdiction: str | None) -> NamedNode:
        """A post, by its title and the id of the country or organization whose post it is."""
        return self._node(f"office/{_path(jurisdiction or '_')}/{slug(title) or digest(title)}")

    def issue(self, label: str) -> NamedNode:
        """An issue, by its label."""
        return self._node(f"issue/{slug(label)[:SLUG_LENGTH].strip('-') or '_'}-{digest(label)[:ISSUE_DIGITS]}")

    def extraction(self, pipeline: str) -> NamedNode:
        """The work of one version of the language pipeline."""
        return self._node(f"extraction/{digest(pipeline)}")

    def identification(self, content: str) -> NamedNode:
        """The judgement that a name is an entity's, or may be, by the digest of its content."""
        return self._node(f"identification/{content}")

    @property
    def entities_graph(self) -> NamedNode:
        """The graph of entities and offices."""
        return self._node("graph/entities")

    @property
    def meetings_graph(self) -> NamedNode:
        """The graph of occasions across documents."""
        return self._node("graph/meetings")

    def local(self, iri: str) -> str | None:
        """What follows the base in an IRI (the ``ID`` of the HTTP routes); None if it is not under the base."""
        return iri.removeprefix(self.base) if iri.startswith(self.base) else None

    def _node(self, local: str) -> NamedNode:
        return NamedNode(self.base + local)


def _path(identifier: str) -> str:
    return quote(identifier, safe="")
