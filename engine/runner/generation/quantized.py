"""Weights in eight or four bits, and what a model's answers lose by it. Activations keep their precision.

Eight bits: a whole number from -127 to 127 for each weight and a scale for each row. Four bits: NF4's levels and a scale
for 32 weights (Dettmers et al., 2023, with smaller groups), laid out as ``engine/runner/native`` reads them; the head keeps
eight, for an error there is an error of every score.
"""

from dataclasses import dataclass
from typing import Literal

import torch
from torch import Tensor, nn
from torch.nn import functional

from engine.model.pretrained.nf4 import CODES

GROUP = 32  # weights with one scale, in four bits
_STEP_OF_8 = 32  # weights that kernels read at a time: torch's reads sixteen, also past the end of a row that is no multiple
_STEP = 128  # weights in sixteen words: nibble p of word l is weight 16 p + l
_LANES, _NIBBLES = 16, 8


class Int8Linear(nn.Module):
    """A dense layer whose weight is ``weight`` (rows, depth) times ``scales`` (rows,); the depth is filled up with noughts."""

    weight: Tensor
    scales: Tensor

    def __init__(self, plain: nn.Linear) -> None:
        super().__init__()
        wide = plain.weight.detach().float()
        scales = wide.abs().amax(dim=1).div_(127).clamp_(min=torch.finfo(torch.float32).tiny)
        whole = (wide / scales[:, None]).round_().to(torch.int8)
        self._fill = -plain.in_features % _STEP_OF_8
        self.register_buffer("weight", functional.pad(whole, (0, self._fill)).contiguous())
        self.register_buffer("scales", scales)
        self.bias = plain.bias
        self.in_features, self.out_features = plain.in_features, plain.out_features

    def forward(self, hidden: Tensor) -> Tensor:
        hidden = functional.pad(hidden, (0, self._fill)) if self._fill else hidden
        if hidden.device.type == "cpu":
            rows = hidden.reshape(-1, self.weight.shape[1])
            product = torch._weight_int8pack_mm(rows, self.weight, self.scales.to(hidden.dtype))
            product = product.unflatten(0, hidden.shape[:-1])
        else:
            product = functional.linear(hidden, self.weight.to(hidden.dtype)) * self.scales.to(hidden.dtype)
        return product if self.bias is None else product + self.bias


class Nf4Linear(nn.Module):
    """A dense layer whose weight lies in four bits: ``packed`` (rows, bytes) and ``scales`` (rows, groups)."""

    packed: Tensor
    scales: Tensor

    def __init__(self, plain: nn.Linear) -> None:
        super().__init__()
        self.in_features, self.out_features = plain.in_features, plain.out_features
        wide = plain.weight.detach().float()
        wide = functional.pad(wide, (0, -self.in_features % _STEP)).unflatten(1, (-1, GROUP))
        scales = wide.abs().amax(dim=2).clamp_(min=torch.finfo(torch.float32).tiny)
        levels = torch.tensor(CODES, device=wide.device)
        places = torch.bucketize(wide / scales[..., None], (levels[1:] + levels[:-1]) / 2, out_int32=True)
        self.register_buffer("packed", _packed(places.flatten(1)))
        self.register_buffer("scales", scales)
        self.bias = plain.bias

    def forward(self, hidden: Tensor) -> Tensor:
        return functional.linear(hidden, self.plain_weight().to(hidden.dtype), self.bias)

    def plain_weight(self) -> Tensor:
        """The numbers that the bits stand for: (rows, depth), float32."""
        words = self.packed.view(torch.int32).unflatten(1, (-1, 1, _LANES))
        shifts = torch.arange(0, 4 * _NIBBLES, 4, dtype=torch.int32, device=words.device)[:, None]
        places = (words >> shifts & 15).flatten(1)
        levels = torch.tensor(CODES, device=words.device)[places].unflatten(1, (-1, GROUP))
        return (levels * self.scales[..., None]).flatten(1)[:, : self.in_features]


def _packed(places: Tensor) -> Tensor:
    """(rows, depth) of numbers below 16 to (rows, depth / 2) bytes."""
    parts = places.unflatten(1, (-1, _NIBBLES, _LANES))
    words = torch.zeros_like(parts[:, :, 0])
    for part in range(_NIBBLES):
        words |= parts[:, :, part] << (4 * part)
    return words.flatten(1).contiguous().view(torch.uint8)


def quantize(network: nn.Module, bits: Literal[4, 8], head: nn.Module | None = None) -> None:
    """Put its dense layers into fewer bits, one after the other, so that at most one lies in both forms.

    ``head`` is the one that gives the scores.
    """
    kind = Int8Linear if bits == 8 else Nf4Linear
    for part in [*network.modules()]:
        for name, dense in [*part.named_children()]:
            if (plain := _plain(dense)) is not None:
                setattr(part, name, Int8Linear(plain) if dense is head else kind(plain))


def _plain(dense: nn.Module) -> nn.Linear | None:
    """The layer as torch has it; None for what is no dense layer."""
    if type(dense) is nn.Linear:
        return dense
    if type(dense).__name__ != "Conv1D":  # transformers' dense layer that lies across, of GPT-2
        return None
    weight: Tensor = dense.weight  # type: ignore[assignment]
    plain = nn.Linear(*weight.shape, device="meta")
    plain.weight = nn.Parameter(weight.detach().T, requires_grad=False)
    plain.bias = nn.Parameter(dense.bias.detach(), requires_grad=False)  # type: ignore[operator]
    return plain


@dataclass(frozen=True)
class Difference:
    """How far the scores of two forms of one model lie apart, over the tokens of a text."""

    cosine: float  # of the scores, their means taken off; 1 is equal
    agreement: float  # share of tokens after which both would take the same one

    @property
    def is_small(self) -> bool:
        """Whether a person would hardly notice."""
        return self.cosine >= 0.99 and self.agreement >= 0.95


def difference(exact: Tensor, quantized: Tensor) -> Difference:
    """Of scores (tokens, vocabulary)."""
    agreement = (exact.argmax(dim=1) == quantized.argmax(dim=1)).float().mean()
    even = (scores.float() - scores.float().mean(dim=1, keepdim=True) for scores in (exact, quantized))
    return Difference(float(functional.cosine_similarity(*even, dim=1).mean()), float(agreement))
