"""What refers back: pronouns, "the two", titles and governments standing for names, and groups without a name.

Rules over salience, number, gender and grammar, in the tradition of Hobbs (1978) and Lappin & Leass (1994): look back
through the sentences, nearest first, subjects before objects, and take the first that agrees. Every link says which
rule made it; where no candidate agrees, nothing is linked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc, Token

from kg.gazetteer import Gazetteer, Gender, NameKind, default_gazetteer, slug
from kg.model import Entity, EntityType, MentionKind, Tenure
from kg.nlp import syntax
from kg.nlp.antecedents import antecedents, beside, own_words, pair
from kg.nlp.extensions import Link
from kg.nlp.genders import Genders
from kg.nlp.quotations import quoted
from kg.nlp.reading import Reading
from kg.nlp.titles import TitleSpan, title_lexicon

__all__ = ["Resolver"]

GOVERNMENTS = frozenset({"government", "administration", "regime", "authorities", "leadership"})
# Heads of groups that act without a name; the first of a pair is the head of the id ("the rebels", "rebel forces").
GROUPS = {
    "opposition": "opposition", "insurgents": "insurgents",
    "rebels": "rebels", "rebel": "rebels", "revolutionaries": "rebels",
    "separatists": "separatists", "protesters": "protesters", "demonstrators": "protesters", "dissidents": "dissidents",
    "opponents": "opposition",
}  # fmt: skip
_GROUP_HEADS = frozenset(
    """alliance coalition delegation fighters figures forces groups leaders movement representatives side""".split()
)
_LEADING = frozenset({"head of state", "head of government", "leader", "monarch"})
_MALE = frozenset({"he", "him", "his", "himself"})
_FEMALE = frozenset({"she", "her", "hers", "herself"})


@dataclass(frozen=True, slots=True)
class _Found:
    links: tuple[Link, ...]
    entities: tuple[Entity, ...] = ()


class Resolver:
    """Adds to a document's links those of noun phrases and pronouns."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self.titles = title_lexicon(gazetteer)
        self._kinds = {title.title: title.kind for title in gazetteer.office_titles}

    def resolve(self, doc: Doc) -> tuple[tuple[Link, ...], tuple[Entity, ...]]:
        """All links of the document, in text order, and its entities with those that only noun phrases name."""
        for step in (self._governments, self._groups, self._titled, self._pairs_and_pronouns):
            found = step(doc)
            if found.links:
                doc._.links = tuple(sorted((*doc._.links, *found.links), key=lambda k: (k.start, k.end)))
            known = {e.id for e in doc._.entities}
            new = {e.id: e for e in found.entities if e.id not in known}
            doc._.entities = tuple(sorted((*doc._.entities, *new.values()), key=lambda e: e.id))
        return doc._.links, doc._.entities

    # --- governments, groups ------------------------------------------------------------------------------------------

    def _governments(self, doc: Doc) -> _Found:
        """As in "Syria's government", "the Obama administration", "the government of Chad": the country."""
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
        countries = countries or {
            h.country for h in self.gazetteer.office_holders(person.replace("-", " ")) if h.person == person
        }
        return next(iter(countries)) if len(countries) == 1 else None

    def _groups(self, doc: Doc) -> _Found:
        """As in "the Syrian opposition", "rebels": an organization without a name, of a country if one is told."""
        reading = Reading(doc)
        drafts: list[tuple[Token, str, str | None]] = []
        for token in doc:
            group = GROUPS.get(token.lower_)
            if group is None or reading.link(token) is not None or not _names_group(token):
                continue
            if token.lower_ == "opponents" and not syntax.possessors(token):
                continue  # "opponents of the deal" are of all kinds, "Assad's opponents" are the opposition
            head = token.head if token.dep_ in {"compound", "amod"} and token.head.lower_ in _GROUP_HEADS else token
            drafts.append(
                (
                    head,
                    group,
                    self._owner(reading, head, doc) or (self._owner(reading, token, doc) if head != token else None),
                )
            )
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
        """As in "Russia's foreign minister", "his U.S. counterpart", "the president": people whose office is told."""
        reading = Reading(doc)
        links = []
        for title in self.titles.find(doc):
            head = doc[title.head]
            if reading.link(head) is None and not _names_someone(doc, reading, title):
                person = self._person_titled(reading, doc, title)
                if person is not None:
                    links.append(_nominal(head, (person,), "office told of a person", 0.85))
        links += [
            _nominal(token, (person,), "counterpart of the country", 0.85)
            for token in doc
            if token.lower_ == "counterpart" and (person := self._counterpart(reading, doc, token))
        ]
        return _Found(tuple(links))

    def _person_titled(self, reading: Reading, doc: Doc, title: TitleSpan) -> str | None:
        head = doc[title.head]
        owner = self._owner(reading, head, doc) or title.holder_of
        definite = any(c.lower_ == "the" for c in head.children) or (head.text[0].isupper() and not owner)
        if owner is None and not definite:
            return None
        people = {
            t.person
            for t in doc._.tenures
            if self._same_office(t.title, title, owned=owner is not None) and owner in {None, t.jurisdiction}
        }
        if owner is None and len(people) > 1:
            return self._nearest(reading, head, people)
        return next(iter(people)) if len(people) == 1 else None

    def _same_office(self, told: str, title: TitleSpan, *, owned: bool) -> bool:
        """Whether a title may be short for another ("the secretary") or, with its country, another word for it.

        "The Venezuelan leader" is whoever is told to be president or prime minister of Venezuela.
        """
        if told == title.title:
            return True
        if owned:
            return title.kind in _LEADING and self._kinds.get(told) in _LEADING and title.title in {"Leader", told}
        words = set(title.title.lower().split())
        return len(words) == 1 and words <= set(told.lower().replace("-", " ").split()) and title.title != "Leader"

    def _counterpart(self, reading: Reading, doc: Doc, token: Token) -> str | None:
        """Who is meant by "his Kenyan counterpart"; the country is told by what stands between, not by whose he is."""
        qualifiers = (*syntax.compounds(token), *syntax.adjectives(token))
        owner = next((o for q in qualifiers if (o := self._country(reading, doc, q)) is not None), None)
        if owner is None:
            return None
        people = {t.person for t in doc._.tenures if t.jurisdiction == owner and not t.former}
        ministers = {
            t.person for t in doc._.tenures if (t.person in people and "Minister" in t.title) or "Secretary" in t.title
        }
        choice = people if len(people) == 1 else people & ministers
        return next(iter(choice)) if len(choice) == 1 else None

    @staticmethod
    def _nearest(reading: Reading, token: Token, people: set[str]) -> str | None:
        before = [k for k in reading.links_between(0, token.i) if len(k.entities) == 1 and k.entities[0] in people]
        return before[-1].entities[0] if before else None

    # --- pronouns and pairs -------------------------------------------------------------------------------------------

    def _pairs_and_pronouns(self, doc: Doc) -> _Found:
        """In text order, so that a pronoun may refer to what an earlier one was found to mean."""
        added: list[Link] = []
        silent = quoted(doc)
        reading = Reading(doc)
        genders = Genders(self.gazetteer, doc)
        for token in doc:
            link = _pronoun(reading, token, genders) if not silent[token.i] else None
            link = link or pair(reading, token) or own_words(reading, token)
            if link is not None:
                added.append(link)
                reading.add(link)
        return _Found(tuple(added))


