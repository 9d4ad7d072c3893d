"""Names in running text, and the conventions they follow here, whatever the corpus they come from.

Labels: PERSON (without titles), ORG, GPE (places with a government: countries, their parts, cities), LOC (all other
places: continents, regions, waters, buildings), NORP (nationalities, religious and political groups, as nouns and as
adjectives) and EVENT. No leading article in lower case, no possessive, no punctuation at either end.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

__all__ = ["LABELS", "NameSpan", "NamedSentence", "is_title", "listed", "tidy", "without_title"]


def listed(text: str) -> frozenset[str]:
    """The items of a list: parted at "|" and line ends if it holds a "|", otherwise at white space."""
    items = re.split(r"[|\n]" if "|" in text else r"\s", text)
    return frozenset(item.strip() for item in items if item.strip())


LABELS: Final = ("PERSON", "ORG", "GPE", "LOC", "NORP", "EVENT")


@dataclass(frozen=True, slots=True, order=True)
class NameSpan:
    """A name: ``text[begin:end]`` of its sentence. The label is "" where the corpus leaves open what it is."""

    begin: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class NamedSentence:
    """A sentence with its names, in order and without overlap. ``glued``: the next one follows without a space."""

    text: str
    names: tuple[NameSpan, ...]
    new_paragraph: bool = False
    glued: bool = False


_TITLES: Final = listed(
    """
    admiral ambassador archbishop attorney ayatollah bishop brigadier brother captain cardinal ceo chair chairman
    chairwoman chancellor chief col colonel commander commissioner congressman congresswoman coordinator corporal
    councilor count defence defense deputy director doctor dr emperor empress envoy executive father finance first
    foreign former gen general governor head hon imam interior judge justice king lady leader lieutenant lord lt lt.
    madam maj major marshal mayor minister miss mr mrs ms mullah naval official pastor police pope pres president
    prime prince princess prof professor prophet queen rabbi rear rep representative rev reverend secretary
    secretary-general sen senator senior sergeant sgt sheik sheikh shaikh sir sister spokesman spokeswoman state
    sultan surgeon speaker vice
    """
)
_BETWEEN_TITLES: Final = frozenset({"of", "and", "for", "the", "-"})
# Title words that are also family or given names: titles only where the name begins ("King Abdullah").
_ALSO_NAMES: Final = listed(
    "bishop brother cardinal chief count dean duke father general hon judge king lady lord major marshal pope prince"
    " princess prof queen sister state"
)
_OFFICES: Final = frozenset(
    {"CEO", "CFO", "Chair", "Director", "Minister", "Officer", "Premier", "President", "Secretary"}
)
_SUFFIX: Final = re.compile(r"(?:Jr|Sr|I{1,3}|IV|V)\.?$")
_EDGE: Final = " \t\n,;:.!?()[]{}\"“”'’‘`-–—*_"
_POSSESSIVE: Final = re.compile(r"\s*['’]s?$")
_WORD: Final = re.compile(r"\S+")


def is_title(word: str) -> bool:
    """Whether the word is part of a title or a form of address ("Prime", "Minister", "Mr.")."""
    return word.lower().rstrip(".").removesuffix("-elect") in _TITLES


def without_title(text: str, span: NameSpan) -> NameSpan | None:
    """The span without the title it opens with; None when it is nothing but a title.

    "Secretary of State Condoleezza Rice" gives "Condoleezza Rice", "U.S. President George Bush" gives "George Bush",
    "Prime Minister" nothing.
    """
    words = list(_WORD.finditer(text, span.begin, span.end))
    first = 0
    for index, word in enumerate(words):
        leading = index == first and is_title(word.group())
        linking = 0 < index == first and word.group() in _BETWEEN_TITLES
        inner = is_title(word.group()) and word.group().lower().rstrip(".") not in _ALSO_NAMES
        if leading or linking or (inner and index + 1 < len(words) and not _SUFFIX.match(words[index + 1].group())):
            first = index + 1
    if first == len(words) or words[-1].group() in _OFFICES:
        return None
    return replace(span, begin=words[first].start())


def tidy(text: str, span: NameSpan) -> NameSpan | None:
    """The span by the conventions above; None when nothing of it is left."""
    begin, end = span.begin, span.end
    if text[begin:].startswith("the "):
        begin += 4
    while begin < end and text[begin] in _EDGE:
        begin += 1
    possessive = _POSSESSIVE.search(text, begin, end)
    if possessive and " " not in text[possessive.start() : end].strip() and span.label != "ORG":
        end = possessive.start()
    while end > begin and text[end - 1] in _EDGE and not _keeps_full_stop(text[begin:end]):
        end -= 1
    if begin >= end:
        return None
    tidied = replace(span, begin=begin, end=end)
    return without_title(text, tidied) if span.label == "PERSON" else tidied


def _keeps_full_stop(name: str) -> bool:
    return bool(re.search(r"(\.\w\.|\b(Jr|Sr|Inc|Co|Corp|Ltd|St|Bros|[A-Z]))\.$|!$", name))
