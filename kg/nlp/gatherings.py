"""The nouns that tell of a meeting, and who takes part in it: what stands on the noun, and the verb that carries it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Doc, Token

from kg.model import EntityType, MeetingKind, MeetingStatus
from kg.nlp import statuswords, syntax
from kg.nlp.governors import Step, Tie, climb, is_infinitive, key, lemma, marker
from kg.nlp.occasions import PHONE_WORDS, Occasion
from kg.nlp.parties import ADDRESSED, actors_of, behind, between, flanking, objects_of, partners_of, subjects_of
from kg.nlp.places import place_of, right_behind
from kg.nlp.reading import Reading

__all__ = ["NOUNS", "SITTING", "is_gathering", "noun_occasions", "shell"]

NOUNS: dict[str, MeetingKind] = {
    **dict.fromkeys(
        "audience breakfast dinner encounter gathering luncheon lunch meeting session".split(), MeetingKind.MEETING
    ),
    **dict.fromkeys(
        "consultation consultations conversation dialogue discussion negotiation negotiations talk talks".split(),
        MeetingKind.TALKS,
    ),
    **dict.fromkeys("conference forum summit".split(), MeetingKind.CONFERENCE),
    **dict.fromkeys("tour trip visit".split(), MeetingKind.VISIT),
    "call": MeetingKind.PHONE_CALL,
    "teleconference": MeetingKind.PHONE_CALL,
}
# What is called so is none of our occasions: a news conference, a call for action, a party conference, a talk show.
_NOT_AN_OCCASION = frozenset(
    {"news", "press", "sticking", "committee", "bedside", "training", "court", "show", "wake-up"}
)
# Bodies that are occasions, too, while they sit. Told only where others meet at them (see :mod:`kg.nlp.enclosing`).
_SITTING = frozenset({"assembly", "conference", "forum"})
SITTING = "body sitting"
# Nouns that hold an occasion without being another: "a round of talks", "the start of the summit".
_SHELLS = frozenset(
    """beginning close conclusion course couple day days end format hour hours minutes number opening part phase
    resumption round rounds sequence series session set start string week weeks""".split()
)
_OWN = frozenset({"with", "of", "by", "involving", "including"})
# Verbs whose object, or subject, is said to take part in the gathering beside them.
_BRING = frozenset({"assemble", "bring", "draw", "gather", "include", "involve", "unite"})
_SENT = frozenset({"invite", "send", "summon", "bring", "dispatch", "convene"})
_CONVENERS = frozenset({"announce", "arrange", "broker", "facilitate", "mediate", "organise", "organize", "sponsor"})
_FOR_ITSELF = frozenset({"announce", "arrange", "organise", "organize"})  # "announced a summit *with Abe*"
# Prepositions by which the subject of a clause is at what the noun names ("flew home *after* talks with Abe").
_PRESENT_AT = frozenset(
    """after ahead at before during following for from in into on since to until prior upon with""".split()
) | {"ahead of", "prior to", "on the sidelines of", "as part of", "in advance of", "at the start of"}


def is_gathering(token: Token) -> bool:
    """Whether a noun names an occasion of people."""
    return token.pos_ in {"NOUN", "PROPN"} and (token.lower_ in NOUNS or token.lemma_.lower() in NOUNS)


def noun_occasions(doc: Doc, reading: Reading) -> Iterator[Occasion]:
    """Every telling of a meeting by a noun, in text order."""
    for token in doc:
        if is_gathering(token) and token.lower_ not in _NOT_AN_OCCASION and not _in_name(token, reading):
            yield from _frames(token, reading)
        elif token.lower_ in _SITTING and (body := _sitting_body(token, reading)) is not None:
            yield Occasion(token.i, token.i, MeetingKind.CONFERENCE, (body,), None, SITTING)


def _sitting_body(noun: Token, reading: Reading) -> str | None:
    """The body that meets under its own name: "met during the U.N. General *Assembly*"."""
    link = reading.link(noun)
    if link is None or link.kind != "name" or noun.i != link.end - 1:
        return None
    step = next(climb(noun), None)
    if step is None or step.link not in _WHERE | {"on the sidelines of", "of"}:
        return None
    organization = (e for e in link.entities if reading.entity(e).type is EntityType.ORGANIZATION)
    return next(organization, None)


def _in_name(noun: Token, reading: Reading) -> bool:
    """Whether a noun is part of a body's name ("the Islamic Conference")."""
    link = reading.link(noun)
    if link is None or not link.start <= noun.i < link.end or link.kind != "name":
        return False
    ends_it = noun.i == link.end - 1 and not any(reading.is_listed(e) for e in link.entities)
    return not (ends_it and (noun.is_lower or noun.lower_ == "summit"))  # "the Lima Climate conference" is an occasion


