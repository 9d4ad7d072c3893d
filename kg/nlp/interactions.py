"""What one actor does to another beyond meeting, in PLOVER's event types.

The source is the subject (or the agent of a passive), the target stands where the word's entry says. What is denied,
asked about or only alleged within an accusation is nobody's deed; what is promised is an agreement, what is threatened
a threat, what is refused a rejection.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import permutations

from spacy.language import Language
from spacy.tokens import Doc, Token

from kg.model import EntityType, EventType, Interaction, Interval
from kg.nlp import syntax
from kg.nlp.deeds import (
    DONE_TO,
    HOSTILE,
    KEPT,
    MUTUAL,
    NOUN_DEEDS,
    OF_A_STATE,
    PHRASES,
    PROMISES,
    REQUIRED,
    VERB_DEEDS,
    Deed,
)
from kg.nlp.evidence import Clues, confidence
from kg.nlp.reading import Reading
from kg.nlp.scope import REFUSALS, completes, scope_of
from kg.nlp.voices import OPINION, Voices

__all__ = ["InteractionFinder"]

_RELATIVE = frozenset({"acl:relcl", "relcl"})
_RELATIVE_PRONOUNS = frozenset({"WDT", "WP"})
_READY = frozenset({"ready", "willing", "prepared"})
_COUNTERFACTUAL = frozenset({"would", "could", "may", "might", "should", "must", "can"})
_BY_PLACE = 0.8  # a place that is attacked stands for its country


@dataclass(frozen=True, slots=True)
class _Act:
    """A deed found in the text: the word, the predicate whose subject does it, and the nouns of its targets."""

    word: Token
    clause: Token
    deed: Deed
    targets: tuple[Token, ...]
    rule: str
    sources: tuple[Token, ...] = ()


class InteractionFinder:
    """Finds the interactions of a document."""

    def find(self, doc: Doc) -> tuple[Interaction, ...]:
        """The interactions in text order, each source, target, type and sentence once."""
        found: dict[tuple[object, ...], Interaction] = {}
        for one in _Interactions(doc).all():
            found.setdefault((one.source, one.target, one.event_type, one.evidence), one)
        return tuple(found.values())


class _Interactions:
    """One document's interactions."""

    def __init__(self, doc: Doc) -> None:
        self._doc = doc
        self._reading = Reading(doc)
        self._voices = Voices(doc, self._reading)

    def all(self) -> Iterator[Interaction]:
        for token in self._doc:
            yield from self._mutual(token)
            yield from self._required(token)
            for act in _acts(token):
                settled = _settled(act)
                if settled is not None:
                    yield from self._done(settled)

    def _done(self, act: _Act) -> Iterator[Interaction]:
        sources = self._sources(act)
        targets = [pair for noun in act.targets for pair in self._targets(noun, act.deed)]
        for source, noun in sources:
            for target, certainty in targets:
                if source != target and not self._belongs(source, target, act):
                    yield self._interaction(act, source, noun, target, certainty)

    def _interaction(self, act: _Act, source: str, noun: Token, target: str, certainty: float) -> Interaction:
        told = self._voices.told(act.clause)
        clues = Clues(
            act.deed.confidence * certainty, self._reading.link(noun), told, source, len(scope_of(act.clause).hedges)
        )
        return Interaction(
            source, target, act.deed.event, self._reading.evidence(act.word), act.rule,
            when=self._when(act.clause), confidence=confidence(clues), asserted_by=told.by, voice=told.voice,
        )  # fmt: skip

    def _belongs(self, source: str, target: str, act: _Act) -> bool:
        """Whether a person acts on the own country ("the president urged Peru's army"), which tells no relation."""
        if act.deed.event not in {EventType.ASSAULT, EventType.COERCE}:
            return False
        entity = self._reading.entity(target)
        return entity.type is EntityType.COUNTRY and any(
            t.person == source and t.jurisdiction == target for t in self._doc._.tenures
        )

    # --- who ----------------------------------------------------------------------------------------------------------

    def _sources(self, act: _Act) -> list[tuple[str, Token]]:
        nouns = act.sources or _doers(act.clause)
        found: dict[str, Token] = {}
        for noun in nouns:
            me = self._voices.first_person(noun)
            meant = _beyond_relative(noun)
            actors = (me,) if me is not None else self._reading.actors(meant) or self._state_of(meant)
            for actor in actors:
                found.setdefault(actor, noun)
        return list(found.items())

    def _state_of(self, noun: Token) -> tuple[str, ...]:
        """The country or organization whose people or arms a noun means ("Israeli jets", "two Indian engineers")."""
        if noun.lower_ not in OF_A_STATE:
            return ()
        bodies = (a for q in _qualifiers(noun) for a in self._reading.actors_of_one(q))
        return tuple(dict.fromkeys(b for b in bodies if self._reading.entity(b).type is not EntityType.PERSON))

    def _targets(self, noun: Token, deed: Deed) -> Iterator[tuple[str, float]]:
        """The actors that a noun means, else those whose it is; a place stands for its country."""
        meant = _beyond_relative(noun)
        us = self._voices.first_person(noun)
        actors = (us,) if us is not None else self._reading.actors(meant) or self._state_of(meant)
        if not actors and (deed.owner or meant.ent_type_):
            actors = tuple(a for q in _qualifiers(meant) for a in self._reading.actors_of_one(q))
        yield from ((actor, 1.0) for actor in actors)
        if not actors and deed.event in HOSTILE and (place := self._reading.place(meant)) is not None:
            country = self._reading.entity(place).located_in
            if country is not None and self._reading.entity(country).type is EntityType.COUNTRY:
                yield country, _BY_PLACE

    def _mutual(self, verb: Token) -> Iterator[Interaction]:
        """As in "Peru and Chile agreed to ...", "the two sides reached a deal"."""
        event = _mutual_event(verb)
        if event is None or not _is_claimed(verb) or _doubtful(verb):
            return
        nouns = syntax.subjects(verb)
        actors = [actor for noun in nouns for actor in self._reading.actors(_beyond_relative(noun))]
        if not 2 <= len(set(actors)) <= 4:
            return
        act = _Act(verb, verb, Deed(event, confidence=0.8), (), f"mutual {verb.lemma_.lower()}")
        for source, target in permutations(dict.fromkeys(actors), 2):
            if not self._same_side(source, target):
                yield self._interaction(act, source, nouns[0], target, 1.0)

    def _required(self, clause: Token) -> Iterator[Interaction]:
        """As in "demanded that Peru release him", "said Peru must release him": it is asked of Peru."""
        above = clause.head
        if clause.dep_ != "ccomp" or above.pos_ != "VERB" or not _is_claimed(above):
            return
        must = bool({"must", "should"} & set(syntax.modals(clause))) and above.lemma_.lower() in OPINION
        if not must and not (above.lemma_.lower() in REQUIRED and clause.tag_ in {"VB", "VBP"}):
            return
        deed = Deed(EventType.REQUEST, confidence=0.75)
        subjects = (*syntax.subjects(clause), *syntax.passive_subjects(clause))
        if not syntax.is_passive(clause):
            yield from self._done(_Act(above, above, deed, subjects, f"required by {above.lemma_.lower()}"))

    def _same_side(self, one: str, other: str) -> bool:
        """Whether one of two is the other's country or body, as in "Kerry and the United States"."""
        pairs = {(t.person, t.jurisdiction) for t in self._doc._.tenures}
        return (one, other) in pairs or (other, one) in pairs

    # --- when ---------------------------------------------------------------------------------------------------------

    def _when(self, clause: Token) -> Interval | None:
        """The one resolved time that hangs on the clause itself."""
        sentence = clause.sent
        begin, end = sentence.start_char, sentence.end_char
        found = {
            t.interval
            for t in self._doc._.times
            if t.interval is not None
            and begin <= t.begin < end
            and _hangs_on(self._doc.char_span(t.begin, t.end, alignment_mode="expand"), clause)
        }
        return next(iter(found)) if len(found) == 1 else None


