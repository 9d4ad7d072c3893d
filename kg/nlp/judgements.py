"""What is said to have to be: *should* and *must*, *cannot be*, *it is vital that*, "the priority is to".

Whoever says so takes the side. It takes a speaker, so that a newspaper's own analysis is nobody's position.
"""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Token

from kg.model import Stance, Strength
from kg.nlp import syntax
from kg.nlp.scope import FLIPPED, denied_here
from kg.nlp.stances import BAD, NECESSARY

__all__ = ["Judgement", "judgement"]

_DEONTIC = frozenset({"should", "must", "ought"})
_BARE = frozenset({"need", "have"})  # "needs to stop", "has to stop"
_EXPLETIVE = frozenset({"it", "there"})
_BEARING = frozenset({"accept", "tolerate", "allow", "permit", "stand", "condone", "ignore", "recognize", "recognise"})
_ABILITY = frozenset({"can", "will", "could", "shall"})
# Nouns that judge by themselves; "terrorism is a threat" judges nothing that is at issue.
_VERDICTS = frozenset(
    "aggression betrayal crime farce insult mistake outrage provocation sham travesty violation".split()
)
# "The aim is to", "our goal is": what comes behind is wanted.
_AIMS = frozenset("aim goal objective priority purpose intention wish desire hope task obligation duty".split())
_NO_OTHER = frozenset({"choice", "alternative", "option"})  # "we have no choice but to leave"
_AIMED = _AIMS | _NO_OTHER
_VALUED = NECESSARY | BAD
_NO_PREDICATES = frozenset({"CCONJ", "DET", "PART", "PUNCT", "SPACE"})
# "The best option is the lifting of the ban", "the only way forward is a vote".
_CHOICES = frozenset("answer approach choice course option path solution step way".split())
_CHOSEN = frozenset("best better correct only proper right sole wisest".split())
_MINE = frozenset({"my", "our"})
# Somebody else's aim: "the goal *of the militia* is to ...".
_ACTORS = frozenset({"PERSON", "ORG", "NORP"})
# What the speaker asks of the listener's mind: "it is important to *note*", "should not be *seen* as weakness".
_MINDING = frozenset(
    """acknowledge add come concern confuse emphasize expect forget interpret know mean misread mistake note
    point read realize recall regard remember say see stress surprise take underestimate understand worry""".split()
)


@dataclass(frozen=True, slots=True)
class Judgement:
    """A side taken by saying what has to be.

    Args:
        stance: the side.
        issue: the head of what it is on.
        rule: how it was read.
        strength: how firmly.
        clause: the predicate that is said.
        is_speakers_own: whether it takes a side only in a speaker's own mouth ("we have to act"; an article's "he has
            to leave" may tell of mere circumstance).
        bare: whether the issue is a predicate without its subject ("the best option is *a vote*").
    """

    stance: Stance
    issue: Token
    rule: str
    clause: Token
    strength: Strength = Strength.PLAIN
    is_speakers_own: bool = False
    bare: bool = False


def judgement(head: Token) -> Judgement | None:
    """What the clause whose predicate is ``head`` says has to be, if it does."""
    if head.pos_ in _NO_PREDICATES:
        return None
    return (
        _valued(head) or _aimed(head) or _chosen(head) or _required(head)
        or _elided(head) or _borne(head) or _obliged(head)
    )  # fmt: skip


def _valued(head: Token) -> Judgement | None:
    """As in "their presence is necessary", "it is vital that all take part", "the law is unacceptable"."""
    if head.lower_ not in _VALUED or (head.pos_ == "NOUN" and head.lower_ not in _VERDICTS):
        return None
    subject = syntax.copular_subject(head)
    if subject is None:
        return None
    issue: Token | None = subject
    if subject.lower_ in _EXPLETIVE:
        issue = next((c for c in head.children if c.i > head.i and c.dep_ in _CLAUSAL), None)
    if issue is None or issue.pos_ == "PRON" or issue.lemma_.lower() in _MINDING:
        return None
    stance = Stance.SUPPORTS if head.lower_ in NECESSARY else Stance.OPPOSES
    return Judgement(FLIPPED[stance] if denied_here(head) else stance, issue, f"called {head.lower_}", head)


_CLAUSAL = frozenset({"csubj", "ccomp", "xcomp", "advcl", "acl", "nsubj", "csubj:outer"})


def _aimed(head: Token) -> Judgement | None:
    """As in "we have an obligation to work for peace", "we have no choice but to leave"."""
    lemma = head.lemma_.lower()
    if lemma not in _AIMED or head.pos_ != "NOUN":
        return None
    clause = next((c for c in head.children if c.dep_ in {"acl", "xcomp", "ccomp", "csubj"} and c.tag_ == "VB"), None)
    clause = clause or _behind_but(head)
    owner = head.head if head.dep_ in {"obj", "dobj"} and head.head.lemma_ == "have" else None
    none = any(c.lower_ in {"no", "other"} for c in head.children)
    if clause is None or owner is None or denied_here(owner) or none != (lemma in _NO_OTHER):
        return None
    return Judgement(Stance.SUPPORTS, clause, f"has the {lemma}", owner)


