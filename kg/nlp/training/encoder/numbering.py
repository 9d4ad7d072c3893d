"""Texts as tensors: labels as numbers, words as pieces, texts of like length together."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from kg.nlp.encoder.labels import Labels
from kg.nlp.encoder.lemmas import rule_of
from kg.nlp.encoder.names import NameTags
from kg.nlp.encoder.surface import SurfaceToken, surface_tokens
from kg.nlp.encoder.wordpieces import WordPieces
from kg.nlp.training.encoder.network import Batch
from kg.nlp.training.encoder.texts import Text
from kg.nlp.training.names import LABELS
from kg.nlp.training.rows import Row

__all__ = ["MISSING", "Gold", "Item", "batches", "collate", "labels_of", "number"]

MISSING = -100  # what torch's cross entropy passes over
_LEMMA_RULES_FROM = 4
_MORPHS_FROM = 2


@dataclass(frozen=True, slots=True)
class Item:
    """One text as numbers: by piece, then by word; ``heads`` with 0 for the root."""

    pieces: list[int]
    cases: list[int]
    gaps: list[int]
    first: list[int]
    last: list[int]
    gold: list[list[int]]


@dataclass(frozen=True, slots=True)
class Gold:
    """What is expected of a batch, by (text, word), MISSING where nothing is; ``sentence`` numbers the sentences."""

    tag: Tensor
    morph: Tensor
    lemma: Tensor
    dep: Tensor
    head: Tensor
    begin: Tensor
    name: Tensor
    sentence: Tensor


def labels_of(texts: Iterable[Text]) -> Labels:
    """The labels that the texts use, in order of their letters; rare lemma rules and features are left out."""
    tags: set[str] = set()
    deps: set[str] = set()
    morphs: Counter[str] = Counter()
    rules: Counter[str] = Counter()
    for text in texts:
        for row in text:
            if row.tag and not row.is_space:
                tags.add(row.tag)
                deps.add(row.dep)
                morphs[_morph(row)] += 1
                rules[rule_of(row.text, row.lemma)] += 1
    return Labels(
        tags=tuple(sorted(tags)),
        morphs=tuple(sorted(m for m, count in morphs.items() if count >= _MORPHS_FROM)),
        lemma_rules=tuple(sorted(r for r, count in rules.items() if count >= _LEMMA_RULES_FROM)),
        deps=tuple(sorted(deps)),
        names=LABELS,
    )


def _morph(row: Row) -> str:
    return f"{row.pos}|{row.morph}" if row.morph else row.pos


class _Numbers:
    """Each label's number."""

    def __init__(self, labels: Labels) -> None:
        self.tags, self.morphs, self.rules, self.deps = (
            {label: index for index, label in enumerate(group)}
            for group in (labels.tags, labels.morphs, labels.lemma_rules, labels.deps)
        )
        self.names = NameTags(labels.names)


_NUMBERS: dict[Labels, _Numbers] = {}


def number(text: Text, labels: Labels, pieces: WordPieces) -> Item:
    """Turn a text into numbers."""
    if labels not in _NUMBERS:
        _NUMBERS[labels] = _Numbers(labels)
    numbers = _NUMBERS[labels]
    tokens = surface_tokens((row.text, row.space) for row in text)
    ids, cases, gaps, first, last = [pieces.first], [0], [0], [], []
    for token in tokens:
        parts = pieces(token.text)
        first.append(len(ids))
        ids += parts
        cases += [token.case] * len(parts)
        gaps += [token.gap] * len(parts)
        last.append(len(ids) - 1)
    return Item(
        [*ids, pieces.last],
        [*cases, 0],
        [*gaps, 0],
        first,
        last,
        _gold([text[t.index] for t in tokens], tokens, numbers),
    )


def _gold(rows: Sequence[Row], tokens: Sequence[SurfaceToken], numbers: _Numbers) -> list[list[int]]:
    place = {token.index: index for index, token in enumerate(tokens)}
    names = _name_numbers(rows, numbers.names)
    gold = []
    sentence = 0
    for index, row in enumerate(rows):
        sentence += bool(row.begins and index)
        begin = MISSING if row.begins is None else int(row.begins or index == 0)
        if row.tag and row.head is not None:
            head = 0 if row.dep == "ROOT" else place[row.head] + 1
            rule = numbers.rules.get(rule_of(row.text, row.lemma), MISSING)
            tree = [numbers.tags[row.tag], numbers.morphs.get(_morph(row), MISSING), rule, numbers.deps[row.dep], head]
        else:
            tree = [MISSING] * 5
        gold.append([*tree, begin, names[index], sentence])
    return gold


def _name_numbers(rows: Sequence[Row], tags: NameTags) -> list[int]:
    spans: list[tuple[int, int, str]] = []
    begin: int | None = None
    for index, entity in enumerate([*(row.entity for row in rows), "O"]):
        if begin is not None and not entity.startswith("I-"):
            spans.append((begin, index, rows[begin].entity[2:]))
            begin = None
        if entity.startswith("B-"):
            begin = index
    numbers = tags.tags(spans, len(rows))
    return [tag if row.entity else MISSING for tag, row in zip(numbers, rows, strict=True)]


def batches(items: Sequence[Item], size: int, numbers: random.Random) -> Iterator[list[Item]]:
    """Yield the items in batches of about ``size`` pieces, texts of like length together, in random order."""
    order = sorted(range(len(items)), key=lambda i: (len(items[i].pieces) // 4, numbers.random()))
    groups: list[list[Item]] = [[]]
    for index in order:
        longest = len(items[index].pieces)
        if groups[-1] and longest * (len(groups[-1]) + 1) > size:
            groups.append([])
        groups[-1].append(items[index])
    numbers.shuffle(groups)
    yield from groups


def collate(items: Sequence[Item]) -> tuple[Batch, Gold]:
    """Pad the items to one batch."""
    pieces = _padded([item.pieces for item in items], 0)
    batch = Batch(
        pieces=pieces,
        cases=_padded([item.cases for item in items], 0),
        gaps=_padded([item.gaps for item in items], 0),
        piece_mask=_padded([[1] * len(item.pieces) for item in items], 0).bool(),
        first=_padded([item.first for item in items], 0),
        last=_padded([item.last for item in items], 0),
    )
    columns = [_padded([[word[c] for word in item.gold] for item in items], MISSING) for c in range(8)]
    return batch, Gold(*columns)


def _padded(rows: Sequence[Sequence[int]], filler: int) -> Tensor:
    width = max(len(row) for row in rows)
    return torch.tensor([[*row, *[filler] * (width - len(row))] for row in rows])
