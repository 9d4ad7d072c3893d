"""Whether an event that a verb or noun tells lies ahead of its telling: "will cut", "plans to cut", "fears of a cut".

`kg.nlp.tense` answers for a time beside a word; here the word stands alone, so that a plain present ("is fighting") and
what is named without being said to come ("the cuts") have happened or are going on. Words go by what they hang on: a
conjunct by the first, a participle by its clause; a purpose and what completes a noun ("a deal to supply") lie ahead.
"""

from __future__ import annotations

from spacy.tokens import Token

from kg.nlp import syntax

__all__ = ["lies_ahead"]

_WILL = frozenset("will wo 'll ’ll shall".split())
# "Can carry 290 passengers" is what a thing is like, and no event to come; "could" of the future is "may".
_PERHAPS = frozenset("would 'd ’d may might must should ought could".split())
_CAN = frozenset({"can", "ca"})
_HAVE = frozenset("have 've ’ve".split())
_FINITE_HELPERS = frozenset("is are am 's ’s 're ’re 'm ’m was were has have had did do does".split())
_BE = frozenset("is are am 's ’s 're ’re was were".split())

# What they govern has not happened: "demanded a re-run", "considered leaving".
_VERBS_OF_PROSPECT = frozenset(
    """advocate agree aim allow anticipate ask await call commit consider decide demand enable encourage envisage
    envision expect favor favour forecast hope intend invite need negotiate oblige offer order persuade plan predict
    prepare press pledge promise propose push recommend request require schedule seek suggest target threaten urge
    want""".split()
)
# "The talks are expected": what their passive says of its subject.
_PASSIVES_OF_PROSPECT = frozenset("expect need plan propose require schedule".split())
# "Fears of a recession", "calls for a re-run"; but "a contract for tankers" has tankers in it, not events.
_NOUNS_OF_PROSPECT = frozenset(
    """bid call chance concern demand expectation fear forecast goal hope intention likelihood need opportunity plan
    possibility promise proposal prospect request requirement risk threat worry""".split()
)
_PROSPECT_PREPOSITIONS = frozenset({"of", "for", "to", "on", "about", "over"})
_PROSPECT_ADJECTIVES = frozenset(
    """anticipated coming due eventual expected forthcoming further future imminent intended likely next pending planned
    possible potential projected proposed prospective scheduled tentative upcoming would-be""".split()
)
# "Began to sell", "continued to fall": the infinitive is where the verb is; after the second list it never comes to be.
_SAME_TIME = frozenset("begin cease come continue get go happen have help learn manage proceed start tend use".split())
_NOTHING_AHEAD = frozenset("appear cause claim decline fail force pretend refuse seem".split())
# "Dropped 9.6% to close at 7,162": a result and no purpose.
_RESULTS = frozenset("become close end finish hit reach".split())
# "The first woman to lead a firm", "the latest to fall".
_ORDINALS = frozenset("first few last latest next one only second third".split())
_SUPERLATIVES = frozenset({"JJS", "RBS"})
# Their object is there already: "will end the losses", "to ease the crisis".
_VERBS_OF_EXISTING = frozenset(
    """address cover curb cut ease end exercise face fight halt improve lower meet overcome receive reduce relieve
    resolve secure see serve solve stem stop use""".split()
)
_CONDITIONS = frozenset("after before if once till unless until when".split())
_DEPTH = 6


def lies_ahead(word: Token) -> bool:
    """Whether the event that a word tells is still to come, or only wanted, feared or possible."""
    return _ahead(word, _DEPTH)


def _ahead(word: Token, depth: int) -> bool:
    if depth == 0:
        return False
    if _is_helper(word) and word.head.i != word.i:
        return _ahead(word.head, depth - 1)
    return _of_verb(word, depth) if _is_predicate(word) else _of_noun(word, depth)


def _is_helper(word: Token) -> bool:
    return syntax.base_label(word) in {"aux", "auxpass", "cop"}


