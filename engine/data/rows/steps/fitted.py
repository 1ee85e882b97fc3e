"""The steps that a finished model takes with every input: plain JSON, fitted, without data."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from engine.data.rows.steps.base import ValueStep
from engine.data.rows.steps.derived import Bins, DateParts, Log
from engine.data.rows.steps.missing import Impute
from engine.data.rows.steps.outliers import Clip
from engine.data.rows.steps.texts import NormaliseText
from engine.data.table import Table
from engine.schema.card import ColumnKind, InputField

_STEPS: dict[str, type[ValueStep]] = {
    cls.step: cls for cls in (Impute, Clip, NormaliseText, DateParts, Log, Bins)
}


@dataclass(frozen=True)
class FittedSteps:
    """Steps that change values, in order, and the columns of the dataset that a model reads through them."""

    steps: tuple[ValueStep, ...] = ()
    inputs: tuple[InputField, ...] = ()  # of records; empty where no step changes a value
    optional: tuple[str, ...] = ()  # of the inputs, those that may be missing

    def __bool__(self) -> bool:
        return bool(self.steps)

    @property
    def kinds(self) -> dict[str, ColumnKind]:
        return {field.name: field.kind for field in self.inputs}

    def apply(self, columns: Mapping[str, np.ndarray]) -> Table:
        """The ``inputs`` as columns, to what the features read."""
        table = Table(dict(columns), self.kinds)
        for step in self.steps:
            table = step.apply(table)
        return table

    def apply_to_text(self, column: str, text: str) -> str:
        """A text of this column, as the model has learnt to read it."""
        for step in self.steps:
            if isinstance(step, NormaliseText) and column in step.columns:
                text = step.text(text)
        return text

    def source_of(self, name: str) -> str:
        """The column of the dataset that this one is made of: itself, unless a step derives it."""
        made = (step.column for step in self.steps if isinstance(step, DateParts) and name in step.derived)
        return next(made, name)

    def as_json(self) -> dict[str, Any]:
        return {
            "steps": [step.as_json() for step in self.steps],
            "inputs": [field.model_dump(mode="json") for field in self.inputs],
            "optional": list(self.optional),
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> "FittedSteps":
        return cls(
            tuple(_step_of(entry) for entry in value["steps"]),
            tuple(InputField.model_validate(field) for field in value["inputs"]),
            tuple(value["optional"]),
        )


def _step_of(entry: Mapping[str, Any]) -> ValueStep:
    fields = {name: _frozen(part) for name, part in entry.items() if name != "step"}
    return _STEPS[entry["step"]](**fields)


def _frozen(value: Any) -> Any:
    """JSON has no tuples."""
    if isinstance(value, list):
        return tuple(value)
    return {name: _frozen(part) for name, part in value.items()} if isinstance(value, dict) else value
