"""What a data set becomes step by step, before anything is trained: the question and the answer."""

from typing import Any

from pydantic import Field

from engine.schema.base import Record, Spec
from engine.schema.data_spec import DataSpec
from engine.schema.model_spec import TaskName
from engine.schema.problem import Problem


class StepsRequest(Spec):
    """The task and the data part of a spec, as edited so far."""

    task: TaskName
    data: DataSpec


class StepPreview(Record):
    """One step: what it did, shown on a few rows. ``after`` has None where the step left the row out."""

    index: int
    step: str
    rows_before: int
    rows_after: int
    touched: int
    note: dict[str, Any] | None = None  # what was learnt from the training rows, as it is stored in the model
    rows: tuple[int, ...] = ()  # numbers in the dataset of the rows that are shown, from 0
    before: tuple[dict[str, Any], ...] = ()
    after: tuple[dict[str, Any] | None, ...] = ()


class StepsPreview(Record):
    """All steps in order, and the split behind them."""

    rows: int  # that were looked at, from the first on
    total: int  # rows of the dataset
    steps: tuple[StepPreview, ...] = ()
    cleaned: dict[str, int] = Field(default_factory=dict)  # rows by rules that hold for every run
    split: dict[str, int] | None = (
        None  # rows of train, validation and test; None where they are not parted like this
    )
    classes: dict[str, dict[str, float]] = Field(default_factory=dict)  # of each part, share by class
    leaks: tuple[Problem, ...] = ()
    problems: tuple[Problem, ...] = ()  # why there is no more to show
