"""Verbs of saying: who says it, to whom, and through which medium."""

from __future__ import annotations

import re
from collections.abc import Iterable

from spacy.tokens import Token

from kg.model import EntityType
from kg.nlp import syntax
from kg.nlp.quotations import quoted
from kg.nlp.reading import Reading

__all__ = ["FINITE", "INDIRECT", "REPORTING", "TITLE_OF_SPEECH", "audience_of", "medium_of", "speakers_of"]

# Verbs that introduce speech: Levin (1993) 37.7 "say" and 37.1 "message" classes, and the newspapers' own.
REPORTING = frozenset(
    """acknowledge add admit advise affirm agree announce answer argue ask assert assure caution cite claim comment
    complain concede conclude confirm contend declare demand deny describe disclose emphasize emphasise explain express
    highlight hint indicate insist joke lament maintain mention note observe pledge point predict proclaim promise quip
    read reaffirm recall reiterate remark repeat reply report respond reveal say scold shout signal speak state stress
    suggest tell tweet underline underscore urge vow warn wish wonder write call conclude continue""".split()
)
# They take a clause, but it is asked for, judged or begun, not reported.
INDIRECT = REPORTING - set("agree ask call cite continue demand describe express read speak urge wish".split())
_QUOTES = frozenset({"quote", "cite"})
_VIA_VERBS = frozenset({"report", "quote", "cite"})
FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
# "Statement by Foreign Minister Y on Z": who is named behind it speaks the text.
TITLE_OF_SPEECH = re.compile(
    r"\b(statement|remarks|speech|address|message|letter|comments)\b.*?\b(by|from|of)\b", re.IGNORECASE
)
_RELATIVE = frozenset({"acl:relcl", "relcl"})
# What people and bodies say things in.
_WRITINGS = frozenset(
    """announcement article bulletin comment communique communiqué declaration dispatch editorial letter memo memorandum
    message note release remark report speech statement study survey tweet""".split()
)
_OBJECTS = frozenset({"obj", "dobj"})
_LONGEST_DESCRIPTION = 4  # tokens: "said chief oil analyst Roe"
_LONGEST_NAME = 5  # words between quotation marks that may be a name and no speech


def speakers_of(verb: Token, reading: Reading) -> tuple[str, ...]:
    """Who says it: the subject, or the agent of a passive, of a verb of saying; inverted order included.

    A participle has the subject of the clause it hangs on ("left, *saying* ...", "was quoted as *saying*"), and a
    relative pronoun means the noun before it ("Okoro, *who* said").
    """
    nouns = syntax.subjects(verb) or (syntax.agents(verb) if syntax.is_passive(verb) else [])
    nouns = [verb.head if n.tag_ in {"WP", "WDT"} and verb.dep_ in _RELATIVE else n for n in nouns]
    nouns = [n for n in nouns if not _is_quoted_apart(n, verb)]
    if not nouns and verb.tag_ == "VBG":
        nouns = _described(verb, reading) if verb.dep_ == "acl" else _subjects_above(verb)
    found = tuple(a for noun in nouns for a in reading.actors(noun) or _authors(noun, reading))
    return found or _beside(verb, reading) if not nouns else found


def _described(verb: Token, reading: Reading) -> list[Token]:
    """The noun that a participle describes, or who makes it ("Okoro issued a statement *saying* ...")."""
    noun = verb.head
    if noun.lemma_.lower() not in _WRITINGS or _authors(noun, reading) or noun.dep_ not in _OBJECTS:
        return [noun]
    return syntax.subjects(noun.head)


def _authors(noun: Token, reading: Reading) -> tuple[str, ...]:
    """Whose a statement or report is that "says" something: "a statement *by Boeing*", "the *UNICEF* report"."""
    if noun.lemma_.lower() not in _WRITINGS:
        return ()
    whose = [*syntax.possessors(noun), *syntax.compounds(noun), *syntax.adjectives(noun)]
    whose += [o.noun for o in syntax.obliques(noun) if o.preposition in {"by", "from", "of"}]
    return next((found for one in whose if (found := reading.actors(one))), ())


