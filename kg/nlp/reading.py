"""What the earlier components found in a document, asked by token: who is meant here, where, in which sentence.

Every rule about facts asks through this one view, so that coordination, coreference, apposition and people who speak
for someone ("a State Department official") are understood the same way everywhere.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable
from functools import cached_property

from spacy.tokens import Doc, Span, Token

from kg.gazetteer import default_gazetteer
from kg.model import Entity, EntityType, Passage
from kg.nlp import syntax
from kg.nlp.extensions import Link
from kg.nlp.registry import entity_of

__all__ = ["Reading", "passage"]

# Nouns for people who stand for the country or organization that qualifies them ("Russian officials",
# "representatives of the government"), so that it acts through them.
REPRESENTATIVES = frozenset(
    """administration ambassador ambassadors army authorities authority cabinet chancellor chancellors chief
    chiefs commander commanders delegate delegates delegation diplomat diplomats embassy emir envoy envoys
    forces government head heads junta king leader leaders leadership military minister ministers mission
    monarchy negotiator negotiators official officials police premier premiers presidency president presidents
    prince regime representative representatives secretary side source spokesman spokesperson spokeswoman sultan
    team troops""".split()
)
# Whose leaders speak for no state: "Russian *opposition* leaders", "Iraqi *Sunni* officials".
_NOT_OF_THE_STATE = frozenset(
    """business catholic christian church civic community eu exiled former industry islamist kurdish labor labour local
    militant muslim nato opposition orthodox ousted protest protestant rebel religious rival separatist shia shi'ite
    shiite student sunni tribal u.n. un union youth""".split()
)
# "A number of U.S. officials", "members of the council": who stands behind "of".
_QUANTITIES = frozenset(
    """couple dozens group handful host hundreds majority member members number pair series scores some several team
    dignitaries""".split()
)
# "The Hamas *movement*", "the Friends of Yemen *group*": the body that the name before it names.
_BODIES = frozenset(
    """agency alliance bloc bureau coalition faction federation front group grouping junta league militia movement
    network organisation organization party union""".split()
)
# "A group *calling* itself the Free Officers", "nine states *known* as the Friends of Yemen".
_CALLED = frozenset("call dub know name style term".split())
_ITSELF = frozenset({"itself", "themselves"})
_BEFORE_A_NAME = frozenset({"a", "as", "the", '"', "“"}) | _ITSELF
_FINITE_PAST = frozenset({"VBD", "MD"})
_FINITE_PRESENT = frozenset({"VBZ", "VBP"})
_CALLED_WITHIN = 4  # tokens between a noun and the word for how it is called ("a band of deserters who call")
# "Ministers of *NATO* countries" stand for the body.
_MEMBERS = frozenset({"countries", "members", "nations", "states"})
_ACTORS = frozenset({EntityType.PERSON, EntityType.ORGANIZATION, EntityType.COUNTRY})
_PLACES = frozenset({EntityType.PLACE, EntityType.COUNTRY})


def passage(span: Span | Doc) -> Passage:
    """The passage a stretch of tokens makes, without white space at its ends."""
    text = span.text
    begin = (span.start_char if isinstance(span, Span) else 0) + len(text) - len(text.lstrip())
    text = text.strip()
    return Passage(begin, begin + len(text), text)


def _start(link: Link) -> int:
    return link.start


def _place(link: Link) -> tuple[int, int]:
    return link.start, link.end


def _size(link: Link) -> tuple[int, int]:
    return link.end - link.start, link.start


class Reading:
    """One document's links by token, and the questions that rules ask of them."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self._entities: dict[str, Entity] = {entity.id: entity for entity in doc._.entities}
        self._by_head: dict[int, Link] = {}
        self._by_token: dict[int, Link] = {}
        self._starting: dict[int, Link] = {}
        self._ending: dict[int, Link] = {}
        self._links: list[Link] = sorted(doc._.links, key=_place)
        for link in sorted(self._links, key=_size):
            self._enter(link)

    def add(self, link: Link) -> None:
        """Take up a link that was found after this view was made."""
        insort(self._links, link, key=_place)
        self._enter(link)

    def _enter(self, link: Link) -> None:
        size = _size(link)
        for index, key in ((self._by_head, link.head), *((self._by_token, i) for i in range(link.start, link.end))):
            if key not in index or size < _size(index[key]):
                index[key] = link
        for index, key in ((self._starting, link.start), (self._ending, link.end)):
            if key not in index or size >= _size(index[key]):
                index[key] = link

    def entity(self, entity_id: str) -> Entity:
        """The entity behind an id; the gazetteer's where a link leads to a country that is nowhere named."""
        found = self._entities.get(entity_id)
        return found if found is not None else entity_of(default_gazetteer().entry(entity_id))

    @staticmethod
    def is_listed(entity_id: str) -> bool:
        """Whether the gazetteer knows an entity."""
        return entity_id in default_gazetteer().entries

    def is_time(self, token: Token) -> bool:
        """Whether a word stands in an expression of time."""
        return token.idx in self._timed

    @cached_property
    def _timed(self) -> frozenset[int]:
        """Where in the text the words of times begin, or might."""
        return frozenset(i for time in self.doc._.times for i in range(time.begin, time.end))

    def is_media(self, entity_id: str) -> bool:
        """Whether an entity is a news agency or paper that the gazetteer knows."""
        entry = default_gazetteer().entries.get(entity_id)
        return entry is not None and entry.kind == "media"

    def country_of(self, entity_id: str) -> str | None:
        """The country that an entity is, lies in, or holds office in; None where that is not known."""
        entity = self._entities.get(entity_id)
        if entity is None:
            return None
        if entity.type is EntityType.COUNTRY:
            return entity_id
        if entity.type is not EntityType.PERSON:
            return self._country_around(entity.located_in)
        told = {t.jurisdiction for t in self.doc._.tenures if t.person == entity_id and t.jurisdiction}
        countries = {c for c in map(self._country_around, sorted(told)) if c}
        if not countries:
            holders = default_gazetteer().office_holders(entity_id.replace("-", " "))
            countries = {h.country for h in holders if h.person == entity_id and h.country}
        return next(iter(countries)) if len(countries) == 1 else None

    @staticmethod
    def _country_around(entry_id: str | None) -> str | None:
        entries = default_gazetteer().entries
        while entry_id is not None and entry_id in entries:
            entry = entries[entry_id]
            if entry.type is EntityType.COUNTRY:
                return entry_id
            if entry.type is EntityType.ORGANIZATION:
                return entry.country  # the director of the FBI is an American official
            entry_id = entry.located_in
        return None

    def speaks_for(self, person: str, country: str) -> bool:
        """Whether a person holds office in a country or body, so that a text may name either for the other."""
        known = self._entities.get(person)
        if known is None or known.type is not EntityType.PERSON or person == country:
            return False
        told = any(t.person == person and t.jurisdiction == country for t in self.doc._.tenures)
        return told or self.country_of(person) == country

    def lies_in(self, place: str, area: str) -> bool:
        """Whether one place lies in another."""
        entries = default_gazetteer().entries
        inner: str | None = place
        while inner is not None and inner in entries:
            if inner == area:
                return True
            inner = entries[inner].located_in
        return place == area

    def same_area(self, a: str, b: str) -> bool:
        """Whether two places may be the same spot, one told more narrowly."""
        return self.lies_in(a, b) or self.lies_in(b, a)

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
        first = bisect_left(self._links, start, key=_start)
        last = bisect_left(self._links, end, lo=first, key=_start)
        return [link for link in self._links[first:last] if link.end <= end]

    def links_in(self, place: Passage) -> list[Link]:
        """The links that begin within a passage, in text order."""
        first = bisect_left(self._links, place.begin, key=self._begin)
        return self._links[first : bisect_left(self._links, place.end, lo=first, key=self._begin)]

    def _begin(self, link: Link) -> int:
        return self.doc[link.start].idx

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
            linked = tuple(a for noun in (appositive, *syntax.conjuncts(appositive)) for a in self._actors_linked(noun))
            if linked:
                return linked
        called = self._called(token) or self._body_named(token)
        if called:
            return called
        if token.lower_ in _QUANTITIES or token.pos_ == "NUM":
            of = (o.noun for o in syntax.obliques(token) if o.preposition in {"of", "from"})
            return tuple(a for noun in of for a in self.actors(noun))
        if token.lemma_.lower() in REPRESENTATIVES or token.lower_ in REPRESENTATIVES:
            named = self._person_behind(token)
            return (named,) if named is not None else self._spoken_for(token)
        return ()

    def _called(self, noun: Token) -> tuple[str, ...]:
        """The body that a description is said to be called, where its name stands behind it in the text."""
        if noun.pos_ != "NOUN":
            return ()
        for word in self.doc[noun.i + 1 : noun.i + 2 + _CALLED_WITHIN]:
            calls = word.lemma_.lower() in _CALLED and word.pos_ == "VERB"
            if word.is_punct or word.tag_ in _FINITE_PAST or (word.tag_ in _FINITE_PRESENT and not calls):
                return ()
            if calls:
                return self._name_given(word)
        return ()

    def _name_given(self, word: Token) -> tuple[str, ...]:
        """The organization whose name stands right behind a word for how something is called."""
        behind = word.i + 1
        while behind < len(self.doc) and self.doc[behind].lower_ in _BEFORE_A_NAME:
            behind += 1
        by_itself = word.tag_ != "VBN" and not any(t.lower_ in _ITSELF for t in self.doc[word.i : behind])
        link = None if by_itself else self._starting.get(behind)
        bodies = link.entities if link is not None else ()
        return tuple(b for b in bodies if self.entity(b).type is EntityType.ORGANIZATION)

    def _body_named(self, noun: Token) -> tuple[str, ...]:
        """The organization whose name qualifies a word for a body."""
        if noun.lower_ not in _BODIES:
            return ()
        links = [self.link(c) for c in syntax.compounds(noun)]
        bodies = dict.fromkeys(e for link in links if link is not None for e in link.entities)
        return tuple(b for b in bodies if self.entity(b).type is EntityType.ORGANIZATION)

    def _person_behind(self, title: Token) -> str | None:
        """The person named right behind a title's own words ("Special Envoy to Syria, *Lakhdar Brahimi*")."""
        following = title.i + 1
        for child in (c for c in title.children if c.i > title.i):
            begun = self._starting.get(child.left_edge.i)
            if begun is not None and self._entities[begun.entities[0]].type is EntityType.PERSON:
                return begun.entities[0]
            if child.dep_ in {"nmod", "prep"}:
                following = max(following, child.right_edge.i + 1)
        following += following < len(self.doc) and self.doc[following].text == ","
        link = self._starting.get(following)
        if link is None or self._entities[link.entities[0]].type is not EntityType.PERSON:
            return None
        return link.entities[0]

    def _actors_linked(self, token: Token) -> tuple[str, ...]:
        link = self._by_head.get(token.i) or self._name_ending_at(token) or self._name_below(token)
        return tuple(e for e in link.entities if self._is_actor(e)) if link else ()

    def _is_actor(self, entity_id: str) -> bool:
        """Whether an entity acts in its own right; a person without a name only speaks."""
        entity = self.entity(entity_id)
        return entity.type in _ACTORS and (entity.named or entity.type is not EntityType.PERSON)

    def _name_ending_at(self, token: Token) -> Link | None:
        """A link that covers the token but whose head the parse saw elsewhere in it."""
        link = self._by_token.get(token.i)
        return link if link is not None and token.i == link.end - 1 else None

    def _name_below(self, token: Token) -> Link | None:
        """The person's name right behind a description that the parse made its head ("counterpart John Kerry")."""
        for child in token.children:
            if child.dep_ in {"flat", "nmod:desc", "compound"} and child.i > token.i:
                link = self._by_head.get(child.i) or self._starting.get(child.i)
                if link is not None and self.entity(link.entities[0]).type is EntityType.PERSON:
                    return link
        return None

    def _spoken_for(self, noun: Token) -> tuple[str, ...]:
        """Whom officials or leaders stand for: not their country where they are those of something else in it."""
        bodies = self._represented(noun)
        if not any(c.lower_ in _NOT_OF_THE_STATE for c in (*syntax.compounds(noun), *syntax.adjectives(noun))):
            return bodies
        return tuple(b for b in bodies if self.entity(b).type is not EntityType.COUNTRY)

    def _represented(self, noun: Token) -> tuple[str, ...]:
        qualifiers: list[Token] = [*syntax.possessors(noun), *syntax.compounds(noun), *syntax.adjectives(noun)]
        qualifiers += [o.noun for o in syntax.obliques(noun) if o.preposition in {"of", "for", "from"}]
        found: dict[str, None] = {}
        for qualifier in [*qualifiers, *(c for q in qualifiers if q.lower_ in _MEMBERS for c in syntax.compounds(q))]:
            listed = (c for named in syntax.appositions(qualifier) for c in (named, *syntax.conjuncts(named)))
            for each in (qualifier, *syntax.conjuncts(qualifier), *listed):  # "from 30 states, *the EU and the UN*"
                link = self.link(each)
                if link is not None:
                    ids = (e for e in link.entities if self._is_actor(e))
                    found.update(dict.fromkeys(ids))
        return tuple(found)

    def place(self, token: Token) -> str | None:
        """The place or country (id) that the noun phrase headed by ``token`` names, if any."""
        link = self._by_head.get(token.i) or self._name_ending_at(token)
        if link is None:
            return None
        return next((e for e in link.entities if self.entity(e).type in _PLACES), None)

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
