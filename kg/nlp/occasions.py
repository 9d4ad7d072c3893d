"""The verbs that tell of a meeting, and who takes part in it by grammar.

A frame says where the participants of a word stand: subject and "with" for *confer*, subject and object for *host*.
The lists follow VerbNet's classes *meet-36.3*, *correspond-36.1* and *chit_chat-37.6* and PLOVER's CONSULT. Nouns have
a module of their own, :mod:`kg.nlp.gatherings`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from kg.model import EntityType, MeetingKind
from kg.nlp import syntax
from kg.nlp.governors import lemma
from kg.nlp.parties import ADDRESSED, JOINT, actors_of, behind, objects_of, partners_of, subjects_of
from kg.nlp.places import place_of
from kg.nlp.reading import Reading

__all__ = ["PHONE_WORDS", "TELLING", "Occasion", "verb_occasions"]


@dataclass(frozen=True, slots=True)
class Occasion:
    """One telling of a meeting.

    Args:
        trigger: index of the verb or noun that tells it.
        verb: index of the verb that carries its time and place (the trigger itself, or the light verb above it).
        kind: what kind of occasion.
        participants: entity ids.
        place: entity id of a place that the frame itself names ("visit *Chad*").
        rule: which frame.
    """

    trigger: int
    verb: int
    kind: MeetingKind
    participants: tuple[str, ...]
    place: str | None
    rule: str


# Verbs whose subject meets the object or the one behind "with".
_MEET = {
    **dict.fromkeys("breakfast confer dine huddle lunch meet parley".split(), MeetingKind.MEETING),
    **dict.fromkeys("consult deliberate negotiate".split(), MeetingKind.TALKS),
}
_SPEAK = dict.fromkeys("chat converse speak talk".split(), MeetingKind.TALKS)
_PHONE = frozenset({"phone", "telephone", "call", "ring"})
_RECEIVE = frozenset({"host", "receive", "welcome"})
_VISIT = frozenset({"visit", "tour"})
_DISCUSS = frozenset({"discuss", "debate"})
_GETTING_TOGETHER = {"sit": "down", "get": "together"}
TELLING = frozenset({*_MEET, *_SPEAK, *_PHONE, *_RECEIVE, *_VISIT, *_DISCUSS, *_GETTING_TOGETHER})
_SPORT = frozenset(
    """baseball basketball championship championships coach cricket cup final finals football game hockey innings match
    playoff playoffs quarterback quarterfinal quarterfinals rugby semifinal semifinals soccer tennis tournament
    wickets""".split()
)
PHONE_WORDS = frozenset({"phone", "telephone", "call", "teleconference", "videoconference", "video"})


def verb_occasions(doc: Doc, reading: Reading) -> Iterator[Occasion]:
    """Every telling of a meeting by a verb, in text order."""
    for token in doc:
        if token.pos_ in {"VERB", "AUX"}:
            occasion = _verb_frame(token, reading)
            if occasion is not None:
                yield occasion


def _verb_frame(verb: Token, reading: Reading) -> Occasion | None:
    name = lemma(verb)
    if name not in TELLING or verb.dep_ == "amod" or _is_match(verb):
        return None
    if name in _MEET:
        partners = (*objects_of(verb, reading), *partners_of(verb, reading)) or _with_later(verb, reading)
        return _occasion(verb, reading, partners or _right_behind(verb, reading), _MEET[name], joint=True)
    if name in _SPEAK:
        return _spoke(verb, reading)
    if name in _DISCUSS:
        return _discussed(verb, reading)
    if name in _PHONE:
        called = _people_and_states(objects_of(verb, reading) or _right_behind(verb, reading), reading)
        return _occasion(verb, reading, called, MeetingKind.PHONE_CALL) if _no_clause(verb, reading) else None
    if name in _RECEIVE:
        return _received(verb, reading)
    if name in _VISIT:
        return _visited(verb, reading)
    if _GETTING_TOGETHER[name] in {c.lower_ for c in verb.children}:
        for_talks = any(o.preposition == "for" for o in syntax.obliques(verb))  # which then are the occasion
        joint = name != "sit" or (len(subjects_of(verb, reading)) > 1 and not for_talks)
        return _occasion(verb, reading, partners_of(verb, reading), MeetingKind.MEETING, joint=joint)
    return None


def _is_match(verb: Token) -> bool:
    """Whether those who meet are playing ("will meet in the final")."""
    return any(t.lower_ in _SPORT for t in verb.sent)


def _discussed(verb: Token, reading: Reading) -> Occasion | None:
    if not syntax.objects(verb) and not syntax.is_passive(verb) and not syntax.complements(verb):
        return None
    later = (w for w in _with_later(verb, reading) if reading.entity(w).type is EntityType.PERSON)
    partners = partners_of(verb, reading) or tuple(later)
    return _occasion(verb, reading, partners, _by_phone(verb, MeetingKind.TALKS), joint=True)


def _occasion(
    verb: Token, reading: Reading, partners: Iterable[str], kind: MeetingKind, *, joint: bool = False
) -> Occasion | None:
    """An occasion of a verb's subject and partners; a ``joint`` verb may have all as subject ("the two met")."""
    subjects = subjects_of(verb, reading)
    partners = tuple(partners)
    if syntax.is_passive(verb) and not subjects:
        return None
    if not partners and not joint:
        return None
    who = tuple(dict.fromkeys((*subjects, *partners)))
    told = bool(syntax.subjects(verb)) or verb.dep_ == "acl"
    alone = bool(who) and told and ((joint and _bodies(who, reading)) or bool(partners))
    enough = len(who) > 1 or alone
    return Occasion(verb.i, verb.i, kind, who, None, f"verb {lemma(verb)}") if enough else None


