"""What the earlier components found in a document, asked by token: who is meant here, where, in which sentence.

Every rule about facts asks through this one view, so that coordination, coreference, apposition and people who speak
for someone ("a State Department official") are understood the same way everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Doc, Span, Token

from kg.gazetteer import default_gazetteer
from kg.model import Entity, EntityType, Passage
from kg.nlp import syntax
from kg.nlp.extensions import Link

__all__ = ["Reading", "passage"]

# Nouns for people who stand for the country or organization that qualifies them ("Russian officials",
# "representatives of the government"), so that it acts through them.
REPRESENTATIVES = frozenset(
    """administration ambassador army authority authorities cabinet chancellors delegate delegation diplomat diplomats
    embassy envoy forces government leader leaders leadership military ministers mission negotiator negotiators official
    officials police premiers presidents regime representative representatives side source spokesman spokesperson
    spokeswoman team troops""".split()
)
_ACTORS = frozenset({EntityType.PERSON, EntityType.ORGANIZATION, EntityType.COUNTRY})
_PLACES = frozenset({EntityType.PLACE, EntityType.COUNTRY})


def passage(span: Span | Doc) -> Passage:
    """The passage a stretch of tokens makes, without white space at its ends."""
    text = span.text
    begin = (span.start_char if isinstance(span, Span) else 0) + len(text) - len(text.lstrip())
    text = text.strip()
    return Passage(begin, begin + len(text), text)


class Reading:
    """One document's links by token, and the questions that rules ask of them."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self._entities: dict[str, Entity] = {entity.id: entity for entity in doc._.entities}
        self._by_head: dict[int, Link] = {}
        self._by_token: dict[int, Link] = {}
        self._starting: dict[int, Link] = {}
        self._ending: dict[int, Link] = {}
        for link in sorted(doc._.links, key=lambda k: (k.end - k.start, k.start)):
            self._by_head.setdefault(link.head, link)
            self._starting[link.start] = self._ending[link.end] = link
            for i in range(link.start, link.end):
                self._by_token.setdefault(i, link)

    def entity(self, entity_id: str) -> Entity:
        """The entity behind an id."""
        return self._entities[entity_id]

    def is_media(self, entity_id: str) -> bool:
        """Whether an entity is a news agency or paper that the gazetteer knows."""
        entry = default_gazetteer().entries.get(entity_id)
        return entry is not None and entry.kind == "media"

    def link(self, token: Token) -> Link | None:
        """The link whose head is this token, else the shortest link that covers it."""
        return self._by_head.get(token.i) or self._by_token.get(token.i)

    def link_from(self, start: int) -> Link | None:
        """The longest link that begins at this token index."""
        return self._starting.get(start)

    def link_until(self, end: int) -> Link | None:
        """The longest link whose last token lies right before this index."""
        return self._ending.get(end)

    def links_between(self, start: int, end: int) -> list[Link]:
        """The links that lie within a stretch of tokens, in text order."""
        return [link for link in self.doc._.links if start <= link.start and link.end <= end]

    def actors(self, token: Token) -> tuple[str, ...]:
        """The actors (ids) that the noun phrase headed by ``token`` and its conjuncts stand for, in text order."""
        found: dict[str, None] = {}
        for noun in (token, *syntax.conjuncts(token)):
            found.update(dict.fromkeys(self.actors_of_one(noun)))
        return tuple(found)

    def actors_of_one(self, token: Token) -> tuple[str, ...]:
        """As :meth:`actors`, without the conjuncts."""
        linked = self._actors_linked(token)
        if linked:
            return linked
        for appositive in syntax.appositions(token):
            linked = self._actors_linked(appositive)
            if linked:
                return linked
        if token.lemma_.lower() in REPRESENTATIVES or token.lower_ in REPRESENTATIVES:
            return self._represented(token)
        return ()

    def _actors_linked(self, token: Token) -> tuple[str, ...]:
        link = self._by_head.get(token.i) or self._name_ending_at(token) or self._name_below(token)
        return tuple(e for e in link.entities if self._entities[e].type in _ACTORS) if link else ()

    def _name_ending_at(self, token: Token) -> Link | None:
        """A link that covers the token but whose head the parse saw elsewhere in it."""
        link = self._by_token.get(token.i)
        return link if link is not None and token.i == link.end - 1 else None

    def _name_below(self, token: Token) -> Link | None:
        """The person's name right behind a title or description that the parse made its head ("counterpart John Kerry")."""
        for child in token.children:
            if child.dep_ in {"flat", "nmod:desc", "compound"} and child.i > token.i:
                link = self._by_head.get(child.i) or self._starting.get(child.i)
                if link is not None and self._entities[link.entities[0]].type is EntityType.PERSON:
                    return link
        return None

    def _represented(self, noun: Token) -> tuple[str, ...]:
        qualifiers: list[Token] = [*syntax.possessors(noun), *syntax.compounds(noun), *syntax.adjectives(noun)]
        qualifiers += [o.noun for o in syntax.obliques(noun) if o.preposition in {"of", "from"}]
        found: dict[str, None] = {}
        for qualifier in qualifiers:
            for each in (qualifier, *syntax.conjuncts(qualifier)):
                link = self.link(each)
                if link is not None:
                    ids = (e for e in link.entities if self._entities[e].type is not EntityType.PLACE)
                    found.update(dict.fromkeys(ids))
        return tuple(found)

    def place(self, token: Token) -> str | None:
        """The place or country (id) that the noun phrase headed by ``token`` names, if any."""
        link = self._by_head.get(token.i) or self._name_ending_at(token)
        if link is None:
            return None
        return next((e for e in link.entities if self._entities[e].type in _PLACES), None)

    def about(self, tokens: Iterable[Token]) -> tuple[str, ...]:
        """The entities (ids) named or meant within these tokens, in text order, each once."""
        found: dict[str, None] = {}
        for token in tokens:
            link = self._by_token.get(token.i)
            if link is not None:
                found.update(dict.fromkeys(link.entities))
        return tuple(found)

    def evidence(self, *tokens: Token) -> tuple[Passage, ...]:
        """The whole sentences that hold these tokens, in text order, each once."""
        return tuple(sorted({passage(token.sent) for token in tokens}))