def _pronoun(reading: Reading, token: Token, genders: Genders) -> Link | None:
    """As in "he", "her": the most salient person before it of that gender."""
    if token.lower_ in _MALE:
        wanted = Gender.MALE
    elif token.lower_ in _FEMALE:
        wanted = Gender.FEMALE
    else:
        return None
    for link in antecedents(reading, token):
        entity = reading.entity(link.entities[0])
        if entity.type is EntityType.PERSON and genders.agrees(entity, wanted) and not beside(reading, link, token):
            genders.learn(entity.id, wanted)
            return Link(token.i, token.i + 1, token.i, (entity.id,), MentionKind.PRONOUN, "pronoun by salience", 0.7)
    return None


def _names_group(noun: Token) -> bool:
    """Whether a noun stands for people: in "voiced opposition to the plan" and "opposition leader" it does not."""
    if noun.dep_ in {"compound", "amod"} and noun.head.lower_ not in _GROUP_HEADS:
        return False
    above = [noun.head] if noun.dep_ in {"obj", "dobj"} else []
    against = noun.lower_ == "opposition" and any(
        o.preposition == "to" for t in (noun, *above) for o in syntax.obliques(t)
    )
    return noun.pos_ in {"NOUN", "PROPN", "ADJ"} and not against


def _nominal(head: Token, entities: tuple[str, ...], reason: str, confidence: float) -> Link:
    return Link(head.i, head.i + 1, head.i, entities, MentionKind.NOMINAL, reason, confidence)


def _names_someone(doc: Doc, reading: Reading, title: TitleSpan) -> bool:
    """Whether the title belongs to a name beside it, which then carries the reference."""
    following = reading.link_from(title.end) if title.end < len(doc) else None
    return following is not None and reading.entity(following.entities[0]).type is EntityType.PERSON


@Language.factory(
    "kg_coreference", requires=["doc._.links", "doc._.tenures"], assigns=["doc._.links", "doc._.entities"]
)
class CoreferenceComponent:
    """Thin shell around :class:`Resolver`."""

    def __init__(self, nlp: Language, name: str) -> None:
        del nlp, name
        self.resolver = Resolver(default_gazetteer())

    def __call__(self, doc: Doc) -> Doc:
        """Add the links of noun phrases and pronouns."""
        doc._.links, doc._.entities = self.resolver.resolve(doc)
        return doc
