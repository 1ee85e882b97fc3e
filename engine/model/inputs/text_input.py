"""What every preprocessing of a single text has, whatever reads its words."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any, ClassVar, Literal

import numpy as np

from engine.data.rows.steps import FittedSteps
from engine.model.inputs.input_values import are_texts, check_text
from engine.model.inputs.token_lists import filled
from engine.schema.card import InputField
from engine.schema.problem import Problem


class TextInput:
    """Inputs are texts, which pass through the steps of the dataset before they are read."""

    form: ClassVar[Literal["text"]] = "text"
    column: str
    example: str
    steps: FittedSteps

    def inputs(self) -> tuple[InputField, ...]:
        return (InputField(name=self.column, kind="text", example=self.example),)

    def check(self, index: int, text: Any) -> list[Problem]:
        return check_text(index, text)

    def passed(self, text: str) -> str:
        """The text as training saw it."""
        return self.steps.apply_to_text(self.column, text)


class ToldText(TextInput, ABC):
    """Texts of which a network tells classes: lists of tokens that are filled up to one length."""

    @property
    @abstractmethod
    def padding(self) -> int:
        """The number that rows are filled up with."""

    @abstractmethod
    def tokens(self, texts: Sequence[str]) -> list[list[int]]:
        """What ``encode`` fills up."""

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        return filled(self.tokens(texts), self.padding)

    def read(self, texts: Sequence[Any]) -> list[list[int]] | None:
        """Tokens of what nobody has checked; None where something is no text."""
        return self.tokens(texts) if are_texts(texts) else None
