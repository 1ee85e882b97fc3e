"""Every network part by part, in plain numbers: its tensors, its work, and what it keeps for the backward pass.

The parts are those of ``engine.model``, in the order of its chains; a test counts the two against each other.
"""

import itertools
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import Literal

from engine.schema.model_spec import (
    DecoderSpec,
    LinearSpec,
    MeanEmbeddingSpec,
    MlpSpec,
    ModelSpec,
    TransformerEncoderSpec,
)

Cut = Literal["columns", "rows", "words", None]  # how tensor parallelism splits a matrix
FEED_FORWARD = 4  # width of an encoder's inner layer over its own


@dataclass(frozen=True)
class Matrix:
    """One weight matrix; with ``table`` set it is looked up in, not multiplied with."""

    inputs: int
    outputs: int
    bias: bool = False
    cut: Cut = None
    table: bool = False

    def numbers(self, degree: int = 1) -> int:
        """Numbers of weights and bias that one of ``degree`` tensor-parallel ranks holds."""
        biases = self.outputs if self.bias else 0
        if self.cut is None:
            return self.inputs * self.outputs + biases
        kept = (
            biases if self.cut == "rows" else biases // degree
        )  # a row-split layer adds its bias once, whole
        return self.inputs * self.outputs // degree + kept


@dataclass(frozen=True)
class Kept:
    """Numbers that one position of a row keeps from forward to backward.

    ``plain`` are fp32 in every precision; ``halved`` take two bytes under bf16 or fp16; ``casts`` exist only there.
    ``split`` of the halved ones lie on one tensor-parallel rank in part only.
    """

    plain: int = 0
    halved: int = 0
    casts: int = 0
    split: int = 0
    products: int = 0  # of the halved: results of matrix products, which selective recomputation keeps
    entry: int = 0  # what enters the part, which is all that full recomputation keeps


@dataclass(frozen=True)
class Part:
    """One link of a network's chain."""

    name: str
    matrices: tuple[Matrix, ...] = ()
    vectors: int = 0  # numbers of norms, the same on every tensor-parallel rank
    positions: int = 1  # per row
    kept: Kept = Kept()
    leaves: int = 0  # numbers per position that the part hands on
    attention: int = 0  # width of queries over all heads, for the work of attention
    block: bool = False  # repeats: sharded, recomputed and compiled as one
    kernels: int = 4  # operations of a forward pass: what a small network's time is made of

    def numbers(self, degree: int = 1) -> int:
        """Parameters that one of ``degree`` tensor-parallel ranks holds."""
        return self.vectors + sum(matrix.numbers(degree) for matrix in self.matrices)

    @cached_property
    def flops(self) -> float:
        """Floating-point operations of one row's forward pass."""
        products = sum(2 * m.inputs * m.outputs for m in self.matrices if not m.table)
        return self.positions * (products + 4 * self.attention * self.positions)


@dataclass(frozen=True)
class Anatomy:
    """A network, part by part."""

    parts: tuple[Part, ...]
    positions: int = 1  # tokens per row
    vocabulary: int = 0  # of the scores of a language model; 0 where the loss is small
    limits: dict[str, int] = field(default_factory=dict)  # what a tensor-parallel degree must divide, by name

    @cached_property
    def parameters(self) -> int:
        return sum(part.numbers() for part in self.parts)

    @cached_property
    def blocks(self) -> tuple[Part, ...]:
        return tuple(part for part in self.parts if part.block)

    @cached_property
    def flops(self) -> float:
        """Floating-point operations of one row's forward pass."""
        return sum(part.flops for part in self.parts)

    def cut(self, parts: tuple[Part, ...]) -> "Anatomy":
        """The network of these parts alone: a stage."""
        return replace(self, parts=parts)


@lru_cache(maxsize=64)  # a check looks at many settings of one network
def anatomy_of(model: ModelSpec, inputs: int, outputs: int, positions: int = 1) -> Anatomy:
    """The network that reads ``inputs`` features, or texts of ``positions`` tokens, and has that many outputs."""
    match model:
        case LinearSpec():
            return Anatomy((Part("output", (Matrix(inputs, outputs, bias=True),), kept=Kept(entry=inputs)),))
        case MlpSpec():
            return _mlp(model, inputs, outputs)
        case MeanEmbeddingSpec():
            return _mean_embedding(model, outputs, positions)
        case TransformerEncoderSpec():
            return _encoder(model, outputs, positions)
        case DecoderSpec():
            return _decoder(model)


