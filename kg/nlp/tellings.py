"""One telling of an occasion, filled in: where, when, how long, about what, and how it stands.

A time or place belongs to an occasion when grammar ties it there: to its verb or noun, to the clause that says what was
done at or after it ("said in Oslo on Friday *after* the talks"), never to another clause of the same sentence.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from kg.model import EntityType, Interval, Issue, MeetingStatus, Precision, TimeExpression
from kg.nlp import statuswords, syntax
from kg.nlp.gatherings import is_gathering, shell
from kg.nlp.governors import Tie, climb, is_infinitive, is_predicate, key, lemma
from kg.nlp.issues import issue_of
from kg.nlp.occasions import ADDRESSED, Occasion
from kg.nlp.reading import Reading
from kg.nlp.status import Standing, standing

__all__ = ["Telling", "telling_of"]

_AT = frozenset({"in", "at", "outside", "near", "inside"})
_TOWARDS = frozenset({"to", "into"})
_ABOUT = frozenset({"about", "concerning", "on", "over", "regarding"})
_SITES = frozenset(
    """airport area base building camp capital center centre city embassy headquarters hotel island mansion office
    palace port province region residence resort ranch site suburb town venue village villa retreat""".split()
)
_SIDELINES = frozenset({"margin", "margins", "sideline", "sidelines"})
_POSTPONE = frozenset({"adjourn", "defer", "delay", "postpone", "reschedule"})
_REMARKS = frozenset({"announcement", "comment", "pledge", "remark", "speech", "statement"})
_LONGEST_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True)
class Telling:
    """One telling of an occasion.

    Args:
        occasion: the words that tell it and who takes part.
        standing: its status here.
        place: entity id.
        when: a closed interval.
        minutes: how long it lasted.
        topics: what it is about.
    """

    occasion: Occasion
    standing: Standing
    place: str | None
    when: Interval | None
    minutes: int | None
    topics: tuple[Issue, ...]


def telling_of(occasion: Occasion, doc: Doc, reading: Reading) -> Telling | None:
    """The telling, filled in; None where the text denies that it took or will take place."""
    trigger, carrier = doc[occasion.trigger], doc[occasion.verb]
    heads = _heads(trigger, carrier)
    when = _date(heads, doc)
    ahead = when is not None and when.earliest is not None and when.earliest > doc._.published
    outer = shell(trigger)
    stands = standing(trigger if outer.i == trigger.i else outer, carrier, ahead=ahead)
    if stands is None:
        return None
    if ahead and stands.status is MeetingStatus.HELD:
        when = None  # what has been held lies behind: the date belongs to something else
    if not stands.sure and when is not None and when.latest is not None and when.latest < doc._.published:
        stands = Standing(MeetingStatus.HELD, sure=True)
    topics = _topics(trigger, carrier, reading)
    return Telling(occasion, stands, occasion.place or _place(heads, reading), when, _minutes(heads, doc), topics)


# --- what its time and place may hang on ------------------------------------------------------------------------------


def _heads(trigger: Token, carrier: Token) -> list[Token]:
    """The words that a time or place of the occasion may hang on, the nearest first."""
    heads = [trigger, shell(trigger), carrier]
    heads += list(_above(carrier if carrier.pos_ in {"VERB", "AUX"} else heads[1]))
    heads += [verb for noun in heads[:2] for verb in _describing(noun)]
    return list(dict.fromkeys(heads))


def _describing(noun: Token) -> Iterator[Token]:
    """The verbs behind a noun that say when and where ("talks *scheduled* for Friday", "*to be held* in Oslo")."""
    if not is_gathering(noun):
        return
    for child in noun.children:
        if child.dep_ in {"acl", "acl:relcl", "relcl"} and _settles(child):
            yield child
            yield from (v for v in syntax.open_complements(child) if _settles(v))


def _settles(verb: Token) -> bool:
    """Whether a verb says that, when or where an occasion takes place."""
    name = lemma(verb)
    return name in statuswords.HOLDING | statuswords.ATTEND | statuswords.CONVENE | {"take", "come", "fall"} or (
        statuswords.VERBS.get(key(verb)) is MeetingStatus.PLANNED
    )


# What is said, agreed or arranged on a day takes place on another: "was proposed last week", "agreed in Oslo to meet".
_SAID = frozenset(
    """agree announce arrange ask broker call confirm decide demand hope invite offer plan pledge prepare press promise
    propose push request schedule seek set sponsor suggest urge vow want""".split()
)
_AHEAD = frozenset({"for", "until", "till", "to"})


def _above(token: Token) -> Iterator[Token]:
    """The predicates above whose time and place the occasion shares."""
    for step in climb(token):
        if step.tie is Tie.NOUN and step.word.lower_ in _SIDELINES:
            continue
        shares = (
            (step.tie is Tie.OBLIQUE and step.link in statuswords.AFTER | statuswords.BEFORE | {"for", "to", "into"})
            or (step.tie is Tie.ADVERBIAL and (step.link in statuswords.AFTER | {""} or is_infinitive(step.below)))
            or (step.tie is Tie.COMPLEMENT and (_is_plan(step.word) or key(step.word) in statuswords.VERBS))
            or (step.tie is Tie.SUBJECT and is_gathering(step.below))
            or (step.tie is Tie.OBJECT and is_gathering(step.below) and _settles(step.word))
        )
        if not shares or not is_predicate(step.word):
            return
        yield step.word
        if step.tie in {Tie.OBLIQUE, Tie.ADVERBIAL} or lemma(step.word) in _SPEECH:
            return


_SPEECH = frozenset({"add", "announce", "report", "say", "tell"})


def _is_plan(word: Token) -> bool:
    """Whether a word tells when what completes it takes place ("is *due* on Friday to meet", "will *go* to meet")."""
    name = lemma(word)
    return (
        name in {"be", "due", "set"} | statuswords.THROUGH
        or word.lower_ in statuswords.ADJECTIVES
        or (statuswords.VERBS.get(name) is MeetingStatus.PLANNED and syntax.is_passive(word))
    )


# --- when -------------------------------------------------------------------------------------------------------------


def _date(heads: list[Token], doc: Doc) -> Interval | None:
    """The date tied most closely: by the order of the heads, days before longer stretches, then by nearness."""
    tied = [
        (rank, t.interval.precision is not Precision.DAY, abs(t.begin - heads[0].idx), t.interval)
        for t, rank in _tied(heads, doc)
        if t.interval is not None and t.interval.earliest is not None and t.interval.latest is not None
    ]
    moved = [t for t in tied if _behind_until(t[3], heads, doc)]
    best = min(moved or tied, key=lambda row: row[:3], default=None)
    return best[3] if best else None


def _behind_until(interval: Interval, heads: list[Token], doc: Doc) -> bool:
    """Whether this is the day to which an occasion was put off ("postponed from May 3 *to May 9*")."""
    if not any(lemma(h) in _POSTPONE or (h.lemma_ in {"push", "put"}) for h in heads):
        return False
    return any(
        syntax.preposition_of(_token_at(t, doc)) in {"until", "till", "to", "for"}
        for t in doc._.times
        if t.interval == interval
    )


def _minutes(heads: list[Token], doc: Doc) -> int | None:
    found = {t.minutes for t, rank in _tied(heads, doc) if t.minutes is not None and t.minutes < _LONGEST_MINUTES}
    return next(iter(found)) if len(found) == 1 else None


def _tied(heads: list[Token], doc: Doc) -> Iterator[tuple[TimeExpression, int]]:
    """The expressions of time of the sentence that hang on one of the heads, each with that head's rank."""
    sentence = heads[0].sent
    ranks = {h.i: rank for rank, h in reversed(list(enumerate(heads)))}
    for time in doc._.times:
        if sentence.start_char <= time.begin < sentence.end_char:
            head = _governor(time, doc)
            if _stands_behind(heads[0], time, doc):
                yield time, 0
            elif head is not None and head.i in ranks and not _is_of_saying(head, heads[0], time, doc):
                yield time, ranks[head.i]


