"""One device does everything."""

from collections.abc import Mapping

import torch
from torch import Tensor

from engine.train.held import Share
from engine.train.strategy.base import Material, Strategy

_SMALL = 1 << 16  # numbers; below, one copy and one norm take 5 µs, a norm for each tensor 14


class Single(Strategy):
    """Nothing to agree on."""

    share = Share(0, 1)
    axes: Mapping[str, Share] = {}

    def __init__(self, material: Material) -> None:
        super().__init__(material)
        self.model.to(self.rank.device)
        material.treat(material.network)
        self.trained = material.network.trained()
        sizes = [parameter.numel() for parameter in self.trained.values()]
        self._flat = torch.zeros(sum(sizes), device=self.rank.device) if sum(sizes) <= _SMALL else None
        slices = self._flat.split(sizes) if self._flat is not None else ()
        self._views = [view.view_as(p) for view, p in zip(slices, self.trained.values(), strict=False)]

    def gradient_norm(self) -> Tensor:
        gradients = [parameter.grad for parameter in self.trained.values() if parameter.grad is not None]
        if self._flat is None or len(gradients) < len(self._views):
            return torch.linalg.vector_norm(torch.stack(torch._foreach_norm(gradients)))
        torch._foreach_copy_(self._views, gradients)
        return torch.linalg.vector_norm(self._flat)
