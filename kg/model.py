"""The value types that every room speaks: what is read, what is found in it, and the words that say so.

All types are frozen and slotted, hold only other values of this module and the standard library, and compare by
value, so that facts can be hashed, sorted, sent between processes and written as bytes without surprises. Offsets
are code points into :attr:`Document.text`, half open, as Python slices are.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, field

from kg.kinds import (
    EntityType,
    EventType,
    MeetingKind,
    MeetingStatus,
    MentionKind,
    Outcome,
    Precision,
    SectionKind,
    Stance,
    Strength,
    Voice,
)

__all__ = [
    "Candidate",
    "Document",
    "DocumentFacts",
    "Entity",
    "EntityType",
    "EventType",
    "Failure",
    "Interaction",
    "Interval",
    "Issue",
    "Meeting",
    "MeetingKind",
    "MeetingStatus",
    "Mention",
    "MentionKind",
    "Occasion",
    "Office",
    "Outcome",
    "Passage",
    "Position",
    "Precision",
    "Section",
    "SectionKind",
    "Stance",
    "Statement",
    "Strength",
    "Tenure",
    "TimeExpression",
    "Voice",
]


# --- what is read -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Section:
    """One paragraph, caption or headline of a document: ``document.text[begin:end]``."""

    kind: SectionKind
    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class Document:
    """An article before any language analysis.

    ``text`` is the text as stored, from which every offset counts: the headline, captions and paragraphs that may hold
    facts, joined by blank lines, markup taken out. ``sections`` cover it in order, without overlap; between two
    sections there is only white space.
    """

    id: str
    text: str
    published: dt.date
    title: str
    sections: tuple[Section, ...]
    author: str | None = None
    publisher: str | None = None
    url: str | None = None

    @property
    def content_hash(self) -> str:
        """SHA-256 in hex over everything that extraction sees (the text, its sections and the metadata)."""
        parts = [self.id, self.text, self.published.isoformat(), self.title, self.author, self.publisher, self.url]
        parts += [f"{s.kind}:{s.begin}:{s.end}" for s in self.sections]
        return hashlib.sha256("\x1f".join("" if p is None else p for p in parts).encode()).hexdigest()


@dataclass(frozen=True, slots=True, order=True)
class Passage:
    """Evidence: ``document.text[begin:end] == text``. For facts it is the whole sentence."""

    begin: int
    end: int
    text: str


# --- who and what -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Entity:
    """A person, organization, country or place, as one document (or the gazetteer) knows it.

    ``id`` is the slug that follows ``/id/`` in the entity's IRI: stable, a pure function of the gazetteer entry, or of
    name and type where the gazetteer has none. ``named`` is false for groups without a name ("the rebels").
    """

    id: str
    type: EntityType
    name: str
    aliases: tuple[str, ...] = ()
    wikidata: str | None = None
    located_in: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    named: bool = True


@dataclass(frozen=True, slots=True)
class Candidate:
    """One entity that a mention may refer to, with how likely that is and why."""

    entity: str
    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of text that refers to an entity. ``reason`` names the rule that tied it there.

    ``candidates`` holds every entity considered when the context does not decide; ``entity`` is then the best of them.
    """

    begin: int
    end: int
    text: str
    entity: str
    kind: MentionKind
    reason: str
    confidence: float = 1.0
    candidates: tuple[Candidate, ...] = ()


# --- when -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """From ``earliest`` to ``latest``, both included; an open side is None ("until August or later")."""

    earliest: dt.date | None
    latest: dt.date | None
    precision: Precision

    def __post_init__(self) -> None:
        """Refuse an interval that ends before it begins, or one that says nothing."""
        if self.earliest is None and self.latest is None:
            raise ValueError("an interval needs at least one bound")
        if self.earliest is not None and self.latest is not None and self.earliest > self.latest:
            raise ValueError(f"the interval ends ({self.latest}) before it begins ({self.earliest})")


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """An expression of time in the text and what it resolves to against the publication date.

    ``interval`` is None where the text names a time that cannot be resolved without inventing one. ``minutes`` is set,
    and ``interval`` None, for a duration ("for roughly 90 minutes").
    """

    begin: int
    end: int
    text: str
    interval: Interval | None
    rule: str
    minutes: int | None = None
    confidence: float = 1.0


