"""How sure a fact is, computed from what is known of it: the rule, who is meant, whose word it is, and its hedges.

The parts are multiplied, as if each could fail by itself; ``docs/reading.md`` shows the sum for an example, and the
figures are stated here and nowhere else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kg.model import Voice
from kg.nlp.extensions import Link
from kg.nlp.voices import Told

__all__ = ["Clues", "confidence", "vouched"]

# Somebody else's word for what an actor wants is weaker than the actor's own or the article's.
_OTHERS_WORD: Final = 0.9
_REPORTS: Final = 0.8
_HEDGE: Final = 0.85
_UNLINKED: Final = 0.95  # who is meant was found by grammar alone (a speaker, an apposition)


@dataclass(frozen=True, slots=True)
class Clues:
    """What a fact's confidence is computed from.

    Args:
        rule: how often the words mean what the rule takes them for.
        link: the mention of its actor, None where grammar alone says who it is.
        told: whose word it is.
        actor: whom it is about.
        hedges: how many words make it less than certain.
    """

    rule: float
    link: Link | None
    told: Told
    actor: str
    hedges: int = 0


def confidence(clues: Clues) -> float:
    """The product of the parts, rounded to two decimals."""
    sure = clues.rule * (clues.link.confidence if clues.link is not None else _UNLINKED)
    return vouched(sure * _HEDGE**clues.hedges, clues.told, clues.actor)


def vouched(sure: float, told: Told, actor: str | None) -> float:
    """A confidence once it is known whose word the fact is.

    Args:
        sure: the confidence of the reading itself.
        told: whose word it is.
        actor: whom the fact is about, where there is one whose own word would be as good as the article's.
    """
    if told.voice is Voice.REPORTS:
        sure *= _REPORTS
    elif told.voice is Voice.SPEAKER and (told.by is None or told.by != actor):
        sure *= _OTHERS_WORD
    return round(sure, 2)
