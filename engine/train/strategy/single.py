"""One device does everything."""

from collections.abc import Mapping

import torch
from torch import Tensor

from engine.train.held import Share
from engine.train.rows import numbers_of, sparse_tables, unite_rows
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
        tables = sparse_tables(self.model)
        self._tables = [self.trained[name] for name in tables]
        sizes = [parameter.numel() for parameter in self.trained.values()]
        is_small = sum(sizes) <= _SMALL and not tables
        self._flat = torch.zeros(sum(sizes), device=self.rank.device) if is_small else None
        slices = self._flat.split(sizes) if self._flat is not None else ()
        self._views = [view.view_as(p) for view, p in zip(slices, self.trained.values(), strict=False)]

    def sync(self) -> None:
        unite_rows(self._tables)

    def gradient_norm(self) -> Tensor:
        gradients = [numbers_of(p.grad) for p in self.trained.values() if p.grad is not None]
        if self._flat is None or len(gradients) < len(self._views):
            return torch.linalg.vector_norm(torch.stack(torch._foreach_norm(gradients)))
        torch._foreach_copy_(self._views, gradients)
        return torch.linalg.vector_norm(self._flat)
