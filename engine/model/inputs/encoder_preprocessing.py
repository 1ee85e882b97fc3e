"""Texts as they come in a request, to the tokens that a pretrained encoder tells classes of."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from engine.data.rows.steps import FittedSteps
from engine.data.text.tokenizer import TextTokenizer
from engine.model.inputs.text_input import ToldText
from engine.model.inputs.token_lists import filled
from engine.model.inputs.token_preprocessing import TOKENIZER, read_tokenizer
from engine.model.model_files import ModelFiles
from engine.planning.shape import Shape


@dataclass(frozen=True)
class EncoderPreprocessing(ToldText):
    """Inputs are texts. The tokenizer is the model's own, with the special tokens it was trained with around each."""

    column: str
    tokenizer: TextTokenizer
    max_tokens: int
    example: str = ""
    steps: FittedSteps = field(
        default_factory=FittedSteps
    )  # what is done to a text before its tokens are read

    @property
    def padding(self) -> int:
        return self.tokenizer.padding

    @property
    def unknown(self) -> int:
        """What stands for a token that is hidden."""
        return self.tokenizer.hidden

    @property
    def fixed(self) -> tuple[int, ...]:
        """Numbers that are no words, and are never varied."""
        return (self.padding, *(number for number in self.tokenizer.special if number != self.padding))

    def shape(self, outputs: int) -> Shape:
        return Shape(self.tokenizer.size, outputs, positions=self.max_tokens, padding=self.padding)

    def rows(self, texts: Sequence[str]) -> np.ndarray:
        """Token numbers of texts that the steps have passed through already, filled up to one length."""
        return filled(self.tokenizer.encode_framed(list(texts), self.max_tokens), self.padding)

    def tokens(self, texts: Sequence[str]) -> list[list[int]]:
        return self.tokenizer.encode_framed([self.passed(text) for text in texts], self.max_tokens)

    def as_json(self) -> dict[str, Any]:
        return {
            "form": self.form,
            "column": self.column,
            "tokenizer": TOKENIZER,
            "specials": self.tokenizer.specials_as_json(),
            "max_tokens": self.max_tokens,
            "example": self.example,
            "steps": self.steps.as_json(),
        }

    @classmethod
    def from_json(cls, value: dict[str, Any], files: ModelFiles) -> "EncoderPreprocessing":
        """The inverse of ``as_json``."""
        steps, tokenizer = FittedSteps.from_json(value["steps"]), read_tokenizer(value, files)
        return cls(value["column"], tokenizer, value["max_tokens"], value["example"], steps)