def _behind_but(noun: Token) -> Token | None:
    """The infinitive right behind "but", wherever the parse hangs it ("no alternative *but to leave*")."""
    behind = [t for t in noun.doc[noun.i + 1 : noun.i + 5] if t.sent == noun.sent]
    if not behind or behind[0].lower_ != "but":
        return None
    return next((t for t in behind if t.tag_ == "VB"), None)


def _chosen(head: Token) -> Judgement | None:
    """As in "our aim is to restore peace", "the best option is the lifting of the ban"."""
    subject = syntax.copular_subject(head)
    if subject is None or subject.pos_ != "NOUN" or denied_here(head):
        return None
    lemma = subject.lemma_.lower()
    best = lemma in _CHOICES and any(c.lower_ in _CHOSEN for c in syntax.adjectives(subject))
    others = any(o.noun.ent_type_ in _ACTORS or o.noun.pos_ == "PRON" for o in syntax.obliques(subject))
    owners = {o.lower_ for o in syntax.possessors(subject)}
    if others or owners - _MINE or not (best or (lemma in _AIMS and head.tag_ == "VB")):
        return None
    return Judgement(Stance.SUPPORTS, head, f"called the {lemma}", head, bare=True)


def _required(head: Token) -> Judgement | None:
    """As in "these crises require joint action"."""
    if head.lemma_.lower() != "require" or head.tag_ not in {"VBZ", "VBP"} or denied_here(head):
        return None
    if not syntax.objects(head) or not all(s.pos_ == "NOUN" for s in syntax.subjects(head)):
        return None
    return Judgement(Stance.SUPPORTS, syntax.objects(head)[0], "requires", head, is_speakers_own=True)


def _elided(head: Token) -> Judgement | None:
    """As in "whether Peru should attend, with Kenya saying that it should": what is asked is answered."""
    if head.lower_ not in _DEONTIC or head.dep_ != "ccomp":
        return None
    asked = next((t for t in head.sent if t.i < head.i and head.lower_ in syntax.modals(t)), None)
    if asked is None:
        return None
    return Judgement(Stance.OPPOSES if denied_here(head) else Stance.SUPPORTS, asked, "should or must", head)


def _borne(head: Token) -> Judgement | None:
    """As in "we cannot accept this deal", "such acts will not be tolerated"."""
    if head.lemma_.lower() not in _BEARING or not denied_here(head) or not set(syntax.modals(head)) & _ABILITY:
        return None
    # "Cannot allow the militia *to return*" bears the return, not the militia.
    borne = [*syntax.complements(head), *syntax.objects(head), *syntax.passive_subjects(head)]
    if not borne:
        return None
    return Judgement(Stance.OPPOSES, borne[0], f"cannot {head.lemma_.lower()}", head, Strength.STRONG)


def _obliged(head: Token) -> Judgement | None:
    """As in "the siege must end", "there should be no conditions", "Peru needs to stop the raids"."""
    above = head.head
    bare = head.dep_ == "xcomp" and above.lemma_ in _BARE and above.pos_ == "VERB" and head.tag_ in {"VB", "JJ", "NN"}
    if not bare and not any(m in _DEONTIC for m in syntax.modals(head)):
        return None
    if bare and head.i < above.i:
        return None  # "to win we need to ..."
    if _is_conditional(head) or head.dep_ in {"acl:relcl", "relcl"} or _says_nothing(head):
        return None
    if head.lemma_.lower() in _MINDING:
        return None
    strength = Strength.STRONG if "must" in syntax.modals(head) else Strength.PLAIN
    nothing = next((n for n in (*syntax.subjects(head), *syntax.objects(head)) if _is_nothing(n)), None)
    if nothing is not None:
        return Judgement(Stance.OPPOSES, nothing if head.lemma_ == "be" else head, "should or must", head, strength)
    if head.lemma_ == "be" and (there := _there_is(head)) is not None:
        stance = Stance.OPPOSES if _is_nothing(there) or denied_here(head) else Stance.SUPPORTS
        return Judgement(stance, there, "should or must", head, strength)
    if bare and above.lemma_ == "need" and denied_here(above):
        return None  # "does not need to pay" may pay
    denied = denied_here(above) if bare else denied_here(head)
    own = bare and above.lemma_ == "have"
    return Judgement(Stance.OPPOSES if denied else Stance.SUPPORTS, head, "should or must", head, strength, own)


def _says_nothing(head: Token) -> bool:
    """As in "we must act", "we must act by helping": nobody and nothing is named."""
    named = [c for c in head.children if c.pos_ in {"NOUN", "PROPN"} or c.tag_ == "WDT"]
    named += [c for c in head.children if c.pos_ == "VERB" and c.dep_ != "advcl"]
    return not named and head.pos_ == "VERB"


def _is_nothing(noun: Token) -> bool:
    return any(c.lower_ == "no" for c in noun.children)


def _there_is(head: Token) -> Token | None:
    return next((c for c in head.children if c.dep_ in {"nsubj", "attr"} and c.lower_ != "there"), None)


def _is_conditional(head: Token) -> bool:
    """As in "should talks fail": the modal opens the clause."""
    if syntax.modals(head) != ["should"] or any(c.lower_ == "there" and c.i < head.i for c in head.children):
        return False
    modal = next((c for c in head.children if c.lower_ == "should"), None)
    subject = next(iter(syntax.subjects(head)), None)
    return modal is not None and subject is not None and modal.i < subject.i
