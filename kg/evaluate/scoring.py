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

from kg.evaluate.account import (
    ENTITY_TYPES,
    Account,
    ToldEntity,
    ToldInteraction,
    ToldMeeting,
    ToldOffice,
    ToldPosition,
    ToldStatement,
    read_account,
)
from kg.evaluate.agreement import dates_agree, flattened, normalized, overlap
from kg.evaluate.gold import (
    GoldDocument,
    GoldEntity,
    GoldInteraction,
    GoldMeeting,
    GoldOffice,
    GoldPosition,
    GoldStatement,
)
from kg.store import GraphReader

__all__ = ["Discrepancy", "Evaluation", "Kind", "Score", "Verdict", "evaluate"]

# A quotation of fewer words is a word in quotation marks ("likely").
FEWEST_QUOTED_WORDS: Final = 5
# Participants of two accounts of one occasion overlap at least so much (Jaccard index).
LEAST_SHARED_PARTICIPANTS: Final = 1 / 3

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
    """One fact on which the graph and the gold differ, told in a line."""

    kind: Kind
    document: str
    verdict: Verdict
    detail: str


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The scores of all kinds, and every discrepancy. ``missing`` are the gold documents that the graph lacks."""

    scores: tuple[Score, ...]
    discrepancies: tuple[Discrepancy, ...]
    missing: tuple[str, ...] = ()

    def __getitem__(self, kind: Kind) -> Score:
        """The score of one kind."""
        return next(score for score in self.scores if score.kind is kind)

    def discrepancies_by_kind(self) -> Mapping[Kind, tuple[Discrepancy, ...]]:
        """The discrepancies of each kind that has any, in the kinds' order."""
        found = {kind: tuple(one for one in self.discrepancies if one.kind is kind) for kind in Kind}
        return {kind: ones for kind, ones in found.items() if ones}


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
    return Evaluation(scores, tuple(tally.discrepancies), tuple(missing))


class _Tally:
    """Counts (matched, gold, system) by kind, and the discrepancies, as they come."""

    def __init__(self) -> None:
        self.counts: dict[Kind, tuple[int, int, int]] = dict.fromkeys(Kind, (0, 0, 0))
        self.discrepancies: list[Discrepancy] = []

    def add(self, kind: Kind, matched: int, gold: int, system: int) -> None:
        before = self.counts[kind]
        self.counts[kind] = (before[0] + matched, before[1] + gold, before[2] + system)

    def match(
        self, kind: Kind, document: str, golds: Sequence[G], told: Sequence[T], score: Callable[[G, T], float]
    ) -> list[tuple[G, T]]:
        """Pair the facts of one document; count and note what is left."""
        pairs = _pair(golds, told, score)
        self.add(kind, len(pairs), len(golds), len(told))
        found, used = {at for at, _ in pairs}, {at for _, at in pairs}
        left = [(Verdict.MISSED, str(one)) for at, one in enumerate(golds) if at not in found]
        left += [(Verdict.SPURIOUS, str(one)) for at, one in enumerate(told) if at not in used]
        self.discrepancies += [Discrepancy(kind, document, verdict, detail) for verdict, detail in left]
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
    told = [one for one in told if not any(_same(group, one) for group in unnamed)]
    tally.match(Kind.ENTITY, gold.id, named, told, _entity_score)
    tally.match(Kind.OFFICE, gold.id, gold.offices, account.offices, _office_score)
    pairs = tally.match(Kind.MEETING, gold.id, gold.meetings, account.meetings, _meeting_score)
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
        lambda one, other: _position_score(one, other, speaks_for[one.holder.id]),
    )
    quotations = [one for one in account.statements if len(one.quote.split()) >= FEWEST_QUOTED_WORDS]
    tally.match(Kind.STATEMENT, gold.id, gold.statements, quotations, _statement_score)
    if gold.interactions is not None:
        tally.match(Kind.INTERACTION, gold.id, gold.interactions, account.interactions, _interaction_score)


def _same(gold: GoldEntity, told: ToldEntity | None) -> bool:
    """Whether a told entity is the gold one: by Wikidata id where both have one, else by a name they share."""
    if told is None:
        return False
    if gold.wikidata and told.wikidata:
        return gold.wikidata in told.wikidata
    return normalized(told.label) in gold.names or normalized(gold.name) in told.names


def _among(gold: GoldEntity, told: Iterable[ToldEntity]) -> bool:
    return any(_same(gold, one) for one in told)


def _entity_score(gold: GoldEntity, told: ToldEntity) -> float:
    return float(_same(gold, told) and gold.type in told.types)


def _office_score(gold: GoldOffice, told: ToldOffice) -> float:
    titled = normalized(gold.title) in normalized(told.title)
    return float(titled and _same(gold.person, told.holder) and (gold.of is None or _same(gold.of, told.jurisdiction)))


def _meeting_score(gold: GoldMeeting, told: ToldMeeting) -> float:
    hits = sum(_among(one, told.participants) for one in gold.participants)
    union = len(gold.participants) + len(told.participants) - hits
    shared = hits / union if union else 0.0
    where = any(overlap(evidence, told.text) for evidence in gold.evidence)
    when = gold.date is not None and dates_agree(gold.date, told.date)
    if not (where or when) or (gold.participants and shared < LEAST_SHARED_PARTICIPANTS):
        return 0.0
    return shared + where + when + (gold.status == told.status) / 2


def _score_slots(
    gold: GoldDocument, account: Account, pairs: Iterable[tuple[GoldMeeting, ToldMeeting]], tally: _Tally
) -> None:
    """Participants, place, date and status of the meetings, slot by slot."""
    matched = 0
    for one, told in pairs:
        right_place = one.place is not None and _among(one.place, told.places)
        right_date = dates_agree(one.date, told.date)
        matched += sum(_among(entity, told.participants) for entity in one.participants)
        matched += right_place + (one.date is not None and right_date) + (one.status == told.status)
        if not right_date or (one.place is not None and not right_place):
            detail = f"{one}  <>  {told}"
            tally.discrepancies.append(Discrepancy(Kind.MEETING_SLOT, gold.id, Verdict.DIFFERS, detail))
    tally.add(
        Kind.MEETING_SLOT,
        matched,
        sum(len(m.participants) + bool(m.place) + bool(m.date) + bool(m.status) for m in gold.meetings),
        sum(len(m.participants) + bool(m.places) + bool(m.date) + bool(m.status) for m in account.meetings),
    )


def _position_score(gold: GoldPosition, told: ToldPosition, speaks_for: Iterable[GoldEntity]) -> float:
    """A person's position may also be told as that of the body in whose office the person speaks."""
    if gold.stance != told.stance or not any(_same(one, told.holder) for one in (gold.holder, *speaks_for)):
        return 0.0
    text = flattened(f"{told.issue} {told.text}").casefold()
    about = all(any(keyword.casefold() in text for keyword in group) for group in gold.issue)
    where = any(overlap(evidence, told.text) for evidence in gold.evidence)
    return float(1 + about + where + _same(gold.holder, told.holder)) if about or where else 0.0


def _statement_score(gold: GoldStatement, told: ToldStatement) -> float:
    return float(_same(gold.speaker, told.speaker) and overlap(gold.quote.strip('"“” '), told.quote.strip('"“” ')))


def _interaction_score(gold: GoldInteraction, told: ToldInteraction) -> float:
    if gold.event_type != told.event_type or not any(overlap(evidence, told.text) for evidence in gold.evidence):
        return 0.0
    return float(_same(gold.source, told.source) and _same(gold.target, told.target))
