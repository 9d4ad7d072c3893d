"""Who said what: direct quotations with their speakers, and indirect speech behind verbs of saying.

The speaker of a quotation is looked for in the order in which newspapers place it: in the clause of saying beside the
quotation, in the rest of its sentence, in its paragraph, and at last with whoever spoke before.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from kg.model import EntityType, Statement
from kg.nlp import syntax
from kg.nlp.quotations import Paragraph, Quotation, paragraphs, quoted
from kg.nlp.reading import Reading, passage
from kg.nlp.reported import indirect
from kg.nlp.saying import FINITE, REPORTING, audience_of, medium_of, speakers_of
from kg.nlp.unnamed import UnnamedPeople

__all__ = ["StatementFinder"]

_PLAINLY = frozenset({"say", "tell", "add", "state", "declare"})
_NAMED_WITHIN = 10  # tokens behind a quotation: "said Okoro", a title, "an aide to Okoro said"
_BESIDE = 12  # tokens between a quotation and its verb of saying: a speaker with title and apposition fits in
_IN_NAMES = frozenset({"acl:relcl", "relcl", "aux", "cop"})  # "said Okoro, who leads the team"
_SMALL_WORD = 3  # letters; "of", "and", "the" stay small in titles
_SENTENCE_ENDS = frozenset({".", "!", "?", ":", ";", '"', "”", "''", "…", "...", ")", "]"})
_SHORTEST = 3  # words; shorter stretches between marks are words held at arm's length, not speech


@dataclass(frozen=True, slots=True)
class _Attribution:
    speaker: str | None
    verb: Token | None
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True)
class _Page:
    """A paragraph and what is known of its document."""

    doc: Doc
    reading: Reading
    unnamed: UnnamedPeople
    paragraph: Paragraph


class StatementFinder:
    """Finds the statements of a document."""

    def find(self, doc: Doc) -> tuple[Statement, ...]:
        """Direct quotations and indirect speech, in text order; quoted people without a name become entities."""
        reading = Reading(doc)
        unnamed = UnnamedPeople(doc)
        found: list[tuple[int, Statement]] = []
        previous: str | None = None
        for paragraph in paragraphs(doc):
            here = _paragraph(_Page(doc, reading, unnamed, paragraph), previous)
            found += [pair for pair in here if pair[1].content is not None or _is_speech(pair[1])]
            previous = next((s.speaker for _, s in reversed(here) if s.speaker is not None), previous)
        if unnamed:
            doc._.entities = tuple(sorted((*doc._.entities, *unnamed.entities), key=lambda e: e.id))
            doc._.links = tuple(sorted((*doc._.links, *unnamed.links), key=lambda k: (k.start, k.end)))
        return tuple(statement for _, statement in found)


def _paragraph(page: _Page, previous: str | None) -> list[tuple[int, Statement]]:
    """Whatever is quoted or reported in a paragraph, with its place, in text order."""
    doc, paragraph = page.doc, page.paragraph
    groups = _utterances(doc, [_before_speaker(doc, part) for part in paragraph.quotations])
    inside = {i for group in groups for q in group for i in range(q.start, q.end)}
    told_of = indirect(doc, page.reading, paragraph.start, paragraph.end, inside)
    found = [(verb.i, statement) for verb, statement in told_of]
    for group in groups:
        begin = group[0].start
        before = [s.speaker for i, s in sorted(found, key=_place) if i < begin and s.speaker is not None]
        told = _attribute(page, group, before[-1] if before else previous)
        if told is not None:
            found.append((begin, _direct(doc, page.reading, group, told)))
    return sorted(found, key=_place)


def _place(pair: tuple[int, Statement]) -> int:
    return pair[0]


def _is_speech(statement: Statement) -> bool:
    """Whether words between quotation marks are speech, and not only held at arm's length ("transition") or a title."""
    words = [word for word in (statement.quote or "").split() if any(c.isalpha() for c in word)]
    return len(words) >= _SHORTEST and not _is_title(words)


def _is_title(words: list[str]) -> bool:
    """Whether all but the small words are capitalised, as in the name of a film or a campaign."""
    long = [word.strip("'\"([“‘") for word in words if len(word) > _SMALL_WORD]
    return len(long) > 1 and all(word[:1].isupper() for word in long)


# --- direct speech ----------------------------------------------------------------------------------------------------


def _before_speaker(doc: Doc, part: Quotation) -> Quotation:
    """A quotation whose closing mark was forgotten ends where a clause of saying follows ('"It is out, Okoro said')."""
    if part.closed:
        return part
    for verb in doc[part.start : part.end]:
        subjects = [s for s in syntax.subjects(verb) if s.pos_ == "PROPN" or s.lower_ in {"he", "she"}]
        if verb.lemma_.lower() not in _PLAINLY or not subjects:
            continue
        begin = min(verb.i, *(s.left_edge.i for s in subjects))
        if begin - 1 > part.start and doc[begin - 1].text == ",":
            return Quotation(part.start, begin - 1, closed=False)
    return part


