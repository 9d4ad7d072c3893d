"""From tellings to occasions: place, time, status and topic of each, then several sentences about one made one.

A telling is a verb or noun that says that actors meet (:mod:`kg.nlp.occasions`). Tellings of one document are joined
where nothing speaks against their being the same occasion and something speaks for it; a planned conference and its
many definite descriptions ("the conference", "the talks") end as one meeting.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from spacy.language import Language
from spacy.tokens import Doc, Token

from kg.model import EntityType, Interval, Issue, Meeting, MeetingKind, MeetingStatus, Precision, TimeExpression
from kg.nlp import syntax
from kg.nlp.issues import issue_of
from kg.nlp.occasions import Occasion, find_occasions
from kg.nlp.reading import Reading
from kg.nlp.status import denied, status_of

__all__ = ["MeetingFinder"]

_PLACE_PREPOSITIONS = frozenset({"in", "at", "outside", "near"})
_ENCLOSING = frozenset({"at", "during", "in", "on the sidelines of", "of"})
_TOPIC_PREPOSITIONS = frozenset({"on", "about", "over", "regarding", "concerning"})


@dataclass(frozen=True, slots=True)
class _Telling:
    occasion: Occasion
    status: MeetingStatus
    place: str | None
    when: Interval | None
    minutes: int | None
    topics: tuple[Issue, ...]


class MeetingFinder:
    """Finds the meetings of a document."""

    def find(self, doc: Doc) -> tuple[Meeting, ...]:
        """The occasions in order of first telling, each with every sentence that tells it."""
        reading = Reading(doc)
        occasions = _without_enclosing(list(find_occasions(doc, reading)), doc)
        tellings = [t for o in occasions if (t := _telling(o, doc, reading)) is not None]
        groups: list[list[_Telling]] = []
        for telling in tellings:
            home = next((g for g in reversed(groups) if _same(g, telling, doc)), None)
            if home is None:
                groups.append([telling])
            else:
                home.append(telling)
        meetings = [_meeting(group, doc, reading) for group in groups]
        return tuple(replace(m, key=f"m{n}") for n, m in enumerate(filter(_worth_telling, meetings), start=1))


def _without_enclosing(occasions: Sequence[Occasion], doc: Doc) -> list[Occasion]:
    """Without gatherings that only say where others met ("met *at a summit*"); "again at" tells a second meeting."""
    kept: list[Occasion] = []
    for occasion in occasions:
        trigger = doc[occasion.trigger]
        at = syntax.preposition_of(trigger) in _ENCLOSING and not occasion.participants
        inner = next((o for o in reversed(kept) if at and _hangs_on(trigger, o) and len(o.participants) > 1), None)
        if inner is None:
            kept.append(occasion)
        elif any(t.lower_ == "again" and inner.trigger < t.i < occasion.trigger for t in trigger.sent):
            kept.append(replace(occasion, kind=inner.kind, participants=inner.participants))
    return kept


def _hangs_on(trigger: Token, occasion: Occasion) -> bool:
    return occasion.trigger in {t.i for t in trigger.ancestors} and trigger.sent.start <= occasion.trigger


# --- one telling ------------------------------------------------------------------------------------------------------


def _telling(occasion: Occasion, doc: Doc, reading: Reading) -> _Telling | None:
    trigger, verb = doc[occasion.trigger], doc[occasion.verb]
    if denied(trigger) or (verb.i != trigger.i and denied(verb)):
        return None
    when, minutes = _time(trigger, verb, doc)
    future = when is not None and when.earliest is not None and when.earliest > doc._.published
    status = status_of(verb if verb.pos_ in {"VERB", "AUX"} and verb.i != trigger.i else trigger, future)
    if status is None:
        return None
    if verb.i != trigger.i and status is MeetingStatus.HELD:
        status = status_of(trigger, future) or status
    place = occasion.place or _place(trigger, verb, reading)
    return _Telling(occasion, status, place, when, minutes, _topics(trigger, verb, reading))


def _place(trigger: Token, verb: Token, reading: Reading) -> str | None:
    """The narrowest place tied to the telling; else the only one in its clause ("In Paris, ... met ...")."""
    for head in dict.fromkeys((trigger, verb)):
        for oblique in syntax.obliques(head):
            if oblique.preposition in _PLACE_PREPOSITIONS and (place := reading.place(oblique.noun)):
                return place
    for modifier in (*syntax.compounds(trigger), *syntax.possessors(trigger)):
        if (place := reading.place(modifier)) and reading.entity(place).type is EntityType.PLACE:
            return place
    nearby = [
        (abs(t.i - trigger.i), t)
        for t in trigger.sent
        if syntax.preposition_of(t) in {"in", "at"} and reading.place(t) and _clause(t) == _clause(trigger)
    ]
    return reading.place(min(nearby, key=lambda pair: pair[0])[1]) if nearby else None


def _clause(token: Token) -> int:
    return (token if token.pos_ == "VERB" else syntax.clause_head(token)).i


def _time(trigger: Token, verb: Token, doc: Doc) -> tuple[Interval | None, int | None]:
    """The date and the duration told for this occasion: hung on it in the tree, else the only ones in its clause."""
    here = [t for t in doc._.times if trigger.sent.start_char <= t.begin < trigger.sent.end_char]
    tied = [t for t in here if _governs({trigger.i, verb.i}, t, doc)] or [
        t for t in here if _in_clause(trigger, t, doc)
    ]
    tied = tied or (here if sum(t.interval is not None for t in here) == 1 else [])
    dates = [
        t for t in tied if t.interval is not None and t.interval.earliest is not None and t.interval.latest is not None
    ]
    best = min(
        dates,
        key=lambda t: (
            t.interval is not None and t.interval.precision is not Precision.DAY,
            abs(t.begin - trigger.idx),
        ),
        default=None,
    )
    durations = [t.minutes for t in tied if t.minutes is not None and t.minutes < 24 * 60]
    return (best.interval if best else None), (durations[0] if len(durations) == 1 else None)


def _token_at(time: TimeExpression, doc: Doc) -> Token:
    span = doc.char_span(time.begin, time.end, alignment_mode="expand")
    return span.root if span is not None else doc[0]


def _governs(heads: set[int], time: TimeExpression, doc: Doc) -> bool:
    """Whether an expression hangs on one of the heads, other nouns and prepositions between them allowed, verbs not."""
    token = _token_at(time, doc)
    for _ in range(4):
        if token.i in heads:
            return True
        if token.pos_ in {"VERB", "AUX"} or token.head == token:
            return False
        token = token.head
    return token.i in heads


def _in_clause(trigger: Token, time: TimeExpression, doc: Doc) -> bool:
    return _clause(_token_at(time, doc)) == _clause(trigger)


def _topics(trigger: Token, verb: Token, reading: Reading) -> tuple[Issue, ...]:
    """What it is about: behind "on", "about", "over", and the object of a *discuss* that carries the telling."""
    found = []
    for head in dict.fromkeys((trigger, verb)):
        found += [
            issue_of(o.noun, reading)
            for o in syntax.obliques(head)
            if o.preposition in _TOPIC_PREPOSITIONS and not _is_time(o.noun, reading)
        ]
        discussing = (
            [head]
            if head.lemma_ == "discuss"
            else [c for c in head.children if c.lemma_ == "discuss" and c.dep_ in {"advcl", "xcomp", "acl"}]
        )
        found += [issue_of(o, reading) for d in discussing for o in syntax.objects(d)]
    return tuple(dict.fromkeys(found))


def _is_time(noun: Token, reading: Reading) -> bool:
    return any(t.begin <= noun.idx < t.end for t in reading.doc._.times)


# --- one occasion -----------------------------------------------------------------------------------------------------


def _same(group: Sequence[_Telling], new: _Telling, doc: Doc) -> bool:
    """Whether a telling is of a group's occasion: all of it compatible, and some of it shared."""
    who = {p for t in group for p in t.occasion.participants}
    mine = set(new.occasion.participants)
    if not all(_compatible(t, new) for t in group):
        return False
    if who and mine:
        return len(who & mine) >= 2 or ((who <= mine or mine <= who) and _alike(group, new))
    return _refers_back(new, doc) and (_alike(group, new) or _gathering(group, new))


