"""What stands right beside a place in the text: the person, owner or name that begins or ends there.

Titles and names stand side by side in news prose, and word order survives where a parser stumbles over five capitals in
a row.
"""

from __future__ import annotations

from spacy.tokens import Doc

from kg.model import EntityType
from kg.nlp.extensions import Link
from kg.nlp.reading import Reading

__all__ = ["link_ending", "links_from", "person_at", "person_ending"]


def person_at(doc: Doc, reading: Reading, start: int) -> str | None:
    """The person whose name begins at this token."""
    if start >= len(doc):
        return None
    link = reading.link(doc[start])
    if (
        link is None
        or link.start not in {start, start - 1}
        or reading.entity(link.entities[0]).type is not EntityType.PERSON
    ):
        return None
    return link.entities[0]


def person_ending(doc: Doc, reading: Reading, end: int) -> str | None:
    """The person whose name ends right before this token."""
    link = link_ending(reading, doc, end)
    if link is None or reading.entity(link.entities[0]).type is not EntityType.PERSON:
        return None
    return link.entities[0]


def link_ending(reading: Reading, doc: Doc, end: int) -> Link | None:
    """The longest link that ends right before token ``end``, a possessive ending or hyphen between them allowed."""
    while end > 0 and (doc[end - 1].tag_ == "POS" or doc[end - 1].text in {"'s", "’s"}):
        end -= 1
    return reading.link_until(end)


def links_from(reading: Reading, doc: Doc, start: int) -> list[Link]:
    """The link that begins at a token, and those coordinated with it."""
    found: list[Link] = []
    while (here := reading.link_from(start)) is not None:
        found.append(here)
        if here.end >= len(doc) or doc[here.end].lower_ != "and":
            break
        start = here.end + 1
        while start < len(doc) and doc[start].pos_ == "DET":
            start += 1
    return found
