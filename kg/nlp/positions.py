"""Who supports, opposes or leaves open what, from the words of stance and the grammar around them.

A stance word gives the side, negation turns it ("does not support" opposes, "has not ruled out" leaves open), its
subject holds it, its complement is the issue. Reported speech with *should* and *must* takes the side of its speaker.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc, Token

from kg.model import EntityType, Position, Stance
from kg.nlp import syntax
from kg.nlp.issues import issue_of
from kg.nlp.reading import Reading
from kg.nlp.stances import ADJECTIVES, FLIPPED, LIGHT_VERBS, NOUNS, PARTISANS, VERBS, Frame
from kg.nlp.statements import REPORTING, speakers_of

__all__ = ["PositionFinder"]

_OPINION = (REPORTING | {"believe", "think", "feel", "consider"}) - {"ask", "wonder", "call", "read"}
_FIRST_PERSON = frozenset({"i", "we", "us", "our", "my"})
_DEONTIC = frozenset({"should", "must", "ought"})
_REFUSALS = frozenset({"refuse", "decline"})
_NECESSARY = {
    **dict.fromkeys(
        """crucial essential imperative important indispensable justified legitimate necessary needed vital
        welcome""".split(),
        Stance.SUPPORTS,
    ),
    **dict.fromkeys(
        "unacceptable wrong illegal illegitimate impossible intolerable inadmissible unjustified".split(),
        Stance.OPPOSES,
    ),
}


@dataclass(frozen=True, slots=True)
class _Told:
    """A stance before its holders are known: the word that carries it, and the head of the issue's phrase."""

    word: Token
    clause: Token
    stance: Stance
    issue: Token
    rule: str
    confidence: float


class PositionFinder:
    """Finds the positions of a document."""

    def find(self, doc: Doc) -> tuple[Position, ...]:
        """The positions in text order, each holder, stance and issue once."""
        reading = Reading(doc)
        speakers = _quoted_speakers(doc)
        found: dict[tuple[str, Stance, str], Position] = {}
        for token in doc:
            for told in _told_by(token):
                for holder in _holders(told, reading, speakers):
                    position = _position(told, holder, reading, speakers)
                    if position is not None:
                        found.setdefault((holder, position.stance, position.issue.label.casefold()), position)
            for position in _deontic(token, reading, speakers):
                found.setdefault((position.holder, position.stance, position.issue.label.casefold()), position)
        return tuple(found.values())


# --- words of stance --------------------------------------------------------------------------------------------------


def _told_by(token: Token) -> Iterator[_Told]:
    lemma = token.lemma_.lower()
    if token.pos_ == "VERB" and lemma == "rule" and "out" in {c.lower_ for c in token.children}:
        yield from _verb(token, Frame(Stance.OPPOSES, obj=True, clause=True, confidence=0.85))
    elif token.pos_ == "VERB" and lemma in VERBS:
        yield from _verb(token, VERBS[lemma])
    elif token.pos_ == "NOUN" and lemma in PARTISANS:
        yield from _partisan(token, PARTISANS[lemma])
    elif token.pos_ in {"NOUN", "PROPN"} and (lemma in NOUNS or token.lower_ in NOUNS):
        yield from _noun(token, NOUNS.get(lemma) or NOUNS[token.lower_])
    elif token.pos_ in {"ADJ", "VERB", "ADV"} and token.lower_ in ADJECTIVES:
        yield from _adjective(token, ADJECTIVES[token.lower_])
    elif (
        token.lower_ in {"against", "for"}
        and token.dep_ == "case"
        and any(c.dep_ == "cop" for c in token.head.children)
    ):
        stance = Stance.OPPOSES if token.lower_ == "against" else Stance.SUPPORTS
        yield _Told(
            token, token.head, _turned(Frame(stance), token.head), token.head, "copula with for or against", 0.6
        )


def _verb(verb: Token, frame: Frame) -> Iterator[_Told]:
    issues = _issues(verb, frame)
    refusal = verb.lemma_.lower() in _REFUSALS
    # "Refused to rule out": the inner verb says what is refused; "insisted on seeking": the outer one takes the stance.
    if (refusal and any(_is_stance(c) for c in issues)) or (not refusal and _within_stance(verb)):
        return
    for issue in issues:
        yield _Told(verb, verb, _turned(frame, verb), issue, f"verb {verb.lemma_.lower()}", frame.confidence)


def _is_stance(token: Token) -> bool:
    return token.pos_ == "VERB" and (token.lemma_.lower() in VERBS or syntax.particles(token) == ["out"])


def _within_stance(verb: Token) -> bool:
    above = verb.head
    governed = verb.dep_ in {"xcomp", "ccomp", "advcl"} and above.i < verb.i
    return governed and above.lemma_.lower() not in _REFUSALS and _is_stance(above)