def _frames(noun: Token, reading: Reading) -> Iterator[Occasion]:
    """The occasion of a noun; of "visits to Oman and Qatar" one for each destination."""
    occasion = _frame(noun, reading)
    if occasion is None:
        return
    yield occasion
    for place in _further_destinations(noun, reading) if occasion.place else ():
        yield replace(occasion, place=place)


def _further_destinations(noun: Token, reading: Reading) -> Iterator[str]:
    if NOUNS.get(noun.lemma_.lower()) is not MeetingKind.VISIT:
        return
    for oblique in syntax.obliques(noun):
        if oblique.preposition == "to":
            yield from (place for c in syntax.conjuncts(oblique.noun) if (place := reading.place(c)))


def _frame(noun: Token, reading: Reading) -> Occasion | None:
    kind = NOUNS.get(noun.lower_) or NOUNS[noun.lemma_.lower()]
    modifiers = {t.lower_ for t in (*syntax.compounds(noun), *syntax.adjectives(noun))}
    if modifiers & _NOT_AN_OCCASION or (noun.dep_ in {"compound", "nmod:desc"} and noun.head.i > noun.i):
        return None
    if (subject := syntax.copular_subject(noun)) is not None and is_gathering(subject):
        return None  # "the meeting was a useful *meeting*"
    if modifiers & PHONE_WORDS:
        kind = MeetingKind.PHONE_CALL
    elif kind is MeetingKind.PHONE_CALL and not behind(noun, reading, {"with", "between", "to"}):
        return None
    outer = shell(noun)
    if outer.i != noun.i and is_gathering(outer):
        outer = noun
    verb = _carrier(outer)
    who = _participants(noun, outer, verb, reading)
    rule = f"noun {noun.lemma_.lower()}"
    place = _destination(noun, reading) if kind is MeetingKind.VISIT else _host_place(outer, reading)
    return Occasion(noun.i, verb.i, kind, who, place, rule)


def shell(noun: Token) -> Token:
    """The noun that holds the occasion without being another: "the *start* of a *round* of talks"."""
    current = noun
    for step in climb(noun):
        if step.tie is not Tie.NOUN or step.link != "of" or step.word.lower_ not in _SHELLS:
            break
        current = step.word
    return current


def _first_step(noun: Token) -> Step | None:
    """What a noun hangs on; "take part *in*" counts as one verb."""
    step = next(climb(noun), None)
    if step is not None and step.tie is Tie.NOUN and step.word.lower_ in _INTENTIONS and step.link in {"for", "of"}:
        return next(climb(step.word), None)
    if step is not None and step.tie is Tie.NOUN and step.word.lower_ == "part" and step.link == "in":
        above = next(climb(step.word), None)
        if above is not None and above.tie is Tie.OBJECT:
            return Step(above.word, Tie.OBLIQUE, "in", noun)
    return step


# "Announced *plans for* a summit with Abe": the occasion hangs on the verb above.
_INTENTIONS = frozenset(
    {"arrangement", "arrangements", "date", "invitation", "plan", "plans", "preparations", "proposal"}
)


