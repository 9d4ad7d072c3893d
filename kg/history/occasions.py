"""The life of an occasion: what was claimed of it, by whom and when, and what its accounts agree on or not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from pyoxigraph import NamedNode

from kg.history.contradictions import Contradiction, Side, claimed_otherwise, said_otherwise, sayings, told_twice
from kg.history.reading import Evidence, Reading, Source
from kg.network.dates import Span
from kg.store import GraphReader
from kg.vocab import DM, DM_NS, ID_BASE, RDF, SCHEMA

__all__ = [
    "Account",
    "Answer",
    "Claimed",
    "Comparison",
    "MeetingHistory",
    "Slip",
    "Turn",
    "compare_accounts",
    "meeting_history",
    "slipped",
]

_KINDS: Final = {"DateClaim": "date", "PlaceClaim": "place", "AttendanceClaim": "attendance"}


@dataclass(frozen=True, slots=True)
class Claimed:
    """A claim: ``kind`` is "date", "place" or "attendance".

    ``value`` is a date as told or an entity's id, None where there are words alone; ``attendance`` says of a party
    whether it is Expected, WillAttend, StaysAway, Invited, NotInvited or Undecided. ``said_by`` and ``via`` are ids of
    entities, ``said_by`` None where the document itself says so; ``as_of`` is its date.
    """

    as_of: str
    document: str
    kind: str
    value: str | None
    attendance: str | None
    words: str
    said_by: str | None
    said_by_label: str | None
    via: str | None
    confidence: float
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Account:
    """An occasion as one document tells it; dates as told, entities by id."""

    source: Source
    kind: str
    status: str | None
    date: str | None
    place: str | None
    participants: tuple[str, ...]
    duration: str | None
    confidence: float
    evidence: tuple[Evidence, ...]
    agencies: tuple[str, ...]


@dataclass(frozen=True, slots=True, order=True)
class Answer:
    """A value, and the documents that have it."""

    value: str
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """One question put to all accounts.

    ``field`` is status, date, place, participant or duration; ``answers`` give each value the documents that have it.
    It is ``agreed`` where all that answer give one, ``single`` where one independent source alone answers, else
    ``conflict``.
    """

    field: str
    verdict: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Slip:
    """A step of a date that moved: from what to what, in which document, whose words."""

    as_of: str
    document: str
    before: str | None
    after: str | None
    words: str
    said_by: str | None


@dataclass(frozen=True, slots=True)
class Turn:
    """A step in what was said of one party's coming: from what to what, in which document, whose words."""

    participant: str
    as_of: str
    document: str
    before: str | None
    after: str
    words: str
    said_by: str | None


@dataclass(frozen=True, slots=True)
class MeetingHistory:
    """Everything that is known of how an occasion came about.

    ``outcome`` is the local name in schema.org's EventStatusType, ``previous`` the first days of earlier plans. Claims
    are by the dates of their documents and the order of the texts; ``slips`` are the steps of the date, ``turns`` those
    of each party's coming; ``contradictions`` are those of sources that tell of it. ``sources``
    counts independent ones: articles of one publisher, or that carry one agency, are one. ``reason`` says why the
    accounts are taken for one, ``candidates`` what else it may be.
    """

    iri: str
    id: str
    outcome: str | None
    previous: tuple[str, ...]
    dates: tuple[Claimed, ...]
    places: tuple[Claimed, ...]
    attendance: tuple[Claimed, ...]
    slips: tuple[Slip, ...]
    turns: tuple[Turn, ...]
    accounts: tuple[Account, ...]
    compared: tuple[Comparison, ...]
    contradictions: tuple[Contradiction, ...]
    sources: int
    reason: str | None
    candidates: tuple[str, ...]


def meeting_history(
    reader: GraphReader, name: str, base: str = ID_BASE, *, contradictions: bool = True
) -> MeetingHistory:
    """The life of one occasion.

    Args:
        reader: the graph.
        name: the occasion's id, with or without ``meeting/``, or its IRI.
        base: the IRI under which instances live.
        contradictions: whether to look for them, for which all that its articles quote has to be read.

    Raises:
        NotFoundError: no meeting is called so.
    """
    reading = Reading(reader, base)
    iri = reading.meeting(name)
    merged = reading.iris.meetings_graph.value
    claims = tuple(sorted(_claims(reading, iri), key=_order))
    accounts = tuple(sorted(_accounts(reading, iri, claims), key=lambda account: account.source))
    outcome = reading.value(iri, SCHEMA.eventStatus, merged)
    dates, places, attendance = (
        tuple(claim for claim in claims if claim.kind == kind) for kind in ("date", "place", "attendance")
    )
    return MeetingHistory(
        iri=iri,
        id=reading.local(iri),
        outcome=None if outcome is None else outcome.rsplit("/", maxsplit=1)[-1],
        previous=reading.values(iri, SCHEMA.previousStartDate, merged),
        dates=dates,
        places=places,
        attendance=attendance,
        slips=slipped(_dated(dates, accounts)),
        turns=tuple(_turns(attendance)),
        accounts=accounts,
        compared=compare_accounts(accounts),
        contradictions=_contradictions(reading, accounts, dates, attendance) if contradictions else (),
        sources=_independent(accounts),
        reason=reading.value(iri, DM.reason, merged),
        candidates=tuple(
            reading.local(found)
            for one in reading.values(iri, DM.candidate, merged)
            for found in reading.values(one, DM.entity, merged)
        ),
    )


