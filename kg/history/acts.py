"""What a told sentence says was done or not done: the act, whether it is denied, who did it, and to or about what.

A coarse reading by words alone, for one purpose: to find two sources of whom one says that something was done and the
other that it was not. What is only meant, demanded, feared or foretold is no act.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from kg.history.issues import telling_words

__all__ = ["Act", "acts_in", "contradict"]

# Forms of verbs by what they say was done: those of the past, and those that say so of the past beside a denial alone
# ("did not discuss", "denied using"). A form after a minus sign says that it was not done.
_SENSES: Final = {
    "talked about": (
        "discussed spoke spoken talked raised mentioned addressed",
        "discuss discussing speak speaking talk talking raise raising mention mentioning address addressing",
    ),
    "met": ("met", "meet meeting"),
    "agreed on": ("agreed", "agree agreeing"),
    "supplied": (
        "supplied delivered sent sold provided shipped",
        "supply supplying deliver delivering send sending sell selling provide providing ship shipping",
    ),
    "used": ("used deployed", "use using deploy deploying"),
    "attacked": ("attacked bombed shelled struck", "attack attacking bomb bombing shell shelling strike striking"),
    "killed": ("killed", "kill killing"),
    "accepted": ("accepted approved endorsed -rejected", "accept accepting approve approving endorse endorsing"),
    "supported": ("supported backed -opposed", "support supporting back backing"),
    "signed": ("signed", "sign signing"),
    "ordered": ("ordered", "order ordering"),
    "received": ("received", "receive receiving"),
    "violated": ("violated breached", "violate violating breach breaching"),
    "withdrew": ("withdrew withdrawn", "withdraw withdrawing"),
    "detained": ("detained arrested -released -freed", "detain detaining arrest arresting"),
    "asked for": ("requested demanded", "request requesting demand demanding"),
    "offered": ("offered", "offer offering"),
}
_PAST: Final = {
    form.removeprefix("-"): (sense, form[0] == "-") for sense, (f, _) in _SENSES.items() for form in f.split()
}
_BESIDE_A_DENIAL: Final = {form: (sense, False) for sense, (_, forms) in _SENSES.items() for form in forms.split()}
_PASSIVE: Final = re.compile(
    r"\b(?:was|were|been|being|is|are)(?: (?:not|never|also|even))? ?$|\b(?:was|were)n['’]t ?$"
)
_CLAUSES: Final = re.compile(r"[.;:!?]\s|[.;:!?]$|,? (?:but|while|whereas|although|though|because|after|before|when) ")
_NEXT_VERB: Final = re.compile(r",? and (?:⟦[\w-]+⟧ |(?:he|she|it|they|that) )?(?:\w+ed|had|has|have|was|were|did)\b")
_NOT: Final = re.compile(
    r"(?:\b(?:not|never|neither|nor|without|den(?:y|ied|ies|ying)(?: that)?)|n['’]t|\bcannot|"
    r"\b(?:refused|declined|failed) to|\bno longer)\b(?: [\w⟦⟧-]+){0,3} ?$"
)
_UNREAL: Final = re.compile(
    r"\b(?:will|would|should|could|may|might|must|can|shall|if|whether|let|(?<!refused )(?<!declined )(?<!failed )to|"
    r"hop(?:e|es|ed)|want(?:s|ed)?|wish(?:es|ed)?|plans?|planned)(?: (?:not|be|have|also|been)){0,2} ?$"
)
_WORD: Final = re.compile(r"⟦[\w-]+⟧|[A-Za-z][\w'’-]*")
_NOT_TELLING: Final = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday today yesterday tonight week month year day also briefly "
    "ever never not again already two both".split()
)
_LEAST_WORDS: Final = 2


@dataclass(frozen=True, slots=True)
class Act:
    """That ``who`` did something to or about ``what``, or did not; ids of entities in ``⟦ ⟧``, other words bare."""

    sense: str
    denied: bool
    who: frozenset[str]
    what: frozenset[str]

    @property
    def named(self) -> frozenset[str]:
        """The entities among what it is about."""
        return frozenset(word.strip("⟦⟧") for word in self.what if word.startswith("⟦"))


def acts_in(words: str, names: Iterable[tuple[str, str]]) -> tuple[Act, ...]:
    """The acts that a sentence tells of as facts.

    Args:
        words: what is said.
        names: as the sentence has them, each with the id of its entity; a name of two entities is nobody's.
    """
    text = _marked(words, names)
    found: dict[Act, None] = {}
    for clause in _CLAUSES.split(text):
        found.update(dict.fromkeys(_acts(clause)))
    return tuple(found)


def _marked(words: str, names: Iterable[tuple[str, str]]) -> str:
    meant: dict[str, set[str]] = {}
    for name, entity in names:
        meant.setdefault(" ".join(name.split()), set()).add(entity)
    text = " ".join(words.split())
    for name in sorted(meant, key=lambda each: (-len(each), each)):
        if name and len(meant[name]) == 1:
            (entity,) = meant[name]
            text = re.sub(rf"(?<![\w⟦-]){re.escape(name)}(?:['’]s)?(?![\w⟧-])", f"⟦{entity}⟧", text)
    return text


def _acts(clause: str) -> Iterator[Act]:
    for found in _WORD.finditer(clause):
        before = clause[: found.start()]
        denied = _NOT.search(before.lower()) is not None
        sense, opposite = (
            _PAST.get(found[0].lower()) or (denied and _BESIDE_A_DENIAL.get(found[0].lower())) or ("", False)
        )
        if not sense or _UNREAL.search(before.lower()):
            continue
        rest = clause[found.end() :]
        cut = _NEXT_VERB.search(rest)
        after = rest[: cut.start()] if cut else rest
        doers, things = (after, before) if _PASSIVE.search(before.lower()) else (before, after)
        who = frozenset(word.strip("⟦⟧") for word in _WORD.findall(doers) if word.startswith("⟦"))
        yield Act(sense, denied != opposite, who, _telling(things))


def _telling(words: str) -> frozenset[str]:
    entities = {word for word in _WORD.findall(words) if word.startswith("⟦")}
    bare = re.sub(r"⟦[\w-]+⟧", " ", words)
    return frozenset(entities | (telling_words(bare) - _NOT_TELLING))


def contradict(one: Act, other: Act) -> bool:
    """Whether one says that it was done, and the other that just this was not.

    What is denied has to be all there in what is asserted: that a thing was not discussed says nothing against another
    side of the matter having been. Doers that both name have to have somebody in common.
    """
    if one.sense != other.sense or one.denied == other.denied:
        return False
    denied, asserted = (one, other) if one.denied else (other, one)
    if not denied.named and len(denied.what) < _LEAST_WORDS:
        return False
    around = asserted.who | asserted.named
    return denied.what <= asserted.what and (not denied.who or not asserted.who or bool(denied.who & around))
