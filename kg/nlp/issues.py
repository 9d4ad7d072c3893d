"""From a noun phrase or a clause to the issue it names: a phrase one can read, and the entities in it.

What is said with "it", "this" or "such a move" is named by what the words refer to, and what an article tells twice in
the same content words ("Iran's participation in the talks", "the participation of Iran in talks") is one issue.
"""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Token

from kg.model import Issue
from kg.nlp import syntax
from kg.nlp.reading import Reading

__all__ = ["IssueNames", "denied_infinitive", "issue_of", "refers_back"]
# Branches directly on the head that add to the issue without naming it: "the talks, *a first step*, ...".
_SIDE_REMARKS = frozenset({"parataxis", "appos", "discourse", "cc", "conj", "advcl", "acl:relcl", "relcl"})
_COORDINATION = frozenset({"cc", "conj"})
# Branches of a noun that is a predicate: "*Peru is* against *the plan*".
_OF_THE_PREDICATE = frozenset(
    {"nsubj", "nsubj:pass", "nsubjpass", "cop", "aux", "mark", "advmod", "neg", "expl", "ccomp", "csubj"}
)
_NOT_FIRST = frozenset(
    "that whether to if for of on in about over the a an and or , by with at such any no but".split()
)
_LONGEST = 28  # words; a label that would be longer ends at its last complete branch before
_SHORTEST_CUT = 8  # words that a cut leaves at least
_OPENING = frozenset({"case", "mark", "cc", "punct", "prep"})  # what begins a branch
_POINTING = frozenset({"it", "this", "that", "them", "these", "those"})
# Nouns that say nothing by themselves, not even what was told before.
_SAYING_NOTHING = frozenset(
    "aim approach aspect course effort goal issue matter outcome point question step thing topic trend view way".split()
)
# "Bolivia proposed nationalizing the mines, and Brazil opposed *the idea*".
_THE_FORMER = frozenset("act action idea move notion possibility step suggestion".split())
_RELATIVES = frozenset({"WDT", "WP", "WP$"})
_RELATIVE_CLAUSES = frozenset({"acl:relcl", "relcl"})
# Nouns that name an issue only by pointing back: "opposes such a *move*", "rejected the *idea*".
_HOLLOW = frozenset(
    """act action aim allegation approach attempt call charge claim concern course criticism decision demand doubt
    effort end fear goal idea initiative issue matter measure move notion objection objective offer option outcome
    plan point possibility proposal question request reservation scenario step suggestion thing topic trend view way
    worry""".split()
)
_EMPTY = _NOT_FIRST | _POINTING | frozenset(
    """all both i he her him his its me my nothing one our she something such that their them they thing things us we
    what which who whom whose you your""".split()
)  # fmt: skip
_BACK = frozenset({"this", "that", "such", "these", "those"})
_CONTENT = frozenset({"NOUN", "PROPN", "VERB", "ADJ", "NUM"})


def issue_of(
    head: Token,
    reading: Reading,
    *,
    leave_out: tuple[Token, ...] = (),
    whole_coordination: bool = False,
    bare: bool = True,
) -> Issue:
    """The issue that the phrase headed by ``head`` names.

    Args:
        head: the noun, or the predicate of the clause, that is supported, opposed or talked about.
        reading: the document's links.
        leave_out: heads of branches below ``head`` that are not part of it (the holder of a stance, say).
        whole_coordination: whether what is coordinated with the head belongs to it ("to stop *and to talk*").
        bare: whether of a noun that is a predicate only the noun is meant ("Peru is against *the plan*"), not the
            clause ("accuses Peru of *being behind the plan*").
    """
    tokens = _phrase(head, {t.i for t in leave_out}, whole_coordination=whole_coordination, bare=bare)
    while len(tokens) > 1 and (tokens[0].lower_ in _NOT_FIRST or tokens[0].is_punct or tokens[0].is_space):
        tokens = tokens[1:]
    while len(tokens) > 1 and (tokens[-1].is_punct or tokens[-1].is_space or tokens[-1].dep_ == "case"):
        tokens = tokens[:-1]
    tokens = _cut(tokens)
    return Issue(_text(tokens), reading.about(tokens))


def _cut(tokens: list[Token]) -> list[Token]:
    """A phrase that is not too long: the rest ends where a branch of it begins."""
    if len(tokens) <= _LONGEST:
        return tokens
    begins = [i for i in range(_SHORTEST_CUT, _LONGEST) if tokens[i].dep_ in _OPENING or tokens[i].tag_ in _RELATIVES]
    return tokens[: begins[-1] if begins else _LONGEST]


def refers_back(head: Token) -> bool:
    """Whether a phrase names its issue only by pointing at what was said before ("it", "such a move")."""
    children = [c for c in head.children if c.dep_ not in {"case", "punct"}]
    if head.lower_ in _POINTING and not children:
        return True
    if syntax.obliques(head):
        return False
    if any(c.lower_ in _BACK for c in children):
        return head.lemma_.lower() in _HOLLOW
    return head.lemma_.lower() in _THE_FORMER and [c.lower_ for c in children] == ["the"]


