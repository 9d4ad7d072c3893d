"""Corpora of any size made of real articles: the facts of some that were read, recombined into others.

An article is made like this, the same one for the same number of the same corpus:

* its length in paragraphs is that of a real article drawn by chance, and each paragraph is one of a real article, with
  the mentions and facts that lie wholly in it, so that lengths, mentions and facts a paragraph are distributed as read;
  all come from one kind of articles, each kind as often as any other (the seeds on diplomacy, whatever else was read);
* names that the gazetteer knows stay, so that the few that are everywhere are everywhere; any other name goes by one of
  several, a new one with a chance that falls as they grow (of n uses n ** 0.6 are different, as Heaps' law has it for
  names in news), else that of an earlier use drawn by chance, so that names once seen often are seen more often. A name
  is changed letter for letter into one as long, in the text and in all facts of the article, so that offsets hold;
* fifty are published a day, and what was dated keeps its distance from the day of its article.

Dates in the words of the text stay as they are: the texts are not read again.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final, TypeVar

from kg.gazetteer import slug
from kg.model import (
    Document,
    DocumentFacts,
    Entity,
    Interaction,
    Interval,
    Issue,
    Meeting,
    Mention,
    Passage,
    Position,
    Section,
    Statement,
    Tenure,
)

__all__ = ["Recombination"]

ARTICLES_A_DAY: Final = 50
FIRST_DAY: Final = dt.date(2005, 1, 3)
HEAPS: Final = 0.6
"""How the number of different names grows with their uses: 0.5 to 0.7 in news (Heaps 1978, section 7.5)."""
DAYS_ABOUT: Final = 5
GAP: Final = "\n\n"

_WORD: Final = re.compile(r"\b[A-Z][a-z]{2,}\b")
_CONSONANTS, _VOWELS = "bdfgklmnprstvz", "aeiou"
_Fact = TypeVar("_Fact", Tenure, Meeting, Position, Statement, Interaction)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a real article and what lies wholly in it; offsets count from its own begin."""

    text: str
    section: Section
    published: dt.date
    entities: Mapping[str, Entity]
    mentions: tuple[Mention, ...]
    tenures: tuple[Tenure, ...]
    meetings: tuple[Meeting, ...]
    positions: tuple[Position, ...]
    statements: tuple[Statement, ...]
    interactions: tuple[Interaction, ...]


