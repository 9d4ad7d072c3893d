"""Who supports, opposes or leaves open what, from the words of stance and the grammar around them.

A stance word gives the side, what denies or refuses it turns it ("does not support" opposes, "has not ruled out" leaves
open), its subject holds it, its complement is the issue. Who says what *should* or *must* be takes a side too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.language import Language
from spacy.tokens import Doc, Token

from kg.model import EntityType, Issue, Position
from kg.nlp import syntax
from kg.nlp.evidence import Clues, confidence
from kg.nlp.issues import IssueNames
from kg.nlp.judgements import judgement
from kg.nlp.reading import Reading
from kg.nlp.scope import scope_of
from kg.nlp.stancegrammar import Stand, stands
from kg.nlp.voices import Voices

__all__ = ["PositionFinder"]

_RELATIVE = frozenset({"acl:relcl", "relcl"})
_ALONG = frozenset({"along with", "together with", "as well as", "alongside", "like"})
_NATIONS = frozenset({"nation", "country", "government", "state", "homeland"})
_RELATIVE_PRONOUNS = frozenset({"WDT", "WP"})
_QUOTES = frozenset({"quote", "cite"})


class PositionFinder:
    """Finds the positions of a document."""

    def find(self, doc: Doc) -> tuple[Position, ...]:
        """The positions in text order, each holder, stance and issue once."""
        found: dict[tuple[str, str, str], Position] = {}
        for position in _Positions(doc).all():
            key = (position.holder, position.stance, position.issue.label.casefold())
            found.setdefault(key, position)
        return tuple(found.values())


class _Positions:
    """One document's positions."""

    def __init__(self, doc: Doc) -> None:
        self._doc = doc
        self._reading = Reading(doc)
        self._voices = Voices(doc, self._reading)
        self._issues = IssueNames(self._reading)

    def all(self) -> Iterator[Position]:
        for token in self._doc:
            for stand in stands(token):
                if stand.scope.is_claimed and not stand.scope.is_demanded:
                    yield from self._taken(stand)
            yield from self._judged(token)

    def _taken(self, stand: Stand) -> Iterator[Position]:
        holders = self._holders(stand)
        issue = self._named(stand) if holders else None
        if issue is None or not issue.label:
            return
        told = self._voices.told(stand.clause)
        for holder, noun in holders:
            if issue.about == (holder,) and len(issue.label.split()) < 3:
                continue
            clues = Clues(stand.confidence, self._reading.link(noun), told, holder, len(stand.scope.hedges))
            yield Position(
                holder, issue, stand.stance, self._reading.evidence(stand.word, stand.issue), stand.rule,
                asserted_by=told.by, confidence=confidence(clues), voice=told.voice, strength=stand.strength,
                hedges=stand.scope.hedges,
            )  # fmt: skip

    def _named(self, stand: Stand) -> Issue | None:
        """The issue that a stance is on."""
        return self._issues.of(stand.issue, beside=stand.beside, bare=stand.issue == stand.clause)

    def _judged(self, head: Token) -> Iterator[Position]:
        """What a speaker says has to be."""
        judged = judgement(head)
        if judged is None:
            return
        speaker = self._voices.speaker(judged.clause)
        if judged.is_speakers_own and speaker is None:
            return
        holders = self._voices.reporters(judged.clause)
        holders = holders or ((speaker,) if speaker is not None else self._own(judged.clause))
        issue = self._issues.of(judged.issue, bare=judged.bare) if holders else None
        scope = scope_of(judged.clause)
        if issue is None or not scope.is_claimed:
            return
        told = self._voices.told(judged.clause)
        verb = judged.clause.head if judged.clause.dep_ == "ccomp" else judged.clause
        holders = tuple(dict.fromkeys((*holders, *(actor for actor, _ in self._companions(verb)))))
        for holder in holders:
            if self._reading.entity(holder).type is not EntityType.PLACE:
                yield Position(
                    holder, issue, judged.stance, self._reading.evidence(judged.clause), judged.rule,
                    asserted_by=told.by, confidence=confidence(Clues(0.7, None, told, holder, len(scope.hedges))),
                    voice=told.voice, strength=judged.strength, hedges=scope.hedges,
                )  # fmt: skip

    def _own(self, clause: Token) -> tuple[str, ...]:
        """The body that speaks in its own name: "we must act"."""
        us = [me for s in syntax.subjects(clause) if (me := self._voices.first_person(s)) is not None]
        return tuple(us[:1])

    def _holders(self, stand: Stand) -> list[tuple[str, Token]]:
        """The actors who take the stance, each with the noun that means it."""
        found: dict[str, Token] = {}
        for noun in stand.holders or _holding(stand):
            me = self._voices.first_person(noun)
            if me is not None:
                found.setdefault(me, noun)
            for actor in (*self._reading.actors(_beyond_relative(noun)), *self._whose(noun)):
                found.setdefault(actor, noun)
            for actor, companion in self._companions(noun):
                found.setdefault(actor, companion)
        for actor, companion in self._companions(stand.clause) if found else ():
            found.setdefault(actor, companion)
        return list(found.items())

    def _companions(self, head: Token) -> Iterator[tuple[str, Token]]:
        """Who stands there too: "Britain, *along with France*, backs it", "*like the rebels*, it wants him gone"."""
        for oblique in syntax.obliques(head):
            if oblique.preposition in _ALONG:
                yield from ((actor, oblique.noun) for actor in self._reading.actors(oblique.noun))

    def _whose(self, noun: Token) -> tuple[str, ...]:
        """The country that a person is said to speak for: "Fabius, *whose nation* has pushed for it"."""
        if noun.lemma_.lower() not in _NATIONS or not any(c.lower_ == "whose" for c in noun.children):
            return ()
        before = [k for k in self._doc._.links if k.end <= noun.i and k.start >= noun.sent.start]
        people = {p for k in before[-1:] for p in k.entities}
        return tuple(sorted({t.jurisdiction for t in self._doc._.tenures if t.person in people and t.jurisdiction}))


