"""The closed lists of the model: the kinds, states and sides that facts come in, by their names in the ontology.

:mod:`kg.model` hands them on; only it imports them from here.
"""

from __future__ import annotations

from enum import StrEnum

__all__ = [
    "EntityType",
    "EventType",
    "MeetingKind",
    "MeetingStatus",
    "MentionKind",
    "Outcome",
    "Precision",
    "SectionKind",
    "Stance",
    "Strength",
    "Voice",
]


class SectionKind(StrEnum):
    """What a stretch of a document's text is; all three may hold facts."""

    TITLE = "title"
    CAPTION = "caption"
    BODY = "body"


class EntityType(StrEnum):
    """The four types of entity, by their local name in the ontology."""

    PERSON = "Person"
    ORGANIZATION = "Organization"
    COUNTRY = "Country"
    PLACE = "Place"


class MentionKind(StrEnum):
    """How a mention refers: by name, by a noun phrase ("his U.S. counterpart"), or by a pronoun."""

    NAME = "name"
    NOMINAL = "nominal"
    PRONOUN = "pronoun"


class Precision(StrEnum):
    """How exactly a time is told. A range is several days told as such ("June 10-12", "next week")."""

    DAY = "day"
    RANGE = "range"
    MONTH = "month"
    YEAR = "year"


class MeetingKind(StrEnum):
    """The kind of occasion, by its local name in the ontology."""

    MEETING = "Meeting"
    CONFERENCE = "Conference"
    TALKS = "Talks"
    VISIT = "Visit"
    PHONE_CALL = "PhoneCall"


class MeetingStatus(StrEnum):
    """Where an occasion stands in this article's account."""

    HELD = "Held"
    PLANNED = "Planned"
    PROPOSED = "Proposed"
    CANCELLED = "Cancelled"


class Stance(StrEnum):
    """An actor's stance on an issue."""

    SUPPORTS = "Supports"
    OPPOSES = "Opposes"
    NEUTRAL = "Neutral"


class Strength(StrEnum):
    """How firmly a stance is told: "categorically rejects", "rejects", "has some reservations"."""

    STRONG = "Strong"
    PLAIN = "Plain"
    WEAK = "Weak"


class Voice(StrEnum):
    """Whose word a fact is: the article's own, that of somebody who is quoted or cited, or that of reports."""

    ARTICLE = "InArticle"
    SPEAKER = "InSpeech"
    REPORTS = "InReports"


class EventType(StrEnum):
    """PLOVER's event types (openeventdata/PLOVER, manual section 3)."""

    AGREE = "AGREE"
    CONSULT = "CONSULT"
    SUPPORT = "SUPPORT"
    COOPERATE = "COOPERATE"
    AID = "AID"
    YIELD = "YIELD"
    REQUEST = "REQUEST"
    ACCUSE = "ACCUSE"
    REJECT = "REJECT"
    THREATEN = "THREATEN"
    PROTEST = "PROTEST"
    SANCTION = "SANCTION"
    MOBILIZE = "MOBILIZE"
    COERCE = "COERCE"
    ASSAULT = "ASSAULT"


class Attendance(StrEnum):
    """What is said of a party's coming to an occasion that is planned."""

    EXPECTED = "Expected"
    WILL_ATTEND = "WillAttend"
    STAYS_AWAY = "StaysAway"
    INVITED = "Invited"
    NOT_INVITED = "NotInvited"
    UNDECIDED = "Undecided"


class Outcome(StrEnum):
    """What became of a plan, by the local name in schema.org's EventStatusType; held as planned is scheduled."""

    SCHEDULED = "EventScheduled"
    RESCHEDULED = "EventRescheduled"
    POSTPONED = "EventPostponed"
    CANCELLED = "EventCancelled"
