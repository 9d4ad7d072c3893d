"""From the facts of single documents to the things they share: the same entity, the same occasion.

Pure: the result depends on the set of documents, not on their order, nor on which of them came before.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from kg.gazetteer import slug
from kg.iris import digest
from kg.model import DocumentFacts, Entity, Meeting, Mention, Occasion, Office
from kg.resolve.entities import EntityTally, Join
from kg.resolve.occasions import Account, draw_together
from kg.resolve.renaming import Renaming

__all__ = ["Join", "Resolution", "resolve"]


@dataclass(frozen=True, slots=True)
class Resolution:
    """What the documents share; every tuple is sorted.

    ``entities`` and ``offices`` hold each entity and post once, ``occasions`` each occasion, ``joins`` each entity of
    some document that was taken for another one.
    """

    entities: tuple[Entity, ...]
    offices: tuple[Office, ...]
    occasions: tuple[Occasion, ...]
    joins: tuple[Join, ...]
    _renaming: Renaming
    _occasion_of: Mapping[str, str]
    _known: frozenset[str]

    def apply(self, facts: DocumentFacts) -> DocumentFacts:
        """A document's facts in the words of the whole: entities by their shared ids, meetings by their occasions' ids.

        Args:
            facts: one of the documents that were resolved, unchanged.
        """
        rename = self._renaming
        return replace(
            facts,
            entities=tuple(rename.entity(entity) for entity in facts.entities),
            mentions=tuple(self._mention(mention) for mention in facts.mentions),
            tenures=tuple(rename.tenure(tenure) for tenure in facts.tenures),
            meetings=tuple(self._by_occasion(account.meeting) for account in _accounts(facts, rename)),
            positions=tuple(rename.position(position) for position in facts.positions),
            statements=tuple(rename.statement(statement) for statement in facts.statements),
            interactions=tuple(rename.interaction(interaction) for interaction in facts.interactions),
        )

    def _mention(self, mention: Mention) -> Mention:
        """A candidate that no document mentions is no node of the graph, and goes."""
        renamed = self._renaming.mention(mention)
        return replace(renamed, candidates=tuple(c for c in renamed.candidates if c.entity in self._known))

    def _by_occasion(self, meeting: Meeting) -> Meeting:
        part_of = None if meeting.part_of is None else self._occasion_of[meeting.part_of]
        return replace(meeting, key=self._occasion_of[meeting.key], part_of=part_of)


def resolve(all_facts: Iterable[DocumentFacts]) -> Resolution:
    """Find what documents share.

    Args:
        all_facts: the facts of every document, each document once, in any order; read once.
    """
    tally, titles = EntityTally(), _Titles()
    accounts: list[Account] = []
    for facts in all_facts:
        tally.add(facts.entities, facts.mentions)
        for tenure in facts.tenures:
            titles.add(tenure.title, tenure.jurisdiction)
        accounts.extend(_without_evidence(account) for account in _accounts(facts, Renaming({})))
    joins = tally.joins()
    renaming = Renaming({join.entity: join.into for join in joins})
    renamed = (replace(account, meeting=renaming.meeting(account.meeting)) for account in accounts)
    drawn = draw_together(renamed)
    entities = tally.merged(joins)
    return Resolution(
        entities=entities,
        offices=titles.offices(renaming),
        occasions=tuple(occasion for occasion, _ in drawn),
        joins=joins,
        _renaming=renaming,
        _occasion_of={account.id: occasion.meeting.key for occasion, told in drawn for account in told},
        _known=frozenset(entity.id for entity in entities),
    )


def _accounts(facts: DocumentFacts, renaming: Renaming) -> Iterator[Account]:
    """A document's meetings, keys told apart from those of other documents.

    A key is made of the document and the passage that tells of the meeting first, so that what is found elsewhere in
    the document, or which entities it is found to be about, does not rename it.
    """
    document = facts.document
    told = Counter[tuple[int, int]]()
    keys: dict[str, str] = {}
    for meeting in facts.meetings:
        span = min(((passage.begin, passage.end) for passage in meeting.evidence), default=(0, 0))
        keys[meeting.key] = digest(document.id, *span, told[span])
        told[span] += 1
    for meeting in facts.meetings:
        part_of = None if meeting.part_of is None else keys.get(meeting.part_of)
        keyed = replace(renaming.meeting(meeting), key=keys[meeting.key], part_of=part_of)
        yield Account(keyed.key, document.id, document.published, keyed)


def _without_evidence(account: Account) -> Account:
    return replace(account, meeting=replace(account.meeting, evidence=()))


class _Titles:
    """Counts how the titles of posts are written: those that differ in case or accents alone are one post."""

    def __init__(self) -> None:
        self._written: defaultdict[tuple[str, str | None], Counter[str]] = defaultdict(Counter)

    def add(self, title: str, jurisdiction: str | None) -> None:
        self._written[slug(title) or title, jurisdiction][title] += 1

    def offices(self, renaming: Renaming) -> tuple[Office, ...]:
        united: defaultdict[tuple[str, str | None], Counter[str]] = defaultdict(Counter)
        for (key, jurisdiction), written in self._written.items():
            united[key, renaming.optional(jurisdiction)].update(written)
        chosen = (
            Office(min(written, key=lambda title: (-written[title], title)), jurisdiction)
            for (_, jurisdiction), written in united.items()
        )
        return tuple(sorted(chosen, key=lambda office: (office.jurisdiction or "", office.title)))
