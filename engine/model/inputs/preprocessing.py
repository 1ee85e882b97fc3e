"""What turns one input of a request into what the network reads; one class for tables, one for texts
that are classified, one for texts that are continued."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, ClassVar, Literal

import numpy as np

from engine.data.features import TableEncoder
from engine.data.rows.steps import FittedSteps
from engine.data.table import column_of_values
from engine.model.inputs.encoder_preprocessing import EncoderPreprocessing
from engine.model.inputs.image_preprocessing import ImagePreprocessing
from engine.model.inputs.input_values import Asked, check_value, unknown_inputs, wrong_kind
from engine.model.inputs.interaction_preprocessing import InteractionPreprocessing
from engine.model.inputs.record_columns import RecordColumns
from engine.model.inputs.text_preprocessing import TextPreprocessing
from engine.model.inputs.token_preprocessing import TokenPreprocessing
from engine.model.model_files import ModelFiles
from engine.planning.shape import Shape
from engine.schema.card import InputField
from engine.schema.problem import Problem


@dataclass(frozen=True)
class RecordPreprocessing:
    """Inputs are records: {column: value}, of the columns as they are before the first step."""

    form: ClassVar[Literal["record"]] = "record"
    encoder: TableEncoder
    steps: FittedSteps = field(default_factory=FittedSteps)

    def shape(self, outputs: int) -> Shape:
        return Shape(self.encoder.width, outputs, groups=self.encoder.groups)

    def inputs(self) -> tuple[InputField, ...]:
        return self.steps.inputs if self.steps else self.encoder.inputs()

    def encode(self, records: Sequence[dict[str, Any]]) -> np.ndarray:
        columns = {
            name: column_of_values([record.get(name) for record in records], kind)
            for name, kind, _ in self._asked
        }
        return self._encoded(columns)

    def read(self, records: Sequence[Any]) -> np.ndarray | None:
        """The same of records that nobody has checked; None where one may be wrong."""
        columns = self._columns.of(records)
        return None if columns is None else self._encoded(columns)

    def _encoded(self, columns: dict[str, np.ndarray]) -> np.ndarray:
        if self.steps:
            columns = self.steps.apply(columns).columns
        return self.encoder.encode(columns)

    def check(self, index: int, record: Any) -> list[Problem]:
        if not isinstance(record, dict):
            return [wrong_kind(f"inputs.{index}", "not_group", record)]
        asked = self._asked
        problems = [
            problem
            for column in asked
            if (problem := check_value(f"inputs.{index}.{column.name}", column, record.get(column.name)))
        ]
        return problems + unknown_inputs(f"inputs.{index}", record, tuple(column.name for column in asked))

    def as_json(self) -> dict[str, Any]:
        return {"form": self.form, "features": self.encoder.as_json(), "steps": self.steps.as_json()}

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> "RecordPreprocessing":
        """The inverse of ``as_json``; models of before there were steps have none."""
        steps = FittedSteps.from_json(value["steps"]) if "steps" in value else FittedSteps()
        return cls(TableEncoder.from_json(value["features"]), steps)

    @cached_property
    def _columns(self) -> RecordColumns:
        return RecordColumns(self._asked)

    @cached_property
    def _asked(self) -> tuple[Asked, ...]:
        if not self.steps:
            return tuple(
                Asked(feature.name, feature.kind, feature.indicator) for feature in self.encoder.features
            )
        optional = self.steps.optional
        return tuple(Asked(field.name, field.kind, field.name in optional) for field in self.steps.inputs)


Preprocessing = (
    RecordPreprocessing
    | TextPreprocessing
    | TokenPreprocessing
    | EncoderPreprocessing
    | ImagePreprocessing
    | InteractionPreprocessing
)


def preprocessing_from_json(value: dict[str, Any], files: ModelFiles) -> Preprocessing:
    """The inverse of ``as_json``; ``files`` are the model's."""
    if "histories" in value:
        return InteractionPreprocessing.from_json(value, files)
    if value["form"] == "record":
        return RecordPreprocessing.from_json(value)
    if value["form"] == "image":
        return ImagePreprocessing.from_json(value)
    if "max_tokens" in value:
        return EncoderPreprocessing.from_json(value, files)
    if "tokenizer" in value:
        return TokenPreprocessing.from_json(value, files)
    return TextPreprocessing.from_json(value)