def _carrier(noun: Token) -> Token:
    """The verb whose tense and time are the occasion's own: a light verb above it, or the verb whose subject it is."""
    step = _first_step(noun)
    if step is None or step.word.pos_ not in {"VERB", "AUX"}:
        return noun
    word = lemma(step.word)
    light = step.tie is Tie.OBJECT and word in statuswords.HOLDING | statuswords.ATTEND | {"host"}
    took_part = step.tie is Tie.OBLIQUE and step.link in {"in", "at", "for", "to"} and word in _TAKING_PART
    return step.word if light or took_part else noun


_TAKING_PART = frozenset({"appear", "engage", "gather", "participate", "sit", "take"})


# --- who --------------------------------------------------------------------------------------------------------------


def _participants(noun: Token, outer: Token, verb: Token, reading: Reading) -> tuple[str, ...]:
    """Who takes part in what a noun names: what stands on it, then the subject of the verb that it hangs on."""
    heads = dict.fromkeys((noun, outer))
    pairs = [a for head in heads for a in between(head, reading)]
    partners = [*pairs, *(a for head in heads for a in behind(head, reading, _OWN))]
    partners += [a for head in heads for a in _named_parties(head, reading)]
    if verb.i != outer.i:
        partners += [*partners_of(verb, reading), *between(verb, reading)]
    own = [a for head in heads for a in actors_of(syntax.possessors(head), reading)]
    hosted = any(o.preposition == "by" for o in syntax.obliques(noun))
    beside = [] if pairs or hosted else _beside(outer, reading, alone=not own)
    return tuple(dict.fromkeys((*own, *beside, *partners, *_brought(outer, reading))))


def _named_parties(noun: Token, reading: Reading) -> Iterator[str]:
    """The bodies and pairs of states before a noun: "the G-20 summit", "Russia-EU talks"; one state is a topic."""
    words = [*syntax.compounds(noun), *syntax.adjectives(noun)]
    words = [w for word in words for w in (word, *syntax.conjuncts(word), *_hyphened(word))]
    links = [link for w in dict.fromkeys(words) if (link := reading.link(w)) is not None]
    ids = list(dict.fromkeys(e for link in links for e in link.entities))
    states = [e for e in ids if reading.entity(e).type is EntityType.COUNTRY]
    joined = any("-" in t.text or t.lower_ == "and" for t in noun.doc[noun.left_edge.i : noun.i])
    for entity in ids:
        kind = reading.entity(entity).type
        if (kind is EntityType.COUNTRY and len(states) > 1 and joined) or (
            kind is EntityType.ORGANIZATION and reading.is_listed(entity) and not reading.is_media(entity)
        ):
            yield entity


def _hyphened(word: Token) -> list[Token]:
    """The parts of a compound modifier ("Russia-EU" before "summit")."""
    return [c for c in word.children if c.dep_ in {"compound", "amod", "nmod"} and c.i < word.i]