def _contradictions(
    reading: Reading, accounts: Sequence[Account], dates: Iterable[Claimed], attendance: Iterable[Claimed]
) -> tuple[Contradiction, ...]:
    """Where sources differ: what is said in the sentences about the occasion, and claims of one day about its plan."""
    held = {account.source.id for account in accounts if account.status == "Held"}
    about = {passage for account in accounts for passage in account.evidence}
    said = said_otherwise([saying for account in accounts for saying in sayings(reading, account.source.iri)])
    told = [one for one in said if about.intersection((*one.one.evidence, *one.other.evidence))]
    when = ((claim.value, _side(claim)) for claim in dates)
    who = ((claim.value, claim.attendance, _side(claim)) for claim in attendance)
    return (
        *claimed_otherwise("date", (("date", value, side) for value, side in when if value is not None)),
        *told_twice((claim.value, _side(claim)) for claim in dates if claim.document in held and claim.value),
        *claimed_otherwise("attendance", ((a, b, side) for a, b, side in who if a is not None and b is not None)),
        *told,
    )


def _side(claim: Claimed) -> Side:
    return Side(claim.as_of, claim.document, claim.said_by, claim.words, claim.evidence)


def _order(claim: Claimed) -> tuple[str, str, int, str, str, str]:
    begin = claim.evidence[0].begin if claim.evidence else 0
    return (claim.as_of, claim.document, begin, claim.kind, claim.value or "", claim.words)


def _claims(reading: Reading, meeting: str) -> Iterator[Claimed]:
    for claim, graph in reading.subjects(DM.meeting, NamedNode(meeting)):
        source = reading.source(graph)
        kinds = [_KINDS[name] for name in _KINDS if DM_NS + name in reading.values(claim, RDF.type, graph)]
        if source is None or not kinds:
            continue
        said_by, via = reading.value(claim, DM.assertedBy, graph), reading.value(claim, DM.via, graph)
        yield Claimed(
            source.issued,
            source.id,
            kinds[0],
            _claimed(reading, claim, graph),
            None if (attends := reading.value(claim, DM.attendance, graph)) is None else attends.removeprefix(DM_NS),
            reading.value(claim, DM.words, graph) or "",
            None if said_by is None else reading.local(said_by),
            None if said_by is None else reading.label(said_by),
            None if via is None else reading.local(via),
            float(reading.value(claim, DM.confidence, graph) or 0.0),
            reading.evidence(claim, graph),
        )


def _claimed(reading: Reading, claim: str, graph: str) -> str | None:
    told = [reading.value(claim, p, graph) for p in (DM.claimedDate, DM.claimedEarliest, DM.claimedLatest)]
    span = Span.of(told[0], told[1], told[2])
    entity = reading.value(claim, DM.claimedPlace, graph) or reading.value(claim, DM.claimedParticipant, graph)
    return span.told if entity is None else reading.local(entity)


def _accounts(reading: Reading, meeting: str, claims: Iterable[Claimed]) -> Iterator[Account]:
    carried = defaultdict[str, set[str]](set)
    for claim in claims:
        if claim.via is not None:
            carried[claim.document].add(claim.via)
    for document in reading.values(meeting, DM.account, reading.iris.meetings_graph.value):
        source = reading.source(document)
        if source is None:
            continue
        told = [reading.value(meeting, p, document) for p in (DM.date, DM.earliest, DM.latest)]
        place, status = reading.value(meeting, DM.place, document), reading.value(meeting, DM.status, document)
        kinds = {kind.removeprefix(DM_NS) for kind in reading.values(meeting, RDF.type, document)}
        yield Account(
            source,
            min(kinds & {"Conference", "Talks", "Visit", "PhoneCall"}, default="Meeting"),
            None if status is None else status.removeprefix(DM_NS),
            Span.of(told[0], told[1], told[2]).told,
            None if place is None else reading.local(place),
            tuple(reading.local(who) for who in reading.values(meeting, DM.participant, document)),
            reading.value(meeting, DM.duration, document),
            float(reading.value(meeting, DM.confidence, document) or 0.0),
            reading.evidence(meeting, document),
            tuple(sorted(carried[source.id])),
        )


_Question: TypeAlias = Callable[[Account], Iterable[str | None]]

