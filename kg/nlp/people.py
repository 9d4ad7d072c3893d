"""Which person a name means within one document: full names first, then the surnames that follow them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from kg.gazetteer import Gazetteer, OfficeHolder, normalise

__all__ = ["KnownPerson", "People", "family_name_first", "name_words"]

_PARTICLES = frozenset({"al", "el", "bin", "ibn", "van", "von", "de", "der", "del", "da", "di"})


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A person as a document's names tell: entity id and canonical name, with how the name was recognised."""

    id: str | None
    name: str
    reason: str
    confidence: float


def name_words(name: str) -> list[str]:
    """The words of a person's name for comparison: folded, without particles ("al-Assad" -> ["assad"])."""
    words = normalise(name).casefold().split()
    return [w for w in words if w not in _PARTICLES] or words


def family_name_first(name: str, gazetteer: Gazetteer) -> bool:
    """Whether a full name begins with the family name, as Chinese and Korean names do ("Xi Jinping", "Ban Ki-moon")."""
    first, last = name.split(maxsplit=1)[0], name.rsplit(maxsplit=1)[-1]
    given, _, second = last.partition("-")
    if given[:1].isupper() and second[:1].islower():
        return True
    return any(normalise(h.name) == normalise(name) for h in gazetteer.office_holders(first))


class People:
    """The people of one document. Feed it the full names first, then ask about the short ones.

    Args:
        gazetteer: for office holders known by name.
        published: the article's date; who held office then is preferred.
    """

    def __init__(self, gazetteer: Gazetteer, published: dt.date) -> None:
        self._gazetteer = gazetteer
        self._published = published
        self._by_words: dict[tuple[str, ...], KnownPerson] = {}
        self._family_first: set[tuple[str, ...]] = set()
        self._titled: dict[tuple[str, ...], KnownPerson] = {}

    def add_full(self, name: str) -> KnownPerson:
        """The person behind a name of two words or more; the same words mean the same person throughout."""
        words = tuple(name_words(name))
        known = self._by_words.get(words)
        if known is None:
            known = (
                self._compatible(words)
                or self._office_holder(name, "full name")
                or KnownPerson(None, name, "full name", 0.9)
            )
            self._by_words[words] = known
            if family_name_first(name, self._gazetteer):
                self._family_first.add(words)
        return known

    def add_titled(self, name: str, title: str, *, alone: bool) -> None:
        """Take in a surname behind the title of an office: who holds that office now, or else nobody that is known.

        Args:
            name: the one word.
            title: the canonical title ("President").
            alone: whether only a holder of this very title may be meant ("King Abdullah" is no foreign minister).
        """
        words = tuple(name_words(name))
        now = [h for h in self._gazetteer.office_holders(name) if _in_office(h, self._published)]
        same = {h.person: h for h in now if h.title == title}
        found = same or ({} if alone else {h.person: h for h in now if h.title is None})
        if len(found) == 1:
            holder = next(iter(found.values()))
            self._titled.setdefault(words, KnownPerson(holder.person, holder.name, "known office holder", 0.9))
        elif alone:
            self._titled.setdefault(words, KnownPerson(None, name, "name of a person", 0.6))

    def named(self, name: str) -> KnownPerson | None:
        """The person already named with all of these words, and maybe more; None for a single word."""
        words = tuple(name_words(name))
        return self._by_words.get(words) or self._compatible(words)

    def _compatible(self, words: tuple[str, ...]) -> KnownPerson | None:
        """A person already named with more words that hold all of these ("Ban Ki-moon", "Secretary Ban Ki-moon")."""
        matches = {k: p for k, p in self._by_words.items() if len(words) > 1 and set(words) <= set(k)}
        return next(iter(matches.values())) if len({p.name for p in matches.values()}) == 1 else None

    def short(self, name: str) -> KnownPerson | None:
        """The person behind one word: the surname or given name of someone named in full, or a known office holder."""
        words = name_words(name)
        for family, reason, confidence in ((True, "surname", 0.95), (False, "given name", 0.8)):
            found = {p.name: p for full, p in self._by_words.items() if words == [self._part(full, family=family)]}
            if len(found) == 1:
                person = next(iter(found.values()))
                return KnownPerson(person.id, person.name, reason, confidence)
        return self._titled.get(tuple(words)) or self._office_holder(name, "known office holder")

    def _part(self, full: tuple[str, ...], *, family: bool) -> str:
        """The family name, or the given name, among the words of a full name."""
        return full[0 if (full in self._family_first) == family else -1]

    def _office_holder(self, name: str, reason: str) -> KnownPerson | None:
        holders = self._gazetteer.office_holders(name)
        in_office = [h for h in holders if _in_office(h, self._published)]
        if reason != "full name":
            # By surname alone only who leads a state or body, or its diplomacy: "Hassan" is many, "Obama" one.
            in_office = [h for h in in_office if h.title is not None]
        for group, confidence in ((in_office, 0.9), (holders if reason == "full name" else (), 0.75)):
            ids = {h.person for h in group}
            if len(ids) == 1:
                holder = next(iter(group))
                return KnownPerson(holder.person, holder.name, reason, confidence)
        return None


def _in_office(holder: OfficeHolder, day: dt.date) -> bool:
    return (holder.start is None or holder.start <= day) and (holder.end is None or day <= holder.end)
