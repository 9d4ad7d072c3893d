"""From a word of stance to what it is taken on: where verbs, nouns and adjectives put their issue.

Each function looks at one way to say it and yields the stances told, before anybody holds them.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kg.model import Stance
from kg.nlp import syntax
from kg.nlp.scope import FLIPPED, Scope, scope_of
from kg.nlp.stances import ADJECTIVES, LIGHT_VERBS, LITTLE, MET_WITH, NOUNS, PARTISANS, TAKEN_BACK, Frame
from kg.nlp.stanceverbs import verb_stands
from kg.nlp.stand import RELATIVE, RELATIVE_PRONOUNS, Stand, is_behind, marks, says_so, strength_of

__all__ = ["Stand", "stands"]

_BACK = frozenset({"such", "that", "these", "this", "those"})


def stands(token: Token) -> Iterator[Stand]:
    """The stances that one word tells."""
    lemma = token.lemma_.lower()
    if token.pos_ == "VERB":
        yield from verb_stands(token)
    if token.pos_ == "NOUN" and lemma in PARTISANS:
        yield from _partisan(token, PARTISANS[lemma])
    elif token.pos_ in {"NOUN", "PROPN"} and (lemma in NOUNS or token.lower_ in NOUNS):
        yield from _noun(token, NOUNS.get(lemma) or NOUNS[token.lower_])
    elif token.pos_ in {"ADJ", "VERB", "ADV"} and token.lower_ in ADJECTIVES:
        yield from _adjective(token, ADJECTIVES[token.lower_])
    if token.lower_ in {"against", "for"}:
        yield from _copular_side(token)


# --- nouns ------------------------------------------------------------------------------------------------------------


def _partisan(noun: Token, frame: Frame) -> Iterator[Stand]:
    """One who takes a side: "Russia, a backer of the plan", "has been a backer of the plan"."""
    if noun.dep_ == "appos" or syntax.copular_subject(noun) is not None:
        scope = scope_of(noun)
        for oblique in syntax.obliques(noun):
            if oblique.preposition in frame.prepositions:
                stance = scope.turned(frame.stance)
                rule = f"noun {noun.lemma_.lower()}"
                yield Stand(noun, noun, stance, oblique.noun, rule, frame.confidence, scope, strength_of(noun, frame))


def _noun(noun: Token, frame: Frame) -> Iterator[Stand]:
    """A stance as a noun: "voiced *concern* about", "its *opposition* to", "drew *criticism* from"."""
    verb = noun.head if noun.dep_ in {"obj", "dobj", "nsubj:pass", "nsubjpass"} else None
    lemma = verb.lemma_.lower() if verb is not None else ""
    if verb is not None and lemma in MET_WITH:
        yield from _met_with(noun, verb, frame)
    owners = tuple(_owners(noun))
    carried = verb is not None and lemma in LIGHT_VERBS | TAKEN_BACK and not syntax.is_passive(verb)
    if lemma in TAKEN_BACK:  # "withdrew its support"; "stopped the protest" takes nothing back
        carried = carried and any(owner.tag_ == "PRP$" for owner in owners)
    if not carried and not owners:
        return
    named = tuple(owner for owner in owners if owner.tag_ != "PRP$" and owner.i < noun.i)
    if noun.lemma_.lower() == "interest" and not carried:
        return  # "his interest in astrology"
    scope = scope_of(verb) if verb is not None else Scope()
    stance = scope.turned(frame.stance)
    if any(c.lower_ in LITTLE for c in noun.children) or (owners and lemma in TAKEN_BACK):
        stance = FLIPPED[stance]
    for issue in _noun_issues(noun, frame, verb if carried else None):
        yield Stand(
            noun, verb if carried and verb is not None else noun, stance, issue, f"noun {noun.lemma_.lower()}",
            frame.confidence, scope, strength_of(noun, frame), holders=named if carried else owners,
        )  # fmt: skip


def _owners(noun: Token) -> list[Token]:
    """Whose a stance is: "Peru's support", "its support", "U.S. support", "Russian opposition", "support from Peru"."""
    found = syntax.possessors(noun)
    found = found or [c for c in (*syntax.compounds(noun), *syntax.adjectives(noun)) if c.ent_type_ or c.tag_ == "NNP"]
    return found or [o.noun for o in syntax.obliques(noun) if o.preposition == "from"]


def _noun_issues(noun: Token, frame: Frame, verb: Token | None) -> list[Token]:
    nouns = [o.noun for o in syntax.obliques(noun) if o.preposition in frame.prepositions]
    if not nouns and verb is not None:
        nouns = [o.noun for o in syntax.obliques(verb) if o.preposition in frame.prepositions]
    clauses = [
        c
        for c in (*noun.children, *(verb.children if verb is not None else ()))
        if c.i > noun.i
        and c.dep_ in {"acl", "ccomp", "xcomp", "advcl"}
        and frame.clause
        and not syntax.is_passive(c)
        and (c.dep_ != "advcl" or marks(c) & (frame.prepositions | {"that", "to"}))
    ]
    points_back = verb is not None and any(c.lower_ in _BACK for c in noun.children)
    return nouns or clauses or ([noun] if points_back else [])  # "raised *these concerns*"


def _met_with(noun: Token, verb: Token, frame: Frame) -> Iterator[Stand]:
    """As in "the vote drew condemnation from Peru": Peru condemns the vote."""
    givers = [o.noun for o in (*syntax.obliques(noun), *syntax.obliques(verb)) if o.preposition == "from"]
    for subject in syntax.subjects(verb) if givers else ():
        yield Stand(
            noun, verb, scope_of(verb).turned(frame.stance), subject, f"noun {noun.lemma_.lower()} from", 0.7,
            scope_of(verb), strength_of(noun, frame), holders=tuple(givers[:1]),
        )  # fmt: skip


# --- adjectives, prepositions -----------------------------------------------------------------------------------------


def _adjective(adjective: Token, frame: Frame) -> Iterator[Stand]:
    predicative = (
        any(c.dep_ == "cop" for c in adjective.children)
        or syntax.copular_subject(adjective) is not None
        or syntax.passive_subjects(adjective)
        or adjective.dep_ in {"acl", "advcl", "xcomp", "conj"}
    )
    if not predicative or says_so(adjective):
        return
    nouns = [
        o.noun
        for o in syntax.obliques(adjective)
        if o.preposition in frame.prepositions and is_behind(o.noun, adjective)
    ]
    clauses = [c for c in syntax.complements(adjective) if frame.clause and c.i > adjective.i and not says_so(c)]
    clauses += [
        c
        for c in adjective.children
        if c.dep_ == "advcl" and c.i > adjective.i and marks(c) & (frame.prepositions | {"to", "that"})
    ]
    scope = scope_of(adjective)
    for issue in nouns or clauses:
        yield Stand(
            adjective, adjective, scope.turned(frame.stance, frame.denied), _beyond_relative(issue, adjective),
            f"adjective {adjective.lower_}", frame.confidence, scope, strength_of(adjective, frame),
        )  # fmt: skip


def _beyond_relative(issue: Token, predicate: Token) -> Token:
    """What a relative pronoun stands for: "a shield, *to which* Peru is opposed"."""
    return predicate.head if issue.tag_ in RELATIVE_PRONOUNS and predicate.dep_ in RELATIVE | {"acl"} else issue


def _copular_side(preposition: Token) -> Iterator[Stand]:
    """As in "Peru is against the plan"."""
    noun = preposition.head
    if preposition.dep_ == "case" and any(c.dep_ == "cop" for c in noun.children):
        scope = scope_of(noun)
        stance = Stance.OPPOSES if preposition.lower_ == "against" else Stance.SUPPORTS
        yield Stand(preposition, noun, scope.turned(stance), noun, "copula with for or against", 0.6, scope)
