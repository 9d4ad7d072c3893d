"""Which way in time a clause points: what "Monday" and "June" need to know of their verb.

Plain rules over tags, features and dependencies that hold in Universal Dependencies and in the ClearNLP scheme alike:
walk up from the expression to the predicate it belongs to, then read tense, auxiliaries and the verbs above it.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Span, Token

from kg.model import SectionKind
from kg.nlp.timegrammar import Direction

__all__ = ["direction_of"]

_FUTURE_AND_PRESENT_MODALS = frozenset(
    "will wo 'll ’ll shall would 'd ’d should could can ca may might must ought".split()
)
_BE_PRESENT = frozenset({"is", "are", "am", "'s", "’s", "'re", "’re", "'m", "’m"})
_BE_PAST = frozenset({"was", "were"})
_HAVE = frozenset({"has", "have", "'ve", "’ve", "had", "having"})

# "Scheduled for Friday", "due in Moscow on Friday": the participle points ahead whatever the tense of its auxiliary.
_SET_AHEAD = frozenset("schedule scheduled expect expected slate slated plan planned due bill billed".split())
# These point ahead only with "for", "until" or "to": "was set for June", but "was proposed on Monday" is past.
_SET_AHEAD_FOR = frozenset(
    """set book propose time tip invite adjourn postpone delay defer push move reschedule call announce arrange convene
    reserve target fix agree prepare""".split()
)
_AHEAD_PREPOSITIONS = frozenset({"for", "until", "till", "to"})
# "Managed to meet on Monday" happened: the infinitive has the tense of the verb above it.
_SAME_TENSE = frozenset(
    """manage begin start continue fail refuse decline have get come seem appear happen help use cease proceed learn
    believe report say know think""".split()
)
# Parsers take "agreed on Monday to meet on Friday" for a purpose; with these verbs it is what is agreed.
_PROSPECTIVE = frozenset(
    """agree plan decide promise pledge vow want hope intend expect schedule ask urge invite order offer propose prepare
    arrange threaten call commit undertake resolve vote due set ready likely""".split()
)
_STARTS = frozenset("begin start open resume convene expire end close conclude run take leave depart".split())
# A journey or a meeting told in the present is arranged ("Abe flies to Delhi on Friday"), but not below a picture.
_ARRANGES = frozenset("address arrive embark fly go head host meet receive return travel visit".split())
_SAYS = frozenset("say tell report write add note quote".split())
# Occasions are arranged beforehand, so that with a verb of the future "Friday's talks" lie ahead; attacks are not.
_ARRANGED = frozenset(
    """meeting talk talks summit conference visit session trip election vote referendum hearing negotiation round
    ceremony deadline congress inauguration dinner lunch gathering forum parade match game launch debate""".split()
)
_PLANNED_WORDS = frozenset("planned upcoming scheduled proposed expected forthcoming coming prospective".split())
_AHEAD_OF = frozenset(
    {"ahead", "upcoming", "prepare", "preparation", "preparations", "preparing", "run-up", "eve", "awaiting"}
)
_ANNOUNCES = frozenset("advocate agree announce confirm favor favour offer plan propose schedule suggest urge".split())
_MONTHS = frozenset(
    """jan january feb february mar march apr april may jun june jul july aug august sep sept september oct october nov
    november dec december""".split()
)
_GOES = frozenset("arrive come fly go head leave travel".split())
_DEPTH = 8


def direction_of(doc: Doc, span: Span) -> Direction:
    """Which way the clause around an expression of time points; UNKNOWN where no verb says or nothing is parsed."""
    if not doc.has_annotation("DEP") or not len(span):
        return Direction.UNKNOWN
    preposition = doc[span.start - 1].lower_ if span.start else ""
    if span.start and _is_common_noun(doc[span.start - 1]) and _is_bound_for(doc[span.start - 1]):
        return Direction.FUTURE
    beside = _verb_beside(doc, span)
    if beside is not None:
        return _of_predicate(beside, preposition, _DEPTH)
    noun: Token | None = None
    for token in _upwards(span.root):
        if _is_predicate(token):
            direction = _of_predicate(token, preposition, _DEPTH)
            if noun is None and _is_date_of_plan(token, span):
                return Direction.FUTURE
            return direction if noun is None else _through_noun(noun, span, direction)
        outside = not span.start <= token.i < span.end
        if outside and (token.lemma_.lower() in _SET_AHEAD or (noun is None and token.lower_ in _AHEAD_OF)):
            return Direction.FUTURE
        if outside and noun is None and _is_common_noun(token):
            noun = token
    return Direction.UNKNOWN if noun is None else _through_noun(noun, span, Direction.UNKNOWN)


def _verb_beside(doc: Doc, span: Span) -> Token | None:
    """The verb just before the time ("said Friday", "met on Friday"), whatever the parser has tied the time to."""
    before = span.start - 1
    if before > 0 and doc[before].lower_ == "on":
        before -= 1
    if before < 0 or not _is_predicate(doc[before]) or doc[before].dep_ == "amod":
        return None
    return doc[before] if _is_verb(doc[before]) and doc[before].sent == span.sent else None


def _upwards(token: Token) -> Iterator[Token]:
    """The token and what it hangs on, up to the root."""
    yield token
    while token.head.i != token.i:
        token = token.head
        yield token


def _through_noun(noun: Token, span: Span, direction: Direction) -> Direction:
    """A time on a noun may have the noun's own time: "discussed the June conference" does not say whether June is over.

    Before the noun the time is the noun's; behind it, parsers and readers alike cannot tell the noun's from the verb's,
    and only what is arranged beforehand ("announced a summit in June") gets the benefit of the doubt.
    """
    arranged = noun.lower_ in _ARRANGED or noun.lower_.removesuffix("s") in _ARRANGED
    if any(c.lower_ in {"after", "following"} and c.i < noun.i for c in (*noun.children, noun.head)):
        return Direction.FUTURE if direction is Direction.FUTURE and not arranged else Direction.PAST
    if any(child.lower_ in _PLANNED_WORDS for child in noun.children) or _is_ahead_of(noun) or _is_bound_for(noun):
        return Direction.FUTURE
    if span.start < noun.i:
        return Direction.FUTURE if arranged and direction is Direction.FUTURE else Direction.UNKNOWN
    return Direction.UNKNOWN if arranged and direction is Direction.PAST else direction


def _is_date_of_plan(verb: Token, span: Span) -> bool:
    """Whether what is announced has a date of its own: "announced plans for a summit on June 21".

    A weekday may be that of the announcing, so that only a date by its month counts.
    """
    dated = any(t.is_digit or t.lower_.strip(".") in _MONTHS for t in span)
    if verb.lemma_.lower() not in _ANNOUNCES or span.start < verb.i or not dated:
        return False
    return any(t.lower_ in _ARRANGED for t in span.doc[verb.i + 1 : span.start])


def _is_ahead_of(noun: Token) -> bool:
    """As in "ahead of Friday's talks", "preparations for the June summit"."""
    around = [*noun.children, noun.head, noun.head.head]
    return any(t.lower_ in _AHEAD_OF for t in around if t.i < noun.i)


def _is_bound_for(noun: Token) -> bool:
    """As in "arrived on Tuesday for a meeting Thursday"."""
    above = noun.head
    bound = above.lemma_.lower() in _GOES or any(c.dep_ == "cop" for c in above.children)
    arranged = noun.lower_ in _ARRANGED
    return arranged and bound and any(c.lower_ == "for" and c.i < noun.i for c in noun.children)


def _is_common_noun(token: Token) -> bool:
    """Times hang on places and people by the parser's mistake alone."""
    return token.pos_ == "NOUN" or token.tag_ in {"NN", "NNS"}


