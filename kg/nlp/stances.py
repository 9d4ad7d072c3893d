"""The words of stance: which verbs, nouns and adjectives take a side, and where grammar puts what they take it on.

Each entry names the complements that hold the issue: ``obj`` (a direct object), ``clause`` (a finite or infinitive
clause) or prepositions. The words follow PLOVER's SUPPORT, AGREE, REQUEST, REJECT, ACCUSE and PROTEST verb lists and
VerbNet's *admire*, *advise*, *judgment* and *urge* classes.
"""

from __future__ import annotations

from dataclasses import dataclass

from kg.model import Stance, Strength

__all__ = [
    "ADJECTIVES",
    "AGAINST",
    "BAD",
    "FAINTLY",
    "FAINT_ADJECTIVES",
    "FIRMLY",
    "FIRM_ADJECTIVES",
    "FOR",
    "GOOD",
    "IN_FAVOR",
    "JUDGING",
    "LIGHT_VERBS",
    "LITTLE",
    "MET_WITH",
    "NECESSARY",
    "NOUNS",
    "OPINIONS",
    "PARTISANS",
    "SILENCE",
    "TAKEN_BACK",
    "VERBS",
    "WARNINGS",
    "Frame",
]


_S, _O, _N = Stance.SUPPORTS, Stance.OPPOSES, Stance.NEUTRAL


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
        purpose: whether a clause behind the object is the issue and an actor alone is none ("urged *Peru* to *sign*").
        strength: how firm the word is by itself.
    """

    stance: Stance
    obj: bool = False
    clause: bool = False
    prepositions: frozenset[str] = frozenset()
    confidence: float = 0.75
    denied: Stance | None = None
    purpose: bool = False
    strength: Strength = Strength.PLAIN


def _frames(
    stance: Stance,
    words: str,
    *,
    obj: bool = False,
    clause: bool = False,
    on: str = "",
    confidence: float = 0.75,
    denied: Stance | None = None,
    purpose: bool = False,
    strength: Strength = Strength.PLAIN,
) -> dict[str, Frame]:
    frame = Frame(stance, obj, clause, frozenset(on.split()), confidence, denied, purpose, strength)
    return dict.fromkeys(words.split(), frame)


# How often a verb's position is right, counted on 123 positions in news that a reader judged one by one
# (tests/quality/reliability.py): 60 of 67 for the verbs that say little else, 16 of 22 for those of agreeing, promising
# and accepting, 6 of 10 for asking. The other figures of this module are set by hand: too few of their words were met.
_SURE = 0.9
_OFTEN = 0.75
_AT_TIMES = 0.6

VERBS: dict[str, Frame] = {
    **_frames(
        _S,
        "support back endorse welcome favor favour advocate embrace champion defend uphold echo",
        obj=True,
        clause=True,
        confidence=_SURE,
    ),
    **_frames(
        _S,
        "applaud appreciate commend congratulate hail laud praise salute",
        obj=True,
        clause=True,
        on="for on",
        confidence=_SURE,
    ),
    **_frames(_S, "thank", on="for", confidence=_SURE),
    **_frames(
        _S,
        "urge encourage exhort implore press pressure push lobby nudge beseech",
        obj=True,
        clause=True,
        on="for",
        confidence=_SURE,
        purpose=True,
    ),
    **_frames(_S, "call", clause=True, on="for", confidence=_SURE, purpose=True),
    **_frames(_S, "appeal plead", clause=True, on="for", confidence=_SURE, purpose=True),
    **_frames(_S, "ask", clause=True, on="for", confidence=_AT_TIMES, purpose=True),
    **_frames(_S, "convince persuade", clause=True, confidence=_AT_TIMES, purpose=True),
    **_frames(_S, "insist", clause=True, on="on upon", confidence=_SURE, strength=Strength.STRONG),
    **_frames(_S, "demand", obj=True, clause=True, confidence=_SURE, strength=Strength.STRONG),
    **_frames(_S, "propose recommend request want", obj=True, clause=True, confidence=_SURE),
    **_frames(_S, "seek", obj=True, clause=True, confidence=_SURE, denied=_N),
    **_frames(_S, "suggest prefer", obj=True, clause=True, confidence=0.7, strength=Strength.WEAK),
    **_frames(
        _S, "commit pledge vow promise agree decide", obj=True, clause=True, on="to on", confidence=_OFTEN, denied=_N
    ),
    **_frames(_S, "approve", obj=True, on="of", confidence=_SURE),
    **_frames(_S, "accept", obj=True, clause=True, confidence=_OFTEN),
    **_frames(_S, "side sympathize sympathise", on="with", confidence=_SURE),
    **_frames(
        _S, "stand", on="by with behind alongside", confidence=0.7
    ),  # "stands by Iraq", "with the people of Iraq"
    **_frames(_S, "rally", on="behind", confidence=0.7),
    **_frames(_O, "oppose reject resist contest repudiate rebuff spurn", obj=True, clause=True, confidence=_SURE),
    **_frames(
        _O,
        "condemn denounce deplore decry slam blast lambast lambaste castigate excoriate",
        obj=True,
        clause=True,
        on="for over",
        confidence=_SURE,
        strength=Strength.STRONG,
    ),
    **_frames(_O, "criticize criticise rebuke fault chide", obj=True, clause=True, on="for over", confidence=_SURE),
    **_frames(_O, "accuse", clause=True, on="of", confidence=_SURE, purpose=True),
    **_frames(_O, "blame", on="for", confidence=_OFTEN, purpose=True),
    **_frames(_O, "refuse decline", obj=True, clause=True, confidence=_SURE),
    **_frames(_O, "object", on="to", confidence=_SURE),
    **_frames(_O, "protest", obj=True, on="against over", confidence=0.7),
    **_frames(_O, "block veto", obj=True, confidence=0.7),
    **_frames(_O, "dismiss", obj=True, confidence=_SURE),
    **_frames(_O, "warn caution", on="against", clause=True, confidence=0.6, purpose=True),
    **_frames(_O, "fear regret", obj=True, clause=True, confidence=_AT_TIMES, strength=Strength.WEAK),
    **_frames(_O, "worry fret", clause=True, on="about over", confidence=_OFTEN, strength=Strength.WEAK),
    **_frames(_O, "bristle balk", on="at", clause=True, confidence=_SURE),
    **_frames(_N, "abstain", on="on from in", clause=True, confidence=_SURE),
}

# The same verbs with another preposition take the other side ("voted *for* it", "lobbied *against* it").
AGAINST: dict[str, Frame] = _frames(
    _O, "argue campaign demonstrate lobby march rail rally speak vote come", on="against", confidence=0.75
)
FOR: dict[str, Frame] = _frames(_S, "argue campaign vote", on="for", confidence=0.7)
# Verbs that a preposition and its noun turn into a stance: "came out in favor of", "spoke in support of".
IN_FAVOR = frozenset({"favor", "favour", "support"})

NOUNS: dict[str, Frame] = {
    **_frames(
        _S,
        """approval backing commitment desire endorsement enthusiasm praise preference readiness support sympathy
        willingness""",
        clause=True,
        on="for of to",
        confidence=0.75,
    ),
    **_frames(_S, "interest", clause=True, on="in", confidence=0.65),
    **_frames(_S, "call demand proposal appeal plea request", clause=True, on="for", confidence=0.7),
    **_frames(_O, "opposition objection objections resistance hostility", on="to", confidence=0.8),
    **_frames(
        _O,
        """concern concerns worry worries alarm dismay outrage anger fear fears misgivings reservations
        doubts unease disappointment regret frustration indignation""",
        clause=True,
        on="about over at of with regarding",
        confidence=0.75,
    ),
    **_frames(_O, "criticism condemnation rejection denunciation disapproval", on="of", confidence=0.75),
    **_frames(_O, "protest", on="against over", confidence=0.7),
}

# Nouns for those who take a side: "a key backer of the plan", "opponents of the treaty".
PARTISANS: dict[str, Frame] = {
    **_frames(_S, "backer supporter advocate proponent defender champion sponsor", on="of for", confidence=0.75),
    **_frames(_O, "opponent critic foe", on="of", confidence=0.75),
}

ADJECTIVES: dict[str, Frame] = {
    **_frames(_S, "committed dedicated sympathetic", clause=True, on="to", confidence=0.8, denied=_N),
    **_frames(_S, "ready willing prepared eager anxious keen determined", clause=True, on="for", confidence=0.65),
    **_frames(_S, "interested", clause=True, on="in", confidence=0.65),
    **_frames(_S, "supportive", on="of", confidence=0.8),
    **_frames(
        _S, "encouraged gratified heartened pleased grateful thankful", clause=True, on="by with for at", confidence=0.7
    ),
    **_frames(_O, "opposed", on="to", confidence=0.85),
    **_frames(
        _O,
        """concerned worried alarmed troubled dismayed outraged angered uneasy appalled shocked saddened
        disappointed disturbed horrified unhappy angry furious""",
        clause=True,
        on="about over at by with",
        confidence=0.75,
    ),
    **_frames(_O, "critical wary skeptical sceptical", on="of about", confidence=0.7, strength=Strength.WEAK),
    **_frames(_O, "reluctant unwilling loath", clause=True, on="", confidence=0.7),
    **_frames(_N, "undecided noncommittal neutral", clause=True, on="on about over", confidence=0.8),
}

# Verbs that only carry a noun of stance ("voiced worry", "expressed concern", "has no objection").
LIGHT_VERBS = frozenset(
    """voice express have raise offer give reiterate declare show lend state share repeat make issue win
    signal reaffirm pledge announce underline underscore convey register throw""".split()
)
# Verbs whose subject meets with a stance: "the move drew criticism *from Peru*".
MET_WITH = frozenset("draw win receive face provoke spark trigger earn attract elicit bring meet".split())
# Verbs that take a noun of stance back: "withdrew its support for", "dropped its objections to".
TAKEN_BACK = frozenset("withdraw drop end lose retract abandon cut halt suspend stop remove lift".split())

# Verbs that pass a judgement on their object, and the words it may consist in: "called the plan unacceptable".
JUDGING = frozenset("call brand label describe deem consider regard see view denounce condemn dismiss hail".split())
GOOD = frozenset(
    """brave breakthrough constructive courageous crucial encouraging essential excellent good historic
    important indispensable justified legitimate milestone necessary needed opportunity positive progress
    promising reasonable useful vital welcome worthwhile""".split()
)
# What is said to be so is wanted; that talks were "useful" or a dinner "excellent" takes no side.
NECESSARY = frozenset(
    """crucial essential imperative important indispensable justified legitimate necessary needed vital warranted
    welcome""".split()
)
BAD = frozenset(
    """abhorrent absurd abuse act-of-war aggression appalling baseless betrayal blackmail crime cowardly
    cynical dangerous disgraceful disaster failure farce flawed groundless hypocritical illegal
    illegitimate immoral inadmissible insult interference intolerable invalid irresponsible meddling
    mistake nonsense outrage outrageous provocation provocative reckless ridiculous scandalous sham
    shameful slander threat tragedy travesty unacceptable unconstitutional unfair unfortunate unfounded
    unhelpful unjust unjustified unlawful unwarranted violation wrong""".split()
)

# What one may decline to do and take no side by it: "declined to comment", "refused to be named".
SILENCE = frozenset(
    """address answer be characterize clarify comment confirm detail disclose discuss divulge elaborate
    expand give identify name predict provide reply respond reveal say sign speak specify speculate sum
    talk tell""".split()
)
# What may be dismissed as a matter of opinion; dismissing a minister or a case is an act.
OPINIONS = frozenset(
    """accusation accusations allegation allegations appeal assertion call charge charges claim claims
    concern concerns criticism demand fear fears idea notion offer plan proposal prospect report reports
    request rumor rumors suggestion suggestions talk threat warning warnings worry""".split()
)

# Against what is feared, for what is advised: "warned against a strike", "warned Peru to stop".
WARNINGS = frozenset({"warn", "caution"})

# Adverbs that say how firmly a stance is taken (Quirk et al. 1985, 8.104: amplifiers and downtoners).
FIRMLY = frozenset(
    """absolutely adamantly angrily bitterly categorically completely deeply emphatically entirely fiercely
    firmly flatly forcefully fully furiously gravely greatly harshly outright passionately profoundly
    repeatedly resolutely roundly seriously sharply sternly staunchly steadfastly strenuously strongly
    totally unanimously unconditionally unequivocally unreservedly utterly vehemently very vigorously""".split()
)
FAINTLY = frozenset(
    """cautiously conditionally guardedly half-heartedly hesitantly mildly partially partly provisionally
    reluctantly slightly somewhat tentatively tepidly""".split()
)
FIRM_ADJECTIVES = frozenset(
    "absolute deep firm full grave great harsh outright profound serious severe sharp staunch steadfast strong total "
    "unconditional unequivocal unwavering vehement".split()
)
FAINT_ADJECTIVES = frozenset("cautious faint guarded limited lukewarm mild partial qualified slight some tepid".split())
# "Little interest", "no appetite": the noun turned round.
LITTLE = frozenset({"little", "no", "scant", "zero"})