def _beside(noun: Token, reading: Reading, *, alone: bool) -> tuple[str, ...]:
    """The subject of the verb that an occasion hangs on, where grammar puts it at the occasion."""
    step = _first_step(noun)
    if syntax.preposition_of(noun) in {"on", "in"} and (subject := syntax.copular_subject(noun)) is not None:
        return actors_of([subject], reading)  # "is on a visit to Iran", "is in talks with Peru"
    if step is None:
        return ()
    verb, word = step.word, lemma(step.word)
    if step.tie is Tie.OBJECT:
        return _of_object(noun, verb, reading) if not syntax.is_passive(verb) or syntax.agents(verb) else ()
    if step.tie is Tie.OBLIQUE and (step.link in _PRESENT_AT or word in _TAKING_PART):
        if verb.pos_ not in {"VERB", "AUX"} and step.link not in {"in", "at", "for", "on"}:
            return ()
        beside = flanking(syntax.subjects(verb), reading)
        accompanied = any(o.preposition in {"with", "between"} for o in syntax.obliques(noun))
        with_somebody = beside or accompanied or (step.link in _WHERE and word in _SPOKEN_THERE)
        present = alone and (with_somebody or word in _TAKING_PART or _is_going(verb, step.link, noun))
        sent = actors_of(syntax.objects(verb), reading) if word in _SENT and step.link in {"to", "for"} else ()
        who = (*_subject_above(verb, reading), *beside) if alone and not _not_there(verb) else ()
        if not present:  # whatever a body does at a meeting, it is there: "kept its target at a meeting in Oslo"
            who = _bodies(who, reading) if step.link in _WHERE | {"after", "following"} else ()
        return (*sent, *who, *_told_there(verb, step.link, noun, reading))
    if step.tie is Tie.NOUN and step.link in {"to", "in", "for"} and step.word.lower_ in _ENVOYS:
        return actors_of([step.word], reading)
    if step.link == "for" and is_gathering(step.word) and alone:
        return (*actors_of(syntax.possessors(step.word), reading), *_beside(step.word, reading, alone=alone))
    return ()


_WHERE = frozenset({"at", "during", "in"})


def _bodies(who: tuple[str, ...], reading: Reading) -> tuple[str, ...]:
    return tuple(w for w in who if reading.entity(w).type is EntityType.ORGANIZATION and reading.is_listed(w))


def _told_there(verb: Token, link: str, noun: Token, reading: Reading) -> tuple[str, ...]:
    """To whom something is said at a meeting ("*told Park* during talks"); what is told a summit is told to all."""
    kind = NOUNS.get(noun.lower_) or NOUNS.get(noun.lemma_.lower())
    if link not in _WHERE or lemma(verb) not in _TELLING or kind in {MeetingKind.CONFERENCE, MeetingKind.VISIT}:
        return ()
    return objects_of(verb, reading) if not any(o.lower_ in ADDRESSED for o in syntax.objects(verb)) else ()


_TELLING = frozenset({"advise", "ask", "assure", "brief", "hand", "inform", "remind", "tell", "urge", "warn"})
# Who says or agrees to something at an occasion takes part in it.
_SPOKEN_THERE = frozenset(
    "adopt agree announce approve discuss endorse pledge promise propose reject say sign tell urge warn".split()
)
_GOING = frozenset(
    """arrive attend be begin come depart fly gather go head leave meet return sit speak start stop travel
    visit""".split()
)
_ENVOYS = frozenset("delegate delegates delegation envoy negotiator representative team".split())


def _is_going(verb: Token, link: str, noun: Token) -> bool:
    """Whether someone is on the way to an occasion, or at it ("is in Oslo for talks", "left for a summit")."""
    visit = NOUNS.get(noun.lemma_.lower()) is MeetingKind.VISIT
    if visit:
        return link in {"on", "for", "during", "after", "at", "in", "to", "from", "ahead of", "before", "following"}
    return link in {"for", "to", "at", "in"} and (lemma(verb) in _GOING or any(c.dep_ == "cop" for c in verb.children))


def _of_object(noun: Token, verb: Token, reading: Reading) -> tuple[str, ...]:
    name = lemma(verb)
    who = subjects_of(verb, reading)
    if name in statuswords.SHUNNING or (
        name in _CONVENERS and not (name in _FOR_ITSELF and partners_of(noun, reading))
    ):
        return ()
    if name not in statuswords.HOLDING - statuswords.ATTEND and _not_there(verb):
        return ()
    if name == "host":
        conference = NOUNS.get(noun.lemma_.lower()) is MeetingKind.CONFERENCE
        states = {w for w in who if reading.entity(w).type is EntityType.COUNTRY and conference}
        return tuple(w for w in who if w not in states and not behind(noun, reading, {"between", "with"}))
    if noun.lower_ == "conference" and name not in statuswords.ATTEND and not partners_of(noun, reading):
        return tuple(
            w for w in who if reading.entity(w).type is EntityType.ORGANIZATION
        )  # who convenes need not attend
    if name in statuswords.HOLDING | statuswords.ATTEND or partners_of(noun, reading):
        return who
    moved = key(verb) in statuswords.VERBS or name in statuswords.SHIFTING
    if moved and any(p.lower_ == "their" for p in syntax.possessors(noun)):
        return who  # "have put off their talks"
    visit = NOUNS.get(noun.lemma_.lower()) is MeetingKind.VISIT
    stance = name in statuswords.VERBS or name in statuswords.ASKING
    return who if visit and stance else ()


