"""Muon moves the matrices inside a network and AdamW everything else: two optimizers that look like one.

Muon (Jordan et al., 2024) orthogonalises a momentum, which means something for matrices that map one hidden state to
another; embeddings and output layers are tables of vectors, and biases and norms are no matrices at all.
Its update is scaled to the size that AdamW's usually has (Liu et al., 2025, arXiv 2502.16982), so one learning rate
and one weight decay serve both.
"""

import re
from typing import Any

from torch import Tensor
from torch.optim import AdamW, Muon, Optimizer

# What embeddings and output layers are called in a parameter's full name, Llama's names among them.
_TABLES = re.compile(r"(^|\.)(embed\w*|words|positions|lm_head|head|output|classifier)\.")


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
        muon = Muon(
            matrices, lr=lr, weight_decay=weight_decay, momentum=momentum, adjust_lr_fn="match_rms_adamw"
        )
        # Betas of Jordan's own script for what Muon leaves.
        adamw = AdamW(others, lr=lr, weight_decay=weight_decay, betas=(0.9, 0.95))
        self.members: tuple[Optimizer, Optimizer] = (muon, adamw)
        super().__init__([*muon.param_groups, *adamw.param_groups], {})
        for member in self.members:
            member.state = self.state

    def step(self, closure: None = None) -> None:  # type: ignore[override]
        for member in self.members:
            member.step()
