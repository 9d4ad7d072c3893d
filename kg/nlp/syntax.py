"""One view of grammar over two dependency schemes, so that the rules are written once.

The shipped pipeline speaks Universal Dependencies (https://universaldependencies.org/u/dep/), spaCy's own English
pipelines speak the ClearNLP labels (``nsubjpass``, ``dobj``, ``prep`` + ``pobj``, ``attr`` ...). The two sets of
labels hardly overlap, so each question below simply knows both answers; no scheme has to be guessed.

Where the schemes disagree on the head, the answers follow Universal Dependencies' content heads: the oblique is the
noun (its preposition is a property of it), and the predicate of a copular clause is the noun or adjective.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

__all__ = [
    "Oblique",
    "adjectives",
    "agents",
    "appositions",
    "clausal_complements",
    "clause_head",
    "complements",
    "compounds",
    "conjunct_head",
    "conjuncts",
    "copular_predicate",
    "copular_subject",
    "governor",
    "is_negated",
    "is_passive",
    "is_subject",
    "modals",
    "objects",
    "obliques",
    "open_complements",
    "particles",
    "passive_subjects",
    "possessors",
    "preposition_of",
    "subjects",
]

_SUBJECT = frozenset({"nsubj", "csubj"})
_PASSIVE_SUBJECT = frozenset({"nsubj:pass", "nsubjpass", "csubj:pass", "csubjpass"})
_ANY_SUBJECT = _SUBJECT | _PASSIVE_SUBJECT
_OBJECT = frozenset({"obj", "dobj", "iobj", "dative"})
_NOMINAL_OBLIQUE = frozenset({"obl", "nmod"})
_BARE_OBLIQUE = frozenset({"npadvmod"})
_RELATIVE = frozenset({"acl:relcl", "relcl"})
_NEGATIVE_WORDS = frozenset({"not", "n't", "n’t", "never", "no", "neither", "nor"})
_MODAL_LEMMAS = frozenset({"will", "would", "shall", "should", "can", "could", "may", "might", "must", "ought"})
_MODAL_FORMS = {"'ll": "will", "’ll": "will", "wo": "will", "ca": "can", "'d": "would", "’d": "would"}


@dataclass(frozen=True, slots=True)
class Oblique:
    """A noun tied to its head by a preposition; ``preposition`` is lower case, multi-word ones joined by spaces."""

    preposition: str
    noun: Token


_BASE_LABELS: dict[int, str] = {}
"""Those met so far, by the whole label's number, which is a hash of it and the same in every vocabulary."""


def base_label(token: Token) -> str:
    """The dependency label without its subtype (``nmod:poss`` -> ``nmod``)."""
    label = _BASE_LABELS.get(token.dep)
    if label is None:
        label = _BASE_LABELS[token.dep] = token.dep_.partition(":")[0]
    return label


def _children(token: Token, labels: frozenset[str]) -> list[Token]:
    return [child for child in token.children if child.dep_ in labels]


# --- coordination -----------------------------------------------------------------------------------------------------


def conjuncts(token: Token) -> list[Token]:
    """The tokens coordinated with ``token``, after it in the text, itself left out (both chain and star trees)."""
    found: list[Token] = []
    waiting = [child for child in token.children if child.dep_ == "conj"]
    while waiting:
        found.append(waiting.pop(0))
        waiting += [child for child in found[-1].children if child.dep_ == "conj"]
    return sorted(found, key=lambda t: t.i)


def conjunct_head(token: Token) -> Token:
    """The first conjunct of the coordination that ``token`` is part of (itself where there is none)."""
    while token.dep_ == "conj" and token.head != token:
        token = token.head
    return token


# --- clauses ----------------------------------------------------------------------------------------------------------


def governor(verb: Token) -> Token:
    """In ClearNLP trees the copula carries the clause; everywhere else the predicate itself does."""
    if verb.dep_ in {"attr", "acomp"} and verb.head.lemma_ == "be":
        return verb.head
    return verb


def subjects(verb: Token) -> list[Token]:
    """The active subjects of a predicate, its first conjunct's where it has none of its own ("met Fabius and left").

    The subject of an open complement ("agreed to meet") is that of the verb above it.
    """
    return _subjects_of(verb, _SUBJECT, depth=0)


