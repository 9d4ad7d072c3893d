"""Fitting the network: the loss of all heads together, warm-up and linear decay, checkpoints to go on from."""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import torch
from torch import Tensor, nn
from torch.nn import functional

from kg.nlp.encoder.labels import Labels
from kg.nlp.encoder.wordpieces import WordPieces
from kg.nlp.training.augment import SurfaceRates, vary
from kg.nlp.training.encoder.network import LABEL_WIDTH, Outputs, ParsingNetwork
from kg.nlp.training.encoder.numbering import MISSING, Gold, Item, batches, collate, number
from kg.nlp.training.encoder.texts import Text

__all__ = ["Plan", "fit"]

_LOG: Final = logging.getLogger(__name__)
_RATES: Final = SurfaceRates(upper=0.03, lower=0.03, title=0.04, upper_names=0.05, quotes=0.25, layout=0.25)
_BEGIN_WEIGHT: Final = 4.0  # one word in twenty begins a sentence: without a weight that loss is the smallest by far
_LONGEST: Final = 320
_REPORT: Final = 25


@dataclass(frozen=True, slots=True)
class Plan:
    """How long and how fast to learn.

    Args:
        steps: batches in all.
        warmup: steps over which the rates rise.
        decay: the last steps, over which they fall to zero.
        batch: pieces in a batch.
        encoder_rate: of the encoder's weights.
        head_rate: of the heads'.
        checkpoint: steps between checkpoints.
    """

    steps: int
    warmup: int = 100
    decay: int = 800
    batch: int = 1200
    encoder_rate: float = 2e-4
    head_rate: float = 1e-3
    checkpoint: int = 100

    def rate(self, step: int) -> float:
        """The share of the full rates at a step."""
        return min(1.0, (step + 1) / self.warmup, max(0.0, (self.steps - step) / self.decay))


def fit(
    network: ParsingNetwork,
    epochs: Sequence[Sequence[Text]],
    labels: Labels,
    pieces: WordPieces,
    *,
    plan: Plan,
    checkpoint: Path,
    seed: int,
) -> float:
    """Train the network in place, and give the seconds that took, with those of the run that this one goes on from.

    Args:
        network: what to train.
        epochs: the texts of each epoch; after the last the first comes again.
        labels: what the network's outputs mean.
        pieces: the encoder's vocabulary.
        plan: how long.
        checkpoint: where the state is kept every so many steps; where one lies there, training goes on from it.
        seed: of the order, the surface changes and the dropout.
    """
    optimizer = torch.optim.AdamW(_groups(network, plan), weight_decay=0.01, betas=(0.9, 0.98), fused=True)
    begun, spent = 0, 0.0
    if checkpoint.exists():
        state = torch.load(checkpoint)
        network.load_state_dict(state["network"])
        optimizer.load_state_dict(state["optimizer"])
        begun, spent = state["step"], state["seconds"]
    network.train()
    losses: dict[str, float] = {}
    clock = time.monotonic() - spent
    for step, group in enumerate(_stream(epochs, labels, pieces, plan, seed)):
        if step >= plan.steps:
            break
        if step < begun:
            continue
        torch.manual_seed(seed + step)
        for parameters, full in zip(optimizer.param_groups, (plan.encoder_rate, plan.head_rate), strict=True):
            parameters["lr"] = full * plan.rate(step)
        for name, value in _step(network, optimizer, group).items():
            losses[name] = 0.98 * losses.get(name, value) + 0.02 * value
        if (step + 1) % _REPORT == 0:
            shown = " ".join(f"{name} {value:.3f}" for name, value in losses.items())
            _LOG.info("step %d, %.0f s, %s", step + 1, time.monotonic() - clock, shown)
        if (step + 1) % plan.checkpoint == 0 or step + 1 == plan.steps:
            spent = time.monotonic() - clock
            _save(_state(network, optimizer, step + 1, spent), checkpoint)
    return spent


def _state(network: ParsingNetwork, optimizer: torch.optim.Optimizer, step: int, seconds: float) -> dict[str, object]:
    return {"network": network.state_dict(), "optimizer": optimizer.state_dict(), "step": step, "seconds": seconds}


def _save(state: dict[str, object], path: Path) -> None:
    new = path.with_suffix(".new")
    torch.save(state, new)
    new.replace(path)


def _groups(network: ParsingNetwork, plan: Plan) -> list[dict[str, object]]:
    encoder = [p for p in network.encoder.parameters() if p.requires_grad]
    inside = {id(p) for p in network.encoder.parameters()}
    heads = [p for p in network.parameters() if id(p) not in inside]
    return [{"params": encoder, "lr": plan.encoder_rate}, {"params": heads, "lr": plan.head_rate}]


def _stream(
    epochs: Sequence[Sequence[Text]], labels: Labels, pieces: WordPieces, plan: Plan, seed: int
) -> Iterator[list[Item]]:
    epoch = 0
    while True:
        numbers = random.Random(seed + epoch)  # noqa: S311 - no secret depends on it
        items = [number(vary(text, numbers, _RATES), labels, pieces) for text in epochs[epoch % len(epochs)]]
        kept = [item for item in items if item.first and len(item.pieces) <= _LONGEST]
        _LOG.info("epoch %d: %d texts, %d pieces", epoch + 1, len(kept), sum(len(item.pieces) for item in kept))
        yield from batches(kept, plan.batch, numbers)
        epoch += 1


def _step(network: ParsingNetwork, optimizer: torch.optim.Optimizer, items: Sequence[Item]) -> dict[str, float]:
    batch, gold = collate(items)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        outputs = network(batch)
    losses = _losses(outputs, gold)
    optimizer.zero_grad(set_to_none=True)
    torch.stack(list(losses.values())).sum().backward()  # type: ignore[no-untyped-call]
    nn.utils.clip_grad_norm_(network.parameters(), 1.0)
    optimizer.step()
    return {name: value.item() for name, value in losses.items()}


def _losses(outputs: Outputs, gold: Gold) -> dict[str, Tensor]:
    losses = {}
    for name in ("tag", "morph", "lemma", "name"):
        scores, wanted = getattr(outputs, name).float(), getattr(gold, name)
        if (wanted != MISSING).any():
            losses[name] = functional.cross_entropy(scores.flatten(0, 1), wanted.flatten(), ignore_index=MISSING)
    known = gold.begin != MISSING
    if known.any():
        losses["begin"] = _BEGIN_WEIGHT * functional.binary_cross_entropy_with_logits(
            outputs.begin.float()[known], gold.begin[known].float()
        )
    if (gold.head != MISSING).any():
        losses.update(_tree_losses(outputs, gold))
    return losses


def _tree_losses(outputs: Outputs, gold: Gold) -> dict[str, Tensor]:
    same = gold.sentence[:, :, None] == gold.sentence[:, None, :]
    same &= ~torch.eye(same.shape[1], dtype=torch.bool)
    allowed = torch.cat([torch.ones_like(same[:, :, :1]), same], dim=2)
    known = gold.head != MISSING
    arcs = outputs.arcs.float().masked_fill(~allowed, -1e4)[known]
    rows = torch.arange(len(gold.head))[:, None].expand_as(gold.head)[known]
    heads = outputs.dep_heads.float()[rows, gold.head[known]]
    words = outputs.dep_words.float()[known]
    scores = (words[..., :LABEL_WIDTH] @ heads[..., None])[..., 0] + words[..., LABEL_WIDTH]
    return {
        "arc": functional.cross_entropy(arcs, gold.head[known]),
        "dep": functional.cross_entropy(scores, gold.dep[known]),
    }
