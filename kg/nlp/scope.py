"""What the grammar around a clause does to it: deny it, refuse it, leave it open, hedge it, or not claim it at all.

"Does not back", "refused to back" and "nobody backs" deny; "has yet to back" leaves open; "may back" hedges; "if Peru
backs it" and "denied backing it" claim nothing. The scope is read upwards from the clause, as far as the verbs above it
govern it (Huddleston & Pullum 2002, chapter 9; neg-raising verbs after Horn 1978).
"""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Token

from kg.model import Stance
from kg.nlp import syntax

__all__ = ["FLIPPED", "REFUSALS", "Scope", "completes", "denied_here", "scope_of"]

FLIPPED = {Stance.SUPPORTS: Stance.OPPOSES, Stance.OPPOSES: Stance.NEUTRAL, Stance.NEUTRAL: Stance.NEUTRAL}
"""The stance once denied: "does not support" opposes; "does not oppose" leaves it open."""

REFUSALS = frozenset({"refuse", "decline"})
_TAKES_INFINITIVE = REFUSALS | frozenset(
    """agree commit decide fail hesitate intend offer plan pledge prepare promise swear threaten try
    volunteer vow want""".split()
)
_NEAR = 4  # tokens; room for "not to" and an adverb
_HIGHEST = 4  # clauses; nothing farther up was ever seen to matter

# "Denied backing the rebels", "accused of supporting", "failed to condemn": whether they do is not what is claimed.
_UNCLAIMED = frozenset("deny fail pretend forget hesitate accuse suspect ask wonder question doubt".split())
_HYPOTHETICAL = frozenset({"if", "whether", "unless", "lest"})
# "Stopped short of endorsing": neither endorsed nor rejected.
_SHORT = frozenset({"short"})
_NEGATIVE_ADVERBS = frozenset({"hardly", "barely", "scarcely", "rarely", "seldom"})
_NEGATIVE_SUBJECTS = frozenset({"none", "nobody", "neither", "no-one", "nothing"})
_NEGATIVE_DETERMINERS = frozenset({"no", "neither"})
_BEFORE_A_NOUN = frozenset({"det", "cc", "cc:preconj", "preconj"})
_NEG_RAISING = frozenset("think believe expect want intend plan seem appear suppose feel".split())
_DEONTIC = frozenset({"should", "must", "ought"})
_DEMANDING = frozenset({"have", "need"})
_HEDGING_MODALS = frozenset({"may", "might", "could", "would"})
_HEDGING_VERBS = frozenset("appear seem expect tend consider".split())
_HEDGING_ADVERBS = frozenset(
    """allegedly apparently conceivably likely maybe perhaps possibly potentially presumably probably
    purportedly reportedly seemingly supposedly""".split()
)


@dataclass(frozen=True, slots=True)
class Scope:
    """What is done to a clause.

    Args:
        denials: how often it is denied or refused.
        is_open: whether it is said to be undecided ("has yet to", "stopped short of").
        is_claimed: false where nobody says that it is so ("if ...", "denied ...").
        is_demanded: whether it is said that it should, must or has to be so, and not that it is.
        hedges: the words that make it less than certain, lower case, in text order.
    """

    denials: int = 0
    is_open: bool = False
    is_claimed: bool = True
    is_demanded: bool = False
    hedges: tuple[str, ...] = ()

    def turned(self, stance: Stance, denied: Stance | None = None) -> Stance:
        """A stance within this scope.

        Args:
            stance: the side the word takes by itself.
            denied: the side it takes when denied once, where that is not the other one.
        """
        if self.is_open:
            return Stance.NEUTRAL
        for time in range(self.denials):
            stance = denied if denied is not None and not time else FLIPPED[stance]
        return stance