def _with_later(verb: Token, reading: Reading) -> tuple[str, ...]:
    """The partner behind the clause's first "with", whatever it hangs on ("met in Rome *with* the pope")."""
    partner = False
    for token in verb.doc[verb.i + 1 : verb.sent.end]:
        if partner:
            found = () if token.dep_ in {"amod", "compound"} else actors_of([token], reading)
            if found or token.lower_ in ADDRESSED or token.text in {",", ";"}:
                return found
        elif token.pos_ == "VERB" or token.lower_ in {"and", "but", ";"}:
            return ()
        else:
            partner = token.lower_ in JOINT
    return ()


def _right_behind(verb: Token, reading: Reading) -> tuple[str, ...]:
    """The person named right behind the verb, where the parse sees no object ("met Angolan President *Ann Roe*")."""
    for token in verb.doc[verb.i + 1 : verb.sent.end]:
        link = reading.link_from(token.i)
        if link is not None and reading.entity(link.entities[0]).type is EntityType.PERSON:
            return link.entities
        if token.pos_ in {"ADP", "PUNCT", "VERB", "AUX", "CCONJ", "SCONJ"}:
            return ()
    return ()


def _bodies(who: Iterable[str], reading: Reading) -> bool:
    """Whether those who met are a body of many ("the cabinet met")."""
    return all(reading.entity(w).type is EntityType.ORGANIZATION and not reading.is_media(w) for w in who)


def _spoke(verb: Token, reading: Reading) -> Occasion | None:
    """As in "spoke with Abe", "talked to Abe by phone"; speaking to the press, a crowd or a house meets nobody."""
    partners = (*behind(verb, reading, {"with"}), *_people_and_states(behind(verb, reading, {"to"}), reading))
    kind = _by_phone(verb, _SPEAK[lemma(verb)])
    joint = kind is MeetingKind.PHONE_CALL
    return _occasion(verb, reading, partners, kind, joint=joint)


def _people_and_states(who: Iterable[str], reading: Reading) -> tuple[str, ...]:
    return tuple(w for w in who if reading.entity(w).type in {EntityType.PERSON, EntityType.COUNTRY})


def _received(verb: Token, reading: Reading) -> Occasion | None:
    """Who receives guests meets them; "welcomed" needs a place, as ideas are welcomed, too."""
    guests = objects_of(verb, reading) or _right_behind(verb, reading)
    if lemma(verb) != "host":
        guests = tuple(g for g in guests if reading.entity(g).type is EntityType.PERSON or _is_delegation(verb))
    if lemma(verb) == "welcome":
        to = [o.noun for o in syntax.obliques(verb) if o.preposition in {"to", "at", "in"}]
        if not any(reading.place(noun) or noun.pos_ == "NOUN" for noun in to):
            return None
    return _occasion(verb, reading, guests, MeetingKind.MEETING)


def _is_delegation(verb: Token) -> bool:
    people = {"delegation", "team", "envoy", "minister", "president", "leader", "officials", "guest", "counterpart"}
    return any(noun.lemma_.lower() in people or noun.lower_ in people for noun in syntax.objects(verb))


def _visited(verb: Token, reading: Reading) -> Occasion | None:
    visitors = subjects_of(verb, reading)
    if verb.tag_ == "VBG" and verb.i + 1 < len(verb.doc) and not reading.place(verb.doc[verb.i + 1]):
        following = verb.doc[verb.i + 1]
        if following.pos_ in {"NOUN", "PROPN", "ADJ"} and reading.link_from(following.i) is None:
            return None  # "asked *visiting* envoys": parsers take the adjective for a verb
    for noun in syntax.objects(verb) or (syntax.passive_subjects(verb) if visitors else []):
        place = next(place_of(noun, reading), None)
        hosts = () if place is not None else reading.actors(noun)
        if visitors and (place is not None or hosts):
            who = (*visitors, *hosts)
            return Occasion(verb.i, verb.i, MeetingKind.VISIT, who, place, f"verb {lemma(verb)}")
    return None


def _by_phone(verb: Token, kind: MeetingKind) -> MeetingKind:
    phone = any(
        o.noun.lower_ in PHONE_WORDS and o.preposition in {"by", "on", "over", "via"} for o in syntax.obliques(verb)
    )
    return MeetingKind.PHONE_CALL if phone else kind


def _no_clause(verb: Token, reading: Reading) -> bool:
    """Whether a call is one by telephone: "called Iran a threat" and "called for talks" are not."""
    return (
        not any(c.dep_ in {"xcomp", "ccomp", "oprd"} for c in verb.children)
        and not any(
            o.preposition in {"for", "on", "upon"} and not reading.is_time(o.noun) for o in syntax.obliques(verb)
        )
        and not syntax.particles(verb)
        and not any(c.dep_ == "advmod" and c.lower_ in {"back", "off", "in", "out"} for c in verb.children)
        and len(syntax.objects(verb)) == 1
    )
