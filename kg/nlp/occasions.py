"""The words that tell of a meeting, and who takes part in it by grammar: verbs, nouns and light verbs.

A frame says where the participants of a word stand: subject and "with" for *confer*, subject and object for *host*.
The lists follow VerbNet's classes *meet-36.3*, *correspond-36.1* and *chit_chat-37.6* and PLOVER's CONSULT.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from kg.model import MeetingKind
from kg.nlp import syntax
from kg.nlp.reading import Reading

__all__ = ["Occasion", "find_occasions"]


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


# Verbs whose subject meets the object or the one behind "with" / "to".
_MEET = {
    "meet": MeetingKind.MEETING,
    "confer": MeetingKind.MEETING,
    "huddle": MeetingKind.MEETING,
    "dine": MeetingKind.MEETING,
    "lunch": MeetingKind.MEETING,
    "negotiate": MeetingKind.TALKS,
    "consult": MeetingKind.TALKS,
}
_SPEAK = {
    "speak": MeetingKind.TALKS,
    "talk": MeetingKind.TALKS,
    "converse": MeetingKind.TALKS,
    "chat": MeetingKind.TALKS,
}
_PHONE = frozenset({"phone", "telephone", "call"})
_RECEIVE = frozenset({"host", "receive"})
_VISIT = frozenset({"visit"})
_DISCUSS = frozenset({"discuss"})
_LIGHT = frozenset(
    """hold have conduct begin start open resume continue attend conclude finish wrap enter join make pay complete
    kick""".split()
)
# Verbs whose subject brings a meeting about without being said to take part.
_CONVENE = frozenset(
    """announce arrange broker call cancel convene delay organize organise plan postpone propose schedule sponsor
    suggest""".split()
)
# Verbs whose object, or subject, is said to take part in the gathering beside them.
_BRING = frozenset({"bring", "gather", "assemble", "draw", "include", "unite"})
_ATTEND = frozenset({"attend", "join", "participate", "take"})

NOUNS: dict[str, MeetingKind] = {
    **dict.fromkeys("audience breakfast dinner encounter lunch meeting session".split(), MeetingKind.MEETING),
    **dict.fromkeys(
        """consultation consultations conversation dialogue discussion negotiation negotiations round talk
        talks""".split(),
        MeetingKind.TALKS,
    ),
    **dict.fromkeys("conference forum summit".split(), MeetingKind.CONFERENCE),
    **dict.fromkeys("tour trip visit".split(), MeetingKind.VISIT),
    "call": MeetingKind.PHONE_CALL,
}
_PHONE_WORDS = frozenset({"phone", "telephone", "call"})
_NOT_AN_OCCASION = frozenset({"news", "press", "sticking", "video", "committee", "party"})
_ADDRESSED = frozenset(
    """reporter reporters journalist journalists press media crowd parliament lawmakers audience""".split()
)


def find_occasions(doc: Doc, reading: Reading) -> Iterator[Occasion]:
    """Every telling of a meeting in the document, in text order."""
    for token in doc:
        if token.pos_ in {"VERB", "AUX"}:
            occasion = _verb_frame(token, reading)
        elif token.pos_ in {"NOUN", "PROPN"} and token.lower_ not in _NOT_AN_OCCASION:
            occasion = _noun_frame(token, reading)
        else:
            occasion = None
        if occasion is not None:
            yield occasion


# --- verbs ------------------------------------------------------------------------------------------------------------


def _verb_frame(verb: Token, reading: Reading) -> Occasion | None:
    lemma = verb.lemma_.lower()
    if lemma in _MEET:
        return _met(verb, reading, _MEET[lemma])
    if lemma in _SPEAK or lemma in _DISCUSS:
        partners = _behind(verb, reading, {"with", "to"} if lemma in _SPEAK else {"with"})
        kind = _SPEAK.get(lemma, MeetingKind.TALKS)
        return _verb_occasion(
            verb,
            reading,
            partners,
            MeetingKind.PHONE_CALL if _by_phone(verb) else kind,
            f"verb {lemma}",
            joint=lemma in _DISCUSS,
        )
    if lemma in _PHONE:
        return (
            _verb_occasion(verb, reading, _objects(verb, reading), MeetingKind.PHONE_CALL, f"verb {lemma}")
            if _no_clause(verb)
            else None
        )
    if lemma in _RECEIVE:
        guests = tuple(g for g in _objects(verb, reading) if reading.entity(g).type == "Person")
        return _verb_occasion(verb, reading, guests, MeetingKind.MEETING, f"verb {lemma}")
    if lemma in _VISIT:
        return _visited(verb, reading)
    if lemma == "sit" and "down" in {c.lower_ for c in verb.children}:
        return _verb_occasion(verb, reading, _behind(verb, reading, {"with"}), MeetingKind.MEETING, "verb sit down")
    return None


def _met(verb: Token, reading: Reading, kind: MeetingKind) -> Occasion | None:
    partners = (*_objects(verb, reading), *_behind(verb, reading, {"with"}))
    return _verb_occasion(verb, reading, partners, kind, f"verb {verb.lemma_.lower()}", joint=True)


def _verb_occasion(
    verb: Token, reading: Reading, partners: tuple[str, ...], kind: MeetingKind, rule: str, *, joint: bool = False
) -> Occasion | None:
    """An occasion of a verb's subject and partners; a ``joint`` verb may have all as subject ("the two met")."""
    subjects = _subjects(verb, reading)
    if syntax.is_passive(verb) and not subjects:
        return None
    if not partners and not (joint and len(subjects) > 1):
        return None
    who = tuple(dict.fromkeys((*subjects, *partners)))
    return Occasion(verb.i, verb.i, kind, who, None, rule) if len(who) > 1 else None