def _not_there(verb: Token) -> bool:
    """Whether attendance is denied, doubted or only called for ("should attend", "whether to attend").

    Who is yet to decide on going is invited ("to consider *whether to attend*", "has not *yet* committed to attend").
    """
    if _is_undecided(verb):
        return False
    if syntax.is_negated(verb) or marker(verb) in {"if", "whether", "unless"}:
        return True
    if any(m in {"should", "must", "could", "might", "may"} for m in syntax.modals(verb)):
        return True
    above = [step.word for step in list(climb(verb))[:2] if step.tie in {Tie.COMPLEMENT, Tie.CLAUSE}]
    return any(
        lemma(w) in statuswords.DENYING | {"consider", "want", "debate"}
        or w.lower_ in statuswords.DOUBTING
        or syntax.is_negated(w)
        for w in above
    )


def _is_undecided(verb: Token) -> bool:
    """Whether those who would go have not decided yet."""
    if not is_infinitive(verb) or verb.head == verb:
        return False
    above = verb.head
    if marker(verb) == "whether":
        return lemma(above) in {"consider", "debate", "decide", "discuss", "mull", "ponder", "weigh"}
    yet = {c.lower_ for c in above.children} & {"yet", "still"}
    return bool(yet) and syntax.is_negated(above) and statuswords.VERBS.get(lemma(above)) is MeetingStatus.PLANNED


def _subject_above(verb: Token, reading: Reading) -> tuple[str, ...]:
    """The subject of a clause, or of the one it hangs on."""
    found = subjects_of(verb, reading)
    if found:
        return found
    subject = syntax.copular_subject(verb)
    return actors_of([subject], reading) if subject is not None else ()


def _brought(noun: Token, reading: Reading) -> tuple[str, ...]:
    """Whom a gathering brings together ("the summit gathered the leaders of Mali and Chad")."""
    step = _first_step(noun)
    if step is None or step.tie is not Tie.SUBJECT:
        return ()
    verbs = [step.word, *syntax.open_complements(step.word)]
    verbs = [v for verb in verbs for v in (verb, *syntax.open_complements(verb))]
    brought = [v for v in verbs if lemma(v) in _BRING]
    also = {"as", "as well as", "including", "along with", "together with"}
    return tuple(dict.fromkeys(a for v in brought for a in (*objects_of(v, reading), *behind(v, reading, also))))


# --- where ------------------------------------------------------------------------------------------------------------


def _destination(noun: Token, reading: Reading) -> str | None:
    for oblique in syntax.obliques(noun):
        if oblique.preposition in {"to", "in", "of"} and (place := next(place_of(oblique.noun, reading), None)):
            return place
    for word in syntax.compounds(noun):
        if place := reading.place(word):
            return place
    return next(right_behind(noun, {"to", "in"}, reading), None)  # "postponed a visit *to Peru*"


def _host_place(noun: Token, reading: Reading) -> str | None:
    """The town or country that is said to host a gathering."""
    step = _first_step(noun)
    if step is None or step.tie is not Tie.OBJECT or lemma(step.word) != "host":
        return None
    hosts = syntax.subjects(step.word) or syntax.agents(step.word)
    return next((place for host in hosts if (place := reading.place(host))), None)
