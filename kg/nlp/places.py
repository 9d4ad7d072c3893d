"""Which place a noun phrase names, or describes: "a hotel in Paris", "Chad's capital", "the Swiss city"."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from spacy.tokens import Token

from kg.gazetteer import default_gazetteer
from kg.model import EntityType
from kg.nlp import syntax
from kg.nlp.reading import Reading

__all__ = ["place_of", "right_behind"]

_SITES = frozenset(
    """airport area base building camp center centre consulate embassy headquarters hotel island mansion office palace
    port province region residence resort ranch site suburb town venue village villa retreat""".split()
)
_CAPITAL = "capital"
_TOWNS = frozenset({"city", "town", "resort", "port"})
_LANDS = frozenset({"country", "nation"})


def place_of(noun: Token, reading: Reading) -> Iterator[str]:
    """The place that a noun phrase names, by itself, in apposition, or by what it lies in ("a hotel *in Paris*")."""
    if reading.is_time(noun):
        return
    if place := reading.place(noun):
        yield place
        return
    explained = [c for c in noun.children if c.dep_ in {"appos", "nmod:unmarked", "npadvmod"}]  # "L'Aquila, *Italy*"
    beside = [place for word in explained if (place := reading.place(word))]
    yield from beside or _described(noun, reading)


def _described(noun: Token, reading: Reading) -> Iterator[str]:
    """A place without its name: "Chad's *capital*", "the Swiss *city*", "the *country*", "a Paris *hotel*"."""
    word = noun.lemma_.lower()
    inner = [o.noun for o in syntax.obliques(noun) if o.preposition in {"in", "of", "at", "near"}]
    around = (*inner, *syntax.compounds(noun), *syntax.adjectives(noun), *syntax.possessors(noun))
    places = [place for w in around if (place := reading.place(w) or _country_meant(w, reading))]
    if word == _CAPITAL:
        seats = (default_gazetteer().entries[p].capital for p in places if p in default_gazetteer().entries)
        yield from (seat for seat in seats if seat is not None)
        return
    if word in _SITES | _TOWNS and any(reading.entity(p).type is EntityType.PLACE for p in places):
        yield from places
    elif word in _TOWNS and (places or _is_definite(noun)):
        yield from _last_named(noun, EntityType.PLACE, places, reading) or places
    elif word in _LANDS and _is_definite(noun):
        yield from _last_named(noun, EntityType.COUNTRY, (), reading)
    elif word in _SITES:
        yield from places


def _country_meant(word: Token, reading: Reading) -> str | None:
    """The country that an adjective names ("the *Swiss* city")."""
    link = reading.link(word)
    return next((e for e in link.entities if reading.entity(e).type is EntityType.COUNTRY), None) if link else None


def _is_definite(noun: Token) -> bool:
    return any(c.lower_ in {"the", "that", "this"} for c in noun.children)


def _last_named(noun: Token, kind: EntityType, areas: Sequence[str], reading: Reading) -> list[str]:
    """The last place of a kind named before, in this sentence or the two before it, that lies in the areas."""
    for link in reversed(reading.links_between(max(0, noun.sent.start - 80), noun.i)):
        for entity in link.entities if link.kind == "name" else ():
            if reading.entity(entity).type is kind and all(reading.lies_in(entity, area) for area in areas):
                return [entity]
    return []


def right_behind(word: Token, prepositions: Collection[str], reading: Reading) -> Iterator[str]:
    """The place named right behind a word, whatever the parse hangs it on ("favoured a conference *in Riga*")."""
    doc, start = word.doc, word.i + 1
    while start < len(doc) and reading.is_time(doc[start]):
        start += 1
    if start + 1 >= len(doc) or doc[start].lower_ not in prepositions:
        return
    link = reading.link_from(start + 1 + (doc[start + 1].pos_ == "DET"))
    if link is None or link.kind != "name" or reading.is_time(doc[link.head]):
        return
    qualifies = link.end < len(doc) and doc[link.end].pos_ in {"NOUN", "PROPN", "PART"}  # "in *Mali*'s north"
    if not qualifies and (place := reading.place(doc[link.head])):
        yield place
