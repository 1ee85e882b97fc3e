"""Weights that do not move, in four bits: NF4, the sixteen quantiles of a normal distribution that lose least.

Blocks of 64 numbers share a scale, their largest absolute value (Dettmers et al., 2023, QLoRA, section 3). Plain torch,
so that a CPU can do it too: what is multiplied with is made whole for the product and forgotten, in both passes.
"""

from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

BLOCK = 64  # numbers that share a scale
# Table E of the paper.
CODES = (
    -1.0, -0.6961928009986877, -0.5250730514526367, -0.39491748809814453, -0.28444138169288635, -0.18477343022823334,
    -0.09105003625154495, 0.0, 0.07958029955625534, 0.16093020141124725, 0.24611230194568634, 0.33791524171829224,
    0.44070982933044434, 0.5626170039176941, 0.7229568362236023, 1.0,
)  # fmt: skip


class Nf4Linear(nn.Module):
    """A linear layer whose weights are kept in four bits; nothing of it is trained or saved."""

    def __init__(self, linear: nn.Module) -> None:
        super().__init__()
        self.lies_across = not isinstance(linear, nn.Linear)  # transformers' Conv1D: inputs × outputs
        weight = linear.weight.detach()
        weight = weight.T if self.lies_across else weight
        self.out_features, self.in_features = weight.shape
        codes, scales = quantised(weight)
        self.register_buffer("codes", codes, persistent=False)
        self.register_buffer("scales", scales, persistent=False)
        self.bias = None if linear.bias is None else nn.Parameter(linear.bias.detach(), requires_grad=False)

    def forward(self, inputs: Tensor) -> Tensor:
        output = _Product.apply(inputs, self.codes, self.scales, (self.out_features, self.in_features))
        return output if self.bias is None else output + self.bias

    def plain(self) -> nn.Module:
        """The layer it stands for, with the weights that it computes with."""
        weight = dequantised(self.codes, self.scales, (self.out_features, self.in_features))
        if not self.lies_across:
            layer: nn.Module = nn.Linear(self.in_features, self.out_features, bias=self.bias is not None)
        else:
            from transformers.pytorch_utils import Conv1D

            layer = Conv1D(self.out_features, self.in_features)
            weight = weight.T.contiguous()
        layer.weight = nn.Parameter(weight, requires_grad=False)
        if self.bias is not None:
            layer.bias = nn.Parameter(self.bias.detach().clone(), requires_grad=False)
        return layer


def quantised(weight: Tensor) -> tuple[Tensor, Tensor]:
    """Codes, two in each byte, and the scale of each block; the last block is filled up with zeros."""
    flat = weight.float().flatten()
    flat = functional.pad(flat, (0, -len(flat) % BLOCK)).view(-1, BLOCK)
    scales = flat.abs().amax(dim=1)
    levels = torch.tensor(CODES, device=weight.device)
    places = torch.bucketize(flat / scales.clamp(min=1e-12)[:, None], (levels[1:] + levels[:-1]) / 2)
    pairs = places.to(torch.uint8).view(-1, 2)
    return pairs[:, 0] << 4 | pairs[:, 1], scales


def dequantised(codes: Tensor, scales: Tensor, shape: tuple[int, int]) -> Tensor:
    """The numbers that codes and scales stand for, in the type of the scales."""
    pairs = _pairs(codes.device, scales.dtype)
    flat = functional.embedding(codes.int(), pairs).view(-1, BLOCK) * scales[:, None]
    return flat.flatten()[: shape[0] * shape[1]].view(shape)


def _pairs(device: torch.device, dtype: torch.dtype) -> Tensor:
    """What each byte stands for: 256 × 2."""
    levels = torch.tensor(CODES, device=device, dtype=dtype)
    return torch.cartesian_prod(levels, levels)


class _Product(torch.autograd.Function):
    """inputs · weightᵀ. Autograd would keep the whole weight for the backward pass; here it is made anew."""

    @staticmethod
    def forward(ctx: Any, inputs: Tensor, codes: Tensor, scales: Tensor, shape: tuple[int, int]) -> Tensor:
        ctx.save_for_backward(codes, scales)
        ctx.shape = shape
        return functional.linear(inputs, dequantised(codes, scales, shape).to(inputs.dtype))

    @staticmethod
    def backward(ctx: Any, gradient: Tensor) -> tuple[Tensor, None, None, None]:
        codes, scales = ctx.saved_tensors
        return gradient @ dequantised(codes, scales, ctx.shape).to(gradient.dtype), None, None, None
