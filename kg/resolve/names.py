"""How the names of people compare: family and given names, particles, and the ways one name is put into English.

"Sergei" and "Sergey", "Assad" and "al-Assad", "Moallem" and "Muallem" have the same keys. Keys are coarse on purpose:
they say which names *may* be the same; whether two people are the same one is judged on everything else that is told.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from kg.gazetteer import normalise

__all__ = ["PersonName", "acronym", "person_name", "sounds"]

# Articles and prefixes of family names that newspapers write or leave out (Chicago Manual of Style, 8.5-8.14).
_PARTICLES: Final = frozenset(
    "al el ul ad as ash an ibn bin ben bint abu von van der den de del della di da dos la le".split()
)
_GENERATIONS: Final = frozenset("jr sr ii iii iv".split())

# Letters and groups that transliterations from Cyrillic, Arabic, Persian and Hebrew write in several ways, into one of
# them (BGN/PCGN, ALA-LC and the agencies' own usage, compared); in this order.
_SPELLINGS: Final = tuple(
    (re.compile(pattern), letter)
    for pattern, letter in (
        (r"shch|sch|tch|tsch", "ch"),
        (r"x", "ks"),
        (r"ph", "f"),
        (r"kh|ck|q|c(?!h)", "k"),
        (r"gh|dj", "g"),
        (r"dh", "d"),
        (r"zh", "j"),
        (r"tz", "ts"),
        (r"w", "v"),
        (r"(?<=[eo])ff?\b", "v"),
        (r"ou|oo|o", "u"),
        (r"\b(?:y|i)e", "e"),
        (r"(?<=[aeiu])(?:i|y)(?=[aeu])", ""),
        (r"[eiy]+", "i"),
        (r"(.)\1+", r"\1"),
    )
)
_TELLING_CONSONANTS: Final = 3
_VOWELS: Final = re.compile(r"(?<=.)[aiu]|h")


@dataclass(frozen=True, slots=True)
class PersonName:
    """A full name taken apart, every part folded to lower-case ASCII; ``given`` and ``family`` are empty for one word.

    ``middle`` holds the initials of what stands between, ``generation`` "jr", "sr" or a number.
    """

    given: str
    family: str
    middle: tuple[str, ...] = ()
    generation: str | None = None

    @property
    def family_key(self) -> str:
        """Equal for family names that may be one, spelled in two ways."""
        return sounds(self.family)

    @property
    def given_key(self) -> str:
        """Equal for given names that may be one: "Mohammed" and "Muhammad", but not "John" and "Jane".

        Three consonants and more are taken without their vowels, which Arabic does not write.
        """
        heard = sounds(self.given)
        bones = _VOWELS.sub("", heard)
        return bones if len(bones) >= _TELLING_CONSONANTS else heard

    @property
    def initial_only(self) -> bool:
        """Whether the given name is a letter ("J. Kerry")."""
        return len(self.given) == 1

    def conflicts(self, other: PersonName) -> bool:
        """Whether middle initials or generations tell two people apart ("George W." and "George H. W. Bush")."""
        if self.generation is not None and other.generation is not None and self.generation != other.generation:
            return True
        return (
            bool(self.middle and other.middle) and self.middle[: len(other.middle)] != other.middle[: len(self.middle)]
        )


@lru_cache(maxsize=100_000)
def person_name(name: str, *, family_first: bool = False) -> PersonName:
    """Take a person's name apart.

    Args:
        name: as written, without titles.
        family_first: whether the family name stands in front, as in Chinese or Korean.
    """
    words = [word for word in re.split(r"[^a-z0-9]+", normalise(name).casefold()) if word]
    generation = words.pop() if len(words) > 2 and words[-1] in _GENERATIONS else None
    bare = [word for word in words if word not in _PARTICLES] or words
    if not bare:
        return PersonName("", "")
    if len(bare) == 1:
        return PersonName("", bare[0], (), generation)
    if family_first:
        return PersonName("".join(bare[1:]), bare[0], (), generation)
    return PersonName(bare[0], bare[-1], tuple(word[0] for word in bare[1:-1]), generation)


@lru_cache(maxsize=100_000)
def sounds(word: str) -> str:
    """A word as its transliterations share it: "Sergei" and "Sergey", "Moallem" and "Muallem"."""
    for pattern, letter in _SPELLINGS:
        word = pattern.sub(letter, word)
    return word


def acronym(name: str) -> str:
    """The capitals of a name of several words, small words left out: "Federal Security Service" is ``FSS``."""
    words = [word for word in re.findall(r"[A-Za-z]+", name) if word[0].isupper()]
    return "".join(word[0] for word in words) if len(words) > 1 else ""
