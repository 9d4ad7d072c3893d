"""Where an occasion stands: held, planned, proposed, cancelled or denied, by tense, modality and the words around.

The order of the tests is the order of strength: what is denied or called off stays so whatever its tense, a plan told
in the past ("was to meet") is still a plan, and only what nothing qualifies has been held. A standing is *sure* where
a verb or a word says it; "ahead of the talks" and a bare "the talks" only let it be guessed, and a surer telling of the
same occasion decides.
"""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Token

from kg.model import MeetingStatus
from kg.nlp import statuswords as words
from kg.nlp import syntax
from kg.nlp.denial import is_denied
from kg.nlp.governors import Step, Tie, climb, is_infinitive, is_own_clause, key, lemma, marker
from kg.nlp.outlook import lies_ahead

__all__ = ["Standing", "standing"]

_HELD, _PLANNED, _PROPOSED = MeetingStatus.HELD, MeetingStatus.PLANNED, MeetingStatus.PROPOSED
_FUTURE = frozenset({"will", "shall", "would"})
_PAST = frozenset({"was", "were", "had", "have", "has", "'ve", "’ve"})
_CALLED_FOR = frozenset({"should", "must", "ought"})
_OPEN = frozenset({"if", "whether", "unless"})
_VERBAL = frozenset({"VERB", "AUX"})
_JOURNEYS = frozenset({"stop", "tour", "trip", "visit"})
_DEPTH = 4
# "Called Abe *to discuss* trade" says what for; "agreed on Monday *to meet*" what was agreed, however it is parsed.
_WITH_PURPOSE = frozenset(
    {"back", "call", "cancel", "fix", "look", "organise", "organize", "set", "support", "suspend"}
)
_NOUNS_UP = 3  # "the date of the opening of the conference"


@dataclass(frozen=True, slots=True)
class Standing:
    """A status, and whether the text says it or only lets it be guessed."""

    status: MeetingStatus
    sure: bool


_GUESS_HELD = Standing(_HELD, sure=False)
_GUESS_PLANNED = Standing(_PLANNED, sure=False)
_SURE_PLANNED = Standing(_PLANNED, sure=True)


def standing(trigger: Token, carrier: Token, *, ahead: bool) -> Standing | None:
    """How an occasion stands; None where the text denies it.

    Args:
        trigger: the verb ("met") or noun ("talks") that tells it.
        carrier: the verb whose tense is its own ("*held* talks"); the trigger where there is none.
        ahead: whether the date told for it lies behind the publication date.
    """
    told = _told(trigger, carrier, ahead=ahead)
    if told is not None and told.status is MeetingStatus.CANCELLED:
        return told
    if told is None or (is_denied(trigger) and not _is_until(trigger)):
        return _without(trigger, carrier)
    return _GUESS_PLANNED if told == _GUESS_HELD and lies_ahead(trigger) else told


def _without(trigger: Token, carrier: Token) -> Standing | None:
    """Of an occasion that somebody stays away from, or may: it is denied of them, and not of "*the* summit".

    As in "whether to attend the talks", "did not take part in the summit", "boycotted the conference".
    """
    step = next(climb(trigger), None)
    verb = carrier if carrier.i != trigger.i else None if step is None else step.word
    definite = any(c.lower_ in {"the", "this", "these"} and c.dep_ == "det" for c in trigger.children)
    if trigger.pos_ in _VERBAL or not definite or verb is None:
        return None
    if lemma(verb) not in words.ATTENDING | words.SHUNNING:
        return None
    return _GUESS_HELD if _tense_tag(verb) == "VBD" else _GUESS_PLANNED


def _told(trigger: Token, carrier: Token, *, ahead: bool) -> Standing | None:
    """What the rules of occasions say, which know less of other events ("fears of *a war*")."""
    if _is_open(trigger):
        return None
    if trigger.pos_ in _VERBAL:
        return _of_verb(trigger, _DEPTH, ahead=ahead)
    if any(c.lower_ == "no" and c.dep_ in {"det", "neg"} for c in trigger.children):
        return None
    said = _by_modifier(trigger)
    if said is not None:
        return Standing(_PLANNED if said is _PROPOSED and ahead else said, sure=True)
    if carrier.i != trigger.i:
        return _of_verb(carrier, _DEPTH, ahead=ahead)
    return _of_noun(trigger, ahead=ahead)


def _is_open(trigger: Token) -> bool:
    """Whether it is left open in the clause itself ("asked *whether* they would agree to meet")."""
    for step in climb(trigger):
        if step.tie in {Tie.CLAUSE, Tie.ADVERBIAL, Tie.RELATIVE}:
            return marker(step.below) in _OPEN
    return False


# --- verbs ------------------------------------------------------------------------------------------------------------


