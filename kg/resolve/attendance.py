"""Who is said to come to an occasion that is planned, to stay away, to be asked or not to be asked.

Read from the sentences about the plan: a cue ("will attend", "refused to take part", "excluded") and the party beside
it, the one mentioned last before a cue of doing, first after a cue of asking. What names no party says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from kg.kinds import Attendance
from kg.model import Mention, Passage

__all__ = ["Attending", "attending"]

_COMING: Final = r"(?:attend(?:ing|ance)?|tak(?:e|ing) part|participat(?:e|ing|ion)|join(?:ing)?)"
_OFFERS: Final = "agreed|promised|pledged|plans?|planned|prepared|ready|willing|expected|set|due|confirmed|decided"
_REFUSES: Final = "refus(?:es?|ed|ing)|declin(?:es?|ed|ing)|unwilling|unlikely|decided not|vowed not|threatened not"


@dataclass(frozen=True, slots=True)
class _Cue:
    """Words that say something of somebody's coming; ``before`` says on which side the party stands."""

    pattern: re.Pattern[str]
    attendance: Attendance
    before: bool


def _cue(pattern: str, attendance: Attendance, *, before: bool) -> _Cue:
    return _Cue(re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE), attendance, before)


# The earlier ones take their words from the later: "is not expected to attend" is not "expected to attend".
_CUES: Final = (
    _cue(rf"(?:whether|if) (?:or not )?(?:to {_COMING}|(?:it|he|she|they) (?:will|would|should) {_COMING})",
         Attendance.UNDECIDED, before=True),
    _cue(rf"(?:not|yet) (?:yet )?(?:decided|committed|confirmed)[^.;,]{{0,40}}{_COMING}", Attendance.UNDECIDED,
         before=True),
    _cue(rf"(?:not|never|\w+n['’]t|no longer) (?:be )?(?:(?:{_OFFERS}|going) to )?(?:be )?{_COMING}",
         Attendance.STAYS_AWAY, before=True),
    _cue(rf"(?:{_REFUSES})(?: to)? {_COMING}", Attendance.STAYS_AWAY, before=True),
    _cue(r"(?:would |will |to |threaten\w* to )?(?:boycott\w*|stay(?:s|ed|ing)? away|skip(?:s|ped|ping)?|"
         r"(?:pull|back|drop)(?:s|ed|ped|ing|ping)? out)", Attendance.STAYS_AWAY, before=True),
    _cue(r"(?:not|never|\w+n['’]t) (?:been |be )?(?:invited|asked to attend)|uninvited|disinvited",
         Attendance.NOT_INVITED, before=True),
    _cue(r"(?:was|were|been|be|is|are) (?:excluded|left out|kept out|barred)", Attendance.NOT_INVITED, before=True),
    _cue(r"(?:(?<!not )(?<!never )exclud(?:e|es|ed|ing)|did not invite|not inviting|"
         r"withdrew (?:its|his|her|the|an) invitation to)", Attendance.NOT_INVITED, before=False),
    _cue(r"(?:was|were|been|be|is|are) (?:also )?(?:formally )?invited", Attendance.INVITED, before=True),
    _cue(r"invit(?:e|es|ed|ing)|(?:an? |the )?invitations? to", Attendance.INVITED, before=False),
    _cue(rf"(?:will|would|shall|is to|are to|was to|were to|'ll) (?:also )?(?:be )?{_COMING}", Attendance.WILL_ATTEND,
         before=True),
    _cue(rf"(?:{_OFFERS}) to (?:also )?{_COMING}", Attendance.WILL_ATTEND, before=True),
    _cue(r"attends|(?:is|are) (?:attending|taking part|participating)", Attendance.WILL_ATTEND, before=True),
)  # fmt: skip
_WORDS: Final = (
    *("attend", "take part", "taking part", "participat", "join", "invit", "exclud", "boycott", "stay", "skip"),
    *(" out", "barred"),
)
"""A sentence without any of these has no cue."""

