"""Who said what: direct quotations with their speakers, and indirect speech behind verbs of saying.

The speaker of a quotation is looked for in the order in which newspapers place it: in the clause of saying beside the
quotation, in the rest of its sentence, in its paragraph, and at last with whoever spoke before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc, Token

from kg.model import EntityType, Statement
from kg.nlp import syntax
from kg.nlp.quotations import Quotation, paragraphs, quotations
from kg.nlp.reading import Reading, passage

__all__ = ["REPORTING", "StatementFinder", "speakers_of"]

# Verbs that introduce speech: Levin (1993) 37.7 "say" and 37.1 "message" classes, and the newspapers' own.
REPORTING = frozenset(
    """acknowledge add admit advise affirm agree announce answer argue ask assert assure caution cite claim comment
    complain concede conclude confirm contend declare demand deny describe disclose emphasize emphasise explain express
    highlight hint indicate insist joke lament maintain mention note observe pledge point predict proclaim promise quip
    read reaffirm recall reiterate remark repeat reply report respond reveal say scold shout signal speak state stress
    suggest tell tweet underline underscore urge vow warn wish wonder write call conclude continue""".split()
)
_INDIRECT = REPORTING - {"ask", "call", "read", "express", "describe", "cite", "urge", "demand", "wish", "speak", "agree", "continue"}
_VIA_VERBS = frozenset({"report", "quote", "cite"})
_SHORTEST = 3  # words; shorter stretches between marks are words held at arm's length, not speech


@dataclass(frozen=True, slots=True)
class _Attribution:
    speaker: str | None
    verb: Token | None
    rule: str
    confidence: float


class StatementFinder:
    """Finds the statements of a document."""

    def find(self, doc: Doc) -> tuple[Statement, ...]:
        """Direct quotations and indirect speech, in text order."""
        reading = Reading(doc)
        found: list[tuple[int, Statement]] = []
        previous: str | None = None
        for start, end in paragraphs(doc):
            here = _paragraph(doc, reading, (start, end), previous)
            found += [pair for pair in here if pair[1].content is not None or _is_speech(pair[1])]
            previous = next((s.speaker for _, s in reversed(here) if s.speaker is not None), previous)
        return tuple(statement for _, statement in found)


def _paragraph(
    doc: Doc, reading: Reading, paragraph: tuple[int, int], previous: str | None
) -> list[tuple[int, Statement]]:
    """Whatever is quoted or reported in a paragraph, with its place, in text order."""
    start, end = paragraph
    groups = _utterances(doc, quotations(doc, start, end))
    inside = {i for group in groups for q in group for i in range(q.start, q.end)}
    found = [(verb.i, statement) for verb, statement in _indirect(doc, reading, start, end, inside)]
    for group in groups:
        begin = group[0].start
        before = [s.speaker for i, s in sorted(found, key=_place) if i < begin and s.speaker is not None]
        told = _attribute(doc, reading, group, paragraph, before[-1] if before else previous)
        found.append((begin, _direct(doc, reading, group, told)))
    return sorted(found, key=_place)


def _place(pair: tuple[int, Statement]) -> int:
    return pair[0]


def _is_speech(statement: Statement) -> bool:
    """Whether words between quotation marks are speech, and not only held at arm's length ("transition")."""
    return sum(any(c.isalpha() for c in word) for word in (statement.quote or "").split()) >= _SHORTEST


# --- direct speech ----------------------------------------------------------------------------------------------------


def _utterances(doc: Doc, parts: Iterable[Quotation]) -> list[list[Quotation]]:
    """Quotations joined across an interrupting clause of saying ('"...," he said. "..."')."""
    groups: list[list[Quotation]] = []
    for part in parts:
        if groups and _interrupted(doc, groups[-1][-1].end, part.start):
            groups[-1].append(part)
        else:
            groups.append([part])
    return groups


def _interrupted(doc: Doc, end: int, start: int) -> bool:
    """Whether what lies between two quotations is nothing but a clause that says who speaks."""
    between = [t for t in doc[end:start] if not t.is_punct and not t.is_space]
    if not between or len(between) > 14 or doc[end - 1].text not in {",", ".", "?", "!", "—", "–", "..."}:
        return False
    saying = [t for t in between if t.lemma_.lower() in REPORTING]
    first_words_say = bool(saying) and saying[0].i - between[0].i < 8
    goes_on = len({t.sent.start for t in between}) > 1 or any(t.lower_ in {"and", "but"} and t.head in saying for t in between)
    return first_words_say and not goes_on


