"""A stance that a word tells, before anybody holds it, and the small questions that all words of stance ask."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Token

from kg.model import Stance, Strength
from kg.nlp import syntax
from kg.nlp.saying import REPORTING
from kg.nlp.scope import Scope
from kg.nlp.stances import FAINT_ADJECTIVES, FAINTLY, FIRM_ADJECTIVES, FIRMLY, Frame

__all__ = ["RELATIVE", "RELATIVE_PRONOUNS", "Stand", "is_behind", "marks", "plain_objects", "says_so", "strength_of"]

RELATIVE = frozenset({"acl:relcl", "relcl"})
RELATIVE_PRONOUNS = frozenset({"WDT", "WP"})


@dataclass(frozen=True, slots=True)
class Stand:
    """A stance before its holders are known.

    Args:
        word: the word that carries it.
        clause: the predicate whose subject holds it.
        stance: the side, all denials counted.
        issue: the head of the issue's phrase.
        rule: how it was read.
        confidence: how surely the word means a stance.
        scope: what the grammar around does to it.
        strength: how firmly it is told.
        holders: the nouns of those who hold it, where grammar puts them elsewhere than in the subject.
        beside: the head of a phrase that also says what it is about ("criticized *Peru* for ...").
    """

    word: Token
    clause: Token
    stance: Stance
    issue: Token
    rule: str
    confidence: float
    scope: Scope
    strength: Strength = Strength.PLAIN
    holders: tuple[Token, ...] = ()
    beside: Token | None = None


def is_behind(noun: Token, word: Token) -> bool:
    """Whether what a stance is on stands behind its word, or is meant by a relative pronoun before it.

    What stands before it is circumstance ("*at the same time*, we are grateful").
    """
    return noun.i > word.i or noun.tag_ in RELATIVE_PRONOUNS


def says_so(clause: Token) -> bool:
    """Whether a "complement" is the clause of saying behind what is said: "... , he said"."""
    if clause.lemma_.lower() not in REPORTING or not syntax.subjects(clause):
        return False
    before = clause.left_edge
    return before.i > 0 and before.nbor(-1).is_punct and not any(c.dep_ == "mark" for c in clause.children)


def marks(clause: Token) -> set[str]:
    """The words that tie a clause to what is before it ("to", "for", "whether"), in lower case."""
    return {c.lower_ for c in clause.children if c.dep_ in {"mark", "case"}}


def plain_objects(verb: Token) -> list[Token]:
    """A verb's objects without relative pronouns."""
    return [o for o in syntax.objects(verb) if o.tag_ not in RELATIVE_PRONOUNS]


def strength_of(word: Token, frame: Frame) -> Strength:
    """As the adverbs and adjectives on the word and on the verb that carries it say, else as the word does itself."""
    words = {c.lower_ for c in word.children if c.dep_ in {"advmod", "amod", "det"}}
    if word.pos_ == "NOUN" and word.head.pos_ == "VERB":
        words |= {c.lower_ for c in word.head.children if c.dep_ == "advmod"}
    if words & (FIRMLY | FIRM_ADJECTIVES):
        return Strength.STRONG
    if words & (FAINTLY | FAINT_ADJECTIVES):
        return Strength.WEAK
    return frame.strength
