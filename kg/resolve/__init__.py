"""From the facts of single documents to the things they share: the same entity, the same occasion, and its life.

Pure: the result depends on the set of documents, the gazetteer and an analyst's rulings, not on the order of documents,
nor on which of them came before. Every judgement says why; what is not sure stays apart, with its candidates.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from kg.gazetteer import Gazetteer, default_gazetteer, slug
from kg.iris import digest
from kg.model import (
    DocumentFacts,
    Entity,
    EntityType,
    Meeting,
    Mention,
    Occasion,
    Office,
    Tenure,
)
from kg.resolve.claims import claims_of
from kg.resolve.contexts import Context, Instance, Surroundings
from kg.resolve.entities import EntityTally
from kg.resolve.judgement import Doubt, Identities, Join, Judged
from kg.resolve.ladder import Ladder, persons
from kg.resolve.occasions import Account, Drawn, OccasionDoubt, Places, Rulings, draw_together
from kg.resolve.renaming import Renaming
from kg.resolve.spill import Spill
from kg.resolved import Representation, Resolved, day_of

__all__ = ["Doubt", "Join", "Judged", "OccasionDoubt", "Resolution", "Rulings", "resolve"]


@dataclass(frozen=True, slots=True)
class Resolution:
    """What the documents share; every tuple is sorted.

    ``entities`` and ``offices`` hold each entity and post once, ``occasions`` each occasion, ``joins`` each entity of
    some document that was taken for another one; ``doubts`` and ``occasion_doubts`` what may be another one; ``idle``
    an analyst's rulings that the documents give no use.
    """

    entities: tuple[Entity, ...]
    offices: tuple[Office, ...]
    occasions: tuple[Occasion, ...]
    joins: tuple[Join, ...]
    doubts: tuple[Doubt, ...]
    occasion_doubts: tuple[OccasionDoubt, ...]
    idle: tuple[frozenset[str], ...]
    _identities: Identities
    _ladder: Ladder
    _renamed: dict[str, str]
    _occasion_of: Mapping[str, str]
    _known: frozenset[str]
    _titles: Mapping[tuple[str, str | None], str]

    def for_documents(self) -> Resolution:
        """What :meth:`apply` and :meth:`resolved` need, and nothing of what the documents share."""
        return replace(self, entities=(), offices=(), occasions=(), joins=(), doubts=(), occasion_doubts=())

    def apply(self, facts: DocumentFacts) -> DocumentFacts:
        """A document's facts in the words of the whole: entities by their shared ids, meetings by their occasions' ids.

        Args:
            facts: one of the documents that were resolved, unchanged.
        """
        return self._applied(facts, self._renaming(facts), _keys(facts))

    def _applied(self, facts: DocumentFacts, rename: Renaming, keys: Mapping[str, str]) -> DocumentFacts:
        return replace(
            facts,
            entities=tuple(rename.entity(entity) for entity in facts.entities),
            mentions=tuple(self._mention(rename.mention(mention)) for mention in facts.mentions),
            tenures=tuple(rename.tenure(tenure) for tenure in facts.tenures),
            meetings=tuple(self._by_occasion(meeting) for meeting in _keyed(facts, rename, keys)),
            positions=tuple(rename.position(position) for position in facts.positions),
            statements=tuple(rename.statement(statement) for statement in facts.statements),
            interactions=tuple(rename.interaction(interaction) for interaction in facts.interactions),
        )

    def resolved(self, facts: DocumentFacts) -> Resolved:
        """What :meth:`apply` gives, with what the document claims of plans, and for whom its actors act.

        Args:
            facts: one of the documents that were resolved, unchanged.
        """
        rename, keys = self._renaming(facts), _keys(facts)
        applied = self._applied(facts, rename, keys)
        claims = (rename.claim(claim) for claim in claims_of(facts))
        claimed = tuple(replace(claim, meeting=self._occasion_of[keys[claim.meeting]]) for claim in claims)
        return Resolved(applied, claimed, tuple(self._represented(applied)))

    def _renaming(self, facts: DocumentFacts) -> Renaming:
        instances = Surroundings(facts, self._ladder.gazetteer).instances()
        named = {local: self._identities.of(instance) for local, instance in instances.items()}
        return Renaming(named, self._renamed)

    def _mention(self, mention: Mention) -> Mention:
        """A candidate that no document mentions is no node of the graph, and goes."""
        if all(candidate.entity in self._known for candidate in mention.candidates):
            return mention
        return replace(mention, candidates=tuple(c for c in mention.candidates if c.entity in self._known))

    def _by_occasion(self, meeting: Meeting) -> Meeting:
        part_of = None if meeting.part_of is None else self._occasion_of[meeting.part_of]
        key = self._occasion_of[meeting.key]
        return replace(meeting, key=key, part_of=None if part_of == key else part_of)

    def _represented(self, facts: DocumentFacts) -> Iterator[Representation]:
        """For whom the document's actors act, as far as the graph knows the offices, bodies and states."""
        names = persons(facts)
        for actor, day in sorted(_acting(facts)):
            for step in self._ladder.steps(actor, names.get(actor), day, facts.document.id):
                post = (_post_name(step.title or ""), step.jurisdiction)
                title = self._titles.get(post)
                yield Representation(
                    actor,
                    title,
                    step.jurisdiction if title is not None else None,
                    step.institution if step.institution in self._known else None,
                    step.state if step.state in self._known else None,
                    day,
                )