def _utterances(doc: Doc, parts: Iterable[Quotation]) -> list[list[Quotation]]:
    """Quotations joined across an interrupting clause of saying ('"...," he said. "..."')."""
    groups: list[list[Quotation]] = []
    for part in parts:
        if groups and _interrupted(doc, groups[-1][-1].end, part.start) and not _has_own_speaker(doc, part):
            groups[-1].append(part)
        else:
            groups.append([part])
    return groups


def _has_own_speaker(doc: Doc, part: Quotation) -> bool:
    """Whether a quotation names its own speaker behind it ('..." said Okoro. "..." said Norvald')."""
    behind = [t for t in doc[part.end : part.end + _NAMED_WITHIN] if t.sent.start <= doc[part.end - 1].sent.start]
    return any(
        t.lemma_.lower() in REPORTING
        and any(s.pos_ in {"PROPN", "NOUN"} and s.i > part.end for s in syntax.subjects(t))
        for t in behind
    )


def _interrupted(doc: Doc, end: int, start: int) -> bool:
    """Whether what lies between two quotations is nothing but a clause that says who speaks.

    A clause that goes on to say something itself ("..., he said, adding that it was late and ...") parts them.
    """
    between = [t for t in doc[end:start] if not t.is_punct and not t.is_space]
    if not between or len(between) > 14 or doc[end - 1].text not in {",", ".", "?", "!", "—", "–", "..."}:
        return False
    saying = [t for t in between if t.lemma_.lower() in REPORTING]
    if doc[end - 1].text == "." and not any(_ends_clause(t) for t in saying):
        return False
    first_words_say = bool(saying) and saying[0].i - between[0].i < 8
    goes_on = len({t.sent.start for t in between}) > 1 or any(
        t.lower_ in {"and", "but"} and t.head in saying for t in between
    )
    says_more = any(t.lower_ == "that" and t.dep_ == "mark" for t in between) or any(
        t.tag_ in FINITE and t not in saying and t.dep_ not in _IN_NAMES for t in between
    )
    return first_words_say and not goes_on and not says_more


def _ends_clause(verb: Token) -> bool:
    """Whether nothing follows a verb of saying in its clause: '"It is late." Okoro *said*.' does not go on."""
    return verb.i + 1 == len(verb.doc) or verb.nbor(1).is_punct or verb.nbor(1).is_space


def _sentences(tokens: Iterable[Token]) -> list[Span]:
    """The sentences that hold the tokens, each once."""
    found: list[Span] = []
    for token in tokens:
        if not any(s.start <= token.i < s.end for s in found):
            found.append(token.sent)
    return found


def _direct(doc: Doc, reading: Reading, group: list[Quotation], told: _Attribution) -> Statement:
    quote = " ".join(" ".join(doc[q.start : q.end].text.split()) for q in group).strip().rstrip(",")
    tokens = [t for q in group for t in doc[q.start : q.end]] + ([told.verb] if told.verb is not None else [])
    audience = audience_of(reading, told.verb) if told.verb is not None else ()
    via = _via(reading, group, doc)
    evidence = tuple(sorted(passage(sentence) for sentence in _sentences(tokens)))
    return Statement(
        told.speaker, evidence, told.rule, quote=quote,
        audience=tuple(a for a in audience if a != told.speaker), via=via if via != told.speaker else None,
        confidence=told.confidence,
    )  # fmt: skip


def _attribute(page: _Page, group: list[Quotation], previous: str | None) -> _Attribution | None:
    """Who says it; None where the words are worked into a sentence in which nobody speaks."""
    doc, reading = page.doc, page.reading
    inside = {i for q in group for i in range(q.start - 1, q.end + 1)}
    by_another = False
    for verb in _verbs_nearby(doc, group, page.paragraph, inside):
        speakers = [s for s in speakers_of(verb, reading) if s is not None]
        if speakers:
            return _Attribution(speakers[0], verb, "clause of saying", 0.9)
        if _is_adjacent(verb, group):
            unnamed = _somebody(page, verb)
            if unnamed is not None:
                return unnamed
            by_another = by_another or any(t.i not in inside and t.pos_ != "PRON" for t in _unnamed(verb))
    source = _according_to(doc, reading, group, inside)
    if source is not None:
        return _Attribution(source, None, "according to", 0.85)
    subject = _sentence_subject(doc, reading, group, inside) if not by_another else None
    if subject is not None:
        return _Attribution(subject, None, "subject of the sentence", 0.6)
    if not _stands_alone(doc, group[0]) and not _goes_on(doc, group[0]):
        return None
    if previous is not None:
        return _Attribution(previous, None, "speaker before", 0.5)
    return _Attribution(None, None, "no speaker told", 0.3)


