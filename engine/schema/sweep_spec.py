"""What a person asks for when many settings are to be tried: a run, the ranges of its settings, and how to search."""

from typing import Any, Literal

from pydantic import ConfigDict, Field, model_validator

from engine.schema.base import ADVANCED, NAME_FORM, Spec
from engine.schema.metrics import METRIC_LABELS, METRICS_OF_TASK, MetricName
from engine.schema.train import TrainSpec

MOST_TRIALS = 10_000
# Trials with other rows, other scores or another meaning could not be compared; devices are the queue's to share out.
_FIXED = ("kind", "name", "task", "data.source", "data.target", "data.split", "training.metric", "strategy")


def is_comparable(path: str) -> bool:
    """Whether runs that differ in this setting can be compared."""
    return not any(
        path == fixed or path.startswith(f"{fixed}.") or fixed.startswith(f"{path}.") for fixed in _FIXED
    )


class Range(Spec):
    """The values that one setting may take: between two bounds, or one of a list."""

    model_config = ConfigDict(title="Range")

    low: float | None = Field(None, allow_inf_nan=False, title="Lowest", description="Smallest value.")
    high: float | None = Field(None, allow_inf_nan=False, title="Highest", description="Largest value.")
    log: bool = Field(
        False,
        title="By orders of magnitude",
        description="Draw as often between 0.001 and 0.01 as between 0.01 and 0.1.",
    )
    step: float | None = Field(
        None, gt=0, title="Step", description="Distance of two values; any value when left empty."
    )
    choices: tuple[Any, ...] | None = Field(
        None,
        min_length=1,
        max_length=1000,
        title="Choices",
        description="The values themselves: numbers, names, lists, or whole models.",
    )

    @model_validator(mode="after")
    def _is_one_kind(self) -> "Range":
        bounds = [bound for bound in (self.low, self.high) if bound is not None]
        if len(bounds) != (0 if self.choices is not None else 2):
            raise ValueError("problem:range_unclear")
        if bounds and bounds[0] > bounds[1]:
            raise ValueError("problem:range_reversed")
        if self.log and (not bounds or bounds[0] <= 0 or self.step is not None):
            raise ValueError("problem:range_log")
        return self


class SweepSpec(Spec):
    """A sweep: one run tried with many settings, to find the best by its validation score."""

    model_config = ConfigDict(title="Sweep")

    kind: Literal["sweep"] = "sweep"
    name: str = Field(
        "sweep",
        min_length=1,
        max_length=80,
        pattern=NAME_FORM,
        title="Name",
        description="What the sweep is called in the lists.",
    )
    base: TrainSpec = Field(title="Run", description="The run whose settings are tried.")
    ranges: dict[str, Range] = Field(
        min_length=1,
        max_length=50,
        title="Ranges",
        description="The settings that vary, by their path in a spec file.",
    )
    method: Literal["tpe", "random", "grid"] = Field(
        "tpe",
        title="Search",
        description="TPE learns from the trials so far where good settings lie (Bergstra et al., 2011); random draws each trial anew; a grid tries every combination.",
        json_schema_extra={"labels": {"tpe": "TPE", "random": "Random", "grid": "Grid"}},
    )
    trials: int = Field(
        20, ge=1, le=MOST_TRIALS, title="Trials", description="Runs in all; a grid has its own number."
    )
    metric: MetricName | None = Field(
        None,
        title="Judged by",
        description="The score on the validation rows that decides; the run’s own when left empty.",
        json_schema_extra={"labels": METRIC_LABELS, "none": "as the run"},
    )
    pruning: Literal["none", "median", "hyperband"] = Field(
        "median",
        title="Give up early",
        description="Median ends a trial that is behind the median of the finished ones (Golovin et al., 2017); Hyperband lets the best third of a bracket go on (Li et al., 2018).",
        json_schema_extra={"labels": {"none": "Never", "median": "Median", "hyperband": "Hyperband"}},
    )
    warmup: int = Field(
        3,
        ge=1,
        le=10_000,
        title="Spare at first",
        description="Evaluations before a trial may be given up.",
        json_schema_extra={"unit": "evaluations", **ADVANCED},
    )
    parallel: int | None = Field(
        None,
        ge=1,
        le=256,
        title="At once",
        description="Most trials side by side; as many as the devices take when left empty.",
        json_schema_extra={"none": "auto", **ADVANCED},
    )
    seconds: float | None = Field(
        None,
        gt=0,
        title="Time",
        description="After this time no trial begins, and those that run are ended once there is a best.",
        json_schema_extra={"unit": "s", "none": "no limit"},
    )
    keep: Literal["best", "all"] = Field(
        "best",
        title="Keep models",
        description="Models and checkpoints that stay on the disk.",
        json_schema_extra={"labels": {"best": "The best trial’s", "all": "All trials’"}, **ADVANCED},
    )
    seed: int = Field(0, ge=0, title="Seed", description="The same seed draws the same settings.")

    @model_validator(mode="after")
    def _metric_is_of_the_task(self) -> "SweepSpec":
        if self.metric is not None and self.metric not in METRICS_OF_TASK[self.base.task]:
            raise ValueError("problem:metric_not_of_task@metric")
        return self

    @property
    def judged_by(self) -> MetricName:
        return self.metric or self.base.training.metric
