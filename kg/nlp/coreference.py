"""What refers back: pronouns, "the two", titles and governments standing for names, and groups without a name.

Rules over salience, number, gender and grammar, in the tradition of Hobbs (1978) and Lappin & Leass (1994): look back
through the sentences, nearest first, subjects before objects, and take the first that agrees. Every link says which
rule made it; where no candidate agrees, nothing is linked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from kg.gazetteer import Gazetteer, Gender, NameKind, default_gazetteer, slug
from kg.model import Entity, EntityType, MentionKind, Tenure
from kg.nlp import syntax
from kg.nlp.extensions import Link
from kg.nlp.reading import Reading
from kg.nlp.titles import TitleLexicon, TitleSpan

__all__ = ["Resolver"]

GOVERNMENTS = frozenset({"government", "administration", "regime", "authorities", "leadership"})
# Heads of groups that act without a name; the first of a pair is the head of the id ("the rebels", "rebel forces").
GROUPS = {
    "opposition": "opposition", "rebels": "rebels", "rebel": "rebels", "insurgents": "insurgents", "revolutionaries": "rebels",
    "separatists": "separatists", "protesters": "protesters", "demonstrators": "protesters", "dissidents": "dissidents",
}  # fmt: skip
_GROUP_HEADS = frozenset({"alliance", "coalition", "delegation", "fighters", "figures", "forces", "groups", "leaders", "movement", "representatives", "side"})
_MALE = frozenset({"he", "him", "his", "himself"})
_FEMALE = frozenset({"she", "her", "hers", "herself"})
_PEOPLE = frozenset({"men", "women", "leaders", "ministers", "presidents", "diplomats", "officials", "counterparts", "politicians", "envoys", "premiers", "chiefs", "heads"})
_STATES = frozenset({"countries", "nations", "states", "governments", "powers", "sides", "capitals", "neighbors", "neighbours", "allies"})
_HORIZON = 3  # sentences looked back for the antecedent of a pronoun; Hobbs found 98% within one
_SUBJECTS = frozenset({"nsubj", "nsubj:pass", "nsubjpass", "nsubj:outer"})
_OBJECTS = frozenset({"obj", "dobj", "iobj", "dative", "obl", "obl:agent", "pobj"})
_QUOTES = frozenset({'"', "“", "”", "``", "''"})


@dataclass(frozen=True, slots=True)
class _Found:
    links: tuple[Link, ...]
    entities: tuple[Entity, ...] = ()


class Resolver:
    """Adds to a document's links those of noun phrases and pronouns."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self.titles = TitleLexicon(gazetteer)

    def resolve(self, doc: Doc) -> tuple[tuple[Link, ...], tuple[Entity, ...]]:
        """All links of the document, in text order, and its entities with those that only noun phrases name."""
        for step in (self._governments, self._groups, self._titled, self._pairs_and_pronouns):
            found = step(doc)
            doc._.links = tuple(sorted((*doc._.links, *found.links), key=lambda k: (k.start, k.end)))
            known = {e.id for e in doc._.entities}
            new = {e.id: e for e in found.entities if e.id not in known}
            doc._.entities = tuple(sorted((*doc._.entities, *new.values()), key=lambda e: e.id))
        return doc._.links, doc._.entities

    # --- governments, groups ------------------------------------------------------------------------------------------

    def _governments(self, doc: Doc) -> _Found:
        """"Syria's government", "the Obama administration", "the government of Chad": the country."""
        reading = Reading(doc)
        links = []
        for token in doc:
            if token.lower_ in GOVERNMENTS and reading.link(token) is None:
                owner = self._owner(reading, token, doc)
                if owner is not None:
                    links.append(_nominal(token, (owner,), "government of a country", 0.9))
        return _Found(tuple(links))

    def _owner(self, reading: Reading, noun: Token, doc: Doc) -> str | None:
        """The country that a noun's qualifiers name, by itself or by a person who holds office in it."""
        qualifiers = [*syntax.possessors(noun), *syntax.compounds(noun), *syntax.adjectives(noun)]
        qualifiers += [o.noun for o in syntax.obliques(noun) if o.preposition == "of"]
        return next((o for q in qualifiers if (o := self._country(reading, doc, q)) is not None), None)

    def _country(self, reading: Reading, doc: Doc, qualifier: Token) -> str | None:
        link = reading.link(qualifier)
        for entity in link.entities if link else ():
            if reading.entity(entity).type is EntityType.COUNTRY:
                return entity
            country = self._country_of(entity, doc._.tenures)
            if country is not None:
                return country
        return None

    def _country_of(self, person: str, tenures: Sequence[Tenure]) -> str | None:
        told = {t.jurisdiction for t in tenures if t.person == person and t.jurisdiction in self.gazetteer.entries}
        countries = {j for j in told if j and self.gazetteer.entry(j).type is EntityType.COUNTRY}
        countries = countries or {h.country for h in self.gazetteer.office_holders(person.replace("-", " ")) if h.person == person}
        return next(iter(countries)) if len(countries) == 1 else None

    def _groups(self, doc: Doc) -> _Found:
        """"The Syrian opposition", "rebel forces", "the rebels": an organization without a name, of a country if one is told."""
        reading = Reading(doc)
        drafts: list[tuple[Token, str, str | None]] = []
        for token in doc:
            group = GROUPS.get(token.lower_)
            if group is None or reading.link(token) is not None or not _names_group(token):
                continue
            head = token.head if token.dep_ in {"compound", "amod"} and token.head.lower_ in _GROUP_HEADS else token
            drafts.append((head, group, self._owner(reading, head, doc) or (self._owner(reading, token, doc) if head != token else None)))
        countries = {country for _, _, country in drafts if country}
        only = next(iter(countries)) if len(countries) == 1 else None
        made = [self._group(head, group, country or only) for head, group, country in drafts]
        return _Found(tuple(m[0] for m in made), tuple(m[1] for m in made))

    def _group(self, head: Token, group: str, country: str | None) -> tuple[Link, Entity]:
        name = group
        if country is not None:
            demonyms = [n.text for n in self.gazetteer.names_of(country) if n.kind is NameKind.DEMONYM]
            name = f"{demonyms[0] if demonyms else self.gazetteer.entry(country).name} {group}"
        entity = Entity(slug(name), EntityType.ORGANIZATION, name, named=False)
        return _nominal(head, (entity.id,), "group without a name", 0.8), entity

    # --- titles -------------------------------------------------------------------------------------------------------

    def _titled(self, doc: Doc) -> _Found:
        """"Russia's foreign minister", "his U.S. counterpart", "the president": people whose office is told."""
        reading = Reading(doc)
        links = []
        for title in self.titles.find(doc):
            head = doc[title.head]
            if reading.link(head) is None and not _names_someone(doc, reading, title):
                person = self._person_titled(reading, doc, title)
                if person is not None:
                    links.append(_nominal(head, (person,), "office told of a person", 0.85))
        for token in doc:
            if token.lower_ == "counterpart" and (person := self._counterpart(reading, doc, token)):
                links.append(_nominal(token, (person,), "counterpart of the country", 0.85))
        return _Found(tuple(links))

    def _person_titled(self, reading: Reading, doc: Doc, title: TitleSpan) -> str | None:
        head = doc[title.head]
        owner = self._owner(reading, head, doc) or title.holder_of
        definite = any(c.lower_ == "the" for c in head.children) or (head.text[0].isupper() and not owner)
        if owner is None and not definite:
            return None
        tenures = [t for t in doc._.tenures if t.title == title.title and (owner is None or t.jurisdiction == owner)]
        people = {t.person for t in tenures}
        if owner is None and len(people) > 1:
            return self._nearest(reading, doc, head, people)
        return next(iter(people)) if len(people) == 1 else None

    def _counterpart(self, reading: Reading, doc: Doc, token: Token) -> str | None:
        """Who is meant by "his Kenyan counterpart"; the country is told by what stands between, not by whose he is."""
        qualifiers = (*syntax.compounds(token), *syntax.adjectives(token))
        owner = next((o for q in qualifiers if (o := self._country(reading, doc, q)) is not None), None)
        if owner is None:
            return None
        people = {t.person for t in doc._.tenures if t.jurisdiction == owner and not t.former}
        ministers = {t.person for t in doc._.tenures if (t.person in people and "Minister" in t.title) or "Secretary" in t.title}
        choice = people if len(people) == 1 else people & ministers
        return next(iter(choice)) if len(choice) == 1 else None

    @staticmethod
    def _nearest(reading: Reading, doc: Doc, token: Token, people: set[str]) -> str | None:
        before = [k for k in reading.links_between(0, token.i) if len(k.entities) == 1 and k.entities[0] in people]
        return before[-1].entities[0] if before else None

    # --- pronouns and pairs -------------------------------------------------------------------------------------------

    def _pairs_and_pronouns(self, doc: Doc) -> _Found:
        """In text order, so that a pronoun may refer to what an earlier one was found to mean."""
        added: list[Link] = []
        quoted = _quoted(doc)
        reading = Reading(doc)
        for token in doc:
            link = self._pronoun(reading, token) if not quoted[token.i] else None
            link = link or _pair(reading, token) or _own_words(reading, token)
            if link is not None:
                added.append(link)
                doc._.links = tuple(sorted((*doc._.links, link), key=lambda k: (k.start, k.end)))
                reading = Reading(doc)
        doc._.links = tuple(k for k in doc._.links if k not in added)
        return _Found(tuple(added))

    def _pronoun(self, reading: Reading, token: Token) -> Link | None:
        if token.lower_ in _MALE:
            wanted = Gender.MALE
        elif token.lower_ in _FEMALE:
            wanted = Gender.FEMALE
        else:
            return None
        for link in _antecedents(reading, token):
            entity = reading.entity(link.entities[0])
            if entity.type is EntityType.PERSON and self._agrees(entity, wanted) and not _beside(reading, link, token):
                return Link(token.i, token.i + 1, token.i, (entity.id,), MentionKind.PRONOUN, "pronoun by salience", 0.7)
        return None

    def _agrees(self, person: Entity, wanted: Gender) -> bool:
        gender = self.gazetteer.gender_of(person.name.split()[0])
        return gender in {wanted, Gender.EITHER, None}