def _is_quoted_apart(noun: Token, verb: Token) -> bool:
    """Whether a noun stands in a quotation that a verb does not, whose subject it then cannot be.

    The parse may give a word of what is said to the verb of saying behind it; a name in quotation marks ('the "Iron
    Front" said') is no speech.
    """
    said = quoted(noun.doc)
    if said[verb.i] or not said[noun.i]:
        return False
    start = end = noun.i
    while start and said[start - 1]:
        start -= 1
    while end < len(said) and said[end]:
        end += 1
    return sum(t.is_alpha for t in noun.doc[start:end]) > _LONGEST_NAME


def _subjects_above(verb: Token) -> list[Token]:
    """The subjects of the nearest clause above a participle; of "quoted him as *saying*", who is quoted."""
    current = verb
    while current.dep_ in {"advcl", "xcomp", "conj", "ccomp", "pcomp"} and current.head != current:
        current = current.head
        if current.lemma_.lower() in _QUOTES and syntax.objects(current):
            return syntax.objects(current)
        found = syntax.subjects(current) or syntax.passive_subjects(current)
        if found:
            return found
    return []


def _beside(verb: Token, reading: Reading) -> tuple[str, ...]:
    """The name beside a verb of saying whose subject the parse missed ("Kerry said", "said Kerry", "said analyst Roe").

    Words that describe a person may stand between the verb and the name behind it.
    """
    for link in (reading.link_until(verb.i), reading.link_from(_behind_description(verb, reading))):
        if link is None or syntax.preposition_of(verb.doc[link.head]):
            continue  # "the envoy for Syria said"
        if link.start > verb.i and syntax.is_subject(verb.doc[link.head]) and verb.doc[link.head].head != verb:
            continue  # "a statement said Okoro had left"
        if reading.entity(link.entities[0]).type is not EntityType.PLACE:
            return link.entities[:1]
    return ()


def _behind_description(verb: Token, reading: Reading) -> int:
    """Where the name behind a verb begins: right there, or behind a few words that describe a person."""
    start = verb.i + 1
    for i in range(start, min(start + _LONGEST_DESCRIPTION, len(verb.doc))):
        link = reading.link_from(i)
        if link is not None:
            return i if i == start or reading.entity(link.entities[0]).type is EntityType.PERSON else start
        if verb.doc[i].pos_ not in {"NOUN", "ADJ"}:
            break
    return start


def audience_of(reading: Reading, verb: Token) -> tuple[str, ...]:
    """Whom it was said to ("told Putin", "said to Interfax")."""
    nouns = [
        o for o in syntax.objects(verb) if verb.lemma_.lower() in {"tell", "ask", "assure", "inform", "remind", "warn"}
    ]
    nouns += [o.noun for o in syntax.obliques(verb) if o.preposition == "to"]
    if verb.lemma_.lower() == "tell":  # the parse may take the one who is told for a second subject
        before = [s for s in syntax.subjects(verb) if s.i < verb.i]
        nouns += [s for s in syntax.subjects(verb) if before and s.i > verb.i]
    return tuple(dict.fromkeys(a for noun in nouns for a in reading.actors(noun)))


def medium_of(reading: Reading, words: Iterable[Token]) -> str | None:
    """The news agency or paper through which the words are known ("told Reuters", "..., Interfax reported")."""
    for token in words:
        for noun in _media_nouns(token):
            for actor in reading.actors(noun):
                if reading.is_media(actor):
                    return actor
    return None


def _media_nouns(token: Token) -> list[Token]:
    """The nouns of a medium, as the word for how it came by the words has them."""
    lemma = token.lemma_.lower()
    if lemma in _VIA_VERBS:
        return [*syntax.subjects(token), *syntax.agents(token)]
    if lemma == "tell":
        return syntax.objects(token)
    if lemma in {"interview", "remark", "comment", "statement"} and token.pos_ == "NOUN":
        return [o.noun for o in syntax.obliques(token) if o.preposition in {"with", "to"}] + syntax.compounds(token)
    if lemma in {"say", "speak", "write", "declare"}:
        return [o.noun for o in syntax.obliques(token) if o.preposition in {"on", "to", "in"}]
    return [token] if syntax.preposition_of(token) == "according to" else []
