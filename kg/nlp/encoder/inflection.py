"""English inflection undone by spelling, where the classifier's choice of lemma rule makes no word.

Edit rules are learned from endings, and endings alone do not tell "urged" (urge) from "warned" (warn): the classifier
gave "urg", "welcom", "expresse" and "sol" for *sold*. Spelling and a list of words do (Quirk et al. 1985, sections
3.5-3.20): a silent *e* falls before *-ed* and *-ing*, a short vowel's consonant doubles before them, *y* behind a
consonant becomes *ie*, and the irregular verbs are a closed class.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from typing import Final

__all__ = ["undone"]

_PAST: Final = frozenset({"VBD", "VBN"})
_INFLECTED: Final = frozenset({"VBZ", "NNS"})
# A stem that spelling does not let end a word: its silent e is gone ("forc", "urg", "argu", "solv", "pledg", "declar").
_WANTS_E: Final = re.compile(
    r"([cuvz]|[^n]g|[aeiou]ng|[^s]s|[^aeiouylrn]l|[^aeiou][aiou][dkmprt]|[^aeiou][aiu]n|at|[iou]r|[fgc]re|ced)$"
)
_ONE_SYLLABLE: Final = re.compile(r"[^aeiou]*[aeiou][^aeiouwxy]$")  # "noted" is no form of "not", which doubles its t
_DOUBLED: Final = re.compile(r"([bdfgklmnprtvz])\1$")
_ONE_VOWEL: Final = re.compile(r"[^aeiou]*[aeiou][^aeiou]*")
_SIBILANT: Final = re.compile(r"(ss|us|x|zz|ch|sh)$")
_EITHER: Final = re.compile(r"[^aeiou][aeiou][lnr]$")  # "imprison" or "postpone": only a reader knows
_SHORTEST: Final = 5  # letters; "used" and "goes" are left to the classifier

_IRREGULAR: Final[Mapping[str, str]] = {
    form: lemma
    for row in """
    arise arose arisen|bear bore borne|beat beaten|become became|begin began begun|bend bent|bind bound|
    bite bit bitten|bleed bled|blow blew blown|break broke broken|breed bred|bring brought|build built|buy bought|
    catch caught|choose chose chosen|cling clung|come came|creep crept|deal dealt|dig dug|draw drew drawn|
    drink drank drunk|drive drove driven|eat ate eaten|fall fell fallen|feed fed|feel felt|fight fought|find found|
    flee fled|fling flung|fly flew flown|forbid forbade forbidden|forget forgot forgotten|forgive forgave forgiven|
    freeze froze frozen|give gave given|go went gone|grow grew grown|hang hung|hear heard|hide hid hidden|hold held|
    keep kept|know knew known|lay laid|lead led|leave left|lend lent|lose lost|make made|mean meant|meet met|
    overcome overcame|oversee oversaw overseen|overthrow overthrew overthrown|pay paid|repay repaid|ride rode ridden|
    ring rang rung|rise rose risen|run ran|say said|see saw seen|seek sought|sell sold|send sent|shake shook shaken|
    shoot shot|show shown|shrink shrank shrunk|sing sang sung|sink sank sunk|sit sat|sleep slept|speak spoke spoken|
    spend spent|spring sprang sprung|stand stood|steal stole stolen|stick stuck|strike struck|strive strove striven|
    swear swore sworn|swim swam swum|swing swung|take took taken|teach taught|tear tore torn|tell told|think thought|
    throw threw thrown|undergo underwent undergone|understand understood|undertake undertook undertaken|
    uphold upheld|wage waged|wear wore worn|win won|withdraw withdrew withdrawn|withhold withheld|
    withstand withstood|write wrote written""".split("|")
    for lemma, *forms in [row.split()]
    for form in forms
}


def undone(form: str, tag: str, lemma: str, words: Container[str]) -> str:
    """The lemma of an inflected form: ``lemma`` itself wherever that is possible.

    Args:
        form: the word as it stands.
        tag: its Penn tag.
        lemma: what the classifier makes of it.
        words: words known to exist, in lower case.
    """
    lower = form.lower()
    if tag in _PAST and lower in _IRREGULAR:
        return _IRREGULAR[lower]
    candidates = _candidates(lower, tag)
    possible = lemma in candidates or tag in _INFLECTED  # "lives" may come from "life"; "noted" never from "not"
    if not candidates or (possible and lemma in words):
        return lemma
    known = [word for word in candidates if word in words]
    undecided = lemma in candidates and _EITHER.search(lemma.removesuffix("e")) and not _WANTS_E.search(lemma)
    return lemma if undecided and not known else (known or candidates)[0]


def _candidates(form: str, tag: str) -> list[str]:
    """What the form can come from by spelling, likeliest first; nothing for a form that is not regular."""
    if len(form) < _SHORTEST:
        return []
    if tag in _PAST and form.endswith("ed"):
        return [f"{form[:-3]}y"] if form.endswith("ied") else _stems(form[:-2])
    if tag == "VBG" and form.endswith("ing"):
        return _stems(form[:-3])
    return _singulars(form) if tag in _INFLECTED and form.endswith("es") else []


def _stems(stem: str) -> list[str]:
    if not re.search(r"[aeiouy]", stem):
        return []
    if _DOUBLED.search(stem):
        kept = stem.endswith(("dd", "zz", "ff")) or (stem.endswith("ll") and _ONE_VOWEL.fullmatch(stem))
        return [stem, stem[:-1]] if kept else [stem[:-1], stem]
    if _ONE_SYLLABLE.match(stem) or stem.endswith("is"):
        return [f"{stem}e"]
    return [f"{stem}e", stem] if _WANTS_E.search(stem) else [stem, f"{stem}e"]


def _singulars(form: str) -> list[str]:
    if form.endswith("ies"):
        return [f"{form[:-3]}y"]
    stem = form[:-2]
    return [stem, f"{stem}e"] if _SIBILANT.search(stem) else [f"{stem}e"]
