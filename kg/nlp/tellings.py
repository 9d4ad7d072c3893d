"""One telling of an occasion, filled in: where, when, how long, about what, and how it stands.

A time or place belongs to an occasion when grammar ties it there: to its verb or noun, to the clause that says what was
done at or after it ("said in Oslo on Friday *after* the talks"), never to another clause of the same sentence.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token

from kg.gazetteer import default_gazetteer
from kg.model import EntityType, Interval, Issue, MeetingKind, MeetingStatus
from kg.nlp import statuswords, syntax
from kg.nlp.dating import dates_of, minutes_of
from kg.nlp.gatherings import is_gathering, shell
from kg.nlp.governors import Tie, climb, is_infinitive, is_predicate, key, lemma
from kg.nlp.issues import issue_of
from kg.nlp.occasions import Occasion
from kg.nlp.reading import Reading
from kg.nlp.status import Standing, standing
from kg.nlp.whereabouts import SIDELINES, name_giver_of, setting_of

__all__ = ["Telling", "telling_of"]

_ABOUT = frozenset({"about", "concerning", "on", "over", "regarding"})


@dataclass(frozen=True, slots=True)
class Telling:
    """One telling of an occasion.

    Args:
        occasion: the words that tell it and who takes part.
        standing: its status here.
        place: entity id.
        named_for: entity id of a town that only qualifies the noun ("the *Geneva* talks"), where no place is told.
        when: a closed interval.
        previous: the intervals for which it was planned before, the oldest first.
        minutes: how long it lasted.
        topics: what it is about.
    """

    occasion: Occasion
    standing: Standing
    place: str | None
    named_for: str | None
    when: Interval | None
    minutes: int | None
    topics: tuple[Issue, ...]
    previous: tuple[Interval, ...] = ()


def telling_of(occasion: Occasion, doc: Doc, reading: Reading) -> Telling | None:
    """The telling, filled in; None where the text denies that it took or will take place."""
    trigger, carrier = doc[occasion.trigger], doc[occasion.verb]
    heads = _heads(trigger, carrier)
    dates = dates_of(heads, doc)
    when = dates.when
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
    place = _narrower(occasion.place, setting_of(heads, reading), reading)
    named_for = name_giver_of(heads, reading) if place is None else None
    occasion = replace(occasion, participants=(*occasion.participants, *_hosts(occasion, place, doc, reading)))
    return Telling(occasion, stands, place, named_for, when, minutes_of(heads, doc), topics, dates.previous)


def _hosts(occasion: Occasion, place: str | None, doc: Doc, reading: Reading) -> tuple[str, ...]:
    """The country with which somebody talks who "held talks in Sofia" or "is in India for talks", with nobody named.

    Where the seats of international bodies are, talks are as a rule with others.
    """
    trigger = doc[occasion.trigger]
    alone = len(occasion.participants) == 1 and occasion.kind is MeetingKind.TALKS and is_gathering(trigger)
    if place is None or not alone or place in _SEATS or reading.entity(occasion.participants[0]).type not in _GUESTS:
        return ()
    heads = {trigger.i: trigger, occasion.verb: doc[occasion.verb], shell(trigger).i: shell(trigger)}
    if any(o.preposition in _PARTNERS for head in heads.values() for o in syntax.obliques(head)):
        return ()
    country = reading.country_of(place)
    entry = default_gazetteer().entries.get(country or "")
    seat = entry is not None and place in {country, entry.capital}
    guest = occasion.participants[0]
    at_home = country is None or guest == country or reading.country_of(guest) in {None, country}
    return (country,) if seat and country is not None and not at_home else ()


_PARTNERS = frozenset({"with", "between", "among", "of", "by", "involving"})
_GUESTS = frozenset({EntityType.PERSON, EntityType.COUNTRY})
_SEATS = frozenset({"addis-ababa", "brussels", "doha", "the-hague", "vienna", "switzerland"})


def _narrower(framed: str | None, told: str | None, reading: Reading) -> str | None:
    """The place that the frame names, or one in it that the sentence tells ("Peru hosts a summit *in Lima*")."""
    return told if framed is None or (told is not None and reading.lies_in(told, framed)) else framed


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
    if name in statuswords.SHIFTING or key(verb) in statuswords.SHIFTING:
        return True
    return name in statuswords.HOLDING | statuswords.ATTEND | statuswords.CONVENE | {"take", "come", "fall"} or (
        statuswords.VERBS.get(key(verb)) is MeetingStatus.PLANNED
    )


def _above(token: Token) -> Iterator[Token]:
    """The predicates above whose time and place the occasion shares."""
    arranged = False
    for step in climb(token):
        through = step.word.lower_ in SIDELINES or lemma(step.word) in statuswords.NOUNS
        if step.tie is Tie.NOUN and through:
            continue
        if arranged and step.tie is Tie.ADVERBIAL:
            return  # "marched on Sunday as the city *prepared* to host the summit"
        arranged = step.tie is Tie.COMPLEMENT and lemma(step.word) in statuswords.VERBS
        shares = (
            (step.tie is Tie.OBLIQUE and step.link in statuswords.AFTER | statuswords.BEFORE | {"for", "to", "into"})
            or (step.tie is Tie.ADVERBIAL and (step.link in statuswords.AFTER | {""} or is_infinitive(step.below)))
            or (step.tie is Tie.COMPLEMENT and (_is_plan(step.word) or key(step.word) in statuswords.VERBS))
            or (step.tie is Tie.SUBJECT and is_gathering(step.below))
            or (step.tie is Tie.OBJECT and _is_arranged(step.below) and _settles(step.word))
        )
        if not shares or not is_predicate(step.word):
            return
        yield step.word
        if lemma(step.word) in _SPEECH or step.tie is Tie.ADVERBIAL:
            return
        if step.tie is Tie.OBLIQUE:
            above = next(climb(step.word), None)
            if (
                above is not None
                and above.tie is Tie.ADVERBIAL
                and above.link in _MEANWHILE
                and is_predicate(above.word)
            ):
                yield above.word  # "was greeted on Friday *as* he arrived on a visit"
            return


def _is_arranged(noun: Token) -> bool:
    """Whether a noun names an occasion or the planning of one ("announced *plans* for a summit")."""
    return is_gathering(noun) or lemma(noun) in statuswords.NOUNS


_MEANWHILE = frozenset({"as", "when", "while"})
_SPEECH = frozenset({"add", "announce", "report", "say", "tell"})


def _is_plan(word: Token) -> bool:
    """Whether a word tells when what completes it takes place ("is *due* on Friday to meet", "will *go* to meet")."""
    name = lemma(word)
    return (
        name in {"be", "due", "set"} | statuswords.THROUGH
        or word.lower_ in statuswords.ADJECTIVES
        or (statuswords.VERBS.get(name) is MeetingStatus.PLANNED and syntax.is_passive(word))
    )


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
    return is_gathering(noun) or noun.lower_ in {"phone", "telephone", "eve", "behalf", *SIDELINES}