def _goes_on(doc: Doc, first: Quotation) -> bool:
    """Whether the sentence holds another quotation before: '"No," it added; and, later, "Never in my life."'."""
    marks = quoted(doc)
    return any(marks[i] for i in range(doc[first.start].sent.start, first.start - 1))


def _stands_alone(doc: Doc, first: Quotation) -> bool:
    """Whether a quotation is a sentence of its own, not words worked into one ('named "Hope for All"')."""
    before = first.start - 2
    while before >= 0 and doc[before].is_space and "\n\n" not in doc[before].text:
        before -= 1
    return before < 0 or doc[before].is_space or doc[before].text in _SENTENCE_ENDS


def _somebody(page: _Page, verb: Token) -> _Attribution | None:
    """The speaker whom the text does not name: a new one ("a diplomat"), or one quoted before ("the diplomat")."""
    for noun in _unnamed(verb):
        if _is_somebody(noun):
            return _Attribution(page.unnamed.introduced(noun), verb, "unnamed speaker", 0.6)
        person = page.unnamed.meant(noun)
        if person is not None:
            return _Attribution(person, verb, "unnamed speaker", 0.6)
    return None


def _unnamed(verb: Token) -> list[Token]:
    """The nouns that may say it: the subjects, or where the parse gave them to another verb, the one right before."""
    found = syntax.subjects(verb)
    before = verb.doc[max(verb.sent.start, verb.i - _BESIDE) : verb.i]
    return found or [t for t in before if syntax.is_subject(t)][-1:]


def _is_somebody(noun: Token) -> bool:
    """Whether a noun introduces a speaker whom the text does not name ("a diplomat", "two aides", "residents")."""
    words = {c.lower_ for c in noun.children if c.dep_ in {"det", "amod"}}
    return noun.pos_ == "NOUN" and bool(words & {"unnamed", "anonymous"} or not words & {"the", "this", "that"})


def _is_adjacent(verb: Token, group: list[Quotation]) -> bool:
    """Whether a verb stands right beside a quotation, with no other clause between."""
    return any(min(abs(verb.i - q.start), abs(verb.i - q.end)) <= _BESIDE for q in group)


def _verbs_nearby(doc: Doc, group: list[Quotation], paragraph: Paragraph, inside: set[int]) -> list[Token]:
    """Verbs of saying outside the quotation in its sentences or beside it, nearest to a quotation mark first."""
    start = min(doc[q.start].sent.start for q in group)
    end = max(doc[q.end - 1].sent.end for q in group)
    window = range(max(paragraph.start, start), min(paragraph.end, end + 12))
    verbs = [
        doc[i]
        for i in window
        if i not in inside and doc[i].lemma_.lower() in REPORTING and doc[i].pos_ in {"VERB", "AUX", "NOUN"}
    ]
    edges = [edge for q in group for edge in (q.start - 1, q.end)]
    verbs = [
        v
        for v in verbs
        if (v.i < end and not _goes_on_behind(doc, group[-1].end, v)) or _directly_behind(doc, group[-1].end, v)
    ]
    return sorted(verbs, key=lambda v: (min(abs(v.i - edge) for edge in edges), v.i))


def _goes_on_behind(doc: Doc, end: int, verb: Token) -> bool:
    """Whether a verb behind a quotation that ends in a full stop begins to tell something else.

    As in '"We won." Officials *said* that ...', which the parse may take for one sentence.
    """
    return verb.i >= end and doc[end - 1].text == "." and not _ends_clause(verb)


def _directly_behind(doc: Doc, end: int, verb: Token) -> bool:
    """Whether a verb in the next sentence still belongs to the quotation ('...," he said'); not behind a full stop."""
    if doc[end - 1].text == ".":
        return False
    return all(t.text not in {".", "!", "?"} for t in doc[end + 1 : verb.i])


def _according_to(doc: Doc, reading: Reading, group: list[Quotation], inside: set[int]) -> str | None:
    sentence = doc[group[0].start].sent
    for token in sentence:
        if token.i not in inside and token.lower_ == "according":
            noun = (
                token.head
                if token.dep_ == "case"
                else next((o.noun for o in syntax.obliques(token.head) if o.preposition.startswith("according")), None)
            )
            actors = list(reading.actors(noun)) if noun is not None else []
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


def _via(reading: Reading, group: list[Quotation], doc: Doc) -> str | None:
    """The organization that reports it: "..., Interfax reported", "according to Reuters", "told Interfax"."""
    sentences = {doc[q.start].sent.start: doc[q.start].sent for q in group}
    return next((via for s in sentences.values() if (via := medium_of(reading, s)) is not None), None)


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