# --- what happened, who says what -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Issue:
    """What is talked about or disputed: a readable phrase, and the entities (ids) named in it."""

    label: str
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tenure:
    """One person's holding of an office, as this document tells it.

    ``title`` is without the country ("Foreign Minister"); ``jurisdiction`` is the country's or organization's id;
    ``asserted_by`` is who says so, where the article does not by itself.
    """

    person: str
    title: str
    jurisdiction: str | None
    evidence: tuple[Passage, ...]
    rule: str
    former: bool = False
    confidence: float = 1.0
    asserted_by: str | None = None
    voice: Voice = Voice.ARTICLE


@dataclass(frozen=True, slots=True)
class Meeting:
    """One occasion as one document tells it. ``key`` tells a document's meetings apart ("m1", "m2", in text order).

    ``participants`` are entity ids in sorted order; ``part_of`` is the key of the enclosing meeting in the same
    document; ``asserted_by`` is who says so, where the article does not by itself; ``previous`` are the times for which
    the document says that it was planned before, the oldest first.
    """

    key: str
    kind: MeetingKind
    status: MeetingStatus
    participants: tuple[str, ...]
    evidence: tuple[Passage, ...]
    rule: str
    place: str | None = None
    when: Interval | None = None
    minutes: int | None = None
    topics: tuple[Issue, ...] = ()
    part_of: str | None = None
    confidence: float = 1.0
    asserted_by: str | None = None
    voice: Voice = Voice.ARTICLE
    previous: tuple[Interval, ...] = ()


@dataclass(frozen=True, slots=True)
class Position:
    """An actor's stance on an issue.

    ``asserted_by`` is who says so where the article only reports it, the holder included; ``hedges`` are the words
    that make it less than certain ("may", "reportedly"), in lower case and text order.
    """

    holder: str
    issue: Issue
    stance: Stance
    evidence: tuple[Passage, ...]
    rule: str
    asserted_by: str | None = None
    confidence: float = 1.0
    voice: Voice = Voice.ARTICLE
    strength: Strength = Strength.PLAIN
    hedges: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """Something said: either ``quote`` (the speaker's words, without quotation marks) or ``content`` (indirect)."""

    speaker: str | None
    evidence: tuple[Passage, ...]
    rule: str
    quote: str | None = None
    content: str | None = None
    audience: tuple[str, ...] = ()
    via: str | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Interaction:
    """What one actor does to another, beyond meeting. ``asserted_by`` is who says so, as for a :class:`Position`."""

    source: str
    target: str
    event_type: EventType
    evidence: tuple[Passage, ...]
    rule: str
    when: Interval | None = None
    confidence: float = 1.0
    asserted_by: str | None = None
    voice: Voice = Voice.ARTICLE


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """Everything taken from one document: what leaves the language rooms and enters the graph's."""

    document: Document
    pipeline: str
    entities: tuple[Entity, ...] = ()
    mentions: tuple[Mention, ...] = ()
    times: tuple[TimeExpression, ...] = ()
    tenures: tuple[Tenure, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    positions: tuple[Position, ...] = ()
    statements: tuple[Statement, ...] = ()
    interactions: tuple[Interaction, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Failure:
    """That no facts could be taken from a document: ``error`` says why, ``pipeline`` what was at work."""

    document: Document
    pipeline: str
    error: str


# --- across documents -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Office:
    """A post that somebody is said to hold: ``title`` without the country, ``jurisdiction`` an entity's id."""

    title: str
    jurisdiction: str | None


@dataclass(frozen=True, slots=True)
class Occasion:
    """One occasion as all the documents that tell of it see it together.

    ``meeting.key`` is the occasion's id, as is its ``part_of``; its participants and topics are those of all accounts,
    its status, date and place the latest one's; it holds no evidence, which stays with the accounts. ``documents`` are
    the ids of the documents that tell of it, oldest first; ``reason`` says why their accounts are taken for one, None
    where there is one account only. ``outcome`` says what became of the plan, None for what is only proposed;
    ``previous`` holds the times for which it was planned before, the oldest first.
    """

    meeting: Meeting
    documents: tuple[str, ...]
    reason: str | None = None
    outcome: Outcome | None = None
    previous: tuple[Interval, ...] = ()
