"""The ladder of who stands for whom: a person, the office held, the institution behind it, the state.

The text has an actor at one level ("Lavrov", "the Foreign Ministry", "Moscow"); questions ask at any. For whom a person
or a body acts on a day is found by :mod:`kg.resolve.ladder` and stands in the graph (``dm:capacity``); the rule here
only climbs.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from kg.errors import InputError
from kg.model import EntityType

__all__ = ["OFFICE", "Level", "level_of", "stands_for"]

OFFICE = "Office"
"""What offices are called among the types of nodes."""


class Level(StrEnum):
    """At which level of the ladder an actor is asked for."""

    TOLD = "as-told"
    PERSON = "person"
    OFFICE = "office"
    INSTITUTION = "institution"
    STATE = "state"


def level_of(name: str) -> Level:
    """A level by its name.

    Raises:
        InputError: there is none of this name.
    """
    try:
        return Level(name)
    except ValueError:
        raise InputError(name, f"is no level; there are {', '.join(Level)}") from None


def stands_for(actor: str, kind: str | None, behind: Mapping[str, str | None], level: Level) -> tuple[str, ...]:
    """Who stands for an actor at a level; nobody where it has none there.

    At the level of states a body of no state, such as the United Nations, stands for itself, and so does it for whoever
    acts for it. A country has no institution, no office and no person; a person without a tenure that is valid on the
    day of the fact stands at the level of persons alone.

    Args:
        actor: who acts.
        kind: the actor's type, an :class:`~kg.model.EntityType`.
        behind: for whom the actor acts that day, each with its type.
        level: what is asked for.

    Returns:
        Sorted.
    """
    bodies = tuple(sorted(one for one, its in behind.items() if its == EntityType.ORGANIZATION))
    own = (actor,)
    match level:
        case Level.TOLD:
            return own
        case Level.PERSON:
            return own if kind == EntityType.PERSON else ()
        case Level.OFFICE:
            return tuple(sorted(one for one, its in behind.items() if its == OFFICE))
        case Level.INSTITUTION:
            return own if kind == EntityType.ORGANIZATION else bodies
        case Level.STATE:
            if kind == EntityType.COUNTRY:
                return own
            states = tuple(sorted(one for one, its in behind.items() if its == EntityType.COUNTRY))
            return states or (own if kind == EntityType.ORGANIZATION else bodies)
