"""For whom a person or a body acts: the office, the institution and the state behind a name, on a given day.

Kerry speaks for the United States only while he is Secretary of State. A tenure is valid on a day if the article of
that day, or of the month after, says so; if the gazetteer dates it and the day lies within; or, where nothing dates it,
if an article within a year says so and none has called it a former one by then. A fact is judged by its own day: of a
meeting of last year it says nothing that somebody is in office now, where the gazetteer knows better.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from kg.gazetteer import Gazetteer, OfficeHolder, slug
from kg.model import DocumentFacts, EntityType, Tenure
from kg.resolve.contexts import state_of
from kg.resolved import Representation

__all__ = ["Ladder", "persons"]

NEAR: Final = dt.timedelta(days=365)
RECENT: Final = dt.timedelta(days=31)
# The dictionaries behind the gazetteer end there: who has no end was in office then (ontology/gazetteer/README.md).
_END_OF_TABLE: Final = dt.date(2014, 1, 31)

_LEGISLATURE: Final = "GOVLEG"  # a member speaks for a seat, not for the state

# The body that a minister leads, as a country's name and the words after it ("Russian Foreign Ministry").
_LED: Final = (
    ("secretary-of-state", ("Department of State", "State Department")),
    ("foreign-minister", ("Foreign Ministry",)),
    ("foreign-secretary", ("Foreign Ministry", "Foreign Office")),
    ("minister-of-foreign-affairs", ("Foreign Ministry",)),
    ("defense-secretary", ("Department of Defense", "Defense Department")),
    ("secretary-of-defense", ("Department of Defense", "Defense Department")),
    ("defense-minister", ("Defense Ministry", "Ministry of Defence")),
    ("defence-minister", ("Defense Ministry", "Ministry of Defence")),
)
# Bodies through which a state acts; parties, media, companies and armed groups speak for themselves.
_STATE_BODIES: Final = frozenset(
    {"ministry", "service", "military", "parliament", "government", "agency", "mission", "court"}
)


@dataclass(slots=True)
class _Post:
    """What articles say of one person's holding of one office.

    ``days`` are those of articles that say it is held, sorted once all are read; ``ended`` the first that calls the
    person a former holder.
    """

    titles: set[str] = field(default_factory=set)
    days: list[dt.date] = field(default_factory=list)
    documents: dict[str, dt.date] = field(default_factory=dict)
    ended: dt.date | None = None

    def told(self, document: str, day: dt.date) -> bool:
        """Whether a document says so, and the day is its own or shortly before."""
        published = self.documents.get(document)
        return published is not None and day <= published <= day + RECENT

    def near(self, day: dt.date) -> bool:
        """Whether an article within a year says so."""
        if self.ended is not None and self.ended <= day:
            return False
        at = bisect_left(self.days, day)
        return any(abs(one - day) <= NEAR for one in self.days[max(at - 1, 0) : at + 1])


@dataclass(slots=True)
class Ladder:
    """Collects tenures of all documents, and answers for any person and day.

    Args:
        gazetteer: whose offices are dated, and which body is of which state.
    """

    gazetteer: Gazetteer
    _posts: defaultdict[str, dict[tuple[str, str], _Post]] = field(default_factory=lambda: defaultdict(dict))
    _rows: dict[tuple[str, str], list[OfficeHolder]] = field(default_factory=dict)
    _bodies: dict[tuple[str, str], str | None] = field(default_factory=dict)

    def add(self, tenures: Iterable[Tenure], document: str, published: dt.date) -> None:
        """Take in the tenures of one document, persons under their shared ids."""
        for tenure in tenures:
            if tenure.jurisdiction is None:
                continue
            key = (slug(tenure.title) or tenure.title, tenure.jurisdiction)
            post = self._posts[tenure.person].setdefault(key, _Post())
            post.titles.add(tenure.title)
            if tenure.former:
                post.ended = min(post.ended or published, published)
            else:
                insort(post.days, published)
                post.documents[document] = published

    def states(self, actors: Iterable[str], name_of: dict[str, str], day: dt.date, document: str) -> tuple[str, ...]:
        """The states for which actors act on a day, sorted.

        Args:
            actors: ids of persons, bodies and countries.
            name_of: the names of those that are persons.
            day: when.
            document: what this document says of their offices counts before all else.
        """
        found: set[str] = set()
        for actor in actors:
            found.update(step.state for step in self.steps(actor, name_of.get(actor), day, document) if step.state)
        return tuple(sorted(found))

    def steps(self, actor: str, name: str | None, day: dt.date, document: str) -> tuple[Representation, ...]:
        """For whom an actor acts on a day.

        Args:
            actor: an id.
            name: its name, if it is a person.
            day: when.
            document: in whose account.
        """
        if name is not None:
            return tuple(sorted(set(self._offices(actor, name, day, document)), key=_sorting))
        entry = self.gazetteer.entries.get(actor)
        if entry is None:
            return ()
        if entry.type is EntityType.COUNTRY:
            return (Representation(actor, state=actor, day=day),)
        if entry.type is EntityType.ORGANIZATION and entry.kind in _STATE_BODIES and entry.country is not None:
            return (Representation(actor, institution=actor, state=entry.country, day=day),)
        return ()

    def _offices(self, person: str, name: str, day: dt.date, document: str) -> Iterator[Representation]:
        posts = self._posts.get(person, {})
        held = [(key, post) for key, post in posts.items() if self._valid(key, post, (person, name), day, document)]
        for (title, jurisdiction), post in held:
            state = state_of(jurisdiction, self.gazetteer)
            yield Representation(
                person, min(post.titles), jurisdiction, self._led(title, state, jurisdiction), state, day
            )
        if not held:
            for holder in self._dated(person, name):
                if holder.role == _LEGISLATURE:
                    continue
                if holder.start is not None and holder.start <= day <= (holder.end or _END_OF_TABLE):
                    yield Representation(person, state=state_of(holder.country, self.gazetteer), day=day)

    def _dated(self, person: str, name: str) -> list[OfficeHolder]:
        key = (person, name)
        if key not in self._rows:
            self._rows[key] = [row for row in self.gazetteer.office_holders(name) if row.person == person]
        return self._rows[key]

    def _rows_of(self, key: tuple[str, str], person: tuple[str, str]) -> list[OfficeHolder]:
        """What the gazetteer dates of a person's post: rows of this title, or else of others in that government.

        That somebody sat in a parliament says nothing of an office that he held later.
        """
        title, jurisdiction = key
        rows = [row for row in self._dated(*person) if row.country == jurisdiction and row.start is not None]
        titled = [row for row in rows if row.title is not None and slug(row.title) == title]
        return titled or [row for row in rows if row.role != _LEGISLATURE] or rows

    def _valid(self, key: tuple[str, str], post: _Post, person: tuple[str, str], day: dt.date, document: str) -> bool:
        if post.told(document, day):
            return True
        dated = self._rows_of(key, person)
        if any(row.start is not None and row.start <= day <= (row.end or _END_OF_TABLE) for row in dated):
            return True
        if dated and all(row.end is not None for row in dated):
            return False
        return post.near(day)

    def _led(self, title: str, state: str | None, jurisdiction: str) -> str | None:
        """The body that the holder of an office leads or belongs to, where the gazetteer knows it."""
        if state is None or state != jurisdiction:
            return jurisdiction if self.gazetteer.entries.get(jurisdiction) is not None else None
        if (title, state) not in self._bodies:
            self._bodies[title, state] = next(self._leading(title, state), None)
        return self._bodies[title, state]

    def _leading(self, title: str, state: str) -> Iterator[str]:
        for post, bodies in _LED:
            for body in bodies if title == post else ():
                for name in self.gazetteer.names_of(state):
                    for found in self.gazetteer.lookup(f"{name.text} {body}"):
                        if self.gazetteer.entry(found.entry_id).country == state:
                            yield found.entry_id


def _sorting(step: Representation) -> tuple[str, ...]:
    return tuple(part or "" for part in (step.actor, step.jurisdiction, step.title, step.institution, step.state))


def persons(facts: DocumentFacts) -> dict[str, str]:
    """The names of a document's persons by id."""
    return {entity.id: entity.name for entity in facts.entities if entity.type is EntityType.PERSON}
