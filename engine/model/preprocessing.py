"""What turns one input of a request into what the network reads; one class for tables, one for texts
that are classified, one for texts that are continued."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Literal

import numpy as np

from engine.data.features import Feature, TableEncoder
from engine.data.table import column_of_values, days_of
from engine.data.tokenizer import BytePairs
from engine.data.vocabulary import Vocabulary, pad
from engine.model.image_preprocessing import ImagePreprocessing
from engine.planning.shape import Shape
from engine.schema.card import InputField
from engine.schema.findings import as_written
from engine.schema.problem import Problem

TOKENIZER = "tokenizer.json"


@dataclass(frozen=True)
class RecordPreprocessing:
    """Inputs are records: {column: value}."""

    form: ClassVar[Literal["record"]] = "record"
    encoder: TableEncoder

    def shape(self, outputs: int) -> Shape:
        return Shape(self.encoder.width, outputs, groups=self.encoder.groups)

    def inputs(self) -> tuple[InputField, ...]:
        return self.encoder.inputs()

    def encode(self, records: Sequence[dict[str, Any]]) -> np.ndarray:
        columns = {
            name: column_of_values([record.get(name) for record in records], kind)
            for name, kind in self.encoder.kinds.items()
        }
        return self.encoder.encode(columns)

    def check(self, index: int, record: Any) -> list[Problem]:
        if not isinstance(record, dict):
            return [_wrong_kind(f"inputs.{index}", "not_group", record)]
        problems = [
            problem
            for feature in self.encoder.features
            if (problem := _check_value(f"inputs.{index}.{feature.name}", feature, record.get(feature.name)))
        ]
        known = self.encoder.kinds
        for name in record:
            if name not in known:
                field = f"inputs.{index}.{name[:80]}"
                problems.append(
                    Problem(code="input_unknown", field=field, params={"known": ", ".join(known)})
                )
        return problems

    def as_json(self) -> dict[str, Any]:
        return {"form": self.form, "features": self.encoder.as_json()}


@dataclass(frozen=True)
class TextPreprocessing:
    """Inputs are texts."""

    form: ClassVar[Literal["text"]] = "text"
    column: str
    vocabulary: Vocabulary
    example: str = ""

    def shape(self, outputs: int) -> Shape:
        return Shape(self.vocabulary.size, outputs, positions=self.vocabulary.max_tokens)

    def inputs(self) -> tuple[InputField, ...]:
        return (InputField(name=self.column, kind="text", example=self.example),)

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        return pad([self.vocabulary.encode(text) for text in texts])

    def check(self, index: int, text: Any) -> list[Problem]:
        return _check_text(index, text)

    def as_json(self) -> dict[str, Any]:
        return {
            "form": self.form,
            "column": self.column,
            "vocabulary": self.vocabulary.as_json(),
            "example": self.example,
        }


@dataclass(frozen=True)
class TokenPreprocessing:
    """Inputs are texts to go on from. The tokenizer has a file of its own, in the form its library reads."""

    form: ClassVar[Literal["text"]] = "text"
    column: str
    tokenizer: BytePairs
    context: int
    example: str = ""

    def shape(self, outputs: int) -> Shape:
        return Shape(self.tokenizer.size, outputs, positions=self.context)

    def inputs(self) -> tuple[InputField, ...]:
        return (InputField(name=self.column, kind="text", example=self.example),)

    def encode(self, text: str) -> list[int]:
        """Tokens of the text as far back as the model sees; the end of the text before stands where there is none."""
        return self.tokenizer.encode(text)[-self.context :] or [self.tokenizer.end]

    def check(self, index: int, text: Any) -> list[Problem]:
        return _check_text(index, text)

    def as_json(self) -> dict[str, Any]:
        return {
            "form": self.form,
            "column": self.column,
            "tokenizer": TOKENIZER,
            "context": self.context,
            "example": self.example,
        }


Preprocessing = RecordPreprocessing | TextPreprocessing | TokenPreprocessing | ImagePreprocessing


def preprocessing_from_json(value: dict[str, Any], folder: Path) -> Preprocessing:
    """The inverse of ``as_json``; the tokenizer's file is in ``folder``."""
    if value["form"] == "record":
        return RecordPreprocessing(TableEncoder.from_json(value["features"]))
    if value["form"] == "image":
        return ImagePreprocessing.from_json(value)
    if "tokenizer" in value:
        tokenizer = BytePairs.from_json((folder / TOKENIZER).read_text(encoding="utf-8"))
        return TokenPreprocessing(value["column"], tokenizer, value["context"], value["example"])
    return TextPreprocessing(value["column"], Vocabulary.from_json(value["vocabulary"]), value["example"])


def _check_text(index: int, text: Any) -> list[Problem]:
    return [] if isinstance(text, str) else [_wrong_kind(f"inputs.{index}", "not_text", text)]


_NOT_OF_KIND = {"number": "not_number", "boolean": "not_switch", "category": "not_text", "date": "not_date"}


def _check_value(field: str, feature: Feature, value: Any) -> Problem | None:
    """A value may be missing where training rows had missing ones too: there the model learnt what that means."""
    if value is None:
        return None if feature.indicator else Problem(code="input_missing", field=field)
    return None if _fits(feature.kind, value) else _wrong_kind(field, _NOT_OF_KIND[feature.kind], value)


def _fits(kind: str, value: Any) -> bool:
    match kind:
        case "number":
            return isinstance(value, int | float) and not isinstance(value, bool) and _is_finite(value)
        case "boolean":
            return isinstance(value, bool)
        case "date":
            return isinstance(value, str) and _is_date(value)
        case _:
            return isinstance(value, str)


def _is_finite(value: float) -> bool:
    try:
        return math.isfinite(value)
    except OverflowError:  # an integer beyond any float
        return False


def _is_date(value: str) -> bool:
    try:
        days_of(value)
    except (ValueError, OverflowError):
        return False
    return True


def _wrong_kind(field: str, code: str, value: Any) -> Problem:
    return Problem(code=code, field=field, params={"value": as_written(value)})