def _is_verb(token: Token) -> bool:
    return token.pos_ in {"VERB", "AUX"} or token.tag_[:2] in {"VB", "MD"}


def _is_predicate(token: Token) -> bool:
    return (_is_verb(token) and not _is_auxiliary(token)) or any(child.dep_ == "cop" for child in token.children)


def _is_auxiliary(token: Token) -> bool:
    return token.dep_.partition(":")[0] in {"aux", "auxpass", "cop"}


# --- the predicate ----------------------------------------------------------------------------------------------------


def _of_predicate(verb: Token, preposition: str, depth: int) -> Direction:
    """The direction of a predicate with its auxiliaries, asking the verbs above where it has no tense of its own."""
    if depth == 0:
        return Direction.UNKNOWN
    helpers = [child.lower_ for child in verb.children if _is_auxiliary(child)]
    if _is_set_ahead(verb, helpers, preposition):
        return Direction.FUTURE
    if any(helper in _FUTURE_AND_PRESENT_MODALS and not _is_had(verb, helper) for helper in helpers):
        happened = any(helper in _HAVE for helper in helpers) and "will" not in helpers
        return Direction.PAST if happened else Direction.FUTURE
    if any(child.lower_ == "to" and (child.tag_ == "TO" or child.pos_ == "PART") for child in verb.children):
        return _of_infinitive(verb, helpers, depth)
    return _by_tense(verb, helpers, depth)