def _refers_back(telling: _Telling, doc: Doc) -> bool:
    """Whether a telling is a definite description ("the talks", "such a conference") of something told before."""
    trigger = doc[telling.occasion.trigger]
    return trigger.pos_ in {"NOUN", "PROPN"} and not any(c.lower_ in {"a", "an", "another"} for c in trigger.children)


def _gathering(group: Sequence[_Telling], new: _Telling) -> bool:
    """A planned conference and its other names: "the talks", "the meeting"."""
    to_come = {MeetingStatus.PLANNED, MeetingStatus.PROPOSED}
    kinds = {MeetingKind.CONFERENCE, MeetingKind.TALKS, MeetingKind.MEETING}
    return (
        new.status in to_come
        and new.occasion.kind in kinds
        and any(t.occasion.kind is MeetingKind.CONFERENCE and t.status in to_come for t in group)
    )


def _compatible(old: _Telling, new: _Telling) -> bool:
    visits = {old.occasion.kind, new.occasion.kind} & {MeetingKind.VISIT, MeetingKind.PHONE_CALL}
    if visits and old.occasion.kind is not new.occasion.kind:
        return False
    if old.status is not new.status and {old.status, new.status} != {MeetingStatus.PLANNED, MeetingStatus.PROPOSED}:
        return False
    if old.place and new.place and old.place != new.place:
        return False
    return old.when is None or new.when is None or _overlap(old.when, new.when)