def _is_predicate(word: Token) -> bool:
    verbal = word.pos_ in {"VERB", "AUX"} or word.tag_.startswith("VB")
    return verbal or any(child.dep_ == "cop" for child in word.children)


# --- verbs ------------------------------------------------------------------------------------------------------------


def _of_verb(verb: Token, depth: int) -> bool:
    helpers = {child.lower_ for child in verb.children if _is_helper(child)}
    if helpers & _WILL:
        return True
    if helpers & _PERHAPS:
        return not helpers & _HAVE
    if helpers & _CAN:
        return False
    if any(c.lower_ == "to" and (c.tag_ == "TO" or c.pos_ == "PART") for c in verb.children):
        return _of_infinitive(verb, helpers, depth)
    if helpers & _FINITE_HELPERS or verb.tag_ in {"VBP", "VBZ"}:
        return _is_condition(verb) and _ahead(verb.head, depth - 1)
    return verb.tag_ in {"VB", "VBG", "VBN"} and _of_participle(verb, depth)


def _is_condition(verb: Token) -> bool:
    """As in "when it arrives", "if no price is agreed": as far ahead as what depends on it."""
    return verb.dep_ == "advcl" and any(
        child.dep_ in {"mark", "advmod"} and child.lower_ in _CONDITIONS for child in verb.children
    )


def _of_infinitive(verb: Token, helpers: set[str], depth: int) -> bool:
    above, lemma = verb.head, verb.head.lemma_.lower()
    if above.i == verb.i or helpers & _BE:
        return True  # a headline's "to visit"; "is to visit"
    if helpers & _HAVE:
        return False
    if verb.dep_ == "conj" or (verb.dep_ == "advcl" and verb.lemma_.lower() in _RESULTS):
        return _ahead(above, depth - 1)
    if verb.dep_.startswith("acl"):
        picked = any(c.lower_ in _ORDINALS or c.tag_ in _SUPERLATIVES for c in above.children)
        return not picked and above.lower_ not in _ORDINALS
    if lemma in _NOTHING_AHEAD:
        return False
    return _ahead(above, depth - 1) if lemma in _SAME_TIME else True


def _of_participle(verb: Token, depth: int) -> bool:
    """Of a form without a tense of its own."""
    above = verb.head
    if above.i == verb.i or verb.dep_ in {"amod", "compound"}:
        return False
    if verb.tag_ != "VBG" or verb.dep_ == "conj":
        relative = verb.dep_.startswith("acl") and not _is_predicate(above)
        return not relative and _ahead(above, depth - 1)
    if not _is_predicate(above):
        return above.lemma_.lower() in _NOUNS_OF_PROSPECT
    return above.lemma_.lower() in _VERBS_OF_PROSPECT or _ahead(above, depth - 1)


# --- nouns ------------------------------------------------------------------------------------------------------------


def _of_noun(noun: Token, depth: int) -> bool:
    if noun.pos_ == "PRON" or noun.head.i == noun.i:
        return False
    if any(c.lower_ in _PROSPECT_ADJECTIVES for c in noun.children if syntax.base_label(c) in {"amod", "acl"}):
        return True
    above, lemma, label = noun.head, noun.head.lemma_.lower(), syntax.base_label(noun)
    if label == "conj":
        return _ahead(above, depth - 1)
    if label == "nmod":
        return lemma in _NOUNS_OF_PROSPECT and syntax.preposition_of(noun) in _PROSPECT_PREPOSITIONS
    if label in {"obj", "dobj"} and lemma in _VERBS_OF_PROSPECT:
        return True
    if label == "obl" and lemma in _VERBS_OF_PROSPECT and syntax.preposition_of(noun) == "for":
        return True
    if noun.dep_ in {"nsubj:pass", "nsubjpass"} and lemma in _PASSIVES_OF_PROSPECT:
        return True
    affected = label in {"obj", "dobj"} and lemma in _VERBS_OF_EXISTING
    hangs = label in {"obj", "dobj", "nsubj", "nsubjpass", "obl"} and not affected
    return hangs and _is_predicate(above) and _ahead(above, depth - 1)
