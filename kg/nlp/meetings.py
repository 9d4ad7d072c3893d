"""From tellings to occasions: several sentences about one occasion made one meeting.

Tellings of one document (:mod:`kg.nlp.tellings`) are joined where nothing speaks against their being the same occasion
and something speaks for it; a planned conference and its many definite descriptions ("the conference", "the talks")
end as one meeting.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc, Token

from kg.model import EntityType, Interval, Meeting, MeetingKind, MeetingStatus
from kg.nlp import syntax
from kg.nlp.gatherings import is_gathering, noun_occasions, shell
from kg.nlp.governors import Tie, climb
from kg.nlp.occasions import Occasion, verb_occasions
from kg.nlp.reading import Reading
from kg.nlp.tellings import Telling, telling_of

__all__ = ["MeetingFinder"]

_ENCLOSING = frozenset(
    {"at", "during", "in", "for", "on", "on the sidelines of", "on the margins of", "of", "ahead of", "as part of"}
)
_SIDELINES = frozenset({"margin", "margins", "sideline", "sidelines"})
_PARTIES = 2
_DAYS_BACK = dt.timedelta(days=3)  # news tells what took place since the last edition as if it were to come
_TO_COME = frozenset({MeetingStatus.PLANNED, MeetingStatus.PROPOSED})
_ALIKE = frozenset({MeetingKind.CONFERENCE, MeetingKind.TALKS, MeetingKind.MEETING})
_OTHER = frozenset("another earlier fourth further later more other previous second separate several third".split())
_NEW = frozenset({"a", "an", "any", "first", "last", "new", "next", "no", "some"})


class MeetingFinder:
    """Finds the meetings of a document."""

    def find(self, doc: Doc) -> tuple[Meeting, ...]:
        """The occasions in order of first telling, each with every sentence that tells it."""
        reading = Reading(doc)
        occasions = sorted((*verb_occasions(doc, reading), *noun_occasions(doc, reading)), key=lambda o: o.trigger)
        tellings = [
            t for o in _without_enclosing(occasions, doc, reading) if (t := telling_of(o, doc, reading)) is not None
        ]
        groups = _occasions(tellings, doc, reading)
        meetings = [_meeting(group, doc, reading) for group in groups if _is_told(group, doc)]
        kept = [m for m in meetings if _worth_telling(m, reading)]
        return tuple(replace(m, key=f"m{n}") for n, m in enumerate(kept, start=1))


def _occasions(tellings: Sequence[Telling], doc: Doc, reading: Reading) -> list[list[Telling]]:
    """The tellings, those of one occasion together."""
    groups: list[list[Telling]] = []
    home_of: dict[int, int] = {}
    for telling in tellings:
        before = next((home_of[i] for i in _came_before(telling, doc) if i in home_of), None)
        if before is None and _is_also(telling, doc):
            before = _last_with(telling, groups)
        told = telling if before is None else _on_that_day(telling, groups[before])
        fits = [(_fit(group, told, doc, reading), group[-1].occasion.trigger, n) for n, group in enumerate(groups)]
        best, _, home = max(fits, default=(0, 0, -1))
        if not best:
            home = len(groups)
            groups.append([])
        groups[home].append(told)
        home_of[told.occasion.trigger] = home
    return groups


def _is_also(telling: Telling, doc: Doc) -> bool:
    """Whether someone is said to have met others, too ("Abe *also* met Park")."""
    verb = doc[telling.occasion.verb]
    held = telling.standing.status is MeetingStatus.HELD and telling.when is None
    return held and any(c.lower_ == "also" for c in verb.children)


def _last_with(telling: Telling, groups: Sequence[Sequence[Telling]]) -> int | None:
    """The last held meeting of one of the parties with somebody else."""
    mine = set(telling.occasion.participants)
    for n in reversed(range(len(groups))):
        who = {p for t in groups[n] for p in t.occasion.participants}
        held = all(t.standing.status is MeetingStatus.HELD for t in groups[n])
        if held and who & mine and mine - who:
            return n
    return None


def _on_that_day(telling: Telling, before: Sequence[Telling]) -> Telling:
    """A telling that came right after another occasion ("*After the meeting* they dined"), on its day, at its place."""
    when = telling.when or next((t.when for t in before if t.when is not None), None)
    place = telling.place or next((t.place for t in before if t.place is not None), None)
    if telling.place is not None and any(t.place not in {None, telling.place} for t in before):
        return telling
    return replace(telling, when=when, place=place)


def _without_enclosing(occasions: Sequence[Occasion], doc: Doc, reading: Reading) -> list[Occasion]:
    """Without gatherings that only say where others met ("met *at a summit*"); "again at" tells a second meeting."""
    by_trigger = {o.trigger: o for o in occasions}
    kept: list[Occasion] = []
    for occasion in occasions:
        inner = _enclosed(doc[occasion.trigger], by_trigger)
        silent = inner is not None and not _others(occasion, inner, reading)
        if inner is None or not silent or len(inner.participants) < _PARTIES:
            kept.append(occasion)
        elif any(t.lower_ == "again" and inner.trigger < t.i < occasion.trigger for t in doc[occasion.trigger].sent):
            kept.append(replace(occasion, kind=inner.kind, participants=inner.participants))
    return kept


def _others(outer: Occasion, inner: Occasion, reading: Reading) -> set[str]:
    """Who is at the enclosing occasion only; the body that a summit is of does not count ("met at a *NATO* summit")."""
    more = set(outer.participants) - set(inner.participants)
    return {p for p in more if reading.entity(p).type is not EntityType.ORGANIZATION}


def _enclosed(trigger: Token, by_trigger: Mapping[int, Occasion]) -> Occasion | None:
    """The occasion that is told to take place at, during, or on the sidelines of what a noun names."""
    if trigger.pos_ not in {"NOUN", "PROPN"}:
        return None
    for step in climb(shell(trigger)):
        if step.word.lower_ in _SIDELINES:
            continue
        if step.tie in {Tie.OBLIQUE, Tie.NOUN} and step.link in _ENCLOSING:
            return by_trigger.get(step.word.i) or by_trigger.get(_told_by(step.word))
        return None
    return None


def _told_by(verb: Token) -> int:
    """The noun that a light verb carries ("held *talks* at a summit")."""
    return next((o.i for o in syntax.objects(verb) if is_gathering(o)), -1)


# --- one occasion -----------------------------------------------------------------------------------------------------


def _fit(group: Sequence[Telling], new: Telling, doc: Doc, reading: Reading) -> int:
    """How well a telling fits a group as another telling of its occasion; 0 where it does not."""
    if _came_before(new, doc) or not all(_compatible(t, new, reading) for t in group):
        return 0
    who = {p for t in group for p in t.occasion.participants}
    mine = set(new.occasion.participants)
    definite = _refers_back(new, doc)
    same_word = any(doc[t.occasion.trigger].lemma_ == doc[new.occasion.trigger].lemma_ for t in group)
    if who and mine:
        return _fit_of_parties(who, mine, reading, definite=definite, alike=_alike(group, new))
    if new.occasion.kind is MeetingKind.CONFERENCE and not same_word:
        return 0
    if mine and not (
        (same_word or _gathering(group, new)) and (definite or new.occasion.kind is MeetingKind.CONFERENCE)
    ):
        return 0
    sure = {t.standing.status for t in group if t.standing.sure}
    wished = same_word and new.standing.status in _TO_COME and bool(sure) and sure <= _TO_COME
    if not (definite or wished) or not (_alike(group, new) or _gathering(group, new)):
        return 0
    return 1 + 2 * same_word + bool(who)


def _fit_of_parties(who: set[str], mine: set[str], reading: Reading, *, definite: bool, alike: bool) -> int:
    """By who takes part: two in common, or all of those told here."""
    shared = {p for p in mine if p in who or any(reading.speaks_for(w, p) or reading.speaks_for(p, w) for w in who)}
    if len(shared) >= _PARTIES and (definite or shared == mine or len(shared) >= len(who)):
        return 6
    same = shared == mine and (definite or (who == mine and len(mine) >= _PARTIES))
    if shared and alike and (same or (definite and len(shared) == len(who))):
        return 5
    return 0


def _came_before(telling: Telling, doc: Doc) -> list[int]:
    """The other occasions that a telling says came before or after it ("After the *meeting*, they dined ...")."""
    heads = {telling.occasion.trigger, telling.occasion.verb}
    beside = [o for i in heads for o in syntax.obliques(doc[i]) if o.preposition in {"after", "following", "before"}]
    return [o.noun.i for o in beside if is_gathering(o.noun)]


def _refers_back(telling: Telling, doc: Doc) -> bool:
    """Whether a telling is a definite description ("the talks", "such a conference") of something told before."""
    trigger = doc[telling.occasion.trigger]
    if trigger.pos_ not in {"NOUN", "PROPN"}:
        return False
    words = {c.lower_ for c in (*trigger.children, *shell(trigger).children) if c.i < trigger.i}
    if "next" in words and "this" not in words:
        return False  # "the next round of talks" is another one
    if words & {"the", "this", "that", "these", "those", "such", "both"} or syntax.possessors(trigger):
        return not words & _OTHER
    bare = telling.occasion.verb == telling.occasion.trigger
    return bare and not words & (_OTHER | _NEW)


def _gathering(group: Sequence[Telling], new: Telling) -> bool:
    """A planned conference and its other names: "the talks", "the meeting"."""
    return (
        new.standing.status in _TO_COME
        and new.occasion.kind in _ALIKE
        and any(t.occasion.kind is MeetingKind.CONFERENCE and t.standing.status in _TO_COME for t in group)
    )


def _compatible(old: Telling, new: Telling, reading: Reading) -> bool:
    apart = {old.occasion.kind, new.occasion.kind} & {MeetingKind.VISIT, MeetingKind.PHONE_CALL}
    if apart and old.occasion.kind is not new.occasion.kind:
        return False
    if not _stands_alike(old, new) or _is_long_past(old, new, reading):
        return False
    if old.place and new.place and not reading.same_area(old.place, new.place):
        return False
    return old.when is None or new.when is None or _overlap(old.when, new.when)


def _stands_alike(old: Telling, new: Telling) -> bool:
    """Whether two tellings may be of one status: equal, both to come, or one only guessed."""
    statuses = {old.standing.status, new.standing.status}
    if len(statuses) == 1 or not (old.standing.sure and new.standing.sure):
        return True
    return statuses <= _TO_COME or statuses == {MeetingStatus.PLANNED, MeetingStatus.CANCELLED}


def _is_long_past(old: Telling, new: Telling, reading: Reading) -> bool:
    """Whether one lies to come and the other was held days ago ("for talks with Kim ... during last month's talks")."""
    held = [t for t in (old, new) if t.standing.status is MeetingStatus.HELD and t.when is not None]
    if len(held) != 1 or not {old.standing.status, new.standing.status} & _TO_COME:
        return False
    when = held[0].when
    published: dt.date = reading.doc._.published
    return when is not None and when.latest is not None and when.latest < published - _DAYS_BACK


def _overlap(a: Interval, b: Interval) -> bool:
    (a_first, a_last), (b_first, b_last) = _days(a), _days(b)
    return a_first <= b_last and b_first <= a_last


def _days(interval: Interval) -> tuple[dt.date, dt.date]:
    """First and last day; an open side reaches as far as the calendar does."""
    return interval.earliest or dt.date.min, interval.latest or dt.date.max


def _alike(group: Sequence[Telling], new: Telling) -> bool:
    kinds = {t.occasion.kind for t in group}
    return new.occasion.kind in kinds or (new.occasion.kind in _ALIKE and bool(kinds & _ALIKE))


def _is_told(group: Sequence[Telling], doc: Doc) -> bool:
    """Whether an occasion is told: a bare "talks" that nothing dates or places and no verb tells is only named."""
    return any(
        t.standing.sure
        or t.when
        or t.place
        or t.minutes
        or (len(t.occasion.participants) >= _PARTIES and syntax.preposition_of(doc[t.occasion.trigger]) == "for")
        or doc[t.occasion.trigger].pos_ == "VERB"
        or _counted(doc[t.occasion.trigger])
        for t in group
    )


def _counted(noun: Token) -> bool:
    return any(c.dep_ in {"det", "nmod:poss", "poss", "nummod"} for c in noun.children)


def _meeting(group: Sequence[Telling], doc: Doc, reading: Reading) -> Meeting:
    """One meeting from its tellings: the union of who, the first told place, the most exact date."""
    kind = _kind(group)
    place = next((t.place for t in group if t.place and reading.entity(t.place).type is EntityType.PLACE), None)
    place = place or next((t.place for t in group if t.place), None)
    who = {p for t in group for p in t.occasion.participants}
    if kind is MeetingKind.VISIT and place is not None and (host := reading.country_of(place)):
        who.add(host)
    elif kind is not MeetingKind.VISIT:
        who = {p for p in who if p != place and not any(reading.speaks_for(w, p) for w in who)}
    whens = sorted((t.when for t in group if t.when is not None), key=_width)
    told = reading.evidence(*(doc[t.occasion.trigger] for t in group))
    topics = tuple(dict.fromkeys(issue for t in group for issue in t.topics))
    return Meeting(
        key="", kind=kind, status=_status(group), participants=tuple(sorted(who)),
        evidence=told, rule=group[0].occasion.rule, place=place, when=whens[0] if whens else None,
        minutes=next((t.minutes for t in group if t.minutes is not None), None), topics=topics,
        confidence=_confidence(who, place, whens),
    )  # fmt: skip


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
    first, last = _days(interval)
    return last - first, first


def _confidence(who: Iterable[str], place: str | None, whens: Sequence[Interval]) -> float:
    """Stated evidence, added up: two parties known, a place, a date."""
    return round(0.4 + 0.3 * (len(set(who)) > 1) + 0.15 * (place is not None) + 0.15 * bool(whens), 2)


def _worth_telling(meeting: Meeting, reading: Reading) -> bool:
    """Whether enough is known to call it an occasion: two parties, or at least two of one party, a place and a date."""
    if meeting.kind is MeetingKind.VISIT:
        told = len(meeting.participants) > 1 or (bool(meeting.participants) and meeting.place is not None)
        return told and not _at_home(meeting, reading)
    if len(meeting.participants) > 1:
        return True
    if meeting.status is not MeetingStatus.HELD and meeting.kind in {MeetingKind.MEETING, MeetingKind.CONFERENCE}:
        body = any(reading.entity(p).type is EntityType.ORGANIZATION for p in meeting.participants)
        if body:
            return True  # "called for a meeting of the Security Council"
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