def _direct(doc: Doc, reading: Reading, group: list[Quotation], told: _Attribution) -> Statement:
    quote = " ".join(" ".join(doc[q.start : q.end].text.split()) for q in group).strip().rstrip(",")
    tokens = [t for q in group for t in doc[q.start : q.end]] + ([told.verb] if told.verb is not None else [])
    audience = _audience(reading, told.verb) if told.verb is not None else ()
    via = _via(reading, group, doc)
    evidence = tuple(sorted({passage(doc[t.sent.start : t.sent.end]) for t in tokens}))
    return Statement(
        told.speaker, evidence, told.rule, quote=quote,
        audience=tuple(a for a in audience if a != told.speaker), via=via if via != told.speaker else None,
        confidence=told.confidence,
    )  # fmt: skip


def _attribute(doc: Doc, reading: Reading, group: list[Quotation], paragraph: tuple[int, int], previous: str | None) -> _Attribution:
    inside = {i for q in group for i in range(q.start - 1, q.end + 1)}
    for verb in _verbs_nearby(doc, group, paragraph, inside):
        speakers = [s for s in speakers_of(verb, reading) if s is not None]
        if speakers:
            return _Attribution(speakers[0], verb, "clause of saying", 0.9)
    source = _according_to(doc, reading, group, inside)
    if source is not None:
        return _Attribution(source, None, "according to", 0.85)
    subject = _sentence_subject(doc, reading, group, inside)
    if subject is not None:
        return _Attribution(subject, None, "subject of the sentence", 0.6)
    if previous is not None:
        return _Attribution(previous, None, "speaker before", 0.5)
    return _Attribution(None, None, "no speaker told", 0.3)


def _verbs_nearby(doc: Doc, group: list[Quotation], paragraph: tuple[int, int], inside: set[int]) -> list[Token]:
    """Verbs of saying outside the quotation in its sentences or beside it, nearest to a quotation mark first."""
    start = min(doc[q.start].sent.start for q in group)
    end = max(doc[q.end - 1].sent.end for q in group)
    window = range(max(paragraph[0], start), min(paragraph[1], end + 12))
    verbs = [doc[i] for i in window if i not in inside and doc[i].lemma_.lower() in REPORTING and doc[i].pos_ in {"VERB", "AUX", "NOUN"}]
    edges = [edge for q in group for edge in (q.start - 1, q.end)]
    verbs = [v for v in verbs if v.i < end or _directly_behind(doc, group[-1].end, v)]
    return sorted(verbs, key=lambda v: (min(abs(v.i - edge) for edge in edges), v.i))


def _directly_behind(doc: Doc, end: int, verb: Token) -> bool:
    """Whether a verb in the next sentence still belongs to the quotation ('..." he said')."""
    return all(t.text not in {".", "!", "?"} for t in doc[end + 1 : verb.i])


def speakers_of(verb: Token, reading: Reading) -> tuple[str, ...]:
    """Who says it: the subject, or the agent of a passive, of a verb of saying; inverted order included."""
    nouns = syntax.subjects(verb) or (syntax.agents(verb) if syntax.is_passive(verb) else [])
    found = tuple(a for noun in nouns for a in reading.actors(noun))
    return found or _beside(verb, reading) if not nouns else found


def _beside(verb: Token, reading: Reading) -> tuple[str, ...]:
    """The name right before or behind a verb of saying whose subject the parse missed ("Kerry said", "said Kerry")."""
    for link in (reading.link_until(verb.i), reading.link_from(verb.i + 1)):
        if link is not None and reading.entity(link.entities[0]).type is not EntityType.PLACE:
            return link.entities[:1]
    return ()


def _according_to(doc: Doc, reading: Reading, group: list[Quotation], inside: set[int]) -> str | None:
    sentence = doc[group[0].start].sent
    for token in sentence:
        if token.i not in inside and token.lower_ == "according":
            noun = token.head if token.dep_ == "case" else next((o.noun for o in syntax.obliques(token.head) if o.preposition.startswith("according")), None)
            actors = [a for a in reading.actors(noun)] if noun is not None else []
            people = [a for a in actors if reading.entity(a).type is EntityType.PERSON]
            if people:
                return people[0]
    return None


def _sentence_subject(doc: Doc, reading: Reading, group: list[Quotation], inside: set[int]) -> str | None:
    """The subject of the clause that the quotation is worked into ("Kerry called it 'a step'")."""
    token = doc[group[0].start : group[0].end].root
    while token.head != token:
        token = token.head
        if token.i not in inside and token.pos_ in {"VERB", "AUX"}:
            actors = [a for noun in syntax.subjects(token) for a in reading.actors(noun)]
            if actors:
                return actors[0]
    return None