def _issues(verb: Token, frame: Frame) -> list[Token]:
    """The heads of what the stance is on; an urged infinitive outranks the one urged."""
    found: list[Token] = []
    if frame.clause:
        found = [c for c in syntax.complements(verb) if c.i > verb.i]
    if not found:
        found = [o.noun for o in syntax.obliques(verb) if o.preposition in frame.prepositions]
    if not found and frame.clause:
        found = [c for c in verb.children if c.dep_ == "advcl" and c.i > verb.i and _gerund_behind(c, frame)]
    if not found and frame.obj:
        found = syntax.objects(verb) or (syntax.passive_subjects(verb) if syntax.is_passive(verb) else [])
        found = found or [o.noun for o in syntax.obliques(verb) if o.preposition == "including"]
    if not found or all(t.tag_ in {"WDT", "WP"} for t in found):
        found = [verb.head] if verb.dep_ in {"acl:relcl", "relcl"} and _gap(verb) else []
    return [each for head in found for each in (head, *(c for c in syntax.conjuncts(head) if c.pos_ == head.pos_))]


def _gerund_behind(clause: Token, frame: Frame) -> bool:
    """Whether a clause that the parse hangs on loosely is the issue: "insisted *on seeking*", "ruled out *sending*"."""
    marks = {g.lower_ for g in clause.children if g.dep_ in {"mark", "case"}}
    return bool(marks & frame.prepositions) or (clause.tag_ == "VBG" and not marks and clause.i - clause.head.i <= 2)


def _gap(verb: Token) -> bool:
    """Whether a relative clause has its own subject, so that its noun is the object ("a group Russia criticized")."""
    return any(c.tag_ not in {"WDT", "WP"} for c in syntax.subjects(verb))


def _turned(frame: Frame, clause: Token) -> Stance:
    """The stance after negation and refusal ("refused to back", "has refused to rule out")."""
    turned = frame.turned() if syntax.is_negated(clause) else frame.stance
    above = clause.head
    if clause.dep_ == "xcomp" and above.lemma_.lower() in _REFUSALS and not syntax.is_negated(above):
        turned = FLIPPED[turned]
    return turned


def _partisan(noun: Token, frame: Frame) -> Iterator[_Told]:
    """One who takes a side: "Russia, a backer of the plan", "has been a backer of the plan"."""
    if noun.dep_ == "appos" or syntax.copular_subject(noun) is not None:
        for oblique in syntax.obliques(noun):
            if oblique.preposition in frame.prepositions:
                yield _Told(
                    noun, noun, _turned(frame, noun), oblique.noun, f"noun {noun.lemma_.lower()}", frame.confidence
                )


def _noun(noun: Token, frame: Frame) -> Iterator[_Told]:
    verb = noun.head if noun.dep_ in {"obj", "dobj"} and noun.head.lemma_.lower() in LIGHT_VERBS else None
    if verb is None and not syntax.possessors(noun):
        return
    nouns = [o.noun for o in syntax.obliques(noun) if o.preposition in frame.prepositions]
    nouns = nouns or (
        [o.noun for o in syntax.obliques(verb) if o.preposition in frame.prepositions] if verb is not None else []
    )
    clauses = [
        c for c in noun.children if c.dep_ in {"acl", "ccomp", "xcomp"} and frame.clause and not syntax.is_passive(c)
    ]
    stance = _turned(frame, verb) if verb is not None else frame.stance
    for issue in nouns or clauses:
        yield _Told(
            noun, verb if verb is not None else noun, stance, issue, f"noun {noun.lemma_.lower()}", frame.confidence
        )


def _adjective(adjective: Token, frame: Frame) -> Iterator[_Told]:
    if (
        syntax.copular_subject(adjective) is None
        and not syntax.passive_subjects(adjective)
        and adjective.dep_ not in {"acl", "advcl", "xcomp", "conj"}
    ):
        return
    clauses = [c for c in syntax.complements(adjective) if frame.clause]
    clauses += [
        c
        for c in adjective.children
        if c.dep_ == "advcl" and any(g.lower_ in frame.prepositions | {"to"} for g in c.children) and c.i > adjective.i
    ]
    nouns = [o.noun for o in syntax.obliques(adjective) if o.preposition in frame.prepositions]
    for issue in nouns or clauses:
        yield _Told(
            adjective, adjective, _turned(frame, adjective), issue, f"adjective {adjective.lower_}", frame.confidence
        )


# --- should and must --------------------------------------------------------------------------------------------------


