"""Every rank holds the model; gradients are summed over the ranks.

Our own all-reduce over one flat buffer rather than torch's DistributedDataParallel, for four reasons: the sum is
a sum (DDP divides by the number of ranks, which uneven last batches would have to undo); the buffer's layout never
changes (DDP regroups after its first step, so with three ranks a resumed run would add in another order and differ
in the last bit); a rank without rows in a small last batch needs no pretended ones; and the time that ranks wait
for gradients can be told from the backward pass. Measured against DDP in tests/bench.
"""

import torch
import torch.distributed as dist
from torch import Tensor, nn

from engine.train.strategy.base import Strategy
from engine.worker.rank import Rank


class Ddp(Strategy):
    """Replicas with summed gradients."""

    def __init__(self, model: nn.Module, rank: Rank) -> None:
        super().__init__(model, rank)
        self._flat = torch.zeros(sum(p.numel() for p in self.parameters), device=rank.device)
        sizes = [parameter.numel() for parameter in self.parameters]
        slices = self._flat.split(sizes)
        self._views = [view.view_as(p) for view, p in zip(slices, self.parameters, strict=True)]
        self._agree_on_weights()

    def sync(self) -> None:
        self._gather()
        if self.rank.world_size > 1:
            dist.all_reduce(self._flat)
        for parameter, view in zip(self.parameters, self._views, strict=True):
            parameter.grad = view

    def gradient_norm(self) -> Tensor:
        return torch.linalg.vector_norm(self._flat)

    def _gather(self) -> None:
        gradients = [parameter.grad for parameter in self.parameters]
        if any(gradient is None for gradient in gradients):  # no rows here in this step, or a layer unused
            gradients = [
                torch.zeros_like(view) if gradient is None else gradient
                for gradient, view in zip(gradients, self._views, strict=True)
            ]
        torch._foreach_copy_(self._views, gradients)

    @torch.no_grad()
    def _agree_on_weights(self) -> None:
        """All ranks drew the same weights from the same seed; devices of two kinds may round them differently."""
        if self.rank.world_size > 1:
            for tensor in self.model.state_dict().values():
                dist.broadcast(tensor, src=0)
