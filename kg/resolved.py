"""What resolution adds to the facts of a document: claims about what is to come, and for whom its actors act."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kg.model import DocumentFacts, Interval, Passage

__all__ = ["Claim", "ClaimKind", "Representation", "Resolved"]


class ClaimKind(StrEnum):
    """What a claim about an occasion is of, by the local name of its class in the ontology."""

    DATE = "DateClaim"
    PLACE = "PlaceClaim"
    ATTENDANCE = "AttendanceClaim"


@dataclass(frozen=True, slots=True)
class Claim:
    """What a document says of the date, the place or one party's attendance of an occasion that is not yet held.

    ``meeting`` is the key of the occasion, ``words`` are those of the text. Of ``when``, ``place`` and ``participant``
    the one of the kind is set; ``when`` is None for words that name no time that could be resolved. ``said_by`` is who
    says so in the document, None where the document itself does; ``via`` who carried it.
    """

    meeting: str
    kind: ClaimKind
    words: str
    evidence: tuple[Passage, ...]
    rule: str
    when: Interval | None = None
    place: str | None = None
    participant: str | None = None
    said_by: str | None = None
    via: str | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Representation:
    """For whom an actor acts on the day of a document: an office (``title`` of ``jurisdiction``), its body, its state.

    What is not known is None. A country acts for itself, a ministry for itself and its state.
    """

    actor: str
    title: str | None = None
    jurisdiction: str | None = None
    institution: str | None = None
    state: str | None = None


@dataclass(frozen=True, slots=True)
class Resolved:
    """A document's ``facts`` in the words of the whole, and what they say of plans and of its actors' offices."""

    facts: DocumentFacts
    claims: tuple[Claim, ...] = ()
    represented: tuple[Representation, ...] = ()
