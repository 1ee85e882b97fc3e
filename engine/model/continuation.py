"""A loaded language model that goes on from a text, with the likeliest token each time."""

from collections.abc import Sequence
from typing import Any

import torch

from engine.model.loaded import Loaded

MOST_TOKENS = 64  # of an answer


class Continuation(Loaded):
    """Checks inputs, and continues them one after the other."""

    def predict(self, inputs: Sequence[str]) -> list[dict[str, Any]]:
        """What comes after each text, the text itself not repeated; the inputs have passed ``check``."""
        return [{"text": self._continue(text)} for text in inputs]

    @torch.inference_mode()
    def _continue(self, text: str) -> str:
        """Greedy; ends where the model ends the text, or after ``MOST_TOKENS``."""
        tokenizer, context = self._preprocessing.tokenizer, self._preprocessing.context
        seen = self._preprocessing.encode(text)
        given = len(seen)
        while len(seen) < given + MOST_TOKENS:
            window = torch.tensor([seen[-context:]], device=self._device)
            token = int(self._module(window)[0, -1].argmax())
            if token == tokenizer.end:
                break
            seen.append(token)
        return tokenizer.decode(seen[given:])
