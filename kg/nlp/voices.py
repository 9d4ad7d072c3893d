"""Whose word something is: the article's own, a speaker's, or that of reports; and who "I" and "we" are.

A speaker's are the words between quotation marks, what a verb of saying governs, and the text behind a line that ends
in "X said:", as governments publish their statements. Reports are media, unnamed sources, and words like "reportedly".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from spacy.tokens import Doc, Span, Token

from kg.model import EntityType, Section, SectionKind, Voice
from kg.nlp import syntax
from kg.nlp.quotations import paragraphs
from kg.nlp.reading import Reading
from kg.nlp.saying import REPORTING, TITLE_OF_SPEECH, speakers_of

__all__ = ["FIRST_PERSON", "OPINION", "Told", "Voices"]

FIRST_PERSON = frozenset({"i", "we", "us", "our", "my", "me", "ourselves", "myself"})
_THOUGHT = frozenset({"believe", "think", "feel", "consider"})
OPINION = (REPORTING | _THOUGHT | {"adamant", "clear", "convinced", "insistent"}) - {"ask", "wonder", "call", "read"}
_SAID = frozenset({"say", "comment", "declare", "state", "write"})
_REPORTS = frozenset(
    """account broadcaster leak media newspaper outlet press report reporter rumor rumour source speculation
    television tv wire""".split()
)
_HEARSAY = frozenset({"reportedly", "allegedly", "purportedly", "supposedly", "rumored", "rumoured"})
_HIGHEST = 4  # clauses up to the verb of saying


@dataclass(frozen=True, slots=True)
class Told:
    """Whose word a clause is; ``by`` is who says it, None where that is the article, or somebody unnamed."""

    voice: Voice
    by: str | None = None


class Voices:
    """One document's voices, asked by token."""

    def __init__(self, doc: Doc, reading: Reading) -> None:
        self._reading = reading
        self._speakers: dict[int, str] = dict(_spoken_on(doc, reading))
        self._speakers.update(_quoted(doc))
        self._inside = {i for part in paragraphs(doc) for q in part.quotations for i in range(q.start, q.end)}

    @cached_property
    def _bodies(self) -> list[tuple[int, str]]:
        return list(self._subjects_of_sentences(self._reading.doc))

    def _subjects_of_sentences(self, doc: Doc) -> Iterator[tuple[int, str]]:
        """The countries and organizations that are the subjects of main clauses, with where they stand."""
        for token in doc:
            if token.i not in self._inside and syntax.is_subject(token) and token.head.head == token.head:
                bodies = (a for a in self._reading.actors_of_one(token))
                body = next((b for b in bodies if self._reading.entity(b).type is not EntityType.PERSON), None)
                if body is not None:
                    yield token.i, body

    def speaker(self, token: Token) -> str | None:
        """Who speaks the words that this token stands among; None where the article itself does."""
        speaker = self._speakers.get(token.i)
        return speaker if speaker is not None and self._reading.entity(speaker).named else None

    def first_person(self, pronoun: Token) -> str | None:
        """Who "I" or "we" is: the speaker; where a statement speaks in its own name, the body it speaks for."""
        if pronoun.lower_ not in FIRST_PERSON:
            return None
        if pronoun.i in self._speakers:
            return self.speaker(pronoun)
        if pronoun.i in self._inside or pronoun.lower_ in {"i", "my", "me", "myself"}:
            return None
        return next((body for at, body in self._bodies if at < pronoun.i), None)

    def told(self, clause: Token) -> Told:
        """Whose word a clause is."""
        above = self._reported(clause)
        if above is not None:
            return above
        speaker = self._speakers.get(clause.i)
        if speaker is not None or clause.i in self._inside:
            return Told(Voice.SPEAKER, speaker)
        return self._according(clause)

    def reporters(self, clause: Token) -> tuple[str, ...]:
        """Who says or believes the clause: the subject of the verb of opinion that governs it."""
        verb = _opinion_above(clause)
        return self._sayers(verb) if verb is not None else ()

    def _reported(self, clause: Token) -> Told | None:
        verb = _opinion_above(clause)
        while verb is not None and verb.lemma_.lower() in _THOUGHT:
            verb = _opinion_above(verb)  # who thinks so has not said it; somebody may say that they think so
        if verb is None:
            return None
        sayers = self._sayers(verb)
        if sayers and not self._reading.is_media(sayers[0]):
            return Told(Voice.SPEAKER, sayers[0])
        subjects = syntax.subjects(verb)
        hearsay = not subjects or any(s.lemma_.lower() in _REPORTS or s.lower_ == "it" for s in subjects)
        return Told(Voice.REPORTS if hearsay or sayers else Voice.SPEAKER, sayers[0] if sayers else None)

    def _sayers(self, verb: Token) -> tuple[str, ...]:
        for subject in syntax.subjects(verb):
            me = self.first_person(subject)
            if me is not None:
                return (me,)
        return speakers_of(verb, self._reading)

    def _according(self, clause: Token) -> Told:
        """As the rest of the sentence says ("according to ...", "reportedly"); without it, the article's own word."""
        for token in clause.sent:
            if token.lower_ in _HEARSAY and token.head in {clause, *clause.ancestors}:
                return Told(Voice.REPORTS)
            if token.lower_ != "according" or token.i in self._inside:
                continue
            noun = token.head if token.dep_ == "case" else next((o.noun for o in syntax.obliques(token)), None)
            actors = self._reading.actors(noun) if noun is not None else ()
            if actors and not self._reading.is_media(actors[0]):
                return Told(Voice.SPEAKER, actors[0])
            return Told(Voice.REPORTS, actors[0] if actors else None)
        return Told(Voice.ARTICLE)


