"""When an occasion was or will be: the expression of time that grammar ties most closely to its words.

A time of another clause, of the arranging ("agreed on Monday to meet"), or of what is talked about is not its date.
What is put off has two: the day for which it was planned before, and the new one, where it is told.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from kg.model import Interval, Precision, TimeExpression
from kg.nlp import statuswords, syntax
from kg.nlp.gatherings import is_gathering, shell
from kg.nlp.governors import Tie, climb, is_predicate, key, lemma
from kg.nlp.timegrammar import Direction, find, resolve

__all__ = ["Dates", "dates_of", "days_of", "minutes_of"]

# "Postponed *from* May 3 *to* May 9", "delayed", "pushed back", "slipped to", "brought forward".
_MOVE = frozenset("""adjourn bring defer delay move postpone push put reschedule shift slip""".split())
_MOVED = frozenset({"adjourn", "defer", "delay", "postpone", "reschedule", "shift", "slip"})
_PARTICLES = frozenset({"back", "forward", "off"})
_MOVED_TO = frozenset({"for", "till", "to", "until"})
_BEFORE = frozenset({"earlier", "first", "formerly", "initially", "originally", "previously"})  # "first set for May"
_SETTING = frozenset({"plan", "schedule", "set", "slate", "due", "expect", "fix", "bill"})
_LONGEST_MINUTES = 24 * 60
_DAY_MINUTES = 24 * 60
_AHEAD = frozenset({"for", "until", "till", "to"})
_OPENING = frozenset({"arrive", "begin", "embark", "kick", "launch", "open", "start"})
_CLOSING = frozenset({"close", "complete", "conclude", "end", "finish", "wrap"})
_ABOUT = frozenset({"about", "concerning", "over", "regarding"})
_DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow".split())


@dataclass(frozen=True, slots=True)
class Dates:
    """A closed interval or None, and the earlier ones for which the same telling says it was planned."""

    when: Interval | None
    previous: tuple[Interval, ...] = ()


@dataclass(frozen=True, slots=True)
class _Tied:
    """An expression of time with a closed interval, and the head that it hangs on with that head's rank."""

    time: TimeExpression
    interval: Interval
    token: Token
    head: Token
    rank: int


def dates_of(heads: Sequence[Token], doc: Doc) -> Dates:
    """The date tied most closely: by the order of the heads, days before longer stretches, then by nearness."""
    mover = next((h for h in heads if _moves(h)), None)
    tied = [
        _Tied(time, interval, token, head, rank)
        for time, token, head, rank in _tied(heads, doc)
        if (interval := _closed(time, doc._.published, put_off=head == mover)) is not None
    ]
    earlier = [t for t in tied if _is_earlier(t, mover)]
    kept = [t for t in tied if t not in earlier]
    if mover is not None:
        kept = [t for t in kept if _preposition(t.token) in _MOVED_TO]
    best = min(kept, key=lambda t: _rank(t, heads[0]), default=None)
    when = None if best is None else _whole(best.interval, heads, best.head)
    previous = dict.fromkeys(t.interval for t in earlier if t.interval != when)
    return Dates(when, tuple(sorted(previous, key=days_of)))


def _closed(time: TimeExpression, published: dt.date, *, put_off: bool) -> Interval | None:
    """The days that a time names, closed on both sides.

    What is "postponed *until Monday*" is on that Monday, though the words leave it open, and what is put off "*from
    Friday*" was for a Friday to come, though the verb is past: news tells it beforehand.
    """
    interval = time.interval
    bound, _, rest = time.text.partition(" ")
    if interval is not None and put_off and bound.lower() in {"from", "till", "until"}:
        days = (resolve(match.form, published, Direction.FUTURE).interval for match in find(rest))
        return next((d for d in days if d is not None and d.earliest is not None and d.latest is not None), None)
    closed = interval is not None and interval.earliest is not None and interval.latest is not None
    return interval if closed else None


def _rank(tied: _Tied, trigger: Token) -> tuple[int, bool, int]:
    return tied.rank, tied.interval.precision is not Precision.DAY, abs(tied.time.begin - trigger.idx)


def days_of(interval: Interval) -> tuple[dt.date, dt.date]:
    """First and last day; an open side reaches as far as the calendar does."""
    return interval.earliest or dt.date.min, interval.latest or dt.date.max


# --- what is put off --------------------------------------------------------------------------------------------------


def _moves(head: Token) -> bool:
    """Whether a verb puts an occasion off, or forward."""
    if head.pos_ not in {"VERB", "AUX"} or lemma(head) not in _MOVE:
        return False
    return lemma(head) in _MOVED or bool(_PARTICLES & {key(head).partition(" ")[2]}) or lemma(head) == "move"


def _is_earlier(tied: _Tied, mover: Token | None) -> bool:
    """Whether a time is one for which the occasion was planned before.

    "Postponed *from May 3*", "delayed *Friday's* summit", "first scheduled for *May*"; what is postponed *on Monday*
    was not planned for Monday.
    """
    if any(c.lower_ in _BEFORE for c in tied.head.children) and lemma(tied.head) in _SETTING:
        return True
    if mover is None:
        return False
    if _preposition(tied.token) == "from":
        return True
    planned = tied.head != mover and (is_gathering(tied.head) or lemma(tied.head) in _SETTING)
    return planned and _preposition(tied.token) not in {"till", "until"}


def _preposition(token: Token) -> str:
    return syntax.preposition_of(token)