def _is_of_saying(head: Token, trigger: Token, time: TimeExpression, doc: Doc) -> bool:
    """Whether a time tells when an occasion was arranged, not when it takes place."""
    if head == trigger or lemma(head) not in _SAID or time.minutes is not None:
        return False
    step = next(climb(shell(trigger)), None)
    if step is not None and step.word == head and step.tie is Tie.OBLIQUE and step.link in statuswords.AFTER:
        return False  # "agreed at a meeting on Sunday"
    first, last = (time.interval.earliest, time.interval.latest) if time.interval is not None else (None, None)
    ahead = first is not None and first > doc._.published
    running = last is not None and last > doc._.published and time.begin > trigger.idx
    return not (ahead or running) and syntax.preposition_of(_token_at(time, doc)) not in _AHEAD


def _stands_behind(trigger: Token, time: TimeExpression, doc: Doc) -> bool:
    """Whether a time stands right behind the word ("follows talks *Monday* between ...")."""
    if time.begin <= trigger.idx or not is_gathering(trigger):
        return False
    between: list[str] = []
    for token in doc[trigger.i + 1 : trigger.i + 4]:
        if token.idx >= time.begin:
            return between in ([], ["on"])
        if not token.is_space:
            between.append(token.text)
    return False


def _token_at(time: TimeExpression, doc: Doc) -> Token:
    span = doc.char_span(time.begin, time.end, alignment_mode="expand")
    return span.root if span is not None else doc[0]


def _governor(time: TimeExpression, doc: Doc) -> Token | None:
    """The verb or occasion that a time hangs on, through names and places ("met in Paris *on Monday*")."""
    span = doc.char_span(time.begin, time.end, alignment_mode="expand")
    token = _token_at(time, doc)
    for _ in range(5):
        inside = span is not None and span.start <= token.i < span.end
        if not inside and (is_gathering(token) or (is_predicate(token) and token.dep_ != "amod")):
            return token
        if token.head == token or (not inside and _owned(token)):
            return None
        token = token.head
    return None


