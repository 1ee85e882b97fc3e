"""One device does everything."""

import torch
from torch import Tensor, nn

from engine.train.strategy.base import Strategy
from engine.worker.rank import Rank

_SMALL = (
    1 << 16
)  # below, one copy and one norm take 5 µs, a norm for each tensor 14; above, the copy costs more


class Single(Strategy):
    """Nothing to agree on."""

    def __init__(self, model: nn.Module, rank: Rank) -> None:
        super().__init__(model, rank)
        sizes = [parameter.numel() for parameter in self.parameters]
        self._flat = torch.zeros(sum(sizes), device=rank.device) if sum(sizes) <= _SMALL else None
        slices = self._flat.split(sizes) if self._flat is not None else ()
        self._views = [view.view_as(p) for view, p in zip(slices, self.parameters, strict=False)]

    def sync(self) -> None:
        """There is one rank."""

    def gradient_norm(self) -> Tensor:
        gradients = [parameter.grad for parameter in self.parameters if parameter.grad is not None]
        if self._flat is None or len(gradients) < len(self._views):
            return torch.linalg.vector_norm(torch.stack(torch._foreach_norm(gradients)))
        torch._foreach_copy_(self._views, gradients)
        return torch.linalg.vector_norm(self._flat)
