"""A server's part of the weights: what arrives is applied one after the other, what leaves is one whole version."""

from collections.abc import Callable

import torch
from torch import Tensor, nn

from engine.train.average import WeightAverage
from engine.train.strategy.flat import Flat, crossing_of


class Room:
    """What a server keeps for one worker, in main memory: the gradient it sent, the weights it pulled."""

    def __init__(self, weights: list[nn.Parameter], crossing: Flat | None) -> None:
        self.gradient = Flat(weights, "cpu", crossing=crossing)
        self.pulled = Flat(weights, "cpu", crossing=crossing)


class Shelf:
    """``optimize(learning_rate)`` moves the weights along the gradients that lie beside them. Holds no lock."""

    def __init__(
        self,
        part: dict[str, nn.Parameter],
        optimize: Callable[[float], None],
        average: WeightAverage | None,
        compensation: float,
    ) -> None:
        self._names, self._weights = list(part), list(part.values())
        self._optimize, self._average, self._compensation = optimize, average, compensation
        self._crossing = crossing_of(self._weights)

    def room(self) -> Room:
        return Room(self._weights, self._crossing)

    @torch.no_grad()
    def apply(self, room: Room, learning_rate: float) -> None:
        """Move the weights along a worker's gradient."""
        if self._compensation:
            self._compensate(room)
        gradient = room.gradient
        if self._crossing is not None:
            self._crossing.numbers.copy_(gradient.numbers)
            gradient = self._crossing
        for weight, view in zip(self._weights, gradient.views, strict=True):
            weight.grad = view
        self._optimize(learning_rate)
        for weight in self._weights:
            weight.grad = None

    def average(self) -> None:
        """Take the present weights into the average over the steps."""
        if self._average is not None:
            self._average.update()

    def read(self, room: Room) -> None:
        """Copy the present weights for a worker."""
        room.pulled.take(self._weights)

    def measured(self) -> Tensor:
        """What is measured and becomes the model: the averages where there are any, else the weights; flat."""
        flat = Flat(self._weights, "cpu", crossing=self._crossing)
        averages = self._average.state() if self._average is not None else None
        flat.take([averages[name] for name in self._names] if averages else self._weights)
        return flat.numbers

    def _compensate(self, room: Room) -> None:
        """g + λ · g ⊙ g ⊙ (weights now − weights pulled), DC-ASGD (Zheng et al., 2017)."""
        now, gradient = Flat(self._weights, "cpu", crossing=self._crossing), room.gradient.numbers
        now.take(self._weights)
        gradient.addcmul_(gradient.square(), now.numbers.sub_(room.pulled.numbers), value=self._compensation)
