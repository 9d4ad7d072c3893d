"""Which telling is at, or the same as, another: "met *at a summit*", "met *to discuss*", "talks *during a visit*".

A summit, a conference, a body's meeting or a visit at which others meet encloses their meeting; a mere "meeting" in
which something is discussed is that discussion.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token

from kg.model import EntityType, MeetingKind
from kg.nlp import syntax
from kg.nlp.gatherings import SITTING, is_gathering, shell
from kg.nlp.governors import Tie, climb, is_infinitive, lemma
from kg.nlp.occasions import Occasion
from kg.nlp.reading import Reading
from kg.nlp.whereabouts import SIDELINES

__all__ = ["Nesting", "nested"]

_AT = frozenset(
    {"at", "during", "in", "on the sidelines of", "on the margins of", "as part of", "within", "in the course of"}
)
_BESIDE = _AT | {"for", "on", "of", "ahead of"}
_VISITING = frozenset({"during", "on", "in", "at", "as part of", "in the course of"})
_PARTIES = 2
# What people meet to do: "met *to discuss*", "*to resume* talks", "*to try to negotiate*".
_DOING = frozenset({"confer", "consult", "debate", "deliberate", "discuss", "hold", "negotiate", "speak", "talk"}) | {
    *("begin", "conclude", "continue", "reopen", "restart", "resume", "start")
}
_TRYING = frozenset({"help", "seek", "try", "work"})


@dataclass(frozen=True, slots=True)
class Nesting:
    """The occasions that are told, and how they lie in each other.

    Args:
        occasions: in text order, without those that only say where another was.
        within: from a trigger to that of the occasion that encloses it.
        same_as: from a trigger to that of another telling of the same occasion.
    """

    occasions: tuple[Occasion, ...]
    within: Mapping[int, int]
    same_as: Mapping[int, int]

    def apart(self, one: int, other: int) -> bool:
        """Whether the occasion of one trigger encloses that of the other."""
        return self.within.get(one) == other or self.within.get(other) == one


def nested(occasions: Sequence[Occasion], doc: Doc, reading: Reading) -> Nesting:
    """Find what encloses what.

    Args:
        occasions: every telling, in text order.
        doc: the text.
        reading: what was found in it.
    """
    by_trigger = {o.trigger: o for o in occasions}
    kept: list[Occasion] = []
    within: dict[int, int] = {}
    same_as: dict[int, int] = {}
    for occasion in occasions:
        trigger = doc[occasion.trigger]
        purpose = _purpose_of(occasion, doc, by_trigger)
        if purpose is not None:
            same_as[occasion.trigger] = purpose.trigger
            kept.append(occasion)
            continue
        inner, link = _enclosed(trigger, by_trigger)
        if inner is None:
            kept += [occasion] if occasion.rule != SITTING else []
        elif _is_second(trigger, inner):
            kept.append(replace(occasion, kind=inner.kind, participants=inner.participants))
        elif _encloses(occasion, inner, link, reading):
            within[inner.trigger] = occasion.trigger
            kept.append(_attended(occasion, inner))
        elif _others(occasion, inner, reading) or not _is_told(inner, reading):
            kept.append(occasion)
        elif occasion.kind not in {MeetingKind.VISIT, MeetingKind.CONFERENCE} and link in _AT:
            same_as[occasion.trigger] = inner.trigger
            kept.append(occasion)
    return Nesting(tuple(kept), within, same_as)


def _is_second(trigger: Token, inner: Occasion) -> bool:
    """Whether an "again" tells a second meeting ("met in May and *again at* a summit in June")."""
    return any(t.lower_ == "again" and inner.trigger < t.i < trigger.i for t in trigger.sent)


def _is_told(inner: Occasion, reading: Reading) -> bool:
    """Whether an occasion stands by itself: with two parties, or a body of many."""
    bodies = (reading.entity(p).type is EntityType.ORGANIZATION for p in inner.participants)
    return len(inner.participants) >= _PARTIES or any(bodies)


def _others(outer: Occasion, inner: Occasion, reading: Reading) -> set[str]:
    """Who is at the enclosing occasion only; the body that a summit is of does not count ("met at a *NATO* summit")."""
    more = set(outer.participants) - set(inner.participants)
    return {p for p in more if reading.entity(p).type is not EntityType.ORGANIZATION}


def _encloses(outer: Occasion, inner: Occasion, link: str, reading: Reading) -> bool:
    """Whether the outer occasion is more than the inner one: a conference, a body's meeting, a visit."""
    if outer.kind is MeetingKind.VISIT:
        return inner.kind is not MeetingKind.VISIT and link in _VISITING
    if link not in _AT:
        return False
    if link == "as part of":
        return True
    body = any(
        reading.entity(p).type is EntityType.ORGANIZATION for p in set(outer.participants) - set(inner.participants)
    )
    return link in {"on the sidelines of", "on the margins of"} or outer.kind is MeetingKind.CONFERENCE or body


def _attended(outer: Occasion, inner: Occasion) -> Occasion:
    """Who meets at a summit is at it, too; who meets during a visit need not be the visitor."""
    if outer.kind is MeetingKind.VISIT:
        return outer
    return replace(outer, participants=tuple(dict.fromkeys((*outer.participants, *inner.participants))))


def _enclosed(trigger: Token, by_trigger: Mapping[int, Occasion]) -> tuple[Occasion | None, str]:
    """The occasion told to take place at, during, or on the sidelines of what a noun names, and that preposition."""
    if trigger.pos_ not in {"NOUN", "PROPN"}:
        return None, ""
    aside = ""
    for step in climb(shell(trigger)):
        if step.word.lower_ in SIDELINES:
            aside = "on the sidelines of"
            continue
        link = aside or ("as part of" if shell(trigger).lower_ == "part" and step.link == "as" else step.link)
        if step.tie in {Tie.OBLIQUE, Tie.NOUN} and link in _BESIDE:
            inner = by_trigger.get(step.word.i) or by_trigger.get(_told_by(step.word))
            return (None, "") if inner is None or inner.trigger == trigger.i else (inner, link)
        return None, ""
    return None, ""


def _told_by(verb: Token) -> int:
    """The noun that a light verb carries ("held *talks* at a summit")."""
    return next((o.i for o in syntax.objects(verb) if is_gathering(o)), -1)


def _purpose_of(occasion: Occasion, doc: Doc, by_trigger: Mapping[int, Occasion]) -> Occasion | None:
    """The meeting whose purpose this telling is ("met *to discuss*", "meet *to resume talks*"), with no others in it.

    A visit on a trip is that trip ("visited Peru *on his first trip* abroad").
    """
    verb = doc[occasion.verb]
    if occasion.kind is MeetingKind.VISIT:
        step = next(climb(verb), None) if verb.i == occasion.trigger else None
        other = by_trigger.get(step.word.i) if step is not None and step.link in {"on", "during"} else None
        return other if other is not None and other.kind is MeetingKind.VISIT else None
    if verb.pos_ not in {"VERB", "AUX"} or not is_infinitive(verb) or lemma(verb) not in _DOING:
        return None
    for step in climb(verb):
        other = by_trigger.get(step.word.i) or by_trigger.get(_told_by(step.word))
        if other is not None and other.trigger != occasion.trigger:
            fits = other.kind is not MeetingKind.VISIT and set(occasion.participants) <= set(other.participants)
            return other if fits else None
        if step.tie not in {Tie.COMPLEMENT, Tie.ADVERBIAL} or lemma(step.word) not in _TRYING:
            return None
    return None