def _mlp(model: MlpSpec, inputs: int, outputs: int) -> Anatomy:
    """Column split and row split take turns, so that what lies between two layers is never gathered."""
    widths = [inputs, *model.hidden, outputs]
    parts: list[Part] = []
    for number, (into, out) in enumerate(itertools.pairwise(widths)):
        last = number == len(model.hidden)
        cut: Cut = "rows" if number % 2 else (None if last else "columns")
        dense = Matrix(into, out, bias=True, cut=cut)
        kept = Kept(halved=0 if last else out, products=out, casts=into, entry=into)
        parts.append(Part(f"layers.{len(parts)}", (dense,), kept=kept, leaves=out, block=True, kernels=2))
        if last:
            break
        parts.append(Part(f"layers.{len(parts)}", kept=Kept(), leaves=out, kernels=1))
        if model.dropout:
            noise = Kept(halved=2 * out)  # what was drawn, and what is left
            parts.append(Part(f"layers.{len(parts)}", kept=noise, leaves=out, kernels=3))
    limits = {f"model.hidden.{number}": width for number, width in enumerate(model.hidden) if number % 2 == 0}
    return Anatomy(tuple(parts), limits=limits)


def _mean_embedding(model: MeanEmbeddingSpec, outputs: int, positions: int) -> Anatomy:
    width = model.width
    table = Matrix(model.vocabulary, width, table=True)
    noise = 2 * width if model.dropout else 0
    return Anatomy(
        (
            Part("embedding", (table,), kept=Kept(plain=2 * positions + width), leaves=width),
            Part("dropout", kept=Kept(halved=noise), leaves=width, kernels=3),
            Part("output", (Matrix(width, outputs, bias=True),), kept=Kept(casts=width, entry=width)),
        ),
        positions=positions,
    )


def _encoder(model: TransformerEncoderSpec, outputs: int, positions: int) -> Anatomy:
    width, inner = model.width, FEED_FORWARD * model.width
    noise = width if model.dropout else 0
    table = Matrix(model.vocabulary, width, cut="words", table=True)
    places = Matrix(model.max_tokens, width, table=True)
    layer = Part(
        "layers",
        (
            *(Matrix(width, width, bias=True, cut="columns") for _ in range(3)),
            Matrix(width, width, bias=True, cut="rows"),
            Matrix(width, inner, bias=True, cut="columns"),
            Matrix(inner, width, bias=True, cut="rows"),
        ),
        vectors=2 * 2 * width,
        positions=positions,
        # The stream twice, and what left the norms; queries, keys, values, what attention mixed; the inner layer
        # before and after GELU; the noise of two dropouts.
        kept=Kept(
            plain=2 * width,
            halved=6 * width + 2 * inner + 2 * noise,
            casts=2 * width,  # queries, keys and values each cast the norm's output anew
            split=4 * width + 2 * inner,
            products=4 * width + inner,
            entry=width,
        ),
        leaves=width,
        attention=width,
        block=True,
        kernels=22,
    )
    head = Part(
        "head",
        (Matrix(width, outputs, bias=True),),
        vectors=2 * width,
        kept=Kept(plain=3 * width * positions, casts=width, entry=width * positions),
        leaves=outputs,
        kernels=7,
    )
    embedding = Part(
        "embedding",
        (table, places),
        positions=positions,
        kept=Kept(plain=noise + 1),
        leaves=width,
        kernels=6,
    )
    blocks = tuple(replace(layer, name=f"layers.{number}") for number in range(model.layers))
    return Anatomy(
        (embedding, *blocks, head),
        positions=positions,
        limits={"model.heads": model.heads, "model.width": width},
    )


def _decoder(model: DecoderSpec) -> Anatomy:
    shape, context = model.shape, model.context
    width, inner, vocabulary = shape.width, shape.feed_forward, shape.vocabulary
    keys = width // shape.heads * shape.kv_heads
    layer = Part(
        "layers",
        (
            Matrix(width, width, cut="columns"),
            *(Matrix(width, keys, cut="columns") for _ in range(2)),
            Matrix(width, width, cut="rows"),
            *(Matrix(width, inner, cut="columns") for _ in range(2)),
            Matrix(inner, width, cut="rows"),
        ),
        vectors=2 * width,
        positions=context,
        # The stream twice; what left the norms; queries, keys and values as turned, and what attention mixed; gate, its
        # SiLU, the other half and their product.
        kept=Kept(
            plain=2 * width,
            halved=4 * width + 2 * keys + 4 * inner,
            split=2 * width + 2 * keys + 4 * inner,
            products=2 * width + 2 * keys + 2 * inner,
            entry=width,
        ),
        leaves=width,
        attention=width // 2,  # causal: half of the pairs
        block=True,
        kernels=40,
    )
    embedding = Part(
        "model.embed_tokens",
        (Matrix(vocabulary, width, cut="words", table=True),),
        positions=context,
        leaves=width,
        kernels=2,
    )
    norm = Part("model.norm", vectors=width, positions=context, kept=Kept(plain=width), leaves=width)
    head = Part(
        "lm_head",
        (Matrix(width, vocabulary, cut="columns"),),
        positions=context,
        kept=Kept(halved=width, entry=width),
        leaves=vocabulary,
        kernels=8,
    )
    blocks = tuple(replace(layer, name=f"model.layers.{number}") for number in range(shape.layers))
    return Anatomy(
        (embedding, *blocks, norm, head),
        positions=context,
        vocabulary=vocabulary,
        limits={"heads": shape.heads, "kv_heads": shape.kv_heads, "feed_forward": inner},
    )
