"""The network: MiniLM (Wang et al. 2020; BERT's layers, 6 of width 384) and a head for each layer of annotation.

Trees are scored by biaffine attention (Dozat & Manning 2017). A word is seen through the mean of its first and last
word pieces. Case and white space, which the encoder's vocabulary hides, enter as embeddings that start at zero.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from kg.nlp.encoder.surface import CASES, GAPS

__all__ = ["Batch", "Encoder", "Layer", "Outputs", "ParsingNetwork", "Sizes"]

WIDTH = 384
HEADS = 12
LAYERS = 6
ARC_WIDTH = 256
LABEL_WIDTH = 96


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many labels each head chooses from."""

    tag: int
    morph: int
    lemma: int
    dep: int
    name: int


@dataclass(frozen=True, slots=True)
class Batch:
    """Texts as numbers, padded: pieces by (text, piece), words by (text, word).

    ``first`` and ``last`` are each word's first and last piece. ``piece_mask`` is True where a piece stands.
    """

    pieces: Tensor
    cases: Tensor
    gaps: Tensor
    piece_mask: Tensor
    first: Tensor
    last: Tensor


@dataclass(frozen=True, slots=True)
class Outputs:
    """Scores by (text, word, label); ``arcs`` by (text, word, head) with the root as head 0.

    ``dep_heads`` (text, head, width) and ``dep_words`` (text, word, label, width) multiply to the labels' scores.
    """

    tag: Tensor
    morph: Tensor
    lemma: Tensor
    name: Tensor
    begin: Tensor
    arcs: Tensor
    dep_heads: Tensor
    dep_words: Tensor


class _WholeDropout(nn.Module):
    """Dropout of the same features in a whole text (Gal & Ghahramani 2016); cheap, as it draws few numbers."""

    def __init__(self, share: float) -> None:
        super().__init__()
        self.share = share

    def forward(self, hidden: Tensor) -> Tensor:
        if not self.training:
            return hidden
        kept = torch.rand(len(hidden), 1, hidden.shape[2]) >= self.share
        return hidden * (kept.to(hidden.dtype) / (1 - self.share))


class Layer(nn.Module):
    """One of BERT's layers."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)
        self.norm1 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.up = nn.Linear(WIDTH, 4 * WIDTH)
        self.down = nn.Linear(4 * WIDTH, WIDTH)
        self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = _WholeDropout(dropout)

    def forward(self, hidden: Tensor, mask: Tensor) -> Tensor:
        """The pieces' next vectors; the mask is added to the attention's scores."""
        texts, size, _ = hidden.shape
        qkv = self.qkv(hidden).view(texts, size, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        scores = qkv[0] @ qkv[1].transpose(2, 3) * (WIDTH // HEADS) ** -0.5 + mask
        mixed = scores.softmax(dim=-1).to(qkv.dtype) @ qkv[2]
        mixed = mixed.transpose(1, 2).reshape(texts, size, WIDTH)
        hidden = self.norm1(hidden + self.dropout(self.out(mixed)))
        widened = functional.gelu(self.up(hidden))
        result: Tensor = self.norm2(hidden + self.dropout(self.down(widened)))
        return result


class Encoder(nn.Module):
    """BERT's encoder of the given size, with embeddings of case and white space."""

    def __init__(self, vocabulary: int, positions: int, dropout: float) -> None:
        super().__init__()
        self.words = nn.Embedding(vocabulary, WIDTH)
        self.positions = nn.Embedding(positions, WIDTH)
        self.cases = nn.Embedding(len(CASES), WIDTH)
        self.gaps = nn.Embedding(len(GAPS), WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = _WholeDropout(dropout)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))
        nn.init.zeros_(self.cases.weight)
        nn.init.zeros_(self.gaps.weight)
        self.words.weight.requires_grad_(False)

    def forward(self, batch: Batch) -> Tensor:
        """The pieces' vectors."""
        size = batch.pieces.shape[1]
        hidden = (
            self.words(batch.pieces) + self.positions.weight[:size] + self.cases(batch.cases) + self.gaps(batch.gaps)
        )
        hidden = self.dropout(self.norm(hidden))
        mask = torch.zeros(batch.piece_mask.shape).masked_fill(~batch.piece_mask, -1e4)[:, None, None, :]
        mask = mask.to(torch.bfloat16 if torch.is_autocast_enabled("cpu") else torch.float32)
        for layer in self.layers:
            hidden = layer(hidden, mask)
        result: Tensor = hidden
        return result

    def load_bert(self, weights: Mapping[str, Tensor]) -> None:
        """Take the weights of a BERT model of this size by their usual names."""
        state = {
            "words.weight": weights["embeddings.word_embeddings.weight"],
            "positions.weight": weights["embeddings.position_embeddings.weight"]
            + weights["embeddings.token_type_embeddings.weight"][0],
            "norm.weight": weights["embeddings.LayerNorm.weight"],
            "norm.bias": weights["embeddings.LayerNorm.bias"],
            "cases.weight": self.cases.weight.detach(),
            "gaps.weight": self.gaps.weight.detach(),
        }
        for index in range(LAYERS):
            ours, theirs = f"layers.{index}.", f"encoder.layer.{index}."
            for kind in ("weight", "bias"):
                parts = [weights[f"{theirs}attention.self.{part}.{kind}"] for part in ("query", "key", "value")]
                state[f"{ours}qkv.{kind}"] = torch.cat(parts)
                state[f"{ours}out.{kind}"] = weights[f"{theirs}attention.output.dense.{kind}"]
                state[f"{ours}norm1.{kind}"] = weights[f"{theirs}attention.output.LayerNorm.{kind}"]
                state[f"{ours}up.{kind}"] = weights[f"{theirs}intermediate.dense.{kind}"]
                state[f"{ours}down.{kind}"] = weights[f"{theirs}output.dense.{kind}"]
                state[f"{ours}norm2.{kind}"] = weights[f"{theirs}output.LayerNorm.{kind}"]
        self.load_state_dict(state)


