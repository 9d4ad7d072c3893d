"""Where an occasion is: what stands behind "in" or "at" on its words, their verb, or what is beside them.

A place that only qualifies the noun ("the Geneva talks") comes last: conferences keep such names wherever they meet.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from kg.gazetteer import default_gazetteer
from kg.model import EntityType, MeetingKind
from kg.nlp import statuswords, syntax
from kg.nlp.gatherings import NOUNS, is_gathering
from kg.nlp.governors import Tie, climb, lemma
from kg.nlp.parties import ADDRESSED
from kg.nlp.places import place_of, right_behind
from kg.nlp.reading import Reading

__all__ = ["SIDELINES", "name_giver_of", "setting_of"]

_AT = frozenset({"in", "at", "outside", "near", "inside"})
_HERE = frozenset({"in", "at"})
_TOWARDS = frozenset({"to", "into"})
SIDELINES = frozenset({"margin", "margins", "sideline", "sidelines"})
_REMARKS = frozenset({"announcement", "comment", "pledge", "remark", "speech", "statement"})
_HOLDERS = _AT | {"among", "between", "during", "on", "on the sidelines of", "with"}
_MOTION = frozenset("arrive come fly go head journey leave return rush travel welcome invite bring".split())
_DURING = frozenset({"during", "on", "in", "at", "as part of"})
_WIDE = frozenset({"continent", "region", "sea"})  # "Middle East peace talks" are about it, not in it
_NUMERALS = frozenset({"I", "II", "III", "IV", "V", "VI", "1", "2", "3", "4", "5"})  # "the Geneva II conference"


def setting_of(heads: Sequence[Token], reading: Reading) -> str | None:
    """The place tied most closely, in the order of the heads; a town before the country it lies in."""
    found = list(right_behind(heads[0], _HERE, reading))
    found += [place for head in heads for noun in _settings(head, heads) for place in place_of(noun, reading)]
    towns = [p for p in found if reading.entity(p).type is EntityType.PLACE]
    if found and towns and found[0] != towns[0] and reading.lies_in(towns[0], found[0]):
        return towns[0]
    return found[0] if found else None


def _where(verb: Token) -> Iterator[Token]:
    """What "where" stands for: "in New Delhi, *where* he met Singh"."""
    for word in verb.children:
        if word.lower_ == "where" and word.i > 1:
            yield verb.doc[word.i - 2] if verb.doc[word.i - 1].text == "," else verb.doc[word.i - 1]


def name_giver_of(heads: Sequence[Token], reading: Reading) -> str | None:
    """The town that an occasion is named for: conferences keep such names wherever they meet."""
    return next((place for head in heads for place in _qualifying(head, reading)), None)


def _qualifying(head: Token, reading: Reading) -> Iterator[str]:
    """The towns before a noun: "the *Geneva* talks"."""
    if not is_gathering(head):
        return
    for word in (*syntax.compounds(head), *syntax.possessors(head)):
        place = reading.place(word)
        if place is None or reading.entity(place).type is not EntityType.PLACE:
            continue
        entry = default_gazetteer().entries.get(place)
        numbered = word.i + 1 < len(word.doc) and word.doc[word.i + 1].text in _NUMERALS
        if not numbered and (entry is None or entry.kind not in _WIDE):
            yield place


def _settings(head: Token, heads: Sequence[Token]) -> Iterator[Token]:
    """The nouns that may say where: behind "in" on the head, or on the people and gatherings that stand with it."""
    if _only_says(head, heads):
        return
    moving = head.pos_ in {"VERB", "AUX"} and lemma(head) in _MOTION
    for oblique in syntax.obliques(head):
        if oblique.preposition in _AT or (oblique.preposition in _TOWARDS and moving):
            yield oblique.noun
        if oblique.noun not in heads:
            yield from _beside(oblique)
    if head.pos_ == "VERB":
        yield from _on_objects(head, heads)
    if syntax.preposition_of(head) in _AT and any(c.dep_ == "cop" for c in head.children):
        yield head  # "is in India for talks"
    if is_gathering(head) and (last := _at_its_end(head)) is not None:
        yield last
    yield from _where(head)


def _at_its_end(gathering: Token) -> Token | None:
    """The last words of a long noun phrase ("a meeting of envoys of island states *in Suva*")."""
    word = gathering
    for _ in range(3):
        inner = [o for o in syntax.obliques(word) if o.noun.i > word.i]
        if inner and inner[-1].preposition in _AT and word != gathering:
            return inner[-1].noun
        if not inner or inner[-1].preposition not in {"of", "with", "between"}:
            return None
        word = [inner[-1].noun, *syntax.conjuncts(inner[-1].noun)][-1]
    return None


def _beside(oblique: syntax.Oblique) -> Iterator[Token]:
    """On what stands beside: "met Abe on the sidelines of a summit *in Lima*", "met Abe during a trip *to Rome*"."""
    noun = oblique.noun
    if noun.pos_ == "PROPN" or oblique.preposition in _HOLDERS or noun.lower_ in SIDELINES | ADDRESSED:
        yield from _within(noun)
    if oblique.preposition in _DURING and NOUNS.get(noun.lemma_.lower()) is MeetingKind.VISIT:
        yield from (o.noun for o in syntax.obliques(noun) if o.preposition in {"to", "in"})


def _on_objects(verb: Token, heads: Sequence[Token]) -> Iterator[Token]:
    """On objects: "met officials *in Kiev*", "made the remarks *in Kiev* after talks", "began a visit *to Peru*"."""
    for noun in syntax.objects(verb):
        if verb == heads[0] or noun.lemma_.lower() in _REMARKS:
            yield from (p for p in _within(noun) if lemma(verb) != "discuss" or _before_time(p))
        elif is_gathering(noun) and noun not in heads:
            yield from (o.noun for o in syntax.obliques(noun) if o.preposition in _TOWARDS)


def _before_time(noun: Token) -> bool:
    """Whether a time follows: "discussed the border *in Arusha on Friday*" says where, "the war *in Mali*" what."""
    following = noun.doc[noun.i + 1 : noun.i + 3]
    return any(t.begin <= word.idx < t.end for word in following for t in noun.doc._.times)


def _only_says(head: Token, heads: Sequence[Token]) -> bool:
    """Whether a verb above only arranges the occasion ("agreed in Oslo *to meet*"), not at it ("agreed *at talks*")."""
    if head == heads[0] or lemma(head) not in statuswords.SAID - {"schedule", "set", "plan"}:
        return False
    at_it = (step for step in climb(heads[1]) if step.word == head)
    return not any(step.tie is Tie.OBLIQUE and step.link in statuswords.AFTER for step in at_it)


def _within(noun: Token) -> Iterator[Token]:
    """What stands behind "in" or "at" on a gathering or a name ("at a summit *in Lima*", "with Abe *in Lima*")."""
    for oblique in syntax.obliques(noun):
        if oblique.preposition in _AT:
            yield oblique.noun
        elif oblique.preposition == "of" and is_gathering(oblique.noun):
            yield from _within(oblique.noun)
