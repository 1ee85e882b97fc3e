"""Texts as they come in a request, to the word numbers that a network reads."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

import numpy as np

from engine.data.rows.steps import FittedSteps
from engine.data.text.vocabulary import PADDING, UNKNOWN, Vocabulary
from engine.model.inputs.input_values import are_texts, check_text
from engine.model.inputs.token_lists import filled
from engine.planning.shape import Shape
from engine.schema.card import InputField
from engine.schema.problem import Problem


@dataclass(frozen=True)
class TextPreprocessing:
    """Inputs are texts."""

    form: ClassVar[Literal["text"]] = "text"
    unknown: ClassVar[int] = UNKNOWN
    fixed: ClassVar[tuple[int, ...]] = (
        PADDING,
    )  # numbers that are no words, and are never varied; padding first
    column: str
    vocabulary: Vocabulary
    example: str = ""
    steps: FittedSteps = field(
        default_factory=FittedSteps
    )  # what is done to a text before its words are read

    def shape(self, outputs: int) -> Shape:
        return Shape(self.vocabulary.size, outputs, positions=self.vocabulary.max_tokens)

    def inputs(self) -> tuple[InputField, ...]:
        return (InputField(name=self.column, kind="text", example=self.example),)

    @property
    def max_tokens(self) -> int:
        return self.vocabulary.max_tokens

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        return filled(self.tokens(texts), PADDING)

    def tokens(self, texts: Sequence[str]) -> list[list[int]]:
        """What ``encode`` fills up."""
        return [self.vocabulary.encode(self.steps.apply_to_text(self.column, text)) for text in texts]

    def read(self, texts: Sequence[Any]) -> list[list[int]] | None:
        """Tokens of what nobody has checked; None where something is no text."""
        return self.tokens(texts) if are_texts(texts) else None

    def check(self, index: int, text: Any) -> list[Problem]:
        return check_text(index, text)

    def as_json(self) -> dict[str, Any]:
        return {
            "form": self.form,
            "column": self.column,
            "vocabulary": self.vocabulary.as_json(),
            "example": self.example,
            "steps": self.steps.as_json(),
        }

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> "TextPreprocessing":
        """The inverse of ``as_json``; models of before there were steps have none."""
        steps = FittedSteps.from_json(value["steps"]) if "steps" in value else FittedSteps()
        return cls(value["column"], Vocabulary.from_json(value["vocabulary"]), value["example"], steps)