_BREAK: Final = re.compile(r"[;.!?]\s|\n|,? (?:but|while|whereas|although|though) ")
_TOGETHER: Final = re.compile(r"\s*(?:,|,? (?:and|or|as well as)|/)?\s*(?:the\s+)?$")
_OCCASION: Final = re.compile(r"\b(?:conference|talks|summit|meeting|negotiations|negotiating table)\b", re.IGNORECASE)
_NEAR: Final = 60  # characters
_WISHED: Final = re.compile(
    r"\b(?:should|must|could|may|might|can)\b[^.;]{0,20}$|"
    r"\b(?:if|unless|so that|ensur\w+|hop(?:e|es|ed|ing)|want\w*|wish\w*|urg(?:e|es|ed|ing)|persuad\w+|convinc\w+|"
    r"encourag\w+|seek\w*|insist\w*|demand\w*)\b[^.;]*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Attending:
    """What a sentence says of a party's coming: ``text[begin:end]`` says so."""

    party: str
    attendance: Attendance
    begin: int
    end: int
    passage: Passage

    @property
    def words(self) -> str:
        """The words that say so."""
        return self.passage.text[self.begin - self.passage.begin : self.end - self.passage.begin]

    @property
    def names_an_occasion(self) -> bool:
        """Whether the words around it say what it is that somebody comes to, as talks or the like."""
        begin, end = self.begin - self.passage.begin, self.end - self.passage.begin
        return _OCCASION.search(self.passage.text, max(begin - _NEAR, 0), end + _NEAR) is not None


def attending(passages: Iterable[Passage], parties: Sequence[Mention]) -> Iterator[Attending]:
    """Read what sentences say of who comes.

    Args:
        passages: the sentences about one plan.
        parties: mentions of those who could come: persons, bodies, countries; in the order of the text.
    """
    for passage in passages:
        if not any(word in passage.text.casefold() for word in _WORDS):
            continue
        here = [m for m in parties if passage.begin <= m.begin and m.end <= passage.end]
        taken: list[tuple[int, int]] = []
        for cue in _CUES:
            for found in cue.pattern.finditer(passage.text):
                span = (found.start(), found.end())
                if any(begin < span[1] and span[0] < end for begin, end in taken):
                    continue
                taken.append(span)
                if cue.attendance is Attendance.WILL_ATTEND and _WISHED.search(passage.text[: span[0]]):
                    continue
                for party in _parties(here, passage, span, before=cue.before):
                    begin, end = passage.begin + span[0], passage.begin + span[1]
                    yield Attending(party.entity, cue.attendance, min(begin, party.begin), max(end, party.end), passage)


def _parties(here: Sequence[Mention], passage: Passage, span: tuple[int, int], *, before: bool) -> list[Mention]:
    """The party beside a cue in its clause, and those that are listed with it ("Iran and Saudi Arabia")."""
    breaks = [(found.start(), found.end()) for found in _BREAK.finditer(passage.text)]
    if before:
        since = max((end for _, end in breaks if end <= span[0]), default=0) + passage.begin
        able = [m for m in here if since <= m.begin and m.end <= passage.begin + span[0]]
        able = sorted(able, key=lambda m: (-m.end, m.begin))
    else:
        until = min((begin for begin, _ in breaks if begin >= span[1]), default=len(passage.text)) + passage.begin
        able = [m for m in here if passage.begin + span[1] <= m.begin and m.end <= until]
        able = sorted(able, key=lambda m: (m.begin, -m.end))
    listed = able[:1]
    for one in able[1:]:
        last = listed[-1]
        first, second = (one, last) if before else (last, one)
        if first.end <= second.begin:
            between = passage.text[first.end - passage.begin : second.begin - passage.begin]
            if not between.strip() or not _TOGETHER.fullmatch(between):
                break
            listed.append(one)
    return listed
