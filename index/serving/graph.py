"""An ONNX graph from the weights of a model: one text's tokens in, its vector of length one out.

It must not know folders or files; it is given numbers and gives a graph.
Read next: `index/serving/export.py`, which chooses the precision; `index/serving/encoder.py`, which runs the graph.

A text is encoded alone, so no neighbour in a batch can change its vector, and there is no padding to mask.
In 8 bits, weights have one scale an output; what is multiplied with them has one scale a text, except in
the feed-forward part, where single tokens are a hundred times as large as the rest: there each token has its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import IntEnum
from typing import Any, Final

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from index.serving.folder import Architecture

Weights = NDArray[np.float32]

_OPSET: Final = 20
_MICROSOFT: Final = "com.microsoft"
_HALF: Final = 128
"""The zero of unsigned bytes, which is how every processor multiplies fastest."""
_TINY: Final = 1e-9


class Precision(IntEnum):
    """How weights are kept: the largest whole number they are scaled to, or not at all.

    NARROW is for processors without 8-bit dot products, where two products of whole bytes overflow.
    """

    WHOLE = 127
    NARROW = 63
    FLOAT = 0


class Graph:
    """Nodes and constants, in the order they were added."""

    def __init__(self) -> None:
        self._nodes: list[onnx.NodeProto] = []
        self._constants: list[TensorProto] = []

    def add(self, operator: str, *inputs: str, domain: str = "", **attributes: Any) -> str:
        """Adds an operator with one output, and names the output."""
        return self.add_split(operator, 1, *inputs, domain=domain, **attributes)[0]

    def add_split(self, operator: str, outputs: int, *inputs: str, domain: str = "", **attributes: Any) -> list[str]:
        """The same with several outputs."""
        names = [f"{operator}_{len(self._nodes)}_{number}" for number in range(outputs)]
        self._nodes.append(helper.make_node(operator, list(inputs), names, domain=domain, **attributes))
        return names

    def constant(self, value: NDArray[Any]) -> str:
        """Adds numbers, and names them."""
        name = f"constant_{len(self._constants)}"
        self._constants.append(numpy_helper.from_array(np.asarray(value, order="C"), name))
        return name

    def numbers(self, *values: int) -> str:
        """A constant list of whole numbers, such as axes."""
        return self.constant(np.array(values, np.int64))

    def model(self, output: str, width: int) -> onnx.ModelProto:
        """The finished model: `tokens` (int64, one a token) → `vector` (float32, one row)."""
        self._nodes.append(helper.make_node("Identity", [output], ["vector"]))
        graph = helper.make_graph(
            self._nodes,
            "encoder",
            [helper.make_tensor_value_info("tokens", TensorProto.INT64, ["length"])],
            [helper.make_tensor_value_info("vector", TensorProto.FLOAT, [1, width])],
            self._constants,
        )
        versions = [helper.make_opsetid("", _OPSET), helper.make_opsetid(_MICROSOFT, 1)]
        return helper.make_model(graph, opset_imports=versions, ir_version=9)


def build(architecture: Architecture, weights: Mapping[str, Weights], precision: Precision) -> onnx.ModelProto:
    """The model in that precision. Raises KeyError when the weights lack a part of the architecture."""
    layers = _Layers(architecture, weights, precision)
    return layers.graph.model(layers.vector(), architecture.hidden)


class _Layers:
    """The parts of one model, added to a graph."""

    def __init__(self, architecture: Architecture, weights: Mapping[str, Weights], precision: Precision) -> None:
        self._shape = architecture
        self._weights = weights
        self._precision = precision
        words = "embeddings.word_embeddings.weight"
        self._prefix = next((name.removesuffix(words) for name in weights if name.endswith(words)), "")
        self.graph = Graph()

    def vector(self) -> str:
        """Adds the whole model; the name of its output."""
        graph, state = self.graph, self._embedded()
        for layer in range(self._shape.layers):
            state = self._layer(f"encoder.layer.{layer}.", state)
        if self._shape.pooling == "cls":
            pooled = graph.add("Gather", state, graph.constant(np.array(0, np.int64)), axis=1)
        else:
            pooled = graph.add("ReduceMean", state, graph.numbers(1), keepdims=0)
        return graph.add("LpNormalization", pooled, axis=-1, p=2)

    def _embedded(self) -> str:
        """Words, kept in 8 bits with a scale each, and positions, with what every token of a single text gets."""
        graph, words = self.graph, self._of("embeddings.word_embeddings.weight")
        if self._precision:
            kept, scales = _scaled(words, Precision.WHOLE)
            found = graph.add("Gather", graph.constant(kept), "tokens")
            scale = graph.add("Gather", graph.constant(scales[:, None]), "tokens")
            state = graph.add("Mul", graph.add("Cast", found, to=TensorProto.FLOAT), scale)
        else:
            state = graph.add("Gather", graph.constant(words), "tokens")
        first = self._shape.first_position
        places = self._of("embeddings.position_embeddings.weight")[first : first + self._shape.longest]
        kinds = self._of("embeddings.token_type_embeddings.weight")
        length = graph.add("Shape", "tokens")
        place = graph.add("Slice", graph.constant(places + kinds[:1]), graph.numbers(0), length, graph.numbers(0))
        return graph.add(
            "Unsqueeze", self._normalised("embeddings.LayerNorm", graph.add("Add", state, place)), graph.numbers(0)
        )

    def _layer(self, name: str, state: str) -> str:
        graph = self.graph
        own = [f"{name}attention.self.{part}" for part in ("query", "key", "value")]
        split = graph.add_split("Split", 3, self._linear(own, state), axis=-1, num_outputs=3)
        seen = graph.add("MultiHeadAttention", *split, domain=_MICROSOFT, num_heads=self._shape.heads)
        seen = self._linear([f"{name}attention.output.dense"], seen)
        state = self._normalised(f"{name}attention.output.LayerNorm", graph.add("Add", seen, state))
        inner = graph.add("Gelu", self._linear([f"{name}intermediate.dense"], state, by_token=True))
        outer = self._linear([f"{name}output.dense"], inner, by_token=True)
        return self._normalised(f"{name}output.LayerNorm", graph.add("Add", outer, state))

    def _normalised(self, name: str, state: str) -> str:
        scale, shift = (self.graph.constant(self._of(f"{name}.{part}")) for part in ("weight", "bias"))
        return self.graph.add("LayerNormalization", state, scale, shift, axis=-1, epsilon=self._shape.epsilon)

    def _linear(self, names: Sequence[str], state: str, *, by_token: bool = False) -> str:
        """Several linear maps of the same input side by side."""
        graph = self.graph
        weight = np.concatenate([self._of(f"{name}.weight") for name in names])
        bias = graph.constant(np.concatenate([self._of(f"{name}.bias") for name in names]))
        if not self._precision:
            return graph.add("Add", graph.add("MatMul", state, graph.constant(weight.T)), bias)
        kept, scales = _scaled(weight, self._precision)
        matrix, scale = graph.constant(kept.T), graph.constant(scales)
        zero = graph.constant(np.zeros(len(scales), np.int8))
        if by_token:
            return graph.add("Add", self._multiplied_by_token(state, matrix, scale, zero), bias)
        return graph.add("DynamicQuantizeMatMul", state, matrix, scale, zero, bias, domain=_MICROSOFT)

    def _multiplied_by_token(self, state: str, matrix: str, scale: str, zero: str) -> str:
        graph = self.graph
        largest = graph.add("ReduceMax", graph.add("Abs", state), graph.numbers(-1), keepdims=1)
        largest = graph.add("Max", largest, graph.constant(np.array(_TINY, np.float32)))
        step = graph.add("Mul", largest, graph.constant(np.array(1 / Precision.WHOLE, np.float32)))
        shifted = graph.add(
            "Add", graph.add("Round", graph.add("Div", state, step)), graph.constant(np.array(_HALF, np.float32))
        )
        product = graph.add(
            "MatMulIntegerToFloat",
            graph.add("Cast", shifted, to=TensorProto.UINT8),
            matrix,
            graph.constant(np.array(1, np.float32)),
            scale,
            graph.constant(np.array(_HALF, np.uint8)),
            zero,
            domain=_MICROSOFT,
        )
        return graph.add("Mul", product, step)

    def _of(self, name: str) -> Weights:
        return self._weights[self._prefix + name].astype(np.float32)


def _scaled(rows: Weights, precision: Precision) -> tuple[NDArray[np.int8], Weights]:
    """Rows as whole numbers up to that of the precision, and what one of them is worth in each row."""
    scales = np.maximum(np.abs(rows).max(axis=1), _TINY) / np.float32(precision)
    return np.round(rows / scales[:, None]).astype(np.int8), scales.astype(np.float32)
