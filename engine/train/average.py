"""An exponential moving average of the weights, which is measured and saved in place of the last ones."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import torch
from torch import Tensor

from engine.train.shards import local, placed_like

UPDATES = "/updates"  # beside the averages in ``state``; no parameter's name begins so


class WeightAverage:
    """average ← average + (1 − d) · (weight − average), with d = min(decay, (1 + t) / (10 + t)) at update t.

    The smaller decay of the first updates lets the random first weights be forgotten. Kept in the weights' own type
    (fp32: precision is a matter of the forward pass) and laid out as they are.
    """

    @torch.no_grad()
    def __init__(self, decay: float, parameters: Mapping[str, Tensor]) -> None:
        self._decay, self._parameters = decay, dict(parameters)
        self._averages = {name: tensor.detach().clone() for name, tensor in parameters.items()}
        self._updates = 0

    @torch.no_grad()
    def update(self) -> None:
        """Take in the present weights: once after every step."""
        self._updates += 1
        decay = min(self._decay, (1 + self._updates) / (10 + self._updates))
        if self._parameters:
            averages, weights = self._parts()
            torch._foreach_lerp_(averages, weights, 1 - decay)

    @contextmanager
    def swapped(self) -> Iterator[None]:
        """Inside, the parameters hold the averages; afterwards their own values again, bit for bit."""
        self._swap()
        try:
            yield
        finally:
            self._swap()

    def state(self) -> dict[str, Tensor]:
        """The averages by parameter name and the number of updates, not copied; not for use inside ``swapped``."""
        return {**self._averages, UPDATES: torch.tensor(self._updates)}

    def load(self, tensors: Mapping[str, Tensor]) -> None:
        """Take over what ``state`` gave; whole tensors are cut to this rank's part. Copies."""
        self._updates = int(tensors[UPDATES])
        self._averages = {
            name: placed_like(tensors[name], parameter) for name, parameter in self._parameters.items()
        }

    @torch.no_grad()
    def _swap(self) -> None:
        """Values change places, not memory: gradients, buckets and shards are views into it. One spare tensor at a time."""
        for average, weight in zip(*self._parts(), strict=True):
            spare = weight.clone()
            weight.copy_(average)
            average.copy_(spare)

    def _parts(self) -> tuple[list[Tensor], list[Tensor]]:
        averages = [local(tensor) for tensor in self._averages.values()]
        return averages, [local(tensor) for tensor in self._parameters.values()]