def _overlap(a: Interval, b: Interval) -> bool:
    (a_first, a_last), (b_first, b_last) = _days(a), _days(b)
    return a_first <= b_last and b_first <= a_last


def _days(interval: Interval) -> tuple[dt.date, dt.date]:
    """First and last day; an open side reaches as far as the calendar does."""
    return interval.earliest or dt.date.min, interval.latest or dt.date.max


def _alike(group: Sequence[_Telling], new: _Telling) -> bool:
    return any(t.occasion.kind is new.occasion.kind and t.status is new.status for t in group)


def _meeting(group: Sequence[_Telling], doc: Doc, reading: Reading) -> Meeting:
    """One meeting from its tellings: the union of who, the first told place, the most exact date."""
    who = sorted({p for t in group for p in t.occasion.participants})
    place = next((t.place for t in group if t.place and reading.entity(t.place).type is EntityType.PLACE), None)
    place = place or next((t.place for t in group if t.place), None)
    whens = sorted((t.when for t in group if t.when is not None), key=_width)
    kinds = [t.occasion.kind for t in group]
    kind = next(
        (
            k
            for k in (MeetingKind.CONFERENCE, MeetingKind.VISIT, MeetingKind.PHONE_CALL, MeetingKind.TALKS)
            if k in kinds
        ),
        kinds[0],
    )
    told = reading.evidence(*(doc[t.occasion.trigger] for t in group))
    topics = tuple(dict.fromkeys(issue for t in group for issue in t.topics))
    if kind is MeetingKind.VISIT and place is not None:
        who = sorted({*who, *_hosts(place, reading)})
    present = tuple(p for p in who if p != place or kind is MeetingKind.VISIT)
    return Meeting(
        key="", kind=kind, status=_status(group), participants=present,
        evidence=told, rule=group[0].occasion.rule, place=place, when=whens[0] if whens else None,
        minutes=next((t.minutes for t in group if t.minutes is not None), None), topics=topics,
        confidence=_confidence(who, place, whens),
    )  # fmt: skip


def _hosts(place: str, reading: Reading) -> tuple[str, ...]:
    """A country that is visited is its own host."""
    return (place,) if reading.entity(place).type is EntityType.COUNTRY else ()


def _status(group: Iterable[_Telling]) -> MeetingStatus:
    told = [t.status for t in group]
    return next(
        s
        for s in (MeetingStatus.CANCELLED, MeetingStatus.HELD, MeetingStatus.PLANNED, MeetingStatus.PROPOSED)
        if s in told
    )


def _width(interval: Interval) -> tuple[dt.timedelta, dt.date]:
    first, last = _days(interval)
    return last - first, first


def _confidence(who: Sequence[str], place: str | None, whens: Sequence[Interval]) -> float:
    """Stated evidence, added up: two parties known, a place, a date."""
    return round(0.4 + 0.3 * (len(who) > 1) + 0.15 * (place is not None) + 0.15 * bool(whens), 2)


def _worth_telling(meeting: Meeting) -> bool:
    """Whether enough is known to call it an occasion: two parties, or at least two of one party, a place and a date."""
    if len(meeting.participants) > 1:
        return True
    known = (meeting.place is not None) + (meeting.when is not None) + bool(meeting.participants)
    if meeting.kind is MeetingKind.VISIT:
        return bool(meeting.participants) and known > 1
    return known > 1 or (meeting.kind is MeetingKind.CONFERENCE and known > 0 and len(meeting.evidence) > 1)


@Language.factory("kg_meetings", requires=["doc._.links", "doc._.times", "token.dep"], assigns=["doc._.meetings"])
class MeetingsComponent:
    """Thin shell around :class:`MeetingFinder`."""

    def __init__(self, nlp: Language, name: str) -> None:
        del nlp, name
        self.finder = MeetingFinder()

    def __call__(self, doc: Doc) -> Doc:
        """Fill ``doc._.meetings``."""
        doc._.meetings = self.finder.find(doc)
        return doc