def resolve(
    all_facts: Iterable[DocumentFacts],
    gazetteer: Gazetteer | None = None,
    judged: Judged | None = None,
    rulings: Rulings | None = None,
) -> Resolution:
    """Find what documents share.

    Args:
        all_facts: the facts of every document, each document once, in any order; read once.
        gazetteer: what is known beforehand; the one that ships with the package if None.
        judged: an analyst's rulings on entities.
        rulings: an analyst's rulings on occasions.
    """
    collected = _Collected(gazetteer or default_gazetteer())
    for facts in all_facts:
        collected.add(facts)
    return collected.resolved(judged or Judged(), rulings or Rulings())


@dataclass(frozen=True, slots=True)
class _Reduced:
    """What is kept of a document until all are read: its meetings without evidence, its tenures, its open names."""

    id: str
    published: dt.date
    meetings: tuple[Meeting, ...]
    subjects: tuple[tuple[str, ...], ...]
    tenures: tuple[Tenure, ...]
    names: Mapping[str, str]
    instances: Mapping[str, Instance]


class _Collected:
    """All documents on their way to a resolution."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._tally = EntityTally(gazetteer)
        self._documents = Spill[_Reduced]()

    def add(self, facts: DocumentFacts) -> None:
        """Take in one document."""
        instances = self._tally.add(facts)
        keyed = tuple(_keyed(facts, Renaming({}), _keys(facts)))
        people = persons(facts)
        acting = {who for meeting in keyed for who in meeting.participants}
        told = {tenure.person for tenure in facts.tenures}
        self._documents.append(
            _Reduced(
                facts.document.id,
                facts.document.published,
                tuple(replace(meeting, evidence=()) for meeting in keyed),
                tuple(_subjects(facts, meeting) for meeting in keyed),
                tuple(replace(tenure, evidence=()) for tenure in facts.tenures),
                {who: name for who, name in people.items() if who in acting},
                {local: one for local, one in instances.items() if local in acting | told or one[1] != Context()},
            )
        )

    def resolved(self, judged: Judged, rulings: Rulings) -> Resolution:
        """Draw everything together."""
        identities = self._tally.identities(judged)
        entities, renamed = self._tally.merged(identities), identities.renamed
        ladder, titles = Ladder(self._gazetteer), _Titles()
        for document in self._documents:
            rename = _renaming(document, identities, renamed)
            tenures = [rename.tenure(tenure) for tenure in document.tenures]
            ladder.add(tenures, document.id, document.published)
            for tenure in tenures:
                titles.add(tenure.title, tenure.jurisdiction)
        places = Places({entity.id: entity.located_in for entity in entities if entity.located_in is not None})
        drawn = draw_together(self._accounts(identities, ladder, renamed), places, rulings)
        written = titles.written()
        return Resolution(
            entities=entities,
            offices=titles.offices(),
            occasions=tuple(occasion for occasion, _ in drawn.occasions),
            joins=identities.joins,
            doubts=identities.doubts,
            occasion_doubts=drawn.doubts,
            idle=(*identities.idle, *drawn.idle),
            _identities=identities,
            _ladder=ladder,
            _renamed=renamed,
            _occasion_of=_occasion_of(drawn),
            _known=frozenset(entity.id for entity in entities),
            _titles=written,
        )

    def _accounts(self, identities: Identities, ladder: Ladder, renamed: dict[str, str]) -> Iterator[Account]:
        for document in self._documents:
            rename = _renaming(document, identities, renamed)
            names = {rename.id(local): name for local, name in document.names.items()}
            for meeting, subjects in zip(document.meetings, document.subjects, strict=True):
                told = rename.meeting(meeting)
                day = day_of(meeting.when, document.published)
                states = ladder.states(told.participants, names, day, document.id)
                yield Account(told.key, document.id, document.published, told, rename.all(subjects), states)


def _renaming(document: _Reduced, identities: Identities, renamed: dict[str, str]) -> Renaming:
    own = {local: identities.of(instance) for local, instance in document.instances.items()}
    return Renaming(own, renamed)


def _occasion_of(drawn: Drawn) -> dict[str, str]:
    return {account.id: occasion.meeting.key for occasion, told in drawn.occasions for account in told}


def _subjects(facts: DocumentFacts, meeting: Meeting) -> tuple[str, ...]:
    """The countries, bodies and places that the sentences about a meeting name, and what its topics are about."""
    kinds = {entity.id: entity.type for entity in facts.entities}
    named = {
        mention.entity
        for mention in facts.mentions
        if kinds.get(mention.entity, EntityType.PERSON) is not EntityType.PERSON
        and any(passage.begin <= mention.begin < passage.end for passage in meeting.evidence)
    }
    about = {entity for topic in meeting.topics for entity in topic.about if kinds.get(entity) is not EntityType.PERSON}
    return tuple(
        sorted(named | about | {who for who in meeting.participants if kinds.get(who) is not EntityType.PERSON})
    )


def _acting(facts: DocumentFacts) -> Iterator[tuple[str, dt.date]]:
    """Who acts in a document, and on which day: meets, holds, says or hears, does or suffers something; each once."""
    published = facts.document.published
    found = {(who, day_of(meeting.when, published)) for meeting in facts.meetings for who in meeting.participants}
    for one in facts.interactions:
        found.update((who, day_of(one.when, published)) for who in (one.source, one.target))
    said = {who for one in facts.statements for who in (one.speaker, *one.audience)}
    said.update(position.holder for position in facts.positions)
    for those in (facts.positions, facts.interactions, facts.meetings, facts.tenures):
        said.update(fact.asserted_by for fact in those)
    yield from found | {(who, published) for who in said if who is not None}


def _keys(facts: DocumentFacts) -> dict[str, str]:
    """The keys of a document's meetings, told apart from those of other documents.

    A key is made of the document and the passage that tells of the meeting first, so that what is found elsewhere in
    the document, or which entities it is found to be about, does not rename it.
    """
    told = Counter[tuple[int, int]]()
    keys: dict[str, str] = {}
    for meeting in facts.meetings:
        span = min(((passage.begin, passage.end) for passage in meeting.evidence), default=(0, 0))
        keys[meeting.key] = digest(facts.document.id, *span, told[span])
        told[span] += 1
    return keys


def _keyed(facts: DocumentFacts, renaming: Renaming, keys: Mapping[str, str]) -> Iterator[Meeting]:
    for meeting in facts.meetings:
        part_of = None if meeting.part_of is None else keys.get(meeting.part_of)
        yield replace(renaming.meeting(meeting), key=keys[meeting.key], part_of=part_of)


@lru_cache(maxsize=10_000)
def _post_name(title: str) -> str:
    """What a post is known by, however its title is written."""
    return slug(title) or title


class _Titles:
    """Counts how the titles of posts are written: those that differ in case or accents alone are one post."""

    def __init__(self) -> None:
        self._written: defaultdict[tuple[str, str | None], Counter[str]] = defaultdict(Counter)

    def add(self, title: str, jurisdiction: str | None) -> None:
        self._written[_post_name(title), jurisdiction][title] += 1

    def written(self) -> dict[tuple[str, str | None], str]:
        """How each post's title is written most often."""
        return {
            post: min(written, key=lambda title: (-written[title], title)) for post, written in self._written.items()
        }

    def offices(self) -> tuple[Office, ...]:
        chosen = (Office(title, jurisdiction) for (_, jurisdiction), title in self.written().items())
        return tuple(sorted(chosen, key=lambda office: (office.jurisdiction or "", office.title)))
