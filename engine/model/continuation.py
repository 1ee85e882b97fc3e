"""A loaded language model that goes on from a text, with the likeliest token each time."""

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor

from engine.model.greedy import continued
from engine.model.loaded import Loaded


class Continuation(Loaded):
    """Checks inputs, and continues them one after the other."""

    def predict(self, inputs: Sequence[str]) -> list[dict[str, Any]]:
        """What comes after each text, the text itself not repeated, or the answer to it where the model has learnt
        conversations; the inputs have passed ``check``."""
        return [{"text": self._continue(text)} for text in inputs]

    @torch.inference_mode()
    def _continue(self, text: str) -> str:
        tokenizer, context = self._preprocessing.tokenizer, self._preprocessing.context
        tokens = continued(self._preprocessing.encode(text), self._scores, context, tokenizer.stops)
        return tokenizer.decode(tokens)

    def _scores(self, seen: Sequence[int]) -> Tensor:
        return self._module(torch.tensor([seen], device=self._device))[0, -1]