# --- what the words say -----------------------------------------------------------------------------------------------


def _acts(token: Token) -> Iterator[_Act]:
    lemma = token.lemma_.lower()
    if token.pos_ == "VERB":
        phrase = _phrase(token, lemma)
        if phrase is not None:
            yield phrase
        elif lemma in DONE_TO:
            yield from _asked_by_preposition(token, DONE_TO[lemma])
        elif lemma in VERB_DEEDS:
            yield from _verb(token, VERB_DEEDS[lemma])
    elif token.pos_ == "NOUN" and (lemma in NOUN_DEEDS or token.lower_ in NOUN_DEEDS):
        yield from _noun(token, NOUN_DEEDS.get(lemma) or NOUN_DEEDS[token.lower_])


def _verb(verb: Token, deed: Deed) -> Iterator[_Act]:
    targets = _objects(verb) if deed.obj else []
    targets += [o.noun for o in syntax.obliques(verb) if o.preposition in deed.prepositions]
    if targets:
        yield _Act(verb, verb, deed, tuple(targets), f"verb {verb.lemma_.lower()}")


def _objects(verb: Token) -> list[Token]:
    found = list(syntax.objects(verb)) or list(syntax.passive_subjects(verb) if syntax.is_passive(verb) else [])
    if not found and verb.dep_ in _RELATIVE and not any(s.tag_ in _RELATIVE_PRONOUNS for s in syntax.subjects(verb)):
        return [verb.head] if syntax.subjects(verb) else []
    return found or ([verb.head] if verb.dep_ == "acl" and verb.tag_ == "VBN" else [])