class Recombination:
    """Makes articles out of others' facts, the same ones for the same seed.

    Args:
        kinds: the facts of the articles that they are made of, by kind.
        seed: of the dice.
    """

    def __init__(self, kinds: Sequence[Sequence[DocumentFacts]], seed: int = 20130527) -> None:
        self._dice = random.Random(seed)
        self._kinds = [
            ([len(facts.document.sections) for facts in read], [part for facts in read for part in paragraphs(facts)])
            for read in kinds
            if read
        ]
        self._uses: defaultdict[str, list[int]] = defaultdict(list)
        self._variants: Counter[str] = Counter()

    def articles(self, count: int) -> Iterator[DocumentFacts]:
        """The first so many of them, one at a time."""
        for number in range(count):
            yield self._article(number, FIRST_DAY + dt.timedelta(days=number // ARTICLES_A_DAY))

    def _article(self, number: int, published: dt.date) -> DocumentFacts:
        lengths, kept = self._dice.choice(self._kinds)
        parts = self._dice.choices(kept, k=self._dice.choice(lengths))
        entities = {entity.id: entity for part in parts for entity in part.entities.values()}
        naming = _Naming.of({each.id: (each, self._variant(each)) for _, each in sorted(entities.items())})
        texts = [naming.text(part.text) for part in parts]
        begins = [sum(len(text) + len(GAP) for text in texts[:at]) for at in range(len(texts))]
        pieces = [
            _moved(part, text, begin, at, published, self._dice, naming)
            for at, (part, text, begin) in enumerate(zip(parts, texts, begins, strict=True))
        ]
        document = Document(
            f"recombined-{number:07d}",
            GAP.join(texts),
            published,
            naming.text(texts[0][:80]) or "Untitled",
            tuple(piece.section for piece in pieces),
        )
        return DocumentFacts(
            document,
            "recombined",
            entities=tuple(naming.entity(entity) for _, entity in sorted(entities.items())),
            mentions=tuple(mention for piece in pieces for mention in piece.mentions),
            tenures=tuple(fact for piece in pieces for fact in piece.tenures),
            meetings=tuple(fact for piece in pieces for fact in piece.meetings),
            positions=tuple(fact for piece in pieces for fact in piece.positions),
            statements=tuple(fact for piece in pieces for fact in piece.statements),
            interactions=tuple(fact for piece in pieces for fact in piece.interactions),
        )

    def _variant(self, entity: Entity) -> int:
        """Which of its names an entity goes by in an article; 0 is its own."""
        if entity.wikidata is not None or not entity.named:
            return 0
        uses = self._uses[entity.id]
        if not uses or self._dice.random() < HEAPS * self._variants[entity.id] / len(uses):
            chosen = self._variants[entity.id]
            self._variants[entity.id] += 1
        else:
            chosen = self._dice.choice(uses)
        uses.append(chosen)
        return chosen


def paragraphs(facts: DocumentFacts) -> Iterator[Paragraph]:
    """The paragraphs of an article, each with what lies wholly in it."""
    known = {entity.id: entity for entity in facts.entities}
    for section in facts.document.sections:
        mentions = tuple(m for m in facts.mentions if section.begin <= m.begin and m.end <= section.end)
        told = [
            tuple(fact for fact in kind if _inside(fact.evidence, section))
            for kind in (facts.tenures, facts.meetings, facts.positions, facts.statements, facts.interactions)
        ]
        needed = {mention.entity for mention in mentions} | {
            who for kind in told for fact in kind for who in _who(fact)
        }
        located = {known[who].located_in for who in needed if who in known}
        held = {each: known[each] for each in sorted((needed | (located - {None})) & known.keys())}
        text = facts.document.text[section.begin : section.end]
        published = facts.document.published
        yield Paragraph(text, section, published, held, mentions, *told)  # type: ignore[arg-type] # kind by kind


def _inside(evidence: Sequence[Passage], section: Section) -> bool:
    return bool(evidence) and all(section.begin <= each.begin and each.end <= section.end for each in evidence)


def _who(fact: Tenure | Meeting | Position | Statement | Interaction) -> Iterator[str]:
    """Every entity that a fact names."""
    names = ("person", "jurisdiction", "place", "holder", "speaker", "via", "source", "target", "asserted_by")
    yield from filter(None, (getattr(fact, name, None) for name in names))
    yield from (*getattr(fact, "participants", ()), *getattr(fact, "audience", ()))
    issues = (*getattr(fact, "topics", ()), *filter(None, (getattr(fact, "issue", None),)))
    yield from (who for issue in issues for who in issue.about)


@dataclass(frozen=True, slots=True)
class _Naming:
    """How the names of one article are changed: word by word, each into one as long; and the ids that come of it."""

    words: Mapping[str, str]
    ids: Mapping[str, str]

    @classmethod
    def of(cls, variants: Mapping[str, tuple[Entity, int]]) -> _Naming:
        kept = {w for entity, number in variants.values() if not number for w in _WORD.findall(_all_names(entity))}
        words: dict[str, str] = {}
        for entity, number in variants.values():
            for word in _WORD.findall(_all_names(entity)) if number else ():
                if word not in kept:
                    words.setdefault(word, made_up(entity.id, number, word))
        naming = cls(words, {})
        renamed = {
            entity.id: naming.text(entity.name)
            for entity, number in variants.values()
            if number and naming.text(entity.name) != entity.name
        }
        return cls(words, {old: slug(name) for old, name in renamed.items()})

    def text(self, text: str) -> str:
        return _WORD.sub(lambda found: self.words.get(found[0], found[0]), text)

    def id(self, old: str) -> str:
        return self.ids.get(old, old)

    def maybe(self, old: str | None) -> str | None:
        return None if old is None else self.id(old)

    def all(self, old: Sequence[str]) -> tuple[str, ...]:
        return tuple(sorted(map(self.id, old)))

    def entity(self, entity: Entity) -> Entity:
        if entity.id not in self.ids:
            return entity
        aliases = tuple(map(self.text, entity.aliases))
        return replace(entity, id=self.id(entity.id), name=self.text(entity.name), aliases=aliases)

    def issue(self, issue: Issue) -> Issue:
        return Issue(self.text(issue.label), self.all(issue.about))


def _all_names(entity: Entity) -> str:
    return " ".join((entity.name, *entity.aliases))


@cache
def made_up(entity: str, number: int, word: str) -> str:
    """A word that may be a name, as long as another one."""
    drawn = hashlib.blake2b(f"{entity}\x1f{number}\x1f{word}".encode(), digest_size=32).digest()
    letters = (_VOWELS, _CONSONANTS)
    return "".join(letters[(at + drawn[-1]) % 2][drawn[at % 31] % 5] for at in range(len(word))).capitalize()


def _moved(  # noqa: PLR0917 - one call
    part: Paragraph,
    text: str,
    begin: int,
    number: int,
    published: dt.date,
    dice: random.Random,
    naming: _Naming,
) -> Paragraph:
    """A paragraph in its place in an article, in the names of that article, its dates as far from the day as before."""
    shift = begin - part.section.begin
    later = published - part.published + dt.timedelta(days=dice.randint(-DAYS_ABOUT, DAYS_ABOUT))

    def cut(at: int, end: int) -> str:
        return text[at + shift - begin : end + shift - begin]

    def shown(fact: _Fact) -> _Fact:
        evidence = tuple(Passage(p.begin + shift, p.end + shift, cut(p.begin, p.end)) for p in fact.evidence)
        asserted = {} if isinstance(fact, Statement) else {"asserted_by": naming.maybe(fact.asserted_by)}
        return replace(fact, evidence=evidence, **asserted)

    def mentioned(mention: Mention) -> Mention:
        candidates = tuple(replace(each, entity=naming.id(each.entity)) for each in mention.candidates)
        span = {"begin": mention.begin + shift, "end": mention.end + shift, "text": cut(mention.begin, mention.end)}
        return replace(mention, **span, entity=naming.id(mention.entity), candidates=candidates)  # type: ignore[arg-type]

    return Paragraph(
        text,
        Section(part.section.kind, begin, begin + len(text)),
        published,
        part.entities,
        tuple(map(mentioned, part.mentions)),
        tuple(
            replace(shown(t), person=naming.id(t.person), jurisdiction=naming.maybe(t.jurisdiction))
            for t in part.tenures
        ),
        tuple(_meeting(shown(m), f"p{number}{m.key}", later, naming) for m in part.meetings),
        tuple(replace(shown(p), holder=naming.id(p.holder), issue=naming.issue(p.issue)) for p in part.positions),
        tuple(_statement(shown(s), naming) for s in part.statements),
        tuple(_interaction(shown(i), later, naming) for i in part.interactions),
    )


def _meeting(meeting: Meeting, key: str, later: dt.timedelta, naming: _Naming) -> Meeting:
    return replace(
        meeting,
        key=key,
        participants=naming.all(meeting.participants),
        place=naming.maybe(meeting.place),
        when=_later(meeting.when, later),
        topics=tuple(map(naming.issue, meeting.topics)),
        part_of=None,
    )


def _statement(statement: Statement, naming: _Naming) -> Statement:
    return replace(
        statement,
        speaker=naming.maybe(statement.speaker),
        quote=None if statement.quote is None else naming.text(statement.quote),
        content=None if statement.content is None else naming.text(statement.content),
        audience=naming.all(statement.audience),
        via=naming.maybe(statement.via),
    )


def _interaction(interaction: Interaction, later: dt.timedelta, naming: _Naming) -> Interaction:
    ends = {"source": naming.id(interaction.source), "target": naming.id(interaction.target)}
    return replace(interaction, **ends, when=_later(interaction.when, later))


def _later(when: Interval | None, by: dt.timedelta) -> Interval | None:
    if when is None:
        return None
    earliest, latest = (None if day is None else day + by for day in (when.earliest, when.latest))
    return Interval(earliest, latest, when.precision)