def _owned(noun: Token) -> bool:
    """Whether a noun has a time of its own ("*Friday's* vote follows the talks")."""
    return any(p.tag_ in {"NNP", "NN"} and p.ent_type_ == "" and p.lower_ in _DAYS for p in syntax.possessors(noun))


_DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow".split())


# --- where ------------------------------------------------------------------------------------------------------------


def _place(heads: list[Token], reading: Reading) -> str | None:
    """The place tied most closely, in the order of the heads; a town before the country it lies in."""
    found: list[str] = []
    for head in heads:
        found += _places_on(head, heads, reading)
    towns = [p for p in found if reading.entity(p).type is EntityType.PLACE]
    if found and towns and found[0] != towns[0] and reading.lies_in(towns[0], found[0]):
        return towns[0]
    return found[0] if found else None


def _places_on(head: Token, heads: list[Token], reading: Reading) -> Iterator[str]:
    for noun in _settings(head, heads):
        yield from place_of(noun, reading)
    if is_gathering(head):
        for word in (*syntax.compounds(head), *syntax.possessors(head)):
            if (place := reading.place(word)) and reading.entity(place).type is EntityType.PLACE:
                yield place


def _settings(head: Token, heads: list[Token]) -> Iterator[Token]:
    """The nouns that may say where: behind "in" on the head, or on the people and gatherings that stand with it."""
    if lemma(head) in _SAID - {"schedule", "set", "plan"} and head != heads[0]:
        return
    moving = head.pos_ in {"VERB", "AUX"} and lemma(head) in _MOTION
    for oblique in syntax.obliques(head):
        noun = oblique.noun
        if oblique.preposition in _AT or (oblique.preposition in _TOWARDS and moving):
            yield noun
        if noun not in heads and (
            noun.pos_ == "PROPN" or oblique.preposition in _HOLDERS or noun.lower_ in _SIDELINES | ADDRESSED
        ):
            yield from _within(noun)
    for noun in syntax.objects(head) if head.pos_ == "VERB" else ():
        if head == heads[0] or noun.lemma_.lower() in _REMARKS:
            yield from _within(noun)  # "met officials in Kiev", "made the remarks in Kiev after meeting ..."
        elif is_gathering(noun) and noun not in heads:
            yield from (o.noun for o in syntax.obliques(noun) if o.preposition in _TOWARDS)  # "began a visit to Peru"
    if syntax.preposition_of(head) in _AT and any(c.dep_ == "cop" for c in head.children):
        yield head  # "is in India for talks"


_HOLDERS = _AT | {"among", "between", "during", "on the sidelines of", "with"}


def _within(noun: Token) -> Iterator[Token]:
    """What stands behind "in" or "at" on a gathering or a name ("at a summit *in Lima*", "with Abe *in Lima*")."""
    for oblique in syntax.obliques(noun):
        if oblique.preposition in _AT:
            yield oblique.noun
        elif oblique.preposition == "of" and is_gathering(oblique.noun):
            yield from _within(oblique.noun)


_MOTION = frozenset("arrive come fly go head journey leave return rush travel welcome invite bring".split())


def place_of(noun: Token, reading: Reading) -> Iterator[str]:
    """The place that a noun phrase names, by itself, in apposition, or by what it lies in ("a hotel *in Paris*")."""
    if place := reading.place(noun):
        yield place
        return
    for appositive in syntax.appositions(noun):
        if place := reading.place(appositive):
            yield place
    if noun.lemma_.lower() in _SITES:
        inner = [o.noun for o in syntax.obliques(noun) if o.preposition in {"in", "of", "at", "near"}]
        for word in (*inner, *syntax.compounds(noun), *syntax.adjectives(noun), *syntax.possessors(noun)):
            if place := reading.place(word):
                yield place


# --- about what -------------------------------------------------------------------------------------------------------


def _topics(trigger: Token, carrier: Token, reading: Reading) -> tuple[Issue, ...]:
    """What it is about: behind "on", "about", "over", and the object of a *discuss* that carries the telling."""
    found = []
    for head in dict.fromkeys((trigger, carrier)):
        found += [
            issue_of(o.noun, reading)
            for o in syntax.obliques(head)
            if o.preposition in _ABOUT and not reading.is_time(o.noun) and not _is_setting(o.noun)
        ]
        discussing = (
            [head]
            if head.lemma_ == "discuss"
            else [c for c in head.children if c.lemma_ == "discuss" and c.dep_ in {"advcl", "xcomp", "acl"}]
        )
        found += [issue_of(o, reading) for d in discussing for o in syntax.objects(d)]
    return tuple(dict.fromkeys(found))


def _is_setting(noun: Token) -> bool:
    """Whether a noun says how or where, not about what ("on the phone", "on the sidelines", "on his tour")."""
    return is_gathering(noun) or noun.lower_ in {"phone", "telephone", "eve", "behalf", *_SIDELINES}
