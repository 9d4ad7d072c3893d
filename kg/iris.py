"""The names of things: which IRI every node and graph has, as a function of what it is and nothing else."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Generic, TypeVar
from urllib.parse import quote

from pyoxigraph import NamedNode

from kg.errors import InputError
from kg.gazetteer import slug
from kg.vocab import ID_BASE

__all__ = ["Iris", "WrittenIris", "digest", "offsets_of"]

Name = TypeVar("Name", NamedNode, str)

DIGEST_DIGITS: Final = 12  # 48 bits: two of a million facts of one document collide with a chance below 1 in 500
ISSUE_DIGITS: Final = 8
SLUG_LENGTH: Final = 60
_SPAN: Final = re.compile(r"#char=(\d+),(\d+)$")
MOST_KEPT: Final = 16_384
"""Parts of IRIs that are made once and kept: those of one document and of what many documents name."""


def digest(*parts: object) -> str:
    """The first 12 hexadecimal digits of the SHA-256 over the parts' texts, None told apart from the empty text."""
    text = "\x1f".join("\x00" if part is None else str(part) for part in parts)
    return hashlib.sha256(text.encode()).hexdigest()[:DIGEST_DIGITS]


def offsets_of(iri: str) -> tuple[int, int] | None:
    """Where a stretch of text begins and ends, as :meth:`Iris.span` names it; None where an IRI names no such."""
    found = _SPAN.search(iri)
    return None if found is None else (int(found[1]), int(found[2]))


@dataclass(frozen=True, slots=True)
class _Names(Generic[Name]):
    """Names things under a base."""

    base: str = ID_BASE

    def entity(self, identifier: str) -> Name:
        """A person, organization, country or place, by its slug."""
        return self._named(_path(identifier))

    def document(self, identifier: str) -> Name:
        """A document, and the graph of what it says, by its identifier."""
        return self._named(f"document/{_path(identifier)}")

    def span(self, document: str, begin: int, end: int) -> Name:
        """A stretch of a document's text, as RFC 5147 writes it."""
        return self._named(f"document/{_path(document)}#char={begin},{end}")

    def fact(self, document: str, kind: str, content: str) -> Name:
        """A document's tenure, position, statement, interaction or candidate, by the digest of its content."""
        return self._named(f"document/{_path(document)}/{kind}/{content}")

    def meeting(self, identifier: str) -> Name:
        """An occasion, by its id."""
        return self._named(f"meeting/{_path(identifier)}")

    def office(self, title: str, jurisdiction: str | None) -> Name:
        """A post, by its title and the id of the country or organization whose post it is."""
        return self._named(f"office/{_path(jurisdiction or '_')}/{_title(title)}")

    def issue(self, label: str) -> Name:
        """An issue, by its label."""
        return self._named(f"issue/{_issue(label)}")

    def extraction(self, pipeline: str) -> Name:
        """The work of one version of the language pipeline."""
        return self._named(f"extraction/{digest(pipeline)}")

    def identification(self, content: str) -> Name:
        """The judgement that a name is an entity's, or may be, by the digest of its content."""
        return self._named(f"identification/{content}")

    def _named(self, local: str) -> Name:
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Iris(_Names[NamedNode]):
    """Makes IRIs under a base.

    Args:
        base: an absolute IRI without a fragment, ending in ``/``.

    Raises:
        InputError: the base is none.
    """

    def __post_init__(self) -> None:
        try:
            NamedNode(self.base)
        except ValueError as error:
            raise InputError(self.base, f"is no absolute IRI ({error}); give one such as {ID_BASE}") from None
        if not self.base.endswith("/") or "#" in self.base:
            raise InputError(self.base, "is no base for IRIs; it has to end in / and hold no #")

    @property
    def entities_graph(self) -> NamedNode:
        """The graph of entities and offices."""
        return self._named("graph/entities")

    @property
    def meetings_graph(self) -> NamedNode:
        """The graph of occasions across documents."""
        return self._named("graph/meetings")

    @property
    def written(self) -> WrittenIris:
        """The same IRIs as N-Quads writes them."""
        return WrittenIris(self.base)

    def local(self, iri: str) -> str | None:
        """What follows the base in an IRI (the ``ID`` of the HTTP routes); None if it is not under the base."""
        return iri.removeprefix(self.base) if iri.startswith(self.base) else None

    def _named(self, local: str) -> NamedNode:
        return NamedNode(self.base + local)


@dataclass(frozen=True, slots=True)
class WrittenIris(_Names[str]):
    """Makes IRIs as N-Quads writes them; all that follows the base is percent-encoded, so that nothing is escaped."""

    def _named(self, local: str) -> str:
        return f"<{self.base}{local}>"


@lru_cache(maxsize=MOST_KEPT)
def _path(identifier: str) -> str:
    return quote(identifier, safe="")


@lru_cache(maxsize=MOST_KEPT)
def _title(title: str) -> str:
    return slug(title) or digest(title)


@lru_cache(maxsize=MOST_KEPT)
def _issue(label: str) -> str:
    return f"{slug(label)[:SLUG_LENGTH].strip('-') or '_'}-{digest(label)[:ISSUE_DIGITS]}"
