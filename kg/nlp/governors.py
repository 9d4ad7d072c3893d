"""What a word hangs on: the steps from it up the tree, and how each is tied, in either dependency scheme.

The logical object counts: the subject of a passive is an OBJECT here ("the talks were called off"), and a conjunct
hangs on what its first conjunct hangs on unless it is a clause of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache

from spacy.tokens import Token

from kg.nlp import syntax
from kg.nlp.statuswords import KNOWN

__all__ = ["Step", "Tie", "climb", "is_infinitive", "is_own_clause", "is_predicate", "key", "lemma", "marker"]

_HIGHEST = 6  # steps; news sentences nest about as deep


class Tie(Enum):
    """How a word hangs on its governor."""

    OBJECT = auto()
    SUBJECT = auto()
    OBLIQUE = auto()  # by a preposition, on a verb or adjective
    NOUN = auto()  # by a preposition, in a compound, as an owner: on a noun
    COMPLEMENT = auto()  # an infinitive or gerund that completes a verb, adjective or noun
    CLAUSE = auto()  # a finite clause that completes a verb
    ADVERBIAL = auto()
    RELATIVE = auto()


@dataclass(frozen=True, slots=True)
class Step:
    """One step up.

    Args:
        word: the governor.
        tie: how the word below hangs on it.
        link: the preposition or marker between them, in lower case; empty without one.
        below: the word below.
    """

    word: Token
    tie: Tie
    link: str
    below: Token


_OBJECTS = frozenset({"obj", "iobj", "dobj", "dative", "nsubj:pass", "nsubjpass", "csubj:pass", "csubjpass", "oprd"})
_SUBJECTS = frozenset({"nsubj", "csubj", "nsubj:outer"})
_RELATIVES = frozenset({"acl:relcl", "relcl"})
_SAME = frozenset({"appos", "flat", "nmod:desc"})
_PREPOSITIONS = frozenset({"prep", "agent", "dative"})
_PREDICATES = frozenset({"VERB", "AUX"})
_PHRASAL = frozenset(
    {"off", "out", "back", "up", "down", "together", "through", "ahead", "over", "away", "in", "on", "forward"}
)


def climb(token: Token) -> Iterator[Step]:
    """The steps from a word upwards, nearest first."""
    current = token
    for _ in range(_HIGHEST):
        step = _step(current)
        if step is None:
            return
        yield step
        current = step.word


def _step(token: Token) -> Step | None:
    current = token
    if token.dep_ == "conj" and syntax.preposition_of(token) and token.head.pos_ in _PREDICATES:
        return Step(
            token.head, Tie.OBLIQUE, syntax.preposition_of(token), token
        )  # "met in May and again *at a summit*"
    while current.head != current and (
        current.dep_ in _SAME or (current.dep_ == "conj" and not is_own_clause(current)) or _is_preposition(current)
    ):
        current = current.head
    above, link = _uncrossed(current), syntax.preposition_of(current)
    if above == current:
        return None
    if current.dep_ in {"pobj", "pcomp"} and _is_preposition(above):
        while _is_preposition(above) and above.head != above:
            above = above.head
        clausal = current.dep_ == "pcomp"
        tie = Tie.ADVERBIAL if clausal else Tie.OBLIQUE if is_predicate(above) else Tie.NOUN
        return Step(above, tie, link, token)
    return Step(above, _tie(current, above), link or marker(current), token)


def _uncrossed(token: Token) -> Token:
    """The head; where the arc leaps over an ancestor of the head, that one: '"We agreed," he *said* after talks'."""
    above = token.head
    low, high = min(above.i, token.i), max(above.i, token.i)
    return next((a for a in above.ancestors if low < a.i < high), above)


def _is_preposition(token: Token) -> bool:
    return token.dep_ in _PREPOSITIONS and token.pos_ in {"ADP", "SCONJ", "VERB"}


def _tie(token: Token, above: Token) -> Tie:
    dep = token.dep_
    if dep in _OBJECTS:
        return Tie.OBJECT
    if dep in _SUBJECTS:
        return Tie.SUBJECT
    if dep == "obl" and token.pos_ == "NOUN" and token.i > above.i and not syntax.preposition_of(token):
        return Tie.OBJECT  # "have adjourned until Thursday *their talks*"
    if dep in _RELATIVES:
        return Tie.RELATIVE
    if dep == "xcomp" and token.pos_ in {"NOUN", "PROPN"} and not syntax.copular_predicate(token):
        return Tie.OBJECT
    if dep in {"xcomp", "acl"}:
        return Tie.COMPLEMENT if dep == "xcomp" or is_infinitive(token) else Tie.RELATIVE
    if dep in {"ccomp", "parataxis", "conj"}:
        return Tie.COMPLEMENT if dep == "ccomp" and token.tag_ == "VBG" else Tie.CLAUSE
    if dep == "advcl":
        return Tie.ADVERBIAL
    return Tie.OBLIQUE if is_predicate(above) else Tie.NOUN


def is_predicate(token: Token) -> bool:
    """Whether a word is a verb, an adjective, or the predicate of a copular clause."""
    return token.pos_ in _PREDICATES or token.pos_ == "ADJ" or any(c.dep_ == "cop" for c in token.children)


def is_own_clause(verb: Token) -> bool:
    """Whether a conjunct is a clause by itself: finite, or with a subject of its own ("agreed to stop *and met*")."""
    if verb.pos_ not in _PREDICATES:
        return False
    finite = verb.tag_ in {"VBD", "VBZ", "VBP", "MD"} or any(syntax.base_label(c) == "aux" for c in verb.children)
    return finite or any(syntax.is_subject(c) for c in verb.children)


def is_infinitive(verb: Token) -> bool:
    """Whether a verb stands with "to", its own or its first conjunct's ("to meet Abe *and discuss* trade")."""
    if any(c.lower_ == "to" and (c.pos_ == "PART" or c.tag_ == "TO") for c in verb.children):
        return True
    return verb.dep_ == "conj" and verb.tag_ == "VB" and not is_own_clause(verb) and is_infinitive(verb.head)


def marker(verb: Token) -> str:
    """The word that ties a clause to the one above ("*after* meeting", "*when* he met"), in lower case."""
    found = next((c for c in verb.children if c.dep_ == "mark" and c.lower_ != "to"), None)
    if found is None:
        found = next((c for c in verb.children if c.tag_ == "WRB" and c.i < verb.i), None)
    if found is None:
        return ""
    words = [found, *(c for c in found.children if c.dep_ == "fixed")]
    return " ".join(t.lower_ for t in sorted(words, key=lambda t: t.i))


def key(verb: Token) -> str:
    """A verb's lemma with its particle ("call off", "bring together")."""
    particles = [*syntax.particles(verb), *(c.lower_ for c in verb.children if c.dep_ == "advmod")]
    particle = next((p for p in particles if p in _PHRASAL), "")
    return f"{lemma(verb)} {particle}" if particle else lemma(verb)


def lemma(token: Token) -> str:
    """The lemma in lower case, mended where a pipeline cuts an inflected form wrongly ("postpon", "cancell")."""
    return _mended(token.lemma_.lower())


@lru_cache(2**14)
def _mended(told: str) -> str:
    return next((word for word in (told, f"{told}e", told[:-1]) if word in KNOWN), told)