def _deontic(verb: Token, reading: Reading, speakers: dict[int, str]) -> Iterator[Position]:
    """What a speaker says should or must (not) be, and what is called necessary or unacceptable."""
    judged = _judgement(verb)
    if judged is None:
        return
    stance, issue = judged
    holders = _reporters(verb, reading) or ((speakers[verb.i],) if verb.i in speakers else ())
    for holder in holders:
        if reading.entity(holder).type is not EntityType.PLACE:
            yield Position(
                holder, issue_of(issue, reading), stance, reading.evidence(verb), "should or must", confidence=0.7
            )


def _judgement(head: Token) -> tuple[Stance, Token] | None:
    if head.lower_ in _NECESSARY and (subject := syntax.copular_subject(head)) is not None:
        stance = _NECESSARY[head.lower_]
        return (FLIPPED[stance] if syntax.is_negated(head) else stance), subject
    if head.lower_ in _DEONTIC and head.dep_ == "ccomp":
        asked = next((t for t in head.sent if t.i < head.i and head.lower_ in syntax.modals(t)), None)
        return None if asked is None else ((Stance.OPPOSES if syntax.is_negated(head) else Stance.SUPPORTS), asked)
    if not any(m in _DEONTIC for m in syntax.modals(head)):
        return None
    denied = syntax.is_negated(head)
    nothing = next(
        (n for n in (*syntax.subjects(head), *syntax.objects(head)) if any(c.lower_ == "no" for c in n.children)), None
    )
    if nothing is not None:
        return Stance.OPPOSES, nothing if head.lemma_ == "be" else head
    return (Stance.OPPOSES if denied else Stance.SUPPORTS), head


def _reporters(clause: Token, reading: Reading) -> tuple[str, ...]:
    """Who says or believes the clause: the subject of the verb of opinion that governs it."""
    current = clause
    for _ in range(3):
        above = current.head
        if above == current:
            return ()
        if current.dep_ == "ccomp" and above.lemma_.lower() in _OPINION:
            return speakers_of(above, reading)
        if current.dep_ not in {"conj", "xcomp", "ccomp"}:
            return ()
        current = above
    return ()


# --- whose ------------------------------------------------------------------------------------------------------------


def _holders(told: _Told, reading: Reading, speakers: dict[int, str]) -> Sequence[str]:
    """The actors who take the stance: subject, agent or possessor; the speaker for "I" and "we" in a quotation."""
    clause = told.clause
    if clause.pos_ in {"NOUN", "PROPN"} and told.word == clause:
        subject = syntax.copular_subject(clause)
        nouns = (
            [clause.head] if clause.dep_ == "appos" else [subject] if subject is not None else syntax.possessors(clause)
        )
    elif (
        syntax.is_passive(clause)
        and told.rule.startswith("verb")
        and told.stance is not None
        and not told.rule.endswith("commit")
    ):
        nouns = syntax.agents(clause)
    else:
        nouns = syntax.subjects(clause) or syntax.passive_subjects(clause) or _modified(clause)
    found: dict[str, None] = {}
    for noun in nouns:
        if noun.lower_ in _FIRST_PERSON and noun.i in speakers:
            found[speakers[noun.i]] = None
        found.update(dict.fromkeys(reading.actors(noun)))
    return tuple(found)


def _modified(clause: Token) -> list[Token]:
    """The noun a participle or relative clause describes ("Moscow, opposed to the plan, ...")."""
    if clause.dep_ in {"acl", "acl:relcl", "relcl"}:
        return [clause.head]
    return syntax.subjects(clause.head) if clause.dep_ == "advcl" else []


def _position(told: _Told, holder: str, reading: Reading, speakers: dict[int, str]) -> Position | None:
    issue = issue_of(told.issue, reading)
    if not issue.label or (issue.about == (holder,) and len(issue.label.split()) < 3):
        return None
    reporters = _reporters(told.clause, reading) or ((speakers[told.word.i],) if told.word.i in speakers else ())
    asserted_by = reporters[0] if reporters and reporters[0] != holder else None
    return Position(
        holder, issue, told.stance, reading.evidence(told.word), told.rule,
        asserted_by=asserted_by, confidence=round(told.confidence - (0.1 if asserted_by else 0.0), 2),
    )  # fmt: skip


def _quoted_speakers(doc: Doc) -> dict[int, str]:
    """For each token inside a direct quotation, who speaks it."""
    speakers: dict[int, str] = {}
    for statement in doc._.statements:
        if statement.quote is None or statement.speaker is None:
            continue
        for part in statement.evidence:
            span = doc.char_span(part.begin, part.end, alignment_mode="expand")
            speakers.update({t.i: statement.speaker for t in span or () if t.is_alpha and t.text in statement.quote})
    return speakers


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
