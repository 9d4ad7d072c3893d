"""What verbs of stance take a side on: objects, clauses, prepositions and verdicts."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from spacy.tokens import Token

from kg.model import Stance
from kg.nlp import syntax
from kg.nlp.issues import denied_infinitive
from kg.nlp.scope import FLIPPED, REFUSALS, Scope, completes, denied_here, scope_of
from kg.nlp.stances import AGAINST, BAD, FOR, GOOD, IN_FAVOR, JUDGING, OPINIONS, SILENCE, VERBS, WARNINGS, Frame
from kg.nlp.stand import RELATIVE, RELATIVE_PRONOUNS, Stand, is_behind, marks, plain_objects, says_so, strength_of

__all__ = ["verb_stands"]

_RULE_OUT = Frame(Stance.OPPOSES, obj=True, clause=True, confidence=0.85)
_SPEAK_OUT = frozenset({"speak", "come", "lash"})
_INDICATIVE = frozenset({"VBZ", "VBD", "VBP"})
_CLAIMING = frozenset({"insist", "suggest"})
# What people seek for themselves, and take no side by it: "seeking re-election", "sought refuge".
_SOUGHT = frozenset("asylum election job nomination office presidency re-election refuge seat shelter term".split())
# Not to have asked for a thing is not to be against it: "did not recommend any option".
_SILENT_IF_DENIED = frozenset("appeal ask call press pressure propose recommend request suggest urge".split())
# "Will decide *whether* to attend": nothing is decided; "has decided whether" tells that something is.
_PENDING = frozenset("consider debate decide deliberate discuss mull ponder weigh".split())


_FAVORING = frozenset({"argue", "be", "come", "speak", "stand", "vote"})
_TAKING_SIDES = frozenset({*AGAINST, *FOR, *_SPEAK_OUT, *_FAVORING})


def verb_stands(verb: Token) -> Iterator[Stand]:
    """The stances that a verb tells."""
    lemma = verb.lemma_.lower()
    if lemma == "rule" and "out" in {c.lower_ for c in verb.children}:
        yield from _verb(verb, _RULE_OUT)
        return
    yield from _judging(verb, lemma)
    yield from _with_preposition(verb, lemma)
    if lemma in _PENDING:
        yield from _pending(verb, lemma)
    if lemma in VERBS:
        yield from _verb(verb, VERBS[lemma])


def _verb(verb: Token, frame: Frame) -> Iterator[Stand]:
    lemma = verb.lemma_.lower()
    issues = _issues(verb, frame)
    refusal = lemma in REFUSALS
    if refusal and (any(_is_stance(c) for c in issues) or any(c.lemma_.lower() in SILENCE for c in issues)):
        return  # "refused to rule out": the inner verb says what is refused; "declined to comment" says nothing
    if not refusal and _within_stance(verb):
        return  # "insisted on seeking": the outer verb takes the stance
    issues = _meant(verb, lemma, issues)
    scope = scope_of(verb)
    if scope.denials and lemma in _SILENT_IF_DENIED:
        return
    beside = next(iter(plain_objects(verb)), None) if frame.prepositions or frame.purpose else None
    for issue in issues:
        stance = scope.turned(_towards(issue, frame, lemma), frame.denied)
        yield Stand(
            verb, verb, stance, issue, f"verb {lemma}", frame.confidence, scope, strength_of(verb, frame),
            beside=beside if beside != issue else None,
        )  # fmt: skip


def _meant(verb: Token, lemma: str, issues: list[Token]) -> list[Token]:
    """The issues of a verb that takes a side only with some of its complements."""
    if lemma in _NO_STANCE and _NO_STANCE[lemma](verb):
        return []
    if lemma in _CLAIMING:  # "insists the plan is peaceful" claims, "insists that it be" and "must be" demand
        return [i for i in issues if i.dep_ != "ccomp" or not _is_indicative(i)]
    if lemma in {"agree", "decide"}:  # "agreed that it was late" is an opinion, "agreed to leave" a stance
        return [i for i in issues if i.dep_ != "ccomp" or i.tag_ == "VB"]
    if lemma in WARNINGS:
        issues = [i for i in issues if i.tag_ in {"VB", "VBG"} or i.pos_ in {"NOUN", "PROPN"}]
        return [i for i in issues if not any(syntax.is_subject(c) for c in i.children)]
    if lemma == "dismiss":
        return issues if any(i.lemma_.lower() in OPINIONS or i.lower_ in OPINIONS for i in issues) else []
    return issues


# What else the verbs may mean: "called the idea interesting", "committed a crime", "people seeking asylum".
_NO_STANCE: dict[str, Callable[[Token], bool]] = {
    "call": lambda verb: bool(plain_objects(verb)),
    "commit": lambda verb: any(o.tag_ != "PRP" for o in plain_objects(verb)),
    "seek": lambda verb: verb.dep_ == "acl" or any(o.lemma_.lower() in _SOUGHT for o in syntax.objects(verb)),
}


def _is_indicative(clause: Token) -> bool:
    """Whether a clause tells what is so, and not what should be."""
    helpers = [c.tag_ for c in clause.children if syntax.base_label(c) in {"aux", "cop"}]
    finite = clause.tag_ in _INDICATIVE or any(tag in _INDICATIVE for tag in helpers)
    return (finite or "will" in syntax.modals(clause)) and not {"should", "must"} & set(syntax.modals(clause))


def _towards(issue: Token, frame: Frame, lemma: str) -> Stance:
    """The side towards an act: "urged Peru *not to* sign" is against signing, "warned Peru *to* sign" for it."""
    stance = Stance.SUPPORTS if lemma in WARNINGS and issue.tag_ == "VB" else frame.stance
    denied = denied_infinitive(issue) or _is_none(issue) or (issue.dep_ in {"ccomp", "xcomp"} and denied_here(issue))
    return Stance.OPPOSES if stance is Stance.SUPPORTS and denied else stance


def _is_none(issue: Token) -> bool:
    """As in "wants *no* foreign troops", "called for *no* delay"."""
    return issue.pos_ == "NOUN" and any(c.lower_ == "no" for c in issue.children)


def _is_stance(token: Token) -> bool:
    return token.pos_ == "VERB" and (token.lemma_.lower() in VERBS or syntax.particles(token) == ["out"])


def _within_stance(verb: Token) -> bool:
    above = verb.head
    governed = (verb.dep_ == "advcl" or completes(verb)) and above.i < verb.i
    return governed and above.lemma_.lower() not in REFUSALS and _is_stance(above)


def _pending(verb: Token, lemma: str) -> Iterator[Stand]:
    """As in "will decide whether to attend", "is considering whether to sign": it is left open."""
    scope = scope_of(verb)
    decided = lemma == "decide" and verb.tag_ in {"VBD", "VBN"} and not scope.denials
    for clause in verb.children:
        asked = clause.dep_ in {"ccomp", "xcomp", "advcl"} and clause.i > verb.i
        if asked and not decided and any(c.lower_ == "whether" for c in clause.children):
            open_scope = Scope(is_claimed=scope.is_claimed, hedges=scope.hedges)
            yield Stand(verb, verb, Stance.NEUTRAL, clause, f"verb {lemma} whether", 0.7, open_scope)


def _issues(verb: Token, frame: Frame) -> list[Token]:
    """The heads of what the stance is on; an urged act outranks the one urged."""
    found: list[Token] = []
    if frame.clause:
        found = [c for c in syntax.complements(verb) if c.i > verb.i and not says_so(c)]
        found = [c for c in found if not _is_question(c)]
        found = [c for c in found if not frame.purpose or c.dep_ == "ccomp" or marks(c)]
        loose = [c for c in verb.children if c.dep_ == "advcl" and c.i > verb.i and not _is_question(c)]
        found = found or [c for c in loose if completes(c) or _clause_behind(c, frame)]
    named = _asked_for(verb, frame)
    if named:
        return named
    if not found:
        found = [
            o.noun for o in syntax.obliques(verb) if o.preposition in frame.prepositions and is_behind(o.noun, verb)
        ]
    if not found and frame.prepositions and not frame.clause:
        found = [c for c in verb.children if c.dep_ == "advcl" and marks(c) & frame.prepositions]
    if not found and frame.obj:
        found = _object(verb, frame)
    if not found or all(t.tag_ in RELATIVE_PRONOUNS for t in found):
        found = [verb.head] if verb.dep_ in RELATIVE and (_gap(verb) or found) and frame.obj | bool(found) else []
    return found


def _asked_for(verb: Token, frame: Frame) -> list[Token]:
    """What is asked for by a noun, which a purpose behind it only explains: "called *for talks* to end the strike"."""
    if not frame.purpose or "for" not in frame.prepositions:
        return []
    nouns = [o.noun for o in syntax.obliques(verb) if o.preposition == "for" and is_behind(o.noun, verb)]
    return [n for n in nouns if n.pos_ == "NOUN" and not _is_people(n)]


def _is_question(clause: Token) -> bool:
    """As in "asked *whether* Peru would sign", "asked *why* it had not"."""
    return any(c.dep_ == "mark" and c.lower_ in {"if", "whether"} for c in clause.children) or (
        clause.dep_ == "ccomp" and clause.left_edge.tag_ in {"WRB", "WP", "WDT"}
    )


def _clause_behind(clause: Token, frame: Frame) -> bool:
    """Whether a clause that hangs on loosely is the issue: "insisted *on seeking*", "called on X *to act*"."""
    found = marks(clause)
    if frame.purpose and "to" in found and clause.tag_ == "VB":
        return True
    near = clause.tag_ == "VBG" and not found and clause.i - clause.head.i <= 2 and not frame.purpose
    return bool(found & frame.prepositions) or near


def _object(verb: Token, frame: Frame) -> list[Token]:
    found = syntax.objects(verb) or (syntax.passive_subjects(verb) if syntax.is_passive(verb) else [])
    found = found or [o.noun for o in syntax.obliques(verb) if o.preposition == "including"]
    if frame.purpose:
        found = [o for o in found if o.pos_ == "NOUN" and not _is_people(o)]
    return found


def _is_people(noun: Token) -> bool:
    """Whether a noun means those who are urged and not what is urged ("pressed both *sides*", "urged *lawmakers*")."""
    return noun.lower_ in {"sides", "side", "parties", "leaders", "people", "government", "countries"} or (
        noun.lower_.endswith(("ers", "ors", "ians", "ists")) or bool(noun.ent_type_)
    )


def _gap(verb: Token) -> bool:
    """Whether a relative clause has its own subject, so that its noun is the object ("a group Russia criticized")."""
    return any(c.tag_ not in RELATIVE_PRONOUNS for c in syntax.subjects(verb))


def _with_preposition(verb: Token, lemma: str) -> Iterator[Stand]:
    """As in "voted against the treaty", "spoke out against it", "came out in favor of the plan"."""
    if lemma not in _TAKING_SIDES:
        return
    scope = scope_of(verb)
    out = "out" in {c.lower_ for c in verb.children}
    for oblique in syntax.obliques(verb):
        stance = None
        if oblique.preposition == "against" and lemma in AGAINST and (lemma != "come" or out):
            stance = Stance.OPPOSES
        elif oblique.preposition == "for" and lemma in FOR and oblique.noun.ent_type_ not in {"DATE", "TIME"}:
            stance = Stance.SUPPORTS
        elif oblique.preposition == "about" and lemma in _SPEAK_OUT and out:
            stance = Stance.OPPOSES
        if stance is not None:
            yield Stand(
                verb, verb, scope.turned(stance), oblique.noun, f"verb {lemma} {oblique.preposition}", 0.7, scope
            )
        elif oblique.preposition.startswith("in") and oblique.noun.lemma_.lower() in IN_FAVOR:
            yield from _in_favor(verb, oblique.noun, scope)


def _in_favor(verb: Token, noun: Token, scope: Scope) -> Iterator[Stand]:
    for oblique in syntax.obliques(noun):
        if oblique.preposition == "of" and verb.lemma_.lower() in _FAVORING:
            yield Stand(verb, verb, scope.turned(Stance.SUPPORTS), oblique.noun, "in favor of", 0.8, scope)


def _judging(verb: Token, lemma: str) -> Iterator[Stand]:
    """A judgement passed on an object: "called the charge absurd", "described the vote as a sham"."""
    if lemma not in JUDGING:
        return
    verdicts = [c for c in syntax.open_complements(verb) if c.i > verb.i]
    verdicts += [o.noun for o in syntax.obliques(verb) if o.preposition == "as"]
    verdicts += [c for c in verb.children if c.dep_ in {"advcl", "oprd"} and "as" in marks(c) | {c.dep_ and "as"}]
    judged = plain_objects(verb) or ([verb.head] if verb.dep_ in RELATIVE and _gap(verb) else [])
    for verdict in verdicts:
        stance = _verdict(verdict)
        if stance is None or not judged:
            continue
        if lemma in VERBS and lemma != "call":
            return  # "condemned the attacks as a threat": the verb says it already
        scope = scope_of(verb)
        issue = judged[0] if judged[0] != verdict else judged[-1]
        yield Stand(verb, verb, scope.turned(stance), issue, f"judgement {verdict.lower_}", 0.75, scope)
        return


def _verdict(word: Token) -> Stance | None:
    words = {word.lower_, word.lemma_.lower(), *(c.lower_ for c in syntax.adjectives(word))}
    denied = any(c.lower_ in {"not", "no"} for c in word.children)
    if words & BAD:
        return FLIPPED[Stance.OPPOSES] if denied else Stance.OPPOSES
    if words & GOOD:
        return FLIPPED[Stance.SUPPORTS] if denied else Stance.SUPPORTS
    return None