def scope_of(clause: Token) -> Scope:
    """The scope of the clause whose predicate is ``clause``."""
    denials, is_open, is_claimed = int(denied_here(clause)), False, not _is_hypothetical(clause)
    is_demanded = _is_demanded(clause)
    hedges = _hedges(clause)
    current = clause
    for _ in range(_HIGHEST):
        above = current.head
        if above == current or not _governed(current, above):
            break
        lemma = above.lemma_.lower()
        denied_above = denied_here(above)
        if lemma in REFUSALS:
            denials += 0 if denied_above else 1
        elif lemma in _UNCLAIMED and not denied_above:
            is_claimed = False
        elif denied_above and lemma in _NEG_RAISING:
            denials += 1
        is_open = is_open or _leaves_open(current, above)
        is_claimed = is_claimed and not _is_hypothetical(above)
        if current.dep_ == "ccomp" and lemma not in _NEG_RAISING:
            break
        hedges += [above.lower_] if lemma in _HEDGING_VERBS or above.lower_ in _HEDGING_ADVERBS else []
        hedges += _hedges(above)
        demands = above.lemma_ in _DEMANDING and current.dep_ == "xcomp" and not _leaves_open(current, above)
        is_demanded = is_demanded or demands or _is_demanded(above)
        current = above
    return Scope(denials, is_open, is_claimed, is_demanded, tuple(dict.fromkeys(hedges)))


def denied_here(clause: Token) -> bool:
    """Whether the clause itself is denied: by *not*, by a word like *hardly*, by its subject, or with its first half.

    "Not only backs" is no denial; "does not back or fund" denies both.
    """
    if syntax.is_negated(clause) and not _not_only(clause):
        return True
    adverbs = [c for c in syntax.governor(clause).children if c.dep_ == "advmod"]
    if any(a.lower_ in _NEGATIVE_ADVERBS or _no_longer(a) for a in adverbs):
        return True
    own = [c for c in syntax.governor(clause).children if syntax.is_subject(c)]
    if any(_is_negative(subject) for subject in own):
        return True
    return not own and _shares_denial(clause)


def _shares_denial(clause: Token) -> bool:
    if clause.dep_ != "conj" or clause.head.pos_ not in {"VERB", "ADJ", "AUX"}:
        return False
    joined = any(c.dep_ == "cc" and c.lower_ in {"or", "nor"} for c in clause.children)
    return joined and denied_here(clause.head)


def _is_negative(subject: Token) -> bool:
    if subject.lower_ in _NEGATIVE_SUBJECTS:
        return True
    return any(c.lower_ in _NEGATIVE_DETERMINERS and c.dep_ in _BEFORE_A_NOUN for c in subject.children)


def _not_only(clause: Token) -> bool:
    words = [c for c in syntax.governor(clause).children if c.lower_ == "only"]
    return any(w.i and w.nbor(-1).lower_ in {"not", "n't"} for w in words)


def _no_longer(adverb: Token) -> bool:
    return adverb.lower_ == "longer" and any(c.lower_ == "no" for c in adverb.children)


def _is_demanded(clause: Token) -> bool:
    return bool(_DEONTIC & set(syntax.modals(clause)))


def _is_hypothetical(clause: Token) -> bool:
    return any(c.dep_ == "mark" and c.lower_ in _HYPOTHETICAL for c in clause.children)


def completes(clause: Token) -> bool:
    """Whether a clause completes the verb above it.

    The parser takes some infinitives for purposes ("*declined* to *back* it"); those that follow a verb that takes an
    infinitive, with nothing but its marker between, complete it.
    """
    if clause.dep_ in {"xcomp", "ccomp"}:
        return True
    infinitive = clause.dep_ == "advcl" and clause.tag_ == "VB" and any(c.lower_ == "to" for c in clause.children)
    return infinitive and clause.head.lemma_.lower() in _TAKES_INFINITIVE and 0 < clause.i - clause.head.i <= _NEAR


def _governed(clause: Token, above: Token) -> bool:
    if completes(clause):
        return True
    marked = any(c.dep_ in {"mark", "case"} and c.lower_ in {"of", "from"} for c in clause.children)
    return clause.dep_ in {"advcl", "acl"} and marked and above.pos_ in {"VERB", "ADV", "ADJ"}


def _leaves_open(clause: Token, above: Token) -> bool:
    if above.lower_ in _SHORT or any(c.lower_ in _SHORT for c in above.children if c.i < clause.i):
        return True
    return above.lemma_ == "have" and any(c.lower_ == "yet" for c in (*above.children, *clause.children))


def _hedges(clause: Token) -> list[str]:
    head = syntax.governor(clause)
    words = [m for m in syntax.modals(clause) if m in _HEDGING_MODALS]
    return words + [c.lower_ for c in head.children if c.dep_ == "advmod" and c.lower_ in _HEDGING_ADVERBS]
