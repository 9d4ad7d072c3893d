"""What may stand before a pronoun or "the two": antecedents by salience, pairs named together, speakers of a clause."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Span, Token

from kg.model import EntityType, MentionKind
from kg.nlp import syntax
from kg.nlp.extensions import Link
from kg.nlp.quotations import quoted
from kg.nlp.reading import Reading

__all__ = ["antecedents", "beside", "own_words", "pair"]

_PEOPLE = frozenset(
    """chiefs counterparts diplomats envoys heads leaders men ministers officials politicians premiers presidents
    women""".split()
)
_STATES = frozenset("allies capitals countries governments nations neighbors neighbours powers sides states".split())
# What two people have together: "their meeting".
_MUTUAL = frozenset(
    "call conversation dialogue dinner discussion discussions encounter lunch meeting summit talk talks".split()
)
_OF_A_PAIR = _PEOPLE | _STATES | {"both", "duo", "pair", "their", "them", "they", "two"}
_HYPHENS = frozenset("-\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{EN DASH}")
_PLURAL = frozenset({"NNS", "NNPS"})
_HORIZON = 3  # sentences looked back for the antecedent of a pronoun; Hobbs found 98% within one
_SUBJECTS = frozenset({"nsubj", "nsubj:pass", "nsubjpass", "nsubj:outer"})
_OBJECTS = frozenset({"obj", "dobj", "iobj", "dative", "obl", "obl:agent", "pobj"})


def antecedents(reading: Reading, token: Token) -> Iterator[Link]:
    """Links before the token, nearest sentence first; within one, unquoted first, then subjects, then in text order."""
    said = quoted(reading.doc)
    sentence: Span | None = token.sent
    for _ in range(_HORIZON):
        if sentence is None:
            return
        here = [k for k in reading.links_between(sentence.start, min(sentence.end, token.i)) if len(k.entities) == 1]
        yield from sorted(here, key=lambda k: (said[k.head], reading.doc[k.head].dep_ not in _SUBJECTS, k.start))
        sentence = reading.doc[sentence.start - 1].sent if sentence.start else None


def beside(reading: Reading, link: Link, pronoun: Token) -> bool:
    """Whether a mention is the subject of the clause whose object the pronoun is: "Kerry thanked him" is another."""
    if pronoun.lower_.endswith("self") or pronoun.dep_ not in _OBJECTS:
        return False
    clause = pronoun.head.head if pronoun.dep_ == "pobj" else pronoun.head
    subjects = (*syntax.subjects(clause), *syntax.passive_subjects(clause))
    return syntax.conjunct_head(reading.doc[link.head]) in subjects


def pair(reading: Reading, token: Token) -> Link | None:
    """As in "The two", "both men", "the two countries", "they": the last two people or states named together."""
    wanted = _pair_of(reading, token)
    if wanted is None or reading.link(token) is not None:
        return None
    pair = _last_pair(reading, token, wanted, horizon=1 if _others_above(token) else _HORIZON)
    if pair is None:
        return None
    kind = MentionKind.PRONOUN if token.lower_ in {"they", "them", "both", "their"} else MentionKind.NOMINAL
    return Link(token.i, token.i + 1, token.i, pair, kind, "pair named together", 0.7)


def _pair_of(reading: Reading, token: Token) -> EntityType | None:
    """The type that both members of the pair must have, where the token heads such a phrase."""
    lower = token.lower_
    if lower not in _OF_A_PAIR:
        return None
    twofold = (lower in _PEOPLE or lower in _STATES) and any(c.lower_ in {"two", "both"} for c in token.children)
    if twofold and lower in _PEOPLE:
        return EntityType.PERSON
    if twofold and lower in _STATES:
        return EntityType.COUNTRY
    if lower == "two" and token.i and reading.doc[token.i - 1].lower_ == "the" and _stands_alone(token):
        return EntityType.PERSON
    if lower in {"duo", "pair"} and any(c.lower_ in {"the", "both"} for c in token.children):
        return EntityType.PERSON if not any(c.dep_ in {"nmod", "prep"} for c in token.children) else None
    if lower == "both" and token.dep_ in _SUBJECTS:
        return EntityType.PERSON
    if lower == "their" and token.head.lemma_.lower() in _MUTUAL:
        return EntityType.PERSON
    if lower in {"they", "them"} and token.dep_ in _SUBJECTS | {"obj", "dobj"}:
        return EntityType.PERSON
    return None


def _stands_alone(number: Token) -> bool:
    """Whether "the two" is a phrase of its own and counts no noun behind it ("the two-year civil war")."""
    following = number.doc[number.i + 1] if number.i + 1 < len(number.doc) else None
    if following is None:
        return True
    hyphenated = not number.whitespace_ and following.text in _HYPHENS
    return not hyphenated and following.pos_ not in {"NOUN", "PROPN", "ADJ", "NUM"}


def _others_above(token: Token) -> bool:
    """Whether a clause above "they" has several of its own that they may be.

    "The U.S. and Britain suspended deliveries, worrying that *they* could be commandeered" is not of those who met in
    the sentence before.
    """
    if token.lower_ not in {"they", "them"}:
        return False
    clause = syntax.clause_head(token)
    while clause.head != clause:
        clause = clause.head
        nouns = (*syntax.subjects(clause), *syntax.passive_subjects(clause))
        if any(noun.i < token.i and (noun.tag_ in _PLURAL or syntax.conjuncts(noun)) for noun in nouns):
            return True
    return False


def _last_pair(reading: Reading, token: Token, wanted: EntityType, *, horizon: int) -> tuple[str, ...] | None:
    """The last two of this type, both named in one sentence or the two nearest before the token."""
    sentence: Span | None = token.sent
    for _ in range(horizon):
        if sentence is None:
            return None
        found: dict[str, None] = {}
        for link in reading.links_between(sentence.start, min(sentence.end, token.i)):
            found.update(dict.fromkeys(e for e in link.entities if reading.entity(e).type is wanted))
        if len(found) == 2:
            return tuple(found)
        if len(found) > 2:
            return _coordinated(reading, sentence, wanted)
        sentence = reading.doc[sentence.start - 1].sent if sentence.start else None
    return None


def _coordinated(reading: Reading, sentence: Span, wanted: EntityType) -> tuple[str, ...] | None:
    """The only two of this type joined by "and" in a sentence that names more."""
    pairs = set()
    for token in sentence:
        members = (
            tuple(e for e in reading.actors(token) if reading.entity(e).type is wanted) if token.dep_ != "conj" else ()
        )
        if len(members) == 2:
            pairs.add(members)
    return next(iter(pairs)) if len(pairs) == 1 else None


def own_words(reading: Reading, token: Token) -> Link | None:
    """As in "Syria said *it* would attend", "Iran recalled *its* envoy": the state or body that the clause is about."""
    if token.lower_ not in {"it", "they", "its"} or reading.link(token):
        return None
    if token.lower_ == "its":
        bodies = _bodies_above(reading, token.head) if token.dep_ in {"nmod:poss", "poss"} else []
        reason = "owner named as subject"
    else:
        told = token.dep_ in _SUBJECTS and token.head.dep_ == "ccomp"
        bodies = _speaking(reading, token.head.head) if told else []
        reason = "speaker of the clause"
    if len(bodies) != 1:
        return None
    return Link(token.i, token.i + 1, token.i, (bodies[0],), MentionKind.PRONOUN, reason, 0.8)


def _speaking(reading: Reading, verb: Token) -> list[str]:
    """The one body that is a clause's subject; none where a person or several speak."""
    speakers = [a for noun in syntax.subjects(verb) for a in reading.actors(noun)]
    bodies = [a for a in speakers if reading.entity(a).type is not EntityType.PERSON]
    return bodies if len(speakers) == 1 else []


def _bodies_above(reading: Reading, noun: Token) -> list[str]:
    """The subject of the nearest clause above a noun that is not the noun itself."""
    clause = syntax.clause_head(noun)
    for _ in range(2):
        subjects = syntax.subjects(clause)
        if subjects and noun not in subjects and not any(noun in s.subtree for s in subjects):
            return _speaking(reading, clause)
        if clause.head == clause:
            return []
        clause = syntax.clause_head(clause)
    return []
