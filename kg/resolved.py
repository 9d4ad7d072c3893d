"""What resolution adds to the facts of a document: claims about what is to come, and for whom its actors act."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from kg.kinds import Attendance
from kg.model import DocumentFacts, Interval, Passage

__all__ = ["Claim", "ClaimKind", "Representation", "Resolved", "day_of"]


class ClaimKind(StrEnum):
    """What a claim about an occasion is of, by the local name of its class in the ontology."""

    DATE = "DateClaim"
    PLACE = "PlaceClaim"
    ATTENDANCE = "AttendanceClaim"


@dataclass(frozen=True, slots=True)
class Claim:
    """What a document says of the date, the place or one party's attendance of an occasion that is not yet held.

    ``meeting`` is the key of the occasion, ``words`` are those of the text. Of ``when``, ``place`` and ``participant``
    the one of the kind is set; ``when`` is None for words that name no time that could be resolved; ``attendance`` says
    what the participant is to do. ``said_by`` is who says so in the document, None where the document itself does;
    ``via`` who carried it.
    """

    meeting: str
    kind: ClaimKind
    words: str
    evidence: tuple[Passage, ...]
    rule: str
    when: Interval | None = None
    place: str | None = None
    participant: str | None = None
    attendance: Attendance | None = None
    said_by: str | None = None
    via: str | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Representation:
    """For whom an actor acts on a day: an office (``title`` of ``jurisdiction``), its body, its state.

    What is not known is None. A country acts for itself, a ministry for itself and its state. ``day`` is that of the
    facts in which the actor acts so, see :func:`day_of`; None for that of the document.
    """

    actor: str
    title: str | None = None
    jurisdiction: str | None = None
    institution: str | None = None
    state: str | None = None
    day: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Resolved:
    """A document's ``facts`` in the words of the whole, and what they say of plans and of its actors' offices."""

    facts: DocumentFacts
    claims: tuple[Claim, ...] = ()
    represented: tuple[Representation, ...] = ()


def day_of(when: Interval | None, published: dt.date) -> dt.date:
    """The day by which a fact is judged: its own, where that is past; that of its article for what is to come.

    Args:
        when: what the text says of the fact's time.
        published: the article's date.
    """
    latest = None if when is None else when.latest
    return published if latest is None else min(latest, published)
