"""People without a name who are quoted: "an unnamed diplomat", "a senior security source".

Each is a person of that one document: a diplomat quoted elsewhere in the same words is nobody known to be the same. Who
is told to be of a country or body speaks for it (:class:`kg.nlp.reading.Reading`) and needs no entity here.
"""

from __future__ import annotations

import hashlib
from functools import cached_property

from spacy.tokens import Doc, Token

from kg.gazetteer import slug
from kg.model import Entity, EntityType, MentionKind
from kg.nlp.extensions import Link

__all__ = ["UnnamedPeople"]

# Nouns for people whom newspapers quote by what they are; a resident or a shopkeeper is nobody's voice.
_QUOTABLE = frozenset(
    """adviser advisor aide ambassador analyst attache colonel commander delegate diplomat envoy expert general insider
    judge lawmaker lawyer legislator minister negotiator observer officer official politician prosecutor source
    spokesman spokesperson spokeswoman""".split()
)
_WITHOUT_NAME = frozenset({"anonymous", "unidentified", "unnamed"})
_SAYING_NOTHING = _WITHOUT_NAME | frozenset({"another", "certain", "one", "same"})
_DESCRIBING = frozenset({"amod", "compound", "nmod", "nn"})


class UnnamedPeople:
    """The people without a name of one document, as they are quoted."""

    def __init__(self, doc: Doc) -> None:
        self._doc = doc
        self._by_noun: dict[str, str] = {}
        self._entities: dict[str, Entity] = {}
        self._links: dict[int, Link] = {}

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self._entities)

    @property
    def entities(self) -> tuple[Entity, ...]:
        """The people, in order of their first words."""
        return tuple(self._entities.values())

    @property
    def links(self) -> tuple[Link, ...]:
        """Their mentions, in text order."""
        return tuple(self._links[i] for i in sorted(self._links))

    @cached_property
    def _mark(self) -> str:
        """What tells this document's people from those of others."""
        return hashlib.sha256(self._doc.text.encode()).hexdigest()[:8]

    def introduced(self, noun: Token) -> str | None:
        """The person whom a noun introduces; None where it is no word for somebody quotable, or for several."""
        lemma = noun.lemma_.lower()
        if lemma not in _QUOTABLE or noun.tag_ == "NNS":
            return None
        words = [t.text for t in _described(noun) if t.lower_ not in _SAYING_NOTHING]
        name = " ".join(["unnamed", *words])
        person = f"{slug(name)}-{self._mark}"
        self._entities.setdefault(person, Entity(person, EntityType.PERSON, name, named=False))
        self._by_noun[lemma] = person
        return self._mentioned(noun, person)

    def meant(self, noun: Token) -> str | None:
        """The person already quoted whom "the official" means; None where nobody was quoted in such words."""
        person = self._by_noun.get(noun.lemma_.lower())
        return self._mentioned(noun, person) if person is not None and noun.tag_ != "NNS" else None

    def _mentioned(self, noun: Token, person: str) -> str:
        start = next(iter(_described(noun))).i
        self._links[noun.i] = Link(
            start, noun.i + 1, noun.i, (person,), MentionKind.NOMINAL, "person without a name", 0.7
        )
        return person


def _described(noun: Token) -> list[Token]:
    """A noun with the words right before it that describe it."""
    start = noun.i
    while start > noun.sent.start and noun.doc[start - 1].dep_ in _DESCRIBING and noun.doc[start - 1].is_alpha:
        start -= 1
    return list(noun.doc[start : noun.i + 1])
