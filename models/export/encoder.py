"""Writes the BERT encoder as an ONNX graph with int8 products.

The network is the one of Devlin et al., "BERT" (arXiv:1810.04805), in the weights of MiniLM
(arXiv:2002.10957). Every activation is rounded with a scale of its own token, so a token's
numbers never depend on the other texts of the batch, nor on padding.
"""

import numpy as np
from onnx import TensorProto

from graph import Graph
from quantise import quantise_embeddings, quantise_matrix, smoothing_factors
from weights import (
    HEADS,
    HIDDEN,
    LAYER_NORM_EPSILON,
    LAYERS,
    dense,
    layer_norm,
    position_embeddings,
    query_key_value,
)

# gelu(x) is never below -0.17, so its 8 bits need few steps below zero.
GELU_MINIMUM = 0.17
GELU_ZERO_POINT = 16
SYMMETRIC_ZERO_POINT = 128


class EncoderWriter:
    """`inputs` tells what each dense layer is fed with (calibrate.py)."""

    def __init__(self, weights, inputs):
        self.weights = weights
        self.inputs = inputs
        self.graph = Graph()

    def write(self, path):
        graph = self.graph
        shape = graph.add("Shape", "input_ids")
        self.batch_shape = graph.add("Concat", shape, graph.constant(np.array([HIDDEN])), axis=0)
        self.mask = graph.add("Cast", "attention_mask", to=TensorProto.INT32)

        x = self.embed(shape)
        for layer in range(LAYERS):
            x = self.attend(x, layer)
            x = self.feed_forward(x, layer)

        graph.add("Reshape", x, self.batch_shape, name="last_hidden_state")
        graph.save(
            path,
            inputs={n: ["batch", "sequence"] for n in ("input_ids", "attention_mask")},
            outputs={"last_hidden_state": ["batch", "sequence", HIDDEN]},
        )

    def embed(self, shape):
        """Words + positions, normalised: [tokens, 384]."""
        graph = self.graph
        table, scales = quantise_embeddings(self.weights["embeddings.word_embeddings.weight"])
        rows = graph.add("Gather", graph.constant(table, "word_embeddings"), "input_ids")
        scale = graph.add("Gather", graph.constant(scales, "word_embeddings_scale"), "input_ids")
        words = graph.add("Mul", graph.add("Cast", rows, to=TensorProto.FLOAT), scale)

        length = graph.add("Slice", shape, self.integers(1), self.integers(2))
        table = graph.constant(position_embeddings(self.weights), "position_embeddings")
        positions = graph.add("Slice", table, self.integers(0), length, self.integers(0))
        positions = graph.add("Unsqueeze", positions, self.integers(0))
        return self.normalise(self.flatten(graph.add("Add", words, positions)), "embeddings")

    def attend(self, x, layer):
        """Self-attention with its residual: [tokens, 384] to [tokens, 384]."""
        graph = self.graph
        matrix, bias = query_key_value(self.weights, layer)
        source = f"encoder.layer.{layer}.attention.self.query"
        rounded, integers = self.smooth_and_round(x, matrix, source)
        parts = [
            graph.add("Reshape", self.multiply(rounded, *part, f"layer{layer}.{name}"), self.batch_shape)
            for name, part in zip(("query", "key", "value"), split_columns(integers, 3))
        ]
        context = graph.add_contrib(
            "MultiHeadAttention",
            *parts,
            graph.constant(bias),
            self.mask,
            num_heads=HEADS,
            scale=1.0,
        )
        name = f"encoder.layer.{layer}.attention.output"
        matrix, bias = dense(self.weights, f"{name}.dense")
        integers = quantise_matrix(matrix, self.inputs[f"{name}.dense"].products)
        rounded = self.round_symmetric(self.flatten(context))
        y = self.multiply(rounded, *integers, f"layer{layer}.attention_output")
        return self.normalise(self.add_residual(y, bias, x), name)

    def feed_forward(self, x, layer):
        """The two dense layers with their residual: [tokens, 384] to [tokens, 384]."""
        name = f"encoder.layer.{layer}.intermediate.dense"
        matrix, bias = dense(self.weights, name)
        rounded, integers = self.smooth_and_round(x, matrix, name)
        y = self.multiply(rounded, *integers, f"layer{layer}.up")
        y = self.graph.add_contrib("BiasGelu", y, self.graph.constant(bias))

        name = f"encoder.layer.{layer}.output"
        matrix, bias = dense(self.weights, f"{name}.dense")
        integers = quantise_matrix(matrix, self.inputs[f"{name}.dense"].products)
        y = self.multiply(self.round_gelu(y), *integers, f"layer{layer}.down")
        return self.normalise(self.add_residual(y, bias, x), name)

    def smooth_and_round(self, x, matrix, source):
        """Rounded activations, and the int8 matrix that undoes their smoothing."""
        seen = self.inputs[source]
        factors = smoothing_factors(seen.largest)
        products = seen.products / np.outer(factors, factors)
        integers = quantise_matrix(matrix * factors[:, None], products)
        x = self.graph.add("Mul", x, self.graph.constant((1 / factors).astype(np.float32)))
        return self.round_symmetric(x), integers

    def round_symmetric(self, x):
        """Rounds each token of [tokens, n] to u8 around 128, by its largest magnitude."""
        graph = self.graph
        largest = self.largest(graph.add("Abs", x))
        scale = graph.add("Mul", largest, self.number(1 / 127))
        return self.round_rows(x, scale, SYMMETRIC_ZERO_POINT)

    def round_gelu(self, x):
        """Rounds each token of gelu's output to u8, most of the steps above zero."""
        graph = self.graph
        scale = graph.add("Mul", self.largest(x), self.number(1 / (255 - GELU_ZERO_POINT)))
        scale = graph.add("Max", scale, self.number(GELU_MINIMUM / GELU_ZERO_POINT))
        return self.round_rows(x, scale, GELU_ZERO_POINT)

    def round_rows(self, x, scale, zero_point):
        """(u8 [tokens, n], its zero point, its scales [tokens, 1])."""
        graph = self.graph
        zero = graph.constant(np.uint8(zero_point))
        zeros = graph.add("Expand", zero, graph.add("Shape", scale))
        rounded = graph.add("QuantizeLinear", x, scale, zeros, axis=0)
        return rounded, zero, graph.add("Unsqueeze", scale, self.integers(1))

    def multiply(self, rounded, integers, column_scale, name):
        """Rounded activations times an int8 matrix, as float32, without the bias."""
        graph = self.graph
        activations, zero, row_scale = rounded
        # This operator takes one scale for all activations only: each row's own comes after.
        y = graph.add_contrib(
            "MatMulIntegerToFloat",
            activations,
            graph.constant(integers, f"{name}.weight"),
            self.number(1),
            graph.constant(column_scale, f"{name}.scale"),
            zero,
            graph.constant(np.int8(0)),
        )
        return graph.add("Mul", y, row_scale)

    def add_residual(self, y, bias, x):
        return self.graph.add("Add", self.graph.add("Add", y, self.graph.constant(bias)), x)

    def normalise(self, x, name):
        # On [tokens, 384] the runtime leaves Add and LayerNormalization apart; fused into
        # SkipLayerNormalization they take several times as long (onnxruntime 1.30).
        gamma, beta = layer_norm(self.weights, name)
        return self.graph.add(
            "LayerNormalization",
            x,
            self.graph.constant(gamma),
            self.graph.constant(beta),
            epsilon=LAYER_NORM_EPSILON,
            axis=-1,
        )

    def flatten(self, x):
        return self.graph.add("Reshape", x, self.integers(-1, HIDDEN))

    def largest(self, x):
        return self.graph.add("ReduceMax", x, self.integers(-1), keepdims=0)

    def integers(self, *values):
        return self.graph.constant(np.array(values, np.int64))

    def number(self, value):
        return self.graph.constant(np.float32(value))


def split_columns(integers, parts):
    """Cuts a quantised matrix and its scales into `parts` beside each other."""
    matrix, scales = integers
    return zip(np.split(matrix, parts, axis=1), np.split(scales, parts))
