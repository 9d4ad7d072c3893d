"""The words of stance: which verbs, nouns and adjectives take a side, and where grammar puts what they take it on.

Each entry names the complements that hold the issue: ``obj`` (a direct object), ``clause`` (a finite or infinitive
clause) or prepositions. The words follow PLOVER's SUPPORT, AGREE, REQUEST, REJECT, ACCUSE and PROTEST verb lists and
VerbNet's *admire*, *advise*, *judgment* and *urge* classes.
"""

from __future__ import annotations

from dataclasses import dataclass

from kg.model import Stance

__all__ = ["ADJECTIVES", "FLIPPED", "LIGHT_VERBS", "NOUNS", "PARTISANS", "VERBS", "Frame"]


_S, _O, _N = Stance.SUPPORTS, Stance.OPPOSES, Stance.NEUTRAL
FLIPPED = {_S: _O, _O: _N, _N: _N}  # "does not support" opposes; "does not oppose" leaves it open


@dataclass(frozen=True, slots=True)
class Frame:
    """What a word's stance is and where its issue stands.

    Args:
        stance: the side it takes when nothing negates it.
        obj: whether a direct object is the issue.
        clause: whether a clause is the issue.
        prepositions: prepositions whose noun is the issue; for adjectives and nouns, the only place besides a clause.
        confidence: how surely the word means a stance and not something else.
        denied: the side it takes when negated, where that is not the other one ("has not committed yet": open).
    """

    stance: Stance
    obj: bool = False
    clause: bool = False
    prepositions: frozenset[str] = frozenset()
    confidence: float = 0.75
    denied: Stance | None = None

    def turned(self) -> Stance:
        """The side it takes when negated."""
        return self.denied or FLIPPED[self.stance]


def _frames(
    stance: Stance,
    words: str,
    *,
    obj: bool = False,
    clause: bool = False,
    on: str = "",
    confidence: float = 0.75,
    denied: Stance | None = None,
) -> dict[str, Frame]:
    frame = Frame(stance, obj, clause, frozenset(on.split()), confidence, denied)
    return dict.fromkeys(words.split(), frame)


VERBS: dict[str, Frame] = {
    **_frames(
        _S,
        """support back endorse welcome favor favour advocate applaud praise hail embrace champion defend
        commend""",
        obj=True,
        clause=True,
        confidence=0.85,
    ),
    **_frames(
        _S,
        """urge encourage exhort implore press pressure push lobby""",
        obj=True,
        clause=True,
        on="for",
        confidence=0.8,
    ),
    **_frames(_S, "call", on="for upon", confidence=0.8),
    **_frames(_S, "insist", clause=True, on="on upon", confidence=0.8),
    **_frames(
        _S,
        """demand propose recommend suggest request seek want prefer""",
        obj=True,
        clause=True,
        confidence=0.75,
    ),
    **_frames(
        _S,
        """commit pledge vow promise agree decide""",
        clause=True,
        obj=True,
        on="to on",
        confidence=0.65,
        denied=_N,
    ),
    **_frames(_S, "ask", clause=True, confidence=0.6),
    **_frames(_S, "approve", obj=True, on="of", confidence=0.75),
    **_frames(_S, "thank", on="for", confidence=0.75),
    **_frames(_S, "convince persuade", obj=True, clause=True, confidence=0.6),
    **_frames(
        _O,
        """oppose reject condemn criticize criticise denounce resist deplore decry slam blast lambast
        lambaste repudiate contest""",
        obj=True,
        clause=True,
        confidence=0.85,
    ),
    **_frames(_O, "refuse decline", clause=True, obj=True, confidence=0.75),
    **_frames(_O, "object", on="to", confidence=0.85),
    **_frames(_O, "protest block veto ban dismiss", obj=True, on="against", confidence=0.7),
    **_frames(_O, "warn", on="against of", confidence=0.7),
    **_frames(_O, "fear regret", obj=True, clause=True, confidence=0.6),
    **_frames(_O, "worry", clause=True, on="about over", confidence=0.65),
    **_frames(_O, "accuse", on="of", confidence=0.7),
    **_frames(_N, "abstain", on="on from in", confidence=0.8),
}

NOUNS: dict[str, Frame] = {
    **_frames(
        _S,
        """support backing endorsement praise approval preference desire commitment""",
        clause=True,
        on="for of to",
        confidence=0.75,
    ),
    **_frames(_S, "call demand proposal appeal", clause=True, on="for", confidence=0.7),
    **_frames(_O, "opposition objection resistance", on="to", confidence=0.8),
    **_frames(
        _O,
        """concern concerns worry worries alarm dismay outrage anger fear fears misgivings reservations""",
        clause=True,
        on="about over at of for with",
        confidence=0.75,
    ),
    **_frames(_O, "criticism condemnation rejection denunciation", on="of", confidence=0.75),
}

# Nouns for those who take a side: "a key backer of the plan", "opponents of the treaty".
PARTISANS: dict[str, Frame] = {
    **_frames(_S, "backer supporter advocate proponent defender champion sponsor", on="of for", confidence=0.75),
    **_frames(_O, "opponent critic foe", on="of", confidence=0.75),
}

ADJECTIVES: dict[str, Frame] = {
    **_frames(_S, "committed dedicated sympathetic", clause=True, on="to", confidence=0.8, denied=_N),
    **_frames(_S, "ready willing prepared eager anxious keen determined", clause=True, on="for", confidence=0.6),
    **_frames(_S, "interested", clause=True, on="in", confidence=0.65),
    **_frames(_S, "supportive", on="of", confidence=0.8),
    **_frames(_O, "opposed", on="to", confidence=0.85),
    **_frames(
        _O,
        """concerned worried alarmed troubled dismayed outraged angered uneasy""",
        clause=True,
        on="about over at by with",
        confidence=0.75,
    ),
    **_frames(_O, "critical wary skeptical sceptical", on="of about", confidence=0.7),
    **_frames(_O, "reluctant unwilling loath", clause=True, on="", confidence=0.7),
    **_frames(_N, "undecided noncommittal neutral", clause=True, on="on about over", confidence=0.8),
}

# Verbs that only carry a noun of stance ("voiced worry", "expressed concern", "has no objection").
LIGHT_VERBS = frozenset(
    """voice express have raise offer give reiterate declare show lend state share repeat make issue
    win signal""".split()
)
