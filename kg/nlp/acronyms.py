"""Acronyms that a text declares itself: "the Syrian Democratic Forces (SDF)", "CAR, the Central African Republic".

What a text declares counts for the whole of it, whatever else the letters stand for elsewhere. After Schwartz & Hearst
(2003), "A simple algorithm for identifying abbreviation definitions in biomedical text": the letters are looked for
from the right in the words before the bracket; here each must begin a capitalised word.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from spacy.tokens import Doc, Token

from kg.nlp.extensions import NameSpan
from kg.nlp.nameshapes import ORGANIZATION_NOUNS

__all__ = ["declared_acronyms"]

_SMALL = frozenset("& - al and de des du for in of on the to".split())
_LONGEST = 12  # tokens of a name with its small words
_LETTERS = range(2, 9)
_SPELT_OUT = 3  # letters that no bracket has to tie to their name
_ENDS_IN_S = "s"


def declared_acronyms(doc: Doc, names: Iterable[NameSpan]) -> dict[str, tuple[int, int]]:
    """Each acronym that the text declares or spells out, with the tokens of the name it stands for (start, end).

    Args:
        doc: the text.
        names: the names found in it; one of three words or more, an organization's, whose first letters stand
            elsewhere by themselves spells these out.
    """
    found: dict[str, tuple[int, int]] = {}
    for acronym, name in _declared(doc):
        found.setdefault(acronym, name)
    letters = {t.text for t in doc if _is_acronym(t)} - set(found)
    for span in names if letters else ():
        initials = "".join(t.text[0] for t in doc[span.start : span.end] if t.text[0].isupper())
        if span.label == "ORG" and len(initials) >= _SPELT_OUT and initials in letters:
            found.setdefault(initials, (span.start, span.end))
    for acronym, name in _spelt_out(doc, letters - set(found)):
        found.setdefault(acronym, name)
    return found


def _spelt_out(doc: Doc, acronyms: set[str]) -> Iterator[tuple[str, tuple[int, int]]]:
    """The words for a body with these first letters; only the first needs a capital ("Syrian democratic forces")."""
    sizes = sorted({len(acronym) for acronym in acronyms if len(acronym) >= _SPELT_OUT})
    for token in doc if sizes else ():
        if token.lower_ not in ORGANIZATION_NOUNS:
            continue
        for size in sizes:
            words = doc[max(0, token.i + 1 - size) : token.i + 1]
            initials = "".join(t.text[0] for t in words).upper()
            if initials in acronyms and words[0].text[0].isupper():
                yield initials, (words.start, words.end)


def _declared(doc: Doc) -> Iterator[tuple[str, tuple[int, int]]]:
    for token in doc:
        if token.text in {"(", "["} and 0 < token.i < len(doc) - 2:
            yield from _in_brackets(doc, token.i)
        elif token.lower_ == "or" and token.i > 1 and token.i + 1 < len(doc) and doc[token.i - 1].text == ",":
            acronym = doc[token.i + 1]  # "the Syrian Democratic Forces, or SDF"
            start = _start_of_name(doc, token.i - 1, acronym.text) if _is_acronym(acronym) else None
            if start is not None:
                yield acronym.text, (start, token.i - 1)


def _in_brackets(doc: Doc, opening: int) -> Iterator[tuple[str, tuple[int, int]]]:
    """As in "the Syrian Democratic Forces (SDF)" and "the SDF (Syrian Democratic Forces)"."""
    before, inside = doc[opening - 1], doc[opening + 1]
    if _is_acronym(inside) and doc[opening + 2].text in {")", "]", ",", ";"}:
        start = _start_of_name(doc, opening, inside.text)
        if start is not None:
            yield inside.text, (start, opening)
    end = next((t.i for t in doc[opening + 1 : opening + 2 + _LONGEST] if t.text in {")", "]"}), None)
    if _is_acronym(before) and end is not None and _start_of_name(doc, end, before.text) == opening + 1:
        yield before.text, (opening + 1, end)


def _is_acronym(token: Token) -> bool:
    letters = token.text.rstrip(_ENDS_IN_S)
    return len(letters) in _LETTERS and letters.isalpha() and letters.isupper()


def _start_of_name(doc: Doc, end: int, acronym: str) -> int | None:
    """Where the name begins whose capitalised words, the last before ``end``, have the letters of an acronym.

    Small words may give a letter ("Economic Community *of* West African States") or none.
    """
    letters = acronym.rstrip(_ENDS_IN_S)
    waiting = [(end, len(letters))]
    while waiting:
        at, left = waiting.pop()
        if not left:
            if end - at > 1 and doc[at].text[0].isupper():
                return at
            continue
        if at <= max(0, end - _LONGEST):
            continue
        word = doc[at - 1]
        small = word.lower_ in _SMALL
        if word.text[0].upper() == letters[left - 1] and (small or word.text[0].isupper()):
            waiting.append((at - 1, left - 1))
        if small:
            waiting.insert(0, (at - 1, left))
    return None