def _antecedents(reading: Reading, token: Token) -> Iterator[Link]:
    """Links before the token, nearest sentence first; within one, subjects first, then in text order."""
    sentence: Span | None = token.sent
    for _ in range(_HORIZON):
        if sentence is None:
            return
        here = [k for k in reading.links_between(sentence.start, min(sentence.end, token.i)) if len(k.entities) == 1]
        yield from sorted(here, key=lambda k: (reading.doc[k.head].dep_ not in _SUBJECTS, k.start))
        sentence = reading.doc[sentence.start - 1].sent if sentence.start else None


def _beside(reading: Reading, link: Link, pronoun: Token) -> bool:
    """Whether a mention is the subject of the very clause whose object the pronoun is: "Kerry thanked him" is another."""
    if pronoun.lower_.endswith("self") or pronoun.dep_ not in _OBJECTS:
        return False
    clause = pronoun.head.head if pronoun.dep_ == "pobj" else pronoun.head
    subjects = (*syntax.subjects(clause), *syntax.passive_subjects(clause))
    return syntax.conjunct_head(reading.doc[link.head]) in subjects


def _own_words(reading: Reading, token: Token) -> Link | None:
    """"Syria said *it* would attend": the subject of what a state or body says of itself."""
    clause = token.head
    if token.lower_ not in {"it", "they"} or token.dep_ not in _SUBJECTS or clause.dep_ != "ccomp" or reading.link(token):
        return None
    speakers = [a for noun in syntax.subjects(clause.head) for a in reading.actors(noun)]
    bodies = [a for a in speakers if reading.entity(a).type is not EntityType.PERSON]
    if len(bodies) != 1 or len(speakers) != 1:
        return None
    return Link(token.i, token.i + 1, token.i, (bodies[0],), MentionKind.PRONOUN, "speaker of the clause", 0.8)


