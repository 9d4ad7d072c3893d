"""Precision, recall and F1 of a graph against gold facts, for each kind of fact.

Facts of one document are paired one to one, best pair first. What makes a pair, and how good it is, stands in one
function a kind.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeVar

from kg.evaluate.account import ENTITY_TYPES, Account, ToldEntity, ToldFact, ToldMeeting, read_account
from kg.evaluate.agreement import dates_agree
from kg.evaluate.causes import (
    ENTITIES,
    INTERACTIONS,
    MEETINGS,
    OFFICES,
    POSITIONS,
    STATEMENTS,
    Cause,
    Causes,
    slot_cause,
)
from kg.evaluate.gold import GoldDocument, GoldEntity, GoldMeeting
from kg.evaluate.matching import (
    among,
    entity_score,
    interaction_score,
    meeting_score,
    office_score,
    position_score,
    same,
    statement_score,
)
from kg.store import GraphReader

__all__ = ["Discrepancy", "Evaluation", "Judged", "Kind", "Score", "Verdict", "evaluate"]

# A quotation of fewer words is a word in quotation marks ("likely").
FEWEST_QUOTED_WORDS: Final = 5

G = TypeVar("G")
T = TypeVar("T")


class Kind(StrEnum):
    """The kinds of fact that are scored."""

    ENTITY = "entity"
    OFFICE = "office"
    MEETING = "meeting"
    MEETING_SLOT = "meeting slot"
    POSITION = "position"
    STATEMENT = "statement"
    INTERACTION = "interaction"


class Verdict(StrEnum):
    """What is wrong with a fact: the graph lacks it, the gold lacks it, or both have it with another place or date."""

    MISSED = "missed"
    SPURIOUS = "spurious"
    DIFFERS = "differs"


@dataclass(frozen=True, slots=True)
class Score:
    """How many facts of a kind were matched, stand in the gold, and stand in the graph; from how many articles."""

    kind: Kind
    matched: int
    gold: int
    system: int
    articles: int = 0

    @property
    def precision(self) -> float:
        """The matched part of the graph's facts; 0 if it has none."""
        return self.matched / self.system if self.system else 0.0

    @property
    def recall(self) -> float:
        """The matched part of the gold facts; 0 if there are none."""
        return self.matched / self.gold if self.gold else 0.0

    @property
    def spurious(self) -> float:
        """How many facts an article the graph has that the gold lacks; 0 where there are no articles."""
        return (self.system - self.matched) / self.articles if self.articles else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """One fact on which the graph and the gold differ, told in a line, and why as far as the other side shows it."""

    kind: Kind
    document: str
    verdict: Verdict
    detail: str
    cause: Cause


@dataclass(frozen=True, slots=True)
class Judged:
    """A fact of the graph: how sure it was told to be, in [0, 1], and whether the gold has it."""

    kind: Kind
    confidence: float
    right: bool


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The scores of all kinds, and every discrepancy.

    ``missing`` are the gold documents that the graph lacks, ``judged`` the facts that bear a confidence.
    """

    scores: tuple[Score, ...]
    discrepancies: tuple[Discrepancy, ...]
    missing: tuple[str, ...] = ()
    judged: tuple[Judged, ...] = ()

    def __getitem__(self, kind: Kind) -> Score:
        """The score of one kind."""
        return next(score for score in self.scores if score.kind is kind)

    def discrepancies_by_kind(self) -> Mapping[Kind, tuple[Discrepancy, ...]]:
        """The discrepancies of each kind that has any, in the kinds' order."""
        found = {kind: tuple(one for one in self.discrepancies if one.kind is kind) for kind in Kind}
        return {kind: ones for kind, ones in found.items() if ones}

    def discrepancies_by_cause(self) -> Mapping[Kind, Mapping[Cause, tuple[Discrepancy, ...]]]:
        """The discrepancies of each kind that has any, by cause; the commonest cause first, then in their order."""
        grouped: dict[Kind, Mapping[Cause, tuple[Discrepancy, ...]]] = {}
        for kind, found in self.discrepancies_by_kind().items():
            causes = sorted(
                {one.cause for one in found},
                key=lambda cause: (-sum(o.cause is cause for o in found), list(Cause).index(cause)),
            )
            grouped[kind] = {cause: tuple(one for one in found if one.cause is cause) for cause in causes}
        return grouped


def evaluate(reader: GraphReader, golds: Iterable[GoldDocument]) -> Evaluation:
    """Score a graph against gold facts.

    Args:
        reader: the graph.
        golds: the gold facts of each document to score; see :func:`kg.evaluate.load_gold`.
    """
    tally, missing, articles = _Tally(), list[str](), 0
    for gold in golds:
        articles += 1
        account = read_account(reader, gold.id)
        if not account.known:
            missing.append(gold.id)
        _score_document(gold, account, tally)
    scores = tuple(Score(kind, *tally.counts[kind], articles) for kind in Kind)
    return Evaluation(scores, tuple(tally.discrepancies), tuple(missing), tuple(tally.judged))


