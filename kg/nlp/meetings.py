"""From tellings to occasions: several sentences about one occasion made one meeting.

Tellings of one document (:mod:`kg.nlp.tellings`) are joined where nothing speaks against their being the same occasion
and something speaks for it; a planned conference and its many definite descriptions ("the conference", "the talks")
end as one meeting.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc, Token

from kg.model import EntityType, Interval, Meeting, MeetingKind, MeetingStatus, Precision
from kg.nlp import syntax
from kg.nlp.dating import days_of
from kg.nlp.enclosing import Nesting, nested
from kg.nlp.gatherings import noun_occasions
from kg.nlp.joining import joined
from kg.nlp.journeys import journeys
from kg.nlp.occasions import verb_occasions
from kg.nlp.reading import Reading
from kg.nlp.tellings import Telling, telling_of

__all__ = ["MeetingFinder"]

_PARTIES = 2


class MeetingFinder:
    """Finds the meetings of a document."""

    def find(self, doc: Doc) -> tuple[Meeting, ...]:
        """The occasions in order of first telling, each with every sentence that tells it."""
        reading = Reading(doc)
        found = (*verb_occasions(doc, reading), *noun_occasions(doc, reading), *journeys(doc, reading))
        nesting = nested(sorted(found, key=lambda o: o.trigger), doc, reading)
        tellings = [t for o in nesting.occasions if (t := telling_of(o, doc, reading)) is not None]
        groups = [g for g in joined(tellings, nesting, doc, reading) if _is_told(g, doc)]
        drafts = [(group, _meeting(group, doc, reading)) for group in groups]
        kept = [(group, meeting) for group, meeting in drafts if _worth_telling(meeting, reading)]
        return _keyed(kept, nesting, reading)


def _keyed(
    drafts: Sequence[tuple[Sequence[Telling], Meeting]], nesting: Nesting, reading: Reading
) -> tuple[Meeting, ...]:
    """The meetings with their keys, each with that of the one that encloses it."""
    key_of = {t.occasion.trigger: f"m{n}" for n, (group, _) in enumerate(drafts, start=1) for t in group}
    meetings = []
    for n, (group, meeting) in enumerate(drafts, start=1):
        around = (key_of.get(nesting.within.get(t.occasion.trigger, -1)) for t in group)
        part_of = next((key for key in around if key not in {None, f"m{n}"}), None)
        meetings.append(replace(meeting, key=f"m{n}", part_of=part_of))
    meetings = [replace(m, part_of=m.part_of or _visit_around(m, meetings, reading)) for m in meetings]
    return tuple(_in_its_frame(meeting, meetings) for meeting in meetings)


def _visit_around(meeting: Meeting, meetings: Sequence[Meeting], reading: Reading) -> str | None:
    """The visit during which a guest meets a host ("arrived in Baku on Monday. He met President Aliyev").

    Where the place or day told is another one, or the meeting stands otherwise than the visit, it is none of it.
    """
    if meeting.kind not in {MeetingKind.MEETING, MeetingKind.TALKS} or meeting.status is not MeetingStatus.HELD:
        return None
    for visit in meetings:
        host = reading.country_of(visit.place) if visit.kind is MeetingKind.VISIT and visit.place else None
        if host is None or visit.status is not meeting.status or (visit.when and meeting.when):
            continue
        guests = set(visit.participants) - {host}
        hosts = any(who == host or reading.speaks_for(who, host) for who in meeting.participants)
        there = meeting.place is None or reading.same_area(meeting.place, visit.place or host)
        if guests & set(meeting.participants) and hosts and there:
            return visit.key
    return None


def _in_its_frame(meeting: Meeting, meetings: Sequence[Meeting]) -> Meeting:
    """A meeting at a summit is where the summit is, and the summit where it is; on its day, where it has only one."""
    outer = next((m for m in meetings if m.key == meeting.part_of), None)
    if outer is None:
        within = [m for m in meetings if m.part_of == meeting.key]
        if not within:
            return meeting
        place = next((m.place for m in within if m.place is not None), None)
        own_minutes = None if meeting.minutes in {m.minutes for m in within} else meeting.minutes
        known = meeting.place is not None or meeting.kind is MeetingKind.VISIT
        return replace(meeting, place=meeting.place if known else place, minutes=own_minutes)
    one_day = outer.when is not None and outer.when.precision is Precision.DAY and outer.kind is not MeetingKind.VISIT
    when = outer.when if one_day and meeting.when is None and meeting.status is outer.status else meeting.when
    return replace(meeting, place=meeting.place or outer.place, when=when)


# --- one occasion -----------------------------------------------------------------------------------------------------


def _is_told(group: Sequence[Telling], doc: Doc) -> bool:
    """Whether an occasion is told: a bare "talks" that nothing dates or places and no verb tells is only named."""
    return any(
        t.standing.sure
        or t.when
        or t.place
        or t.minutes
        or (len(t.occasion.participants) >= _PARTIES and _is_borne_out(t, doc))
        or doc[t.occasion.trigger].pos_ == "VERB"
        or _counted(doc[t.occasion.trigger])
        for t in group
    )


def _is_borne_out(telling: Telling, doc: Doc) -> bool:
    """Whether a clause tells an occasion: "left *for* talks", "*heads* the talks with Peru", "*is in* talks"."""
    noun = doc[telling.occasion.trigger]
    carried = telling.occasion.verb != telling.occasion.trigger
    return carried or syntax.preposition_of(noun) == "for" or any(c.dep_ == "cop" for c in noun.children)


def _counted(noun: Token) -> bool:
    return any(c.dep_ in {"det", "nmod:poss", "poss", "nummod"} for c in noun.children)


def _meeting(group: Sequence[Telling], doc: Doc, reading: Reading) -> Meeting:
    """One meeting from its tellings: the union of who, the first told place, the most exact date."""
    kind = _kind(group)
    place = _place(group, reading)
    who = _parties(group, kind, place, reading)
    previous = sorted({i for t in group for i in t.previous}, key=days_of)
    whens = sorted((t.when for t in group if t.when is not None and t.when not in previous), key=_width)
    told = reading.evidence(*(doc[t.occasion.trigger] for t in group))
    topics = tuple(dict.fromkeys(issue for t in group for issue in t.topics))
    return Meeting(
        key="", kind=kind, status=_status(group), participants=tuple(sorted(who)),
        evidence=told, rule=group[0].occasion.rule, place=place, when=whens[0] if whens else None,
        minutes=next((t.minutes for t in group if t.minutes is not None), None), topics=topics,
        confidence=_confidence(who, place, whens), previous=tuple(previous),
    )  # fmt: skip


def _place(group: Sequence[Telling], reading: Reading) -> str | None:
    """The first place told, or the narrowest told in it; where none is, the town that the occasion is named for."""
    told = [t.place for t in group if t.place] or [t.named_for for t in group if t.named_for]
    place = told[0] if told else None
    for other in told:
        if place is not None and other != place and reading.lies_in(other, place):
            place = other
    return place


def _parties(group: Sequence[Telling], kind: MeetingKind, place: str | None, reading: Reading) -> set[str]:
    """Who takes part, a state or body left out where somebody speaks for it; a visit has its host."""
    who = {p for t in group for p in t.occasion.participants}
    spoken_for = {p for p in who if any(reading.speaks_for(w, p) for w in who)}
    if kind is not MeetingKind.VISIT:
        return who - spoken_for - {place}
    host = reading.country_of(place) if place is not None else None
    return who - spoken_for if host is None else (who - spoken_for) | {host}


def _kind(group: Sequence[Telling]) -> MeetingKind:
    kinds = [t.occasion.kind for t in group]
    ranked = (MeetingKind.CONFERENCE, MeetingKind.VISIT, MeetingKind.PHONE_CALL, MeetingKind.TALKS)
    return next((k for k in ranked if k in kinds), kinds[0])


def _status(group: Sequence[Telling]) -> MeetingStatus:
    sure = [t.standing.status for t in group if t.standing.sure]
    told = sure or [t.standing.status for t in group]
    ranked = (MeetingStatus.CANCELLED, MeetingStatus.HELD, MeetingStatus.PLANNED, MeetingStatus.PROPOSED)
    return next(s for s in ranked if s in told)


def _width(interval: Interval) -> tuple[dt.timedelta, dt.date]:
    first, last = days_of(interval)
    return last - first, first


def _confidence(who: Iterable[str], place: str | None, whens: Sequence[Interval]) -> float:
    """Stated evidence, added up: two parties known, a place, a date."""
    return round(0.4 + 0.3 * (len(set(who)) > 1) + 0.15 * (place is not None) + 0.15 * bool(whens), 2)


def _worth_telling(meeting: Meeting, reading: Reading) -> bool:
    """Whether enough is known to call it an occasion: two parties, or at least two of one party, a place and a date."""
    if meeting.kind is MeetingKind.VISIT:
        set_down = meeting.place is not None or meeting.when is not None
        told = len(meeting.participants) > 1 or (bool(meeting.participants) and set_down)
        return told and not _at_home(meeting, reading)
    if len(meeting.participants) > 1:
        return True
    to_come = meeting.status is not MeetingStatus.HELD and meeting.kind is MeetingKind.MEETING
    if to_come or meeting.kind is MeetingKind.CONFERENCE:
        body = any(reading.entity(p).type is EntityType.ORGANIZATION for p in meeting.participants)
        if body:
            return True  # "called for a meeting of the Security Council", "opened their summit"
    known = (meeting.place is not None) + (meeting.when is not None) + bool(meeting.participants)
    return known > 1 or (meeting.kind is MeetingKind.CONFERENCE and known > 0 and len(meeting.evidence) > 1)


def _at_home(meeting: Meeting, reading: Reading) -> bool:
    """Whether all who take part in a visit are of the country visited, as on a tour of the provinces."""
    host = reading.country_of(meeting.place) if meeting.place else None
    return host is not None and all(p == host or reading.speaks_for(p, host) for p in meeting.participants)


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