def _visited(verb: Token, reading: Reading) -> Occasion | None:
    visitors = _actors(syntax.subjects(verb), reading)
    for noun in syntax.objects(verb):
        place = reading.place(noun)
        if place is not None and visitors:
            return Occasion(verb.i, verb.i, MeetingKind.VISIT, visitors, place, "verb visit")
        hosts = reading.actors(noun)
        if hosts and visitors:
            return Occasion(verb.i, verb.i, MeetingKind.VISIT, (*visitors, *hosts), None, "verb visit")
    return None


# --- nouns ------------------------------------------------------------------------------------------------------------


def _noun_frame(noun: Token, reading: Reading) -> Occasion | None:
    kind = NOUNS.get(noun.lower_) or NOUNS.get(noun.lemma_.lower())
    modifiers = {t.lower_ for t in (*syntax.compounds(noun), *syntax.adjectives(noun))}
    if kind is None or modifiers & _NOT_AN_OCCASION or (noun.dep_ == "compound" and noun.head.i > noun.i):
        return None
    if (
        kind is MeetingKind.PHONE_CALL
        and not modifiers & _PHONE_WORDS
        and not _behind(noun, reading, {"with", "between", "to"})
    ):
        return None
    if modifiers & _PHONE_WORDS:
        kind = MeetingKind.PHONE_CALL
    verb = _carrier(noun)
    who = _noun_participants(noun, verb, reading)
    place = _destination(noun, reading) if kind is MeetingKind.VISIT else None
    return Occasion(noun.i, verb.i, kind, who, place, f"noun {noun.lemma_.lower()}")


def _carrier(noun: Token) -> Token:
    """The verb that carries a noun's time and place: a light verb above it, or the verb whose subject it is."""
    above = noun.head
    light = noun.dep_ in {"obj", "dobj"} and above.lemma_.lower() in _LIGHT | _CONVENE
    subject = noun.dep_ in {"nsubj", "nsubj:pass", "nsubjpass"}
    return above if above.pos_ in {"VERB", "AUX"} and (light or subject) else noun


