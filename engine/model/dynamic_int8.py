"""A dense layer in whole numbers of eight bits, which processors multiply several times as fast as floats."""

from typing import Protocol, Self

import torch
from torch import Tensor, nn

_LEVELS = 127
_NARROWER = (1.0, 0.975, 0.95, 0.925, 0.9, 0.875, 0.85, 0.825, 0.8)  # shares of a row's range that are tried
_AT_ONCE = 32  # rows
LEAST_STEP = 1e-12  # of a row that is one number: it is its own middle


class Rows(Protocol):
    """What surrounds the product of whole numbers."""

    def whole(self, rows: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """(rows, inputs) as int8, and the (rows, 1) step and middle of each row: ``row ≈ step · whole + middle``."""

    def floats(self, products: Tensor, step: Tensor, middle: Tensor, layer: "DynamicInt8Linear") -> Tensor:
        """(rows, outputs) in fp32 of their int32 products with the layer's weights."""


class TorchRows:
    """In several passes over memory."""

    def whole(self, rows: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        high, low = rows.amax(1, keepdim=True), rows.amin(1, keepdim=True)
        middle = (high + low) / 2
        step = ((high - low) / (2 * _LEVELS)).clamp_min_(LEAST_STEP)
        return (rows - middle).mul_(1 / step).round_().to(torch.int8), step, middle

    def floats(self, products: Tensor, step: Tensor, middle: Tensor, layer: "DynamicInt8Linear") -> Tensor:
        scaled = products.float().mul_(step).mul_(layer.steps)
        return torch.addmm(layer.bias, middle, layer.sums[None]).add_(scaled)


class DynamicInt8Linear(nn.Module):
    """``y = x Wᵀ + b`` by sums of whole numbers (Jacob et al., 2018; quantized dynamically). They are exact where the
    processor sums products of eight bits in 32.

    A row of weights has one step, chosen so that its squared error is least. A row of inputs has its own step and its own
    middle, taken as it comes, so that what lies on one side of zero, as behind a GELU, loses no bit.
    """

    weight: Tensor  # int8, (inputs, outputs)
    steps: Tensor  # (outputs,)
    sums: Tensor  # (outputs,): of each row of weights, by which a row's middle comes back
    bias: Tensor  # (outputs,)

    def __init__(self, weight: Tensor, steps: Tensor, bias: Tensor, rows: Rows) -> None:
        super().__init__()
        self.register_buffer("weight", weight)
        self.register_buffer("steps", steps)
        self.register_buffer("sums", weight.sum(0, dtype=torch.int64).float() * steps)
        self.register_buffer("bias", bias)
        self._rows = rows

    @classmethod
    def of(cls, layer: nn.Linear, rows: Rows) -> Self:
        """The same layer, about."""
        plain = layer.weight.detach().float()
        steps = torch.cat([_steps_of(some) for some in plain.split(_AT_ONCE)])  # a few rows stay in the cache
        whole = _whole(plain, steps).to(torch.int8)
        bias = torch.zeros(len(plain)) if layer.bias is None else layer.bias.detach().float()
        return cls(whole.t(), steps[:, 0].contiguous(), bias, rows)

    def forward(self, inputs: Tensor) -> Tensor:
        """(…, inputs) to (…, outputs), in fp32."""
        whole, step, middle = self._rows.whole(inputs.reshape(-1, inputs.shape[-1]))
        outputs = self._rows.floats(torch._int_mm(whole, self.weight), step, middle, self)
        return outputs.view(*inputs.shape[:-1], -1)


def _steps_of(rows: Tensor) -> Tensor:
    """(rows, 1): the step of each that leaves the least squared error. The largest weights may be cut for it."""
    largest = rows.abs().amax(1, keepdim=True).clamp_min(LEAST_STEP)
    steps = torch.stack([largest * share / _LEVELS for share in _NARROWER])
    errors = torch.stack([(_whole(rows, step) * step - rows).square().sum(1) for step in steps])
    best = errors.argmin(0)
    return steps[best, torch.arange(len(rows))]


def _whole(rows: Tensor, steps: Tensor) -> Tensor:
    return (rows / steps).round_().clamp_(-_LEVELS, _LEVELS)