def passive_subjects(verb: Token) -> list[Token]:
    """The subjects of a passive predicate ("the talks were postponed")."""
    return _subjects_of(verb, _PASSIVE_SUBJECT, depth=0)


def is_subject(token: Token) -> bool:
    """Whether a token is the subject, active or passive, of its head."""
    return token.dep_ in _ANY_SUBJECT


def _subjects_of(verb: Token, labels: frozenset[str], depth: int) -> list[Token]:
    clause = governor(verb)
    own = [child for child in clause.children if child.dep_ in labels]
    if own:
        return own
    has_other_kind = any(c.dep_ in _ANY_SUBJECT for c in clause.children)
    if has_other_kind or depth > 4 or clause.head == clause:
        return []
    if clause.dep_ == "conj":
        return _subjects_of(clause.head, labels, depth + 1)
    if clause.dep_ == "xcomp":
        return _controllers(clause, labels, depth + 1)
    return []


def _controllers(verb: Token, labels: frozenset[str], depth: int) -> list[Token]:
    """The understood subject of an infinitive: the object above ("urged Iran to attend"), else the subject above."""
    above = verb.head
    if above.pos_ not in {"VERB", "AUX", "ADJ"}:
        return []
    if labels is _SUBJECT:
        between = [t for t in _children(above, frozenset({"obj", "dobj", "iobj", "dative"})) if t.i < verb.i]
        if between:
            return between
        return _subjects_of(above, _SUBJECT, depth) or _subjects_of(above, _PASSIVE_SUBJECT, depth)
    return []


def objects(verb: Token) -> list[Token]:
    """Direct and indirect objects."""
    return _children(verb, _OBJECT)


def agents(verb: Token) -> list[Token]:
    """Who did it, in a passive clause: the noun behind "by"."""
    found = [t for t in verb.children if t.dep_ == "obl:agent"]
    found += [noun for by in verb.children if by.dep_ == "agent" for noun in by.children if noun.dep_ == "pobj"]
    if not found and is_passive(verb):
        found = [o.noun for o in obliques(verb) if o.preposition == "by"]
    return found


def is_passive(verb: Token) -> bool:
    """Whether the verb is in the passive: a passive subject or auxiliary, or a bare participle behind a noun."""
    if any(c.dep_ in _PASSIVE_SUBJECT or c.dep_ in {"aux:pass", "auxpass"} for c in verb.children):
        return True
    return verb.tag_ == "VBN" and verb.dep_ in {"acl", "amod"} | _RELATIVE and not _children(verb, _SUBJECT)


def preposition_of(noun: Token) -> str:
    """The preposition that governs a noun, in lower case, or the empty string."""
    cases = [c for c in noun.children if c.dep_ == "case" and c.i < noun.i and c.lower_ not in {"'s", "’s", "'", "’"}]
    if cases:
        return " ".join(_case_words(case) for case in cases)
    if noun.dep_ in {"pobj", "pcomp"}:
        return _prep_words(noun.head)
    return _preposition_before(noun) if base_label(noun) in _NOMINAL_OBLIQUE and not _possessive(noun) else ""


def _preposition_before(noun: Token) -> str:
    """The preposition right before a noun phrase, where the parse hangs it elsewhere."""
    first = noun.left_edge
    for token in (first, noun.doc[first.i - 1] if first.i else first):
        if token.dep_ == "case" and token.pos_ == "ADP" and token.i < noun.i:
            return token.lower_
    return ""


def _case_words(case: Token) -> str:
    words = [case, *(c for c in case.children if c.dep_ == "fixed")]
    return " ".join(t.lower_ for t in sorted(words, key=lambda t: t.i))


def _prep_words(prep: Token) -> str:
    above = prep.head
    if above.dep_ == "prep" and above.i == prep.i - 1:
        return f"{above.lower_} {prep.lower_}"
    return prep.lower_


def obliques(head: Token) -> list[Oblique]:
    """The prepositional dependents of a verb, adjective or noun, in text order, conjuncts of the noun not repeated."""
    children = list(head.children)
    found = [
        Oblique(preposition_of(c), c)
        for c in children
        if base_label(c) in _NOMINAL_OBLIQUE and c.dep_ != "nmod:desc" and not _possessive(c)
    ]
    for prep in children:
        if prep.dep_ in {"prep", "agent", "dative"}:
            found += _clearnlp_obliques(prep)
        elif prep.dep_ in _BARE_OBLIQUE:
            found.append(Oblique("", prep))
    return sorted(found, key=lambda o: o.noun.i)


