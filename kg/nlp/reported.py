"""Indirect speech: what verbs of saying and "according to" report outside quotation marks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Token

from kg.model import Statement
from kg.nlp import syntax
from kg.nlp.reading import Reading
from kg.nlp.saying import FINITE, INDIRECT, REPORTING, audience_of, medium_of, speakers_of

__all__ = ["indirect"]


def indirect(doc: Doc, reading: Reading, start: int, end: int, inside: set[int]) -> Iterator[tuple[Token, Statement]]:
    """What verbs of saying report outside quotation marks ("Lavrov said the talks would be hard")."""
    for verb in doc[start:end]:
        if verb.i in inside:
            continue
        if verb.lower_ == "according":
            yield from _by_account(reading, verb, inside)
        if verb.pos_ != "VERB" or verb.lemma_.lower() not in INDIRECT or syntax.is_negated(verb):
            continue
        for words in _reported(verb):
            speakers = speakers_of(verb, reading)
            content = _running_text(words)
            if speakers and content and not any(t.i in inside for t in words):
                medium = medium_of(reading, _around(verb))
                audience = tuple(a for a in audience_of(reading, verb) if a not in {speakers[0], medium})
                yield verb, Statement(
                    speakers[0], reading.evidence(verb), "indirect speech", content=content, audience=audience,
                    via=medium if medium != speakers[0] else None, confidence=0.8,
                )  # fmt: skip


def _around(verb: Token) -> list[Token]:
    """The words of a clause of saying and of those it depends on, but not of one it is merely joined to."""
    words = list(verb.subtree)
    current = verb
    while current.dep_ in {"ccomp", "xcomp", "advcl", "parataxis"} and current.head != current:
        current = current.head
        words += [current, *(t for child in current.children if child.dep_ != "conj" for t in (child, *child.children))]
    return words


def _by_account(reading: Reading, word: Token, inside: set[int]) -> Iterator[tuple[Token, Statement]]:
    """As in "According to Kerry, the talks would resume"."""
    noun = word.head if word.dep_ == "case" else next((o.noun for o in syntax.obliques(word)), None)
    actors = reading.actors(noun) if noun is not None else ()
    if noun is None or not actors or reading.is_media(actors[0]):
        return
    source = {*noun.subtree, *word.subtree}
    words = _trimmed([t for t in word.sent if t not in source])
    told = [t for t in words if t.i not in inside]
    if len(told) == len(words) and any(t.tag_ in FINITE for t in words):
        yield (
            word,
            Statement(actors[0], reading.evidence(word), "according to", content=_running_text(words), confidence=0.8),
        )


def _reported(verb: Token) -> Iterator[list[Token]]:
    """The words of each clause that a verb of saying reports, before it ("..., Lavrov said") or behind it.

    A clause of saying before it is its source, not its content ("Lavrov said ..., Interfax reported").
    """
    clauses = [(c, _span(c, set())) for c in syntax.clausal_complements(verb)]
    if verb.dep_ == "parataxis" and verb.head.left_edge.i < verb.left_edge.i:
        clauses.append((verb.head, _span(verb.head, set(verb.subtree))))
    for clause, tokens in clauses:
        words = _trimmed(tokens)
        is_source = clause.i < verb.i and clause.lemma_.lower() in REPORTING
        if words and not is_source and words[0].lower_ != "according" and _is_predicate(clause):
            yield words


def _span(clause: Token, leave_out: set[Token]) -> list[Token]:
    """The words of a clause as they stand, whatever lies between them included, but for the clause of saying."""
    tokens = sorted((t for t in clause.subtree if t not in leave_out), key=lambda t: t.i)
    own = set(tokens)
    saying = leave_out or {t for t in clause.head.subtree if t not in own}
    between = list(clause.doc[tokens[0].i : tokens[-1].i + 1]) if tokens else []
    return [t for t in between if t in own or t not in saying]


def _trimmed(words: list[Token]) -> list[Token]:
    while words and (words[0].is_punct or words[0].is_space or _leads_in(words[0])):
        words = words[1:]
    return words


def _is_predicate(head: Token) -> bool:
    """Whether a clause says something; a dateline that the parse hangs on the verb does not."""
    return head.pos_ in {"VERB", "AUX"} or syntax.copular_subject(head) is not None


def _leads_in(word: Token) -> bool:
    return word.lower_ in {"and", "but", "that"} and word.dep_ in {"mark", "cc"}


def _running_text(words: Sequence[Token]) -> str:
    """Words as running text, without the commas around a clause of saying in their midst."""
    runs: list[list[Token]] = []
    for word in words:
        if runs and runs[-1][-1].i == word.i - 1:
            runs[-1].append(word)
        else:
            runs.append([word])
    parts = (words[0].doc[run[0].i : run[-1].i + 1].text.strip(" \n,.;:—–-") for run in runs)
    text = " ".join(" ".join(parts).split())
    return text.replace('"', "").strip(" ,") if text.count('"') % 2 else text  # one mark is the typist's