def _opinion_above(clause: Token) -> Token | None:
    """The verb of saying or believing that governs a clause, or that stands in it as an aside ("..., he said")."""
    current = clause
    for _ in range(_HIGHEST):
        aside = next((c for c in current.children if c.dep_ == "parataxis" and c.lemma_.lower() in OPINION), None)
        if aside is not None and aside.i > current.i:
            return aside
        above = current.head
        if above == current:
            return None
        if current.dep_ == "ccomp" and above.lemma_.lower() in OPINION:
            return above
        if current.dep_ not in {"conj", "xcomp", "ccomp", "advcl", "acl", "acl:relcl", "relcl"}:
            return None
        current = above
    return None


# --- quotations and statements in their own name ----------------------------------------------------------------------


def _quoted(doc: Doc) -> Iterator[tuple[int, str]]:
    """The tokens of each direct quotation, with who speaks them."""
    told = [s for s in doc._.statements if s.quote is not None and s.speaker is not None]
    for paragraph in paragraphs(doc):
        for part in paragraph.quotations:
            span = doc[part.start : part.end]
            words = " ".join(span.text.split()).strip().rstrip(",")
            for statement in told:
                if words in (statement.quote or "") and any(
                    _overlaps(p.begin, p.end, span) for p in statement.evidence
                ):
                    yield from ((i, statement.speaker or "") for i in range(part.start, part.end))
                    break


def _overlaps(begin: int, end: int, span: Span) -> bool:
    return begin < span.end_char and span.start_char < end


def _spoken_on(doc: Doc, reading: Reading) -> Iterator[tuple[int, str]]:
    """The tokens behind a line "X said:" without quotation marks, or under a title that names its speaker."""
    speaker = _titular(doc, reading)
    for part in paragraphs(doc):
        leading = _leads(doc, reading, part.start, part.end)
        if leading is not None:
            speaker = leading
        elif speaker is not None and not part.quotations:
            yield from ((i, speaker) for i in range(part.start, part.end))
        else:
            speaker = None


def _leads(doc: Doc, reading: Reading, start: int, end: int) -> str | None:
    """The speaker in a paragraph that ends in a clause of saying and a colon."""
    while end > start and doc[end - 1].is_space:
        end -= 1
    if doc[end - 1].text != ":":
        return None
    words = [t for t in doc[start:end] if not t.is_space]
    if len(words) < 3:
        return None
    verbs = [t for t in words[-6:] if t.lemma_.lower() in _SAID]
    actors = [a for verb in verbs for a in speakers_of(verb, reading)]
    return actors[0] if actors else None


def _text(doc: Doc, section: Section) -> str:
    """A section's text, without writing out the whole document's."""
    span = doc.char_span(section.begin, section.end, alignment_mode="expand")
    return span.text[section.begin - span.start_char :][: section.end - section.begin] if span is not None else ""


def _titular(doc: Doc, reading: Reading) -> str | None:
    """The person in a headline like "Statement by Foreign Minister Y on Z"."""
    title = next((s for s in doc._.sections if s.kind is SectionKind.TITLE), None)
    found = TITLE_OF_SPEECH.search(_text(doc, title)) if title is not None else None
    if title is None or found is None:
        return None
    for link in doc._.links:
        person = next((e for e in link.entities if reading.entity(e).type is EntityType.PERSON), None)
        begin: int = doc[link.start].idx
        if person is not None and title.begin + found.end() <= begin < title.end:
            return str(person)
    return None