def _asked_by_preposition(verb: Token, deed: Deed) -> Iterator[_Act]:
    """As in "called on Peru to sign"; "called on Monday" has no infinitive."""
    asked = any(c.i > verb.i and c.dep_ in {"xcomp", "advcl", "ccomp"} for c in verb.children)
    nouns = [o.noun for o in syntax.obliques(verb) if o.preposition in deed.prepositions]
    if asked and nouns:
        yield _Act(verb, verb, deed, tuple(nouns), f"verb {verb.lemma_.lower()} on")


def _phrase(verb: Token, lemma: str) -> _Act | None:
    """A verb with an object that says what is done."""
    for phrase in PHRASES:
        if lemma not in phrase.verbs:
            continue
        for theme in _objects(verb):
            if theme.lemma_.lower() in phrase.themes or theme.lower_ in phrase.themes:
                targets = _phrase_targets(verb, theme, phrase.deed)
                if targets:
                    return _Act(verb, verb, phrase.deed, tuple(targets), f"phrase {lemma} {theme.lemma_.lower()}")
    return None


def _phrase_targets(verb: Token, theme: Token, deed: Deed) -> list[Token]:
    places = (*syntax.obliques(verb), *syntax.obliques(theme))
    beside = [o for o in syntax.objects(verb) if o != theme] if deed.obj else []
    return beside or [o.noun for o in places if o.preposition in deed.prepositions] or _qualifiers(theme)


def _noun(noun: Token, deed: Deed) -> Iterator[_Act]:
    """A deed as a noun with its doer and its target: "Peru's attack on Chile"."""
    owners = _qualifiers(noun)
    targets = [o.noun for o in syntax.obliques(noun) if o.preposition in deed.prepositions]
    above = noun.head
    governed = noun.dep_ in {"obj", "dobj", "nsubj:pass", "obl", "nmod"} and above.pos_ in {"VERB", "NOUN"}
    if governed and above.lemma_.lower() in _NOT_YET_DONE:
        return
    if owners and targets:
        yield _Act(noun, noun, deed, tuple(targets), f"noun {noun.lemma_.lower()}", tuple(owners))


_NOT_YET_DONE = frozenset(
    """avert avoid block call consider demand deny discuss end exclude fear lift oppose possibility prevent
    propose reject risk rule seek suspend threat threaten urge veto warn""".split()
)


def _qualifiers(noun: Token) -> list[Token]:
    """Whose a thing is: possessor, demonym or name before it."""
    found = [*syntax.possessors(noun), *syntax.compounds(noun), *syntax.adjectives(noun)]
    found += [o.noun for o in syntax.obliques(noun) if o.preposition == "of"]
    return found


