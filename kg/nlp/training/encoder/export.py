"""The trained network as an ONNX graph without batches or padding, with eight-bit weights.

The graph is written node by node, so that nothing of torch is in it. Its matrices are stored as signed eight-bit
integers, one scale a column; ONNX Runtime multiplies them with activations that are quantized as they come.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any, Final, cast

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import nn

from kg.nlp.training.encoder.network import ARC_WIDTH, HEADS, LABEL_WIDTH, WIDTH, Layer, ParsingNetwork

__all__ = ["onnx_graph", "quantized"]

_OPSET: Final = 20
_INPUTS: Final = ("pieces", "cases", "gaps", "first", "last")
_OUTPUTS: Final = ("tag", "morph", "lemma", "name", "begin", "arcs", "dep_heads", "dep_words")


class _Builder:
    """Collects nodes and weights; every method gives the name of its result."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []

    def weight(self, name: str, values: NDArray[np.generic]) -> str:
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def node(self, kind: str, *inputs: str, name: str, **attributes: Any) -> str:
        self.nodes.append(helper.make_node(kind, list(inputs), [name], name=f"{kind}/{name}", **attributes))
        return name

    def linear(self, layer: nn.Linear, source: str, name: str) -> str:
        weight = self.weight(f"{name}.weight", layer.weight.detach().float().numpy().T)
        product = self.node("MatMul", source, weight, name=f"{name}.product")
        bias = self.weight(f"{name}.bias", layer.bias.detach().float().numpy())
        return self.node("Add", product, bias, name=name)

    def norm(self, layer: nn.LayerNorm, source: str, name: str) -> str:
        scale = self.weight(f"{name}.scale", layer.weight.detach().numpy())
        bias = self.weight(f"{name}.bias", layer.bias.detach().numpy())
        return self.node("LayerNormalization", source, scale, bias, name=name, axis=-1, epsilon=1e-12)

    def integers(self, name: str, *values: int) -> str:
        return self.weight(name, np.array(values, dtype=np.int64))


def onnx_graph(network: ParsingNetwork) -> onnx.ModelProto:
    """The network as a graph over one unpadded text; the outputs are those of ``kg.nlp.encoder.graph.Scores``."""
    build = _Builder()
    hidden = _encoder(build, network)
    _heads(build, network, hidden)
    inputs = [
        helper.make_tensor_value_info(name, TensorProto.INT64, ["pieces" if name in _INPUTS[:3] else "words"])
        for name in _INPUTS
    ]
    ranks = {"begin": 1, "dep_words": 3}
    outputs = [helper.make_tensor_value_info(name, TensorProto.FLOAT, [None] * ranks.get(name, 2)) for name in _OUTPUTS]
    graph = helper.make_graph(build.nodes, "encoder", inputs, outputs, build.weights)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", _OPSET)], ir_version=9)
    onnx.checker.check_model(model)
    return model


