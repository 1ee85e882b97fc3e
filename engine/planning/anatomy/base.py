"""The parts of a network in plain numbers: their tensors, their work, and what they keep for the backward pass."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

Cut = Literal["columns", "rows", "words", None]  # how tensor parallelism splits a matrix


@dataclass(frozen=True)
class Matrix:
    """One weight matrix; with ``table`` set it is looked up in, not multiplied with."""

    inputs: int
    outputs: int
    bias: bool = False
    cut: Cut = None
    table: bool = False
    positions: int = (
        0  # where it is used in a row, if not where its part is: convolutions that halve an image
    )

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
    pairs: int = 0  # numbers of a position multiplied with those of others: scores of candidates
    block: bool = False  # repeats: sharded, recomputed and compiled as one
    kernels: int = 4  # operations of a forward pass: what a small network's time is made of
    frozen: bool = False  # never moves: it has no gradient and no optimizer state, and no checkpoint holds it
    held: int = 0  # bytes of a frozen part, which may be kept in fewer than four a number
    packed: int = 0  # of these bytes: those in four bits a number, whatever is computed in

    def numbers(self, degree: int = 1) -> int:
        """Parameters that one of ``degree`` tensor-parallel ranks holds."""
        return self.vectors + sum(matrix.numbers(degree) for matrix in self.matrices)

    def bytes(self, degree: int = 1, *, halved: bool = False) -> int:
        """What its weights take on one of ``degree`` tensor-parallel ranks; frozen ones may be ``halved``."""
        if not self.frozen:
            return 4 * self.numbers(degree)
        return self.packed + (self.held - self.packed) // (2 if halved else 1)

    @cached_property
    def flops(self) -> float:
        """Floating-point operations of one row's forward pass."""
        products = sum(
            2 * m.inputs * m.outputs * (m.positions or self.positions) for m in self.matrices if not m.table
        )
        scores = 2 * self.pairs * self.positions
        return products + 4 * self.attention * self.positions**2 + scores


@dataclass(frozen=True)
class Anatomy:
    """A network, part by part."""

    parts: tuple[Part, ...]
    positions: int = 1  # tokens per row
    pixels: int = 0  # of an image
    vocabulary: int = 0  # of the scores of a language model; 0 where the loss is small
    scored: int = 0  # numbers held for each row of an evaluation that scores every item
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

    @cached_property
    def trained(self) -> int:
        """Parameters that move."""
        return sum(part.numbers() for part in moving(self.parts))

    @cached_property
    def training_flops(self) -> float:
        """Of one row forward and backward: a weight that does not move needs no gradient, only what passes through it."""
        return sum(part.flops * (2 if part.frozen else 3) for part in self.parts)

    def cut(self, parts: tuple[Part, ...]) -> "Anatomy":
        """The network of these parts alone: a stage."""
        return replace(self, parts=parts)


def moving(parts: Sequence[Part]) -> tuple[Part, ...]:
    """Those of the parts that are trained."""
    return tuple(part for part in parts if not part.frozen)