def _noun_participants(noun: Token, verb: Token, reading: Reading) -> tuple[str, ...]:
    """Who takes part in what a noun names: possessors, "between", "with", the subject of its verb or clause."""
    partners = _behind(noun, reading, {"between", "with", "among", "of"})
    hosts = _actors(syntax.possessors(noun), reading)
    if verb != noun:
        partners = (*partners, *_behind(verb, reading, {"with", "between"}))
        if noun.dep_ in {"obj", "dobj"} and verb.lemma_.lower() in _LIGHT:
            hosts = (*hosts, *_actors(syntax.subjects(verb), reading))
    elif not hosts and partners:
        clause = _clause_with_subject(noun)
        between = any(o.preposition == "between" for o in syntax.obliques(noun))
        hosts = () if between else _actors(syntax.subjects(clause) or syntax.passive_subjects(clause), reading)
    return tuple(dict.fromkeys((*hosts, *partners, *_attendants(noun, reading))))


def _attendants(noun: Token, reading: Reading) -> tuple[str, ...]:
    """Who a gathering brings together, and who is said to attend it ("Chad will take part in the summit")."""
    above = noun.head
    lemma = above.lemma_.lower()
    if noun.dep_ == "nsubj" and lemma in _BRING:
        return tuple(
            dict.fromkeys((*_objects(above, reading), *_behind(above, reading, {"as", "as well as", "including"})))
        )
    if noun.dep_ == "nsubj":
        brought = [v for v in syntax.open_complements(above) if v.lemma_.lower() in _BRING]
        return tuple(dict.fromkeys(a for v in brought for a in _objects(v, reading)))
    if lemma in _ATTEND and noun.dep_ in {"obj", "dobj", "obl", "pobj"} and not syntax.is_negated(above):
        return _actors(syntax.subjects(above), reading)
    return ()


def _clause_with_subject(noun: Token) -> Token:
    """The nearest predicate above a noun that has a subject."""
    clause = syntax.clause_head(noun)
    while not syntax.subjects(clause) and not syntax.passive_subjects(clause) and clause.head != clause:
        clause = syntax.clause_head(clause)
    return clause


def _destination(noun: Token, reading: Reading) -> str | None:
    for oblique in syntax.obliques(noun):
        if oblique.preposition in {"to", "in"} and (place := reading.place(oblique.noun)):
            return place
    return None


def _subjects(verb: Token, reading: Reading) -> tuple[str, ...]:
    """The subject or agent; of a bare participle the subject of the clause above ("said after *meeting* Lavrov").

    Where the parse gives none, the name or pronoun right before the verb.
    """
    nouns = syntax.subjects(verb) or syntax.agents(verb)
    if nouns or syntax.is_passive(verb):
        return _actors(nouns, reading)
    if verb.dep_ in {"advcl", "acl", "pcomp", "obl", "ccomp"} and verb.tag_ == "VBG":
        clause = syntax.clause_head(verb)
        return _actors(syntax.subjects(clause), reading)
    link = reading.link_until(verb.i)
    return link.entities if link is not None and link.end == verb.i else ()


# --- common -----------------------------------------------------------------------------------------------------------


def _actors(nouns: list[Token], reading: Reading) -> tuple[str, ...]:
    return tuple(dict.fromkeys(a for noun in nouns for a in reading.actors(noun)))


def _objects(verb: Token, reading: Reading) -> tuple[str, ...]:
    return _actors(syntax.objects(verb), reading)


def _behind(head: Token, reading: Reading, prepositions: set[str]) -> tuple[str, ...]:
    """The actors behind these prepositions, unless they are an audience ("spoke to reporters")."""
    nouns = [o.noun for o in syntax.obliques(head) if o.preposition in prepositions and o.noun.lower_ not in _ADDRESSED]
    return _actors(nouns, reading)


def _by_phone(verb: Token) -> bool:
    return any(o.noun.lower_ in _PHONE_WORDS and o.preposition in {"by", "on", "over"} for o in syntax.obliques(verb))


def _no_clause(verb: Token) -> bool:
    """Whether a call is one by telephone: "called Iran a threat" and "called for talks" are not."""
    return (
        not any(c.dep_ in {"xcomp", "ccomp", "oprd"} for c in verb.children)
        and not any(o.preposition == "for" for o in syntax.obliques(verb))
        and len(syntax.objects(verb)) == 1
    )
