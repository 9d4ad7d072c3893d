"""Whether the text denies an event that a verb, noun or adjective tells: "did not meet", "the cancelled visit"."""

from __future__ import annotations

from spacy.tokens import Token

from kg.nlp import syntax

__all__ = ["is_denied"]

# "Nearly broke the record" did not; "no longer" is seen at "longer".
_NOT = frozenset("not n't n’t never no neither nor nearly almost hardly".split())
_NOT_LABELS = frozenset({"advmod", "cc:preconj", "preconj", "det", "neg", "cc"})
# "Failed to pass", "would stop selling": what completes them does not come to be.
_NEVER = frozenset("avoid boycott cease decline deny fail forbid quit refuse skip snub stop".split())
# What they are done to does not come to be: "the deal had been killed", "to prevent a collapse".
_UNDOING = frozenset("abandon avert avoid cancel foil kill prevent scrap scuttle shelve thwart veto".split())
_UNDONE = frozenset("abandoned aborted averted cancelled canceled scrapped shelved unrealised unrealized".split())
_OBJECTS = frozenset({"obj", "dobj", "nsubj:pass", "nsubjpass"})


def is_denied(word: Token) -> bool:
    """Whether the text says that what the word tells did not, does not or will not come to be."""
    if any(_negates(child) for child in word.children):
        return True
    if any(_undone(child) for child in word.children if syntax.base_label(child) in {"amod", "acl", "compound"}):
        return True
    if any(_negates(part) for child in word.children if syntax.is_subject(child) for part in child.children):
        return True  # "no minister attended"
    above, label = word.head, word.dep_
    if above.i == word.i:
        return False
    if label in {"xcomp", "ccomp", "advcl"} and above.i < word.i:
        return above.lemma_.lower() in _NEVER and not any(_negates(child) for child in above.children)
    if label in _OBJECTS:
        return above.lemma_.lower() in _UNDOING and not any(_negates(child) for child in above.children)
    return label == "acl" and word.tag_ == "VB" and any(_undone(child) for child in above.children)


def _negates(child: Token) -> bool:
    if child.lower_ == "longer":
        return any(part.lower_ == "no" for part in child.children) or (child.i > 0 and child.nbor(-1).lower_ == "no")
    return child.lower_ in _NOT and child.dep_ in _NOT_LABELS


def _undone(child: Token) -> bool:
    return child.lower_.removeprefix("now-") in _UNDONE