def _pair(reading: Reading, token: Token) -> Link | None:
    """"The two", "both men", "the two countries", "they": the last two people or states named together."""
    wanted = _pair_of(reading, token)
    if wanted is None or reading.link(token) is not None:
        return None
    pair = _last_pair(reading, token, wanted)
    if pair is None:
        return None
    kind = MentionKind.PRONOUN if token.lower_ in {"they", "them", "both", "their"} else MentionKind.NOMINAL
    return Link(token.i, token.i + 1, token.i, pair, kind, "pair named together", 0.7)


def _pair_of(reading: Reading, token: Token) -> EntityType | None:
    """The type that both members of the pair must have, where the token heads such a phrase."""
    lower = token.lower_
    twofold = any(c.lower_ in {"two", "both"} for c in token.children)
    if twofold and lower in _PEOPLE:
        return EntityType.PERSON
    if twofold and lower in _STATES:
        return EntityType.COUNTRY
    if lower == "two" and token.i and reading.doc[token.i - 1].lower_ == "the" and _stands_alone(token):
        return EntityType.PERSON
    if lower == "both" and token.dep_ in _SUBJECTS:
        return EntityType.PERSON
    if lower in {"they", "them"} and token.dep_ in _SUBJECTS | {"obj", "dobj"}:
        return EntityType.PERSON
    return None