def _audience(reading: Reading, verb: Token) -> tuple[str, ...]:
    """Whom it was said to ("told Putin", "said to Interfax")."""
    nouns = [o for o in syntax.objects(verb) if verb.lemma_.lower() in {"tell", "ask", "assure", "inform", "remind", "warn"}]
    nouns += [o.noun for o in syntax.obliques(verb) if o.preposition == "to"]
    return tuple(dict.fromkeys(a for noun in nouns for a in reading.actors(noun)))


def _via(reading: Reading, group: list[Quotation], doc: Doc) -> str | None:
    """The organization that reports it: "..., Interfax reported", "according to Reuters", "told Interfax"."""
    sentences = {doc[q.start].sent.start: doc[q.start].sent for q in group}
    for sentence in sentences.values():
        for token in sentence:
            lemma = token.lemma_.lower()
            if lemma in _VIA_VERBS:
                nouns = syntax.subjects(token)
            elif lemma == "tell":
                nouns = syntax.objects(token)
            else:
                nouns = [token] if syntax.preposition_of(token) == "according to" else []
            for noun in nouns:
                for actor in reading.actors(noun):
                    if reading.is_media(actor):
                        return actor
    return None


# --- indirect speech --------------------------------------------------------------------------------------------------


def _indirect(doc: Doc, reading: Reading, start: int, end: int, inside: set[int]) -> Iterator[tuple[Token, Statement]]:
    """What verbs of saying report outside quotation marks ("Lavrov said the talks would be hard")."""
    for verb in doc[start:end]:
        if verb.i in inside or verb.pos_ != "VERB" or verb.lemma_.lower() not in _INDIRECT or syntax.is_negated(verb):
            continue
        for words in _reported(verb):
            speakers = speakers_of(verb, reading)
            content = _running_text(doc, words)
            if speakers and content and not any(t.i in inside for t in words):
                audience = tuple(a for a in _audience(reading, verb) if a != speakers[0])
                yield verb, Statement(
                    speakers[0], reading.evidence(verb), "indirect speech",
                    content=content, audience=audience, confidence=0.8,
                )  # fmt: skip


def _reported(verb: Token) -> Iterator[list[Token]]:
    """The words of each clause that a verb of saying reports, before it ("..., Lavrov said") or behind it.

    A clause of saying before it is its source, not its content ("Lavrov said ..., Interfax reported").
    """
    clauses = [(c, list(c.subtree)) for c in syntax.clausal_complements(verb)]
    if verb.dep_ == "parataxis" and verb.head.i < verb.i:
        saying = set(verb.subtree)
        clauses.append((verb.head, [t for t in verb.head.subtree if t not in saying]))
    for clause, words in clauses:
        while words and (words[0].is_punct or words[0].is_space or _leads_in(words[0])):
            words = words[1:]
        is_source = clause.i < verb.i and clause.lemma_.lower() in REPORTING
        if words and not is_source and words[0].lower_ != "according" and _is_predicate(clause):
            yield words


def _is_predicate(head: Token) -> bool:
    """Whether a clause says something; a dateline that the parse hangs on the verb does not."""
    return head.pos_ in {"VERB", "AUX"} or syntax.copular_subject(head) is not None


def _leads_in(word: Token) -> bool:
    return word.lower_ in {"and", "but", "that"} and word.dep_ in {"mark", "cc"}


def _running_text(doc: Doc, words: Sequence[Token]) -> str:
    """Words as running text, without the commas around a clause of saying in their midst."""
    runs: list[list[Token]] = []
    for word in words:
        if runs and runs[-1][-1].i == word.i - 1:
            runs[-1].append(word)
        else:
            runs.append([word])
    parts = (doc[run[0].i : run[-1].i + 1].text.strip(" \n,.;:—–-") for run in runs)
    return " ".join(" ".join(parts).split())


@Language.factory("kg_statements", requires=["doc._.links", "token.dep"], assigns=["doc._.statements"])
class StatementsComponent:
    """Thin shell around :class:`StatementFinder`."""

    def __init__(self, nlp: Language, name: str) -> None:
        del nlp, name
        self.finder = StatementFinder()

    def __call__(self, doc: Doc) -> Doc:
        """Fill ``doc._.statements``."""
        doc._.statements = self.finder.find(doc)
        return doc