def _doers(clause: Token) -> Sequence[Token]:
    if syntax.is_passive(clause):
        return syntax.agents(clause)
    found = syntax.subjects(clause) or (syntax.subjects(clause.head) if completes(clause) else [])
    return found or ([clause.head] if clause.dep_ in {"acl", *_RELATIVE} else [])


def _beyond_relative(noun: Token) -> Token:
    if noun.tag_ not in _RELATIVE_PRONOUNS:
        return noun
    clause = noun
    while clause.head != clause and clause.dep_ not in _RELATIVE:
        clause = clause.head
    return clause.head if clause.dep_ in _RELATIVE else noun


_WITH_EACH_OTHER = tuple(phrase for phrase in PHRASES if phrase.deed.prepositions == {"with"})


def _mutual_event(verb: Token) -> EventType | None:
    lemma = verb.lemma_.lower()
    if verb.pos_ != "VERB":
        return None
    for phrase in _WITH_EACH_OTHER:
        if lemma in phrase.verbs and phrase.themes & {o.lemma_.lower() for o in syntax.objects(verb)}:
            return phrase.deed.event
    if lemma == "agree" and not any(c.dep_ in {"xcomp", "ccomp", "obl", "obj"} for c in verb.children):
        return None
    return MUTUAL.get(lemma)


# --- what the grammar around does to it -------------------------------------------------------------------------------


def _settled(act: _Act) -> _Act | None:
    """The act as what it amounts to once promised, threatened or refused; None where nobody says it is done."""
    if act.clause.pos_ == "NOUN":
        return act
    scope = scope_of(act.clause)
    event = act.deed.event
    above = act.clause.head if completes(act.clause) else None
    lemma = above.lemma_.lower() if above is not None else ""
    if lemma in REFUSALS and event in KEPT | {EventType.AGREE} and not syntax.is_negated(act.clause):
        return _as(act, EventType.REJECT)
    if not scope.is_claimed or scope.denials or scope.is_open:
        return None
    if lemma == "threaten" and event in HOSTILE | {EventType.REJECT}:
        return _as(act, EventType.THREATEN)
    if event is EventType.CONSULT and act.word.lemma_.lower() != "mediate":
        return None  # a meeting, or the plan of one
    promised = lemma in PROMISES | _READY or "will" in syntax.modals(act.clause)
    if promised and event in KEPT:
        return _as(act, EventType.AGREE)
    if promised and event in HOSTILE:
        return _as(act, EventType.THREATEN)
    return (
        None if _doubtful(act.clause) or (above is not None and lemma not in _FACTUAL and _is_infinitive(act)) else act
    )


_FACTUAL = frozenset("begin continue go keep manage proceed start help".split()) | PROMISES


def _is_infinitive(act: _Act) -> bool:
    return act.clause.dep_ in {"xcomp", "advcl"} and act.clause.tag_ == "VB"


def _as(act: _Act, event: EventType) -> _Act:
    return replace(act, deed=replace(act.deed, event=event, confidence=act.deed.confidence * 0.9))


def _doubtful(clause: Token) -> bool:
    return bool(set(syntax.modals(clause)) & _COUNTERFACTUAL)


def _is_claimed(verb: Token) -> bool:
    scope = scope_of(verb)
    return scope.is_claimed and not scope.denials and not scope.is_open


def _hangs_on(span: Iterable[Token] | None, clause: Token) -> bool:
    """Whether a time belongs to the clause and to no verb between."""
    tokens = list(span or ())
    if not tokens:
        return False
    current = tokens[-1]
    while current.head != current:
        current = current.head
        if current == clause:
            return True
        if current.pos_ in {"VERB", "AUX"}:
            return False
    return current == clause


@Language.factory(
    "kg_interactions",
    requires=["doc._.links", "doc._.statements", "doc._.times", "token.dep"],
    assigns=["doc._.interactions"],
)
class InteractionsComponent:
    """Thin shell around :class:`InteractionFinder`."""

    def __init__(self, nlp: Language, name: str) -> None:
        del nlp, name
        self.finder = InteractionFinder()

    def __call__(self, doc: Doc) -> Doc:
        """Fill ``doc._.interactions``."""
        doc._.interactions = self.finder.find(doc)
        return doc