def _is_had(verb: Token, helper: str) -> bool:
    """Whether it is short for "had": "he'd met"."""
    return helper in {"'d", "’d"} and _form(verb) == "VBN"


def _is_set_ahead(verb: Token, helpers: list[str], preposition: str) -> bool:
    lemma = verb.lemma_.lower()
    if lemma in _SET_AHEAD:
        passive = bool(set(helpers) & (_BE_PRESENT | _BE_PAST | {"be", "been"})) or (
            _form(verb) == "VBN" and not helpers
        )
        return passive or preposition in _AHEAD_PREPOSITIONS or verb.pos_ == "ADJ"
    return lemma in _SET_AHEAD_FOR and preposition in _AHEAD_PREPOSITIONS


def _of_infinitive(verb: Token, helpers: list[str], depth: int) -> Direction:
    """An infinitive: "agreed to meet" points ahead of the agreeing; "managed to meet" is as past as the managing."""
    head = verb.head
    if head.i == verb.i or set(helpers) & (_BE_PRESENT | _BE_PAST):
        return Direction.FUTURE
    if verb.dep_ == "conj":
        return _of_predicate(head, "", depth - 1)
    lemma = head.lemma_.lower()
    if lemma in {"be", "go"}:
        return Direction.FUTURE
    if verb.dep_ == "advcl" and lemma not in _PROSPECTIVE:
        above = _of_predicate(head, "", depth - 1) if _is_predicate(head) else Direction.UNKNOWN
        return Direction.UNKNOWN if above is Direction.PAST else above
    if lemma in _SAME_TENSE:
        return _of_predicate(head, "", depth - 1)
    return Direction.FUTURE


def _by_tense(verb: Token, helpers: list[str], depth: int) -> Direction:
    words, form = set(helpers), _form(verb)
    if form == "VBD" or words & (_BE_PAST | _HAVE | {"did"}):
        return Direction.PAST
    if form == "VBG":
        return Direction.FUTURE if words & _BE_PRESENT else _of_head(verb, depth)
    if form == "VBN":
        return _of_participle(verb, words, depth)
    if any(child.dep_ == "cop" for child in verb.children):
        return Direction.FUTURE if words & _BE_PRESENT else _of_head(verb, depth)
    if form == "VB":
        return _of_head(verb, depth) if verb.dep_ == "conj" else Direction.FUTURE
    return _of_present(verb)


def _of_participle(verb: Token, helpers: set[str], depth: int) -> Direction:
    """A participle: "released on Sunday" is past; "is held on Sunday" may be either."""
    if helpers & (_BE_PRESENT | {"be"}):
        return Direction.UNKNOWN
    return _of_head(verb, depth) if verb.dep_ == "conj" else Direction.PAST


def _of_present(verb: Token) -> Direction:
    """A present tense: "the talks begin on Friday" lies ahead, "Lavrov says Monday" behind."""
    lemma = verb.lemma_.lower()
    if lemma in _SAYS:
        return Direction.PAST
    if lemma in _ARRANGES and not _is_below_picture(verb):
        return Direction.FUTURE
    return Direction.FUTURE if lemma in _STARTS or lemma == "be" else Direction.UNKNOWN


def _is_below_picture(verb: Token) -> bool:
    captions = (s for s in verb.doc._.sections if s.kind is SectionKind.CAPTION)
    return any(s.begin <= verb.idx < s.end for s in captions)


def _of_head(verb: Token, depth: int) -> Direction:
    """A participle or conjunct without its own tense has that of the predicate above."""
    for above in list(_upwards(verb))[1:]:
        if _is_predicate(above):
            return _of_predicate(above, "", depth - 1)
    return Direction.UNKNOWN


def _form(verb: Token) -> str:
    """The Penn tag, or the one that the features stand for where there is none."""
    if verb.tag_.startswith("VB"):
        return verb.tag_
    kind, tense = verb.morph.get("VerbForm", []), verb.morph.get("Tense", [])
    if "Fin" in kind:
        return "VBD" if "Past" in tense else "VBZ"
    if "Part" in kind:
        return "VBN" if "Past" in tense else "VBG"
    if "Ger" in kind:
        return "VBG"
    return "VB" if "Inf" in kind else verb.tag_