def _holding(stand: Stand) -> Sequence[Token]:
    """The nouns that hold a stance: subject, agent or possessor."""
    clause = stand.clause
    if clause.tag_ == "VBG" and clause.head.lemma_.lower() in _QUOTES and syntax.objects(clause.head):
        return syntax.objects(clause.head)  # "Reuters quoted *him* as urging"
    if clause.pos_ in {"NOUN", "PROPN"}:
        subject = syntax.copular_subject(clause)
        if clause.dep_ == "appos" and subject is None:
            return [clause.head]
        return [subject] if subject is not None else syntax.possessors(clause)
    if _is_passive(clause) and stand.rule.startswith("verb") and not stand.rule.endswith("commit"):
        return syntax.agents(clause)
    found = syntax.subjects(clause) or syntax.passive_subjects(clause) or _modified(clause)
    # The parse may give the subject to the clause behind: "*Peru* is committed to *having* a vote".
    return found or [s for s in syntax.subjects(stand.issue) if s.i < stand.word.i]


def _is_passive(verb: Token) -> bool:
    """Whether a participle is passive: by itself, or joined to a passive one ("was arrested and *accused*")."""
    if syntax.is_passive(verb):
        return True
    joined = verb.dep_ == "conj" and verb.tag_ == "VBN" and not any(syntax.is_subject(c) for c in verb.children)
    return joined and syntax.is_passive(syntax.conjunct_head(verb))


def _modified(clause: Token) -> list[Token]:
    """The noun a participle or relative clause describes ("Moscow, opposed to the plan, ...")."""
    if clause.dep_ in {"acl", *_RELATIVE}:
        return [clause.head]
    return syntax.subjects(clause.head) if clause.dep_ == "advcl" else []


def _beyond_relative(noun: Token) -> Token:
    """Whom a relative pronoun means: "the ministry, *which* condemned it"."""
    if noun.tag_ not in _RELATIVE_PRONOUNS:
        return noun
    clause = noun
    while clause.head != clause and clause.dep_ not in _RELATIVE:
        clause = clause.head
    return clause.head if clause.dep_ in _RELATIVE else noun


@Language.factory(
    "kg_positions", requires=["doc._.links", "doc._.statements", "token.dep"], assigns=["doc._.positions"]
)
class PositionsComponent:
    """Thin shell around :class:`PositionFinder`."""

    def __init__(self, nlp: Language, name: str) -> None:
        del nlp, name
        self.finder = PositionFinder()

    def __call__(self, doc: Doc) -> Doc:
        """Fill ``doc._.positions``."""
        doc._.positions = self.finder.find(doc)
        return doc
