"""Visits told by going there: "arrived in Minsk", "travels to Lima", "is in Haiti to assess", "is expected in Cairo".

Only who goes for a state or a body counts: an office holder, a delegation. Where the same clause tells the meeting that
they go for, or calls the journey a visit, that telling says it all.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from kg.model import EntityType, MeetingKind
from kg.nlp import syntax
from kg.nlp.gatherings import is_gathering
from kg.nlp.governors import lemma
from kg.nlp.occasions import TELLING, Occasion
from kg.nlp.parties import actors_of, subjects_of
from kg.nlp.places import place_of
from kg.nlp.reading import REPRESENTATIVES, Reading

__all__ = ["journeys"]

_GOING = frozenset({"arrive", "fly", "head", "journey", "land", "leave", "travel"})
_THITHER = frozenset({"to", "into", "in", "at"})
_AWAITED = frozenset({"due", "expect"})


def journeys(doc: Doc, reading: Reading) -> Iterator[Occasion]:
    """Every telling of a visit by a journey or a stay, in text order."""
    for token in doc:
        if token.pos_ in {"VERB", "AUX", "ADJ"}:
            found = _by_going(token, reading)
        elif token.pos_ == "PROPN" and any(c.dep_ == "cop" for c in token.children):
            found = _by_being_there(token, reading)
        else:
            found = None
        if found is not None:
            yield found


def _by_going(verb: Token, reading: Reading) -> Occasion | None:
    name = lemma(verb)
    if name not in _GOING | _AWAITED or (name in _GOING and syntax.is_passive(verb)) or _told_otherwise(verb):
        return None
    thither = {"for"} if name == "leave" else {"in", "at"} if name in _AWAITED else _THITHER
    places = (p for o in syntax.obliques(verb) if o.preposition in thither for p in place_of(o.noun, reading))
    place = next(places, None)
    if place is None or (name in _AWAITED and syntax.open_complements(verb) and not syntax.is_passive(verb)):
        return None
    subjects = syntax.passive_subjects(verb) if name in _AWAITED else []
    who = actors_of(subjects, reading) if subjects else subjects_of(verb, reading)
    return _visit(verb, verb, who, place, reading)


def _by_being_there(predicate: Token, reading: Reading) -> Occasion | None:
    """As in "is in Haiti to assess the mission"; whoever merely is somewhere pays no visit."""
    if syntax.preposition_of(predicate) != "in" or _told_otherwise(predicate):
        return None
    place = next(place_of(predicate, reading), None)
    purpose = any(c.dep_ in {"advcl", "xcomp", "acl"} and c.tag_ == "VB" for c in predicate.children)
    subject = syntax.copular_subject(predicate)
    if place is None or subject is None or not purpose:
        return None
    return _visit(predicate, predicate, actors_of([subject], reading), place, reading)


def _visit(trigger: Token, verb: Token, who: tuple[str, ...], place: str, reading: Reading) -> Occasion | None:
    country = reading.country_of(place)
    subjects = syntax.subjects(verb) or syntax.passive_subjects(verb)
    sent = any(s.lemma_.lower() in REPRESENTATIVES or s.lower_ in REPRESENTATIVES for s in subjects)
    guests = tuple(w for w in who if _goes_for(w, country, reading, sent=sent))
    if country is None or not guests:
        return None
    return Occasion(trigger.i, verb.i, MeetingKind.VISIT, guests, place, f"journey {lemma(verb)}")


def _goes_for(guest: str, country: str | None, reading: Reading, *, sent: bool) -> bool:
    """Whether somebody goes abroad for a state or a body."""
    kind = reading.entity(guest).type
    if kind is EntityType.PERSON:
        return reading.country_of(guest) not in {None, country}
    return sent and guest != country and kind in {EntityType.COUNTRY, EntityType.ORGANIZATION}


def _told_otherwise(head: Token) -> bool:
    """Whether the clause itself names the visit or the meeting ("arrived *for talks*", "flew there *to meet* Abe")."""
    for token in head.subtree:
        if is_gathering(token) or (token != head and token.pos_ == "VERB" and lemma(token) in TELLING):
            return True
    return False