# --- accounts side by side --------------------------------------------------------------------------------------------


def compare_accounts(accounts: Sequence[Account]) -> tuple[Comparison, ...]:
    """What the accounts agree on, what only one source says, and what conflicts.

    Plans that changed are no conflict: of dates and statuses, the accounts from the latest published day are compared
    with each other, and those of held occasions with all others of held ones.
    """
    current = _current(accounts)
    fields: dict[str, tuple[Sequence[Account], Mapping[str, tuple[str, ...]]]] = {
        "status": (current, _answers(current, lambda account: [account.status])),
        "date": (current, _answers(current, lambda account: [account.date])),
        "place": (accounts, _answers(accounts, lambda account: [account.place])),
        "duration": (accounts, _answers(accounts, lambda account: [account.duration])),
    }
    found = [_compared(field, told, answers) for field, (told, answers) in fields.items() if answers]
    people = _answers(accounts, lambda account: account.participants)
    for who, documents in sorted(people.items()):
        alone = _independent([a for a in accounts if a.source.id in documents]) < 2
        found.append(Comparison("participant", "single" if alone else "agreed", (Answer(who, documents),)))
    return tuple(found)


def _current(accounts: Sequence[Account]) -> Sequence[Account]:
    held = [account for account in accounts if account.status == "Held"]
    if held:
        return held
    latest = max((account.source.issued for account in accounts), default="")
    return [account for account in accounts if account.source.issued == latest]


def _answers(accounts: Iterable[Account], asked: _Question) -> dict[str, tuple[str, ...]]:
    told = defaultdict[str, list[str]](list)
    for account in accounts:
        for value in asked(account):
            if value is not None:
                told[value].append(account.source.id)
    return {value: tuple(documents) for value, documents in told.items()}


def _compared(field: str, accounts: Sequence[Account], answers: Mapping[str, tuple[str, ...]]) -> Comparison:
    told = tuple(sorted(Answer(value, documents) for value, documents in answers.items()))
    if len(told) > 1 and not (field == "date" and _nested([answer.value for answer in told])):
        return Comparison(field, "conflict", told)
    documents = {document for answer in told for document in answer.documents}
    alone = _independent([account for account in accounts if account.source.id in documents]) < 2
    return Comparison(field, "single" if alone else "agreed", told)


def _nested(dates: Sequence[str]) -> bool:
    """Whether each date lies within the less exact ones: a day in the month that another account tells."""
    spans = [Span.told_as(date) for date in dates]
    return all(
        a.start <= b.end and b.start <= a.end for a in spans for b in spans if a.start and a.end and b.start and b.end
    )


def _independent(accounts: Sequence[Account]) -> int:
    """How many sources are behind accounts: those that share a publisher or an agency are one."""
    groups: list[set[str]] = []
    for account in accounts:
        origin = {account.source.publisher or account.source.id, *account.agencies}
        touching = [group for group in groups if group & origin]
        groups = [group for group in groups if not group & origin]
        groups.append(origin.union(*touching))
    return len(groups)


# --- how a date moved -------------------------------------------------------------------------------------------------


def _dated(dates: Sequence[Claimed], accounts: Sequence[Account]) -> list[tuple[str, str, str | None, str, str | None]]:
    """The claims about dates, and the dates of accounts that claim none; in order."""
    rows = [(c.as_of, c.document, c.value, c.words, c.said_by) for c in dates]
    held = {account.source.id for account in accounts if account.status == "Held"}
    rows = [row for row in rows if row[1] not in held]
    claimed = {row[1] for row in rows}
    for account in accounts:
        if account.source.id not in claimed and account.date is not None:
            words = account.evidence[0].text if account.evidence else ""
            rows.append((account.source.issued, account.source.id, account.date, words, None))
    return sorted(rows, key=lambda row: (row[0], row[1]))


def slipped(rows: Iterable[tuple[str, str, str | None, str, str | None]]) -> tuple[Slip, ...]:
    """The steps of a date: each claim that names another one than the claim before.

    Args:
        rows: day of the document, its id, the date, the words, who says so; in order.
    """
    found: list[Slip] = []
    before: str | None = None
    for as_of, document, date, words, said_by in rows:
        if not found or date != before:
            found.append(Slip(as_of, document, before, date, words, said_by))
        before = date
    return tuple(found)


def _turns(attendance: Iterable[Claimed]) -> Iterator[Turn]:
    """The steps of each party's coming, by party; that it is expected takes back nothing that was said before."""
    before: dict[str, str] = {}
    found: list[Turn] = []
    for claim in attendance:
        told = claim.attendance or "Expected"
        who = claim.value or ""
        if told == before.get(who) or (told == "Expected" and who in before):
            continue
        found.append(Turn(who, claim.as_of, claim.document, before.get(who), told, claim.words, claim.said_by))
        before[who] = told
    yield from sorted(found, key=lambda turn: turn.participant)
