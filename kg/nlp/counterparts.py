"""Counterparts: "Lavrov met his U.S. counterpart, John Kerry" tells which office Kerry holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from spacy.tokens import Doc

from kg.model import EntityType, Tenure
from kg.nlp import syntax
from kg.nlp.adjacent import link_ending, person_at
from kg.nlp.reading import Reading

__all__ = ["counterparts"]

# The names that states give the same ministry, for "his U.S. counterpart".
_OWN_NAMES = {
    "foreign minister": (
        "Foreign Minister",
        {"united-states": "Secretary of State", "united-kingdom": "Foreign Secretary"},
    ),
    "defence minister": (
        "Defense Minister",
        {"united-states": "Secretary of Defense", "united-kingdom": "Defense Secretary"},
    ),
    "interior minister": ("Interior Minister", {"united-kingdom": "Home Secretary"}),
    "finance minister": (
        "Finance Minister",
        {"united-states": "Treasury Secretary", "united-kingdom": "Chancellor of the Exchequer"},
    ),
}  # fmt: skip


def counterparts(doc: Doc, reading: Reading, told: Sequence[Tenure], kinds: Mapping[str, str]) -> Iterator[Tenure]:
    """As in "Lavrov met his U.S. counterpart, John Kerry": another country's office of the title that Lavrov holds."""
    for token in doc:
        owner = link_ending(reading, doc, token.i) if token.lower_ == "counterpart" else None
        if owner is None or reading.entity(owner.entities[0]).type is not EntityType.COUNTRY:
            continue
        comma = token.i + 1 < len(doc) and doc[token.i + 1].text == ","
        person = person_at(doc, reading, token.i + 1 + comma)
        of = [a for noun in syntax.possessors(token) for a in reading.actors(noun)]
        of = of or [a for noun in syntax.subjects(syntax.clause_head(token)) for a in reading.actors(noun)]
        titles = {t.title for t in told if t.person in of and not t.former and t.jurisdiction != owner.entities[0]}
        if person is not None and len(titles) == 1:
            evidence = reading.evidence(token)
            name = _own_name(titles.pop(), owner.entities[0], kinds)
            yield Tenure(person, name, owner.entities[0], evidence, "counterpart", confidence=0.8)


def _own_name(title: str, country: str, kinds: Mapping[str, str]) -> str:
    """What a country calls the office that another calls by this title."""
    usual, own = _OWN_NAMES.get(kinds.get(title, ""), (title, {}))
    return own.get(country, usual)
