"""A finished model on its device, and what is wrong with an input of it; how it answers, its kinds say."""

from collections.abc import Sequence
from typing import Any

from engine.model.embedder import Embedder
from engine.model.folder import SavedModel
from engine.schema.card import ModelCard
from engine.schema.problem import Problem

SMALL = 2_000_000  # parameters below which what is around a product takes longer than the product


class Loaded:
    """What every kind of loaded model has."""

    def __init__(self, saved: SavedModel, device: str) -> None:
        self.card: ModelCard = saved.card
        self._module = saved.module.to(device).eval()
        self._preprocessing = saved.preprocessing
        self._device = device

    def share_out(self, threads: int) -> None:
        """Compute in so many threads, where that is done by more than torch's own."""

    @property
    def embedder(self) -> Embedder | None:
        """What makes vectors of the inputs, where they are texts that are read as a whole."""
        return None

    def check(self, inputs: Sequence[Any], first: int = 0) -> list[Problem]:
        """What is wrong with the inputs, each problem naming the input's index and its field.

        ``first`` is the index of the first of them.
        """
        return [
            problem
            for index, value in enumerate(inputs, first)
            for problem in self._preprocessing.check(index, value)
        ]
