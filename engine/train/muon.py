"""Muon moves the matrices inside a network and AdamW everything else: two optimizers that look like one.

Muon (Jordan et al., 2024) orthogonalises a momentum, which means something for matrices that map one hidden state to
another; embeddings and output layers are tables of vectors, and biases and norms are no matrices at all.
Its update is scaled to the size that AdamW's usually has (Liu et al., 2025, arXiv 2502.16982), so one learning rate
and one weight decay serve both.
"""

import math
import re
from typing import Any

import torch
from torch import Tensor
from torch.optim import AdamW, Muon, Optimizer

from engine.train.shards import placed_like, whole

# What embeddings and output layers are called in a parameter's full name, Llama's names among them.
_TABLES = re.compile(r"(^|\.)(embed\w*|words|positions|lm_head|head|output|classifier)\.")
_COEFFICIENTS = (3.4445, -4.7750, 2.0315)  # Jordan's: as steep as can be at zero
_ITERATIONS = 5


def is_hidden_matrix(name: str, tensor: Tensor) -> bool:
    """Told by the name and the shape alone, so that every rank of every strategy decides alike."""
    return tensor.ndim == 2 and not _TABLES.search(name)


class MuonWithAdamw(Optimizer):
    """Both optimizers over the same groups and the same state, as if there were one."""

    def __init__(
        self,
        matrices: list[dict[str, Any]],
        others: list[dict[str, Any]],
        lr: float,
        weight_decay: float,
        momentum: float,
    ) -> None:
        muon = WholeMuon(matrices, lr=lr, weight_decay=weight_decay, momentum=momentum)
        # Betas of Jordan's own script for what Muon leaves.
        adamw = AdamW(others, lr=lr, weight_decay=weight_decay, betas=(0.9, 0.95))
        self.members: tuple[Optimizer, Optimizer] = (muon, adamw)
        super().__init__([*muon.param_groups, *adamw.param_groups], {})
        for member in self.members:
            member.state = self.state

    def step(self, closure: None = None) -> None:  # type: ignore[override]
        for member in self.members:
            member.step()


class WholeMuon(Muon):
    """torch's Muon with another arithmetic, so that a split matrix is moved as a whole one would be.

    torch multiplies the parts of a split matrix and adds them up in bf16: after one step on two ranks the weights were
    3 % of their movement off. Here the momentum stays split and each update is gathered, orthogonalised on every rank
    and cut again. And torch's iteration in bf16 lets the last bit of a gradient grow to 1e-3 of the movement in twenty
    steps, besides taking three times as long on a CPU without bf16 units; so only GPUs use it.
    """

    @torch.no_grad()
    def step(self, closure: None = None) -> None:  # type: ignore[override]
        for group in self.param_groups:
            for weight in group["params"]:
                if weight.grad is not None:
                    self._move(weight, weight.grad, group)

    def _move(self, weight: Tensor, gradient: Tensor, group: dict[str, Any]) -> None:
        state = self.state[weight]
        if not state:
            state["momentum_buffer"] = torch.zeros_like(weight)
        momentum = state["momentum_buffer"].lerp_(gradient, 1 - group["momentum"])
        update = whole(gradient.lerp(momentum, group["momentum"]))  # Nesterov's look-ahead
        direction = orthogonal(update, torch.bfloat16 if update.is_cuda else torch.float32)
        weight.mul_(1 - group["lr"] * group["weight_decay"])
        size = 0.2 * math.sqrt(max(weight.shape))  # what makes its mean square that of AdamW
        weight.add_(placed_like(direction.to(weight.dtype), weight), alpha=-group["lr"] * size)


def orthogonal(matrix: Tensor, computed_in: torch.dtype) -> Tensor:
    """About U·Vᵀ of U·S·Vᵀ = matrix, by a Newton–Schulz iteration: every singular value ends between 0.7 and 1.2."""
    a, b, c = _COEFFICIENTS
    is_tall = matrix.shape[0] > matrix.shape[1]
    near = (matrix.T if is_tall else matrix).to(computed_in)
    near = near / near.norm().clamp(min=1e-7)
    for _ in range(_ITERATIONS):
        gram = near @ near.T
        near = torch.addmm(near, torch.addmm(gram, gram, gram, beta=b, alpha=c), near, beta=a)
    return near.T if is_tall else near
