"""Facts in other words: every entity under the id that the documents share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from kg.model import Candidate, Entity, Interaction, Issue, Meeting, Mention, Position, Statement, Tenure
from kg.resolved import Claim

__all__ = ["Renaming"]

T = TypeVar("T", Candidate, Claim, Entity, Interaction, Issue, Meeting, Mention, Position, Statement, Tenure)


@dataclass(frozen=True, slots=True)
class Renaming:
    """Renames entities; an id that it does not know stays.

    Args:
        ids: old id to new id, of the entities that change theirs.
        others: the same of those that are not among the first.
    """

    ids: Mapping[str, str]
    others: Mapping[str, str] = field(default_factory=dict)

    def id(self, old: str) -> str:
        """An entity's id."""
        new = self.ids.get(old)
        return self.others.get(old, old) if new is None else new

    def optional(self, old: str | None) -> str | None:
        """An entity's id, where there is one."""
        return None if old is None else self.id(old)

    def all(self, old: Iterable[str]) -> tuple[str, ...]:
        """Several entities' ids, sorted, each once."""
        return tuple(sorted({self.id(one) for one in old}))

    def entity(self, entity: Entity) -> Entity:
        """An entity."""
        return _changed(entity, id=self.id(entity.id), located_in=self.optional(entity.located_in))

    def mention(self, mention: Mention) -> Mention:
        """A mention and its candidates."""
        candidates = tuple([self._candidate(candidate) for candidate in mention.candidates])
        return _changed(mention, entity=self.id(mention.entity), candidates=candidates)

    def _candidate(self, candidate: Candidate) -> Candidate:
        return _changed(candidate, entity=self.id(candidate.entity))

    def issue(self, issue: Issue) -> Issue:
        """An issue."""
        return _changed(issue, about=self.all(issue.about))

    def tenure(self, tenure: Tenure) -> Tenure:
        """A tenure."""
        return _changed(
            tenure,
            person=self.id(tenure.person),
            jurisdiction=self.optional(tenure.jurisdiction),
            asserted_by=self.optional(tenure.asserted_by),
        )

    def meeting(self, meeting: Meeting) -> Meeting:
        """A meeting; its key stays."""
        return _changed(
            meeting,
            participants=self.all(meeting.participants),
            place=self.optional(meeting.place),
            topics=tuple(self.issue(topic) for topic in meeting.topics),
            asserted_by=self.optional(meeting.asserted_by),
        )

    def position(self, position: Position) -> Position:
        """A position."""
        return _changed(
            position,
            holder=self.id(position.holder),
            issue=self.issue(position.issue),
            asserted_by=self.optional(position.asserted_by),
        )

    def statement(self, statement: Statement) -> Statement:
        """A statement."""
        return _changed(
            statement,
            speaker=self.optional(statement.speaker),
            audience=self.all(statement.audience),
            via=self.optional(statement.via),
        )

    def interaction(self, interaction: Interaction) -> Interaction:
        """An interaction."""
        return _changed(
            interaction,
            source=self.id(interaction.source),
            target=self.id(interaction.target),
            asserted_by=self.optional(interaction.asserted_by),
        )

    def claim(self, claim: Claim) -> Claim:
        """A claim; the key of its meeting stays."""
        return _changed(
            claim,
            place=self.optional(claim.place),
            participant=self.optional(claim.participant),
            said_by=self.optional(claim.said_by),
            via=self.optional(claim.via),
        )


def _changed(value: T, **fields: Any) -> T:
    """A value with these fields; itself where it has them, as most have: to make another one takes longer."""
    for name, new in fields.items():
        if getattr(value, name) != new:
            return replace(value, **fields)
    return value
