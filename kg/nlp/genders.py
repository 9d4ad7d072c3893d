"""Whether a person of a document is spoken of as a man or a woman: by given name, by honorific or title, by pronoun."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from kg.gazetteer import Gazetteer, Gender
from kg.model import Entity, EntityType

__all__ = ["Genders"]

_MALE = frozenset(
    "chairman councilman emir king lord mr prince priest sheik sheikh sir spokesman statesman sultan".split()
)
_FEMALE = frozenset("chairwoman councilwoman dame lady madam miss mrs ms princess queen spokeswoman".split())
_REACH = (
    3  # words before a name in which an honorific or title counts ("spokeswoman for the ministry, Ann Roe" does not)
)


def _title_words(doc: Doc, start: int) -> list[Token]:
    """The nouns and names right before a name."""
    found: list[Token] = []
    for token in reversed(doc[max(0, start - _REACH) : start]):
        if token.pos_ not in {"PROPN", "NOUN", "ADJ"}:
            break
        found.append(token)
    return found


class Genders:
    """What a document tells of the gender of its people; more is learnt as pronouns are tied to them.

    Args:
        gazetteer: for given names.
        doc: with names linked.
    """

    def __init__(self, gazetteer: Gazetteer, doc: Doc) -> None:
        self._gazetteer = gazetteer
        self._told: dict[str, Gender] = {}
        people = {e.id for e in doc._.entities if e.type is EntityType.PERSON}
        for link in doc._.links:
            if len(link.entities) == 1 and link.entities[0] in people:
                before = {t.lower_.rstrip(".") for t in (*_title_words(doc, link.start), doc[link.start])}
                if before & _MALE and not before & _FEMALE:
                    self._told.setdefault(link.entities[0], Gender.MALE)
                elif before & _FEMALE and not before & _MALE:
                    self._told.setdefault(link.entities[0], Gender.FEMALE)

    def learn(self, person: str, gender: Gender) -> None:
        """Take note that a pronoun of this gender was tied to a person."""
        self._told.setdefault(person, gender)

    def agrees(self, person: Entity, wanted: Gender) -> bool:
        """Whether a pronoun of this gender may mean the person."""
        told = self._told.get(person.id)
        if told is not None:
            return told is wanted
        return self._gazetteer.gender_of(person.name.split()[0]) in {wanted, Gender.EITHER, None}
