"""Texts as vectors, by a model that was trained to tell their classes: texts it takes for alike lie near each other."""

import threading
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from engine.model.inputs.encoder_preprocessing import EncoderPreprocessing
from engine.model.inputs.input_values import are_texts, wrong_kind
from engine.model.inputs.text_preprocessing import TextPreprocessing
from engine.model.inputs.token_lists import Passes
from engine.schema.problem import Problem


class Embedded(NamedTuple):
    """A text's place."""

    vector: list[float]  # of length 1
    tokens: int  # that were read


class Embedder:
    """Inputs are texts, or token numbers of the model's own.

    A pretrained encoder gives the mean of its last layer over the tokens that are there (Reimers and Gurevych, 2019);
    every other network what its last layer reads.
    """

    def __init__(
        self,
        module: nn.Module,
        preprocessing: EncoderPreprocessing | TextPreprocessing,
        device: str,
        passes: Passes,
    ) -> None:
        self._preprocessing, self._device, self._passes = preprocessing, device, passes
        self._padding = preprocessing.padding
        self._vocabulary = preprocessing.shape(1).inputs
        self._hidden = _hidden_of(module)
        self.dimensions = len(self.answer(preprocessing.tokens([""]))[0].vector)

    def check(self, inputs: Sequence[Any], first: int = 0) -> list[Problem]:
        """What is wrong with the inputs, by index."""
        return [
            wrong_kind(f"inputs.{index}", "not_text", value)
            for index, value in enumerate(inputs, first)
            if not (isinstance(value, str) or self._are_tokens(value))
        ]

    def read(self, inputs: Sequence[Any]) -> list[list[int]] | None:
        """Token numbers; None where an input may be wrong."""
        if are_texts(inputs):
            return self._preprocessing.tokens(inputs)
        return None if self.check(inputs) else [self._tokens(value) for value in inputs]

    def answer(self, tokens: Sequence[list[int]]) -> list[Embedded]:
        """A place for each of what ``read`` gave."""
        vectors = self._passes.through(self._vectors, tokens)
        return [Embedded(vector, len(read)) for vector, read in zip(vectors.tolist(), tokens, strict=True)]

    @torch.inference_mode()
    def _vectors(self, rows: np.ndarray) -> np.ndarray:
        tokens = torch.from_numpy(rows).to(self._device)
        hidden = self._hidden(tokens, tokens != self._padding)
        return functional.normalize(hidden.float(), dim=1).cpu().numpy()

    def _tokens(self, value: str | list[int]) -> list[int]:
        most = self._preprocessing.max_tokens
        return value[:most] if isinstance(value, list) else self._preprocessing.tokens([value])[0]

    def _are_tokens(self, value: Any) -> bool:
        return (
            isinstance(value, list)
            and bool(value)
            and all(type(number) is int and 0 <= number < self._vocabulary for number in value)
        )


_Hidden = Callable[[Tensor, Tensor], Tensor]  # tokens and which of them are there -> (rows, dimensions)


def _hidden_of(module: nn.Module) -> _Hidden:
    if hasattr(module, "plain"):
        return _mean_of_last_layer(module.plain().base_model)
    return _before_head(module)


def _mean_of_last_layer(base: nn.Module) -> _Hidden:
    def hidden(tokens: Tensor, present: Tensor) -> Tensor:
        states = base(input_ids=tokens, attention_mask=present.long()).last_hidden_state
        weights = present[:, :, None].to(states.dtype)
        return (states * weights).sum(dim=1) / weights.sum(dim=1).clamp(min=1)

    return hidden


def _before_head(module: nn.Module) -> _Hidden:
    head = [part for part in module.modules() if isinstance(part, nn.Linear)][-1]

    def hidden(tokens: Tensor, present: Tensor) -> Tensor:
        read: list[Tensor] = []
        mine = threading.get_ident()  # other threads pass through the same layer

        def note(_: nn.Module, inputs: tuple[Tensor, ...]) -> None:
            if threading.get_ident() == mine:
                read.append(inputs[0])

        hook = head.register_forward_pre_hook(note)
        try:
            module(tokens)
        finally:
            hook.remove()
        return read[0]

    return hidden