class _Tally:
    """Counts (matched, gold, system) by kind, and the discrepancies, as they come."""

    def __init__(self) -> None:
        self.entities: tuple[ToldEntity, ...] = ()
        self.counts: dict[Kind, tuple[int, int, int]] = dict.fromkeys(Kind, (0, 0, 0))
        self.discrepancies: list[Discrepancy] = []
        self.judged: list[Judged] = []

    def add(self, kind: Kind, matched: int, gold: int, system: int) -> None:
        before = self.counts[kind]
        self.counts[kind] = (before[0] + matched, before[1] + gold, before[2] + system)

    def match(
        self,
        kind: Kind,
        document: str,
        golds: Sequence[G],
        told: Sequence[T],
        *,
        score: Callable[[G, T], float],
        causes: Causes[G, T],
    ) -> list[tuple[G, T]]:
        """Pair the facts of one document; count and note what is left, and why."""
        pairs = _pair(golds, told, score)
        self.add(kind, len(pairs), len(golds), len(told))
        found, used = {at for at, _ in pairs}, {at for _, at in pairs}
        self.discrepancies += [
            Discrepancy(kind, document, Verdict.MISSED, str(one), causes.of_missed(one, told, self.entities))
            for at, one in enumerate(golds)
            if at not in found
        ]
        self.discrepancies += [
            Discrepancy(kind, document, Verdict.SPURIOUS, str(one), causes.of_spurious(one, golds))
            for at, one in enumerate(told)
            if at not in used
        ]
        self.judged += [
            Judged(kind, one.confidence, at in used) for at, one in enumerate(told) if isinstance(one, ToldFact)
        ]
        return [(golds[i], told[j]) for i, j in pairs]


def _pair(golds: Sequence[G], told: Sequence[T], score: Callable[[G, T], float]) -> list[tuple[int, int]]:
    """Greedy one-to-one pairs by falling score above zero; ties go to the later gold, then the earlier told."""
    scored = ((score(gold, one), i, j) for i, gold in enumerate(golds) for j, one in enumerate(told))
    pairs, used_golds, used_told = list[tuple[int, int]](), set[int](), set[int]()
    for _, i, j in sorted((one for one in scored if one[0] > 0), key=lambda one: (-one[0], -one[1], one[2])):
        if i not in used_golds and j not in used_told:
            used_golds.add(i)
            used_told.add(j)
            pairs.append((i, j))
    return pairs


def _score_document(gold: GoldDocument, account: Account, tally: _Tally) -> None:
    named = [entity for entity in gold.entities if entity.named]
    unnamed = [entity for entity in gold.entities if not entity.named]
    told = [one for one in account.entities if one.types & ENTITY_TYPES]
    told = [one for one in told if not any(same(group, one) for group in unnamed)]
    tally.entities = account.entities
    tally.match(Kind.ENTITY, gold.id, named, told, score=entity_score, causes=ENTITIES)
    tally.match(Kind.OFFICE, gold.id, gold.offices, account.offices, score=office_score, causes=OFFICES)
    pairs = tally.match(Kind.MEETING, gold.id, gold.meetings, account.meetings, score=meeting_score, causes=MEETINGS)
    _score_slots(gold, account, pairs, tally)
    speaks_for = defaultdict[str, list[GoldEntity]](list)
    for office in gold.offices:
        if office.of is not None:
            speaks_for[office.person.id].append(office.of)
    tally.match(
        Kind.POSITION,
        gold.id,
        gold.positions,
        account.positions,
        score=lambda one, other: position_score(one, other, speaks_for[one.holder.id]),
        causes=POSITIONS,
    )
    quotations = [one for one in account.statements if len(one.quote.split()) >= FEWEST_QUOTED_WORDS]
    tally.match(Kind.STATEMENT, gold.id, gold.statements, quotations, score=statement_score, causes=STATEMENTS)
    if gold.interactions is not None:
        told_of = account.interactions
        tally.match(Kind.INTERACTION, gold.id, gold.interactions, told_of, score=interaction_score, causes=INTERACTIONS)


def _score_slots(
    gold: GoldDocument, account: Account, pairs: Iterable[tuple[GoldMeeting, ToldMeeting]], tally: _Tally
) -> None:
    """Participants, place, date and status of the meetings, slot by slot."""
    matched = 0
    for one, told in pairs:
        right_place = one.place is not None and among(one.place, told.places)
        right_date = dates_agree(one.date, told.date)
        matched += sum(among(entity, told.participants) for entity in one.participants)
        matched += right_place + (one.date is not None and right_date) + (one.status == told.status)
        if not right_date or (one.place is not None and not right_place):
            detail = f"{one}  <>  {told}"
            cause = slot_cause(right_date=right_date, right_place=right_place or one.place is None)
            tally.discrepancies.append(Discrepancy(Kind.MEETING_SLOT, gold.id, Verdict.DIFFERS, detail, cause))
    tally.add(
        Kind.MEETING_SLOT,
        matched,
        sum(len(m.participants) + bool(m.place) + bool(m.date) + bool(m.status) for m in gold.meetings),
        sum(len(m.participants) + bool(m.places) + bool(m.date) + bool(m.status) for m in account.meetings),
    )
