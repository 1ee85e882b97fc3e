"""Texts as they come in a request, to the word numbers that a network reads."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from engine.data.rows.steps import FittedSteps
from engine.data.text.vocabulary import PADDING, UNKNOWN, Vocabulary
from engine.model.inputs.text_input import ToldText
from engine.planning.shape import Shape


@dataclass(frozen=True)
class TextPreprocessing(ToldText):
    """Inputs are texts."""

    unknown: ClassVar[int] = UNKNOWN
    # Numbers that are no words, and are never varied.
    fixed: ClassVar[tuple[int, ...]] = (PADDING,)
    column: str
    vocabulary: Vocabulary
    example: str = ""
    steps: FittedSteps = field(
        default_factory=FittedSteps
    )  # what is done to a text before its words are read

    def shape(self, outputs: int) -> Shape:
        return Shape(self.vocabulary.size, outputs, positions=self.vocabulary.max_tokens)

    @property
    def max_tokens(self) -> int:
        return self.vocabulary.max_tokens

    @property
    def padding(self) -> int:
        return PADDING

    def tokens(self, texts: Sequence[str]) -> list[list[int]]:
        return [self.vocabulary.encode(self.passed(text)) for text in texts]

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