def _of_verb(verb: Token, depth: int, *, ahead: bool) -> Standing | None:
    if depth == 0:
        return _guess(ahead=ahead)
    if (syntax.is_negated(verb) and not _is_until(verb)) or marker(verb) in _OPEN:
        return None
    modal = _by_modal(verb, ahead=ahead)
    if modal is not None:
        return modal
    if any(c.lower_ == "due" and c.dep_ in {"mark", "advmod"} for c in verb.children):
        return _SURE_PLANNED  # parsers take "is due to meet" for the preposition "due to"
    if is_infinitive(verb) or not _is_finite(verb):
        return _by_governor(verb, depth, ahead=ahead)
    past = _tense_tag(verb) in {"VBD", "VBN"} or any(c.lower_ in _PAST for c in verb.children)
    if not past and (ahead or marker(verb) in {"when", "after", "before", "once", "until"}):
        return _SURE_PLANNED
    return Standing(_HELD, sure=past)


def _is_until(verb: Token) -> bool:
    """Whether a denial only says from when: "will *not* meet *until* June", "may not be possible before May"."""
    return any(o.preposition in {"until", "till", "before"} for o in syntax.obliques(verb))


def _by_modal(verb: Token, *, ahead: bool) -> Standing | None:
    modals = syntax.modals(verb) or (_shared_modals(verb) if verb.dep_ == "conj" else [])
    if any(m in _CALLED_FOR for m in modals):
        return Standing(_PROPOSED, sure=True)
    if any(m in _FUTURE for m in modals):
        return _SURE_PLANNED
    return Standing(_PLANNED if ahead else _PROPOSED, sure=True) if modals else None


def _shared_modals(verb: Token) -> list[str]:
    """The modals of the first conjunct, which a bare form shares ("will visit Rome and *meet* the pope")."""
    return [] if is_own_clause(verb) or verb.tag_ != "VB" else syntax.modals(syntax.conjunct_head(verb))


def _tense_tag(verb: Token) -> str:
    """The tag of the first word of a verb group."""
    helpers = [c for c in verb.children if syntax.base_label(c) in {"aux", "auxpass", "cop"}]
    return min(helpers, key=lambda t: t.i).tag_ if helpers else verb.tag_


def _is_finite(verb: Token) -> bool:
    return _tense_tag(verb) in {"VBD", "VBZ", "VBP", "MD"} or (
        verb.pos_ not in _VERBAL and any(c.dep_ == "cop" for c in verb.children)
    )


def _by_governor(verb: Token, depth: int, *, ahead: bool) -> Standing | None:
    """Of an infinitive or participle, by what it hangs on."""
    step = next(climb(verb), None)
    if step is None:
        return _SURE_PLANNED if is_infinitive(verb) else Standing(_HELD, sure=not ahead)
    if step.link in words.INSTEAD:
        return None
    if step.tie is Tie.ADVERBIAL or (step.tie in {Tie.OBLIQUE, Tie.NOUN} and not is_infinitive(verb)):
        return _adverbial(verb, step, depth, ahead=ahead)
    if step.tie is Tie.RELATIVE:
        return _SURE_PLANNED if ahead else _GUESS_HELD
    return _completing(step, depth, ahead=ahead)


def _adverbial(verb: Token, step: Step, depth: int, *, ahead: bool) -> Standing | None:
    """As in "after meeting Abe", "before leaving", "flew to Lima *to meet* Humala"."""
    if step.link in words.BEFORE:
        return _GUESS_PLANNED
    governs = key(step.word) in words.DENYING or key(step.word) in words.VERBS
    completes = not step.link and governs and (not is_infinitive(verb) or lemma(step.word) not in _WITH_PURPOSE)
    if step.word.pos_ not in _VERBAL or completes:
        return _completing(step, depth, ahead=ahead)
    above = _of_verb(step.word, depth - 1, ahead=ahead) or _guess(ahead=ahead)
    if is_infinitive(verb):
        if lemma(step.word) in words.ON_THE_WAY and above.status is _HELD:
            return _GUESS_PLANNED  # "has arrived in Riga *to meet* Abe"
        set_ahead = words.VERBS.get(key(step.word))
        if set_ahead is not None and syntax.is_passive(step.word):
            return Standing(set_ahead, sure=True)
        return above if above.status is not _HELD or above.sure else _GUESS_PLANNED
    return above if above.status is _PLANNED and step.link not in {"after", "following"} else Standing(_HELD, sure=True)


def _completing(step: Step, depth: int, *, ahead: bool) -> Standing | None:
    """Of what completes a verb, adjective or noun: "agreed *to meet*", "ready *to meet*", "plans *to meet*"."""
    above, phrase = step.word, key(step.word)
    if phrase in words.DENYING or lemma(above) in words.DOUBTING or above.lower_ in words.DOUBTING:
        return None
    if lemma(above) == "be":
        return _SURE_PLANNED
    plain = lemma(above)
    if above.pos_ in {"NOUN", "PROPN"}:
        found = words.NOUNS.get(plain)
    else:
        found = words.VERBS.get(phrase) or words.ADJECTIVES.get(above.lower_) or words.VERBS.get(plain)
    if found is not None:
        if syntax.is_negated(above):
            return None
        return Standing(_PLANNED if found is _PROPOSED and ahead and plain not in words.ASKING else found, sure=True)
    if above.pos_ in _VERBAL:
        return _of_verb(above, depth - 1, ahead=ahead)
    return _guess(ahead=ahead)


