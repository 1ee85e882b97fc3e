"""What is told of a finished model's answers on rows it has never seen: ``report.json`` beside the weights."""

from typing import Any

from pydantic import Field

from engine.schema.base import Record

Number = float | None  # None stands for what cannot be told: too few rows, or rows of one class alone


class Score(Record):
    """A score, and the interval in which it lies for 95 of 100 test sets drawn like this one."""

    value: Number
    low: Number = None
    high: Number = None


class Curve(Record):
    """Points of a curve, both axes 0…1."""

    x: tuple[float, ...]
    y: tuple[float, ...]


class CalibrationBin(Record):
    """Answers of about the same confidence: how sure the model was, and how often it was right."""

    confidence: float
    accuracy: float
    rows: int


class Slice(Record):
    """The rows that have something in common in one column."""

    column: str
    value: str
    rows: int
    score: Score


class Importance(Record):
    """How much worse the score becomes when a column's values are dealt out anew among the rows."""

    column: str
    drop: float
    deviation: float  # over the repeats


class Example(Record):
    """One row with its answer. ``row`` is its number in the dataset."""

    row: int
    truth: Any
    answer: Any
    loss: float
    probability: Number = None  # that the model gave to the truth


class Report(Record):
    """Scores, curves and examples of one model on its test rows; of the validation rows where there are none."""

    task: str
    split: str
    rows: int  # of the split
    measured: int  # rows that were looked at
    metric: str  # by which slices and columns are weighed
    scores: dict[str, Score] = Field(default_factory=dict)
    baseline: dict[str, Any] = Field(default_factory=dict)
    labels: tuple[str, ...] = ()
    confusion: tuple[tuple[int, ...], ...] = ()  # true class down, answered class across
    roc: dict[str, Curve] = Field(default_factory=dict)  # by label: false positives over true positives
    precision_recall: dict[str, Curve] = Field(default_factory=dict)  # by label: recall over precision
    calibration: tuple[CalibrationBin, ...] = ()
    residuals: tuple[tuple[float, float], ...] = ()  # answer, truth
    worst: tuple[Example, ...] = ()
    slices: tuple[Slice, ...] = ()
    importance: tuple[Importance, ...] = ()
    importance_rows: int = 0  # rows on which columns were weighed; 0 when they were not


class AnswerRows(Record):
    """A window of the rows that were answered in a certain way, with what stands in the dataset."""

    columns: tuple[str, ...]
    examples: tuple[Example, ...]
    rows: tuple[tuple[Any, ...], ...]
    total: int


class Difference(Record):
    """Two models on the same test rows."""

    first: str
    second: str
    rows: int  # that both answered
    metric: str
    scores: tuple[Score, Score]
    difference: Score  # first less second
    p_value: Number = None  # of no difference at all, two-sided
    same_rows: bool  # whether the test parts of both are the same