class IssueNames:
    """One document's issues, so that the same words always name the same one."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._named: dict[frozenset[str], Issue] = {}
        self._last: tuple[Token, Issue] | None = None

    def of(self, head: Token, *, beside: Token | None = None, bare: bool = False) -> Issue | None:
        """The issue, None where it only points back and nothing is there to point at.

        Args:
            head: the head of the phrase or clause that names it.
            beside: the head of another phrase that says what it is about.
            bare: whether a noun that is a predicate is meant without its clause.
        """
        if head.tag_ in _RELATIVES:
            noun = _meant_by(head)
            return self.of(noun, beside=beside) if noun is not None else None
        if refers_back(head) and not self._reading.actors_of_one(head):
            found = self._before(head)
            if found is not None or head.lower_ in _POINTING:
                return found
        issue = issue_of(head, self._reading, whole_coordination=True, bare=bare)
        if not _is_readable(issue):
            return None
        if beside is not None:
            issue = Issue(issue.label, tuple(dict.fromkeys((*issue.about, *self._reading.about(beside.subtree)))))
        issue = self._named.setdefault(_key(issue, head.subtree), issue)
        self._last = (head, issue)
        return issue

    def _before(self, head: Token) -> Issue | None:
        """What was told last, in this sentence or the one before; else what the clause before says."""
        if self._last is not None and self._last[0].sent == head.sent and self._last[0].i < head.i:
            return self._last[1]
        clause = _act_before(head)
        if clause is not None:
            return issue_of(clause, self._reading)
        if self._last is not None and _is_near(self._last[0], head):
            return self._last[1]
        if head.sent.start == 0:
            return None
        previous = head.doc[head.sent.start - 1].sent.root
        if previous.pos_ not in {"VERB", "AUX"} or any(s.pos_ == "PRON" for s in syntax.subjects(previous)):
            return None
        return issue_of(previous, self._reading)


def _meant_by(pronoun: Token) -> Token | None:
    """The noun before a relative clause, which its pronoun means ("the law, to *which* Malta is opposed")."""
    clause = pronoun
    while clause.head != clause and clause.dep_ not in _RELATIVE_CLAUSES:
        clause = clause.head
    noun = clause.head if clause.dep_ in _RELATIVE_CLAUSES else None
    return noun if noun is not None and noun.tag_ not in _RELATIVES else None


def _is_readable(issue: Issue) -> bool:
    """Whether a label says what it is about: "issue", "such matters" and "it" do not."""
    words = [word.strip(".,;:'\"“”’‘()").casefold() for word in issue.label.split()]
    return any(word and word not in _EMPTY and word.rstrip("s") not in _SAYING_NOTHING for word in words)


def _is_near(before: Token, here: Token) -> bool:
    """Whether a token stands in the same sentence or the one before."""
    return here.sent.start in {before.sent.start, before.sent.end}


def _act_before(head: Token) -> Token | None:
    """The act named last before in the same sentence: a gerund, an infinitive or a clause asked about."""
    found = [
        t
        for t in head.doc[head.sent.start : head.i]
        if t.pos_ in {"VERB", "AUX"}
        and t.dep_ in {"xcomp", "ccomp", "csubj", "acl", "advcl"}
        and head not in t.subtree
        and (t.tag_ in {"VB", "VBG"} or any(c.lower_ == "whether" for c in t.children))
    ]
    return found[-1] if found else None


def _key(issue: Issue, tokens: Iterable[Token]) -> frozenset[str]:
    """The content words of a label: what two of them share is said to be the same only if they share all."""
    words = set(issue.label.replace("’s", "").replace("'s", "").casefold().split())
    kept = {
        t.lemma_.casefold()
        for t in tokens
        if t.pos_ in _CONTENT and t.text.casefold().strip("’'s") and t.text.casefold() in words
    }
    return frozenset(kept | set(issue.about)) or frozenset({issue.label.casefold()})


def _phrase(head: Token, leave_out: set[int], *, whole_coordination: bool, bare: bool) -> list[Token]:
    """The tokens below ``head``, side remarks directly on it left out."""
    copular = any(c.dep_ == "cop" for c in head.children)
    noun = head.pos_ in {"NOUN", "PROPN", "PRON"} and any(c.dep_ == "nsubj" for c in head.children)
    predicate = bare and (copular or noun)
    aside = _SIDE_REMARKS | (_OF_THE_PREDICATE if predicate else frozenset[str]())
    if whole_coordination and all(_is_alike(c, head) for c in syntax.conjuncts(head)):
        aside -= _COORDINATION
    if head.pos_ == "VERB" and denied_infinitive(head):
        leave_out = leave_out | {c.i for c in head.children if c.lower_ == "not"}
    kept, waiting = [head], [head]
    while waiting:
        parent = waiting.pop()
        for child in parent.children:
            side_remark = (parent == head and child.dep_ in aside) or child.dep_ == "parataxis"
            if child.i not in leave_out and not side_remark:
                kept.append(child)
                waiting.append(child)
    return sorted(kept, key=lambda t: t.i)


def _is_alike(conjunct: Token, head: Token) -> bool:
    """Whether a conjunct is one issue with its head: two nouns, or two verbs in the same form."""
    return conjunct.pos_ == head.pos_ and (head.pos_ != "VERB" or conjunct.tag_ == head.tag_)


def denied_infinitive(clause: Token) -> bool:
    """Whether a clause is "not to do" something, or not doing it."""
    infinitive = clause.tag_ in {"VB", "VBG"} and not any(syntax.is_subject(c) for c in clause.children)
    return infinitive and not syntax.modals(clause) and any(c.lower_ == "not" for c in clause.children)


def _text(tokens: list[Token]) -> str:
    """The tokens as running text: their own spacing side by side, one space where some were left out."""
    parts: list[str] = []
    for here, following in zip(tokens, [*tokens[1:], None], strict=True):
        parts.append(here.text)
        if following is not None and (following.i != here.i + 1 or here.whitespace_):
            parts.append(" ")
    return " ".join("".join(parts).split())
