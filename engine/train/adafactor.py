"""Adafactor for weights that may be split over the ranks."""

import inspect
from typing import Any

import torch
from torch import Tensor
from torch.optim import Adafactor

from engine.train.shards import is_split, placed_like, whole


class WholeAdafactor(Adafactor):
    """torch's Adafactor, which refuses DTensors: its means run over whole rows, columns and matrices.

    So a split weight and its gradient are gathered, one at a time, moved as a whole one would be and cut again. The
    state is whole on every rank, as it is small: a number for each row and column. All groups use ``foreach``.
    """

    def __init__(self, groups: list[dict[str, Any]], lr: float, weight_decay: float) -> None:
        super().__init__(groups, lr=lr, weight_decay=weight_decay, foreach=True)
        self._hand = Adafactor([{"params": []}])  # does torch's step on what it is given
        self._move = inspect.unwrap(Adafactor.step)

    @torch.no_grad()
    def step(self, closure: None = None) -> None:  # type: ignore[override]
        for group in self.param_groups:
            if any(is_split(weight) for weight in group["params"]):
                for weight in group["params"]:
                    self._move_split(weight, group)
            else:
                self._hand.state, self._hand.param_groups = self.state, [group]
                self._move(self._hand)

    def _move_split(self, weight: Tensor, group: dict[str, Any]) -> None:
        if weight.grad is None:
            return
        stand_in = whole(weight).detach()
        stand_in.grad = whole(weight.grad)
        self._hand.state = {stand_in: self.state[weight]}  # type: ignore[assignment]
        self._hand.param_groups = [{**group, "params": [stand_in]}]
        self._move(self._hand)
        weight.copy_(placed_like(stand_in, weight))