# --- days on end ------------------------------------------------------------------------------------------------------


def _whole(day: Interval, heads: Sequence[Token], head: Token) -> Interval:
    """All days of a "two-day visit" that begins, or ends, on the day told."""
    days = _length_in_days(heads)
    if days < 2 or day.earliest is None or day.earliest != day.latest:
        return day
    verbs = {lemma(h) for h in (head, *heads)}
    if verbs & _OPENING:
        return Interval(day.earliest, day.earliest + dt.timedelta(days=days - 1), Precision.RANGE)
    if verbs & _CLOSING:
        return Interval(day.earliest - dt.timedelta(days=days - 1), day.earliest, Precision.RANGE)
    return day


def _length_in_days(heads: Sequence[Token]) -> int:
    """The number of days that stands right on the noun ("his *two-day* visit"); 0 where none does."""
    nouns = [h for h in heads[:2] if is_gathering(h)]
    for time in heads[0].doc._.times if nouns else ():
        for noun in nouns:
            inside = noun.doc[noun.left_edge.i].idx <= time.begin < noun.idx
            if inside and time.minutes is not None and time.minutes % _DAY_MINUTES == 0:
                return int(time.minutes // _DAY_MINUTES)
    return 0


def minutes_of(heads: Sequence[Token], doc: Doc) -> int | None:
    """How long it lasted, where one length of less than a day is told."""
    lengths = {time.minutes for time, *_ in _tied(heads, doc) if time.minutes is not None}
    found = {minutes for minutes in lengths if minutes < _LONGEST_MINUTES}
    return next(iter(found)) if len(found) == 1 else None


# --- what a time hangs on ---------------------------------------------------------------------------------------------


def _tied(heads: Sequence[Token], doc: Doc) -> Iterator[tuple[TimeExpression, Token, Token, int]]:
    """The expressions of time of the sentence that hang on one of the heads: with its word, the head and its rank."""
    sentence = heads[0].sent
    ranks = {h.i: rank for rank, h in reversed(list(enumerate(heads)))}
    for time in doc._.times:
        if not sentence.start_char <= time.begin < sentence.end_char:
            continue
        span = doc.char_span(time.begin, time.end, alignment_mode="expand")
        if span is None:
            continue
        head = _governor(span)
        arranged = head is not None and head != heads[0] and _is_of_saying(head, heads[0], time, span.root)
        if not arranged and _stands_behind(heads[0], time, doc):
            yield time, span.root, heads[0], 0
        elif head is not None and head.i in ranks and not arranged:
            yield time, span.root, head, ranks[head.i]


def _is_of_saying(head: Token, trigger: Token, time: TimeExpression, token: Token) -> bool:
    """Whether a time tells when an occasion was arranged, not when it takes place."""
    if head == trigger or lemma(head) not in statuswords.SAID or time.minutes is not None:
        return False
    step = next(climb(shell(trigger)), None)
    if step is not None and step.word == head and step.tie is Tie.OBLIQUE and step.link in statuswords.AFTER:
        return False  # "agreed at a meeting on Sunday"
    published: dt.date = trigger.doc._.published
    first, last = (time.interval.earliest, time.interval.latest) if time.interval is not None else (None, None)
    ahead = first is not None and first > published
    running = last is not None and last > published and time.begin > trigger.idx
    return not (ahead or running) and _preposition(token) not in _AHEAD


def _stands_behind(trigger: Token, time: TimeExpression, doc: Doc) -> bool:
    """Whether a time stands right behind the word, or its place ("talks *Monday*", "talks in Oslo *on Monday*").

    A place between them must not part them from the word: "talks *with*" or "talks *on*" begin something else.
    """
    if time.begin <= trigger.idx or not is_gathering(trigger):
        return False
    between: list[Token] = []
    for token in doc[trigger.i + 1 : trigger.i + 8]:
        if token.idx >= time.begin:
            words = [t for t in between if not t.is_space]
            if [t.text for t in words] in ([], ["on"]):
                return True
            placed = words[0].lower_ in {"in", "at"}
            return placed and all(t.pos_ in _OF_A_PLACE or t.lower_ in _TOWNS for t in words)
        between.append(token)
    return False


_OF_A_PLACE = frozenset({"ADJ", "ADP", "DET", "PROPN", "PUNCT"})
_TOWNS = frozenset({"capital", "city", "town"})


def _governor(span: Span) -> Token | None:
    """The verb or occasion that a time hangs on, through names and places ("met in Paris *on Monday*")."""
    token = span.root
    for _ in range(5):
        inside = span.start <= token.i < span.end
        if not inside and (is_gathering(token) or (is_predicate(token) and token.dep_ != "amod")):
            return token
        astray = _owns_another(token) if inside else _owned(token) or _is_topic(token)
        if astray or token.head == token:
            return None
        token = token.head
    return None


def _owns_another(token: Token) -> bool:
    """Whether a time is the owner of something else than an occasion ("*this year's* melt")."""
    return token in syntax.possessors(token.head) and not is_gathering(token.head)


def _is_topic(noun: Token) -> bool:
    """Whether a noun says what is talked about: a time on it is its own ("talks about the vote *in May*")."""
    return syntax.preposition_of(noun) in _ABOUT


def _owned(noun: Token) -> bool:
    """Whether a noun has a time of its own ("*Friday's* vote follows the talks")."""
    return any(p.tag_ in {"NNP", "NN"} and p.ent_type_ == "" and p.lower_ in _DAYS for p in syntax.possessors(noun))
