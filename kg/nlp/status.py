"""Where an occasion stands: held, planned, proposed, cancelled or denied, by tense, modality and the words around.

The order of the tests is the order of strength: what is denied or called off stays so whatever its tense, a plan told
in the past ("was to meet") is still a plan, and only what nothing qualifies has been held.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kg.model import MeetingStatus
from kg.nlp import syntax

__all__ = ["status_of"]

# Verbs that govern an occasion ("postponed the summit", "agreed to meet") and where they leave it.
_BY_VERB: dict[str, MeetingStatus] = {
    **dict.fromkeys("cancel scrap scuttle shelve".split(), MeetingStatus.CANCELLED),
    **dict.fromkeys(
        """agree announce anticipate arrange await convene due expect intend organize organise plan prepare postpone
        reschedule schedule set slate delay promise hope invite""".split(),
        MeetingStatus.PLANNED,
    ),
    **dict.fromkeys(
        """ask call demand favor favour offer press propose push request seek suggest urge want wish advocate
        consider""".split(),
        MeetingStatus.PROPOSED,
    ),
}
_NEVER = frozenset({"decline", "refuse", "fail", "deny", "avoid", "boycott", "skip", "snub"})
_PLANNED_WORDS = frozenset(
    """anticipated coming expected forthcoming future imminent long-awaited next planned possible projected prospective
    scheduled tentative upcoming""".split()
)
_PROPOSED_WORDS = frozenset({"proposed", "suggested", "potential", "would-be"})
_CANCELLED_WORDS = frozenset({"cancelled", "canceled", "aborted", "scrapped"})
_BEFORE = frozenset({"ahead of", "before", "prior to", "in preparation for", "pending", "until", "for"})
_AFTER = frozenset(
    {
        "after",
        "at",
        "during",
        "following",
        "since",
        "in",
        "on",
        "through",
        "throughout",
        "from",
        "on the sidelines of",
    }
)
_FUTURE_MODALS = frozenset({"will", "shall", "would", "could", "may", "might", "can"})
_CALLED_FOR_MODALS = frozenset({"should", "must", "ought"})


def status_of(trigger: Token, direction_is_future: bool) -> MeetingStatus | None:
    """The status of the occasion that a verb or noun tells; None where the text denies that it took place.

    Args:
        trigger: the verb ("met") or noun ("talks").
        direction_is_future: whether the only date told for it lies behind the publication date.
    """
    if trigger.pos_ in {"VERB", "AUX"}:
        return _verb_status(trigger) or (MeetingStatus.PLANNED if direction_is_future else MeetingStatus.HELD)
    return _noun_status(trigger, direction_is_future=direction_is_future)


def denied(trigger: Token) -> bool:
    """Whether the text says that it did not or will not take place ("did not meet", "refused to meet")."""
    clause = trigger if trigger.pos_ in {"VERB", "AUX"} else None
    if clause is not None and syntax.is_negated(clause):
        return True
    if clause is None and any(c.lower_ == "no" and c.dep_ == "det" for c in trigger.children):
        return True
    return any(verb.lemma_.lower() in _NEVER for verb in _governors(trigger))


def _verb_status(verb: Token) -> MeetingStatus | None:
    """What tense, modals and the verbs above say; None where the verb is plain."""
    for governor in _governors(verb):
        found = _BY_VERB.get(governor.lemma_.lower())
        if found is not None:
            return found
    words = syntax.modals(verb)
    if any(m in _CALLED_FOR_MODALS for m in words):
        return MeetingStatus.PROPOSED
    if any(m in _FUTURE_MODALS for m in words):
        return MeetingStatus.PLANNED
    return MeetingStatus.PLANNED if _is_to(verb) else None


def _is_to(verb: Token) -> bool:
    """Whether an infinitive tells a plan: "is to visit", "was to meet", the headline's bare "to meet"."""
    infinitive = any(c.lower_ == "to" and c.pos_ == "PART" for c in verb.children)
    if not infinitive:
        return False
    if verb.dep_ == "ROOT":
        return True
    return verb.dep_ == "xcomp" and verb.head.lemma_ == "be"


def _noun_status(noun: Token, *, direction_is_future: bool) -> MeetingStatus:
    words = {t.lower_ for t in syntax.adjectives(noun)} | {
        t.lower_ for t in noun.children if t.dep_ in {"compound", "acl"}
    }
    if words & _CANCELLED_WORDS:
        return MeetingStatus.CANCELLED
    if words & _PROPOSED_WORDS:
        return MeetingStatus.PLANNED if direction_is_future else MeetingStatus.PROPOSED
    if words & _PLANNED_WORDS:
        return MeetingStatus.PLANNED
    preposition = syntax.preposition_of(noun)
    if preposition in _BEFORE:
        return MeetingStatus.PLANNED
    for verb in _governors(noun):
        found = _BY_VERB.get(verb.lemma_.lower()) or _verb_status(verb)
        if found is not None and preposition not in _AFTER:
            return found
    return MeetingStatus.PLANNED if direction_is_future else MeetingStatus.HELD


def _governors(token: Token) -> Iterator[Token]:
    """The verbs that an infinitive, object or passive subject hangs on, nearest first ("*agreed* to *hold* talks")."""
    current = token
    for _ in range(4):
        above = current.head
        if above == current:
            return
        linked = current.dep_ in {"xcomp", "obj", "dobj", "nsubj:pass", "nsubjpass", "ccomp", "acl", "conj", "nsubj"}
        if not linked or above.pos_ not in {"VERB", "AUX", "ADJ"}:
            return
        if current.dep_ == "nsubj" and current != token:
            return
        if current.dep_ != "ccomp":
            yield above
        elif above.lemma_.lower() in {"say", "tell", "report", "add", "announce"}:
            return
        current = above
