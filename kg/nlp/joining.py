"""Several tellings of one occasion, found to be one.

Tellings are joined where nothing speaks against their being the same occasion and something speaks for it; a planned
conference and its many definite descriptions ("the conference", "the talks") end as one meeting.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc

from kg.model import Interval, MeetingKind, MeetingStatus
from kg.nlp import syntax
from kg.nlp.dating import days_of
from kg.nlp.enclosing import Nesting
from kg.nlp.gatherings import is_gathering, shell
from kg.nlp.reading import Reading
from kg.nlp.tellings import Telling

__all__ = ["joined"]

_PARTIES = 2
_AT_HAND = 60  # words: what was told in this sentence or the one before is what "the meeting" means
_DAYS_BACK = dt.timedelta(days=3)  # news tells what took place since the last edition as if it were to come
_TO_COME = frozenset({MeetingStatus.PLANNED, MeetingStatus.PROPOSED})
_ALIKE = frozenset({MeetingKind.CONFERENCE, MeetingKind.TALKS, MeetingKind.MEETING})
_OTHER = frozenset("another earlier fourth further later more other previous second separate several third".split())
_NEW = frozenset({"a", "an", "any", "first", "last", "new", "next", "no", "some"})
_DEFINITE = frozenset({"the", "this", "that", "these", "those", "such", "both"})
_PARTNERS = frozenset({"with", "between", "among"})
_SUBJECTS = frozenset({"about", "on", "over"})


@dataclass(frozen=True, slots=True)
class _Described:
    """A telling with what its own words say of others, found out once for all the groups it is held against.

    Args:
        telling: the telling.
        definite: whether it refers back to something told before ("the talks").
        owned: whether it is somebody's ("his meeting with Park").
    """

    telling: Telling
    definite: bool
    owned: bool


def joined(tellings: Sequence[Telling], nesting: Nesting, doc: Doc, reading: Reading) -> list[list[Telling]]:
    """The tellings, those of one occasion together.

    Args:
        tellings: in text order.
        nesting: which of them grammar makes one, and which it puts inside another.
        doc: the text.
        reading: what was found in it.
    """
    groups: list[list[Telling]] = []
    home_of: dict[int, int] = {}
    for telling in sorted(tellings, key=lambda t: t.occasion.trigger in nesting.same_as):
        trigger = telling.occasion.trigger
        home = home_of.get(nesting.same_as.get(trigger, -1))
        if home is not None:
            home_of[trigger] = home
            groups[home].append(telling)
            continue
        beside = _came_before(telling, doc)
        before = next((home_of[i] for i in beside if i in home_of), None)
        if before is None and _is_also(telling, doc):
            before = _last_with(telling, groups)
        told = telling if before is None else _on_that_day(telling, groups[before])
        home = None if beside else _best_home(groups, _described(told, doc), nesting, reading)
        if home is None:
            home = len(groups)
            groups.append([])
        groups[home].append(told)
        home_of[trigger] = home
    return groups


def _best_home(groups: Sequence[Sequence[Telling]], new: _Described, nesting: Nesting, reading: Reading) -> int | None:
    """The group that a telling fits best, the one told last among equals; None where it fits none."""
    fits = (
        (_fit(group, new, reading), group[-1].occasion.trigger, n)
        for n, group in enumerate(groups)
        if not any(nesting.apart(t.occasion.trigger, new.telling.occasion.trigger) for t in group)
    )
    best, _, home = max(fits, default=(0, 0, -1))
    return home if best else None


def _described(telling: Telling, doc: Doc) -> _Described:
    owned = bool(syntax.possessors(doc[telling.occasion.trigger]))
    return _Described(telling, definite=_refers_back(telling, doc, owned=owned), owned=owned)


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


def _came_before(telling: Telling, doc: Doc) -> list[int]:
    """The other occasions that a telling says came before or after it ("After the *meeting*, they dined ...")."""
    heads = {telling.occasion.trigger, telling.occasion.verb}
    beside = [o for i in heads for o in syntax.obliques(doc[i]) if o.preposition in {"after", "following", "before"}]
    return [o.noun.i for o in beside if is_gathering(o.noun)]


# --- how well a telling fits ------------------------------------------------------------------------------------------


def _fit(group: Sequence[Telling], described: _Described, reading: Reading) -> int:
    """How well a telling fits a group as another telling of its occasion; 0 where it does not."""
    new = described.telling
    if not all(_compatible(t, new, reading) for t in group):
        return 0
    who = {p for t in group for p in t.occasion.participants}
    mine = set(new.occasion.participants)
    if who and mine:
        fit = _fit_of_parties(who, mine, reading, definite=described.definite, alike=_alike(group, new))
        return 2 * fit + any(t.occasion.kind is new.occasion.kind for t in group) if fit else 0
    fit = _fit_of_words(group, described, reading.doc, known=bool(who))
    if not fit:
        return 0
    last = max(t.occasion.trigger for t in group)
    at_hand = 0 <= new.occasion.trigger - last <= _AT_HAND
    alike = any(t.standing.status is new.standing.status for t in group)
    return fit + 2 * at_hand + alike


def _fit_of_words(group: Sequence[Telling], described: _Described, doc: Doc, *, known: bool) -> int:
    """By the words, where the parties of one side are not told."""
    new, definite = described.telling, described.definite
    mine = new.occasion.participants
    conference = new.occasion.kind is MeetingKind.CONFERENCE
    same_word = any(doc[t.occasion.trigger].lemma_ == doc[new.occasion.trigger].lemma_ for t in group)
    if conference and not same_word:
        return 0
    if conference and any(t.place == new.place is not None and t.occasion.kind is new.occasion.kind for t in group):
        return 4  # "a security summit in Brunei ... in Brunei, where he attended a regional summit"
    gathering = _gathering(group, described)
    if mine and not ((same_word or gathering) and (definite or conference)):
        return 0
    sure = {t.standing.status for t in group if t.standing.sure}
    wished = same_word and new.standing.status in _TO_COME and bool(sure) and sure <= _TO_COME
    if not (definite or wished) or not (_alike(group, new) or gathering):
        return 0
    return 1 + 2 * same_word + known


def _fit_of_parties(who: set[str], mine: set[str], reading: Reading, *, definite: bool, alike: bool) -> int:
    """By who takes part: two in common, or all of those told here."""
    shared = {p for p in mine if p in who or any(reading.speaks_for(w, p) or reading.speaks_for(p, w) for w in who)}
    if len(shared) >= _PARTIES and (definite or shared == mine or len(shared) >= len(who)):
        return 6
    same = shared == mine and (definite or (who == mine and len(mine) >= _PARTIES))
    if shared and alike and (same or (definite and len(shared) == len(who))):
        return 5
    return 0


def _refers_back(telling: Telling, doc: Doc, *, owned: bool) -> bool:
    """Whether a telling is a definite description ("the talks", "such a conference") of something told before."""
    trigger = doc[telling.occasion.trigger]
    if trigger.pos_ not in {"NOUN", "PROPN"} or _introduces(telling, doc):
        return False
    words = {c.lower_ for c in (*trigger.children, *shell(trigger).children) if c.i < trigger.i}
    if "next" in words and "this" not in words:
        return False  # "the next round of talks" is another one
    if telling.occasion.kind is MeetingKind.CONFERENCE and "first" in words:
        return False  # "the first conference" was another one
    if words & _DEFINITE or owned:
        return not words & _OTHER
    bare = telling.occasion.verb == telling.occasion.trigger
    return bare and not words & (_OTHER | _NEW)


def _introduces(telling: Telling, doc: Doc) -> bool:
    """Whether a noun says with whom, though not in words that name anybody ("talks between the two sides").

    Nor do bare talks with a subject of their own refer back ("in discussions *over* the dam").
    """
    noun = doc[telling.occasion.trigger]
    beside = {o.preposition for o in syntax.obliques(noun)}
    bare = not any(c.dep_ in {"det", "nmod:poss", "poss"} for c in noun.children)
    return (not telling.occasion.participants and bool(beside & _PARTNERS)) or (bare and bool(beside & _SUBJECTS))


def _gathering(group: Sequence[Telling], described: _Described) -> bool:
    """A planned conference and its other names: "the talks", "the meeting"; "his meeting with Park" is none of them."""
    new = described.telling
    if described.owned and len(new.occasion.participants) >= _PARTIES:
        return False
    return (
        new.standing.status in _TO_COME
        and new.occasion.kind in _ALIKE
        and any(t.occasion.kind is MeetingKind.CONFERENCE and t.standing.status in _TO_COME for t in group)
    )


def _alike(group: Sequence[Telling], new: Telling) -> bool:
    """Whether the kinds may be of one occasion; a conference with one party known is nobody's talks with another."""
    kinds = {t.occasion.kind for t in group}
    if new.occasion.kind in kinds:
        return True
    who = {p for t in group for p in t.occasion.participants}
    apart = MeetingKind.CONFERENCE in kinds and len(new.occasion.participants) >= _PARTIES > len(who)
    return not apart and new.occasion.kind in _ALIKE and bool(kinds & _ALIKE)


# --- what speaks against ----------------------------------------------------------------------------------------------


def _compatible(old: Telling, new: Telling, reading: Reading) -> bool:
    apart = {old.occasion.kind, new.occasion.kind} & {MeetingKind.VISIT, MeetingKind.PHONE_CALL}
    if apart and old.occasion.kind is not new.occasion.kind:
        return False
    if not _stands_alike(old, new) or _is_long_past(old, new, reading):
        return False
    places = [old.place or old.named_for, new.place or new.named_for]
    if places[0] and places[1] and not reading.same_area(places[0], places[1]):
        return False
    if old.when is None or new.when is None:
        return True
    told, others = (old.when, *old.previous), (new.when, *new.previous)
    return any(_overlap(a, b) for a in told for b in others)  # "was put off from Friday" tells of the Friday meeting


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
    (a_first, a_last), (b_first, b_last) = days_of(a), days_of(b)
    return a_first <= b_last and b_first <= a_last