def _encoder(build: _Builder, network: ParsingNetwork) -> str:
    encoder = network.encoder
    tables = {"pieces": encoder.words, "cases": encoder.cases, "gaps": encoder.gaps}
    parts = [
        build.node("Gather", build.weight(f"{key}.table", table.weight.detach().numpy()), key, name=f"{key}.vectors")
        for key, table in tables.items()
    ]
    size = build.node("Shape", "pieces", name="size")
    positions = build.weight("positions.table", encoder.positions.weight.detach().numpy())
    zero = build.integers("zero", 0)
    parts.append(build.node("Slice", positions, zero, size, name="positions"))
    hidden = parts[0]
    for index, part in enumerate(parts[1:]):
        hidden = build.node("Add", hidden, part, name=f"sum{index}")
    hidden = build.norm(encoder.norm, hidden, "embedded")
    build.integers("split", 0, HEADS, WIDTH // HEADS)
    build.integers("join", 0, WIDTH)
    build.weight("scale", np.array((WIDTH // HEADS) ** -0.5, dtype=np.float32))
    for index, layer in enumerate(encoder.layers):
        hidden = _layer(build, cast(Layer, layer), hidden, f"layer{index}")
    return hidden


def _layer(build: _Builder, layer: Layer, hidden: str, name: str) -> str:
    qkv = build.linear(layer.qkv, hidden, f"{name}.qkv")
    parts = [f"{name}.{part}" for part in ("query", "key", "value")]
    build.nodes.append(helper.make_node("Split", [qkv], parts, name=f"Split/{name}", axis=1, num_outputs=3))
    query, key, value = (build.node("Reshape", part, "split", name=f"{part}.split") for part in parts)
    query = build.node(
        "Mul", build.node("Transpose", query, name=f"{query}.t", perm=[1, 0, 2]), "scale", name=f"{query}.s"
    )
    key = build.node("Transpose", key, name=f"{key}.t", perm=[1, 2, 0])
    value = build.node("Transpose", value, name=f"{value}.t", perm=[1, 0, 2])
    shares = build.node(
        "Softmax", build.node("MatMul", query, key, name=f"{name}.scores"), name=f"{name}.shares", axis=-1
    )
    mixed = build.node("MatMul", shares, value, name=f"{name}.mixed")
    mixed = build.node("Transpose", mixed, name=f"{name}.mixed.t", perm=[1, 0, 2])
    mixed = build.node("Reshape", mixed, "join", name=f"{name}.joined")
    attended = build.node("Add", hidden, build.linear(layer.out, mixed, f"{name}.out"), name=f"{name}.attended")
    hidden = build.norm(layer.norm1, attended, f"{name}.norm1")
    up = build.node("Gelu", build.linear(layer.up, hidden, f"{name}.up"), name=f"{name}.gelu")
    down = build.node("Add", hidden, build.linear(layer.down, up, f"{name}.down"), name=f"{name}.sum")
    return build.norm(layer.norm2, down, f"{name}.norm2")


def _heads(build: _Builder, network: ParsingNetwork, hidden: str) -> None:
    first = build.node("Gather", hidden, "first", name="first.vectors")
    last = build.node("Gather", hidden, "last", name="last.vectors")
    half = build.weight("half", np.array(0.5, dtype=np.float32))
    words = build.node("Mul", build.node("Add", first, last, name="both"), half, name="words")
    root = build.node("Gather", hidden, "zero", name="root")
    heads = build.node("Concat", root, words, name="heads", axis=0)
    for name in ("tag", "morph", "lemma", "name"):
        build.linear(getattr(network, name), words, name)
    build.node("Squeeze", build.linear(network.begin, words, "begins"), build.integers("last_axis", 1), name="begin")
    arc_heads = build.node("Gelu", build.linear(network.arc_head, heads, "arc_head"), name="arc_heads")
    arc_words = build.node("Gelu", build.linear(network.arc_word, words, "arc_word"), name="arc_word.gelu")
    arc_words = build.linear(network.arc_pair, arc_words, "arc_words")
    turned = build.node("Transpose", arc_heads, name="arc_heads.t", perm=[1, 0])
    product = build.node("MatMul", arc_words, turned, name="arc_product")
    build.node("Mul", product, build.weight("arc_scale", np.array(4 / ARC_WIDTH**0.5, dtype=np.float32)), name="arcs")
    build.node("Gelu", build.linear(network.dep_head, heads, "dep_head"), name="dep_heads")
    dep_word = build.node("Gelu", build.linear(network.dep_word, words, "dep_word"), name="dep_word.gelu")
    pairs = build.linear(network.dep_pair, dep_word, "dep_pairs")
    build.node("Reshape", pairs, build.integers("dep_shape", 0, -1, LABEL_WIDTH + 1), name="dep_words")


def quantized(model: onnx.ModelProto) -> bytes:
    """The graph with eight-bit weights.

    Seven of the eight bits are used: with eight, processors without VNNI instructions overflow in the sum of two
    products, and the same text would be read otherwise there.
    """
    with tempfile.TemporaryDirectory() as folder:
        whole, small = Path(folder, "whole.onnx"), Path(folder, "small.onnx")
        onnx.save(model, whole)
        quantize_dynamic(
            whole,
            small,
            op_types_to_quantize=["MatMul", "Gather"],
            per_channel=True,
            reduce_range=True,
            weight_type=QuantType.QInt8,
            extra_options={"MatMulConstBOnly": True},
        )
        return small.read_bytes()