def _clearnlp_obliques(prep: Token) -> Iterator[Oblique]:
    for child in prep.children:
        if child.dep_ in {"pobj", "pcomp"}:
            yield Oblique(_prep_words(prep), child)
        elif child.dep_ == "prep":
            yield from _clearnlp_obliques(child)


def clausal_complements(verb: Token) -> list[Token]:
    """The heads of the finite clauses a verb governs ("said that they *met*")."""
    return [c for c in verb.children if c.dep_ == "ccomp"]


def open_complements(verb: Token) -> list[Token]:
    """The infinitives a verb governs ("agreed to *hold* talks")."""
    return [c for c in verb.children if c.dep_ == "xcomp"]


def complements(head: Token) -> list[Token]:
    """The heads of all clauses that complete a verb or adjective, infinitives first."""
    return [*open_complements(head), *clausal_complements(head)]


def clause_head(token: Token) -> Token:
    """The nearest predicate above a token: a verb, or the predicate of a copular clause; the root where none is."""
    current = token
    while current.head != current:
        current = current.head
        if current.pos_ in {"VERB", "AUX"} or any(c.dep_ == "cop" for c in current.children):
            break
    return current


def is_negated(verb: Token) -> bool:
    """Whether the clause denies itself ("did not meet", "has never backed", "neither ... nor")."""
    for child in governor(verb).children:
        if child.dep_ == "neg" or (
            child.dep_ in {"advmod", "cc:preconj", "preconj", "det"} and child.lower_ in _NEGATIVE_WORDS
        ):
            return True
    return False


def modals(verb: Token) -> list[str]:
    """The modal auxiliaries of a clause as lemmas, in order ("will", "should")."""
    found: list[str] = []
    clause = governor(verb)
    if not clause.n_lefts:
        return found  # a modal stands before its verb
    for child in clause.children:
        if base_label(child) == "aux":
            lemma = _MODAL_FORMS.get(child.lower_, child.lower_)
            if lemma in _MODAL_LEMMAS:
                found.append(lemma)
    return found


def particles(verb: Token) -> list[str]:
    """The particles of a phrasal verb ("rule *out*")."""
    return [c.lower_ for c in verb.children if c.dep_ in {"compound:prt", "prt"}]


# --- copular clauses --------------------------------------------------------------------------------------------------


def copular_predicate(token: Token) -> Token | None:
    """What is said of a subject in a copular clause, asked of its predicate or (ClearNLP) of the form of *be*."""
    if any(c.dep_ == "cop" for c in token.children):
        return token
    if token.lemma_ == "be":
        return next((c for c in token.children if c.dep_ in {"attr", "acomp"}), None)
    return None


def copular_subject(predicate: Token) -> Token | None:
    """The subject of a copular clause, asked of its predicate in either scheme."""
    if not any(c.dep_ == "cop" for c in predicate.children) and governor(predicate) is predicate:
        return None
    return next(iter(subjects(predicate)), None)


# --- noun phrases -----------------------------------------------------------------------------------------------------


def _possessive(token: Token) -> bool:
    if token.dep_ in {"nmod:poss", "poss"}:
        return True
    return token.dep_ == "nmod" and any(c.tag_ == "POS" for c in token.children)


def possessors(noun: Token) -> list[Token]:
    """Whose it is: "*Russia*'s minister", "*his* counterpart"."""
    return [c for c in noun.children if _possessive(c)]


def appositions(noun: Token) -> list[Token]:
    """The nouns in apposition to a noun."""
    return _children(noun, frozenset({"appos"}))


def compounds(noun: Token) -> list[Token]:
    """The nouns that modify a noun from the left ("*state* visit"), in order."""
    return [
        c
        for c in noun.children
        if c.dep_ in {"compound", "nmod", "nmod:desc", "nn"}
        and c.i < noun.i
        and not preposition_of(c)
        and not _possessive(c)
    ]


def adjectives(noun: Token) -> list[Token]:
    """The adjectives on a noun, in order."""
    return [c for c in noun.children if c.dep_ == "amod"]