def _stands_alone(number: Token) -> bool:
    """Whether "the two" is a phrase of its own and counts no noun behind it."""
    following = number.doc[number.i + 1] if number.i + 1 < len(number.doc) else None
    return following is None or following.pos_ not in {"NOUN", "PROPN", "ADJ", "NUM"}


def _last_pair(reading: Reading, token: Token, wanted: EntityType) -> tuple[str, ...] | None:
    """The last two of this type, both named in one sentence or the two nearest before the token."""
    sentence: Span | None = token.sent
    for _ in range(_HORIZON):
        if sentence is None:
            return None
        found: dict[str, None] = {}
        for link in reading.links_between(sentence.start, min(sentence.end, token.i)):
            found.update(dict.fromkeys(e for e in link.entities if reading.entity(e).type is wanted))
        if len(found) == 2:
            return tuple(found)
        if len(found) > 2:
            return _coordinated(reading, sentence, wanted)
        sentence = reading.doc[sentence.start - 1].sent if sentence.start else None
    return None


def _coordinated(reading: Reading, sentence: Span, wanted: EntityType) -> tuple[str, ...] | None:
    """The only two of this type joined by "and" in a sentence that names more."""
    pairs = set()
    for token in sentence:
        members = tuple(e for e in reading.actors(token) if reading.entity(e).type is wanted) if token.dep_ != "conj" else ()
        if len(members) == 2:
            pairs.add(members)
    return next(iter(pairs)) if len(pairs) == 1 else None


def _names_group(noun: Token) -> bool:
    """Whether a noun stands for people: in "voiced opposition to the plan" and "opposition leader" it does not."""
    if noun.dep_ in {"compound", "amod"} and noun.head.lower_ not in _GROUP_HEADS:
        return False
    above = [noun.head] if noun.dep_ in {"obj", "dobj"} else []
    against = noun.lower_ == "opposition" and any(o.preposition == "to" for t in (noun, *above) for o in syntax.obliques(t))
    return noun.pos_ in {"NOUN", "PROPN", "ADJ"} and not against


def _nominal(head: Token, entities: tuple[str, ...], reason: str, confidence: float) -> Link:
    return Link(head.i, head.i + 1, head.i, entities, MentionKind.NOMINAL, reason, confidence)


def _names_someone(doc: Doc, reading: Reading, title: TitleSpan) -> bool:
    """Whether the title belongs to a name beside it, which then carries the reference."""
    following = reading.link_from(title.end) if title.end < len(doc) else None
    return following is not None and reading.entity(following.entities[0]).type is EntityType.PERSON


def _quoted(doc: Doc) -> list[bool]:
    """For each token whether it stands inside quotation marks; a paragraph break closes a quotation left open."""
    inside, marks = False, []
    for token in doc:
        if token.text in _QUOTES:
            inside = token.text == "“" or (token.text != "”" and not inside)
            marks.append(True)
            continue
        if token.is_space and token.text.count("\n") > 1:
            inside = False
        marks.append(inside)
    return marks


@Language.factory("kg_coreference", requires=["doc._.links", "doc._.tenures"], assigns=["doc._.links", "doc._.entities"])
class CoreferenceComponent:
    """Thin shell around :class:`Resolver`."""

    def __init__(self, nlp: Language, name: str) -> None:
        del nlp, name
        self.resolver = Resolver(default_gazetteer())

    def __call__(self, doc: Doc) -> Doc:
        """Add the links of noun phrases and pronouns."""
        doc._.links, doc._.entities = self.resolver.resolve(doc)
        return doc