class ParsingNetwork(nn.Module):
    """The encoder with its heads."""

    def __init__(self, encoder: Encoder, sizes: Sizes, dropout: float) -> None:
        super().__init__()
        self.encoder = encoder
        self.tag = nn.Linear(WIDTH, sizes.tag)
        self.morph = nn.Linear(WIDTH, sizes.morph)
        self.lemma = nn.Linear(WIDTH, sizes.lemma)
        self.name = nn.Linear(WIDTH, sizes.name)
        self.begin = nn.Linear(WIDTH, 1)
        self.arc_head = nn.Linear(WIDTH, ARC_WIDTH)
        self.arc_word = nn.Linear(WIDTH, ARC_WIDTH)
        self.arc_pair = nn.Linear(ARC_WIDTH, ARC_WIDTH)
        self.dep_head = nn.Linear(WIDTH, LABEL_WIDTH)
        self.dep_word = nn.Linear(WIDTH, LABEL_WIDTH)
        self.dep_pair = nn.Linear(LABEL_WIDTH, sizes.dep * (LABEL_WIDTH + 1))
        self.dropout = _WholeDropout(dropout)
        nn.init.normal_(self.arc_pair.weight, std=0.02)
        nn.init.normal_(self.dep_pair.weight, std=0.02)

    def forward(self, batch: Batch) -> Outputs:
        """The scores of every head."""
        hidden = self.encoder(batch)
        rows = torch.arange(len(hidden))[:, None]
        words = self.dropout((hidden[rows, batch.first] + hidden[rows, batch.last]) / 2)
        heads = torch.cat([self.dropout(hidden[:, :1]), words], dim=1)
        arc_heads = functional.gelu(self.arc_head(heads))
        arc_words = self.arc_pair(functional.gelu(self.arc_word(words)))
        dep_words = self.dep_pair(functional.gelu(self.dep_word(words)))
        return Outputs(
            tag=self.tag(words),
            morph=self.morph(words),
            lemma=self.lemma(words),
            name=self.name(words),
            begin=self.begin(words)[..., 0],
            arcs=arc_words @ arc_heads.transpose(1, 2) / ARC_WIDTH**0.5 * 4,
            dep_heads=functional.gelu(self.dep_head(heads)),
            dep_words=dep_words.view(*words.shape[:2], -1, LABEL_WIDTH + 1),
        )
