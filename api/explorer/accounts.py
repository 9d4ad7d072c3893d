"""An occasion as its articles tell it, side by side: what all say, what one alone says, how its date moved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

from api.explorer.words import date_in_words
from api.records.base import Evidence, Ref, ref
from api.records.documents import DocumentRef
from api.records.meetings import Account, MeetingRecord, meeting_record
from api.state import State
from kg.history import Answer, Claimed, Comparison, MeetingHistory
from kg.network.dates import Span

__all__ = ["Compared", "DateClaim", "MeetingView", "Value", "meeting_view"]

_VERDICTS: Final = {"agreed": "all agree", "single": "one source alone", "conflict": "accounts differ"}
_MIXED: Final = "some by one source alone"
_QUESTIONS: Final = {
    "status": "Status",
    "date": "Date",
    "place": "Place",
    "participant": "Participants",
    "duration": "How long",
}
_OUTCOMES: Final = {
    "EventRescheduled": "its date was moved",
    "EventPostponed": "put off, without a new date",
    "EventCancelled": "called off",
}


@dataclass(frozen=True, slots=True)
class Value:
    """One thing that is said of an occasion, and the articles that say so; ``thing`` is set where it has a page."""

    text: str
    thing: Ref | None
    documents: tuple[DocumentRef, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """What the accounts say on one question; ``verdict`` says in words whether they agree."""

    question: str
    verdict: str
    values: tuple[Value, ...]
    silent: tuple[DocumentRef, ...]

    @property
    def differs(self) -> bool:
        """Whether the accounts say different things."""
        return self.verdict == _VERDICTS["conflict"]


@dataclass(frozen=True, slots=True)
class DateClaim:
    """A date that was given for an occasion: said on one day, of another.

    ``told`` is as precise as it was told, ``words`` are those of the text; between ``first`` and ``last`` (ISO days,
    None for an open side) it lies. ``said_by`` is who says so in the article, None where the article itself does.
    """

    said_on: str
    told: str
    words: str | None
    first: str | None
    last: str | None
    said_by: Ref | None
    via: Ref | None
    document: DocumentRef
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class MeetingView:
    """All that a meeting's page shows.

    ``sources`` counts independent ones, ``outcome`` says in words what became of the plan, ``maybe`` what other
    occasions it may be one with, ``reason`` why the accounts are taken for one.
    """

    record: MeetingRecord
    compared: tuple[Compared, ...]
    claims: tuple[DateClaim, ...]
    sources: int
    outcome: str | None
    reasons: tuple[tuple[DocumentRef, str], ...]
    maybe: tuple[Ref, ...]

    @property
    def moved(self) -> bool:
        """Whether different dates were given for it."""
        return len({claim.told for claim in self.claims}) > 1


def meeting_view(state: State, name: str) -> MeetingView:
    """A meeting with its accounts compared.

    Raises:
        NotFoundError: no meeting is called so.
    """
    record = meeting_record(state, name, contradictions=False)
    history = record.history
    documents = {
        unquote(account.document.id.removeprefix("document/")): account.document for account in record.accounts
    }
    nodes = state.network.view().nodes
    return MeetingView(
        record,
        tuple(_compared(state, history, documents)) if len(record.accounts) > 1 else (),
        tuple(_claims(state, history, record.accounts, documents)),
        history.sources,
        _OUTCOMES.get(history.outcome or ""),
        tuple(_reasons(history.reason, documents)),
        tuple(ref(state, each) for each in history.candidates if each in nodes),
    )


def _compared(state: State, history: MeetingHistory, documents: Mapping[str, DocumentRef]) -> Iterable[Compared]:
    for field, question in _QUESTIONS.items():
        answers = [each for each in history.compared if each.field == field]
        if answers:
            values = tuple(_value(state, field, answer, documents) for each in answers for answer in each.answers)
            speaking = {document.id for value in values for document in value.documents}
            silent = tuple(document for document in documents.values() if document.id not in speaking)
            yield Compared(question, _verdict(answers), values, silent)


def _verdict(answers: Sequence[Comparison]) -> str:
    verdicts = {each.verdict for each in answers}
    return _VERDICTS[verdicts.pop()] if len(verdicts) == 1 else _MIXED


def _value(state: State, field: str, answer: Answer, documents: Mapping[str, DocumentRef]) -> Value:
    text = answer.value
    by = tuple(documents[each] for each in answer.documents if each in documents)
    node = state.network.view().nodes.get(text)
    if field in {"place", "participant"} and node is not None:
        return Value(node.label, ref(state, node.id), by)
    return Value(date_in_words(text) if field == "date" else text.lower(), None, by)


def _claims(
    state: State, history: MeetingHistory, accounts: Iterable[Account], documents: Mapping[str, DocumentRef]
) -> list[DateClaim]:
    """The dated claims, and the dates of articles of which no claim is known; in the order of telling."""
    found = [
        _claim(state, claim, documents[claim.document])
        for claim in history.dates
        if claim.document in documents and claim.value is not None
    ]
    claiming = {claim.document for claim in found}
    found += [
        DateClaim(
            account.document.published or "",
            account.date,
            None,
            account.first,
            account.last,
            None,
            None,
            account.document,
            account.evidence,
        )
        for account in accounts
        if account.date is not None and account.document not in claiming
    ]
    return sorted(found, key=lambda claim: claim.said_on)


def _claim(state: State, claim: Claimed, document: DocumentRef) -> DateClaim:
    first, last = _days(claim.value or "")
    return DateClaim(
        said_on=claim.as_of,
        told=claim.value or "",
        words=claim.words or None,
        first=first,
        last=last,
        said_by=_known(state, claim.said_by),
        via=_known(state, claim.via),
        document=document,
        evidence=tuple(
            Evidence(document.id, each.begin, each.end, each.text, f"{document.iri}#char={each.begin},{each.end}")
            for each in claim.evidence
        ),
    )


def _known(state: State, node_id: str | None) -> Ref | None:
    return ref(state, node_id) if node_id is not None and node_id in state.network.view().nodes else None


def _days(told: str) -> tuple[str | None, str | None]:
    """The first and the last day of a date as it is told; None for an open side."""
    first, _, last = told.partition("/")
    if not last:
        span = Span.of(first)
        return span.start, span.end
    return (None if first == ".." else first), (None if last == ".." else last)


def _reasons(reason: str | None, documents: Mapping[str, DocumentRef]) -> Iterable[tuple[DocumentRef, str]]:
    """Why each account is taken for one of the same occasion."""
    for each in (reason or "").split("; "):
        name, _, words = each.partition(": ")
        if name in documents and words:
            yield documents[name], words