# --- nouns ------------------------------------------------------------------------------------------------------------


def _by_modifier(noun: Token) -> MeetingStatus | None:
    around = [
        *syntax.adjectives(noun),
        *(c for c in noun.children if c.dep_ in {"compound", "acl", "acl:relcl", "relcl"}),
    ]
    told = next((words.MODIFIERS[t.lower_] for t in around if t.lower_ in words.MODIFIERS), None)
    put_off = (c for c in noun.children if c.dep_ in {"acl", "acl:relcl", "relcl"} and key(c) in words.PUT_OFF)
    return told or (_PLANNED if any(not syntax.is_negated(c) for c in put_off) else None)


def _of_noun(noun: Token, *, ahead: bool) -> Standing | None:
    for step in list(climb(noun))[:_NOUNS_UP]:
        if step.tie is Tie.NOUN and step.word.pos_ not in _VERBAL:
            if step.link == "for" and lemma(step.word) in _JOURNEYS:
                return _GUESS_PLANNED  # "begins a visit *for talks*"
            found = words.NOUNS.get(lemma(step.word))
            if found is not None and step.link not in {"at", "during", "after", "in"}:
                return Standing(found, sure=True)
            if step.link in words.BEFORE:
                return _GUESS_PLANNED
            continue
        return _on_predicate(step, ahead=ahead)
    return _guess(ahead=ahead)


def _on_predicate(step: Step, *, ahead: bool) -> Standing | None:
    if step.tie is Tie.SUBJECT:
        return _of_subject(step.word, ahead=ahead)
    if step.tie is Tie.OBJECT:
        return _of_object(step.word, ahead=ahead)
    if step.tie is Tie.OBLIQUE:
        return _of_oblique(step, ahead=ahead)
    return _guess(ahead=ahead)


def _of_subject(predicate: Token, *, ahead: bool) -> Standing | None:
    """As in "the talks will go on", "the summit is likely": the predicate's own modality."""
    adjective = words.ADJECTIVES.get(predicate.lower_)
    if predicate.lower_ in words.DOUBTING:
        return None
    if lemma(predicate) == "slip":
        return _SURE_PLANNED
    found = _of_verb(predicate, 1, ahead=ahead)
    if adjective is not None and found is not None and found.status is _HELD:
        return Standing(adjective, sure=True)
    return found


def _of_object(verb: Token, *, ahead: bool) -> Standing | None:
    phrase, plain = key(verb), lemma(verb)
    if phrase in words.DENYING or plain in words.DENYING:
        return None
    if plain in words.HOLDING | words.ATTEND:
        return _of_verb(verb, _DEPTH, ahead=ahead)
    if plain in words.SHIFTING or phrase in words.SHIFTING:
        return _SURE_PLANNED
    found = words.VERBS.get(phrase) or (words.VERBS.get(plain) if phrase == plain else None)
    if found is None or plain in {"back", "support", "tell", "look"}:
        return _guess(ahead=ahead)
    own = _of_verb(verb, _DEPTH, ahead=False)
    if own is None:
        return None if found is not MeetingStatus.CANCELLED else _GUESS_PLANNED
    if found is MeetingStatus.CANCELLED and own.status is not _HELD:
        return _GUESS_PLANNED
    return Standing(_PLANNED if found is _PROPOSED and own.sure and ahead and plain == "accept" else found, sure=True)


def _of_oblique(step: Step, *, ahead: bool) -> Standing | None:
    verb, plain = step.word, lemma(step.word)
    if step.link in words.INSTEAD:
        return None
    if step.link == "for" and plain in words.ASKING:
        return Standing(_PROPOSED, sure=True)
    if step.link in words.BEFORE:
        return _SURE_PLANNED if ahead else _GUESS_PLANNED
    if step.link in {"for", "to", "on", "into"}:
        found = words.VERBS.get(key(verb)) or words.ADJECTIVES.get(verb.lower_)
        if found is not None:
            return None if syntax.is_negated(verb) else Standing(found, sure=True)
    above = _of_verb(verb, _DEPTH, ahead=ahead)
    if step.link == "for" and above is not None and _is_underway(verb):
        return above if above.status is not _HELD else _GUESS_PLANNED
    if above is None or (above.status is _PROPOSED and step.link in words.AFTER):
        return _guess(ahead=ahead)
    if above.status is _PLANNED:
        return _GUESS_PLANNED if step.link in {"after", "following"} and not ahead else above
    return Standing(above.status, sure=above.sure and step.link in words.AFTER)


def _is_underway(verb: Token) -> bool:
    """Whether a clause says that somebody is on the way, or there: "arrived", "travels", "is in Riga", "has begun"."""
    if lemma(verb) in words.ON_THE_WAY or any(c.dep_ == "cop" for c in verb.children):
        return True
    if any(lemma(o) in _JOURNEYS for o in syntax.objects(verb)):
        return True  # "is making a visit *for talks*"
    return lemma(verb) in words.GOING and _tense_tag(verb) in {"VBZ", "VBP"}


def _guess(*, ahead: bool) -> Standing:
    return _SURE_PLANNED if ahead else _GUESS_HELD
